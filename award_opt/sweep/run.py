"""Running a sweep: what is in the store stays, the rest is worked out, everything is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from award_opt.errors import Finding
from award_opt.sweep import local
from award_opt.sweep.answers import Answers
from award_opt.sweep.crew import Done, Failed, Limits
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Scenario
from award_opt.sweep.store import Store

if TYPE_CHECKING:
    from award_opt.sweep.work import Worker

STORE: Final = "sweep.sqlite"
ASKED: Final = 256  # keys looked up in the store at a time
DIGEST: Final = 32  # bytes of a key


class Runner(Protocol):
    """Has scenarios worked out, by number, in any order."""

    def __call__(self, plan: bytes, todo: Iterable[list[int]]) -> Iterator[Done | Failed]:
        """The results as they come; ``todo`` is read only as far as there is room."""


@dataclass(slots=True)
class Tally:
    """How far a sweep is: scenarios solved now, known before or alike, and set aside."""

    total: int
    solved: int = 0
    reused: int = 0
    aside: int = 0

    @property
    def done(self) -> int:
        """How many scenarios need nothing more."""
        return self.solved + self.reused + self.aside

    @property
    def complete(self) -> bool:
        """Whether every scenario has its result."""
        return self.solved + self.reused == self.total


Progress: TypeAlias = Callable[[Tally], None]


@dataclass
class Keys:
    """The keys of a plan's scenarios, worked out once, 32 bytes each."""

    plan: Plan
    _known: bytearray = field(default_factory=bytearray)

    def __iter__(self) -> Iterator[str]:
        return (self.at(number) for number in range(len(self.plan.scenarios)))

    def at(self, number: int) -> str:
        """The key of a scenario; those before it are worked out as well."""
        while len(self._known) <= DIGEST * number:
            scenario = self.plan.scenarios[len(self._known) // DIGEST]
            self._known += bytes.fromhex(self.plan.key(scenario))
        return bytes(self._known[DIGEST * number : DIGEST * (number + 1)]).hex()


@dataclass
class Sweep:
    """A plan and its store: what is to do, what is done, what it says."""

    plan: Plan
    store: Store

    def __post_init__(self) -> None:
        self.keys = Keys(self.plan)
        self.tally = Tally(len(self.plan.scenarios))
        self._under_way: dict[str, int] = {}
        self._solved_before_run: set[str] = set()

    def run(self, runner: Runner, progress: Progress | None = None) -> Tally:
        """Work out what the store does not hold, and keep it as it comes.

        Scenarios with the same key are worked out once. What was set aside before is tried again.

        Raises
        ------
        InputError
            The store cannot be written to; what was kept before is there.
        """
        content = self.plan.to_bytes()
        self.store.keep_plan(content)
        for found in runner(content, self._todo(progress)):
            if isinstance(found, Done):
                self.store.put(found.rows)
                for key, _ in found.rows:
                    self.tally.reused += self._under_way.pop(key, 1) - 1
                self.tally.solved += len(found.rows)
            else:
                key = self.keys.at(found.number)
                self.store.set_aside(key, found.finding(key))
                self.tally.aside += self._under_way.pop(key, 1)
            if progress is not None:
                progress(self.tally)
        return self.tally

    def _todo(self, progress: Progress | None) -> Iterator[list[int]]:
        """The scenarios that are not in the store, each key once."""
        for first in range(0, self.tally.total, ASKED):
            numbers = range(first, min(first + ASKED, self.tally.total))
            keys = [self.keys.at(number) for number in numbers]
            have = self.store.have(dict.fromkeys(keys))
            fresh = []
            for number, key in zip(numbers, keys, strict=True):
                if key in self._solved_before_run:
                    self._solved_before_run.remove(key)
                    self.tally.solved += 1
                elif key in have:
                    self.tally.reused += 1
                elif key in self._under_way:
                    self._under_way[key] += 1
                else:
                    self._under_way[key] = 1
                    fresh.append(number)
            if progress is not None:
                progress(self.tally)
            if fresh:
                yield fresh

    def answer(self, scenario: Scenario) -> Result:
        """The result of any scenario of the plan, kept where the store is written to.

        One that the plan holds counts as solved when the sweep runs after.
        """
        key = self.plan.key(scenario)
        (data,) = self.store.get([key])
        if data is None:
            data = self._worker.answer(scenario).to_bytes()
            if self.store.writes:
                self.store.put([(key, data)])
                self._solved_before_run.add(key)
        return Result.from_bytes(data)

    @cached_property
    def _worker(self) -> Worker:
        from award_opt.sweep.work import Worker  # noqa: PLC0415 - brings solvers along

        return Worker(self.plan)

    # --- what there is

    def look(self) -> Tally:
        """How far the sweep is by its store; nothing is worked out."""
        tally = Tally(self.tally.total)
        for first in range(0, tally.total, ASKED):
            last = min(first + ASKED, tally.total)
            keys = [self.keys.at(number) for number in range(first, last)]
            have = self.store.have(dict.fromkeys(keys))
            aside = self.store.aside(dict.fromkeys(key for key in keys if key not in have))
            tally.reused += sum(key in have for key in keys)
            tally.aside += sum(key in aside for key in keys)
        self.tally = tally
        return tally

    def results(self) -> Iterator[Result | None]:
        """The results in the order of the plan; ``None`` where there is none."""
        return _read(self.store, self.keys)

    def aside(self) -> dict[int, Finding]:
        """Why scenarios were set aside, by number, each reason at the first that has its key."""
        known = self.store.aside(self.keys)
        found: dict[int, Finding] = {}
        for number, key in enumerate(self.keys):
            why = known.pop(key, None)
            if why is not None:
                name = self.plan.scenarios[number].name()
                found[number] = Finding(name, why.code, why.facts)
        return found

    def answers(self) -> Answers:
        """The answers, as far as there are results."""
        return Answers(self.plan, self.results)


def _read(store: Store, keys: Iterable[str]) -> Iterator[Result | None]:
    for data in store.get(keys):
        yield None if data is None else Result.from_bytes(data)


def run_sweep(
    plan: Plan,
    folder: Path,
    jobs: int | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Answers:
    """The answers of a sweep on this machine; its results are kept in ``folder``.

    What the folder holds already is not worked out again. Scenarios that had to be set aside have
    no result in the answers.

    Parameters
    ----------
    jobs
        How many processes; all cores where absent.
    limits
        What one scenario may take.
    progress
        Called with the counts now and then.

    Raises
    ------
    InputError
        The store in the folder cannot be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / STORE
    with Store.open(path) as store:
        sweep = Sweep(plan, store)
        sweep.run(lambda content, todo: local.run(content, todo, jobs, limits), progress)
    keys = sweep.keys

    def results() -> Iterator[Result | None]:
        with Store.look(path) as store:
            yield from _read(store, keys)

    return Answers(plan, results)

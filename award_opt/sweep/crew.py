"""Processes that work through a sweep: chunks go out, results come back, the bad is set aside.

Both runners drive their processes from here, so that they give the same results. A chunk that
fails is done again one scenario at a time; a scenario whose process dies is done again with
nothing else under way. Only what fails alone is set aside, the rest finishes.
"""

from __future__ import annotations

import pickle
import signal
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any, Final, Protocol, TypeAlias

from award_opt.engines import Clock
from award_opt.errors import AwardOptError, Facts, Finding

Rows: TypeAlias = list[tuple[str, bytes]]
Chunk: TypeAlias = Callable[[Any, Sequence[int]], Rows]
"""From a plan and the numbers of some scenarios to their keys and results."""

SECONDS: Final = 0.2  # of work in a chunk: little is lost by a kill, little is spent on sending
MOST_SECONDS: Final = 2.0
CHUNKS_A_SECOND: Final = 500  # that one scheduler and one writer keep up with
MOST: Final = 5_000  # scenarios in a chunk
GROWTH: Final = 4
DEATHS: Final = 2  # alone, before a scenario is to blame: a process can also be killed
LOSSES: Final = 8  # of all processes, one after another, before a sweep gives up
AHEAD: Final = 2  # chunks under way for each process: one in work, one at hand
GLANCE: Final = 0.1  # seconds between looks at the clock
LEVEL: Final = 1  # of compression on the way: a twentieth is left of results that look alike


@dataclass(frozen=True, slots=True)
class Limits:
    """What one scenario may take; ``None`` sets no limit.

    Parameters
    ----------
    seconds
        Of time, after which its process is ended.
    megabytes
        Of memory beyond what a worker process takes when it starts; where the system can say.
    """

    seconds: float | None = 300.0
    megabytes: int | None = 4096


@dataclass(frozen=True, slots=True)
class Done:
    """Scenarios that are done: their keys and results."""

    rows: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A scenario, by its number, that fails whenever it is tried alone, and why."""

    number: int
    code: str
    facts: Facts

    def finding(self, place: str) -> Finding:
        """The same about ``place``."""
        return Finding(place, self.code, self.facts)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a worker sends back: keys and results, packed since they look alike; their seconds."""

    packed: bytes
    seconds: float

    @classmethod
    def of(cls, rows: Rows, seconds: float) -> Answered:
        """Pack the rows."""
        return cls(zlib.compress(pickle.dumps(rows), LEVEL), seconds)

    def rows(self) -> Rows:
        """The rows again."""
        rows: Rows = pickle.loads(zlib.decompress(self.packed))
        return rows


class WorkerDiedError(Exception):
    """A worker process ended in the middle of a chunk, and so did each of as many as tried.

    ``exit`` tells how, where it is known; ``spoilt`` that the others may wait for it for ever.
    """

    def __init__(self, exit: str = "?", tries: int = 1, *, spoilt: bool = False) -> None:
        super().__init__(exit)
        self.exit, self.tries, self.spoilt = exit, tries, spoilt


class AnswerLostError(Exception):
    """An answer went down with the worker that still held it; the chunk has to be done again."""


class WorkersLostError(Exception):
    """All worker processes are gone, or can no longer be reached."""


class Future(Protocol):
    """An answer that is on its way."""

    def add_done_callback(self, call: Callable[[Any], object]) -> None:
        """Call with the future when it is there."""

    def cancel(self) -> object:
        """Want it no more."""


class Crew(Protocol):
    """Worker processes that hold the plan."""

    limits: Limits
    patience: float | None
    """Seconds after which a chunk is sent once more, for ways on which one can get lost."""

    def width(self) -> int:
        """How many chunks they work on at the same time."""

    def watch(self) -> None:
        """See to it that they are there; called all the time, never waits.

        Raises
        ------
        AwardOptError
            They are not, and will not come back.
        """

    def send(self, numbers: tuple[int, ...]) -> Future:
        """Have one of them answer these scenarios.

        Raises
        ------
        WorkersLostError
            There is nobody left to send to.
        """

    def answer(self, future: Future) -> Answered:
        """What came back.

        Raises
        ------
        WorkerDiedError
            The process ended before it answered.
        AnswerLostError
            It answered, and ended before the answer was fetched.
        TimeoutError
            It was ended because it took too long.
        MemoryError
            It ran into its limit.
        WorkersLostError
            There is nobody left to answer.
        RuntimeError
            The scenario itself failed; the text says how.
        """

    def renew(self) -> None:
        """Start again after ``WorkersLostError``; whatever was under way is forgotten.

        Raises
        ------
        AwardOptError
            They cannot be had again.
        """

    def close(self) -> None:
        """End what was started."""


def answered(chunk: Chunk, plan: Any, numbers: Sequence[int], seconds: float | None) -> Answered:
    """The results of some scenarios, in a worker process; a hang ends the process."""
    chunk(plan, ())  # what is made once for each process does not count as a scenario's time
    rows: Rows = []
    started = perf_counter()
    for number in numbers:
        with _ended_after(seconds):
            rows += chunk(plan, (number,))
    return Answered.of(rows, perf_counter() - started)


@contextmanager
def _ended_after(seconds: float | None) -> Iterator[None]:
    """The system ends this process unless the block is left in time; also in the midst of a solver.

    Nothing in Python could: a solver that hangs never comes back to it.
    """
    if seconds is None or not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class Pace:
    """How many scenarios make a good chunk, learned from those that came back."""

    def __init__(self, width: int) -> None:
        self.seconds = min(max(SECONDS, width / CHUNKS_A_SECOND), MOST_SECONDS)
        self.size = 1

    def learn(self, scenarios: int, seconds: float) -> None:
        """Aim at the wanted seconds; grow in steps, since the first scenarios are not all alike."""
        wanted = int(self.seconds * scenarios / max(seconds, 1e-6))
        self.size = max(1, min(wanted, GROWTH * self.size, MOST))


@dataclass(slots=True, eq=False)
class _Sent:
    """A chunk under way since some time, and when it is sent once more, if ever."""

    numbers: tuple[int, ...]
    since: float
    patience: float | None


class Drive:
    """One run of scenarios by a crew."""

    def __init__(self, crew: Crew, todo: Iterable[int], clock: Clock) -> None:
        self.crew, self.clock = crew, clock
        self.todo = iter(todo)
        self.again: deque[tuple[int, ...]] = deque()
        self.suspects: deque[int] = deque()
        self.deaths: Counter[int] = Counter()
        self.under_way: dict[Future, _Sent] = {}
        self.landed: SimpleQueue[Future] = SimpleQueue()
        self.pace = Pace(crew.width())
        self.alone = False
        self.losses = 0

    def run(self) -> Iterator[Done | Failed]:
        """Results as they come, in any order, until all are done or the clock says stop."""
        while self._fill() and not self.clock.over():
            self.crew.watch()
            try:
                future = self.landed.get(timeout=GLANCE)
            except Empty:
                self._send_lost()
                continue
            if future in self.under_way:
                yield from self._took(future)

    def _fill(self) -> bool:
        """Keep every process busy and no more; whether anything is under way."""
        while not self.alone and len(self.under_way) < AHEAD * self.crew.width():
            numbers = self._next()
            if not numbers:
                break
            self._begin(numbers)
        if not self.under_way and self.suspects:
            self.alone = True
            self._begin((self.suspects.popleft(),))
        return bool(self.under_way)

    def _next(self) -> tuple[int, ...]:
        return self.again.popleft() if self.again else tuple(islice(self.todo, self.pace.size))

    def _begin(self, numbers: tuple[int, ...]) -> None:
        self._send(_Sent(numbers, perf_counter(), self.crew.patience))

    def _send(self, sent: _Sent) -> None:
        try:
            future = self.crew.send(sent.numbers)
        except WorkersLostError as error:
            self._renew(sent.numbers, error)
            return
        self.under_way[future] = sent
        future.add_done_callback(self.landed.put)

    def _send_lost(self) -> None:
        """Send a chunk once more that should have been back; the first answer counts."""
        now = perf_counter()
        for sent in dict.fromkeys(self.under_way.values()):
            if sent.patience is not None and now - sent.since > sent.patience:
                sent.patience *= 2
                self._send(sent)

    def _took(self, future: Future) -> Iterator[Done | Failed]:
        sent = self.under_way.pop(future)
        for copy in [each for each, other in self.under_way.items() if other is sent]:
            del self.under_way[copy]
            copy.cancel()
        numbers, since = sent.numbers, sent.since
        alone, self.alone = self.alone, False
        try:
            found = self.crew.answer(future)
        except AnswerLostError:
            self.again.append(numbers)
        except WorkersLostError as error:
            self._renew(numbers, error)
        except WorkerDiedError as error:
            if error.spoilt:
                self._start_again()
            yield from self._died(numbers, error, alone, perf_counter() - since)
        except (MemoryError, RuntimeError, TimeoutError) as error:
            yield from self._failed(numbers, error)
        else:
            self.losses = 0
            self.pace.learn(len(numbers), found.seconds)
            yield Done(tuple(found.rows()))

    def _renew(self, numbers: tuple[int, ...], error: WorkersLostError) -> None:
        """Do all that was under way once more, by new processes."""
        self.losses += 1
        if self.losses > LOSSES:
            raise AwardOptError([Finding("sweep", "workers_lost", {"reason": str(error)})])
        self.again.append(numbers)
        self.alone = False
        self._start_again()

    def _start_again(self) -> None:
        self.again.extend(sent.numbers for sent in dict.fromkeys(self.under_way.values()))
        self.under_way.clear()
        self.crew.renew()

    def _died(
        self, numbers: tuple[int, ...], error: WorkerDiedError, alone: bool, seconds: float
    ) -> Iterator[Failed]:
        limit, number = self.crew.limits.seconds, numbers[0]
        self.deaths[number] += alone
        if len(numbers) > 1:
            self._one_by_one(numbers)
        elif alone and limit is not None and seconds >= limit * error.tries:
            yield self._set_aside(number, TimeoutError())
        elif self.deaths[number] < DEATHS:
            self.suspects.append(number)
        else:
            yield self._set_aside(number, error)

    def _failed(self, numbers: tuple[int, ...], error: Exception) -> Iterator[Failed]:
        if len(numbers) > 1:
            self._one_by_one(numbers)
        else:
            yield self._set_aside(numbers[0], error)

    def _one_by_one(self, numbers: tuple[int, ...]) -> None:
        self.again.extend((number,) for number in numbers)

    def _set_aside(self, number: int, error: Exception) -> Failed:
        limits = self.crew.limits
        if isinstance(error, TimeoutError):
            return Failed(number, "aside_time", {"seconds": f"{limits.seconds:g}"})
        if isinstance(error, MemoryError):
            return Failed(number, "aside_memory", {"megabytes": limits.megabytes or 0})
        if isinstance(error, WorkerDiedError):
            return Failed(number, "aside_crash", {"exit": error.exit})
        return Failed(number, "aside_error", {"reason": str(error)})

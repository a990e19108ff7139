"""The phases of an award: the seconds of each run, and counts that are the same on every machine.

Counts are rows, questions put to a solver, steps of the simplex method, CP-SAT's deterministic time
and the like. Peak memory comes from a run of its own, which traces memory and is not timed.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import version
from statistics import median
from time import perf_counter
from typing import Any, Final, TypeAlias

from award_opt import __version__, check, margins
from award_opt.domain import Instance
from award_opt.engines.wire import model_bytes
from award_opt.errors import CheckError, Finding
from award_opt.program.compiled import Compiler
from award_opt.program.parts import split
from award_opt.program.program import Program, compile_program
from award_opt.reasons.explain import of_stand as reasons_of
from award_opt.rules import AnyRule
from award_opt.search import outcome
from award_opt.search.fates import Stand
from award_opt.search.judge import Judge
from award_opt.search.memory import Memory
from award_opt.solve import Options, solve
from award_opt.tender import Tender

Counts: TypeAlias = Mapping[str, int]
Inputs: TypeAlias = tuple[Tender, Instance]
Source: TypeAlias = Callable[[], Inputs]
Progress: TypeAlias = Callable[[int, int], None]

PHASES: Final = ("read", "compile", "build", "solve", "check", "explain", "margins", "what_if")
ENGINES: Final = ("ortools", "highspy", "numpy")
MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Phase:
    """What one phase took: ``micros`` of each run, and its counts, ``peak_kib`` among them."""

    name: str
    micros: tuple[int, ...]
    counts: Counts

    @property
    def median_micros(self) -> int:
        """The median of the runs."""
        return int(median(self.micros))


@dataclass(frozen=True, slots=True)
class Bench:
    """The phases of one case, in their order."""

    case: str
    phases: tuple[Phase, ...]


def measure(
    case: str,
    source: Source,
    runs: int = 5,
    *,
    phases: Sequence[str] = PHASES,
    progress: Progress | None = None,
) -> Bench:
    """Every phase ``runs`` times, and once more with memory traced.

    Raises
    ------
    CheckError
        There is no proven award to measure, or the checker contradicts it.
    """
    seconds: dict[str, list[int]] = {name: [] for name in phases}
    for run in range(runs):
        for name, work in _steps(source, phases):
            start = perf_counter()
            work()
            seconds[name].append(round((perf_counter() - start) * MICRO))
        if progress is not None:
            progress(run + 1, runs + 1)
    counts = {name: _traced(work) for name, work in _steps(source, phases)}
    if progress is not None:
        progress(runs + 1, runs + 1)
    return Bench(case, tuple(Phase(name, tuple(seconds[name]), counts[name]) for name in phases))


def content(benches: Sequence[Bench]) -> dict[str, Any]:
    """What ``compare`` reads: whole numbers and texts only, cases by name."""
    return {
        "format": 1,
        "kind": "award-opt bench",
        "versions": {"award_opt": __version__, **{name: version(name) for name in ENGINES}},
        "cases": {
            bench.case: {
                phase.name: {"counts": dict(phase.counts), "micros": list(phase.micros)}
                for phase in bench.phases
            }
            for bench in benches
        },
    }


def _traced(work: Callable[[], Counts]) -> Counts:
    """The counts of a step, and the most memory that it held beyond what was held before."""
    gc.collect()
    tracemalloc.start()
    try:
        counts = work()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return {**counts, "peak_kib": -(-peak // 1024)}


def _steps(source: Source, phases: Sequence[str]) -> Iterator[tuple[str, Callable[[], Counts]]]:
    """The steps of one run; what a step needs is made before it, outside its own time."""
    desk = Desk(source)
    for name in PHASES:
        if name in phases:
            desk.prepare(name)
            yield name, getattr(desk, name)


class Desk:
    """One run: each phase leaves behind what the next ones need."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.options = Options(cross_check=False)
        self.options.judge()  # the gate of the engine belongs to no phase

    def prepare(self, phase: str) -> None:
        """Make what a phase starts from, where no earlier phase has."""
        if phase != "read" and not hasattr(self, "tender"):
            self.read()
        if phase in {"build", "solve", "check"} and not hasattr(self, "program"):
            self.compile()
        if phase == "check" and not hasattr(self, "found"):
            self.solve()
        if phase in {"check", "explain", "margins"} and not hasattr(self, "award"):
            self._decide()
        if phase == "what_if":
            self.compiler, self.memory = Compiler(self.tender, self.instance), Memory()
            outcome.best(self.compiler.program(), self.options.judge(), memory=self.memory)

    def _decide(self) -> None:
        self.award = solve(self.tender, self.instance, self.options)
        if self.award.status != "optimal":
            raise CheckError([Finding("bench", f"bench_{self.award.status}")])

    def read(self) -> Counts:
        """Read the tender and its bids."""
        self.tender, self.instance = self.source()
        bids = self.instance.bids
        return {
            "bids": len(bids),
            "offers": sum(len(bid.offers) for bid in bids),
            "parties": sum(len(bid.parties) for bid in bids),
        }

    def compile(self) -> Counts:
        """Turn rules and bids into rows."""
        self.program = compile_program(self.tender, self.instance)
        return _size(self.program)

    def build(self) -> Counts:
        """Split the program and fill a solver's model of each part."""
        parts = list(split(self.program))
        size = sum(len(model_bytes(part.problem)) for part in parts)
        return {"parts": len(parts), "model_bytes": size}

    def solve(self) -> Counts:
        """The best award, every goal and the tie order proven."""
        judge = self.options.judge()
        self.found = outcome.best(self.program, judge)
        return _tally(judge)

    def check(self) -> Counts:
        """Recompute the award: the rows in integers, then the plain second reading."""
        broken = len(self.program.rows.broken(self.found.values()))
        findings = check.verify(self.tender, self.instance, self.award)
        if broken or findings:
            raise CheckError(findings or [Finding("bench", "check_denies_award", {})])
        return {"winners": len(self.award.winners)}

    def explain(self) -> Counts:
        """A reason for every bid."""
        stand = self._stand()
        told = reasons_of(stand, self.award)
        return {"reasons": len(told), **_tally(stand.judge)}

    def margins(self) -> Counts:
        """The margin of every bid."""
        stand = self._stand()
        found = margins.of_stand(stand)
        return {"margins": len(found), **_tally(stand.judge)}

    def what_if(self) -> Counts:
        """One limit moved by one, on the compiled program, with what the first award taught."""
        program = self.compiler.program(tender=moved(self.tender))
        judge = self.options.judge()
        outcome.best(program, judge, memory=self.memory)
        return {**_size(program), **_tally(judge)}

    def _stand(self) -> Stand:
        return Stand.of(self.tender, self.instance, self.award, None, self.options.judge())


def moved(tender: Tender) -> Tender:
    """The tender with the first limit on a number raised by one; without its last rule else."""
    for place, rule in enumerate(tender.rules):
        limit = getattr(rule, "limit", None)
        if isinstance(limit, int):
            return _with(tender, place, rule.model_copy(update={"limit": limit + 1}))
    return tender.model_copy(update={"rules": tender.rules[:-1]})


def _with(tender: Tender, place: int, rule: AnyRule) -> Tender:
    rules = (*tender.rules[:place], rule, *tender.rules[place + 1 :])
    return tender.model_copy(update={"rules": rules})


def _size(program: Program) -> Counts:
    return {
        "columns": program.size,
        "rows": len(program.rows.bound),
        "nonzeros": len(program.rows.column),
    }


def _tally(judge: Judge) -> Counts:
    """What the judge was asked and what that cost, every number of its tally by name."""
    return dict(_numbers(judge.tally))


def _numbers(record: Any) -> Iterator[tuple[str, int]]:
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, int):
            yield each.name, value
        elif hasattr(value, "__dataclass_fields__"):
            yield from _numbers(value)

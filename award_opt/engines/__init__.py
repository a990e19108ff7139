"""Solvers behind one shape: a ``Problem`` in, an ``Answer`` out. The only importers of solvers.

An answer is a claim. Whoever calls an engine recomputes rows and objective in integers; ``gate``
refuses engine versions that are known to sign wrong answers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from award_opt.columns import Ints
from award_opt.errors import Finding, SolverError
from award_opt.interrupts import noted
from award_opt.program.parts import Problem

Verdict: TypeAlias = Literal["optimal", "feasible", "infeasible", "unknown"]

BRIEF = 30  # variables up to which a search is over before anyone could interrupt it


@dataclass(frozen=True, slots=True)
class Effort:
    """What an answer took, in counts that are the same on every machine.

    Parameters
    ----------
    calls
        Searches of a solver.
    nodes
        Nodes of a search tree, branches of CP-SAT, or vectors that were tried.
    iterations
        Steps of the simplex method.
    work
        CP-SAT's deterministic time, in millionths.
    """

    calls: int = 0
    nodes: int = 0
    iterations: int = 0
    work: int = 0

    def __add__(self, other: Effort) -> Effort:
        """The effort of both."""
        return Effort(
            self.calls + other.calls,
            self.nodes + other.nodes,
            self.iterations + other.iterations,
            self.work + other.work,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine claims: ``values``, shape ``(size,)``, if it found any, and an upper bound.

    ``by`` is the name of the engine that makes the claim; empty where no engine was asked.
    """

    verdict: Verdict
    values: Ints | None = None
    bound: int | None = None
    by: str = ""
    effort: Effort = Effort()


@dataclass(slots=True)
class Clock:
    """When to stop: a deadline in seconds from now, or an interrupt."""

    seconds: float | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    _start: float = field(default_factory=time.monotonic)

    def left(self) -> float | None:
        """Seconds left, never below zero; ``None`` where there is no limit."""
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - (time.monotonic() - self._start))

    def over(self) -> bool:
        """Whether to stop now."""
        return self.stopped.is_set() or noted.struck or self.left() == 0.0


class Engine(Protocol):
    """A solver of 0/1 problems."""

    name: str

    @property
    def version(self) -> str:
        """The version of the solver, as its package states it."""

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """Maximise the problem, or stop when the clock says so."""


@runtime_checkable
class Limited(Protocol):
    """An engine that can be told to give up at the same point on every machine."""

    def limited(self, work: int) -> Engine:
        """The same engine, which does at most so much ``work``, as ``Effort`` counts it."""


def limited(engine: Engine, work: int | None) -> Engine:
    """The engine with a limit; itself where none is set, or where it knows no limit."""
    return engine.limited(work) if work is not None and isinstance(engine, Limited) else engine


def interruptible(
    run: Callable[[], object],
    stop: Callable[[], object],
    clock: Clock,
    engine: str,
    *,
    brief: bool = False,
) -> None:
    """Run a search in a thread, so that Ctrl-C reaches Python meanwhile; ``stop`` then ends it.

    A ``brief`` search is over before anyone could interrupt it, and spares itself the thread.

    Raises
    ------
    SolverError
        The search raised an exception.
    """
    faults: list[BaseException] = []
    ended = threading.Event()

    def searched() -> None:
        try:
            run()
        except BaseException as fault:  # whatever it is, it belongs to the thread that asked
            faults.append(fault)
        finally:
            ended.set()

    if brief:
        searched()
    else:
        threading.Thread(target=searched, daemon=True).start()
        _watched(ended, stop, clock)
    if faults and not isinstance(faults[0], Exception):
        raise faults[0]
    if faults:
        said = f"{type(faults[0]).__name__}: {faults[0]}"
        facts = {"engine": engine, "said": said}
        raise SolverError([Finding("solve", "solver_failed", facts)]) from faults[0]


def _watched(ended: threading.Event, stop: Callable[[], object], clock: Clock) -> None:
    """Wait for a search; not by ``join``, which an interrupt can make believe that it is over."""
    while not ended.is_set():
        try:
            ended.wait(0.1)
        except KeyboardInterrupt:
            clock.stopped.set()
        if clock.stopped.is_set():
            stop()

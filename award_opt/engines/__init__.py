"""Solvers behind one shape: a ``Problem`` in, an ``Answer`` out. The only importers of solvers.

An answer is a claim. Whoever calls an engine recomputes rows and objective in integers; ``gate``
refuses engine versions that are known to sign wrong answers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from award_opt.columns import Ints
from award_opt.parts import Problem

Verdict: TypeAlias = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine claims: ``values``, shape ``(size,)``, if it found any, and an upper bound."""

    verdict: Verdict
    values: Ints | None = None
    bound: int | None = None


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
        return self.stopped.is_set() or self.left() == 0.0


class Engine(Protocol):
    """A solver of 0/1 problems."""

    name: str

    @property
    def version(self) -> str:
        """The version of the solver, as its package states it."""

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """Maximise the problem, or stop when the clock says so."""


def interruptible(run: Callable[[], None], stop: Callable[[], None], clock: Clock) -> None:
    """Run a search in a thread, so that Ctrl-C reaches Python meanwhile; ``stop`` then ends it."""
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        try:
            thread.join(0.1)
        except KeyboardInterrupt:
            clock.stopped.set()
        if clock.stopped.is_set():
            stop()

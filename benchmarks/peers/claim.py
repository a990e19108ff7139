"""What a peer says of a book, and the seconds that it took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeAlias

import numpy as np

from benchmarks.peers.tables import Ints, Tables

ENDLESS = 1e15  # what solvers return where they have no bound is larger
Point: TypeAlias = tuple[float, float | None, float | None]  # seconds, best value, bound


@dataclass(frozen=True)
class Claim:
    """A solver's answer: it is ``proven`` best, or the best so far with a ``bound``.

    ``build`` and ``total`` are seconds from the tables in memory; ``trace`` says what was known
    when.
    """

    proven: bool
    wins: Ints | None
    bound: float | None
    build: float
    total: float
    trace: tuple[Point, ...] = field(default=())


@dataclass
class Watch:
    """Seconds since the start, and what is left of the limit."""

    limit: float
    start: float = field(default_factory=perf_counter)

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return perf_counter() - self.start

    @property
    def left(self) -> float:
        """Seconds left, at least one, so that a late solver still answers."""
        return max(1.0, self.limit - self.now)


Solve: TypeAlias = Callable[[Tables, Watch], Claim]


def rounded(values: object) -> Ints:
    """0 or 1 for each bid, from what a solver gives."""
    return np.rint(np.asarray(values, np.float64)).astype(np.int64)


def finite(bound: float) -> float | None:
    """A bound, where a solver has one at all."""
    return float(bound) if abs(bound) < ENDLESS else None

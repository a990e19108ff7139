"""Upper bounds proven in integers: a sum of rows, whoever suggested the multipliers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.program.parts import Problem
from award_opt.program.rows import Rows
from award_opt.stretches import runs, summed

SAFE = 2**62  # products and sums of 64-bit integers stay below this


@dataclass(frozen=True)
class DualBound:
    """No award within the problem is worth more than ``total / scale``.

    For multipliers ``y`` that are at least 0 on at-most rows, at most 0 on at-least rows and free
    on equal rows, ``c x = (c - y A) x + y (A x)`` is at most the best of ``(c - y A) x`` over the
    box plus ``y b``. All numbers are integers times ``scale``; ``reduced`` is ``c - y A``, shape
    ``(size,)``, and ``multiplier`` is ``y``.

    References
    ----------
    Dantzig, Fulkerson and Johnson (1954), Solution of a large-scale traveling-salesman problem
    (reduced-cost fixing); Geoffrion (1974), Lagrangean relaxation for integer programming.
    """

    problem: Problem
    scale: int
    total: int
    reduced: Ints
    multiplier: Ints

    @classmethod
    def of(cls, problem: Problem, duals: NDArray[np.float64]) -> DualBound:
        """The bound that floating-point ``duals`` suggest, rounded, then computed in integers."""
        scale = 2 ** max(0, 58 - int(np.abs(problem.objective).sum()).bit_length())
        wanted = np.where(problem.rows.sense < 0, np.maximum(duals, 0), duals)
        wanted = np.where(problem.rows.sense > 0, np.minimum(wanted, 0), wanted)
        wanted = np.where(np.isfinite(wanted), wanted, 0.0)
        while True:
            multiplier = _rounded(wanted, scale)
            if multiplier is not None and _fits(problem, multiplier, scale):
                return cls._exact(problem, multiplier, scale)
            if scale == 1:
                return cls._exact(problem, np.zeros(len(duals), np.int64), 1)
            scale = max(1, scale // 16)

    @classmethod
    def _exact(cls, problem: Problem, multiplier: Ints, scale: int) -> DualBound:
        rows = problem.rows
        used = np.repeat(multiplier, np.diff(rows.start)) * rows.coefficient
        entry = np.flatnonzero(used)
        reduced = problem.objective * scale
        np.subtract.at(reduced, rows.column[entry], used[entry])
        best = np.maximum(reduced * problem.lower, reduced * problem.upper)
        total = int(best.sum()) + int((multiplier * rows.bound).sum())
        return cls(problem, scale, total, reduced, multiplier)

    @property
    def value(self) -> int:
        """The bound itself: no award is worth more."""
        return self.total // self.scale

    @cached_property
    def forced(self) -> Ints:
        """The bound with each variable at its less attractive value; shape ``(size,)``.

        The attractive value is 1 where ``reduced`` is above 0, and what follows at once from the
        other one (a bid that wins makes its provider count) is counted in. Where this is below a
        known value, the variable has its attractive value in every better award.
        """
        return (self.total - self.loss) // self.scale

    def box(self, worth: int) -> tuple[Ints, Ints]:
        """The ``lower`` and ``upper`` of all awards worth at least ``worth``."""
        settled = (self.forced < worth) & (self.problem.lower < self.problem.upper)
        up, down = settled & (self.reduced > 0), settled & (self.reduced <= 0)
        return np.where(up, 1, self.problem.lower), np.where(down, 0, self.problem.upper)

    @cached_property
    def loss(self) -> Ints:
        """What each variable's less attractive value takes off ``total``; shape ``(size,)``."""
        loss = np.abs(self.reduced)
        below, above = self.links
        if not len(below):
            return loss
        open_loss = np.where(self.problem.lower < self.problem.upper, loss, 0)
        gains = self.reduced > 0
        up = ~gains[below] & ~gains[above]  # below at 1 takes above to 1, which costs
        down = gains[below] & gains[above]  # above at 0 takes below to 0, which costs
        np.add.at(loss, below[up], open_loss[above[up]])
        np.add.at(loss, above[down], open_loss[below[down]])
        return loss

    @cached_property
    def links(self) -> tuple[Ints, Ints]:
        """The pairs ``x[below] <= x[above]`` that rows of the problem state."""
        return links(self.problem.rows)


def links(rows: Rows) -> tuple[Ints, Ints]:
    """The pairs ``x[below] <= x[above]`` that single rows state, each once."""
    at = rows.start[:-1]
    pair = np.flatnonzero((np.diff(rows.start) == 2) & (rows.bound == 0))
    one, other = rows.column[at[pair]], rows.column[at[pair] + 1]
    first, second = rows.coefficient[at[pair]], rows.coefficient[at[pair] + 1]
    sense, opposite = rows.sense[pair], first == -second
    rises = opposite & (first * sense < 0) | opposite & (sense == 0)  # one <= other
    falls = opposite & (first * sense > 0) | opposite & (sense == 0)
    width = int(rows.column.max(initial=0)) + 1
    key = np.concatenate([one[rises] * width + other[rises], other[falls] * width + one[falls]])
    key.sort()
    below, above = np.divmod(key[runs(key)], width)
    return below, above


def _rounded(wanted: NDArray[np.float64], scale: int) -> Ints | None:
    scaled = np.rint(wanted * scale)
    return scaled.astype(np.int64) if (np.abs(scaled) < SAFE).all() else None


def _fits(problem: Problem, multiplier: Ints, scale: int) -> bool:
    """Whether no sum or product of the exact computation can leave 64 bits (a float estimate)."""
    rows = problem.rows
    size = np.abs(multiplier).astype(np.float64)
    left = float(size @ summed(rows.start, np.abs(rows.coefficient)))
    goal = float(np.abs(problem.objective).astype(np.float64).sum()) * scale
    right = float((size * np.abs(rows.bound)).sum())
    return left + goal + right < SAFE / 4

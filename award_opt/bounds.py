"""Upper bounds proven in integers: a sum of rows, whoever suggested the multipliers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.parts import Problem

SAFE = 2**62  # products and sums of 64-bit integers stay below this


@dataclass(frozen=True, slots=True)
class DualBound:
    """No award within the problem is worth more than ``total / scale``.

    For multipliers ``y`` that are at least 0 on at-most rows, at most 0 on at-least rows and free
    on equal rows, ``c x = (c - y A) x + y (A x)`` is at most the best of ``(c - y A) x`` over the
    box plus ``y b``. All numbers are integers times ``scale``; ``reduced`` is ``c - y A``, shape
    ``(size,)``.

    References
    ----------
    Dantzig, Fulkerson and Johnson (1954), Solution of a large-scale traveling-salesman problem
    (reduced-cost fixing); Geoffrion (1974), Lagrangean relaxation for integer programming.
    """

    problem: Problem
    scale: int
    total: int
    reduced: Ints

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
        reduced = problem.objective * scale
        np.subtract.at(reduced, rows.column, multiplier[rows.owner] * rows.coefficient)
        best = np.maximum(reduced * problem.lower, reduced * problem.upper)
        return cls(problem, scale, int(best.sum()) + int((multiplier * rows.bound).sum()), reduced)

    @property
    def value(self) -> int:
        """The bound itself: no award is worth more."""
        return self.total // self.scale

    def forced(self) -> Ints:
        """The bound with each variable at its less attractive value; shape ``(size,)``.

        Where this is below a known value, the variable has its other value in every better award.
        """
        return (self.total - np.abs(self.reduced)) // self.scale

    def box(self, worth: int) -> tuple[Ints, Ints]:
        """The ``lower`` and ``upper`` of all awards worth at least ``worth``."""
        settled = (self.forced() < worth) & (self.problem.lower < self.problem.upper)
        up, down = settled & (self.reduced > 0), settled & (self.reduced < 0)
        return np.where(up, 1, self.problem.lower), np.where(down, 0, self.problem.upper)


def _rounded(wanted: NDArray[np.float64], scale: int) -> Ints | None:
    scaled = np.rint(wanted * scale)
    return scaled.astype(np.int64) if (np.abs(scaled) < SAFE).all() else None


def _fits(problem: Problem, multiplier: Ints, scale: int) -> bool:
    """Whether no sum or product of the exact computation can leave 64 bits (a float estimate)."""
    rows = problem.rows
    size = np.abs(multiplier).astype(np.float64)
    column = np.zeros(problem.size)
    np.add.at(column, rows.column, size[rows.owner] * np.abs(rows.coefficient))
    column += np.abs(problem.objective).astype(np.float64) * scale
    right = float((size * np.abs(rows.bound)).sum())
    return float(column.sum()) + right < SAFE / 2

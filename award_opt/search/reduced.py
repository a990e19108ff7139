"""Smaller problems with the same awards: what rows settle is out, what they equate is merged."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.program.parts import Problem
from award_opt.program.rows import Rows
from award_opt.search.bounds import SAFE, links
from award_opt.stretches import starts, summed


@dataclass(frozen=True, slots=True)
class Reduced:
    """A problem over fewer variables: ``home[j]`` is the one that variable ``j`` equals, or -1.

    ``settled`` holds the values of those without a home; ``offset`` is what these are worth.
    """

    problem: Problem
    home: Ints
    settled: Ints
    offset: int

    def towards(self, objective: Ints) -> Reduced:
        """The same under another objective of the larger problem."""
        inside = np.flatnonzero(self.home >= 0)
        local = np.zeros(self.problem.size, np.int64)
        np.add.at(local, self.home[inside], objective[inside])
        offset = int((objective * self.settled).sum())
        return replace(self, problem=self.problem.towards(local), offset=offset)

    def whole(self, values: Ints) -> Ints:
        """All variables of the larger problem, given those of the smaller one."""
        inside = self.home >= 0
        every = self.settled.copy()
        every[inside] = values[self.home[inside]]
        return every

    def part(self, values: Ints) -> Ints:
        """The variables of the smaller problem, given those of the larger one."""
        found = np.zeros(self.problem.size, np.int64)
        inside = np.flatnonzero(self.home >= 0)
        found[self.home[inside]] = values[inside]
        return found


def untouched(problem: Problem) -> Reduced:
    """The problem itself, as a smaller one of which nothing is settled."""
    return Reduced(problem, np.arange(problem.size), np.zeros(problem.size, np.int64), 0)


class Propagation:
    """What single rows rule out; the rows are laid out once for many boxes.

    All say "at most": rows that ask for at least have their signs turned, equal ones come twice.
    ``_source`` is the row of the problem behind each.
    """

    def __init__(self, rows: Rows) -> None:
        equal = np.flatnonzero(rows.sense == 0)
        side = np.where(rows.sense > 0, -1, 1)
        self._source = np.arange(len(side))
        if len(equal):
            self._source = np.concatenate([self._source, equal])
            side = np.concatenate([side, np.full(len(equal), -1)])
            rows = rows.only(self._source)
        self._start, self._row, self._column = rows.start, rows.owner, rows.column
        self._coefficient = rows.coefficient * side[self._row]
        self._bound = rows.bound * side
        self._size = np.abs(self._coefficient)
        self._gains = self._coefficient > 0

    def narrowed(self, lower: Ints, upper: Ints) -> tuple[Ints, Ints] | None:
        """The box without values that a single row rules out; ``None`` where none is left."""
        row, column, gains = self._row, self._column, self._gains
        if (lower > upper).any():
            return None
        while True:
            least = self._coefficient * np.where(gains, lower[column], upper[column])
            slack = self._bound - summed(self._start, least)
            if (slack < 0).any():
                return None
            tight = np.flatnonzero(self._size > slack[row])
            tight = tight[(lower < upper)[column[tight]]]
            if not len(tight):
                return lower, upper
            lower, upper = lower.copy(), upper.copy()
            rising = gains[tight]
            upper[column[tight[rising]]] = 0
            lower[column[tight[~rising]]] = 1
            if (lower > upper).any():
                return None


def reduced(problem: Problem, propagation: Propagation | None = None) -> Reduced | None:
    """The smaller problem with the same awards; ``None`` where no award is left."""
    propagation = propagation or Propagation(problem.rows)
    box = propagation.narrowed(problem.lower, problem.upper)
    return None if box is None else _merged(problem, *box)


def _merged(problem: Problem, lower: Ints, upper: Ints) -> Reduced:
    free = lower < upper
    settled = np.where(free, 0, lower)
    rows = _needed(problem.rows if free.all() else _open_rows(problem.rows, free, settled))
    first = _representatives(rows, problem.size)
    kept = np.flatnonzero(free & (first == np.arange(problem.size)))
    home = np.full(problem.size, -1, np.int64)
    home[kept] = np.arange(len(kept))
    home = np.where(free, home[first], -1)
    objective = np.zeros(len(kept), np.int64)
    np.add.at(objective, home[free], problem.objective[free])
    none = np.zeros(len(kept), np.int64)
    smaller = _renamed(rows, home, len(kept))
    if len(kept) < free.sum():  # merged variables may have left rows empty
        smaller = _needed(smaller)
    small = Problem(tightened(smaller), none, none + 1, objective)
    return Reduced(small, home, settled, problem.value(settled))


def _open_rows(rows: Rows, free: Mask, settled: Ints) -> Rows:
    """The rows without the settled variables, which move to the right-hand side."""
    entry = np.flatnonzero(free[rows.column])
    many = np.bincount(rows.owner[entry], minlength=len(rows.bound))
    return Rows(
        start=starts(many),
        column=rows.column[entry],
        coefficient=rows.coefficient[entry],
        sense=rows.sense,
        bound=rows.bound - rows.activity(settled),
        rule=rows.rule,
        group=rows.group,
    )


def _needed(rows: Rows) -> Rows:
    """The rows that some 0/1 vector breaks."""
    most = summed(rows.start, np.maximum(rows.coefficient, 0))
    least = summed(rows.start, np.minimum(rows.coefficient, 0))
    can = ((rows.sense <= 0) & (most > rows.bound)) | ((rows.sense >= 0) & (least < rows.bound))
    return rows if can.all() else rows.only(np.flatnonzero(can))


def tightened(rows: Rows) -> Rows:
    """The rows with the same 0/1 vectors, and fewer others: no term is larger than it need be.

    A row that asks for so much less than its most (or more than its least) is met by any one term
    as large as that.

    References
    ----------
    Savelsbergh (1994), Preprocessing and probing techniques for mixed integer programming problems.
    """
    owner, coefficient = rows.owner, rows.coefficient
    below = rows.sense < 0
    side = np.where(below, 1, -1)  # the side on which a row can be broken
    upwards = coefficient * side[owner]
    most = summed(rows.start, np.maximum(upwards, 0))
    excess = most - rows.bound * side
    clipped = np.minimum(
        np.abs(upwards), np.where((rows.sense == 0) | (excess <= 0), SAFE, excess)[owner]
    )
    if (clipped == np.abs(upwards)).all():
        return rows
    changed = np.sign(upwards) * clipped
    bound = summed(rows.start, np.maximum(changed, 0)) - excess
    return replace(rows, coefficient=changed * side[owner], bound=bound * side)


def _representatives(rows: Rows, size: int) -> Ints:
    """For each variable the first one that the rows say it equals; shape ``(size,)``."""
    first = np.arange(size)
    below, above = links(rows)
    pair, back = below * size + above, above * size + below  # pairs come in rising order
    same = pair[np.searchsorted(pair, back) % max(len(pair), 1)] == back
    below, above = below[same], above[same]
    while len(below):
        low = np.minimum(first[below], first[above])
        before = first.copy()
        np.minimum.at(first, below, low)
        np.minimum.at(first, above, low)
        first = first[first]
        if np.array_equal(first, before):
            break
    return first


def _renamed(rows: Rows, home: Ints, size: int) -> Rows:
    """The rows with merged variables, entries of one variable in one row added up."""
    key = rows.owner * max(size, 1) + home[rows.column]
    if (key[1:] > key[:-1]).all() and rows.coefficient.all():
        return replace(rows, column=home[rows.column])
    kept, inverse = np.unique(key, return_inverse=True)
    coefficient = np.zeros(len(kept), np.int64)
    np.add.at(coefficient, inverse, rows.coefficient)
    kept, coefficient = kept[coefficient != 0], coefficient[coefficient != 0]
    owner, column = np.divmod(kept, max(size, 1))
    return Rows(
        start=starts(np.bincount(owner, minlength=len(rows.bound))),
        column=column,
        coefficient=coefficient,
        sense=rows.sense,
        bound=rows.bound,
        rule=rows.rule,
        group=rows.group,
    )

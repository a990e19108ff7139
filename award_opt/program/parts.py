"""Parts of a program that no row links: each is a problem of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.program.program import Program
from award_opt.program.rows import Indicators, Rows
from award_opt.rules._base import AT_LEAST
from award_opt.stretches import starts


@dataclass(frozen=True, slots=True)
class Problem:
    """Maximise ``objective . x`` over 0/1 vectors in a box that keep all rows."""

    rows: Rows
    lower: Ints
    upper: Ints
    objective: Ints

    @property
    def size(self) -> int:
        """The number of variables."""
        return len(self.lower)

    @property
    def bare(self) -> bool:
        """Whether there are no rows: then each variable is decided by its objective alone."""
        return not len(self.rows.bound)

    def lawful(self, values: Ints) -> bool:
        """Whether ``values`` keep every bound and every row, in integers."""
        inside = bool(((values >= self.lower) & (values <= self.upper)).all())
        return inside and not len(self.rows.broken(values))

    def value(self, values: Ints) -> int:
        """The objective of ``values``, in integers."""
        return int((self.objective * values).sum())

    def towards(self, objective: Ints) -> Problem:
        """The same problem under another objective."""
        return replace(self, objective=objective)

    def within(self, lower: Ints, upper: Ints) -> Problem:
        """The same problem in a smaller box."""
        return replace(self, lower=lower, upper=upper)

    def also(self, column: Ints, coefficient: Ints, sense: int, bound: int) -> Problem:
        """The same problem with one more row."""
        return replace(self, rows=self.rows.also(column, coefficient, sense, bound))

    def one_by_one(self, values: Ints) -> Ints:
        """The best vector of a ``bare`` problem; variables of no worth stay as in ``values``."""
        held = np.clip(values, self.lower, self.upper)
        held = np.where(self.objective > 0, self.upper, held)
        return np.where(self.objective < 0, self.lower, held)

    def holding(self, objective: Ints, values: Ints) -> Problem:
        """The same ``bare`` problem, only for vectors as good as the best ``values``."""
        held = objective != 0
        lower, upper = np.where(held, values, self.lower), np.where(held, values, self.upper)
        return self.within(lower, upper)

    def reaching(self, objective: Ints, worth: int) -> Problem:
        """The same problem, only for vectors whose ``objective`` is at least ``worth``."""
        used = np.flatnonzero(objective)
        return self.also(used, objective[used], AT_LEAST, worth)


@dataclass(frozen=True, slots=True)
class Open:
    """What the box of a problem leaves open: a smaller problem over the variables ``free``."""

    problem: Problem
    free: Ints
    settled: Ints

    def whole(self, values: Ints) -> Ints:
        """All variables of the larger problem, given the open ones."""
        every = self.settled.copy()
        every[self.free] = values
        return every


def opened(problem: Problem) -> Open | None:
    """The problem without its settled variables; ``None`` where these alone break a row."""
    free = np.flatnonzero(problem.lower < problem.upper)
    settled = np.where(problem.lower < problem.upper, 0, problem.lower)
    rows, local = problem.rows, np.full(problem.size, -1, np.int64)
    local[free] = np.arange(len(free))
    entry = np.flatnonzero(local[rows.column] >= 0)
    many = np.bincount(rows.owner[entry], minlength=len(rows.bound))
    bound = rows.bound - rows.activity(settled)
    done = many == 0
    broken = np.where(rows.sense == 0, bound != 0, bound * rows.sense > 0)
    if (broken & done).any() or (problem.lower > problem.upper).any():
        return None
    smaller = Rows(
        start=starts(many),
        column=local[rows.column[entry]],
        coefficient=rows.coefficient[entry],
        sense=rows.sense,
        bound=bound,
        rule=rows.rule,
        group=rows.group,
    ).only(np.flatnonzero(~done))
    none = np.zeros(len(free), np.int64)
    return Open(Problem(smaller, none, none + 1, problem.objective[free]), free, settled)


@dataclass(frozen=True, slots=True)
class Part:
    """A problem and the program's variables that it holds, in rising order: ``variables[k]``."""

    problem: Problem
    variables: Ints
    indicators: Indicators


def impossible(rows: Rows) -> Ints:
    """The rows without any variable that no award can keep: nobody bids for what they ask."""
    bare = np.diff(rows.start) == 0
    wrong = np.where(rows.sense == 0, rows.bound != 0, rows.bound * rows.sense > 0)
    return np.flatnonzero(bare & wrong)


def split(program: Program) -> Iterator[Part]:
    """The parts of a program, in the order of their first variable.

    All variables without a row are in one part, whose problem is ``bare``: there may be many, and
    each of them is decided by its own objective.
    """
    if program.size:
        yield from Split(program.rows, program.size).parts(program.indicators)


class Split:
    """The variables and rows of a program, part by part: ``part[j]`` is that of variable ``j``."""

    def __init__(self, rows: Rows, size: int) -> None:
        home = _components(rows, size)
        alone = np.ones(size, np.bool_)
        alone[rows.column] = False
        home[alone] = np.flatnonzero(alone)[:1]
        first = np.flatnonzero(home == np.arange(size))
        self.part = np.searchsorted(first, home)
        self.start = starts(np.bincount(self.part, minlength=len(first)))
        self.variables = np.argsort(self.part, kind="stable")
        self.local = np.empty(size, np.int64)
        self.local[self.variables] = np.arange(size) - np.repeat(
            self.start[:-1], np.diff(self.start)
        )
        filled = np.flatnonzero(np.diff(rows.start))
        of_row = self.part[rows.column[rows.start[filled]]]
        self._unordered, self._order = rows, filled[np.argsort(of_row, kind="stable")]
        self.cut = starts(np.bincount(of_row, minlength=len(first)))

    @cached_property
    def rows(self) -> Rows:
        """The rows part by part, under the names of their parts: ``cut[k]:cut[k + 1]``."""
        ordered = self._unordered.only(self._order)
        return replace(ordered, column=self.local[ordered.column])

    def parts(self, indicators: Indicators, wanted: Mask | None = None) -> Iterator[Part]:
        """The parts one by one, or only those ``wanted``; they share the arrays behind them."""
        if wanted is not None and not wanted.any():
            return
        of_indicator = self.part[indicators.column]
        sorted_out = indicators.only(np.argsort(of_indicator, kind="stable"), self.local)
        known = starts(np.bincount(of_indicator, minlength=len(self.start) - 1))
        nothing = np.zeros(len(self.part), np.int64)
        whole = nothing + 1
        for k, (first, last) in enumerate(pairwise(self.start.tolist())):
            if wanted is not None and not wanted[k]:
                continue
            yield Part(
                problem=Problem(
                    rows=self.rows.between(int(self.cut[k]), int(self.cut[k + 1])),
                    lower=nothing[first:last],
                    upper=whole[first:last],
                    objective=nothing[first:last],
                ),
                variables=self.variables[first:last],
                indicators=sorted_out.between(int(known[k]), int(known[k + 1])),
            )


def _components(rows: Rows, size: int) -> Ints:
    """The smallest variable that each variable is linked to; shape ``(size,)``.

    References
    ----------
    Shiloach and Vishkin (1982), An O(log n) parallel connectivity algorithm (hooking and jumping).
    """
    home, many = np.arange(size), np.diff(rows.start)
    filled = np.flatnonzero(many)
    one, other = np.repeat(rows.column[rows.start[filled]], many[filled]), rows.column
    while len(one):
        apart = one != other
        one, other = one[apart], other[apart]
        np.minimum.at(home, np.maximum(one, other), np.minimum(one, other))
        while not np.array_equal(further := home[home], home):
            home = further
        one, other = home[one], home[other]
    return home

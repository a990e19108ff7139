"""Parts of a program that no row links: each is a problem of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask
from award_opt.program.program import Program
from award_opt.program.rows import Indicators, Rows
from award_opt.rules._base import AT_LEAST
from award_opt.stretches import ordered, starts

Small: TypeAlias = NDArray[np.int8]


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
    def unit(self) -> int:
        """What divides the worth of every vector; 1 where all are worth nothing."""
        return int(np.gcd.reduce(self.objective)) or 1

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


class Part:
    """A problem and the program's variables that it holds, in rising order: ``variables[k]``."""

    def __init__(self, problem: Problem, variables: Ints, indicators: Indicators) -> None:
        self.variables = variables
        self._laid: tuple[Problem, Indicators] | None = (problem, indicators)

    @property
    def problem(self) -> Problem:
        """The rows among the part's own variables; its objective counts nothing."""
        return self._content()[0]

    @property
    def indicators(self) -> Indicators:
        """The indicators among the part's variables."""
        return self._content()[1]

    def rest(self) -> None:
        """Let go of what can be laid out anew."""

    def _content(self) -> tuple[Problem, Indicators]:
        assert self._laid is not None
        return self._laid


class _Cut(Part):
    """A part of a split, laid out when it is asked for."""

    def __init__(self, split: Split, indicators: _Homes, number: int) -> None:
        self.variables = split.variables[split.start[number] : split.start[number + 1]]
        self._laid = None
        self._split, self._indicators, self._number = split, indicators, number

    def rest(self) -> None:
        """Let go of what can be laid out anew."""
        self._laid = None

    def _content(self) -> tuple[Problem, Indicators]:
        if self._laid is None:
            rows, size = self._split.rows_of(self._number), len(self.variables)
            nothing = np.zeros(size, np.int64)
            problem = Problem(rows, nothing, np.ones(size, np.int64), nothing)
            self._laid = problem, self._indicators.of(self._number)
        return self._laid


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What goals and orders left of a part: its box, and the rows that they added."""

    lower: Small
    upper: Small
    added: tuple[tuple[Ints, Ints, int, int], ...]

    @classmethod
    def of(cls, problem: Problem, many: int) -> Narrowed:
        """What became of a problem that had ``many`` rows."""
        rows = problem.rows
        cuts = pairwise(rows.start[many:].tolist())
        added = tuple(
            (
                rows.column[low:high].copy(),
                rows.coefficient[low:high].copy(),
                int(rows.sense[row]),
                int(rows.bound[row]),
            )
            for row, (low, high) in enumerate(cuts, many)
        )
        return cls(problem.lower.astype(np.int8), problem.upper.astype(np.int8), added)

    def of_part(self, part: Part) -> Problem:
        """The problem itself."""
        lower, upper = self.lower.astype(np.int64), self.upper.astype(np.int64)
        problem = part.problem.within(lower, upper)
        for row in self.added:
            problem = problem.also(*row)
        return problem


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
        home = components(rows, size)
        alone = np.ones(size, np.bool_)
        alone[rows.column] = False
        home[alone] = np.flatnonzero(alone)[:1]
        first = home == np.arange(size)
        self.part = (np.cumsum(first) - 1)[home]
        self.start = starts(np.bincount(self.part))
        self.variables = ordered(self.part)
        self.local = np.empty(size, np.int64)
        self.local[self.variables] = np.arange(size) - np.repeat(
            self.start[:-1], np.diff(self.start)
        )
        filled = np.flatnonzero(np.diff(rows.start))
        of_row = self.part[rows.column[rows.start[filled]]]
        self._rows, self._order = rows, filled[ordered(of_row)]
        self.cut = starts(np.bincount(of_row, minlength=len(self.start) - 1))

    @cached_property
    def rows(self) -> Rows:
        """The rows part by part, under the names of their parts: ``cut[k]:cut[k + 1]``."""
        ordered = self._rows.only(self._order)
        return replace(ordered, column=self.local[ordered.column])

    def rows_of(self, number: int) -> Rows:
        """The rows of a part, under its own names of its variables."""
        own = self._rows.only(self._order[self.cut[number] : self.cut[number + 1]])
        return replace(own, column=self.local[own.column])

    def parts(self, indicators: Indicators, wanted: Mask | None = None) -> Iterator[Part]:
        """The parts one by one, or only those ``wanted``; each is laid out when asked for."""
        every = np.arange(len(self.start) - 1) if wanted is None else np.flatnonzero(wanted)
        if not len(every):
            return
        homes = _Homes(self, indicators)
        for number in every.tolist():
            yield _Cut(self, homes, number)


class _Homes:
    """The indicators of a program, part by part."""

    def __init__(self, split: Split, indicators: Indicators) -> None:
        self._split, self._indicators = split, indicators
        home = split.part[indicators.column]
        self._order = ordered(home)
        self._cut = starts(np.bincount(home, minlength=len(split.start) - 1))

    def of(self, number: int) -> Indicators:
        """The indicators of a part, under its own names of its variables."""
        own = self._order[self._cut[number] : self._cut[number + 1]]
        return self._indicators.only(own, self._split.local)


def components(rows: Rows, size: int) -> Ints:
    """The smallest variable that each variable is linked to; shape ``(size,)``.

    References
    ----------
    Shiloach and Vishkin (1982), An O(log n) parallel connectivity algorithm (hooking and jumping).
    """
    home = np.arange(size)
    for first, last in rows.chunks():
        _link(home, rows.between(first, last))
    return home


def _link(home: Ints, rows: Rows) -> None:
    """Give all variables that some rows link the same home, the smallest of theirs."""
    many = np.diff(rows.start)
    filled = np.flatnonzero(many)
    one, other = np.repeat(home[rows.column[rows.start[filled]]], many[filled]), home[rows.column]
    while True:
        apart = np.flatnonzero(one != other)
        if not len(apart):
            return
        one, other = one[apart], other[apart]
        np.minimum.at(home, np.maximum(one, other), np.minimum(one, other))
        while not np.array_equal(further := home[home], home):
            home[:] = further
        one, other = home[one], home[other]

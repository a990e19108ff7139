"""Parts of a program that no row links: each is a problem of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from award_opt.columns import Ints
from award_opt.program import Indicator, Program, Rows
from award_opt.rules._base import AT_LEAST


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
        start=np.r_[0, np.cumsum(many)].astype(np.int64),
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
    indicators: tuple[Indicator, ...]


def impossible(rows: Rows) -> Ints:
    """The rows without any variable that no award can keep: nobody bids for what they ask."""
    bare = np.diff(rows.start) == 0
    wrong = np.where(rows.sense == 0, rows.bound != 0, rows.bound * rows.sense > 0)
    return np.flatnonzero(bare & wrong)


def split(program: Program) -> Iterator[Part]:
    """The parts of a program, in the order of their first variable."""
    rows, size = program.rows, program.size
    home = _components(rows, size)
    owner = rows.owner
    by_part = np.argsort(home, kind="stable")
    edges = np.flatnonzero(np.diff(home[by_part])) + 1
    row_home = np.full(len(rows.bound), -1, np.int64)
    row_home[owner] = home[rows.column]
    row_order = np.argsort(row_home, kind="stable")
    indicators: dict[int, list[Indicator]] = {}
    for indicator in program.indicators:
        indicators.setdefault(int(home[indicator.column]), []).append(indicator)
    local = np.zeros(size, np.int64)
    for variables in np.split(by_part, edges) if size else []:
        name = int(home[variables[0]])
        first, last = np.searchsorted(row_home[row_order], [name, name + 1])
        local[variables] = np.arange(len(variables))
        yield Part(
            problem=Problem(
                rows=_renamed(rows.only(np.sort(row_order[first:last])), local),
                lower=np.zeros(len(variables), np.int64),
                upper=np.ones(len(variables), np.int64),
                objective=np.zeros(len(variables), np.int64),
            ),
            variables=variables,
            indicators=tuple(
                Indicator(int(local[known.column]), local[known.terms], known.threshold)
                for known in indicators.get(name, [])
            ),
        )


def _components(rows: Rows, size: int) -> Ints:
    """The smallest variable that each variable is linked to; shape ``(size,)``."""
    home = np.arange(size)
    filled = np.diff(rows.start) > 0
    if not filled.any():
        return home
    start, owner = rows.start[:-1][filled], (np.cumsum(filled) - 1)[rows.owner]
    while True:
        lowest = np.minimum.reduceat(home[rows.column], start)
        linked = home.copy()
        np.minimum.at(linked, rows.column, lowest[owner])
        np.minimum.at(linked, home, linked)
        linked = linked[linked]
        if np.array_equal(linked, home):
            return home
        home = linked


def _renamed(rows: Rows, names: Ints) -> Rows:
    return replace(rows, column=names[rows.column])

"""Regions: what a program falls apart into once the limits that link them are out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from award_opt.columns import Ints
from award_opt.labels import Labels
from award_opt.program.parts import Problem, Split
from award_opt.program.rows import Rows
from award_opt.rules._base import AT_MOST

LARGE = 4_000  # variables from which regions are looked for
PARTS = 8  # the largest region holds at most one in so many of the variables
SCALE = 16  # prices are whole numbers of sixteenths


@dataclass(frozen=True, slots=True)
class Shape:
    """The linking rows of a problem, by number, and the parts that it has without them."""

    links: Ints
    split: Split


@dataclass(frozen=True, slots=True)
class Region:
    """A problem of its own, and its part in the limits: entries (limit, variable, number)."""

    problem: Problem
    variables: Ints
    limit: Ints
    column: Ints
    coefficient: Ints

    def used(self, values: Ints, limits: int) -> Ints:
        """How much of each limit the region takes; shape ``(limits,)``."""
        taken = np.zeros(limits, np.int64)
        np.add.at(taken, self.limit, self.coefficient * values[self.column])
        return taken

    def priced(self, prices: Ints) -> Problem:
        """The problem at prices for what each variable takes; its objective times ``SCALE``."""
        objective = self.problem.objective * SCALE
        np.subtract.at(objective, self.column, prices[self.limit] * self.coefficient)
        return self.problem.towards(objective)


def shape(problem: Problem) -> Shape | None:
    """The regions of a large problem; ``None`` where it has no such shape.

    The links are the rows of one rule, all of them limits, without which the problem falls apart
    into at least ``PARTS`` parts of which none is large.
    """
    if problem.size < LARGE:
        return None
    found: tuple[int, Shape] | None = None
    rows = problem.rows
    for rule in np.unique(rows.rule[rows.rule >= 0]).tolist():
        mine = rows.rule == rule
        if (rows.sense[mine] != AT_MOST).any():
            continue
        split = Split(rows.only(np.flatnonzero(~mine)), problem.size)
        rowed = np.diff(split.cut) > 0  # variables without a row are no region, however many
        largest = int(np.diff(split.start)[rowed].max(initial=0))
        if largest * PARTS <= problem.size and (found is None or largest < found[0]):
            found = (largest, Shape(np.flatnonzero(mine), split))
    return None if found is None else found[1]


def regions(problem: Problem, split: Split, limits: Rows) -> list[Region]:
    """The regions, each with its part in the limits."""
    owner, part = limits.owner, split.part[limits.column]
    order = np.argsort(part, kind="stable")
    cut = np.searchsorted(part[order], np.arange(len(split.start)))
    made = []
    for k in range(len(split.start) - 1):
        variables = split.variables[split.start[k] : split.start[k + 1]]
        entry = order[cut[k] : cut[k + 1]]
        made.append(
            Region(
                problem=Problem(
                    rows=split.rows.between(int(split.cut[k]), int(split.cut[k + 1])),
                    lower=problem.lower[variables],
                    upper=problem.upper[variables],
                    objective=problem.objective[variables],
                ),
                variables=variables,
                limit=owner[entry],
                column=split.local[limits.column[entry]],
                coefficient=limits.coefficient[entry],
            )
        )
    return made


def followed(first: Rows, then: Rows) -> Rows:
    """The rows of both, over the same variables."""
    return Rows(
        start=np.concatenate([first.start, first.start[-1] + then.start[1:]]),
        column=np.concatenate([first.column, then.column]),
        coefficient=np.concatenate([first.coefficient, then.coefficient]),
        sense=np.concatenate([first.sense, then.sense]),
        bound=np.concatenate([first.bound, then.bound]),
        rule=np.concatenate([first.rule, then.rule]),
        group=Labels.joined([first.group, then.group]),
    )

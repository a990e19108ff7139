"""National programs: regions that few rows link, such as at most so many lots for one provider.

A price for each linking row turns the program into one small problem per region, whose optima add
up to a bound that holds for every award. Awards come from visiting the regions in turn, each
solved to its optimum beside what the others leave: at first limits may be passed at a cost, which
rises until none is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Answer
from award_opt.engines.relaxation import Relaxation
from award_opt.labels import Labels
from award_opt.program.parts import Problem, Split
from award_opt.program.rows import Rows
from award_opt.rules._base import AT_MOST
from award_opt.search import core, parallel
from award_opt.search.bounds import DualBound
from award_opt.search.judge import Judge
from award_opt.stretches import starts

LARGE = 4_000  # variables from which regions are looked for
REGIONS = 8  # the largest region holds at most one in so many of the variables
SCALE = 16  # prices are whole numbers of sixteenths
PASSING = 2  # by how much one region may pass a limit

# A tour visits every region once: which part of the prices is replaced by the cost of passing a
# limit, that cost in prices, and its least as a part of the largest objective coefficient.
FIRST = ((0.7, 1.5, 0.02), (1.0, 8.0, 1.01))  # an award soon
AGAIN = ((0.9, 1.2, 0.03), (1.0, 1.5, 0.08), (1.0, 3.0, 0.25), (1.0, 8.0, 1.01))
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Region:
    """A problem of its own, and its part in the linking rows: entries (link, variable, number)."""

    problem: Problem
    variables: Ints
    link: Ints
    column: Ints
    coefficient: Ints

    def used(self, values: Ints, links: int) -> Ints:
        """How much of each linking row the region takes; shape ``(links,)``."""
        taken = np.zeros(links, np.int64)
        np.add.at(taken, self.link, self.coefficient * values[self.column])
        return taken

    def priced(self, prices: Ints) -> Ints:
        """The objective less the prices of what each variable takes, times ``SCALE``."""
        objective = self.problem.objective * SCALE
        np.subtract.at(objective, self.column, prices[self.link] * self.coefficient)
        return objective


def regions(problem: Problem) -> tuple[Ints, list[Region]] | None:
    """The linking rows of a large problem and its regions; ``None`` where it has no such shape.

    The links are the rows of one rule, all of them limits, without which the problem falls apart
    into at least ``REGIONS`` parts of which none is large.
    """
    if problem.size < LARGE:
        return None
    found: tuple[int, Ints, Split] | None = None
    rows = problem.rows
    for rule in np.unique(rows.rule[rows.rule >= 0]).tolist():
        mine = rows.rule == rule
        if (rows.sense[mine] != AT_MOST).any():
            continue
        split = Split(rows.only(np.flatnonzero(~mine)), problem.size)
        rowed = np.diff(split.cut) > 0  # variables without a row are no region, however many
        largest = int(np.diff(split.start)[rowed].max(initial=0))
        if largest * REGIONS <= problem.size and (found is None or largest < found[0]):
            found = (largest, np.flatnonzero(mine), split)
    if found is None:
        return None
    _, links, split = found
    return links, list(_each(problem, rows.only(links), split))


def _each(problem: Problem, links: Rows, split: Split) -> list[Region]:
    owner, part = links.owner, split.part[links.column]
    made = []
    for k in range(len(split.start) - 1):
        variables = split.variables[split.start[k] : split.start[k + 1]]
        entry = np.flatnonzero(part == k)
        made.append(
            Region(
                problem=Problem(
                    rows=split.rows.between(int(split.cut[k]), int(split.cut[k + 1])),
                    lower=problem.lower[variables],
                    upper=problem.upper[variables],
                    objective=problem.objective[variables],
                ),
                variables=variables,
                link=owner[entry],
                column=split.local[links.column[entry]],
                coefficient=links.coefficient[entry],
            )
        )
    return made


def near_best(problem: Problem, known: Ints | None, judge: Judge) -> Answer | None:
    """A good award of a linked problem, and a bound on all; ``None`` where it has no regions.

    The verdict is ``optimal`` where the two meet, else ``feasible`` or, without an award,
    ``unknown``.
    """
    shape = regions(problem)
    if shape is None:
        return None
    hints = Relaxation(problem, judge.clock).solve()
    if hints is None:
        return None
    links, parts = shape
    prices = np.rint(np.maximum(hints.duals[links], 0) * SCALE).astype(np.int64)
    tour = _Tour(problem, problem.rows.only(links), parts, prices, judge)
    most = DualBound.of(problem, hints.duals).value
    split_bound = tour.bound()
    most = most if split_bound is None else min(most, split_bound)
    if known is not None:
        tour.keep(known)
    tour.travel(most)
    if tour.best is None:
        return Answer("unknown", bound=most)
    reached = problem.value(tour.best)
    return Answer("optimal" if reached == most else "feasible", tour.best, most)


def within(answer: Answer, bound: int | None) -> Answer:
    """The answer with the lower of its own bound and another."""
    known = [each for each in (answer.bound, bound) if each is not None]
    return replace(answer, bound=min(known, default=None))


class _Tour:
    """Visits to the regions: ``values`` is where they stand, ``best`` the best lawful award."""

    def __init__(
        self, problem: Problem, links: Rows, parts: list[Region], prices: Ints, judge: Judge
    ) -> None:
        self.problem, self.links, self.parts, self.prices = problem, links, parts, prices
        self.judge = judge
        # what a visit finds is only an award to start from: nobody needs to confirm that it is best
        self.scout = Judge(judge.engine, None, judge.clock, fast=judge.fast)
        self.values = problem.lower.copy()
        self.best: Ints | None = None

    def keep(self, values: Ints) -> None:
        """Remember an award if it is lawful and the best so far."""
        better = self.best is None or self.problem.value(values) > self.problem.value(self.best)
        if better and self.problem.lawful(values):
            self.best = values.copy()

    def bound(self) -> int | None:
        """No award is worth more: the regions at these prices, and what the limits are worth.

        ``None`` where a limit struck first. The ``values`` become those of the regions.

        References
        ----------
        Geoffrion (1974), Lagrangean relaxation for integer programming.
        """
        sizes = [len(region.variables) for region in self.parts]
        answers = parallel.each(self._alone, self.parts, sizes, self.judge)
        if any(answer.verdict != "optimal" for answer in answers):
            return None
        total = int((self.prices * self.links.bound).sum())
        for region, answer in zip(self.parts, answers, strict=True):
            assert answer.values is not None
            self.values[region.variables] = answer.values
            total += int((region.priced(self.prices) * answer.values).sum())
        return total // SCALE

    def _alone(self, region: Region) -> Answer:
        problem = region.problem.towards(region.priced(self.prices))
        if problem.bare:
            return Answer("optimal", problem.one_by_one(problem.lower))
        return core.best(problem, None, self.judge)

    def travel(self, most: int) -> None:
        """Visit all regions again and again, until an award meets the bound ``most``."""
        taken = [region.used(self.values[region.variables], self._many) for region in self.parts]
        self.taken, self.total = taken, np.sum(taken, axis=0)
        largest = int(np.abs(self.problem.objective).max())
        for number, tours in enumerate((FIRST, *[AGAIN] * ROUNDS)):
            for share, factor, least in tours:
                cost = np.maximum(
                    np.rint(self.prices * factor).astype(np.int64), round(largest * least) * SCALE
                )
                kept = np.rint(self.prices * (1 - share)).astype(np.int64)
                places = range(len(self.parts))
                for place in places if number % 2 == 0 else reversed(places):
                    if self.judge.clock.over():
                        return
                    self._visit(place, kept, cost)
                self.keep(self.values)
            if self.best is not None and self.problem.value(self.best) >= most:
                return

    @property
    def _many(self) -> int:
        return len(self.links.bound)

    def _visit(self, place: int, prices: Ints, cost: Ints) -> None:
        """Give one region its best values beside what the others leave of the limits."""
        region = self.parts[place]
        others = self.total - self.taken[place]
        problem, known = self._beside(region, others, prices, cost)
        if problem.bare:
            answer = Answer("optimal", problem.one_by_one(known))
        else:
            answer = core.best(problem, known if problem.lawful(known) else None, self.scout)
        if answer.values is None:
            return
        values = answer.values[: len(region.variables)]
        self.values[region.variables] = values
        self.taken[place] = region.used(values, self._many)
        self.total = others + self.taken[place]

    def _beside(
        self, region: Region, others: Ints, prices: Ints, cost: Ints
    ) -> tuple[Problem, Ints]:
        """The region's problem with the limits that others leave, and its values now.

        Each limit may be passed by a few, for the ``cost`` of each: one more variable apiece.
        """
        own, size = region.problem, len(region.variables)
        reach = np.zeros(self._many, np.int64)
        np.add.at(reach, region.link, region.coefficient)
        left = np.maximum(self.links.bound - others, 0)
        tight = np.flatnonzero(reach > left)
        over = np.minimum(reach[tight] - left[tight], PASSING)
        name = np.full(self._many, -1, np.int64)
        name[tight] = np.arange(len(tight))
        entry = np.flatnonzero(name[region.link] >= 0)
        extra = np.repeat(np.arange(len(tight)), over)
        row = np.concatenate([name[region.link[entry]], extra])
        column = np.concatenate([region.column[entry], size + np.arange(len(extra))])
        number = np.concatenate([region.coefficient[entry], -np.ones(len(extra), np.int64)])
        ordered = np.lexsort((column, row))
        limits = Rows(
            start=starts(np.bincount(row, minlength=len(tight))),
            column=column[ordered],
            coefficient=number[ordered],
            sense=np.full(len(tight), AT_MOST),
            bound=left[tight],
            rule=self.links.rule[tight],
            group=Labels(np.zeros(len(tight), np.int64), ("",)),
        )
        now = self.values[region.variables]
        excess = np.maximum(region.used(now, self._many)[tight] - left[tight], 0)
        nth = np.arange(len(extra)) - np.repeat(starts(over)[:-1], over)
        passed = (nth < excess[extra]).astype(np.int64)
        none = np.zeros(len(extra), np.int64)
        return (
            Problem(
                rows=_followed(own.rows, limits),
                lower=np.concatenate([own.lower, none]),
                upper=np.concatenate([own.upper, none + 1]),
                objective=np.concatenate([region.priced(prices), -cost[tight][extra]]),
            ),
            np.concatenate([now, passed]),
        )


def _followed(first: Rows, then: Rows) -> Rows:
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

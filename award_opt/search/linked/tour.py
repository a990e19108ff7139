"""Visits to the regions in turn, each solved to its best beside what the others leave.

At first limits may be passed at a cost, which rises until none is: so a first award is found.
"""

from __future__ import annotations

import numpy as np

from award_opt.columns import Ints
from award_opt.labels import Labels
from award_opt.program.parts import Problem
from award_opt.program.rows import Rows
from award_opt.rules._base import AT_MOST
from award_opt.search import core
from award_opt.search.judge import Judge
from award_opt.search.linked.prices import Priced, Regions
from award_opt.search.linked.regions import SCALE, Region, followed
from award_opt.search.reduced import reduced
from award_opt.stretches import starts

PASSING = 2  # by how much one region may pass a limit
LOSS = 600  # in points: by how much more a region may fall short of its best

# A tour visits every region once: which part of the prices is replaced by the cost of passing a
# limit, that cost in prices, and its least as a part of the largest objective coefficient.
TOURS = ((0.3, 0.6, 0.02), (0.4, 1.5, 0.08), (0.5, 8.0, 1.01))


class Tour:
    """Visits to all regions: ``values`` is where they stand."""

    def __init__(self, beside: Regions, priced: Priced, values: Ints, judge: Judge) -> None:
        self.beside, self.limits, self.judge = beside, beside.limits, judge
        self.prices, self.values = priced.prices, values.copy()
        self.lower, self.upper = priced.box(beside.regions, beside.problem, LOSS * SCALE)
        self.taken = [self._used(region) for region in beside.regions]
        self.total: Ints = np.sum(self.taken, axis=0)

    def travel(self) -> Ints:
        """Visit all regions, time and again; what stands at the end, which need not be lawful."""
        for share, factor, least in TOURS:
            largest = int(np.abs(self.beside.problem.objective).max())
            cost = np.maximum(
                np.rint(self.prices * factor).astype(np.int64), round(largest * least) * SCALE
            )
            kept = np.rint(self.prices * (1 - share)).astype(np.int64)
            for place, region in enumerate(self.beside.regions):
                if self.judge.clock.over():
                    return self.values
                self._visit(place, region, kept, cost)
        return self.values

    def _used(self, region: Region) -> Ints:
        return region.used(self.values[region.variables], len(self.prices))

    def _visit(self, place: int, region: Region, prices: Ints, cost: Ints) -> None:
        """Give one region its best values beside what the others leave of the limits."""
        others = self.total - self.taken[place]
        small = reduced(self._beside(region, others, prices, cost))
        if small is None:
            return
        answer = core.best(small.problem, None, self.judge)
        if answer.values is None:
            return
        self.values[region.variables] = small.whole(answer.values)[: len(region.variables)]
        self.taken[place] = self._used(region)
        self.total = others + self.taken[place]

    def _beside(self, region: Region, others: Ints, prices: Ints, cost: Ints) -> Problem:
        """The region's problem with the limits that others leave.

        Each limit may be passed by a few, for the ``cost`` of each: one more variable apiece, which
        stands in the limit and in its joint rows.
        """
        limits, many, parent = self.limits.rows, self.limits.many, self.limits.parent
        reach = np.zeros(len(parent), np.int64)
        np.add.at(reach, region.limit, np.maximum(region.coefficient, 0))
        passed = np.maximum(others - limits.bound, 0)[parent]
        left = limits.bound - others + passed
        tight = reach > left
        tight &= tight[parent]
        over = np.where(tight, np.minimum(reach - left, PASSING), 0)[:many]
        row, size = np.flatnonzero(tight), len(region.variables)
        name = np.full(len(parent), -1, np.int64)
        name[row] = np.arange(len(row))
        entry = np.flatnonzero(name[region.limit] >= 0)
        more = over[parent[row]]
        nth = np.arange(int(more.sum())) - np.repeat(starts(more)[:-1], more)
        extra = np.repeat(starts(over)[:-1][parent[row]], more) + nth
        owner = np.concatenate([name[region.limit[entry]], np.repeat(np.arange(len(row)), more)])
        column = np.concatenate([region.column[entry], size + extra])
        number = np.concatenate([region.coefficient[entry], np.full(len(extra), -1)])
        ordered = np.lexsort((column, owner))
        rows = Rows(
            start=starts(np.bincount(owner, minlength=len(row))),
            column=column[ordered],
            coefficient=number[ordered],
            sense=np.full(len(row), AT_MOST),
            bound=left[row],
            rule=limits.rule[row],
            group=Labels(np.zeros(len(row), np.int64), ("",)),
        )
        free, none = np.repeat(cost[:many], over), np.zeros(int(over.sum()), np.int64)
        priced = region.priced(prices)
        return Problem(
            rows=followed(priced.rows, rows),
            lower=np.concatenate([self.lower[region.variables], none]),
            upper=np.concatenate([self.upper[region.variables], none + 1]),
            objective=np.concatenate([priced.objective, -free]),
        )

"""Rank order under nested caps and a few demands: the best award by a small tree, without a solver.

Without its demands ("at least so many of these") a program of nested caps is decided by rank order
(``closed``). Where those winners miss a demand, every award that meets it takes in at least one
more bid that helps; so the first such bid, in their order, is made to win and those before it to
lose, and rank order decides again. A branch whose best award is no better than one that is known
cannot hold a better one. Any other row that the winners break ends the attempt.

References
----------
Edmonds (1971), Matroids and the greedy algorithm; Land and Doig (1960), An automatic method of
solving discrete programming problems.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.program.program import Program
from award_opt.program.rows import DEFINITION, Indicators, Rows
from award_opt.rules._base import AT_LEAST
from award_opt.search.closed import TOP, Caps, Ranks, box, weighed

MOST_NODES = 400
Worth: TypeAlias = tuple[int | bytes, ...]


class Demands:
    """What caps and demands of one set of rows are; goals and orders may differ each time."""

    def __init__(self, program: Program) -> None:
        self.rows, self.size = program.rows, program.size
        self.indicators = program.indicators
        self.lower, self.upper = box(program.rows, program.size)
        self.caps = Caps.of(program)
        self.demand = _demands(program.rows)
        self._helpers: dict[int, Ints] = {}

    def fits(self, program: Program) -> bool:
        """Whether a program has these rows."""
        return program.rows is self.rows and program.indicators is self.indicators

    def best(self, program: Program) -> Ints | None:
        """The best award of a program with these rows: all variables, shape ``(size,)``.

        It is best on all goals and then first in the published order of ties. ``None`` where caps
        and demands do not decide, where there is no award, or where the tree grows too large.
        """
        if len(weighed(program)):
            return None
        ranks = Ranks.of(program, self.lower, self.upper)
        best: tuple[Worth, Ints] | None = None
        open_boxes = [(self.lower, self.upper)]
        for _ in range(MOST_NODES):
            if not open_boxes:
                return None if best is None else best[1]
            lower, upper = open_boxes.pop()
            wins = self.caps.first(_within(ranks, lower, upper))
            worth = _worth(program, wins)
            if (wins < lower).any() or (best is not None and worth <= best[0]):
                continue
            values = self.indicators.complete(wins)
            broken = self.rows.broken(values)
            if not len(broken):
                best = worth, values
            elif not self.demand[broken].all():
                return None
            else:
                open_boxes += self._branches(lower, upper, wins, broken, ranks.key)
        return None

    def _branches(
        self, lower: Ints, upper: Ints, wins: Ints, broken: Ints, key: Ints
    ) -> list[tuple[Ints, Ints]]:
        """The boxes that hold every award which meets one more demand, the likeliest last."""
        open_bids = [self._of(row)[self._free(row, wins, upper)] for row in broken.tolist()]
        helpers = min(open_bids, key=len)
        helpers = helpers[np.argsort(-key[helpers], kind="stable")]
        found = []
        for place, bid in enumerate(helpers.tolist()):
            low, high = lower.copy(), upper.copy()
            low[bid] = 1
            high[helpers[:place]] = 0
            found.append((low, high))
        return found[::-1]

    def _free(self, row: int, wins: Ints, upper: Ints) -> Mask:
        helpers = self._of(row)
        free: Mask = (wins[helpers] == 0) & (upper[helpers] == 1)
        return free

    def _of(self, row: int) -> Ints:
        """The bids that help to meet a demand."""
        if row not in self._helpers:
            terms = self.rows.column[self.rows.start[row] : self.rows.start[row + 1]]
            bids = sorted(set(_bids(terms.tolist(), self.indicators)))
            self._helpers[row] = np.array(bids, np.int64)
        return self._helpers[row]


def _demands(rows: Rows) -> Mask:
    """Which rows say "at least so much of these" and no more; shape ``(m,)``."""
    negative = np.zeros(len(rows.bound), np.bool_)
    negative[rows.owner[rows.coefficient < 0]] = True
    demand: Mask = (rows.sense == AT_LEAST) & ~negative & (rows.rule != DEFINITION)
    return demand


def _bids(terms: list[int], indicators: Indicators) -> Iterator[int]:
    """The bids behind some terms; an indicator stands for its own terms."""
    place = {int(column): k for k, column in enumerate(indicators.column)}
    for term in terms:
        if term in place:
            yield from _bids(indicators[place[term]].terms.tolist(), indicators)
        else:
            yield term


def _within(ranks: Ranks, lower: Ints, upper: Ints) -> Ranks:
    """The ranks where some bids are made to win or to lose."""
    forced = lower == 1
    return replace(
        ranks,
        key=np.where(forced, TOP, ranks.key),
        wanted=(ranks.wanted | forced) & (upper == 1),
        lower=lower,
        upper=upper,
    )


def _worth(program: Program, wins: Ints) -> Worth:
    """What two awards are compared by: goal after goal, then the published order of ties."""
    found: list[int | bytes] = []
    for objective in program.objectives:
        if objective.goal == "ranking":
            found.append(wins[program.ranked].astype(np.uint8).tobytes())
        else:
            found.append(int((objective.coefficient * wins).sum()))
    found.append(wins[program.tied].astype(np.uint8).tobytes())
    return tuple(found)

"""The best award with each of many bids at its other fate, all bids together.

One pool of bounds and one of awards serve all bids. A sum of rows bounds the awards in which a bid
meets its other fate, whichever bid it is, so that few relaxations bound all of them closely. What
is worth more than the best award known is then a small box of its own for each bid; the boxes are
made smaller, and searched, side by side.

References
----------
Schrage and Wolsey (1985), Sensitivity analysis for branch and bound integer programming.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.engines.fixing import Fixing
from award_opt.program.parts import Problem
from award_opt.search import side_by_side
from award_opt.search.bounds import DualBound, links
from award_opt.search.flips import LEAST
from award_opt.search.judge import Judge
from award_opt.search.stacked import Columns, Stacked

SPREAD = 32  # relaxations with one bid at its other fate
ROUNDS = 8
WASTE = 4  # times as large as the smallest of its group a block may be
TERMS = 2**21  # of the tables of a group
CELLS = 2**22  # terms of the boxes that are laid side by side


class Known:
    """For each variable the best award known in which it differs from ``values``."""

    def __init__(self, problem: Problem, values: Ints) -> None:
        self.problem, self.values = problem, values
        self.award: dict[int, Ints] = {}
        self.worth = np.full(problem.size, LEAST)

    def offer(self, award: Ints) -> None:
        """Remember a lawful award for every variable that it gives another value."""
        worth = self.problem.value(award)
        better = np.flatnonzero((award != self.values) & (self.worth < worth))
        self.worth[better] = worth
        for variable in better.tolist():
            self.award[variable] = award

    def offer_all(self, awards: Ints) -> None:
        """Remember many lawful awards, shape ``(k, size)``, in the same way."""
        if not len(awards):
            return
        worth = awards @ self.problem.objective
        order = np.argsort(-worth, kind="stable")
        other = awards[order] != self.values
        best = order[other.argmax(axis=0)]
        better = np.flatnonzero(other.any(axis=0) & (self.worth < worth[best]))
        self.worth[better] = worth[best[better]]
        for variable, award in zip(better.tolist(), best[better].tolist(), strict=True):
            self.award[variable] = awards[award]


class Pool:
    """Sums of rows, each of which bounds the awards with any one variable at its other value."""

    def __init__(self, problem: Problem, values: Ints, wanted: Ints) -> None:
        self.problem, self.wanted, self.fate = problem, wanted, 1 - values
        below, above = links(problem.rows)
        self._below, self._above = below, above
        place = np.full(problem.size, -1)
        place[wanted] = np.arange(len(wanted))
        up = np.flatnonzero((place[below] >= 0) & (self.fate[below] == 1))
        down = np.flatnonzero((place[above] >= 0) & (self.fate[above] == 0))
        self._forced = np.concatenate([place[below[up]], place[above[down]]])
        self._along = np.concatenate([above[up], below[down]])
        self._sums: list[DualBound] = []
        self.bound = np.full(len(wanted), np.iinfo(np.int64).max)
        self._best = np.zeros(len(wanted), np.int64)
        self._total = np.zeros(len(wanted), np.int64)  # times the scale of the best sum

    def add(self, found: DualBound) -> None:
        """One more sum."""
        loss = self._losses(found)
        own = loss[self.fate[self.wanted], self.wanted]
        np.add.at(own, self._forced, loss[self.fate[self.wanted[self._forced]], self._along])
        total = found.total - own
        better = total // found.scale < self.bound
        self.bound[better] = total[better] // found.scale
        self._total[better], self._best[better] = total[better], len(self._sums)
        self._sums.append(found)

    @staticmethod
    def _losses(found: DualBound) -> Ints:
        """What a variable at 0, and at 1, takes off the bound; shape ``(2, size)``."""
        free = found.problem.lower < found.problem.upper
        loss = np.maximum(np.stack([found.reduced, -found.reduced]), 0)
        return np.where(free, loss, 0)

    def boxes(self, places: Ints, worth: Ints) -> tuple[Ints, Ints]:
        """The awards worth at least ``worth`` with some wanted variables at their other values.

        Two of shape ``(k, size)``; ``lower`` is above ``upper`` where there is none.
        """
        lower = np.tile(self.problem.lower, (len(places), 1))
        upper = np.tile(self.problem.upper, (len(places), 1))
        best = self._best[places]
        for one in np.unique(best).tolist():
            found, rows = self._sums[one], np.flatnonzero(best == one)
            spare = self._total[places[rows]] - worth[rows] * found.scale
            loss = self._losses(found)
            lower[rows] = np.maximum(lower[rows], loss[0] > spare[:, None])
            upper[rows] = np.minimum(upper[rows], loss[1] <= spare[:, None])
        self._force(places, lower, upper)
        return lower, upper

    def _force(self, places: Ints, lower: Ints, upper: Ints) -> None:
        """Give the variables their other values, and those along that follow at once."""
        own, every = self.wanted[places], np.arange(len(places))
        lower[every, own] = upper[every, own] = self.fate[own]
        row = np.full(len(self.wanted), -1)
        row[places] = every
        held = row[self._forced] >= 0
        rows, along = row[self._forced[held]], self._along[held]
        lower[rows, along] = upper[rows, along] = self.fate[own[rows]]


class EveryFate:
    """The search for the best award with each wanted variable at its other value.

    ``left`` says of which it is not known yet; for the others ``known`` holds one.

    Parameters
    ----------
    most
        What no such award is worth more than.
    fixing
        The relaxation of the problem, perhaps with rows that all awards keep anyhow.
    told
        Called whenever so many more of them are known.
    """

    def __init__(
        self,
        known: Known,
        wanted: Ints,
        most: Ints,
        fixing: Fixing,
        judge: Judge,
        told: Callable[[int], None],
    ) -> None:
        self.known, self.wanted, self.fixing = known, wanted, fixing
        self.judge, self.told = judge, told
        self.problem, self.values = fixing.problem, known.values
        self.unit = self.problem.unit
        self.pool = Pool(self.problem, self.values, wanted)
        self.columns = Columns(self.problem)
        self.most = most
        self.lowest = int(np.minimum(self.problem.objective, 0).sum())
        self.own = np.zeros(len(wanted), np.bool_)  # of which the own relaxation was solved
        self.left = np.ones(len(wanted), np.bool_)

    def search(self, root: DualBound) -> None:
        """Find as many as can be found together."""
        self.pool.add(root)
        self._note()
        if not self.left.any():
            return
        order = np.argsort(self.pool.bound, kind="stable")
        order = order[self.left[order]]
        chosen = np.linspace(0, len(order) - 1, SPREAD).astype(np.int64)
        self._relax(np.unique(order[chosen]))
        gap = root.value - self.problem.value(self.values)
        step = int(np.abs(self.problem.objective).max(initial=0)) >> 8
        depth = np.full(len(self.wanted), max(gap, step, self.unit))
        for _ in range(ROUNDS):
            self.most = np.minimum(self.most, self._rounded(self.pool.bound))
            self._note()
            rest = np.flatnonzero(self.left & (depth > 0))
            if not len(rest) or self.judge.clock.over():
                return
            worth = self._rounded(self.most[rest] - depth[rest])
            worth = np.maximum(np.maximum(worth, self._best()[rest] + self.unit), self.lowest)
            depth[rest] *= self._deepened(rest, worth)

    def _deepened(self, places: Ints, worth: Ints) -> Ints:
        """Search for awards worth at least so much; by what the depth is multiplied then."""
        factor, alone = np.zeros(len(places), np.int64), np.zeros(len(places), np.bool_)
        step = max(1, CELLS // self.problem.size)
        for first in range(0, len(places), step):
            these = slice(first, first + step)
            factor[these], alone[these] = self._searched(places[these], worth[these])
        alone &= ~self.own[places] & self.left[places]
        self._relax(places[alone])
        factor[alone] = 1
        return factor

    def _rounded(self, worth: Ints) -> Ints:
        return worth // self.unit * self.unit

    def _best(self) -> Ints:
        return self.known.worth[self.wanted]

    def _note(self) -> None:
        found = self.left & ((self._best() >= self.most) | (self.most < self.lowest))
        self.left &= ~found
        if found.any():
            self.told(int(found.sum()))

    def _relax(self, places: Ints) -> None:
        """Solve the relaxations with these at their other values, for what they say of all."""
        self.own[places] = True
        for variable in self.wanted[places].tolist():
            if self.judge.clock.over():
                return
            hints = self.fixing.fixed(variable, 1 - int(self.values[variable]))
            if hints is None:
                continue
            self.pool.add(DualBound.of(self.problem, hints.duals))
            guess = np.rint(hints.values).astype(np.int64)
            if self.problem.lawful(guess):
                self.known.offer(guess)

    def _searched(self, places: Ints, worth: Ints) -> tuple[Ints, Mask]:
        """By what each depth is multiplied, and which need a closer bound first."""
        lower, upper = self.pool.boxes(places, worth)
        crossed = (lower > upper).any(axis=1)
        lower[crossed] = upper[crossed] = self.values
        stacked = Stacked(self.problem, self.columns, self.values, lower, upper)
        m, n = stacked.sizes
        empty = crossed | stacked.empty
        large = ~empty & ~side_by_side.fits(m, n)
        factor, alone = np.where(large, 0, 2), large & side_by_side.fits(m // 2, n // 2)
        self.most[places[empty]] = worth[empty] - self.unit
        for block in np.flatnonzero(~empty & (n == 0)).tolist():
            self._take(stacked.whole(block, n[:0]), int(places[block]), int(worth[block]))
        for blocks in _alike(np.flatnonzero(~empty & ~large & (n > 0)), m, n):
            own = places[blocks]
            least = np.maximum(worth[blocks], self._best()[own] + self.unit)
            factor[blocks], alone[blocks] = self._grouped(stacked, blocks, own, least)
            self._note()
        return factor, alone

    def _grouped(
        self, stacked: Stacked, blocks: Ints, places: Ints, worth: Ints
    ) -> tuple[Ints, Mask]:
        """The same of some blocks, which are searched side by side."""
        factor, alone = np.full(len(blocks), 2), np.zeros(len(blocks), np.bool_)
        asked = stacked.asked(blocks, worth, self.unit)
        told, effort = side_by_side.together(asked, self.judge.clock)
        self.judge.branched(effort)
        for k, one in enumerate(told):
            place, least = int(places[k]), int(worth[k])
            alone[k] = one.values is None and one.boxes <= 1
            if one.values is not None:
                self._take(stacked.whole(int(blocks[k]), one.values), place, least, one.proven)
            elif one.proven:
                self.most[place] = least - self.unit
            else:
                factor[k] = 0
        return factor, alone

    def _take(self, award: Ints, place: int, worth: int, proven: bool = True) -> None:
        """Take in the best award of a box that holds all that are worth at least ``worth``."""
        reached = self.problem.value(award)
        lawful = self.problem.lawful(award) and reached >= worth
        if lawful:
            self.known.offer(award)
        if proven:
            self.most[place] = reached if lawful else worth - self.unit


def _alike(blocks: Ints, m: Ints, n: Ints) -> Iterator[Ints]:
    """The blocks in groups of nearly one size, the smallest first."""
    ordered = blocks[np.argsort((m * n)[blocks], kind="stable")].tolist()
    group: list[int] = []
    rows = size = 0
    for block in ordered:
        rows, size = max(rows, int(m[block])), max(size, int(n[block]))
        full = len(group) == side_by_side.SLOTS or len(group) * rows * size > TERMS
        if group and (full or rows * size > WASTE * int((m * n)[group[0]])):
            yield np.array(group)
            group, rows, size = [], int(m[block]), int(n[block])
        group.append(block)
    if group:
        yield np.array(group)


def refused(problem: Problem, fate: Ints) -> Mask:
    """The variables that one row alone refuses these values; shape ``(size,)``."""
    rows, refused = problem.rows, np.zeros(problem.size, np.bool_)
    column, owner = rows.column, rows.owner
    for side in (1, -1):
        step = side * rows.coefficient
        least = np.where(step > 0, problem.lower[column], problem.upper[column]) * step
        room = side * rows.bound
        np.subtract.at(room, owner, least)
        strict = (rows.sense * side <= 0)[owner]
        refused[column[strict & (fate[column] * step - least > room[owner])]] = True
    return refused

"""Better prices, step by step: those that suit best the mixtures of what is known of the regions.

References
----------
Dantzig and Wolfe (1960), Decomposition principle for linear programs; Marsten, Hogan and
Blankenship (1975), The boxstep method for large-scale optimization.
"""

from __future__ import annotations

import numpy as np

from award_opt.columns import Ints
from award_opt.engines.relaxation import Relaxation
from award_opt.labels import Labels
from award_opt.program.parts import Problem
from award_opt.program.rows import DEFINITION, Rows
from award_opt.rules._base import EQUAL
from award_opt.search.linked.prices import Priced, Regions
from award_opt.search.linked.regions import SCALE
from award_opt.stretches import starts

FIRST = 8 * SCALE  # by how much each price may change in the first step
ENDLESS = 10**6
SMALL = 1e-6
MOST = 300  # steps in all
MIXTURES = 4  # of the last steps, from which an award may be mixed


class Steps:
    """Steps towards prices with a lower bound: ``best`` are the best so far.

    ``ended`` says that no step promises anything any more.
    """

    def __init__(self, beside: Regions, priced: Priced) -> None:
        self.beside, self.best = beside, priced
        self.reach, self.ended = FIRST, False
        self._mixtures: list[list[tuple[int, Ints]]] = []

    @property
    def mixed(self) -> list[tuple[int, Ints]]:
        """What the last steps mixed, each with the place of its region."""
        return [entry for mixture in self._mixtures[-MIXTURES:] for entry in mixture]

    def step(self) -> None:
        """Try prices near the best ones; the reach grows and shrinks with success."""
        if self.ended:
            return
        promise = self._promised()
        tried = None if promise is None else self._tried(*promise)
        self.ended = tried is None or not self.reach or len(self._mixtures) == MOST
        if tried is not None and tried.total < self.best.total:
            self.best = tried

    def _tried(self, expected: float, prices: Ints) -> Priced | None:
        """The regions at other prices; ``None`` where that promises nothing."""
        if expected >= self.best.total - SCALE or np.array_equal(prices, self.best.prices):
            return None
        tried = self.beside.priced(prices)
        if tried is None:
            return None
        gain = self.best.total - tried.total
        if gain <= 0:
            self.reach = self.reach * 2 // 3
        elif 2 * gain > self.best.total - expected:
            self.reach = self.reach * 3 // 2
        return tried

    def _promised(self) -> tuple[float, Ints] | None:
        """The least that the known parts of awards allow within reach, and at which prices."""
        master = self._master()
        hints = Relaxation(master, self.beside.judge.clock).solve()
        if hints is None:
            return None
        pairs = zip(self.beside.entries(), hints.values.tolist(), strict=False)
        self._mixtures.append([entry for entry, part in pairs if part > SMALL])
        prices = np.rint(np.maximum(hints.duals[: len(self.best.prices)], 0)).astype(np.int64)
        return float((master.objective * hints.values).sum()), prices

    def _master(self) -> Problem:
        """Mixtures of what is known of each region; limits may be left and passed at a price."""
        limits, regions = self.beside.limits.rows, self.beside.regions
        many, centre = len(limits.bound), self.best.prices
        worth: list[int] = []
        row: list[Ints] = []
        number: list[Ints] = []
        for place, values in self.beside.entries():
            used = regions[place].used(values, many)
            taken = np.flatnonzero(used)
            row.append(np.append(taken, many + place))
            number.append(np.append(used[taken], 1))
            worth.append(regions[place].problem.value(values) * SCALE)
        every, size = np.arange(many), len(worth)
        owner = np.concatenate([*row, every, every])
        column = np.concatenate(
            [np.repeat(np.arange(size), [len(each) for each in row]), size + np.arange(2 * many)]
        )
        value = np.concatenate([*number, every * 0 + 1, every * 0 - 1])
        order = np.lexsort((column, owner))
        total, none = many + len(regions), np.zeros(size + 2 * many, np.int64)
        return Problem(
            rows=Rows(
                start=starts(np.bincount(owner, minlength=total)),
                column=column[order],
                coefficient=value[order],
                sense=np.full(total, EQUAL),
                bound=np.concatenate([limits.bound, np.ones(len(regions), np.int64)]),
                rule=np.full(total, DEFINITION),
                group=Labels(np.zeros(total, np.int64), ("",)),
            ),
            lower=none,
            upper=none + ENDLESS,
            objective=np.concatenate(
                [
                    np.array(worth, np.int64),
                    np.maximum(centre - self.reach, 0),
                    -(centre + self.reach),
                ]
            ),
        )

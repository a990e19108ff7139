"""Better awards near a known one: solve a part of the program anew, the rest as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from award_opt.columns import Ints
from award_opt.program.parts import Problem
from award_opt.search import core, parallel
from award_opt.search.judge import Judge
from award_opt.search.linked.prices import Priced, Regions
from award_opt.search.linked.regions import SCALE
from award_opt.search.reduced import Propagation, reduced

ASIDE = 2  # windows that are solved side by side


@dataclass(frozen=True, slots=True)
class Box:
    """The awards to choose from: ``lower`` and ``upper`` with shape ``(size,)``."""

    lower: Ints
    upper: Ints

    def carried(self) -> None:
        """Nothing: a box does not change."""

    def resume(self, state: None) -> None:
        """Stay as it is."""


class Windows:
    """Better and better awards of a problem, ``whole`` with its joint rows."""

    def __init__(self, whole: Problem, beside: Regions, award: Ints | None, judge: Judge) -> None:
        self.whole, self.beside, self.award, self.judge = whole, beside, award, judge
        self.propagation = Propagation(whole.rows)
        self._touch = np.zeros((len(beside.regions), len(beside.limits.parent)), np.bool_)
        for place, region in enumerate(beside.regions):
            self._touch[place, region.limit] = True

    def mix(self, known: Iterable[tuple[int, Ints]]) -> bool:
        """Solve what differs between the award and what is ``known`` of regions; whether it pays.

        References
        ----------
        Danna, Rothberg and Le Pape (2005), Exploring relaxation induced neighborhoods.
        """
        lower, upper = self.whole.upper.copy(), self.whole.lower.copy()
        for place, values in known:
            inside = self.beside.regions[place].variables
            lower[inside] = np.minimum(lower[inside], values)
            upper[inside] = np.maximum(upper[inside], values)
        if self.award is not None:
            lower, upper = np.minimum(lower, self.award), np.maximum(upper, self.award)
        return self._improved([Box(lower, upper)])

    def sweep(self, priced: Priced, size: int, loss: int) -> bool:
        """Solve windows of ``size`` regions until every region was in one; whether it pays."""
        assert self.award is not None
        better, waiting = False, set(range(len(self.beside.regions)))
        while waiting and not self.judge.clock.over():
            windows = self._next(priced, size, waiting)
            waiting.difference_update(*windows)
            boxes = [self._box(self.award, window, priced, loss) for window in windows]
            better = self._improved(boxes) or better
        return better

    def _next(self, priced: Priced, size: int, waiting: set[int]) -> list[list[int]]:
        """Windows about the regions that lose most, apart from each other."""
        short, left = self._short(priced), sorted(waiting)
        windows: list[list[int]] = []
        taken: set[int] = set()
        while len(windows) < ASIDE:
            rest = [place for place in left if place not in taken]
            if not rest:
                break
            window = self._window(max(rest, key=lambda place: short[place]), priced, size, taken)
            windows.append(window)
            taken.update(window)
        return windows

    def _window(self, first: int, priced: Priced, size: int, taken: set[int]) -> list[int]:
        """A region and those that share most limits with it, weighed by their prices."""
        window = [first]
        while len(window) < size:
            shared = self._touch @ (self._touch[window].sum(axis=0) * priced.prices)
            shared[[*window, *taken]] = -1
            place = int(shared.argmax())
            if shared[place] < 0:
                break
            window.append(place)
        return window

    def _short(self, priced: Priced) -> Ints:
        """How much less than at best each region is worth, with the limits that it leaves."""
        assert self.award is not None
        limits = self.beside.limits.rows
        left = priced.prices * (limits.bound - limits.activity(self.award))
        shares: Ints = left // np.maximum(self._touch.sum(axis=0), 1)
        worth = [
            region.priced(priced.prices).value(self.award[region.variables])
            for region in self.beside.regions
        ]
        return priced.most - np.array(worth, np.int64) + self._touch @ shares

    def _box(self, award: Ints, window: Sequence[int], priced: Priced, loss: int) -> Box:
        """The award as it is, and in a window all that loses at most ``loss`` points."""
        low, high = priced.box(self.beside.regions, self.whole, loss * SCALE)
        lower, upper = award.copy(), award.copy()
        for place in window:
            inside = self.beside.regions[place].variables
            lower[inside] = np.minimum(low[inside], lower[inside])
            upper[inside] = np.maximum(high[inside], upper[inside])
        return Box(lower, upper)

    def _improved(self, boxes: Sequence[Box]) -> bool:
        """Solve boxes beside each other, and make their changes one after the other."""
        before, better = self.award, False
        sizes = [self.whole.size] * len(boxes)
        for values in parallel.spread(self._solved, boxes, sizes, self.judge):
            better = self._take(before, values) or better
        return better

    def _solved(self, box: Box) -> Ints | None:
        """The best award of a box."""
        small = reduced(self.whole.within(box.lower, box.upper), self.propagation)
        if small is None:
            return None
        known = None if self.award is None else small.part(self.award)
        answer = core.best(small.problem, known, self.judge)
        return None if answer.values is None else small.whole(answer.values)

    def _take(self, before: Ints | None, values: Ints | None) -> bool:
        """Make the changes of a box, where the award stays lawful and becomes better."""
        if values is None:
            return False
        if before is not None and self.award is not None:
            values = np.where(values != before, values, self.award)
        worth = None if self.award is None else self.whole.value(self.award)
        if (worth is not None and self.whole.value(values) <= worth) or not self.whole.lawful(
            values
        ):
            return False
        self.award = values
        return True

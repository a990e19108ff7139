"""Prices for limits, and what they prove: no award is worth more than the priced regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Answer
from award_opt.program.parts import Problem
from award_opt.search import core, parallel
from award_opt.search.core import Optimised
from award_opt.search.judge import Judge
from award_opt.search.linked.joint import Limits
from award_opt.search.linked.regions import SCALE, Region


@dataclass(frozen=True, slots=True)
class Priced:
    """The regions at some prices: ``most`` bounds each one's worth, times ``SCALE``.

    ``total`` is their sum and what the limits are worth: ``SCALE`` times a bound on all awards.
    ``values`` are the best of all regions, shape ``(size,)``; ``None`` where a clock struck.
    """

    prices: Ints
    found: Sequence[Optimised]
    most: Ints
    total: int
    values: Ints | None

    @property
    def bound(self) -> int:
        """No award is worth more."""
        return self.total // SCALE

    def box(self, regions: Sequence[Region], problem: Problem, loss: int) -> tuple[Ints, Ints]:
        """A box of all awards in which no region loses more than ``loss`` at these prices."""
        lower, upper = problem.lower.copy(), problem.upper.copy()
        for region, found, most in zip(regions, self.found, self.most.tolist(), strict=True):
            if found.bound is not None:
                low, high = found.bound.box(most - loss)
                lower[region.variables], upper[region.variables] = low, high
        return lower, upper


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a region; pricing changes nothing about it."""

    number: int

    def carried(self) -> None:
        """Nothing."""

    def resume(self, state: None) -> None:
        """Stay as it is."""


class Regions:
    """The regions of a problem beside its limits, priced again and again."""

    def __init__(
        self, problem: Problem, regions: Sequence[Region], limits: Limits, judge: Judge
    ) -> None:
        self.problem, self.regions, self.limits, self.judge = problem, regions, limits, judge
        self.sizes = [len(region.variables) for region in regions]
        self.known: list[dict[bytes, Ints]] = [{} for _ in regions]

    def learn(self, values: Ints) -> None:
        """Remember what an award, or a part of one, gives each region."""
        for place, region in enumerate(self.regions):
            own = values[region.variables]
            self.known[place].setdefault(own.tobytes(), own)

    def priced(self, prices: Ints) -> Priced | None:
        """The best of each region at some prices; ``None`` where not every region has a bound.

        References
        ----------
        Geoffrion (1974), Lagrangean relaxation for integer programming.
        """

        def alone(place: _Place) -> Optimised:
            return self._alone(place.number, prices)

        places = [_Place(number) for number in range(len(self.regions))]
        found = parallel.spread(alone, places, self.sizes, self.judge)
        bounds = [each.answer.bound for each in found]
        if any(bound is None for bound in bounds):
            return None
        most = np.array(bounds, np.int64)
        total = int((prices * self.limits.rows.bound).sum()) + int(most.sum())
        values: Ints | None = self.problem.lower.copy()
        for region, each in zip(self.regions, found, strict=True):
            if each.answer.verdict != "optimal" or each.answer.values is None:
                values = None
            elif values is not None:
                values[region.variables] = each.answer.values
        if values is not None:
            self.learn(values)
        return Priced(prices, found, most, total, values)

    def _alone(self, place: int, prices: Ints) -> Optimised:
        problem = self.regions[place].priced(prices)
        if problem.bare:
            best = problem.one_by_one(problem.lower)
            return Optimised(Answer("optimal", best, problem.value(best)))
        known = max(self.known[place].values(), key=problem.value, default=None)
        return core.optimised(problem, known, self.judge)

    def entries(self) -> Iterator[tuple[int, Ints]]:
        """What is known of each region, region by region."""
        for place, known in enumerate(self.known):
            for values in known.values():
                yield place, values

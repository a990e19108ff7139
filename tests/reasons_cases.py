"""Random cases with their reasons, and every set of winners with the rules that it breaks."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import compress, product

import pytest
from test_margins import solved
from test_solve import skips

from award_opt import order, reading
from award_opt.domain import Bid
from award_opt.engines.exhaustive import Exhaustive
from award_opt.reasons import STOP, Gap, Reason, explain

SEEDS = (*range(240), 327, 731)  # the last two: a higher-ranked loser would make a place
GOALS = ("as drawn", "ranking", "total_score")


class Case:
    """A proven award with its reasons, and every set of winners with the rules that it breaks."""

    def __init__(self, seed: int, goal: str) -> None:
        self.tender, self.instance, self.award = solved(seed, goal)
        self.admitted = reading.admission(self.tender, self.instance, None).admitted
        ids = {winner.bid for winner in self.award.winners}
        self.winners = frozenset(bid.id for bid in self.admitted if bid.id in ids)
        self.bids = {bid.id: bid for bid in self.instance.bids}
        goals = set(self.tender.award.goals)
        money = "lowest_value" in goals and not goals & {"total_score", "ranking"}
        self.measure = "value" if money else "score"

    @property
    def told(self) -> bool:
        """Whether there is something to explain: winners, and losers that took part."""
        proven = self.award.status == "optimal"
        return proven and 0 < len(self.winners) < len(self.admitted)

    @cached_property
    def every(self) -> dict[frozenset[str], frozenset[str]]:
        """Every set of admitted bids with the rules that it breaks, by the second reading."""
        choices = product((0, 1), repeat=len(self.admitted))
        sets = [tuple(compress(self.admitted, choice)) for choice in choices]
        return {frozenset(bid.id for bid in chosen): self.breaks(chosen) for chosen in sets}

    def breaks(self, winners: tuple[Bid, ...]) -> frozenset[str]:
        landscape = self.tender.landscape()
        broken = {
            rule.id
            for rule in self.tender.rules
            if next(rule.breaches(self.admitted, winners, landscape), None) is not None
        }
        stop = self.tender.award.on_misfit == "stop" and "ranking" in self.tender.award.goals
        if stop and skips(self.tender, self.admitted, winners):
            broken.add(STOP)
        return frozenset(broken)

    def merit(self, bid: str) -> int | None:
        if self.measure == "value":
            return -self.bids[bid].value_cents
        return self.bids[bid].score

    def lower(self, bid: str) -> set[str]:
        """The winners of the bid's lot that stand strictly lower."""
        own = self.merit(bid)
        return {
            other
            for other in self.winners
            if self.bids[other].lot == self.bids[bid].lot
            and self.bids[other].lot in order.ranked_lots(self.tender)
            and None not in (own, self.merit(other))
            and own > self.merit(other)
        }

    def behind(self, bid: str) -> set[str]:
        """The winners of the bid's lot that are as good and stand behind it."""
        own, lots = self.merit(bid), order.lot_positions(self.tender)
        if own is None or self.bids[bid].lot not in order.ranked_lots(self.tender):
            return set()
        chain = ("lot", self.measure, *self.tender.award.ties)
        place = {
            b.id: k
            for k, b in enumerate(
                sorted(self.admitted, key=lambda b: (order.key(b, chain, lots), b.id))
            )
        }
        same = {b for b in self.winners if self.bids[b].lot == self.bids[bid].lot}
        return {b for b in same if self.merit(b) == own and place[b] > place[bid]}

    def short(self, winners: frozenset[str]) -> Gap | None:
        """The first goal on which other winners differ from the award, with both values."""
        for goal in order.stages(self.tender):
            award, other = (
                reading.goal_value(
                    self.tender, self.instance, [self.bids[b] for b in sorted(chosen)], goal
                )
                for chosen in (self.winners, winners)
            )
            if award != other:
                return Gap(goal, award, other)
        return None

    def above(self, bid: str) -> list[str]:
        """The admitted bids that are decided before the bid."""
        ranked = order.rank_order(self.tender, self.admitted)
        lots = order.lot_positions(self.tender)
        chain = ("lot", self.measure, *self.tender.award.ties)
        if self.measure == "value":
            ranked.sort(key=lambda b: (order.key(b, chain, lots), b.id))
        ids = [b.id for b in ranked]
        return ids[: ids.index(bid)]


@cache
def cases(by_engine: bool = False) -> tuple[tuple[Case, tuple[Reason, ...]], ...]:
    """Every case with something to explain; small parts by enumeration, or all by the engine."""
    made = [Case(seed, goal) for seed in SEEDS for goal in GOALS]
    with pytest.MonkeyPatch.context() as patch:
        if by_engine:
            patch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
        return tuple(
            (case, explain(case.tender, case.instance, case.award)) for case in made if case.told
        )

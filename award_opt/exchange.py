"""Single additions and exchanges: the better awards that arithmetic alone can find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import Final, TypeAlias

from award_opt import order
from award_opt.domain import Bid, Instance
from award_opt.reading import goal_value
from award_opt.screen import Screen
from award_opt.tender import Tender

Worth: TypeAlias = tuple[Decimal | int, ...]
TOGETHER: Final = frozenset({"ranking", "fewest_partners", "most_coverage"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """``enters`` could win, instead of ``leaves`` if given; ``by`` names the goal or order."""

    enters: Bid
    leaves: Bid | None
    by: str


def better(
    tender: Tender, instance: Instance, admitted: Sequence[Bid], winners: Sequence[Bid]
) -> Iterator[Exchange]:
    """Every addition, and every exchange within a lot, that is lawful and better."""
    judge = _Judge(tender, instance, admitted, winners)
    screen = Screen(tender.rules, admitted, winners, judge.landscape)
    won = {bid.id for bid in winners}
    by_lot: dict[str, list[tuple[Worth, Bid]]] = {}
    for bid in winners:
        by_lot.setdefault(bid.lot, []).append((judge.worth(bid), bid))
    for bid in admitted:
        if bid.id in won:
            continue
        own = judge.worth(bid)
        worse = [other for worth, other in by_lot.get(bid.lot, ()) if worth <= own]
        for leaves in (None, *worse):
            by = judge.better(bid, leaves)
            if by is not None and not screen.refuses(bid, leaves) and judge.lawful(bid, leaves):
                yield Exchange(bid, leaves, by)


class _Judge:
    """Compares awards that differ in a bid or a pair; the rule that refused last is asked first."""

    def __init__(
        self, tender: Tender, instance: Instance, admitted: Sequence[Bid], winners: Sequence[Bid]
    ) -> None:
        self.tender, self.admitted, self.winners = tender, admitted, winners
        self.landscape = tender.landscape()
        self.rules = list(tender.rules)
        self.goals = order.stages(tender)
        ranked = order.rank_order(tender, admitted)
        self.rank = {bid.id: place for place, bid in enumerate(ranked)}
        self.place = {bid.id: k for k, bid in enumerate(order.tie_order(tender, admitted))}
        self.per_bidder: dict[str, int] = {}
        for bid in winners:
            self.per_bidder[bid.bidder] = self.per_bidder.get(bid.bidder, 0) + 1
        self.instance = instance

    def worth(self, bid: Bid) -> Worth:
        """What a winning bid adds to the first goals, as far as these add up bid by bid.

        A bid does not better the award in the place of a winner that is worth more.
        """
        if self.goals[0] == "ranking":
            return (-self.rank[bid.id],) if bid.id in self.rank else ()
        additive = takewhile(lambda goal: goal not in TOGETHER, self.goals)
        return tuple(self._worth(goal, bid) for goal in additive)

    def better(self, enters: Bid, leaves: Bid | None) -> str | None:
        """The goal, or ``ties``, by which the changed award is better; ``None`` if it is not."""
        for goal in self.goals:
            gain = self._gain(goal, enters, leaves)
            if gain:
                return goal if gain > 0 else None
        behind = leaves is None or self.place[enters.id] < self.place[leaves.id]
        return "ties" if behind else None

    def _gain(self, goal: str, enters: Bid, leaves: Bid | None) -> Decimal | int:
        if goal == "ranking":
            return self._rank_gain(enters, leaves)
        if goal == "fewest_partners":
            return self._partners_gain(enters, leaves)
        if goal == "most_coverage":
            return self._coverage_gain(enters, leaves)
        return self._worth(goal, enters) - (0 if leaves is None else self._worth(goal, leaves))

    def _worth(self, goal: str, bid: Bid) -> Decimal | int:
        """What one winning bid adds to an additive goal; more is better."""
        if goal == "total_score":
            return (bid.score or 0) * self.tender.award.lot_weights.get(bid.lot, 1)
        if goal == "lowest_value":
            return -(bid.value_cents or 0)
        if goal == "least_transfers":
            return Decimal(bid.attributes.get("clients", "0"))
        return -1 if goal == "fewest_contracts" else 1

    def _rank_gain(self, enters: Bid, leaves: Bid | None) -> int:
        if enters.id not in self.rank:
            return 0
        return 1 if leaves is None or self.rank[enters.id] < self.rank[leaves.id] else -1

    def _partners_gain(self, enters: Bid, leaves: Bid | None) -> int:
        if leaves is not None and leaves.bidder == enters.bidder:
            return 0
        more = self.per_bidder.get(enters.bidder, 0) == 0
        fewer = leaves is not None and self.per_bidder[leaves.bidder] == 1
        return int(fewer) - int(more)

    def _coverage_gain(self, enters: Bid, leaves: Bid | None) -> int:
        now = goal_value(self.tender, self.instance, self.winners, "most_coverage")
        then = goal_value(
            self.tender, self.instance, self._changed(enters, leaves), "most_coverage"
        )
        return int(then) - int(now)

    def _changed(self, enters: Bid, leaves: Bid | None) -> list[Bid]:
        gone = None if leaves is None else leaves.id
        return sorted([*(b for b in self.winners if b.id != gone), enters], key=lambda bid: bid.id)

    def lawful(self, enters: Bid, leaves: Bid | None) -> bool:
        """Whether the changed award keeps every rule."""
        changed = self._changed(enters, leaves)
        for place, rule in enumerate(self.rules):
            if next(rule.breaches(self.admitted, changed, self.landscape), None) is not None:
                self.rules.insert(0, self.rules.pop(place))
                return False
        return not self._after_stop(changed)

    def _after_stop(self, changed: Sequence[Bid]) -> bool:
        if "ranking" not in self.goals or self.tender.award.on_misfit != "stop":
            return False
        won, stopped = {bid.id for bid in changed}, set()
        for bid in order.rank_order(self.tender, self.admitted):
            if bid.id not in won:
                stopped.add(bid.lot)
            elif bid.lot in stopped:
                return True
        return False

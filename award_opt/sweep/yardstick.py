"""What every scenario of a sweep is measured by: the published shares, cells and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from award_opt import order
from award_opt.domain import ROLES, Bid, Landscape, Role, lot_id
from award_opt.rules import Coverage, MinShare
from award_opt.rules._base import count_units, groups
from award_opt.rules._shares import Of, share_bp
from award_opt.tender import Tender

SMALL: Of = {"scale": ("micro", "small")}


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Who is small and which cells count, for all scenarios alike.

    The first ``min_share`` rule of the published tender says who is small and in which roles, else
    that of the first what-if that has one, else micro and small organisations in any role; the
    cells are found in the same way, among the coverage rules.
    """

    of: Of
    roles: tuple[Role, ...]
    coverage: tuple[Coverage, ...]

    @classmethod
    def from_tenders(cls, tenders: Sequence[Tender]) -> Yardstick:
        """The yardstick of a plan; the published tender comes first."""
        small = next((r for t in tenders for r in t.rules if isinstance(r, MinShare)), None)
        cells = (tuple(r for r in t.rules if isinstance(r, Coverage)) for t in tenders)
        return cls(
            of=SMALL if small is None else small.of,
            roles=ROLES if small is None else small.roles,
            coverage=next(filter(None, cells), ()),
        )

    def content(self) -> dict[str, Any]:
        """All that a measure depends on, for keys."""
        coverage = [rule.model_dump(mode="json", exclude={"source"}) for rule in self.coverage]
        of = {column: list(names) for column, names in self.of.items()}
        return {"of": of, "roles": list(self.roles), "coverage": coverage}

    def small_bp(self, winners: Sequence[Bid]) -> int | None:
        """The share of the awarded value that goes to small providers, rounded down."""
        return self.share([b.value_cents for b in winners], [self.part(b) for b in winners])

    def part(self, bid: Bid) -> int | None:
        """What of a bid goes to small providers, in hundredths of a cent of a percent.

        ``None`` where the share of a party is not known.
        """
        if any(party.share_bp is None for party in bid.parties):
            return None
        return share_bp(bid, self.of, self.roles) * (bid.value_cents or 0)

    @staticmethod
    def share(values: Sequence[int | None], parts: Sequence[int | None]) -> int | None:
        """The share of the winners' ``parts`` in their ``values``, in basis points."""
        whole = sum(filter(None, values))
        if not whole or None in values or None in parts:
            return None
        return sum(filter(None, parts)) // whole

    @staticmethod
    def keeps(tender: Tender, rule: Coverage) -> bool:
        """Whether every lawful award reaches all cells of a rule, as one that ``tender`` has."""
        return rule.if_short == "fail" and any(rule is each for each in tender.rules)

    @staticmethod
    def reached(
        rule: Coverage, landscape: Landscape, bids: Sequence[Bid], winners: Sequence[Bid]
    ) -> list[bool]:
        """For each published cell of a rule whether enough of the winners offer it."""
        won = count_units(winners, rule.where, rule.per, rule.count, rule.roles)
        cells = groups(landscape, rule.where, rule.per, bids)
        return [len(won.get(cell, ())) >= rule.at_least for cell in cells]


def money_cents(winners: Sequence[Bid]) -> int | None:
    """The value of all winners; ``None`` where the value of one is not known."""
    values = [bid.value_cents for bid in winners if bid.value_cents is not None]
    return sum(values) if len(values) == len(winners) else None


def passed_over(tender: Tender, admitted: Sequence[Bid], won: frozenset[str]) -> int:
    """How many admitted bids lose while a strictly worse bid of their lot wins."""
    by_value, lots = order.measure(tender) == "value", frozenset(order.ranked_lots(tender))
    worst: dict[tuple[str, str | None], int] = {}
    losers = []
    for bid in admitted:
        merit = order.merit(bid, "value") if by_value else bid.score
        if merit is None:
            continue
        lot = bid.segment, bid.area
        if bid.id not in won:
            losers.append((lot, merit))
        elif merit < worst.get(lot, merit + 1):
            worst[lot] = merit
    low = {lot: merit for lot, merit in worst.items() if lot_id(*lot) in lots}
    return sum(lot in low and merit > low[lot] for lot, merit in losers)

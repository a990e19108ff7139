"""The places of the bids in their lots, by the measure that the method compares them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from award_opt import order
from award_opt.domain import Bid
from award_opt.tender import Tender


@dataclass(frozen=True, slots=True)
class Standing:
    """The admitted bids of the ranked lots in the published order, best first in each lot.

    They are compared by score; by value where money is a goal and points are not.
    """

    measure: str
    ordered: tuple[Bid, ...]

    @classmethod
    def of(cls, tender: Tender, admitted: Sequence[Bid]) -> Standing:
        """The standing of the admitted bids."""
        measure = order.measure(tender)
        lots, inside = order.lot_positions(tender), set(order.ranked_lots(tender))
        chain = ("lot", measure, *tender.award.ties)
        ranked = [bid for bid in admitted if bid.lot in inside]
        ranked.sort(key=lambda bid: (order.key(bid, chain, lots), bid.id))
        return cls(measure, tuple(ranked))

    def merit(self, bid: Bid) -> int | None:
        """The number that the bid is compared by, more is better; ``None`` where it has none."""
        return order.merit(bid, self.measure)

    def above(self, bid: Bid, other: Bid) -> bool:
        """Whether ``bid`` is strictly better than ``other``, ties left aside."""
        own, others = self.merit(bid), self.merit(other)
        return own is not None and others is not None and own > others

    def lot(self, lot: str) -> list[Bid]:
        """The ranked bids of a lot, best first."""
        return [bid for bid in self.ordered if bid.lot == lot]

"""The award that a page is about, with its inputs at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from award_opt import order
from award_opt.award import AwardFile
from award_opt.domain import Bid, Instance
from award_opt.reading import Admission, admission, selected
from award_opt.report.speech import Speech
from award_opt.tender import Segment, Tender
from award_opt.texts import Lang


@dataclass(frozen=True)
class Case:
    """One award under one tender and its bids, in one language."""

    tender: Tender
    instance: Instance
    award: AwardFile
    among: AwardFile | None
    lang: Lang

    @cached_property
    def speech(self) -> Speech:
        """The names and numbers of the page."""
        return Speech(self.tender, self.instance, self.lang)

    @cached_property
    def won(self) -> frozenset[str]:
        """The winning bids."""
        return frozenset(winner.bid for winner in self.award.winners)

    @cached_property
    def winners(self) -> tuple[Bid, ...]:
        """The winning bids, in the order of their ids."""
        return tuple(bid for bid in self.instance.bids if bid.id in self.won)

    @cached_property
    def admission(self) -> Admission:
        """The bids that took part, and why others did not."""
        return admission(self.tender, self.instance, selected(self.among))

    def lots(self) -> Iterator[tuple[Segment, str | None]]:
        """Every lot as its segment and area, as published."""
        for segment in self.tender.segments:
            for area in segment.areas or (None,):
                yield segment, area

    def bids_of(self, segment: str, area: str | None) -> list[Bid]:
        """All bids for a lot: the admitted in their published rank, then the others."""
        inside = [b for b in self.instance.bids if (b.segment, b.area) == (segment, area)]
        took_part = {bid.id for bid in self.admission.admitted}
        admitted = [bid for bid in inside if bid.id in took_part]
        ranked = order.rank_order(self.tender, admitted) or admitted
        return [*ranked, *(bid for bid in inside if bid.id not in took_part)]

    def winners_of(self, segment: str, area: str | None) -> list[Bid]:
        """The winning bids of a lot, best rank first."""
        return [bid for bid in self.bids_of(segment, area) if bid.id in self.won]

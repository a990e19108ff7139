"""Every bid that qualifies wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape
from award_opt.rules._base import AT_LEAST, Block, Measure, Rule, in_scope
from award_opt.rules._scope import grouping
from award_opt.rules._vector import added, ones, weighted
from award_opt.rules._words import Texts


class AllQualifying(Rule):
    """Every admitted bid in the scope wins: Open House, or a segment without a maximum.

    Such segments are not ranked, so scores and caps have no place there.
    """

    DUTCH: ClassVar[str] = "Open House"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Elke inschrijving die aan de eisen voldoet wint{within}.",
            "en": "Every bid that meets the requirements wins{within}.",
        },
        "breach": {
            "nl": "{found} van de {limit} inschrijvingen winnen; niet: {missing}.",
            "en": "{found} of the {limit} bids win; not: {missing}.",
        },
    }

    kind: Literal["all_qualifying"] = "all_qualifying"

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        grouped = grouping(columns, landscape, self.where, ())
        each = ones(grouped)
        return weighted(self.id, grouped, each, AT_LEAST, added(1, grouped, each))

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        won = {bid.id for bid in winners}
        inside = [bid.id for bid in admitted if in_scope(bid, self.where)]
        missing = [bid for bid in inside if bid not in won]
        facts = {"missing": ", ".join(missing)}
        found = len(inside) - len(missing)
        yield Measure(self.id, "", found, AT_LEAST, len(inside), facts=facts)

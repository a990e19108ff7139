"""At most one contract in each group, such as a territory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape
from award_opt.rules._base import AT_MOST, Block, Measure, Per, Rule, by_group, groups, label
from award_opt.rules._scope import grouping
from award_opt.rules._vector import ones, weighted
from award_opt.rules._words import Texts


class Exclusive(Rule):
    """At most one contract in the scope, or in each of its groups.

    With ``per`` an attribute such as ``territory`` no two winners get the same one; with
    ``per = "care_type"`` no two winners offer the same.
    """

    DUTCH: ClassVar[str] = "uitsluiting"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Ten hoogste één contract{within}.",
            "en": "At most one contract{within}.",
        },
        "breach": {
            "nl": "{bids} sluiten elkaar uit.",
            "en": "{bids} exclude each other.",
        },
    }

    kind: Literal["exclusive"] = "exclusive"
    per: Per = ()

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        grouped = grouping(columns, landscape, self.where, self.per)
        return weighted(self.id, grouped, ones(grouped), AT_MOST, [1] * len(grouped.names))

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        won = by_group(winners, self.where, self.per)
        for group in groups(landscape, self.where, self.per, admitted):
            ids = [bid.id for bid in won.get(group, ())]
            facts = {"bids": ", ".join(ids)}
            yield Measure(self.id, label(group), len(ids), AT_MOST, 1, facts=facts)

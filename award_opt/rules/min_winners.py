"""At least ``at_least`` winners, counted as contracts, bidders, providers or owners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import numpy as np

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape, Unit
from award_opt.rules._base import (
    AT_LEAST,
    Block,
    Count,
    IfShort,
    Measure,
    Per,
    Roles,
    Rule,
    count_units,
    groups,
    label,
)
from award_opt.rules._scope import grouping
from award_opt.rules._vector import counted, unit_terms
from award_opt.rules._words import Texts


class MinWinners(Rule):
    """At least ``at_least`` winners in the scope, or in each of its groups.

    ``if_short`` says what holds where fewer were admitted: ``fail`` (no award is lawful) or
    ``as_available`` (the number admitted is demanded).
    """

    DUTCH: ClassVar[str] = "minimumaantal contractpartners"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Minimaal aantal {count:word}: {at_least}{if_short:short}{within}.",
            "en": "Minimum number of {count:word}: {at_least}{if_short:short}{within}.",
        },
        "breach": {
            "nl": "Winnende {count:word}: {found}; het minimum is {limit}.",
            "en": "Winning {count:word}: {found}; the minimum is {limit}.",
        },
    }

    kind: Literal["min_winners"] = "min_winners"
    per: Per = ()
    count: Unit = "contracts"
    roles: Roles = ("lead", "member")
    at_least: Count
    if_short: IfShort = "fail"

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        grouped = grouping(columns, landscape, self.where, self.per)
        terms = unit_terms(columns, grouped, self.count, self.roles)
        needed = np.full(len(grouped.names), self.at_least, np.int64)
        if self.if_short == "as_available":
            needed = np.minimum(needed, terms.found(len(grouped.names)))
        return counted(grouped.labels, terms, AT_LEAST, needed)

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        short = self.if_short == "as_available"
        pool = admitted if short else ()
        offered = count_units(pool, self.where, self.per, self.count, self.roles)
        won = count_units(winners, self.where, self.per, self.count, self.roles)
        for group in groups(landscape, self.where, self.per, admitted):
            needed = min(self.at_least, len(offered.get(group, ()))) if short else self.at_least
            yield Measure(self.id, label(group), len(won.get(group, ())), AT_LEAST, needed)

    def unmeetable(self, admitted: Sequence[Bid], landscape: Landscape) -> Iterator[Measure]:
        if self.if_short == "fail":
            for measure in self.measures(admitted, admitted, landscape):
                if measure.slack < 0:
                    yield measure

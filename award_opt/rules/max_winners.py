"""At most ``limit`` winners, counted as contracts, bidders, providers or owners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import numpy as np

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape, Unit
from award_opt.rules._base import (
    AT_MOST,
    Block,
    Count,
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


class MaxWinners(Rule):
    """At most ``limit`` winners in the scope, or in each of its groups.

    The counting unit decides: segment 4 of Hart van Brabant has 94 contracts and 35 bidders.
    ``roles`` says whose part in a coalition counts where providers or owners are counted.
    """

    DUTCH: ClassVar[str] = "maximumaantal contractpartners"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Maximaal aantal {count:word}: {limit}{within}.",
            "en": "Maximum number of {count:word}: {limit}{within}.",
        },
        "breach": {
            "nl": "Winnende {count:word}: {found}; het maximum is {limit}.",
            "en": "Winning {count:word}: {found}; the maximum is {limit}.",
        },
    }

    kind: Literal["max_winners"] = "max_winners"
    per: Per = ()
    count: Unit = "contracts"
    roles: Roles = ("lead", "member")
    limit: Count

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        grouped = grouping(columns, landscape, self.where, self.per)
        terms = unit_terms(columns, grouped, self.count, self.roles)
        return counted(grouped.labels, terms, AT_MOST, np.full(len(grouped.names), self.limit))

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        found = count_units(winners, self.where, self.per, self.count, self.roles)
        for group in groups(landscape, self.where, self.per, admitted):
            number = len(found.get(group, ()))
            yield Measure(self.id, label(group), number, AT_MOST, self.limit)

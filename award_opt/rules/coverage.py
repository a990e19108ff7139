"""Every group, such as each care type in each area, has enough distinct providers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

import numpy as np

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape, Unit
from award_opt.errors import Fact
from award_opt.rules._base import (
    AT_LEAST,
    Block,
    Count,
    Group,
    Measure,
    Per,
    Roles,
    Rule,
    count_units,
    groups,
    label,
)
from award_opt.rules._scope import Grouping, grouping
from award_opt.rules._vector import UnitTerms, counted, unit_terms
from award_opt.rules._words import Texts


class Coverage(Rule):
    """Each group has at least ``at_least`` distinct providers that offer it.

    ``if_short`` says what holds where fewer are on offer: ``fail`` (no award is lawful),
    ``as_available`` (the number on offer is demanded) or ``goal`` (nothing is demanded here; the
    goal ``most_coverage`` counts the groups that are reached).
    """

    DUTCH: ClassVar[str] = "dekkend aanbod"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Minimaal aantal {count:word}: {at_least}{if_short:short}{within}.",
            "en": "Minimum number of {count:word}: {at_least}{if_short:short}{within}.",
        },
        "breach": {
            "nl": "Winnende {count:word}: {found}; het minimum is {limit}.",
            "en": "Winning {count:word}: {found}; the minimum is {limit}.",
        },
        "goal_of_none": {
            "nl": "Een doel van 0 {count:word} is altijd bereikt; kies at_least = 1 of meer.",
            "en": "A goal of 0 {count:word} is always reached; choose at_least = 1 or more.",
        },
    }

    kind: Literal["coverage"] = "coverage"
    per: Per = ("area", "care_type")
    count: Unit = "providers"
    roles: Roles = ("lead", "member")
    at_least: Count = 1
    if_short: Literal["fail", "as_available", "goal"] = "fail"

    def faults(self, landscape: Landscape) -> Iterator[tuple[str, Mapping[str, Fact]]]:
        if self.if_short == "goal" and self.at_least == 0:
            yield "goal_of_none", {}

    def terms(self, columns: Columns, landscape: Landscape) -> tuple[Grouping, UnitTerms]:
        """The cells of the rule and the units on offer in each, for rows and for the goal."""
        grouped = grouping(columns, landscape, self.where, self.per)
        return grouped, unit_terms(columns, grouped, self.count, self.roles)

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        if self.if_short == "goal":
            return Block.empty()
        grouped, terms = self.terms(columns, landscape)
        needed = np.full(len(grouped.names), self.at_least, np.int64)
        if self.if_short == "as_available":
            needed = np.minimum(needed, terms.found(len(grouped.names)))
        return counted(grouped.labels, terms, AT_LEAST, needed)

    def cells(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[tuple[Group, int, int]]:
        """Every cell with the units that won in it and the units on offer."""
        offered = count_units(admitted, self.where, self.per, self.count, self.roles)
        won = count_units(winners, self.where, self.per, self.count, self.roles)
        for group in groups(landscape, self.where, self.per, admitted):
            yield group, len(won.get(group, ())), len(offered.get(group, ()))

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        if self.if_short == "goal":
            return
        short = self.if_short == "as_available"
        pool = admitted if short else ()
        offered = count_units(pool, self.where, self.per, self.count, self.roles)
        won = count_units(winners, self.where, self.per, self.count, self.roles)
        for group in groups(landscape, self.where, self.per, admitted):
            needed = min(self.at_least, len(offered.get(group, ()))) if short else self.at_least
            yield Measure(self.id, label(group), len(won.get(group, ())), AT_LEAST, needed)

    def unmeetable(self, admitted: Sequence[Bid], landscape: Landscape) -> Iterator[Measure]:
        if self.if_short == "fail":
            for group, _, offered in self.cells(admitted, (), landscape):
                if offered < self.at_least:
                    yield Measure(self.id, label(group), offered, AT_LEAST, self.at_least)

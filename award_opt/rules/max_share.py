"""No bidder, provider or owner gets more than ``limit`` percent of the value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

import numpy as np

from award_opt.columns import Columns, Ints
from award_opt.domain import BASIS_POINTS, Bid, Landscape
from award_opt.errors import Fact
from award_opt.exact import plain
from award_opt.rules._amounts import (
    BUDGET_TEXTS,
    CARE_TYPE_TEXTS,
    MONEY_PLACES,
    SHARE_PLACES,
    budget_cents,
    budget_faults,
    percentage,
    units_of,
)
from award_opt.rules._base import (
    AT_MOST,
    Block,
    ColumnType,
    Group,
    Measure,
    Per,
    Percent,
    Roles,
    Rule,
    by_group,
    groups,
    label,
    parties,
)
from award_opt.rules._scope import Grouping, grouping
from award_opt.rules._shares import Base
from award_opt.rules._vector import Exact, exact, exact_rows, in_roles, joined, unit_labels
from award_opt.rules._words import Texts


class MaxShare(Rule):
    """Nobody gets more than ``limit`` percent of the value, in the scope or in each of its groups.

    Measured against the value awarded, which moves with the award (a sole winner then has 100%),
    or against the published budget.
    """

    DUTCH: ClassVar[str] = "maximaal marktaandeel"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Geen van de {count:word} krijgt meer dan {limit}% van {base:word}{within}.",
            "en": "None of the {count:word} gets more than {limit}% of {base:word}{within}.",
        },
        "breach": {
            "nl": "{party} krijgt € {found:sum} ({percent:number}%) van {base:word}, en "
            "€ {limit:sum} ({maximum:number}%) is het maximum.",
            "en": "{party} gets €{found:sum} ({percent:number}%) of {base:word}, and "
            "€{limit:sum} ({maximum:number}%) is the maximum.",
        },
        **BUDGET_TEXTS,
        **CARE_TYPE_TEXTS,
    }

    kind: Literal["max_share"] = "max_share"
    per: Per = ()
    count: Literal["providers", "owners", "bidders"] = "providers"
    limit: Percent
    base: Base = "awarded"
    roles: Roles = ("lead", "member", "subcontractor")

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield from super().uses()
        yield "value", "number"
        if self.count != "bidders":
            yield "parties.share", "number"

    def faults(self, landscape: Landscape) -> Iterator[tuple[str, Mapping[str, Fact]]]:
        if self.base == "budget":
            yield from budget_faults(landscape, self.where, self.per)
        elif "care_type" in self.per:
            yield "not_by_care_type", {"column": "value"}

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        grouped = grouping(columns, landscape, self.where, self.per)
        bid, unit, part = self._parts(columns)
        i, j = joined(grouped.bid, bid)
        names = unit_labels(columns, self.count)
        pair, row = np.unique(grouped.group[i] * len(names) + unit[j], return_inverse=True)
        group, who = np.divmod(pair, max(len(names), 1))
        entries = [(row, grouped.bid[i], part[j])]
        bound = [0] * len(pair)
        if self.base == "awarded":
            entries.append(self._wholes(columns, grouped, group))
        else:
            budgets = [budget_cents(landscape, self.where, name) for name in grouped.names]
            bound = [self._limit * budgets[g] for g in group]
        labels = [label((*grouped.names[g], names[u])) for g, u in zip(group, who, strict=True)]
        rows, terms, coefficients = (np.concatenate(each) for each in zip(*entries, strict=True))
        return exact_rows(self.id, labels, AT_MOST, bound, (rows, terms, coefficients))

    def _parts(self, columns: Columns) -> tuple[Ints, Ints, Exact]:
        """Bid, unit and money of each part, in 10**-8 euro."""
        value = exact(columns.value_cents, 100 * BASIS_POINTS)
        if self.count == "bidders":
            every = np.arange(columns.n, dtype=np.int64)
            return every, columns.texts["bidder"].codes, value * (100 * BASIS_POINTS)
        held, counts = columns.parties, in_roles(columns, self.roles)
        unit = (held.provider if self.count == "providers" else held.owner).codes
        share = np.maximum(held.share_bp, 0) * 100
        return held.bid[counts], unit[counts], (value[held.bid] * share)[counts]

    def _wholes(self, columns: Columns, grouped: Grouping, group: Ints) -> tuple[Ints, Ints, Exact]:
        """In every row, what each bid of its group adds to the limit."""
        row, pair = joined(group, grouped.group)
        value = exact(columns.value_cents, 100 * BASIS_POINTS)
        return row, grouped.bid[pair], value[grouped.bid[pair]] * -self._limit

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        limit = units_of(self.limit, SHARE_PLACES)
        winning = by_group(winners, self.where, self.per)
        for group in groups(landscape, self.where, self.per, admitted):
            won = winning.get(group, [])
            whole = self._whole(won, landscape, group)
            for party, part in sorted(self._won(won).items()):
                yield Measure(
                    rule=self.id,
                    group=label((*group, party)),
                    found=part * 100,
                    sense=AT_MOST,
                    limit=whole * limit,
                    facts={
                        "party": party,
                        "percent": percentage(part, whole * BASIS_POINTS, up=True),
                        "maximum": plain(self.limit),
                    },
                    places=MONEY_PLACES,
                    unit="euro",
                )

    def _whole(self, won: Sequence[Bid], landscape: Landscape, group: Group) -> int:
        if self.base == "budget":
            return budget_cents(landscape, self.where, group)
        return sum(bid.value_cents or 0 for bid in won)

    def _won(self, won: Sequence[Bid]) -> dict[str, int]:
        """What each unit wins, in cents times basis points."""
        parts: dict[str, int] = {}
        for bid in won:
            for unit, share in self._shares(bid):
                parts[unit] = parts.get(unit, 0) + (bid.value_cents or 0) * share
        return parts

    def _shares(self, bid: Bid) -> Iterator[tuple[str, int]]:
        if self.count == "bidders":
            yield bid.bidder, BASIS_POINTS
            return
        for party in parties(bid, self.roles):
            unit = party.provider if self.count == "providers" else party.owner
            yield unit, party.share_bp or 0

    @property
    def _limit(self) -> int:
        return int(self.limit.scaleb(SHARE_PLACES))

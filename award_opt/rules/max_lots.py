"""At most ``limit`` lots for each bidder, provider or owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import numpy as np

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape
from award_opt.rules._base import AT_MOST, Block, Count, Measure, Roles, Rule, in_scope, units
from award_opt.rules._scope import mask
from award_opt.rules._vector import any_of, counted, joined, unit_labels, unit_pairs
from award_opt.rules._words import Texts


class MaxLots(Rule):
    """Each bidder, provider or owner wins at most ``limit`` distinct lots in the scope.

    ``roles`` says whose part in a coalition counts where providers or owners are counted.
    Source: eForms BT-33, the maximum number of lots that one tenderer can be awarded.
    """

    DUTCH: ClassVar[str] = "maximumaantal percelen"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Maximaal aantal percelen voor elk van de {count:word}: {limit}{within}.",
            "en": "Maximum number of lots for each of the {count:word}: {limit}{within}.",
        },
        "breach": {
            "nl": "{group} wint {found} percelen, en {limit} is het maximum.",
            "en": "{group} wins {found} lots, and {limit} is the maximum.",
        },
    }

    kind: Literal["max_lots"] = "max_lots"
    count: Literal["bidders", "providers", "owners"] = "bidders"
    roles: Roles = ("lead", "member")
    limit: Count

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        chosen = np.flatnonzero(mask(columns, self.where))
        bid, unit = unit_pairs(columns, self.count, self.roles)
        i, j = joined(chosen, bid)
        names = unit_labels(columns, self.count)
        terms = any_of(columns.n, unit[j], columns.texts["lot"].codes[chosen[i]], chosen[i])
        bound = np.full(len(names), self.limit, np.int64)
        return counted(names, terms, AT_MOST, bound, terms.found(len(names)) > self.limit)

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        lots: dict[str, set[str]] = {}
        for bid in winners:
            if in_scope(bid, self.where):
                for unit in units(bid, self.count, self.roles):
                    lots.setdefault(unit, set()).add(bid.lot)
        for unit in sorted(lots):
            yield Measure(self.id, unit, len(lots[unit]), AT_MOST, self.limit)

"""The winners' capacity reaches the demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape
from award_opt.errors import Fact
from award_opt.rules._amounts import TABLE_TEXTS, in_table, sums, table_faults
from award_opt.rules._base import (
    AT_LEAST,
    Block,
    ColumnType,
    Count,
    Group,
    IfShort,
    Measure,
    Per,
    Rule,
    groups,
    label,
)
from award_opt.rules._scope import grouping
from award_opt.rules._vector import added, amounts, limits, weighted
from award_opt.rules._words import Texts


class Capacity(Rule):
    """The capacity of the winners reaches ``demand`` in the scope, or in each of its groups.

    ``demand`` is one number for every group, or a table by group such as ``"tilburg/guidance"``; a
    group that the table leaves out has no demand. Where ``per`` holds ``care_type`` the capacity of
    the offers counts, else that of the bid. A capacity that was not given counts as none.
    """

    DUTCH: ClassVar[str] = "capaciteit"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Capaciteit van ten minste {demand}{if_short:short}{within}.",
            "en": "Capacity of at least {demand}{if_short:short}{within}.",
        },
        "breach": {
            "nl": "Capaciteit {found}, en {limit} is nodig.",
            "en": "Capacity {found}, and {limit} is needed.",
        },
        **TABLE_TEXTS,
    }

    kind: Literal["capacity"] = "capacity"
    per: Per = ()
    demand: Count | dict[str, Count]
    if_short: IfShort = "fail"

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield from super().uses()
        yield "offers.capacity" if "care_type" in self.per else "capacity", "number"

    def faults(self, landscape: Landscape) -> Iterator[tuple[str, Mapping[str, Fact]]]:
        yield from table_faults(self.demand, landscape, self.where, self.per)

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        grouped = grouping(columns, landscape, self.where, self.per)
        held, _ = amounts(columns, grouped, "capacity")
        needed = limits(self.demand, grouped)
        if self.if_short == "as_available":
            offered = added(len(needed), grouped, held)
            both = zip(needed, offered, strict=True)
            needed = [None if asked is None else min(asked, most) for asked, most in both]
        return weighted(self.id, grouped, held, AT_LEAST, needed)

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        offered = sums(admitted, self.where, self.per, "capacity", 0)
        won = sums(winners, self.where, self.per, "capacity", 0)
        for group in groups(landscape, self.where, self.per, admitted):
            needed = self._needed(group, offered.get(group, 0))
            if needed is not None:
                yield Measure(self.id, label(group), won.get(group, 0), AT_LEAST, needed)

    def unmeetable(self, admitted: Sequence[Bid], landscape: Landscape) -> Iterator[Measure]:
        if self.if_short == "fail":
            for measure in self.measures(admitted, admitted, landscape):
                if measure.slack < 0:
                    yield measure

    def _needed(self, group: Group, offered: int) -> int | None:
        demand = in_table(self.demand, group)
        if demand is None or self.if_short == "fail":
            return demand
        return min(demand, offered)

"""The sum of a column over the winners stays within a ceiling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape
from award_opt.errors import Fact
from award_opt.rules._amounts import (
    CARE_TYPE_TEXTS,
    TABLE_TEXTS,
    in_table,
    number,
    places,
    sums,
    table_faults,
    units_of,
)
from award_opt.rules._base import (
    AT_MOST,
    Amount,
    Block,
    ColumnType,
    Measure,
    Per,
    Rule,
    Table,
    groups,
    label,
)
from award_opt.rules._scope import grouping
from award_opt.rules._vector import amounts, limits, weighted
from award_opt.rules._words import Texts


class Budget(Rule):
    """The sum of ``column`` over the winners is at most ``ceiling``, in all or in each group.

    ``ceiling`` is in the unit of the column (euros for ``value``): one number for every group, or
    a table by group such as ``"4/tilburg"``; a group that the table leaves out has no ceiling.
    ``column`` is ``value``, ``capacity`` or any numeric column of the bids; missing counts as 0.
    """

    DUTCH: ClassVar[str] = "budgetplafond"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Som van {column:word} ten hoogste {ceiling:sum}{within}.",
            "en": "Sum of {column:word} at most {ceiling:sum}{within}.",
        },
        "breach": {
            "nl": "Som van {column:word}: {found:sum}, en {limit:sum} is het plafond.",
            "en": "Sum of {column:word}: {found:sum}, and {limit:sum} is the ceiling.",
        },
        **TABLE_TEXTS,
        **CARE_TYPE_TEXTS,
    }

    kind: Literal["budget"] = "budget"
    per: Per = ()
    column: str = "value"
    ceiling: Amount | Table

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield from super().uses()
        by_offer = self.column == "capacity" and "care_type" in self.per
        yield "offers.capacity" if by_offer else self.column, "number"

    def faults(self, landscape: Landscape) -> Iterator[tuple[str, Mapping[str, Fact]]]:
        yield from table_faults(self.ceiling, landscape, self.where, self.per)
        if "care_type" in self.per and self.column != "capacity":
            yield "not_by_care_type", {"column": self.column}

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        grouped = grouping(columns, landscape, self.where, self.per)
        held, digits = amounts(columns, grouped, self.column)
        ceilings = limits(self.ceiling, grouped)
        bound = [None if each is None else units_of(each, digits) for each in ceilings]
        return weighted(self.id, grouped, held, AT_MOST, bound)

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        digits = self._places(admitted)
        won = sums(winners, self.where, self.per, self.column, digits)
        for group in groups(landscape, self.where, self.per, admitted):
            ceiling = in_table(self.ceiling, group)
            if ceiling is not None:
                yield Measure(
                    self.id,
                    label(group),
                    won.get(group, 0),
                    AT_MOST,
                    units_of(ceiling, digits),
                    places=digits,
                    unit="euro" if self.column == "value" else "number",
                )

    def _places(self, admitted: Sequence[Bid]) -> int:
        """Decimals enough for the ceiling and for every bid, whoever wins."""
        ceilings = self.ceiling.values() if isinstance(self.ceiling, Mapping) else (self.ceiling,)
        if self.column == "value":
            return max(2, places(ceilings))
        held = (number(bid, self.column) for bid in admitted)
        return places([*ceilings, *(each for each in held if each is not None)])

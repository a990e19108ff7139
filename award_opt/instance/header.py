"""The columns of a table: which must be there, which may, and which name is a slip of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from award_opt.errors import Finding
from award_opt.instance.sheet import Faults
from award_opt.rules._base import ColumnType
from award_opt.tender.checks import misspelt
from award_opt.tender.schema import Tender
from award_opt.toml import listed, near, shown

DERIVED = ("lot", "care_type")

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "bids": ("score", "value", "capacity", "draw"),
    "parties": ("share",),
    "scores": ("score",),
    "offers": ("capacity",),
}
"""The columns of each table that hold numbers."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table; ``free`` says that further columns are attributes."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    free: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that have a meaning of their own."""
        return self.required + self.optional


def asked(tender: Tender) -> dict[str, ColumnType]:
    """The columns of the bids table that rules or goals name, each with what it holds."""
    found: dict[str, ColumnType] = {}
    for rule in tender.rules:
        for column, sort in rule.uses():
            if "." not in column and found.get(column) != "number":
                found[column] = sort
    if "least_transfers" in tender.award.goals:
        found["clients"] = "number"
    return found


def holds_numbers(table: str, column: str, attributes: Mapping[str, str]) -> bool:
    """Whether a column holds numbers; ``attributes`` are those that rules or goals name."""
    known = NUMBERS.get(table, ())
    return column in known or (table == "bids" and attributes.get(column) == "number")


def check_header(
    header: Sequence[str], place: str, layout: Layout, attributes: Sequence[str], faults: Faults
) -> bool:
    """Report the faults of a header, and say whether cells can be told apart under it."""
    for position, name in enumerate(header):
        if header.index(name) < position:
            faults.add(Finding(place, "column_twice", {"value": shown(name)}))
    missing = [name for name in layout.required if name not in header]
    for name in missing:
        facts = {"value": name, "seen": listed(header)}
        faults.add(Finding(place, "column_missing", facts))
    for name in dict.fromkeys(header):
        if name not in layout.columns:
            _check_further(name, place, layout, attributes, faults)
    return not missing and len(set(header)) == len(header)


def _check_further(
    name: str, place: str, layout: Layout, attributes: Sequence[str], faults: Faults
) -> None:
    if not layout.free:
        faults.add(near(place, "column_unknown", name, layout.columns))
    elif name in DERIVED:
        faults.add(Finding(place, "column_derived", {"value": name}))
    elif name not in attributes:
        close = misspelt(name, layout.columns) or misspelt(name, attributes)
        if close:
            facts = {"value": shown(name), "nearest": close}
            faults.add(Finding(place, "column_misspelt", facts))

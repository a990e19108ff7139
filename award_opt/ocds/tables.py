"""The tables of an instance, filled from a release; each row knows where it came from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from award_opt.errors import Fact, Finding
from award_opt.exact import plain, scaled
from award_opt.instance.header import DERIVED, asked
from award_opt.instance.tables import LAYOUTS, REQUIRED
from award_opt.ocds.extension import Extension, Head
from award_opt.tender import Tender

CENTS = 2
LARGEST = Decimal(10) ** 15
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("bid", "provider"),
    "relatedLots": ("segment", "area"),
    "tenderers": ("bidder",),
    "value": ("value",),
}
"""The columns that a field fills, so that its fault is told once."""


@dataclass(slots=True)
class Table:
    """Rows by column; ``origins[i]`` is the path in the release of row ``i``."""

    rows: list[dict[str, str]] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tables:
    """All tables of an instance, and the faults and notes met while filling them."""

    head: Head
    tables: dict[str, Table] = field(default_factory=lambda: {name: Table() for name in LAYOUTS})
    faults: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)

    def fault(self, origin: str, name: str, code: str, **facts: Fact) -> None:
        """Keep a finding about a field of an object in the release."""
        self.add(origin, name, Finding("", code, facts))

    def add(self, origin: str, name: str, finding: Finding) -> None:
        """Keep a finding, whatever its place, as one about a field of an object."""
        self.faults.append(replace(finding, place=f"{origin}.{name}"))
        self.broken.update((origin, column) for column in COLUMNS.get(name, ()))

    def row(self, table: str, origin: str, cells: Mapping[str, str | None]) -> None:
        """Append a row; cells without a value stay blank."""
        filled = {column: cell for column, cell in cells.items() if cell is not None}
        self.tables[table].rows.append(filled)
        self.tables[table].origins.append(origin)

    def note(self, origin: str, code: str, **facts: Fact) -> None:
        """Keep what the reader should know and need not mend."""
        self.notes.append(Finding(origin, code, facts))

    def files(self, tender: Tender) -> dict[str, str]:
        """The files of an instance folder; what nothing fills or asks for is left out."""
        wanted = _asked(tender)
        texts = {"instance.toml": _head(self.head)}
        for name, table in self.tables.items():
            if table.rows or name in REQUIRED or wanted[name]:
                texts[f"{name}.csv"] = _text(_header(name, table, wanted[name]), table.rows)
        return texts


def _asked(tender: Tender) -> dict[str, set[str]]:
    """The columns of each table that rules or goals name."""
    found: dict[str, set[str]] = {name: set() for name in LAYOUTS}
    found["bids"].update(column for column in asked(tender) if column not in DERIVED)
    for rule in tender.rules:
        for path, _ in rule.uses():
            table, _, column = path.rpartition(".")
            if table in found:
                found[table].add(column)
    return found


def _header(name: str, table: Table, asked_for: set[str]) -> list[str]:
    layout = LAYOUTS[name]
    filled = {column for row in table.rows for column in row} | asked_for
    own = [*layout.required, *(column for column in layout.optional if column in filled)]
    return [*own, *sorted(filled.difference(layout.columns))]


def _text(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    return text.getvalue()


def _head(head: Head) -> str:
    return "\n".join(_head_lines(head)) + "\n"


def _head_lines(head: Head) -> Iterator[str]:
    yield "format = 1"
    for key in ("tender", "title", "origin", "made_by"):
        if (value := getattr(head, key)) is not None:
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
    if head.seed is not None:
        yield f"seed = {head.seed}"
    if head.note is not None:
        yield f"note = {json.dumps(head.note, ensure_ascii=False)}"
    yield 'delimiter = ","'
    yield 'decimal = "."'


def euros(amount: Decimal) -> str | None:
    """An amount as the tables write it, or ``None`` where it is not a whole number of cents."""
    if not amount.is_finite() or not 0 <= amount < LARGEST:
        return None
    return None if scaled(amount, CENTS) is None else plain(amount)


def head_of(ocid: str, tender: Tender, extension: Extension | None) -> Head:
    """Where the bids come from, as the release says it."""
    if extension is not None:
        return extension.instance
    return Head(tender=tender.id, title=f"OCDS release {ocid}", origin="public", digest="")

"""A workbook as an instance: its sheets become the tables that a folder holds in files."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from award_opt.errors import Fact, Finding, InputError
from award_opt.exact import Mark
from award_opt.instance.head import Head
from award_opt.instance.header import Layout, asked, check_header, holds_numbers
from award_opt.instance.sheet import Faults, Sheet
from award_opt.instance.tables import LAYOUTS, REQUIRED
from award_opt.tender.schema import Tender
from award_opt.toml import fit, listed, near, odd_character, shown
from award_opt.workbook.cells import Kind, RawSheet, kind_of, letters
from award_opt.workbook.guard import read_workbook

INSTANCE = "instance"
HEAD_LAYOUT = Layout(("field", "value"))
ASIDE = ("help", "lists")
"""Sheets of the template that hold no data; whatever stands there is not read."""

WHOLE_FIELDS = ("format", "seed")
MARK: Mark = "."

Sort: TypeAlias = Literal["number", "text", "any"]

REFUSED: Mapping[tuple[Sort, Kind], str] = {
    ("number", "text"): "cell_text_number",
    ("number", "date"): "cell_date",
    ("text", "date"): "cell_date_name",
    ("any", "date"): "cell_date_name",
}
REFUSED_ANYWHERE: Mapping[Kind, str] = {
    "percent": "cell_percent",
    "formula": "cell_formula",
    "truth": "cell_truth",
    "error": "cell_error",
    "inexact": "cell_inexact",
}


@dataclass(slots=True)
class CellSheet(Sheet):
    """A table on a sheet; faults name the sheet and the cell, such as ``bids!E14``."""

    columns: Mapping[str, str] = field(default_factory=dict)

    def fault(self, row: int, column: str, code: str, **facts: Fact) -> None:
        if (row, column) not in self.broken:
            self.broken.add((row, column))
            place = f"{self.place}!{self.columns.get(column, '')}{self.lines[row]}"
            self.faults.add(Finding(place, code, {"column": column, **facts}))


def read_book(
    path: Path, tender: Tender, faults: Faults
) -> tuple[Head | None, dict[str, Sheet | None]]:
    """The head and the tables of a workbook; an optional sheet without rows is left out.

    Raises
    ------
    InputError
        The file cannot be opened as a workbook.
    """
    found = {raw.name: raw for raw in read_workbook(path)}
    _check_names(path, list(found.values()), faults)
    attributes = asked(tender)
    head = _head(path, found[INSTANCE], tender, faults) if INSTANCE in found else None
    sheets: dict[str, Sheet | None] = dict.fromkeys(REQUIRED)
    for name, layout in LAYOUTS.items():
        raw = found.get(name)
        if raw is None or not (raw.rows or name in REQUIRED):
            continue
        sheet = _Reading(path, raw, layout, faults, attributes).sheet()
        if sheet is None or len(sheet):
            sheets[name] = sheet
        elif name in REQUIRED:
            faults.add(Finding(sheet.place, "no_rows"))
    return head, sheets


def tender_of_book(path: Path) -> str | None:
    """The id of the tender that a workbook names.

    Raises
    ------
    InputError
        The file cannot be opened as a workbook.
    """
    heads = [raw for raw in read_workbook(path) if raw.name == INSTANCE]
    rows = [cells for raw in heads for _, cells in raw.rows]
    return next((cells[1][1:] for cells in rows if cells[0] == "stender" and len(cells) > 1), None)


def _check_names(path: Path, found: Sequence[RawSheet], faults: Faults) -> None:
    known = (INSTANCE, *LAYOUTS)
    for raw in found:
        place = f"{path}: {shown(raw.name)}"
        if raw.name not in (*known, *ASIDE):
            faults.add(near(place, "sheet_unknown", raw.name, known))
        elif raw.hidden and raw.name in known:
            faults.add(Finding(place, "sheet_hidden"))
    names = [raw.name for raw in found]
    for name in (INSTANCE, *REQUIRED):
        if name not in names:
            seen = {"value": name, "seen": listed(names)}
            faults.add(Finding(str(path), "sheet_missing", seen))


# --- the head


def _head(path: Path, raw: RawSheet, tender: Tender, faults: Faults) -> Head | None:
    sheet = _Reading(path, raw, HEAD_LAYOUT, faults, {}).sheet()
    if sheet is None:
        return None
    content: dict[str, Any] = {}
    places: dict[str, str] = {}
    for row in range(len(sheet)):
        name, text = sheet.needed(row, "field"), sheet.text(row, "value")
        if name is None:
            continue
        if name in places:
            sheet.fault(row, "field", "id_again", value=shown(name), first=places[name])
            continue
        places[name] = f"{sheet.place}!{sheet.columns['value']}{sheet.lines[row]}"
        if text:
            whole = name in WHOLE_FIELDS and text.isascii() and text.isdigit()
            content[name] = int(text) if whole else text
    return _fitted(content, sheet.place, places, tender, faults)


def _fitted(
    content: dict[str, Any], place: str, places: Mapping[str, str], tender: Tender, faults: Faults
) -> Head | None:
    if content.get("tender", tender.id) != tender.id:
        known = [tender.id]
        faults.add(near(places["tender"], "tender_differs", str(content["tender"]), known))
    try:
        return fit(Head, content, place)
    except InputError as error:
        for finding in error.findings:
            name = finding.place.removeprefix(f"{place}: ")
            blank = name in places and name not in content
            code = "blank_field" if blank else finding.code
            faults.add(replace(finding, place=places.get(name, finding.place), code=code))
    return None


# --- one table


@dataclass(slots=True)
class _Reading:
    path: Path
    raw: RawSheet
    layout: Layout
    faults: Faults
    attributes: Mapping[str, str]

    @property
    def place(self) -> str:
        return f"{self.path}: {self.raw.name}"

    def sheet(self) -> CellSheet | None:
        """The table, or ``None`` where its cells cannot be told apart."""
        rows = self.raw.rows
        if not rows:
            facts = {"columns": listed(self.layout.columns)}
            self.faults.add(Finding(self.place, "table_empty", facts))
            return None
        line, first = rows[0]
        columns = self._columns(line, first)
        self._nameless(line, first, rows)
        self._hidden([number for number, _ in rows], columns)
        for area in self.raw.merged:
            self.faults.add(Finding(f"{self.place}!{area}", "cell_merged"))
        if columns is None:
            return None
        sheet = CellSheet(self.place, tuple(columns), MARK, self.faults)
        sheet.columns = {name: letters(at + 1) for name, at in columns.items()}
        sorts = [self._sort(name) for name in columns]
        for number, cells in rows[1:]:
            record = [cells[at] if at < len(cells) else "" for at in columns.values()]
            if any(record):
                self._add(sheet, number, record, sorts)
        return sheet

    def _sort(self, name: str) -> Sort:
        if self.layout is HEAD_LAYOUT:
            return "any"
        if holds_numbers(self.raw.name, name, self.attributes):
            return "number"
        return "text" if name in self.layout.columns or name in self.attributes else "any"

    # --- the header

    def _columns(self, line: int, cells: Sequence[str]) -> dict[str, int] | None:
        """Where each column stands, counted from 0; ``None`` where that is not clear."""
        names, places, good = [], [], True
        for at, coded in enumerate(cells):
            if not coded:
                continue
            place = f"{self.place}!{letters(at + 1)}{line}"
            name = unicodedata.normalize("NFC", coded[1:]).strip()
            if (code := REFUSED_ANYWHERE.get(kind_of(coded))) is not None:
                self.faults.add(Finding(place, code, {"value": shown(coded[1:])}))
                good = False
            elif odd := odd_character(name):
                facts: dict[str, Fact] = {"position": odd[0], "character": odd[1]}
                self.faults.add(Finding(place, "odd_character", {"value": shown(name), **facts}))
            names.append(name)
            places.append((at, place))
        good = self._check(names, [place for _, place in places]) and good
        return {n: at for n, (at, _) in zip(names, places, strict=True)} if good else None

    def _check(self, names: Sequence[str], places: Sequence[str]) -> bool:
        found = Faults()
        good = check_header(names, self.place, self.layout, list(self.attributes), found)
        at = {shown(name): place for name, place in zip(names, places, strict=True)}
        for finding in found.found:
            place = at.get(str(finding.facts.get("value")), finding.place)
            self.faults.add(replace(finding, place=place))
        return good

    def _nameless(
        self, line: int, first: Sequence[str], rows: Sequence[tuple[int, list[str]]]
    ) -> None:
        """Report columns that hold something under no name: they would stay unread."""
        named = {at for at, coded in enumerate(first) if coded[1:].strip()}
        filled = dict.fromkeys(
            at for _, cells in rows for at, coded in enumerate(cells) if coded and at not in named
        )
        seen = listed([coded[1:] for coded in first])
        for at in sorted(filled):
            place = f"{self.place}!{letters(at + 1)}{line}"
            facts: dict[str, Fact] = {"number": at + 1, "seen": seen}
            self.faults.add(Finding(place, "column_nameless", facts))

    def _hidden(self, lines: Sequence[int], columns: Mapping[str, int] | None) -> None:
        used = set(lines)
        for number in self.raw.hidden_rows:
            if number in used:
                self.faults.add(Finding(f"{self.place}!{number}:{number}", "row_hidden"))
        for number in self.raw.hidden_columns:
            if columns is not None and number - 1 in columns.values():
                name = letters(number)
                self.faults.add(Finding(f"{self.place}!{name}:{name}", "column_hidden"))

    # --- the cells

    def _add(
        self, sheet: CellSheet, line: int, record: Sequence[str], sorts: Sequence[Sort]
    ) -> None:
        row = len(sheet)
        texts = [coded[1:] for coded in record]
        faults = [_fault(coded, sort) for coded, sort in zip(record, sorts, strict=True)]
        for at, code in enumerate(faults):
            if code is not None:
                texts[at] = ""
        sheet.add(line, texts)
        for name, coded, code in zip(sheet.header, record, faults, strict=True):
            if code is not None:
                sheet.fault(row, name, code, value=shown(coded[1:]))


def _fault(coded: str, sort: Sort) -> str | None:
    """The code of what keeps a cell from being read, or ``None``."""
    kind = kind_of(coded)
    if kind == "text":
        return REFUSED.get((sort, kind)) if coded[1:].strip() else None
    if kind == "number":
        return "cell_number_name" if sort == "text" and "." in coded else None
    return REFUSED_ANYWHERE.get(kind) or REFUSED.get((sort, kind))

"""The tables of an instance on disk: CSV files read within bounds, strictly, as text."""

from __future__ import annotations

import csv
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TextIO

from award_opt.errors import Fact, Finding
from award_opt.files import MEBIBYTE, encoding_fault, fault, os_fault
from award_opt.instance.head import Dialect
from award_opt.instance.header import Layout, check_header
from award_opt.instance.sheet import MAX_CELL, Faults, Sheet
from award_opt.toml import listed, odd_character, shown

MAX_BYTES = 512 * MEBIBYTE
MAX_LINE = 1_000_000
MAX_ROWS = 5_000_000
CODECS = {"utf-8": "utf-8-sig", "windows-1252": "cp1252"}


LAYOUTS: Mapping[str, Layout] = {
    "providers": Layout(("provider", "name"), ("scale", "owner", "kvk", "agb", "municipality")),
    "parties": Layout(("bidder", "provider", "role"), ("share",)),
    "bids": Layout(
        ("bid", "bidder", "segment"),
        ("area", "score", "value", "capacity", "status", "package", "draw"),
        free=True,
    ),
    "scores": Layout(("bid", "criterion", "score")),
    "offers": Layout(("bid", "care_type"), ("capacity",)),
}
REQUIRED = ("providers", "bids")


class _StopError(Exception):
    """The rest of a table cannot be read; the finding has been kept."""


def read_table(
    path: Path, dialect: Dialect, faults: Faults, attributes: Sequence[str] = ()
) -> Sheet | None:
    """A table as a sheet of clean texts, or ``None`` where its rows cannot be told apart.

    ``attributes`` are the further columns that the rules of the tender name.
    """
    found = fault(path, MAX_BYTES) or _mark_fault(path, dialect)
    if found is not None:
        faults.add(found)
        return None
    codec = CODECS[dialect.encoding]
    try:
        with path.open(encoding=codec, newline="") as stream:
            return _Reading(path, dialect, faults, attributes).sheet(stream)
    except UnicodeDecodeError:
        code = "not_utf8_table" if dialect.encoding == "utf-8" else "not_windows_1252"
        faults.add(encoding_fault(path, codec.removesuffix("-sig"), code))
    except OSError as error:
        faults.add(os_fault(path, error))
    except _StopError:
        pass
    return None


def readable(path: Path, dialect: Dialect) -> bool:
    """Whether a table can be opened as the dialect says."""
    return (fault(path, MAX_BYTES) or _mark_fault(path, dialect)) is None


def header_of(
    record: Sequence[str], path: Path, dialect: Dialect, attributes: Sequence[str] = ()
) -> tuple[str, ...] | None:
    """The columns that the first record of a table names; ``None`` where it has any fault."""
    faults = Faults()
    try:
        header = _Reading(path, dialect, faults, attributes)._header(record)
    except _StopError:
        return None
    return None if faults.found else header


def _mark_fault(path: Path, dialect: Dialect) -> Finding | None:
    with path.open("rb") as stream:
        first = stream.read(len(BOM_UTF8))
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return Finding(str(path), "utf16_table")
    marked = dialect.encoding != "utf-8" and first == BOM_UTF8
    return Finding(str(path), "utf8_under_windows_1252") if marked else None


@dataclass(slots=True)
class _Reading:
    path: Path
    dialect: Dialect
    faults: Faults
    attributes: Sequence[str]
    line: int = 1

    def sheet(self, stream: TextIO) -> Sheet:
        records = self._records(stream)
        first = next(records, None)
        if first is None:
            self._stop("table_empty", columns=listed(self._layout.columns))
        sheet = Sheet(str(self.path), self._header(first), self.dialect.decimal, self.faults)
        for record in records:
            self._row(sheet, record)
        if not len(sheet) and self.path.stem in REQUIRED:
            self._stop("no_rows")
        return sheet

    @property
    def _layout(self) -> Layout:
        return LAYOUTS[self.path.stem]

    def _stop(self, code: str, **facts: str | int) -> NoReturn:
        self.faults.add(Finding(str(self.path), code, facts))
        raise _StopError

    def _records(self, stream: TextIO) -> Iterator[list[str]]:
        """The records of the file; ``self.line`` is the line on which the last one starts."""
        reader = csv.reader(self._lines(stream), delimiter=self.dialect.delimiter, strict=True)
        while True:
            start = reader.line_num + 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "field limit" in str(error):
                    self._stop("record_too_long", row=start, limit=MAX_CELL)
                self._stop("quotes_broken", row=start)
            self.line = start
            if any(cell.strip() for cell in record):
                yield record

    def _lines(self, stream: TextIO) -> Iterator[str]:
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                self._stop("record_too_long", row=number, limit=MAX_CELL)
            yield line

    # --- the header

    def _header(self, record: Sequence[str]) -> tuple[str, ...]:
        header = [unicodedata.normalize("NFC", cell).strip() for cell in record]
        self._check_form(header)
        place = str(self.path)
        if not check_header(header, place, self._layout, self.attributes, self.faults):
            raise _StopError
        return tuple(header)

    def _check_form(self, header: Sequence[str]) -> None:
        place, line = str(self.path), shown(self.dialect.delimiter.join(header))
        if header[0].casefold().startswith("sep="):
            self._stop("sep_line", row=self.line)
        if len(header) == 1 and (other := _other_delimiter(header[0], self.dialect)):
            facts = {"seen": line, "delimiter": self.dialect.delimiter, "other": other}
            self._stop("one_column", **facts)
        for position, name in enumerate(header, 1):
            if not name:
                self._stop("column_nameless", number=position, seen=line)
            if odd := odd_character(name):
                odd_facts: dict[str, Fact] = {"row": self.line, "value": shown(name)}
                odd_facts |= {"position": odd[0], "character": odd[1]}
                self.faults.add(Finding(place, "odd_character", odd_facts))

    # --- the rows

    def _row(self, sheet: Sheet, record: Sequence[str]) -> None:
        if len(sheet) >= MAX_ROWS:
            self._stop("too_many_rows", limit=MAX_ROWS)
        if len(record) != len(sheet.header):
            facts: dict[str, Fact] = {
                "row": self.line,
                "found": len(record),
                "wanted": len(sheet.header),
                "delimiter": self.dialect.delimiter,
            }
            self.faults.add(Finding(sheet.place, "ragged", facts))
            return
        sheet.add(self.line, record)


def _other_delimiter(line: str, dialect: Dialect) -> str | None:
    for other in (";", ",", "\t", "|"):
        if other != dialect.delimiter and other in line:
            return "\\t" if other == "\t" else other
    return None

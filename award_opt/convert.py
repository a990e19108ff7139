"""An instance from one form into another: the tables of a folder, or the sheets of a workbook."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from award_opt.errors import CheckError, Fact, Finding, InputError
from award_opt.exact import parse, plain
from award_opt.instance import Read, instance_digest, read_instance
from award_opt.instance.head import Head
from award_opt.instance.header import asked, holds_numbers
from award_opt.instance.sheet import Sheet
from award_opt.template import Rows, filled
from award_opt.tender import Tender
from award_opt.texts import Lang
from award_opt.toml import shown
from award_opt.workbook.write import Cell, fits

HEAD = "instance.toml"
WRITTEN = {"delimiter": ",", "decimal": "."}


def to_workbook(read: Read, tender: Tender, lang: Lang) -> bytes:
    """The instance as a workbook that reads back as the same instance.

    Raises
    ------
    InputError
        A number has more digits than Excel keeps; every such cell is named.
    """
    faults: list[Finding] = []
    tables: dict[str, tuple[Sequence[str], Rows]] = {}
    for name, sheet in read.sheets.items():
        numbers = {c for c in sheet.header if holds_numbers(name, c, asked(tender))}
        tables[name] = (
            sheet.header,
            [list(_cells(sheet, row, numbers, faults)) for row in range(len(sheet))],
        )
    if faults:
        raise InputError(faults)
    return filled(tender, lang, read.head, tables)


def _cells(sheet: Sheet, row: int, numbers: set[str], faults: list[Finding]) -> Iterator[Cell]:
    for column in sheet.header:
        text = sheet.text(row, column)
        number = parse(text, sheet.mark) if column in numbers else None
        if number is not None and not fits(number):
            facts: dict[str, Fact] = {"row": sheet.lines[row], "column": column}
            facts["value"] = shown(text)
            faults.append(Finding(sheet.place, "number_beyond_excel", facts))
        yield text if number is None else number


def to_folder(read: Read, tender: Tender) -> dict[str, str]:
    """The files of the instance by name: commas between cells, a point as decimal mark."""
    files = {HEAD: _head(read.head)}
    for name, sheet in read.sheets.items():
        if len(sheet):
            numbers = {c for c in sheet.header if holds_numbers(name, c, asked(tender))}
            files[f"{name}.csv"] = _table(sheet, numbers)
    return files


def _head(head: Head) -> str:
    known: Mapping[str, str | int] = {
        **head.model_dump(exclude_none=True, exclude={"encoding", *WRITTEN}),
        **WRITTEN,
    }
    return "".join(f"{key} = {_toml(value)}\n" for key, value in known.items())


def _toml(value: str | int) -> str:
    """JSON writes a text as TOML does, but for the DEL character, which no head may hold."""
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _table(sheet: Sheet, numbers: set[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet.header)
    for row in range(len(sheet)):
        writer.writerow(
            _pointed(sheet, row, column) if column in numbers else sheet.text(row, column)
            for column in sheet.header
        )
    return text.getvalue()


def _pointed(sheet: Sheet, row: int, column: str) -> str:
    number: Decimal | None = parse(sheet.text(row, column), sheet.mark)
    return "" if number is None else plain(number)


def require_same(read: Read, tender: Tender, content: bytes | Mapping[str, str]) -> None:
    """Read what would be written, and refuse it unless it is the same instance.

    Raises
    ------
    CheckError
        The content reads as another instance.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "content.xlsx"
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            target = Path(folder)
            for name, text in content.items():
                (target / name).write_text(text, encoding="utf-8", newline="\n")
        again = instance_digest(read_instance(target, tender))
    if again != instance_digest(read.instance):
        raise CheckError([Finding(read.head.tender, "convert_differs")])

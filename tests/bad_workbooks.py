"""Workbooks that must be refused: each with its code, its place and a part of its message."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook, load_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BIDS = "xl/worksheets/sheet4.xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


@dataclass(frozen=True)
class BadCell:
    """A workbook with a fault inside; ``place`` follows the name of the file."""

    name: str
    broken: Callable[[Workbook], object]
    code: str
    place: str
    english: str
    dutch: str


@dataclass(frozen=True)
class BadFile:
    """Bytes that must not be opened as a workbook."""

    name: str
    broken: Callable[[bytes], bytes]
    code: str
    english: str
    dutch: str


def changed(data: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The workbook after a change by hand."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(sheet: str, cell: str, value: Any, shown: str = "General") -> Callable[[Workbook], object]:
    """Write one cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell] = value
        book[sheet][cell].number_format = shown

    return change


def state(sheet: str, value: str) -> Callable[[Workbook], object]:
    return lambda book: setattr(book[sheet], "sheet_state", value)


def hide_row(book: Workbook) -> None:
    book["bids"].row_dimensions[3].hidden = True


def hide_column(book: Workbook) -> None:
    book["bids"].column_dimensions["F"].hidden = True


def title(sheet: str, name: str) -> Callable[[Workbook], object]:
    return lambda book: setattr(book[sheet], "title", name)


def emptied(book: Workbook) -> None:
    book["bids"].delete_rows(2, 100)


CELLS = (
    BadCell(
        "a formula",
        put("bids", "F3", "=100000+150000"),
        "cell_formula",
        "bids!F3",
        "Paste it as a value",
        "Plak haar als waarde",
    ),
    BadCell(
        "merged cells",
        lambda book: book["bids"].merge_cells("B2:B3"),
        "cell_merged",
        "bids!B2:B3",
        "Unmerge them and fill each cell.",
        "Splits ze en vul elke cel.",
    ),
    BadCell(
        "a hidden sheet",
        state("scores", "hidden"),
        "sheet_hidden",
        "scores",
        "Unhide it",
        "Maak het zichtbaar",
    ),
    BadCell(
        "a sheet hidden by a program",
        state("offers", "veryHidden"),
        "sheet_hidden",
        "offers",
        "Unhide it",
        "Maak het zichtbaar",
    ),
    BadCell(
        "a hidden row",
        hide_row,
        "row_hidden",
        "bids!3:3",
        "clearing a filter",
        "door een filter te wissen",
    ),
    BadCell(
        "a hidden column",
        hide_column,
        "column_hidden",
        "bids!F:F",
        "Unhide or remove it.",
        "Maak haar zichtbaar of verwijder haar.",
    ),
    BadCell(
        "a date where a number belongs",
        put("scores", "C2", datetime.date(2024, 5, 7), "dd-mm-yyyy"),
        "cell_date",
        "scores!C2",
        "The cell holds a date (`2024-05-07 00:00:00`); a number belongs here.",
        "De cel bevat een datum (`2024-05-07 00:00:00`); hier hoort een getal.",
    ),
    BadCell(
        "a date where a name belongs",
        put("bids", "A2", datetime.date(2024, 2, 1), "d-mmm"),
        "cell_date_name",
        "bids!A2",
        "Format the cell as Text",
        "Zet de celeigenschap op Tekst",
    ),
    BadCell(
        "a number stored as text",
        put("bids", "F3", "250000,50"),
        "cell_text_number",
        "bids!F3",
        "The cell holds the text `250000,50`; a number belongs here.",
        "De cel bevat de tekst `250000,50`; hier hoort een getal.",
    ),
    BadCell(
        "a broken number where a name belongs",
        put("bids", "C2", 1.1),
        "cell_number_name",
        "bids!C2",
        "The cell holds the number 1.1; a name belongs here",
        "De cel bevat het getal 1.1; hier hoort een naam",
    ),
    BadCell(
        "a percentage",
        put("parties", "D2", 0.6, "0%"),
        "cell_percent",
        "parties!D2",
        "Excel keeps `0.6` and shows a hundred times as much.",
        "Excel bewaart `0.6` en toont honderd keer zo veel.",
    ),
    BadCell(
        "a truth value",
        put("bids", "G2", True),
        "cell_truth",
        "bids!G2",
        "TRUE or FALSE",
        "WAAR of ONWAAR",
    ),
    BadCell(
        "an error",
        put("bids", "F2", "#N/A"),
        "cell_error",
        "bids!F2",
        "the error `#N/A`",
        "de fout `#N/A`",
    ),
    BadCell(
        "a number out of a calculation",
        put("scores", "C2", 20 / 3),
        "cell_inexact",
        "scores!C2",
        "with more digits than Excel shows",
        "met meer cijfers dan Excel toont",
    ),
    BadCell(
        "a formula as a column name",
        put("bids", "E1", '="score"'),
        "cell_formula",
        "bids!E1",
        "Paste it as a value",
        "Plak haar als waarde",
    ),
    BadCell(
        "a renamed column",
        put("providers", "C1", "schale"),
        "column_unknown_near",
        "providers!C1",
        "Probably meant: `scale`.",
        "Waarschijnlijk bedoeld: `scale`.",
    ),
    BadCell(
        "a renamed column beside attributes",
        put("bids", "C1", "segmnt"),
        "column_misspelt",
        "bids!C1",
        "looks like a slip of `segment`",
        "lijkt een verschrijving van `segment`",
    ),
    BadCell(
        "a column without its name",
        put("bids", "C1", None),
        "column_nameless",
        "bids!C1",
        "Column 3 has no name",
        "Kolom 3 heeft geen naam",
    ),
    BadCell(
        "a note beside the table",
        put("bids", "N4", "still to check"),
        "column_nameless",
        "bids!N1",
        "Column 14 has no name",
        "Kolom 14 heeft geen naam",
    ),
    BadCell(
        "a column twice",
        put("offers", "C1", "bid"),
        "column_twice",
        "offers!C1",
        "Keep one.",
        "Houd er één.",
    ),
    BadCell(
        "a sheet too many",
        lambda book: book.create_sheet("Blad1"),
        "sheet_unknown",
        "Blad1",
        "The sheet `Blad1` is no part of an instance and would stay unread.",
        "Het blad `Blad1` hoort niet bij een instantie en zou niet worden gelezen.",
    ),
    BadCell(
        "a renamed sheet",
        title("offers", "offer"),
        "sheet_unknown_near",
        "offer",
        "Probably meant: `offers`.",
        "Waarschijnlijk bedoeld: `offers`.",
    ),
    BadCell(
        "a missing sheet",
        lambda book: book.remove(book["bids"]),
        "sheet_missing",
        "",
        "The required sheet `bids` is missing.",
        "Het verplichte blad `bids` ontbreekt.",
    ),
    BadCell(
        "no bids",
        emptied,
        "no_rows",
        "bids",
        "Fill in at least one row.",
        "Vul ten minste één rij in.",
    ),
    BadCell(
        "no title",
        put("instance", "B4", None),
        "blank_field",
        "instance!B4",
        "this fact is required",
        "dit gegeven is verplicht",
    ),
    BadCell(
        "another tender",
        put("instance", "B3", "care-2023"),
        "tender_differs_near",
        "instance!B3",
        "This instance belongs to `care-2023`",
        "Deze instantie hoort bij `care-2023`",
    ),
    BadCell(
        "an unknown origin",
        put("instance", "B5", "guess"),
        "not_one_of",
        "instance!B5",
        "`guess`",
        "`guess`",
    ),
    BadCell(
        "an unknown segment",
        put("bids", "C3", "9"),
        "unknown_segment",
        "bids!C3",
        "The segment `9` is not in the model.",
        "Het segment `9` staat niet in het model.",
    ),
    BadCell(
        "a blank cell that is needed",
        put("bids", "B4", None),
        "blank",
        "bids!B4",
        "The cell is blank.",
        "De cel is leeg.",
    ),
    BadCell(
        "a score off the scale",
        put("scores", "C3", 11),
        "off_range",
        "scores!C3",
        "Found: `11`. Allowed: 0 up to and including 10.",
        "Gevonden: `11`. Toegestaan: 0 tot en met 10.",
    ),
    BadCell(
        "a score that is too fine",
        put("scores", "C3", 7.25),
        "too_many_decimals",
        "scores!C3",
        "The smallest step is 0.1.",
        "De kleinste stap is 0.1.",
    ),
    BadCell(
        "a register number that lost its zeros",
        put("providers", "E3", 345678),
        "not_eight_digits",
        "providers!E3",
        "Excel drops leading zeros",
        "Excel laat nullen vooraan weg",
    ),
    BadCell(
        "an invisible character",
        put("providers", "B2", "Zorg\u200b Een"),
        "odd_character",
        "providers!B2",
        "U+200B",
        "U+200B",
    ),
)


# --- whole files


def repacked(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The workbook with other parts in its container."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return packed(parts)


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


def with_part(name: str, content: bytes = b"x") -> Callable[[bytes], bytes]:
    return lambda data: repacked(data, lambda parts: parts.update({name: content}))


def replaced(part: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(parts: dict[str, bytes]) -> None:
        assert parts[part].count(old), old
        parts[part] = parts[part].replace(old, new, 1)

    return lambda data: repacked(data, change)


def declared(data: bytes, part: str, size: int) -> bytes:
    """The same bytes, but for the size that the container declares of a part."""
    at = data.rindex(part.encode()) - 46  # its header in the central directory
    assert data[at : at + 4] == b"PK\x01\x02"
    return data[: at + 24] + size.to_bytes(4, "little") + data[at + 28 :]


def locked(data: bytes) -> bytes:
    at = data.rindex(BIDS.encode()) - 46
    return data[: at + 8] + bytes([data[at + 8] | 1]) + data[at + 9 :]


def crowded(data: bytes) -> bytes:
    extra = {f"xl/media/{number}.png": b"" for number in range(2_000)}
    return repacked(data, lambda parts: parts.update(extra))


def doubled(data: bytes) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        parts[BIDS.upper()] = parts[BIDS]

    return repacked(data, change)


def other_method(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(parts, zipfile.ZIP_BZIP2)


FILES = (
    BadFile(
        "a password",
        lambda data: OLE + "EncryptedPackage".encode("utf-16-le"),
        "workbook_password",
        "encrypted with a password",
        "met een wachtwoord versleuteld",
    ),
    BadFile("a locked part", locked, "workbook_password", "Remove it in Excel", "Haal het weg"),
    BadFile(
        "an old workbook",
        lambda data: OLE,
        "workbook_old",
        "the old format (.xls)",
        "het oude formaat (.xls)",
    ),
    BadFile(
        "a table as text",
        lambda data: b"bid;bidder\n",
        "workbook_none",
        "This is no Excel workbook.",
        "Dit is geen Excel-werkmap.",
    ),
    BadFile(
        "an empty file",
        lambda data: b"",
        "workbook_none",
        "This is no Excel workbook.",
        "Dit is geen Excel-werkmap.",
    ),
    BadFile(
        "a zip of something else",
        lambda data: packed({"letter.txt": b"x"}),
        "workbook_none",
        "This is no Excel workbook.",
        "Dit is geen Excel-werkmap.",
    ),
    BadFile(
        "a spreadsheet of another kind",
        lambda data: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "workbook_other",
        "another format (.ods or .xlsb)",
        "een ander formaat (.ods of .xlsb)",
    ),
    BadFile(
        "a strict workbook",
        replaced(
            "xl/workbook.xml", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT
        ),
        "workbook_strict",
        "'Strict Open XML'",
        "'Strict Open XML'",
    ),
    BadFile(
        "macros",
        with_part("xl/vbaProject.bin"),
        "workbook_macros",
        "`xl/vbaProject.bin`",
        "zonder macro's",
    ),
    BadFile(
        "an embedded object",
        with_part("xl/embeddings/oleObject1.bin"),
        "workbook_macros",
        "embedded object",
        "ingesloten object",
    ),
    BadFile(
        "links to another workbook",
        with_part("xl/externalLinks/externalLink1.xml"),
        "workbook_links",
        "Break the links",
        "Verbreek de koppelingen",
    ),
    BadFile(
        "a connection to a database",
        with_part("xl/connections.xml"),
        "workbook_links",
        "`xl/connections.xml`",
        "`xl/connections.xml`",
    ),
    BadFile(
        "a part that grows a thousand times",
        with_part("xl/media/image1.bmp", bytes(8 * 1024 * 1024)),
        "workbook_ratio",
        "200 times is allowed. Nothing was unpacked.",
        "toegestaan is 200 keer. Er is niets uitgepakt.",
    ),
    BadFile(
        "twenty gigabytes",
        lambda data: declared(data, BIDS, 4_000_000_000),
        "workbook_unpacks",
        "512 MiB is allowed. Nothing was unpacked.",
        "toegestaan is 512 MiB. Er is niets uitgepakt.",
    ),
    BadFile(
        "more than it declares",
        lambda data: declared(data, BIDS, 100),
        "workbook_broken",
        "The workbook is damaged",
        "De werkmap is beschadigd",
    ),
    BadFile(
        "two thousand parts",
        crowded,
        "workbook_entries",
        "2000 are allowed",
        "toegestaan zijn 2000",
    ),
    BadFile("a part twice", doubled, "workbook_twice", "twice", "twee keer"),
    BadFile(
        "another way of packing",
        other_method,
        "workbook_packing",
        "a way that Excel does not use",
        "een manier die Excel niet gebruikt",
    ),
    BadFile(
        "half a file",
        lambda data: data[: len(data) // 2],
        "workbook_broken",
        "save it again",
        "sla haar opnieuw op",
    ),
    BadFile(
        "broken XML",
        replaced(BIDS, b"</sheetData>", b"</sheet>"),
        "workbook_broken",
        "save it again",
        "sla haar opnieuw op",
    ),
    BadFile(
        "entities that multiply",
        replaced(BIDS, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', BOMB),
        "workbook_broken",
        "Forbidden",
        "sla haar opnieuw op",
    ),
    BadFile(
        "a row that goes back",
        replaced(BIDS, b'<row r="6"', b'<row r="2"'),
        "workbook_disagree",
        "Two ways of reading this sheet",
        "Twee manieren om dit blad te lezen",
    ),
)

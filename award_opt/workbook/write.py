"""Workbooks of our own: sheets with help and checks, in the same bytes for the same content.

Texts are written as texts whatever they look like, so that none becomes a formula or a link.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from award_opt.exact import plain
from award_opt.workbook.cells import letters

Cell: TypeAlias = str | Decimal | None

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
DIGITS = 15  # what Excel keeps of a number
A4, LINE = 9, 15
TEXT = "@"
ANY = "General"
CREATED = datetime.datetime(2000, 1, 1)  # a date of today would change the bytes
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MAY = dict.fromkeys(
    (
        "insert_rows",
        "delete_rows",
        "sort",
        "autofilter",
        "format_cells",
        "format_columns",
        "format_rows",
    ),
    True,
)
HEADER = {"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "locked": True, "valign": "top"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A cell holds one of the values in a column of another sheet."""

    sheet: str
    column: int
    count: int
    message: str


@dataclass(frozen=True, slots=True)
class Between:
    """A cell holds a number between two bounds, or from ``minimum`` on."""

    kind: Literal["decimal", "integer"]
    minimum: Decimal
    maximum: Decimal | None
    message: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its note says, how it is shown and what may be typed."""

    name: str
    note: str = ""
    shown: str = TEXT
    width: int = 14
    check: Choice | Between | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet: a header and rows.

    ``protected`` locks the header, ``fixed`` every cell. ``notes`` stand at the first column of the
    rows, and ``checks`` at the second one, by row.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]] = ()
    protected: bool = False
    fixed: bool = False
    notes: Sequence[str] = ()
    checks: Mapping[int, Choice | None] = field(default_factory=dict)


def fits(number: Decimal) -> bool:
    """Whether Excel keeps every digit of a number."""
    return len(number.normalize().as_tuple().digits) <= DIGITS


def workbook_bytes(forms: Sequence[Form], title: str) -> bytes:
    """A workbook with these sheets; the same forms give the same bytes."""
    import xlsxwriter  # noqa: PLC0415

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, OPTIONS) as book:
        book.set_properties({"title": title, "author": "award-opt", "created": CREATED})
        header = book.add_format(HEADER)
        for form in forms:
            _Writing(book, book.add_worksheet(form.name), form, header).write()
    return data.getvalue()


@dataclass(slots=True)
class _Writing:
    book: Any
    sheet: Any
    form: Form
    header: Any
    formats: dict[tuple[str, bool], Any] = field(default_factory=dict)

    def write(self) -> None:
        if self.form.protected:
            self._protect()
        for at, column in enumerate(self.form.columns):
            self._column(at, column)
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        for row, cells in enumerate(self.form.rows, 1):
            if self.form.fixed:
                self.sheet.set_row(row, LINE * self._lines(cells))
            for at, cell in enumerate(cells):
                self._cell(row, at, cell)
        for row, note in enumerate(self.form.notes, 1):
            self._note(row, 0, note)
        for row, choice in self.form.checks.items():
            if choice is not None:
                self.sheet.data_validation(row, 1, row, 1, _options(choice))

    def _protect(self) -> None:
        self.sheet.protect("", {} if self.form.fixed else MAY)
        self.sheet.set_row(0, None, self.book.add_format({"locked": True}))
        if not self.form.fixed:
            rest = self.book.add_format({"locked": False})
            self.sheet.set_column(len(self.form.columns), LAST_COLUMN, None, rest)
            self.sheet.dim_colmax = None  # or it looks for cells in every column of every row

    def _column(self, at: int, column: Column) -> None:
        self.sheet.set_column(at, at, column.width, self._format(column))
        self._text(0, at, column.name, self.header)
        if column.note:
            self._note(0, at, column.note)
        if column.check is not None:
            self.sheet.data_validation(1, at, LAST_ROW, at, _options(column.check))

    def _format(self, column: Column) -> Any:
        key = column.shown, column.locked or self.form.fixed
        if key not in self.formats:
            look = {"num_format": key[0], "locked": key[1], "valign": "top"}
            wrapped = {"text_wrap": True} if self.form.fixed else {}
            self.formats[key] = self.book.add_format({**look, **wrapped})
        return self.formats[key]

    def _lines(self, cells: Sequence[Cell]) -> int:
        """How many lines the longest cell takes; applications do not work it out on opening."""
        widths = [column.width for column in self.form.columns]
        return max(
            -(-len(str(cell or "")) // width) or 1
            for cell, width in zip(cells, widths, strict=True)
        )

    def _cell(self, row: int, at: int, cell: Cell) -> None:
        shown = self._format(self.form.columns[at])
        if isinstance(cell, Decimal):
            self.sheet.write_number(row, at, float(cell), shown)
        elif cell:
            self._text(row, at, cell, shown)

    def _text(self, row: int, at: int, text: str, shown: Any) -> None:
        # the library takes a text between these marks for finished XML
        self.sheet.write_string(row, at, f"{text} " if text.endswith("</r>") else text, shown)

    def _note(self, row: int, at: int, text: str) -> None:
        size = {"author": "award-opt", "x_scale": 2, "y_scale": 1 + len(text) // 120}
        self.sheet.write_comment(row, at, text, size)


def _options(check: Choice | Between) -> dict[str, Any]:
    told = {"error_title": "award-opt", "error_message": check.message}
    if isinstance(check, Choice):
        column = letters(check.column + 1)
        source = f"={check.sheet}!${column}$2:${column}${check.count + 1}"
        return {"validate": "list", "source": source, **told}
    if check.maximum is None:
        bounds: dict[str, Any] = {"criteria": ">=", "value": plain(check.minimum)}
    else:
        limits = {"minimum": plain(check.minimum), "maximum": plain(check.maximum)}
        bounds = {"criteria": "between", **limits}
    return {"validate": check.kind, **bounds, **told}

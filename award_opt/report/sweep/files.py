"""Tables of a sweep as CSV and JSON, chunk by chunk: the memory does not grow with the rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from award_opt.award import canonical

if TYPE_CHECKING:
    from award_opt.sweep.table import Cell, Line, Table  # writing tables needs no solver

SEPARATOR: Final = " "  # between the bids of one cell
BATCH: Final = 256
FORMULA: Final = re.compile(r"[=@\t\r]|[+-](?!\d+(\.\d+)?$)")  # what a spreadsheet would run
Item = TypeVar("Item")


def csv_chunks(table: Table) -> Iterator[bytes]:
    """A table as CSV (RFC 4180) in UTF-8: a header, CRLF, exact numbers with a decimal point.

    A cell that is absent is empty; bids in one cell are separated by spaces. A text that a
    spreadsheet would take for a formula stands behind an apostrophe.
    """
    header = tuple(column.name for column in table.columns)
    for lines in in_batches(_with(header, table.rows())):
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(
            [_plain(c) for c in line] for line in lines
        )
        yield text.getvalue().encode()


def _with(header: Line, rows: Iterator[Line]) -> Iterator[Line]:
    yield header
    yield from rows


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)
    return f"'{text}" if FORMULA.match(text) else text


def json_chunks(tables: Sequence[Table], about: dict[str, Any]) -> Iterator[bytes]:
    """All tables as one object of canonical JSON (RFC 8785): lists of rows by column name.

    ``about`` stands beside the tables; its keys and the names of tables come in their order.
    """
    parts: dict[str, Any] = {**about, **{table.name: table for table in tables}}
    for place, name in enumerate(sorted(parts)):
        yield (b"," if place else b"{") + canonical(name) + b":"
        held = parts[name]
        if name in about:
            yield canonical(held)
        else:
            yield from _listed(held)
    yield b"}\n"


def _listed(table: Table) -> Iterator[bytes]:
    names = [column.name for column in table.columns]
    first = True
    for lines in in_batches(table.rows()):
        rows = [canonical(dict(zip(names, map(_json, line), strict=True))) for line in lines]
        yield (b"[" if first else b",") + b",".join(rows)
        first = False
    yield b"[]" if first else b"]"


def _json(cell: Cell) -> Any:
    return list(cell) if isinstance(cell, tuple) else cell


def in_batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in lists of ``size``, the last one shorter."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch

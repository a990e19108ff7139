"""Large tables by column: a text that comes often is kept, cleaned and parsed once."""

from __future__ import annotations

import csv
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, islice
from math import ceil, floor
from pathlib import Path

import numpy as np

from award_opt.columns import MISSING, Codes, Ints, Mask, Numbers
from award_opt.exact import MAX_INTEGER_DIGITS, Mark
from award_opt.instance.head import Dialect
from award_opt.instance.sheet import MAX_CELL, Faults, Range, Sheet
from award_opt.instance.tables import CODECS, MAX_ROWS, header_of, readable

CHUNK = 50_000  # records that are taken apart at a time
MANY = 4  # a column is not coded where more than one in so many of its first cells are new
MOST_COLUMNS = 100  # beyond these a line may be longer than the plain reader takes


class UnsureError(Exception):
    """The plain reader has to look: there may be a fault, and it knows how to say so."""


def must(fine: object) -> None:
    """Leave it to the plain reader unless all is ``fine``.

    Raises
    ------
    UnsureError
        It is not.
    """
    if not fine:
        raise UnsureError


@contextmanager
def uncollected() -> Iterator[None]:
    """A stretch of work without searches for garbage among rows that are all still needed."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of a table: the clean text of row ``k`` is ``texts[codes[k]]``."""

    name: str
    texts: list[str]
    codes: Ints
    mark: Mark

    @property
    def blank(self) -> Mask:
        """Which rows have no text."""
        return np.array([not text for text in self.texts], np.bool_)[self.codes]

    def taken(self, rows: Ints) -> Coded:
        """The same column in another order of rows."""
        return Coded(self.name, self.texts, self.codes[rows], self.mark)

    def labelled(self, said: Sequence[str] | None = None) -> Codes:
        """The column as codes of sorted labels; blank is absent.

        ``said`` holds other words for the ``texts``.
        """
        words = self.texts if said is None else said
        labels = tuple(sorted({word for word in words if word}))
        place = {label: code for code, label in enumerate(labels)}
        place[""] = MISSING
        return Codes(np.array([place[word] for word in words], np.int64)[self.codes], labels)

    def numbers(self, allowed: Range) -> Numbers:
        """The column as numbers in units of ``10**-places``.

        Raises
        ------
        UnsureError
            A text that is no such number.
        """
        read = self._digits(allowed)
        if read is None:
            sheet = self._sheet()
            read = [sheet.number(row, self.name, allowed) for row in range(len(sheet))]
            must(not sheet.faults.found)
        held = Numbers.of(read)
        return Numbers(held.values[self.codes], held.known[self.codes])

    def decimals(self, allowed: Range) -> list[Decimal | None]:
        """The exact number behind each of the ``texts``.

        Raises
        ------
        UnsureError
            A text that is no such number.
        """
        sheet = self._sheet()
        read = [sheet.decimal(row, self.name, allowed) for row in range(len(sheet))]
        must(not sheet.faults.found)
        return read

    def _digits(self, allowed: Range) -> list[int | None] | None:
        """The numbers where all are written in digits alone, and within the range."""
        line = "".join(self.texts)
        if not (line.isascii() and line.isdigit()):
            return None
        if max(map(len, self.texts)) > MAX_INTEGER_DIGITS:
            return None
        unit = 10**allowed.places
        read = [int(text) * unit if text else None for text in self.texts]
        known = [number for number in read if number is not None]
        low, high = allowed.minimum, allowed.maximum
        inside = (low is None or min(known) >= ceil(low * unit)) and (
            high is None or max(known) <= floor(high * unit)
        )
        return read if inside else None

    def _sheet(self) -> Sheet:
        """The distinct texts as a table that the plain reader reads."""
        sheet = Sheet("", (self.name,), self.mark, Faults())
        for line, text in enumerate(self.texts):
            sheet.add(line, (text,))
        must(not sheet.faults.found)
        return sheet


def read_coded(path: Path, dialect: Dialect, attributes: Sequence[str] = ()) -> dict[str, Coded]:
    """The columns of a table by name.

    Raises
    ------
    UnsureError
        Anything that the plain reader might report.
    """
    must(readable(path, dialect))
    try:
        with path.open(encoding=CODECS[dialect.encoding], newline="") as stream:
            reader = csv.reader(stream, delimiter=dialect.delimiter, strict=True)
            header = header_of(next(reader, []) or [""], path, dialect, attributes)
            must(header is not None and len(header) <= MOST_COLUMNS)
            chunks = iter(lambda: list(islice(reader, CHUNK)), [])
            return _by_column(header or (), chunks, dialect)
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise UnsureError from error


def _by_column(
    header: tuple[str, ...], chunks: Iterable[list[list[str]]], dialect: Dialect
) -> dict[str, Coded]:
    columns = [_Column() for _ in header]
    for chunk in chunks:
        must({*map(len, chunk)} == {len(header)})
        for column, cells in zip(columns, zip(*chunk, strict=True), strict=True):
            column.take(cells)
    whole = {
        name: _clean(name, *column.coded(), dialect.decimal)
        for name, column in zip(header, columns, strict=True)
    }
    must(len(whole[header[0]].codes) <= MAX_ROWS)
    return whole


class _Column:
    """The cells of a column; few different texts are coded on the way, many kept as they come."""

    def __init__(self) -> None:
        self._index: dict[str, int] = defaultdict(count().__next__)
        self._codes: list[Ints] = [np.zeros(0, np.int64)]
        self._cells: list[str] | None = None

    def take(self, cells: Sequence[str]) -> None:
        """Append some cells."""
        if self._cells is not None:
            self._cells += cells
            return
        if len(self._codes) == 1 and MANY * len({*cells}) > len(cells) >= MANY:
            self._cells = list(cells)
            return
        codes = map(self._index.__getitem__, cells)
        self._codes.append(np.fromiter(codes, np.int64, len(cells)))

    def coded(self) -> tuple[list[str], Ints]:
        """Texts, and the place among them of each cell's."""
        if self._cells is not None:
            return self._cells, np.arange(len(self._cells))
        return list(self._index), np.concatenate(self._codes)


def _clean(name: str, texts: list[str], codes: Ints, mark: Mark) -> Coded:
    line = "".join(texts)
    plain = line.isascii() and line.isprintable() and " " not in line
    raw = Coded(name, texts, codes, mark)
    if plain and max(map(len, texts), default=0) <= MAX_CELL:
        return raw
    index: dict[str, int] = {}
    place = [index.setdefault(row[0], len(index)) for row in raw._sheet().rows]
    return Coded(name, list(index), np.array(place, np.int64)[codes], mark)

"""What a cell or a sheet of a workbook holds, as it passes from the guarded process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "blank", "text", "number", "percent", "date", "formula", "truth", "error", "inexact"
]

MARKS: dict[str, Kind] = {
    "": "blank",
    "s": "text",
    "n": "number",
    "p": "percent",
    "d": "date",
    "f": "formula",
    "b": "truth",
    "e": "error",
    "x": "inexact",
}
"""The first character of a coded cell; the rest is its text."""

ALPHABET = 26


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it stands in the file; ``rows`` are row numbers with coded cells."""

    name: str
    hidden: bool
    merged: tuple[str, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def kind_of(coded: str) -> Kind:
    """What a coded cell holds."""
    return MARKS[coded[:1]]


def letters(column: int) -> str:
    """The letters of a column that is counted from 1: ``AB`` is 28."""
    text = ""
    while column:
        column, rest = divmod(column - 1, ALPHABET)
        text = chr(ord("A") + rest) + text
    return text

"""What a page is made of: sections with lines, tables and figures, all of it plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from award_opt.report.figures import Drawing


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row.

    ``sides`` has a sign for each column: ``<`` words, ``>`` numbers, ``=`` sentences.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sides: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with the sentence that stands for it where it cannot be seen."""

    name: str
    caption: str
    alternative: str
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under one heading; ``steps`` are commands that a reader can run."""

    name: str
    title: str
    lines: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    steps: tuple[str, ...] = ()
    numbered: bool = field(default=False)


def table(
    caption: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], sides: str
) -> Table:
    """A table without the columns that are empty in every row."""
    held = [k for k in range(len(header)) if k == 0 or any(row[k] for row in rows)]
    return Table(
        caption,
        tuple(header[k] for k in held),
        tuple(tuple(row[k] for k in held) for row in rows),
        "".join(sides[k] for k in held),
    )

"""The figures of reports, in one style that colour-blind readers can tell apart.

The same data give the same bytes: no dates, no random ids. Everything that a figure shows stands in
a table as well; floats live here alone, on their way to ink.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from textwrap import fill
from typing import Any, Final, Literal, TypeAlias

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from award_opt.report.numbers import MARKS
from award_opt.texts import Lang

BLUE, ORANGE, RED, GREY, PURPLE = "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6"  # petroff10
PALE: Final = "#e8eef2"
WIDTH: Final = 7.2  # inches: a column of A4
MOST_UPRIGHT: Final = 5  # columns whose names fit side by side
LINE: Final = 0.3  # inches for one line of a figure
Plot: TypeAlias = Axes
Canvas: TypeAlias = Figure
STYLE: Final[list[Any]] = [
    "petroff10",
    {
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "figure.constrained_layout.use": True,
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "svg.fonttype": "none",
        "svg.hashsalt": "award_opt",
        "ytick.major.size": 0,
    },
]


@dataclass(frozen=True)
class Drawing:
    """A finished figure."""

    _figure: Figure

    @cached_property
    def svg(self) -> str:
        """The figure as scalable text."""
        return _saved(self._figure, "svg").decode()

    @cached_property
    def png(self) -> bytes:
        """The figure as pixels."""
        return _saved(self._figure, "png")

    def inline(self, prefix: str) -> str:
        """The drawing for inside a page: no prologue, and ids that no other drawing has."""
        body = self.svg[self.svg.index("<svg") :]
        body = re.sub(r'(\bid="|"#|url\(#)', rf"\g<1>{prefix}-", body)
        return body.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


class _Marked(ScalarFormatter):
    """The numbers along an axis with the decimal mark of a language."""

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._mark = MARKS[lang][1]

    def __call__(self, x: float, pos: int | None = None) -> str:
        """One number."""
        return str(super().__call__(x, pos)).replace(".", self._mark)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a map: how many there are and how many are needed; ``None`` demands nothing."""

    found: int
    needed: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with what stands behind it; ``tight`` marks one without room."""

    label: str
    length: float
    said: str
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """The scores of one lot, winners apart from others."""

    label: str
    winners: Sequence[float]
    others: Sequence[float]


def coverage_map(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]]
) -> Drawing:
    """Tiles of care types by areas: the count in each, and a cross where it is below the need."""
    with styled():
        figure, axes = canvas(len(rows) + (3 if len(columns) <= MOST_UPRIGHT else 8))
        for y, line in enumerate(cells):
            for x, cell in enumerate(line):
                _tile(axes, x, y, cell)
        axes.set_xlim(-0.5, len(columns) - 0.5)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        _heads(axes, columns)
        axes.set_yticks(range(len(rows)), [wrapped(name, 34) for name in rows])
        axes.tick_params(length=0)
        axes.spines["bottom"].set_visible(False)
        return Drawing(figure)


def _heads(axes: Plot, columns: Sequence[str]) -> None:
    axes.xaxis.tick_top()
    if len(columns) > MOST_UPRIGHT:
        short = [wrapped(name, 26) for name in columns]
        axes.set_xticks(range(len(columns)), short, rotation=55, ha="left", fontsize=8)
        return
    width = max(10, 60 // max(1, len(columns)))
    folded = [fill(name, width, max_lines=4, placeholder=" …") for name in columns]
    axes.set_xticks(range(len(columns)), folded, fontsize=8)


def _tile(axes: Plot, x: int, y: int, cell: Cell) -> None:
    short = cell.needed is not None and cell.found < cell.needed
    tight = cell.needed is not None and cell.found == cell.needed
    face = RED if short else ORANGE if tight else PALE if cell.found else "#ffffff"
    axes.bar(x, 0.94, 0.96, y - 0.47, color=face, edgecolor=GREY, linewidth=0.5)
    ink = "#ffffff" if short else "#000000"
    axes.text(x, y, str(cell.found), ha="center", va="center", color=ink)


def bars(entries: Sequence[Bar], *, limit: float | None = None, axis: str, lang: Lang) -> Drawing:
    """Horizontal bars from the top; ``limit`` draws the line that none may cross.

    A bar that is ``tight`` stands at the limit.
    """
    with styled():
        figure, axes = canvas(len(entries) + 1)
        top = max([bar.length for bar in entries] + [limit or 0.0])
        for y, bar in enumerate(entries):
            axes.barh(y, bar.length, 0.62, color=ORANGE if bar.tight else BLUE)
            end = max(bar.length, limit or 0.0)
            axes.text(end + top * 0.015, y, bar.said, va="center", fontsize=8)
        if limit is not None:
            axes.axvline(limit, color=RED, linewidth=1.2)
            axes.set_xticks([limit * step / 4 for step in range(5)])
        axes.set_xlim(0, top * 1.35 or 1)
        rows_down(axes, [bar.label for bar in entries])
        axes.xaxis.set_major_formatter(_Marked(lang))
        axes.set_xlabel(axis)
        return Drawing(figure)


def shares(
    labels: Sequence[str], kinds: Sequence[str], parts: Sequence[Sequence[float]], axis: str
) -> Drawing:
    """Stacked bars of percents, one for each label; the last kind is what is not known."""
    inks = [PURPLE, BLUE, ORANGE, GREY, "#ffffff"]
    with styled():
        figure, axes = canvas(len(labels) + 2)
        left = [0.0] * len(labels)
        for kind, name in enumerate(kinds):
            widths = [line[kind] for line in parts]
            ink = inks[kind]
            axes.barh(range(len(labels)), widths, 0.62, left, color=ink, label=name, edgecolor=GREY)
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.set_xlim(0, 100)
        rows_down(axes, labels)
        axes.set_xlabel(axis)
        figure.legend(loc="outside upper center", ncols=len(kinds), frameon=False, fontsize=8)
        return Drawing(figure)


def strips(lots: Sequence[Strip], words: tuple[str, str], axis: str, lang: Lang) -> Drawing:
    """Scores on one line per lot: winners as filled dots, the others as open rings below them."""
    with styled():
        figure, axes = canvas(len(lots) + 2)
        _dots(axes, [(s, y - 0.14) for y, lot in enumerate(lots) for s in lot.winners], words[0])
        _rings(axes, [(s, y + 0.14) for y, lot in enumerate(lots) for s in lot.others], words[1])
        rows_down(axes, [lot.label for lot in lots])
        axes.xaxis.set_major_formatter(_Marked(lang))
        axes.set_xlabel(axis)
        figure.legend(loc="outside upper center", ncols=2, frameon=False, fontsize=8)
        return Drawing(figure)


def _dots(axes: Plot, points: Sequence[tuple[float, float]], name: str) -> None:
    across, down = coordinates(points)
    axes.scatter(across, down, s=16, color=BLUE, label=name, alpha=0.8, linewidths=0)


def _rings(axes: Plot, points: Sequence[tuple[float, float]], name: str) -> None:
    across, down = coordinates(points)
    axes.scatter(across, down, s=16, facecolors="none", edgecolors=RED, label=name, linewidths=0.8)


def coordinates(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Points as what is across and what is down."""
    return [across for across, _ in points], [down for _, down in points]


def styled() -> AbstractContextManager[None]:
    """What is drawn inside has the one style of all figures."""
    return matplotlib.style.context(STYLE)


def canvas(lines: float) -> tuple[Figure, Plot]:
    """An empty figure, so many lines high."""
    figure = Figure(figsize=(WIDTH, LINE * lines + 0.5))
    return figure, figure.add_subplot()


def panels(count: int, lines: float) -> tuple[Figure, list[Plot]]:
    """An empty figure with panels below each other on one horizontal axis."""
    figure = Figure(figsize=(WIDTH, LINE * lines * count + 0.5))
    return figure, list(figure.subplots(count, 1, sharex=True, squeeze=False)[:, 0])


def rows_down(axes: Plot, labels: Sequence[str]) -> None:
    """Name the rows of a figure, from the top."""
    axes.set_yticks(range(len(labels)), [wrapped(label, 44) for label in labels])
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.margins(x=0.02)


def wrapped(text: str, width: int) -> str:
    """The text on at most two lines of about ``width`` letters."""
    if len(text) <= width:
        return text
    cut = text.rfind(" ", 0, width + 1)
    first, rest = (text[:cut], text[cut + 1 :]) if cut > 0 else (text[:width], text[width:])
    return f"{first}\n{rest if len(rest) <= width else rest[: width - 1] + '…'}"


def _saved(figure: Figure, kind: Literal["svg", "png"]) -> bytes:
    target = io.BytesIO()
    bare: dict[str, Any] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    metadata = bare if kind == "svg" else {"Software": None}
    with styled():
        figure.savefig(target, format=kind, dpi=200, metadata=metadata)
    return target.getvalue()

"""Aligned plain-text tables."""

from __future__ import annotations

from collections.abc import Sequence

GAP = "  "


def aligned(rows: Sequence[Sequence[str]], sides: str, indent: str = "") -> list[str]:
    """The rows as lines whose columns stand under each other, each against its side."""
    if not rows:
        return []
    cells = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        indent
        + GAP.join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def clean(text: str) -> str:
    """The text without line breaks and control codes, which could rewrite what a terminal shows."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)

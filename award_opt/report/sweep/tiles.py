"""The figure of a grid: one measure under two parameters at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from award_opt.report.figures import (
    GREY,
    ORANGE,
    Drawing,
    Plot,
    canvas,
    styled,
    wrapped,
)
from award_opt.report.sweep.curves import HATCH, MOST_TICKS, Across, Look, ticks

MOST_WRITTEN: Final = 16  # columns of a grid whose cells still hold their number
SHADES: Final = 9


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of a grid: its worth for the ink, and what is written in it; ``None``: no award."""

    worth: float | None
    said: str = ""


def grid(
    across: Across, down: Across, cells: Sequence[Sequence[Square]], words: tuple[str, str, str]
) -> Drawing:
    """Tiles of two parameters, darker for more; hatched where there is no award.

    ``cells`` come by the values of ``down``; ``words`` say the measure, "published", "no award".
    """
    held = [cell.worth for line in cells for cell in line if cell.worth is not None]
    low, high = (min(held), max(held)) if held else (0.0, 0.0)
    with styled():
        tall = 1.0 if len(down.places) <= 14 else 0.75
        figure, axes = canvas(len(down.places) * tall + 4)
        for y, line in enumerate(cells):
            for x, cell in enumerate(line):
                if cell.worth is None:
                    hatched: Look = {"edgecolor": GREY, "hatch": HATCH, "linewidth": 0.4}
                    axes.bar(x, 1, 1, y - 0.5, color="#ffffff", label=words[2], **hatched)
                else:
                    share = (cell.worth - low) / (high - low) if high > low else 0.5
                    _square(axes, x, y, share, cell.said if len(line) <= MOST_WRITTEN else "")
        _outline(axes, across, down, words[1])
        axes.set_xlim(-0.5, len(across.places) - 0.5)
        axes.set_ylim(len(down.places) - 0.5, -0.5)
        ticks(axes, Across(across.name, range(len(across.labels)), across.labels, None))
        step = -(-len(down.labels) // MOST_TICKS)
        axes.set_yticks(range(0, len(down.labels), step), list(down.labels)[::step])
        axes.set_xlabel(across.name)
        axes.set_ylabel(wrapped(down.name, 40))
        axes.set_title(words[0], fontsize=9)
        axes.tick_params(length=0)
        axes.spines["bottom"].set_visible(False)
        _legend(axes)
        return Drawing(figure)


def _square(axes: Plot, x: int, y: int, share: float, said: str) -> None:
    step = min(int(share * SHADES), SHADES - 1) / (SHADES - 1)
    axes.bar(x, 1, 1, y - 0.5, color=_shade(step), edgecolor="#ffffff", linewidth=0.6)
    ink = "#ffffff" if step > 0.55 else "#000000"
    size = 7 if len(said) <= 8 else 6
    axes.text(x, y, said, ha="center", va="center", color=ink, fontsize=size)


def _shade(share: float) -> str:
    """From pale to dark blue."""
    ends = ((232, 238, 242), (17, 73, 122))
    mixed = (round(a + (b - a) * share) for a, b in zip(*ends, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _outline(axes: Plot, across: Across, down: Across, word: str) -> None:
    """A frame around the published values, where the grid holds both."""
    if across.published in across.places and down.published in down.places:
        x, y = across.places.index(across.published), down.places.index(down.published)
        frame: Look = {
            "facecolor": "none",
            "edgecolor": ORANGE,
            "linewidth": 2.2,
            "label": word,
            "clip_on": False,
        }
        axes.bar(x, 1, 1, y - 0.5, zorder=4, **frame)


def _legend(axes: Plot) -> None:
    handles, names = axes.get_legend_handles_labels()
    once = dict(zip(names, handles, strict=True))
    if once and axes.figure is not None:
        held, words = list(once.values()), list(once)
        axes.figure.legend(held, words, loc="outside upper right", ncols=2, frameon=False)

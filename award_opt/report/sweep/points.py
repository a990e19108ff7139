"""Figures of points: what can be had together, and how likely each bid wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from award_opt.report.figures import (
    BLUE,
    GREY,
    PALE,
    RED,
    Drawing,
    Plot,
    canvas,
    coordinates,
    rows_down,
    styled,
)
from award_opt.report.sweep.curves import Spoken


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a frontier figure: where it stands, and what marks it."""

    x: float
    y: float
    best: bool
    proven: bool
    published: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the legend of a frontier says."""

    best: str
    unproven: str
    other: str
    published: str


def frontier(
    dots: Sequence[Dot], axes_names: tuple[str, str], spoken: tuple[Spoken, Spoken], words: Words
) -> Drawing:
    """Points that no other passes, joined in steps: filled where proven, hollow where not."""
    with styled():
        figure, plot = canvas(12)
        others = [(dot.x, dot.y) for dot in dots if not dot.best]
        _scatter(plot, others, words.other, s=14, color=GREY)
        best = sorted((dot.x, dot.y) for dot in dots if dot.best)
        if len(best) > 1:
            plot.plot(*_steps(best), color=BLUE, linewidth=1)
        sure = [(dot.x, dot.y) for dot in dots if dot.best and dot.proven]
        open_ = [(dot.x, dot.y) for dot in dots if dot.best and not dot.proven]
        _scatter(plot, sure, words.best, s=30, color=BLUE, zorder=3)
        hollow = {"facecolors": "#ffffff", "edgecolors": BLUE}
        _scatter(plot, open_, words.unproven, s=30, zorder=3, linewidths=1.4, **hollow)
        here = [(dot.x, dot.y) for dot in dots if dot.published]
        ring = {"facecolors": "none", "edgecolors": RED}
        _scatter(plot, here, words.published, s=90, zorder=4, linewidths=1.6, **ring)
        plot.set_xlabel(axes_names[0])
        plot.set_ylabel(axes_names[1])
        plot.xaxis.set_major_formatter(lambda value, _: spoken[0](value))
        plot.yaxis.set_major_formatter(lambda value, _: spoken[1](value))
        plot.grid(color=PALE)
        plot.set_axisbelow(True)
        figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=8)
        return Drawing(figure)


def _scatter(plot: Plot, points: Sequence[tuple[float, float]], name: str, **look: Any) -> None:
    if points:
        plot.scatter(*coordinates(points), label=name, **look)


def _steps(best: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """The corners between points: what is had for sure in between is the lesser of both."""
    across, up = [best[0][0]], [best[0][1]]
    for (_, y), (right, above) in pairwise(best):
        corner = (right, y) if above > y else (across[-1], above)
        across += [corner[0], right]
        up += [corner[1], above]
    return across, up


# --- chances


@dataclass(frozen=True, slots=True)
class Odds:
    """A bid with its share of the draws and the interval, in percent; ``won`` as given."""

    label: str
    share: float
    low: float
    high: float
    won: bool


def chances(bids: Sequence[Odds], words: tuple[str, str], axis: str) -> Drawing:
    """A line for each bid from the low to the high end of its interval, with the share on it.

    Filled dots win with the scores as given, rings lose; ``words`` say so in the legend.
    """
    with styled():
        figure, axes = canvas(len(bids) + 2)
        for y, bid in enumerate(bids):
            axes.plot([bid.low, bid.high], [y, y], color=GREY, linewidth=3, solid_capstyle="butt")
        winners = [(bid.share, float(y)) for y, bid in enumerate(bids) if bid.won]
        losers = [(bid.share, float(y)) for y, bid in enumerate(bids) if not bid.won]
        _scatter(axes, winners, words[0], s=30, color=BLUE, zorder=3)
        ring = {"facecolors": "#ffffff", "edgecolors": RED}
        _scatter(axes, losers, words[1], s=30, zorder=3, linewidths=1.4, **ring)
        axes.axvline(50, color=PALE, linewidth=1, zorder=0)
        rows_down(axes, [bid.label for bid in bids])
        axes.set_xlim(-1, 101)
        axes.set_xticks(range(0, 101, 25))
        axes.set_xlabel(axis)
        figure.legend(loc="outside upper center", ncols=2, frameon=False, fontsize=8)
        return Drawing(figure)

"""Figures along one parameter: what follows it, and where the award changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from award_opt.report.figures import (
    BLUE,
    GREY,
    ORANGE,
    PALE,
    RED,
    Drawing,
    Plot,
    canvas,
    coordinates,
    panels,
    styled,
    wrapped,
)

Spoken: TypeAlias = Callable[[float], str]
Look: TypeAlias = dict[str, Any]
MOST_TICKS: Final = 24
NEAR: Final = 0.022  # of the axis: break points closer than this share one label
HATCH: Final = "////"
LIGHT: Final = "#9cc7ef"


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure at each value of a parameter; ``None`` where there is no award.

    ``whole`` for counts, which have no parts between their ticks. ``bands`` are the least and the
    most at each value, where several outcomes stand behind one.
    """

    name: str
    values: Sequence[float | None]
    spoken: Spoken
    whole: bool = False
    bands: Sequence[tuple[float, float] | None] = ()


@dataclass(frozen=True, slots=True)
class Across:
    """The values of a parameter: where they stand, what they are called, and the published one."""

    name: str
    places: Sequence[float]
    labels: Sequence[str]
    published: float | None


def responses(across: Across, readings: Sequence[Reading], words: tuple[str, str]) -> Drawing:
    """A panel for each measure along one parameter; hatched where there is no award.

    ``words`` say "published" and "no award".
    """
    with styled():
        figure, plots = panels(len(readings), 4.2)
        for plot, reading in zip(plots, readings, strict=True):
            _response(plot, across, reading, words)
        ticks(plots[-1], across)
        plots[-1].set_xlabel(across.name)
        handles, names = plots[0].get_legend_handles_labels()
        if handles:
            figure.legend(handles, names, loc="outside upper right", ncols=2, frameon=False)
        return Drawing(figure)


def _response(plot: Plot, across: Across, reading: Reading, words: tuple[str, str]) -> None:
    small = len(across.places) > 40
    held = [(x, band) for x, band in zip(across.places, reading.bands, strict=False) if band]
    plot.fill_between(
        [x for x, _ in held],
        [low for _, (low, _) in held],
        [high for _, (_, high) in held],
        color=LIGHT,
        alpha=0.4,
        linewidth=0,
    )
    known = [(x, y) for x, y in zip(across.places, reading.values, strict=True) if y is not None]
    for run in _runs(across.places, reading.values):
        plot.plot(*coordinates(run), color=BLUE, linewidth=1.4)
    plot.scatter(*coordinates(known), s=5 if small else 18, color=BLUE, zorder=3)
    for number, (low, high) in enumerate(_gaps(across.places, reading.values)):
        label = None if number else words[1]
        plot.axvspan(low, high, facecolor="#ffffff", edgecolor=GREY, hatch=HATCH, label=label)
    if across.published is not None:
        plot.axvline(across.published, color=ORANGE, linewidth=1.4, zorder=1, label=words[0])
    plot.set_title(reading.name, fontsize=9)
    plot.yaxis.set_major_formatter(lambda value, _: reading.spoken(value))
    if reading.whole:
        plot.locator_params(axis="y", integer=True)
    plot.grid(axis="y", color=PALE, zorder=0)
    plot.set_axisbelow(True)
    plot.margins(x=0.03, y=0.12)


def _runs(
    places: Sequence[float], values: Sequence[float | None]
) -> list[list[tuple[float, float]]]:
    """The stretches without a gap."""
    found: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(places, values, strict=True):
        if y is None:
            found.append([])
        else:
            found[-1].append((x, y))
    return [run for run in found if run]


def _gaps(places: Sequence[float], values: Sequence[float | None]) -> list[tuple[float, float]]:
    """The spans without an award, each halfway to the values beside it."""
    found: list[tuple[float, float]] = []
    for k, (place, value) in enumerate(zip(places, values, strict=True)):
        if value is None:
            low = (places[k - 1] + place) / 2 if k else place
            high = (place + places[k + 1]) / 2 if k + 1 < len(places) else place
            joined = found and found[-1][1] == low
            found.append((found.pop()[0], high) if joined else (low, high))
    return found


def ticks(plot: Plot, across: Across) -> None:
    """Name the values of a parameter below a figure, as many as fit."""
    step = -(-len(across.places) // MOST_TICKS)
    places, labels = list(across.places)[::step], list(across.labels)[::step]
    upright = sum(len(label) + 2 for label in labels) <= 95
    angle: Look = {} if upright else {"rotation": 45, "ha": "right", "rotation_mode": "anchor"}
    plot.set_xticks(places, [wrapped(label, 20) for label in labels], **angle)


# --- break points


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a parameter with one award; ``mark`` labels its beginning, "" for none."""

    low: float
    high: float
    mark: str
    lawful: bool = True


def strip(
    spans: Sequence[Span],
    across: str,
    spoken: Spoken,
    published: float | None,
    words: tuple[str, str],
) -> Drawing:
    """One bar along a parameter, another shade for each award, a mark where it changes.

    ``words`` say "published" and "no award".
    """
    with styled():
        figure, axes = canvas(4)
        left, right = spans[0].low, spans[-1].high
        last = None
        for place, span in enumerate(spans):
            _span(axes, span, place, words[1])
            near = last is not None and span.low - last < NEAR * (right - left)
            if span.mark and not near:
                style: Look = {"rotation": 60, "ha": "left", "va": "bottom", "fontsize": 8}
                axes.text(span.low, 0.52, span.mark, rotation_mode="anchor", **style)
                last = span.low
        if published is not None and left <= published <= right:
            axes.plot([published] * 2, [-0.62, 0.5], color=RED, linewidth=2, label=words[0])
        axes.set_xlim(left, right)
        axes.set_ylim(-0.7, 1.7)
        axes.set_yticks([])
        axes.set_xlabel(across)
        axes.xaxis.set_major_formatter(lambda value, _: spoken(value))
        handles, names = axes.get_legend_handles_labels()
        once = dict(zip(names, handles, strict=True))
        if once:
            shown: Look = {"loc": "outside upper right", "ncols": 2, "frameon": False}
            figure.legend(list(once.values()), list(once), **shown)
        return Drawing(figure)


def _span(axes: Plot, span: Span, place: int, none: str) -> None:
    width = span.high - span.low
    if not span.lawful:
        axes.barh(0, width, 1, span.low, color="#ffffff", edgecolor=GREY, hatch=HATCH, label=none)
        return
    axes.barh(
        0, width, 1, span.low, color=(BLUE, "#9cc7ef")[place % 2], linewidth=0, align="center"
    )

"""Figures from the results that are kept: ``python -m benchmarks.figures``.

The same results give the same bytes. Growth of time with bids, bounds against time, peers side by
side.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from math import floor, log, log10
from pathlib import Path
from statistics import median
from typing import Any, Final

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from award_opt.report.figures import BLUE, GREY, ORANGE, PURPLE, RED, STYLE, WIDTH, Drawing
from benchmarks.peers import results
from benchmarks.peers.results import GOALS, Line

PLACE: Final = Path(__file__).with_name("figures")
SHOWN: Final = ("S", "M", "T1", "T2", "T3", "W", "CATS", "SCP")
TITLES: Final = {
    "S": "one region, 800 bids",
    "M": "42 regions, 39,221 bids",
    "T1": "coverage under tight caps",
    "T2": "budgets as knapsacks",
    "T3": "scores that all but tie",
    "W": "package bids, 60 goods",
    "CATS": "published package auctions",
    "SCP": "published set covering",
}
TRACED: Final = "M-linked"
FINEST: Final = 1e-3  # percent: the smallest gap on the log scale
COLOURS: Final = (BLUE, ORANGE, RED, PURPLE, GREY)


def main() -> int:
    """Draw all figures for which there are results."""
    PLACE.mkdir(exist_ok=True)
    held = results.read()
    for name, drawing in figures(held).items():
        (PLACE / f"{name}.svg").write_text(drawing.svg, encoding="utf-8")
        print(f"benchmarks/figures/{name}.svg")
    return 0


def figures(held: Mapping[str, Any]) -> dict[str, Drawing]:
    """Every figure by its name."""
    every = list(results.lines(held))
    growth = sorted(_sizes(every))
    drawn = {}
    with matplotlib.style.context(STYLE):
        if len(growth) > 1:
            drawn["growth"] = Drawing(_growth(growth, every))
        if any(line.family in SHOWN for line in every):
            drawn["peers"] = Drawing(_peers(every))
        if traces := _traces(held):
            drawn["bounds"] = Drawing(_bounds(traces))
    return drawn


def _sizes(every: Sequence[Line]) -> list[tuple[int, float, float]]:
    """Bids, seconds in all and seconds to build, of our own growing books."""
    return [
        (answer["bids"], median(answer["totals"]), median(answer["builds"]))
        for line in every
        for answer in line.proven
        if line.name == GOALS and line.family.startswith("G")
    ]


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the least-squares line through points on log-log axes."""
    across = [log(x) for x, _ in points]
    up = [log(y) for _, y in points]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    held = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / held


def _growth(sizes: Sequence[tuple[int, float, float]], every: Sequence[Line]) -> Figure:
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = figure.add_subplot()
    bids = [size for size, _, _ in sizes]
    for place, (name, seconds) in enumerate(
        (
            ("tables to proven and checked award", [total for _, total, _ in sizes]),
            ("of which turning rules into rows", [build for _, _, build in sizes]),
        )
    ):
        slope = exponent(list(zip(bids, seconds, strict=True)))
        label = f"{name}: exponent {slope:.2f}"
        axes.plot(bids, seconds, "-" + "os"[place], markersize=4, color=COLOURS[place], label=label)
    naive = _naive(every)
    if naive:
        label = "CP-SAT with one Boolean per bid: building its model alone"
        across, up = [bids for bids, _ in naive], [seconds for _, seconds in naive]
        axes.scatter(across, up, marker="x", s=24, color=RED, label=label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("bids")
    axes.set_ylabel("seconds")
    axes.grid(visible=True, alpha=0.3)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend(frameon=False, fontsize=8)
    axes.set_title("Regions whose bidders stay in one: seconds against bids, both in tenfolds")
    return figure


def _naive(every: Sequence[Line]) -> list[tuple[int, float]]:
    name = "CP-SAT, 8 workers"
    return sorted(
        (answer["bids"], median(answer["builds"]))
        for line in every
        for answer in line.answers
        if line.name == name and line.family in ("S", "M", "L") and answer.get("builds")
    )


def _peers(every: Sequence[Line]) -> Figure:
    families = [name for name in SHOWN if any(line.family == name for line in every)]
    names = list(dict.fromkeys(line.name for line in every if "with" not in line.name))
    figure = Figure(figsize=(WIDTH, 0.9 + 2.2 * ((len(families) + 1) // 2)))
    figure.suptitle("Seconds from tables to a proven award, median; the scale goes in tenfolds")
    for place, family in enumerate(families):
        axes = figure.add_subplot((len(families) + 1) // 2, 2, place + 1)
        own = {line.name: line for line in every if line.family == family}
        _bars(axes, [(name, own.get(name)) for name in names])
        axes.set_title(f"{family}: {TITLES[family]}", fontsize=8.5)
        if place % 2:
            axes.set_yticklabels([])
    return figure


def _bars(axes: Axes, lines: Sequence[tuple[str, Line | None]]) -> None:
    lengths = [line.middle for _, line in lines if line is not None and line.answers]
    least = 10.0 ** floor(log10(min(lengths) / 1.5))
    axes.set_xscale("log")
    axes.set_xlim(least, 20 * max(lengths))
    for y, (name, line) in enumerate(lines):
        length = least
        if line is not None and line.answers:
            length = line.middle
            _bar(axes, y, length, BLUE if name == GOALS else GREY, proven=bool(line.proven))
        axes.annotate(_said(line), (length, y), xytext=(3, 0), textcoords="offset points",
                      va="center", fontsize=7)  # fmt: skip
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_major_formatter("{x:g} s")
    axes.set_yticks(range(len(lines)), [name for name, _ in lines], fontsize=7.5)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.tick_params(axis="x", labelsize=7)


def _bar(axes: Axes, y: int, length: float, colour: str, *, proven: bool) -> None:
    """A full bar; an outline alone where nothing was proven."""
    axes.barh(y, length, facecolor=colour if proven else "none", edgecolor=colour,
              linewidth=0.8, linestyle="-" if proven else "--")  # fmt: skip


def _said(line: Line | None) -> str:
    if line is None or not line.answers:
        return "not run"
    proven, tried = len(line.proven), len(line.answers)
    if not proven:
        return f"no proof in {line.middle:g} s"
    some = "" if proven == tried else f", {proven} of {tried} proven"
    return f"{line.middle:.2g} s{some}"


def _traces(held: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    answers = held["families"].get(TRACED, {"answers": []})["answers"]
    return [each for each in answers if "value" in each and each.get("totals")]


def _bounds(answers: Sequence[Mapping[str, Any]]) -> Figure:
    """How far each award is from the best bound of all, and each bound from the best award."""
    figure = Figure(figsize=(WIDTH, 4.4))
    axes = figure.add_subplot()
    most = max(each["value"] for each in answers)
    least = min([each["bound"] for each in answers if (each["bound"] or 0) >= most], default=most)
    for place, each in enumerate(answers):
        colour, end = COLOURS[place % len(COLOURS)], max(each["totals"])
        best = [(t, least - v) for t, v, _ in each["trace"] if v is not None and v > 0]
        upper = [(t, b - most) for t, _, b in each["trace"] if b is not None and b >= most]
        best.append((end, least - each["value"]))
        for points, style in ((best, "-"), (upper, ":")):
            across = [seconds for seconds, _ in points]
            up = [max(FINEST, 100 * gap / least) for _, gap in points]
            axes.step(across, up, where="post", linestyle=style, color=colour, linewidth=1.5)
        short = 100 * (least - each["value"]) / least
        label = f"{each['name']}: {short:.3f}% after {end:.0f} s"
        axes.scatter([end], [max(FINEST, short)], color=colour, s=20, zorder=3, label=label)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}%")
    axes.set_xlim(0, 1.02 * max(max(each["totals"]) for each in answers))
    axes.set_ylim(FINEST, 100)
    axes.grid(visible=True, alpha=0.3)
    axes.set_xlabel("seconds")
    axes.set_ylabel("gap")
    for style, what in (("-", "award, below the best bound"), (":", "bound, above the best award")):
        axes.plot([], [], linestyle=style, color=GREY, label=what)
    figure.legend(frameon=False, fontsize=8, loc="outside lower center", ncols=2)
    axes.set_title(f"{TRACED}: the gap of each award and each bound against time")
    return figure


if __name__ == "__main__":
    sys.exit(main())

"""What can be had together, and how likely each bid wins: sections with points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from award_opt.exact import unscaled
from award_opt.report.html.parts import Picture, Section, Table, table
from award_opt.report.numbers import number
from award_opt.report.sweep.points import Dot, Odds, Words, chances, frontier
from award_opt.report.sweep.view import View, inked
from award_opt.report.table import aligned, clean
from award_opt.sweep.frontier import PLACES

if TYPE_CHECKING:
    from award_opt.interval import Interval
    from award_opt.sweep.chances import Chance, Chances
    from award_opt.sweep.frontier import Frontier, Point
    from award_opt.sweep.tradeoff import Tradeoff

MOST_EDGE: Final = 24  # bids in a figure
MOST_DRAWN: Final = 6  # points with draws on the page
MOST_SCENARIOS: Final = 3  # named for a point of a frontier


def frontiers(view: View) -> Section | None:
    """Points against partners, small providers and money; ``None`` with fewer than two points."""
    found = [each for each in view.answers.frontiers if len(each.points) > 1]
    if not found:
        return None
    lines = [view.say("frontier_about")]
    if found[0].open:
        lines.append(view.say("frontier_open", count=found[0].open))
    pictures = tuple(_frontier_picture(view, each) for each in found)
    header = tuple(map(view.say, ("score", "measure", "proven", "how_many", "scenario")))
    tables = tuple(
        table(
            view.say("frontier_caption", measure=view.say(each.measure)),
            (header[0], view.say(each.measure), *header[2:]),
            [_frontier_row(view, each, point) for point in each.best],
            ">><><",
        )
        for each in found
    )
    return Section("frontier", view.say("frontier"), tuple(lines), pictures, tables)


def _frontier_row(view: View, found: Frontier, point: Point) -> tuple[str, ...]:
    named = [view.scenario(scenario) for scenario in point.scenarios[:MOST_SCENARIOS]]
    items = "; ".join(named)
    rest = point.count - len(named)
    return (
        view.exact("score", str(point.score)),
        view.exact(found.measure, point.measured),
        view.say("yes" if point.proven else "no"),
        str(point.count),
        view.say("more", items=items, count=rest) if rest else items,
    )


def _frontier_picture(view: View, found: Frontier) -> Picture:
    dots = [
        Dot(
            inked(found.measure, point.measured) or 0.0,
            float(point.score),
            point.best,
            point.proven,
            any(scenario.name() == "published" for scenario in point.scenarios),
        )
        for point in found.points
    ]
    words = Words(
        view.say("frontier_best"),
        view.say("frontier_unproven"),
        view.say("frontier_other"),
        view.say("published"),
    )
    names = (view.axis(found.measure), view.axis("score"))
    drawing = frontier(dots, names, (view.ink, view.ink), words)
    proven = sum(point.proven for point in found.best)
    alternative = view.say(
        "frontier_alt", count=len(found.points), best=len(found.best), proven=proven
    )
    caption = view.say("frontier_caption", measure=view.say(found.measure))
    return Picture(f"frontier-{found.measure}", caption, alternative, drawing)


def tradeoffs(view: View, found: Sequence[Tradeoff]) -> Section | None:
    """Every point there is under the published rules; ``None`` where none was asked for."""
    if not found:
        return None
    lines = [view.say("tradeoff_about")]
    for each in found:
        if not each.trace.complete:
            count = len(each.trace.points)
            lines.append(view.say("tradeoff_cut", measure=view.say(each.measure), count=count))
    pictures = tuple(_tradeoff_picture(view, each) for each in found)
    tables = tuple(_tradeoff_table(view, each) for each in found)
    return Section("tradeoff", view.say("tradeoff"), tuple(lines), pictures, tables)


def _points(view: View, found: Tradeoff) -> list[tuple[str, int, int]]:
    """Each point with its score as an exact text, its measure and its contracts."""
    decimals = view.answers.plan.tender.scoring.decimals
    points = found.trace.points
    return [(unscaled(p.score, decimals), p.measured, len(p.award)) for p in points]


def _tradeoff_picture(view: View, found: Tradeoff) -> Picture:
    points = _points(view, found)
    dots = [
        Dot(inked(found.measure, measured) or 0.0, float(score), best=True, proven=True)
        for score, measured, _ in points
    ]
    best = view.say("frontier_best")
    words = Words(best, view.say("frontier_unproven"), view.say("frontier_other"), "")
    names = (view.axis(found.measure), view.axis("score"))
    drawing = frontier(dots, names, (view.ink, view.ink), words)
    count = len(points)
    alternative = view.say("frontier_alt", count=count, best=count, proven=count)
    caption = view.say("tradeoff_caption", measure=view.say(found.measure).lower())
    return Picture(f"tradeoff-{found.measure}", caption, alternative, drawing)


def _tradeoff_table(view: View, found: Tradeoff) -> Table:
    rows = [
        (view.exact("score", score), view.exact(found.measure, measured), str(contracts))
        for score, measured, contracts in _points(view, found)
    ]
    caption = view.say("tradeoff_caption", measure=view.say(found.measure).lower())
    header = (view.say("score"), view.say(found.measure), view.say("contracts"))
    return table(caption, header, rows, ">>>")


def tradeoff_lines(view: View, found: Tradeoff) -> list[str]:
    """Every point for a terminal."""
    part = _tradeoff_table(view, found)
    said = [part.caption, *aligned([part.header, *part.rows], part.sides, "  ")]
    if not found.trace.complete:
        count = len(found.trace.points)
        said.append(view.say("tradeoff_cut", measure=view.say(found.measure), count=count))
    return [clean(line) for line in said]


def tradeoff_content(view: View, found: Tradeoff) -> dict[str, Any]:
    """Every point for machines; ``mode`` keeps it from passing for an award."""
    decimals = view.answers.plan.tender.scoring.decimals
    return {
        "mode": "simulation",
        "measure": found.measure,
        "complete": found.trace.complete,
        "points": [
            {
                "score": unscaled(point.score, decimals),
                found.measure: unscaled(point.measured, PLACES[found.measure]),
                "winners": list(point.award),
            }
            for point in found.trace.points
        ],
    }


# --- chances


def odds(view: View) -> Iterator[Section]:
    """A section for each point whose scores were drawn again."""
    found = view.answers.chances
    for place, each in enumerate(found[:MOST_DRAWN]):
        rest = len(found) - MOST_DRAWN if place == MOST_DRAWN - 1 else 0
        yield _odds(view, each, place, rest)


def _odds(view: View, found: Chances, place: int, rest: int) -> Section:
    title = view.say("chances")
    if len(view.answers.chances) > 1:
        title = view.say("chances_point", point=view.scenario(found.scenario))
    always = sum(each.wins == each.draws for each in found.bids)
    facts = {"lawless": found.lawless, "missing": found.missing, "always": always}
    lines = [view.say("chances_about", draws=found.draws, **facts)]
    if rest > 0:
        lines.append(view.say("chances_more", count=rest))
    edge = found.edge()
    if not edge:
        return Section(f"chances-{place}", title, tuple(lines))
    tables = (_odds_table(view, edge),)
    pictures = (_odds_picture(view, edge[:MOST_EDGE], place),)
    return Section(f"chances-{place}", title, tuple(lines), pictures, tables)


def _odds_picture(view: View, edge: list[Chance], place: int) -> Picture:
    bids = view.answers.bids_by_id
    entries = [
        Odds(
            f"{view.bid(each.bid)}, {bids[each.bid].lot}" if each.bid in bids else each.bid,
            _percent(each.interval.share),
            _percent(each.interval.low),
            _percent(each.interval.high),
            bool(each.won),
        )
        for each in edge
    ]
    words = (view.say("wins_now"), view.say("loses_now"))
    drawing = chances(entries, words, view.say("chances_axis"))
    first = edge[0]
    facts = {"bid": view.bid(first.bid), "share": share(view, first.interval)}
    alternative = view.say("chances_alt", count=len(edge), **facts)
    return Picture(f"chances-{place}", view.say("chances_caption"), alternative, drawing)


def _odds_table(view: View, edge: list[Chance]) -> Table:
    bids = view.answers.bids_by_id
    codes = ("bid", "lot", "published", "share", "interval")
    rows = [
        (
            view.bid(each.bid),
            view.speech.lot_of(bids[each.bid]) if each.bid in bids else "",
            "" if each.won is None else view.say("yes" if each.won else "no"),
            share(view, each.interval),
            view.say(
                "between", **dict(zip(("low", "high"), ends(view, each.interval), strict=True))
            ),
        )
        for each in edge
    ]
    return table(view.say("chances_caption"), tuple(map(view.say, codes)), rows, "<<<>>")


def _percent(share_text: str) -> float:
    return float(100 * Fraction(share_text))


def share(view: View, interval: Interval) -> str:
    """A share in percent without a digit lost: ``0.9321`` is ``93.21%``."""
    return f"{number(_moved(interval.share), view.lang)}%"


def ends(view: View, interval: Interval) -> tuple[str, str]:
    """The ends of an interval in percent."""
    low, high = (f"{number(_moved(end), view.lang)}%" for end in (interval.low, interval.high))
    return low, high


def _moved(text: str) -> str:
    whole, _, fraction = text.partition(".")
    return f"{int(whole + fraction[:2])}.{fraction[2:]}"

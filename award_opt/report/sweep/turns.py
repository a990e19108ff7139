"""Where the award changes along one parameter: a strip, and who enters and leaves there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from award_opt.report.html.parts import Picture, Section, Table, table
from award_opt.report.sweep.curves import Span, strip
from award_opt.report.sweep.view import View
from award_opt.report.table import aligned, clean
from award_opt.sweep.breaks import Corners, Steps


@dataclass(frozen=True, slots=True)
class Leg:
    """The award from one value to another, both exact; ``None`` where none is lawful."""

    low: Fraction
    high: Fraction
    award: tuple[str, ...] | None


def section(view: View, found: Sequence[Steps | Corners]) -> Section | None:
    """A strip and a table for each parameter; ``None`` without any."""
    if not found:
        return None
    lines = [view.say("breaks_exact")]
    if any(isinstance(each, Corners) for each in found):
        lines.append(view.say("breaks_at"))
    lines += [view.say("breaks_rest", name=name(view, each)) for each in found if not _whole(each)]
    pictures = tuple(_picture(view, each, place) for place, each in enumerate(found))
    tables = tuple(_table(view, each) for each in found)
    return Section("breaks", view.say("breaks"), tuple(lines), pictures, tables)


def name(view: View, found: Steps | Corners) -> str:
    """The parameter in words."""
    kind, colon, what = found.name.partition(":")
    if not colon:
        return found.name
    shown = {"criterion": view.speech.criterion, "points": view.bid}.get(kind, str)(what)
    return view.say(f"breaks_{kind}", name=shown)


def legs(found: Steps | Corners) -> list[Leg]:
    """The stretches with one award, from the lowest value on."""
    if isinstance(found, Corners):
        return [Leg(piece.low, piece.high, piece.line.award) for piece in found.chain.pieces]
    unit = Fraction(1, 10**found.places)
    return [Leg(each.low * unit, each.high * unit, each.award) for each in found.stretches]


def _whole(found: Steps | Corners) -> bool:
    """Whether every change was found exactly."""
    stretches = () if isinstance(found, Corners) else found.stretches
    return all(after.low == before.high + 1 for before, after in pairwise(stretches))


def _picture(view: View, found: Steps | Corners, place: int) -> Picture:
    shown = legs(found)
    half = Fraction(0) if isinstance(found, Corners) else Fraction(1, 2 * 10**found.places)
    spans = [
        Span(
            float(leg.low - half),
            float(leg.high + half),
            view.fraction(leg.low) if number else "",
            leg.award is not None,
        )
        for number, leg in enumerate(shown)
    ]
    known = found.published
    here = None if known is None else float(known * (2 * half or 1))
    words = (view.say("published"), view.say("no_award"))
    drawing = strip(spans, name(view, found), view.ink, here, words)
    ends = {"low": view.fraction(shown[0].low), "high": view.fraction(shown[-1].high)}
    called = name(view, found)
    alternative = view.say("breaks_alt", count=len(shown), name=called, **ends)
    caption = view.say("breaks_caption", name=called)
    return Picture(f"breaks-{place}", caption, alternative, drawing)


def _table(view: View, found: Steps | Corners) -> Table:
    upper = "breaks_until" if isinstance(found, Corners) else "breaks_to"
    codes = ("breaks_from", upper, "contracts", "enters", "leaves")
    shown = legs(found)
    rows = []
    for before, leg in zip([None, *shown], shown, strict=False):
        old = set() if before is None else set(before.award or ())
        new = leg.award or ()
        first = before is None
        enters = () if first else tuple(bid for bid in new if bid not in old)
        leaves = () if first else tuple(sorted(old - set(new)))
        count = view.say("no_award") if leg.award is None else str(len(new))
        moved = ["" if first else view.bids(bids) for bids in (enters, leaves)]
        rows.append((view.fraction(leg.low), view.fraction(leg.high), count, *moved))
    caption = view.say("breaks_caption", name=name(view, found))
    return table(caption, tuple(map(view.say, codes)), rows, ">>>==")


def lines(view: View, found: Steps | Corners) -> list[str]:
    """The same for a terminal: each stretch, and who enters and leaves at its beginning."""
    part = _table(view, found)
    sides = part.sides.replace("=", "<")
    return [clean(part.caption), *aligned([part.header, *part.rows], sides, "  ")]


def content(found: Steps | Corners) -> dict[str, Any]:
    """The same for machines; ``mode`` keeps it from passing for an award."""
    turns = found.chain.turns if isinstance(found, Corners) else ()
    return {
        "mode": "simulation",
        "parameter": found.name,
        "stretches": [
            {
                "from": str(leg.low),
                "to": str(leg.high),
                "winners": None if leg.award is None else list(leg.award),
            }
            for leg in legs(found)
        ],
        "turns": [{"at": str(turn.at), "winners": list(turn.award)} for turn in turns],
        "complete": _whole(found),
    }

"""How much hangs on scores, winners and method, as a terminal shows it, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from award_opt.errors import Fact
from award_opt.report.names import Names
from award_opt.report.numbers import euro, number
from award_opt.report.table import aligned, clean
from award_opt.report.words import word
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.robust import Interval, Method, Robustness, Stability, Withdrawal

SHOWN = 10  # bids in a list; the JSON names all
ROWS = 40  # bids in the table of doubt


def lines(found: Robustness, names: Names) -> list[str]:
    """Noise, withdrawals, methods; the last line says what is proven."""
    lang = names.lang
    blocks = [list(_noise(found, names)), list(_withdrawals(found.withdrawals, names))]
    blocks.append([say("robust_methods", lang, {}), *_methods(found.methods, lang)])
    blocks.append(list(_moves(found.methods, lang)))
    facts = {"draws": found.draws, "asked": found.asked}
    blocks.append([say("robust_proven" if found.proven else "robust_open", lang, facts)])
    spaced: list[str] = []
    for block in filter(None, blocks):
        spaced += [*([""] if spaced else []), *(clean(line) for line in block)]
    return spaced


# --- score noise


def _noise(found: Robustness, names: Names) -> Iterator[str]:
    lang, noise = names.lang, found.noise
    facts: dict[str, Fact] = {
        "assessors": noise.assessors,
        "percent": noise.percent,
        "points": number(found.points, lang),
        "seed": found.seed,
    }
    yield say("robust_noise", lang, facts)
    if not found.draws:
        yield say("robust_no_draws", lang, {})
        return
    counts = {"same": found.same, "draws": found.draws}
    yield say("robust_same", lang, {**counts, **_said(found.identical, lang)})
    if found.lawless:
        yield say("robust_lawless", lang, {"lawless": found.lawless})
    steady = [each for each in found.bids if each.steady]
    winners = sum(each.won for each in steady)
    yield say("robust_steady", lang, {"winners": winners, "losers": len(steady) - winners})
    doubtful = [each for each in found.bids if not each.steady]
    if doubtful:
        yield say("robust_rest", lang, {})
        yield from _doubt(doubtful, names)


def _doubt(bids: Sequence[Stability], names: Names) -> Iterator[str]:
    """The bids whose fate hangs on the draw, those nearest to half of the draws first."""
    lang = names.lang
    bidder = {bid.id: bid.bidder for bid in names.instance.bids}
    codes = ("bid", "bidder", "fate", "wins", "share", "interval")
    rows = [[say(f"robust_{code}", lang, {}) for code in codes]]
    order = sorted(bids, key=lambda each: (abs(2 * each.wins - each.draws), each.bid))
    for each in order[:ROWS]:
        said = _said(each.interval, lang)
        fate = say("robust_won" if each.won else "robust_lost", lang, {})
        span = say("robust_between", lang, said)
        name = names.bidder(bidder[each.bid])
        rows.append([each.bid, name, fate, str(each.wins), said["share"], span])
    yield from aligned(rows, "<<<>><", "  ")
    if len(order) > ROWS:
        yield "  " + say("robust_more", lang, {"count": len(order) - ROWS})


def _said(interval: Interval, lang: Lang) -> dict[str, str]:
    """The interval in percent, without a digit lost: ``0.9321`` is ``93.21%``."""
    return {
        name: f"{number(_percent(exact), lang)}%"
        for name, exact in (
            ("share", interval.share),
            ("low", interval.low),
            ("high", interval.high),
        )
    }


def _percent(share: str) -> str:
    whole, _, fraction = share.partition(".")
    return f"{int(whole + fraction[:2])}.{fraction[2:]}"


# --- withdrawals


def _withdrawals(withdrawals: Sequence[Withdrawal], names: Names) -> Iterator[str]:
    """Withdrawals with the same outcome stand together."""
    alike: dict[tuple[object, ...], list[Withdrawal]] = {}
    for each in withdrawals:
        apart = each.bids if each.whole else ()
        alike.setdefault((each.status, each.enters, each.leaves, apart), []).append(each)
    if alike:
        yield say("robust_withdrawals", names.lang, {})
    for group in alike.values():
        yield _gone(group, names)
        yield _then(group[0], names)


def _gone(group: Sequence[Withdrawal], names: Names) -> str:
    first, lang = group[0], names.lang
    if first.whole:
        facts = {"bidder": names.bidder(first.bidder), "bids": _listed(first.bids, lang)}
        return say("robust_gone_bidder", lang, facts)
    bids = [bid for each in group for bid in each.bids]
    if len(bids) == 1:
        return say("robust_gone_bid", lang, {"bids": f"{bids[0]} {names.bidder(first.bidder)}"})
    return say("robust_gone_bids", lang, {"count": len(bids), "bids": _listed(bids, lang)})


def _then(each: Withdrawal, names: Names) -> str:
    lang = names.lang
    if each.status != "optimal":
        ended = "no_award" if each.status == "infeasible" else "not_proven"
        return say(f"robust_then_{ended}", lang, {})
    if not each.enters and not each.leaves:
        return say("robust_then_nothing", lang, {})
    facts = {"enters": _named(each.enters, names), "leaves": _named(each.leaves, names)}
    return say("robust_then", lang, facts)


def _named(bids: Sequence[str], names: Names) -> str:
    bidder = {bid.id: bid.bidder for bid in names.instance.bids}
    return _listed([f"{bid} {names.bidder(bidder[bid])}" for bid in bids], names.lang)


def _listed(bids: Sequence[str], lang: Lang) -> str:
    if not bids:
        return say("robust_nobody", lang, {})
    shown = ", ".join(bids[:SHOWN])
    rest = len(bids) - SHOWN
    return word("and_more", lang, bids=shown, count=rest) if rest > 0 else shown


# --- methods


def _methods(methods: Sequence[Method], lang: Lang) -> list[str]:
    goals = next(([goal for goal, _ in each.values] for each in methods if each.values), [])
    header = [
        say("robust_method", lang, {}),
        *(word(f"goal_{goal}", lang) for goal in goals),
        say("robust_in", lang, {}),
        say("robust_out", lang, {}),
    ]
    rows = [header, *(_row(each, len(goals), lang) for each in methods)]
    return aligned(rows, "<" + ">" * (len(header) - 1), "  ")


def _row(each: Method, goals: int, lang: Lang) -> list[str]:
    name = _name(each, lang)
    if each.published:
        name = say("robust_published", lang, {"method": name})
    if each.status != "optimal":
        ended = "no_award" if each.status == "infeasible" else "not_proven"
        return [name, *[""] * goals, say(f"robust_{ended}", lang, {}), ""]
    values = [
        euro(value, lang) if goal == "lowest_value" else number(value, lang)
        for goal, value in each.values
    ]
    return [name, *values, str(len(each.enters)), str(len(each.leaves))]


def _name(each: Method, lang: Lang) -> str:
    said = " > ".join(word(f"goal_{goal}", lang) for goal in each.goals)
    if each.filled:
        return say("robust_filled", lang, {"method": said})
    return say(f"robust_{each.on_misfit}", lang, {"method": said}) if each.on_misfit else said


def _moves(methods: Sequence[Method], lang: Lang) -> Iterator[str]:
    for each in methods:
        if each.enters or each.leaves:
            facts = {
                "method": _name(each, lang),
                "enters": _listed(each.enters, lang),
                "leaves": _listed(each.leaves, lang),
            }
            yield say("robust_method_moves", lang, facts)


# --- for machines


def content(found: Robustness) -> dict[str, Any]:
    """All of it for machines; ``mode`` keeps it from passing for an award."""
    points = found.noise.points
    return {
        "mode": found.mode,
        "proven": found.proven,
        "noise": {
            "assessors": found.noise.assessors,
            "percent": found.noise.percent,
            "points": found.points if points is None else str(points),
        },
        "seed": found.seed,
        "draws": found.draws,
        "draws_asked": found.asked,
        "same": {"count": found.same, **_interval(found.identical)},
        "lawless": found.lawless,
        "bids": [
            {
                "bid": each.bid,
                "won": each.won,
                "wins": each.wins,
                **_interval(each.interval),
            }
            for each in found.bids
        ],
        "withdrawals": [
            {
                "bidder": each.bidder,
                "bids": list(each.bids),
                "whole_bidder": each.whole,
                "status": each.status,
                "enters": list(each.enters),
                "leaves": list(each.leaves),
            }
            for each in found.withdrawals
        ],
        "methods": [_method_json(each) for each in found.methods],
    }


def _interval(interval: Interval) -> dict[str, str]:
    return {"share": interval.share, "low": interval.low, "high": interval.high}


def _method_json(each: Method) -> dict[str, Any]:
    return {
        "goals": list(each.goals),
        "on_misfit": each.on_misfit or None,
        "filled": each.filled,
        "published": each.published,
        "status": each.status,
        "values": dict(each.values),
        "enters": list(each.enters),
        "leaves": list(each.leaves),
    }

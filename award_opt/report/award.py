"""An award as a terminal shows it: winners per lot, rules with their slack, goals, ties, proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from award_opt.award import AwardFile, GoalValue, Winner
from award_opt.domain import Instance
from award_opt.report import ledger
from award_opt.report.names import Names
from award_opt.report.numbers import euro, number
from award_opt.report.table import aligned
from award_opt.report.words import word
from award_opt.tender import Tender
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.solve import TiedAwards  # reading an award needs no solver

SHOWN = 12  # tied bids; the award file names all


def lines(award: AwardFile, tender: Tender, instance: Instance, lang: Lang) -> list[str]:
    """The whole award; the last line says how far it is proven."""
    names = Names(tender, instance, lang)
    parts = [
        list(_heading(award, names)),
        *_lots(award, names),
        ledger.lines(award.ledger, names),
        [*_goals(award, lang), *_ties(award, names)],
        [word(f"status_{award.status}", lang)],
    ]
    return _spaced([part for part in parts if part])


def several(tied: TiedAwards, tender: Tender, instance: Instance, lang: Lang) -> list[str]:
    """The awards that tie on all goals, each by the bids that not all of them hold."""
    names = Names(tender, instance, lang)
    bids = {bid.id: bid for bid in instance.bids}
    count = len(tied.awards)
    found = [word("tied_award" if count == 1 else "tied_awards", lang, count=count)]
    shared = set.intersection(*map(set, tied.awards)) if tied.awards else set()
    for position, winners in enumerate(tied.awards, start=1):
        own = [bids[bid] for bid in winners if bid not in shared]
        found.append(word("tied_one", lang, position=position, own=len(own), count=len(winners)))
        rows = [[bid.id, names.bidder(bid.bidder), names.lot(bid.segment, bid.area)] for bid in own]
        found += aligned(rows, "<<<", "  ")
    complete = word("list_complete" if tied.complete else "list_cut", lang)
    return [*found, complete, "", word(f"status_{tied.chosen.status}", lang)]


def _spaced(parts: Sequence[Sequence[str]]) -> list[str]:
    found: list[str] = []
    for part in parts:
        found += [*([""] if found else []), *part]
    return found


def _heading(award: AwardFile, names: Names) -> Iterator[str]:
    lang = names.lang
    yield getattr(names.tender.title, lang)
    yield f"{award.instance} ({word(f'origin_{names.instance.origin}', lang)})"
    if award.mode == "simulation":
        yield word("simulation", lang, what_if=", ".join(award.what_if) or "-")


def _lots(award: AwardFile, names: Names) -> Iterator[list[str]]:
    lang = names.lang
    ranked = sorted(award.winners, key=lambda winner: _rank(winner, names))
    rows = [_row(winner, names) for winner in ranked]
    header = [word("bid", lang), word("bidder", lang), word("score", lang), word("value", lang)]
    if not rows:
        return
    held = [k for k in range(len(header)) if any(row[k] for row in rows)]
    shown = [[row[k] for k in held] for row in (header, *rows)]
    table = aligned(shown, "".join("<<>>"[k] for k in held), "  ")
    for segment in names.tender.segments:
        for area in segment.areas or (None,):
            own = [
                line
                for line, winner in zip(table[1:], ranked, strict=True)
                if (winner.segment, winner.area) == (segment.id, area)
            ]
            head = f"{names.lot(segment.id, area)}: {_many(len(own), lang)}"
            yield [head, table[0], *own] if own else [head]


def _many(count: int, lang: Lang) -> str:
    code = {0: "no_winner", 1: "one_winner"}.get(count, "winners")
    return word(code, lang, count=count)


def _rank(winner: Winner, names: Names) -> tuple[int, str]:
    score = (winner.score or "0").replace(".", "")
    return -int(score), winner.bid


def _row(winner: Winner, names: Names) -> list[str]:
    lang = names.lang
    score = "" if winner.score is None else number(winner.score, lang)
    value = "" if winner.value is None else euro(winner.value, lang)
    return [winner.bid, names.bidder(winner.bidder), score, value]


def _goals(award: AwardFile, lang: Lang) -> list[str]:
    rows = [
        [word(f"goal_{goal.goal}", lang), _amount(goal, goal.value, lang), _proof(goal, lang)]
        for goal in award.goals
    ]
    return aligned(rows, "<><") if rows else []


def _amount(goal: GoalValue, exact: str, lang: Lang) -> str:
    return euro(exact, lang) if goal.goal == "lowest_value" else number(exact, lang)


def _proof(goal: GoalValue, lang: Lang) -> str:
    if goal.proven:
        return word("proven", lang)
    if goal.bound is None:
        return word("not_proven", lang)
    return word("not_proven_bound", lang, bound=_amount(goal, goal.bound, lang))


def _ties(award: AwardFile, names: Names) -> list[str]:
    lang = names.lang
    if award.ties is None:
        return []
    tied = award.ties.tied_bids
    if not tied:
        return [word("decided_by_goals", lang)]
    bids = ", ".join(tied[:SHOWN])
    if len(tied) > SHOWN:
        bids = word("and_more", lang, bids=bids, count=len(tied) - SHOWN)
    if award.ties.decided_by == "bid":
        return [word("decided_by_number", lang, bids=bids)]
    return [word("decided_by_ties", lang, step=names.step(award.ties.decided_by), bids=bids)]

"""What each rule costs, goal by goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from award_opt.report.html.case import Case
from award_opt.report.html.parts import Section, table
from award_opt.report.numbers import euro, number
from award_opt.report.words import word

if TYPE_CHECKING:
    from award_opt.prices import Move, Price, Prices  # a page about prices needs no solver


def section(case: Case, prices: Prices) -> Section:
    """Each rule left out by itself: how the goals move, who enters and who leaves."""
    speech = case.speech
    goals = [move.goal for move in _moved(prices.rules)]
    header = (
        speech.phrase("rule"),
        *(word(f"goal_{goal}", case.lang) for goal in goals),
        speech.phrase("enter"),
        speech.phrase("leave"),
    )
    rows = [_row(case, price, len(goals)) for price in prices.rules]
    about = table(speech.phrase("prices_caption"), header, rows, "<" + ">" * (len(goals) + 2))
    lines = (speech.phrase("prices_about"),)
    return Section("prices", speech.phrase("prices"), lines, (), (about,))


def _moved(prices: Sequence[Price]) -> tuple[Move, ...]:
    return next((price.moves for price in prices if price.moves), ())


def _row(case: Case, price: Price, goals: int) -> tuple[str, ...]:
    speech, rule = case.speech, case.speech.rule_text(price.rule)
    if not price.moves:
        code = "no_award" if price.status == "infeasible" else "no_price"
        return (rule, speech.phrase(code), *[""] * (goals + 1))[: goals + 3]
    moved = [_change(case, move) for move in price.moves]
    return (rule, *moved, str(len(price.enters)), str(len(price.leaves)))


def _change(case: Case, move: Move) -> str:
    if move.after == move.before:
        return "0"
    shown = euro if move.goal == "lowest_value" else number
    sign = "+" if move.after > move.before else ""
    return f"{sign}{shown(move.change, case.lang)}"

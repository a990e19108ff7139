"""The award under each other defensible method, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from award_opt.report.html.case import Case
from award_opt.report.html.parts import Section, table
from award_opt.report.numbers import euro, number
from award_opt.report.words import word

if TYPE_CHECKING:
    from award_opt.robust import Method  # a page about methods needs no solver


def section(case: Case, methods: Sequence[Method]) -> Section | None:
    """What each method reaches and whom it awards instead; ``None`` without another method."""
    speech = case.speech
    if not any(method.values for method in methods):
        return None
    measured = dict.fromkeys(name for method in methods for name, _ in method.values)
    header = (
        speech.phrase("method"),
        *(word(f"goal_{name}", case.lang) for name in measured),
        speech.phrase("enter"),
        speech.phrase("leave"),
    )
    rows = [_row(case, method, list(measured)) for method in methods]
    about = table(speech.phrase("methods_caption"), header, rows, "<" + ">" * (len(header) - 1))
    lines = (speech.phrase("methods_about"),)
    return Section("methods", speech.phrase("methods"), lines, (), (about,))


def _row(case: Case, method: Method, measured: Sequence[str]) -> tuple[str, ...]:
    values = dict(method.values)
    reached = [_value(case, name, values[name]) if name in values else "" for name in measured]
    if not values:
        code = "no_award" if method.status == "infeasible" else "no_price"
        reached[0] = case.speech.phrase(code)
    return (_name(case, method), *reached, str(len(method.enters)), str(len(method.leaves)))


def _name(case: Case, method: Method) -> str:
    goals = ", ".join(word(f"goal_{goal}", case.lang) for goal in method.goals)
    if "ranking" in method.goals:
        goals += f" ({case.speech.phrase(f'misfit_{method.on_misfit}')})"
    return case.speech.phrase("published_method", method=goals) if method.published else goals


def _value(case: Case, name: str, exact: str) -> str:
    shown = euro if name == "lowest_value" else number
    return shown(exact, case.lang)

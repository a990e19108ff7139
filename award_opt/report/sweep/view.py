"""The answers of a sweep as a page, a figure and a sheet speak of them: names and exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

from award_opt.exact import unscaled
from award_opt.report.numbers import euro, number, short
from award_opt.report.speech import Speech
from award_opt.texts import Lang
from award_opt.texts.sweep_report import told

if TYPE_CHECKING:
    from award_opt.sweep.answers import Answers
    from award_opt.sweep.result import Result
    from award_opt.sweep.scenario import Scenario

MEASURES: Final = ("score", "partners", "small_share", "money")
COUNTS: Final = frozenset({"contracts", "partners", "covered", "cells", "passed_over"})
MILLION_CENTS: Final = 100_000_000
MOST_NAMED: Final = 12


@dataclass(frozen=True)
class View:
    """A sweep in one language."""

    answers: Answers
    lang: Lang

    @cached_property
    def speech(self) -> Speech:
        """The names of the tender and of its bids."""
        return Speech(self.answers.plan.tender, self.answers.instance, self.lang)

    def say(self, code: str, **facts: str | int) -> str:
        """A fixed text of the answers."""
        return told(code, self.lang, **facts)

    def scenario(self, scenario: Scenario) -> str:
        """The name of a scenario; that of the published one in words."""
        name = scenario.name()
        return self.say("published") if name == "published" else name

    def bid(self, bid: str) -> str:
        """A bid with the name of its bidder."""
        held = self.answers.bids_by_id.get(bid)
        return bid if held is None else f"{bid} {self.speech.bidder(held.bidder)}"

    def bids(self, bids: Sequence[str]) -> str:
        """Bids with their bidders, the first of them by name."""
        if not bids:
            return self.say("none")
        items = ", ".join(self.bid(bid) for bid in bids[:MOST_NAMED])
        rest = len(bids) - MOST_NAMED
        return self.say("more", items=items, count=rest) if rest > 0 else items

    # --- numbers

    def exact(self, measure: str, value: str | int | None) -> str:
        """A value of a measure as people write it; cents and hundredths come as whole numbers."""
        if value is None:
            return "-"
        if measure == "money":
            return euro(unscaled(int(value), 2), self.lang)
        if measure == "small_share":
            return f"{number(unscaled(int(value), 2), self.lang)}%"
        return short(str(value), self.lang)

    def fraction(self, value: Fraction) -> str:
        """An exact value: a decimal where it is one of few digits, else a fraction."""
        for places in range(7):
            if (value * 10**places).denominator == 1:
                return number(unscaled(int(value * 10**places), places), self.lang)
        return str(value)

    def ink(self, value: float) -> str:
        """A tick of an axis in the marks of the language."""
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        return number(text if text not in ("", "-0") else "0", self.lang)

    def axis(self, measure: str) -> str:
        """The name of a measure with its unit, for an axis."""
        name = self.say(measure)
        if measure == "small_share":
            return self.say("in_percent", name=name)
        return self.say("in_millions", name=name) if measure == "money" else name


def measured(result: Result, measure: str) -> str | int | None:
    """A measure of a result: points as text, cents, hundredths of a percent, or a count."""
    if measure == "small_share":
        return result.small_bp
    if measure == "money":
        return result.money_cents
    value: str | int | None = getattr(result, measure)
    return value


def inked(measure: str, value: str | int | None) -> float | None:
    """A measure on its way to ink, in the unit of its axis."""
    if value is None:
        return None
    unit = {"small_share": 100, "money": MILLION_CENTS}.get(measure, 1)
    return float(Fraction(value) / unit)

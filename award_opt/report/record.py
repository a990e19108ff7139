"""What a check of a record found, as lines; and its reasons told once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from award_opt.record import Decision, Examined, Told
from award_opt.report.findings import lines
from award_opt.report.reasons import Letters
from award_opt.report.table import clean
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.reasons import Reason  # a record is checked without a solver

LANGUAGES: tuple[Lang, ...] = ("nl", "en")


class Retelling:
    """Tells the reasons of one award in both languages, as the report does."""

    def __init__(self) -> None:
        self._letters: dict[Lang, Letters] = {}

    def __call__(self, decision: Decision, told: Told) -> Mapping[Lang, str]:
        """The paragraph of a reason in each language."""
        if not self._letters:
            contracts = len(decision.award.winners)
            self._letters = {
                lang: Letters(decision.tender, decision.instance, contracts, lang)
                for lang in LANGUAGES
            }
        reason = cast("Reason", told)  # the same names and kinds of facts
        return {lang: letters.paragraph(reason) for lang, letters in self._letters.items()}


def verdict(examined: Examined, lang: Lang) -> list[str]:
    """What was checked, what differs, and on the last line whether the record stands."""
    checked = [clean(say(line.code, lang, line.facts)) for line in examined.checked]
    if examined.found:
        return [*checked, *lines(examined.found, lang), say("record_fails", lang, {})]
    return [*checked, say(f"record_stands{'' if examined.proven else '_unproven'}", lang, {})]

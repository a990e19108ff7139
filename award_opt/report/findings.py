"""Findings as lines: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from award_opt.award import AwardFile
from award_opt.errors import Finding
from award_opt.report.table import clean
from award_opt.report.words import word
from award_opt.texts import Lang, render


def lines(findings: Iterable[Finding], lang: Lang) -> list[str]:
    """One line for each finding: ``place: text``."""
    return [clean(render(finding, lang)) for finding in findings]


def verdict(found: Sequence[Finding], award: AwardFile, lang: Lang) -> list[str]:
    """All that a check of an award found, and on the last line whether the award stands."""
    if found:
        return [*lines(found, lang), word("not_verified", lang, count=len(found))]
    claim = word("claim", lang, status=word(f"status_{award.status}", lang))
    return [claim, word("verified", lang)]

"""Letters to bidders: what was decided, their own scores, the winners' advantages, the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from award_opt.award import AwardFile
from award_opt.domain import Instance
from award_opt.letters.compose import compose
from award_opt.letters.fields import Deciding, Letter, Lot, Scores
from award_opt.letters.filing import file_names
from award_opt.letters.word import filled, template_bytes
from award_opt.tender import Tender
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.reasons import Reason


def bidder_letters(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    reasons: Sequence[Reason],
    day: date,
    *,
    lang: Lang = "nl",
    template: Path | None = None,
) -> dict[str, bytes]:
    """A Word file for each bidder, by bidder id; no other losing bidder is named in it.

    Parameters
    ----------
    reasons
        One for each bid, as ``explain`` gives them for this award.
    day
        The date of the letters, from which the standstill runs.
    template
        A team's own .docx with the fields of ``letters.fields``; left out: the built-in one.

    Raises
    ------
    InputError
        The award is not proven or a simulation, or the template cannot be filled.
    """
    paper, place = template_bytes(template, lang), str(template or f"{lang}.docx")
    composed = compose(tender, instance, award, reasons, day, lang)
    return {bidder: filled(paper, letter, place) for bidder, letter in composed.items()}


__all__ = ["Deciding", "Letter", "Lot", "Scores", "bidder_letters", "compose", "file_names"]

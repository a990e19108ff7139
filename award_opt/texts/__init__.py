"""Every message that a user can see, in Dutch and English, apart from those of the rule kinds.

A message is a code with facts; ``say`` turns it into text. A group of codes is a module here.
"""

from __future__ import annotations

from collections.abc import Mapping

from award_opt.errors import Fact, Finding
from award_opt.texts.award import AWARD
from award_opt.texts.bench import BENCH
from award_opt.texts.certificate import CERTIFICATE
from award_opt.texts.columns import COLUMNS
from award_opt.texts.conflict import CONFLICT
from award_opt.texts.eforms import EFORMS
from award_opt.texts.files import FILES
from award_opt.texts.instance import INSTANCE
from award_opt.texts.letters import LETTERS
from award_opt.texts.lint import LINT
from award_opt.texts.ocds import OCDS
from award_opt.texts.prices import PRICES
from award_opt.texts.reasons import REASONS
from award_opt.texts.record import RECORD
from award_opt.texts.robust import ROBUST
from award_opt.texts.shape import Lang, Texts, filled
from award_opt.texts.sweep import SWEEP
from award_opt.texts.sweep_report import SWEEP_FAULTS
from award_opt.texts.sweep_store import SWEEP_STORE
from award_opt.texts.tables import TABLES
from award_opt.texts.tender import TENDER
from award_opt.texts.terminal import TERMINAL
from award_opt.texts.toml import TOML
from award_opt.texts.workbook import WORKBOOK

TEXTS: Texts = {
    **FILES,
    **TOML,
    **TENDER,
    **TABLES,
    **INSTANCE,
    **AWARD,
    **CERTIFICATE,
    **CONFLICT,
    **PRICES,
    **LINT,
    **REASONS,
    **RECORD,
    **ROBUST,
    **BENCH,
    **SWEEP,
    **SWEEP_FAULTS,
    **SWEEP_STORE,
    **TERMINAL,
    **LETTERS,
    **COLUMNS,
    **WORKBOOK,
    **OCDS,
    **EFORMS,
}

_AT: Texts = {
    "line": {"nl": "regel {line}", "en": "line {line}"},
    "character": {"nl": "teken {character}", "en": "character {character}"},
    "row": {"nl": "rij {row}", "en": "row {row}"},
    "column": {"nl": "kolom {column}", "en": "column {column}"},
}


def say(code: str, lang: Lang, facts: Mapping[str, Fact]) -> str:
    """The text of a message, after the line, or the row and column, where the facts name them."""
    text = filled(TEXTS[code][lang], facts)
    inside = ", ".join(_AT[name][lang].format(**facts) for name in _inside(facts))
    return f"{inside}: {text}" if inside else text


def render(finding: Finding, lang: Lang) -> str:
    """A finding as one line: its place, what is wrong and what to do."""
    return f"{finding.place}: {say(finding.code, lang, finding.facts)}"


def _inside(facts: Mapping[str, Fact]) -> list[str]:
    names = ("line", "character") if "line" in facts else ("row", "column")
    return [name for name in names if name in facts] if names[0] in facts else []


__all__ = ["TEXTS", "Lang", "Texts", "render", "say"]

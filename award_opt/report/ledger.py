"""What each rule counted beside its limit, and the room that is left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby, islice

from award_opt.award import LedgerLine
from award_opt.report.names import Names
from award_opt.report.numbers import short
from award_opt.report.table import aligned, clean
from award_opt.report.words import word
from award_opt.texts import Lang

SHOWN = 6  # groups of one rule; the award file holds all of them


def lines(ledger: Sequence[LedgerLine], names: Names) -> list[str]:
    """Each rule in words, with its counts; of a rule with many groups the tightest are shown."""
    if not ledger:
        return []
    blocks = {rule: list(entries) for rule, entries in groupby(ledger, key=lambda line: line.rule)}
    header = [*(word(code, names.lang) for code in ("rules", "found", "limit", "slack")), ""]
    rows = [header, *(row for entries in blocks.values() for row in _rows(entries, names))]
    table = iter(aligned(rows, "<>>><", "  "))
    found = [next(table)]
    for rule, entries in blocks.items():
        found.append(clean(names.rule(rule)))
        found += islice(table, min(len(entries), SHOWN))
        found += _more(entries, names.lang)
    return found


def _tightest(entries: Sequence[LedgerLine]) -> list[LedgerLine]:
    return sorted(entries, key=lambda line: (not line.binding, Decimal(line.slack)))


def _rows(entries: Sequence[LedgerLine], names: Names) -> list[list[str]]:
    shown = _tightest(entries)[:SHOWN]
    return [_row(line, names) for line in entries if line in shown]


def _row(line: LedgerLine, names: Names) -> list[str]:
    lang = names.lang
    group = names.group(line.rule, line.group) if line.group else word("in_total", lang)
    exact = [short(text, lang) for text in (line.found, line.limit, line.slack)]
    return [group, *exact, word("binding", lang) if line.binding else ""]


def _more(entries: Sequence[LedgerLine], lang: Lang) -> list[str]:
    hidden = _tightest(entries)[SHOWN:]
    if not hidden:
        return []
    code = "others_binding" if hidden[0].binding else "others"
    return ["  " + word(code, lang, count=len(hidden))]

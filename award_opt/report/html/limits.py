"""What each rule counted, the room that is left, and where the rule was published."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from award_opt.award import LedgerLine
from award_opt.exact import unscaled
from award_opt.report import figures
from award_opt.report.html.case import Case
from award_opt.report.html.parts import Picture, Section, Table, table
from award_opt.report.numbers import number
from award_opt.rules._base import AT_MOST, Measure
from award_opt.texts import Lang

MOST_ROWS = 60
MOST_BARS = 20


def section(case: Case) -> Section:
    """The ledger as figure and tables, then the rules with their sources."""
    speech, ledger = case.speech, case.award.ledger
    shown = _tightest(ledger)
    lines = [] if ledger else list(_unmeetable(case))
    if len(shown) < len(ledger):
        lines.append(speech.phrase("ledger_cut", shown=len(shown), count=len(ledger)))
    tables = (*_whole(case, shown), *_grouped(case, shown), _sources(case))
    return Section("rules", speech.phrase("rules"), tuple(lines), tuple(_picture(case)), tables)


def _tightest(ledger: list[LedgerLine]) -> list[LedgerLine]:
    """The tightest lines, in the order of the ledger."""
    places = sorted(range(len(ledger)), key=lambda k: (Decimal(ledger[k].slack), k))
    return [ledger[k] for k in sorted(places[:MOST_ROWS])]


def _whole(case: Case, ledger: list[LedgerLine]) -> Iterator[Table]:
    """The rules that count once."""
    rows = [_row(case, case.speech.rule_text(line.rule), line) for line in ledger if not line.group]
    if rows:
        yield table(case.speech.phrase("ledger"), _header(case, "rule"), rows, "<>>><")


def _grouped(case: Case, ledger: list[LedgerLine]) -> Iterator[Table]:
    """A table for each rule that counts group by group."""
    lines = [line for line in ledger if line.group]
    for rule, entries in groupby(lines, key=lambda line: line.rule):
        rows = [_row(case, case.speech.group(rule, line.group), line) for line in entries]
        yield table(case.speech.rule_text(rule), _header(case, "group"), rows, "<>>><")


def _header(case: Case, first: str) -> tuple[str, ...]:
    return tuple(map(case.speech.phrase, (first, "found", "limit", "slack", "binding")))


def _row(case: Case, name: str, line: LedgerLine) -> tuple[str, ...]:
    counts = (_count(exact, case.lang) for exact in (line.found, line.limit, line.slack))
    return (name, *counts, case.speech.phrase("yes" if line.binding else "no"))


def _count(exact: str, lang: Lang) -> str:
    """A count without the zeros that only fill up its last decimals."""
    short = exact.rstrip("0") if "." in exact else exact
    whole, point, fraction = short.partition(".")
    return number(f"{whole}.{fraction:0<2}" if point and fraction else whole, lang)


def _picture(case: Case) -> Iterator[Picture]:
    speech, shown = case.speech, _caps(case)
    if not shown:
        return
    entries = [_bar(case, cap) for cap in shown]
    drawing = figures.bars(entries, limit=100, axis=speech.phrase("caps_axis"), lang=case.lang)
    tight = sum(cap.slack == 0 for cap in shown)
    alternative = speech.phrase("caps_alt", count=len(shown), tight=tight)
    yield Picture("caps", speech.phrase("caps_caption"), alternative, drawing)


def _caps(case: Case) -> list[Measure]:
    """The tightest of all counts that a rule keeps from above."""
    found = [
        measure
        for rule in case.tender.rules
        for measure in rule.measures(case.admission.admitted, case.winners, case.tender.landscape())
        if case.award.ledger and measure.sense == AT_MOST and measure.limit > 0
    ]
    tightest = sorted(range(len(found)), key=lambda k: (-_used(found[k]), k))[:MOST_BARS]
    return [found[k] for k in sorted(tightest)]


def _used(measure: Measure) -> Fraction:
    return Fraction(100 * measure.found, measure.limit)


def _bar(case: Case, cap: Measure) -> figures.Bar:
    text = case.speech.rule_text(cap.rule).rstrip(".")
    label = f"{case.speech.group(cap.rule, cap.group)}: {text}" if cap.group else text
    counts = [_count(unscaled(count, cap.places), case.lang) for count in (cap.found, cap.limit)]
    return figures.Bar(label, float(_used(cap)), " / ".join(counts), cap.slack == 0)


def _sources(case: Case) -> Table:
    speech = case.speech
    rows: list[tuple[str, ...]] = [
        (speech.rule_text(rule.id), rule.id, *speech.quote(rule.id)) for rule in case.tender.rules
    ]
    codes = ("rule", "code", "quote", "document")
    return table(speech.phrase("sources"), tuple(map(speech.phrase, codes)), rows, "<<=<")


def _unmeetable(case: Case) -> Iterator[str]:
    """What no award can meet, whatever the other rules say."""
    speech, landscape = case.speech, case.tender.landscape()
    for rule in case.tender.rules:
        for measure in rule.unmeetable(case.admission.admitted, landscape):
            counts = [unscaled(n, measure.places) for n in (measure.limit, measure.found)]
            limit, found = (_count(count, case.lang) for count in counts)
            group = speech.group(rule.id, measure.group) if measure.group else ""
            name = group or speech.rule_text(rule.id).rstrip(".")
            yield speech.phrase("unmeetable_row", group=name, limit=limit, found=found)

"""The report: one self-contained HTML file about an award, for teams, auditors and councils."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from award_opt.award import AwardFile
from award_opt.domain import Instance
from award_opt.report.figures import Drawing
from award_opt.report.html import coverage, decision, inputs, limits, lots, money
from award_opt.report.html import methods as methods_of
from award_opt.report.html import prices as prices_of
from award_opt.report.html import reasons as reasons_of
from award_opt.report.html.case import Case
from award_opt.report.html.page import page
from award_opt.report.html.parts import Section
from award_opt.tender import Tender
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.margins import Margin
    from award_opt.prices import Prices
    from award_opt.reasons import Reason
    from award_opt.robust import Method


@dataclass(frozen=True, slots=True)
class Report:
    """A page and the figures in it by name."""

    html: str
    figures: Mapping[str, Drawing]


def html_report(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    *,
    lang: Lang = "nl",
    among: AwardFile | None = None,
    reasons: Sequence[Reason] = (),
    margins: Sequence[Margin] = (),
    prices: Prices | None = None,
    methods: Sequence[Method] = (),
) -> Report:
    """The report on an award that was verified before; the same inputs give the same bytes.

    Parameters
    ----------
    reasons, margins, prices, methods
        What ``explain``, ``margins``, ``prices`` and ``robust`` found; what is left out gets no
        section.
    """
    case = Case(tender, instance, award, among, lang)
    why = (*_why(case, reasons, margins), *_what_else(case, prices, methods))
    sections = (*_award(case), *why, *_money(case))
    drawings = {p.name: p.drawing for section in sections for p in section.pictures}
    return Report(page(case, sections), drawings)


def _award(case: Case) -> Iterator[Section]:
    yield decision.section(case)
    if case.winners:
        yield lots.section(case)
        yield from filter(None, [coverage.section(case)])
    yield limits.section(case)


def _why(case: Case, found: Sequence[Reason], margins: Sequence[Margin]) -> Iterator[Section]:
    if found:
        yield reasons_of.section(case, found, {margin.bid: margin for margin in margins})
    yield from filter(None, [reasons_of.nearest(case, margins)])


def _what_else(case: Case, costs: Prices | None, methods: Sequence[Method]) -> Iterator[Section]:
    if costs is not None:
        yield prices_of.section(case, costs)
    yield from filter(None, [methods_of.section(case, methods)])


def _money(case: Case) -> Iterator[Section]:
    yield from filter(None, [money.by_scale(case)])
    if money.total(case.winners):
        yield money.by_lot(case)
    yield inputs.section(case)

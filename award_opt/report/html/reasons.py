"""Why each bid won or lost, and how far it is from another fate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from award_opt.domain import Bid
from award_opt.exact import unscaled
from award_opt.report.html.case import Case
from award_opt.report.html.parts import Section, Table, table
from award_opt.report.numbers import euro, number
from award_opt.report.reasons import Letters
from award_opt.report.told import Told

if TYPE_CHECKING:
    from award_opt.margins import Margin
    from award_opt.reasons import Reason  # a page about reasons needs no solver

NEAREST = 25  # margins in the table; the reasons hold all


def section(case: Case, reasons: Sequence[Reason], margins: Mapping[str, Margin]) -> Section:
    """A paragraph for each bid, lot by lot, best rank first."""
    told = Told(case.tender, case.instance, len(case.winners), case.lang)
    known = {reason.bid: reason for reason in reasons}
    tables = [
        _lot(case, [known[bid.id] for bid in bids], margins, told)
        for segment, area in case.lots()
        if (bids := case.bids_of(segment.id, area))
    ]
    lines = (case.speech.phrase("reasons_about"),)
    return Section("reasons", case.speech.phrase("reasons"), lines, (), tuple(tables))


def _lot(
    case: Case, reasons: Sequence[Reason], margins: Mapping[str, Margin], told: Letters
) -> Table:
    speech, bids = case.speech, {bid.id: bid for bid in case.instance.bids}
    rows = [
        (
            speech.bidder(reason.bidder),
            reason.bid,
            "" if reason.rank is None else f"{reason.rank} / {reason.ranked}",
            speech.score(bids[reason.bid].score),
            speech.phrase(f"kind_{reason.kind}"),
            told.paragraph(reason, margins.get(reason.bid)),
        )
        for reason in reasons
    ]
    codes = ("bidder", "bid", "place", "score", "outcome", "reason")
    lot = speech.lot_of(bids[reasons[0].bid])
    return table(lot, tuple(map(speech.phrase, codes)), rows, "<<>><=")


def nearest(case: Case, margins: Sequence[Margin]) -> Section | None:
    """The bids that are closest to another fate; ``None`` where no number changes any."""
    speech, bids = case.speech, {bid.id: bid for bid in case.instance.bids}
    near = sorted(
        (margin for margin in margins if margin.on_scale and margin.changes_at is not None),
        key=lambda margin: (_distance(case, bids[margin.bid], margin), margin.bid),
    )[:NEAREST]
    if not near:
        return None
    rows = [_row(case, bids[margin.bid], margin) for margin in near]
    codes = ("bidder", "bid", "lot", "outcome", "own", "changes_at", "short_by")
    header = tuple(map(speech.phrase, codes))
    about = table(speech.phrase("margins_caption"), header, rows, "<<<<>>>")
    lines = (speech.phrase("margins_about"),)
    return Section("margins", speech.phrase("margins"), lines, (), (about,))


def _own(case: Case, bid: Bid, margin: Margin) -> str:
    if margin.goal == "lowest_value":
        return unscaled(bid.value_cents or 0, 2)
    return unscaled(bid.score or 0, case.tender.scoring.decimals)


def _distance(case: Case, bid: Bid, margin: Margin) -> Decimal:
    return abs(Decimal(margin.changes_at or "0") - Decimal(_own(case, bid, margin)))


def _row(case: Case, bid: Bid, margin: Margin) -> tuple[str, ...]:
    speech = case.speech
    shown = euro if margin.goal == "lowest_value" else number
    return (
        speech.bidder(bid.bidder),
        bid.id,
        speech.lot_of(bid),
        speech.phrase("kind_won" if margin.won else "lost"),
        shown(_own(case, bid, margin), case.lang),
        shown(margin.changes_at or "0", case.lang),
        shown(str(_distance(case, bid, margin)), case.lang),
    )

"""The award lot by lot."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from award_opt.domain import Bid
from award_opt.report import figures
from award_opt.report.html.case import Case
from award_opt.report.html.parts import Picture, Section, Table, table
from award_opt.rules._words import word as term
from award_opt.tender import Segment

MOST_STRIPS = 40  # lots in one figure


def section(case: Case) -> Section:
    """The winners of each lot with their scores, value and care types."""
    speech = case.speech
    empty = tuple(
        speech.phrase("lot_empty", lot=speech.lot(segment.id, area))
        for segment, area in case.lots()
        if not case.winners_of(segment.id, area)
    )
    tables = (*_tables(case), *_coalitions(case))
    return Section("lots", speech.phrase("lots"), empty, tuple(_picture(case)), tables)


def _tables(case: Case) -> Iterator[Table]:
    for segment, area in case.lots():
        bids = case.winners_of(segment.id, area)
        if bids:
            code = "lot_won_one" if len(bids) == 1 else "lot_won"
            lot = case.speech.lot(segment.id, area)
            caption = case.speech.phrase(code, lot=lot, count=len(bids))
            yield _lot(case, segment, caption, bids)


def _lot(case: Case, segment: Segment, caption: str, bids: list[Bid]) -> Table:
    speech, criteria = case.speech, case.tender.criteria_of(segment.id)
    named = [speech.criterion(criterion.id) for criterion in criteria]
    codes = ("bidder", "bid", "score")
    header = [speech.phrase(code) for code in codes]
    header += [*named, speech.phrase("value"), speech.phrase("care_types")]
    rows: list[tuple[str, ...]] = [
        (
            speech.bidder(bid.bidder),
            bid.id,
            speech.score(bid.score),
            *(speech.score(bid.criteria.get(criterion.id)) for criterion in criteria),
            speech.money(bid.value_cents),
            speech.care_types(bid.offers),
        )
        for bid in bids
    ]
    return table(caption, tuple(header), rows, "<<>" + ">" * len(criteria) + ">=")


def _coalitions(case: Case) -> Iterator[Table]:
    speech = case.speech
    found = {b.bidder: _parties(case, b) for b in case.winners if len(b.parties) > 1}
    if found:
        rows = sorted((speech.bidder(bidder), parties) for bidder, parties in found.items())
        header = (speech.phrase("bidder"), speech.phrase("parties"))
        yield table(speech.phrase("coalitions"), header, rows, "<<")


def _parties(case: Case, bid: Bid) -> str:
    return ", ".join(
        case.speech.phrase(
            "party",
            name=case.instance.providers[party.provider].name,
            role=term(party.role, case.lang),
        )
        for party in bid.parties
    )


def _picture(case: Case) -> Iterator[Picture]:
    speech, lots = case.speech, list(_strips(case))
    winners = [score for lot in lots for score in lot.winners]
    others = [score for lot in lots for score in lot.others]
    if not (winners and others):
        return
    drawing = figures.strips(
        lots,
        (speech.phrase("winners"), speech.phrase("others")),
        speech.phrase("score"),
        case.lang,
    )
    alternative = speech.phrase(
        "scores_alt",
        winners=len(winners),
        others=len(others),
        lots=len(lots),
        lowest=speech.score(_least(case, won=True)),
        highest=speech.score(_least(case, won=False)),
    )
    yield Picture("scores", speech.phrase("scores_caption"), alternative, drawing)


def _strips(case: Case) -> Iterator[figures.Strip]:
    shown = 0
    for segment, area in case.lots():
        bids = [b for b in _scored(case) if (b.segment, b.area) == (segment.id, area)]
        if bids and shown < MOST_STRIPS:
            shown += 1
            won = [_points(case, bid) for bid in bids if bid.id in case.won]
            lost = [_points(case, bid) for bid in bids if bid.id not in case.won]
            yield figures.Strip(case.speech.lot(segment.id, area), won, lost)


def _scored(case: Case) -> list[Bid]:
    return [bid for bid in case.admission.admitted if bid.score is not None]


def _points(case: Case, bid: Bid) -> float:
    return float(Decimal(bid.score or 0).scaleb(-case.tender.scoring.decimals))


def _least(case: Case, *, won: bool) -> int | None:
    scores = [b.score for b in _scored(case) if (b.id in case.won) == won and b.score is not None]
    return min(scores) if won else max(scores)

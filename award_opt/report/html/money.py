"""Where the money goes: by lot, and by size of provider."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from award_opt.domain import BASIS_POINTS, SCALES, Bid
from award_opt.report import figures
from award_opt.report.html.case import Case
from award_opt.report.html.parts import Picture, Section, table

KINDS: Final = (*SCALES, "unknown")
MILLION_EURO_CENTS: Final = 100_000_000


def total(bids: Iterable[Bid]) -> int:
    """The value of the bids together, in cents."""
    return sum(bid.value_cents or 0 for bid in bids)


def scale_shares(bids: Iterable[Bid]) -> dict[str, int]:
    """The value that goes to providers of each scale, in ten-thousandths of a cent.

    What no party's share covers, and what goes to providers without a scale, is ``unknown``.
    """
    found = dict.fromkeys(KINDS, 0)
    for bid in bids:
        left, cents = BASIS_POINTS, bid.value_cents or 0
        for party in bid.parties:
            if party.share_bp is not None and party.scale is not None:
                found[party.scale] += cents * party.share_bp
                left -= party.share_bp
        found["unknown"] += cents * left
    return found


def by_lot(case: Case) -> Section:
    """The value awarded in each lot, beside the budget of its segment."""
    speech = case.speech
    header = tuple(
        speech.phrase(code) for code in ("lot", "contracts", "value", "of_total", "budget")
    )
    rows = [*_lot_rows(case), _total_row(case)]
    about = table(speech.phrase("money_caption"), header, rows, "<>>>>")
    return Section("money", speech.phrase("money"), (), tuple(_lot_picture(case)), (about,))


def _lot_rows(case: Case) -> Iterator[tuple[str, ...]]:
    speech, whole = case.speech, total(case.winners)
    budgets = {s.id: s.budget_cents for s in case.tender.landscape().segments}
    for segment, area in case.lots():
        bids = case.winners_of(segment.id, area)
        cents = total(bids)
        yield (
            speech.lot(segment.id, area),
            str(len(bids)),
            speech.money(cents),
            speech.percent(cents, whole),
            speech.money(budgets[segment.id]),
        )


def _total_row(case: Case) -> tuple[str, ...]:
    speech, whole = case.speech, total(case.winners)
    count = str(len(case.winners))
    return speech.phrase("total"), count, speech.money(whole), speech.percent(whole, whole), ""


def _lot_picture(case: Case) -> Iterator[Picture]:
    speech = case.speech
    found = [
        (speech.lot(s.id, area), total(case.winners_of(s.id, area))) for s, area in case.lots()
    ]
    shown = [(lot, cents) for lot, cents in found if cents]
    if len(shown) > 1:
        drawing = figures.bars(
            [figures.Bar(lot, c / MILLION_EURO_CENTS, speech.money(c)) for lot, c in shown],
            axis=speech.phrase("money_axis"),
            lang=case.lang,
        )
        largest, cents = max(shown, key=lambda entry: entry[1])
        alternative = speech.phrase(
            "money_alt", lots=len(shown), lot=largest, value=speech.money(cents)
        )
        yield Picture("money", speech.phrase("money_caption"), alternative, drawing)


def by_scale(case: Case) -> Section | None:
    """The share of each size of provider; ``None`` where no value or no scale is known."""
    speech, whole = case.speech, scale_shares(case.winners)
    if not sum(whole[scale] for scale in SCALES):
        return None
    entries = [(name, scale_shares(bids)) for name, bids in _segments(case)]
    header = (
        speech.phrase("segment"),
        *(speech.phrase(f"scale_{kind}") for kind in KINDS),
        speech.phrase("small_and_micro"),
    )
    rows = [(name, *_percents(case, sizes)) for name, sizes in entries]
    about = table(speech.phrase("small_caption"), header, rows, "<" + ">" * (len(KINDS) + 1))
    pictures = (_scale_picture(case, entries),)
    lines = (speech.phrase("small_about"),)
    return Section("small", speech.phrase("small"), lines, pictures, (about,))


def _segments(case: Case) -> Iterator[tuple[str, list[Bid]]]:
    for segment in case.tender.segments:
        bids = [bid for bid in case.winners if bid.segment == segment.id]
        if total(bids):
            yield case.speech.lot(segment.id, None), bids
    yield case.speech.phrase("total"), list(case.winners)


def _percents(case: Case, sizes: dict[str, int]) -> Iterator[str]:
    whole = sum(sizes.values())
    for kind in KINDS:
        yield case.speech.percent(sizes[kind], whole)
    yield case.speech.percent(sizes["micro"] + sizes["small"], whole)


def _scale_picture(case: Case, entries: list[tuple[str, dict[str, int]]]) -> Picture:
    speech, whole = case.speech, entries[-1][1]
    drawing = figures.shares(
        [name for name, _ in entries],
        [speech.phrase(f"scale_{kind}") for kind in KINDS],
        [
            [100 * sizes[kind] / (sum(sizes.values()) or 1) for kind in KINDS]
            for _, sizes in entries
        ],
        speech.phrase("percent_axis"),
    )
    share = speech.percent(whole["micro"] + whole["small"], sum(whole.values()))
    alternative = speech.phrase("small_alt", share=share)
    return Picture("small", speech.phrase("small_caption"), alternative, drawing)

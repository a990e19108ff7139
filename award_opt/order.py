"""The published orders: of goals, of lots, of bids where goals alone do not decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from award_opt.domain import Bid
from award_opt.tender import Tender

Key: TypeAlias = tuple[tuple[int, int], ...]
LAST = (1, 0)  # a missing value comes after every value
MINIMISED = frozenset({"lowest_value", "fewest_contracts", "fewest_partners", "least_transfers"})


def stages(tender: Tender) -> tuple[str, ...]:
    """The goals of the award method in their order, ``fill`` among them.

    ``fill = "up_to_cap"`` stands first where the first goal would rather leave places open (least
    money, fewest partners), and last where the goals fill the places themselves.
    """
    goals = tender.award.goals
    if tender.award.fill == "may_stay_open" or "ranking" in goals:
        return goals
    return ("fill", *goals) if goals[0] in MINIMISED else (*goals, "fill")


def ranked_lots(tender: Tender) -> tuple[str, ...]:
    """The lots in which bids are ranked, in the published order."""
    return tender.award.lot_order or tender.scored_lots()


def lot_positions(tender: Tender) -> dict[str, int]:
    """Each lot's place in the published lot order; lots left out of it come last, as published."""
    every = [lot for segment in tender.landscape().segments for lot in segment.lots]
    return {lot: place for place, lot in enumerate(dict.fromkeys((*ranked_lots(tender), *every)))}


def _first(value: int | None, *, high: bool) -> tuple[int, int]:
    return LAST if value is None else (0, -value if high else value)


def _step(bid: Bid, name: str) -> tuple[int, int]:
    if name == "score":
        return _first(bid.score, high=True)
    if name == "value":
        return _first(bid.value_cents, high=False)
    if name == "draw":
        return _first(bid.draw, high=False)
    return _first(bid.criteria.get(name), high=True)


def key(bid: Bid, chain: Sequence[str], lots: Mapping[str, int]) -> Key:
    """The sort key of a bid under the steps of ``chain``; ``lot`` is a step of its own."""
    return tuple((0, lots[bid.lot]) if step == "lot" else _step(bid, step) for step in chain)


def tie_order(tender: Tender, bids: Iterable[Bid]) -> list[Bid]:
    """The bids in the published order of ties; then the lot order; then, unpublished, by bid id."""
    lots, chain = lot_positions(tender), (*tender.award.ties, "lot")
    return sorted(bids, key=lambda bid: (key(bid, chain, lots), bid.id))


def rank_order(tender: Tender, bids: Iterable[Bid]) -> list[Bid]:
    """The ranked bids, lot by lot in the lot order, best score first, ties as published."""
    lots, chain = lot_positions(tender), ("lot", "score", *tender.award.ties)
    inside = set(ranked_lots(tender))
    ranked = [bid for bid in bids if bid.lot in inside]
    return sorted(ranked, key=lambda bid: (key(bid, chain, lots), bid.id))


def decider(tender: Tender, tied: Sequence[Bid]) -> str:
    """The last step of the published order that is needed to separate all of the ``tied`` bids.

    ``bid`` says that no published step does, so that the bid id, which nobody published, decided.
    """
    lots, chain = lot_positions(tender), (*tender.award.ties, "lot")
    for length in range(1, len(chain) + 1):
        if len({key(bid, chain[:length], lots) for bid in tied}) == len(tied):
            return chain[length - 1]
    return "bid"

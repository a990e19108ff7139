"""The published orders: of goals, of lots, of bids where goals alone do not decide.

Orders of bids are read twice: on columns by ``rows``, plainly by ``key`` and those who sort by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

import numpy as np

from award_opt.columns import Columns, Ints
from award_opt.domain import Bid, Landscape
from award_opt.stretches import ordered
from award_opt.tender import Tender

Key: TypeAlias = tuple[tuple[int, int], ...]
Digit: TypeAlias = tuple[Ints, int]  # a number from 0 on for each bid, and how many there can be
LAST = (1, 0)  # a missing value comes after every value
FIGURES, LOW_FIRST = frozenset({"score", "value", "draw"}), frozenset({"value", "draw"})
PACKED = 2**62  # steps that sort as one 64-bit number stay below this
MINIMISED = frozenset({"lowest_value", "fewest_contracts", "fewest_partners", "least_transfers"})


def stages(tender: Tender) -> tuple[str, ...]:
    """The goals of the award method in their order, ``fill`` among them.

    ``fill = "up_to_cap"`` stands first where the first goal would rather leave places open (least
    money, fewest partners), and last where the goals fill the places themselves. It stands alone
    where no goal was published, which is allowed where nothing is ranked.
    """
    goals = tender.award.goals
    if not goals:
        return ("fill",)
    if tender.award.fill == "may_stay_open" or "ranking" in goals:
        return goals
    return ("fill", *goals) if goals[0] in MINIMISED else (*goals, "fill")


def ranked_lots(tender: Tender) -> tuple[str, ...]:
    """The lots in which bids are ranked, in the published order."""
    return tender.award.lot_order or tender.scored_lots()


def lot_positions(tender: Tender) -> dict[str, int]:
    """Each lot's place in the published lot order; lots left out of it come last, as published."""
    every = _every_lot(tender.landscape())
    return {lot: place for place, lot in enumerate(dict.fromkeys((*ranked_lots(tender), *every)))}


@lru_cache(maxsize=64)
def _every_lot(landscape: Landscape) -> tuple[str, ...]:
    return tuple(lot for segment in landscape.segments for lot in segment.lots)


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


def measure(tender: Tender) -> str:
    """What bids of one lot are compared by: ``value`` where money is a goal and points are not."""
    goals = set(tender.award.goals)
    by_value = "lowest_value" in goals and not goals & {"total_score", "ranking"}
    return "value" if by_value else "score"


def merit(bid: Bid, measure: str) -> int | None:
    """The number that a bid is compared by, more is better; ``None`` where it has none."""
    if measure == "value":
        return None if bid.value_cents is None else -bid.value_cents
    return bid.score


def decider(tender: Tender, tied: Sequence[Bid]) -> str:
    """The last step of the published order that is needed to separate all of the ``tied`` bids.

    ``bid`` says that no published step does, so that the bid id, which nobody published, decided.
    """
    lots, chain = lot_positions(tender), (*tender.award.ties, "lot")
    for length in range(1, len(chain) + 1):
        if len({key(bid, chain[:length], lots) for bid in tied}) == len(tied):
            return chain[length - 1]
    return "bid"


def rows(tender: Tender, columns: Columns) -> tuple[Ints, Ints]:
    """The orders of ``rank_order`` and ``tie_order`` on columns, as places of bids.

    Bids of one lot and one score are ranked as they tie.
    """
    lot, score = _lot_step(tender, columns), _number_step(columns, "score")
    ties = dict.fromkeys(tender.award.ties)
    steps = [score if name == "score" else _number_step(columns, name) for name in ties]
    tied = _sorted(columns, [*steps, lot])
    inside = tied[columns.texts["lot"].among(ranked_lots(tender))[tied]]
    key, _ = _joined(*_digit(lot), *_digit(score))
    return inside[ordered(key[inside])], tied


class Orders:
    """``rows`` of bids of which nothing but scores changes."""

    def __init__(self, tender: Tender, columns: Columns) -> None:
        ties = tender.award.ties
        self._ranks = tuple(_settled(tender, columns, ("lot", "score", *ties)))
        self._ties = tuple(_settled(tender, columns, (*ties, "lot")))
        self._inside = columns.texts["lot"].among(ranked_lots(tender))

    def ranked(self, columns: Columns) -> Ints:
        """The places of the ranked bids."""
        every = _by_digits(columns, self._ranks)
        return every[self._inside[every]]

    def tied(self, columns: Columns) -> Ints:
        """The places of all bids; shape ``(n,)``."""
        return _by_digits(columns, self._ties)


def _settled(tender: Tender, columns: Columns, chain: Sequence[str]) -> Iterator[str | Digit]:
    """The steps of ``chain`` with all between two scores made one; the ids of bids come last."""
    steps = [*dict.fromkeys(chain), "bid"]
    for fixed, names in groupby(steps, lambda step: step in ("lot", "bid", *LOW_FIRST)):
        if fixed:
            yield _place(columns, [_step_of(tender, columns, name) for name in names])
        else:
            yield from names


def _step_of(tender: Tender, columns: Columns, name: str) -> Ints:
    if name == "bid":
        return columns.texts["bid"].codes
    return _lot_step(tender, columns) if name == "lot" else _number_step(columns, name)


def _place(columns: Columns, steps: Sequence[Ints]) -> Digit:
    """Where some steps put each bid, as a number from 0 on, and how many there are."""
    key, room = np.zeros(columns.n, np.int64), 1
    for step in steps:
        key, room = _joined(key, room, *_digit(step))
    _, place, many = _ranked(key)
    return place, many


def _by_digits(columns: Columns, steps: Iterable[str | Digit]) -> Ints:
    key, room = np.zeros(columns.n, np.int64), 1
    for step in steps:
        held = _digit(_number_step(columns, step)) if isinstance(step, str) else step
        key, room = _joined(key, room, *held)
    return np.argsort(key)


def _joined(key: Ints, room: int, digit: Ints, width: int) -> Digit:
    """Numbers that sort as the pairs of ``key`` and ``digit`` do, and how many there can be."""
    if width * room >= PACKED:
        _, key, room = _ranked(key)
        _, digit, width = _ranked(digit)
    return key * width + digit, room * width


def _lot_step(tender: Tender, columns: Columns) -> Ints:
    lot, places = columns.texts["lot"], lot_positions(tender)
    return np.array([places[label] for label in lot.labels], np.int64)[lot.codes]


def _number_step(columns: Columns, step: str) -> Ints:
    held = columns.numbers.get(step) if step in FIGURES else columns.criteria.get(step)
    if held is None:
        return np.zeros(columns.n, np.int64)
    values = held.values if step in LOW_FIRST else -held.values
    last = values.max(initial=0) + 1
    return np.where(held.known, values, last)


def _sorted(columns: Columns, steps: Sequence[Ints]) -> Ints:
    """The places in the order of the steps, then of the bid ids.

    As many steps as fit make one number to sort by; those behind it count among equals only.
    """
    bid, key, room = columns.texts["bid"].codes, np.zeros(columns.n, np.int64), 1
    for step in steps if (bid[1:] > bid[:-1]).all() else (*steps, bid):
        digit, width = _digit(step)
        if width * room >= PACKED:
            places, key, room = _ranked(key)
            if room == columns.n:
                return places
            _, digit, width = _ranked(step)
        key = key * width + digit
        room *= width
    return ordered(key)


def _digit(step: Ints) -> tuple[Ints, int]:
    """A step from 0 on, and how many values it can have."""
    least = int(step.min(initial=0))
    return step - least, int(step.max(initial=0)) - least + 1


def _ranked(key: Ints) -> tuple[Ints, Ints, int]:
    """The order of some keys, the place of each in it, equals at one place, and how many places."""
    order = np.argsort(key)
    fresh = np.diff(key[order], prepend=key[order[:1]]) > 0
    place = np.zeros(len(key), np.int64)
    place[order] = np.cumsum(fresh)
    return order, place, int(fresh.sum()) + 1

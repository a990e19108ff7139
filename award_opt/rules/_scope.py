"""``where`` and ``per`` on columns: the first reading; ``_base`` has the second."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import repeat
from typing import TypeAlias
from weakref import ref

import numpy as np

from award_opt.columns import MISSING, Codes, Columns, Ints, Mask
from award_opt.domain import Landscape
from award_opt.rules._base import PUBLISHED, Group, Where, groups, label
from award_opt.stretches import sorted_codes

Column: TypeAlias = tuple[Ints, Sequence[str]]  # codes and their labels
Names: TypeAlias = tuple[str, ...]
ROOM = 8  # a table may hold this many times as many places as it is asked for


class Named:
    """Groups by name: column after column, the values that they have and which of them each has."""

    def __init__(self, names: tuple[Group, ...]) -> None:
        self.names = names

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The groups as ledgers write them."""
        return tuple(map(label, self.names))

    @cached_property
    def columns(self) -> tuple[Codes, ...]:
        """The names column by column."""
        return tuple(map(Codes.of, zip(*self.names, strict=True)))


@lru_cache(maxsize=256)
def _cells(landscape: Landscape, where: tuple[tuple[str, Names], ...], per: Names) -> Named:
    """The published groups; what is worked out of them serves every book of the same tender."""
    return Named(tuple(groups(landscape, dict(where), per, ())))


@dataclass(frozen=True, slots=True)
class Grouping:
    """Pairs (bid, group): ``bid[k]`` belongs to group ``group[k]`` of ``names``.

    They come group by group, those of one group by bid. Where groups divide the care types,
    ``offer[k]`` is the offer behind the pair; else it is empty.
    """

    bid: Ints
    group: Ints
    named: Named
    offer: Ints

    @property
    def names(self) -> tuple[Group, ...]:
        """The groups themselves."""
        return self.named.names

    @property
    def labels(self) -> tuple[str, ...]:
        """The groups as ledgers write them."""
        return self.named.labels


def mask(columns: Columns, where: Where) -> Mask:
    """Which bids ``where`` selects; shape ``(n,)``."""
    chosen = np.ones(columns.n, np.bool_)
    for column, wanted in where.items():
        if column == "care_type":
            offered = columns.offers.care_type.among(wanted)
            hit = np.zeros(columns.n, np.bool_)
            hit[columns.offers.bid[offered]] = True
            chosen &= hit
        elif column in columns.texts:
            chosen &= columns.texts[column].among(wanted)
        else:
            chosen[:] = False
    return chosen


class _Last(threading.local):
    """The last grouping of a thread: one rule after the other asks for the same cells."""

    def __init__(self) -> None:
        self.columns: Callable[[], Columns | None] = lambda: None
        self.asked: tuple[object, ...] = ()
        self.found: Grouping | None = None


_LAST = _Last()


def grouping(columns: Columns, landscape: Landscape, where: Where, per: Sequence[str]) -> Grouping:
    """The bids in scope, paired with their groups."""
    asked = (tuple(where.items()), tuple(per), landscape)
    if _LAST.found is None or _LAST.columns() is not columns or _LAST.asked != asked:
        _LAST.found = _grouped(columns, landscape, where, per)
        _LAST.columns, _LAST.asked = ref(columns), asked
    return _LAST.found


def _grouped(columns: Columns, landscape: Landscape, where: Where, per: Sequence[str]) -> Grouping:
    bid, offer = _pairs(columns, where, per)
    values = [_values(columns, column, bid, offer) for column in per]
    if all(column in PUBLISHED for column in per):
        named = _cells(landscape, tuple(where.items()), tuple(per))
        group = _published(named, values, len(bid))
    else:
        names, group = _named(values)
        named = Named(names)
    if int(group.min(initial=0)) == MISSING:
        valid = np.flatnonzero(group != MISSING)
        bid, group, offer = bid[valid], group[valid], offer[valid] if len(offer) else offer
    if (group[1:] < group[:-1]).any():
        order, group = sorted_codes(group)
        bid, offer = bid[order], offer[order] if len(offer) else offer
    return Grouping(bid, group, named, offer)


def _published(named: Named, values: Sequence[Column], many: int) -> Ints:
    """The place of each pair among the published groups; ``MISSING`` where it has none."""
    wanted = np.zeros(len(named.names), np.int64)
    known = np.ones(len(named.names), np.bool_)
    for asked, (_, labels) in zip(named.columns, values, strict=False):
        index = dict(zip(labels, range(len(labels)), strict=True))
        own = np.array([*map(index.get, asked.labels, repeat(MISSING))], np.int64)[asked.codes]
        known &= own != MISSING
        wanted = wanted * max(len(labels), 1) + own
    code, room = _mixed(values, many)
    if known.all():
        return _found(wanted, room, code)
    places: Ints = np.append(np.flatnonzero(known), MISSING)
    return places[_found(wanted[known], room, code)]


def _named(values: Sequence[Column]) -> tuple[tuple[Group, ...], Ints]:
    """The groups that pairs name, in the order of their names, and the group of each pair."""
    code, room = _mixed(values, len(values[0][0]))
    used = np.unique(code[code != MISSING])
    group = _found(used, room, code)
    names: list[list[str]] = []
    for _, labels in reversed(values):
        used, own = np.divmod(used, max(len(labels), 1))
        names.append([labels[code] for code in own.tolist()])
    return tuple(zip(*reversed(names), strict=True)), group


def _mixed(values: Sequence[Column], many: int) -> tuple[Ints, int]:
    """One code per pair for its values together, ``MISSING`` where one is; and their number."""
    if not values:
        return np.zeros(many, np.int64), 1
    code, room = values[0][0].copy(), max(len(values[0][1]), 1)
    for codes, labels in values[1:]:
        code *= max(len(labels), 1)
        code += codes
        room *= max(len(labels), 1)
    for codes, _ in values:
        if int(codes.min(initial=0)) == MISSING:
            code[codes == MISSING] = MISSING
    return code, room


def _found(codes: Ints, room: int, wanted: Ints) -> Ints:
    """For each wanted code its place among the distinct ``codes`` below ``room``, or ``MISSING``.

    A table says it where that is small enough, else a search.
    """
    if room <= ROOM * (len(wanted) + len(codes)):
        table = np.full(room + 1, MISSING, np.int64)  # the last one is for MISSING, which is -1
        table[codes] = np.arange(len(codes))
        return table[wanted]
    order = np.argsort(codes)
    at = np.searchsorted(codes, wanted, sorter=order)
    place = np.append(order, MISSING)[at]
    return np.where(np.append(codes, MISSING)[place] == wanted, place, MISSING)


def _pairs(columns: Columns, where: Where, per: Sequence[str]) -> tuple[Ints, Ints]:
    """The bids in scope, once, or once for each offer where ``per`` divides the care types."""
    chosen = mask(columns, where)
    if "care_type" not in per:
        return np.flatnonzero(chosen), np.zeros(0, np.int64)
    pair = chosen[columns.offers.bid]
    if "care_type" in where:
        pair &= columns.offers.care_type.among(where["care_type"])
    offer = np.flatnonzero(pair)
    return columns.offers.bid[offer], offer


def _values(columns: Columns, column: str, bid: Ints, offer: Ints) -> Column:
    if column == "care_type":
        return columns.offers.care_type.codes[offer], columns.offers.care_type.labels
    if column in columns.texts:
        return columns.texts[column].codes[bid], columns.texts[column].labels
    return np.full(len(bid), MISSING, np.int64), ()

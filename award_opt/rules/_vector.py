"""``where``, ``per`` and ``count`` on columns: the first reading; ``_base`` has the second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import MISSING, Columns, Ints, Mask
from award_opt.domain import ROLES, Landscape, Role, Unit
from award_opt.errors import Finding, InputError
from award_opt.exact import decimals, parse
from award_opt.rules._base import (
    AT_LEAST,
    EQUAL,
    OWN_TEXTS,
    Block,
    Group,
    Where,
    groups,
    label,
)

Exact: TypeAlias = NDArray[Any]  # 64-bit or Python integers
SAFE = 2**62  # sums below this fit 64 bits
LARGEST = 2**53  # rows stay exact in every engine and in every language that reads them


@dataclass(frozen=True, slots=True)
class Grouping:
    """Pairs (bid, group): ``bid[k]`` belongs to group ``group[k]`` of ``names``.

    Where groups divide the care types, ``offer[k]`` is the offer behind the pair; else it is empty.
    """

    bid: Ints
    group: Ints
    names: tuple[Group, ...]
    offer: Ints

    @property
    def labels(self) -> tuple[str, ...]:
        """The groups as ledgers write them."""
        return tuple(label(name) for name in self.names)


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


def grouping(columns: Columns, landscape: Landscape, where: Where, per: Sequence[str]) -> Grouping:
    """The bids in scope, paired with their groups."""
    names = groups(landscape, where, per, columns.bids)
    bid, offer = _pairs(columns, where, per)
    code, wanted = np.zeros(len(bid), np.int64), np.zeros(len(names), np.int64)
    valid, known = np.ones(len(bid), np.bool_), np.ones(len(names), np.bool_)
    for position, column in enumerate(per):
        codes, labels = _values(columns, column, bid, offer)
        index = {name: k for k, name in enumerate(labels)}
        own = np.array([index.get(name[position], MISSING) for name in names], np.int64)
        valid &= codes != MISSING
        known &= own != MISSING
        code = code * (len(labels) + 1) + codes
        wanted = wanted * (len(labels) + 1) + own
    slot = {int(key): k for k, key in enumerate(wanted) if known[k]}
    keys, inverse = np.unique(code, return_inverse=True)
    group = np.array([slot.get(int(key), MISSING) for key in keys], np.int64)[inverse]
    valid &= group != MISSING
    return Grouping(bid[valid], group[valid], tuple(names), offer[valid] if len(offer) else offer)


def _pairs(columns: Columns, where: Where, per: Sequence[str]) -> tuple[Ints, Ints]:
    """The bids in scope, once, or once for each offer where ``per`` divides the care types."""
    chosen = mask(columns, where)
    if "care_type" not in per:
        return np.flatnonzero(chosen), np.zeros(0, np.int64)
    pair = chosen[columns.offers.bid]
    if "care_type" in where:
        pair = pair & columns.offers.care_type.among(where["care_type"])
    return columns.offers.bid[pair], np.flatnonzero(pair)


def _values(columns: Columns, column: str, bid: Ints, offer: Ints) -> tuple[Ints, tuple[str, ...]]:
    if column == "care_type":
        return columns.offers.care_type.codes[offer], columns.offers.care_type.labels
    if column in columns.texts:
        return columns.texts[column].codes[bid], columns.texts[column].labels
    return np.full(len(bid), MISSING, np.int64), ()


def unit_pairs(columns: Columns, count: Unit, roles: Sequence[Role]) -> tuple[Ints, Ints]:
    """Pairs (bid, unit): what each bid counts as, as integer codes."""
    if count == "contracts":
        every = np.arange(columns.n, dtype=np.int64)
        return every, every
    if count == "bidders":
        return np.arange(columns.n, dtype=np.int64), columns.texts["bidder"].codes
    parties = columns.parties
    counted = in_roles(columns, roles)
    codes = parties.provider if count == "providers" else parties.owner
    return parties.bid[counted], codes.codes[counted]


def unit_labels(columns: Columns, count: Unit) -> tuple[str, ...]:
    """The names behind the codes of ``unit_pairs``."""
    if count == "contracts":
        return tuple(bid.id for bid in columns.bids)
    if count == "bidders":
        return columns.texts["bidder"].labels
    parties = columns.parties
    return parties.provider.labels if count == "providers" else parties.owner.labels


def joined(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """All pairs of positions ``(i, j)`` with ``left[i] == right[j]``."""
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left, "left")
    many = np.searchsorted(right[order], left, "right") - first
    i = np.repeat(np.arange(len(left)), many)
    inner = np.arange(len(i)) - np.repeat(np.cumsum(many) - many, many)
    return i, order[np.repeat(first, many) + inner]


@dataclass(frozen=True, slots=True)
class UnitTerms:
    """Distinct units by group, as terms: pairs (group, term), and the sets behind the terms."""

    group: Ints
    term: Ints
    set_id: Ints
    set_member: Ints

    def found(self, groups: int) -> Ints:
        """How many distinct units each group could have; shape ``(groups,)``."""
        return np.bincount(self.group, minlength=groups).astype(np.int64)


def unit_terms(
    columns: Columns, grouped: Grouping, count: Unit, roles: Sequence[Role]
) -> UnitTerms:
    """One term per distinct unit and group: the bid itself, or "any of these bids wins"."""
    none = np.zeros(0, np.int64)
    if count == "contracts":
        return UnitTerms(grouped.group, grouped.bid, none, none)
    bid, unit = unit_pairs(columns, count, roles)
    i, j = joined(grouped.bid, bid)
    return any_of(columns.n, grouped.group[i], unit[j], grouped.bid[i])


def counted(
    labels: tuple[str, ...], terms: UnitTerms, sense: int, bound: Ints, keep: Mask | None = None
) -> Block:
    """One row per group: the number of its distinct units against ``bound``."""
    kept = np.ones(len(labels), np.bool_) if keep is None else keep
    row = np.cumsum(kept) - 1
    used = kept[terms.group]
    return Block(
        labels=tuple(name for name, stays in zip(labels, kept, strict=True) if stays),
        sense=np.full(int(kept.sum()), sense, np.int64),
        bound=np.asarray(bound, np.int64)[kept],
        row=row[terms.group[used]],
        term=terms.term[used],
        coefficient=np.ones(int(used.sum()), np.int64),
        set_id=terms.set_id,
        set_member=terms.set_member,
    )


def any_of(n: int, group: Ints, unit: Ints, bid: Ints) -> UnitTerms:
    """One term per distinct pair (group, unit): "any of these bids wins"."""
    none = np.zeros(0, np.int64)
    triple = np.unique(np.stack([group, unit, bid], axis=1), axis=0)
    if not len(triple):
        return UnitTerms(none, none, none, none)
    start = np.flatnonzero(np.r_[True, (np.diff(triple[:, :2], axis=0) != 0).any(axis=1)])
    owner = np.repeat(np.arange(len(start)), np.diff(np.r_[start, len(triple)]))
    return UnitTerms(triple[start, 0], n + np.arange(len(start)), owner, triple[:, 2])


def exact(values: Exact, factor: int) -> Exact:
    """``values`` fit to be multiplied by ``factor``: Python integers where 64 bits are too few."""
    largest = int(np.abs(values).max(initial=0))
    return values.astype(object) if largest * factor >= SAFE else values


def exact_rows(
    rule: str,
    labels: Sequence[str],
    sense: int,
    bound: Sequence[int],
    entries: tuple[Ints, Ints, Exact],
) -> Block:
    """Rows in lowest terms, each small enough for exact arithmetic.

    Parameters
    ----------
    entries
        Row, term and coefficient (64-bit or Python integers); entries of one term in one row are
        added up, and zeros dropped.

    Raises
    ------
    InputError
        A row whose coefficients exceed ``2**53`` in sum (``row_too_large``).
    """
    row, term, coefficient = _merged(*entries)
    size = np.abs(exact(coefficient, max(len(row), 1)))
    common, total = np.ones(len(labels), size.dtype), np.zeros(len(labels), size.dtype)
    if len(row):
        first = np.flatnonzero(np.r_[True, np.diff(row) != 0])
        common[row[first]] = np.gcd.reduceat(size, first)
        total[row[first]] = np.add.reduceat(size, first)
    _refuse_large(rule, labels, total // common)
    lowered = [
        _lowered(number, int(divisor), sense) for number, divisor in zip(bound, common, strict=True)
    ]
    return Block(
        labels=tuple(labels),
        sense=np.full(len(labels), sense, np.int64),
        bound=np.array(lowered, np.int64),
        row=row,
        term=term,
        coefficient=(coefficient // common[row]).astype(np.int64),
    )


def _merged(row: Ints, term: Ints, coefficient: Exact) -> tuple[Ints, Ints, Exact]:
    if not len(row):
        return row, term, coefficient
    order = np.lexsort((term, row))
    row, term, coefficient = row[order], term[order], exact(coefficient[order], len(row))
    first = np.flatnonzero(np.r_[True, (np.diff(row) != 0) | (np.diff(term) != 0)])
    added = np.add.reduceat(coefficient, first)
    kept = added != 0
    return row[first][kept], term[first][kept], added[kept]


def _refuse_large(rule: str, labels: Sequence[str], total: Exact) -> None:
    large = np.flatnonzero(total > LARGEST)
    if len(large):
        raise InputError(
            Finding(
                rule, "row_too_large", {"rule": rule, "group": labels[k], "size": int(total[k])}
            )
            for k in large.tolist()
        )


def _lowered(bound: int, divisor: int, sense: int) -> int:
    """The bound of a row divided by ``divisor``; beyond every reachable sum one value will do."""
    if sense == EQUAL and bound % divisor:
        return LARGEST + 1
    value = -(-bound // divisor) if sense == AT_LEAST else bound // divisor
    return max(-LARGEST - 1, min(LARGEST + 1, value))


def weighted(
    rule: str, grouped: Grouping, coefficient: Exact, sense: int, bound: Sequence[int | None]
) -> Block:
    """One row per group: the sum of ``coefficient`` (one per pair) over its bids against ``bound``.

    Groups whose bound is ``None`` have no row.
    """
    kept = np.array([number is not None for number in bound], np.bool_)
    row = np.cumsum(kept) - 1
    used = kept[grouped.group]
    return exact_rows(
        rule,
        [name for name, stays in zip(grouped.labels, kept, strict=True) if stays],
        sense,
        [number for number in bound if number is not None],
        (row[grouped.group[used]], grouped.bid[used], coefficient[used]),
    )


def numbers(columns: Columns, column: str) -> tuple[Exact, int, Mask]:
    """A numeric column: integers, the decimals behind them, and where it is present."""
    if column == "value":
        return columns.value_cents, 2, _present(bid.value_cents for bid in columns.bids)
    if column == "capacity":
        return columns.capacity, 0, _present(bid.capacity for bid in columns.bids)
    if column in OWN_TEXTS or column not in columns.texts:
        return np.zeros(columns.n, np.int64), 0, np.zeros(columns.n, np.bool_)
    held = columns.texts[column]
    read = [parse(label) for label in held.labels]
    places = max((decimals(number) for number in read if number is not None), default=0)
    whole = [0 if number is None else int(number.scaleb(places)) for number in read]
    table = np.array([*whole, 0], object)  # the last one is for MISSING, which is -1
    known = np.array([*(number is not None for number in read), False], np.bool_)
    return table[held.codes], places, known[held.codes]


def _present(values: Iterable[object]) -> Mask:
    return np.array([value is not None for value in values], np.bool_)


def amounts(columns: Columns, grouped: Grouping, column: str) -> tuple[Exact, int]:
    """What each pair (bid, group) adds, and the decimals behind it; 0 where it is missing."""
    if column == "capacity" and len(grouped.offer):
        return np.maximum(columns.offers.capacity[grouped.offer], 0), 0
    values, places, _ = numbers(columns, column)
    return values[grouped.bid], places


def ones(grouped: Grouping) -> Ints:
    """The weight 1 for each pair."""
    return np.ones(len(grouped.bid), np.int64)


def added(groups: int, grouped: Grouping, values: Exact) -> list[int]:
    """The sum of ``values`` (one per pair) by group, exactly."""
    total = np.zeros(groups, object)
    np.add.at(total, grouped.group, values.astype(object))
    return [int(number) for number in total]


def party_shares(columns: Columns, wanted: Mask) -> Exact:
    """The share of each bid, in basis points, that goes to the wanted parties; shape ``(n,)``."""
    total = np.zeros(columns.n, np.int64)
    parties = columns.parties
    np.add.at(total, parties.bid[wanted], np.maximum(parties.share_bp[wanted], 0))
    return total


def in_roles(columns: Columns, roles: Sequence[Role]) -> Mask:
    """Which parties have one of the roles; one per pair (bid, provider)."""
    return np.isin(columns.parties.role, np.array([ROLES.index(role) for role in roles], np.int64))

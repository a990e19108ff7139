"""Units, amounts and rows on columns: the first reading; ``_base`` and ``_amounts`` the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Columns, Ints, Mask
from award_opt.domain import ROLES, Role, Unit
from award_opt.errors import Finding, InputError
from award_opt.exact import decimals, parse
from award_opt.rules._base import AT_LEAST, EQUAL, OWN_TEXTS, Block
from award_opt.rules._scope import Grouping
from award_opt.stretches import KEY_BITS, ordered, runs

Exact: TypeAlias = NDArray[Any]  # 64-bit or Python integers
Limit = TypeVar("Limit")
SAFE = 2**62  # sums below this fit 64 bits
ONE = np.int64(1)
MEASURED = {"value": 2, "capacity": 0}  # columns of numbers, and the decimals behind them
LARGEST = 2**53  # rows stay exact in every engine and in every language that reads them


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


def unit_labels(columns: Columns, count: Unit) -> Sequence[str]:
    """The names behind the codes of ``unit_pairs``."""
    if count == "contracts":
        held = columns.texts["bid"]
        return tuple(held.labels[code] for code in held.codes.tolist())
    if count == "bidders":
        return columns.texts["bidder"].labels
    parties = columns.parties
    return parties.provider.labels if count == "providers" else parties.owner.labels


def joined(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """All pairs of positions ``(i, j)`` with ``left[i] == right[j]``; codes are not negative."""
    rising = bool((right[1:] >= right[:-1]).all())
    order = None if rising else np.argsort(right, kind="stable")
    room = 1 + max(int(left.max(initial=0)), int(right.max(initial=0)))
    held = np.bincount(right, minlength=room)
    many = held[left]
    first = (np.cumsum(held) - held)[left]
    i = np.arange(len(left))
    if not (many == 1).all():
        i, first = np.repeat(i, many), np.repeat(first - np.cumsum(many) + many, many)
        first += np.arange(len(i))
    return i, first if order is None else order[first]


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
    if count == "bidders":
        unit = columns.texts["bidder"].codes[grouped.bid]
        return any_of(columns.n, grouped.group, unit, grouped.bid)
    bid, unit = unit_pairs(columns, count, roles)
    i, j = joined(grouped.bid, bid)
    return any_of(columns.n, grouped.group[i], unit[j], grouped.bid[i])


def counted(
    labels: Sequence[str], terms: UnitTerms, sense: int, bound: Ints, keep: Mask | None = None
) -> Block:
    """One row per group: the number of its distinct units against ``bound``."""
    bound = np.asarray(bound, np.int64)
    group, term = terms.group, terms.term
    if keep is not None:
        used = np.flatnonzero(keep[group])
        group, term, bound = (np.cumsum(keep) - 1)[group[used]], term[used], bound[keep]
        labels = tuple(labels[place] for place in np.flatnonzero(keep).tolist())
    return Block(
        labels=labels,
        sense=np.full(len(labels), sense, np.int64),
        bound=bound,
        row=group,
        term=term,
        coefficient=np.broadcast_to(ONE, len(group)),
        set_id=terms.set_id,
        set_member=terms.set_member,
    )


def any_of(n: int, group: Ints, unit: Ints, bid: Ints) -> UnitTerms:
    """One term per distinct pair (group, unit): "any of these bids wins"."""
    if not len(group):
        return UnitTerms(group, group, group, group)
    units, width = int(unit.max()) + 1, max(n, 1).bit_length()
    key, known = group * units, None
    key += unit
    if int(key.max()).bit_length() + width > KEY_BITS:
        known, key = np.unique(key, return_inverse=True)
    key <<= width
    key |= bid
    key = _rising(key)
    member = key & ((1 << width) - 1)
    key >>= width
    start = runs(key)
    pair = key[start] if known is None else known[key[start]]
    owner = np.repeat(np.arange(len(start)), np.diff(start, append=len(key)))
    return UnitTerms(pair // units, n + np.arange(len(start)), owner, member)


def _rising(key: Ints) -> Ints:
    """The distinct keys in rising order."""
    if (key[1:] > key[:-1]).all():
        return key
    key.sort()
    first = runs(key)
    return key if len(first) == len(key) else key[first]


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
    most = int(np.bincount(entries[0], minlength=1).max())  # entries that add up in one row
    row, term, coefficient = _merged(*entries, most)
    size = np.abs(exact(coefficient, max(most, 1)))
    common, total = np.ones(len(labels), size.dtype), np.zeros(len(labels), size.dtype)
    if len(row):
        first = runs(row)
        common[row[first]] = np.gcd.reduceat(size, first)
        total[row[first]] = np.add.reduceat(size, first)
    _refuse_large(rule, labels, total // common)
    return Block(
        labels=tuple(labels),
        sense=np.full(len(labels), sense, np.int64),
        bound=_lowered(bound, common, sense),
        row=row,
        term=term,
        coefficient=_divided(coefficient, common, row),
    )


def _divided(coefficient: Exact, common: Exact, row: Ints) -> Ints:
    lowest = coefficient if (common == 1).all() else coefficient // common[row]
    return lowest.astype(np.int64, copy=False)


def _merged(row: Ints, term: Ints, coefficient: Exact, most: int) -> tuple[Ints, Ints, Exact]:
    """Entries in rising order of row and term, each once, zeros dropped; ``most`` add up."""
    width = int(term.max(initial=0)).bit_length()
    key = (row << width) | term
    if not (key[1:] > key[:-1]).all():
        order = ordered(key)
        key, coefficient = key[order], exact(coefficient[order], most)
        first = runs(key)
        if len(first) < len(key):
            key, coefficient = key[first], np.add.reduceat(coefficient, first)
        row, term = key >> width, key & ((1 << width) - 1)
    kept = coefficient != 0
    return (row, term, coefficient) if kept.all() else (row[kept], term[kept], coefficient[kept])


def _refuse_large(rule: str, labels: Sequence[str], total: Exact) -> None:
    large = np.flatnonzero(total > LARGEST)
    if len(large):
        raise InputError(
            Finding(
                rule, "row_too_large", {"rule": rule, "group": labels[k], "size": int(total[k])}
            )
            for k in large.tolist()
        )


def _lowered(bound: Sequence[int], divisor: Exact, sense: int) -> Ints:
    """The bounds of rows divided by ``divisor``; beyond every reachable sum one value will do."""
    far = LARGEST + 1
    large = max(map(abs, bound), default=0) >= SAFE or divisor.dtype == object
    held: Exact = np.array(bound, object if large else np.int64)
    value = -(-held // divisor) if sense == AT_LEAST else held // divisor
    if sense == EQUAL:
        value = np.where(held % divisor != 0, far, value)
    lowered: Ints = np.clip(value, -far, far).astype(np.int64)
    return lowered


def weighted(
    rule: str, grouped: Grouping, coefficient: Exact, sense: int, bound: Sequence[int | None]
) -> Block:
    """One row per group: the sum of ``coefficient`` (one per pair) over its bids against ``bound``.

    Groups whose bound is ``None`` have no row.
    """
    row, term, labels = grouped.group, grouped.bid, grouped.labels
    bounds = [number for number in bound if number is not None]
    if len(bounds) < len(labels):
        named = [number is not None for number in bound]
        labels = tuple(compress(labels, named))
        kept = np.array(named, np.bool_)
        used = np.flatnonzero(kept[row])
        row, term, coefficient = (np.cumsum(kept) - 1)[row[used]], term[used], coefficient[used]
    return exact_rows(rule, labels, sense, bounds, (row, term, coefficient))


def limits(limit: Limit | Mapping[str, Limit], grouped: Grouping) -> list[Limit | None]:
    """The limit of each group; ``None`` where a table does not name it."""
    if isinstance(limit, Mapping):
        return [*map(limit.get, grouped.labels)]
    return [limit] * len(grouped.names)


def numbers(columns: Columns, column: str) -> tuple[Exact, int, Mask]:
    """A numeric column: integers, the decimals behind them, and where it is present."""
    if column in MEASURED:
        return columns.numbers[column].values, MEASURED[column], columns.numbers[column].known
    if column in OWN_TEXTS or column not in columns.texts:
        return np.zeros(columns.n, np.int64), 0, np.zeros(columns.n, np.bool_)
    held = columns.texts[column]
    read = [parse(label) for label in held.labels]
    places = max((decimals(number) for number in read if number is not None), default=0)
    whole = [0 if number is None else int(number.scaleb(places)) for number in read]
    table = np.array([*whole, 0], object)  # the last one is for MISSING, which is -1
    known = np.array([*(number is not None for number in read), False], np.bool_)
    return table[held.codes], places, known[held.codes]


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
    values = exact(values, max(len(values), 1))
    total = np.zeros(groups, values.dtype)
    np.add.at(total, grouped.group, values)
    return [int(number) for number in total.tolist()]


def party_shares(columns: Columns, wanted: Mask) -> Exact:
    """The share of each bid, in basis points, that goes to the wanted parties; shape ``(n,)``."""
    total = np.zeros(columns.n, np.int64)
    parties = columns.parties
    np.add.at(total, parties.bid[wanted], np.maximum(parties.share_bp[wanted], 0))
    return total


def in_roles(columns: Columns, roles: Sequence[Role]) -> Mask:
    """Which parties have one of the roles; one per pair (bid, provider)."""
    return np.array([role in roles for role in ROLES], np.bool_)[columns.parties.role]

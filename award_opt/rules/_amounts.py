"""Plain reading of amounts: numeric columns, tables by group, budgets and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import floor
from typing import TypeVar

from award_opt.domain import Bid, Landscape
from award_opt.errors import Fact
from award_opt.exact import decimals, parse, unscaled
from award_opt.rules._base import PUBLISHED, Group, Where, groups, in_scope, keys, label
from award_opt.rules._words import Texts

SHARE_PLACES = 4  # a percentage in units of 10**-4
# cents times basis points times 100, beside cents times a percentage: both in 10**-8 euro
MONEY_PLACES = 8
Limit = TypeVar("Limit", int, Decimal)

TABLE_TEXTS: Texts = {
    "table_without_groups": {
        "nl": "Een tabel vraagt om 'per': zonder groepen geldt één getal.",
        "en": "A table needs 'per': without groups there is one number.",
    },
    "unknown_group": {
        "nl": "De tabel noemt {group}, en zo'n groep is er niet{within}.",
        "en": "The table names {group}, and there is no such group{within}.",
    },
}
BUDGET_TEXTS: Texts = {
    "segment_without_budget": {
        "nl": "Segment {segment} heeft geen budget om het aandeel aan af te meten.",
        "en": "Segment {segment} has no budget to measure the share against.",
    },
    "budget_not_by_group": {
        "nl": "Budgetten staan per segment; een aandeel van het budget kan niet per {column:word}.",
        "en": "Budgets stand per segment; a share of the budget cannot be taken per {column:word}.",
    },
}
CARE_TYPE_TEXTS: Texts = {
    "not_by_care_type": {
        "nl": "{column:word} is niet verdeeld over zorgvormen; 'per' kan geen care_type bevatten.",
        "en": "{column:word} is not divided over care types; 'per' cannot hold care_type.",
    },
}


def number(bid: Bid, column: str) -> Decimal | None:
    """A numeric column of a bid, in euros for ``value``; ``None`` where it is missing."""
    if column == "value":
        return None if bid.value_cents is None else Decimal(bid.value_cents).scaleb(-2)
    if column == "capacity":
        return None if bid.capacity is None else Decimal(bid.capacity)
    held = bid.attributes.get(column)
    return None if held is None else parse(held)


def amount(bid: Bid, column: str, per: Sequence[str], group: Group) -> Decimal:
    """What a bid adds to a group; 0 where it is missing. Capacity is known by care type."""
    if column == "capacity" and "care_type" in per:
        return Decimal(bid.offers[group[per.index("care_type")]] or 0)
    return number(bid, column) or Decimal(0)


def places(numbers: Iterable[Decimal]) -> int:
    """How many decimals the numbers need together."""
    return max((decimals(each) for each in numbers), default=0)


def units_of(each: Decimal, digits: int) -> int:
    """A number in units of ``10**-digits``, rounded down where it does not fit."""
    return floor(each.scaleb(digits))


def sums(
    bids: Iterable[Bid], where: Where, per: Sequence[str], column: str, digits: int
) -> dict[Group, int]:
    """The sum of a column by group, in units of ``10**-digits``; empty groups are left out."""
    found: dict[Group, int] = {}
    for bid in bids:
        if in_scope(bid, where):
            for group in keys(bid, per, where):
                more = units_of(amount(bid, column, per, group), digits)
                found[group] = found.get(group, 0) + more
    return found


def in_table(limit: Limit | Mapping[str, Limit], group: Group) -> Limit | None:
    """The limit of a group; ``None`` where a table does not name it."""
    return limit.get(label(group)) if isinstance(limit, Mapping) else limit


def table_faults(
    limit: object, landscape: Landscape, where: Where, per: Sequence[str]
) -> Iterator[tuple[str, Mapping[str, Fact]]]:
    """The names in a table that are no group of the rule; attributes are known only later."""
    if not isinstance(limit, Mapping):
        return
    if not per:
        yield "table_without_groups", {}
    elif all(column in PUBLISHED for column in per):
        known = {label(group) for group in groups(landscape, where, per, ())}
        for name in sorted(set(limit) - known):
            yield "unknown_group", {"group": name}


def segments(landscape: Landscape, where: Where) -> tuple[str, ...]:
    """The segments that hold at least one cell in scope, in the published order."""
    return tuple(segment for (segment,) in groups(landscape, where, ("segment",), ()))


def budget_cents(landscape: Landscape, where: Where, group: Group) -> int:
    """The budget of one segment (a group of one), or of all segments in scope together."""
    inside = group or segments(landscape, where)
    return sum(s.budget_cents or 0 for s in landscape.segments if s.id in inside)


def budget_faults(
    landscape: Landscape, where: Where, per: Sequence[str]
) -> Iterator[tuple[str, Mapping[str, Fact]]]:
    """Why a share of the budget cannot be taken."""
    for column in per:
        if column != "segment":
            yield "budget_not_by_group", {"column": column}
    inside = segments(landscape, where)
    for segment in landscape.segments:
        if segment.id in inside and segment.budget_cents is None:
            yield "segment_without_budget", {"segment": segment.id}


def percentage(part: int, whole: int, up: bool = False) -> str:
    """``part`` of ``whole`` as a percentage with at most four decimals, rounded down or up.

    Rounding away from the limit keeps a text from saying 7.5% where 7.49999% was found.
    """
    if not whole:
        return "0"
    scaled_part = part * 100 * 10**SHARE_PLACES
    value = -(-scaled_part // whole) if up else scaled_part // whole
    return unscaled(value, SHARE_PLACES).rstrip("0").rstrip(".")

"""The reason code of a rule that decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from award_opt.domain import Bid
from award_opt.rules import AllQualifying, AnyRule, MaxWinners
from award_opt.tender import Tender

STATUS: Final[Mapping[str, str]] = {"withdrawn": "withdrawn", "disqualified": "excluded"}
FILTERS: Final[Mapping[str, str]] = {
    "min_score": "min_score",
    "requirement": "unsuitable",
    "min_share": "small_share",
    "one_role": "conflict_of_roles",
    "package": "incomplete_package",
}
LIMITS: Final[Mapping[str, str]] = {
    "all_qualifying": "all_qualifying",
    "budget": "ceiling",
    "capacity": "capacity",
    "coverage": "coverage",
    "exclusive": "exclusive",
    "fixed": "override",
    "max_lots": "lot_limit",
    "max_share": "market_share",
    "min_share": "small_share",
    "min_winners": "minimum",
    "package": "package",
    "requires": "requires",
}
CAPS: Final = frozenset({"max_winners", "budget", "max_lots", "exclusive"})  # more never mends them
CODES: Final = (
    *("invalid", "withdrawn", "excluded", "not_selected"),
    *sorted(set(FILTERS.values())),
    *sorted(set(LIMITS.values()) - set(FILTERS.values()) - {"all_qualifying", "override"}),
    *("rank", "area_cap", "region_cap", "after_stop", "goal", "tie"),
    *("override", "all_qualifying", "won"),
)


def status_code(status: str) -> str:
    """The code of a bid that is not valid."""
    return STATUS.get(status, "invalid")


def filter_code(rule: AnyRule) -> str:
    """The code of a rule that kept a bid out."""
    return FILTERS[rule.kind]


def code_of(rules: Sequence[AnyRule], tender: Tender, bid: Bid, *, passed_over: bool) -> str:
    """The code of the rules that decided.

    A full cap explains why an outranked bid lost; it never explains a pass-over, which comes from
    what is asked beside the caps.
    """
    caps = [rule for rule in rules if isinstance(rule, MaxWinners)]
    asked = [rule for rule in rules if not isinstance(rule, MaxWinners | AllQualifying)]
    if caps and not (passed_over and asked):
        return _cap(caps[0], tender, bid)
    return LIMITS[(asked or rules)[0].kind]


def _cap(rule: AnyRule, tender: Tender, bid: Bid) -> str:
    """A cap of one area, of several lots together, or of the bid's lot alone."""
    per: tuple[str, ...] = getattr(rule, "per", ())
    if {"area", "lot"} & set(per) or "area" in rule.where:
        return "area_cap" if bid.area is not None else "rank"
    segments = rule.where.get("segment", tuple(one.id for one in tender.segments))
    lots = [lot for one in tender.landscape().segments if one.id in segments for lot in one.lots]
    return "region_cap" if len(lots) > 1 and "segment" not in per else "rank"

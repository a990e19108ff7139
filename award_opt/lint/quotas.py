"""Quotas beside caps: minimums that can give a place to a lower-ranked bid, or that cannot fit."""

from __future__ import annotations

from collections.abc import Iterator

from award_opt.domain import Unit
from award_opt.errors import Fact, Finding
from award_opt.lint.ground import Ground, remark
from award_opt.rules import (
    AnyRule,
    Capacity,
    Coverage,
    MaxWinners,
    MinShare,
    MinWinners,
    Requires,
)
from award_opt.rules._base import PUBLISHED, Group, label
from award_opt.tender import Tender

WITHIN: dict[Unit, tuple[Unit, ...]] = {
    # a cap on the first also limits the others: each unit needs at least one of it
    "contracts": ("contracts", "bidders"),
    "bidders": ("bidders",),
    "providers": ("providers", "owners"),
    "owners": ("owners",),
}


def passing_over(ground: Ground) -> Iterator[Finding]:
    """Each minimum that shares bids with a cap that can bind."""
    for rule in ground.tender.rules:
        if not _demands(rule) or next(rule.unmeetable(ground.admitted, ground.landscape), None):
            continue
        caps = [cap.id for cap in ground.binding if _meet(ground, rule, cap)]
        if caps:
            short = next(rule.breaches(ground.admitted, ground.by_rank, ground.landscape), None)
            code = "quota_can_pass_over" if short is None else "quota_passes_over"
            group = "-" if short is None else short.group or "-"
            yield remark(code, rule.id, caps=", ".join(caps), group=group)


def _meet(ground: Ground, rule: AnyRule, cap: AnyRule) -> bool:
    """Whether a place that the cap allows may have to go to a bid that the minimum wants.

    A plain number of contracts, out of all that a cap counts, never says which.
    """
    own = {bid.id for bid in ground.inside(rule.where)}
    counted = {bid.id for bid in ground.inside(cap.where)}
    plain = isinstance(rule, MinWinners) and rule.count == "contracts" and not rule.per
    return bool(own & counted) and not (plain and counted <= own)


def _demands(rule: AnyRule) -> bool:
    """Whether a rule asks for winners that rank alone need not give."""
    if isinstance(rule, Coverage):
        return rule.if_short != "goal"
    if isinstance(rule, MinShare):
        return rule.per != "contract"
    return isinstance(rule, MinWinners | Capacity | Requires)


def above_caps(tender: Tender) -> Iterator[Finding]:
    """Each minimum above a maximum that counts the same winners: no award, whoever bids."""
    caps = [rule for rule in tender.rules if isinstance(rule, MaxWinners)]
    for rule in tender.rules:
        if isinstance(rule, MinWinners | Coverage) and rule.if_short == "fail":
            for cap in caps:
                found = next(_clashes(tender, rule, cap), None)
                if found is not None:
                    facts: dict[str, Fact] = {
                        "cap": cap.id,
                        "needed": rule.at_least,
                        "limit": cap.limit,
                    }
                    yield remark("quota_above_cap", rule.id, group=label(found) or "-", **facts)


def _clashes(tender: Tender, rule: MinWinners | Coverage, cap: MaxWinners) -> Iterator[Group]:
    """The groups of a minimum that lie within a group of a maximum below it."""
    counted = rule.count in WITHIN[cap.count]
    roles = rule.count in ("contracts", "bidders") or set(rule.roles) <= set(cap.roles)
    if not counted or not roles or rule.at_least <= cap.limit or set(cap.where) - set(PUBLISHED):
        return
    wide = list(_cells(tender, cap).values())
    for group, cells in _cells(tender, rule).items():
        if any(cells <= each for each in wide):
            yield group


def _cells(tender: Tender, rule: AnyRule) -> dict[Group, frozenset[tuple[str, str, str]]]:
    """The published cells of each group; none where a rule groups by anything else."""
    per: tuple[str, ...] = getattr(rule, "per", ())
    found: dict[Group, set[tuple[str, str, str]]] = {}
    for cell in tender.landscape().cells() if set(per) <= set(PUBLISHED) else ():
        wanted = ((cell.get(column), names) for column, names in rule.where.items())
        if all(column in cell for column in per) and all(value in names for value, names in wanted):
            place = (cell["segment"], cell["lot"], cell.get("care_type", ""))
            found.setdefault(tuple(cell[column] for column in per), set()).add(place)
    return {group: frozenset(cells) for group, cells in found.items()}

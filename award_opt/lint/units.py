"""Counting units: rules whose effect depends on whether contracts, bidders or providers count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from award_opt.domain import Unit
from award_opt.errors import Fact, Finding
from award_opt.lint.ground import Ground, remark
from award_opt.rules import AnyRule, Coverage, MaxWinners, MinWinners
from award_opt.rules._base import Group, count_units, groups, label
from award_opt.tender import Tender

UNITS: tuple[Unit, ...] = get_args(Unit)


def recounted(tender: Tender) -> Iterator[tuple[str, Unit, Tender]]:
    """The tender with one rule counting by another unit: rule, unit, tender."""
    for rule in tender.rules:
        if isinstance(rule, MaxWinners | MinWinners | Coverage):
            for unit in UNITS:
                if unit != rule.count:
                    other = rule.model_copy(update={"count": unit})
                    rules = tuple(other if each is rule else each for each in tender.rules)
                    yield rule.id, unit, tender.model_copy(update={"rules": rules})


def mattering(ground: Ground) -> Iterator[Finding]:
    """Each rule that some counting unit brings into play and where units count differently."""
    for rule in ground.tender.rules:
        if isinstance(rule, MaxWinners | MinWinners | Coverage):
            yield from _matters(ground, rule)


def _matters(ground: Ground, rule: MaxWinners | MinWinners | Coverage) -> Iterator[Finding]:
    counts = {
        unit: count_units(ground.admitted, rule.where, rule.per, unit, rule.roles) for unit in UNITS
    }
    for group in groups(ground.landscape, rule.where, rule.per, ground.admitted):
        found = {unit: len(counts[unit].get(group, ())) for unit in UNITS}
        if _differs(rule, found):
            yield _remark(rule, group, found)
            return


def _differs(rule: MaxWinners | MinWinners | Coverage, found: dict[Unit, int]) -> bool:
    if isinstance(rule, MaxWinners):
        return max(found.values()) > rule.limit and len(set(found.values())) > 1
    return len({number < rule.at_least for number in found.values()}) > 1


def _remark(rule: AnyRule, group: Group, found: dict[Unit, int]) -> Finding:
    facts: dict[str, Fact] = {str(unit): number for unit, number in found.items()}
    return remark("unit_matters", rule.id, group=label(group) or "-", **facts)

"""Changes of published rules, and the what-if that makes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any

from award_opt.conflict.ladders import CELLWISE, TABLES, Ladder, Value
from award_opt.rules import AnyRule
from award_opt.rules._base import Group, groups, label
from award_opt.tender import Bilingual, Tender
from award_opt.what_if import WhatIf


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a rule, in one group where ``group`` is given, moved from its published value.

    Without a value ``after``, the rule or its limit for the group is dropped.
    """

    rule: str
    group: str | None
    field: str
    before: Value | None
    after: Value | None

    @classmethod
    def to(cls, ladder: Ladder, value: Value | None) -> Change:
        """The change that a ladder makes for a value."""
        return cls(ladder.rule.id, ladder.group, ladder.field, ladder.published, value)


def patch(tender: Tender, changes: Sequence[Change]) -> WhatIf:
    """The changes as one what-if.

    A group of a rule is changed by splitting the rule over its groups, where it has no table.
    """
    rules = {rule.id: rule for rule in tender.rules}
    taken = set(rules)
    settings: dict[str, Any] = {}
    drop: list[str] = []
    add: list[AnyRule] = []
    for name, own in groupby(changes, key=lambda change: change.rule):
        rule, moved = rules[name], list(own)
        if moved[0].group is None:
            _set(moved[0], settings, drop)
        elif rule.kind in TABLES:
            _tabulate(tender, rule, moved, settings, drop)
        else:
            drop.append(name)
            add += _pieces(tender, rule, moved, taken - {name})
    title = Bilingual(nl="Kleinste herstel", en="Least repair")
    return WhatIf(id="repair", title=title, set=settings, drop=tuple(drop), add=tuple(add))


def _set(change: Change, settings: dict[str, Any], drop: list[str]) -> None:
    if change.after is None:
        drop.append(change.rule)
    else:
        settings[f"{change.rule}.{change.field}"] = change.after


def _tabulate(
    tender: Tender,
    rule: AnyRule,
    changes: Sequence[Change],
    settings: dict[str, Any],
    drop: list[str],
) -> None:
    """The table of limits by group with some of them changed."""
    field = TABLES[rule.kind]
    held = getattr(rule, field)
    if not isinstance(held, Mapping):
        per: tuple[str, ...] = getattr(rule, "per", ())
        held = {label(group): held for group in groups(tender.landscape(), rule.where, per, ())}
    moved = {change.group: change.after for change in changes}
    table = {name: moved.get(name, value) for name, value in held.items()}
    kept = {name: value for name, value in table.items() if value is not None}
    if kept:
        settings[f"{rule.id}.{field}"] = kept
    else:
        drop.append(rule.id)


def _pieces(
    tender: Tender, rule: AnyRule, changes: Sequence[Change], taken: set[str]
) -> Iterator[AnyRule]:
    """The rule once for each value, over the groups that have it; cells without demand go."""
    field = CELLWISE[rule.kind]
    per: tuple[str, ...] = getattr(rule, "per", ())
    moved = {change.group: change.after for change in changes}
    by_value: dict[Any, list[Group]] = {}
    for group in groups(tender.landscape(), rule.where, per, ()):
        value = moved.get(label(group), getattr(rule, field))
        by_value.setdefault(value, []).append(group)
    names = (name for k in count(1) if (name := _numbered(rule.id, k)) not in taken)
    for value in sorted(by_value, key=lambda value: -len(by_value[value])):
        for box in _boxes(by_value[value]) if value or field == "limit" else ():
            where = {**rule.where, **dict(zip(per, box, strict=True))}
            yield rule.model_copy(update={"id": next(names), "where": where, field: value})


def _numbered(rule: str, place: int) -> str:
    return rule if place == 1 else f"{rule[:60]}.{place}"


def _boxes(cells: Sequence[Group]) -> list[tuple[tuple[str, ...], ...]]:
    """Products of names that together hold exactly the cells."""
    if not cells[0]:
        return [()]
    rest: dict[str, list[Group]] = {}
    for first, *others in cells:
        rest.setdefault(first, []).append(tuple(others))
    alike: dict[tuple[Group, ...], list[str]] = {}
    for name, tails in rest.items():
        alike.setdefault(tuple(tails), []).append(name)
    return [(tuple(names), *box) for tails, names in alike.items() for box in _boxes(tails)]

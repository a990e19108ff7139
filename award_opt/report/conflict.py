"""Conflicts and repairs as a terminal shows them, and as JSON."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from award_opt.exact import plain, unscaled
from award_opt.report.names import Names
from award_opt.report.numbers import number
from award_opt.report.table import clean
from award_opt.texts import say

if TYPE_CHECKING:
    from award_opt.conflict import Change, Conflict, Conflicts, Member, Unmeetable


def lines(found: Conflicts, names: Names) -> list[str]:
    """Cells that cannot be met, then conflicts, then repairs; the last line is the answer."""
    lang = names.lang
    last = f"conflict_{'standing' if found.standing == 'conflict' else found.standing}"
    parts = [
        *([list(_cells(found.unmeetable, names))] if found.unmeetable else []),
        *(list(part) for part in _conflicts(found, names)),
        *([list(_repairs(found, names))] if found.standing == "conflict" else []),
        *([list(_filters(found.filters, names))] if found.filters else []),
        [
            *_proofs(found, names),
            *([] if found.confirmed else [say("conflict_unconfirmed", lang, {})]),
            say(last, lang, {}),
        ],
    ]
    spaced: list[str] = []
    for part in parts:
        spaced += [*([""] if spaced else []), *(clean(line) for line in part)]
    return spaced


def written(found: Conflicts, path: str, names: Names) -> str:
    """Where the proofs stand, and how to check them."""
    proofs = sum(bool(own.certificate) for own in found.unmeetable)
    proofs += sum(bool(own.certificate) for own in found.conflicts)
    return say("conflict_written", names.lang, {"path": path, "proofs": proofs})


def _cells(cells: Sequence[Unmeetable], names: Names) -> Iterator[str]:
    lang = names.lang
    yield say("conflict_unmeetable", lang, {})
    for cell in cells:
        measure = cell.measure
        facts = {
            "member": _member(measure.rule, measure.group, names),
            "found": number(unscaled(measure.found, measure.places), lang),
            "limit": number(unscaled(measure.limit, measure.places), lang),
        }
        yield f"  {say('conflict_cell', lang, facts)}"
        yield from _without(cell.without, names)


def _conflicts(found: Conflicts, names: Names) -> Iterator[Iterator[str]]:
    count = len(found.conflicts)
    for position, conflict in enumerate(found.conflicts, start=1):
        yield _conflict(conflict, position, count, names)
    if found.standing == "conflict":
        code = "conflict_complete" if found.conflicts else "conflict_none"
        yield iter([say(code if found.complete else "conflict_cut", names.lang, {})])


def _conflict(conflict: Conflict, position: int, count: int, names: Names) -> Iterator[str]:
    size = len(conflict.members)
    code = "conflict_alone" if size == 1 else "conflict_heading"
    yield say(code, names.lang, {"position": position, "count": count, "size": size})
    for member in conflict.members:
        yield f"  {_member(member.rule, member.group, names)}"
    yield from _without(conflict.without, names)


def _without(rules: Sequence[str], names: Names) -> Iterator[str]:
    if rules:
        yield f"    {say('conflict_without', names.lang, {'rules': ', '.join(rules)})}"


def _member(rule: str, group: str | None, names: Names) -> str:
    """A rule, or one group of it, in words."""
    if rule == "ranking":
        return say("conflict_ranking", names.lang, {})
    said = names.rule(rule).rstrip(".")
    return f"{said}: {names.group(rule, group)}" if group else said


def _proofs(found: Conflicts, names: Names) -> Iterator[str]:
    """Whether every conflict has its certificate."""
    every = [cell.certificate for cell in found.unmeetable]
    every += [conflict.certificate for conflict in found.conflicts]
    if any(own is not None for own in every):
        code = "conflict_certified" if all(every) else "conflict_uncertified"
        yield say(code, names.lang, {"count": every.count(b"")})


def _repairs(found: Conflicts, names: Names) -> Iterator[str]:
    lang, repairs = names.lang, found.repairs
    if not repairs:
        yield say("repair_none" if found.all_repairs else "repair_unknown", lang, {})
        return
    many = len(repairs) > 1
    facts = {"weight": repairs[0].weight, "count": len(repairs)}
    yield say("repair_heading" if many else "repair_one", lang, facts)
    for position, repair in enumerate(repairs, start=1):
        mark = f"{position}." if many else "-"
        for change in repair.changes:
            yield f"  {mark:<3} {_change(change, names)}"
            mark = ""
    yield say("repair_complete" if found.all_repairs else "repair_cut", lang, {})


def _filters(changes: Sequence[Change], names: Names) -> Iterator[str]:
    yield say("repair_filters", names.lang, {})
    for change in changes:
        yield f"  {_change(change, names)}"


def _change(change: Change, names: Names) -> str:
    member = _member(change.rule, change.group, names)
    if change.after is None:
        return say("change_dropped", names.lang, {"member": member})
    if change.group and change.field == "at_least" and not change.after:
        return say("change_cell", names.lang, {"member": member})
    facts = {
        "member": member,
        "field": say(f"field_{change.field}", names.lang, {}),
        "before": number(_exact(change.before), names.lang),
        "after": number(_exact(change.after), names.lang),
    }
    return say("change_moved", names.lang, facts)


def _exact(value: int | Decimal | None) -> str:
    return plain(Decimal(value or 0))


def content(found: Conflicts) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "standing": found.standing,
        "unmeetable": [_cell_json(cell) for cell in found.unmeetable],
        "conflicts": [
            {
                "members": _members(conflict.members),
                "without": list(conflict.without),
                "certificate": _certificate(conflict.certificate),
            }
            for conflict in found.conflicts
        ],
        "complete": found.complete,
        "confirmed": found.confirmed,
        "repairs": [
            {
                "weight": repair.weight,
                "changes": [_change_json(change) for change in repair.changes],
                "what_if": repair.what_if.model_dump(
                    mode="json", exclude_none=True, include={"set", "drop", "add"}
                ),
            }
            for repair in found.repairs
        ],
        "all_repairs": found.all_repairs,
        "filters": [_change_json(change) for change in found.filters],
    }


def listed(every: Sequence[tuple[str, Conflict | Unmeetable]]) -> list[dict[str, Any]]:
    """Each conflict with the file of its certificate, ``None`` where it has none."""
    return [
        {"certificate": name if own.certificate else None, "members": _members(own.members)}
        for name, own in every
    ]


def _members(members: Sequence[Member]) -> list[dict[str, str]]:
    return [{"rule": member.rule, "group": member.group} for member in members]


def _cell_json(cell: Unmeetable) -> dict[str, Any]:
    measure = cell.measure
    return {
        "rule": measure.rule,
        "group": measure.group,
        "found": unscaled(measure.found, measure.places),
        "limit": unscaled(measure.limit, measure.places),
        "without": list(cell.without),
        "certificate": _certificate(cell.certificate),
    }


def _certificate(data: bytes | None) -> Any:
    """A certificate as the JSON that the checker reads; ``None`` where there is none."""
    return json.loads(gzip.decompress(data)) if data else None


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "group": change.group,
        "field": change.field or None,
        "before": None if change.before is None else _exact(change.before),
        "after": None if change.after is None else _exact(change.after),
    }

"""Small selection problems with all of their best selections, as abcvoting publishes them.

A candidate is a bid; exactly as many win as the committee has seats. Rule `av`: a score is the
number of voters who approve, most points win. Rule `cc`: a voter is a care type that each approved
candidate offers, most voters with a winner of theirs win.

Source: Lackner, Regner, Krenn: abcvoting: A Python package for approval-based multi-winner voting
rules, Journal of Open Source Software 8 (2023).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.cases.case import Case, Fields, Known, Scale, made_bid, made_instance, made_tender

GOALS = {"av": "total_score", "cc": "most_coverage"}


@dataclass(frozen=True, slots=True)
class Selection:
    """A profile of approvals, the seats, and all best selections by rule."""

    candidates: int
    seats: int
    approvals: list[list[int]]
    best: Mapping[str, frozenset[frozenset[str]]]


def entries(text: str) -> Iterator[tuple[str, object]]:
    """The pairs of key and value of a file in the part of YAML that abcvoting writes, in order.

    Each entry is one ``key: value``, maybe behind ``- ``; a value is a list in brackets, over
    several lines where it is long, or a number, a truth value or a text.
    """
    pending = ""
    for line in text.splitlines():
        pending = f"{pending} {line.strip()}".strip()
        if not pending or pending.startswith("#"):
            pending = ""
        elif '"' in pending or pending.count("[") == pending.count("]"):
            key, _, value = pending.removeprefix("- ").partition(":")
            yield key.strip(), _value(value.strip())
            pending = ""
    if pending:
        raise ValueError(f"a list is not closed: {pending[:60]}")


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def read_selection(path: Path) -> Selection:
    """Read one problem; of each rule, the entry that lists every best selection counts."""
    facts: dict[str, object] = {}
    best: dict[str, frozenset[frozenset[str]]] = {}
    for key, value in entries(path.read_text(encoding="utf-8")):
        facts[key] = value
        if key == "resolute" and value is False and facts["rule_id"] in GOALS:
            best[str(facts["rule_id"])] = frozenset(
                frozenset(map(str, one)) for one in _lists(facts["result"])
            )
    return Selection(
        _count(facts["num_cand"]), _count(facts["committeesize"]), _lists(facts["profile"]), best
    )


def _lists(value: object) -> list[list[int]]:
    if not isinstance(value, list) or not all(isinstance(one, list) for one in value):
        raise ValueError(f"not a list of lists: {value!r:.60}")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError(f"not a whole number: {value!r:.60}")
    return value


def case(name: str, rule: str, selection: Selection) -> Case:
    """One problem under rule `av` or `cc`, with all of its best selections."""
    voters = [f"V{voter}" for voter in range(1, len(selection.approvals) + 1)]
    rules: list[Fields] = [
        {"id": "MOST", "kind": "max_winners", "limit": selection.seats},
        {"id": "LEAST", "kind": "min_winners", "at_least": selection.seats},
    ]
    if rule == "cc":
        rules.append(
            {
                "id": "HEARD",
                "kind": "coverage",
                "per": ["care_type"],
                "count": "contracts",
                "if_short": "goal",
            }
        )
    tender = made_tender(
        "abcvoting",
        name,
        rules,
        {"goals": [GOALS[rule]], "fill": "may_stay_open", "ties": ["score", "draw"]},
        care_types=voters,
        scale=Scale.of([Decimal(len(voters))]),
    )
    bids = []
    for candidate in range(selection.candidates):
        heard = [
            voter
            for voter, approved in zip(voters, selection.approvals, strict=True)
            if candidate in approved
        ]
        bids.append(
            made_bid(str(candidate), score=len(heard), draw=candidate, offers=dict.fromkeys(heard))
        )
    best = selection.best[rule]
    known = Known(every=best, tied=len(best) > 1)
    return Case(f"abcvoting, {rule}", name, tender, made_instance(tender, bids), known)


def cases(root: Path) -> Iterator[Case]:
    """Every problem under each of the rules that lists all best selections."""
    for path in sorted((root / "abcvoting").glob("*.abc.yaml")):
        selection = read_selection(path)
        for rule in sorted(selection.best):
            yield case(path.name.removesuffix(".abc.yaml"), rule, selection)

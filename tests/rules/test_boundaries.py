"""The edge of each rule kind in both readings; the tables stand in ``boundaries.toml``."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import oracle
import pytest
from pydantic import TypeAdapter

from award_opt import rules
from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape, Party, SegmentFacts

GROUND = Landscape(
    (
        SegmentFacts("1", (), (), budget_cents=100_000),
        SegmentFacts("4", ("north", "west"), ("day", "guidance"), budget_cents=300_000),
    ),
    score_decimals=2,
)
READER: TypeAdapter[rules.Rule] = TypeAdapter(rules.AnyRule)
TABLES = tomllib.loads(
    Path(__file__).with_name("boundaries.toml").read_text(encoding="utf-8"), parse_float=Decimal
)
SETS = TABLES.pop("sets")
CASES = [
    pytest.param(kind, case, id=f"{kind}: {case['why']}")
    for kind, cases in TABLES.items()
    for case in cases
]


def rule_of(kind: str, fields: dict[str, Any]) -> rules.Rule:
    source = {"document": "d", "quote": "q"}
    return READER.validate_python({"id": "R", "kind": kind, "source": source, **fields})


def bid_of(fields: dict[str, Any]) -> Bid:
    given = {"segment": "4", "bidder": fields["id"], **fields}
    if given["segment"] == "4":
        given.setdefault("area", "north")
    if "offers" in given:
        offers = given["offers"].items()
        given["offers"] = {name: None if held < 0 else held for name, held in offers}
    given["parties"] = tuple(
        party_of(*words.split())
        for words in given.get("parties", "{0} {0} lead 10000".format(given["bidder"])).split(";")
    )
    return Bid(**given)


def party_of(provider: str, owner: str, role: Any, share_bp: str, scale: Any = None) -> Party:
    return Party(provider, owner, role, int(share_bp), scale)


def sides(case: dict[str, Any]) -> tuple[list[Bid], list[Bid], list[Bid]]:
    """The valid bids, the others, and the winners."""
    bids = [bid_of(fields) for fields in SETS[case["bids"]]]
    valid = [bid for bid in bids if bid.status == "valid"]
    wanted = case["winners"].split()
    winners = [bid for bid in valid if bid.id in wanted]
    assert len(winners) == len(wanted)
    return valid, [bid for bid in bids if bid.status != "valid"], winners


def test_every_kind_has_a_table_with_both_answers():
    answers = {kind: {case["lawful"] for case in cases} for kind, cases in TABLES.items()}

    assert set(answers) == {kind.model_fields["kind"].default for kind in rules.KINDS}
    assert all(found == {True, False} for found in answers.values())


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_boundary_in_the_plain_reading(kind, case):
    rule, (standing, out, winners) = rule_of(kind, case["rule"]), sides(case)
    refused = oracle.refused(rule, standing, GROUND, out)
    admitted = [bid for bid in standing if bid.id not in refused]

    kept_out = refused & {bid.id for bid in winners}
    lawful = not kept_out and oracle.lawful([rule], admitted, winners, GROUND)

    assert lawful == case["lawful"]


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_boundary_in_the_rows(kind, case):
    rule, (standing, out, winners) = rule_of(kind, case["rule"]), sides(case)
    removed = oracle.removed(rule, standing, GROUND, out)
    columns = Columns.of([bid for bid in standing if bid.id not in removed])

    kept_out = removed & {bid.id for bid in winners}
    broken = oracle.broken_rows(rule.rows(columns, GROUND), columns, winners)

    assert (not kept_out and not broken) == case["lawful"]

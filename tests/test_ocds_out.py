"""What goes out as a release is valid by the standard, exact, and the same bytes each time."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from inputs import Inputs
from jsonschema import Draft4Validator, Draft202012Validator
from readme_blocks import ROOT
from releases import DATA, DATED, award_of, each, imported, released
from write_expected import read

from award_opt.errors import InputError
from award_opt.instance import instance_digest
from award_opt.ocds import Dated, export, to_bytes
from award_opt.ocds.extension import schema


def closed(node: Any) -> Any:
    """The schema with every object closed: a field that it does not define is a fault."""
    if isinstance(node, list):
        return [closed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    inside = {key: closed(inner) for key, inner in node.items()}
    return {**inside, "additionalProperties": False} if "properties" in node else inside


STANDARD = json.loads((DATA / "release-schema.json").read_text(encoding="utf-8"))
CLOSED = closed(STANDARD)
CLOSED["properties"]["x_award"] = schema()


@each
def test_a_release_validates_by_the_standard_and_its_extensions(folder: Path) -> None:
    faults = [error.message for error in Draft4Validator(STANDARD).iter_errors(released(folder))]
    assert faults == []


@each
def test_a_release_holds_no_field_that_the_standard_does_not_define(folder: Path) -> None:
    release = released(folder)
    extension = release.pop("x_award")
    assert [error.message for error in Draft4Validator(CLOSED).iter_errors(release)] == []
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(extension)] == []


@each
def test_a_release_is_the_same_bytes_every_time_and_canonical(folder: Path) -> None:
    tender, instance = read(folder)
    first = to_bytes(export(tender, instance, DATED, award_of(folder)))
    assert first == to_bytes(export(tender, instance, DATED, award_of(folder)))
    content = json.loads(first)
    again = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert re.sub(r"(?<=\d)\.0(?=[,}])", "", again).encode() + b"\n" == first


def test_the_schema_of_the_extension_stands_in_the_package() -> None:
    path = ROOT / "award_opt/ocds/x_award.schema.json"
    written = json.dumps(schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    assert path.read_text(encoding="utf-8") == written


def test_winners_are_pending_awards_with_suppliers_lots_and_bids() -> None:
    release = released(ROOT / "instances/alphen-2018")
    (award,) = release["awards"]
    assert award["status"] == "pending"
    assert award["relatedLots"] == ["integral"]
    assert award["relatedBids"] == ["A1"]
    assert award["value"] == {"amount": 20050000, "currency": "EUR"}
    suppliers = {one["id"] for one in award["suppliers"]}
    roles = {party["id"]: party.get("roles", []) for party in release["parties"]}
    assert {name for name, own in roles.items() if "supplier" in own} == suppliers
    assert {role for own in roles.values() for role in own} == {
        *("buyer", "procuringEntity", "tenderer", "leadTenderer", "subcontractor", "supplier")
    }


def test_cents_stay_exact(tmp_path: Path) -> None:
    release = released(ROOT / "instances/alphen-2018")
    amounts = {bid["id"]: bid["value"]["amount"] for bid in release["bids"]["details"]}
    assert amounts["A2"] == 19480000.5
    tender, _ = read(ROOT / "instances/alphen-2018")
    instance = imported(release, tender, tmp_path).instance
    assert {bid.id: bid.value_cents for bid in instance.bids}["A2"] == 1_948_000_050


def test_criteria_weights_thresholds_and_lot_limits_stand_in_their_fields(tmp_path: Path) -> None:
    limit = """
[[rules]]
id = "MAX-LOTS"
kind = "max_lots"
where = { segment = ["1", "4"] }
limit = 2
source = { document = "guide", quote = "ten hoogste twee percelen" }

[award]
goals"""
    inputs = (
        Inputs().say("\n[award]\ngoals", limit).say("weight = 40", "weight = 40\nthreshold = 5")
    )
    tender, instance = inputs.read(tmp_path)
    release = json.loads(to_bytes(export(tender, instance, DATED)))
    assert release["tender"]["lotDetails"] == {"maximumLotsAwardedPerSupplier": 2}
    lots = {lot["id"]: lot for lot in release["tender"]["lots"]}
    assert lots["4/west"]["title"] == "Ambulant, West"
    assert lots["4/west"]["awardCriteria"]["criteria"] == [
        {
            "name": "vision",
            "numbers": [
                {"number": 40, "weight": "percentageExact"},
                {"number": 5, "threshold": "minimumScore"},
            ],
        },
        {"name": "quality", "numbers": [{"number": 60, "weight": "percentageExact"}]},
    ]
    assert "awardCriteria" not in lots["L"]


def test_parties_carry_register_number_place_and_scale(tmp_path: Path) -> None:
    tender, instance = Inputs().read(tmp_path)
    release = json.loads(to_bytes(export(tender, instance, DATED)))
    (bridge,) = [party for party in release["parties"] if party["id"] == "P2"]
    assert bridge["identifier"] == {"scheme": "NL-KVK", "id": "00345678"}
    assert (bridge["address"], bridge["details"]) == ({"locality": "Dongen"}, {"scale": "small"})


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        ("2026-11-22T12:30:00+01:00", "2026-11-22T12:30:00+01:00"),
        ("2026-11-22T12:30:00Z", "2026-11-22T12:30:00Z"),
    ],
)
def test_the_date_is_the_one_that_was_given(date: str, written: str) -> None:
    assert Dated(date).moment() == written


@pytest.mark.parametrize(
    "date", ["", "today", "2026-02-30", "20261122", "2026-11-22 12:30:00Z", "2026-11-22T12:30:00"]
)
def test_what_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(InputError) as error:
        Dated(date).moment()
    assert [finding.code for finding in error.value.findings] == ["ocds_date"]


def test_a_simulation_or_an_award_of_other_inputs_is_not_exported() -> None:
    tender, instance = read(ROOT / "instances/alphen-2018")
    other = award_of(ROOT / "instances/zuid-limburg-housing-2022")
    assert other is not None
    with pytest.raises(InputError) as error:
        export(tender, instance, DATED, other.model_copy(update={"mode": "simulation"}))
    codes = [finding.code for finding in error.value.findings]
    assert codes == ["ocds_simulation", "ocds_award_differs", "ocds_award_differs"]


def test_a_value_that_json_would_round_is_not_exported(tmp_path: Path) -> None:
    tender, instance = Inputs().cell("bids", 4, "value", "99999999999999.99").read(tmp_path)
    with pytest.raises(InputError) as error:
        export(tender, instance, DATED)
    assert [finding.code for finding in error.value.findings] == ["ocds_value_long"]


@pytest.mark.parametrize("code", ["euro", "eur", "EU", "EUR ", ""])
def test_what_is_no_currency_is_not_exported(code: str) -> None:
    tender, instance = read(ROOT / "instances/alphen-2018")
    with pytest.raises(InputError) as error:
        export(tender, instance, Dated("2026-11-22", currency=code))
    assert [finding.code for finding in error.value.findings] == ["ocds_currency_code"]


def test_a_buyer_never_shares_its_id_with_a_provider(tmp_path: Path) -> None:
    inputs = Inputs().row("providers", "buyer", "Koper", "", "", "", "", "")
    tender, instance = inputs.read(tmp_path)
    release = to_bytes(export(tender, instance, DATED)).decode()
    ids = [party["id"] for party in json.loads(release)["parties"]]
    assert len(ids) == len(set(ids)) == len(instance.providers) + 1
    found = imported(release, tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)


def test_decimals_are_written_as_exact_numbers() -> None:
    assert to_bytes({"b": Decimal("0.50"), "a": [Decimal("1E+3"), None, True]}) == (
        b'{"a":[1000,null,true],"b":0.5}\n'
    )

"""Releases: valid by the standard, read back as the same instance, and refused by name."""

from __future__ import annotations

import contextlib
import copy
import json
import re
import tempfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cli import call
from hypothesis import given
from hypothesis import strategies as st
from inputs import Inputs
from jsonschema import Draft4Validator, Draft202012Validator
from readme_blocks import ROOT
from write_expected import FOLDERS, read

from award_opt.award import AwardFile
from award_opt.errors import Finding, InputError
from award_opt.generate import generate
from award_opt.instance import instance_digest, read_instance
from award_opt.ocds import Dated, Imported, export, read_release, to_bytes
from award_opt.ocds.awards import awarded
from award_opt.ocds.extension import schema
from award_opt.ocds.fill import fill
from award_opt.ocds.reading import read as read_file
from award_opt.tender import Tender, read_tender
from award_opt.texts import render
from award_opt.texts.ocds import OCDS
from benchmarks.cases.case import folder as cases_folder

DATA = ROOT / "tests/data/ocds"
DATED = Dated("2026-11-22", "ocds-abc123-1")
FOREIGN: dict[str, Any] = json.loads((DATA / "foreign.json").read_text(encoding="utf-8"))
ONE_LOT = """\
format = 1
id = "one-lot"
title = { nl = "Eén perceel", en = "One lot" }
authority = "Regio Voorbeeld"
municipalities = ["Dongen"]

[[documents]]
id = "guide"
title = "Inkoopdocument"

[[segments]]
id = "1"
name = { nl = "Alles", en = "All" }

[award]
goals = ["fewest_contracts"]
fill = "may_stay_open"
ties = ["draw"]
"""
SHOWN_BY_COMMANDS = {
    "ocds_date_missing",
    "ocds_needs_model",
    "ocds_placeholder",
    "ocds_imported",
    "ocds_exported",
}
CASES = cases_folder() / "ocds"

each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


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


def award_of(folder: Path) -> AwardFile | None:
    path = folder / "expected.json"
    optimal = json.loads(path.read_text(encoding="utf-8"))["status"] == "optimal"
    return AwardFile.read(path) if optimal else None


def released(folder: Path) -> dict[str, Any]:
    tender, instance = read(folder)
    release: dict[str, Any] = json.loads(
        to_bytes(export(tender, instance, DATED, award_of(folder)))
    )
    return release


def imported(content: object, tender: Tender, root: Path, currency: str = "EUR") -> Imported:
    path = root / "release.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_release(path, tender, currency)


def refused(
    content: object, tender: Tender, root: Path, currency: str = "EUR"
) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as error:
        imported(content, tender, root, currency)
    return error.value.findings


def one_lot(root: Path) -> Tender:
    (root / "one-lot.toml").write_text(ONE_LOT, encoding="utf-8")
    return read_tender(root / "one-lot.toml")


# --- out


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


# --- out and in again


@each
def test_an_instance_comes_back_with_the_same_digest_and_award(
    folder: Path, tmp_path: Path
) -> None:
    tender, instance = read(folder)
    found = imported(released(folder), tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)
    assert found.notes == ()
    target = tmp_path / "again"
    target.mkdir()
    for name, text in found.files.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    assert instance_digest(read_instance(target, tender)) == instance_digest(instance)
    award = award_of(folder)
    if award is not None:
        assert AwardFile.read(target / "award.json").to_bytes() == award.to_bytes()


def test_every_column_comes_back(tmp_path: Path) -> None:
    tender, instance = Inputs().column("bids", "soort één", "x").read(tmp_path)
    found = imported(to_bytes(export(tender, instance, DATED)).decode(), tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)


def test_columns_that_a_rule_asks_for_come_back_blank_as_they_were(tmp_path: Path) -> None:
    capacity = """
[[rules]]
id = "ROOM"
kind = "capacity"
where = { segment = "4" }
per = ["care_type"]
demand = 0
source = { document = "guide", quote = "genoeg plaatsen" }

[award]
goals"""
    inputs = Inputs().say("\n[award]\ngoals", capacity).cell("offers", 2, "capacity", "")
    tender, instance = inputs.read(tmp_path)
    found = imported(to_bytes(export(tender, instance, DATED)).decode(), tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)
    assert found.files["offers.csv"] == "bid,care_type,capacity\n"


@pytest.mark.parametrize("seed", range(4))
def test_generated_instances_come_back(seed: int, tmp_path: Path) -> None:
    tender = read_tender(ROOT / "models/hvb-youth-2022.toml")
    generate(tender, 30 + seed, seed, tmp_path / "made")
    instance = read_instance(tmp_path / "made", tender)
    release = to_bytes(export(tender, instance, DATED)).decode()
    found = imported(release, tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)


def test_an_edited_release_says_so_and_gives_what_it_holds(tmp_path: Path) -> None:
    folder = ROOT / "instances/alphen-2018"
    release = released(folder)
    release["bids"]["details"][0]["value"]["amount"] = 1
    tender, _ = read(folder)
    found = imported(release, tender, tmp_path)
    assert [note.code for note in found.notes] == ["ocds_changed"]
    assert found.instance.bids[0].value_cents == 100


# --- releases of others


def test_bids_of_every_status_are_read_and_numbered(tmp_path: Path) -> None:
    found = imported(FOREIGN["every status"], one_lot(tmp_path), tmp_path)
    statuses = [bid.status for bid in found.instance.bids]
    assert statuses == ["disqualified", "invited", "pending", "withdrawn", "valid"]
    assert [bid.id for bid in found.instance.bids] == ["1", "2", "3", "4", "5"]
    assert [note.code for note in found.notes] == ["ocds_numbered"]
    assert [dict(bid.attributes) for bid in found.instance.bids] == [{}] * 4 + [{"award": "active"}]


def test_several_awards_find_their_bids(tmp_path: Path) -> None:
    found = imported(FOREIGN["repeated bids"], one_lot(tmp_path), tmp_path)
    assert [bid.attributes.get("award") for bid in found.instance.bids] == [
        *(None, None),
        *("active", "active"),
    ]


def test_an_award_finds_the_bid_that_it_names(tmp_path: Path) -> None:
    release = {
        "ocid": "x",
        "bids": {"details": [bid("B1"), bid("B2")]},
        "awards": [{"id": "A", "status": "pending", "relatedBids": ["B2"]}],
    }
    found = imported(release, one_lot(tmp_path), tmp_path)
    assert [one.attributes.get("award") for one in found.instance.bids] == [None, "pending"]


def test_an_award_stays_in_the_lots_that_it_names(tmp_path: Path) -> None:
    tender, _ = Inputs().read(tmp_path)
    release = {
        "ocid": "x",
        "bids": {"details": [bid("B1", relatedLots=["L"]), bid("B2", relatedLots=["4/west"])]},
        "awards": [{"status": "active", "suppliers": [{"id": "T"}], "relatedLots": ["L"]}],
    }
    path = tmp_path / "release.json"
    path.write_text(json.dumps(release), encoding="utf-8")
    found = awarded(read_file(path).release, fill(read_file(path), tender, "EUR"))
    assert found == {0: "active"}


def test_of_two_leads_neither_is_taken_for_the_lead(tmp_path: Path) -> None:
    release = copy.deepcopy(FOREIGN["shuffled tenderers"])
    release["parties"] = [{"id": name, "roles": ["leadTenderer"]} for name in "AZ"]
    found = imported(release, one_lot(tmp_path), tmp_path, "USD")
    assert {party.role for party in found.instance.bids[0].parties} == {"member"}


def test_what_has_no_place_is_named(tmp_path: Path) -> None:
    found = imported(FOREIGN["late bid"], one_lot(tmp_path), tmp_path)
    (note,) = [note for note in found.notes if note.code == "ocds_left_out"]
    assert note.facts["paths"] == "`tender.tenderPeriod`, `bids.details[].date`"


def test_tenderers_in_another_order_are_the_same_coalition(tmp_path: Path) -> None:
    found = imported(FOREIGN["shuffled tenderers"], one_lot(tmp_path), tmp_path, "USD")
    assert [one.bidder for one in found.instance.bids] == ["A+Z", "A+Z"]
    assert [(p.provider, p.role) for p in found.instance.bids[0].parties] == [
        ("A", "member"),
        ("Z", "member"),
    ]
    assert [one.value_cents for one in found.instance.bids] == [100, 100]


def test_the_lead_is_taken_from_the_roles_of_the_parties(tmp_path: Path) -> None:
    release = copy.deepcopy(FOREIGN["shuffled tenderers"])
    release["parties"] = [
        {"id": "Z", "name": "Zorg", "roles": ["tenderer", "leadTenderer"]},
        {"id": "H", "name": "Buyer", "roles": ["buyer"]},
        {"id": "S", "name": "Hulp", "roles": ["subcontractor"], "details": {"scale": "sme"}},
    ]
    found = imported(release, one_lot(tmp_path), tmp_path, "USD")
    assert [(p.provider, p.role) for p in found.instance.bids[0].parties] == [
        ("Z", "lead"),
        ("A", "member"),
    ]
    assert list(found.instance.providers) == ["A", "S", "Z"]
    assert "ocds_scale" in [note.code for note in found.notes]


def test_ids_that_are_numbers_are_read_as_texts(tmp_path: Path) -> None:
    release = {"ocid": "x", "bids": {"details": [{**bid("B1"), "tenderers": [{"id": 7}]}]}}
    assert imported(release, one_lot(tmp_path), tmp_path).instance.bids[0].bidder == "7"


def test_every_missing_thing_is_named_at_once(tmp_path: Path) -> None:
    found = refused(FOREIGN["no tenderers"], one_lot(tmp_path), tmp_path)
    places = [(one.place.partition(": ")[2], one.code) for one in found]
    assert places == [
        ("awards.1", "ocds_award_without_bid"),
        ("bids.details[1].tenderers", "ocds_missing"),
        ("bids.details[1].value", "ocds_currency"),
        ("bids.details[2].tenderers", "ocds_missing"),
        ("bids.details[2].value", "ocds_currency"),
    ]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("missing tenderers", {"ocds_missing"}),
        ("two currencies", {"ocds_currency"}),
        ("award elsewhere", {"ocds_award_without_bid"}),
    ],
)
def test_a_release_that_lacks_something_is_refused(
    name: str, codes: set[str], tmp_path: Path
) -> None:
    found = refused(FOREIGN[name], one_lot(tmp_path), tmp_path, "USD")
    assert {one.code for one in found} == codes


def test_what_the_model_demands_is_named_by_the_place_in_the_release(tmp_path: Path) -> None:
    tender = read_tender(ROOT / "models/zkij-2a-2b.toml")
    release = {"ocid": "x", "bids": {"details": [{**bid("B1"), "relatedLots": ["2a"]}]}}
    found = refused(release, tender, tmp_path)
    assert [render(one, "en") for one in found if "score" in render(one, "en")]
    assert all(one.place.startswith(str(tmp_path / "release.json")) for one in found)


@pytest.mark.skipif(
    not CASES.is_dir(),
    reason=f"the published releases are not at {CASES}; AWARD_OPT_CASES says where cases are",
)
def test_every_published_release_is_read_whole_or_refused_with_reasons(tmp_path: Path) -> None:
    tender = one_lot(tmp_path)
    texts = [path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.jsonl"))]
    lines = [line for text in texts for line in text.splitlines()]
    read_whole = 0
    refusals: set[str] = set()
    for line in filter(str.strip, lines):
        content = json.loads(line)
        try:
            found = imported(content, tender, tmp_path, "USD")
        except InputError as error:
            refusals.update(one.code for one in error.findings)
            continue
        read_whole += 1
        details = content["bids"]["details"]
        known = {one.id: one for one in found.instance.bids}
        for number, one in enumerate(details, 1):
            mine = known[str(number)]
            assert mine.status == one["status"]
            assert {p.provider for p in mine.parties} == {t["id"] for t in one["tenderers"]}
            amount = one.get("value", {}).get("amount")
            assert mine.value_cents == (None if amount is None else Decimal(str(amount)) * 100)
    assert read_whole == 60
    assert refusals <= {
        *("ocds_award_without_bid", "ocds_missing", "ocds_currency", "not_one_of"),
        "ocds_not_release",
    }


# --- bad input


def bid(name: str, **more: object) -> dict[str, Any]:
    return {"id": name, "status": "valid", "tenderers": [{"id": "T"}], **more}


def release_of(*bids: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"ocid": "x", "bids": {"details": list(bids)}, **more}


def amount(number: object) -> dict[str, Any]:
    return {"amount": number, "currency": "EUR"}


BAD: list[tuple[str, object, str]] = [
    ("nothing", "", "ocds_not_json"),
    ("no JSON", "ocid: x", "ocds_not_json"),
    ("half a release", '{"ocid": "x", "bids": ', "ocds_not_json"),
    ("two releases", '{"ocid": "x"}\n{"ocid": "y"}\n', "ocds_lines"),
    ("a list", [], "ocds_not_release"),
    ("a number", "7", "ocds_not_release"),
    ("another object", {"tender": {}}, "ocds_not_release"),
    ("a release package", {"releases": [{"ocid": "x"}]}, "ocds_package"),
    ("a record package", {"records": [], "uri": "u"}, "ocds_package"),
    ("NaN", '{"ocid": "x", "bids": {"details": [{"value": {"amount": NaN}}]}}', "ocds_number"),
    ("infinity", '{"ocid": "x", "v": -Infinity}', "ocds_number"),
    ("an endless exponent", '{"ocid": "x", "v": 1e99999999999999999999}', "ocds_number"),
    ("an endless number", '{"ocid": "x", "v": ' + "9" * 10_000 + "}", "ocds_deep"),
    ("a key twice", '{"ocid": "x", "ocid": "y"}', "ocds_key_twice"),
    ("a million layers", "[" * 10**6, "ocds_deep"),
    ("a million objects", '{"a":' * 10**6, "ocds_deep"),
    ("layers inside a release", release_of(x_award=None), "ocds_no_bids"),
    ("no bids", {"ocid": "x"}, "ocds_no_bids"),
    ("bids that are no object", {"ocid": "x", "bids": 3}, "want_table"),
    ("bids that are no list", {"ocid": "x", "bids": {"details": {}}}, "want_list"),
    ("an amount in quotes", release_of(bid("1", value=amount("7"))), "want_number"),
    ("an amount that is true", release_of(bid("1", value=amount(True))), "want_number"),
    ("a negative amount", release_of(bid("1", value=amount(-1))), "ocds_amount"),
    ("half a cent", release_of(bid("1", value=amount(0.005))), "ocds_amount"),
    ("an amount beyond all", release_of(bid("1", value=amount(1e300))), "ocds_amount"),
    ("dollars", release_of(bid("1", value={"amount": 1, "currency": "USD"})), "ocds_currency"),
    ("no currency", release_of(bid("1", value={"amount": 1})), "ocds_currency"),
    ("a bid twice", release_of(bid("1"), bid("1")), "ocds_twice"),
    ("a bid without id", release_of(bid("1"), {**bid("2"), "id": None}), "ocds_missing"),
    ("a party twice", release_of(bid("1"), parties=[{"id": "T"}, {"id": "T"}]), "ocds_twice"),
    ("a party without id", release_of(bid("1"), parties=[{"name": "T"}]), "ocds_missing"),
    ("a bid without status", release_of({**bid("1"), "status": None}), "ocds_missing"),
    ("an odd status", release_of({**bid("1"), "status": "accepted"}), "not_one_of"),
    ("an award without status", release_of(bid("1"), awards=[{"id": "A"}]), "ocds_missing"),
    ("an unknown lot", release_of(bid("1", relatedLots=["9"])), "ocds_unknown_lot"),
    ("several lots", release_of(bid("1", relatedLots=["1", "2"])), "ocds_lots_many"),
    (
        "a lot that the model lacks",
        release_of(bid("1"), tender={"lots": [{"id": "1"}, {"id": "Z"}]}),
        "ocds_unknown_lot",
    ),
    ("an invisible character", release_of(bid("a\u200bb")), "odd_character"),
    ("half a character", '{"ocid": "x", "buyer": {"id": "\\ud800"}}', "odd_character"),
    ("an extension of others", release_of(bid("1"), x_award={"score": 3}), "unknown_key"),
]


@pytest.mark.parametrize(("content", "code"), [case[1:] for case in BAD], ids=[c[0] for c in BAD])
def test_a_bad_release_is_refused_by_name(content: object, code: str, tmp_path: Path) -> None:
    found = refused(content, one_lot(tmp_path), tmp_path)
    assert code in [one.code for one in found]
    for one in found:
        assert one.place.startswith(str(tmp_path / "release.json"))
        assert render(one, "nl") != render(one, "en")


def test_layers_that_python_can_parse_but_not_walk_are_refused(tmp_path: Path) -> None:
    inner: Any = 1
    for _ in range(900):
        inner = [inner]
    release = release_of(bid("1"), x_award={"model": inner})
    codes = {one.code for one in refused(release, one_lot(tmp_path), tmp_path)}
    assert codes & {"ocds_deep", "want_table"}


def test_a_bid_that_names_none_of_several_lots_is_refused(tmp_path: Path) -> None:
    tender = read_tender(ROOT / "models/zkij-2a-2b.toml")
    assert "ocds_lot_blank" in [one.code for one in refused(release_of(bid("1")), tender, tmp_path)]


def test_addresses_of_extensions_are_never_followed(tmp_path: Path) -> None:
    release = release_of(bid("1"), extensions=["http://127.0.0.1:1/x.json"])
    found = imported(release, one_lot(tmp_path), tmp_path)
    assert [note.facts for note in found.notes] == [{"paths": "`extensions`"}]


ODD = (None, [], {}, "", 0, -1, True, "x", 1.5, 1e300, "\u200b", [[]], {"a": 1}, 10**20, "B1\n")


def places(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of everything in a release."""
    entries: Iterable[tuple[str | int, Any]] = ()
    if isinstance(node, dict | list):
        entries = node.items() if isinstance(node, dict) else enumerate(node)
    return [path, *(found for key, inner in entries for found in places(inner, (*path, key)))]


WHOLE = released(ROOT / "instances/alphen-2018")


@given(path=st.sampled_from(places(WHOLE)[1:]), value=st.sampled_from((*ODD, ...)))
def test_a_release_with_one_thing_changed_is_read_or_refused(
    path: tuple[str | int, ...], value: Any
) -> None:
    tender, _ = read(ROOT / "instances/alphen-2018")
    release = copy.deepcopy(WHOLE)
    holder: Any = release
    for step in path[:-1]:
        holder = holder[step]
    if value is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(InputError):
        imported(release, tender, Path(folder))


def drop_bid(release: dict[str, Any]) -> None:
    del release["bids"]["details"][0]


def other_tenderer(release: dict[str, Any]) -> None:
    release["bids"]["details"][0]["tenderers"].pop()


def lost_party(release: dict[str, Any]) -> None:
    owned = release["x_award"]["providers"][0]["provider"]
    release["parties"] = [party for party in release["parties"] if party["id"] != owned]


def lost_award(release: dict[str, Any]) -> None:
    del release["awards"][0]


def other_tender(release: dict[str, Any]) -> None:
    release["x_award"]["instance"]["tender"] = "elsewhere"


def edited_award(release: dict[str, Any]) -> None:
    release["x_award"]["award"]["status"] = "perfect"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop_bid, "ocds_only_one"),
        (other_tenderer, "ocds_differs"),
        (lost_party, "ocds_only_one"),
        (lost_award, "ocds_differs"),
        (other_tender, "tender_differs"),
        (edited_award, "award_field"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_release_that_contradicts_itself_is_refused(
    change: Callable[[dict[str, Any]], None], code: str, tmp_path: Path
) -> None:
    folder = ROOT / "instances/hvb-youth-2022"
    tender, _ = read(folder)
    release = released(folder)
    change(release)
    assert code in [finding.code for finding in refused(release, tender, tmp_path)]


def test_every_text_about_releases_is_shown_by_a_test() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    tested = {code for code in OCDS if f'"{code.removesuffix("_near")}"' in source}
    assert set(OCDS) - tested - SHOWN_BY_COMMANDS == set()


# --- the command


def test_the_command_goes_out_and_in_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, model = ROOT / "instances/alphen-2018", ROOT / "models/alphen-2018.toml"
    out, back = tmp_path / "r.json", tmp_path / "back"
    words = ["--model", model, "--award", folder / "expected.json", "--date", "2026-11-22"]
    done = call(capsys, "convert", folder, "-o", out, *words)
    assert (done.code, "ocds-000000-alphen-2018" in done.out) == (0, True)
    assert "--ocid" in done.err
    done = call(capsys, "convert", out, "-o", back, "--model", model)
    assert (done.code, done.err) == (0, "")
    assert "4 bids of 17 providers" in done.out
    note = "No valid bid" if "none" in folder.name else "A1 promises exactly 7.5%"
    assert note in (back / "instance.toml").read_text(encoding="utf-8")
    assert call(capsys, "verify", model, back, back / "award.json").code == 0


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_command_names_what_it_needs(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, model = ROOT / "instances/alphen-2018", ROOT / "models/alphen-2018.toml"
    words = ["--lang", lang, "convert"]
    done = call(capsys, *words, folder, "-o", tmp_path / "r.json", "--model", model)
    assert (done.code, "--date 2026-01-31" in done.err) == (2, True)
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    done = call(capsys, *words, tmp_path / "x.json", "-o", tmp_path / "back")
    assert (done.code, "--model" in done.err) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.json"]


def test_a_refused_release_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one_lot(tmp_path)
    (tmp_path / "r.json").write_text(json.dumps(FOREIGN["no tenderers"]), encoding="utf-8")
    words = ["convert", tmp_path / "r.json", "-o", tmp_path / "f", "--model"]
    done = call(capsys, *words, tmp_path / "one-lot.toml")
    assert (done.code, (tmp_path / "f").exists()) == (2, False)
    assert "Traceback" not in done.err

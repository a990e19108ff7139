"""Releases of others are read as far as they say enough, and what is missing is named."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest
from inputs import Inputs
from readme_blocks import ROOT
from releases import FOREIGN, bid, imported, one_lot, refused

from award_opt.errors import InputError
from award_opt.ocds.awards import awarded
from award_opt.ocds.fill import fill
from award_opt.ocds.reading import read as read_file
from award_opt.tender import read_tender
from award_opt.texts import render
from benchmarks.cases.case import folder as cases_folder

CASES = cases_folder() / "ocds"


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

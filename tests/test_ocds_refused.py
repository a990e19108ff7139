"""Bad releases are refused by name, and every text about them is shown."""

from __future__ import annotations

import contextlib
import copy
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readme_blocks import ROOT
from releases import amount, bid, imported, one_lot, refused, released
from write_expected import read

from award_opt.errors import InputError
from award_opt.tender import read_tender
from award_opt.texts import render
from award_opt.texts.ocds import OCDS

SHOWN_BY_COMMANDS = {
    "ocds_date_missing",
    "ocds_needs_model",
    "ocds_placeholder",
    "ocds_imported",
    "ocds_exported",
}


def release_of(*bids: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"ocid": "x", "bids": {"details": list(bids)}, **more}


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
    files = sorted(Path(__file__).parent.glob("test_ocds_*.py"))
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    tested = {code for code in OCDS if f'"{code.removesuffix("_near")}"' in source}
    assert set(OCDS) - tested - SHOWN_BY_COMMANDS == set()

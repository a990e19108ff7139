"""Every model reads, says what is assumed in it, and can be patched by its what-if file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from write_expected import ROOT

from award_opt.award import canonical
from award_opt.errors import InputError
from award_opt.tender import Tender, read_tender
from award_opt.what_if import apply, read_what_ifs

REFUSED = "hvb-youth-2022-area-typo"
FILES = sorted(ROOT.glob("models/*.toml"))
MODELS = [path for path in FILES if not path.name.endswith(".whatif.toml")]
WHAT_IFS = [path for path in FILES if path.name.endswith(".whatif.toml")]
ACCEPTED = [path for path in MODELS if path.stem != REFUSED]


def named(path: Path) -> str:
    return path.name.removesuffix(".toml")


def tender(name: str) -> Tender:
    return read_tender(ROOT / f"models/{name}.toml")


@pytest.mark.parametrize("path", ACCEPTED, ids=named)
def test_a_model_reads_and_bears_the_name_of_its_file(path: Path) -> None:
    assert read_tender(path).id == path.stem


@pytest.mark.parametrize("path", ACCEPTED, ids=named)
def test_a_model_has_an_instance_of_the_same_name(path: Path) -> None:
    assert (ROOT / "instances" / path.stem / "expected.json").exists()


@pytest.mark.parametrize("path", ACCEPTED, ids=named)
def test_comments_and_layout_do_not_change_the_digest(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_text("# seen\n\n" + path.read_text(encoding="utf-8").replace(" = ", "  =  "))
    assert read_tender(copy).digest() == read_tender(path).digest()


@pytest.mark.parametrize("path", ACCEPTED, ids=named)
def test_every_other_content_changes_the_digest(path: Path) -> None:
    before = read_tender(path)
    after = before.model_copy(update={"standstill_days": before.standstill_days + 1})
    assert after.digest() != before.digest()


@pytest.mark.parametrize("path", MODELS, ids=named)
def test_a_note_says_what_the_model_assumes_or_that_it_is_a_fixture(path: Path) -> None:
    note = tomllib.loads(path.read_text(encoding="utf-8"))["note"]
    assert note.startswith(("[A] ", "A fixture "))


@pytest.mark.parametrize("path", ACCEPTED, ids=named)
def test_every_document_is_quoted_or_says_what_it_is_there_for(path: Path) -> None:
    model = read_tender(path)
    quoted = {rule.source.document for rule in model.rules}
    assert [d.id for d in model.documents if d.id not in quoted and d.note is None] == []


@pytest.mark.parametrize("path", WHAT_IFS, ids=named)
def test_every_what_if_applies_and_is_labelled_as_an_assumption(path: Path) -> None:
    base = read_tender(path.with_name(path.name.replace(".whatif", "")))
    for what_if in read_what_ifs(path).values():
        assert apply(base, what_if).digest() != base.digest()
        notes = [what_if.note, *(rule.source.note for rule in what_if.add)]
        assert all(note is not None and note.startswith("assumption: ") for note in notes)


def test_the_small_share_model_is_the_youth_tender_and_one_rule_more() -> None:
    base, more = tender("hvb-youth-2022"), tender("hvb-youth-2022-small-share")
    assert [rule.id for rule in more.rules] == [*(rule.id for rule in base.rules), "SMALL"]
    assert more.rules[:-1] == base.rules
    for part in ("areas", "care_types", "segments", "criteria", "scoring", "award"):
        assert getattr(more, part) == getattr(base, part)


@pytest.mark.parametrize("name", ["hvb-youth-2022", "hvb-youth-2022-small-share"])
def test_the_maxima_for_each_area_stand_in_the_what_if_file_alone(name: str) -> None:
    rules = tender(name).rules
    caps = [rule.id for rule in rules if rule.kind == "max_winners" and "area" in rule.where]
    assert caps == []
    added = read_what_ifs(ROOT / "models/hvb-youth-2022.whatif.toml")["area-maxima-h1"].add
    limits = [rule.limit for rule in added if rule.kind == "max_winners"]
    assert limits == [35, 20, 20, 25]


def test_participation_is_joined_by_six_followed_by_two_and_left_by_three() -> None:
    model = tender("hvb-participation-2022")
    (segment,) = model.segments
    out = set(model.municipalities) - {*segment.municipalities, *segment.following}
    assert (len(segment.municipalities), len(segment.following)) == (6, 2)
    assert out == {"Waalwijk", "Heusden", "Loon op Zand"}


def test_wmo_guidance_is_bought_by_nine_and_protected_living_by_eleven() -> None:
    model = tender("hvb-wmo-2022")
    guidance, protected = model.segments
    assert len(guidance.municipalities) == 9
    assert not protected.municipalities
    assert len(model.municipalities) == 11


def test_the_published_areas_are_refused_for_dongen_and_oisterwijk_alone() -> None:
    with pytest.raises(InputError) as refused:
        tender(REFUSED)
    found = [(f.code, f.facts["municipality"]) for f in refused.value.findings]
    assert found == [("municipality_in_two", "Dongen"), ("municipality_in_none", "Oisterwijk")]


def test_the_refused_model_differs_from_the_corrected_one_in_its_areas_alone() -> None:
    refused = tomllib.loads((ROOT / f"models/{REFUSED}.toml").read_text(encoding="utf-8"))
    right = tomllib.loads((ROOT / "models/hvb-youth-2022.toml").read_text(encoding="utf-8"))
    shared: dict[str, Any] = {name: refused[name] for name in ("municipalities", "areas")}
    assert shared["municipalities"] == right["municipalities"]
    assert shared["areas"] != right["areas"]
    rules = {rule["id"]: rule for rule in right["rules"]}
    assert [canonical(rule) for rule in refused["rules"]] == [canonical(rules["S4-MAX-REGION"])]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_line_of_a_model_ends_in_a_blank_or_holds_a_tab(path: Path) -> None:
    assert not re.search(r"[ \t]$|\t", path.read_text(encoding="utf-8"), re.MULTILINE)

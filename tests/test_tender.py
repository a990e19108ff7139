"""Model files: what a reader gets from a good one."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from inputs import MODEL, Inputs

from award_opt.errors import InputError
from award_opt.tender import Tender, json_schema, read_tender

MODELS = Path(__file__).parent.parent / "models"


def tender_of(tmp_path: Path, model: str = MODEL) -> Tender:
    path = tmp_path / "care.toml"
    path.write_text(model, encoding="utf-8")
    return read_tender(path)


def test_a_decimal_in_a_model_is_exact(tmp_path: Path) -> None:
    (rule,) = [rule for rule in tender_of(tmp_path).rules if rule.id == "SMALL"]
    assert rule.kind == "min_share"
    assert rule.share == Decimal("7.5")


def test_the_landscape_holds_lots_care_types_and_budgets(tmp_path: Path) -> None:
    first, second, _ = tender_of(tmp_path).landscape().segments
    assert first.budget_cents == 100_000_000
    assert second.lots == ("4/tilburg", "4/west")
    assert second.care_types == ("guidance", "treatment")


def test_the_lot_order_left_out_is_the_published_order(tmp_path: Path) -> None:
    tender = tender_of(tmp_path, MODEL.replace('lot_order = ["1", "4/tilburg", "4/west"]\n', ""))
    assert tender.award.lot_order == ("1", "4/tilburg", "4/west")


def test_a_segment_where_all_qualifying_bids_win_is_not_scored(tmp_path: Path) -> None:
    tender = tender_of(tmp_path)
    assert [tender.scored(name) for name in ("1", "4", "L")] == [True, True, False]
    assert tender.criteria_of("L") == ()
    assert [criterion.id for criterion in tender.criteria_of("4")] == ["vision", "quality"]


def test_a_changed_copy_keeps_nothing_that_was_worked_out_before() -> None:
    youth = read_tender(MODELS / "hvb-youth-2022.toml")
    assert not youth.scored("2")
    before = youth.landscape()
    open_again = youth.model_copy(
        update={"rules": tuple(rule for rule in youth.rules if rule.kind != "all_qualifying")}
    )
    procedure = {segment.id: segment.procedure for segment in youth.segments}["2"]
    assert open_again.scored("2") is (procedure == "competition")
    fewer = youth.model_copy(update={"segments": youth.segments[:1]})
    assert [segment.id for segment in fewer.landscape().segments] == ["1"]
    assert youth.landscape() is before


def test_layout_and_comments_do_not_change_the_digest(tmp_path: Path) -> None:
    other = "# a note\n" + MODEL.replace("weight = 40", "weight   =   40.0 # percent")
    other = other.replace('per = ["area", "care_type"]\n', "")  # what holds anyway
    assert tender_of(tmp_path).digest() == tender_of(tmp_path, other).digest()


def test_a_byte_order_mark_and_windows_lines_do_not_change_the_digest(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + MODEL.replace("\n", "\r\n").encode())
    assert read_tender(path).digest() == tender_of(tmp_path).digest()


@pytest.mark.parametrize(
    ("old", "new"),
    [("limit = 1", "limit = 2"), ("share = 7.5", "share = 7.51"), ("Youth care", "Youth Care")],
)
def test_a_change_of_content_changes_the_digest(tmp_path: Path, old: str, new: str) -> None:
    assert tender_of(tmp_path).digest() != tender_of(tmp_path, MODEL.replace(old, new)).digest()


def test_composed_and_decomposed_letters_are_the_same_name(tmp_path: Path) -> None:
    composed = MODEL.replace("Regio Voorbeeld", "Regio \u00e9\u00e9n")
    decomposed = MODEL.replace("Regio Voorbeeld", "Regio e\u0301e\u0301n")
    assert tender_of(tmp_path, composed).digest() == tender_of(tmp_path, decomposed).digest()


def test_a_municipality_that_follows_need_not_be_in_an_area(tmp_path: Path) -> None:
    model = MODEL.replace('["Dongen", "Goirle", "Oisterwijk"]\n', '["Dongen", "Goirle"]\n').replace(
        'areas = ["tilburg", "west"]', 'areas = ["tilburg", "west"]\nfollowing = ["Oisterwijk"]'
    )
    assert tender_of(tmp_path, model).segments[1].following == ("Oisterwijk",)


def test_the_published_area_list_has_exactly_two_faults() -> None:
    with pytest.raises(InputError) as caught:
        read_tender(MODELS / "hvb-youth-2022-area-typo.toml")
    found = [(f.code, f.facts["municipality"]) for f in caught.value.findings]
    assert found == [("municipality_in_two", "Dongen"), ("municipality_in_none", "Oisterwijk")]


def test_two_segments_may_divide_the_region_differently(tmp_path: Path) -> None:
    model = Inputs()
    model.say(
        '[[care_types]]\nid = "guidance"',
        '[[areas]]\nid = "all"\nname = "All"\n'
        'municipalities = ["Dongen", "Goirle", "Oisterwijk", "Tilburg"]\n\n'
        '[[care_types]]\nid = "guidance"',
    ).say("budget = 1_000_000", 'areas = ["all"]').say('["1", "4/t', '["1/all", "4/t')
    model.model = model.model.replace('lot = ["1"]', 'lot = ["1/all"]')
    assert tender_of(tmp_path, model.model).scored_lots() == ("1/all", "4/tilburg", "4/west")


def test_the_json_schema_describes_every_rule_kind() -> None:
    schema = json_schema()
    json.dumps(schema)
    kinds = schema["properties"]["rules"]["items"]["discriminator"]["mapping"]
    assert "max_winners" in kinds
    assert schema["$defs"]["Segment"]["properties"]["budget"]["description"] == "Euro a year."
    assert schema["$defs"]["MaxWinners"]["description"].startswith("At most ``limit`` winners")

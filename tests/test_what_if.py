"""What-if files: changes of rules, held to the same schema."""

from __future__ import annotations

from pathlib import Path

import pytest
from inputs import MODEL

from award_opt.errors import Finding, InputError
from award_opt.tender import Tender, read_tender
from award_opt.texts import render
from award_opt.what_if import apply, read_what_ifs

WIDER = """\
format = 1

[[what_if]]
id = "WIDER"
title = { nl = "Ruimer", en = "Wider" }
note = "a hypothesis"
set = { "S1-MAX.limit" = 2, "SMALL.share" = 10 }
drop = ["S4-COVER"]

[[what_if.add]]
id = "S4-MAX"
kind = "max_winners"
where = { segment = "4" }
limit = 3
source = { document = "guide", quote = "wat als" }
"""


def tender_of(tmp_path: Path) -> Tender:
    path = tmp_path / "care.toml"
    path.write_text(MODEL, encoding="utf-8")
    return read_tender(path)


def applied(tmp_path: Path, text: str) -> Tender:
    path = tmp_path / "care.whatif.toml"
    path.write_text(text, encoding="utf-8")
    (what_if,) = read_what_ifs(path).values()
    return apply(tender_of(tmp_path), what_if)


def refused(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as caught:
        applied(tmp_path, text)
    for finding in caught.value.findings:
        assert finding.place.startswith(f"{tmp_path / 'care.whatif.toml'}: what_if")
        assert render(finding, "nl") != render(finding, "en")
    return caught.value.findings


def test_a_change_sets_drops_and_adds_rules(tmp_path: Path) -> None:
    rules = {rule.id: rule for rule in applied(tmp_path, WIDER).rules}
    assert list(rules) == ["S1-MAX", "L-ALL", "SMALL", "PLACES", "S4-MAX"]
    assert dict(rules["S1-MAX"])["limit"] == 2
    assert str(dict(rules["SMALL"])["share"]) == "10"


def test_a_change_leaves_the_tender_as_it_was(tmp_path: Path) -> None:
    before = tender_of(tmp_path).digest()
    assert applied(tmp_path, WIDER).digest() != before
    assert tender_of(tmp_path).digest() == before


def test_a_change_that_changes_nothing_gives_the_same_digest(tmp_path: Path) -> None:
    text = WIDER[: WIDER.index("set = ")] + 'set = { "S1-MAX.limit" = 1 }\n'
    assert applied(tmp_path, text).digest() == tender_of(tmp_path).digest()


def test_a_field_of_many_names_is_set_as_a_list(tmp_path: Path) -> None:
    text = WIDER.replace('"S1-MAX.limit" = 2', '"S4-COVER.per" = ["area"]').replace(
        'drop = ["S4-COVER"]', ""
    )
    assert dict(applied(tmp_path, text).rules[1])["per"] == ("area",)


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('"S1-MAX.limit"', '"S1-MAXX.limit"', "unknown_name_near", "set.S1-MAXX.limit"),
        ('"S1-MAX.limit"', '"S1-MAX.limt"', "unknown_key_near", "rules[S1-MAX].limt"),
        ('"S1-MAX.limit" = 2', '"S1-MAX.limit" = "2"', "want_integer", "rules[S1-MAX].limit"),
        ('"SMALL.share" = 10', '"SMALL.share" = 110', "out_of_bounds", "rules[SMALL].share"),
        ('"S1-MAX.limit"', "limit", "set_form", "set.limit"),
        ('"S1-MAX.limit" = 2', '"S1-MAX.kind" = "fixed"', "set_fixed", "set.S1-MAX.kind"),
        ('["S4-COVER"]', '["SMALL"]', "set_and_drop", "set.SMALL.share"),
        ('["S4-COVER"]', '["S4-COVERS"]', "unknown_name_near", "drop"),
        ('id = "S4-MAX"', 'id = "SMALL"', "id_twice", "rules"),
        ('segment = "4"', 'segment = "5"', "unknown_name", "rules[S4-MAX].where.segment"),
        ('segment = "4"', 'segment = "L"', "cap_on_open_house", "rules[S4-MAX]"),
        ('kind = "max_winners"', 'kind = "max_winer"', "unknown_kind_near", "add[S4-MAX]"),
        ("limit = 3", "limt = 3", "missing_key", "add[S4-MAX].limit"),
        ('drop = ["S4-COVER"]', 'drp = ["S4-COVER"]', "unknown_key_near", "what_if[WIDER].drp"),
    ],
)
def test_a_wrong_change_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, code: str, place: str
) -> None:
    found = refused(tmp_path, WIDER.replace(old, new, 1))
    assert any(f.code == code and f.place.endswith(place) for f in found), found


def test_two_changes_of_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "care.whatif.toml"
    path.write_text(WIDER + WIDER.replace("format = 1\n", ""), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_what_ifs(path)
    assert [finding.code for finding in caught.value.findings] == ["id_twice"]

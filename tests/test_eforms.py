"""Notices: lots, limits and criteria become a model, and what is missing is named by ``check``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cli import call

from award_opt.eforms import Notice, read_notice, skeleton
from award_opt.errors import Finding, InputError
from award_opt.tender import Tender, read_tender
from award_opt.texts import render
from award_opt.texts.eforms import EFORMS
from benchmarks.cases.case import folder as cases_folder

CASES = cases_folder() / "eforms"
published = pytest.mark.skipif(
    not CASES.is_dir(),
    reason=f"the published notices are not at {CASES}; AWARD_OPT_CASES says where cases are",
)
FILL = '\nmunicipalities = ["Dongen"]\n'
METHOD = 'goals = ["total_score"]\nties = ["score", "draw"]\n'
UBL = "urn:oasis:names:specification:ubl:schema:xsd"
HEAD = (
    f'<ContractNotice xmlns="{UBL}:ContractNotice-2" xmlns:cac="{UBL}:CommonAggregateComponents-2"'
    f' xmlns:cbc="{UBL}:CommonBasicComponents-2" xmlns:ext="{UBL}:CommonExtensionComponents-2"'
    ' xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"'
    ' xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1">'
)


def tag(name: str, *inside: str, **attributes: str) -> str:
    """An element; names without a prefix are basic components."""
    full = name if ":" in name else f"cbc:{name}"
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{full}{written}>{''.join(inside)}</{full}>"


def says(name: str, text: str, language: str = "NLD") -> str:
    return tag(name, text, languageID=language)


def number(code: str, value: str) -> str:
    return tag(
        "efac:AwardCriterionParameter",
        tag("efbc:ParameterCode", code),
        tag("efbc:ParameterNumeric", value),
    )


def criterion(kind: str, *names: str, numbers: str = "") -> str:
    extension = tag("ext:UBLExtensions", numbers) if numbers else ""
    return tag(
        "cac:SubordinateAwardingCriterion",
        extension,
        tag("AwardingCriterionTypeCode", kind),
        *names,
    )


def lot(name: str, *criteria: str, names: str = "", process: str = "", project: str = "") -> str:
    terms = tag("cac:AwardingTerms", tag("cac:AwardingCriterion", *criteria))
    return tag(
        "cac:ProcurementProjectLot",
        tag("ID", name, schemeName="Lot"),
        tag("cac:TenderingTerms", terms),
        tag("cac:TenderingProcess", process),
        tag("cac:ProcurementProject", names or says("Name", f"Perceel {name}"), project),
    )


def limits(awarded: str = "", submitted: str = "") -> str:
    inside = tag("MaximumLotsAwardedNumeric", awarded) if awarded else ""
    inside += tag("MaximumLotsSubmittedNumeric", submitted) if submitted else ""
    return tag("cac:TenderingTerms", tag("cac:LotDistribution", inside))


def notice(*parts: str, sdk: str = "eforms-sdk-1.15", buyer: str = "Regio Voorbeeld") -> str:
    company = tag(
        "efac:Company",
        tag("cac:PartyIdentification", tag("ID", "ORG-0001")),
        tag("cac:PartyName", says("Name", buyer)),
    )
    party = tag("cac:Party", tag("cac:PartyIdentification", tag("ID", "ORG-0001")))
    return "".join(
        [
            HEAD,
            tag("ext:UBLExtensions", company),
            tag("CustomizationID", sdk),
            tag("ID", "a1b2", schemeName="notice-id"),
            tag("IssueDate", "2026-01-31+01:00"),
            tag("VersionID", "01"),
            tag("NoticeLanguageCode", "NLD"),
            tag("cac:ContractingParty", party),
            *parts,
            "</ContractNotice>",
        ]
    )


PROJECT = tag("cac:ProcurementProject", tag("ID", "JH 2026"), says("Name", "Jeugdhulp"))
QUALITY = criterion("quality", says("Name", "Visie"), numbers=number("per-exa", "60"))
PRICE = criterion("price", says("Name", "Prijs"), numbers=number("per-exa", "40"))


def written(text: str | bytes, root: Path) -> Path:
    path = root / "notice.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def begun(text: str, root: Path, lang: Any = "en") -> dict[str, Any]:
    return tomllib.loads(skeleton(read_notice(written(text, root)), lang).text, parse_float=Decimal)


def codes(text: str, root: Path) -> list[str]:
    return [one.code for one in skeleton(read_notice(written(text, root)), "nl").to_do]


def missing(path: Path) -> list[str]:
    """What the reader of models says is missing, in its order."""
    with pytest.raises(InputError) as error:
        read_tender(path)
    assert {finding.code for finding in error.value.findings} == {"missing_key"}
    return [finding.place.partition(": ")[2] for finding in error.value.findings]


def to_fill(to_do: Sequence[Finding]) -> list[str]:
    return [one.place for one in to_do if one.code.startswith("eforms_fill_")]


def completed(text: str, root: Path) -> Tender:
    """The model with what every notice lacks filled in."""
    path = root / "model.toml"
    text = text.replace("\nauthority", f"{FILL}authority", 1).replace(
        "[award]\n", f"[award]\n{METHOD}"
    )
    path.write_text(text, encoding="utf-8")
    return read_tender(path)


# --- published notices


def published_notice(name: str) -> Notice:
    return read_notice(CASES / name)


@published
@pytest.mark.parametrize(
    "name", ["cn_24_FRA_comments.xml", "can_24_FRA_comments.xml", "can_24_minimal.xml"]
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_check_names_exactly_what_is_left_to_fill_in(name: str, lang: Any, tmp_path: Path) -> None:
    found = skeleton(published_notice(name), lang)
    (tmp_path / "m.toml").write_text(found.text, encoding="utf-8")
    assert sorted(missing(tmp_path / "m.toml")) == sorted(to_fill(found.to_do))
    for one in found.to_do:
        assert render(one, lang) in found.text


@published
def test_the_lot_limit_of_a_published_notice_becomes_a_rule(tmp_path: Path) -> None:
    found = skeleton(published_notice("cn_24_FRA_comments.xml"), "en")
    tender = completed(found.text, tmp_path)
    (rule,) = tender.rules
    assert (rule.kind, getattr(rule, "limit", None), dict(rule.where)) == ("max_lots", 1, {})
    assert rule.source.quote == "BT-33-Procedure: MaximumLotsAwardedNumeric = 1"
    assert [segment.id for segment in tender.segments] == ["LOT-0001", "LOT-0002"]
    assert [(c.id, c.weight, c.segments) for c in tender.criteria] == [
        ("prix", 60, ()),
        ("qualite", 40, ()),
    ]
    assert ("BT-31", 2) in [(one.place, int(one.facts.get("limit", 0))) for one in found.to_do]
    assert tender.authority == "Rouen Habitat"
    assert "2019-09-01 - 2020-12-31" in found.text
    assert "2019-06-24" in found.text


@published
def test_weights_of_a_published_notice_differ_by_lot(tmp_path: Path) -> None:
    tender = completed(skeleton(published_notice("can_24_FRA_comments.xml"), "en").text, tmp_path)
    assert [(c.id, c.weight, c.segments) for c in tender.criteria] == [
        ("prix", 40, ("LOT-0001",)),
        ("qualite", 60, ("LOT-0001",)),
        ("prix-LOT-0002", 60, ("LOT-0002",)),
        ("qualite-LOT-0002", 40, ("LOT-0002",)),
    ]
    assert tender.rules == ()


# --- what a notice holds


def test_lots_criteria_limits_and_thresholds_become_a_model(tmp_path: Path) -> None:
    knockout = criterion(
        "quality",
        says("Name", "Visie"),
        numbers=number("per-exa", "60") + number("min-score", "55"),
    )
    text = notice(limits("2"), PROJECT, lot("LOT-0001", knockout, PRICE), lot("LOT-0002", knockout))
    tender = completed(skeleton(read_notice(written(text, tmp_path)), "nl").text, tmp_path)
    assert tender.title.nl == "Jeugdhulp"
    assert [(c.id, c.weight, c.threshold, c.segments) for c in tender.criteria] == [
        ("visie", 60, 55, ()),
        ("prijs", 40, None, ("LOT-0001",)),
    ]
    assert [(rule.id, rule.kind) for rule in tender.rules] == [("MAX-LOTS", "max_lots")]
    assert tender.award.lot_order == ("LOT-0001", "LOT-0002")


def test_a_framework_limits_the_winners_of_its_lot(tmp_path: Path) -> None:
    process = tag("cac:FrameworkAgreement", tag("MaximumOperatorQuantity", "5")) + tag(
        "cac:ContractingSystem",
        tag("ContractingSystemTypeCode", "fa-wo-rc", listName="framework-agreement"),
    )
    most = tag("efbc:FrameworkMaximumAmount", "900000", currencyID="EUR")
    project = tag("cac:RequestedTenderTotal", tag("ext:UBLExtensions", most))
    text = notice(PROJECT, lot("LOT-0001", QUALITY, process=process, project=project))
    found = skeleton(read_notice(written(text, tmp_path)), "en")
    (rule,) = completed(found.text, tmp_path).rules
    assert (rule.kind, getattr(rule, "limit", None)) == ("max_winners", 5)
    assert dict(rule.where) == {"segment": ("LOT-0001",)}
    assert rule.source.quote == "BT-113-Lot (LOT-0001): MaximumOperatorQuantity = 5"
    assert "900000 EUR (BT-271)" in found.text
    assert "fa-wo-rc" in found.text


@pytest.mark.parametrize(
    ("numbers", "weight"),
    [
        (number("per-exa", "60"), 60),
        (number("dec-exa", "0.6"), Decimal("0.6")),
        (number("poi-exa", "120"), 120),
        (number("per-mid", "60"), None),
        (number("ord-imp", "1"), None),
        (number("per-exa", "0"), None),
        (number("per-exa", "-5"), None),
        (number("per-exa", "1e2"), None),
        (number("per-exa", "NaN"), None),
        (number("per-exa", "9" * 30), None),
        (number("per-exa", "60") + number("dec-exa", "0.6"), None),
        ("", None),
    ],
)
def test_only_exact_weights_are_taken(
    numbers: str, weight: Decimal | int | None, tmp_path: Path
) -> None:
    one = criterion("quality", says("Name", "Visie"), numbers=numbers)
    text = notice(PROJECT, lot("LOT-0001", one))
    (found,) = begun(text, tmp_path)["criteria"]
    assert found.get("weight") == weight
    assert ("eforms_fill_weight" in codes(text, tmp_path)) == (weight is None)


def test_numbers_that_were_not_taken_stand_in_comments(tmp_path: Path) -> None:
    one = criterion("quality", numbers=number("per-exa", "60") + number("max-pass", "3"))
    text = skeleton(read_notice(written(notice(PROJECT, lot("LOT-1", one)), tmp_path)), "en").text
    assert "# not taken over: max-pass = 3" in text


def test_both_languages_are_taken_where_the_notice_has_them(tmp_path: Path) -> None:
    names = says("Name", "Noord") + says("Name", "North", "ENG")
    text = notice(PROJECT, lot("LOT-0001", QUALITY, names=names))
    (segment,) = begun(text, tmp_path)["segments"]
    assert segment["name"] == {"nl": "Noord", "en": "North"}
    assert begun(text, tmp_path)["title"] == {"nl": "Jeugdhulp", "en": "Jeugdhulp"}


def test_criteria_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    same = criterion("quality", says("Name", "Score"), numbers=number("per-exa", "50"))
    text = notice(PROJECT, lot("LOT-0001", same, same), lot("LOT-0002", same, same))
    found = begun(text, tmp_path)["criteria"]
    assert [one["id"] for one in found] == ["score-LOT-0001", "score-2"]
    assert all("segments" not in one for one in found)


def test_odd_ids_and_long_or_odd_names_still_give_a_model_that_parses(tmp_path: Path) -> None:
    odd = says("Name", 'L&amp;ng "naam" \\ # = &#10; &#9;' + "é" * 2000)
    one = criterion("quality", odd, odd.replace("NLD", "ENG"), numbers=number("per-exa", "50"))
    text = notice(PROJECT, lot("één/twee", one, names=odd))
    tender = completed(skeleton(read_notice(written(text, tmp_path)), "nl").text, tmp_path)
    assert [segment.id for segment in tender.segments] == ["een-twee"]
    assert len(tender.segments[0].name.nl) == 500


def test_text_of_a_notice_cannot_break_out_of_its_place(tmp_path: Path) -> None:
    evil = 'x"\n[award]\ngoals = ["ranking"]\n#'
    one = criterion("quality", says("Name", evil), says("Description", evil))
    found = begun(notice(PROJECT, lot("LOT-0001", one), buyer=evil), tmp_path)
    assert list(found["award"]) == ["lot_order"]


def test_what_needs_a_look_is_named(tmp_path: Path) -> None:
    assert codes(everything(), tmp_path) == [
        "eforms_fill_municipalities",
        "eforms_fill_goals",
        "eforms_fill_ties",
        "eforms_fill_authority",
        "eforms_fill_weight",
        "eforms_scale",
        "eforms_translate",
        "eforms_lots_submitted",
        "eforms_lots_awarded",
        "eforms_groups",
        "eforms_price",
        "eforms_formula",
        "eforms_framework_value",
        "eforms_no_criteria",
    ]


def test_a_limit_that_is_no_count_is_left_out_and_named(tmp_path: Path) -> None:
    text = notice(limits("1.5"), PROJECT, lot("LOT-0001", QUALITY))
    found = skeleton(read_notice(written(text, tmp_path)), "en").text
    assert "rules" not in tomllib.loads(found)
    assert "`1.5` is no count" in found


# --- bad input

BOMB = (
    '<!DOCTYPE n [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
BAD: list[tuple[str, str | bytes, str]] = [
    ("nothing", "", "eforms_not_xml"),
    ("no XML", "lot,criterion\n", "eforms_not_xml"),
    ("half a notice", notice(PROJECT)[:-20], "eforms_not_xml"),
    ("two notices", notice(PROJECT) * 2, "eforms_not_xml"),
    ("an entity bomb", f"{BOMB}{HEAD}&i;</ContractNotice>", "eforms_entities"),
    (
        "an entity from a file",
        f'<!DOCTYPE n [<!ENTITY x SYSTEM "file:///etc/hostname">]>{HEAD}&x;</ContractNotice>',
        "eforms_entities",
    ),
    ("a document type", f'<!DOCTYPE n SYSTEM "http://127.0.0.1:1/x">{notice()}', "eforms_entities"),
    ("a million layers", "<a>" * 10**6, "eforms_bounds"),
    ("a million elements", f"<a>{'<b/>' * 10**6}</a>", "eforms_bounds"),
    ("another XML file", "<Invoice/>", "eforms_not_notice"),
    ("a notice of the old forms", notice(PROJECT, lot("1"), sdk="R2.0.9"), "eforms_not_notice"),
    ("no lots", notice(PROJECT), "eforms_no_lots"),
    ("a lot twice", notice(PROJECT, lot("LOT-1"), lot("LOT-1")), "eforms_lot_twice"),
    ("an unknown encoding", '<?xml version="1.0" encoding="klingon"?><a/>', "eforms_encoding"),
    ("broken UTF-8", b'<?xml version="1.0" encoding="UTF-8"?><a>\xff</a>', "eforms_not_xml"),
]


@pytest.mark.parametrize(("text", "code"), [case[1:] for case in BAD], ids=[c[0] for c in BAD])
def test_a_bad_notice_is_refused_by_name(text: str | bytes, code: str, tmp_path: Path) -> None:
    path = written(text, tmp_path)
    with pytest.raises(InputError) as error:
        read_notice(path)
    (found,) = error.value.findings
    assert (found.place, found.code) == (str(path), code)
    assert render(found, "nl") != render(found, "en")


def test_a_notice_that_is_too_large_or_absent_is_refused(tmp_path: Path) -> None:
    path = written(notice(PROJECT) + " " * 17 * 1024 * 1024, tmp_path)
    for wrong, code in ((path, "too_large"), (tmp_path / "none.xml", "file_missing")):
        with pytest.raises(InputError) as error:
            read_notice(wrong)
        assert [finding.code for finding in error.value.findings] == [code]


def everything() -> str:
    """A notice that gives reason for every remark."""
    process = tag("cac:FrameworkAgreement", tag("MaximumOperatorQuantity", "5"))
    process += tag(
        "cac:ContractingSystem",
        tag("ContractingSystemTypeCode", "fa-wo-rc", listName="framework-agreement"),
    )
    process += tag("cac:TenderSubmissionDeadlinePeriod", tag("EndDate", "2026-03-31Z"))
    most = tag("efbc:FrameworkMaximumAmount", "900000", currencyID="EUR")
    total = tag("EstimatedOverallContractAmount", "800000", currencyID="EUR")
    project = tag("cac:RequestedTenderTotal", tag("ext:UBLExtensions", most), total)
    project += tag("cac:PlannedPeriod", tag("StartDate", "2026-07-01Z"))
    group = tag("cac:ProcurementProjectLot", tag("ID", "GLO-0001", schemeName="LotsGroup"))
    formula = says("CalculationExpression", "punten = 100 - prijs")
    vague = criterion("quality", says("Name", "Visie"), numbers=number("ord-imp", "1"))
    first = lot("LOT-0001", formula, PRICE, vague, process=process, project=project)
    text = notice(limits("many", "2"), PROJECT, first, lot("LOT-0002"), group, buyer="")
    return text.replace("ORG-0001", "")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_text_about_notices_is_shown(lang: Any, tmp_path: Path) -> None:
    shown = skeleton(read_notice(written(everything(), tmp_path)), lang).text
    refusals = {code for _, _, code in BAD}
    unseen = {
        code
        for code in set(EFORMS) - refusals
        if not all(part in shown for part in re.split(r"\{\w+\}", EFORMS[code][lang]))
    }
    assert unseen == {"eforms_imported"}  # what the command says


# --- the command


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_command_writes_a_model_once(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(notice(limits("1"), PROJECT, lot("LOT-0001", QUALITY, PRICE)), tmp_path)
    words = ["--lang", lang, "convert", path, "-o", tmp_path / "model.toml"]
    done = call(capsys, *words)
    assert (done.code, done.err) == (0, "")
    assert "- municipalities: " in done.out
    before = (tmp_path / "model.toml").read_bytes()
    assert call(capsys, *words).code == 2
    assert (tmp_path / "model.toml").read_bytes() == before
    done = call(capsys, "check", tmp_path / "model.toml")
    assert (done.code, done.err.count("\n")) == (2, 3)

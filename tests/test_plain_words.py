"""What commands say reads as a sentence: names for groups, numbers as a language writes them."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from cli import call
from readme_blocks import ROOT

from award_opt.errors import nearest
from award_opt.report.sweep.along import Field, _across
from award_opt.sweep.scenario import Axis
from award_opt.texts import Lang, say
from award_opt.texts.report_html import phrase


def told(capsys: pytest.CaptureFixture[str], name: str, *words: str) -> list[str]:
    model = ROOT / f"models/{name}.toml"
    done = call(capsys, "check", model, ROOT / f"instances/{name}", *words)
    assert done.err == ""
    return done.out.splitlines()


@pytest.mark.parametrize(("lang", "points"), [("nl", "9,2 punten"), ("en", "9.2 points")])
def test_points_in_a_remark_have_the_mark_of_the_language(
    lang: str, points: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\n".join(told(capsys, "hvb-guidance-2021", "--lang", lang))
    assert points in text


@pytest.mark.parametrize(
    ("lang", "total", "group"),
    [
        ("nl", "(onderdeel: in totaal)", "(onderdeel: Gilze en Rijen, respijtzorg)"),
        ("en", "(group: in total)", "(group: Gilze en Rijen, respite care)"),
    ],
)
def test_a_group_in_a_remark_goes_by_name(
    lang: str, total: str, group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert group in "\n".join(told(capsys, "hvb-guidance-2021", "--lang", lang))
    text = "\n".join(told(capsys, "zkij-2a-2b", "--lang", lang))
    assert total in text
    assert ": -)" not in text


@pytest.mark.parametrize(
    ("lang", "last"),
    [
        ("nl", "Leesbaar, met 1 opmerking over de regels."),
        ("en", "Readable, with 1 remark on the rules."),
    ],
)
def test_one_remark_is_no_plural(
    lang: str, last: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "check", own / "models/veendorp.toml", "--lang", lang)
    assert done.out.splitlines()[-1] == last


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("geldig", None),
        ("aanbieder", None),
        ("Valid", "valid"),
        ("pendign", "pending"),
        ("withdrwan", "withdrawn"),
        ("invite", "invited"),
    ],
)
def test_a_word_of_another_language_is_not_taken_for_a_slip(wrong: str, meant: str | None) -> None:
    assert nearest(wrong, ["valid", "pending", "invited", "disqualified", "withdrawn"]) == meant


@pytest.mark.parametrize(
    ("lang", "said", "never"),
    [
        ("nl", "het nummer van de inschrijving besliste tussen B1, B2", "de volgorde besliste"),
        ("en", "the number of the bid decided between B1, B2", "the order of ties decided"),
    ],
)
def test_what_nobody_published_is_not_called_the_published_order(
    lang: str, said: str, never: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bids = own / "instances/veendorp/bids.csv"
    rows = ["bid,bidder,segment,area,score", "B1,P1,1,north,80.00", "B2,P2,1,north,80.00"]
    bids.write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = call(capsys, "solve", own / "models/veendorp.toml", "--lang", lang)
    assert said in done.out
    assert never not in done.out
    page = own / "page.html"
    words = ("report", own / "models/veendorp.toml", "-o", page, "--lang", lang)
    assert call(capsys, *words).code == 0
    assert done.code == 0
    order = {"nl": "gepubliceerde volgorde besliste", "en": "the published order decided"}[lang]
    assert order not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("count", "nl", "en"),
    [
        (0, "Er zijn nog 0 bevindingen meer.", "There are 0 more findings."),
        (1, "Er is nog 1 bevinding meer.", "There is 1 more finding."),
        (2, "Er zijn nog 2 bevindingen meer.", "There are 2 more findings."),
        ("1", "Er is nog 1 bevinding meer.", "There is 1 more finding."),
        (11, "Er zijn nog 11 bevindingen meer.", "There are 11 more findings."),
    ],
)
def test_a_word_after_a_count_goes_with_it(count: int | str, nl: str, en: str) -> None:
    assert say("more_findings", "nl", {"count": count}).startswith(nl)
    assert say("more_findings", "en", {"count": count}).startswith(en)


@pytest.mark.parametrize(
    ("lots", "nl", "en"),
    [
        (1, "1 contract aan 1 contractpartner, in het enige perceel.",
         "1 contract to 1 partner, in the only lot."),
        (3, "1 contract aan 1 contractpartner, in 1 van de 3 percelen.",
         "1 contract to 1 partner, in 1 of the 3 lots."),
    ],
)  # fmt: skip
def test_one_lot_is_the_only_one(lots: int, nl: str, en: str) -> None:
    facts: dict[str, str | int] = {"contracts": 1, "bidders": 1, "lots": 1, "all_lots": lots}
    assert phrase("decided", "nl", authority="X", **facts).endswith(nl)
    assert phrase("decided", "en", authority="X", **facts).endswith(en)


def test_a_name_with_a_bar_in_it_stays() -> None:
    facts: dict[str, str | int] = {"bids": 1, "providers": 2, "digest": "a|b"}
    assert "1 bid of 2 providers; digest a|b" in say("converted", "en", facts)


@pytest.mark.parametrize(("lang", "half"), [("nl", "2,5"), ("en", "2.5")])
def test_the_values_below_a_figure_have_the_mark_of_the_language(lang: Lang, half: str) -> None:
    field = Mock(spec=Field, view=Mock(lang=lang))
    field.published.return_value = None
    assert list(_across(field, Axis("R.share", ("2.5", "10"))).labels) == [half, "10"]
    assert list(_across(field, Axis("R.unit", ("v.1", "v.2"))).labels) == ["v.1", "v.2"]


def test_each_column_of_the_measurements_has_a_name_in_each_language() -> None:
    assert [say("bench_ratio", lang, {}) for lang in ("nl", "en")] == ["in bewijzen", "in solves"]

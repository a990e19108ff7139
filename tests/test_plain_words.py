"""What commands say reads as a sentence: names for groups, numbers as a language writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import call
from readme_blocks import ROOT

from award_opt.errors import nearest


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

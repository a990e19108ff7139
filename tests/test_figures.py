"""The figures: same bytes, one style, nothing of the clock or of the network in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from xml.etree import ElementTree

import pytest
from cli import environment
from readme_blocks import ROOT

from award_opt.report import figures
from award_opt.report.figures import Bar, Cell, Drawing, Strip
from award_opt.texts import Lang


def coverage_map() -> Drawing:
    cells = [[Cell(3, 1), Cell(1, 1)], [Cell(0, 1), Cell(2, None)]]
    return figures.coverage_map(["begeleiding", "pleegzorg"], ["Noord", "Zuid"], cells)


def wide_map() -> Drawing:
    areas = [f"Gebied met een lange naam {k}" for k in range(12)]
    return figures.coverage_map(["hulp"], areas, [[Cell(k, 2) for k in range(12)]])


def bars() -> Drawing:
    entries = [Bar("Ten hoogste 3", 100.0, "3 / 3", True), Bar("Ten hoogste 4", 50.0, "2 / 4")]
    return figures.bars(entries, limit=100, axis="procent", lang="nl")


def shares() -> Drawing:
    kinds = ["micro", "klein", "middelgroot", "groot", "niet opgegeven"]
    return figures.shares(["Totaal"], kinds, [[10, 20, 30, 30, 10]], "procent")


def strips() -> Drawing:
    lots = [Strip("1 Wonen", [80.0, 90.0], [70.0]), Strip("2 Crisis", [60.0], [])]
    return figures.strips(lots, ("winnaars", "andere"), "punten", "nl")


KINDS: tuple[Callable[[], Drawing], ...] = (coverage_map, wide_map, bars, shares, strips)
each = pytest.mark.parametrize("draw", KINDS, ids=lambda draw: draw.__name__)


@each
def test_the_same_data_give_the_same_bytes(draw: Callable[[], Drawing]) -> None:
    first, second = draw(), draw()
    assert first.svg == second.svg
    assert first.png == second.png


@each
def test_a_drawing_is_sound_and_holds_its_words(draw: Callable[[], Drawing]) -> None:
    drawing = draw()
    assert drawing.png.startswith(b"\x89PNG")
    words = "".join(ElementTree.fromstring(drawing.svg).itertext())
    wanted = {
        "coverage_map": ("begeleiding", "Zuid"),
        "wide_map": ("hulp", "Gebied"),
        "bars": ("Ten hoogste 3", "2 / 4"),
        "shares": ("micro", "niet opgegeven"),
        "strips": ("1 Wonen", "winnaars"),
    }[draw.__name__]
    assert [word for word in wanted if word not in words] == []


@each
def test_a_drawing_names_no_date_and_no_maker(draw: Callable[[], Drawing]) -> None:
    drawing = draw()
    assert re.findall(r"dc:date|dc:creator|matplotlib v|<!-- ", drawing.svg, re.IGNORECASE) == []
    assert b"matplotlib" not in drawing.png.lower()


@each
def test_an_inline_drawing_keeps_its_ids_to_itself(draw: Callable[[], Drawing]) -> None:
    inline = draw().inline("f-one")
    assert inline.startswith("<svg ")
    ids = re.findall(r'\bid="([^"]+)"', inline)
    used = re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', inline)
    assert all(name.startswith("f-one-") for name in ids)
    assert {a or b for a, b in used} <= set(ids)


def test_a_long_label_is_cut_rather_than_spilled() -> None:
    drawing = figures.bars([Bar("woord " * 40, 1.0, "1")], axis="aantal", lang="nl")
    assert "…" in drawing.svg


def test_the_inks_differ_in_lightness_or_are_told_apart_by_words() -> None:
    def lightness(ink: str) -> float:
        red, green, blue = (int(ink[k : k + 2], 16) / 255 for k in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    beside = (figures.BLUE, figures.ORANGE, figures.RED, figures.PALE)
    assert all(abs(lightness(a) - lightness(b)) > 0.08 for a, b in combinations(beside, 2))


def test_figures_alone_import_matplotlib() -> None:
    door = ROOT / "award_opt/report/figures.py"
    importers = [
        path
        for path in ROOT.glob("award_opt/**/*.py")
        if re.search(r"^\s*(from|import) matplotlib", path.read_text(encoding="utf-8"), re.M)
    ]
    assert importers == [door]
    assert "MPLBACKEND" not in environment({})


@pytest.mark.parametrize(("lang", "mark", "other"), [("nl", ",", "."), ("en", ".", ",")])
def test_the_numbers_along_an_axis_have_the_mark_of_the_language(
    lang: Lang, mark: str, other: str
) -> None:
    lot = Strip("north", [6.5, 7.25], [6.75, 7.0])
    drawn = figures.strips([lot], ("winners", "others"), "points", lang).svg
    numbers = re.findall(r">(\d+[.,]\d+)<", drawn)
    assert numbers
    assert all(mark in number and other not in number for number in numbers)

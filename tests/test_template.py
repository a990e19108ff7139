"""The empty workbook of a tender: what it asks, what may be typed, and what stays as it is."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bad_workbooks import changed
from cli import YOUTH, call, process
from inputs import MODEL, TABLES, Inputs
from openpyxl import Workbook, load_workbook
from readme_blocks import ROOT

from award_opt.instance import LAYOUTS, read_instance
from award_opt.template import HEAD_FIELDS, template
from award_opt.tender import Tender, read_tender
from award_opt.texts import Lang
from award_opt.workbook import child, guard

REFUSED = "hvb-youth-2022-area-typo"
MODELS = sorted(
    path
    for path in ROOT.glob("models/*.toml")
    if "whatif" not in path.name and path.stem != REFUSED
)
LAST = 1_048_576


def small(tmp_path: Path) -> Tender:
    (tmp_path / "care.toml").write_text(MODEL, encoding="utf-8")
    return read_tender(tmp_path / "care.toml")


def opened(tender: Tender, lang: Lang = "nl") -> Workbook:
    return load_workbook(io.BytesIO(template(tender, lang)))


def header(book: Workbook, sheet: str) -> list[Any]:
    return [cell.value for cell in book[sheet][1]]


def listed(book: Workbook, sheet: str, column: str) -> list[Any]:
    """The values that the drop-down of a column offers."""
    letter = next(cell.column_letter for cell in book[sheet][1] if cell.value == column)
    for check in book[sheet].data_validations.dataValidation:
        if check.type == "list" and f"{letter}2" in str(check.sqref):
            source, _, cells = check.formula1.partition("!")
            return [row[0].value for row in book[source.lstrip("=")][cells.replace("$", "")]]
    return []


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_every_tender_gets_a_template_with_a_sheet_for_each_table(model: Path) -> None:
    tender = read_tender(model)
    book = opened(tender, "en")
    tables = [name for name in LAYOUTS if name != "scores" or tender.criteria]
    assert book.sheetnames == ["instance", *tables, "help", "lists"]
    for table in tables:
        assert set(LAYOUTS[table].required) <= set(header(book, table))


def test_columns_that_rules_name_are_there_and_others_are_not(tmp_path: Path) -> None:
    book = opened(small(tmp_path))
    assert header(book, "bids") == [
        *("bid", "bidder", "segment", "area", "value", "capacity", "status", "draw", "places")
    ]
    assert [cell.value for cell in book["instance"]["A"]] == ["field", *HEAD_FIELDS]
    assert book["instance"]["B3"].value == "care-2024"


def test_drop_downs_offer_what_the_model_holds(tmp_path: Path) -> None:
    book = opened(small(tmp_path))
    assert listed(book, "bids", "segment") == ["1", "4", "L"]
    assert listed(book, "bids", "area") == ["tilburg", "west"]
    assert listed(book, "bids", "status")[0] == "valid"
    assert listed(book, "scores", "criterion") == ["vision", "quality"]
    assert listed(book, "offers", "care_type") == ["guidance", "treatment"]
    assert listed(book, "providers", "scale") == ["micro", "small", "medium", "large"]
    assert listed(book, "parties", "role") == ["lead", "member", "subcontractor"]


def test_numbers_are_kept_within_the_published_scale(tmp_path: Path) -> None:
    checks = opened(small(tmp_path))["scores"].data_validations.dataValidation
    (scale,) = [check for check in checks if check.type == "decimal"]
    assert (scale.formula1, scale.formula2, str(scale.sqref)) == ("0", "10", f"C2:C{LAST}")
    assert scale.error == "Geef een getal van 0 tot en met 10."


def test_published_levels_are_a_drop_down(tmp_path: Path) -> None:
    model = MODEL.replace("maximum = 10\n", "maximum = 10\nlevels = [0, 2.5, 5, 10]\n")
    (tmp_path / "care.toml").write_text(model, encoding="utf-8")
    book = opened(read_tender(tmp_path / "care.toml"))
    assert listed(book, "scores", "score") == [0, 2.5, 5, 10]


def test_headers_are_locked_and_frozen_and_cells_below_are_not(tmp_path: Path) -> None:
    book = opened(small(tmp_path))
    for name in ("instance", *LAYOUTS):
        sheet = book[name]
        assert sheet.protection.sheet
        assert sheet.freeze_panes == "A2"
        assert all(cell.protection.locked for cell in sheet[1])
        assert sheet.column_dimensions["A"].protection.locked == (name == "instance")
    assert not book["instance"]["B3"].protection.locked
    assert book["help"]["C2"].protection.locked


@pytest.mark.parametrize(("lang", "said"), [("nl", "Verplicht."), ("en", "Required.")])
def test_every_column_has_help_in_the_language(lang: Lang, said: str, tmp_path: Path) -> None:
    book = opened(small(tmp_path), lang)
    for name in LAYOUTS:
        for cell in book[name][1]:
            assert cell.comment is not None, (name, cell.value)
    assert book["bids"]["A1"].comment.text.startswith(said)
    explained = {(row[0].value, row[1].value) for row in book["help"].iter_rows(min_row=2)}
    assert {("bids", name) for name in header(book, "bids")} <= explained
    assert "PLACES" in book["bids"]["I1"].comment.text


def test_the_same_tender_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    made = []
    for seed, zone in (("0", "UTC"), ("1", "Europe/Amsterdam")):
        target = tmp_path / f"{seed}.xlsx"
        done = process("template", YOUTH, "-o", target, env={"PYTHONHASHSEED": seed, "TZ": zone})
        assert (done.code, done.err) == (0, "")
        made.append(target.read_bytes())
    assert made[0] == made[1] == template(read_tender(ROOT / YOUTH), "en")


def test_a_filled_template_is_the_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill it in as a person would: numbers as numbers, names as texts."""
    inputs = Inputs()
    model, folder = inputs.write(tmp_path)
    tender = read_tender(model)
    path = tmp_path / "filled.xlsx"

    def fill(book: Workbook) -> None:
        head = {"title": "Voorbeeld", "origin": "synthetic", "made_by": "a test", "seed": 7}
        for row in book["instance"].iter_rows(min_row=2):
            row[1].value = head.get(row[0].value, row[1].value)
        for table in TABLES:
            names, *rows = inputs.tables[table]
            at = {cell.value: cell.column for cell in book[table][1]}
            for number, cells in enumerate(rows, 2):
                for name, text in zip(names, cells, strict=True):
                    if name in at and text:
                        value = Decimal(text) if name in NUMBERS else text
                        book[table].cell(number, at[name]).value = value

    path.write_bytes(changed(template(tender, "nl"), fill))
    monkeypatch.setattr(
        guard, "_lines", lambda path: map(json.loads, map(json.dumps, child.lines(str(path))))
    )
    assert read_instance(path, tender) == read_instance(folder, tender)


NUMBERS = ("score", "value", "capacity", "draw", "share", "places")


def test_an_empty_template_asks_for_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "empty.xlsx"
    assert call(capsys, "template", ROOT / YOUTH, "-o", target).code == 0
    done = call(capsys, "check", ROOT / YOUTH, target)
    assert done.code == 2
    for place in ("instance!B4", "instance!B5", "providers", "bids"):
        assert f"{target}: {place}: " in done.err
    assert len(done.err.splitlines()) == 4


def test_a_filled_workbook_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "bids.xlsx"
    target.write_bytes(b"filled in")
    done = call(capsys, "template", ROOT / YOUTH, "-o", target)
    assert (done.code, "not overwritten" in done.err) == (2, True)
    assert target.read_bytes() == b"filled in"
    done = call(capsys, "template", ROOT / YOUTH, "-o", tmp_path / "bids.csv")
    assert (done.code, "ends in .xlsx" in done.err) == (2, True)

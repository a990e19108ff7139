"""Workbooks: the same instance as the folder, and every fault named by sheet and cell."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bad_workbooks import BIDS, CELLS, FILES, BadCell, BadFile, changed, packed, put, replaced
from cli import YOUTH, call
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import Inputs
from openpyxl import load_workbook
from readme_blocks import ROOT
from write_expected import FOLDERS

from award_opt.convert import require_same, to_folder, to_workbook
from award_opt.errors import CheckError, Finding, InputError
from award_opt.instance import instance_digest, read_instance, read_tables
from award_opt.tender import Tender, read_tender
from award_opt.texts import render
from award_opt.texts.columns import COLUMNS
from award_opt.texts.workbook import WORKBOOK
from award_opt.workbook import child, guard

NOT_FAULTS = ("result_", "choose", "number_between", "number_from", "whole_from", "converted")
ELSEWHERE = {
    "workbook_memory",
    "workbook_slow",
    "workbook_too_much",
    "number_beyond_excel",
    "output_exists",
    "output_not_xlsx",
    "convert_no_model",
    "convert_differs",
    "award_inputs_differ",
    "template_made",
    "award_made",
}
FORMULAS = (
    "=1+1",
    "+31 6 12",
    "-x",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
)
ODD = (
    "<r>x</r>",
    "_x0041_",
    "http://example.org",
    "'t Huis",
    "TRUE",
    "#N/A",
    "1e5",
    "0012",
    "a&b<c",
    "ax005F_b",
)


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tender, bytes]:
    """A small tender, and its good workbook."""
    model, folder = Inputs().write(tmp_path_factory.mktemp("care"))
    tender = read_tender(model)
    return tender, to_workbook(read_tables(folder, tender), tender, "nl")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read workbooks in this process, which is quicker; others run the guarded process."""
    monkeypatch.setattr(guard, "_lines", in_this_process)


def in_this_process(path: Path) -> Iterator[Any]:
    return (json.loads(json.dumps(line)) for line in child.lines(str(path)))


def findings(tender: Tender, data: bytes, root: Path) -> tuple[Finding, ...]:
    path = root / "care.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        read_instance(path, tender)
    return refused.value.findings


# --- the same instance


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_instance_survives_a_workbook_and_comes_back(folder: Path, tmp_path: Path) -> None:
    tender = read_tender(ROOT / f"models/{json.loads(named(folder))}.toml")
    read = read_tables(folder, tender)
    book, back = tmp_path / "bids.xlsx", tmp_path / "back"
    book.write_bytes(to_workbook(read, tender, "en"))
    again = read_tables(book, tender)
    assert again.instance == read.instance
    back.mkdir()
    for name, text in to_folder(again, tender).items():
        (back / name).write_text(text, encoding="utf-8")
    assert read_instance(back, tender) == read.instance
    tables = {path.name for path in folder.iterdir()} - {"expected.json"}
    assert {path.name for path in back.iterdir()} == tables


def named(folder: Path) -> str:
    lines = (folder / "instance.toml").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("tender")).partition("= ")[2]


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), max_codepoint=0x2FFF), min_size=1
)
names = st.one_of(st.sampled_from((*FORMULAS, *ODD)), texts)
euros = st.decimals(0, 10**12, places=2, allow_nan=False)


@settings(max_examples=settings.default.max_examples // 5)
@given(
    named=st.lists(names, min_size=3, max_size=3),
    values=st.lists(euros, min_size=5, max_size=5),
    scores=st.lists(st.decimals(0, 10, places=1), min_size=6, max_size=6),
    share=st.decimals(0, 100, places=2),
    note=names,
)
def test_any_instance_reads_back_from_a_workbook_as_from_its_folder(
    named: list[str],
    values: list[Decimal],
    scores: list[Decimal],
    share: Decimal,
    note: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    inputs = Inputs().column("bids", "remark", note)
    for row, name in enumerate(named, 2):
        inputs.cell("providers", row, "name", name)
    for row, value in enumerate(values, 2):
        inputs.cell("bids", row, "value", format(value, "f"))
        inputs.cell("bids", row, "score", "")
    for row, score in enumerate(scores, 2):
        inputs.cell("scores", row, "score", format(score, "f"))
    inputs.cell("parties", 2, "share", format(share, "f"))
    root = tmp_path_factory.mktemp("any")
    model, folder = inputs.write(root)
    tender = read_tender(model)
    read = read_tables(folder, tender)
    book = root / "bids.xlsx"
    book.write_bytes(to_workbook(read, tender, "nl"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "_lines", in_this_process)
        assert instance_digest(read_instance(book, tender)) == instance_digest(read.instance)


@pytest.mark.parametrize("text", [*FORMULAS, *ODD])
def test_a_text_that_looks_like_something_else_stays_a_text(text: str, tmp_path: Path) -> None:
    model, folder = Inputs().cell("providers", 2, "name", text).write(tmp_path)
    tender = read_tender(model)
    data = to_workbook(read_tables(folder, tender), tender, "en")
    cell = load_workbook(io.BytesIO(data))["providers"]["B2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    (tmp_path / "care.xlsx").write_bytes(data)
    assert read_instance(tmp_path / "care.xlsx", tender).providers["P1"].name == text


def test_whole_numbers_may_stand_for_names(
    care: tuple[Tender, bytes], tmp_path: Path, here: None
) -> None:
    tender, data = care
    (tmp_path / "care.xlsx").write_bytes(changed(data, put("bids", "C3", 4)))
    bids = read_instance(tmp_path / "care.xlsx", tender).bids
    assert {bid.segment for bid in bids if bid.id == "B2"} == {"4"}


def test_a_percent_sign_in_quotes_changes_no_number(
    care: tuple[Tender, bytes], tmp_path: Path, here: None
) -> None:
    tender, data = care
    path = tmp_path / "care.xlsx"
    path.write_bytes(data)
    known = read_instance(path, tender)
    path.write_bytes(changed(data, put("parties", "D2", 60, '0" %"')))
    assert read_instance(path, tender) == known


def test_empty_rows_and_a_wrong_size_of_the_sheet_do_no_harm(
    care: tuple[Tender, bytes], tmp_path: Path, here: None
) -> None:
    tender, data = care
    small = replaced(BIDS, b'<dimension ref="A1:K6"/>', b'<dimension ref="A1:B2"/>')(data)
    path = tmp_path / "care.xlsx"
    path.write_bytes(small)
    known = read_instance(path, tender)
    path.write_bytes(changed(data, put("bids", "B900", "   ")))
    assert read_instance(path, tender) == known
    assert len(known.bids) == 5


def test_a_sheet_without_rows_is_a_table_left_out(
    care: tuple[Tender, bytes], tmp_path: Path, here: None
) -> None:
    tender, data = care
    path = tmp_path / "care.xlsx"
    path.write_bytes(changed(data, lambda book: book["offers"].delete_rows(2, 9)))
    read = read_tables(path, tender)
    assert "offers" not in read.sheets
    assert {len(bid.offers) for bid in read.instance.bids if bid.segment == "4"} == {2}


# --- faults


@pytest.mark.parametrize("bad", CELLS, ids=lambda bad: bad.name)
def test_a_fault_is_named_with_sheet_and_cell(
    bad: BadCell, care: tuple[Tender, bytes], tmp_path: Path, here: None
) -> None:
    tender, data = care
    found = findings(tender, changed(data, bad.broken), tmp_path)
    path = str(tmp_path / "care.xlsx")
    place = f"{path}: {bad.place}" if bad.place else path
    concerned = [finding for finding in found if (finding.place, finding.code) == (place, bad.code)]
    assert concerned, found
    assert bad.english in render(concerned[0], "en")
    assert bad.dutch in render(concerned[0], "nl")


def test_all_faults_come_at_once(care: tuple[Tender, bytes], tmp_path: Path, here: None) -> None:
    tender, data = care
    for change in (put("bids", "F3", "=1"), put("scores", "C2", "7"), put("bids", "C4", "9")):
        data = changed(data, change)
    found = {finding.place.partition(": ")[2] for finding in findings(tender, data, tmp_path)}
    assert {"bids!F3", "scores!C2", "bids!C4"} <= found


@pytest.mark.parametrize("bad", FILES, ids=lambda bad: bad.name)
def test_a_file_that_is_no_safe_workbook_is_refused(
    bad: BadFile, care: tuple[Tender, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MEMORY", 256 * 1024 * 1024)
    tender, data = care
    found = findings(tender, bad.broken(data), tmp_path)
    assert {finding.code for finding in found} == {bad.code}
    assert bad.english in render(found[0], "en")
    assert bad.dutch in render(found[0], "nl")


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("MEMORY", 24 * 1024 * 1024, "workbook_memory"),
        ("SECONDS", 1, "workbook_slow"),
        ("CHARACTERS", 100, "workbook_too_much"),
    ],
)
def test_reading_stops_at_a_limit(
    limit: str,
    value: int,
    code: str,
    care: tuple[Tender, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tender, data = care
    wide = b"".join(b'<row r="%d"><c r="XFD%d" t="b"><v>1</v></c></row>' % (n, n) for n in LATE)
    data = replaced(BIDS, b"</sheetData>", wide + b"</sheetData>")(data)
    many = b"".join(b"<si><t>%08d</t></si>" % number for number in range(200_000))
    data = replaced("xl/sharedStrings.xml", b"</sst>", many + b"</sst>")(data)
    monkeypatch.setattr(guard, limit, value)
    found = findings(tender, data, tmp_path)
    assert [finding.code for finding in found] == [code]
    for lang in ("nl", "en"):
        assert render(found[0], lang)[-1] == "."


LATE = range(1_000, 3_000)


def test_every_fault_is_provoked_here() -> None:
    provoked = {bad.code for bad in (*CELLS, *FILES)} | ELSEWHERE
    faults = {code for code in WORKBOOK if not code.startswith(NOT_FAULTS)}
    assert faults - provoked == set()


def test_texts_have_the_same_facts_in_both_languages() -> None:
    for code, both in {**WORKBOOK, **COLUMNS}.items():
        assert both["nl"].count("{") == both["en"].count("{"), code


# --- writing


def test_a_number_that_excel_would_change_is_refused(tmp_path: Path) -> None:
    inputs = Inputs().cell("bids", 3, "value", "123456789012345.67")
    model, folder = inputs.write(tmp_path)
    tender = read_tender(model)
    with pytest.raises(InputError) as refused:
        to_workbook(read_tables(folder, tender), tender, "en")
    (found,) = refused.value.findings
    assert (found.code, found.facts["row"], found.facts["column"]) == (
        "number_beyond_excel",
        3,
        "value",
    )
    assert "at most 15 digits" in render(found, "en")
    assert "ten hoogste 15 cijfers" in render(found, "nl")


def test_what_reads_back_as_something_else_is_not_written(
    care: tuple[Tender, bytes], tmp_path: Path
) -> None:
    tender, data = care
    (tmp_path / "care.xlsx").write_bytes(data)
    read = read_tables(tmp_path / "care.xlsx", tender)
    require_same(read, tender, data)
    with pytest.raises(CheckError):
        require_same(read, tender, changed(data, put("bids", "F3", 1)))


# --- commands


def test_a_workbook_stands_wherever_a_folder_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    book, award = tmp_path / "bids.xlsx", tmp_path / "award.json"
    assert call(capsys, "convert", "instances/hvb-youth-2022", "-o", book).code == 0
    assert call(capsys, "check", YOUTH, book).code == 0
    assert call(capsys, "solve", YOUTH, book, "-o", award).code == 0
    assert call(capsys, "verify", YOUTH, book, award).code == 0
    assert call(capsys, "convert", book, "-o", tmp_path / "back").code == 0
    assert call(capsys, "verify", YOUTH, tmp_path / "back", award).code == 0


def test_a_fault_in_a_workbook_exits_2_in_the_language_asked_for(
    care: tuple[Tender, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, _ = Inputs().write(tmp_path)
    book = tmp_path / "care.xlsx"
    book.write_bytes(changed(care[1], put("bids", "F3", "=1")))
    done = call(capsys, "check", model, book, "--lang", "nl")
    assert (done.code, done.out) == (2, "")
    assert f"{book}: bids!F3: De cel bevat een formule." in done.err
    assert call(capsys, "check", model, tmp_path / "none.xlsx").code == 2


PLAIN = ["outcome", "award", "goals", "ledger", "ties"]


def test_an_award_becomes_a_workbook_with_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    expected, book = "instances/hvb-youth-2022/expected.json", tmp_path / "award.xlsx"
    done = call(capsys, "convert", expected, "-o", book, "--model", YOUTH, "--lang", "nl")
    assert (done.code, done.err) == (0, "")
    sheets = load_workbook(book)
    assert sheets.sheetnames == [*PLAIN, "reasons"]
    award = json.loads(Path(expected).read_text(encoding="utf-8"))
    winners = [[cell.value for cell in row] for row in sheets["award"].iter_rows(min_row=2)]
    assert [row[0] for row in winners] == [won["bid"] for won in award["winners"]]
    assert [Decimal(str(row[7])) for row in winners] == [
        Decimal(won["value"]) for won in award["winners"]
    ]
    assert all(row[2] and row[5] for row in winners)
    assert sheets["ledger"].max_row == len(award["ledger"]) + 1
    told = {row[0].value: row[4].value for row in sheets["reasons"].iter_rows(min_row=2)}
    assert set(told) > {won["bid"] for won in award["winners"]}
    assert all(told.values())
    plain = tmp_path / "plain.xlsx"
    assert call(capsys, "convert", expected, "-o", plain).code == 0
    assert load_workbook(plain).sheetnames == PLAIN


def test_an_award_of_other_inputs_gets_no_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    words = ["convert", "instances/nob-2020/expected.json", "-o", tmp_path / "award.xlsx"]
    done = call(capsys, *words, "--model", YOUTH)
    assert done.code == 2
    assert "other inputs" in done.err
    assert not (tmp_path / "award.xlsx").exists()


def test_convert_overwrites_nothing_and_asks_for_the_model(
    care: tuple[Tender, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, folder = Inputs().write(tmp_path)
    book = tmp_path / "care.xlsx"
    book.write_bytes(care[1])
    for output, said in ((book, "not overwritten"), (folder, "exists and is no empty folder")):
        done = call(capsys, "convert", folder, "-o", output, "--model", model)
        assert (done.code, said in done.err) == (2, True), done.err
    done = call(capsys, "convert", book, "-o", tmp_path / "new")
    assert (done.code, "Name it with --model." in done.err) == (2, True)
    assert book.read_bytes() == care[1]


def test_reading_a_folder_loads_no_workbook_library() -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from award_opt.tender import read_tender; from award_opt.instance import read_instance;"
        "read_instance(Path('instances/nob-2020'), read_tender(Path('models/nob-2020.toml')));"
        "print({'openpyxl', 'xlsxwriter', 'defusedxml'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode().strip() == "set()"


def test_a_container_that_is_not_one_is_refused_before_it_is_opened(
    care: tuple[Tender, bytes], tmp_path: Path
) -> None:
    found = findings(care[0], packed({"xl/workbook.xml": b"<x/>"}), tmp_path)
    assert [finding.code for finding in found] == ["workbook_broken"]

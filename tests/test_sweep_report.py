"""The files, figures and page of a sweep: same bytes, exact numbers, stamped as simulation."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import openpyxl
import pytest
from cli import LONG, blocked, call, environment
from readme_blocks import ROOT
from sweep_cases import CAP, answers, plan, rule, tender
from test_report import Page

from award_opt.award import canonical
from award_opt.errors import InputError
from award_opt.report import sweep as report
from award_opt.report.figures import Drawing
from award_opt.report.html import Report
from award_opt.report.sweep import along, curves, points, tiles
from award_opt.report.sweep.files import csv_chunks, in_batches
from award_opt.report.sweep.view import View
from award_opt.sweep.answers import Answers
from award_opt.sweep.scenario import Axis
from award_opt.sweep.seek import breaks
from award_opt.sweep.table import Column, Table
from award_opt.sweep.tradeoff import tradeoff
from award_opt.texts import Lang
from award_opt.texts.sweep_report import SWEEP_FAULTS, SWEEP_REPORT

AXES = (Axis("CAP.limit", ("1", "2", "3")), Axis("BOTH.limit", ("0", "2")))
MODEL = tender(CAP, rule("BOTH", "max_winners", where={"segment": "B"}, limit=2))
LANGUAGES: tuple[Lang, ...] = ("nl", "en")
in_both = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="module")
def grid() -> Answers:
    return answers(plan(*AXES, tender=MODEL, draws=1))


@cache
def page(lang: Lang) -> Report:
    """The page about a grid with everything on it."""
    found = answers(plan(*AXES, tender=MODEL))
    turns = [breaks(found.plan, "CAP.limit=0..4"), breaks(found.plan, "points:b3=50..100")]
    return report.sweep_page(found, lang, turns, [found.compared(0, 6)])


def exported(found: Answers, name: str) -> dict[str, bytes]:
    held = report.exports(found, Path(name), "nl")
    return {str(path): report.in_memory(write) for path, write in held.items()}


# --- tables as files


def test_csv_is_as_rfc_4180_says(grid: Answers) -> None:
    data = exported(grid, "t.csv")["t.csv"]
    text = data.decode()
    assert text.count("\r\n") == text.count("\n") == 1 + len(grid.plan.scenarios)
    assert not data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["winners"] == "b1 b2 b5 b6"
    assert (rows[0]["score"], rows[0]["proven"], rows[0]["draw"]) == ("310.00", "true", "")


def test_a_cell_with_a_comma_or_a_quote_is_quoted() -> None:
    table = Table("t", (Column("a", "text"),), lambda: iter([('x, "y"',), (None,)]))
    assert b"".join(csv_chunks(table)) == b'a\r\n"x, ""y"""\r\n""\r\n'


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        (("=1+1", "b"), "'=1+1 b"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("-2.50", "-2.50"),
        (-3, "-3"),
        ("+", "'+"),
        ("b-1", "b-1"),
    ],
)
def test_no_cell_is_a_formula_to_a_spreadsheet(cell, written) -> None:
    table = Table("t", (Column("a", "text"),), lambda: iter([(cell,)]))
    assert b"".join(csv_chunks(table)).decode() == f"a\r\n{written}\r\n"


def test_the_other_tables_stand_beside_the_first(grid: Answers) -> None:
    names = [f"t.{name}.csv" for name in ("winners", "slack", "frontier", "chances")]
    assert sorted(exported(grid, "t.csv")) == sorted(["t.csv", *names])


def test_json_is_canonical_and_whole(grid: Answers) -> None:
    data = exported(grid, "t.json")["t.json"]
    content = json.loads(data)
    assert data == canonical(content) + b"\n"
    assert content["mode"] == "simulation"
    assert len(content["scenarios"]) == len(grid.plan.scenarios)
    assert content["scenarios"][0]["winners"] == ["b1", "b2", "b5", "b6"]
    assert content["plan"] == grid.plan.digest()


def test_every_row_of_every_table_is_stamped(grid: Answers) -> None:
    content = json.loads(exported(grid, "t.json")["t.json"])
    tables = {name: rows for name, rows in content.items() if isinstance(rows, list)}
    assert set(tables) == {"scenarios", "winners", "slack", "frontier", "chances"}
    assert {row["mode"] for rows in tables.values() for row in rows} == {"simulation"}


def test_parquet_keeps_types_and_exact_numbers(grid: Answers) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    files = exported(grid, "t.parquet")
    table = parquet.read_table(io.BytesIO(files["t.parquet"]))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["money"] == "decimal128(38, 2)"
    assert kinds["contracts"] == kinds["CAP.limit"] == kinds["draw"] == "int64"
    assert (kinds["proven"], kinds["winners"]) == ("bool", "list<element: string>")
    first = table.slice(0, 1).to_pylist()[0]
    assert (str(first["score"]), first["draw"], first["winners"][0]) == ("310.00", None, "b1")
    assert table.schema.metadata[b"mode"] == b"simulation"
    chances = parquet.read_table(io.BytesIO(files["t.chances.parquet"]))
    assert str(chances.schema.field("low").type) == "decimal128(38, 4)"


def test_parquet_holds_a_table_without_rows_and_one_of_many_groups() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    from award_opt.report.sweep.parquet import GROUP, write_parquet

    for many in (0, GROUP + 1):
        table = Table(
            "t", (Column("a", "count"),), lambda many=many: iter((k,) for k in range(many))
        )
        target = io.BytesIO()
        write_parquet(table, target)
        assert parquet.read_table(target).num_rows == many


def test_without_its_library_parquet_is_refused_with_advice(tmp_path: Path) -> None:
    program = f"""
{blocked("pyarrow")}
import io
from award_opt.errors import InputError
from award_opt.report.sweep.parquet import write_parquet
from award_opt.sweep.table import Column, Table
from award_opt.sweep.tradeoff import tradeoff
from award_opt.texts import render
try:
    write_parquet(Table("t", (Column("a", "text"),), lambda: iter(())), io.BytesIO())
except InputError as error:
    print(render(error.findings[0], "en"))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment({}),
        capture_output=True,
        check=True,
        text=True,
    )
    assert "award-opt[parquet]" in done.stdout


def test_the_workbook_has_a_sheet_for_every_table_and_no_formula(grid: Answers) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(grid, "t.xlsx")["t.xlsx"]))
    assert book.sheetnames == [
        "simulatie", "scenario's", "winnaars", "ruimte", "wat samen kan", "kansen",
    ]  # fmt: skip
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "SIMULATIE" in str(book["simulatie"]["B2"].value)
    head = [cell.value for cell in book["scenario's"][1]]
    first = dict(zip(head, [cell.value for cell in book["scenario's"][2]], strict=True))
    assert (first["Totaal aantal punten"], first["CAP.limit"]) == (310, 2)
    assert first["Gegunde waarde"] == 90


def test_a_table_too_long_for_excel_is_refused(
    grid: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from award_opt.report.sweep import sheets

    monkeypatch.setattr(sheets, "LAST_ROW", 5)
    with pytest.raises(InputError) as refused:
        sheets.sweep_workbook(View(grid, "nl"), grid.tables())
    assert refused.value.findings[0].code == "answers_too_long"


@pytest.mark.parametrize("name", ["t", "t.pdf", "t.CSV"])
def test_another_kind_of_file_is_refused(name: str) -> None:
    with pytest.raises(InputError) as refused:
        report.require_kind(Path(name))
    assert refused.value.findings[0].code == "answers_kind"


def test_batches_hold_everything_once_and_in_order() -> None:
    assert list(in_batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(in_batches([], 2)) == []


@pytest.mark.parametrize("kind", [".csv", ".json", ".parquet", ".xlsx"])
def test_the_same_answers_give_the_same_bytes(kind: str, grid: Answers) -> None:
    assert exported(grid, f"t{kind}") == exported(grid, f"t{kind}")


PROGRAM = """
import hashlib
from pathlib import Path
from sweep_cases import answers, plan
from award_opt.report import sweep as report
from award_opt.sweep.scenario import Axis
from award_opt.sweep.seek import breaks
found = answers(plan(Axis("CAP.limit", ("1", "3")), draws=1))
turns = [breaks(found.plan, "CAP.limit=0..4"), breaks(found.plan, "weight:A=0..3")]
files = dict(report.files(found, "nl", turns, [found.compared(0, 4)]))
for kind in ("csv", "json", "parquet", "xlsx"):
    files |= {str(k): v for k, v in report.exports(found, Path("t." + kind), "en", turns).items()}
for name in sorted(files):
    print(name, hashlib.sha256(report.in_memory(files[name])).hexdigest())
"""


def test_two_hash_seeds_give_the_same_bytes() -> None:
    running = []
    for seed in ("1", "2"):
        env = environment({"PYTHONHASHSEED": seed})
        env["PYTHONPATH"] += f":{ROOT / 'tests'}"
        command = [sys.executable, "-c", PROGRAM]
        running.append(subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True))
    one, other = (process.communicate(timeout=LONG)[0] for process in running)
    assert one == other
    assert len(one.splitlines()) > 20


# --- figures


def lines_along() -> Drawing:
    across = curves.Across("S3-MAX.limit", [1.0, 2.0, 3.0, 4.0], ["1", "2", "3", "4"], 2.0)
    score = curves.Reading("Punten", [None, 2.5, None, 4.0], str)
    count = curves.Reading("Partners", [1.0, 2.0, 3.0, 4.0], str, whole=True)
    return curves.responses(across, [score, count], ("gepubliceerd", "geen gunning"))


def many_values() -> Drawing:
    labels = [f"waarde-{k}" for k in range(60)]
    across = curves.Across("R.f", [float(k) for k in range(60)], labels, None)
    return curves.responses(across, [curves.Reading("Punten", [1.0] * 60, str)], ("p", "geen"))


def turning() -> Drawing:
    spans = [
        curves.Span(0.0, 1.0, ""),
        curves.Span(1.0, 1.01, "1"),
        curves.Span(1.01, 2.0, "dicht"),
    ]
    gap = curves.Span(2.0, 3.0, "2", lawful=False)
    return curves.strip([*spans, gap], "gewicht", str, 1.5, ("gepubliceerd", "geen gunning"))


def heat() -> Drawing:
    across = curves.Across("A.limit", [1.0, 2.0], ["1", "2"], 1.0)
    down = curves.Across("B.limit", [5.0, 6.0], ["5", "6"], 6.0)
    cells = [[tiles.Square(1.0, "1"), tiles.Square(None)], [tiles.Square(9.0, "9")] * 2]
    return tiles.grid(across, down, cells, ("Punten", "gepubliceerd", "geen gunning"))


def front() -> Drawing:
    dots = [
        points.Dot(1, 5, best=True, proven=True),
        points.Dot(2, 9, best=True, proven=False),
        points.Dot(3, 7, best=False, proven=True, published=True),
    ]
    words = points.Words("niet te overtreffen", "niet bewezen", "overtroffen", "gepubliceerd")
    return points.frontier(dots, ("Partners", "Punten"), (str, str), words)


def odds() -> Drawing:
    bids = [points.Odds("b1 Zorg", 40, 30, 55, won=True), points.Odds("b2", 10, 2, 20, won=False)]
    return points.chances(bids, ("wint", "verliest"), "procent")


KINDS: dict[Callable[[], Drawing], tuple[str, ...]] = {
    lines_along: ("Punten", "Partners", "S3-MAX.limit", "geen gunning", "gepubliceerd"),
    many_values: ("waarde-0", "waarde-57"),
    turning: ("gewicht", "1", "gepubliceerd", "geen gunning"),
    heat: ("Punten", "A.limit", "B.limit", "geen gunning", "gepubliceerd"),
    front: ("Partners", "niet te overtreffen", "niet bewezen", "overtroffen", "gepubliceerd"),
    odds: ("b1 Zorg", "wint", "verliest", "procent"),
}
each = pytest.mark.parametrize("draw", KINDS, ids=lambda draw: draw.__name__)


@each
def test_the_same_numbers_give_the_same_drawing(draw: Callable[[], Drawing]) -> None:
    assert draw().svg == draw().svg


@each
def test_a_drawing_holds_its_words_and_nothing_from_outside(draw: Callable[[], Drawing]) -> None:
    svg = draw().svg
    words = "".join(ElementTree.fromstring(svg).itertext())
    assert [word for word in KINDS[draw] if word not in words] == []
    assert re.findall(r"dc:date|matplotlib v|<image|href=\"(?!#)", svg) == []


def test_a_break_point_too_near_to_the_last_has_no_label_of_its_own() -> None:
    assert "dicht" not in turning().svg


def test_steps_show_what_is_had_for_sure() -> None:
    up = points._steps([(1.0, 5.0), (2.0, 9.0)])
    assert up == ([1.0, 2.0, 2.0], [5.0, 5.0, 9.0])
    down = points._steps([(1.0, 9.0), (2.0, 5.0)])
    assert down == ([1.0, 1.0, 2.0], [9.0, 5.0, 5.0])


# --- the page


@in_both
def test_the_page_stands_alone_and_says_that_it_is_a_simulation(lang: Lang) -> None:
    read = Page(page(lang).html)
    assert read.open == []
    assert read.all("html") == [{"lang": lang}]
    (policy,) = [a["content"] for a in read.all("meta") if "http-equiv" in a]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert not {"script", "link", "img", "iframe", "object", "image"} & {t for t, _ in read.tags}
    assert read.all("p")[0] == {"class": "banner", "role": "note"}
    said = {"nl": "SIMULATIE. Niets op deze pagina is een gunning.", "en": "SIMULATION. Nothing"}
    assert said[lang] in read.text


@in_both
def test_the_page_has_a_section_for_every_answer(lang: Lang) -> None:
    read = Page(page(lang).html)
    assert [a["id"] for a in read.all("section")] == [
        "brief", "grid-0", "along-0-0", "along-0-1", "frontier", "breaks", "compared-0",
        "scenarios", "rests",
    ]  # fmt: skip
    assert len(read.all("table")) == len(read.all("caption"))
    pictures = [a for a in read.all("div") if a.get("role") == "img"]
    assert len(pictures) == len(page(lang).figures)
    assert all(len(a["aria-label"] or "") > 20 for a in pictures)
    ids = [a["id"] for _, a in read.tags if "id" in a]
    assert len(ids) == len(set(ids))


def test_the_page_gives_numbers_as_the_language_writes_them() -> None:
    assert "€ 90,00" in page("nl").html
    assert "€ 90.00" in page("en").html


def test_the_page_tells_what_was_swept() -> None:
    text = " ".join(Page(page("en").html).text.split())
    assert "Scenarios: 7. Proven best award: 7" in text
    assert "The award under the published rules: 4 contracts with 3 partners, 310.00" in text
    assert "Small means here: micro, small." in text


def test_files_are_the_page_its_figures_and_the_small_tables() -> None:
    found = answers(plan(Axis("CAP.limit", ("1", "2"))))
    made = report.files(found, "nl", [breaks(found.plan, "CAP.limit=0..4")])
    assert sorted(name for name in made if "/" not in name) == [
        "breaks.csv",
        "frontier.csv",
        "report.html",
        "scenarios.csv",
    ]
    figures = [name for name in made if name.startswith("figures/")]
    assert {"figures/along-0-0.svg", "figures/breaks-0.svg"} <= set(figures)
    for name in figures:
        assert ElementTree.fromstring(report.in_memory(made[name])).tag.endswith("svg")


def test_a_grid_cell_without_an_award_is_hatched_and_said() -> None:
    least = rule("LEAST", "min_winners", where={"segment": "A"}, at_least=2)
    axes = (Axis("CAP.limit", ("1", "2")), Axis("LEAST.at_least", ("0", "2")))
    view = View(answers(plan(*axes, tender=tender(CAP, least))), "en")
    grid_section = next(iter(along.sections(view)))
    assert "1 cells without an award" in grid_section.pictures[0].alternative
    assert "no award" in grid_section.pictures[0].drawing.svg


def test_a_sweep_of_draws_alone_has_chances_and_no_grid() -> None:
    read = Page(report.sweep_page(answers(plan(draws=5)), "en").html)
    names = [a["id"] for a in read.all("section")]
    assert names == ["brief", "chances-0", "scenarios", "rests"]
    assert "the whole award stays the same in" in read.text


def test_break_points_in_words_and_for_machines(grid: Answers) -> None:
    found = breaks(grid.plan, "CAP.limit=0..4")
    said = "\n".join(report.break_lines(grid, found, "nl"))
    assert said.splitlines()[0] == "De gunning langs CAP.limit"
    assert "b3 Zorg p3" in said
    held = report.break_content(found)
    assert [(s["from"], s["to"]) for s in held["stretches"]] == [
        ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"),
    ]  # fmt: skip
    linear = report.break_content(breaks(grid.plan, "points:b3=50..100"))
    assert linear["turns"] == [{"at": "80", "winners": ["b1", "b2", "b5", "b6"]}]
    assert (linear["mode"], linear["complete"]) == ("simulation", True)


def test_every_point_of_a_frontier_in_words_and_for_machines(grid: Answers) -> None:
    found = tradeoff(grid.plan, "partners")
    lines = report.tradeoff_lines(grid, found, "nl")
    assert lines[0] == "Punten tegen partners, alle punten die er zijn"
    assert lines[2].split() == ["310,00", "3", "4"]
    held = report.tradeoff_content(grid, found)
    assert (held["mode"], held["complete"]) == ("simulation", True)
    assert held["points"][0] == {
        "score": "310.00",
        "partners": "3",
        "winners": ["b1", "b2", "b5", "b6"],
    }
    cut = tradeoff(grid.plan, "money", most=1)
    assert "er kunnen er meer zijn" in report.tradeoff_lines(grid, cut, "nl")[-1]


def test_every_point_of_a_frontier_stands_on_the_page_and_beside_it() -> None:
    found = answers(plan(Axis("CAP.limit", ("1",))))
    traced = [tradeoff(found.plan, "money")]
    made = report.files(found, "en", (), (), traced)
    rows = list(csv.DictReader(io.StringIO(report.in_memory(made["tradeoff.csv"]).decode())))
    assert {row["mode"] for row in rows} == {"simulation"}
    assert rows[0]["score"] == "310.00"
    assert "figures/tradeoff-money.svg" in made
    assert 'id="tradeoff"' in report.in_memory(made["report.html"]).decode()


def test_the_command_traces_a_frontier(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("models/veendorp.toml", "--draws", "1", "--frontier", "partners", "-o", "out")
    done = call(capsys, "sweep", *words, "--lang", "en")
    assert done.code == 0, done.err
    assert "Points against partners, every point there is" in done.out
    assert (own / "out/tradeoff.csv").exists()


# --- texts

GOLDEN = ROOT / "tests" / "golden"


@in_both
def test_break_points_frontiers_and_comparisons_are_the_golden_ones(lang: Lang) -> None:
    share = rule("SMALL", "min_share", of={"scale": "small"}, share=0, per="tender")
    low = rule("LOW", "min_score", threshold=65, where={"segment": "A"})
    axes = (Axis("CAP.limit", ("1", "3")), Axis("SMALL.share", ("0", "30")))
    found = answers(plan(*axes, tender=tender(CAP, share, low), gone=((), ("b1",))))
    blocks = [report.break_lines(found, breaks(found.plan, "CAP.limit=0..4"), lang)]
    blocks.append(report.break_lines(found, breaks(found.plan, "weight:A=0..2"), lang))
    blocks.append(report.tradeoff_lines(found, tradeoff(found.plan, "small_share"), lang))
    names = ["CAP.limit=3 SMALL.share=0", "CAP.limit=1 SMALL.share=30", "gone=b1"]
    for name in names:
        compared = found.compared(0, found.find(name))
        blocks.append(report.comparison_lines(compared, lang))
    said = "\n\n".join("\n".join(block) for block in blocks) + "\n"
    golden = GOLDEN / f"sweep.{lang}.txt"
    if not golden.exists() or golden.read_text(encoding="utf-8") != said:
        golden.with_suffix(".txt.new").write_text(said, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == said


def test_the_texts_are_complete_and_in_use() -> None:
    sources = [*ROOT.glob("award_opt/report/sweep/*.py"), *ROOT.glob("award_opt/sweep/*.py")]
    used = "".join(path.read_text(encoding="utf-8") for path in sources)
    made_up = ("status_", "why_", "sheet_", "compared_", "breaks_", "disqualified")
    for code, text in {**SWEEP_REPORT, **SWEEP_FAULTS}.items():
        fields = [{f for _, f, _, _ in Formatter().parse(text[lang]) if f} for lang in LANGUAGES]
        assert fields[0] == fields[1], code
        assert code.startswith(made_up) or f'"{code}"' in used, code

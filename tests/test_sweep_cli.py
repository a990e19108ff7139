"""``award-opt sweep``: run, resumed, run again, on a cluster, stopped, asked how far it is."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli import Done, call, environment
from readme_blocks import ROOT

from award_opt.errors import AwardOptError
from award_opt.sweep.store import Store

MODEL = ROOT / "models" / "hvb-youth-2022.toml"
FILES = (MODEL, ROOT / "instances" / "hvb-youth-2022")
GRID = ("--set", "S3-MAX.limit=14..16", "--set", "S4-MAX-REGION.limit=90,100")
Capture = pytest.CaptureFixture[str]


def sweep(capsys: Capture, *words: str | Path) -> Done:
    return call(capsys, "sweep", *words)


def held(folder: Path) -> dict[str, str]:
    """Every file that a sweep wrote beside its store, and the items of the store."""
    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("sweep.sqlite")
    }
    with Store.look(folder / "sweep.sqlite") as store:
        found["store"] = hashlib.sha256(repr(list(store.items())).encode()).hexdigest()
    return found


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small sweep, to be read only."""
    folder = tmp_path_factory.mktemp("swept") / "sweep"
    program = [sys.executable, "-m", "award_opt.cli", "sweep", *map(str, FILES), *GRID]
    subprocess.run(
        [*program, "-o", str(folder), "--jobs", "2"], env=environment({}), check=True, timeout=120
    )
    return folder


# --- run, and run again


def test_a_second_run_solves_nothing_and_writes_the_same_bytes(
    swept: Path, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "sweep"
    shutil.copytree(swept, folder)
    before = held(folder)
    for name in before.keys() - {"store"}:
        (folder / name).unlink()
    done = sweep(capsys, *FILES, *GRID, "-o", folder)
    assert (done.code, done.err) == (0, "")
    assert "Nothing to solve: all 7 scenarios" in done.out
    assert held(folder) == before


def test_a_cluster_gives_the_same_bytes(swept: Path, tmp_path: Path) -> None:
    program = [sys.executable, "-m", "award_opt.cli", "sweep", *map(str, FILES), *GRID]
    words = ["-o", str(tmp_path / "c"), "--cluster", "local", "--jobs", "1"]
    subprocess.run([*program, *words], env=environment({}), check=True, timeout=120)
    assert held(tmp_path / "c") == held(swept)


def test_a_wider_sweep_solves_only_what_is_new(
    swept: Path, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "sweep"
    shutil.copytree(swept, folder)
    wider = ("--set", "S3-MAX.limit=14..17", "--set", "S4-MAX-REGION.limit=90,100")
    done = sweep(capsys, *FILES, *wider, "-o", folder, "--jobs", "1", "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert (told["scenarios"], told["solved"], told["reused"]) == (9, 2, 7)
    assert (told["mode"], told["complete"]) == ("simulation", True)


def test_what_a_break_solves_first_counts_as_solved_and_is_solved_once(
    tmp_path: Path, capsys: Capture
) -> None:
    grid = ("--set", "S3-MAX.limit=14..16", "--breaks", "S3-MAX.limit=14..16")
    words = (*FILES, *grid, "-o", tmp_path / "sweep", "--jobs", "1", "--json")
    first, again = (json.loads(sweep(capsys, *words).out) for _ in range(2))
    assert (first["scenarios"], first["solved"], first["reused"]) == (
        4,
        3,
        1,
    )  # one is as published
    assert (again["scenarios"], again["solved"], again["reused"]) == (4, 0, 4)
    assert first["breaks"] == again["breaks"]


def test_everything_that_is_written_says_simulation(swept: Path) -> None:
    rows = list(csv.DictReader((swept / "scenarios.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 7
    assert {row["mode"] for row in rows} == {"simulation"}
    assert rows[0]["scenario"] == "published"
    assert "simulat" in (swept / "report.html").read_text(encoding="utf-8").casefold()
    with Store.look(swept / "sweep.sqlite") as store:
        assert all(b'"mode":"simulation"' in data for _, data in store.items())
        assert b'"mode":"simulation"' in (store.plan() or b"")


# --- asked afterwards


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_status_says_how_far_it_is_without_a_model(swept: Path, lang: str, capsys: Capture) -> None:
    done = sweep(capsys, "--status", swept, "--lang", lang)
    assert (done.code, done.err) == (0, "")
    first, second = done.out.splitlines()
    assert first.startswith("SIMULATIE" if lang == "nl" else "SIMULATION")
    assert ": 7" in second


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "parquet"])
def test_status_exports_the_tables(swept: Path, kind: str, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / f"table.{kind}"
    done = sweep(capsys, "--status", swept, "--export", target)
    assert (done.code, done.err) == (0, "")
    assert str(target) in done.out
    assert target.stat().st_size > 100


def test_two_scenarios_are_compared_by_name(swept: Path, capsys: Capture) -> None:
    other = "S3-MAX.limit=14 S4-MAX-REGION.limit=100"
    done = sweep(capsys, "--status", swept, "--compare", "published", other)
    assert done.code == 0
    assert f"published beside {other}" in done.out
    unknown = sweep(capsys, "--status", swept, "--compare", "published", "nowhere")
    assert unknown.code == 2
    assert "nowhere" in unknown.err


def test_break_points_are_told_in_the_report(swept: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "sweep"
    shutil.copytree(swept, folder)
    before = _kept(folder)
    done = sweep(capsys, *FILES, *GRID, "-o", folder, "--breaks", "S3-MAX.limit=14..18")
    assert done.code == 0
    assert (folder / "figures" / "breaks-0.svg").exists()
    assert _kept(folder) > before  # what was solved on the way is kept as well


# --- set aside and stopped


def test_a_scenario_that_takes_too_long_is_named_and_the_rest_finishes(
    tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "sweep"
    words = (*FILES, "--set", "S3-MAX.limit=14", "-o", folder, "--jobs", "1")
    done = sweep(capsys, *words, "--limit-seconds", "0.001")
    assert done.code == 3
    assert "Set aside: 2 scenarios" in done.err
    assert "published: " in done.err
    assert "S3-MAX.limit=14: " in done.err
    looked = sweep(capsys, "--status", folder)
    assert looked.code == 3
    assert "Done: 0; set aside: 2; to do: 0." in looked.out
    again = sweep(capsys, *words)
    assert (again.code, again.err) == (0, "")
    assert "Solved now: 2" in again.out


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    words = [*map(str, FILES), "--draws", "5000", "-o", str(folder), "--jobs", "2"]
    program = [sys.executable, "-m", "award_opt.cli", "sweep", *words]
    running = subprocess.Popen(
        program, env=environment({}), stderr=subprocess.PIPE, start_new_session=True
    )
    until = time.monotonic() + 60
    while _kept(folder) < 20 and time.monotonic() < until:
        time.sleep(0.1)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to the workers as well
    _, said = running.communicate(timeout=60)
    assert running.returncode == 3
    assert b"STOPPED" in said
    assert b"Traceback" not in said
    assert _kept(folder) >= 20


def _kept(folder: Path) -> int:
    if not (folder / "sweep.sqlite").exists():
        return 0
    try:
        with Store.look(folder / "sweep.sqlite") as store:
            return len(store)
    except AwardOptError:  # the first moments of a store
        return 0


# --- refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*FILES], ["-o", "sweep"]),
        ([*FILES, "-o", "x", "--noise", "percent=3"], ["--noise"]),
        ([*FILES, "-o", "x", "--noise", "percen=3", "--draws", "1"], ["percen", "percent"]),
        ([*FILES, "-o", "x", "--set", "S3-MAX.limt=3"], ["limt", "limit"]),
        ([*FILES, "-o", "x", "--set", "S3-MAX.limit=9..3", "--drop", "X"], ["9..3", "--drop X"]),
        ([*FILES, "-o", "x", "--what-if", "cap-81"], ["cap-81", "cap-18"]),
        ([*FILES, "-o", "x", "--books", "2"], ["--books", "INSTANCE"]),
        ([MODEL, "-o", "x", "--books", "2", "--withdrawals"], ["--withdrawals"]),
        ([*FILES, "-o", "x", "--set", "S3-MAX.limit=3", "--export", "t.doc"], ["t.doc", ".csv"]),
        ([*FILES, "-o", "y", "--drop", "S1-MAX", "--breaks", "S3-MAXX.limit=1..2"], ["S3-MAXX"]),
        ([*FILES, "-o", "y", "--drop", "S1-MAX", "--compare", "published", "q"], ["'q'"]),
        ([*FILES, "-o", "no/such", "--drop", "S1-MAX"], ["no/such"]),
        ([*FILES, "-o", "x", "--drop", "S1-MAX", "--cluster", "local", "--tls-ca", "a"], ["TLS"]),
        ([*FILES, "-o", "taken", "--drop", "S1-MAX"], ["taken"]),
        (["--status", "empty"], ["empty"]),
        ([], ["MODEL"]),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_cannot_be_is_refused_before_any_work(
    words: list[str | Path],
    said: list[str],
    lang: str,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "other.txt").write_text("mine", encoding="utf-8")
    done = sweep(capsys, *words, "--lang", lang)
    assert (done.code, done.out) == (2, "")
    assert all(word in done.err for word in said), done.err
    assert not (tmp_path / "x").exists()


def test_progress_is_shown_where_a_person_looks(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    words = (*FILES, "--set", "S3-MAX.limit=14", "-o", tmp_path / "sweep", "--jobs", "1")
    done = sweep(capsys, *words)
    assert done.code == 0
    assert "SIMULATION" in done.out

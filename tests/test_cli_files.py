"""The command line and the world: files, pipes, terminals, signals."""

from __future__ import annotations

import os
import pty
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cli import LONG, YOUTH, Done, call, environment, process
from readme_blocks import ROOT

from award_opt.award import AwardFile
from award_opt.cli.shape import instance_of
from award_opt.cli.stream import write_atomically


def test_every_fault_of_an_input_is_on_stderr_with_its_place(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bids = own / "instances/veendorp/bids.csv"
    bids.write_text(bids.read_text().replace("82.50", "82,50").replace("P3,1", "P9,1"))
    for lang in ("nl", "en"):
        done = call(capsys, "solve", "models/veendorp.toml", "--lang", lang, "-o", "award.json")
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) >= 2
        assert all("instances/veendorp/" in line for line in done.err.splitlines())
    assert not (own / "award.json").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["check", "models/none.toml"],
        ["check", "models/veendorp.toml", "instances/none"],
        ["check", "models"],
        ["check", "instances/veendorp/bids.csv", "instances/veendorp"],
        ["solve", "models/veendorp.toml", "instances/veendorp/bids.csv"],
        ["solve", "models/veendorp.toml", "--among", "none.json"],
        ["verify", "models/veendorp.toml", "models/veendorp.toml"],
        ["verify", "models/veendorp.toml", "none.json"],
        ["solve", "models/veendorp.toml", "-o", "none/award.json"],
        ["solve", "models/veendorp.toml", "-o", "models"],
        ["solve", "models/veendorp.toml", "--what-if", "x"],
        ["generate", "models/veendorp.toml", "--providers", "9", "--seed", "1", "-o", "models"],
        ["generate", "models/veendorp.toml", "--providers", "9", "--seed", "1", "-o", "a/b"],
        ["schema", "-o", "none/schema.json"],
        ["rules", "-o", "models"],
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_wrong_files_exit_2_with_a_message_and_write_nothing(
    lang: str, words: list[str], own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(own.rglob("*"))
    done = call(capsys, *words, "--lang", lang)
    assert (done.code, done.out) == (2, "")
    assert done.err.strip()
    assert sorted(own.rglob("*")) == before


def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "award.json"
    target.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(target, b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_trouble_with_writing_names_the_file_of_the_user(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", lambda *paths: os.stat(own / "gone"))
    done = call(capsys, "solve", "models/veendorp.toml", "-o", "award.json")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("award.json: ")
    assert sorted(path.name for path in own.iterdir()) == ["instances", "models"]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, b"award")
    reader.join(LONG)
    assert read == [b"award"]
    assert pipe.is_fifo()


def test_check_takes_a_model_that_has_no_bids_yet(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(own / "instances")
    done = call(capsys, "check", "models/veendorp.toml")
    assert (done.code, done.err) == (0, "")
    assert any(line.startswith("Looked at with invented bids: ") for line in done.out.splitlines())
    assert done.out.splitlines()[-1] == "Readable, with 2 remarks on the rules."


def test_a_link_is_written_through(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "link.json").symlink_to("award.json")
    assert call(capsys, "solve", "models/veendorp.toml", "-o", "link.json").code == 0
    assert (own / "link.json").is_symlink()
    assert AwardFile.read(own / "award.json").status == "optimal"


def test_the_instance_of_a_model_stands_beside_the_models() -> None:
    beside = Path("instances/veendorp")
    assert instance_of(Path("models/veendorp.toml"), None) == beside
    assert instance_of(Path("veendorp.toml"), None) == Path("..") / beside
    assert instance_of(Path("/a/models/veendorp.toml"), None) == Path("/a") / beside
    assert instance_of(Path("models/veendorp.toml"), Path("other")) == Path("other")


# --- processes: pipes, terminals, signals


@pytest.mark.parametrize("name", ["award_opt", "award_opt.cli"])
@pytest.mark.parametrize("words", [("--version",), ("solve", "--lang", "nl"), ("slove",)])
def test_python_m_is_the_command(name: str, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", name, *words],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        timeout=LONG,
        check=False,
    )
    assert Done(done.returncode, done.stdout.decode(), done.stderr.decode()) == process(*words)


def test_a_full_disk_behind_stdout_is_a_message() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "award_opt.cli", "rules"],
            cwd=ROOT,
            env=environment({}),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=LONG,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.strip()
    assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_error() -> None:
    program = f"{shlex.quote(sys.executable)} -m award_opt.cli rules"
    done = subprocess.run(
        ["bash", "-c", f"{program} | head -n 1; echo ${{PIPESTATUS[0]}}"],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        timeout=LONG,
        check=True,
    )
    assert done.stderr == b""
    assert done.stdout.splitlines()[-1] == b"0"


def test_progress_is_shown_on_a_terminal_only(own: Path) -> None:
    program = [sys.executable, "-m", "award_opt.cli", "solve", "models/veendorp.toml"]
    screen, terminal = pty.openpty()
    done = subprocess.run(
        program,
        cwd=own,
        env=environment({"TERM": "xterm", "COLUMNS": "100"}),
        stdout=subprocess.PIPE,
        stderr=terminal,
        timeout=LONG,
        check=True,
    )
    os.close(terminal)
    shown = os.read(screen, 65536)
    os.close(screen)
    assert b"Ctrl-C" in shown
    assert b"\x1b" not in done.stdout
    assert process(*program[3:], cwd=own).err == ""


STOPPED = """
import award_opt.tender
def stop(*words): raise KeyboardInterrupt
award_opt.tender.read_tender = stop
"""
SLOW = """
from award_opt.search import outcome
best = outcome.best
def slow(program, judge):
    print("solving", file=sys.stderr, flush=True)
    judge.clock.stopped.wait(60)
    return best(program, judge)
outcome.best = slow
"""
SEARCHED = "models/hvb-youth-2022-small-share.toml"  # rank order alone does not decide it


def test_ctrl_c_gives_the_best_award_so_far_marked_with_exit_code_3(tmp_path: Path) -> None:
    target = tmp_path / "award.json"
    gate = "import sys\nfrom award_opt.engines.gate import cp_sat_faults\ncp_sat_faults()"
    program = f"{gate}{SLOW}\nfrom award_opt.cli import main\nmain()"
    running = subprocess.Popen(
        [sys.executable, "-c", program, "solve", SEARCHED, "-o", str(target)],
        cwd=ROOT,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stderr is not None
    assert running.stderr.readline() == b"solving\n"
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=LONG)
    assert running.returncode == 3
    assert out.splitlines()[-1].startswith((b"NOT PROVEN", b"NO ANSWER"))
    assert AwardFile.read(target).status in ("feasible", "unknown")


def test_ctrl_c_outside_the_search_exits_3_without_a_traceback() -> None:
    done = process("check", YOUTH, before=STOPPED)
    assert (done.code, done.out) == (3, "")
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "nl", "en"),
    [
        ("none", "Dit bestand is er niet.", "There is no such file."),
        ("x.zip", "is geen map; een dossier is de map", "is not a folder; a record is the folder"),
    ],
)
def test_what_is_no_record_is_called_so(
    name: str, nl: str, en: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")
    for lang, said in (("nl", nl), ("en", en)):
        done = call(capsys, "verify", tmp_path / name, "--lang", lang)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"{tmp_path / name}: {said}")


def test_a_model_alone_lacks_its_award(capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "verify", YOUTH)
    assert done.code == 2
    assert "Give MODEL, then INSTANCE" in done.err


@pytest.mark.parametrize("suffix", [".pdf", ".PDF", ".csv", ".zip"])
def test_no_folder_gets_the_name_of_a_file(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, said in (("nl", "een map zonder"), ("en", "a folder without")):
        target = tmp_path / f"x{suffix}"
        done = call(capsys, "convert", "instances/hvb-youth-2022", "-o", target, "--lang", lang)
        assert (done.code, done.out) == (2, "")
        assert f"{said} {suffix.casefold()}" in done.err
        assert not target.exists()


def test_a_folder_may_have_a_point_in_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "round.2"
    assert call(capsys, "convert", "instances/hvb-youth-2022", "-o", target).code == 0
    assert target.is_dir()

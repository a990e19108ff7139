"""A record is written whole or not at all, whatever strikes meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli import blocked, call, process
from records import FOLDERS, INSTANCE, MODEL, QUICK, SOLVERS, edit, files, model_of, rebag, swapped

from award_opt.award import AwardFile, canonical
from award_opt.record import bag, contents
from award_opt.record import signature as signatures


# --- what is written
@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(folder, id=folder.name, marks=() if folder.name in QUICK else pytest.mark.long)
        for folder in FOLDERS
    ],
)
def test_a_record_of_every_instance_is_checked_without_a_solver(
    folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "record"
    assert process("record", model_of(folder), folder, "-o", target).code == 0
    done = process("verify", target, before=blocked(*SOLVERS))
    assert (done.code, done.err) == (0, "")
    proof = target / "data/proof"
    clashing = json.loads((target / "data/award.json").read_bytes())["status"] == "infeasible"
    assert (proof / "conflicts.json").exists() == clashing
    assert len(done.out.splitlines()) == 11 + clashing
    alone = [proof / "program.json", proof / "certificate.json.gz"]
    words = [sys.executable, "-I", str(proof / "certificate.py"), *map(str, alone)]
    done_alone = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert (done_alone.returncode, done_alone.stderr) == (0, "")
    assert done_alone.stdout.startswith("VERIFIED ")


def test_the_same_inputs_give_the_same_bytes(recorded: Path, tmp_path: Path) -> None:
    key, seal = recorded.parent / "key", recorded.parent / "seal.json"
    words = ("record", MODEL, INSTANCE, "--sign", key, "--seal", seal, "-o", tmp_path / "again")
    assert process(*words, env={"PYTHONHASHSEED": "7"}).code == 0
    assert files(tmp_path / "again") == files(recorded)


def test_digests_in_the_award_are_those_of_files(recorded: Path) -> None:
    award = AwardFile.read(recorded / contents.AWARD)
    for name, path in (("tender", contents.TENDER), ("instance", contents.INSTANCE)):
        assert award.inputs[name] == hashlib.sha256((recorded / path).read_bytes()).hexdigest()
    assert award.digest() in (recorded / contents.README).read_text(encoding="utf-8")


def test_the_bag_is_as_the_standard_says(recorded: Path) -> None:
    found = files(recorded)
    assert found["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = {name: data for name, data in found.items() if name.startswith("data/")}
    oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n"
    assert oxum in found["bag-info.txt"].decode()
    lines = found["manifest-sha256.txt"].decode().splitlines()
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in payload.items()}
    assert dict(reversed(line.split("  ")) for line in lines) == digests
    for line in found["tagmanifest-sha256.txt"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(found[name]).hexdigest() == digest


def test_the_readme_speaks_both_languages_and_names_only_what_there_is(recorded: Path) -> None:
    text = (recorded / contents.README).read_text(encoding="utf-8")
    assert "# Dossier van een gunning" in text
    assert "# Record of an award" in text
    for name in (contents.PROGRAM, contents.CERTIFICATE, contents.CHECKER, *signatures.FILES[1:]):
        assert name in text
        assert (recorded / name).is_file()


def test_every_command_of_the_readme_runs_and_says_that_all_is_well(recorded: Path) -> None:
    text = (recorded / contents.README).read_text(encoding="utf-8")
    commands = [
        part for part in text.split("`")[1::2] if part.startswith(("sha256sum ", "python3 "))
    ]
    assert len(commands) == 2 * 7
    for command in commands:
        done = subprocess.run(
            command.replace("python3", f"'{sys.executable}'", 1),
            shell=True,
            cwd=recorded,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert done.stderr == ""
        if "certificate.py" in command:
            assert done.stdout.startswith("VERIFIED optimal")
        elif "-I -c" in command:
            assert done.stdout == "True\n"
        elif "-c" in command:
            assert all(line.endswith(": OK") for line in done.stdout.splitlines())


def test_an_existing_target_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "record").mkdir()
    for target in (tmp_path / "record", tmp_path / "nowhere/record"):
        done = call(capsys, "record", MODEL, INSTANCE, "-o", target)
        assert (done.code, done.out) == (2, "")
        assert str(target) in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["record"]


def test_a_workbook_is_recorded_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "bids.xlsx"
    assert call(capsys, "convert", INSTANCE, "-o", book).code == 0
    assert call(capsys, "record", MODEL, book, "-o", tmp_path / "record").code == 0
    assert (tmp_path / "record" / contents.WORKBOOK).read_bytes() == book.read_bytes()
    assert call(capsys, "verify", tmp_path / "record").code == 0


def test_a_simulation_holds_its_what_if(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    award, target = tmp_path / "award.json", tmp_path / "record"
    words = ("solve", MODEL, INSTANCE, "--what-if", "must-cover", "-o", award)
    assert call(capsys, *words).code in (0, 1)
    assert call(capsys, "record", MODEL, INSTANCE, award, "-o", target).code == 0
    assert call(capsys, "verify", target).code == 0
    (target / contents.WHAT_IFS).unlink()
    rebag(target)
    assert call(capsys, "verify", target).code == 1


def test_a_second_phase_holds_the_award_of_the_first(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, target = recorded / contents.AWARD, tmp_path / "record"
    assert call(capsys, "record", MODEL, INSTANCE, "--among", first, "-o", target).code == 0
    assert (target / contents.AMONG).read_bytes() == first.read_bytes()
    assert call(capsys, "verify", target).code == 0
    (target / contents.AMONG).unlink()
    rebag(target)
    assert call(capsys, "verify", target).code == 1


def test_a_record_that_proves_less_says_so(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    award = AwardFile.read(recorded / contents.AWARD)
    goals = [goal.model_copy(update={"bound": None, "proven": False}) for goal in award.goals]
    less = award.model_copy(update={"status": "feasible", "goals": goals, "ties": None})
    path, target = tmp_path / "award.json", tmp_path / "record"
    path.write_bytes(less.to_bytes())
    done = call(capsys, "record", MODEL, INSTANCE, path, "-o", target)
    assert done.code == 3
    assert "less than the best award" in done.err
    done = call(capsys, "verify", target)
    assert done.code == 3
    assert "does not prove that this award is best" in done.out
    (target / contents.CERTIFICATE).unlink()
    rebag(target)
    done = call(capsys, "verify", target)
    assert done.code == 3
    assert "proof: none" in done.out


# --- interrupted writes
def fail_at(number: int) -> Callable[..., None]:
    calls = iter(range(10_000))

    def fail(*_: object) -> None:
        if next(calls) == number:
            raise OSError(28, "No space left on device")

    return fail


@pytest.mark.parametrize("name", ["fsync", "rename", "mkdir", "open"])
def test_a_write_that_fails_leaves_nothing(
    name: str, recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, target = files(recorded), tmp_path / "record"
    flushes = len(content) + len({Path(file).parent for file in content})
    for number in range(flushes if name == "fsync" else 1):
        with monkeypatch.context() as patch:
            if name == "fsync":
                patch.setattr(os, "fsync", fail_at(number))
            else:
                patch.setattr(Path, name, fail_at(0))
            with pytest.raises(OSError, match="No space left") as failed:
                bag.write(target, content, lambda _: None)
        assert failed.value.filename == str(target)
        assert list(tmp_path.iterdir()) == []


def test_a_record_that_does_not_stand_is_not_written(
    recorded: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    instance = Path(shutil.copytree(INSTANCE, tmp_path / "instance"))
    held = contents.copied

    def late(model: Path, folder: Path, award: AwardFile) -> dict[str, bytes]:
        edit(folder, "bids.csv", swapped(b",8.5,", b",8.4,"))
        return held(model, folder, award)

    monkeypatch.setattr(contents, "copied", late)
    done = call(capsys, "record", MODEL, instance, "-o", tmp_path / "record")
    assert (done.code, done.out) == (1, "")
    assert ".part" not in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["instance"]


KILL = """
import os, signal
from pathlib import Path
from award_opt.record import bag
kept, calls = bag.{name}, iter(range(1000))
def kill(*given):
    if next(calls) == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    return kept(*given)
bag.{name} = kill
"""


@pytest.mark.parametrize(("name", "number"), [("_write", 12), ("_flush", 0), ("_flush", 4)])
def test_a_killed_write_leaves_nothing_that_verifies(
    name: str, number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "record"
    words = ("record", MODEL, INSTANCE, "-o", target)
    assert process(*words, before=KILL.format(name=name, number=number)).code < 0
    (left,) = tmp_path.iterdir()
    assert left != target
    done = call(capsys, "verify", left)
    assert done.code == 1
    assert "was interrupted" in done.out
    assert call(capsys, *words).code == 0
    assert list(tmp_path.iterdir()) == [target]  # what was left behind is gone


# --- words of the commands
def test_words_that_do_not_go_together_are_refused(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal, award = recorded.parent / "seal.json", recorded / contents.AWARD
    for words in (
        ("record", MODEL),
        ("record", "seal"),
        ("record", "seal", MODEL, INSTANCE),
        ("record", "seal", MODEL, "--seal", seal),
        ("record", MODEL, INSTANCE, "--draws", seal, "-o", tmp_path / "x"),
        ("verify", MODEL, INSTANCE, award, "--seal", seal),
        ("verify", recorded, "--among", award),
        ("verify", MODEL),
    ):
        done = call(capsys, *words)
        assert (done.code, done.out) == (2, ""), words
        assert "Traceback" not in done.err


def test_a_check_is_canonical_json_where_asked(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "verify", recorded, "--json")
    content = json.loads(done.out)
    assert canonical(content).decode() + "\n" == done.out
    assert (content["verified"], content["proven"], content["findings"]) == (True, True, [])
    assert (
        content["digest"] == hashlib.sha256((recorded / bag.TAG_MANIFEST).read_bytes()).hexdigest()
    )
    assert len(content["checked"]) == 10

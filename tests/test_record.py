"""A record is written whole or not at all, and every change to it is named."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from cli import blocked, call, process
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from random_tenders import random_case
from readme_blocks import ROOT

from award_opt import reasons, record
from award_opt.award import AwardFile, canonical
from award_opt.errors import InputError
from award_opt.record import bag, contents, told
from award_opt.record import signature as signatures
from award_opt.record import verify as check_record
from award_opt.record.facts import check_reasons
from award_opt.report.reasons import content
from award_opt.report.record import Retelling
from award_opt.solve import Options, solve

SOLVERS = ("ortools", "pandas", "scipy", "highspy")
FOLDERS = tuple(sorted(path.parent for path in ROOT.glob("instances/*/instance.toml")))
QUICK = ("alphen-2018-none-reaches", "hvb-youth-2022", "zuid-limburg-housing-2022")
GAP = "lekstroom-2024-gap"  # the smallest with a pass-over
MODEL, INSTANCE = ROOT / f"models/{GAP}.toml", ROOT / f"instances/{GAP}"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def model_of(folder: Path) -> Path:
    head = tomllib.loads((folder / "instance.toml").read_text(encoding="utf-8"))
    return ROOT / f"models/{head['tender']}.toml"


def key_file(path: Path, key: Ed25519PrivateKey = KEY) -> Path:
    data = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    path.write_bytes(data)
    return path


def public_file(path: Path, key: Ed25519PrivateKey = KEY) -> Path:
    path.write_bytes(key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH))
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def checked(folder: Path) -> record.Examined:
    return check_record(folder, Retelling())


def codes(folder: Path) -> list[str]:
    return [finding.code for finding in checked(folder).found]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed and sealed record."""
    place = tmp_path_factory.mktemp("records")
    key, seal = key_file(place / "key"), place / "seal.json"
    draws = INSTANCE / "bids.csv"
    assert process("record", "seal", MODEL, "--draws", draws, "-o", seal).code == 0
    words = ("record", MODEL, INSTANCE, "-o", place / "whole", "--sign", key, "--seal", seal)
    done = process(*words)
    assert (done.code, done.err) == (0, "")
    return place / "whole"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "record"))


@pytest.fixture
def plain(copy: Path) -> Path:
    """The record without its signature: a forger can make all digests right again."""
    shutil.rmtree(copy / "signature")
    return copy


def rebag(folder: Path) -> None:
    """Make all digests right again, as a forger would."""
    for manifest in (bag.MANIFEST, bag.TAG_MANIFEST):
        payload = manifest == bag.MANIFEST
        names = [
            name
            for name in files(folder)
            if name.startswith("data/") == payload
            and not name.startswith(("signature/", bag.TAG_MANIFEST))
        ]
        digests = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names}
        lines = "".join(f"{digests[name]}  {name}\n" for name in sorted(names))
        (folder / manifest).write_text(lines, encoding="utf-8")


def edit(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = folder / name
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before


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


def test_the_same_inputs_give_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    key, seal = whole.parent / "key", whole.parent / "seal.json"
    words = ("record", MODEL, INSTANCE, "--sign", key, "--seal", seal, "-o", tmp_path / "again")
    assert process(*words, env={"PYTHONHASHSEED": "7"}).code == 0
    assert files(tmp_path / "again") == files(whole)


def test_digests_in_the_award_are_those_of_files(whole: Path) -> None:
    award = AwardFile.read(whole / contents.AWARD)
    for name, path in (("tender", contents.TENDER), ("instance", contents.INSTANCE)):
        assert award.inputs[name] == hashlib.sha256((whole / path).read_bytes()).hexdigest()
    assert award.digest() in (whole / contents.README).read_text(encoding="utf-8")


def test_the_bag_is_as_the_standard_says(whole: Path) -> None:
    found = files(whole)
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


def test_the_readme_speaks_both_languages_and_names_only_what_there_is(whole: Path) -> None:
    text = (whole / contents.README).read_text(encoding="utf-8")
    assert "# Dossier van een gunning" in text
    assert "# Record of an award" in text
    for name in (contents.PROGRAM, contents.CERTIFICATE, contents.CHECKER, *signatures.FILES[1:]):
        assert name in text
        assert (whole / name).is_file()


def test_every_command_of_the_readme_runs_and_says_that_all_is_well(whole: Path) -> None:
    text = (whole / contents.README).read_text(encoding="utf-8")
    commands = [
        part for part in text.split("`")[1::2] if part.startswith(("sha256sum ", "python3 "))
    ]
    assert len(commands) == 2 * 7
    for command in commands:
        done = subprocess.run(
            command.replace("python3", f"'{sys.executable}'", 1),
            shell=True,
            cwd=whole,
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
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, target = whole / contents.AWARD, tmp_path / "record"
    assert call(capsys, "record", MODEL, INSTANCE, "--among", first, "-o", target).code == 0
    assert (target / contents.AMONG).read_bytes() == first.read_bytes()
    assert call(capsys, "verify", target).code == 0
    (target / contents.AMONG).unlink()
    rebag(target)
    assert call(capsys, "verify", target).code == 1


def test_a_record_that_proves_less_says_so(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    award = AwardFile.read(whole / contents.AWARD)
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


# --- the faults of a folder


def test_a_flipped_byte_in_any_file_is_named(whole: Path, copy: Path) -> None:
    for name, data in files(whole).items():
        for place in (0, len(data) // 2, len(data) - 1):
            changed = bytearray(data)
            changed[place] ^= 1
            (copy / name).write_bytes(changed)
            found = checked(copy).found
            assert found, name
            named = f"{found[0].place} {dict(found[0].facts)} {found[0].code}"
            assert Path(name).name in named or name in (*signatures.FILES, bag.TAG_MANIFEST), name
        (copy / name).write_bytes(data)
    assert not checked(copy).found


def test_a_file_that_is_gone_is_named(whole: Path, copy: Path) -> None:
    for name, data in files(whole).items():
        (copy / name).unlink()
        found = checked(copy).found
        assert found, name
        assert found[0].place.endswith(name)
        (copy / name).write_bytes(data)


@pytest.mark.parametrize("name", ["data/more.txt", "more.txt", "data/proof/x", "signature/x", ".x"])
def test_a_file_that_is_added_is_named(name: str, copy: Path) -> None:
    (copy / name).write_bytes(b"")
    found = checked(copy).found
    assert found[0].place.endswith(name)
    assert found[0].code in ("record_file_unlisted", "record_file_unknown")


def test_files_that_are_renamed_or_swapped_are_named(whole: Path, copy: Path) -> None:
    award, ledger = copy / contents.AWARD, copy / contents.LEDGER
    award.rename(copy / "data/prize.json")
    found = checked(copy).found
    assert (found[0].code, found[0].place) == ("record_file_missing", str(award))
    (copy / "data/prize.json").rename(award)
    award.rename(copy / "x")
    ledger.rename(award)
    (copy / "x").rename(ledger)
    found = checked(copy).found
    assert (found[0].code, found[0].place) == ("record_file_differs", str(award))


def test_a_file_that_is_listed_but_unknown_is_refused(plain: Path) -> None:
    (plain / "data/more.txt").write_bytes(b"more")
    rebag(plain)
    assert codes(plain) == ["record_file_unknown"]


def test_links_devices_and_empty_folders_are_refused(copy: Path, tmp_path: Path) -> None:
    award, outside = copy / contents.AWARD, tmp_path / "outside"
    outside.mkdir()
    shutil.copy(award, outside / "award.json")
    award.unlink()
    award.symlink_to(outside / "award.json")
    assert codes(copy) == ["record_link"]
    award.unlink()
    shutil.copy(outside / "award.json", award)
    (copy / "data/more").symlink_to(outside)
    assert codes(copy) == ["record_link"]
    (copy / "data/more").unlink()
    (copy / "data/empty").mkdir()
    assert codes(copy) == ["record_not_a_file"]
    (copy / "data/empty").rmdir()
    os.mkfifo(copy / "data/pipe")
    assert codes(copy) == ["record_not_a_file"]
    (copy / "data/pipe").unlink()
    assert codes(copy) == []


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "data/../../outside", "data//x"])
def test_a_manifest_cannot_point_outside(name: str, plain: Path) -> None:
    (plain.parent / "outside").write_bytes(b"secret")
    digest = hashlib.sha256(b"secret").hexdigest()
    edit(plain, bag.MANIFEST, lambda text: f"{digest}  {name}\n".encode() + text)
    tags = plain / bag.TAG_MANIFEST
    lines = [line for line in tags.read_text().splitlines() if not line.endswith(bag.MANIFEST)]
    right = hashlib.sha256((plain / bag.MANIFEST).read_bytes()).hexdigest()
    tags.write_text("\n".join(sorted([*lines, f"{right}  {bag.MANIFEST}"], key=lambda x: x[66:])))
    edit(plain, bag.TAG_MANIFEST, lambda text: text + b"\n")
    assert codes(plain) == ["record_file_missing"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + text.splitlines(keepends=True)[0],
        lambda text: b"".join(reversed(text.splitlines(keepends=True))),
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text + b"\xff\n",
        lambda text: text + b"x" * (bag.MOST_LISTED + 1),
        lambda text: text.upper(),
        lambda text: b"",
    ],
)
def test_a_manifest_has_one_form(change: Callable[[bytes], bytes], plain: Path) -> None:
    edit(plain, bag.TAG_MANIFEST, change)
    found = checked(plain).found
    assert found[0].code in ("record_manifest_malformed", "record_file_unlisted")
    assert bag.TAG_MANIFEST in f"{found[0].place} {dict(found[0].facts)}"


def test_a_folder_of_very_many_files_meets_a_bound(copy: Path) -> None:
    for number in range(bag.MOST_FILES):
        (copy / f"data/{number}").touch()
    assert codes(copy) == ["record_too_many_files"]


def test_a_tower_of_folders_meets_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bag, "MOST_FILES", 20)
    tmp_path.joinpath("record", *["x"] * 21).mkdir(parents=True)
    assert codes(tmp_path / "record") == ["record_too_many_files"]


def test_very_large_files_meet_a_bound(copy: Path) -> None:
    with (copy / contents.AWARD).open("r+b") as file:
        file.truncate(bag.MOST_BYTES + 1)  # a hole, which takes no room
    assert codes(copy) == ["record_too_large"]


def test_a_folder_that_is_no_record_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "verify", tmp_path)
    assert done.code == 1
    assert "bagit.txt" in done.out
    assert call(capsys, "verify", tmp_path / "nowhere").code == 2


# --- forgeries with all digests made right again


def with_award(**fields: object) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        return canonical({**json.loads(data), **fields}) + b"\n"

    return change


def with_reason(place: int, **fields: object) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        told_all = json.loads(data)
        told_all[place] |= fields
        return canonical(told_all) + b"\n"

    return change


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, 1)


FORGERIES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "the award": (contents.AWARD, with_award(winners=[]), "award"),
    "no award": (contents.AWARD, lambda data: b"{", "inputs"),
    "a rule": (contents.MODEL, swapped(b"limit = ", b"limit = 1"), "award"),
    "no model": (contents.MODEL, lambda data: b"format = 1\n", "inputs"),
    "a bid": (f"{contents.FOLDER}/bids.csv", swapped(b",8.5,", b",8.4,"), "award"),
    "a table": (f"{contents.FOLDER}/bids.csv", lambda data: b"", "inputs"),
    "canonical inputs": (contents.TENDER, lambda data: data + b" ", "following"),
    "the ledger": (contents.LEDGER, lambda data: b"[]\n", "following"),
    "the program": (contents.PROGRAM, lambda data: data + b" ", "following"),
    "no proof at all": (contents.CERTIFICATE, lambda data: b"{}", "proof"),
    "a broken proof": (contents.CERTIFICATE, lambda data: data[:-9], "proof"),
    "the checker": (contents.CHECKER, lambda data: b"print('VERIFIED optimal')\n", "own"),
    "the readme": (contents.README, lambda data: b"Trust us.\n", "own"),
    "versions": (contents.VERSIONS, lambda data: b"[]", "own"),
    "no reasons": (contents.REASONS, lambda data: b"[]\n", "reasons"),
    "reasons as text": (contents.REASONS, lambda data: b"because", "reasons"),
    "a reason too many": (
        contents.REASONS,
        lambda data: canonical([*json.loads(data), json.loads(data)[0]]) + b"\n",
        "reasons",
    ),
    "the order of reasons": (
        contents.REASONS,
        lambda data: canonical(json.loads(data)[::-1]) + b"\n",
        "reasons",
    ),
    "a kind": (contents.REASONS, with_reason(1, kind="filtered"), "reasons"),
    "an unknown kind": (contents.REASONS, with_reason(1, kind="whim"), "reasons"),
    "a code": (contents.REASONS, with_reason(1, code="after_stop"), "reasons"),
    "a code of a winner": (contents.REASONS, with_reason(0, code="goal"), "reasons"),
    "a step": (contents.REASONS, with_reason(0, step="draw"), "reasons"),
    "an engine": (
        contents.VERSIONS,
        lambda data: canonical({**json.loads(data), "engines": {}}) + b"\n",
        "own",
    ),
    "a rank": (contents.REASONS, with_reason(1, rank=99), "reasons"),
    "a score": (contents.REASONS, with_reason(1, score="1.00"), "reasons"),
    "a winner": (contents.REASONS, with_reason(1, winners=[]), "reasons"),
    "rules": (contents.REASONS, with_reason(1, rules=["NO-RULE"]), "reasons"),
    "rules of a winner": (contents.REASONS, with_reason(0, rules=["NO-RULE"]), "reasons"),
    "a pass-over": (contents.REASONS, with_reason(1, passing=None), "reasons"),
    "evidence": (
        contents.REASONS,
        with_reason(
            1, evidence=[{"rule": "X", "code": "x", "facts": {}, "group": "", "before": False}]
        ),
        "reasons",
    ),
    "a gap": (
        contents.REASONS,
        with_reason(1, gap={"goal": "whim", "award": "x", "with_bid": "y"}, passing=None),
        "reasons",
    ),
    "a text": (contents.REASONS, with_reason(1, text={"nl": "Nee.", "en": "No."}), "reasons"),
    "one language": (contents.REASONS, with_reason(1, text={"nl": "Nee."}), "reasons"),
    "the seal": (contents.SEAL, lambda data: b"{}\n", "seal"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_with_right_digests_is_found_where_it_stands(name: str, plain: Path) -> None:
    file, change, step = FORGERIES[name]
    edit(plain, file, change)
    rebag(plain)
    found = checked(plain)
    assert found.step == step, found.found


def test_every_forged_step_of_a_pass_over_is_found(plain: Path) -> None:
    data = (plain / contents.REASONS).read_bytes()
    place, told_one = next(
        (place, one) for place, one in enumerate(json.loads(data)) if one["passing"]
    )
    passing = told_one["passing"]
    assert passing["swaps"]
    for swaps in ([], [*passing["swaps"], passing["swaps"][0]], [{"winner": "L1", "rules": []}]):
        change = with_reason(place, passing={**passing, "swaps": swaps})
        (plain / contents.REASONS).write_bytes(change(data))
        rebag(plain)
        found = checked(plain)
        assert (found.step, found.found[0].code) == ("reasons", "record_reason_differs")


def test_the_reasons_in_a_record_have_the_fields_of_a_reason() -> None:
    for kept, made in (
        (told.Evidence, reasons.Evidence),
        (told.Swap, reasons.Swap),
        (told.Passing, reasons.Passing),
        (told.Gap, reasons.Gap),
        (told.Told, reasons.Reason),
    ):
        more = {"lowest", "margin", "text"} if kept is told.Told else set()
        assert set(kept.model_fields) - more == {f.name for f in dataclasses.fields(made)}


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_right_reasons_of_random_tenders_are_accepted(first: int) -> None:
    for seed in range(first, first + 10):
        tender, instance = random_case(seed)
        award = solve(tender, instance, Options(cross_check=False))
        told_all: list[dict[str, object]] = []
        if award.status == "optimal":
            found = reasons.explain(tender, instance, award)
            told_all = content(tender, instance, len(award.winners), found, {})
        decision = record.Decision(tender, instance, award)
        assert check_reasons(decision, told.written(told_all), Retelling()) == len(told_all)


def test_a_record_of_another_version_is_read_without_comparing_its_checker(plain: Path) -> None:
    versions = {**json.loads((plain / contents.VERSIONS).read_bytes()), "award_opt": "0.0.1"}
    (plain / contents.VERSIONS).write_bytes(canonical(versions) + b"\n")
    edit(plain, contents.README, lambda data: b"Of an earlier version.\n")
    rebag(plain)
    found = checked(plain)
    assert not found.found
    assert "record_other_version" in [line.code for line in found.checked]


# --- interrupted writes


def fail_at(number: int) -> Callable[..., None]:
    calls = iter(range(10_000))

    def fail(*_: object) -> None:
        if next(calls) == number:
            raise OSError(28, "No space left on device")

    return fail


@pytest.mark.parametrize("name", ["fsync", "rename", "mkdir", "open"])
def test_a_write_that_fails_leaves_nothing(
    name: str, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, target = files(whole), tmp_path / "record"
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
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = Path(shutil.copytree(INSTANCE, tmp_path / "instance"))
    copied = contents.copied

    def late(model: Path, folder: Path, award: AwardFile) -> dict[str, bytes]:
        edit(folder, "bids.csv", swapped(b",8.5,", b",8.4,"))
        return copied(model, folder, award)

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


# --- signatures

SIGNED_BY_SSH_KEYGEN = """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgA6EHv/POEL4dcN0Y50vAmWfk1j
CbpQ1fHdyGZBJVMbgAAAAJYXdhcmQtb3B0AAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1l
ZDI1NTE5AAAAQBDxuSxO7613NgENM6DSkmbzAb2ATnc6MGyLyslK+iEqKH0foaAM9uGKUU
ewJDdDMYSh/tbav1b820XFCXnESAE=
-----END SSH SIGNATURE-----
"""


def test_a_signature_is_the_one_that_ssh_keygen_writes(tmp_path: Path) -> None:
    made = signatures.sign(b"the manifest\n", key_file(tmp_path / "key"))
    assert made[signatures.SSH].decode() == SIGNED_BY_SSH_KEYGEN
    KEY.public_key().verify(made[signatures.RAW], b"the manifest\n")
    raw = signatures.signer(b"the manifest\n", made)
    assert raw == KEY.public_key().public_bytes_raw()
    name = "SHA256:lbmsoA0yIEcEiVDRnMWuzm+nV+3ZEEpVIURqFoeSspg"  # as ssh-keygen -l prints it
    assert signatures.fingerprint(raw) == name


def test_the_signer_is_checked(
    whole: Path, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = public_file(tmp_path / "a.pub"), public_file(tmp_path / "b.pub", OTHER)
    done = call(capsys, "verify", whole, "--signer", right)
    assert (done.code, done.err) == (0, "")
    assert "by the signer asked for" in done.out
    done = call(capsys, "verify", whole, "--signer", wrong)
    assert done.code == 1
    assert "signer.pub" in done.out
    assert "give --signer" in call(capsys, "verify", whole).out
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "a.pem").write_bytes(pem)
    assert call(capsys, "verify", whole, "--signer", tmp_path / "a.pem").code == 0
    shutil.rmtree(copy / "signature")
    done = call(capsys, "verify", copy, "--signer", right)
    assert done.code == 1
    assert "not signed" in done.out


def test_a_signed_record_cannot_be_made_right_again(copy: Path) -> None:
    edit(copy, contents.README, lambda data: data + b"\n")
    rebag(copy)
    found = checked(copy)
    assert (found.step, found.found[0].code) == ("signature", "record_signature_wrong")


def test_a_signature_of_another_key_is_found(whole: Path, copy: Path, tmp_path: Path) -> None:
    made = signatures.sign((whole / bag.TAG_MANIFEST).read_bytes(), key_file(tmp_path / "k", OTHER))
    for name in signatures.FILES:
        before = (copy / name).read_bytes()
        (copy / name).write_bytes(made[name])
        found = checked(copy)
        assert found.step == "signature", name
        (copy / name).write_bytes(before)
    assert codes(copy) == []


@pytest.mark.parametrize("content", [b"", b"\n", b"ssh-ed25519 !!!\n", b"ssh-ed25519 AAAA\n"])
@pytest.mark.parametrize("name", signatures.FILES)
def test_signature_files_of_any_content_are_refused(name: str, content: bytes, copy: Path) -> None:
    (copy / name).write_bytes(content)
    assert checked(copy).step == "signature"


def test_keys_of_other_kinds_are_refused(tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    locked = BestAvailableEncryption(b"secret")
    keys = {
        "kind": other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "unreadable": KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked),
    }
    for word, data in keys.items():
        (tmp_path / "key").write_bytes(data)
        with pytest.raises(InputError, match=f"record_key_{word}"):
            signatures.sign(b"", tmp_path / "key")
    for word, data in {
        "kind": other.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "unreadable": b"nothing",
    }.items():
        (tmp_path / "key.pub").write_bytes(data)
        with pytest.raises(InputError, match=f"record_key_{word}"):
            signatures.public_key(tmp_path / "key.pub")
    with pytest.raises(InputError, match="file_missing"):
        signatures.sign(b"", tmp_path / "nowhere")
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key").write_bytes(pem)
    assert signatures.sign(b"", tmp_path / "key")[signatures.RAW] == KEY.sign(b"")


# --- seals

YOUTH = ROOT / "models/hvb-youth-2022.toml"


def youth_changes(tmp_path: Path, *swaps: tuple[str, str], bids: str = "") -> list[str]:
    """What a seal of the youth tender says of a tender that was changed after it."""
    from award_opt.instance import read_instance
    from award_opt.record.seal import changes
    from award_opt.tender import read_tender

    folder = ROOT / "instances/hvb-youth-2022"
    seal = record.sealed(read_tender(YOUTH), record.read_draws(folder / "bids.csv"))
    text = YOUTH.read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / YOUTH.name).write_text(text, encoding="utf-8")
    tender = read_tender(tmp_path / YOUTH.name)
    instance = read_instance(folder, tender)
    if bids:
        first, *rest = instance.bids
        changed = (dataclasses.replace(first, draw=int(bids)), *rest)
        instance = dataclasses.replace(instance, bids=changed)
    found = changes(seal, tender, instance)
    return [" ".join([f.code, *map(str, f.facts.values())]) for f in found]


def test_what_changed_after_sealing_is_named_apart(tmp_path: Path) -> None:
    assert youth_changes(tmp_path) == []
    assert youth_changes(tmp_path, ("limit = 15", "limit = 14")) == ["seal_rule_changed S3-MAX"]
    goal = ('goals = ["total_score"]', 'goals = ["total_score", "fewest_partners"]')
    assert youth_changes(tmp_path, goal) == ["seal_method_changed"]
    ties = youth_changes(tmp_path, ('"vision", "value", "draw"]', '"value", "vision", "draw"]'))
    assert ties == ["seal_ties_changed"]
    name = ("authority = ", 'authority = "Someone else" # ')
    assert youth_changes(tmp_path, name) == ["seal_model_changed"]
    drawn = youth_changes(tmp_path, bids="999999")
    assert drawn == ["seal_draws_changed 183 183"]
    other = youth_changes(tmp_path, ('id = "S3-MAX"', 'id = "S3-MIX"'))
    assert other == ["seal_rule_dropped S3-MAX", "seal_rule_added S3-MIX"]
    both = youth_changes(tmp_path, ("limit = 15", "limit = 14"), goal, bids="999999")
    assert [line.split()[0] for line in both] == [
        "seal_rule_changed",
        "seal_method_changed",
        "seal_draws_changed",
    ]


def test_a_record_shows_what_changed_after_sealing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, seal, target = tmp_path / MODEL.name, tmp_path / "seal.json", tmp_path / "record"
    shutil.copy(MODEL, model)
    assert call(capsys, "record", "seal", model, "-o", seal).code == 0
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace("authority = ", 'authority = "x" # ', 1), encoding="utf-8")
    done = call(capsys, "record", model, INSTANCE, "--seal", seal, "-o", target)
    assert done.code == 1
    assert "changed after sealing" in " ".join(done.err.split())
    done = call(capsys, "verify", target, "--lang", "nl")
    assert done.code == 1
    assert "na de verzegeling gewijzigd" in " ".join(done.out.split())


def test_an_auditor_holds_the_seal_beside_the_record(
    whole: Path, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal, other = whole.parent / "seal.json", tmp_path / "other.json"
    assert call(capsys, "verify", whole, "--seal", seal).code == 0
    assert call(capsys, "record", "seal", MODEL, "-o", other).code == 0
    done = call(capsys, "verify", whole, "--seal", other)
    assert done.code == 1
    assert "another seal" in done.out
    shutil.rmtree(copy / "signature")
    (copy / contents.SEAL).unlink()
    rebag(copy)
    done = call(capsys, "verify", copy, "--seal", seal)
    assert done.code == 1
    assert "refers to no seal" in done.out
    assert "seal: none" in call(capsys, "verify", copy).out


def test_a_seal_is_canonical_json_and_printed_where_no_file_is_named(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "record", "seal", MODEL)
    assert done.code == 0
    assert canonical(json.loads(done.out)).decode() + "\n" == done.out
    assert json.loads(done.out)["draws"] is None
    assert json.loads((whole / contents.SEAL).read_bytes())["draws"]["count"] == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bid\nB1\n", "draws_no_column"),
        ("", "draws_no_column"),
        ("bid,draw\nB1,1\nB1,2\n", "draws_wrong"),
        ("bid,draw\nB1,one\n", "draws_wrong"),
        ("bid,draw\n,1\n", "draws_wrong"),
        ("bid,draw\nB1\n", None),
        ("bid;other;draw\nB1;x;7\nB2;y;\n", None),
    ],
)
def test_draw_numbers_are_read_strictly(text: str, code: str | None, tmp_path: Path) -> None:
    path = tmp_path / "draws.csv"
    path.write_text(text, encoding="utf-8")
    if code is None:
        assert record.read_draws(path) in ({}, {"B1": 7})
    else:
        with pytest.raises(InputError, match=code):
            record.read_draws(path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format":"award-seal/1"}'])
def test_what_is_no_seal_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "seal.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="seal_malformed"):
        record.read_seal(path)


# --- words of the commands


def test_words_that_do_not_go_together_are_refused(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal, award = whole.parent / "seal.json", whole / contents.AWARD
    for words in (
        ("record", MODEL),
        ("record", "seal"),
        ("record", "seal", MODEL, INSTANCE),
        ("record", "seal", MODEL, "--seal", seal),
        ("record", MODEL, INSTANCE, "--draws", seal, "-o", tmp_path / "x"),
        ("verify", MODEL, INSTANCE, award, "--seal", seal),
        ("verify", whole, "--among", award),
        ("verify", MODEL),
    ):
        done = call(capsys, *words)
        assert (done.code, done.out) == (2, ""), words
        assert "Traceback" not in done.err


def test_a_check_is_canonical_json_where_asked(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "verify", whole, "--json")
    content = json.loads(done.out)
    assert canonical(content).decode() + "\n" == done.out
    assert (content["verified"], content["proven"], content["findings"]) == (True, True, [])
    assert content["digest"] == hashlib.sha256((whole / bag.TAG_MANIFEST).read_bytes()).hexdigest()
    assert len(content["checked"]) == 10

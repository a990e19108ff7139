"""A folder that is not as it was written: every fault is named."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli import call
from records import checked, codes, edit, files, rebag

from award_opt.record import bag, contents
from award_opt.record import signature as signatures


def test_a_flipped_byte_in_any_file_is_named(recorded: Path, copied: Path) -> None:
    for name, data in files(recorded).items():
        for place in (0, len(data) // 2, len(data) - 1):
            changed = bytearray(data)
            changed[place] ^= 1
            (copied / name).write_bytes(changed)
            found = checked(copied).found
            assert found, name
            named = f"{found[0].place} {dict(found[0].facts)} {found[0].code}"
            assert Path(name).name in named or name in (*signatures.FILES, bag.TAG_MANIFEST), name
        (copied / name).write_bytes(data)
    assert not checked(copied).found


def test_a_file_that_is_gone_is_named(recorded: Path, copied: Path) -> None:
    for name, data in files(recorded).items():
        (copied / name).unlink()
        found = checked(copied).found
        assert found, name
        assert found[0].place.endswith(name)
        (copied / name).write_bytes(data)


@pytest.mark.parametrize("name", ["data/more.txt", "more.txt", "data/proof/x", "signature/x", ".x"])
def test_a_file_that_is_added_is_named(name: str, copied: Path) -> None:
    (copied / name).write_bytes(b"")
    found = checked(copied).found
    assert found[0].place.endswith(name)
    assert found[0].code in ("record_file_unlisted", "record_file_unknown")


def test_files_that_are_renamed_or_swapped_are_named(recorded: Path, copied: Path) -> None:
    award, ledger = copied / contents.AWARD, copied / contents.LEDGER
    award.rename(copied / "data/prize.json")
    found = checked(copied).found
    assert (found[0].code, found[0].place) == ("record_file_missing", str(award))
    (copied / "data/prize.json").rename(award)
    award.rename(copied / "x")
    ledger.rename(award)
    (copied / "x").rename(ledger)
    found = checked(copied).found
    assert (found[0].code, found[0].place) == ("record_file_differs", str(award))


def test_a_file_that_is_listed_but_unknown_is_refused(unsigned: Path) -> None:
    (unsigned / "data/more.txt").write_bytes(b"more")
    rebag(unsigned)
    assert codes(unsigned) == ["record_file_unknown"]


def test_links_devices_and_empty_folders_are_refused(copied: Path, tmp_path: Path) -> None:
    award, outside = copied / contents.AWARD, tmp_path / "outside"
    outside.mkdir()
    shutil.copy(award, outside / "award.json")
    award.unlink()
    award.symlink_to(outside / "award.json")
    assert codes(copied) == ["record_link"]
    award.unlink()
    shutil.copy(outside / "award.json", award)
    (copied / "data/more").symlink_to(outside)
    assert codes(copied) == ["record_link"]
    (copied / "data/more").unlink()
    (copied / "data/empty").mkdir()
    assert codes(copied) == ["record_not_a_file"]
    (copied / "data/empty").rmdir()
    os.mkfifo(copied / "data/pipe")
    assert codes(copied) == ["record_not_a_file"]
    (copied / "data/pipe").unlink()
    assert codes(copied) == []


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "data/../../outside", "data//x"])
def test_a_manifest_cannot_point_outside(name: str, unsigned: Path) -> None:
    (unsigned.parent / "outside").write_bytes(b"secret")
    digest = hashlib.sha256(b"secret").hexdigest()
    edit(unsigned, bag.MANIFEST, lambda text: f"{digest}  {name}\n".encode() + text)
    tags = unsigned / bag.TAG_MANIFEST
    lines = [line for line in tags.read_text().splitlines() if not line.endswith(bag.MANIFEST)]
    right = hashlib.sha256((unsigned / bag.MANIFEST).read_bytes()).hexdigest()
    tags.write_text("\n".join(sorted([*lines, f"{right}  {bag.MANIFEST}"], key=lambda x: x[66:])))
    edit(unsigned, bag.TAG_MANIFEST, lambda text: text + b"\n")
    assert codes(unsigned) == ["record_file_missing"]


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
def test_a_manifest_has_one_form(change: Callable[[bytes], bytes], unsigned: Path) -> None:
    edit(unsigned, bag.TAG_MANIFEST, change)
    found = checked(unsigned).found
    assert found[0].code in ("record_manifest_malformed", "record_file_unlisted")
    assert bag.TAG_MANIFEST in f"{found[0].place} {dict(found[0].facts)}"


def test_a_folder_of_very_many_files_meets_a_bound(copied: Path) -> None:
    for number in range(bag.MOST_FILES):
        (copied / f"data/{number}").touch()
    assert codes(copied) == ["record_too_many_files"]


def test_a_tower_of_folders_meets_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bag, "MOST_FILES", 20)
    tmp_path.joinpath("record", *["x"] * 21).mkdir(parents=True)
    assert codes(tmp_path / "record") == ["record_too_many_files"]


def test_very_large_files_meet_a_bound(copied: Path) -> None:
    with (copied / contents.AWARD).open("r+b") as file:
        file.truncate(bag.MOST_BYTES + 1)  # a hole, which takes no room
    assert codes(copied) == ["record_too_large"]


def test_a_folder_that_is_no_record_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "verify", tmp_path)
    assert done.code == 1
    assert "bagit.txt" in done.out
    assert call(capsys, "verify", tmp_path / "nowhere").code == 2

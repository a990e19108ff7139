"""A record of a small tender as fixtures, and what a forger does to it."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from cli import process
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from readme_blocks import ROOT

from award_opt import record
from award_opt.record import bag
from award_opt.record import verify as check_record
from award_opt.report.record import Retelling

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
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed and sealed record."""
    place = tmp_path_factory.mktemp("records")
    key, seal = key_file(place / "key"), place / "seal.json"
    draws = INSTANCE / "bids.csv"
    assert process("record", "seal", MODEL, "--draws", draws, "-o", seal).code == 0
    words = ("record", MODEL, INSTANCE, "-o", place / "recorded", "--sign", key, "--seal", seal)
    done = process(*words)
    assert (done.code, done.err) == (0, "")
    return place / "recorded"


@pytest.fixture
def copied(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(recorded, tmp_path / "record"))


@pytest.fixture
def unsigned(copied: Path) -> Path:
    """The record without its signature: a forger can make all digests right again."""
    shutil.rmtree(copied / "signature")
    return copied


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


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, 1)

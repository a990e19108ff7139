"""BagIt bags (RFC 8493): written whole or not at all, and read within bounds.

Written here and not by the library ``bagit``, which puts the day and its own name into every bag,
works inside the target folder, and follows symbolic links when it reads.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from award_opt.errors import CheckError, Fact, Finding, InputError
from award_opt.files import CHUNK, MEBIBYTE
from award_opt.interrupts import require_none

PAYLOAD: Final = "data/"
DECLARATION_FILE, INFO_FILE = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURES: Final = "signature/"  # they speak of the tag manifest, so it cannot list them
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MOST_FILES = 1_000
MOST_BYTES = 4096 * MEBIBYTE
MOST_LISTED = MEBIBYTE  # bytes of a manifest
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_UNFINISHED = re.compile(r"\..*\.([0-9]+)\.part")


def sha256(data: bytes) -> str:
    """The digest as hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def bagged(files: Mapping[str, bytes], info: Mapping[str, str]) -> dict[str, bytes]:
    """All files of a bag: ``files`` by name, payload under ``data/``, and what describes them."""
    payload = {name: data for name, data in files.items() if name.startswith(PAYLOAD)}
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    told = "".join(f"{label}: {text}\n" for label, text in {**info, "Payload-Oxum": oxum}.items())
    whole = {**files, DECLARATION_FILE: DECLARATION, INFO_FILE: told.encode()}
    whole[MANIFEST] = _listing({name: sha256(data) for name, data in payload.items()})
    tags = {name: sha256(data) for name, data in whole.items() if name not in payload}
    return {**whole, TAG_MANIFEST: _listing(tags)}


def _listing(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def require_new(target: Path) -> None:
    """Refuse a target that exists, or whose folder does not.

    Raises
    ------
    InputError
        It does.
    """
    if os.path.lexists(target):
        raise InputError([Finding(str(target), "output_exists")])
    if not target.resolve().parent.is_dir():
        raise InputError([Finding(str(target), "output_folder_missing")])


def write(target: Path, files: Mapping[str, bytes], examine: Callable[[Path], None]) -> None:
    """Write a new folder as a whole; ``examine`` sees it before it gets its name.

    Raises
    ------
    InputError
        The target exists, or the folder that should hold it does not.
    """
    require_new(target)
    real = target.resolve()
    _sweep(real)
    partial = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        partial.mkdir()
        for name, data in files.items():
            _write(partial / name, data)
        for folder in [partial, *(path for path in partial.rglob("*") if path.is_dir())]:
            _flush(folder)
        examine(partial)
        require_none()
        partial.rename(real)
        _flush(real.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Make the names in a folder last, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(real: Path) -> None:
    """Remove what runs for the same target left behind when they were killed."""
    for left in real.parent.glob(f".{glob.escape(real.name)}.*.part"):
        found = _UNFINISHED.fullmatch(left.name)
        if found and not _running(int(found[1])):
            shutil.rmtree(left, ignore_errors=True)


def _running(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def unfinished(folder: Path) -> bool:
    """Whether the folder is what an interrupted write left behind."""
    return _UNFINISHED.fullmatch(folder.resolve().name) is not None


# --- reading


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a bag, once the bag is found whole.

    Raises
    ------
    CheckError
        What is wrong with the bag; a file that differs from its digest is named.
    """
    found = {name: _digest(folder / name) for name in _names(folder)}
    for name in (DECLARATION_FILE, TAG_MANIFEST, MANIFEST):
        if name not in found:
            raise _wrong(folder, name, "record_file_missing", manifest=TAG_MANIFEST)
    payload = {name: digest for name, digest in found.items() if name.startswith(PAYLOAD)}
    signed = [name for name in found if name.startswith(SIGNATURES)]
    tags = {n: d for n, d in found.items() if n not in {*payload, *signed, TAG_MANIFEST}}
    _compare(folder, TAG_MANIFEST, tags)
    _compare(folder, MANIFEST, payload)
    if (folder / DECLARATION_FILE).read_bytes() != DECLARATION:
        raise _wrong(folder, DECLARATION_FILE, "record_not_a_bag")
    return found


def _names(folder: Path) -> list[str]:
    """The names of all files, sorted; links, devices and empty folders are refused."""
    names: list[str] = []
    size = 0
    for count, (name, entry) in enumerate(_entries(folder)):
        if count >= MOST_FILES:
            raise _wrong(folder, "", "record_too_many_files", limit=MOST_FILES)
        if entry.is_symlink():
            raise _wrong(folder, name, "record_link")
        if entry.is_file(follow_symlinks=False):
            names.append(name)
            size += entry.stat(follow_symlinks=False).st_size
        elif not entry.is_dir(follow_symlinks=False) or not os.listdir(entry):
            raise _wrong(folder, name, "record_not_a_file")
        if size > MOST_BYTES:
            raise _wrong(folder, "", "record_too_large", limit=MOST_BYTES // MEBIBYTE)
    return sorted(names)


def _entries(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    waiting = [("", folder)]
    while waiting:
        above, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                name = above + entry.name
                yield name, entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{name}/", Path(entry)))


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _compare(folder: Path, manifest: str, found: Mapping[str, str]) -> None:
    """Refuse the first difference between a manifest and the files that it should list."""
    path = folder / manifest
    if path.stat().st_size > MOST_LISTED:
        raise _wrong(folder, manifest, "record_manifest_malformed")
    data = path.read_bytes()
    lines = [_LINE.fullmatch(line) for line in data.decode(errors="replace").splitlines()]
    listed = {line[2]: line[1] for line in lines if line is not None}
    for name in sorted({*found, *listed}):
        if name not in found:
            raise _wrong(folder, name, "record_file_missing", manifest=manifest)
        if name not in listed:
            raise _wrong(folder, name, "record_file_unlisted", manifest=manifest)
        if listed[name] != found[name]:
            raise _wrong(folder, name, "record_file_differs", manifest=manifest)
    if data != _listing(found):
        raise _wrong(folder, manifest, "record_manifest_malformed")


def _wrong(folder: Path, name: str, code: str, **facts: Fact) -> CheckError:
    return CheckError([Finding(f"{folder}/{name}" if name else str(folder), code, facts)])

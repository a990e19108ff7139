"""Reading a workbook from outside in a process of its own, with bounds on memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from award_opt.errors import Finding, InputError
from award_opt.files import MEBIBYTE, fault
from award_opt.workbook.cells import RawSheet
from award_opt.workbook.child import BROKEN, OUT_OF_MEMORY, TOO_MUCH

MAX_BYTES = 128 * MEBIBYTE
MEMORY = 1024 * MEBIBYTE
SECONDS = 300
CHARACTERS = 64 * MEBIBYTE
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from award_opt.workbook.child import main;"
    " main(sys.argv[2], *map(int, sys.argv[3:]))"
)


def is_workbook(path: Path) -> bool:
    """Whether a path names a spreadsheet rather than a folder."""
    return path.suffix.casefold() in SUFFIXES and not path.is_dir()


def read_workbook(path: Path) -> list[RawSheet]:
    """All sheets of a workbook with their cells, as they stand in the file.

    Raises
    ------
    InputError
        The file is absent, protected, no workbook, too large once unpacked, or holds macros or
        links; nothing of it is unpacked in this process.
    """
    found = fault(path, MAX_BYTES) or _outside(path)
    if found is not None:
        raise InputError([found])
    return _sheets(path, _lines(path))


def _outside(path: Path) -> Finding | None:
    with path.open("rb") as stream:
        start = stream.read(len(OLE))
        if start == OLE:
            locked = ENCRYPTED in stream.read()
            return Finding(str(path), "workbook_password" if locked else "workbook_old")
    return None if start.startswith(ZIP) else Finding(str(path), "workbook_none")


def _lines(path: Path) -> Iterator[Any]:
    limits = [str(limit) for limit in (MEMORY, SECONDS, CHARACTERS)]
    words = [sys.executable, "-I", "-c", START, json.dumps(sys.path), str(path.resolve()), *limits]
    env = {**os.environ, "OPENPYXL_LXML": "False", "OPENPYXL_DEFUSEDXML": "True"}
    try:
        done = subprocess.run(words, capture_output=True, timeout=SECONDS, env=env, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError([Finding(str(path), "workbook_slow", {"limit": SECONDS})]) from error
    if done.returncode:
        raise InputError([_ended(path, done.returncode, done.stderr)])
    return map(json.loads, done.stdout.decode().split("\n")[:-1])


def _ended(path: Path, code: int, stderr: bytes) -> Finding:
    if code == OUT_OF_MEMORY:
        return Finding(str(path), "workbook_memory", {"limit": MEMORY // MEBIBYTE})
    if code == TOO_MUCH:
        return Finding(str(path), "workbook_too_much", {"limit": CHARACTERS // MEBIBYTE})
    if code < 0:
        return Finding(str(path), "workbook_slow", {"limit": SECONDS})
    said = stderr.decode(errors="replace").strip().splitlines() or [""]
    if code != BROKEN and said[-1].startswith("MemoryError"):
        return Finding(str(path), "workbook_memory", {"limit": MEMORY // MEBIBYTE})
    return Finding(str(path), "workbook_broken", {"reason": said[-1]})


def _sheets(path: Path, lines: Iterator[Any]) -> list[RawSheet]:
    faults = [Finding(str(path), code, facts) for code, facts in next(lines)["faults"]]
    sheets: list[RawSheet] = []
    for line in lines:
        if isinstance(line, list):
            sheets[-1].rows.append((line[0], line[1]))
        elif "sheet" in line:
            sheets.append(
                RawSheet(
                    line["sheet"],
                    line["hidden"],
                    tuple(line["merged"]),
                    tuple(line["hidden_rows"]),
                    tuple(line["hidden_columns"]),
                )
            )
        elif not line["agree"]:
            faults.append(Finding(f"{path}: {sheets[-1].name}", "workbook_disagree"))
    if faults:
        raise InputError(faults)
    return sheets

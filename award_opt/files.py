"""Files on disk: whether they can be read at all, and where their encoding breaks."""

from __future__ import annotations

import codecs
import errno
import stat
from difflib import get_close_matches
from pathlib import Path

from award_opt.errors import Fact, Finding, InputError

MEBIBYTE = 1024 * 1024
CHUNK = MEBIBYTE
ALIKE = 0.8
_CODES = {
    errno.ENOENT: "file_missing",
    errno.ENOTDIR: "file_missing",
    errno.ELOOP: "link_loop",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
}


def fault(path: Path, limit: int) -> Finding | None:
    """Why ``path`` is not a readable file of at most ``limit`` bytes, or ``None`` where it is."""
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            path.open("rb").close()
    except OSError as error:
        return os_fault(path, error)
    if stat.S_ISDIR(status.st_mode):
        return Finding(str(path), "is_folder")
    if not stat.S_ISREG(status.st_mode):
        return Finding(str(path), "not_regular")
    if status.st_size > limit:
        size = -(-status.st_size // MEBIBYTE)
        return Finding(str(path), "too_large", {"size": size, "limit": limit // MEBIBYTE})
    return None


def folder_fault(path: Path) -> Finding | None:
    """Why ``path`` is not a folder that can be listed, or ``None`` where it is."""
    try:
        status = path.stat()
        if not stat.S_ISDIR(status.st_mode):
            return Finding(str(path), "not_a_folder")
        next(path.iterdir(), None)
    except OSError as error:
        if _CODES.get(error.errno or 0) == "file_missing":
            return Finding(str(path), "folder_missing")
        return os_fault(path, error)
    return None


def os_fault(path: Path, error: OSError) -> Finding:
    """What the operating system says of ``path``, as a finding."""
    code = _CODES.get(error.errno or 0, "unreadable")
    near = get_close_matches(path.name, _siblings(path), n=1, cutoff=ALIKE)
    if code == "file_missing" and near:
        return Finding(str(path), "file_missing_near", {"nearest": near[0]})
    reason: dict[str, Fact] = {"reason": error.strerror or type(error).__name__}
    return Finding(str(path), code, reason if code == "unreadable" else {})


def _siblings(path: Path) -> list[str]:
    try:
        return sorted(other.name for other in path.parent.iterdir())
    except OSError:
        return []


def encoding_fault(path: Path, encoding: str, code: str) -> Finding:
    """Where the bytes of ``path`` stop being ``encoding``: offset, line and byte."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done, line = 0, 1
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                data, start = error.object, error.start
                offset = done - (len(data) - len(chunk)) + start
                line += data[:start].count(b"\n")
                byte = f"0x{data[start]:02X}"
                return Finding(str(path), code, {"line": line, "offset": offset, "byte": byte})
            done += len(chunk)
            line += chunk.count(b"\n")
            if not chunk:
                return Finding(str(path), "unreadable", {"reason": "changed while it was read"})


def read_utf8(path: Path, limit: int) -> str:
    """The text of a UTF-8 file, without its byte order mark.

    Raises
    ------
    InputError
        The file is absent, a folder, unreadable, larger than ``limit`` bytes or not UTF-8.
    """
    if found := fault(path, limit):
        raise InputError([found])
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([encoding_fault(path, "utf-8", "not_utf8")]) from error
    except OSError as error:
        raise InputError([os_fault(path, error)]) from error

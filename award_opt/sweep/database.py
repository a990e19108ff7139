"""SQLite as a store needs it: opened to write or to read, held by one; its trouble in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from award_opt.errors import Finding, InputError
from award_opt.files import fault

WHOLE: Final = 2**62
CACHE: Final = 64 * 1024  # kibibytes; keys come in no order
_CODES: Final = {
    sqlite3.SQLITE_FULL: "store_full",
    sqlite3.SQLITE_IOERR_WRITE: "store_full",  # a quota, or a limit on the size of files
    sqlite3.SQLITE_IOERR_SHMSIZE: "store_full",
    sqlite3.SQLITE_READONLY: "store_read_only",
    sqlite3.SQLITE_CANTOPEN: "store_read_only",
    sqlite3.SQLITE_PERM: "store_read_only",
    sqlite3.SQLITE_CORRUPT: "store_corrupt",
    sqlite3.SQLITE_NOTADB: "store_foreign",
}
_GENERAL = 0xFF  # the part of an extended code that says what kind of trouble it is


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """What SQLite has against a file, as a finding about it.

    Raises
    ------
    InputError
        There is something.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        known = _CODES.get(code) or _CODES.get(code & _GENERAL) or "store_trouble"
        raise InputError([Finding(str(path), known, {"reason": str(error)})]) from error


def require_file(path: Path) -> None:
    """Refuse a path that no store can have.

    Raises
    ------
    InputError
        It is a folder or a device, it cannot be read, or its folder does not exist.
    """
    if not path.parent.is_dir():
        raise InputError([Finding(str(path), "output_folder_missing")])
    wrong = fault(path, WHOLE) if path.exists() else None
    if wrong:
        raise InputError([wrong])


def writable(path: Path) -> sqlite3.Connection:
    """The file, made where there is none, with transactions begun and ended by hand."""
    with told_of(path):
        base = sqlite3.connect(path, timeout=30, isolation_level=None)
        base.execute(f"PRAGMA cache_size = -{CACHE}")
    return base


def readable(path: Path) -> sqlite3.Connection:
    """The file as it stands; nothing can be written through it."""
    place = quote(str(path.resolve()))
    with told_of(path):
        base = sqlite3.connect(f"file:{place}?mode=ro", uri=True, timeout=30, isolation_level=None)
        try:
            base.execute("PRAGMA user_version")
        except sqlite3.OperationalError:
            base.close()
            if Path(f"{path}-wal").exists():
                raise
            # a folder without write access, and nothing there that is still to be taken in
            base = sqlite3.connect(f"file:{place}?immutable=1", uri=True, isolation_level=None)
    return base


def is_new(base: sqlite3.Connection) -> bool:
    """Whether nothing was ever written, as in a store whose making was killed."""
    ((owner,),) = base.execute("PRAGMA application_id").fetchall()
    return not owner and not base.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()


def claimed(path: Path) -> sqlite3.Connection | None:
    """What only one process can hold, until it closes it or dies; ``None`` where another does."""
    with told_of(path):
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return None
            raise
    return lock

"""The store of a sweep: one SQLite file with every result under the digest of what it rests on.

A chunk of results is one transaction, so that a kill at any moment loses at most the chunks that
were under way; the same sweep, started again, computes only what is not there. One sweep writes
at a time; anyone may read meanwhile. Everything in a store is a simulation.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from award_opt.award import canonical
from award_opt.errors import Facts, Finding, InputError, SolverError
from award_opt.sweep.database import claimed, is_new, readable, require_file, told_of, writable

FORMAT: Final = 1
APPLICATION: Final = 0x61776F70  # "awop", at a fixed place in the file
SIMULATION: Final = "simulation"
BATCH = 500  # keys asked for at a time
LEVEL = 3  # of compression: half of what 1 leaves, and no slower beside a dictionary
_SCHEMA = (
    "CREATE TABLE sweep (name TEXT PRIMARY KEY, held BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE result (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE,"
    " held BLOB NOT NULL, digest BLOB NOT NULL)",
    "CREATE TABLE aside (key BLOB PRIMARY KEY, why TEXT NOT NULL) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many scenarios are done, were set aside, and are still to do."""

    done: int
    aside: int
    todo: int


class Store:
    """Results by key; made by ``open`` for a sweep and by ``look`` for whoever only reads."""

    def __init__(self, path: Path, base: sqlite3.Connection, lock: sqlite3.Connection | None):
        self.path, self._base, self._lock = path, base, lock
        self._words: bytes | None = None

    @classmethod
    def open(cls, path: Path) -> Store:
        """The store at ``path`` for one sweep to write to, made where there is none.

        Raises
        ------
        InputError
            Another sweep writes to it; it is damaged, no store, or of another version; or its
            folder cannot be written to. The file is left as it was.
        """
        require_file(path)
        lock = _locked(path)
        try:
            store = cls(path, writable(path), lock)
        except BaseException:
            lock.close()
            raise
        try:
            store._prepare()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def look(cls, path: Path) -> Store:
        """The store at ``path``, to read; also while a sweep writes to it.

        Raises
        ------
        InputError
            There is none, or it is damaged, no store, or of another version.
        """
        if not path.exists():
            raise InputError([Finding(str(path), "store_missing")])
        require_file(path)
        store = cls(path, readable(path), None)
        try:
            store._require_format()
        except BaseException:
            store.close()
            raise
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; another sweep may then write to it."""
        with suppress(sqlite3.Error):  # what was put is there; tidying up can wait for the next
            self._base.close()
        if self._lock is not None:
            self._lock.close()

    @property
    def writes(self) -> bool:
        """Whether it was opened to write to."""
        return self._lock is not None

    # --- reading

    def __len__(self) -> int:
        """The number of results."""
        return int(self._all("SELECT count(*) FROM result")[0][0])

    def have(self, keys: Iterable[str]) -> set[str]:
        """Those of ``keys`` whose result is here and not damaged."""
        return {key for key, data in self._found(keys) if data is not None}

    def get(self, keys: Iterable[str]) -> Iterator[bytes | None]:
        """The result of each key in turn; ``None`` where there is none.

        Raises
        ------
        InputError
            A result is damaged.
        """
        for batch in _batches(keys):
            held = dict(self._found(batch))
            for key in batch:
                if key in held and held[key] is None:
                    raise self._error("store_row_corrupt", {"key": key})
                yield held.get(key)

    def aside(self, keys: Iterable[str]) -> dict[str, Finding]:
        """Why each of ``keys`` was set aside, where it was; the key is the finding's place."""
        found = {}
        for batch in _batches(keys):
            for key, why in self._where("SELECT key, why FROM aside", batch):
                told = json.loads(why)
                found[key.hex()] = Finding(key.hex(), told["code"], told["facts"])
        return {key: found[key] for key in sorted(found)}

    def counts(self, keys: Iterable[str]) -> Counts:
        """How far the scenarios of these keys are."""
        done = aside = every = 0
        for batch in _batches(keys):
            have = {key.hex() for (key,) in self._where("SELECT key FROM result", batch)}
            done += len(have)
            aside += len(self.aside(key for key in batch if key not in have))
            every += len(batch)
        return Counts(done, aside, every - done - aside)

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Every key with its result, by key; equal sweeps give equal items.

        Raises
        ------
        InputError
            A result is damaged.
        """
        last = b""
        query = f"SELECT key, held, digest FROM result WHERE key > ? ORDER BY key LIMIT {BATCH}"
        while rows := self._all(query, (last,)):
            for key, held, digest in rows:
                data = self._read(key, held, digest)
                if data is None:
                    raise self._error("store_row_corrupt", {"key": key.hex()})
                yield key.hex(), data
            last = rows[-1][0]

    def plan(self) -> bytes | None:
        """The plan of the latest sweep, as it was written."""
        return self._told("plan")

    # --- writing

    def put(self, rows: Sequence[tuple[str, bytes]], *, alike: bool = True) -> None:
        """Keep results, all or none; what is here already is not written twice.

        Parameters
        ----------
        alike
            The first of them may stand for what all have in common.

        Raises
        ------
        InputError
            The disk is full; what was put before is there.
        SolverError
            A key is here with another result: the same input gave two answers.
        """
        if not rows:
            return
        with self._transaction():
            if alike:
                self._keep_words(rows[0][1])
            made = [self._row(key, data) for key, data in rows]
            query = "INSERT OR IGNORE INTO result (key, held, digest) VALUES (?, ?, ?)"
            fresh = self._base.executemany(query, made).rowcount
            if fresh != len(made):
                self._compare(made)
            self._base.executemany(
                "DELETE FROM aside WHERE key = ?", [(key,) for key, _, _ in made]
            )

    def set_aside(self, key: str, why: Finding) -> None:
        """Keep that a scenario failed, and why; a later result takes its place."""
        told = canonical({"code": why.code, "facts": dict(why.facts)}).decode()
        with self._transaction():
            self._base.execute("INSERT OR REPLACE INTO aside VALUES (?, ?)", (_raw(key), told))

    def keep_plan(self, content: bytes) -> None:
        """Keep the plan of the sweep that begins, for whoever asks how far it is."""
        with self._transaction():
            self._tell("plan", content)

    # --- inside

    def _found(self, keys: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Each key that is here with its result, or with ``None`` where that is damaged."""
        for batch in _batches(keys):
            for key, held, digest in self._where("SELECT key, held, digest FROM result", batch):
                yield key.hex(), self._read(key, held, digest)

    def _row(self, key: str, data: bytes) -> tuple[bytes, bytes, bytes]:
        packer = zlib.compressobj(LEVEL, wbits=-zlib.MAX_WBITS, zdict=self._dictionary())
        held = packer.compress(data) + packer.flush()
        return _raw(key), held, hashlib.sha256(_raw(key) + data).digest()

    def _read(self, key: bytes, held: bytes, digest: bytes) -> bytes | None:
        unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=self._dictionary())
        try:
            data = unpacker.decompress(held) + unpacker.flush()
        except zlib.error:
            return None
        return data if hashlib.sha256(key + data).digest() == digest else None

    def _dictionary(self) -> bytes:
        """The first result that came in: what others have in common with it is not kept again."""
        if self._words is None:
            self._words = self._told("words")
        return self._words or b""

    def _keep_words(self, first: bytes) -> None:
        if self._told("words") is None:
            self._tell("words", first)
            self._words = None

    def _compare(self, made: Sequence[tuple[bytes, bytes, bytes]]) -> None:
        """Mend what is damaged; refuse what differs."""
        for key, held, digest in made:
            ((before, known),) = self._all("SELECT held, digest FROM result WHERE key = ?", (key,))
            if self._read(key, before, known) is None:
                query = "UPDATE result SET held = ?, digest = ? WHERE key = ?"
                self._base.execute(query, (held, digest, key))
            elif known != digest:
                facts = {"key": key.hex()}
                raise SolverError([Finding(str(self.path), "store_differs", facts)])

    def _prepare(self) -> None:
        """Make the tables of a new store; check those of an old one."""
        with told_of(self.path):
            if is_new(self._base):
                self._make()
            self._require_format()
            # a store that was never closed is in this mode already
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            wrong = self._all("PRAGMA quick_check(1)")[0][0]
        if wrong != "ok":
            raise self._error("store_corrupt", {"reason": str(wrong).splitlines()[-1]})
        with self._transaction():
            self._tell("process", str(os.getpid()).encode())

    def _make(self) -> None:
        with self._transaction():
            for table in _SCHEMA:
                self._base.execute(table)
            self._tell("mode", SIMULATION.encode())
            self._base.execute(f"PRAGMA user_version = {FORMAT}")
            self._base.execute(f"PRAGMA application_id = {APPLICATION}")

    def _require_format(self) -> None:
        ((owner,),) = self._all("PRAGMA application_id")
        ((found,),) = self._all("PRAGMA user_version")
        if owner != APPLICATION:
            raise self._error("store_foreign")
        if found != FORMAT:
            raise self._error("store_version", {"found": found, "known": FORMAT})
        if self._told("mode") != SIMULATION.encode():
            raise self._error("store_corrupt", {"reason": "mode"})

    def _told(self, name: str) -> bytes | None:
        rows = self._all("SELECT held FROM sweep WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else None

    def _tell(self, name: str, held: bytes) -> None:
        self._base.execute("INSERT OR REPLACE INTO sweep VALUES (?, ?)", (name, held))

    def _where(self, query: str, keys: Sequence[str]) -> list[Any]:
        marks = ",".join("?" * len(keys))
        return self._all(f"{query} WHERE key IN ({marks})", [_raw(key) for key in keys])

    def _all(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with told_of(self.path):
            return self._base.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if not self.path.exists():  # the system would keep what is written until this ends
            raise self._error("store_gone")
        with told_of(self.path):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            finally:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")

    def _error(self, code: str, facts: Facts | None = None) -> InputError:
        return InputError([Finding(str(self.path), code, facts or {})])


def _raw(key: str) -> bytes:
    return bytes.fromhex(key)


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    every = iter(keys)
    while batch := list(islice(every, BATCH)):
        yield batch


def _locked(path: Path) -> sqlite3.Connection:
    """Hold the store for one sweep; the system lets go of it when the process dies."""
    lock = claimed(path.with_name(f"{path.name}.lock"))
    if lock is None:
        raise InputError([Finding(str(path), "store_busy", {"process": _holder(path)})])
    return lock


def _holder(path: Path) -> str:
    """The process that writes to the store, as far as it says so."""
    try:
        with Store.look(path) as store:
            return (store._told("process") or b"?").decode()
    except InputError:
        return "?"

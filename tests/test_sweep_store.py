"""A store keeps what was put, whatever happens, and says clearly why it cannot be used."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweep_jobs import key, result

from award_opt.errors import Finding, InputError, SolverError
from award_opt.sweep.store import FORMAT, Counts, Store
from award_opt.texts import TEXTS, render
from award_opt.texts.sweep_store import SWEEP_STORE


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sweep.sqlite"


@pytest.fixture
def full(path):
    """A store with twenty results."""
    with Store.open(path) as store:
        store.put([(key(number), result(number)) for number in range(20)])
    return path


def refused(run):
    with pytest.raises(InputError) as error:
        run()
    (finding,) = error.value.findings
    for lang in ("nl", "en"):
        assert render(finding, lang)
    return finding.code


def contents(path):
    with Store.look(path) as store:
        return dict(store.items())


def contents_or_code(path):
    try:
        return contents(path)
    except InputError as error:
        return error.findings[0].code


# --- what is put is there


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 30), max_size=5), max_size=6))
def test_a_store_is_the_dictionary_of_what_was_put(tmp_path_factory, chunks):
    path = tmp_path_factory.mktemp("store") / "s"
    known = {}
    for chunk in chunks:
        rows = [(key(number), result(number)) for number in chunk]
        with Store.open(path) as store:
            store.put(rows)
        known.update(rows)
    with Store.open(path) as store:
        keys = [key(number) for number in range(31)]
        assert store.have(keys) == set(known)
        assert list(store.get(keys)) == [known.get(each) for each in keys]
        assert dict(store.items()) == known
        assert [each for each, _ in store.items()] == sorted(known)
        assert len(store) == len(known)


def test_one_chunk_is_kept_whole_or_not_at_all(full):
    before = contents(full)
    with Store.open(full) as store, pytest.raises(SolverError) as error:
        store.put([(key(50), result(50)), (key(3), b"another answer"), (key(51), result(51))])
    assert [finding.code for finding in error.value.findings] == ["store_differs"]
    assert contents(full) == before


def test_the_plan_of_the_latest_sweep_is_told(full):
    with Store.open(full) as store:
        assert store.plan() is None
        store.keep_plan(b"one")
        store.keep_plan(b"two")
    with Store.look(full) as store:
        assert store.plan() == b"two"


def test_a_scenario_that_was_set_aside_is_counted_until_it_has_a_result(path):
    why = Finding("", "aside_crash", {"exit": "SIGSEGV"})
    keys = [key(number) for number in range(1000)]
    with Store.open(path) as store:
        store.put([(each, b"x") for each in keys[:700]])
        store.set_aside(keys[700], why)
        store.set_aside(keys[701], why)
        assert store.counts(keys) == Counts(700, 2, 298)
        assert store.aside(keys) == {
            each: Finding(each, "aside_crash", {"exit": "SIGSEGV"})
            for each in sorted(keys[700:702])
        }
        store.put([(keys[700], b"x")])
        assert store.counts(keys) == Counts(701, 1, 298)


def test_results_that_look_alike_take_little_room(path):
    names = [f"B{number:05}" for number in range(150)]
    with Store.open(path) as store:
        for start in range(0, 2000, 100):
            numbers = range(start, start + 100)
            store.put(
                [
                    (key(k), " ".join(names[: k % 150] + names[k % 150 + 1 :]).encode())
                    for k in numbers
                ]
            )
    assert path.stat().st_size < 2000 * 200  # a result is 1,050 bytes, its key and digest 64


# --- who may use it


def test_a_second_sweep_is_refused_while_readers_are_not(full):
    with Store.open(full) as first:
        with pytest.raises(InputError) as error:
            Store.open(full)
        (finding,) = error.value.findings
        assert (finding.code, finding.facts) == ("store_busy", {"process": str(os.getpid())})
        with Store.look(full) as reader:
            assert len(reader) == 20
            first.put([(key(99), result(99))])
            assert len(reader) == 21
    with Store.open(full) as again:
        assert len(again) == 21


HOLD = """
import sys
from pathlib import Path
from award_opt.sweep.store import Store
store = Store.open(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_lock_of_a_killed_sweep_is_gone(full):
    words = [sys.executable, "-c", HOLD, str(full)]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout.readline() == "held\n"
        assert refused(lambda: Store.open(full)) == "store_busy"
        other.kill()
    with Store.open(full) as store:
        assert len(store) == 20


def test_a_store_that_is_removed_while_a_sweep_runs_is_said(full):
    with Store.open(full) as store:
        full.rename(full.with_name("elsewhere"))
        assert refused(lambda: store.put([(key(99), result(99))])) == "store_gone"


# --- what cannot be used


def test_no_store_and_no_folder_are_said(path):
    assert refused(lambda: Store.look(path)) == "store_missing"
    assert refused(lambda: Store.open(path.parent / "absent" / "s")) == "output_folder_missing"
    assert refused(lambda: Store.open(path.parent)) == "is_folder"


@pytest.mark.parametrize("text", [b"tender;score\n" * 500, b"SQLite format 3\0 but not really"])
def test_another_file_is_refused_and_left_alone(path, text):
    path.write_bytes(text)
    assert refused(lambda: Store.open(path)) == "store_foreign"
    assert refused(lambda: Store.look(path)) == "store_foreign"
    assert path.read_bytes() == text


def test_another_database_is_refused_and_left_alone(path):
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE result (key)")
        base.commit()
    before = path.read_bytes()
    assert refused(lambda: Store.open(path)) == "store_foreign"
    assert path.read_bytes() == before


def test_a_store_of_another_version_is_refused_and_left_alone(full):
    with closing(sqlite3.connect(full)) as base:
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute(f"PRAGMA user_version = {FORMAT + 1}")
    before = full.read_bytes()
    for run in (Store.open, Store.look):
        with pytest.raises(InputError) as error:
            run(full)
        (finding,) = error.value.findings
        assert finding.code == "store_version"
        assert finding.facts == {"found": FORMAT + 1, "known": FORMAT}
    assert full.read_bytes() == before


def test_a_store_whose_making_was_killed_is_a_new_one(path):
    path.touch()
    with Store.open(path) as store:
        assert len(store) == 0


def test_a_folder_that_cannot_be_written_to_is_said(full, monkeypatch):
    before = contents(full)
    connect = sqlite3.connect

    def forbidden(target, **options):
        if "mode=ro" in str(target) or "immutable" in str(target):
            return connect(target, **options)
        return connect(f"file:{target}?mode=ro", uri=True, **options)

    monkeypatch.setattr(sqlite3, "connect", forbidden)
    assert refused(lambda: Store.open(full)) == "store_read_only"
    assert contents(full) == before


# --- damage


def test_a_damaged_file_is_said_and_left_alone(path):
    with Store.open(path) as store:
        store.put([(key(number), os.urandom(3000)) for number in range(100)])
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode = DELETE")
    data = bytearray(path.read_bytes())
    data[3 * 4096 : 6 * 4096] = b"\xff" * (3 * 4096)
    path.write_bytes(data)
    assert refused(lambda: Store.open(path)) == "store_corrupt"
    # the file is where it was, but for the way in which it is written to
    assert path.read_bytes()[100:] == bytes(data)[100:]


def test_every_torn_byte_of_a_store_is_an_error_or_changes_nothing(full):
    before, whole = contents(full), full.read_bytes()
    for place in range(0, len(whole), 97):
        torn = bytearray(whole)
        torn[place] ^= 0x5A
        full.write_bytes(torn)
        assert contents_or_code(full) in (before, *SWEEP_STORE)


def test_a_damaged_result_is_never_given_and_is_computed_anew(full):
    with closing(sqlite3.connect(full)) as base:
        base.execute("UPDATE result SET held = x'0102' WHERE number = 4")
        base.execute("UPDATE result SET digest = zeroblob(32) WHERE number = 9")
        base.commit()
    bad = [key(3), key(8)]
    with Store.look(full) as store:
        for each in bad:
            assert refused(lambda each=each: list(store.get([each]))) == "store_row_corrupt"
        assert refused(lambda: list(store.items())) == "store_row_corrupt"
    with Store.open(full) as store:
        every = [key(number) for number in range(20)]
        todo = set(every) - store.have(every)
        assert todo == set(bad)
        store.put([(key(3), result(3)), (key(8), result(8)), (key(9), result(9))])
        assert store.have(every) == set(every)


# --- a full disk


def test_a_full_disk_loses_nothing_and_the_sweep_goes_on_afterwards(full):
    with Store.open(full) as store:
        pages = store._all("PRAGMA page_count")[0][0]
        store._base.execute(f"PRAGMA max_page_count = {pages + 2}")
        big = [(key(number), os.urandom(4000)) for number in range(100, 150)]
        assert refused(lambda: store.put(big)) == "store_full"
        store._base.execute("PRAGMA max_page_count = 1000000")
        assert dict(store.items()) == {key(number): result(number) for number in range(20)}
        store.put(big)
    assert len(contents(full)) == 70


FILL = """
import os, resource, sys
from pathlib import Path
sys.path.insert(0, "tests")
from sweep_jobs import key
from award_opt.errors import InputError
from award_opt.sweep.store import Store
with Store.open(Path(sys.argv[1])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for number in range(20, 2000):
            store.put([(key(number), os.urandom(2000))])
            print(number, flush=True)
    except InputError as error:
        print(*[finding.code for finding in error.findings])
"""


def test_a_write_that_the_system_refuses_is_a_full_disk(full):
    words = [sys.executable, "-c", FILL, str(full)]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert told[-1] == "store_full"
    kept = {key(int(number)) for number in told[:-1]}
    assert kept | {key(number) for number in range(20)} == set(contents(full))
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_every_text_is_of_the_catalogue():
    assert set(SWEEP_STORE) <= set(TEXTS)

"""Kills, crashes, hangs and hogs: the bad scenario is named, the rest is done, nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future
from pathlib import Path

import pytest
from cli import YOUTH
from readme_blocks import ROOT
from sweep_jobs import chunk, key, result
from sweep_runs import CODES, MISHAPS, expected, gathered, hunted, run_local

from award_opt.engines import Clock
from award_opt.errors import AwardOptError, InputError
from award_opt.sweep import crew, local
from award_opt.sweep.crew import Limits, Pace
from award_opt.sweep.store import Store
from award_opt.texts import render

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")
KILLS = int(os.environ.get("AWARD_OPT_KILLS", "2"))
WORKER_KILLS = int(os.environ.get("AWARD_OPT_WORKER_KILLS", "1"))
TESTS = Path(__file__).parent


# --- results


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_all_scenarios_are_done_once_whatever_the_number_of_processes(jobs):
    assert gathered(run_local({}, 2_000, jobs)) == (expected(range(2_000)), {})


def test_nothing_to_do_is_done_at_once():
    assert gathered(run_local({}, 0)) == ({}, {})


# --- mishaps


def test_what_fails_alone_is_named_and_the_rest_is_done():
    rows, aside = gathered(run_local(MISHAPS, 200, limits=Limits(60, 512)))
    assert rows == expected(set(range(200)) - set(MISHAPS))
    assert {number: each.code for number, each in aside.items()} == {
        number: CODES[kind] for number, kind in MISHAPS.items()
    }
    for each in aside.values():
        for lang in ("nl", "en"):
            assert "{" not in render(each.finding("scenario"), lang)
    assert aside[77].facts == {"reason": "ValueError: no such thing"}


def test_how_a_process_ended_is_told():
    _, aside = gathered(run_local({0: "exit", 1: "segv"}, 3))
    assert (aside[0].facts, aside[1].facts) == ({"exit": "exit 3"}, {"exit": "SIGSEGV"})


def test_a_hang_is_ended_and_named():
    rows, aside = gathered(run_local({11: "hang"}, 40, limits=Limits(0.5)))
    assert rows == expected(set(range(40)) - {11})
    assert {number: each.code for number, each in aside.items()} == {11: "aside_time"}


def test_a_crash_that_does_not_come_back_is_not_held_against_a_scenario(tmp_path):
    plan = {5: "once", "mark": str(tmp_path / "mark")}
    assert gathered(run_local(plan, 20)) == (expected(range(20)), {})
    assert (tmp_path / "mark").exists()


class Mortal:
    """A crew in this process: a scenario takes its process down so often, an answer so long."""

    limits = Limits()

    def __init__(self, deaths=None, patience=None, late=(), spoilt=False):
        self.deaths, self.patience, self.late = Counter(deaths), patience, set(late)
        self.spoilt, self.waiting, self.most, self.renewed = spoilt, [], 0, 0

    def width(self):
        return 2

    def watch(self):
        self.most = max(self.most, len(self.waiting))

    def send(self, numbers):
        future = Future()
        if self.late & set(numbers):
            self.late -= set(numbers)
            self.waiting.append(future)
        else:
            future.set_result(numbers)
        return future

    def answer(self, future):
        numbers = future.result()
        for number in numbers:
            if self.deaths[number]:
                self.deaths[number] -= 1
                raise crew.WorkerDiedError(spoilt=self.spoilt)
        return crew.Answered.of([(key(n), result(n)) for n in numbers], 0.001 * len(numbers))

    def renew(self):
        self.renewed += 1


def driven(mortal, count):
    return gathered(crew.Drive(mortal, range(count), Clock()).run())


@pytest.mark.parametrize("number", [0, 5, 40])
def test_a_scenario_is_set_aside_when_its_process_died_twice_with_nothing_else_under_way(number):
    together = 1 if number < 1 else 2  # in its chunk, and among others; the first is its own chunk
    assert driven(Mortal({number: together + 1}), 60) == (expected(range(60)), {})
    rows, aside = driven(Mortal({number: together + 2}), 60)
    assert rows == expected(set(range(60)) - {number})
    assert [each.code for each in aside.values()] == ["aside_crash"]


def test_where_a_killed_process_may_hold_up_others_all_start_again_and_nothing_is_lost():
    mortal = Mortal({5: 2}, late=[9], spoilt=True)
    assert driven(mortal, 60) == (expected(range(60)), {})
    assert (mortal.renewed, len(mortal.waiting)) == (2, 1)


def test_a_chunk_that_does_not_come_back_is_sent_again_and_its_copies_are_called_off():
    mortal = Mortal(patience=0.1, late=[7])
    assert driven(mortal, 60) == (expected(range(60)), {})
    assert mortal.most == 1
    assert [future.cancelled() for future in mortal.waiting] == [True]


class Broken(local.Local):
    """Processes that are all lost now and then."""

    lost = 0

    def send(self, numbers):
        if self.lost < 2 and numbers[0] > 20:
            self.lost += 1
            raise crew.WorkersLostError("gone")
        return super().send(numbers)


def test_when_all_processes_are_lost_new_ones_do_it_again(monkeypatch):
    monkeypatch.setattr(local, "Local", Broken)
    assert gathered(run_local({}, 500)) == (expected(range(500)), {})


def test_processes_that_keep_ending_end_the_sweep_with_a_word(monkeypatch):
    monkeypatch.setattr(Broken, "lost", -(10**9))
    monkeypatch.setattr(local, "Local", Broken)
    with pytest.raises(AwardOptError) as error:
        gathered(run_local({}, 500))
    assert [finding.code for finding in error.value.findings] == ["workers_lost"]


# --- stopping


def test_the_clock_stops_a_sweep_between_chunks():
    clock = Clock()
    done = []
    for found in run_local({"pause": 0.005}, 100_000, clock=clock):
        done.append(found)
        clock.stopped.set()
    assert len(done) == 1


def test_a_sweep_reads_no_further_ahead_than_it_has_room():
    read = []

    def todo():
        for number in range(1_000_000):
            read.append(number)
            yield [number]

    found = local.run({"pause": 0.01}, todo(), 1, chunk=chunk)
    next(found)
    found.close()
    assert len(read) < 100


def test_chunks_grow_towards_their_seconds_and_shrink_again():
    pace = Pace(2)
    sizes = []
    for _ in range(8):
        pace.learn(pace.size, pace.size * 0.001)
        sizes.append(pace.size)
    assert sizes == [4, 16, 64, 200, 200, 200, 200, 200]
    pace.learn(200, 200 * 1.0)
    assert pace.size == 1
    assert [Pace(width).seconds for width in (1, 100, 500, 1000)] == [0.2, 0.2, 1.0, 2.0]


# --- kills of the sweep itself


MOMENTS = ("start", "workers", "work", "commit", "commit")


def killed_at(moment, sweep, dice):
    """Kill a sweep at a random moment of some kind; how many scenarios it had left, if it said."""
    if moment == "start":  # interpreter, opening, and reading what is there
        time.sleep(0.6 * dice.random())
        sweep.kill()
    left = sweep.stdout.readline()
    if moment == "workers":
        time.sleep(0.6 * dice.random())
    if moment == "work":
        sweep.stdout.readline()
        time.sleep(0.3 * dice.random())
    if moment == "commit":
        for _ in range(dice.randint(1, 5)):
            sweep.stdout.readline()
        time.sleep(0.003 * dice.random())
    sweep.kill()
    return int(left) if left else None


def killed_and_resumed(path, count, kills):
    """Run a sweep again and again, killed each time; by kind of moment how often that hit it."""
    dice, hits = random.Random(1), Counter()
    words = [sys.executable, str(TESTS / "sweep_jobs.py"), str(path), str(count), "2", "0.002"]
    environment = {**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    before = None
    while hits.total() < kills:
        sweep = subprocess.Popen(words, env=environment, **options)
        moment = dice.choice(MOMENTS)
        left = killed_at(moment, sweep, dice)
        hits[moment] += sweep.wait() == -signal.SIGKILL
        if left == 0:
            path.unlink()  # all was done before the kills were: begin again
        if before is not None:
            before.communicate()  # until its last worker is gone
        before = sweep
    before.communicate()
    subprocess.run(words, env=environment, check=True, **options)
    return hits


@pytest.mark.parametrize("kills", [KILLS], ids=["kills"])
def test_a_sweep_that_is_killed_and_resumed_ends_as_an_undisturbed_one(tmp_path, kills):
    count = 10_000 if kills >= 100 else 1_000
    path = tmp_path / "sweep.sqlite"
    hits = killed_and_resumed(path, count, kills)
    assert hits.total() == kills
    assert set(hits) == set(MOMENTS) or kills < 100
    with Store.look(path) as store:
        assert dict(store.items()) == expected(range(count))
        assert store._all("PRAGMA integrity_check") == [("ok",)]


def results(path):
    try:
        with Store.look(path) as store:
            return len(store)
    except InputError:  # it is not there yet
        return 0


def await_more(path, sweep):
    """Wait until a sweep has kept something, or is at its end."""
    before = results(path)
    while results(path) == before and sweep.poll() is None:
        time.sleep(0.02)


@pytest.mark.long
@pytest.mark.parametrize("kills", [min(KILLS, 30)], ids=["kills"])
def test_the_command_killed_and_resumed_writes_what_it_writes_undisturbed(tmp_path, kills):
    words = [sys.executable, "-m", "award_opt.cli", "sweep", YOUTH]
    words += ["--draws", str(100 * kills), "--jobs", "2", "-o"]
    subprocess.run([*words, tmp_path / "calm"], check=True, capture_output=True, cwd=ROOT)
    dice = random.Random(3)
    for turn in range(kills):
        with subprocess.Popen(
            [*words, tmp_path / "killed"], stdout=subprocess.DEVNULL, cwd=ROOT
        ) as sweep:
            if turn % 2:
                await_more(tmp_path / "killed" / "sweep.sqlite", sweep)
            time.sleep((0.3 if turn % 2 else 2.5) * dice.random())
            sweep.kill()
    subprocess.run([*words, tmp_path / "killed"], check=True, capture_output=True, cwd=ROOT)
    names = sorted(path.name for path in (tmp_path / "calm").glob("*.csv"))
    assert "scenarios.csv" in names
    for name in names:
        calm, killed = tmp_path / "calm" / name, tmp_path / "killed" / name
        assert calm.read_bytes() == killed.read_bytes()
    assert stored(tmp_path / "calm") == stored(tmp_path / "killed")


def stored(folder):
    with Store.look(folder / "sweep.sqlite") as store:
        return list(store.items())


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_killed_workers_lose_nothing_and_double_nothing(tmp_path):
    hunted(run_local, tmp_path / "s", WORKER_KILLS)

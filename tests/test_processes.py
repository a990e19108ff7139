"""Copies of the process find what one process finds; none outlives its parent or starts others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from random_tenders import random_case

from award_opt.engines import Clock
from award_opt.engines.cp_sat import CpSat
from award_opt.errors import Finding, SolverError
from award_opt.program.program import compile_columns, compile_program
from award_opt.search import outcome, parallel, processes
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge, Tally
from benchmarks.families import NATIONAL, market

ROOT = Path(__file__).parent.parent
LONG = 60
TIED = (50, 93)  # random programs of several parts in which bids tie


@dataclass
class Cell:
    """An item whose number a task changes."""

    number: int

    def carried(self):
        return self.number

    def resume(self, state):
        self.number = state


def judge(fast=None):
    return Judge(CpSat(), None, Clock(), fast=fast)


def shared(task, many=2, numbers=range(6), by=None):
    cells = [Cell(number) for number in numbers]
    return processes.each(task, cells, [1] * len(cells), by or judge(), many), cells


@pytest.fixture
def tiny(monkeypatch):
    """Copies are made however small the work is."""
    monkeypatch.setattr(parallel, "LARGE", 0)
    monkeypatch.setattr(parallel, "MANY", 0)
    monkeypatch.setattr(processes, "safe", lambda: True)
    return monkeypatch


def found(program, fast, **options):
    return outcome.best(program, judge(fast), **options)


def told(best):
    """All that an outcome says, and what it took."""
    reached = [(each.objective.goal, each.total, each.bound) for each in best.reached]
    awards, complete = best.alternatives(20) if best.status == "optimal" else ([], False)
    others = [[bid.id for bid in award] for award in awards]
    return best.status, reached, best.values().tolist(), best.tied, others, complete


def programs():
    """Random programs, and one of regions with several goals."""
    for seed in (*range(8), *TIED):
        yield compile_program(*random_case(seed))
    book = market.build(replace(NATIONAL, family="small", regions=9, providers=60, near=0), 1)
    goals = ("total_score", "lowest_value")
    award = book.tender.award.model_copy(update={"goals": goals})
    yield compile_columns(book.tender.model_copy(update={"award": award}), book.columns())


def test_any_number_of_processes_gives_the_same_outcome(tiny):
    forked = set()
    once = processes.each
    tiny.setattr(processes, "each", lambda *facts: forked.add(facts[-1]) or once(*facts))
    for program in programs():
        one = found(program, replace(Fast(), closed=False, parallel=False))
        took, unconfirmed, said = one.judge.tally, one.judge.unconfirmed, told(one)
        for cores in (1, 2, 7):
            tiny.setattr(parallel, "cores", lambda cores=cores: cores)

            many = found(program, replace(Fast(), closed=False))

            assert (many.judge.tally, many.judge.unconfirmed) == (took, unconfirmed)
            assert told(many) == said
    assert {2, 7} <= forked


def test_goals_alone_are_the_same_with_processes(tiny):
    tiny.setattr(parallel, "cores", lambda: 3)
    for seed in range(30):
        program = compile_program(*random_case(seed))
        one = found(program, replace(Fast(), parallel=False), ties=False)

        many = found(program, Fast(), ties=False)

        assert (told(many), many.judge.tally) == (told(one), one.judge.tally)


def test_results_changes_and_counts_come_back_in_order():
    by = judge()

    def task(cell):
        cell.number += 10
        by.relaxed(cell.number)
        return os.getpid(), cell.number

    results, cells = shared(task, numbers=[3, 1, 2], by=by)

    assert [number for _, number in results] == [13, 11, 12]
    assert [cell.number for cell in cells] == [13, 11, 12]
    assert os.getpid() not in {pid for pid, _ in results}
    assert by.tally == replace(Tally(), relaxed=3, effort=replace(by.tally.effort, iterations=36))
    assert by.fast.parallel


def test_the_first_error_in_order_is_raised():
    def task(cell):
        if cell.number == 1:
            time.sleep(0.2)
        if cell.number in (1, 4):
            raise SolverError([Finding("solve", "solver_failed", {"said": cell.number})])

    with pytest.raises(SolverError) as fault:
        shared(task, many=3)
    assert fault.value.findings[0].facts["said"] == 1


def children():
    """The processes that this thread started and has not yet waited for."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())


def test_a_killed_worker_is_an_error_and_no_hang():
    before = children()

    def task(cell):
        if cell.number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return cell.number

    with pytest.raises(SolverError) as fault:
        shared(task)
    assert [finding.code for finding in fault.value.findings] == ["worker_lost"]
    assert children() == before


def test_a_refused_process_leaves_the_work_to_threads(tiny):
    def refused():
        raise OSError(11, "no more processes")

    tiny.setattr(parallel, "cores", lambda: 2)
    tiny.setattr(os, "fork", refused)
    cells = [Cell(1), Cell(2)]

    assert parallel.spread(lambda cell: cell.number, cells, [1, 1], judge()) == [1, 2]


def test_an_interrupt_stops_all_clocks_and_keeps_what_is_done():
    by = judge()

    def task(cell):
        if cell.number == 0:
            os.kill(os.getppid(), signal.SIGINT)
        return by.clock.stopped.wait(LONG)

    before = time.monotonic()
    results, _ = shared(task, by=by)

    assert results == [True] * 6
    assert by.clock.stopped.is_set()
    assert time.monotonic() - before < LONG
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_stopped_clock_reaches_the_workers():
    by = judge()
    stops = threading.Timer(0.2, by.clock.stopped.set)
    stops.start()

    results, _ = shared(lambda _: by.clock.stopped.wait(LONG), by=by, numbers=range(3))

    assert results == [True] * 3


def test_workers_start_no_processes_or_threads_of_their_own(tiny):
    tiny.setattr(parallel, "cores", lambda: 2)
    by = judge()

    def inner(cell):
        return os.getpid(), threading.current_thread().name, cell.number

    def outer(cell):
        cells = [Cell(cell.number), Cell(7)]
        return os.getpid(), parallel.spread(inner, cells, [1, 1], by)

    results, _ = shared(outer, numbers=[1, 2], by=by)

    for place, (pid, own) in enumerate(results, 1):
        assert own == [(pid, "MainThread", place), (pid, "MainThread", 7)]


NESTED = """
import multiprocessing
from award_opt.search.processes import safe
def told(answers): answers.put(safe())
answers = multiprocessing.get_context("fork").Queue()
worker = multiprocessing.get_context("fork").Process(target=told, args=(answers,))
worker.start()
print(answers.get(timeout=60))
worker.join()
"""
ORPHANS = """
import os, time
from award_opt.engines import Clock
from award_opt.search import processes
from award_opt.search.judge import Judge
class Item:
    def carried(self): return None
    def resume(self, state): pass
def task(item):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(600)
processes.each(task, [Item(), Item()], [1, 1], Judge(None, None, Clock()), 2)
"""


def python(words):
    return subprocess.Popen(
        [sys.executable, "-c", words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_worker_of_a_pool_is_not_copied():
    out, _ = python(NESTED).communicate(timeout=LONG)
    assert out == "False\n"


def test_a_process_with_a_second_thread_is_not_copied():
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    assert not processes.safe()
    ended.set()
    thread.join()


def test_no_worker_outlives_a_killed_parent():
    parent = python(ORPHANS)
    assert parent.stdout is not None
    workers = [int(parent.stdout.readline()) for _ in range(2)]

    parent.kill()

    assert parent.stdout.read() == ""  # closed only once both are gone
    parent.stdout.close()
    assert parent.wait(LONG) == -signal.SIGKILL
    assert parent.pid not in workers


def test_small_work_stays_in_one_process(monkeypatch):
    def forked():
        raise AssertionError

    monkeypatch.setattr(os, "fork", forked)
    assert parallel.spread(lambda cell: cell.number, [Cell(1)], [parallel.MANY], judge()) == [1]
    few = [Cell(1), Cell(2)]
    assert parallel.spread(lambda cell: cell.number, few, [500, 500], judge()) == [1, 2]


def test_a_resting_search_goes_on_as_if_it_had_not(monkeypatch):
    monkeypatch.setattr(outcome, "LARGE", 0)
    for seed in range(40):
        program = compile_program(*random_case(seed))
        resting = found(program, replace(Fast(), closed=False))
        with monkeypatch.context() as patch:
            patch.setattr(outcome, "LARGE", program.size + 1)
            awake = found(program, replace(Fast(), closed=False))

        assert told(resting) == told(awake)
        assert resting.judge.tally == awake.judge.tally
        assert np.array_equal(resting.values(), awake.values())


def test_a_time_limit_that_does_not_strike_changes_nothing():
    for seed in range(40):
        program = compile_program(*random_case(seed))
        limited = Judge(CpSat(), None, Clock(3600), fast=replace(Fast(), closed=False))
        within = outcome.best(program, limited)

        free = found(program, replace(Fast(), closed=False))

        assert told(within) == told(free)
        if free.status == "optimal":
            assert within.judge.tally == free.judge.tally

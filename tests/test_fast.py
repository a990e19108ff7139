"""The award is the same with every fast path on and off, whatever is remembered, on any cores."""

from __future__ import annotations

import random
from concurrent.futures import wait
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from random_tenders import random_case

from award_opt.engines import Clock
from award_opt.engines.cp_sat import CpSat
from award_opt.engines.highs import Highs
from award_opt.generate import generate
from award_opt.instance import read_instance
from award_opt.program.parts import Split
from award_opt.program.program import compile_program
from award_opt.search import closed, outcome, parallel
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge
from award_opt.search.memory import Memory
from award_opt.tender import read_tender

ROOT = Path(__file__).parent.parent
SWITCHES = [field.name for field in fields(Fast)]
PATHS = {
    **{f"without {name}": replace(Fast(), **{name: False}) for name in SWITCHES},
    **{f"only {name}": replace(Fast.none(), **{name: True}) for name in SWITCHES},
    "all": Fast(),
}
SEEDS = range(70)


def found(program, fast, *, second=None, known=None, memory=None, ties=True):
    judge = Judge(CpSat(), second, Clock(), fast=fast)
    return outcome.best(program, judge, known, memory, ties=ties)


def told(best):
    """All that an outcome says."""
    reached = [(each.objective.goal, each.total, each.bound) for each in best.reached]
    lawful = best.status == "optimal"
    return best.status, reached, best.values().tolist() if lawful else None, best.tied


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Books of bids on real tenders, compiled: two that are shipped and one generated."""
    compiled = []
    for name in ("hvb-youth-2022-small-share", "hvb-youth-2022"):
        tender = read_tender(ROOT / "models" / f"{name}.toml")
        instance = read_instance(ROOT / "instances" / name, tender)
        compiled.append(compile_program(tender, instance))
    folder = tmp_path_factory.mktemp("book") / "book"
    generate(tender, 160, 5, folder)
    return [*compiled, compile_program(tender, read_instance(folder, tender))]


def rescored(program, seed):
    """The same rows under other points."""
    rng = random.Random(seed)
    first, *later = program.objectives
    noise = np.array([rng.randint(-300, 300) for _ in range(program.size)], np.int64)
    points = np.where(first.coefficient != 0, first.coefficient + noise, 0)
    return replace(program, objectives=(replace(first, coefficient=points), *later))


@pytest.mark.parametrize("path", PATHS)
def test_random_tenders_have_the_same_outcome_by_every_path(path):
    for seed in SEEDS:
        program = compile_program(*random_case(seed))

        slow = told(found(program, Fast.none()))

        assert told(found(program, PATHS[path])) == slow, f"seed {seed}"


@pytest.mark.parametrize("path", PATHS)
def test_books_of_bids_have_the_same_outcome_by_every_path(path, books):
    for program in books:
        assert told(found(program, PATHS[path])) == told(found(program, Fast()))


def test_the_slow_path_agrees_on_a_book_of_bids(books):
    slow = replace(Fast.none(), trials=True)

    assert told(found(books[0], slow)) == told(found(books[0], Fast()))


def test_the_second_engine_finds_nothing_better(books):
    for program in books:
        assert told(found(program, Fast(), second=Highs())) == told(found(program, Fast()))


# --- rank order


def test_rank_order_decides_only_what_the_search_would_decide_too():
    decided = 0
    for seed in range(300):
        program = compile_program(*random_case(seed))
        part = Split(program.rows, program.size).part
        by_rank = closed.by_rank(program, part)

        slow = found(program, Fast.none())

        if slow.status == "optimal":
            done = by_rank.done
            assert (by_rank.values[done] == slow.values()[done]).all(), f"seed {seed}"
            decided += bool(done.all())
    assert decided > 50


def test_an_award_by_rank_order_alone_says_so():
    everywhere = [found(compile_program(*random_case(seed)), Fast()) for seed in SEEDS]

    alone = [each for each in everywhere if each.by_rank]

    assert len(alone) > 10
    assert all(each.judge.tally.solves == 0 for each in alone)
    assert not all(each.by_rank for each in everywhere)


# --- memory


def garbled(memory, seed):
    """A memory with nonsense in place of what may be tried."""
    rng = np.random.default_rng(seed)
    for held in memory._shapes.values():
        if held.award is not None:
            held.award = rng.integers(0, 2, len(held.award))
        if held.duals is not None:
            held.duals = rng.normal(size=len(held.duals)) * 10.0 ** rng.integers(-3, 12)
            held.duals[rng.integers(0, len(held.duals))] = rng.choice([np.nan, np.inf, -np.inf, 0])


def test_a_series_with_memory_has_the_outcomes_without(books):
    for program in books:
        memory = Memory()
        for seed in range(8):
            changed = rescored(program, seed // 2)  # each twice

            alone = told(found(changed, Fast()))

            assert told(found(changed, Fast(), memory=memory)) == alone


def test_a_garbled_memory_changes_nothing(books):
    for program in books:
        memory = Memory()
        for seed in range(5):
            changed = rescored(program, seed)

            alone = told(found(changed, Fast()))

            assert told(found(changed, Fast(), memory=memory)) == alone
            garbled(memory, seed)


def test_random_tenders_share_a_memory_without_harm():
    memory = Memory()
    for seed in [*SEEDS, *SEEDS]:
        program = compile_program(*random_case(seed))

        assert told(found(program, Fast(), memory=memory)) == told(found(program, Fast.none()))


def test_a_part_that_was_solved_before_is_not_solved_again(books):
    memory = Memory()
    first = found(books[0], Fast(), memory=memory)

    again = found(books[0], Fast(), memory=memory)

    assert told(again) == told(first)
    assert first.searches
    assert not again.searches
    assert again.judge.tally.relaxed == 0


def test_all_tied_awards_are_found_whatever_settled_the_parts():
    for seed in SEEDS:
        program = compile_program(*random_case(seed))
        memory = Memory()
        slow = found(program, Fast.none())
        if slow.status != "optimal":
            continue

        ways = [found(program, Fast(), memory=memory) for _ in range(2)]

        expected = ids(slow.alternatives(50))
        assert [ids(way.alternatives(50)) for way in ways] == [expected, expected]


def ids(alternatives):
    awards, complete = alternatives
    return sorted(tuple(bid.id for bid in award) for award in awards), complete


# --- goals alone


def test_goals_are_proven_without_the_order_of_ties(books):
    for program in books:
        whole, goals = found(program, Fast()), found(program, Fast(), ties=False)

        assert goals.status == "feasible"
        assert all(each.proven for each in goals.reached)
        assert [each.total for each in goals.reached] == [each.total for each in whole.reached]
        assert not len(program.rows.broken(goals.values()))


# --- several cores


def test_any_number_of_threads_gives_the_same_outcome(books, monkeypatch):
    monkeypatch.setattr(parallel, "LARGE", 0)
    for cores in (1, 2, 7):
        monkeypatch.setattr(parallel, "cores", lambda cores=cores: cores)
        for seed in range(40):
            program = compile_program(*random_case(seed))

            one = found(program, replace(Fast(), closed=False, parallel=False))
            many = found(program, replace(Fast(), closed=False))

            assert told(many) == told(one)
            assert many.judge.tally == one.judge.tally


def test_an_error_in_a_thread_is_raised_by_all(monkeypatch):
    monkeypatch.setattr(parallel, "LARGE", 0)
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    judge = Judge(CpSat(), None, Clock())

    def task(item):
        if item == 2:
            raise ValueError(item)
        return item

    with pytest.raises(ValueError, match="2"):
        parallel.each(task, [1, 2, 3], [1, 1, 1], judge)
    assert parallel.each(task, [1, 3], [1, 1], judge) == [1, 3]


def test_an_interrupt_stops_the_clock_and_keeps_what_is_done(monkeypatch):
    monkeypatch.setattr(parallel, "LARGE", 0)
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    judge, waits = Judge(CpSat(), None, Clock()), iter([KeyboardInterrupt()])

    def interrupted(pending):
        for fault in waits:
            raise fault
        return wait(pending)

    monkeypatch.setattr(parallel, "wait", interrupted)

    assert parallel.each(lambda item: item + 1, [1, 2, 3], [1, 1, 1], judge) == [2, 3, 4]
    assert judge.clock.stopped.is_set()


# --- engines


class Named:
    """CP-SAT or HiGHS under another name, which counts how often it is asked."""

    version = "1"

    def __init__(self, name, engine):
        self.name, self.engine, self.asked = name, engine, 0

    def solve(self, problem, clock, hint=None):
        self.asked += 1
        return replace(self.engine.solve(problem, clock, hint), by=self.name)


def test_whoever_makes_a_claim_does_not_confirm_it(books):
    slow = replace(Fast.none(), trials=True)
    for first in ("cp_sat", "highs"):
        engines = [Named("highs", Highs()), Named("cp_sat", CpSat())]
        (asked,) = [engine for engine in engines if engine.name == first]
        other = next(engine for engine in engines if engine is not asked)
        judge = Judge(Named("any", asked), engines, Clock(), fast=slow)
        judge.engine.solve = asked.solve  # the claim is signed by who made it

        assert outcome.best(books[0], judge).status == "optimal"

        assert judge.tally.solves == asked.asked
        assert judge.tally.confirms == other.asked > 0
        assert judge.unconfirmed == 0

"""Looks at cheap awards find what brute force finds, and nothing better is left out."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from brute import lawful_points, part_of, random_problem, rows_of
from test_cuts import market

from award_opt.engines import Clock
from award_opt.engines.relaxation import relax
from award_opt.program.parts import Problem
from award_opt.search import blocks as blocks_
from award_opt.search import combined, looks
from award_opt.search.blocks import Blocks, Priced
from award_opt.search.combined import look
from award_opt.search.fates import PartFates
from award_opt.search.strengthened import strengthened
from award_opt.solve import Options

SEEDS = range(40)
FAST = Options(cross_check=False)


def bidders(seed: int) -> Problem:
    """Three bidders of two bids each, who count once with any of them, and two bids more."""
    rng, bids, size = random.Random(seed), 8, 11
    entries = [(dict.fromkeys(range(lot, bids, 2), 1), -1, rng.randint(1, 3)) for lot in (0, 1)]
    for bidder in range(3):
        mine, counted = (2 * bidder, 2 * bidder + 1), bids + bidder
        entries += [({j: 1, counted: -1}, -1, 0) for j in mine]
        entries.append(({counted: -1} | dict.fromkeys(mine, 1), 1, 0))
    money = {j: 10 * rng.randint(4, 90) for j in range(bids)}
    entries.append((money, -1, sum(money.values()) * rng.randint(25, 60) // 100))
    entries.append(({j: rng.randint(1, 40) for j in rng.sample(range(bids), 4)}, 1, 20))
    entries.append((dict.fromkeys(range(bids, size), 1), rng.choice([-1, 0]), rng.randint(1, 2)))
    spread = rng.choice([3, 90, 5_000])
    worth = [rng.randint(7_000, 7_000 + spread) for _ in range(bids)] + [0] * (size - bids)
    none = np.zeros(size, np.int64)
    return Problem(rows_of(entries), none, none + 1, np.array(worth, np.int64))


@cache
def problems() -> list[tuple[int, Problem, Blocks, list[np.ndarray]]]:
    """Small awards with bidders that are counted, and rows of any kind; with their vectors."""
    found = []
    for seed in SEEDS:
        for problem in (bidders(seed), random_problem(random.Random(seed))):
            points, blocks = lawful_points(problem), Blocks.of(problem)
            if points:
                assert blocks is not None
                found.append((seed, problem, blocks, points))
    return found


def prices(problem: Problem, seed: int) -> Iterator[np.ndarray]:
    """Those of the relaxation, none, and any."""
    rng = np.random.default_rng(seed)
    hints = relax(problem, Clock())
    if hints is not None:
        yield hints.duals
    yield np.zeros(len(problem.rows.bound))
    yield rng.normal(size=len(problem.rows.bound)) * rng.choice([0.1, 30.0])


def choices_of(blocks: Blocks, point: np.ndarray) -> np.ndarray:
    """The choice that a vector makes in each block."""
    found = []
    for block in range(len(blocks.start) - 1):
        mine = np.flatnonzero(blocks.block == block)
        own = np.zeros(blocks.values.shape[1], np.int64)
        own[blocks.place[mine]] = point[mine]
        choices = range(blocks.start[block], blocks.start[block + 1])
        (choice,) = [k for k in choices if (blocks.values[k] == own).all()]
        found.append(choice)
    return np.array(found)


def test_a_vector_loses_what_its_choices_and_the_room_in_rows_cost() -> None:
    linked = 0
    for seed, problem, blocks, points in problems():
        linked += len(blocks.start) - 1 < problem.size
        for duals in prices(problem, seed):
            priced = blocks.priced(duals)
            assert (priced.loss[priced.best] == 0).all()
            for point in points[:40]:
                chosen = choices_of(blocks, point)
                assert (blocks.vectors(chosen[None]) == point).all()
                assert blocks.worth[chosen].sum() == problem.value(point)
                room = blocks.bound - blocks.taken[chosen].sum(axis=0)
                assert ((room == 0) | (room > 0) & ~blocks.equal).all()
                assert (room % blocks.step == blocks.bound % blocks.step).all()
                lost = priced.loss[chosen].sum() + (priced.price * room).sum()
                assert problem.value(point) * priced.scale == priced.total - lost
    assert linked >= 25


def test_blocks_have_no_choice_that_their_own_rows_refuse() -> None:
    rows = rows_of([({0: 1, 2: -1}, -1, 0), ({1: 1, 2: -1}, -1, 0), ({0: 1, 1: 1, 2: -1}, 1, 0)])
    none = np.zeros(4, np.int64)
    blocks = Blocks.of(Problem(rows, none, none + 1, none))
    assert blocks is not None
    own = blocks.values[blocks.start[0] : blocks.start[1]].tolist()
    assert own == [[0, 0, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]]
    assert blocks.start.tolist() == [0, 4, 6]
    assert not len(blocks.shared)


def test_a_box_leaves_fewer_choices_and_none_at_all_makes_no_blocks() -> None:
    rows = rows_of([({0: 1, 1: -1}, -1, 0)])
    box = Problem(rows, np.array([1, 0]), np.array([1, 1]), np.ones(2, np.int64))
    blocks = Blocks.of(box)
    assert blocks is not None
    assert blocks.values.tolist() == [[1, 1]]
    assert Blocks.of(box.within(np.array([1, 0]), np.array([1, 0]))) is None


@pytest.mark.parametrize("name", ["LARGEST", "CHOICES", "TERMS"])
def test_blocks_too_large_to_be_written_out_are_not(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Blocks.of(bidders(1)) is not None
    monkeypatch.setattr(blocks_, name, 1)
    assert Blocks.of(bidders(1)) is None


def seen(problem: Problem, points: list[np.ndarray], priced: Priced, blocks: Blocks, sets: int,
         rng: random.Random) -> tuple[int, int]:  # fmt: skip
    """Look once at everything; how many are settled, and how many are not."""
    wanted = np.array(sorted(rng.sample(range(problem.size), rng.randint(1, problem.size))))
    fate = np.array([rng.randint(0, 1) for _ in wanted])
    lowest = int(np.minimum(problem.objective, 0).sum())
    best = max(map(problem.value, points))
    least = np.array([rng.choice([lowest, best - 200, best - 1, best, best + 1]) for _ in wanted])
    least = np.maximum(least, lowest)
    told = look(blocks, priced, wanted, fate, least, sets)
    found = dict(zip(told.place.tolist(), told.awards, strict=True))
    assert len(found) == len(told.place)
    closed = 0
    for k, variable in enumerate(wanted.tolist()):
        other = [problem.value(p) for p in points if p[variable] == fate[k]]
        worth = max(other, default=lowest - 1)
        assert told.reach[k] >= least[k]
        if k in found:
            assert problem.lawful(found[k])
            assert found[k][variable] == fate[k]
            assert problem.value(found[k]) <= worth
        if worth >= told.reach[k]:
            assert problem.value(found[k]) == worth
        closed += bool(worth >= told.reach[k] or told.reach[k] == least[k])
    return closed, len(wanted) - closed


@pytest.mark.parametrize(
    ("name", "value"), [("PAIRS", 64), ("PAIRS", 1), ("CHEAP", 4), ("BITS", 8), ("CELLS", 1)]
)
def test_a_look_finds_the_best_that_is_worth_its_reach(
    name: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(combined, name, value)
    closed = left = 0
    for seed, problem, blocks, points in problems():
        rng = random.Random(seed)
        for duals in prices(problem, seed):
            priced = blocks.priced(duals)
            for sets in (1, 6, 1000):
                more, fewer = seen(problem, points, priced, blocks, sets, rng)
                closed, left = closed + more, left + fewer
    assert min(closed, left) >= 200


def test_room_that_no_choice_can_fill_stays_open() -> None:
    none = np.zeros(2, np.int64)
    problem = Problem(rows_of([({0: 10, 1: 10}, -1, 13)]), none, none + 1, np.array([5, 4]))
    blocks = Blocks.of(problem)
    assert blocks is not None
    priced = blocks.priced(np.array([0.4]))
    told = look(blocks, priced, np.array([0]), np.array([1]), np.array([5]), 8)
    assert told.awards.tolist() == [[1, 0]]


def test_many_awards_and_many_rows_take_little_memory() -> None:
    rng, none, entries = random.Random(1), np.zeros(24, np.int64), []
    for _ in range(2000):
        terms = {j: rng.randint(1, 1000) for j in rng.sample(range(24), rng.randint(8, 16))}
        entries.append((terms, -1, sum(terms.values()) * 97 // 100))
    worth = np.array([rng.randint(1, 1100) for _ in none])
    blocks = Blocks.of(Problem(rows_of(entries), none, none + 1, worth))
    assert blocks is not None
    priced = blocks.priced(np.zeros(len(entries)))
    tracemalloc.start()
    look(blocks, priced, np.arange(24), none, none, 2048)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**26


def test_no_more_sets_are_written_out_than_asked_for() -> None:
    every = np.arange(10)
    equal = combined._Sets.of(every, every * 0 + 4, every, 40, 20)
    assert (equal.depth, len(equal.loss)) == (7, 11)
    free = combined._Sets.of(every, every * 0, every, 40, 20)
    assert (free.depth, len(free.loss)) == (-1, 0)


def test_vectors_of_one_number_are_told_apart_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combined, "MIXED", 2**63)
    for seed, problem, blocks, points in problems():
        rng = random.Random(seed)
        for duals in prices(problem, seed):
            seen(problem, points, blocks.priced(duals), blocks, 1000, rng)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_problem_with_cuts_has_the_same_vectors_and_no_higher_a_bound(seed: int) -> None:
    problem = market(seed, 12)
    points = lawful_points(problem)
    if not points:
        return
    best = max(points, key=problem.value)
    closer = strengthened(problem, best, Clock())
    assert all(closer.lawful(point) for point in points)
    assert closer.rows.between(0, len(problem.rows.bound)).bound.tolist() == (
        problem.rows.bound.tolist()
    )
    before, after = relax(problem, Clock()), relax(closer, Clock())
    assert before is not None
    assert after is not None
    bounds = [hints.values @ problem.objective for hints in (before, after)]
    assert bounds[1] <= bounds[0] + 1e-6
    cut = len(closer.rows.bound) > len(problem.rows.bound)
    assert cut == (bounds[0] >= problem.value(best) + problem.unit) or not cut


@pytest.mark.parametrize("shut", [(), ("SETS", "MOST", "GLANCE")], ids=["wide", "narrow"])
def test_looks_settle_bids_as_brute_force_does(
    shut: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "FEW", 1)
    for name in shut:
        monkeypatch.setattr(looks, name, 4)
    judge, settled, open_, closer = FAST.judge(), 0, 0, 0
    for _, problem, _, points in problems():
        best = max(points, key=problem.value)
        fates = PartFates(part_of(problem), problem, best, judge)
        wanted, told = np.arange(problem.size), list[int]()
        fixing = fates._relaxed()
        found = looks.Looks(fates.known, wanted, fixing, fates._hints, judge, told.append)
        found.search()
        closer += found.fixing is not fixing
        assert sum(told) == (~found.left).sum()
        for variable in wanted.tolist():
            other = [problem.value(p) for p in points if p[variable] != best[variable]]
            if other:
                assert found.most[variable] >= max(other)
            if found.left[variable]:
                open_ += 1
                continue
            award = fates.known.award.get(variable)
            assert (None if award is None else problem.value(award)) == max(other, default=None)
            settled += 1
    assert settled >= 150
    assert (open_ >= 20 and closer >= 5) or not shut


def test_a_stopped_clock_stops_looks() -> None:
    class Over(Clock):
        def over(self) -> bool:
            return True

    problem = bidders(3)
    best = max(lawful_points(problem), key=problem.value)
    judge = FAST.judge()
    judge.clock = Over()
    fates = PartFates(part_of(problem), problem, best, judge)
    fixing = fates._relaxed()
    found = looks.Looks(
        fates.known, np.arange(problem.size), fixing, fates._hints, judge, lambda _: None
    )
    found.search()
    assert found.left.sum() >= problem.size - 2

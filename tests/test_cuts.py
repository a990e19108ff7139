"""Cuts, lists and tightened rows against brute force: no vector is ever lost."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from brute import random_problem, rows_of

from award_opt.engines import Clock
from award_opt.engines.relaxation import Relaxation
from award_opt.program.parts import Problem
from award_opt.search import branching, cuts
from award_opt.search.branching import branched
from award_opt.search.cuts import Vertex, made, separated, single_rows
from award_opt.search.listing import Sum, listed
from award_opt.search.reduced import tightened
from award_opt.search.table import Table

SEEDS = range(120)


def market(seed: int, size: int = 12) -> Problem:
    """A small award: caps on lots, a budget, demands, shares, and bidders that are counted."""
    rng = random.Random(seed)
    bids = size - 3
    lots = [[j for j in range(bids) if j % 3 == lot] for lot in range(3)]
    entries = [(dict.fromkeys(lot, 1), -1, rng.randint(1, 3)) for lot in lots]
    money = {j: rng.randint(40, 900) for j in range(bids)}
    entries.append((money, -1, sum(money.values()) * rng.randint(25, 60) // 100))
    for _ in range(rng.randint(1, 3)):
        helps = {j: rng.randint(1, 40) for j in rng.sample(range(bids), 4)}
        entries.append((helps, 1, rng.randint(1, 30)))
    for counted in range(bids, size):
        entries += [({j: 1, counted: -1}, -1, 0) for j in rng.sample(range(bids), 3)]
    entries.append((dict.fromkeys(range(bids, size), 1), -1, rng.randint(1, 3)))
    if rng.random() < 0.2:
        entries.append((dict.fromkeys(range(bids), 1), 0, rng.randint(1, 4)))
    spread = rng.choice([3, 90, 5_000])
    objective = [rng.randint(7_000, 7_000 + spread) for _ in range(bids)] + [0] * (size - bids)
    none = np.zeros(size, np.int64)
    return Problem(rows_of(entries), none, none + 1, np.array(objective, np.int64))


def points(problem: Problem) -> np.ndarray:
    """All lawful vectors, one a row."""
    every = (np.arange(2**problem.size)[:, None] >> np.arange(problem.size)) & 1
    table = Table(problem)
    gap = every @ table.rows.T - table.bound
    kept = ((gap < 0) | (gap == 0) | (~table.equal & (gap <= 0))) & ~(table.equal & (gap != 0))
    inside = ((every >= problem.lower) & (every <= problem.upper)).all(axis=1)
    return every[kept.all(axis=1) & inside]


def somewhere(problem: Problem, rng: np.random.Generator) -> Vertex:
    """Any values within a box that settles some variables."""
    lower = (rng.random(problem.size) < 0.1).astype(np.int64)
    upper = np.maximum(lower, (rng.random(problem.size) < 0.85).astype(np.int64))
    values = np.clip(rng.choice([0, 0.25, 0.5, 0.7, 1], problem.size), lower, upper)
    return Vertex(values.astype(np.float64), lower, upper)


# --- cuts


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", [market, "money"])
def test_no_cut_loses_a_lawful_vector_of_its_box(seed, kind):
    rng = np.random.default_rng(seed)
    problem = kind(seed) if kind is market else random_problem(random.Random(seed))
    vertex, table = somewhere(problem, rng), Table(problem)
    inside = points(problem.within(vertex.lower, vertex.upper))
    for size in (1e-9, 1e-3, 1.0, 30.0, 1e7):
        many = rng.integers(1, 12)
        sums = rng.normal(size=(many, len(table.bound))) * size
        sums[~table.equal[None, :] & (rng.random(sums.shape) < 0.4)] = 0
        for row, bound in zip(*separated(table, sums, vertex), strict=True):
            assert (inside @ row <= bound).all()
            assert row @ vertex.values > bound
        for factors in sums:
            cut = made(table, factors, vertex)
            assert cut is None or (inside @ cut[0] <= cut[1]).all()


def test_multipliers_that_are_no_numbers_give_no_cut():
    problem = market(0)
    table, vertex = Table(problem), somewhere(problem, np.random.default_rng(0))
    for strange in (np.nan, np.inf, -np.inf, 1e300):
        factors = np.full(len(table.bound), strange)
        assert made(table, factors, vertex) is None


def test_the_vertex_of_a_knapsack_is_cut_off():
    rows = rows_of([({0: 3, 1: 3, 2: 3}, -1, 5)])
    ones = np.ones(3, np.int64)
    table = Table(Problem(rows, ones * 0, ones, ones))
    vertex = Vertex(np.array([1, 2 / 3, 0]), ones * 0, ones)

    rows, bounds = separated(table, single_rows(table, vertex), vertex)

    assert rows.tolist() == [[1, 1, 1]]
    assert bounds.tolist() == [1]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("divisors", [1, 2, 4])
def test_rows_that_bind_are_divided_by_their_largest_doubtful_coefficients(
    seed, divisors, monkeypatch
):
    monkeypatch.setattr(cuts, "DIVISORS", divisors)
    problem = market(seed)
    hints = Relaxation(problem, Clock()).solve()
    if hints is None:
        return
    table, vertex = Table(problem), Vertex(hints.values, problem.lower, problem.upper)
    doubtful = np.minimum(hints.values, 1 - hints.values) > cuts.DOUBT
    expected = []
    for row, (own, bound) in enumerate(zip(table.rows, table.bound, strict=True)):
        if abs(own @ hints.values - bound) < cuts.DOUBT * table.heavy[row]:
            sizes = sorted({abs(a) for a in own[doubtful].tolist()} - {0, 1})
            expected += [(row, 1 / size) for size in sizes[-divisors:]]

    sums = single_rows(table, vertex)

    assert [(row, sums[k, row]) for k, row in enumerate(sums.argmax(axis=1))] == expected
    assert (np.count_nonzero(sums, axis=1) == 1).all()


@pytest.mark.parametrize("seed", range(40))
def test_cuts_of_the_tableau_bring_the_bound_down_and_lose_nothing(seed):
    problem = market(seed)
    table, relaxation = Table(problem), Relaxation(problem, Clock())
    hints = relaxation.solve()
    inside = points(problem)
    if hints is None:
        assert not len(inside)
        return
    vertex = Vertex(hints.values, problem.lower, problem.upper)
    sums = relaxation.tableau(np.arange(problem.size))[1] * table.side
    rows, bounds = separated(table, sums, vertex)
    doubt = np.minimum(hints.values, 1 - hints.values) > 1e-6

    assert bool(len(rows)) == bool(doubt.any())
    assert (inside @ rows.T <= bounds).all()


# --- tightened rows


@pytest.mark.parametrize("seed", SEEDS)
def test_tightened_rows_keep_the_same_vectors(seed):
    for problem in (market(seed), random_problem(random.Random(seed))):
        tight = replace(problem, rows=tightened(problem.rows))

        assert points(tight).tolist() == points(problem).tolist()
        assert (np.abs(tight.rows.coefficient) <= np.abs(problem.rows.coefficient)).all()


@pytest.mark.parametrize(
    ("terms", "sense", "bound", "expected"),
    [
        ([9, 8, 13], 1, 7, ([7, 7, 7], 7)),
        ([9, 8, 13], 1, 9, ([9, 8, 9], 9)),
        ([-9, -8, -13], -1, -7, ([-7, -7, -7], -7)),
        ([5, 5, 5], -1, 14, ([1, 1, 1], 2)),
        ([5, 5, 5], -1, 5, ([5, 5, 5], 5)),
        ([5, -5], -1, 4, ([1, -1], 0)),
        ([9, 8, 13], 0, 7, ([9, 8, 13], 7)),
        ([1, 1], -1, 5, ([1, 1], 5)),
    ],
)
def test_no_term_is_larger_than_it_need_be(terms, sense, bound, expected):
    rows = tightened(rows_of([(dict(enumerate(terms)), sense, bound)]))

    assert (rows.coefficient.tolist(), rows.bound.tolist()[0]) == expected


# --- lists


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_holds_all_vectors_worth_enough_best_first(seed):
    rng = np.random.default_rng(seed)
    problem = market(seed)
    vertex, table = somewhere(problem, rng), Table(problem)
    inside = points(problem.within(vertex.lower, vertex.upper))
    worths = inside @ problem.objective
    worth = int(rng.choice(worths)) if len(worths) else 0
    tree = branching.Tree(problem, None, Clock(), None, 10)
    sums = [
        tree._sum(rng.normal(size=len(table.bound)) * size, problem.objective)
        for size in (0, 3.0, 1e3)
    ]

    for held in ([], sums):
        found = listed(table, (vertex.lower, vertex.upper), problem.objective, worth, held)

        expected = inside[worths >= worth]
        assert sorted(found.tolist()) == sorted(expected.tolist())
        assert (np.diff(found @ problem.objective) <= 0).all()


def test_a_list_that_grows_too_long_is_given_up():
    ones = np.ones(12, np.int64)
    problem = Problem(rows_of([(dict.fromkeys(range(12), 1), -1, 6)]), ones * 0, ones, ones)
    table, box = Table(problem), (ones * 0, ones)

    assert listed(table, box, ones, 0, [], states=100) is None
    assert len(listed(table, box, ones, 6, [])) == 924
    assert len(listed(table, box, ones, 7, [])) == 0


def test_a_sum_bounds_every_vector():
    some = Sum(np.array([3, -2, 0]), 5, 2)

    assert some.total(np.zeros(3, np.int64), np.ones(3, np.int64)) == 8
    row, bound = some.at_most(4)
    assert (row.tolist(), bound) == ([-3, 2, 0], -3)


# --- the tree

WAYS = {
    "as it is": {},
    "without lists": {"LISTABLE": -1, "FEW": -1},
    "without cuts": {"ROUNDS": 0},
    "branching alone": {"LISTABLE": -1, "FEW": -1, "ROUNDS": 0},
    "many cuts": {"LISTABLE": -1, "FEW": -1, "ROUNDS": 9, "SLOW": 10**6},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(50))
def test_the_tree_agrees_with_brute_force(seed, way, monkeypatch):
    for name, setting in WAYS[way].items():
        monkeypatch.setattr(branching, name, setting)
    problem = market(seed)
    inside = points(problem)
    worths = inside @ problem.objective
    if not len(inside):
        assert branched(problem, None, Clock(), boxes=10**4).values is None
        return
    best = int(worths.max())
    known = inside[random.Random(seed).randrange(len(inside))]

    plain = branched(problem, None, Clock(), boxes=10**4)
    beside = branched(problem, problem.value(known), Clock(), known, boxes=10**4)
    beyond = branched(problem, best + 1, Clock(), boxes=10**4)

    assert plain.proven
    assert problem.lawful(plain.values)
    assert problem.value(plain.values) == best
    assert beside.proven
    assert problem.value(known if beside.values is None else beside.values) == best
    assert beside.alone == (np.count_nonzero(worths == best) == 1)
    assert beyond.proven
    assert beyond.values is None


def test_lists_and_cuts_spare_boxes():
    def boxes() -> int:
        return sum(branched(market(seed, 30), 0, Clock()).effort.nodes for seed in range(20))

    usual = boxes()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(branching, "LISTABLE", -1)
        patched.setattr(branching, "FEW", -1)
        with_cuts = boxes()
        patched.setattr(branching, "ROUNDS", 0)
        alone = boxes()

    assert usual < with_cuts < alone

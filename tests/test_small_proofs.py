"""Bounds with links, reductions and branching against brute force on small problems."""

from __future__ import annotations

import random

import numpy as np
import pytest
from brute import lawful_points, rows_of

from award_opt.engines import Clock
from award_opt.program.parts import Problem
from award_opt.search import branching
from award_opt.search.bounds import DualBound, links
from award_opt.search.branching import branched
from award_opt.search.reduced import reduced

SEEDS = range(250)


def linked_problem(seed: int, most: int = 9) -> Problem:
    """A small problem with caps, cover, money and many pairs "this one only with that one"."""
    rng = random.Random(seed)
    size = rng.randint(2, most)
    entries = []
    for _ in range(rng.randint(0, 6)):
        one, other = rng.sample(range(size), 2)
        weight, sense = rng.choice([1, 1, 7]), rng.choice([-1, 1, 1, 0])
        entries += [({one: weight, other: -weight}, sense, 0)] * rng.randint(1, 2)
    for _ in range(rng.randint(0, 4)):
        chosen = rng.sample(range(size), rng.randint(1, size))
        if rng.random() < 0.5:
            entries.append((dict.fromkeys(chosen, 1), rng.choice([-1, 1]), rng.randint(1, 3)))
        else:
            terms = {j: rng.choice([-1, 1]) * rng.randint(1, 10**9) for j in chosen}
            entries.append((terms, -1, rng.randint(-(10**8), 10**9)))
    unit = rng.choice([1, 5])
    lower = np.array([int(rng.random() < 0.1) for _ in range(size)], np.int64)
    upper = np.array([int(rng.random() < 0.9) for _ in range(size)], np.int64)
    objective = np.array([unit * rng.randint(-3, 6) for _ in range(size)], np.int64)
    return Problem(rows_of(entries), lower, np.maximum(lower, upper), objective)


def test_the_problems_are_not_all_alike():
    many = [len(lawful_points(linked_problem(seed))) for seed in SEEDS]

    assert sum(count == 0 for count in many) > 20
    assert sum(count > 10 for count in many) > 50


@pytest.mark.parametrize("seed", SEEDS)
def test_links_are_what_the_rows_say(seed):
    problem = linked_problem(seed)
    below, above = links(problem.rows)

    assert len({*zip(below.tolist(), above.tolist(), strict=True)}) == len(below)
    for point in lawful_points(problem):
        assert (point[below] <= point[above]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_multipliers_make_the_bound_of_linked_variables_wrong(seed):
    problem = linked_problem(seed)
    points = lawful_points(problem)
    for noise in (0, 1, 1e6):
        duals = np.random.default_rng(seed).normal(size=len(problem.rows.bound)) * noise
        bound = DualBound.of(problem, duals)
        attractive, forced = bound.reduced > 0, bound.forced
        for point in points:
            free = problem.lower < problem.upper
            assert (problem.value(point) <= forced[free & (point != attractive)]).all()
            lower, upper = bound.box(problem.value(point))
            assert ((lower <= point) & (point <= upper)).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smaller_problem_has_the_same_awards(seed):
    problem = linked_problem(seed)
    points = lawful_points(problem)

    small = reduced(problem)

    if small is None:
        assert not points
        return
    inside = lawful_points(small.problem)
    assert {tuple(small.whole(p).tolist()) for p in inside} == {tuple(p.tolist()) for p in points}
    for point in inside:
        whole = small.whole(point)
        assert small.part(whole).tolist() == point.tolist()
        assert small.problem.value(point) + small.offset == problem.value(whole)
        turned = small.towards(-problem.objective)
        assert turned.problem.value(point) + turned.offset == -problem.value(whole)


@pytest.mark.parametrize("seed", SEEDS)
def test_branching_finds_and_proves_the_best(seed):
    problem = linked_problem(seed)
    worth = [problem.value(point) for point in lawful_points(problem)]

    found = branched(problem, None, Clock())

    assert found.proven
    if not worth:
        assert found.values is None
    else:
        assert problem.lawful(found.values)
        assert problem.value(found.values) == max(worth)
        assert branched(problem, max(worth) + 1, Clock()).values is None


@pytest.mark.parametrize("seed", SEEDS)
def test_branching_from_a_known_award_says_whether_the_best_is_alone(seed):
    problem = linked_problem(seed)
    points = lawful_points(problem)
    if not points:
        return
    worth = [problem.value(point) for point in points]
    known = random.Random(seed).choice(points)

    found = branched(problem, problem.value(known), Clock(), known)

    best = known if found.values is None else found.values
    assert found.proven
    assert problem.value(best) == max(worth)
    assert found.alone == (worth.count(max(worth)) == 1)


def knapsacks(size: int) -> Problem:
    """Budgets under which bids are worth nearly what they cost."""
    rng = random.Random(0)
    weights = [{j: rng.randint(500, 999) for j in range(size)} for _ in range(8)]
    rows = rows_of([(weight, -1, sum(weight.values()) // 2) for weight in weights])
    cost = np.array([sum(weight[j] for weight in weights) for j in range(size)], np.int64)
    return Problem(rows, cost * 0, cost * 0 + 1, cost + np.arange(size))


def test_branching_that_is_cut_short_proves_nothing():
    short = branched(knapsacks(40), None, Clock(), boxes=5)

    assert not short.proven
    assert not short.alone


def test_a_tree_whose_boxes_all_stay_open_is_given_up(monkeypatch):
    problem = knapsacks(60)

    early = branched(problem, 0, Clock())
    monkeypatch.setattr(branching, "EACH", 0)
    late = branched(problem, 0, Clock())

    assert not early.proven
    assert not late.proven
    assert branching.EARLY <= early.effort.nodes < branching.BOXES // 2
    assert late.effort.nodes >= branching.BOXES


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tree_given_up_at_once_proves_nothing_wrong(seed, monkeypatch):
    problem = linked_problem(seed)
    worth = [problem.value(point) for point in lawful_points(problem)]
    for name, setting in {"EARLY": 1, "EACH": 1000, "LISTABLE": -1, "FEW": -1}.items():
        monkeypatch.setattr(branching, name, setting)

    found = branched(problem, None, Clock())

    if found.values is not None:
        assert problem.lawful(found.values)
    if found.proven:
        assert worth == [] if found.values is None else problem.value(found.values) == max(worth)

"""Cores of growing size: looked into for a while for a good award, by which nothing is proven."""

from __future__ import annotations

import random
from itertools import islice

import numpy as np
import pytest
from brute import lawful_points, random_problem
from small_problems import agrees, best_worth, boxed, covering

from award_opt.engines import Answer, Clock, Engine, limited
from award_opt.engines.auto import Auto
from award_opt.engines.cp_sat import CpSat
from award_opt.engines.exhaustive import Exhaustive
from award_opt.engines.highs import Highs
from award_opt.engines.knapsack import Knapsack
from award_opt.search import core
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge


class Weary:
    """CP-SAT that finds nothing, or only the first vector that it meets, under any limit."""

    name, version = "weary", "1"

    def __init__(self, found: bool = False) -> None:
        self.found, self.limits = found, []

    def limited(self, work: int) -> Engine:
        self.limits.append(work)
        return Gives(self.found)

    def solve(self, problem, clock, hint=None):
        return CpSat().solve(problem, clock, hint)


class Gives:
    """An engine that gives up."""

    name, version = "weary", "1"

    def __init__(self, found: bool) -> None:
        self.found = found

    def solve(self, problem, clock, hint=None):
        points = lawful_points(problem) if self.found else []
        values = np.array(points[0], np.int64) if points else None
        return Answer("unknown" if values is None else "feasible", values, by=self.name)


@pytest.fixture
def tiny_cores(monkeypatch):
    """Cores of two bids and up, none of which is enumerated."""
    monkeypatch.setattr(core, "FIRST", 1)
    monkeypatch.setattr(core, "GLANCED", 3)
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))


@pytest.mark.parametrize("branch", [True, False])
@pytest.mark.parametrize("found", [True, False])
@pytest.mark.parametrize("seed", range(40))
def test_an_engine_that_gives_up_on_cores_changes_nothing(seed, found, branch, tiny_cores):
    problem = random_problem(random.Random(seed))

    answer = core.best(problem, None, Judge(Weary(found), None, Clock(), fast=Fast(branch=branch)))

    assert agrees(answer, problem)


@pytest.mark.parametrize("seed", range(20))
def test_what_a_core_holds_at_best_is_no_bound(seed, tiny_cores):
    """Cores of one bid are searched through, and the best lies outside of them."""
    rng = random.Random(seed)
    rows = [(dict.fromkeys(sorted(rng.sample(range(12), 4)), 1), 1, 1) for _ in range(9)]
    problem = boxed(rows, [-rng.randint(5, 9) for _ in range(12)])

    answer = core.best(problem, None, Judge(CpSat(), Highs(), Clock(), fast=Fast(branch=False)))

    assert answer.values is not None
    assert problem.value(answer.values) == best_worth(problem)


@pytest.mark.parametrize(
    ("plain", "cores"),
    [
        (True, [(24, 72), (72, 216), (144, 216), (288, 432), (864, 2592), (2592, 7776)]),
        (False, [(24, 72), (72, 216), (216, 648), (648, 1944), (1944, 5832), (5832, 17496)]),
    ],
)
def test_cores_grow(plain, cores):
    assert list(islice(core._cores(plain=plain), len(cores))) == cores


def test_no_large_core_is_looked_into_where_anything_better_is_the_best(monkeypatch):
    """Of bids of one price, a core of all but a few cannot be better than all of them."""
    monkeypatch.setattr(core, "FIRST", 2)
    monkeypatch.setattr(core, "GLANCED", 6)
    rng = random.Random(3)
    rows = [(dict.fromkeys(sorted(rng.sample(range(60), 12)), 1), 1, 1) for _ in range(30)]
    engine = Weary(found=False)
    problem = boxed(rows, [-1] * 60)
    best = CpSat().solve(problem, Clock()).values
    core.best(problem, best, Judge(engine, None, Clock(), fast=Fast(branch=False)))

    assert all(work <= core.WORK * core.GLANCED for work in engine.limits)


@pytest.mark.parametrize("work", [None, 1, 5_000_000])
def test_an_engine_without_a_limit_stays_as_it_is(work):
    engine = Highs()

    assert limited(engine, work) is engine


def test_no_limit_leaves_an_engine_as_it_is():
    for engine in (CpSat(), Auto()):
        assert limited(engine, None) is engine


def test_a_limit_keeps_how_the_engine_was_set():
    engine = limited(CpSat(own_presolve=True), 7)

    assert isinstance(engine, CpSat)
    assert (engine.own_presolve, engine.work) == (True, 7)


def test_a_limited_turn_is_cp_sat_alone_after_the_dynamic_program():
    row = boxed([(dict.fromkeys(range(20), 3), -1, 10)], list(range(1, 21)))
    limited_auto = limited(Auto(), 1)

    assert Knapsack.fits(row)
    assert limited_auto.solve(row, Clock()).by == Knapsack.name
    assert limited_auto.solve(covering(), Clock()).by in ("", CpSat.name)
    assert limited_auto.solve(covering(), Clock()).verdict in ("unknown", "feasible")

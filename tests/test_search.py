"""The search agrees with brute force: optimum, published order, tied bids, all tied awards."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from brute import lawful_points, part_of, random_problem, rows_of

from award_opt.engines import Answer, Clock
from award_opt.engines.cp_sat import CpSat
from award_opt.engines.exhaustive import Exhaustive
from award_opt.engines.highs import Highs
from award_opt.errors import SolverError
from award_opt.program.parts import Problem
from award_opt.search import core
from award_opt.search.bounds import DualBound
from award_opt.search.box import Box
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge
from award_opt.search.stages import Search

SEEDS = range(60)


PATHS = {
    "enumerated": Fast.none(),
    "solved": Fast.none(),
    "trials": replace(Fast.none(), trials=True),
    "core": Fast(branch=False),
    "branching": Fast(trials=False),
    "all": Fast(),
}


@pytest.fixture(params=PATHS)
def searching(request, monkeypatch):
    """The same search with its fast paths on and off: the answers may not differ."""
    if request.param != "enumerated":
        monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    monkeypatch.setattr(core, "FIRST", 2)
    return PATHS[request.param]


def started(problem, fast, second=None) -> Search | None:
    found = Search(part_of(problem), Judge(CpSat(), second, Clock(), fast=fast))
    return None if found.start().verdict == "infeasible" else found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_optimum_is_the_brute_force_optimum(seed, searching):
    problem = random_problem(random.Random(seed))
    points = lawful_points(problem)

    found = started(problem, searching, Highs())

    if not points:
        assert found is None
    else:
        stage = found.maximise(problem.objective)
        assert stage.proven
        assert stage.value == max(problem.value(point) for point in points)


@pytest.mark.parametrize("seed", SEEDS)
def test_deciding_in_order_gives_the_lexicographically_first_award(seed, searching):
    rng = random.Random(seed)
    problem = random_problem(rng)
    order = rng.sample(range(problem.size), problem.size)
    points = lawful_points(problem)
    found = started(problem, searching)

    if found is not None:
        assert found.decide(order)
        assert found.values.tolist() == max(points, key=lambda p: p[order].tolist()).tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_tied_bids_and_tied_awards_are_those_of_brute_force(seed, searching):
    problem = random_problem(random.Random(seed))
    found = started(problem, searching)
    if found is None:
        return
    best = found.maximise(problem.objective).value
    found.keep(problem.objective, best)
    ties = {tuple(p.tolist()) for p in lawful_points(problem) if problem.value(p) == best}

    flexible = found.flexible(range(problem.size))
    awards, complete = found.alternatives(flexible, len(ties))

    assert flexible == [j for j in range(problem.size) if len({p[j] for p in ties}) == 2]
    assert {tuple(values.tolist()) for values in awards} == ties
    assert complete


def test_a_list_that_is_cut_short_says_so():
    none = np.zeros(4, np.int64)
    found = started(Problem(rows_of([]), none, none + 1, none), Fast())
    flexible = found.flexible(range(4))

    awards, complete = found.alternatives(flexible, 5)

    assert len(awards) == 5
    assert not complete


@pytest.mark.parametrize("seed", SEEDS)
def test_propagation_never_refutes_a_lawful_award(seed):
    problem = random_problem(random.Random(seed))
    points = lawful_points(problem)
    box = Box.of(problem)

    if points:
        assert box.consistent
    for j in range(problem.size):
        for value in (0, 1):
            if any(point[j] == value for point in points):
                assert box.try_assign(j, value)


@pytest.mark.parametrize("seed", SEEDS)
def test_propagation_leaves_no_trace_when_taken_back(seed):
    box = Box.of(random_problem(random.Random(seed)))
    before = (list(box.value), [row.least for row in box._rows])

    for j in range(len(box.value)):
        for value in (0, 1):
            box.try_assign(j, value)

    assert (list(box.value), [row.least for row in box._rows]) == before


class Liar:
    """An engine that answers what it is told to."""

    name, version = "liar", "1"

    def __init__(self, *answers):
        self.answers = list(answers)

    def solve(self, problem, clock, hint=None):
        return self.answers.pop(0)


def wide():
    """20 bids, at most 3 win, equal scores: too large to enumerate."""
    ones = np.ones(20, np.int64)
    return Problem(rows_of([(dict.fromkeys(range(20), 1), -1, 3)]), ones * 0, ones, ones)


def first(count):
    return np.array([1] * count + [0] * (20 - count), np.int64)


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (Answer("optimal", first(4), 4), "solver_broke_rows"),
        (Answer("infeasible"), "solver_denies_award"),
        (Answer("optimal", first(1), 1), "solver_missed_better"),
    ],
)
def test_a_lying_engine_is_named_and_nothing_is_signed(lie, code):
    with pytest.raises(SolverError, match=code):
        Judge(Liar(lie), None, Clock()).solve(wide(), first(2))


def test_a_worse_optimum_is_refuted_by_the_second_engine():
    lie = Answer("optimal", first(2), 2)

    with pytest.raises(SolverError, match="engines_disagree"):
        Judge(Liar(lie), Highs(), Clock()).solve(wide(), None)


def test_a_false_infeasible_is_refuted_by_the_second_engine():
    with pytest.raises(SolverError, match="engines_disagree"):
        Judge(Liar(Answer("infeasible")), Highs(), Clock()).solve(wide(), None)


def test_a_struck_clock_is_never_called_optimal():
    clock = Clock(0.0)
    found = Search(part_of(wide()), Judge(CpSat(), None, clock))

    assert found.start().verdict == "feasible"
    assert not found.maximise(wide().objective).proven
    assert found.flexible(range(20)) is None


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("noise", [0, 1, 1e9, float("inf"), float("nan")])
def test_no_multipliers_make_the_bound_wrong(seed, noise):
    rng = np.random.default_rng(seed)
    problem = random_problem(random.Random(seed))
    duals = rng.normal(size=len(problem.rows.bound)) * noise
    bound = DualBound.of(problem, duals)
    points = lawful_points(problem)

    for point in points:
        assert problem.value(point) <= bound.value
        for j, forced in enumerate(bound.forced):
            if point[j] != int(bound.reduced[j] > 0) and bound.reduced[j] != 0:
                assert problem.value(point) <= forced
        lower, upper = bound.box(problem.value(point))
        assert (lower <= point).all()
        assert (point <= upper).all()


def test_what_the_rank_order_decided_is_not_taken_back_by_a_goal_that_counts_the_same_bids(
    searching,
):
    ones = np.ones(3, np.int64)
    one_or_two = ({0: 2, 1: 1, 2: 1}, -1, 2)  # the first bid alone, or the other two
    problem = Problem(rows_of([one_or_two, ({0: 1, 1: 1, 2: 1}, 1, 1)]), ones * 0, ones, ones * 0)
    found = Search(part_of(problem), Judge(CpSat(), None, Clock(), fast=searching))
    found.start(ones)

    found.decide([0, 1, 2])

    assert found.maximise(ones).value == 1
    assert found.values.tolist() == [1, 0, 0]

"""Bids that fare otherwise in awards near a known one, and the questions that find such awards."""

from __future__ import annotations

import random

import numpy as np
import pytest
from brute import lawful_points, random_problem
from random_tenders import random_case

from award_opt.engines import Clock
from award_opt.engines.auto import Auto
from award_opt.engines.cut_off import turned
from award_opt.engines.exhaustive import Exhaustive
from award_opt.engines.highs import Highs
from award_opt.program.parts import split
from award_opt.program.program import compile_program
from award_opt.search.fast import Fast
from award_opt.search.judge import Content, Judge
from award_opt.search.nearby import moved
from award_opt.solve import Options, solve

SEEDS = range(120)


def counted_among_the_best(seed):
    """A problem of as good vectors, whose objective counts changes, and which asks for one."""
    rng = random.Random(seed)
    problem = random_problem(rng)
    points = lawful_points(problem)
    if not points or not problem.objective.any():
        return None
    best = max(points, key=problem.value)
    tied = problem.reaching(problem.objective, problem.value(best))
    changes = tied.towards(1 - 2 * best)
    return changes.reaching(changes.objective, 1 - int(best.sum())), best


def told(points):
    return {tuple(point.tolist()) for point in points}


def test_a_question_turned_round_has_the_same_answers():
    asked = [case[0] for case in map(counted_among_the_best, SEEDS) if case is not None]
    both = [(problem, turned(problem)) for problem in asked]
    assert sum(other is not None for _, other in both) > 60
    for problem, other in both:
        if other is not None:
            assert told(lawful_points(other)) == told(lawful_points(problem))


def test_only_what_counts_variables_beside_an_earlier_goal_is_turned_round():
    problem = next(filter(None, map(counted_among_the_best, SEEDS)))[0]
    assert turned(problem) is not None
    assert turned(problem.towards(2 * problem.objective)) is None
    assert turned(problem.reaching(2 * problem.objective, 1)) is None


def test_a_content_judge_finds_a_vector_exactly_where_there_is_one(monkeypatch):
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    owner = Judge(Auto(), Highs(), Clock())
    found = 0
    for case in map(counted_among_the_best, SEEDS):
        if case is None:
            continue
        problem, best = case
        answer = Content(owner).solve(problem, None)
        points = told(lawful_points(problem))
        assert (answer.values is None) == (not points)
        if answer.values is not None:
            assert tuple(answer.values.tolist()) in points
            assert (answer.values != best).any()
            found += 1
    assert found > 10
    assert owner.tally.solves > 60  # its work is counted where it was asked


def parts_with_a_lawful_award(seed):
    tender, instance = random_case(seed)
    program = compile_program(tender, instance)
    for part in split(program):
        if part.problem.size <= 10 and (points := lawful_points(part.problem)):
            yield part, points


@pytest.mark.parametrize("seed", SEEDS)
def test_what_moves_nearby_moves_in_a_lawful_award(seed):
    rng = random.Random(seed)
    for part, points in parts_with_a_lawful_award(seed):
        own, other = rng.choice(points), rng.choice(points)
        found = moved(part.problem, part.indicators, own, other, range(part.problem.size))
        movable = {j for point in points for j in np.flatnonzero(point != own).tolist()}
        assert set(found) <= movable
        assert len(set(found)) == len(found)


@pytest.mark.parametrize("seed", range(60))
def test_the_tied_bids_are_the_same_without_looking_nearby(seed, monkeypatch):
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    case = random_case(seed)
    usual = solve(*case, Options(cross_check=False))
    assert solve(*case, Options(cross_check=False, fast=Fast(trials=False))).ties == usual.ties
    assert solve(*case, Options(cross_check=False, fast=Fast.none())).ties == usual.ties

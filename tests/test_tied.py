"""One tree for the fates of all bids: what it finds, what it proves and what it leaves."""

from __future__ import annotations

import random

import numpy as np
import pytest
from brute import lawful_points, part_of, random_problem
from random_tenders import random_case

from award_opt.engines import Clock
from award_opt.engines.auto import Auto
from award_opt.engines.exhaustive import Exhaustive
from award_opt.engines.highs import Highs
from award_opt.program.program import compile_program
from award_opt.search import branching, outcome, tied
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge
from award_opt.search.reduced import untouched
from award_opt.search.stages import Search

SEEDS = range(100)
LIMITS = {"whole": 10**6, "root": 1, "some": 2}


@pytest.fixture(autouse=True)
def unlisted(monkeypatch):
    """Small boxes are branched on, not listed."""
    monkeypatch.setattr(branching, "FEW", -1)
    monkeypatch.setattr(branching, "LISTABLE", -1)


def limited(monkeypatch, boxes):
    monkeypatch.setattr(tied, "BOXES", boxes)
    monkeypatch.setattr(tied, "FEW", boxes)


def judge(**off):
    return Judge(Auto(), Highs(), Clock(), fast=Fast(**off))


def levels(seeds=SEEDS):
    """Problems of equally good vectors, with all of these."""
    for seed in seeds:
        rng = random.Random(seed)
        problem = random_problem(rng, most=11)
        goal = np.array([rng.randint(-1, 2) for _ in range(problem.size)], np.int64)
        points = lawful_points(problem)
        if not points or not goal.any():
            continue
        best = max(int(goal @ point) for point in points)
        told = [point for point in points if goal @ point == best]
        yield problem.reaching(goal, best), told, rng


def other_fates(own, points):
    return {j for point in points for j in np.flatnonzero(point != own).tolist()}


@pytest.mark.parametrize("limit", LIMITS)
def test_the_tree_finds_every_bid_that_fares_otherwise_and_loses_no_award(limit, monkeypatch):
    limited(monkeypatch, LIMITS[limit])
    done = open_ = 0
    for problem, points, rng in levels():
        own = rng.choice(points)
        wanted = sorted(rng.sample(range(problem.size), rng.randint(1, problem.size)))
        told = tied.others(untouched(problem), own, wanted, judge())
        found = other_fates(own, told.awards) & set(wanted)
        assert all(problem.lawful(award) for award in told.awards)
        for k, award in enumerate(told.awards):
            before = other_fates(own, told.awards[:k])
            assert (other_fates(own, [award]) - before) & set(wanted)  # each tells something new
        if told.done:
            assert found == other_fates(own, points) & set(wanted)
            done += 1
        else:
            assert all(told.rest.lawful(point) for point in points)
            open_ += 1
    assert (done if limit == "whole" else open_) > 10


def test_what_is_left_after_the_root_still_asks_for_the_level(monkeypatch):
    limited(monkeypatch, 1)
    for problem, points, rng in levels():
        told = tied.others(untouched(problem), rng.choice(points), [0], judge())
        if told.rest is not None and not told.done:
            left = {tuple(point) for point in lawful_points(told.rest)}
            assert left == {tuple(point) for point in points}


def test_engines_find_an_award_exactly_where_there_is_one(monkeypatch):
    limited(monkeypatch, 1)
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    found = none = 0
    for problem, points, rng in levels(range(60)):
        own = rng.choice(points)
        told = tied.others(untouched(problem), own, range(problem.size), judge())
        if told.rest is None:
            continue
        for bid in range(problem.size):
            answer = told.asked([bid], judge())
            if bid in other_fates(own, points):
                assert answer.values[bid] != own[bid]
                assert problem.lawful(answer.values)
                found += 1
            else:
                assert answer.verdict == "infeasible"
                none += 1
    assert found > 20
    assert none > 20


def test_what_asks_for_no_level_or_is_too_large_is_left_alone(monkeypatch):
    problem, points, _ = next(levels())
    bare = problem.also(np.array([0]), np.array([1]), -1, 1)
    assert tied.others(untouched(bare), points[0], [0], judge()).rest is None
    assert tied.others(untouched(problem), points[0], [0], judge(branch=False)).rest is None
    assert tied.others(untouched(problem), points[0], [], judge()).done
    monkeypatch.setattr(tied, "LARGEST", problem.size * len(problem.rows.bound) - 1)
    assert tied.others(untouched(problem), points[0], [0], judge()).rest is None


@pytest.mark.parametrize("limit", [*LIMITS.values(), None])
def test_the_bids_that_tie_and_the_first_award_are_those_of_brute_force(limit, monkeypatch):
    if limit is None:
        monkeypatch.setattr(tied, "LARGEST", 0)
    else:
        limited(monkeypatch, limit)
    for problem, points, rng in levels():
        search = Search(part_of(problem), judge())
        search.values = rng.choice(points)
        order = rng.sample(range(problem.size), problem.size)
        flexible = search.flexible(order)
        assert flexible == sorted(other_fates(points[0], points))
        assert problem.lawful(search.values)
        assert search.settle(order, flexible)
        first = max(points, key=lambda point: point[order].tolist())
        assert search.values.tolist() == first.tolist()


def test_of_the_awards_that_were_seen_the_first_in_the_order_is_kept():
    awards = [np.array(award) for award in ([0, 1, 1], [1, 0, 0], [1, 0, 1])]
    assert tied.first(awards, [0, 1]).tolist() == [1, 0, 0]
    assert tied.first(awards, [2, 0]).tolist() == [1, 0, 1]
    assert tied.first(awards, [1]).tolist() == [0, 1, 1]


def test_all_awards_that_tie_are_listed_once():
    for problem, points, rng in levels(range(60)):
        own = rng.choice(points)
        bids = sorted(other_fates(own, points))
        found, complete = tied.alternatives(problem, own, bids, len(points), judge())
        assert complete
        assert sorted(map(tuple, found)) == sorted(map(tuple, points))
        if len(points) > 1:
            few, whole = tied.alternatives(problem, own, bids, len(points) - 1, judge())
            assert (len(few), whole) == (len(points) - 1, False)


@pytest.mark.parametrize("limit", [0, 2])
def test_random_tenders_tie_alike_however_large_the_tree(limit, monkeypatch):
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    usual = [compile_program(*random_case(seed)) for seed in range(60)]
    said = [outcome.best(program, judge()) for program in usual]
    limited(monkeypatch, limit)
    for program, before in zip(usual, said, strict=True):
        after = outcome.best(program, judge())
        assert (after.status, after.tied) == (before.status, before.tied)
        if before.status == "optimal":
            assert after.values().tolist() == before.values().tolist()

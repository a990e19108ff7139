"""The dynamic program for one row finds the optimum, or does not fit."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from small_problems import agrees, best_worth, boxed, hard

from award_opt.engines import Clock
from award_opt.engines.knapsack import Knapsack
from award_opt.program.parts import Problem


def random_knapsack(rng: random.Random) -> Problem:
    """One row of any signs, sometimes slack rows, an earlier goal and a cut-off."""
    size, large = rng.randint(1, 9), rng.choice([3, 10, 10**6])
    weights = {j: rng.choice([1, 1, -1]) * rng.randint(1, large) for j in range(size)}
    weights = {j: weight for j, weight in weights.items() if rng.random() < 0.9}
    total = sum(weights.values())
    bound = rng.randint(min(0, total) - 1, max(0, total) + 1)
    rows = [(weights, rng.choice([-1, 1]), bound)]
    if rng.random() < 0.3:
        rows.append((dict.fromkeys(range(size), 1), -1, size))
    problem = boxed(rows, [rng.randint(-3, rng.choice([3, 100])) for _ in range(size)])
    for _ in range(rng.choice([0, 0, 1, 2])):
        most = best_worth(problem)
        if most is not None:
            problem = problem.reaching(problem.objective, most - (rng.random() < 0.1))
        problem = problem.towards(np.array([rng.randint(-5, 5) for _ in range(size)], np.int64))
    if rng.random() < 0.4:
        problem = problem.reaching(problem.objective, rng.randint(-9, 60))
    return problem


@pytest.mark.parametrize("block", range(10))
def test_the_dynamic_program_finds_the_brute_force_optimum(block):
    fitting = 0
    for seed in range(100 * block, 100 * block + 100):
        rng = random.Random(seed)
        problem = random_knapsack(rng)
        if not Knapsack.fits(problem):
            continue
        hint = np.array([rng.randint(0, 1) for _ in range(problem.size)], np.int64)
        answer = Knapsack().solve(problem, Clock(), rng.choice([None, hint]))
        if answer.verdict == "unknown":  # an earlier goal was asked for less than its best
            continue
        fitting += 1
        assert agrees(answer, problem), f"seed {seed}"
        assert answer.by == "knapsack"
    assert fitting > 60


@pytest.mark.parametrize("seed", range(40))
def test_without_products_in_64_bits_the_optimum_is_the_same(seed):
    rng = random.Random(seed)
    weights = [rng.randint(2**45, 2**46) for _ in range(11)]
    capacity = sum(weights) // 2
    values = [16 * weight + rng.randint(0, 2**46) for weight in weights]
    problem = boxed([(dict(enumerate(weights)), -1, capacity)], values)

    assert Knapsack.fits(problem)
    assert agrees(Knapsack().solve(problem, Clock()), problem)


@pytest.mark.parametrize(
    "problem",
    [
        boxed([({0: 2, 1: 2}, -1, 3), ({0: 1, 1: -2}, -1, 0)], [1, 1]),
        boxed([({0: 2, 1: 2}, 0, 2)], [1, 1]),
        boxed([({0: 2**53, 1: 2**53}, -1, 2**53)], [1, 1]),
        boxed([({0: 2, 1: 2}, -1, 3)], [2**61, 2**61]),
        replace(boxed([({0: 2, 1: 2}, -1, 3)], [1, 1]), lower=np.array([1, 0])),
    ],
    ids=["two rows", "an equality", "heavy", "valuable", "a settled variable"],
)
def test_what_is_no_knapsack_does_not_fit(problem):
    assert not Knapsack.fits(problem)


def test_states_beyond_the_limit_end_the_search_without_a_claim():
    problem = hard()
    answer = Knapsack(states=50).solve(problem, Clock())

    assert answer.verdict == "feasible"
    assert problem.lawful(answer.values)


def test_a_struck_clock_ends_the_dynamic_program():
    assert Knapsack().solve(hard(), Clock(0.0)).verdict == "feasible"

"""Warm relaxations, their steps, and boxes without a point."""

from __future__ import annotations

import random

import numpy as np
import pytest
from brute import random_problem
from small_problems import SEEDS, boxed, covering

from award_opt.engines import Clock
from award_opt.engines.relaxation import Relaxation


def value(problem, objective, hints) -> float | None:
    return None if hints is None else float((objective * hints.values).sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_warm_relaxation_is_worth_what_a_fresh_one_is(seed):
    rng = random.Random(seed)
    problem = random_problem(rng)
    warm = Relaxation(problem)
    for _ in range(5):
        objective = np.array([rng.randint(-5, 9) for _ in range(problem.size)], np.int64)
        lower = np.array([rng.random() < 0.1 for _ in range(problem.size)], np.int64)
        upper = np.maximum(lower, [rng.random() < 0.8 for _ in range(problem.size)])
        fresh = Relaxation(problem.within(lower, upper).towards(objective)).solve()

        found = warm.solve(objective, lower, upper)

        assert value(problem, objective, found) == pytest.approx(value(problem, objective, fresh))
    fresh = Relaxation(problem).solve()
    assert value(problem, problem.objective, warm.solve()) == pytest.approx(
        value(problem, problem.objective, fresh)
    )


def test_a_relaxation_counts_its_steps_and_takes_rows():
    problem = covering()
    warm = Relaxation(problem)
    warm.solve()
    first = warm.effort
    warm.also(np.arange(problem.size), np.ones(problem.size, np.int64), -1, 9)

    hints = warm.solve()

    assert first.calls == 1
    assert first.iterations > 0
    assert warm.effort.calls == 2
    assert hints.values.sum() <= 9 + 1e-6
    assert len(hints.duals) == len(problem.rows.bound) + 1


def test_an_empty_box_has_a_ray_and_no_hints():
    problem = boxed([({0: 1, 1: 1}, 1, 2)], [1, 1])
    warm = Relaxation(problem)

    assert warm.solve(upper=np.array([1, 0])) is None
    assert warm.solve() is not None


def test_a_stopped_clock_stops_relaxations():
    clock = Clock()
    warm = Relaxation(covering(), clock)
    clock.stopped.set()

    assert warm.solve() is None

"""Small problems for engines, with their optima by brute force."""

from __future__ import annotations

import random

import numpy as np
from brute import lawful_points, rows_of

from award_opt.engines import Answer, Clock
from award_opt.program.parts import Problem

SEEDS = range(60)


def boxed(entries, objective) -> Problem:
    """A problem with an open box."""
    none = np.zeros(len(objective), np.int64)
    return Problem(rows_of(entries), none, none + 1, np.array(objective, np.int64))


def best_worth(problem) -> int | None:
    return max((problem.value(point) for point in lawful_points(problem)), default=None)


def agrees(answer: Answer, problem: Problem) -> bool:
    """Whether an answer is that of brute force."""
    worth = best_worth(problem)
    if worth is None:
        return answer.verdict == "infeasible"
    found = answer.values is not None and problem.lawful(answer.values)
    return answer.verdict == "optimal" and found and problem.value(answer.values) == worth


def covering(size: int = 40) -> Problem:
    """Cover 25 needs at least cost, with few bids."""
    rng = random.Random(1)
    cover = [(dict.fromkeys(sorted(rng.sample(range(size), 6)), 1), 1, 1) for _ in range(25)]
    cap = (dict.fromkeys(range(size), 1), -1, 12)
    return boxed([*cover, cap], [-rng.randint(5, 30) for _ in range(size)])


def hard(size: int = 30) -> Problem:
    """Items worth what they weigh, of even weight, with an odd capacity."""
    rng = random.Random(3)
    weights = [2 * rng.randint(10**6, 10**7) for _ in range(size)]
    return boxed([(dict(enumerate(weights)), -1, sum(weights) // 4 * 2 + 1)], weights)


class Stopping(Clock):
    """A clock that is over after so many looks at it."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def over(self) -> bool:
        self.looks -= 1
        return self.looks < 0

"""Brute force over all 0/1 vectors: the answer that no search can argue with."""

from __future__ import annotations

import random

import numpy as np

from award_opt.columns import Ints
from award_opt.program.parts import Part, Problem
from award_opt.program.rows import Indicators, Rows


def rows_of(entries: list[tuple[dict[int, int], int, int]]) -> Rows:
    """Rows from ({column: coefficient}, sense, bound)."""
    many = [len(terms) for terms, _, _ in entries]
    return Rows(
        start=np.r_[0, np.cumsum(many, dtype=np.int64)].astype(np.int64),
        column=np.array([j for terms, _, _ in entries for j in terms], np.int64),
        coefficient=np.array([a for terms, _, _ in entries for a in terms.values()], np.int64),
        sense=np.array([sense for _, sense, _ in entries], np.int64),
        bound=np.array([bound for _, _, bound in entries], np.int64),
        rule=np.zeros(len(entries), np.int64),
        group=("",) * len(entries),
    )


def random_problem(rng: random.Random, most: int = 8) -> Problem:
    """A small problem in the shape of an award: caps, coverage, and money rows of mixed signs."""
    size = rng.randint(1, most)
    entries = []
    for _ in range(rng.randint(0, 5)):
        chosen = sorted(rng.sample(range(size), rng.randint(1, size)))
        kind = rng.choice(["cap", "cover", "money", "equal"])
        if kind == "money":
            terms = {j: rng.choice([-1, 1]) * rng.randint(1, 4_000_000_000) for j in chosen}
            entries.append((terms, rng.choice([-1, 1]), rng.randint(-(10**9), 10**9)))
        else:
            sense = {"cap": -1, "cover": 1, "equal": 0}[kind]
            entries.append((dict.fromkeys(chosen, 1), sense, rng.randint(0, len(chosen))))
    return Problem(
        rows=rows_of(entries),
        lower=np.zeros(size, np.int64),
        upper=np.ones(size, np.int64),
        objective=np.array([rng.randint(-3, 6) for _ in range(size)], np.int64),
    )


def part_of(problem: Problem) -> Part:
    """The problem as the only part of a program."""
    return Part(problem, np.arange(problem.size), Indicators.of(()))


def lawful_points(problem: Problem) -> list[Ints]:
    """Every lawful vector, by trying all of them."""
    every = (np.arange(2**problem.size)[:, None] >> np.arange(problem.size)) & 1
    return [point for point in every.astype(np.int64) if problem.lawful(point)]

"""Enumeration of small problems: exact integers, nobody's word to take."""

from __future__ import annotations

import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock, Effort
from award_opt.program.parts import Problem

LIMIT = 12  # free variables: 4,096 vectors


class Exhaustive:
    """Tries every 0/1 vector in the box."""

    name = "exhaustive"
    version = "1"

    @staticmethod
    def fits(problem: Problem) -> bool:
        """Whether the problem, all of it open, is small enough to try every vector."""
        return problem.size <= LIMIT

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """The best vector; among equals the first in the order of counting."""
        del clock, hint
        effort = Effort(nodes=2**problem.size)
        points = (np.arange(2**problem.size)[:, None] >> np.arange(problem.size)) & 1
        points = points[_lawful(problem, points)]
        if not len(points):
            return Answer("infeasible", by=self.name, effort=effort)
        worth = points @ problem.objective
        best = int(worth.argmax())
        return Answer("optimal", points[best], int(worth[best]), self.name, effort)


def _lawful(problem: Problem, points: Ints) -> Ints:
    rows = problem.rows
    table = np.zeros((problem.size, len(rows.bound)), np.int64)
    table[rows.column, rows.owner] = rows.coefficient
    gap = points @ table - rows.bound
    broken = np.where(rows.sense == 0, gap != 0, gap * rows.sense < 0)
    return np.flatnonzero(~broken.any(axis=1))

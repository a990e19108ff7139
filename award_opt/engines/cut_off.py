"""A row that only says what the objective must reach, which engines treat better than as a row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from award_opt.program.parts import Problem


def cut_off(problem: Problem) -> tuple[Problem, int | None]:
    """The problem without its last row, where that asks for a least value of the objective.

    The second is that value; ``None`` where the last row says something else.
    """
    rows, used = problem.rows, np.flatnonzero(problem.objective)
    if not len(used) or not len(rows.bound) or rows.sense[-1] <= 0:
        return problem, None
    last = slice(int(rows.start[-2]), int(rows.start[-1]))
    same = np.array_equal(rows.column[last], used) and np.array_equal(
        rows.coefficient[last], problem.objective[used]
    )
    if not same:
        return problem, None
    others = rows.only(np.arange(len(rows.bound) - 1))
    return replace(problem, rows=others), int(rows.bound[-1])

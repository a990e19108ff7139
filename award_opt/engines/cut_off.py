"""A row that only says what the objective must reach, which engines treat better than as a row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from award_opt.columns import Ints
from award_opt.program.parts import Problem
from award_opt.program.rows import DEFINITION
from award_opt.rules._base import AT_LEAST


def cut_off(problem: Problem) -> tuple[Problem, int | None]:
    """The problem without its last row, where that asks for a least value of the objective.

    The second is that value; ``None`` where the last row says something else.
    """
    rows, used = problem.rows, np.flatnonzero(problem.objective)
    if not len(used) or not len(rows.bound) or rows.sense[-1] <= 0:
        return problem, None
    column, coefficient = _last(problem)
    same = np.array_equal(column, used) and np.array_equal(coefficient, problem.objective[used])
    if not same:
        return problem, None
    return _without_last(problem), int(rows.bound[-1])


def turned(problem: Problem) -> Problem | None:
    """The same vectors, with what an earlier goal keeps as objective; ``None`` where none does.

    Whether anything reaches a cut-off that counts variables is settled sooner so, for the
    relaxation then knows what the earlier goal is worth at best.
    """
    bare, worth = cut_off(problem)
    rows, used = bare.rows, np.flatnonzero(problem.objective)
    kept = len(rows.bound) and rows.rule[-1] == DEFINITION and rows.sense[-1] > 0
    if worth is None or not kept or np.abs(problem.objective).max() > 1:
        return None
    column, coefficient = _last(bare)
    if 2 * len(column) < len(used):
        return None
    earlier = np.zeros(problem.size, np.int64)
    earlier[column] = coefficient
    others = _without_last(bare).towards(earlier)
    least = int(rows.bound[-1])
    return others.also(used, problem.objective[used], AT_LEAST, worth).reaching(earlier, least)


def _last(problem: Problem) -> tuple[Ints, Ints]:
    """The columns and coefficients of the last row."""
    rows = problem.rows
    last = slice(int(rows.start[-2]), int(rows.start[-1]))
    return rows.column[last], rows.coefficient[last]


def _without_last(problem: Problem) -> Problem:
    rows = problem.rows
    return replace(problem, rows=rows.only(np.arange(len(rows.bound) - 1)))

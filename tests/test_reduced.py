"""What single rows rule out, and the shape of what is left."""

from __future__ import annotations

import numpy as np
import pytest
from test_small_proofs import linked_problem

from award_opt.program.parts import Problem
from award_opt.search.reduced import Propagation, reduced

SEEDS = range(150)


def ruled_out(problem: Problem, lower: np.ndarray, upper: np.ndarray) -> list[tuple[int, int]]:
    """The open variables and values that one row, as at most or as at least, has no room for."""
    rows, found = problem.rows, []
    for row, (sense, bound) in enumerate(zip(rows.sense, rows.bound, strict=True)):
        cut = slice(rows.start[row], rows.start[row + 1])
        column, own = rows.column[cut], rows.coefficient[cut]
        for side in {-1: (1,), 0: (1, -1), 1: (-1,)}[int(sense)]:
            terms = np.stack([side * own * lower[column], side * own * upper[column]])
            for place, j in enumerate(column.tolist()):
                others = np.delete(terms, place, axis=1).min(axis=0).sum()
                values = range(lower[j], upper[j] + 1)
                found += [(j, v) for v in values if others + side * own[place] * v > side * bound]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_propagation_ends_where_no_single_row_rules_out_more(seed):
    problem = linked_problem(seed)

    found = Propagation(problem.rows).narrowed(problem.lower, problem.upper)

    if found is None:
        assert ruled_out(problem, problem.lower, problem.upper)
    else:
        assert not ruled_out(problem, *found)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_variable_of_a_reduced_problem_comes_once_in_a_row_and_in_their_order(seed):
    small = reduced(linked_problem(seed))
    if small is None:
        return
    rows = small.problem.rows
    for first, last in zip(rows.start[:-1], rows.start[1:], strict=True):
        assert first < last
        assert (np.diff(rows.column[first:last]) > 0).all()
    assert rows.coefficient.all()

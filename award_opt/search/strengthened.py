"""The same problem with rounding cuts added at its root: closer bounds for whoever asks often."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Clock
from award_opt.engines.relaxation import Relaxation, Relaxed
from award_opt.program.parts import Problem
from award_opt.rules._base import AT_MOST
from award_opt.search.cuts import Vertex, separated, single_rows
from award_opt.search.table import Table

ROUNDS = 6
DOUBTS = 24  # variables whose rows of the tableau are tried
DUST = 1e-9


def strengthened(problem: Problem, values: Ints, clock: Clock) -> Problem:
    """The problem and rows that all its vectors keep, until none is bounded above ``values``.

    It has the same vectors as before.
    """
    relaxation, worth = Relaxation(problem, clock), problem.value(values)
    for _ in range(ROUNDS):
        hints = relaxation.solve()
        if hints is None or hints.values @ problem.objective < worth + problem.unit:
            break
        rows, bounds = _cuts(problem, relaxation, hints)
        if not len(rows):
            break
        for row, bound in zip(rows, bounds.tolist(), strict=True):
            used = np.flatnonzero(row)
            relaxation.also(used, row[used], AT_MOST, bound)
        problem = joined(problem, rows, bounds)
    return problem


def joined(problem: Problem, rows: Ints, bounds: Ints) -> Problem:
    """The problem and cuts, ``rows`` of shape ``(k, size)`` at most ``bounds``."""
    for row, bound in zip(rows, bounds.tolist(), strict=True):
        used = np.flatnonzero(row)
        problem = problem.also(used, row[used], AT_MOST, bound)
    return problem


def _cuts(problem: Problem, relaxation: Relaxation, hints: Relaxed) -> tuple[Ints, Ints]:
    """Cuts that the last vertex breaks, from the rows that take part in it."""
    doubt = np.minimum(hints.values, 1 - hints.values)
    most = np.argsort(-doubt, kind="stable")[:DOUBTS]
    _, tableau = relaxation.tableau(most[doubt[most] > DUST])
    part = np.flatnonzero((np.abs(tableau) > DUST).any(axis=0) | (np.abs(hints.duals) > DUST))
    table = Table(replace(problem, rows=problem.rows.only(part)))
    vertex = Vertex(hints.values, problem.lower, problem.upper)
    sums = np.vstack([tableau[:, part] * table.side, single_rows(table, vertex)])
    return separated(table, sums, vertex)

"""CP-SAT, HiGHS through scipy and brute force give the same answer on random tenders.

500 tenders here; ``AWARD_OPT_DIFFERENTIAL=10000`` (``make test-long``) runs more.
"""

from __future__ import annotations

import os

import numpy as np
import pytest
from random_tenders import random_case
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from award_opt.engines import Clock
from award_opt.engines.cp_sat import CpSat
from award_opt.program.parts import Problem
from award_opt.program.program import compile_program

COUNT = int(os.environ.get("AWARD_OPT_DIFFERENTIAL", "500"))
BATCHES = 20
FIRST = 50_000


def whole(seed):
    """A random tender as one problem, its bids worth their score, plus who they are."""
    tender, instance = random_case(seed, most=12)
    program = compile_program(tender, instance)
    bids = program.columns.bids
    objective = np.zeros(program.size, np.int64)
    objective[: len(bids)] = [(bid.score or 0) * 7 + bid.value_cents for bid in bids]
    none = np.zeros(program.size, np.int64)
    return program, Problem(program.rows, none, none + 1, objective)


def by_brute_force(program, problem):
    """The best value, or ``None`` where nothing is lawful."""
    n = program.columns.n
    wins = ((np.arange(2**n)[:, None] >> np.arange(n)) & 1).astype(np.int64)
    points = np.zeros((2**n, program.size), np.int64)
    points[:, :n] = wins
    for known in program.indicators:
        points[:, known.column] = points[:, known.terms].sum(axis=1) >= known.threshold
    rows = problem.rows
    table = np.zeros((program.size, len(rows.bound)), np.int64)
    table[rows.column, rows.owner] = rows.coefficient
    gap = points @ table - rows.bound
    broken = np.where(rows.sense == 0, gap != 0, gap * rows.sense < 0).any(axis=1)
    values = points[~broken] @ problem.objective
    return None if broken.all() else int(values.max())


def by_cp_sat(problem):
    answer = CpSat().solve(problem, Clock())
    assert answer.verdict in ("optimal", "infeasible")
    if answer.values is None:
        return None
    assert problem.lawful(answer.values)
    return problem.value(answer.values)


def by_scipy(problem):
    rows = problem.rows
    if not problem.size:
        return None if (rows.bound * rows.sense > 0).any() else 0
    shape = (len(rows.bound), problem.size)
    table = csr_array((rows.coefficient.astype(float), rows.column, rows.start), shape=shape)
    lower = np.where(rows.sense < 0, -np.inf, rows.bound)
    upper = np.where(rows.sense > 0, np.inf, rows.bound)
    answer = milp(
        -problem.objective.astype(float),
        integrality=np.ones(problem.size),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(table, lower, upper) if shape[0] else (),
        options={"mip_rel_gap": 0.0},
    )
    if answer.status == 2:
        return None
    assert answer.status == 0, answer.message
    return problem.value(np.rint(answer.x).astype(np.int64))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_two_engines_and_brute_force_agree(batch):
    checked = 0
    for seed in range(FIRST + batch, FIRST + COUNT, BATCHES):
        program, problem = whole(seed)

        right = by_brute_force(program, problem)

        assert by_cp_sat(problem) == right, f"CP-SAT differs on seed {seed}"
        assert by_scipy(problem) == right, f"HiGHS differs on seed {seed}"
        checked += 1
    assert checked == len(range(FIRST + batch, FIRST + COUNT, BATCHES))

"""CP-SAT of OR-Tools: the model is filled from arrays, one worker, fixed seed."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

import numpy as np
from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock, Verdict, interruptible
from award_opt.parts import Problem

LOWEST, HIGHEST = -(2**63), 2**63 - 1
VERDICTS: Final[dict[object, Verdict]] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}


class CpSat:
    """CP-SAT with the parameters that prove awards fastest.

    The bound of these programs lives in their linear relaxation, hence ``linearization_level = 2``.
    ``presolve_inclusion_work_limit = 0`` switches off the presolve step that signed wrong optima in
    OR-Tools 9.15.6755 (upstream issue 5293); it costs nothing where the step is sound.
    """

    name = "cp_sat"

    def __init__(self, *, own_presolve: bool = False) -> None:
        self.own_presolve = own_presolve

    @property
    def version(self) -> str:
        """The installed version of OR-Tools."""
        return version("ortools")

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """Maximise the problem; an interrupt ends the search and keeps the best award so far."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = 0
        parameters.linearization_level = 2
        if not self.own_presolve:
            parameters.presolve_inclusion_work_limit = 0
        parameters.catch_sigint_signal = False
        left = clock.left()
        if left is not None:
            parameters.max_time_in_seconds = left
        model = cp_model.CpModel()
        fill(model.proto, problem, hint)
        verdict = VERDICTS.get(_run(solver, model, clock), "unknown")
        if verdict not in ("optimal", "feasible"):
            return Answer(verdict)
        values = np.array(solver.response_proto.solution, np.int64)
        bound = problem.value(values) if verdict == "optimal" else _bound(solver, problem)
        return Answer(verdict, values, bound)


def fill(proto: cp_model_pb2.CpModelProto, problem: Problem, hint: Ints | None) -> None:
    """Write a problem into a CP-SAT model."""
    for low, high in zip(problem.lower.tolist(), problem.upper.tolist(), strict=True):
        proto.variables.add().domain.extend((low, high))
    rows = problem.rows
    start, column = rows.start.tolist(), rows.column.tolist()
    coefficient, bound = rows.coefficient.tolist(), rows.bound.tolist()
    for row, sense in enumerate(rows.sense.tolist()):
        linear = proto.constraints.add().linear
        linear.vars.extend(column[start[row] : start[row + 1]])
        linear.coeffs.extend(coefficient[start[row] : start[row + 1]])
        low = LOWEST if sense < 0 else bound[row]
        linear.domain.extend((low, HIGHEST if sense > 0 else bound[row]))
    used = np.flatnonzero(problem.objective)
    if len(used):
        proto.objective.vars.extend(used.tolist())
        proto.objective.coeffs.extend((-problem.objective[used]).tolist())
        proto.objective.scaling_factor = -1.0
    if hint is not None:
        proto.solution_hint.vars.extend(range(problem.size))
        proto.solution_hint.values.extend(hint.tolist())


def _run(solver: cp_model.CpSolver, model: cp_model.CpModel, clock: Clock) -> object:
    status: list[object] = []
    interruptible(lambda: status.append(solver.solve(model)), solver.stop_search, clock)
    return status[0]


def _bound(solver: cp_model.CpSolver, problem: Problem) -> int | None:
    """The bound that an unfinished search reports; absent where there is no objective."""
    return round(solver.best_objective_bound) if problem.objective.any() else None

"""CP-SAT of OR-Tools: the model is filled from arrays, one worker, fixed seed."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

import numpy as np
from ortools.sat import cp_model_pb2, sat_parameters_pb2
from ortools.sat.python import cp_model_helper  # cp_model would load pandas as well

from award_opt.columns import Ints
from award_opt.engines import BRIEF, Answer, Clock, Effort, Verdict, interruptible
from award_opt.engines.cut_off import cut_off
from award_opt.engines.wire import model_bytes
from award_opt.errors import Finding, SolverError
from award_opt.program.parts import Problem
from award_opt.program.rows import Rows

MILLION = 10**6
VERDICTS: Final[dict[object, Verdict]] = {
    cp_model_pb2.OPTIMAL: "optimal",
    cp_model_pb2.FEASIBLE: "feasible",
    cp_model_pb2.INFEASIBLE: "infeasible",
    cp_model_pb2.UNKNOWN: "unknown",
}


class CpSat:
    """CP-SAT with the parameters that prove awards fastest.

    The bound of these programs lives in their linear relaxation, hence ``linearization_level = 2``.
    ``presolve_inclusion_work_limit = 0`` switches off the presolve step that signed wrong optima in
    OR-Tools 9.15.6755 (upstream issue 5293); it costs nothing where the step is sound.
    Package bids alone (at most one winner of each good) are proven best with fewer cuts: one half
    of the work on published auctions.

    Parameters
    ----------
    own_presolve
        Leave that step as the solver has it.
    work
        Give up after so much deterministic time, in millionths: at the same point on every machine.
    """

    name = "cp_sat"

    def __init__(self, *, own_presolve: bool = False, work: int | None = None) -> None:
        self.own_presolve = own_presolve
        self.work = work

    @property
    def version(self) -> str:
        """The installed version of OR-Tools."""
        return version("ortools")

    def limited(self, work: int) -> CpSat:
        """The same, which gives up after so much deterministic time, in millionths."""
        return CpSat(own_presolve=self.own_presolve, work=work)

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """Maximise the problem; an interrupt ends the search and keeps the best award so far."""
        solver: Any = cp_model_helper.SolveWrapper()
        solver.set_parameters(self._parameters(problem, clock))
        model = cp_model_pb2.CpModelProto.FromString(model_bytes(problem, hint))
        found: list[cp_model_pb2.CpSolverResponse] = []
        interruptible(
            lambda: found.append(solver.solve(model)),
            solver.stop_search,
            clock,
            self.name,
            brief=problem.size <= BRIEF,
        )
        (response,) = found
        if response.status == cp_model_pb2.MODEL_INVALID:
            facts = {"engine": self.name, "said": response.solution_info}
            raise SolverError([Finding("solve", "solver_failed", facts)])
        verdict = VERDICTS.get(response.status, "unknown")
        if verdict not in ("optimal", "feasible"):
            return Answer(verdict, by=self.name, effort=_effort(response))
        values = np.array(response.solution, np.int64)
        bound = problem.value(values) if verdict == "optimal" else _bound(response, problem)
        return Answer(verdict, values, bound, self.name, _effort(response))

    def _parameters(self, problem: Problem, clock: Clock) -> sat_parameters_pb2.SatParameters:
        parameters = sat_parameters_pb2.SatParameters()
        parameters.num_workers = 1
        parameters.random_seed = 0
        packages = _packages(cut_off(problem)[0].rows)
        parameters.linearization_level = 1 if packages else 2
        parameters.add_zero_half_cuts = not packages
        if not self.own_presolve:
            parameters.presolve_inclusion_work_limit = 0
        if self.work is not None:
            parameters.max_deterministic_time = self.work / MILLION
        parameters.catch_sigint_signal = False
        left = clock.left()
        if left is not None:
            parameters.max_time_in_seconds = left
        return parameters


def _packages(rows: Rows) -> bool:
    """Whether every row says: at most one of these."""
    ones = (rows.coefficient == 1).all() and (rows.bound == 1).all() and (rows.sense < 0).all()
    return bool(len(rows.bound) and ones)


def _effort(response: cp_model_pb2.CpSolverResponse) -> Effort:
    return Effort(
        calls=1,
        nodes=response.num_branches,
        iterations=response.num_lp_iterations,
        work=round(response.deterministic_time * MILLION),
    )


def _bound(response: cp_model_pb2.CpSolverResponse, problem: Problem) -> int | None:
    """The bound that an unfinished search reports; absent where there is no objective."""
    return round(response.best_objective_bound) if problem.objective.any() else None

"""HiGHS, the second engine: a branch-and-cut solver that shares no code with CP-SAT."""

from __future__ import annotations

from importlib.metadata import version
from math import floor
from typing import Final

import highspy
import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock, Verdict, interruptible
from award_opt.parts import Problem

OPTIONS: Final[dict[str, object]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_max_nodes": 20_000,  # a limit that strikes at the same point on every machine
    "mip_rel_gap": 0.0,  # the default of 1e-4 signs worse awards as optimal
    "mip_abs_gap": 0.5,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}
VERDICTS: Final[dict[highspy.HighsModelStatus, Verdict]] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
}


class Highs:
    """HiGHS with its gaps closed; its floating-point answer is rounded and is a mere claim."""

    name = "highs"

    @property
    def version(self) -> str:
        """The installed version of highspy."""
        return version("highspy")

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """Maximise the problem; a time limit ends the search."""
        del hint
        if not problem.size:
            return Answer("optimal", np.zeros(0, np.int64), 0)
        solver = highspy.Highs()
        for option, setting in OPTIONS.items():
            solver.setOptionValue(option, setting)
        left = clock.left()
        if left is not None:
            solver.setOptionValue("time_limit", left)
        solver.passModel(model_of(problem))
        solver.HandleUserInterrupt = True
        interruptible(solver.run, solver.cancelSolve, clock)
        verdict = VERDICTS.get(solver.getModelStatus(), "unknown")
        solution = solver.getSolution()
        if verdict == "infeasible" or not solution.value_valid:
            return Answer(verdict if verdict == "infeasible" else "unknown")
        values = np.rint(np.array(solution.col_value)).astype(np.int64)
        if verdict == "optimal":
            return Answer(verdict, values, problem.value(values))
        bound = solver.getInfo().mip_dual_bound
        return Answer("feasible", values, floor(bound + 1e-6) if abs(bound) < 2**53 else None)


def model_of(problem: Problem) -> highspy.HighsLp:
    """A problem as HiGHS reads it."""
    rows, infinite = problem.rows, highspy.kHighsInf
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = problem.size, len(rows.bound)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = problem.objective.astype(np.float64)
    model.col_lower_ = problem.lower.astype(np.float64)
    model.col_upper_ = problem.upper.astype(np.float64)
    model.integrality_ = [highspy.HighsVarType.kInteger] * problem.size
    bound = rows.bound.astype(np.float64)
    model.row_lower_ = np.where(rows.sense < 0, -infinite, bound)
    model.row_upper_ = np.where(rows.sense > 0, infinite, bound)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.start.astype(np.int32)
    model.a_matrix_.index_ = rows.column.astype(np.int32)
    model.a_matrix_.value_ = rows.coefficient.astype(np.float64)
    return model

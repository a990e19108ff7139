"""HiGHS, the second engine: a branch-and-cut solver that shares no code with CP-SAT."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from math import floor
from typing import Final

import highspy
import numpy as np

from award_opt.columns import Ints
from award_opt.engines import BRIEF, Answer, Clock, Effort, Verdict, interruptible
from award_opt.engines.cut_off import cut_off
from award_opt.program.parts import Problem

OPTIONS: Final[dict[str, object]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,  # the default of 1e-4 signs worse awards as optimal
    "mip_abs_gap": 0.5,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}
VERDICTS: Final[dict[highspy.HighsModelStatus, Verdict]] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
}


NODES = 20_000  # a limit that strikes at the same point on every machine


class Highs:
    """HiGHS with its gaps closed; its floating-point answer is rounded and is a mere claim.

    Parameters
    ----------
    nodes
        Give up after so many nodes of the search tree; at 0 after its root.
    """

    name = "highs"

    def __init__(self, *, nodes: int = NODES) -> None:
        self.nodes = nodes

    @property
    def version(self) -> str:
        """The installed version of highspy."""
        return version("highspy")

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """Maximise the problem; a time limit or an interrupt ends the search."""
        del hint  # of no use where it is known to be beaten, and HiGHS prints about it
        if not problem.size:
            return Answer("optimal", np.zeros(0, np.int64), 0, self.name)
        bare, worth = cut_off(problem)
        solver = loaded(bare, OPTIONS, whole=True)
        solver.setOptionValue("mip_max_nodes", self.nodes)
        if worth is not None:  # of minus the objective, halfway to the next worse value
            solver.setOptionValue("objective_bound", 0.5 - worth)
            solver.setOptionValue("mip_allow_restart", False)  # mostly nothing is left to find
        left = clock.left()
        if left is not None:
            solver.setOptionValue("time_limit", left)
        run(solver, clock, brief=problem.size <= BRIEF)
        return self._answer(solver, problem, worth)

    def _answer(self, solver: highspy.Highs, problem: Problem, worth: int | None) -> Answer:
        """What HiGHS says; an optimum below the cut-off says that nothing reaches it."""
        verdict = VERDICTS.get(solver.getModelStatus(), "unknown")
        effort, solution, info = effort_of(solver), solver.getSolution(), solver.getInfo()
        if verdict == "infeasible" or not solution.value_valid:
            verdict = "infeasible" if verdict == "infeasible" else "unknown"
            return Answer(verdict, by=self.name, effort=effort)
        values = np.rint(np.array(solution.col_value)).astype(np.int64)
        reached = problem.value(values)
        if worth is not None and reached < worth:
            found: Verdict = "infeasible" if verdict == "optimal" else "unknown"
            return Answer(found, by=self.name, effort=effort)
        if verdict == "optimal":
            return Answer(verdict, values, reached, self.name, effort)
        known = abs(info.mip_dual_bound) < 2**53
        bound = floor(info.mip_dual_bound + 1e-6) if known else None
        return Answer("feasible", values, bound, self.name, effort)


def loaded(problem: Problem, options: Mapping[str, object], *, whole: bool) -> highspy.Highs:
    """HiGHS with a problem in it, filled from arrays; ``whole`` asks for whole numbers."""
    solver = highspy.Highs()
    for option, setting in options.items():
        solver.setOptionValue(option, setting)
    rows, bound = problem.rows, problem.rows.bound.astype(np.float64)
    solver.passModel(
        problem.size,
        len(bound),
        len(rows.column),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        problem.objective.astype(np.float64),
        problem.lower.astype(np.float64),
        problem.upper.astype(np.float64),
        np.where(rows.sense < 0, -highspy.kHighsInf, bound),
        np.where(rows.sense > 0, highspy.kHighsInf, bound),
        rows.start[:-1].astype(np.int32),
        rows.column.astype(np.int32),
        rows.coefficient.astype(np.float64),
        np.full(problem.size, int(whole), np.int32),
    )
    return solver


def run(solver: highspy.Highs, clock: Clock, *, brief: bool) -> None:
    """Let HiGHS search until it is done or the clock is stopped."""
    if not brief:
        solver.HandleUserInterrupt = True
    interruptible(solver.run, solver.cancelSolve, clock, Highs.name, brief=brief)


def effort_of(solver: highspy.Highs) -> Effort:
    """What the last search of HiGHS took."""
    info = solver.getInfo()
    return Effort(1, max(0, info.mip_node_count), max(0, info.simplex_iteration_count))

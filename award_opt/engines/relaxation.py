"""The linear relaxation by HiGHS: a hint where the best award lies, and multipliers for bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask
from award_opt.engines import Clock, Effort
from award_opt.engines.highs import effort_of, loaded, run
from award_opt.program.parts import Problem

OPTIONS: Final[dict[str, object]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",  # these programs are small and tight: it costs more than it saves
    "simplex_dual_edge_weight_strategy": 1,  # devex: cheaper to start than steepest edge
}
SCALED: Final = {**OPTIONS, "simplex_scale_strategy": 4}  # by the largest: fewer, cheaper steps
LARGEST = 10**8  # coefficient up to which that is as reliable as the scaling that HiGHS has
SHORT = 40_000  # terms up to which a relaxation is over before anyone could interrupt it


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Floating-point hints: ``values`` with shape ``(size,)``, ``duals`` with shape ``(m,)``."""

    values: NDArray[np.float64]
    duals: NDArray[np.float64]


class Relaxation:
    """The relaxation of one problem under changing objectives and boxes, each started warm.

    Rows may be added; an answer has one dual for each row, added ones last. ``effort`` counts all
    that was done so far.
    """

    def __init__(self, problem: Problem, clock: Clock | None = None) -> None:
        self._problem = problem
        self.clock = clock or Clock()
        largest = int(np.abs(problem.rows.coefficient).max(initial=0))
        options = SCALED if largest <= LARGEST else OPTIONS
        self._solver = loaded(problem, options, whole=False)
        self._objective, self._lower, self._upper = (
            problem.objective,
            problem.lower,
            problem.upper,
        )
        self._terms = len(problem.rows.column)
        self.effort = Effort()

    def also(self, column: Ints, coefficient: Ints, sense: int, bound: int) -> None:
        """One more row from here on."""
        self._solver.addRow(
            -highspy.kHighsInf if sense < 0 else float(bound),
            highspy.kHighsInf if sense > 0 else float(bound),
            len(column),
            column.astype(np.int32),
            coefficient.astype(np.float64),
        )
        self._terms += len(column)

    def solve(
        self,
        objective: Ints | None = None,
        lower: Ints | None = None,
        upper: Ints | None = None,
    ) -> Relaxed | None:
        """The hints under an objective and a box; ``None`` where the relaxation gave no optimum.

        What is left out is as in the problem. Nobody takes its word.
        """
        problem = self._problem
        self._aim(problem.objective if objective is None else objective)
        self._box(
            problem.lower if lower is None else lower, problem.upper if upper is None else upper
        )
        if self.clock.over():
            return None
        left = self.clock.left()
        if left is not None:  # the limit counts from the first run of this solver
            self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        run(self._solver, self.clock, brief=self._terms <= SHORT)
        self.effort += effort_of(self._solver)
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._solver.getSolution()
        return Relaxed(np.array(solution.col_value), np.array(solution.row_dual))

    def ray(self) -> NDArray[np.float64] | None:
        """Multipliers of a sum of rows that shows the last box empty, up to sign, where known."""
        reply = self._solver.getDualRay()
        return np.array(reply[2]) if reply[1] else None

    def tableau(self, variables: Ints) -> tuple[Ints, NDArray[np.float64]]:
        """The basic ones among the ``variables`` at the last vertex, in the order of the basis.

        With multipliers of the rows that give their tableau rows; shape ``(k, m)``.
        """
        _, basic = self._solver.getBasicVariables()
        wanted = np.zeros(self._problem.size + 1, np.bool_)  # the last one stands for all slacks
        wanted[variables] = True
        places = np.flatnonzero(wanted[np.maximum(basic, -1)])
        found = [self._solver.getBasisInverseRow(place)[1] for place in places.tolist()]
        sums = np.array(found, np.float64).reshape(len(places), self._solver.getNumRow())
        return basic[places].astype(np.int64), sums

    def binding(self) -> Mask:
        """Which rows bind at the last vertex; shape ``(m,)``."""
        loose = highspy.HighsBasisStatus.kBasic
        status = self._solver.getBasis().row_status
        return np.array([state != loose for state in status], np.bool_)

    def drop(self, rows: Ints) -> None:
        """Without some of the added rows from here on."""
        self._solver.deleteRows(len(rows), rows.astype(np.int32))

    def _aim(self, objective: Ints) -> None:
        if objective is self._objective:
            return
        moved = np.flatnonzero(objective != self._objective).astype(np.int32)
        if len(moved):
            self._solver.changeColsCost(len(moved), moved, objective[moved].astype(np.float64))
            self._objective = objective.copy()

    def _box(self, lower: Ints, upper: Ints) -> None:
        moved = np.flatnonzero((lower != self._lower) | (upper != self._upper)).astype(np.int32)
        if len(moved):
            low, high = lower[moved].astype(np.float64), upper[moved].astype(np.float64)
            self._solver.changeColsBounds(len(moved), moved, low, high)
            self._lower, self._upper = lower.copy(), upper.copy()


def relax(problem: Problem, clock: Clock) -> Relaxed | None:
    """The relaxation's hints; ``None`` where it gave no optimum. Nobody takes its word."""
    return Relaxation(problem, clock).solve()

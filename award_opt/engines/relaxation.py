"""The linear relaxation by HiGHS: a hint where the best award lies, and multipliers for bounds."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from award_opt.engines import Clock, interruptible
from award_opt.engines.highs import model_of
from award_opt.parts import Problem


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Floating-point hints: ``values`` with shape ``(size,)``, ``duals`` with shape ``(m,)``."""

    values: NDArray[np.float64]
    duals: NDArray[np.float64]


def relax(problem: Problem, clock: Clock) -> Relaxed | None:
    """The relaxation's hints; ``None`` where it gave no optimum. Nobody takes its word."""
    solver = highspy.Highs()
    for option, setting in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
        solver.setOptionValue(option, setting)
    left = clock.left()
    if left is not None:
        solver.setOptionValue("time_limit", left)
    model = model_of(problem)
    model.integrality_ = []
    solver.passModel(model)
    solver.HandleUserInterrupt = True
    interruptible(solver.run, solver.cancelSolve, clock)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = solver.getSolution()
    return Relaxed(np.array(solution.col_value), np.array(solution.row_dual))

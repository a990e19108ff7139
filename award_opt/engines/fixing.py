"""The relaxation of one problem with one variable after another fixed, each started warm."""

from __future__ import annotations

import highspy
import numpy as np

from award_opt.engines.highs import model_of
from award_opt.engines.relaxation import Relaxed
from award_opt.parts import Problem


class Fixing:
    """Relaxations that differ in one fixed variable; a few pivots each instead of a fresh start."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._solver = highspy.Highs()
        for option, setting in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
            self._solver.setOptionValue(option, setting)
        model = model_of(problem)
        model.integrality_ = []
        self._solver.passModel(model)

    def free(self) -> Relaxed | None:
        """The hints with nothing fixed; ``None`` where the relaxation gave no optimum."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._solver.getSolution()
        return Relaxed(np.array(solution.col_value), np.array(solution.row_dual))

    def fixed(self, variable: int, value: int) -> Relaxed | None:
        """The hints with one variable fixed; ``None`` where the relaxation gave no optimum."""
        self._solver.changeColBounds(variable, float(value), float(value))
        hints = self.free()
        lower, upper = self._problem.lower[variable], self._problem.upper[variable]
        self._solver.changeColBounds(variable, float(lower), float(upper))
        return hints

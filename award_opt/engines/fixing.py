"""The relaxation of one problem with one variable after another fixed, each started warm."""

from __future__ import annotations

from award_opt.engines.relaxation import Relaxation, Relaxed
from award_opt.program.parts import Problem


class Fixing:
    """Relaxations that differ in one fixed variable; a few pivots each instead of a fresh start."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._relaxation = Relaxation(problem)

    def free(self) -> Relaxed | None:
        """The hints with nothing fixed; ``None`` where the relaxation gave no optimum."""
        return self._relaxation.solve()

    def fixed(self, variable: int, value: int) -> Relaxed | None:
        """The hints with one variable fixed; ``None`` where the relaxation gave no optimum."""
        lower, upper = self.problem.lower.copy(), self.problem.upper.copy()
        lower[variable] = upper[variable] = value
        return self._relaxation.solve(lower=lower, upper=upper)

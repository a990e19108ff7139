"""A linear relaxation that grows row by row (HiGHS): hints for proofs, never their ground."""

from __future__ import annotations

from collections.abc import Sequence
from math import frexp
from typing import Any, Final, Literal, TypeAlias

import highspy
import numpy as np
from numpy.typing import NDArray

State: TypeAlias = Literal["optimal", "infeasible", "stopped"]
Floats: TypeAlias = NDArray[np.float64]
Entries: TypeAlias = Sequence[tuple[int, int]]

OPTIONS: Final[dict[str, object]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
    "solver": "simplex",
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}
STATES: Final[dict[highspy.HighsModelStatus, State]] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
}
ENDLESS = 2**31 - 1
COMFORTABLE = 2**20  # rows with larger coefficients are scaled down, by a power of two


class Relaxation:
    """Maximise ``objective . x`` over a box and rows ``a x >= b`` or ``= b``, in floating point.

    ``scale[r]`` is what row ``r`` was multiplied by.
    """

    def __init__(self, objective: Sequence[int]) -> None:
        self.solver = highspy.Highs()
        for option, setting in OPTIONS.items():
            self.solver.setOptionValue(option, setting)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(objective), 0
        model.sense_ = highspy.ObjSense.kMaximize
        largest = max(map(abs, objective), default=1)
        self.weight = _comfortable(largest)
        model.col_cost_ = np.array(objective, np.float64) * self.weight
        model.col_lower_ = np.zeros(len(objective))
        model.col_upper_ = np.ones(len(objective))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.zeros(1, np.int32)
        self.solver.passModel(model)
        self.scale: list[float] = []
        self.state: State = "stopped"

    def add(self, entries: Entries, bound: int, *, equal: bool) -> None:
        """Append a row."""
        largest = max((abs(a) for _, a in entries), default=1)
        scale = _comfortable(largest)
        self.scale.append(scale)
        right = float(bound) * scale
        self.solver.addRow(
            right,
            right if equal else highspy.kHighsInf,
            len(entries),
            np.array([j for j, _ in entries], np.int32),
            np.array([float(a) * scale for _, a in entries]),
        )

    def drop(self, rows: Sequence[int]) -> None:
        """Delete some rows."""
        gone = set(rows)
        self.solver.deleteRows(len(rows), np.array(sorted(rows), np.int32))
        self.scale = [scale for row, scale in enumerate(self.scale) if row not in gone]

    def hold(self, j: int, lower: int, upper: int) -> None:
        """Set the box of a variable."""
        self.solver.changeColBounds(j, lower, upper)

    def solve(self, steps: int = ENDLESS) -> State:
        """Optimise from the last basis, in at most so many simplex steps."""
        self.solver.setOptionValue("simplex_iteration_limit", steps)
        self.solver.run()
        self.state = STATES.get(self.solver.getModelStatus(), "stopped")
        return self.state

    @property
    def value(self) -> float:
        """The objective reached."""
        return float(self.solver.getInfo().objective_function_value) / self.weight

    @property
    def values(self) -> Floats:
        """The values of the variables."""
        return np.array(self.solver.getSolution().col_value)

    @property
    def multipliers(self) -> Floats:
        """What each unscaled row is multiplied by in the sum that bounds the objective."""
        duals = np.array(self.solver.getSolution().row_dual)
        unscaled: Floats = -duals * np.array(self.scale) / self.weight
        return unscaled

    def ray(self) -> Floats | None:
        """Multipliers of a sum of rows that shows infeasibility, up to sign, where known."""
        reply = self.solver.getDualRay()
        return np.array(reply[2]) * np.array(self.scale) if reply[1] else None

    @property
    def slack_rows(self) -> list[int]:
        """The rows that do not bind at the last vertex."""
        status = self.solver.getBasis().row_status
        return [r for r, s in enumerate(status) if s == highspy.HighsBasisStatus.kBasic]

    def tableau(self, wanted: set[int], most: int) -> list[Floats]:
        """Multipliers of the rows that give the tableau rows of some basic variables."""
        _, basic = self.solver.getBasicVariables()
        places = [place for place, j in enumerate(basic) if int(j) in wanted][:most]
        scale = np.array(self.scale)
        return [np.array(self.solver.getBasisInverseRow(place)[1]) * scale for place in places]

    @property
    def basis(self) -> Any:
        """The last basis."""
        return self.solver.getBasis()

    def resume(self, basis: Any) -> None:
        """Start the next ``solve`` from a basis; rows added since are slack in it."""
        missing = len(self.scale) - len(basis.row_status)
        if missing > 0:
            basic = [highspy.HighsBasisStatus.kBasic] * missing
            basis.row_status = [*basis.row_status, *basic]
        self.solver.setBasis(basis)


def _comfortable(largest: int) -> float:
    return 1.0 if largest <= COMFORTABLE else 2.0 ** (20 - frexp(float(largest))[1])

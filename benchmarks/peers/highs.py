"""HiGHS through its array interface, its gaps closed."""

from __future__ import annotations

from functools import partial
from typing import Any

import highspy
import numpy as np

from benchmarks.peers.arrays import arrays
from benchmarks.peers.claim import Claim, Point, Solve, Watch, finite, rounded
from benchmarks.peers.tables import Tables


def _solve(tables: Tables, watch: Watch, traced: bool = False) -> Claim:
    rows = arrays(tables)
    size, infinite = len(rows.weight), highspy.kHighsInf
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(
        size,
        len(rows.low),
        len(rows.column),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        rows.weight.astype(np.float64),
        rows.lower.astype(np.float64),
        np.ones(size),
        np.clip(rows.low, -infinite, infinite),
        np.clip(rows.high, -infinite, infinite),
        rows.start[:-1].astype(np.int32),
        rows.column.astype(np.int32),
        rows.coefficient.astype(np.float64),
        np.ones(size, np.int32),
    )
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.99)
    solver.setOptionValue("time_limit", watch.left)
    points: list[Point] = []
    if traced:
        _listen(solver, watch, points)
    build = watch.now
    solver.run()
    info, solution = solver.getInfo(), solver.getSolution()
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    held = bool(solution.value_valid) and info.primal_solution_status == 2
    wins = rounded(solution.col_value)[: rows.bids] if held else None
    bound = finite(info.mip_dual_bound) if held else None  # before an award it may say 0
    return Claim(proven, wins, bound, build, watch.now, tuple(points))


def _listen(solver: Any, watch: Watch, points: list[Point]) -> None:
    """Note the best award and the bound whenever HiGHS would log them."""

    def note(event: Any) -> None:
        held = event.data_out
        best, bound = finite(held.mip_primal_bound), finite(held.mip_dual_bound)
        points.append((watch.now, best, bound))

    solver.setOptionValue("output_flag", True)  # without output HiGHS has nothing to log
    solver.setOptionValue("log_to_console", False)
    solver.cbMipLogging += note


solve: Solve = _solve
traced: Solve = partial(_solve, traced=True)

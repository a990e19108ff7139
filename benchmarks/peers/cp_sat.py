"""CP-SAT as it is met in practice: one Boolean for each bid, sums in Python loops."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.peers.claim import Claim, Point, Solve, Watch, rounded
from benchmarks.peers.loops import compared, fill
from benchmarks.peers.tables import Tables


class _Model:
    def __init__(self) -> None:
        self.model = cp_model.CpModel()

    def binary(self, name: str) -> Any:
        return self.model.new_bool_var(name)

    def add(self, terms: Sequence[Any], sense: str, bound: int) -> None:
        self.model.add(compared(sum(terms), sense, bound))


class _Trace(cp_model.CpSolverSolutionCallback):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch, self.points = watch, list[Point]()

    def on_solution_callback(self) -> None:
        """Note the award and the bound."""
        self.points.append((self.watch.now, self.objective_value, self.best_objective_bound))

    def bound(self, value: float) -> None:
        """Note a better bound."""
        self.points.append((self.watch.now, None, value))


def _solve(tables: Tables, watch: Watch, workers: int, traced: bool = False) -> Claim:
    model = _Model()
    score = tables["bids"]["score"].tolist()
    x = [model.binary(f"x{b}") for b in range(len(score))]
    fill(model, tables, x)
    model.model.maximize(sum(each * variable for each, variable in zip(score, x, strict=True)))
    build = watch.now
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = watch.left
    trace = _Trace(watch)
    if traced:
        solver.best_bound_callback = trace.bound
    solver.solve(model.model, trace if traced else None)
    status = solver.status_name()
    found = status in ("OPTIMAL", "FEASIBLE")
    wins = rounded([solver.value(variable) for variable in x]) if found else None
    return Claim(
        status == "OPTIMAL",
        wins,
        solver.best_objective_bound,
        build,
        watch.now,
        tuple(trace.points),
    )


one_worker: Solve = partial(_solve, workers=1)
eight_workers: Solve = partial(_solve, workers=8)
traced: Solve = partial(_solve, workers=8, traced=True)

"""Pyomo with HiGHS through its persistent interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyomo.environ as pe
from pyomo.contrib.appsi.base import TerminationCondition
from pyomo.contrib.appsi.solvers import Highs

from benchmarks.peers.claim import Claim, Watch, rounded
from benchmarks.peers.loops import compared, fill
from benchmarks.peers.tables import Tables


class _Model:
    def __init__(self, bids: int) -> None:
        self.model = pe.ConcreteModel()
        self.model.x = pe.Var(range(bids), domain=pe.Binary)
        self.model.y = pe.VarList(domain=pe.Binary)
        self.model.rows = pe.ConstraintList()

    def binary(self, name: str) -> Any:
        del name
        return self.model.y.add()

    def add(self, terms: Sequence[Any], sense: str, bound: int) -> None:
        self.model.rows.add(compared(pe.quicksum(terms), sense, bound))


def solve(tables: Tables, watch: Watch) -> Claim:
    """The answer of HiGHS, by way of Pyomo."""
    score = tables["bids"]["score"].tolist()
    made = _Model(len(score))
    model = made.model
    x = [model.x[b] for b in range(len(score))]
    fill(made, tables, x)
    total = pe.quicksum(a * v for a, v in zip(score, x, strict=True))
    model.goal = pe.Objective(expr=total, sense=pe.maximize)
    build = watch.now
    solver = Highs()
    solver.config.time_limit = watch.left
    solver.config.load_solution = False
    solver.highs_options.update({"mip_rel_gap": 0.0, "mip_abs_gap": 0.99})
    result = solver.solve(model)
    wins = None
    if result.best_feasible_objective is not None:
        result.solution_loader.load_vars()
        wins = rounded([v.value for v in x])
    proven = result.termination_condition == TerminationCondition.optimal
    return Claim(proven, wins, result.best_objective_bound, build, watch.now)

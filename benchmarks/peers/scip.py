"""SCIP through PySCIPOpt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyscipopt import Model, quicksum

from benchmarks.peers.claim import Claim, Watch, finite, rounded
from benchmarks.peers.loops import compared, fill
from benchmarks.peers.tables import Tables


class _Model:
    def __init__(self) -> None:
        self.model = Model()
        self.model.hideOutput()

    def binary(self, name: str) -> Any:
        return self.model.addVar(name, vtype="B")

    def add(self, terms: Sequence[Any], sense: str, bound: int) -> None:
        self.model.addCons(compared(quicksum(terms), sense, bound))


def solve(tables: Tables, watch: Watch) -> Claim:
    """The answer of SCIP with its own settings."""
    made = _Model()
    score = tables["bids"]["score"].tolist()
    x = [made.binary(f"x{b}") for b in range(len(score))]
    fill(made, tables, x)
    model = made.model
    model.setObjective(quicksum(a * v for a, v in zip(score, x, strict=True)), "maximize")
    build = watch.now
    model.setParam("limits/time", watch.left)
    model.optimize()
    wins = rounded([model.getVal(v) for v in x]) if model.getNSols() else None
    bound = finite(model.getDualbound())
    return Claim(model.getStatus() == "optimal", wins, bound, build, watch.now)

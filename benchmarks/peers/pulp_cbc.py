"""PuLP with the CBC that it brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulp

from benchmarks.peers.claim import Claim, Watch, rounded
from benchmarks.peers.loops import compared, fill
from benchmarks.peers.tables import Tables


class _Model:
    def __init__(self) -> None:
        self.model = pulp.LpProblem("award", pulp.LpMaximize)

    def binary(self, name: str) -> Any:
        return pulp.LpVariable(name, cat="Binary")

    def add(self, terms: Sequence[Any], sense: str, bound: int) -> None:
        self.model += compared(pulp.lpSum(terms), sense, bound)


def solve(tables: Tables, watch: Watch) -> Claim:
    """The answer of CBC; PuLP hands the model over as a file and does not give CBC's bound."""
    made = _Model()
    score = tables["bids"]["score"].tolist()
    x = [made.binary(f"x{b}") for b in range(len(score))]
    made.model += pulp.lpSum(a * v for a, v in zip(score, x, strict=True))
    fill(made, tables, x)
    build = watch.now
    solver = pulp.PULP_CBC_CMD(msg=0, timeLimit=watch.left, threads=2, gapRel=0.0, gapAbs=0.99)
    made.model.solve(solver)
    proven = made.model.sol_status == pulp.LpSolutionOptimal
    found = made.model.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
    wins = rounded([v.value() or 0 for v in x]) if found else None
    return Claim(proven, wins, None, build, watch.now)

"""CPMpy with CP-SAT, one worker, as it comes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from benchmarks.peers.claim import Claim, Watch, rounded
from benchmarks.peers.loops import compared, fill
from benchmarks.peers.tables import Tables

# CPMpy imports every solver it finds, and these versions of HiGHS and OR-Tools share no process
sys.modules["highspy"] = None  # type: ignore[assignment]
cp: Any = import_module("cpmpy")


class _Model:
    def __init__(self) -> None:
        self.model = cp.Model()

    def binary(self, name: str) -> Any:
        return cp.boolvar(name=name)

    def add(self, terms: Sequence[Any], sense: str, bound: int) -> None:
        self.model += compared(cp.sum(terms), sense, bound)


def solve(tables: Tables, watch: Watch) -> Claim:
    """The answer of CP-SAT, by way of CPMpy, which does not give the bound of a stopped search."""
    made = _Model()
    score = tables["bids"]["score"]
    x = cp.boolvar(shape=len(score), name="x")
    fill(made, tables, list(x))
    made.model.maximize(cp.sum(score * x))
    build = watch.now
    found = made.model.solve(solver="ortools", time_limit=watch.left, num_workers=1)
    wins = rounded(x.value()) if found else None
    proven = "OPTIMAL" in str(made.model.status().exitstatus)
    return Claim(proven, wins, None, build, watch.now)

"""A tree whose relaxation stops, or that may look into no more boxes, between rounds of cuts."""

from __future__ import annotations

import pytest
from brute import lawful_points
from small_problems import Stopping
from test_cuts import market

from award_opt.engines import Clock
from award_opt.search import branching


@pytest.mark.parametrize("seed", range(12))
def test_a_tree_may_stop_between_rounds_of_cuts(seed, monkeypatch):
    for name in ("FEW", "LISTABLE"):
        monkeypatch.setattr(branching, name, -1)
    problem = market(seed, 12)
    best = max(map(problem.value, lawful_points(problem)), default=None)
    if best is None:
        return
    for many in range(1, 6):
        stopped = branching.branched(problem, best - 50, Stopping(many))
        short = branching.branched(problem, best - 50, Clock(), boxes=many)
        for tree in (stopped, short):
            assert not tree.proven or problem.value(tree.values) == best

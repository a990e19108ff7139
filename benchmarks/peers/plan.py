"""Which books each family puts up, and how long anyone may take: a run of some twenty minutes.

``--family``, ``--only``, ``--seeds`` and ``--limit`` ask for other runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.families import GROWTH
from benchmarks.peers.run import OURS, PEERS

GOALS, TIES, CROSS = OURS
EVERY: Final = (GOALS, *PEERS)


@dataclass(frozen=True, slots=True)
class Plan:
    """The books of one family and the limits of a full run; ``limit`` is in seconds a run."""

    family: str
    seeds: Sequence[int]
    limit: float
    runs: int = 5
    names: Sequence[str] = EVERY
    patience: int = 2  # open books after which a competitor does not try the others
    trace: bool = False  # whether bounds over time are noted


NATIONAL: Final = (GOALS, "HiGHS", "CP-SAT, 8 workers")  # the peers that get furthest
PLANS: Final = (
    Plan("S", range(20), 10, names=(GOALS, TIES, CROSS, *PEERS)),
    Plan("M", (0,), 60, names=(GOALS, TIES, *NATIONAL[1:])),
    Plan("M-linked", (0,), 60, runs=1, names=(*NATIONAL, "linopy, HiGHS"), trace=True),
    Plan("L", (0,), 30, names=NATIONAL),
    Plan("T1", range(2), 10),
    Plan("T2", range(2), 10),
    Plan("T3", range(1), 10),
    Plan("W", range(5), 10),
    Plan("CATS", range(1, 16, 4), 10),
    Plan("SCP", range(0, 20, 7), 10),
    *(Plan(f"G{regions}", (0,), 60, names=(GOALS,)) for regions in GROWTH),
)
BY_FAMILY: Final = {plan.family: plan for plan in PLANS}

"""Bids that fare otherwise in awards a few exchanges away from known ones, without any engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from award_opt.columns import Ints
from award_opt.program.parts import Problem
from award_opt.program.rows import Indicators
from award_opt.search.flips import lawful_exchanges

CELLS = 2**22  # terms of the table of exchanges up to which a look around is quick
AWARDS = 40  # looked around from


def moved(
    problem: Problem, indicators: Indicators, own: Ints, other: Ints, wanted: Sequence[int]
) -> list[int]:
    """The ``wanted`` bids that fare otherwise than in ``own`` in an award near ``other``.

    Both are lawful vectors of the problem. Not all such bids are found.
    """
    rest = np.zeros(problem.size, np.bool_)
    rest[list(wanted)] = True
    found: list[int] = []
    pending = [own, other] if problem.size * len(problem.rows.bound) <= CELLS else []
    for _ in range(AWARDS):
        if not pending or not rest.any():
            break
        aim = np.where(rest, 1 - 2 * own, 0)
        for award in lawful_exchanges(problem.towards(aim), indicators, pending.pop()):
            fresh = rest & (award != own)
            if fresh.any() and problem.lawful(award):
                rest &= ~fresh
                found += np.flatnonzero(fresh).tolist()
                pending.append(award)
    return found

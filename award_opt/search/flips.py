"""Awards one exchange away from a known one: for each bid the best that arithmetic alone finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.program.parts import Problem
from award_opt.program.program import Indicator


def lawful_exchanges(
    problem: Problem, indicators: Sequence[Indicator], values: Ints
) -> Iterator[Ints]:
    """For each bid the best lawful award in which it alone, or it and one other, changes its fate.

    ``values`` is a lawful vector of the problem; every vector given is one too.
    """
    moves = _Moves(problem, indicators, values)
    best: dict[int, tuple[int, int]] = {}
    for first in [-1, *moves.winners.tolist()]:
        for second, worth in moves.lawful(first):
            for bid, other in ((first, second), (second, first)):
                if bid >= 0 and (bid not in best or worth > best[bid][0]):
                    best[bid] = (worth, other)
    for bid, (_, other) in sorted(best.items()):
        yield moves.made([j for j in (bid, other) if j >= 0])


class _Moves:
    """Single flips and exchanges, judged by what they change in each row."""

    def __init__(self, problem: Problem, indicators: Sequence[Indicator], values: Ints) -> None:
        self.problem, self.indicators, self.values = problem, indicators, values
        derived = {indicator.column for indicator in indicators}
        bids = np.array([j for j in range(problem.size) if j not in derived], np.int64)
        self.winners, self.losers = bids[values[bids] == 1], bids[values[bids] == 0]
        rows = problem.rows
        self.table = np.zeros((problem.size, len(rows.bound)), np.int64)
        self.table[rows.column, rows.owner] = rows.coefficient
        self.gap = rows.activity(values) - rows.bound
        self.columns = np.array([indicator.column for indicator in indicators], np.int64)

    def lawful(self, leaves: int) -> Iterator[tuple[int, int]]:
        """What may change beside ``leaves`` (-1: nothing leaves), and the objective then.

        The other is a loser that enters, or -1 for nobody; where nothing leaves also a winner.
        """
        others = np.r_[self.losers, self.winners] if leaves < 0 else np.r_[-1, self.losers]
        points = np.repeat(self.values[None, :], len(others), axis=0)
        if leaves >= 0:
            points[:, leaves] = 0
        moved = np.flatnonzero(others >= 0)
        points[moved, others[moved]] ^= 1
        for indicator in self.indicators:
            won = points[:, indicator.terms].sum(axis=1)
            points[:, indicator.column] = won >= indicator.threshold
        kept = self._kept(points, others, leaves)
        worth = points @ self.problem.objective
        for k in np.flatnonzero(kept).tolist():
            yield int(others[k]), int(worth[k])

    def _kept(self, points: Ints, others: Ints, leaves: int) -> Mask:
        """Which points keep all rows, from the difference that the changed variables make."""
        step = np.where(self.values[others] == 1, -1, 1) * (others >= 0)
        gap = self.gap + step[:, None] * self.table[others]
        if leaves >= 0:
            gap -= self.table[leaves]
        changed = points[:, self.columns] - self.values[self.columns]
        touched = np.flatnonzero(changed.any(axis=0))
        gap += changed[:, touched] @ self.table[self.columns[touched]]
        sense = self.problem.rows.sense
        broken = np.where(sense == 0, gap != 0, gap * sense < 0)
        return np.asarray(~broken.any(axis=1))

    def made(self, flipped: Sequence[int]) -> Ints:
        """The award with these bids' fates turned round."""
        values = self.values.copy()
        values[list(flipped)] ^= 1
        for indicator in self.indicators:
            values[indicator.column] = values[indicator.terms].sum() >= indicator.threshold
        return values

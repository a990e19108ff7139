"""Awards one exchange away from a known one: for each bid the best that arithmetic alone finds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.program.parts import Problem
from award_opt.program.rows import Indicator, Indicators

PAIRS = 2**20  # exchanges that are judged at once
CELLS = 2**27  # terms of the table of what each flip changes in each row
LEAST = int(np.iinfo(np.int64).min)


def lawful_exchanges(problem: Problem, indicators: Indicators, values: Ints) -> Iterator[Ints]:
    """For each bid the best lawful award in which it alone, or it and one other, changes its fate.

    ``values`` is a lawful vector of the problem; every vector given is one too. Too large a problem
    has none.
    """
    if problem.size * len(problem.rows.bound) > CELLS:
        return
    moves = _Moves(problem, indicators, values)
    nested = bool(np.isin(indicators.term, indicators.column).any())
    for award in moves.made(moves.best()):
        if not nested or problem.lawful(award):
            yield award


class _Moves:
    """Exchanges of a winner (or -1: nobody) for a loser (or -1), by what they change in each row.

    What an exchange changes is what its two flips change one by one, unless both bids are terms of
    one indicator.
    """

    def __init__(self, problem: Problem, indicators: Indicators, values: Ints) -> None:
        self.problem, self.indicators, self.values = problem, indicators, values
        bids = np.ones(problem.size, np.bool_)
        bids[indicators.column] = False
        self.leaves = np.r_[-1, np.flatnonzero(bids & (values == 1))]
        self.enters = np.r_[-1, np.flatnonzero(bids & (values == 0))]
        rows = problem.rows
        self.table = np.zeros((problem.size + 1, len(rows.bound)), np.int64)
        self.table[rows.column, rows.owner] = rows.coefficient
        self.gap = rows.activity(values) - rows.bound
        self.step = np.append(1 - 2 * values, 0)  # the last is nobody
        self.change = self.table * self.step[:, None]
        self.gain = np.append(problem.objective, 0) * self.step
        self.both: list[tuple[int, int, int, int]] = []
        for indicator in indicators:
            self._follow(indicator)

    def _follow(self, indicator: Indicator) -> None:
        """Count in what the indicator does after a flip of one term.

        Note for each pair of terms the column, and by how much it is counted in too much.
        """
        terms, column = indicator.terms, indicator.column
        won, now = int(self.values[terms].sum()), int(self.values[column])
        after = (won + self.step[terms] >= indicator.threshold) - now
        moved = np.flatnonzero(after)
        self.change[terms[moved]] += after[moved, None] * self.table[column]
        self.gain[terms[moved]] += after[moved] * self.problem.objective[column]
        leaves, enters = (np.flatnonzero(self.values[terms] == fate) for fate in (1, 0))
        self.both += [
            (int(terms[a]), int(terms[b]), column, -int(after[a] + after[b]))
            for a in leaves.tolist()
            for b in enters.tolist()
        ]

    def best(self) -> list[list[int]]:
        """For each bid that can change its fate, the bids of its best exchange."""
        best, other = np.full(self.problem.size, LEAST), np.full(self.problem.size, -1)
        step = max(1, PAIRS // len(self.enters))
        for first in range(0, len(self.leaves), step):
            leaves = self.leaves[first : first + step]
            worth = self._worth(leaves)
            for own, others, each in (
                (leaves, self.enters, worth),
                (self.enters, leaves, worth.T),
            ):
                top = each.argmax(axis=1)
                reached = each[np.arange(len(own)), top]
                better = (own >= 0) & (reached > best[own])
                best[own[better]] = reached[better]
                other[own[better]] = others[top[better]]
        found = np.flatnonzero(best > LEAST).tolist()
        return [[bid, int(other[bid])] if other[bid] >= 0 else [bid] for bid in found]

    def _worth(self, leaves: Ints) -> Ints:
        """The objective of each exchange; ``LEAST`` where it is not lawful."""
        change, other = self.change[leaves], self.change[self.enters]
        bad = np.zeros((len(leaves), len(self.enters)), np.bool_)
        sense = self.problem.rows.sense
        for side in (1, -1):
            most = np.maximum((side * change).max(axis=0), 0)
            most += np.maximum((side * other).max(axis=0), 0)
            risky = (sense * side <= 0) & (most + side * self.gap > 0)
            for row in np.flatnonzero(risky).tolist():
                room = -side * int(self.gap[row])
                _mark(bad, side * change[:, row], side * other[:, row], room)
        worth: Ints = self.gain[leaves][:, None] + self.gain[self.enters]
        worth += self.problem.value(self.values)
        self._corrected(leaves, bad, worth)
        worth[bad | ((leaves < 0)[:, None] & (self.enters < 0))] = LEAST
        return worth

    def _corrected(self, leaves: Ints, bad: Mask, worth: Ints) -> None:
        """Judge again the exchanges of two terms of one indicator."""
        every = np.array(self.both, np.int64).reshape(-1, 4)
        every = every[np.isin(every[:, 0], leaves) & np.isin(every[:, 1], self.enters)]
        if not len(every):
            return
        pairs, pair = np.unique(every[:, :2], axis=0, return_inverse=True)
        pair, back = pair.reshape(-1), every[:, 3]
        gap = self.gap + self.change[pairs[:, 0]] + self.change[pairs[:, 1]]
        np.add.at(gap, pair, back[:, None] * self.table[every[:, 2]])
        first = np.searchsorted(leaves, pairs[:, 0])
        second = np.searchsorted(self.enters, pairs[:, 1])
        sense = self.problem.rows.sense
        bad[first, second] = np.where(sense == 0, gap != 0, gap * sense < 0).any(axis=1)
        gain = back * self.problem.objective[every[:, 2]]
        np.add.at(worth, (first[pair], second[pair]), gain)

    def made(self, flipped: list[list[int]]) -> Ints:
        """The awards with these bids' fates turned round; shape ``(k, size)``."""
        awards = np.repeat(self.values[None, :], len(flipped), axis=0)
        for award, bids in zip(awards, flipped, strict=True):
            award[bids] ^= 1
        for indicator in self.indicators:
            won = awards[:, indicator.terms].sum(axis=1)
            awards[:, indicator.column] = won >= indicator.threshold
        return awards


def _mark(bad: Mask, change: Ints, other: Ints, room: int) -> None:
    """Mark the exchanges that together change a row by more than its room."""
    one, two = np.flatnonzero(change), np.flatnonzero(other)
    if 2 * (len(one) + len(two)) > len(change) + len(other):
        bad |= change[:, None] + other > room
        return
    if len(one):
        bad[one] |= change[one][:, None] + other > room
    if len(two):
        bad[:, two] |= change[:, None] + other[two] > room

"""The best award with each of many bids at its other fate, by looking at cheap awards alone.

A look under the prices of one relaxation settles all bids for which little need be lost beside
their own fate; the relaxation of one of those that are left gives the prices of the next look.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from award_opt.columns import Ints
from award_opt.engines.fixing import Fixing
from award_opt.engines.relaxation import Relaxed
from award_opt.program.parts import Problem
from award_opt.search.blocks import Blocks
from award_opt.search.bounds import DualBound
from award_opt.search.combined import look
from award_opt.search.every_fate import Known, refused
from award_opt.search.judge import Judge
from award_opt.search.strengthened import strengthened

GLANCE = 2**6  # sets of choices that are combined at a first glance
SETS = 2**11  # of choices that are combined in a first look
MOST = 2**12
MISSES = 3  # looks on end that settle few bids, and not the one whose prices they have
FEW = 12  # bids that are not worth searching together


def bounded(problem: Problem, hints: Relaxed | None) -> DualBound:
    """The bound that the relaxation of a problem suggests."""
    none = np.zeros(len(problem.rows.bound))
    return DualBound.of(problem, none if hints is None else hints.duals)


class Looks:
    """The search for the best award with each wanted variable at its other value.

    ``left`` says of which it is not known yet; for the others ``known`` holds one. None is worth
    more than ``most``. ``fixing`` is a relaxation of the problem, perhaps with cuts.

    Parameters
    ----------
    hints
        Those of the relaxation, with nothing fixed.
    told
        Called whenever so many more of them are known.
    """

    def __init__(
        self,
        known: Known,
        wanted: Ints,
        fixing: Fixing,
        hints: Relaxed | None,
        judge: Judge,
        told: Callable[[int], None],
    ) -> None:
        self.known, self.wanted, self.fixing = known, wanted, fixing
        self.judge, self.told = judge, told
        self.fate, self.unit = 1 - known.values[wanted], known.problem.unit
        self.lowest = int(np.minimum(known.problem.objective, 0).sum())
        self.most = np.full(len(wanted), np.iinfo(np.int64).max)
        self.left = np.ones(len(wanted), np.bool_)
        self.most[refused(known.problem, 1 - known.values)[wanted]] = self.lowest - self.unit
        self._sets, self._hints = SETS, hints

    @property
    def root(self) -> DualBound:
        """The bound on all awards."""
        return bounded(self.fixing.problem, self._hints)

    def search(self) -> None:
        """Find as many as looks find."""
        self._note()
        if self.left.sum() < FEW:
            return
        blocks = self._first()
        if blocks is not None and 2 * self.left.sum() > len(self.left):
            blocks = self._closer(blocks)
        if blocks is not None:
            self._from_each(blocks)

    def _closer(self, blocks: Blocks) -> Blocks | None:
        """Look with cuts, which are kept if that settles any; ``None`` where it settles none."""
        before, plain = self.left.sum(), (self.fixing, self._hints)
        problem = strengthened(self.known.problem, self.known.values, self.judge.clock)
        if problem is self.known.problem:
            return blocks
        self.fixing = Fixing(problem)
        self._hints = self.fixing.free()
        found = self._first()
        if self.left.sum() == before:
            self.fixing, self._hints = plain
            return None
        return found

    def _first(self) -> Blocks | None:
        """Look from the relaxation itself; the blocks of its problem, if there are any."""
        blocks = Blocks.of(self.fixing.problem)
        if blocks is None or self._hints is None:
            return None
        for sets in (GLANCE, SETS):
            self._sets = sets
            self._look(blocks, self._hints)
        return blocks

    def _from_each(self, blocks: Blocks) -> None:
        """Look from one after another, while that settles bids."""
        tried, misses = ~self.left, 0
        while misses < MISSES and not self.judge.clock.over():
            rest = np.flatnonzero(self.left & ~tried)
            if not len(rest):
                return
            one = int(rest[np.argsort(self.most[rest], kind="stable")[len(rest) // 2]])
            tried[one] = True
            hints = self.fixing.fixed(int(self.wanted[one]), int(self.fate[one]))
            missed = hints is None or self._missed(blocks, hints, one)
            misses = misses + 1 if missed else 0

    def _missed(self, blocks: Blocks, hints: Relaxed, one: int) -> bool:
        """Look more and more closely until one of them is settled; whether that was in vain."""
        before = self.left.sum()
        while True:
            self._look(blocks, hints)
            if not self.left[one]:
                self._sets = max(SETS, self._sets // 2)
                return False
            if self._sets >= MOST:
                return bool(before - self.left.sum() < FEW)
            self._sets *= 2

    def _look(self, blocks: Blocks, hints: Relaxed) -> None:
        rest = np.flatnonzero(self.left)
        if not len(rest) or self.judge.clock.over():
            return
        wanted, priced = self.wanted[rest], blocks.priced(hints.duals)
        least = np.maximum(self.known.worth[wanted] + self.unit, self.lowest)
        seen = look(blocks, priced, wanted, self.fate[rest], least, self._sets)
        self.known.offer_all(seen.awards)
        most = (seen.reach - 1) // self.unit * self.unit
        best = self.known.worth[self.wanted]
        self.most[rest] = np.minimum(self.most[rest], np.maximum(most, best[rest]))
        self._note()

    def _note(self) -> None:
        best = self.known.worth[self.wanted]
        found = self.left & ((best >= self.most) | (self.most < self.lowest))
        self.left &= ~found
        if found.any():
            self.told(int(found.sum()))

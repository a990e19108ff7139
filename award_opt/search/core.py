"""Optimising on the core: the few bids that the relaxation leaves open.

Multipliers of the relaxation give, in exact integers, a bound for every bid at its other value
(``bounds``). With a known award worth ``v``, every bid whose bound is below ``v + 1`` has the same
fate in all better awards; only the rest, the core, is searched: by branching on its relaxation, and
by the engine where that takes too long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.engines import Answer
from award_opt.engines.relaxation import Relaxation, Relaxed
from award_opt.program.parts import Problem
from award_opt.search import branching
from award_opt.search.bounds import DualBound, links
from award_opt.search.judge import Judge
from award_opt.search.reduced import Propagation, Reduced, reduced

FIRST = 24  # bids of the first core, searched for a good award before anything is proven
GROWTH = 3
ROOM = 3  # all that is open is searched at once where it is no more than so many cores
FEW = 40  # variables of a core up to which branching is quicker than an engine
SURE = 1e-6


@dataclass(frozen=True, slots=True)
class Optimised:
    """The best award of a problem, and the bound at its root where there is one."""

    answer: Answer
    bound: DualBound | None = None
    duals: NDArray[np.float64] | None = None
    alone: bool = False  # proven that no other award is worth as much


def best(problem: Problem, known: Ints | None, judge: Judge) -> Answer:
    """The best award of a problem, from a ``known`` lawful one if there is one.

    Same answer as the engine on the whole problem; usually much sooner.
    """
    return optimised(problem, known, judge).answer


def optimised(
    problem: Problem,
    known: Ints | None,
    judge: Judge,
    relaxation: Relaxation | None = None,
    bound: DualBound | None = None,
) -> Optimised:
    """The best award of a problem, and the bound that proves most of it.

    Parameters
    ----------
    known
        A lawful award to start from.
    relaxation
        The problem's own relaxation, warm from another objective.
    bound
        A bound known before; where it suffices, no relaxation is solved.
    """
    if not judge.fast.core or not problem.size or judge.clock.over():
        return Optimised(judge.solve(problem, known))
    unit = int(np.gcd.reduce(problem.objective)) or 1
    if bound is not None and known is not None:
        worth = problem.value(known)
        if bound.value // unit * unit <= worth:
            return Optimised(Answer("optimal", known, worth), bound)
    relaxation = relaxation or Relaxation(problem, judge.clock)
    before = relaxation.effort.iterations
    hints = relaxation.solve(problem.objective, problem.lower, problem.upper)
    judge.relaxed(relaxation.effort.iterations - before)
    if hints is None:
        if known is None and _empty(problem, relaxation):
            return Optimised(Answer("infeasible"))
        return Optimised(judge.solve(problem, known))
    found = DualBound.of(problem, hints.duals)
    core = _Core(problem, judge, found, hints, unit)
    return Optimised(core.best(known), found, hints.duals, core.alone)


def _empty(problem: Problem, relaxation: Relaxation) -> bool:
    """Whether a sum of rows shows that the problem has no award; the solver suggests which sum."""
    ray = relaxation.ray()
    if ray is None or not np.isfinite(ray).all() or not ray.any():
        return False
    nothing = problem.towards(np.zeros(problem.size, np.int64))
    sums = (side * ray / np.abs(ray).max() for side in (1, -1))
    return any(DualBound.of(nothing, each).total < 0 for each in sums)


class _Core:
    """One problem, its bound at the root, and the best award so far."""

    def __init__(
        self,
        problem: Problem,
        judge: Judge,
        bound: DualBound,
        hints: Relaxed,
        unit: int,
    ) -> None:
        self.problem, self.judge, self.bound, self.unit = problem, judge, bound, unit
        self.most = bound.value // unit * unit
        self.guess = np.rint(hints.values).astype(np.int64)
        self.sure = np.abs(hints.values - self.guess) <= SURE
        self.propagation = Propagation(problem.rows)
        self.found: Ints | None = None
        self.alone = False

    def best(self, known: Ints | None) -> Answer:
        """The best award, from a ``known`` one if there is one."""
        self.found = known
        guess = self.guess
        better = known is None or self._worth(guess) > self._worth(known)
        if better and self.problem.lawful(guess):
            self.found = guess
        size = FIRST
        while True:
            worth = None if self.found is None else self._worth(self.found) + self.unit
            if worth is not None and self.most < worth:
                return self._settled()
            every = self._better(worth)
            if every is None:
                return self._settled()
            if every.problem.size <= size * ROOM:
                return self._whole(every, worth)
            answer = self._glanced(worth, size)
            size *= GROWTH
            if answer.verdict in ("unknown", "feasible"):
                return self._open()

    def _glanced(self, worth: int | None, size: int) -> Answer:
        """The best award in a core; nothing is proven by it."""
        small = self._core(worth, size)
        if small is None:
            return Answer("infeasible")
        answer = self._searched(small, worth, confirm=False, branch=small.problem.size <= FEW)
        if answer.values is not None:
            self.found = small.whole(answer.values)
        return answer

    def _whole(self, every: Reduced, worth: int | None) -> Answer:
        """The best award, where ``every`` holds all that are better than the one found."""
        twins = None if self.found is None else self._twins(self.found)
        if twins:
            return self._settled()
        if self.found is not None:
            worth = self._worth(self.found) + self.unit
        answer = self._searched(every, worth, confirm=True, branch=twins is None)
        if answer.values is not None:
            self.found = every.whole(answer.values)
        return self._open() if answer.verdict in ("unknown", "feasible") else self._settled()

    def _twins(self, found: Ints) -> bool | None:
        """Whether branching proves the best award, and that no other is worth as much or not.

        ``None`` where there is too much to branch on.
        """
        level = self._better(self._worth(found))
        if not self.judge.fast.branch or level is None or not branching.fits(level.problem):
            return None
        least = self._worth(found) - level.offset
        tree = branching.branched(level.problem, least, self.judge.clock, level.part(found))
        self.judge.branched(tree.effort)
        self.alone = tree.alone
        if tree.values is not None:
            self.found = level.whole(tree.values)
        return tree.proven

    def _worth(self, values: Ints) -> int:
        return self.problem.value(values)

    def _settled(self) -> Answer:
        if self.found is None:
            return Answer("infeasible")
        return Answer("optimal", self.found, self._worth(self.found))

    def _open(self) -> Answer:
        if self.found is None:
            return Answer("unknown", bound=self.most)
        return Answer("feasible", self.found, self.most)

    def _better(self, worth: int | None) -> Reduced | None:
        """All awards worth at least ``worth``; ``None`` where there is none."""
        problem = self.problem
        if worth is not None:
            problem = problem.within(*self.bound.box(worth))
        return reduced(problem, self.propagation)

    def _core(self, worth: int | None, size: int) -> Reduced | None:
        """Those among them that differ from the relaxation in the bids it is least sure of."""
        problem = self.problem
        lower, upper = (problem.lower, problem.upper) if worth is None else self.bound.box(worth)
        loss = self.bound.loss()
        bids = lower < upper
        bids[links(problem.rows)[1]] = False  # what counts bids follows them
        chosen = np.flatnonzero(bids)
        if len(chosen) > size:
            cut = np.partition(loss[chosen], size)[size]
            held = bids & self.sure & (loss >= max(int(cut), 1))
            lower, upper = np.where(held, self.guess, lower), np.where(held, self.guess, upper)
        return reduced(problem.within(lower, upper), self.propagation)

    def _searched(
        self, small: Reduced, worth: int | None, *, confirm: bool, branch: bool = True
    ) -> Answer:
        """The best award of a smaller problem worth at least ``worth``."""
        problem = small.problem
        least = None if worth is None else worth - small.offset
        known: Ints | None = None
        if branch and self.judge.fast.branch and branching.fits(problem):
            tree = branching.branched(problem, least, self.judge.clock)
            self.judge.branched(tree.effort)
            if tree.proven:
                return Answer("infeasible" if tree.values is None else "optimal", tree.values)
            if tree.values is not None:
                known, least = tree.values, problem.value(tree.values) + 1
        if least is not None:
            problem = problem.reaching(problem.objective, least)
        answer = self.judge.solve(problem, None, confirm=confirm)
        if answer.values is None and known is not None:
            return Answer("feasible" if answer.verdict == "unknown" else "optimal", known)
        return answer

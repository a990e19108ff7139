"""Optimising on the core: the few bids that the relaxation leaves open.

Multipliers of the relaxation give, in exact integers, a bound for every bid at its other value
(``bounds``). With a known award worth ``v``, every bid whose bound is below ``v + 1`` has the same
fate in all better awards; only the rest, the core, is searched: by branching on its relaxation, and
by the engine where that takes too long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask
from award_opt.engines import Answer, Verdict
from award_opt.engines.relaxation import Relaxation, Relaxed
from award_opt.program.parts import Problem
from award_opt.search import branching
from award_opt.search.bounds import DualBound
from award_opt.search.branching import Branched
from award_opt.search.judge import Judge
from award_opt.search.reduced import Propagation, Reduced, reduced

FIRST = 24  # bids of the first core, searched for a good award before anything is proven
CORES = (1, 3), (3, 9)
"""The first cores, and how many open bids are few enough to search them all at once instead; all
as multiples of ``FIRST``."""
PLAIN = (6, 9), (12, 18)  # the next ones where nothing but bids is open: there they find the best
GROWTH = 3  # of later ones
ROOM = 3  # so many cores are few enough there
GLANCED = 3 * FIRST  # bids of a core up to which any good award will do
GLANCE = 20  # boxes looked into in a core, by which nothing is proven
WORK = 2_000  # of the engine in a core at most, for each bid
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
    unit = problem.unit
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
        self.bids: Mask = problem.lower < problem.upper
        self.bids[bound.links[1]] = False  # what counts bids follows them
        self.plain = int(self.bids.sum()) == int((problem.lower < problem.upper).sum())
        self.found: Ints | None = None
        self.alone = False
        self.stuck = False  # whether a large core gave no better award

    def best(self, known: Ints | None) -> Answer:
        """The best award, from a ``known`` one if there is one."""
        self.found = known
        guess = self.guess
        better = known is None or self._worth(guess) > self._worth(known)
        if better and self.problem.lawful(guess):
            self.found = guess
        for size, few in _cores(plain=self.plain):
            worth = None if self.found is None else self._worth(self.found) + self.unit
            if worth is not None and self.most < worth:
                return self._settled()
            if self._open_bids(worth) <= few or (size > GLANCED and self._enough(worth)):
                return self._whole(worth if self.found is not None else self._first())
            self._glance(worth, size)
            if self.judge.clock.over():
                break
        return self._open()

    def _enough(self, worth: int | None) -> bool:
        """Whether larger cores promise little: the last gave nothing, or any better is the best."""
        return self.stuck or worth == self.most

    def _glance(self, worth: int | None, size: int) -> None:
        """Look for a good award in a core, by which nothing is proven."""
        small = self._core(worth, size)
        if small is None:
            return
        aim = self._close(size * ROOM)
        aim = aim if worth is None else max(aim, worth)
        tree = self._tree(small, aim, GLANCE)
        if tree is not None and tree.values is not None:
            self.found = small.whole(tree.values)
            worth = self._worth(self.found) + self.unit
        if tree is None or not self._will_do(tree, size):
            self._tried(small, worth, size)

    def _will_do(self, tree: Branched, size: int) -> bool:
        """Whether a look into a core was enough: in a large one only for its best award."""
        if size > GLANCED:
            return tree.proven and tree.values is not None
        return tree.proven or self.found is not None

    def _tried(self, small: Reduced, worth: int | None, size: int) -> None:
        """Let the engine look for a good award in a core for a while."""
        answer = self._asked(small, worth, confirm=False, work=WORK * size)
        self.stuck = size > GLANCED and answer.values is None and self.found is not None
        if answer.values is not None:
            self.found = small.whole(answer.values)

    def _first(self) -> int | None:
        """What to ask for once an engine looked for any award in a core; none is known yet."""
        small = self._core(None, GLANCED)
        if small is not None:
            self._tried(small, None, GLANCED)
        return None if self.found is None else self._worth(self.found) + self.unit

    def _whole(self, worth: int | None) -> Answer:
        """The best award, by looking into all that are worth at least so much."""
        twins = None if self.found is None else self._twins(self.found)
        if twins:
            return self._settled()
        if self.found is not None:
            worth = self._worth(self.found) + self.unit
        every = self._better(worth)
        if every is None:
            return self._settled()
        answer = self._searched(every, worth, branch=twins is None)
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

    def _close(self, size: int) -> int:
        """What an award is worth at least from which only so many bids are open."""
        forced = self.bound.forced[self.bids]
        if len(forced) <= size:
            return int(forced.min(initial=self.most))
        return int(-np.partition(-forced, size)[size]) + 1

    def _open_bids(self, worth: int | None) -> int:
        """How many bids may win or lose in awards worth at least so much."""
        if worth is None:
            return int(self.bids.sum())
        lower, upper = self.bound.box(worth)
        return int((self.bids & (lower < upper)).sum())

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
        loss = self.bound.loss
        bids = self.bids & (lower < upper)
        chosen = np.flatnonzero(bids)
        if len(chosen) > size:
            cut = np.partition(loss[chosen], size)[size]
            held = bids & self.sure & (loss >= max(int(cut), 1))
            lower, upper = np.where(held, self.guess, lower), np.where(held, self.guess, upper)
        return reduced(problem.within(lower, upper), self.propagation)

    def _tree(self, small: Reduced, worth: int | None, boxes: int) -> Branched | None:
        """What branching finds in a smaller problem; ``None`` where it is too large for that."""
        if not self.judge.fast.branch or not branching.fits(small.problem):
            return None
        least = None if worth is None else worth - small.offset
        tree = branching.branched(small.problem, least, self.judge.clock, boxes=boxes)
        self.judge.branched(tree.effort)
        return tree

    def _searched(self, small: Reduced, worth: int | None, *, branch: bool) -> Answer:
        """The best award of a smaller problem worth at least ``worth``."""
        tree = self._tree(small, worth, branching.BOXES) if branch else None
        if tree is None:
            return self._asked(small, worth, confirm=True)
        if tree.proven:
            return Answer("infeasible" if tree.values is None else "optimal", tree.values)
        if tree.values is not None:
            worth = small.problem.value(tree.values) + small.offset + self.unit
        answer = self._asked(small, worth, confirm=True)
        if answer.values is None and tree.values is not None:
            verdict: Verdict = "feasible" if answer.verdict == "unknown" else "optimal"
            return Answer(verdict, tree.values)
        return answer

    def _asked(
        self, small: Reduced, worth: int | None, *, confirm: bool, work: int | None = None
    ) -> Answer:
        """What an engine says is the best award of a smaller problem worth at least ``worth``."""
        problem = small.problem
        if worth is not None:
            problem = problem.reaching(problem.objective, worth - small.offset)
        return self.judge.solve(problem, None, confirm=confirm, work=work)


def _cores(*, plain: bool) -> Iterator[tuple[int, int]]:
    """The bids of one core after the other, and how many open bids are few enough for all."""
    first = (*CORES, *PLAIN) if plain else CORES
    yield from ((size * FIRST, few * FIRST) for size, few in first)
    size = first[-1][0] * FIRST
    while True:
        size *= GROWTH
        yield size, size * ROOM

"""Awards that tie, and the bids that fare otherwise in them: one tree for the fates of all bids.

The awards that reach a level are branched on until no bid whose other fate is unknown can still
meet it in any box. Every award on the way tells the fates of many bids, and a box that none of the
rest can leave is done with; as in ``branching``, no solver's word is taken. Where the tree grows
too large, what its root shows still makes later questions smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock, Effort
from award_opt.program.parts import Problem
from award_opt.program.rows import DEFINITION
from award_opt.search.branching import Branch, Tree
from award_opt.search.judge import Content, Judge
from award_opt.search.reduced import Reduced
from award_opt.search.strengthened import joined

LARGEST = 2**17  # variables times rows
BOXES = 600  # boxes looked into before engines are asked instead
FEW = 60  # the same where rows hold other numbers than ones
ROUNDS = 40  # of cuts at the root
AGAIN = 4  # rounds that together must take off a twentieth of what is left
SLOW = 20


@dataclass(frozen=True, slots=True)
class Others:
    """Awards in which some bids fare otherwise than in ``own``.

    ``done`` where no other bid fares otherwise in any award. ``rest`` is the problem in view
    without what no award has, and with rows that all of them keep; ``None`` where that is unknown.
    """

    view: Reduced
    own: Ints
    awards: tuple[Ints, ...] = ()
    done: bool = False
    rest: Problem | None = None

    def asked(self, bids: Sequence[int], judge: Judge) -> Answer:
        """What engines say: an award in which some of the ``bids`` fare otherwise, or none."""
        assert self.rest is not None
        own, places = self.view.part(self.own), self.view.home[list(bids)]
        objective = np.zeros(len(own), np.int64)
        objective[places] = 1 - 2 * own[places]
        worth = int((objective * own).sum()) + 1
        problem = self.rest.towards(objective).reaching(objective, worth)
        answer = Content(judge).solve(problem, None)
        if answer.verdict == "unknown":
            answer = judge.solve(problem, None)
        whole = None if answer.values is None else self.view.whole(answer.values)
        return replace(answer, values=whole)


def others(view: Reduced, own: Ints, bids: Sequence[int], judge: Judge) -> Others:
    """What one tree tells of the awards that tie with ``own`` and in which ``bids`` fare otherwise.

    The last row of the problem in view must say what the last goal has to reach.
    """
    problem, rows = view.problem, view.problem.rows
    many = problem.size * len(rows.bound)
    levelled = many and rows.rule[-1] == DEFINITION and rows.sense[-1] > 0
    if not bids or not judge.fast.branch or not levelled or many > LARGEST:
        return Others(view, own, done=not bids)
    last = slice(int(rows.start[-2]), int(rows.start[-1]))
    goal, level = np.zeros(problem.size, np.int64), int(rows.bound[-1])
    goal[rows.column[last]] = rows.coefficient[last]
    bare = replace(problem, rows=rows.only(np.arange(len(rows.bound) - 1)), objective=goal)
    tree = _Fates(bare, level, view.part(own), view.home[list(bids)], judge.clock)
    done = tree.searched()
    judge.branched(Effort(0, tree.boxes, tree.relaxation.effort.iterations))
    awards = tuple(map(view.whole, tree.awards))
    return Others(view, own, awards, done, tree.left.reaching(goal, level))


def first(awards: Sequence[Ints], order: Sequence[int]) -> Ints:
    """The award in which the first bids of an order win, as far as they win in any of them."""
    chosen = list(order)
    return max(awards, key=lambda award: award[chosen].tolist())


def alternatives(
    problem: Problem, own: Ints, tied: Sequence[int], limit: int, judge: Judge
) -> tuple[list[Ints], bool]:
    """Up to ``limit`` awards of a problem that differ in ``tied`` bids, and whether these are all.

    The first is ``own``.
    """
    found, column = [own], np.array(tied, np.int64)
    problem = problem.towards(np.zeros(problem.size, np.int64))
    while len(column):
        values = found[-1][column]
        problem = problem.also(column, 1 - 2 * values, 1, 1 - int(values.sum()))
        answer = judge.solve(problem, None)
        if answer.values is None:
            return found, answer.verdict == "infeasible"
        if len(found) == limit:
            return found, False
        found.append(answer.values)
    return found, True


class _Fates(Tree):
    """A tree over the vectors worth enough in which some bid of unknown fate fares otherwise."""

    def __init__(self, problem: Problem, worth: int, own: Ints, wanted: Ints, clock: Clock) -> None:
        super().__init__(problem, worth, clock, None, BOXES)
        self.level, self.own, self.left = worth, own, problem
        self.awards: list[Ints] = []
        self.unknown = np.zeros(problem.size, np.bool_)
        self.unknown[wanted] = True
        if self._rounds:
            self.most, self._rounds = FEW, ROUNDS

    def _rooted(self, box: Branch) -> Branch | None:
        found, bounds = self._looked(box), list[int]()
        for _ in range(self._rounds):
            if found is None or found.bound is None or found.hints is None:
                break
            bounds.append(self._over(found))
            if len(bounds) > AGAIN and (bounds[-AGAIN] - bounds[-1]) * SLOW < bounds[-AGAIN]:
                break
            if not self._cut(found):
                break
            found = self._looked(replace(found, sums=found.sums[:1]))
        if found is not None and found.hints is not None:
            self._tidy()
            found = self._looked(found)
        if found is not None:
            self.left = self._kept(found)
        return found

    def _over(self, box: Branch) -> int:
        """How far the bound of a box is above the level, in units of ``2**-20``."""
        last = box.sums[-1]
        return (last.total(box.lower, box.upper) << 20) // last.scale - (self.level << 20)

    def _kept(self, box: Branch) -> Problem:
        problem = self.problem.within(box.lower, box.upper)
        own = self.table.own
        return joined(problem, self.table.rows[own:], self.table.bound[own:])

    def _looked(self, box: Branch) -> Branch | None:
        found = super()._looked(box)
        if found is None:
            return None
        free = np.where(self.own == 1, found.lower == 0, found.upper == 1)
        return found if (free & self.unknown).any() else None

    def _offer(self, values: Ints) -> None:
        if self.problem.value(values) < self.level or not self._lawful(values):
            return
        fresh = self.unknown & (values != self.own)
        if fresh.any():
            self.unknown &= ~fresh
            self.awards.append(values)

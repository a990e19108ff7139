"""Branching on many small problems at once, every branch refuted in integers.

All problems of one table size advance together, one step of the simplex method at a time, so that
a step costs little more than its arithmetic. As in ``branching``, no solver's word is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.engines import Clock, Effort
from award_opt.search.bounds import SAFE
from award_opt.search.tableaus import EMPTY, OPTIMAL, RUNNING, STALLED, STEPS, Tableaus

SLOTS = 256  # relaxations that advance together
BOXES = 600  # boxes of one problem, after which it is left open
LARGEST = 20_000  # terms of a table
FINE = 40  # multipliers are rounded to 2**-40 at best


@dataclass(frozen=True, slots=True)
class Asked:
    """Small problems as tables ``rows x <= bound`` (or ``=``) of one size.

    Shapes ``(k, m, n)``, ``(k, m)``, ``(k, m)``, ``(k, n)`` and ``(k,)``; a problem has ``size``
    variables of its own. ``worth`` is what a vector must be worth, ``unit`` divides all worths.
    """

    rows: Ints
    bound: Ints
    equal: Mask
    objective: Ints
    size: Ints
    worth: Ints
    unit: int


@dataclass(frozen=True, slots=True)
class Told:
    """The best vector worth enough (``None``: there is none), unless the search was cut short."""

    values: Ints | None
    proven: bool
    boxes: int


def fits(rows: Ints, size: Ints) -> Mask:
    """Which problems are small enough."""
    return (rows + 1) * size <= LARGEST


def together(asked: Asked, clock: Clock) -> tuple[list[Told], Effort]:
    """The answer to each problem."""
    trees = _Trees(asked, clock)
    trees.run()
    told = [
        Told(values, not left, boxes)
        for values, left, boxes in zip(
            trees.best, trees.left.tolist(), trees.boxes.tolist(), strict=True
        )
    ]
    return told, Effort(0, int(trees.boxes.sum()), trees.steps)


class _Trees:
    def __init__(self, asked: Asked, clock: Clock) -> None:
        self.asked, self.clock = asked, clock
        self.best: list[Ints | None] = [None] * len(asked.size)
        self.left = np.zeros(len(asked.size), np.bool_)  # problems that are given up
        self.boxes, self.steps = np.zeros(len(asked.size), np.int64), 0
        size = np.abs(asked.rows)
        self.largest = np.maximum(size.max(axis=2, initial=0), 1).astype(np.float64)
        self.heavy = (size.sum(axis=2) + np.abs(asked.bound)).astype(np.float64)
        goal = np.abs(asked.objective).sum(axis=1)
        self.goal = goal.astype(np.float64)
        self.target = np.clip(asked.worth, -goal, goal + asked.unit)
        self.waiting = np.argsort(asked.size, kind="stable")[::-1].tolist()
        self.pending: list[tuple[int, Tableaus, int]] = []

    def run(self) -> None:
        """Look into boxes until none is left, or the clock says so."""
        first = np.array(self.waiting[-SLOTS:], np.int64)
        del self.waiting[-SLOTS:]
        self.problem, self.tables = first, self._roots(first)
        many = len(first)
        self.state, self.row = np.full(many, RUNNING), np.zeros(many, np.int64)
        self.age = np.zeros(many, np.int64)
        while len(self.problem):
            if self.clock.over():
                self._abandon()
                return
            self._step()
            done = np.flatnonzero(self.state != RUNNING)
            if 4 * len(done) >= len(self.state):
                self._looked(done)

    def _abandon(self) -> None:
        open_ = [*self.problem.tolist(), *self.waiting, *(each for each, _, _ in self.pending)]
        self.left[open_] = True

    def _roots(self, problems: Ints) -> Tableaus:
        asked, largest = self.asked, self.largest[problems]
        return Tableaus.of(
            asked.rows[problems] / largest[:, :, None],
            asked.bound[problems] / largest,
            asked.equal[problems],
            asked.objective[problems].astype(np.float64),
            np.arange(asked.objective.shape[1]) < asked.size[problems][:, None],
        )

    def _step(self) -> None:
        run = self.state == RUNNING
        least = (self.target[self.problem] - 0.01 * self.asked.unit).astype(np.float64)
        state, row = self.tables.step(run, least)
        self.state, self.row = np.where(run, state, self.state), np.where(run, row, self.row)
        self.steps, self.age = self.steps + int(run.sum()), self.age + run
        self.state[(self.state == RUNNING) & (self.age > STEPS)] = STALLED

    # --- boxes whose relaxation is done

    def _looked(self, slots: Ints) -> None:
        """Deal with boxes, and fill the slots of those that are done with."""
        problem, optimal = self.problem[slots], self.state[slots] == OPTIMAL
        np.add.at(self.boxes, problem, 1)
        low, high = self.tables.box(slots)
        total, reduced, scale = self._sums(slots, problem)
        total += np.maximum(reduced * low, reduced * high).sum(axis=1)
        guess = np.clip(np.rint(self.tables.values(slots)), low, high).astype(np.int64)
        self._offer(problem[optimal], guess[optimal])
        gone = total // scale // self.asked.unit * self.asked.unit < self.target[problem]
        self.left[problem[~gone & (~optimal | (self.boxes[problem] > BOXES))]] = True
        kept = np.flatnonzero(~gone & ~self.left[problem])
        going = np.zeros(len(slots), np.bool_)
        if len(kept):
            spare = total[kept] - self.target[problem[kept]] * scale[kept]
            going[kept] = self._halved(slots[kept], reduced[kept], spare)
        self.state[slots], self.age[slots] = RUNNING, 0
        self._refill(slots[~going])

    def _sums(self, slots: Ints, problem: Ints) -> tuple[Ints, Ints, Ints]:
        """What sums of rows say: the objective times ``scale`` is at most ``total + reduced x``."""
        asked, duals = self.asked, self.tables.duals(slots)
        empty = np.flatnonzero(self.state[slots] == EMPTY)
        if len(empty):
            own = slots[empty]
            over = self.tables.worth[own] - self.target[problem[empty]] + 8 * asked.unit
            rays = self.tables.rays(own, self.row[own])
            duals[empty] += np.maximum(over * 1.1, 0.0)[:, None] * rays
        duals /= self.largest[problem]
        duals = np.where(asked.equal[problem], duals, np.maximum(duals, 0.0))
        size = (np.abs(duals) * self.heavy[problem]).sum(axis=1)
        goal = self.goal[problem] + 1
        fits = size + goal < SAFE / 8  # false where it is no number
        duals = np.where(fits[:, None], duals, 0.0)
        power = np.floor(np.log2(SAFE / 8 / (np.where(fits, size, 0.0) + goal)))
        scale = np.exp2(np.clip(power, 0, FINE)).astype(np.int64)
        multiplier = np.rint(duals * scale[:, None]).astype(np.int64)
        reduced = asked.objective[problem] * scale[:, None]
        reduced -= np.einsum("km,kmn->kn", multiplier, asked.rows[problem])
        return (multiplier * asked.bound[problem]).sum(axis=1), reduced, scale

    def _offer(self, problem: Ints, guess: Ints) -> None:
        """Take the vectors that keep all rows and are worth enough."""
        worth = (self.asked.objective[problem] * guess).sum(axis=1)
        for k in np.flatnonzero(worth >= self.target[problem]).tolist():
            which = int(problem[k])
            if worth[k] >= self.target[which] and self._lawful(which, guess[k]):
                self.best[which] = guess[k]
                self.target[which] = worth[k] + self.asked.unit

    def _lawful(self, problem: int, values: Ints) -> bool:
        gap = self.asked.rows[problem] @ values - self.asked.bound[problem]
        return bool((gap <= 0).all() and not gap[self.asked.equal[problem]].any())

    def _halved(self, slots: Ints, reduced: Ints, spare: Ints) -> Mask:
        """Cut boxes in two, the likelier half in the slot; which of them are cut."""
        tables, problem = self.tables, self.problem[slots]
        tables.fix(slots, np.abs(reduced) > spare[:, None], (reduced > 0).astype(np.int64))
        room = tables.worth[slots] - self.target[problem] + self.asked.unit
        row, up = tables.doubtful(slots, room)
        whole = row < 0
        self.left[problem[whole]] = True
        cut, row, up = slots[~whole], row[~whole], up[~whole]
        other = tables.only(cut)
        other.settle(np.arange(len(cut)), row, ~up)
        tables.settle(cut, row, up)
        for place, each in enumerate(problem[~whole].tolist()):
            self.pending.append((each, other, place))
        return ~whole

    def _refill(self, slots: Ints) -> None:
        """Put pending boxes into slots that are free; drop the slots that nothing is left for."""
        taken = [each for _, each in zip(slots, self._next(), strict=False)]
        for slot, (problem, _, _) in zip(slots.tolist(), taken, strict=False):
            self.problem[slot] = problem
        for tables, group in groupby(enumerate(taken), lambda each: each[1][1]):
            places, from_ = zip(*((k, place) for k, (_, _, place) in group), strict=True)
            self.tables.put(slots[list(places)], tables, list(from_))
        empty = slots[len(taken) :]
        if len(empty):
            kept = np.delete(np.arange(len(self.problem)), empty)
            self.problem, self.tables = self.problem[kept], self.tables.only(kept)
            self.state, self.row, self.age = self.state[kept], self.row[kept], self.age[kept]

    def _next(self) -> Iterator[tuple[int, Tableaus, int]]:
        """The boxes to look into next, the youngest first: a problem, tables and a place."""
        while self.pending:
            problem, tables, place = self.pending.pop()
            if not self.left[problem]:
                yield problem, tables, place
        while self.waiting:
            problem = self.waiting.pop()
            yield problem, self._roots(np.array([problem])), 0

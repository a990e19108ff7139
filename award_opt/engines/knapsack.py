"""Problems with one row, such as a budget and nothing else: exact integers, nobody's word to take.

References
----------
Pisinger (1997), A minimal algorithm for the 0-1 knapsack problem; Nemhauser and Ullmann (1969),
Discrete dynamic programming and capital allocation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cmp_to_key

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock, Effort
from award_opt.engines.cut_off import cut_off
from award_opt.program.parts import Problem
from award_opt.program.rows import DEFINITION, Rows
from award_opt.stretches import summed

STATES = 1_000_000  # what one search may keep, some 15 MB
SAFE = 2**62  # products and sums of 64-bit integers stay below this
MARGIN = 2.0**-48  # of a product in floating point
WEIGHTS = 2**53  # and sums of weights below this


class Knapsack:
    """Finds the most valuable items within a capacity, by dynamic programming from the break on.

    Rows that keep what was reached for earlier goals may stand beside the capacity: then the
    search is for the most of these goals first. That answers the question where they reach just
    what they must; else the answer is ``unknown``.

    Parameters
    ----------
    states
        Give up once so many states are kept: at the same point on every machine.
    """

    name = "knapsack"
    version = "1"

    def __init__(self, *, states: int = STATES) -> None:
        self.states = states

    @staticmethod
    def fits(problem: Problem) -> bool:
        """Whether one row binds at most, beside those of earlier goals; box and numbers allowing.

        No row may be an equality, and the box must be all open.
        """
        bare, worth = cut_off(problem)
        binding = _binding(bare.rows)
        known = (bare.rows.rule[binding[1:]] == DEFINITION) & (bare.rows.sense[binding[1:]] > 0)
        settled = (problem.lower != 0) | (problem.upper != 1)
        if not known.all() or (bare.rows.sense[binding[:1]] == 0).any() or settled.any():
            return False
        weight, capacity = _row(bare, binding[:1])
        if sum(map(abs, weight.tolist())) + abs(capacity) >= WEIGHTS:
            return False
        return _Goal.of(bare, binding[1:], worth) is not None

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """The best vector within an open box; ``unknown`` where the states outgrew their limit.

        The problem must fit.
        """
        bare, worth = cut_off(problem)
        binding = _binding(bare.rows)
        goal = _Goal.of(bare, binding[1:], worth)
        assert goal is not None
        items = _Items.of(goal.value, *_row(bare, binding[:1]))
        if items.capacity < 0:
            return Answer("infeasible", by=self.name, effort=Effort(1))
        search = _Search(items, self.states, clock)
        if goal.least is not None:
            search.least = goal.least - items.offset - 1
        search.offer(items.packed)
        if hint is not None:
            search.offer(hint ^ items.flipped)
        done = search.run()
        effort = Effort(1, search.kept)
        if search.best is None:
            return Answer("infeasible" if done else "unknown", by=self.name, effort=effort)
        values = search.best ^ items.flipped
        if not problem.lawful(values) or not _tight(bare, binding[1:], values):
            return Answer("unknown", by=self.name, effort=effort)
        if not done:
            return Answer("feasible", values, None, self.name, effort)
        return Answer("optimal", values, problem.value(values), self.name, effort)


def _binding(rows: Rows) -> Ints:
    """The rows that some 0/1 vector breaks."""
    most = summed(rows.start, np.maximum(rows.coefficient, 0))
    least = summed(rows.start, np.minimum(rows.coefficient, 0))
    broken = (rows.sense <= 0) & (most > rows.bound) | (rows.sense >= 0) & (least < rows.bound)
    return np.flatnonzero(broken)


def _row(problem: Problem, binding: Ints) -> tuple[Ints, int]:
    """The row of a capacity: the weight of each variable, and the most that they may weigh."""
    if not len(binding):
        return np.zeros(problem.size, np.int64), 0
    sense = int(problem.rows.sense[binding[0]])
    return -sense * _terms(problem, binding[0]), -sense * int(problem.rows.bound[binding[0]])


def _terms(problem: Problem, row: int) -> Ints:
    """A row as a vector; shape ``(size,)``."""
    rows, vector = problem.rows, np.zeros(problem.size, np.int64)
    entries = slice(int(rows.start[row]), int(rows.start[row + 1]))
    vector[rows.column[entries]] = rows.coefficient[entries]
    return vector


def _tight(problem: Problem, earlier: Ints, values: Ints) -> bool:
    """Whether the rows of earlier goals reach just what they must."""
    rows = problem.rows
    return bool((rows.activity(values)[earlier] == rows.bound[earlier]).all())


@dataclass(frozen=True, slots=True)
class _Goal:
    """Earlier goals and the objective as one sum, of which the earlier ones weigh more.

    All that keep the earlier goals and the cut-off have a sum of at least ``least``.
    """

    value: Ints
    least: int | None

    @classmethod
    def of(cls, problem: Problem, earlier: Ints, worth: int | None) -> _Goal | None:
        """The sum; ``None`` where it would not fit in 64 bits."""
        if not len(earlier):
            return cls._safe(problem.objective.tolist(), worth)
        value, least = [0] * problem.size, 0
        wanted = [(_terms(problem, row), int(problem.rows.bound[row])) for row in earlier.tolist()]
        lowest = int(np.minimum(problem.objective, 0).sum()) if worth is None else worth
        for terms, bound in [*wanted, (problem.objective, lowest)]:
            step = 1 + int(np.abs(terms).sum())
            pairs = zip(value, terms.tolist(), strict=True)
            value, least = [v * step + term for v, term in pairs], least * step + bound
        return cls._safe(value, least)

    @classmethod
    def _safe(cls, value: list[int], least: int | None) -> _Goal | None:
        if sum(map(abs, value)) + abs(least or 0) >= SAFE:
            return None
        return cls(np.array(value, np.int64), least)


@dataclass(frozen=True, slots=True)
class _Items:
    """Maximise ``value . z`` with ``weight . z <= capacity``; no weight and no ratio is negative.

    ``z`` is ``x`` with the ``flipped`` variables complemented, and ``offset`` is what that adds.
    ``order`` lists the items worth choosing among, most value for their weight first; the first
    ``fitting`` of them fit together. ``packed`` holds those and the items that weigh nothing.
    ``exact`` says that products of values and weights fit in 64 bits.
    """

    value: Ints
    weight: Ints
    capacity: int
    flipped: Ints
    offset: int
    order: Ints
    fitting: int
    packed: Ints
    exact: bool

    @classmethod
    def of(cls, value: Ints, weight: Ints, capacity: int) -> _Items:
        """The items of a row, made positive."""
        flipped = (weight < 0) | ((weight == 0) & (value < 0))
        offset = int(value[flipped].sum())
        capacity -= int(weight[flipped].sum())
        value, weight = np.where(flipped, -value, value), np.abs(weight)
        exact = (int(weight.sum()) + abs(capacity)) * max(1, int(np.abs(value).sum())) < SAFE
        order = _by_ratio(np.flatnonzero((weight > 0) & (value > 0)), value, weight, exact=exact)
        fitting = int((np.cumsum(weight[order]) <= capacity).sum())
        packed = ((weight == 0) & (value > 0)).astype(np.int64)
        packed[order[:fitting]] = 1
        flip = flipped.astype(np.int64)
        return cls(value, weight, capacity, flip, offset, order, fitting, packed, exact)


def _by_ratio(items: Ints, value: Ints, weight: Ints, *, exact: bool) -> Ints:
    """The items by falling value for weight, in integers."""
    order = items[np.argsort(-value[items] / weight[items], kind="stable")]
    first, second = order[:-1], order[1:]
    if exact and (value[first] * weight[second] >= value[second] * weight[first]).all():
        return order
    v, w = value.tolist(), weight.tolist()
    by_product = cmp_to_key(lambda a, b: v[b] * w[a] - v[a] * w[b])
    return np.array(sorted(order.tolist(), key=by_product), np.int64)


@dataclass(frozen=True, slots=True)
class _Layer:
    """What the states did with one item: where each came from, and whether it changed the item."""

    item: int
    parent: Ints
    changed: NDArray[np.bool_]


class _Search:
    """States around the break solution, one more item open at a time on either side of it.

    A state is the value and weight of the items chosen so far, those beyond the opened ones as in
    the break solution; of states that are no lighter and no more valuable than another, and of
    those that cannot beat the best known, none is kept.
    """

    def __init__(self, items: _Items, states: int, clock: Clock) -> None:
        self.items, self.states, self.clock = items, states, clock
        self.least = -1  # what a solution must be worth more than
        self.best: Ints | None = None
        self.kept = 0
        self._layers: list[_Layer] = []
        self._value = np.array([int((items.value * items.packed).sum())])
        self._weight = np.array([int((items.weight * items.packed).sum())])

    def offer(self, packed: Ints) -> None:
        """A solution to beat, where it fits."""
        worth = int((self.items.value * packed).sum())
        if int((self.items.weight * packed).sum()) <= self.items.capacity and worth > self.least:
            self.best, self.least = packed, worth

    def run(self) -> bool:
        """Search until nothing better is possible; ``False`` where a limit struck first."""
        left, right = self.items.fitting - 1, self.items.fitting
        many = len(self.items.order)
        self._prune(left, right)
        while len(self._value) and (left >= 0 or right < many):
            if self.kept > self.states or self.clock.over():
                return False
            if right < many:
                self._open(int(self.items.order[right]), 1)
                right += 1
                self._improve()
                self._prune(left, right)
            if left >= 0 and len(self._value):
                self._open(int(self.items.order[left]), -1)
                left -= 1
                self._improve()
                self._prune(left, right)
        return True

    def _open(self, item: int, sign: int) -> None:
        """Let every state add (1) or give up (-1) an item; keep what is not dominated."""
        many = len(self._value)
        value = np.concatenate([self._value, self._value + sign * int(self.items.value[item])])
        weight = np.concatenate([self._weight, self._weight + sign * int(self.items.weight[item])])
        order = np.lexsort((-value, weight))
        climbing = value[order]
        best = np.maximum.accumulate(climbing)
        fresh = np.r_[True, climbing[1:] > best[:-1]]
        chosen = order[fresh]
        self._value, self._weight = value[chosen], weight[chosen]
        self._layers.append(_Layer(item, chosen % many, chosen >= many))

    def _improve(self) -> None:
        """Note the best state that fits; among the undominated it is the heaviest."""
        fits = int(np.searchsorted(self._weight, self.items.capacity, side="right"))
        if fits and int(self._value[fits - 1]) > self.least:
            self.least, self.best = int(self._value[fits - 1]), self._packed(fits - 1)

    def _prune(self, left: int, right: int) -> None:
        """Drop the states that the unopened items cannot lift above the best known."""
        room = self.items.capacity - self._weight
        bound = self._value + np.where(room >= 0, self._lift(right, room), self._lift(left, room))
        hopeful = (bound > self.least) & ((room >= 0) | (left >= 0))
        self.kept += int(hopeful.sum())
        if hopeful.all() or not self._layers:
            return
        last = self._layers[-1]
        self._layers[-1] = replace(last, parent=last.parent[hopeful], changed=last.changed[hopeful])
        self._value, self._weight = self._value[hopeful], self._weight[hopeful]

    def _lift(self, place: int, room: Ints) -> Ints:
        """What the item at a place of the order, were it divisible, adds to states with room.

        States without room lose at least as much until they fit.
        """
        if not 0 <= place < len(self.items.order):
            return np.zeros_like(room)
        item = int(self.items.order[place])
        value, weight = int(self.items.value[item]), int(self.items.weight[item])
        lift: Ints
        if self.items.exact:
            lift = room * value // weight
        else:  # rounded up by more than floating point can be wrong
            rough = room * (value / weight)
            lift = np.clip(rough + np.abs(rough) * MARGIN, -SAFE, SAFE).astype(np.int64) + 1
        return lift

    def _packed(self, state: int) -> Ints:
        """The items of a state."""
        packed = self.items.packed.copy()
        for layer in reversed(self._layers):
            if layer.changed[state]:
                packed[layer.item] ^= 1
            state = int(layer.parent[state])
        return packed

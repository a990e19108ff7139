"""Limits and what is counted once, jointly: rows that no award breaks but the relaxation does.

A limit ``sum x <= b`` meets indicators ``x <= y``, such as "this bidder is counted". Choose more
than ``b`` variables of the limit, ``b + e`` of them. Where the ``k`` chosen ones under one
indicator are out because it is 0, only ``b + e - k`` are left, so that
``sum x <= b - sum max(0, k - e) * (1 - y)`` over the chosen ones holds for every award.

References
----------
Padberg, Van Roy and Wolsey (1985), Valid linear inequalities for fixed charge problems (flow
covers).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.engines import Clock
from award_opt.engines.relaxation import Relaxation, Relaxed
from award_opt.labels import Labels
from award_opt.program.parts import Problem
from award_opt.program.rows import DEFINITION, Rows
from award_opt.rules._base import AT_MOST
from award_opt.search.bounds import links
from award_opt.search.linked.regions import followed
from award_opt.stretches import starts

Floats = NDArray[np.float64]

ROUNDS = 10
EXCESS = 4  # by how much a choice may exceed its limit
SMALL = 1e-6
BROKEN = 1e-3


@dataclass(frozen=True, slots=True)
class Limits:
    """Rows that link the regions: at first the ``many`` limits themselves, then joint rows.

    ``parent[r]`` is the limit that row ``r`` comes from.
    """

    rows: Rows
    parent: Ints
    many: int


@dataclass(frozen=True, slots=True)
class _Joint:
    """``sum x`` over ``chosen`` at most ``bound`` plus the ``weight`` of each indicator at 1."""

    limit: int
    chosen: list[int]
    weight: dict[int, int]
    bound: int

    @property
    def row(self) -> tuple[Ints, Ints]:
        """The variables and their numbers."""
        numbers = [1] * len(self.chosen) + [-weight for weight in self.weight.values()]
        return np.array([*self.chosen, *self.weight], np.int64), np.array(numbers, np.int64)


@dataclass(frozen=True, slots=True)
class Tightened:
    """A problem with joint rows after its own, and the hints of its relaxation."""

    problem: Problem
    limits: Limits
    hints: Relaxed

    def duals(self, numbers: Ints) -> Floats:
        """The hints' duals of the limits, which are rows ``numbers``, and of the joint rows."""
        own = len(self.hints.duals) - (len(self.limits.parent) - self.limits.many)
        return np.concatenate([self.hints.duals[numbers], self.hints.duals[own:]])


def tightened(problem: Problem, numbers: Ints, clock: Clock) -> Tightened | None:
    """The problem and its limits, rows ``numbers``, with the joint rows that relaxations break.

    ``None`` where the relaxation gave no optimum.
    """
    relaxation = Relaxation(problem, clock)
    hints = relaxation.solve()
    if hints is None:
        return None
    limits = Limits(problem.rows.only(numbers), np.arange(len(numbers)), len(numbers))
    whole = Tightened(problem, limits, hints)
    over = _indicator(problem)
    for _ in range(ROUNDS):
        found = list(_broken(limits.rows, over, whole.hints.values))
        more = _rows(found)
        for each in found:
            relaxation.also(*each.row, AT_MOST, each.bound)
        hints = relaxation.solve() if found else None
        if hints is None:
            break
        parent = np.concatenate([whole.limits.parent, [each.limit for each in found]])
        whole = Tightened(
            replace(problem, rows=followed(whole.problem.rows, more)),
            Limits(followed(whole.limits.rows, more), parent, limits.many),
            hints,
        )
    return whole


def _indicator(problem: Problem) -> Ints:
    """A variable that is 1 wherever this one is, -1 where no row says so; shape ``(size,)``."""
    over = np.full(problem.size, -1, np.int64)
    below, above = links(problem.rows)
    over[below[::-1]] = above[::-1]
    return over


def _rows(found: list[_Joint]) -> Rows:
    none, many = np.zeros(0, np.int64), len(found)
    entries = [each.row for each in found]
    return Rows(
        start=starts(np.array([len(column) for column, _ in entries], np.int64)),
        column=np.concatenate([none, *(column for column, _ in entries)]),
        coefficient=np.concatenate([none, *(number for _, number in entries)]),
        sense=np.full(many, AT_MOST),
        bound=np.array([each.bound for each in found], np.int64),
        rule=np.full(many, DEFINITION),
        group=Labels(np.zeros(many, np.int64), ("",)),
    )


def _broken(limits: Rows, over: Ints, values: Floats) -> Iterator[_Joint]:
    """For each limit the joint row that the values break most, if they break any."""
    start = limits.start.tolist()
    for limit in _candidates(limits, values).tolist():
        entry = slice(start[limit], start[limit + 1])
        each = int(limits.coefficient[entry.start])
        column = limits.column[entry]
        own = set(column.tolist())
        column = column[values[column] > SMALL]
        groups: dict[int, list[int]] = {}
        for j in column[np.argsort(-values[column], kind="stable")].tolist():
            above = int(over[j]) if over[j] not in own else -1
            groups.setdefault(above if above >= 0 else -1 - j, []).append(j)
        joint = _most_broken(limit, int(limits.bound[limit]) // each, groups, values)
        if joint is not None:
            yield joint


def _candidates(limits: Rows, values: Floats) -> Ints:
    """The limits with one number for all, of which the values use enough, in parts."""
    owner, many = limits.owner, len(limits.bound)
    low, high = np.full(many, np.iinfo(np.int64).max), np.zeros(many, np.int64)
    np.minimum.at(low, owner, limits.coefficient)
    np.maximum.at(high, owner, limits.coefficient)
    at = values[limits.column]
    parts = np.zeros(many, np.bool_)
    parts[owner[(at > SMALL) & (at < 1 - SMALL)]] = True
    used = np.bincount(owner, at, many)
    even = (low == high) & (low > 0) & (limits.bound >= low)
    return np.flatnonzero(even & parts & (used > limits.bound // np.maximum(high, 1) - 1 + SMALL))


def _most_broken(
    limit: int, bound: int, groups: dict[int, list[int]], values: Floats
) -> _Joint | None:
    best: tuple[float, int, list[int]] | None = None
    every = list(groups.values())
    free = [1 - float(values[above]) if above >= 0 else 0.0 for above in groups]
    for excess in range(1, min(EXCESS, sum(map(len, every)) - bound) + 1):
        reached, counts = _chosen(bound + excess, excess, every, free, values)
        if reached > bound + BROKEN and (best is None or reached > best[0]):
            best = (reached, excess, counts)
    if best is None:
        return None
    _, excess, counts = best
    chosen = [j for group, count in zip(every, counts, strict=True) for j in group[:count]]
    weight = {
        above: count - excess
        for above, count in zip(groups, counts, strict=True)
        if above >= 0 and count > excess
    }
    return _Joint(limit, chosen, weight, bound - sum(weight.values()))


def _chosen(
    total: int, excess: int, groups: list[list[int]], free: list[float], values: Floats
) -> tuple[float, list[int]]:
    """How many to choose of each group, ``total`` together, to break the joint row most."""
    lost = -1e9
    reached = [0.0] + [lost] * total
    steps: list[list[int]] = []
    for group, gap in zip(groups, free, strict=True):
        gain, so_far = [0.0], 0.0
        for count, j in enumerate(group, 1):
            so_far += float(values[j])
            gain.append(so_far + max(0, count - excess) * gap)
        step, then = [0] * (total + 1), reached.copy()
        for goal in range(1, total + 1):
            for count in range(1, min(goal, len(group)) + 1):
                value = reached[goal - count] + gain[count]
                if value > then[goal]:
                    then[goal], step[goal] = value, count
        reached = then
        steps.append(step)
    counts, goal = [], total
    for step in reversed(steps):
        counts.append(step[goal])
        goal -= step[goal]
    return reached[total], counts[::-1]

"""All vectors of a small box that keep a table and are worth enough, listed breadth first.

Variables are decided one at a time for all partial vectors at once. A partial vector is left where
a row, a cut or a sum of rows that bounds the objective has no room for it any more.

References
----------
Land and Doig (1960), An automatic method of solving discrete programming problems; Balas (1965), An
additive algorithm for solving linear programs with zero-one variables (implicit enumeration).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from award_opt.columns import Ints
from award_opt.search.bounds import SAFE
from award_opt.search.table import Table

STATES = 6_000  # partial vectors that are kept in all


@dataclass(frozen=True, slots=True)
class Sum:
    """The objective is at most ``(reduced @ x + base) / scale``, by a sum of rows."""

    reduced: Ints
    base: int
    scale: int

    def total(self, lower: Ints, upper: Ints) -> int:
        """The largest of ``reduced @ x + base`` over a box."""
        return int(np.maximum(self.reduced * lower, self.reduced * upper).sum()) + self.base

    def at_most(self, worth: int) -> tuple[Ints, int]:
        """What the sum says of vectors worth at least so much, as an at-most row."""
        return -self.reduced, self.base - worth * self.scale


def listed(
    table: Table,
    box: tuple[Ints, Ints],
    objective: Ints,
    worth: int,
    sums: Sequence[Sum],
    states: int = STATES,
) -> Ints | None:
    """All vectors in a box that keep the table and are worth at least ``worth``, best first.

    Shape ``(k, n)``; ``None`` where there are too many partial vectors.
    """
    lower, upper = box
    free = np.flatnonzero(lower < upper)
    order = free[np.argsort(-np.abs(sums[-1].reduced[free]), kind="stable")] if sums else free
    rows, room = _layout(table, box, [(-objective, -worth), *(s.at_most(worth) for s in sums)])
    rows = rows[:, order]
    if (room < 0).any():
        return np.zeros((0, len(lower)), np.int64)
    binding = np.abs(rows).sum(axis=1) > room
    found = _grown(rows[binding], room[binding], states)
    if found is None:
        return None
    vectors = np.tile(lower, (len(found), 1))
    vectors[:, order] = found
    ranks = np.argsort(-(vectors @ objective), kind="stable")
    sorted_out: Ints = vectors[ranks]
    return sorted_out


def _layout(
    table: Table, box: tuple[Ints, Ints], more: Sequence[tuple[Ints, int]]
) -> tuple[Ints, Ints]:
    """All at-most rows, and the room of each over the least that it can come to in the box."""
    lower, upper = box
    extra = [(row, bound) for row, bound in more if abs(bound) < SAFE]
    rows = np.vstack([table.most, *(row for row, _ in extra)])
    bounds = np.concatenate([table.room, np.array([bound for _, bound in extra], np.int64)])
    return rows, bounds - np.minimum(rows * lower, rows * upper).sum(axis=1)


def _grown(rows: Ints, room: Ints, states: int) -> Ints | None:
    """All 0/1 vectors that take no more than the room; shape ``(k, columns of rows)``."""
    ups, downs = np.maximum(rows, 0), np.maximum(-rows, 0)
    slack, kept = room[:, None], 0
    layers: list[tuple[Ints, int]] = []  # of each state where it came from; the first so many at 0
    for up, down in zip(ups.T, downs.T, strict=True):
        zero = _within(slack, down)
        one = _within(slack, up)
        slack = np.concatenate(
            [slack[:, zero] - down[:, None], slack[:, one] - up[:, None]], axis=1
        )
        layers.append((np.concatenate([zero, one]), len(zero)))
        kept += slack.shape[1]
        if kept > states:
            return None
    found = np.zeros((slack.shape[1], len(layers)), np.int64)
    state = np.arange(slack.shape[1])
    for k in range(len(layers) - 1, -1, -1):
        parent, zeros = layers[k]
        found[:, k] = state >= zeros
        state = parent[state]
    return found


def _within(slack: Ints, taken: Ints) -> Ints:
    """The states with room for what is taken."""
    used = np.flatnonzero(taken)
    return np.flatnonzero((slack[used] >= taken[used, None]).all(axis=0))

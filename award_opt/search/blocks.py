"""Blocks of variables that imply one another, and every lawful choice that each block has.

A bidder who counts once with any of their bids is such a block: under prices for the rows that
blocks share, each block is best decided alone, and what its other choices cost is exact.

References
----------
Geoffrion (1974), Lagrangean relaxation for integer programming.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask
from award_opt.program.parts import Problem, components
from award_opt.program.rows import Rows
from award_opt.search.bounds import DualBound
from award_opt.stretches import ordered, picked, starts

LARGEST = 8  # variables of a block
CHOICES = 2**15  # of all blocks, before any row is asked
TERMS = 2**22  # of what choices take of shared rows, or of an award for each variable


@dataclass(frozen=True, slots=True)
class Blocks:
    """The choices of block ``b`` are ``start[b]:start[b + 1]``, each lawful in its own rows.

    ``block[j]`` and ``place[j]`` say where variable ``j`` is; ``values`` has shape ``(choices,
    places)``, the places of smaller blocks filled up with zeros. ``taken`` is what each choice
    takes of each row of ``shared``, which span blocks: at most ``bound`` together, or just that
    where ``equal``. ``step`` divides all that choices can take of a row; ``worth`` is what they
    are worth.
    """

    problem: Problem
    block: Ints
    place: Ints
    start: Ints
    owner: Ints
    values: Ints
    shared: Ints
    taken: Ints
    bound: Ints
    equal: Mask
    step: Ints
    worth: Ints

    @classmethod
    def of(cls, problem: Problem) -> Blocks | None:
        """The blocks of a problem; ``None`` where there are too many choices, or none for some."""
        rows, size = problem.rows, problem.size
        linked = np.flatnonzero((np.diff(rows.start) == 2) & (rows.bound == 0))
        home = components(rows.only(linked), size)
        block = (np.cumsum(home == np.arange(size)) - 1)[home]
        many = np.bincount(block)
        if many.max(initial=0) > LARGEST or (2**many).sum() > CHOICES:
            return None
        order = ordered(block)
        place = np.empty(size, np.int64)
        place[order] = np.arange(size) - np.repeat(starts(many)[:-1], many)
        lowest, highest = np.full(len(rows.bound), size), np.full(len(rows.bound), -1)
        np.minimum.at(lowest, rows.owner, block[rows.column])
        np.maximum.at(highest, rows.owner, block[rows.column])
        shared = np.flatnonzero(lowest < highest)
        if max((2**many).sum() * len(shared), size * size) > TERMS:
            return None
        inner = np.flatnonzero(lowest == highest)
        members = np.full((len(many), int(many.max(initial=0))), size)
        members[block, place] = np.arange(size)
        owner, values = _lawful(problem, members, rows.only(inner), lowest[inner], place)
        start = starts(np.bincount(owner, minlength=len(many)))
        if not np.diff(start).all():
            return None
        table = np.zeros((size + 1, len(shared)), np.int64)
        mine = rows.only(shared)
        side = np.where(mine.sense > 0, -1, 1)
        table[mine.column, mine.owner] = mine.coefficient * side[mine.owner]
        taken = np.zeros((len(owner), len(shared)), np.int64)
        for at in range(members.shape[1]):
            taken += values[:, at, None] * table[members[owner, at]]
        return cls(
            problem=problem,
            block=block,
            place=place,
            start=start,
            owner=owner,
            values=values,
            shared=shared,
            taken=taken,
            bound=mine.bound * side,
            equal=mine.sense == 0,
            step=np.maximum(np.gcd.reduce(table, axis=0), 1),
            worth=_summed(values, members[owner], problem.objective),
        )

    @property
    def members(self) -> Ints:
        """The variable at each place of the block of each choice; one past the last for none."""
        found = np.full((len(self.start) - 1, self.values.shape[1]), self.problem.size)
        found[self.block, self.place] = np.arange(self.problem.size)
        return found[self.owner]

    def vectors(self, chosen: Ints) -> Ints:
        """All variables, given a choice for each block in each line; shape ``(k, size)``."""
        return self.values[chosen[:, self.block], self.place]

    def priced(self, duals: NDArray[np.float64]) -> Priced:
        """The choices under the prices that floating-point ``duals`` of all rows suggest."""
        own = np.zeros(len(duals))
        own[self.shared] = duals[self.shared]
        bound, problem = DualBound.of(self.problem, own), self.problem
        gain = _summed(self.values, self.members, bound.reduced)
        top = np.maximum.reduceat(gain, self.start[:-1])
        loss = top[self.owner] - gain
        free = np.maximum(bound.reduced * problem.lower, bound.reduced * problem.upper)
        best = np.empty(len(top), np.int64)
        none = np.flatnonzero(loss == 0)[::-1]
        best[self.owner[none]] = none
        return Priced(
            total=bound.total - int(free.sum()) + int(top.sum()),
            scale=bound.scale,
            loss=loss,
            best=best,
            price=np.abs(bound.multiplier[self.shared]),
        )


@dataclass(frozen=True, slots=True)
class Priced:
    """What choices cost: no vector is worth more than ``total / scale``.

    Each choice takes its ``loss`` off the total, and each unit that a shared row has to spare its
    ``price``; ``best`` is the choice of each block that costs nothing.
    """

    total: int
    scale: int
    loss: Ints
    best: Ints
    price: Ints


def _summed(values: Ints, members: Ints, worth: Ints) -> Ints:
    """What the choices are worth, given what each variable is."""
    found: Ints = (values * np.append(worth, 0)[members]).sum(axis=1)
    return found


def _lawful(
    problem: Problem, members: Ints, rows: Rows, home: Ints, place: Ints
) -> tuple[Ints, Ints]:
    """The block and the values of each choice that the box and its own ``rows`` allow."""
    many = 2 ** (members < problem.size).sum(axis=1)
    start = starts(many)
    owner = np.repeat(np.arange(len(many)), many)
    values = (np.arange(len(owner)) - start[owner])[:, None] >> np.arange(members.shape[1]) & 1
    lower, upper = np.append(problem.lower, 0)[members], np.append(problem.upper, 0)[members]
    good: Mask = np.asarray(((values >= lower[owner]) & (values <= upper[owner])).all(axis=1))
    own = np.zeros((len(home), members.shape[1]), np.int64)
    own[rows.owner, place[rows.column]] = rows.coefficient
    fresh, choice = picked(start, home)
    row = np.repeat(np.arange(len(home)), np.diff(fresh))
    over = (own[row] * values[choice]).sum(axis=1) - rows.bound[row]
    sense = rows.sense[row]
    good[choice[np.where(sense == 0, over != 0, over * sense < 0)]] = False
    return owner[good], values[good]

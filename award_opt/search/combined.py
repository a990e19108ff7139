"""The best award with each of many variables at its other value, by combining cheap choices.

Under prices for the rows that blocks share, an award is the best choice of each block but for a few
others, and all that these cost is lost. Sets of cheap choices are written out once for all
variables: those of one half of the blocks and those of the other half, which are matched where
together they take just what rows of a high price have left. Integers throughout: what is found is
lawful, and what is not found is not there.

References
----------
Horowitz and Sahni (1974), Computing partitions with applications to the knapsack problem (two
halves); Geoffrion (1974), Lagrangean relaxation for integer programming.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask
from award_opt.search.blocks import Blocks, Priced
from award_opt.stretches import distinct, runs, starts

Keys: TypeAlias = NDArray[np.uint64]
Number = TypeVar("Number", np.int64, np.uint64)

CHEAP = 80  # choices that are combined
PAIRS = 64  # times as many pairs of sets, or of sets and choices, are looked at
MIXED = 0x9E3779B97F4A7C15  # odd: products with its powers tell vectors of small numbers apart
BITS = 62  # of a number to sort by
CELLS = 2**20  # of the room that awards leave in rows, worked out at once


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look at all awards that lose little.

    All awards with the k-th wanted variable at its fate that are worth at least ``reach[k]`` were
    looked at. ``awards`` are the best of those that were seen, for the wanted at ``place``.
    """

    reach: Ints
    place: Ints
    awards: Ints


def look(
    blocks: Blocks, priced: Priced, wanted: Ints, fate: Ints, least: Ints, sets: int
) -> Looked:
    """The best award with each wanted variable at its fate, of those worth at least ``least``.

    Parameters
    ----------
    sets
        Of choices of half of the blocks: how many are written out at most.
    """
    own = _Own(blocks, priced, wanted, fate, least)
    depth = int(own.spare.max(initial=-1))
    one, two = _halves(blocks, priced, depth, sets)
    depth = two.depth
    while True:
        found = _within(own, one, two, depth, PAIRS * sets)
        if found is not None:
            return found
        depth = (depth - 1) // 2


class _Own:
    """The choices of the blocks of wanted variables that have these at their fates.

    ``choice[i]`` is one for the wanted variable at ``place[i]``; it loses ``extra[i]`` more than
    the least that one loses, with which ``spare`` is left down to the least worth.
    """

    def __init__(
        self, blocks: Blocks, priced: Priced, wanted: Ints, fate: Ints, least: Ints
    ) -> None:
        self.blocks, self.priced = blocks, priced
        self.change = blocks.taken - blocks.taken[priced.best[blocks.owner]]
        self.room = blocks.bound - blocks.taken[priced.best].sum(axis=0)
        home = blocks.block[wanted]
        place, choice = _spread(blocks.start[home], np.diff(blocks.start)[home])
        having = blocks.values[choice, blocks.place[wanted[place]]] == fate[place]
        self.place, self.choice = place[having], choice[having]
        loss, endless = priced.loss[self.choice], np.iinfo(np.int64).max
        lost = np.full(len(wanted), endless)
        np.minimum.at(lost, self.place, loss)
        room = priced.total - least * priced.scale
        self.lost = np.where(lost == endless, room, lost)
        self.extra, self.spare = loss - self.lost[self.place], room - self.lost

    def reach(self, spare: Ints) -> Ints:
        """The worth of the awards that lose so much beside the least."""
        return -((self.lost + spare - self.priced.total) // self.priced.scale)

    def tight(self, depth: int) -> Mask:
        """The shared rows that have nothing to spare in an award that loses so little."""
        blocks = self.blocks
        dear = (self.priced.price * blocks.step > depth) & (blocks.bound % blocks.step == 0)
        found: Mask = dear | blocks.equal
        return found


@dataclass(frozen=True, slots=True)
class _Sets:
    """All sets of choices of different blocks, of some blocks, that lose at most ``depth``.

    Set ``s`` holds the choices ``member[s]``, filled up with -1, which lose ``loss[s]``.
    """

    member: Ints
    loss: Ints
    depth: int

    @classmethod
    def of(cls, choice: Ints, loss: Ints, owner: Ints, depth: int, most: int) -> _Sets:
        """Those of some choices, block by block, as deep as there are not too many."""
        used, lost = np.zeros((1, len(choice)), np.bool_), np.zeros(1, np.int64)
        for first, last in pairwise([*runs(owner).tolist(), len(owner)]):
            more, each = np.nonzero((lost[:, None] + loss[first:last] <= depth).T)
            grown = used[each]
            grown[np.arange(len(each)), first + more] = True
            used, lost = np.vstack([used, grown]), np.append(lost, lost[each] + loss[first + more])
            if len(lost) > most:
                depth = int(np.partition(lost, most)[most]) - 1
                used, lost = used[lost <= depth], lost[lost <= depth]
        each, which = np.nonzero(used)
        many = used.sum(axis=1)
        member = np.full((len(lost), int(many.max(initial=0))), -1)
        member[each, np.arange(len(each)) - np.repeat(starts(many)[:-1], many)] = choice[which]
        return cls(member, lost, depth)

    def within(self, depth: int) -> _Sets:
        """Those that lose at most so much."""
        kept = self.loss <= depth
        return _Sets(self.member[kept], self.loss[kept], depth)

    def of_each(self, numbers: NDArray[Number], sets: Ints) -> NDArray[Number]:
        """The sum of ``numbers`` of the choices of each of the ``sets``."""
        found = np.zeros((len(sets), *numbers.shape[1:]), numbers.dtype)
        for choice in self.member[sets].T:
            there = np.flatnonzero(choice >= 0)
            found[there] += numbers[choice[there]]
        return found


def _halves(blocks: Blocks, priced: Priced, depth: int, sets: int) -> tuple[_Sets, _Sets]:
    """The sets of choices of either half of the blocks that lose at most ``depth``."""
    loss, owner = priced.loss, blocks.owner
    other = np.flatnonzero(loss <= depth)
    other = other[priced.best[owner[other]] != other]
    if len(other) > CHEAP:
        depth = int(np.partition(loss[other], CHEAP)[CHEAP]) - 1
        other = other[loss[other] <= depth]
    cheapest = np.full(len(priced.best), depth + 1)
    np.minimum.at(cheapest, owner[other], loss[other])
    rank = np.empty(len(cheapest), np.int64)
    rank[np.argsort(cheapest, kind="stable")] = np.arange(len(cheapest))
    other = other[np.argsort(rank[owner[other]], kind="stable")]
    even = rank[owner[other]] % 2 == 0
    one = _Sets.of(other[even], loss[other[even]], owner[other[even]], depth, sets)
    two = _Sets.of(other[~even], loss[other[~even]], owner[other[~even]], one.depth, sets)
    return one, two


class _Grouped:
    """Things in groups, those of a group in the order of what they lose."""

    def __init__(self, group: Ints, groups: int, loss: Ints, depth: int) -> None:
        self.order = np.lexsort((loss, group))
        self.start = starts(np.bincount(group, minlength=groups))
        self.loss = loss[self.order]
        self._shift = max(0, depth.bit_length() + groups.bit_length() - BITS)
        self._width = depth.bit_length() - self._shift
        self._rank = (group[self.order] << self._width) + (self.loss >> self._shift)

    @property
    def cheapest(self) -> Ints:
        """The least that one of each group loses; no group is empty."""
        return self.loss[self.start[:-1]]

    def many(self, group: Ints, most: Ints) -> Ints:
        """How many of a group lose at most so much, at a coarse look."""
        rank = (group << self._width) + (np.maximum(most, -1) >> self._shift)
        found: Ints = np.searchsorted(self._rank, rank, "right") - self.start[group]
        return np.maximum(found, 0)


@dataclass(frozen=True, slots=True)
class _Both:
    """Pairs of sets, of one half of the blocks and of the other, each right for a ``need``."""

    need: Ints
    one: Ints
    two: Ints
    loss: Ints


def _within(own: _Own, one: _Sets, two: _Sets, depth: int, pairs: int) -> Looked | None:
    """What is found among the awards that lose at most ``depth``; ``None``: too many pairs."""
    one, two, tight = one.within(depth), two.within(depth), own.tight(depth)
    spare = np.minimum(own.spare, depth)
    left = spare[own.place] - own.extra
    item = np.flatnonzero(left >= 0)
    if not len(item):
        return Looked(own.reach(spare), item, np.zeros((0, own.blocks.problem.size), np.int64))
    left = left[item]
    keys = _keys(own.change[:, tight])
    wanted = _keys(own.room[None, tight])[0] - keys[own.choice[item]]
    needs, need = np.unique(wanted, return_inverse=True)
    most = np.full(len(needs), -1)
    np.maximum.at(most, need, left)
    both = _matched(one, two, keys, needs, most, pairs)
    if both is None:
        return None
    grouped = _Grouped(both.need, len(needs), both.loss, depth)
    many = grouped.many(need, left)
    if many.sum() > pairs:
        return None
    which, at = _spread(grouped.start[need], many)
    at = grouped.order[at]
    seen = _Seen(own, one, two, item[which], both.one[at], both.two[at])
    seen = seen.lawful(left[which] - both.loss[at], ~tight)
    return seen.best(own.reach(spare))


def _matched(
    one: _Sets, two: _Sets, keys: Keys, needs: Keys, most: Ints, pairs: int
) -> _Both | None:
    """For each need the pairs of sets that have its key and lose no more than its most."""
    (first, mine), (second, other) = (
        np.unique(sets.of_each(keys, np.arange(len(sets.loss))), return_inverse=True)
        for sets in (one, two)
    )
    if len(needs) * len(first) > pairs:
        return None
    before = _Grouped(mine, len(first), one.loss, one.depth)
    after = _Grouped(other, len(second), two.loss, two.depth)
    wanted = needs[:, None] - first
    at = np.minimum(np.searchsorted(second, wanted), len(second) - 1)
    least = before.cheapest + after.cheapest[at]
    need, group = np.nonzero((second[at] == wanted) & (least <= most[:, None]))
    at = at[need, group]
    k, a = _spread(before.start[group], before.many(group, most[need] - after.cheapest[at]))
    need, at = need[k], at[k]
    many = after.many(at, most[need] - before.loss[a])
    if many.sum() > pairs:
        return None
    k, b = _spread(after.start[at], many)
    a = a[k]
    return _Both(need[k], before.order[a], after.order[b], before.loss[a] + after.loss[b])


@dataclass(frozen=True, slots=True)
class _Seen:
    """Awards: an item of a wanted variable, and a set of each half of the blocks."""

    own: _Own
    first: _Sets
    second: _Sets
    item: Ints
    one: Ints
    two: Ints

    def only(self, kept: Mask) -> _Seen:
        """Some of them."""
        item, one, two = self.item[kept], self.one[kept], self.two[kept]
        return _Seen(self.own, self.first, self.second, item, one, two)

    def lawful(self, left: Ints, loose: Mask) -> _Seen:
        """Those that keep all rows, by what ``loose`` rows may cost first."""
        price, seen = self.own.priced.price, self
        for row in np.flatnonzero(loose & (price > 0)).tolist():
            room = seen.room(np.array([row]))[:, 0]
            kept = (room >= 0) & (room * price[row] <= left)
            seen, left = seen.only(kept), left[kept]
        return seen.only(~seen.clashing())._keeping()

    def _keeping(self) -> _Seen:
        """Those that keep all shared rows, by a few rows at a time."""
        equal, seen, first = self.own.blocks.equal, self, 0
        while first < len(equal):
            rows = np.arange(len(equal))[first:][: max(1, CELLS // max(1, len(seen.item)))]
            room = seen.room(rows)
            seen = seen.only(((room == 0) | (room > 0) & ~equal[rows]).all(axis=1))
            first += len(rows)
        return seen

    def room(self, rows: Ints) -> Ints:
        """What each leaves of the rows; shape ``(k, rows)``."""
        change = self.own.change[:, rows]
        taken = change[self.own.choice[self.item]]
        for sets, chosen in ((self.first, self.one), (self.second, self.two)):
            used, place = distinct(chosen)
            taken += sets.of_each(change, used)[place]
        left: Ints = self.own.room[rows] - taken
        return left

    def clashing(self) -> Mask:
        """Those in which a set decides the block of the item too."""
        owner = self.own.blocks.owner
        mine = owner[self.own.choice[self.item]]
        clash = np.zeros(len(mine), np.bool_)
        for sets, chosen in ((self.first, self.one), (self.second, self.two)):
            each, at = np.nonzero(sets.member >= 0)
            homes, home = np.unique(owner[sets.member[each, at]], return_inverse=True)
            used = np.zeros((len(sets.loss), len(homes) + 1), np.bool_)
            used[each, home] = True
            at = np.searchsorted(homes, mine)
            at[np.append(homes, -1)[at] != mine] = len(homes)
            clash |= used[chosen, at]
        return clash

    def best(self, reach: Ints) -> Looked:
        """The best of each wanted variable."""
        own, gain = self.own, self.own.blocks.worth
        gain = gain - gain[own.priced.best[own.blocks.owner]]
        worth = gain[own.choice[self.item]]
        worth = worth + self.first.of_each(gain, self.one) + self.second.of_each(gain, self.two)
        place = own.place[self.item]
        order = np.lexsort((-worth, place))
        top = order[runs(place[order])]
        chosen = np.tile(own.priced.best, (len(top), 1))
        _put(chosen, own.blocks.owner, np.arange(len(top)), own.choice[self.item[top]])
        for sets, each in ((self.first, self.one), (self.second, self.two)):
            award, at = np.nonzero(sets.member[each[top]] >= 0)
            _put(chosen, own.blocks.owner, award, sets.member[each[top[award]], at])
        return Looked(reach, place[top], own.blocks.vectors(chosen))


def _put(chosen: Ints, owner: Ints, award: Ints, choice: Ints) -> None:
    chosen[award, owner[choice]] = choice


def _keys(vectors: Ints) -> Keys:
    """A number for each vector, so that the number of a sum is the sum of the numbers.

    Vectors of the same number may differ; whoever uses them looks at the vectors in the end.
    """
    power = np.cumprod(np.full(vectors.shape[1], MIXED, np.uint64), dtype=np.uint64)
    found: Keys = vectors.astype(np.uint64) @ power
    return found


def _spread(first: Ints, many: Ints) -> tuple[Ints, Ints]:
    """The stretch of each entry and the entry, of stretches that start at ``first``."""
    own, start = np.repeat(np.arange(len(many)), many), starts(many)
    return own, np.arange(start[-1]) + (first - start[:-1])[own]

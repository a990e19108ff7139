"""Where rank order decides everything: awards under nested caps alone, found and checked directly.

Caps that lie within each other or apart make a laminar matroid. The best winners under such caps
are the best-ranked ones: cap after cap, from the innermost outwards, the first bids stay. Goals and
the published order of ties are one long comparison of two bids, so all of it is decided at once.

Other rows are left out at first. Where the winners keep them all the same, no award under more rows
is better; where they do not, the part is left to the search. What is found is checked against the
rows and by exchanges: every bid that loses is held out by a full cap of better ones.

References
----------
Edmonds (1971), Matroids and the greedy algorithm; Rado (1957), Note on independence functions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.program.program import Program
from award_opt.program.rows import DEFINITION, Rows
from award_opt.stretches import ordered, summed

TOP = 2**62  # the key of a bid that wins whatever its rank
WIDE = 2**61


@dataclass(frozen=True, slots=True)
class Closed:
    """The variables that rank order decides; all arrays have shape ``(size,)``.

    ``values`` are meant where ``done`` holds. ``tied`` are the bids among them that win in some
    award as good on all goals and lose in another.
    """

    done: Mask
    values: Ints
    tied: Mask

    @classmethod
    def nothing(cls, size: int) -> Closed:
        """Nothing decided."""
        none = np.zeros(size, np.bool_)
        return cls(none, np.zeros(size, np.int64), none)


def by_rank(program: Program, home: Ints) -> Closed:
    """What rank order alone decides of a program.

    Parameters
    ----------
    home
        The number of each variable's part; shape ``(size,)``.
    """
    rows, size = program.rows, program.size
    lower, upper = box(rows, size)
    caps = Caps.of(program)
    ranks = Ranks.of(program, lower, upper)
    wins = caps.first(ranks)
    values = program.indicators.complete(wins)
    left = np.zeros(size, np.bool_)  # the parts that are left to the search, by their number
    left[home[weighed(program)]] = True
    left[home[_members(rows, rows.broken(values))]] = True
    caps = caps.over(~left[home])
    left[home[caps.unsettled(ranks, wins)]] = True
    tied = caps.tied(ranks, wins)
    tied[program.columns.n :] = False  # indicators follow their bids
    tied &= ~left[home]
    if tied.any():
        crowded, narrow = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
        crowded[home[tied]] = True
        narrow[home[_members(rows, _other_rows(program, caps))]] = True
        left |= crowded & narrow
    done = ~left[home]
    reported = np.zeros(size, np.bool_)
    reported[program.tied] = True
    return Closed(done, values, tied & done & reported)


# --- rows


def box(rows: Rows, size: int) -> tuple[Ints, Ints]:
    """The values that rows with a single variable leave to each variable."""
    lower, upper = np.zeros(size, np.int64), np.ones(size, np.int64)
    single = np.flatnonzero(np.diff(rows.start) == 1)
    at = rows.start[single]
    column, weight = rows.column[at], rows.coefficient[at]
    sense, bound = rows.sense[single], rows.bound[single]
    zero, one = -bound, weight - bound
    no_zero = np.where(sense == 0, zero != 0, zero * sense < 0)
    no_one = np.where(sense == 0, one != 0, one * sense < 0)
    lower[column[no_zero]] = 1
    upper[column[no_one]] = 0
    return lower, upper


def _members(rows: Rows, chosen: Ints) -> Ints:
    """One variable of each of the ``chosen`` rows that have any."""
    filled = chosen[np.diff(rows.start)[chosen] > 0]
    return rows.column[rows.start[filled]]


def weighed(program: Program) -> Ints:
    """The indicators that a goal counts: no rank order of bids decides them."""
    n = program.columns.n
    weighed = np.zeros(program.size - n, np.bool_)
    for objective in program.objectives:
        weighed |= objective.coefficient[n:] != 0
    return n + np.flatnonzero(weighed)


def _other_rows(program: Program, caps: Caps) -> Ints:
    """The rows that may hold out an award which keeps the caps."""
    rows, n = program.rows, program.columns.n
    many = np.diff(rows.start)
    counted = summed(rows.start, rows.column >= n)
    free = (many == 1) & (counted == 0)
    free |= (rows.rule == DEFINITION) & (counted == 1) & (many > 1) & (rows.sense != 0)
    free[caps.row] = True
    least, most = _reach(rows)
    free |= ((rows.sense > 0) | (most <= rows.bound)) & ((rows.sense < 0) | (least >= rows.bound))
    return np.flatnonzero(~free)


def _reach(rows: Rows) -> tuple[Ints, Ints]:
    """The least and the largest left-hand side of each row; shape ``(m,)``."""
    taken = np.flatnonzero(rows.coefficient < 0)
    owner = np.searchsorted(rows.start, taken, "right") - 1
    least = np.zeros(len(rows.bound), np.int64)
    np.add.at(least, owner, rows.coefficient[taken])
    return least, summed(rows.start, rows.coefficient) - least


# --- ranks


@dataclass(frozen=True, slots=True)
class Ranks:
    """How bids compare: a higher ``key`` goes first; equal ``goal`` means as good on all goals.

    ``wanted`` are those that an award is better with. All have shape ``(size,)``.
    """

    key: Ints
    goal: Ints
    wanted: Mask
    idle: Mask
    lower: Ints
    upper: Ints

    def places(self) -> Ints:
        """The place of each variable by its key, the highest first, equals at one place."""
        order = np.argsort(self.key)[::-1]
        fresh = self.key[order[1:]] != self.key[order[:-1]]
        place = np.zeros(len(order), np.int64)
        place[order[1:]] = np.cumsum(fresh)
        return place

    @classmethod
    def of(cls, program: Program, lower: Ints, upper: Ints) -> Ranks:
        size = program.size
        key, sign = np.zeros(size, np.int64), np.zeros(size, np.int64)
        for objective in program.objectives:
            ranking = objective.goal == "ranking"
            worth = _places(program.ranked, size) if ranking else objective.coefficient
            key, sign = _joined(key, worth), np.where(sign == 0, np.sign(worth), sign)
        goal, idle = key, sign == 0
        place = _places(program.tied, size)
        key, sign = _joined(key, place), np.where(idle, np.sign(place), sign)
        fixed = lower == 1
        return cls(
            key=np.where(fixed, TOP, key),
            goal=np.where(fixed, TOP, goal),
            wanted=((sign > 0) | fixed) & (upper == 1),
            idle=idle & ~fixed,
            lower=lower,
            upper=upper,
        )


def _places(order: Ints, size: int) -> Ints:
    """A number for each variable: the higher, the earlier it comes; 0 for those left out."""
    place = np.zeros(size, np.int64)
    place[order] = np.arange(len(order), 0, -1)
    return place


def _joined(key: Ints, more: Ints) -> Ints:
    """Numbers that compare as the pairs of ``key`` and ``more`` do."""
    if not len(key):
        return key
    low, high = int(more.min()), int(more.max())
    if low == high:
        return key
    if (int(key.max()) + 1) * (high - low + 1) >= WIDE:
        key = np.unique(key, return_inverse=True)[1].astype(np.int64)
        more = np.unique(more, return_inverse=True)[1].astype(np.int64)
        low, high = 0, int(more.max())
    return key * (high - low + 1) + (more - low)


# --- caps


@dataclass(frozen=True, slots=True)
class Caps:
    """Nested caps: ``row`` and ``limit`` of each, and their entries in the order of caps.

    ``cap`` and ``member`` hold one entry each; ``depth`` says how many caps of its member lie
    within the entry's cap. ``height`` is the largest depth of each cap's entries.
    """

    row: Ints
    limit: Ints
    cap: Ints
    member: Ints
    depth: Ints
    height: Ints

    @classmethod
    def of(cls, program: Program) -> Caps:
        """The caps of a program, without those that cross others."""
        rows = _cap_rows(program)
        while True:
            caps, crossing = cls._of_rows(program.rows, rows)
            if not crossing.any():
                return caps
            rows = rows[~crossing]

    @classmethod
    def _of_rows(cls, rows: Rows, chosen: Ints) -> tuple[Caps, Mask]:
        many = np.diff(rows.start)[chosen]
        cap = np.repeat(np.arange(len(chosen)), many)
        first = np.cumsum(many) - many
        entry = np.repeat(rows.start[chosen] - first, many) + np.arange(int(many.sum()))
        member = rows.column[entry]
        size = np.empty(
            len(chosen), np.int64
        )  # the place of each cap among all, by how many it holds
        size[np.lexsort((np.arange(len(chosen)), many))] = np.arange(len(chosen))
        chain = ordered(member * max(len(chosen), 1) + size[cap])
        head = np.ones(len(chain), np.bool_)
        head[1:] = member[chain[1:]] != member[chain[:-1]]
        start = np.flatnonzero(head)
        place = np.arange(len(chain)) - np.repeat(start, np.diff(np.append(start, len(chain))))
        depth, outer = np.empty(len(chain), np.int64), np.full(len(chain), -1, np.int64)
        depth[chain] = place
        inner = np.zeros(len(chain), np.bool_)  # entries that have a larger cap after them
        inner[:-1] = ~head[1:]
        outer[chain[inner]] = cap[chain[np.flatnonzero(inner) + 1]]
        height, low = np.zeros(len(chosen), np.int64), np.full(len(chosen), TOP)
        high = np.full(len(chosen), -1, np.int64)
        np.maximum.at(height, cap, depth)
        np.minimum.at(low, cap, outer)
        np.maximum.at(high, cap, outer)
        limit = rows.bound[chosen] // np.where(many > 0, rows.coefficient[rows.start[chosen]], 1)
        return cls(chosen, limit, cap, member, depth, height), low != high

    def over(self, kept: Mask) -> Caps:
        """The caps over the bids that are kept."""
        entry = np.flatnonzero(kept[self.member])
        if len(entry) == len(self.member):
            return self
        cap, member, depth = self.cap[entry], self.member[entry], self.depth[entry]
        return replace(self, cap=cap, member=member, depth=depth)

    def first(self, ranks: Ranks) -> Ints:
        """The best-ranked bids that keep all caps, as 0/1; shape ``(size,)``."""
        wins = ranks.wanted.astype(np.int64)
        rank = ranks.places()
        by_rank = ordered(self.cap * max(len(rank), 1) + rank[self.member])
        height = self.height[self.cap[by_rank]]
        for own in range(int(self.height.max(initial=-1)) + 1):
            entry = by_rank[height == own]
            entry = entry[wins[self.member[entry]] == 1]
            cap = self.cap[entry]
            many = np.bincount(cap, minlength=len(self.limit))
            place = np.arange(len(entry)) - np.repeat(np.cumsum(many) - many, many)
            wins[self.member[entry[place >= self.limit[cap]]]] = 0
        return wins

    def unsettled(self, ranks: Ranks, wins: Ints) -> Ints:
        """The bids that lose although no full cap of better ones holds them out."""
        held = np.zeros(len(wins), np.bool_)
        full, worst = self._full(wins), self._worst(ranks.key, wins)
        out = full[self.cap] & (worst[self.cap] >= ranks.key[self.member])
        held[self.member[out]] = True
        return np.flatnonzero(ranks.wanted & (wins == 0) & ~held)

    def tied(self, ranks: Ranks, wins: Ints) -> Mask:
        """The bids that win in some award as good on all goals and lose in another."""
        tied: Mask = ranks.idle & (wins == 1)
        full, worst = self._full(wins), self._worst(ranks.goal, wins)
        entry = np.flatnonzero(full[self.cap])
        deepest = int(self.depth.max(initial=0)) + 1
        order = entry[ordered(self.member[entry] * deepest + self.depth[entry])]
        head = np.ones(len(order), np.bool_)
        head[1:] = self.member[order[1:]] != self.member[order[:-1]]
        innermost = order[head]
        member, cap = self.member[innermost], self.cap[innermost]
        loser = (wins[member] == 0) & (ranks.upper[member] == 1)
        swaps = loser & (ranks.goal[member] == worst[cap])
        tied[member[swaps]] = True
        swapped = np.zeros(len(self.limit), np.bool_)
        swapped[cap[swaps]] = True
        out = swapped[self.cap] & (wins[self.member] == 1)
        out &= ranks.goal[self.member] == worst[self.cap]
        tied[self.member[out]] = True
        free = (wins == 0) & ranks.idle & (ranks.upper == 1)
        free[member] = False
        every: Mask = tied | free
        return every

    def _full(self, wins: Ints) -> Mask:
        won = np.zeros(len(self.limit), np.int64)
        np.add.at(won, self.cap, wins[self.member])
        full: Mask = won == self.limit
        return full

    def _worst(self, key: Ints, wins: Ints) -> Ints:
        """The lowest key among the winners in each cap; higher than any key without winners."""
        worst = np.full(len(self.limit), TOP)
        won = wins[self.member] == 1
        np.minimum.at(worst, self.cap[won], key[self.member[won]])
        return worst


def _cap_rows(program: Program) -> Ints:
    """The rows that say "at most so many of these bids" and can bind."""
    rows, n = program.rows, program.columns.n
    many = np.diff(rows.start)
    filled = np.flatnonzero((many > 1) & (rows.sense < 0) & (rows.bound >= 0))
    if not len(filled):
        return filled
    starts = rows.start[:-1][many > 0]
    place = np.cumsum(many > 0) - 1
    low = np.minimum.reduceat(rows.coefficient, starts)[place[filled]]
    high = np.maximum.reduceat(rows.coefficient, starts)[place[filled]]
    last = np.maximum.reduceat(rows.column, starts)[place[filled]]
    caps = (low == high) & (low > 0) & (last < n)
    filled, low = filled[caps], low[caps]
    binding: Ints = filled[rows.bound[filled] // low < many[filled]]
    return binding

"""Blocks of rules put together as the rows of one program: sets of bids become indicators."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.labels import Labels
from award_opt.program.rows import DEFINITION, Indicators, Rows
from award_opt.rules._base import AT_LEAST, AT_MOST, Block
from award_opt.stretches import picked, runs, starts

Marks: TypeAlias = NDArray[np.uint64]


class Assembly:
    """Collects rows and indicators over ``n`` bids; equal indicators are made once."""

    def __init__(self, n: int) -> None:
        self.n = self.size = n
        self.m = 0
        self._many: list[Ints] = []
        self._column: list[Ints] = []
        self._coefficient: list[Ints] = []
        self._sense: list[Ints] = []
        self._bound: list[Ints] = []
        self._rule: list[Ints] = []
        self._group: list[Sequence[str]] = []
        self._indicators: list[Indicators] = []
        self._thresholds: dict[tuple[bytes, int], int] = {}
        self._sets = _Sets()

    def add(self, block: Block, rule: int) -> None:
        """Append the rows of a block, its sets turned into variables."""
        column = self.columns_of(block)
        self.append(
            block.row, column, block.coefficient, block.sense, block.bound, rule, block.labels
        )

    def columns_of(self, block: Block) -> Ints:
        """The variable of each entry of a block: its bids, or the indicators of its sets."""
        if not len(block.set_id):
            return block.term
        variable = self.any_of(block.set_id, block.set_member)
        place = block.term - self.n
        if place.min(initial=0) >= 0:
            return np.take(variable, place)
        return np.where(place < 0, block.term, variable[np.maximum(place, 0)])

    def any_of(self, set_id: Ints, member: Ints) -> Ints:
        """The variable of each set of variables: 1 exactly when one of its members is.

        Sets come in the order of ``set_id``. A set of one is its member.
        """
        if not _rising(set_id, member):
            key = np.unique(set_id * max(self.size, 1) + member)
            set_id, member = np.divmod(key, max(self.size, 1))
        start = np.append(runs(set_id), len(member))
        variable: Ints = member[start[:-1]]
        several = np.flatnonzero(np.diff(start) > 1)
        if len(several):
            variable[several] = self._several(*_renewed(start, member, several))
        return variable

    def _several(self, start: Ints, member: Ints) -> Ints:
        """The variables of sets of at least two members; those not met before are defined."""
        mark = marks(start, member)
        met, same, fresh = self._sets.met(start, member, mark)
        column = self.size + np.arange(len(fresh))
        begin, own = _renewed(start, member, fresh)
        if len(fresh):
            self._define(column, begin, own)
        self._sets.keep(begin, own, mark[fresh], column)
        place = np.zeros(len(met), np.int64)
        place[fresh] = column
        return np.where(met >= 0, met, place[same])

    def _define(self, column: Ints, start: Ints, member: Ints) -> None:
        """Indicators ``column`` and their rows: each member is at most it, and it their sum.

        One row per member keeps the relaxation tight: no member without the indicator.
        """
        size = np.diff(start)
        self.size += len(column)
        self._indicators.append(Indicators(column, start, member, np.ones(len(column), np.int64)))
        last = np.cumsum(size + 1) - 1  # the row of the sum, behind those of the members
        many = np.full(len(member) + len(column), 2, np.int64)
        many[last] = size + 1
        sense, bound = np.full(len(many), AT_MOST, np.int64), np.zeros(len(many), np.int64)
        sense[last] = AT_LEAST
        owner = np.repeat(np.arange(len(column)), size)
        begin = starts(3 * size + 1)
        inner = np.arange(len(member)) - start[owner]
        pair, total = begin[owner] + 2 * inner, begin[owner] + 2 * size[owner] + inner
        entry, coefficient = np.empty(begin[-1], np.int64), np.ones(begin[-1], np.int64)
        entry[pair], entry[pair + 1], entry[total] = member, column[owner], member
        entry[begin[1:] - 1] = column
        coefficient[pair + 1] = -1
        coefficient[begin[1:] - 1] = -1
        self._put(many, entry, coefficient, sense, bound, DEFINITION, _blank(len(many)))

    def at_least(self, start: Ints, terms: Ints, threshold: int) -> Ints:
        """For each stretch of ``terms`` the variable: 1 exactly when ``threshold`` of them are."""
        stretches = [np.sort(terms[low:high]) for low, high in pairwise(start.tolist())]
        names = [(each.tobytes(), threshold) for each in stretches]
        fresh = {
            name: each
            for name, each in zip(names, stretches, strict=True)
            if name not in self._thresholds
        }
        self._thresholds.update(zip(fresh, range(self.size, self.size + len(fresh)), strict=True))
        if fresh:
            self._count(list(fresh.values()), threshold)
        return np.array([self._thresholds[name] for name in names], np.int64)

    def _count(self, stretches: Sequence[Ints], threshold: int) -> None:
        """Two rows for each new indicator: below the threshold not 1, and from there on not 0."""
        many = np.array([len(terms) for terms in stretches], np.int64)
        terms, column = np.concatenate(stretches), self.size + np.arange(len(many))
        self.size += len(many)
        whole = np.full(len(many), threshold, np.int64)
        self._indicators.append(Indicators(column, starts(many), terms, whole))
        owner, place = np.repeat(np.arange(len(many)), many), np.arange(len(many))
        one = np.ones(len(terms), np.int64)
        self.append(
            row=np.concatenate([2 * owner, 2 * place, 2 * owner + 1, 2 * place + 1]),
            column=np.concatenate([terms, column, terms, column]),
            coefficient=np.concatenate([one, threshold - many - 1, one, -whole]),
            sense=np.tile(np.array([AT_MOST, AT_LEAST]), len(many)),
            bound=np.tile(np.array([threshold - 1, 0]), len(many)),
            rule=DEFINITION,
        )

    def append(
        self,
        row: Ints,
        column: Ints,
        coefficient: Ints,
        sense: Ints,
        bound: Ints,
        rule: int,
        group: Sequence[str] | None = None,
    ) -> None:
        """Append rows; entries of one variable in one row are added up, zeros dropped."""
        row, column, coefficient = _combined(row, column, coefficient)
        many = np.bincount(row, minlength=len(bound))
        names = _blank(len(bound)) if group is None else group
        self._put(many, column, coefficient, sense, bound, rule, names)

    def _put(
        self,
        many: Ints,
        column: Ints,
        coefficient: Ints,
        sense: Ints,
        bound: Ints,
        rule: int,
        group: Sequence[str],
    ) -> None:
        self._many.append(many)
        self._column.append(column)
        self._coefficient.append(coefficient)
        self._sense.append(sense)
        self._bound.append(bound)
        self._rule.append(np.full(len(bound), rule, np.int64))
        self._group.append(group)
        self.m += len(bound)

    def indicators(self) -> Indicators:
        """All indicators so far, in the order of their definition."""
        return Indicators.joined(self._indicators)

    def rows(self) -> Rows:
        """All rows; the assembly is empty afterwards, so that a million bids fit twice."""
        return Rows(
            start=starts(_joined(self._many)),
            column=_joined(self._column),
            coefficient=_joined(self._coefficient),
            sense=_joined(self._sense),
            bound=_joined(self._bound),
            rule=_joined(self._rule),
            group=Labels.joined(self._group),
        )


class _Sets:
    """The sets of bids that have an indicator already."""

    def __init__(self) -> None:
        self._mark, self._column = np.zeros(0, np.uint64), np.zeros(0, np.int64)
        self._start, self._member = np.zeros(1, np.int64), np.zeros(0, np.int64)

    def met(self, start: Ints, member: Ints, mark: Marks) -> tuple[Ints, Ints, Ints]:
        """For each set its known indicator or -1, the first set equal to it, and the new sets."""
        held = len(self._column)
        if held:
            start = np.concatenate([self._start, self._start[-1] + start[1:]])
            member = np.concatenate([self._member, member])
            mark = np.concatenate([self._mark, mark])
        first = _first(mark, start, member)[held:]
        known = first < held
        column = np.full(len(first), -1, np.int64)
        column[known] = self._column[first[known]]
        same = np.where(known, 0, first - held)
        own = np.arange(len(first))
        return column, same, np.flatnonzero(~known & (same == own))

    def keep(self, start: Ints, member: Ints, mark: Marks, column: Ints) -> None:
        """Remember new sets and their indicators."""
        self._mark = np.concatenate([self._mark, mark])
        self._start = np.concatenate([self._start, self._start[-1] + start[1:]])
        self._member = np.concatenate([self._member, member])
        self._column = np.concatenate([self._column, column])


def marks(start: Ints, member: Ints) -> Marks:
    """A number for each set that equal sets share, and other sets hardly ever.

    References
    ----------
    Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators (the mixing step).
    """
    mixed = member.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.add.reduceat(mixed, start[:-1]) if len(start) > 1 else mixed[:0]


def _first(mark: Marks, start: Ints, member: Ints) -> Ints:
    """The first set that is equal to each set, exactly."""
    order = np.argsort(mark)
    begin = runs(mark[order])
    first = np.empty(len(mark), np.int64)
    lowest = np.minimum.reduceat(order, begin) if len(begin) else begin
    first[order] = np.repeat(lowest, np.diff(begin, append=len(mark)))
    again = np.flatnonzero(first != np.arange(len(first)))
    size = np.diff(start)
    if (size[again] == size[first[again]]).all():
        _, mine = picked(start, again)
        _, other = picked(start, first[again])
        if (member[mine] == member[other]).all():
            return first
    seen: dict[bytes, int] = {}
    cuts = zip(start[:-1].tolist(), start[1:].tolist(), strict=True)
    sets = (member[low:high].tobytes() for low, high in cuts)
    return np.array([seen.setdefault(each, k) for k, each in enumerate(sets)], np.int64)


def _renewed(start: Ints, member: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """The ``chosen`` sets alone."""
    if len(chosen) == len(start) - 1:
        return start, member
    begin, entry = picked(start, chosen)
    return begin, member[entry]


def _rising(row: Ints, column: Ints) -> bool:
    """Whether entries come in the order of row and column, no two in one place."""
    same = row[1:] == row[:-1]
    return bool(((row[1:] > row[:-1]) | (same & (column[1:] > column[:-1]))).all())


def _combined(row: Ints, column: Ints, coefficient: Ints) -> tuple[Ints, Ints, Ints]:
    """Entries in the order of row and column, those in one place added up; zeros are dropped."""
    if not _rising(row, column):
        width = int(column.max()).bit_length()
        key = (row << width) | column
        if (coefficient == 1).all():
            key.sort()
        else:
            order = np.argsort(key)
            key, coefficient = key[order], coefficient[order]
        first = runs(key)
        if len(first) < len(key):
            key, coefficient = key[first], np.add.reduceat(coefficient, first)
        row, column = key >> width, key & ((1 << width) - 1)
    kept = coefficient != 0
    return (
        (row, column, coefficient) if kept.all() else (row[kept], column[kept], coefficient[kept])
    )


def _joined(parts: list[Ints]) -> Ints:
    """The parts one after the other; the list is emptied."""
    whole = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    parts.clear()
    return whole


def _blank(many: int) -> Labels:
    return Labels(np.zeros(many, np.int64), ("",))

"""Rows of 0/1 programs as arrays, and the indicators that some of them define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from award_opt.columns import Ints
from award_opt.labels import Labels
from award_opt.rules._base import EQUAL
from award_opt.stretches import picked, starts, summed

CHUNK = 1 << 19  # entries that are computed at a time
DEFINITION = -1  # the rule of rows that define an indicator


@dataclass(frozen=True, slots=True)
class Rows:
    """``m`` rows: ``coefficient[k] * x[column[k]]`` summed over k in ``start[r]:start[r + 1]``.

    The sum is at most, equal to or at least ``bound[r]``.
    ``sense`` is -1 (at most), 0 (equal) or 1 (at least); ``rule`` indexes the tender's rules.
    """

    start: Ints
    column: Ints
    coefficient: Ints
    sense: Ints
    bound: Ints
    rule: Ints
    group: Sequence[str]

    @property
    def owner(self) -> Ints:
        """The row of each entry; shape ``(nonzeros,)``."""
        return np.repeat(np.arange(len(self.bound)), np.diff(self.start))

    def activity(self, values: Ints) -> Ints:
        """The left-hand side of each row; shape ``(m,)``. Exact: rows stay below 2**53."""
        if len(self.column) <= CHUNK or len(self.bound) == 1:
            return summed(self.start, self.coefficient * values[self.column])
        found = np.zeros(len(self.bound), np.int64)
        for first, last in self.chunks():
            found[first:last] = self.between(first, last).activity(values)
        return found

    def chunks(self) -> Iterator[tuple[int, int]]:
        """Ranges of rows of so many entries, so that what is computed of each takes little room.

        A row of more entries is a range of its own.
        """
        first, end = 0, len(self.bound)
        while first < end:
            most = self.start[first] + CHUNK
            last = max(first + 1, int(np.searchsorted(self.start, most, "right")) - 1)
            yield first, last
            first = last

    def broken(self, values: Ints) -> Ints:
        """The rows that ``values`` break."""
        gap = self.activity(values) - self.bound
        wrong = np.where(self.sense == EQUAL, gap != 0, gap * self.sense < 0)
        return np.flatnonzero(wrong)

    def also(self, column: Ints, coefficient: Ints, sense: int, bound: int) -> Rows:
        """The same rows and one more, which belongs to no rule."""
        return Rows(
            start=np.append(self.start, self.start[-1] + len(column)),
            column=np.concatenate([self.column, column]),
            coefficient=np.concatenate([self.coefficient, coefficient]),
            sense=np.append(self.sense, sense),
            bound=np.append(self.bound, bound),
            rule=np.append(self.rule, DEFINITION),
            group=_also_blank(self.group),
        )

    def only(self, chosen: Ints) -> Rows:
        """The ``chosen`` rows, in that order."""
        start, entry = picked(self.start, chosen)
        return Rows(
            start=start,
            column=self.column[entry],
            coefficient=self.coefficient[entry],
            sense=self.sense[chosen],
            bound=self.bound[chosen],
            rule=self.rule[chosen],
            group=_only(self.group, chosen),
        )

    def between(self, first: int, last: int) -> Rows:
        """The rows from ``first`` up to ``last``; they share these arrays."""
        low, high = int(self.start[first]), int(self.start[last])
        return Rows(
            start=self.start[first : last + 1] - low,
            column=self.column[low:high],
            coefficient=self.coefficient[low:high],
            sense=self.sense[first:last],
            bound=self.bound[first:last],
            rule=self.rule[first:last],
            group=self.group[first:last],
        )


def _also_blank(group: Sequence[str]) -> Sequence[str]:
    if isinstance(group, Labels) and group.names[0] == "":
        return Labels(np.append(group.codes, 0), group.names)
    return Labels.joined([group, ("",)])


def _only(group: Sequence[str], chosen: Ints) -> Sequence[str]:
    if isinstance(group, Labels):
        return group.only(chosen)
    return tuple(group[row] for row in chosen.tolist())


@dataclass(frozen=True, slots=True)
class Indicator:
    """Variable ``column`` is 1 exactly when at least ``threshold`` of ``terms`` are."""

    column: int
    terms: Ints
    threshold: int = 1


class Indicators(Sequence[Indicator]):
    """The indicators of a program in the order of their definition, as arrays.

    ``term[start[k]:start[k + 1]]`` are the terms of indicator ``k``.
    """

    __slots__ = ("column", "start", "term", "threshold")

    def __init__(self, column: Ints, start: Ints, term: Ints, threshold: Ints) -> None:
        self.column, self.start, self.term, self.threshold = column, start, term, threshold

    @classmethod
    def of(cls, indicators: Iterable[Indicator]) -> Indicators:
        """The arrays behind some indicators."""
        every = tuple(indicators)
        return cls(
            column=np.array([each.column for each in every], np.int64),
            start=starts(np.array([len(each.terms) for each in every], np.int64)),
            term=np.concatenate([np.zeros(0, np.int64), *(each.terms for each in every)]),
            threshold=np.array([each.threshold for each in every], np.int64),
        )

    @classmethod
    def joined(cls, parts: Sequence[Indicators]) -> Indicators:
        """The indicators of all parts, one after the other."""
        none = np.zeros(0, np.int64)
        return cls(
            column=np.concatenate([none, *(part.column for part in parts)]),
            start=starts(np.concatenate([none, *(np.diff(part.start) for part in parts)])),
            term=np.concatenate([none, *(part.term for part in parts)]),
            threshold=np.concatenate([none, *(part.threshold for part in parts)]),
        )

    def only(self, chosen: Ints, names: Ints) -> Indicators:
        """The ``chosen`` indicators, variable ``j`` under the name ``names[j]``."""
        start, entry = picked(self.start, chosen)
        term, column = names[self.term[entry]], names[self.column[chosen]]
        return Indicators(column, start, term, self.threshold[chosen])

    def between(self, first: int, last: int) -> Indicators:
        """The indicators from ``first`` up to ``last``; they share these arrays."""
        low, high = int(self.start[first]), int(self.start[last])
        start, threshold = self.start[first : last + 1] - low, self.threshold[first:last]
        return Indicators(self.column[first:last], start, self.term[low:high], threshold)

    def complete(self, values: Ints) -> Ints:
        """``values`` with every indicator set as its terms say."""
        whole = values.copy()
        while len(self):
            held = (summed(self.start, whole[self.term]) >= self.threshold).astype(np.int64)
            if np.array_equal(held, whole[self.column]):
                break
            whole[self.column] = held
        return whole

    @overload
    def __getitem__(self, place: int) -> Indicator: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Indicator, ...]: ...
    def __getitem__(self, place: int | slice) -> Indicator | tuple[Indicator, ...]:
        every = range(len(self))
        if isinstance(place, slice):
            return tuple(self._one(each) for each in every[place])
        return self._one(every[place])

    def _one(self, place: int) -> Indicator:
        terms = self.term[self.start[place] : self.start[place + 1]]
        return Indicator(int(self.column[place]), terms, int(self.threshold[place]))

    def __len__(self) -> int:
        return len(self.column)

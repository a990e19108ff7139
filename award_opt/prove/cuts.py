"""Rounding cuts that the relaxation's vertex breaks: from its tableau and from single rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from award_opt.certificate import Case, Row
from award_opt.engines.lp import Floats, Relaxation

MOST = 25  # cuts of one round
TABLEAU_ROWS = 50
DENSE = 80  # rows in one tableau sum
WHOLE_SCALES = (2**12, 2**20)
VIOLATED = 1e-3
PARALLEL = 0.9
LARGEST = 2**40  # coefficients beyond this serve no relaxation
Step = tuple[list[int], int, list[int], int]


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut as the checker takes it, and how far the vertex breaks it (Euclidean distance)."""

    step: Step
    row: Row
    broken: float


def found_cuts(
    case: Case,
    lp: Relaxation,
    values: dict[int, float],
    numbers: Sequence[int],
    target: int | None,
) -> list[Cut]:
    """The cuts that the vertex breaks most, no two nearly parallel."""
    high = [j for j, x in values.items() if x > 0.5 and j not in case.settled]
    maker = _Maker(case, values, high)
    fractional = {j for j, x in values.items() if 1e-6 < x < 1 - 1e-6 and j not in case.settled}
    place = {k for k, j in enumerate(values) if j in fractional}
    every = [cut for y in lp.tableau(place, TABLEAU_ROWS) for cut in maker.of_tableau(y, numbers)]
    singles = [*numbers, *([] if target is None else [target])]
    every += [cut for number in singles for cut in maker.of_row(number, fractional)]
    every.sort(key=lambda cut: -cut.broken)
    return [maker.small(cut) for cut in _apart(every)]


def _apart(cuts: Sequence[Cut]) -> list[Cut]:
    chosen: list[tuple[Cut, dict[int, float]]] = []
    for cut in cuts:
        length = _length(cut.row)
        unit = {j: a / length for j, a in cut.row.entries}
        if all(_cosine(unit, other) < PARALLEL for _, other in chosen):
            chosen.append((cut, unit))
        if len(chosen) == MOST:
            break
    return [cut for cut, _ in chosen]


def _cosine(one: dict[int, float], other: dict[int, float]) -> float:
    return sum(a * other.get(j, 0.0) for j, a in one.items())


def _length(row: Row) -> float:
    return sqrt(sum(float(a) * float(a) for _, a in row.entries)) or 1.0


@dataclass(frozen=True, slots=True)
class _Maker:
    case: Case
    values: dict[int, float]
    high: list[int]  # open variables above one half: a cut stands best on what they lack

    def of_tableau(self, y: Floats, numbers: Sequence[int]) -> Iterator[Cut]:
        """The best cut of a tableau row, either way round."""
        used = np.flatnonzero(np.abs(y) > 1e-11).tolist()
        if len(used) > DENSE:
            return
        for side in (1, -1):
            for scale in WHOLE_SCALES:
                given = []
                for k in used:
                    times = round(side * float(y[k]) * scale)
                    given += [numbers[k], times] if times else []
                cut = self.made(given, scale, 1)
                if cut is not None:
                    yield cut
                    break

    def of_row(self, number: int, fractional: set[int]) -> Iterator[Cut]:
        """Cuts of one row, divided by the coefficients of its fractional variables."""
        row = self.case.rows[number]
        sizes = {abs(a) for j, a in row.entries if j in fractional and abs(a) > 1}
        for divisor in sorted(sizes, reverse=True)[:8]:
            for side in (1, -1) if row.equal else (1,):
                cut = self.made([number, side], divisor, 1)
                if cut is not None:
                    yield cut

    def made(self, given: list[int], divisor: int, rounding: int) -> Cut | None:
        """The cut of a sum, if the vertex breaks it."""
        if not given:
            return None
        step = (given, divisor, self.high, rounding)
        self.case.cut(*step)
        row = self.case.rows.pop()
        if max((abs(a) for _, a in row.entries), default=0) > LARGEST:
            return None
        reached = sum(float(a) * self.values[j] for j, a in row.entries)
        broken = (float(row.bound) - reached) / _length(row)
        return Cut(step, row, broken) if broken > VIOLATED else None

    def small(self, cut: Cut) -> Cut:
        """The same cut divided to small coefficients, where it stays nearly as strong."""
        return self._told(self._divided(cut))

    def _told(self, cut: Cut) -> Cut:
        """The same cut, with only those variables flipped that its sum holds."""
        given, divisor, flipped, rounding = cut.step
        held, _ = self.case.total(given, signed=True)
        kept = [j for j in flipped if held.get(j)]
        return Cut((given, divisor, kept, rounding), cut.row, cut.broken)

    def _divided(self, cut: Cut) -> Cut:
        largest = max((abs(a) for _, a in cut.row.entries), default=0)
        given, divisor, _, _ = cut.step
        for bits in (5, 7, 9, 12, 16):
            if largest >> bits < 2:
                break
            smaller = self.made(given, divisor, largest >> bits)
            if smaller is not None and smaller.broken > 0.8 * cut.broken:
                return smaller
        return cut

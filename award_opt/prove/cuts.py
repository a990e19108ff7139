"""Rounding cuts that the relaxation's vertex breaks: from its tableau and from single rows.

Many are tried at once in floating point; only the best are then made in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

import numpy as np

from award_opt.certificate import Case, Row
from award_opt.engines.lp import Floats, Relaxation

MOST = 25  # cuts of one round
TABLEAU_ROWS = 50
DENSE = 80  # rows in one tableau sum
WHOLE_SCALES = (2**12, 2**20)
DIVISORS = 8  # of one row
VIOLATED = 1e-3
PARALLEL = 0.9
LARGEST = 2**40  # coefficients beyond this serve no relaxation
Step: TypeAlias = tuple[list[int], int, list[int], int]
Sought: TypeAlias = tuple[list[int], int]  # a sum, and what it is divided by


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
    table: Mapping[int, Floats],
) -> list[Cut]:
    """The cuts that the vertex breaks most, no two nearly parallel.

    ``table[number]`` holds the coefficients of a row by variable of ``values``.
    """
    singles = [*numbers, *([] if target is None else [target])]
    fractional = {j for j, x in values.items() if 1e-6 < x < 1 - 1e-6 and j not in case.settled}
    place = {k for k, j in enumerate(values) if j in fractional}
    every = [own for y in lp.tableau(place, TABLEAU_ROWS) for own in _of_tableau(y, numbers)]
    every += [own for number in singles for own in _of_row(case, number, fractional)]
    if not every:
        return []
    screen = _Screen(case, values, singles, table)
    maker = _Maker(case, values, screen.high)
    chosen = (maker.made(*every[k]) for k in screen.best(every))
    return [maker.small(cut) for cut in chosen if cut is not None]


def _of_tableau(y: Floats, numbers: Sequence[int]) -> Iterator[Sought]:
    """A tableau row in whole numbers, either way round."""
    used = np.flatnonzero(np.abs(y) > 1e-11).tolist()
    if len(used) > DENSE:
        return
    for side in (1, -1):
        for scale in WHOLE_SCALES:
            given = []
            for k in used:
                times = round(side * float(y[k]) * scale)
                given += [numbers[k], times] if times else []
            if given:
                yield given, scale


def _of_row(case: Case, number: int, fractional: set[int]) -> Iterator[Sought]:
    """One row, divided by the coefficients of its fractional variables."""
    row = case.rows[number]
    sizes = {abs(a) for j, a in row.entries if j in fractional and abs(a) > 1}
    for divisor in sorted(sizes, reverse=True)[:DIVISORS]:
        for side in (1, -1) if row.equal else (1,):
            yield [number, side], divisor


class _Screen:
    """Tries many cuts at once, in floating point."""

    def __init__(
        self,
        case: Case,
        values: Mapping[int, float],
        numbers: Sequence[int],
        table: Mapping[int, Floats],
    ) -> None:
        self.place = {number: k for k, number in enumerate(numbers)}
        self.rows = np.stack([table[number] for number in numbers])
        self.bounds = np.array([float(case.rows[number].bound) for number in numbers])
        self.loose = np.array([not case.rows[number].equal for number in numbers])
        settled = [case.settled.get(j, -1) for j in values]
        self.fixed = np.array([value >= 0 for value in settled])
        self.held = np.array([float(max(value, 0)) for value in settled])
        self.values = np.array(list(values.values()))
        self.up = (self.values > 0.5) & ~self.fixed  # a cut stands best on what these lack
        self.high = [j for j, up in zip(values, self.up.tolist(), strict=True) if up]

    def best(self, every: Sequence[Sought]) -> list[int]:
        """The places of the cuts that the vertex breaks most, no two nearly parallel."""
        rows, right = self._cuts(every)
        length = np.sqrt((rows**2).sum(axis=1)) + 1e-300
        broken = (right - rows @ self.values) / length
        order = np.argsort(-broken, kind="stable")
        chosen: list[int] = []
        units = np.zeros((0, rows.shape[1]))
        for k in order[broken[order] > VIOLATED].tolist():
            unit = rows[k] / length[k]
            if not len(units) or float((units @ unit).max()) < PARALLEL:
                chosen.append(k)
                units = np.vstack([units, unit])
            if len(chosen) == MOST:
                break
        return chosen

    def _cuts(self, every: Sequence[Sought]) -> tuple[Floats, Floats]:
        """The cuts as rows and right-hand sides, as ``Case.cut`` makes them."""
        used = [np.array([self.place[number] for number in given[::2]]) for given, _ in every]
        times = [np.array(given[1::2], np.float64) for given, _ in every]
        divisor = np.array([float(divisor) for _, divisor in every])
        pairs = list(zip(times, used, strict=True))
        sums = np.stack([factors @ self.rows[own] for factors, own in pairs])
        bound = np.array([factors @ self.bounds[own] for factors, own in pairs])
        bound -= sums @ self.held
        sums[:, self.fixed] = 0
        bound -= sums[:, self.up].sum(axis=1)
        sums[:, self.up] *= -1
        most = np.ceil(bound / divisor)
        rest = bound - (most - 1) * divisor
        rows = _rounded(sums, divisor[:, None], rest[:, None])
        rows[:, self.up] *= -1
        right = rest * most + rows[:, self.up].sum(axis=1)
        for k, (factors, own) in enumerate(pairs):
            share = np.where(self.loose[own], _rounded(-factors, divisor[k], rest[k]), 0.0)
            slack = share @ self.rows[own]
            right[k] += share @ self.bounds[own] - slack @ self.held
            rows[k] += slack
        rows[:, self.fixed] = 0
        return rows, right


def _rounded(numbers: Floats, divisor: Floats, rest: Floats) -> Floats:
    whole = np.floor(numbers / divisor)
    found: Floats = rest * whole + np.minimum(rest, numbers - whole * divisor)
    return found


@dataclass(frozen=True, slots=True)
class _Maker:
    case: Case
    values: dict[int, float]
    high: list[int]  # the variables that stand flipped

    def made(self, given: list[int], divisor: int) -> Cut | None:
        """The cut of a sum in whole numbers, if the vertex breaks it."""
        step = (given, divisor, self.high, 1)
        self.case.cut(*step)
        return self._broken(step, self.case.rows.pop())

    def _broken(self, step: Step, row: Row) -> Cut | None:
        if max((abs(a) for _, a in row.entries), default=0) > LARGEST:
            return None
        reached = sum(float(a) * self.values[j] for j, a in row.entries)
        length = sqrt(sum(float(a) * float(a) for _, a in row.entries)) or 1.0
        broken = (float(row.bound) - reached) / length
        return Cut(step, row, broken) if broken > VIOLATED else None

    def small(self, cut: Cut) -> Cut:
        """The same cut divided to small coefficients, where it stays nearly as strong.

        Only those variables stand flipped that its sum holds.
        """
        smaller = self._divided(cut)
        given, divisor, flipped, rounding = smaller.step
        held, _ = self.case.total(given, signed=True)
        kept = [j for j in flipped if held.get(j)]
        return Cut((given, divisor, kept, rounding), smaller.row, smaller.broken)

    def _divided(self, cut: Cut) -> Cut:
        largest = max((abs(a) for _, a in cut.row.entries), default=0)
        given, divisor, flipped, _ = cut.step
        for bits in (5, 7, 9, 12, 16):
            if largest >> bits < 2:
                break
            rounding = largest >> bits
            step = (given, divisor, flipped, rounding)
            smaller = self._broken(step, _divided(cut.row, rounding))
            if smaller is not None and smaller.broken > 0.8 * cut.broken:
                return smaller
        return cut


def _divided(row: Row, rounding: int) -> Row:
    """The row divided and rounded up, as ``Case.cut`` does at its end."""
    right = -(-(row.bound - sum(a for _, a in row.entries if a < 0)) // rounding)
    out = [(j, -(-a // rounding) if a > 0 else a // rounding) for j, a in row.entries]
    return Row(out, right + sum(a for _, a in out if a < 0))

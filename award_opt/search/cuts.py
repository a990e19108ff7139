"""Rounding cuts: rows that every 0/1 vector of a table keeps and that a vertex breaks.

A sum of rows, each with its whole slack, is divided by a whole number; what is left over is rounded
so that no whole vector is lost. Many sums are tried in floating point; the best are then made
in whole numbers, so that a cut holds whatever the relaxation said.

References
----------
Gomory (1960), An algorithm for the mixed integer problem; Nemhauser and Wolsey (1990), A recursive
procedure to generate all cuts for 0-1 mixed integer programs; Marchand and Wolsey (2001),
Aggregation and mixed integer rounding to solve MIPs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log2
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask
from award_opt.search.bounds import SAFE
from award_opt.search.table import Table

Floats: TypeAlias = NDArray[np.float64]

MOST = 4  # cuts of one round
BROKEN = 1e-3  # by which a vertex breaks a cut at least (Euclidean distance)
PARALLEL = 0.99
NEARLY = 0.01  # a remainder closer than this to a whole number rounds nothing off
DUST = 1e-11
DOUBT = 1e-6
SLICE = 2**18  # products of numbers in one go
DIVISORS = 4  # of one row, the largest
FINEST = 36  # bits of what a sum is divided by
COARSEST = 6
SHORT = (5, 7, 10, 14, 20)  # bits of the largest coefficient of a cut, if it stays as strong
STRONG = 0.8


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex of a relaxation within a box: ``values`` has shape ``(n,)``."""

    values: Floats
    lower: Ints
    upper: Ints

    @property
    def fixed(self) -> Mask:
        """Which variables the box settles."""
        settled: Mask = self.lower == self.upper
        return settled

    @property
    def high(self) -> Mask:
        """Which open ones stand near 1: a cut is stronger about what these lack."""
        near: Mask = (self.values > 0.5) & ~self.fixed
        return near


def separated(table: Table, sums: Floats, vertex: Vertex) -> tuple[Ints, Ints]:
    """The cuts that the vertex breaks most, no two nearly parallel: at-most rows and their bounds.

    They hold for every 0/1 vector in the vertex's box that keeps the table.

    Parameters
    ----------
    sums
        What the rows of the table are multiplied by, shape ``(k, m)``; anything will do.
    """
    rows: list[Ints] = []
    bounds: list[int] = []
    units: list[Floats] = []
    kept, broken, tried = _tried(table, sums, vertex)
    for k in np.argsort(-np.round(broken, 9), kind="stable").tolist():
        if broken[k] <= BROKEN or len(rows) == MOST:
            break
        if units and float((np.array(units) @ tried[k]).max()) > PARALLEL:
            continue
        cut = made(table, kept[k], vertex)
        if cut is not None:
            units.append(tried[k])
            rows.append(cut[0])
            bounds.append(cut[1])
    size = len(vertex.values)
    return np.array(rows, np.int64).reshape(-1, size), np.array(bounds, np.int64)


def single_rows(table: Table, vertex: Vertex) -> Floats:
    """The problem's rows that bind, each by itself, divided by coefficients of doubtful variables.

    Shape ``(k, m)``.
    """
    rows, bound = table.rows[: table.own], table.bound[: table.own]
    doubt = np.minimum(vertex.values, 1 - vertex.values)
    doubtful = np.flatnonzero((doubt > DOUBT) & ~vertex.fixed)
    gap = np.abs(np.einsum("rj,j->r", table.reals[: table.own], vertex.values) - bound)
    binding = np.flatnonzero(gap < DOUBT * table.heavy[: table.own])
    sizes = np.sort(np.abs(rows[np.ix_(binding, doubtful)]), axis=1)
    distinct = sizes > 1
    distinct[:, :-1] &= sizes[:, :-1] < sizes[:, 1:]
    larger = distinct[:, ::-1].cumsum(axis=1)[:, ::-1]  # how many are as large, each size once
    row, place = np.nonzero(distinct & (larger <= DIVISORS))
    sums = np.zeros((len(row), len(table.bound)))
    sums[np.arange(len(row)), binding[row]] = 1 / sizes[row, place]
    return sums


def _tried(table: Table, sums: Floats, vertex: Vertex) -> tuple[Floats, Floats, Floats]:
    """Sums worth a cut, how far the vertex breaks it, and its direction, in floating point."""
    rows, fixed, high = table.rows.astype(np.float64), vertex.fixed, vertex.high
    held = np.where(fixed, vertex.lower, 0).astype(np.float64)
    total = _product(sums, rows)
    right = sums @ table.bound - total @ held
    total[:, fixed] = 0
    right -= total[:, high].sum(axis=1)
    total[:, high] *= -1
    rest = right - np.floor(right)
    worth = (rest > NEARLY) & (rest < 1 - NEARLY)
    sums, total, right, rest = sums[worth], total[worth], right[worth], rest[worth, None]
    cut = _steps(total, rest)
    cut[:, high] *= -1
    bound = (1 - rest[:, 0]) * np.floor(right) + cut[:, high].sum(axis=1)
    slack = np.where(table.equal, 0.0, _steps(sums, rest))
    cut -= _product(slack, rows)
    bound -= slack @ table.bound + cut @ held
    cut[:, fixed] = 0
    length = np.sqrt((cut**2).sum(axis=1))
    length[length < DUST] = np.inf
    return sums, (cut @ vertex.values - bound) / length, cut / length[:, None]


def _product(one: Floats, other: Floats) -> Floats:
    """The matrix product, in slices too small for threads: they might sum in another order."""
    step = max(1, SLICE // max(1, other.size))
    slices = [one[k : k + step] @ other for k in range(0, len(one), step)]
    return np.vstack([np.zeros((0, other.shape[1])), *slices])


def _steps(numbers: Floats, rest: Floats) -> Floats:
    whole = np.floor(numbers + DUST)
    stepped: Floats = (1 - rest) * whole + np.maximum(0.0, numbers - whole - rest)
    return stepped


def made(table: Table, factors: Floats, vertex: Vertex) -> tuple[Ints, int] | None:
    """The cut of one sum in whole numbers; ``None`` where the vertex keeps it or 64 bits do not.

    With slacks ``s = bound - rows @ x`` the sum says ``a x + y s = r``, all whole. Divided by ``d``
    with remainder ``e`` it gives ``f(a) x + f(y) s <= f(r)`` where ``f(t)`` is
    ``(d - e) * (t // d) + max(0, t % d - e)``: ``f`` is superadditive and does not fall.
    """
    whole = _in_whole_numbers(table, factors)
    if whole is None:
        return None
    times, divisor = whole
    fixed, high = vertex.fixed, vertex.high
    total = times @ table.rows
    right = int(times @ table.bound) - int(total[fixed] @ vertex.lower[fixed])
    total[fixed] = 0
    right -= int(total[high].sum())
    total[high] *= -1
    most, rest = divmod(right, divisor)
    row, slack = _rounded(total, divisor, rest), _rounded(times, divisor, rest)
    slack[table.equal] = 0
    if float(np.abs(slack) @ table.heavy) + float(np.abs(row).astype(np.float64).sum()) > SAFE / 8:
        return None
    row[high] *= -1
    bound = (divisor - rest) * most + int(row[high].sum()) - int(slack @ table.bound)
    row -= slack @ table.rows
    bound -= int(row[fixed] @ vertex.lower[fixed])
    row[fixed] = 0
    return _shortened(row, bound, vertex)


def _in_whole_numbers(table: Table, factors: Floats) -> tuple[Ints, int] | None:
    """The factors as whole numbers, and what these are to be divided by."""
    factors = np.where(np.abs(factors) > DUST, factors, 0.0)
    size = float(np.abs(factors) @ table.heavy) + 1
    if not size < SAFE / 2 ** (COARSEST + 4):
        return None
    used = np.flatnonzero(factors)
    if len(used) == 1 and abs(factors[used[0]]) <= 1:
        return np.sign(factors).astype(np.int64), round(1 / abs(float(factors[used[0]])))
    divisor = 1 << min(FINEST, floor(log2(SAFE / 16 / size)))
    return np.rint(factors * divisor).astype(np.int64), divisor


def _rounded(numbers: Ints, divisor: int, rest: int) -> Ints:
    whole = numbers // divisor
    rounded: Ints = (divisor - rest) * whole + np.maximum(0, numbers - whole * divisor - rest)
    return rounded


def _shortened(row: Ints, bound: int, vertex: Vertex) -> tuple[Ints, int] | None:
    """The cut with small coefficients, where it stays nearly as strong."""
    broken, largest = _broken(row, bound, vertex), int(np.abs(row).max(initial=0))
    if broken <= BROKEN:
        return None
    high = vertex.high
    turned = np.where(high, -row, row)
    above = bound - int(row[high].sum())
    for bits in SHORT:
        step = largest >> bits
        if step <= 1:
            break
        short = turned // step
        short[high] *= -1
        right = above // step + int(short[high].sum())
        if _broken(short, right, vertex) > STRONG * broken:
            return short, right
    return (row, bound) if largest < 2 ** SHORT[-1] else None


def _broken(row: Ints, bound: int, vertex: Vertex) -> float:
    """How far the vertex is beyond the row."""
    reals = row.astype(np.float64)
    return float(reals @ vertex.values - bound) / (float(np.sqrt(reals @ reals)) + 1e-300)

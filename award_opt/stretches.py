"""Arrays of stretches: each is ``values[start[k]:start[k + 1]]``, one after the other."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]


def summed(start: Ints, values: Ints) -> Ints:
    """The sum of ``values`` in each ``start[r]:start[r + 1]``, in integers."""
    filled = start[1:] > start[:-1]
    if filled.all():
        return np.add.reduceat(values, start[:-1]) if len(filled) else np.zeros(0, np.int64)
    total = np.zeros(len(filled), np.int64)
    if filled.any():
        total[filled] = np.add.reduceat(values, start[:-1][filled])
    return total


def starts(many: Ints) -> Ints:
    """Where stretches of these lengths start, one after the other, and where the last one ends."""
    start = np.zeros(len(many) + 1, np.int64)
    np.cumsum(many, out=start[1:])
    return start


def picked(start: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """The starts of the ``chosen`` stretches put one after the other, and their entries."""
    many = np.diff(start)[chosen]
    fresh = starts(many)
    return fresh, np.repeat(start[chosen] - fresh[:-1], many) + np.arange(fresh[-1])


def runs(codes: Ints) -> Ints:
    """Where each run of equal codes starts."""
    fresh = np.ones(len(codes), np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)

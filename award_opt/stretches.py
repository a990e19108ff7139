"""Arrays of stretches: each is ``values[start[k]:start[k + 1]]``, one after the other."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
KEY_BITS = 62  # what one number to sort by can hold
HALF = 32  # up to so many bits numbers of half the size do, which sort twice as fast
ROOM = 4  # a table may hold this many times as many places as it is asked for


def summed(start: Ints, values: Ints | NDArray[np.bool_]) -> Ints:
    """The sum of ``values`` in each ``start[r]:start[r + 1]``, in integers."""
    filled = start[1:] > start[:-1]
    if filled.all():
        none = np.zeros(0, np.int64)
        return np.add.reduceat(values, start[:-1], dtype=np.int64) if len(filled) else none
    total = np.zeros(len(filled), np.int64)
    if filled.any():
        total[filled] = np.add.reduceat(values, start[:-1][filled], dtype=np.int64)
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


def ordered(codes: Ints) -> Ints:
    """The places of ``codes``, which are not negative, in rising order; equals as they stand."""
    return sorted_codes(codes)[0]


def sorted_codes(codes: Ints) -> tuple[Ints, Ints]:
    """The places of ``codes`` in their rising order, as ``ordered`` says, and the codes in it.

    Numbers that hold a code and its place sort much sooner than places by their codes.
    """
    width = len(codes).bit_length()
    bits = int(codes.max(initial=0)).bit_length() + width
    if bits > KEY_BITS:
        order = np.argsort(codes)
        held = codes[order]
        if not (held[1:] > held[:-1]).all():
            order = np.argsort(codes, kind="stable")
            held = codes[order]
        return order, held
    key: NDArray[Any] = codes.astype(np.uint32 if bits <= HALF else np.int64)
    key <<= width
    key |= np.arange(len(codes), dtype=key.dtype)
    key.sort()
    places = key & ((1 << width) - 1)
    key >>= width
    return places.astype(np.int64, copy=False), key.astype(np.int64, copy=False)


def distinct(codes: Ints) -> tuple[Ints, Ints]:
    """The distinct ``codes``, which are not negative, in rising order, and the place of each.

    A table says it where that is small enough.
    """
    room = int(codes.max(initial=0)) + 1
    if room > ROOM * len(codes):
        return np.unique(codes, return_inverse=True)
    there = np.zeros(room, np.bool_)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


def runs(codes: NDArray[Any]) -> Ints:
    """Where each run of equal codes starts."""
    fresh = np.ones(len(codes), np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)

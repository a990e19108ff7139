"""Columns of whole random numbers that are the same on every machine and under every version.

The bits come from Philox, whose stream is fixed by its paper; everything after that is whole
numbers, so no library's rounding or sampling method can change a book.
"""

from __future__ import annotations

import hashlib

import numpy as np

from award_opt.columns import Ints


class Draws:
    """A stream of columns; streams for different purposes do not disturb each other."""

    def __init__(self, seed: int, purpose: str) -> None:
        digest = hashlib.sha256(f"{seed}/{purpose}".encode()).digest()
        self._bits = np.random.Philox(key=int.from_bytes(digest[:16], "big"))

    def below(self, many: int, bound: int) -> Ints:
        """``many`` numbers from 0 up to ``bound`` (at most 2**31), which is left out."""
        raw = np.asarray(self._bits.random_raw(many), np.uint64) >> np.uint64(32)
        return ((raw * np.uint64(bound)) >> np.uint64(32)).astype(np.int64)

    def chance(self, many: int, percent: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether something happens that happens so often."""
        hit: np.ndarray[tuple[int], np.dtype[np.bool_]] = self.below(many, 100) < percent
        return hit

    def bell(self, many: int) -> Ints:
        """Bell-shaped numbers around 0, in thousandths of their standard deviation."""
        twelve: Ints = self.below(many * 12, 1000).reshape(many, 12).sum(axis=1)
        return twelve - 5994

    def long_tailed(self, many: int, median: int, spread: int) -> Ints:
        """Amounts whose logarithm is bell-shaped: ``median * 2**(bell * spread / 1000)``.

        Between two powers of 2 they grow linearly, which keeps them whole.
        """
        whole, part = np.divmod(self.bell(many) * spread // 1000, 1000)
        amount = median * (1000 + part)
        grown = amount << np.maximum(whole, 0)
        amounts: Ints = (grown >> np.maximum(-whole, 0)) // 1000
        return amounts

    def shuffled(self, many: int) -> Ints:
        """The numbers below ``many`` in a random order."""
        raw = np.asarray(self._bits.random_raw(many), np.uint64)
        return np.argsort(raw, kind="stable").astype(np.int64)

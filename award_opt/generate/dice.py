"""Whole random numbers that are the same on every machine and under every version of Python."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

import numpy as np

from award_opt.columns import Mask

Item = TypeVar("Item")
WORDS: Final = 2**64


@dataclass(frozen=True, slots=True)
class Dice:
    """A stream of whole numbers; streams for different purposes do not disturb each other."""

    source: Random

    @classmethod
    def of(cls, seed: int, purpose: str) -> Dice:
        """The stream of a seed for a purpose."""
        digest = hashlib.sha256(f"{seed}/{purpose}".encode()).digest()
        return cls(Random(int.from_bytes(digest, "big")))

    def below(self, bound: int) -> int:
        """A number from 0 up to ``bound``, which is left out."""
        return self.source.getrandbits(64) * bound >> 64

    def fewer(self, bounds: Sequence[int], bound: int, count: int) -> list[Mask]:
        """Which of ``count`` calls of ``below(bound)`` are less than each of ``bounds``."""
        drawn = self.source.getrandbits(64 * count) if count else 0
        words = np.frombuffer(drawn.to_bytes(8 * count, "little"), "<u8").astype(np.uint64)
        least = [-(-each * WORDS // bound) for each in bounds]  # the first word that is not
        return [words < np.uint64(w) if w < WORDS else np.ones(count, np.bool_) for w in least]

    def between(self, low: int, high: int) -> int:
        """A number from ``low`` up to and including ``high``."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens so often."""
        return self.below(100) < percent

    def bell(self) -> int:
        """A bell-shaped number around 0, in thousandths of its standard deviation."""
        return sum(self.below(1000) for _ in range(12)) - 5994

    def one(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.below(len(items))]

    def some(self, items: Iterable[Item], count: int) -> list[Item]:
        """``count`` different items, in the order drawn; all of them where there are fewer."""
        left, drawn = list(items), list[Item]()
        while left and len(drawn) < count:
            k = self.below(len(left))
            left[k], left[-1] = left[-1], left[k]
            drawn.append(left.pop())
        return drawn

    def weighted(self, weights: Mapping[Item, int]) -> Item:
        """One of the keys, as often as its weight says."""
        left = self.below(sum(weights.values()))
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                return item
        raise AssertionError("the draw is below the sum of the weights")

    def weighted_some(self, weights: Mapping[Item, int], count: int) -> list[Item]:
        """``count`` different keys, the heavy ones first and most often."""
        left, drawn = dict(weights), list[Item]()
        while left and len(drawn) < count:
            drawn.append(self.weighted(left))
            del left[drawn[-1]]
        return drawn

    def long_tailed(self, median: int, spread: int) -> int:
        """An amount whose logarithm is bell-shaped: ``median * 2**(bell * spread / 1000)``.

        Between two powers of 2 it grows linearly, which keeps it whole.
        """
        whole, part = divmod(self.bell() * spread // 1000, 1000)
        amount = median * (1000 + part)
        return (amount << whole if whole >= 0 else amount >> -whole) // 1000

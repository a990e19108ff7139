"""Frozen families of bid books: the same tables on every machine, for ours and for every peer.

``FAMILIES`` is the registry. The tables of the small books are pinned by digests in the tests; the
proven values of all stand in ``benchmarks/answers.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from benchmarks.families import market, packages, real, tight
from benchmarks.families.book import Book
from benchmarks.families.market import Market
from benchmarks.families.packages import Auction
from benchmarks.families.tight import Tight

NATIONAL: Final = Market("M", 42, 3000, 15, 5, (8, 10), 24, near=3, slack=98)
HUGE: Final = Market("L", 342, 48_200, 24, 4, (12, 20), 45, near=4, slack=98)
LINKED: Final = replace(NATIONAL, family="M-linked", limit=3)
T1: Final = Tight("T1", 4, 133, 3, 14, 40, 12, 1, limit=2, demand=90)
T2: Final = Tight(
    "T2", 3, 100, 3, 60, 4, 35, 0, limit=2, small_bp=750, slack=60, scores="like cost"
)
T3: Final = Tight("T3", 4, 150, 6, 25, 15, 20, 3, distinct=40, slack=98, demand=95,
                  scores="all but tied")  # fmt: skip
GROWTH: Final = (1, 4, 16, 64, 256, 1150)  # regions, of about 800 bids each


@dataclass(frozen=True, slots=True)
class Family:
    """A name, what it is, its books by seed, and how many of them there are.

    ``smoke`` says how many of them a quick run takes; 0 leaves the family to the full run.
    """

    name: str
    about: str
    seeds: int
    smoke: int
    build: Callable[[int], Book | None]

    def books(self, most: int | None = None) -> Iterator[Book]:
        """The first ``most`` books, or all; none where published cases are not at hand."""
        for seed in range(self.seeds if most is None else min(most, self.seeds)):
            book = self.build(seed)
            if book is not None:
                yield book


def growing(regions: int, seed: int) -> Book:
    """A book of so many regions of one kind, to see how time grows with bids."""
    providers = 150 * regions
    size = replace(NATIONAL, family=f"G{regions}", regions=regions, providers=providers, near=0)
    return market.build(size, seed)


def _published(which: Callable[[], Iterator[tuple[Book, int]]], seed: int) -> Book | None:
    return next((book for book, _ in which() if book.seed == seed), None)


_EVERY: Final = (
    Family("S", "one region, 160 providers, about 800 bids", 20, 2,
           partial(market.build, Market("S", 1, 160, 10, 6, (15, 25), 60, 2))),
    Family("M", "42 regions, 3,000 providers, about 40,000 bids", 1, 0,
           partial(market.build, NATIONAL)),
    Family("M-linked", "M, and at most three lots for each bidder", 1, 0,
           partial(market.build, LINKED)),
    Family("L", "342 regions, 48,200 providers, 1 million bids", 1, 0,
           partial(market.build, HUGE)),
    Family("T1", "coverage like set covering under caps", 5, 1, partial(tight.build, T1)),
    Family("T2", "budgets as knapsacks, scores like costs", 5, 0, partial(tight.build, T2)),
    Family("T3", "near ties, coverage by three, distinct bidders", 5, 0,
           partial(tight.build, T3)),
    Family("W", "package bids, 60 goods, 500 bids", 5, 1,
           partial(packages.build, Auction("W", 60, 500))),
    Family("CATS", "package auctions of CATS, 60 to 200 bids", 16, 0,
           partial(_published, real.auctions)),
    Family("SCP", "set covering of OR-Library, 500 to 2,000 bids", 20, 0,
           partial(_published, real.coverings)),
    *(Family(f"G{regions}", f"{regions} regions of about 800 bids", 1, int(regions == 4),
             partial(growing, regions)) for regions in GROWTH),
)  # fmt: skip
FAMILIES: Final = {family.name: family for family in _EVERY}

__all__ = ["FAMILIES", "GROWTH", "Book", "Family"]

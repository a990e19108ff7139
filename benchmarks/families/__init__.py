"""Frozen families of bid books: the same tables on every machine, for ours and for every peer.

``FAMILIES`` is the registry. The tables of the small books are pinned by digests in the tests; the
proven values of all stand in ``benchmarks/answers.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from benchmarks.cases.case import folder
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
FEW: Final = 16  # regions of which bids are made as objects

LEAN: Final = ("compile", "build", "solve", "check", "what_if")
ASKED: Final = ("compile", "build", "solve", "check", "explain", "margins", "what_if")
NOT_ASKED: Final = "which are asked of S-0, S-1 and the shipped tenders"
COLUMNS: Final = "as 30,000 bids and more stay columns; the award from them is measured"
TIES: Final = "as its ties take minutes to prove; the award from its tables is measured"


@dataclass(frozen=True, slots=True)
class Family:
    """A name, what it is, its books by seed, and how many of them there are.

    ``smoke`` says how many of them a quick run takes; 0 leaves the family to the full run.
    ``phases`` are measured beside the award from the tables, ``why`` says what keeps others out.
    The first ``asked`` books have every phase, a question for each bid as well. ``cases`` is the
    folder of published cases that the books are read from.
    """

    name: str
    about: str
    seeds: int
    smoke: int
    build: Callable[[int], Book | None]
    phases: Sequence[str] = LEAN
    why: str = NOT_ASKED
    asked: int = 0
    cases: str | None = None

    def names(self, most: int | None = None) -> list[str]:
        """The names of the first ``most`` books, or of all; none where they are not at hand."""
        if self.cases is not None and not (folder() / self.cases).is_dir():
            return []
        return [f"{self.name}-{seed}" for seed in range(self.seeds)][:most]

    def phases_of(self, seed: int) -> Sequence[str]:
        """The phases that are measured on one of its books."""
        return ASKED if seed < self.asked else self.phases

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
           partial(market.build, Market("S", 1, 160, 10, 6, (15, 25), 60, 2)), asked=2),
    Family("M", "42 regions, 3,000 providers, about 40,000 bids", 1, 0,
           partial(market.build, NATIONAL), (), COLUMNS),
    Family("M-linked", "M, and at most three lots for each bidder", 1, 0,
           partial(market.build, LINKED), (), COLUMNS),
    Family("L", "342 regions, 48,200 providers, 1 million bids", 1, 0,
           partial(market.build, HUGE), (), COLUMNS),
    Family("T1", "coverage like set covering under caps", 5, 1, partial(tight.build, T1)),
    Family("T2", "budgets as knapsacks, scores like costs", 5, 0, partial(tight.build, T2)),
    Family("T3", "near ties, coverage by three, distinct bidders", 5, 0,
           partial(tight.build, T3), ("compile", "build"), TIES),
    Family("W", "package bids, 60 goods, 500 bids", 5, 1,
           partial(packages.build, Auction("W", 60, 500))),
    Family("CATS", "package auctions of CATS, 60 to 200 bids", 16, 0,
           partial(_published, real.auctions), cases="cats"),
    Family("SCP", "set covering of OR-Library, 500 to 2,000 bids", 20, 0,
           partial(_published, real.coverings), cases="orlib"),
    *(Family(f"G{regions}", f"{regions} regions of about 800 bids", 1, int(regions == 4),
             partial(growing, regions), *((LEAN, NOT_ASKED) if regions <= FEW else ((), COLUMNS)))
      for regions in GROWTH),
)  # fmt: skip
FAMILIES: Final = {family.name: family for family in _EVERY}

__all__ = ["ASKED", "FAMILIES", "GROWTH", "Book", "Family"]

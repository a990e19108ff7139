"""Package bids: combinatorial auctions of the Combinatorial Auction Test Suite (CATS).

A good is a care type that at most one winner delivers; a package bid offers several, for one price.
Bids of one bidder that exclude each other share a dummy good, which is a care type as any other.

Source: Leyton-Brown, Pearson, Shoham: Towards a Universal Test Suite for Combinatorial Auction
Algorithms, EC 2000.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from benchmarks.cases.case import Case, Known, Scale, made_bid, made_instance, made_tender

HEADINGS = ("goods", "bids", "dummy")


def read_bids(path: Path) -> list[tuple[str, Decimal, list[str]]]:
    """The package bids of a file: number, price, and the goods that it asks for."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.partition("%")[0].replace("#", " ").split()
        if words and words[0] not in HEADINGS:
            found.append((words[0], Decimal(words[1]), words[2:]))
    return found


def case(path: Path, optimum: Decimal) -> Case:
    """One auction: most money under at most one winner for each good."""
    packages = read_bids(path)
    scale = Scale.of(price for _, price, _ in packages)
    tender = made_tender(
        "cats",
        path.stem,
        [{"id": "ONE", "kind": "max_winners", "per": ["care_type"], "limit": 1}],
        {"goals": ["total_score"], "fill": "may_stay_open", "ties": ["score", "draw"]},
        care_types=sorted({good for _, _, goods in packages for good in goods}, key=int),
        scale=scale,
    )
    bids = [
        made_bid(bid, score=scale.units(price), offers=dict.fromkeys(goods), draw=place)
        for place, (bid, price, goods) in enumerate(packages)
    ]
    known = Known(value=scale.points(optimum))
    return Case("cats", path.stem, tender, made_instance(tender, bids), known)


def cases(root: Path) -> Iterator[Case]:
    """Every auction whose optimum is listed."""
    text = (root / "cats" / "optima.json").read_text(encoding="utf-8")
    for name, facts in sorted(json.loads(text, parse_float=Decimal).items()):
        yield case(root / "cats" / name, Decimal(facts["optimum"]))

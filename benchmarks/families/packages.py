"""Family W: package bids for goods that at most one winner delivers.

Goods have values, and lie near or far from each other; a bidder asks for a bundle of goods that lie
together, and for some substitutes of it, which exclude each other through a good of their own that
nobody else wants. A bundle that spans both segments is two bids of one package, which win together
or not at all. Modelled on the "arbitrary" distribution of Leyton-Brown, Pearson and Shoham (CATS,
EC 2000); the numbers are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from award_opt.columns import Ints
from benchmarks.families.book import NONE, Book, care_id, ints, made_model
from benchmarks.families.draws import Draws

SEGMENTS = ("east", "west")


@dataclass(frozen=True, slots=True)
class Auction:
    """How many goods, and about how many bids."""

    family: str
    goods: int
    bids: int
    more: int = 70  # percent: how often a bundle grows by one more good
    substitutes: int = 4


def build(auction: Auction, seed: int) -> Book:
    """The book of a seed."""
    draws = Draws(seed, auction.family)
    rows: list[tuple[int, int, int, int]] = []  # provider, segment, score, package
    offers: list[tuple[int, int]] = []
    goods, packages, provider = auction.goods, 0, 0
    values, near = _market(auction, draws)
    while len(rows) < auction.bids:
        bundles = list(_bundles(auction, draws, values, near))
        own = goods if len(bundles) > 1 else NONE
        goods += len(bundles) > 1
        for bundle, price in bundles:
            halves = _halves(bundle, auction.goods // 2)
            packages += len(halves) > 1
            for part, (segment, half) in enumerate(halves):
                extra = [own] if own != NONE and part == 0 else []
                offers += [(len(rows), good) for good in [*half, *extra]]
                package = packages - 1 if len(halves) > 1 else NONE
                rows.append((provider, segment, price * len(half) // len(bundle), package))
        provider += 1
    return _book(auction, seed, ints(rows), ints(offers), goods, draws)


def _halves(bundle: list[int], border: int) -> list[tuple[int, list[int]]]:
    """The goods of a bundle in each segment where it has any, with that segment."""
    east = [good for good in bundle if good < border]
    west = [good for good in bundle if good >= border]
    return [(segment, half) for segment, half in enumerate((east, west)) if half]


def _market(auction: Auction, draws: Draws) -> tuple[Ints, Ints]:
    """The value of each good, and how near each two of them are; shape ``(goods, goods)``."""
    goods = auction.goods
    values = 100 + draws.below(goods, 9_900)
    upper = np.triu(1 + draws.below(goods * goods, 1000).reshape(goods, goods), 1)
    return values, upper + upper.T


def _bundles(
    auction: Auction, draws: Draws, values: Ints, near: Ints
) -> Iterator[tuple[list[int], int]]:
    """A bundle with its price, then its substitutes of the same size, the dearest first."""
    private = np.maximum(0, values + draws.below(auction.goods, 10_000) - 5_000)
    first = _grown(draws, near, [int(np.argmax(private * draws.below(auction.goods, 1000)))], None,
                   auction.more)  # fmt: skip
    price = _price(private, first)
    if price <= 0:
        return
    yield first, price
    found = {tuple(first)}
    others = [_grown(draws, near, [good], len(first), 0) for good in first]
    priced = sorted(((_price(private, other), other) for other in others), reverse=True)
    for worth, other in priced[: auction.substitutes]:
        close = 0 < worth <= price * 3 // 2 and 2 * values[other].sum() >= values[first].sum()
        if close and tuple(other) not in found:
            found.add(tuple(other))
            yield other, worth


def _grown(draws: Draws, near: Ints, bundle: list[int], size: int | None, more: int) -> list[int]:
    """A bundle grown by goods that lie near it, to a size or by chance."""
    goods = len(near)
    while len(bundle) < goods:
        if len(bundle) >= size if size is not None else draws.below(1, 100)[0] >= more:
            break
        pull = near[bundle].sum(axis=0) * draws.below(goods, 1000)
        pull[bundle] = -1
        bundle = [*bundle, int(np.argmax(pull))]
    return sorted(bundle)


def _price(private: Ints, bundle: list[int]) -> int:
    """The sum of the goods' values, and a little more for each that comes together."""
    return int(private[bundle].sum()) + 100 * len(bundle) + 12 * len(bundle) ** 2


def _book(auction: Auction, seed: int, rows: Ints, offers: Ints, goods: int, draws: Draws) -> Book:
    n = len(rows)
    zero, none = np.zeros(n, np.int64), np.zeros(0, np.int64)
    provider, segment, score, package = rows.T
    tables = {
        "bids": {"provider": provider, "lot": segment, "score": score, "value": zero,
                 "capacity": zero, "small_bp": zero, "package": package,
                 "draw": draws.shuffled(n)},
        "offers": {"bid": offers[:, 0], "care": offers[:, 1],
                   "capacity": np.zeros(len(offers), np.int64)},
        "parties": {"bid": np.arange(n), "provider": provider, "role": zero,
                    "share_bp": np.full(n, 10_000)},
        "lots": {"cap": ints([NONE, NONE]), "open": ints([0, 0]), "region": ints([NONE, NONE]),
                 "distinct": ints([NONE, NONE])},
        "cells": {"lot": none, "care": none, "at_least": none, "demand": none},
        "regions": {"ceiling": none, "small_bp": none},
        "groups": {"cap": none},
        "limits": {"lots": ints([NONE]), "goods": ints([1])},
    }  # fmt: skip
    lots = [(name, None) for name in SEGMENTS]
    small = np.zeros(int(provider.max(initial=-1)) + 1, np.int64)
    return Book(auction.family, seed, tables, _model(auction, goods), lots, small)


def _model(auction: Auction, goods: int) -> dict[str, Any]:
    cares = [care_id(good) for good in range(goods)]
    segments = {name: {"care_types": cares, "procedure": "competition"} for name in SEGMENTS}
    rules: list[dict[str, Any]] = [
        {"id": "GOODS", "kind": "exclusive", "per": ["care_type"]},
        {"id": "TOGETHER", "kind": "package"},
    ]
    return made_model(auction.family, segments, rules, care_types=goods, highest=1_000_000)

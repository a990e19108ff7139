"""A book as sparse rows by array operations, for solvers that read arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.tables import Ints, Tables

INFINITE = float("inf")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Arrays:
    """Maximise ``weight . x`` over 0/1 variables and rows ``low <= a x <= high`` in row order."""

    bids: int
    weight: Ints
    lower: Ints
    start: Ints
    column: Ints
    coefficient: Ints
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Block:
    """Some rows: entries of each, and their bounds."""

    row: Ints
    column: Ints
    coefficient: Ints
    low: Floats
    high: Floats

    @classmethod
    def grouped(
        cls, group: Ints, column: Ints, coefficient: Ints, low: Floats, high: Floats
    ) -> Block:
        """A row for each group that is bounded at all."""
        kept = np.isfinite(low) | np.isfinite(high)
        place = np.cumsum(kept) - 1
        used = (coefficient != 0) & kept[group]
        return cls(place[group[used]], column[used], coefficient[used], low[kept], high[kept])


def arrays(tables: Tables) -> Arrays:
    """The rows of a book."""
    bids = tables["bids"]
    n = len(bids["score"])
    blocks = list(_blocks(tables, n))
    size = max([n, *(int(block.column.max(initial=-1)) + 1 for block in blocks)])
    many = [len(block.low) for block in blocks]
    first = np.cumsum([0, *many])
    row = np.concatenate([block.row + at for block, at in zip(blocks, first, strict=False)])
    order = np.argsort(row, kind="stable")
    weight, lower = np.zeros(size, np.int64), np.zeros(size, np.int64)
    weight[:n] = bids["score"]
    lower[:n] = tables["lots"]["open"][bids["lot"]]
    count = np.bincount(row, minlength=int(first[-1]))
    return Arrays(
        bids=n,
        weight=weight,
        lower=lower,
        start=np.r_[0, np.cumsum(count)],
        column=np.concatenate([block.column for block in blocks])[order],
        coefficient=np.concatenate([block.coefficient for block in blocks])[order],
        low=np.concatenate([block.low for block in blocks]),
        high=np.concatenate([block.high for block in blocks]),
    )


def _blocks(tables: Tables, n: int) -> Iterator[Block]:
    bids, lots = tables["bids"], tables["lots"]
    lot, closed = bids["lot"], lots["open"][bids["lot"]] == 0
    every, one = np.arange(n), np.ones(n, np.int64)
    inside = np.flatnonzero(closed)
    cap = np.where((lots["cap"] < 0) | (lots["open"] == 1), INFINITE, lots["cap"])
    yield _at_most(lot[inside], inside, one[inside], cap)
    yield from _distinct(tables, n)
    region = lots["region"][lot]
    paid = np.flatnonzero(closed & (region >= 0))
    regions = tables["regions"]
    ceiling = np.where(regions["ceiling"] < 0, INFINITE, regions["ceiling"])
    yield _at_most(region[paid], paid, bids["value"][paid], ceiling)
    share = np.where(regions["small_bp"] < 0, -INFINITE, 0.0)
    weight = bids["value"][paid] * (bids["small_bp"][paid] - regions["small_bp"][region[paid]])
    yield _at_least(region[paid], paid, weight, share)
    yield from _offers(tables)
    limit = int(tables["limits"]["lots"][0])
    if limit >= 0:
        mine = bids["provider"][inside]
        many = np.bincount(mine)
        yield _at_most(mine, inside, one[inside], np.where(many > limit, limit, INFINITE))
    packed = every[bids["package"] >= 0]
    packed = packed[np.argsort(bids["package"][packed], kind="stable")]
    pair = np.flatnonzero(np.diff(bids["package"][packed]) == 0)
    ones, none = np.ones(len(pair), np.int64), np.zeros(len(pair))
    both = np.r_[np.arange(len(pair)), np.arange(len(pair))]
    yield Block(both, np.r_[packed[pair], packed[pair + 1]], np.r_[ones, -ones], none, none)


def _distinct(tables: Tables, n: int) -> Iterator[Block]:
    bids, cap = tables["bids"], tables["groups"]["cap"]
    group = tables["lots"]["distinct"][bids["lot"]]
    inside = np.flatnonzero(group >= 0)
    providers = int(bids["provider"].max(initial=0)) + 1
    used, which = np.unique(
        group[inside] * providers + bids["provider"][inside], return_inverse=True
    )
    link, one = np.arange(len(inside)), np.ones(len(inside), np.int64)
    yield Block(
        np.r_[link, link],
        np.r_[inside, n + which],
        np.r_[one, -one],
        np.full(len(inside), -INFINITE),
        np.zeros(len(inside)),
    )
    counted = np.ones(len(used), np.int64)
    yield _at_most(used // providers, n + np.arange(len(used)), counted, cap.astype(np.float64))


def _offers(tables: Tables) -> Iterator[Block]:
    offers, cells = tables["offers"], tables["cells"]
    cares = int(max(offers["care"].max(initial=-1), cells["care"].max(initial=-1))) + 1
    of_cell = np.full(len(tables["lots"]["cap"]) * cares, -1)
    of_cell[cells["lot"] * cares + cells["care"]] = np.arange(len(cells["lot"]))
    cell = of_cell[tables["bids"]["lot"][offers["bid"]] * cares + offers["care"]]
    used = np.flatnonzero(cell >= 0)
    bid, one = offers["bid"][used], np.ones(len(used), np.int64)
    least = np.where(cells["at_least"] > 0, cells["at_least"], -INFINITE)
    demand = np.where(cells["demand"] > 0, cells["demand"], -INFINITE)
    yield _at_least(cell[used], bid, one, least)
    yield _at_least(cell[used], bid, offers["capacity"][used], demand)
    if tables["limits"]["goods"][0]:
        one = np.ones(len(offers["bid"]), np.int64)
        yield _at_most(offers["care"], offers["bid"], one, np.ones(cares))


def _at_most(group: Ints, column: Ints, coefficient: Ints, high: Floats) -> Block:
    high = np.asarray(high, np.float64)
    return Block.grouped(group, column, coefficient, np.full(len(high), -INFINITE), high)


def _at_least(group: Ints, column: Ints, coefficient: Ints, low: Floats) -> Block:
    low = np.asarray(low, np.float64)
    return Block.grouped(group, column, coefficient, low, np.full(len(low), INFINITE))

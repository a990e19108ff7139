"""Books as files, and what every answer has to keep, read from the tables alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Tables: TypeAlias = Mapping[str, Mapping[str, Ints]]


def write(path: Path, tables: Tables) -> None:
    """Write the tables of a book as one file."""
    columns: dict[str, Any] = {
        f"{name}.{column}": held for name, table in tables.items() for column, held in table.items()
    }
    np.savez(path, **columns)


def read(path: Path) -> dict[str, dict[str, Ints]]:
    """The tables of a file that ``write`` made."""
    tables: dict[str, dict[str, Ints]] = {}
    with np.load(path) as held:
        for key in held.files:
            name, _, column = key.partition(".")
            tables.setdefault(name, {})[column] = held[key]
    return tables


def value(tables: Tables, wins: Ints) -> int:
    """The total score of the winning bids."""
    return int((tables["bids"]["score"] * wins).sum())


def broken(tables: Tables, wins: Ints) -> list[str]:
    """The rules that an award breaks; ``wins`` is 0 or 1 for each bid."""
    return [rule for rule, kept in _rules(tables, wins.astype(np.int64)) if not kept]


def _rules(tables: Tables, wins: Ints) -> Iterator[tuple[str, bool]]:
    bids, lots = tables["bids"], tables["lots"]
    lot, won = bids["lot"], wins.astype(np.bool_)
    open_house = lots["open"][lot] == 1
    yield "open", bool(won[open_house].all())
    held = np.bincount(lot[won], minlength=len(lots["cap"]))
    yield "cap", bool(((lots["cap"] < 0) | (held <= lots["cap"])).all())
    yield "distinct", _distinct(tables, won)
    yield from _money(tables, won & ~open_house)
    yield from _offers(tables, wins)
    limit = int(tables["limits"]["lots"][0])
    mine = np.unique(np.stack([bids["provider"], lot])[:, won & ~open_house], axis=1)[0]
    yield "lots", limit < 0 or int(np.bincount(mine).max(initial=0)) <= limit
    yield "package", _packages(bids["package"], won)


def _distinct(tables: Tables, won: NDArray[np.bool_]) -> bool:
    bids, cap = tables["bids"], tables["groups"]["cap"]
    group = tables["lots"]["distinct"][bids["lot"]]
    counted = won & (group >= 0)
    pairs = np.unique(np.stack([group, bids["provider"]])[:, counted], axis=1)[0]
    return bool((np.bincount(pairs, minlength=len(cap)) <= cap).all())


def _money(tables: Tables, won: NDArray[np.bool_]) -> Iterator[tuple[str, bool]]:
    bids, regions = tables["bids"], tables["regions"]
    region = tables["lots"]["region"][bids["lot"]]
    inside = won & (region >= 0)
    spent = np.zeros(len(regions["ceiling"]), np.int64)
    small = np.zeros(len(spent), np.int64)
    np.add.at(spent, region[inside], bids["value"][inside])
    np.add.at(small, region[inside], (bids["value"] * bids["small_bp"])[inside])
    yield "budget", bool(((regions["ceiling"] < 0) | (spent <= regions["ceiling"])).all())
    yield "small", bool((small >= np.maximum(regions["small_bp"], 0) * spent).all())


def _offers(tables: Tables, wins: Ints) -> Iterator[tuple[str, bool]]:
    bids, offers, cells = tables["bids"], tables["offers"], tables["cells"]
    cares = int(max(offers["care"].max(initial=-1), cells["care"].max(initial=-1))) + 1
    size = len(tables["lots"]["cap"]) * cares
    cell = bids["lot"][offers["bid"]] * cares + offers["care"]
    counted, capacity = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(counted, cell, wins[offers["bid"]])
    np.add.at(capacity, cell, wins[offers["bid"]] * offers["capacity"])
    asked = cells["lot"] * cares + cells["care"]
    yield "at_least", bool((counted[asked] >= cells["at_least"]).all())
    yield "demand", bool((capacity[asked] >= cells["demand"]).all())
    if tables["limits"]["goods"][0]:
        each = np.bincount(offers["care"], weights=wins[offers["bid"]])
        yield "goods", bool((each <= 1).all())


def _packages(package: Ints, won: NDArray[np.bool_]) -> bool:
    inside = package >= 0
    many = np.bincount(package[inside])
    held = np.bincount(package[inside & won], minlength=len(many))
    return bool(((held == 0) | (held == many)).all())

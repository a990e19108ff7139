"""Published cases of others as books: package auctions and set covering.

Read from the folder that ``benchmarks.cases`` reads; where it is missing there are no such books.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from award_opt.columns import Ints
from benchmarks.cases.case import folder
from benchmarks.cases.cats import read_bids
from benchmarks.cases.orlib import read_covering
from benchmarks.families.book import NONE, Book, Table, care_id, ints, made_model

WIDEST: Final = 1_000_000
Facts: TypeAlias = Mapping[str, Any]


def auctions() -> Iterator[tuple[Book, int]]:
    """Auctions of CATS with their proven optima: at most one winner for each good."""
    root = folder() / "cats"
    if not root.is_dir():
        return
    known = json.loads((root / "optima.json").read_text("utf-8"))
    for seed, name in enumerate(sorted(known)):
        packages = read_bids(root / name)
        goods = sorted({good for _, _, each in packages for good in each}, key=int)
        code = {good: place for place, good in enumerate(goods)}
        offers = [(b, code[good]) for b, (_, _, each) in enumerate(packages) for good in each]
        score = ints([int(price) for _, price, _ in packages])
        rules = [{"id": "GOODS", "kind": "exclusive", "per": ["care_type"]}]
        book = _book("CATS", seed, {"score": score}, ints(offers), rules, goods=1)
        yield book, int(known[name]["optimum"])


def coverings() -> Iterator[tuple[Book, int]]:
    """Set covering problems of OR-Library with their proven optima: least money that covers."""
    root = folder() / "orlib"
    if not root.is_dir():
        return
    known = json.loads((root / "verified.json").read_text("utf-8"))
    names = [name for name in sorted(known) if name.startswith("scp")]
    for seed, name in enumerate(names):
        prices, rows = read_covering(root / "scp" / f"{name}.txt")
        offers = [(column - 1, row) for row, held in enumerate(rows) for column in held]
        rule = {"id": "COVER", "kind": "coverage", "per": ["care_type"], "count": "contracts"}
        value = ints(prices)
        book = _book("SCP", seed, {"score": -value, "value": value},
                     ints(sorted(offers)), [rule], at_least=1, goal="lowest_value")  # fmt: skip
        yield book, -int(known[name]["objective"])


def _book(
    family: str,
    seed: int,
    given: Table,
    offers: Ints,
    rules: Sequence[Facts],
    *,
    goods: int = 0,
    at_least: int = 0,
    goal: str = "total_score",
) -> Book:
    n, zero = len(given["score"]), np.zeros(len(given["score"]), np.int64)
    cares = int(offers[:, 1].max(initial=-1)) + 1
    cells = np.arange(cares if at_least else 0)
    bids = {"provider": np.arange(n), "lot": zero, "score": zero, "value": zero, "capacity": zero,
            "small_bp": zero, "package": np.full(n, NONE), "draw": np.arange(n)}  # fmt: skip
    tables = {
        "bids": {**bids, **given},
        "offers": {"bid": offers[:, 0], "care": offers[:, 1],
                   "capacity": np.zeros(len(offers), np.int64)},
        "parties": {"bid": np.arange(n), "provider": np.arange(n), "role": zero,
                    "share_bp": np.full(n, 10_000)},
        "lots": {"cap": ints([NONE]), "open": ints([0]), "region": ints([0]),
                 "distinct": ints([NONE])},
        "cells": {"lot": 0 * cells, "care": cells, "at_least": 0 * cells + at_least,
                  "demand": 0 * cells},
        "regions": {"ceiling": ints([NONE]), "small_bp": ints([NONE])},
        "groups": {"cap": ints([])},
        "limits": {"lots": ints([NONE]), "goods": ints([goods])},
    }  # fmt: skip
    segment = {"care_types": [care_id(care) for care in range(cares)], "procedure": "competition"}
    model = made_model(family, {"s": segment}, rules, care_types=cares, highest=WIDEST, goal=goal)
    return Book(family, seed, tables, model, [("s", None)], zero)

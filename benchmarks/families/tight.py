"""Families T1, T2 and T3: small books on which every rule binds.

T1 covers many care types by few winners, as set covering does; T2 has budgets as knapsacks whose
bids score nearly what they cost; T3 has scores that all but tie, under coverage by three and a cap
on distinct bidders. Each lot is a segment of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from award_opt.columns import Ints
from benchmarks.families.book import NONE, Book, care_id, ints, made_model, nothing
from benchmarks.families.draws import Draws


@dataclass(frozen=True, slots=True)
class Tight:
    """How large and how tight; percentages are of a plain good award."""

    family: str
    lots: int
    providers: int
    bids_each: int
    cap: int
    care_types: int
    offered: int  # percent of the care types that a bid offers
    at_least: int
    limit: int = NONE
    distinct: int = NONE
    small_bp: int = NONE
    slack: int = 99
    demand: int = 0
    scores: str = "spread"  # or "like cost", "all but tied"


def build(tight: Tight, seed: int) -> Book:
    """The book of a seed."""
    draws = Draws(seed, tight.family)
    bids, small = _bids(tight, draws)
    won = _planted(tight, bids, bids["score"] + draws.bell(len(bids["score"])) // 2)
    offers, reached, counted = _offers(tight, draws, bids, won)
    chosen = np.flatnonzero(counted > 0) if tight.at_least else ints([])
    asked = draws.below(len(chosen), 100) * tight.demand
    spent = np.zeros(tight.lots, np.int64)
    np.add.at(spent, bids["lot"], bids["value"] * won)
    n, groups = len(won), ints([] if tight.distinct == NONE else [tight.distinct])
    inside = nothing(tight.lots) if tight.distinct == NONE else np.zeros(tight.lots, np.int64)
    tables = {
        "bids": bids,
        "offers": offers,
        "parties": {
            "bid": np.arange(n),
            "provider": bids["provider"],
            "role": np.zeros(n, np.int64),
            "share_bp": np.full(n, 10_000),
        },
        "lots": {
            "cap": np.full(tight.lots, tight.cap),
            "open": np.zeros(tight.lots, np.int64),
            "region": np.arange(tight.lots),
            "distinct": inside,
        },
        "cells": {
            "lot": chosen // tight.care_types,
            "care": chosen % tight.care_types,
            "at_least": np.minimum(tight.at_least, counted[chosen]),
            "demand": reached[chosen] * asked // 10_000,
        },
        "regions": {
            "ceiling": spent * tight.slack // 100,
            "small_bp": np.full(tight.lots, tight.small_bp),
        },
        "groups": {"cap": groups},
        "limits": {"lots": ints([tight.limit]), "goods": ints([0])},
    }
    lots = [(_segment(lot), None) for lot in range(tight.lots)]
    return Book(tight.family, seed, tables, _model(tight, tables), lots, small)


def _bids(tight: Tight, draws: Draws) -> tuple[dict[str, Ints], Ints]:
    many = tight.providers
    small = draws.chance(many, 40).astype(np.int64)
    each = np.maximum(1, tight.bids_each + draws.bell(many) // 600)
    owner = np.repeat(np.arange(many), each)
    key = np.unique(owner * tight.lots + draws.below(len(owner), tight.lots))
    provider, lot = np.divmod(key, tight.lots)
    n = len(key)
    value = np.maximum(5, draws.long_tailed(n, 148, 1154))
    score = _scores(tight, draws, value)
    return {
        "provider": provider,
        "lot": lot,
        "score": score,
        "value": value,
        "capacity": np.maximum(1, value // 8 + draws.below(n, 6)),
        "small_bp": 10_000 * small[provider],
        "package": nothing(n),
        "draw": draws.shuffled(n),
    }, small


def _scores(tight: Tight, draws: Draws, value: Ints) -> Ints:
    n = len(value)
    if tight.scores == "all but tied":
        return 7000 + draws.below(n, 6)
    spread = 7000 + draws.bell(n)
    if tight.scores == "like cost":
        doublings = ints([int(each).bit_length() for each in value])
        cost = 870 * doublings + 870 * value // (1 << doublings)
        spread = (spread + 9 * cost) // 10
    return np.clip(spread, 100, 10_000)


def _planted(tight: Tight, bids: Mapping[str, Ints], worth: Ints) -> Ints:
    """A plain good award: the best first, within the caps and the limit for each bidder."""
    won = np.zeros(len(worth), np.int64)
    places = [tight.cap] * tight.lots
    lots_of = [tight.limit if tight.limit != NONE else tight.lots] * tight.providers
    for b in np.argsort(-worth, kind="stable").tolist():
        lot, provider = int(bids["lot"][b]), int(bids["provider"][b])
        if places[lot] and lots_of[provider]:
            places[lot] -= 1
            lots_of[provider] -= 1
            won[b] = 1
    return won


def _offers(
    tight: Tight, draws: Draws, bids: Mapping[str, Ints], won: Ints
) -> tuple[dict[str, Ints], Ints, Ints]:
    """The offers, and what the plain good award reaches of each lot and care type."""
    n, types = len(won), tight.care_types
    offered = draws.chance(n * types, tight.offered).reshape(n, types)
    offered[np.arange(n), draws.below(n, types)] = True
    bid, care = np.nonzero(offered)
    held = np.maximum(1, bids["capacity"][bid] // offered.sum(axis=1)[bid])
    cell = bids["lot"][bid] * types + care
    size = tight.lots * types
    counted = np.bincount(cell, weights=won[bid], minlength=size).astype(np.int64)
    reached = np.zeros(size, np.int64)
    np.add.at(reached, cell, won[bid] * held)
    stays = (counted > 0)[cell] if tight.at_least else np.ones(len(cell), np.bool_)
    offers = {"bid": ints(bid)[stays], "care": ints(care)[stays], "capacity": held[stays]}
    return offers, reached, counted


def _segment(lot: int) -> str:
    return f"s{lot}"


def _model(tight: Tight, tables: Mapping[str, Mapping[str, Ints]]) -> dict[str, Any]:
    cells = {name: column.tolist() for name, column in tables["cells"].items()}
    segments: dict[str, dict[str, Any]] = {
        _segment(lot): {"care_types": [], "procedure": "competition"} for lot in range(tight.lots)
    }
    demand: dict[str, int] = {}
    for lot, care, need in zip(cells["lot"], cells["care"], cells["demand"], strict=True):
        segments[_segment(lot)]["care_types"].append(care_id(care))
        if need:
            demand[f"{_segment(lot)}/{care_id(care)}"] = need
    ceiling = (1000 * tables["regions"]["ceiling"]).tolist()
    rules: list[dict[str, Any]] = [
        {"id": "MAX", "kind": "max_winners", "per": ["lot"], "limit": tight.cap},
        {"id": "BUDGET", "kind": "budget", "per": ["segment"],
         "ceiling": dict(zip(segments, ceiling, strict=True))},
    ]  # fmt: skip
    if tight.at_least:
        rules.append(
            {"id": "COVER", "kind": "coverage", "count": "contracts", "per": ["lot", "care_type"],
             "at_least": tight.at_least, "if_short": "as_available"}
        )  # fmt: skip
    if demand:
        per = ["lot", "care_type"]
        rules.append({"id": "DEMAND", "kind": "capacity", "per": per, "demand": demand})
    if tight.limit != NONE:
        rules.append({"id": "LOTS", "kind": "max_lots", "limit": tight.limit})
    if tight.distinct != NONE:
        limit = {"count": "bidders", "limit": tight.distinct}
        rules.append({"id": "BIDDERS", "kind": "max_winners", **limit})
    if tight.small_bp != NONE:
        share = Decimal(tight.small_bp) / 100
        of = {"scale": ["small"]}
        rules.append({"id": "SMALL", "kind": "min_share", "per": "segment", "of": of,
                      "share": share})  # fmt: skip
    return made_model(tight.family, segments, rules, care_types=tight.care_types)

"""Families S, M and L: care in regions, each with five segments as in Hart van Brabant.

In each region: segment 1 has one place, 2 is Open House, 3 has a cap, 4 has four areas with a cap
each and one cap on the distinct bidders over all four, 5 has one place. Each care type must be
covered, some must reach a demand; a budget and 7.5% for small providers hold in each region. In a
linked book no bidder may win more than some lots in the whole country.

A region stands in the model as a segment whose areas are its lots, so that one rule can measure the
share of small providers in each region; its Open House lot is a segment of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np

from award_opt.columns import Ints
from benchmarks.families.book import NONE, Book, care_id, ints, made_model, nothing
from benchmarks.families.draws import Draws

AREAS: Final = ("1", "3", "4-north", "4-east", "4-south", "4-west", "5")
FOUR: Final = AREAS[2:6]
OPEN: Final = len(AREAS)  # the place of the Open House lot in its region
LOTS: Final = OPEN + 1
WEIGHTS: Final = np.array([25, 160, 240, 240, 240, 240, 25, 220])
SMALL_BP: Final = 750


@dataclass(frozen=True, slots=True)
class Market:
    """How large and how tight; ``slack`` and ``demand`` are percentages of a plain good award."""

    family: str
    regions: int
    providers: int
    bids_each: int  # drawn for each provider, before bids for the same lot fall together
    care_types: int
    caps: tuple[int, int]  # of segment 3, and of each area of segment 4
    distinct: int
    at_least: int = 1
    limit: int = NONE
    near: int = 0
    slack: int = 97
    demand: int = 70

    @property
    def kin(self) -> str:
        """The family whose bids these are: a linked book has those of the unlinked one."""
        return self.family.partition("-")[0]

    @property
    def lot_caps(self) -> Ints:
        """The cap of each lot of one region; none on Open House."""
        three, four = self.caps
        return ints([1, three, four, four, four, four, 1, NONE])


def build(market: Market, seed: int) -> Book:
    """The book of a seed."""
    bids, parties, small = _bids(market, Draws(seed, market.kin))
    draws = Draws(seed, f"{market.kin}/offers")
    offers = _offers(market, draws, bids)
    lots = {
        "cap": np.tile(market.lot_caps, market.regions),
        "open": np.tile(ints([0] * OPEN + [1]), market.regions),
        "region": np.repeat(np.arange(market.regions), LOTS),
        "distinct": _distinct(market.regions),
    }
    planted = _planted(market, Draws(seed, f"{market.kin}/planted"), bids, lots)
    cells = _cells(market, draws, planted[offers["bid"]], bids["lot"][offers["bid"]], offers)
    spent = np.zeros(market.regions, np.int64)
    np.add.at(spent, lots["region"][bids["lot"]], bids["value"] * planted)
    tables = {
        "bids": bids,
        "offers": offers,
        "parties": parties,
        "lots": lots,
        "cells": cells,
        "regions": {
            "ceiling": spent * market.slack // 100,
            "small_bp": np.full(market.regions, SMALL_BP),
        },
        "groups": {"cap": np.full(market.regions, market.distinct)},
        "limits": {"lots": ints([market.limit]), "goods": ints([0])},
    }
    return Book(market.family, seed, tables, _model(market, tables), _lots(market.regions), small)


def _bids(market: Market, draws: Draws) -> tuple[dict[str, Ints], dict[str, Ints], Ints]:
    many, regions = market.providers, market.regions
    home, talent = draws.below(many, regions), draws.bell(many)
    small = draws.chance(many, 40).astype(np.int64)
    each = np.maximum(1, market.bids_each + draws.bell(many) * _root(market.bids_each) // 1000)
    provider = np.repeat(np.arange(many), each)
    away = (draws.bell(len(provider)) * market.near + 500) // 1000
    edge = np.cumsum(WEIGHTS)
    place = np.searchsorted(edge, draws.below(len(provider), int(edge[-1])), "right")
    lot = (home[provider] + away) % regions * LOTS + place
    key = np.unique(provider * (regions * LOTS) + lot)
    provider, lot = np.divmod(key, regions * LOTS)
    n = len(key)
    score = np.clip(7000 + (6 * talent[provider] + 8 * draws.bell(n)) // 10, 500, 10_000)
    value = np.maximum(5, draws.long_tailed(n, 148, 1154))
    parties = _parties(draws, provider, many)
    small_bp = np.zeros(n, np.int64)
    np.add.at(small_bp, parties["bid"], parties["share_bp"] * small[parties["provider"]])
    bids = {
        "provider": provider,
        "lot": lot,
        "score": score,
        "value": value,
        "capacity": np.maximum(1, value // 8 + draws.below(n, 6)),
        "small_bp": small_bp,
        "package": nothing(n),
        "draw": draws.shuffled(n),
    }
    return bids, parties, small


def _parties(draws: Draws, provider: Ints, providers: int) -> dict[str, Ints]:
    """One bid in twenty is a coalition of up to four, who share its value equally."""
    n = len(provider)
    joint = np.flatnonzero(draws.chance(n, 5))
    bid = np.repeat(joint, 1 + draws.below(len(joint), 3))
    partner = draws.below(len(bid), providers)
    other = partner != provider[bid]
    extra = np.unique(bid[other] * providers + partner[other])
    both = np.r_[np.arange(n), extra // providers]
    who = np.r_[provider, extra % providers]
    role = np.r_[np.zeros(n, np.int64), np.ones(len(extra), np.int64)]
    order = np.lexsort((who, role, both))
    both, who, role = both[order], who[order], role[order]
    sharing = np.bincount(both, minlength=n)
    share = 10_000 // sharing[both]
    share[role == 0] += (10_000 - sharing * (10_000 // sharing))[both[role == 0]]
    return {"bid": both, "provider": who, "role": role, "share_bp": share}


def _offers(market: Market, draws: Draws, bids: Mapping[str, Ints]) -> dict[str, Ints]:
    n, types = len(bids["score"]), market.care_types
    offered = draws.chance(n * types, 35).reshape(n, types)
    offered[np.arange(n), draws.below(n, types)] = True
    bid, care = np.nonzero(offered)
    held = bids["capacity"][bid] // offered.sum(axis=1)[bid]
    return {"bid": ints(bid), "care": ints(care), "capacity": np.maximum(1, held)}


def _planted(
    market: Market, draws: Draws, bids: Mapping[str, Ints], lots: Mapping[str, Ints]
) -> Ints:
    """A plain good award, from which budgets and demands are measured: the best of each lot."""
    lot = bids["lot"]
    worth = bids["score"] + draws.bell(len(lot)) // 2
    order = np.lexsort((-worth, lot))
    first = np.searchsorted(lot[order], np.arange(market.regions * LOTS))
    rank = np.arange(len(lot)) - first[lot[order]]
    won = np.zeros(len(lot), np.int64)
    won[order] = (rank < lots["cap"][lot[order]]) & (lots["open"][lot[order]] == 0)
    return won


def _distinct(regions: int) -> Ints:
    inside = ints([area in FOUR for area in (*AREAS, "open")])
    return np.where(np.tile(inside, regions) == 1, np.repeat(np.arange(regions), LOTS), NONE)


def _cells(
    market: Market, draws: Draws, won: Ints, lot: Ints, offers: Mapping[str, Ints]
) -> dict[str, Ints]:
    """What each care type needs in each lot of segments 3 and 4."""
    types, size = market.care_types, market.regions * LOTS * market.care_types
    cell = lot * types + offers["care"]
    offered = np.bincount(cell, minlength=size)
    reached = np.zeros(size, np.int64)
    np.add.at(reached, cell, won * offers["capacity"])
    asked = draws.chance(size, 60) * draws.below(size, 100) * market.demand
    place = np.arange(size) // types % LOTS
    chosen = np.flatnonzero((place >= 1) & (place <= 5))
    return {
        "lot": chosen // types,
        "care": chosen % types,
        "at_least": np.minimum(market.at_least, offered[chosen]),
        "demand": reached[chosen] * asked[chosen] // 10_000,
    }


def _lots(regions: int) -> list[tuple[str, str | None]]:
    return [
        (_region(region) if area else f"{_region(region)}-open", area)
        for region in range(regions)
        for area in (*AREAS, None)
    ]


def _region(region: int) -> str:
    return f"r{region:03}"


def _root(square: int) -> int:
    """The whole part of a square root."""
    return int(np.sqrt(square))


def _model(market: Market, tables: Mapping[str, Mapping[str, Ints]]) -> dict[str, Any]:
    every = [_region(region) for region in range(market.regions)]
    cares = [care_id(care) for care in range(market.care_types)]
    segments: dict[str, dict[str, Any]] = {}
    for name in every:
        segments[name] = {"areas": list(AREAS), "care_types": cares, "procedure": "competition"}
        segments[f"{name}-open"] = {"care_types": cares, "procedure": "open_house"}
    cells, lots = tables["cells"], _lots(market.regions)
    demand = {
        f"{'/'.join(filter(None, lots[lot]))}/{care_id(care)}": need
        for lot, care, need in zip(
            cells["lot"].tolist(), cells["care"].tolist(), cells["demand"].tolist(), strict=True
        )
        if need
    }
    ceiling = dict(zip(every, (1000 * tables["regions"]["ceiling"]).tolist(), strict=True))
    three, four = market.caps
    wide = [AREAS[1], *FOUR]
    rules: list[dict[str, Any]] = [
        {"id": "ONE", "kind": "max_winners", "where": {"segment": every, "area": ["1", "5"]},
         "per": ["lot"], "limit": 1},
        {"id": "OPEN", "kind": "all_qualifying",
         "where": {"segment": [f"{name}-open" for name in every]}},
        {"id": "S3-MAX", "kind": "max_winners", "where": {"segment": every, "area": ["3"]},
         "per": ["lot"], "limit": three},
        {"id": "S4-MAX", "kind": "max_winners", "where": {"segment": every, "area": list(FOUR)},
         "per": ["lot"], "limit": four},
        {"id": "S4-BIDDERS", "kind": "max_winners", "count": "bidders",
         "where": {"segment": every, "area": list(FOUR)}, "per": ["segment"],
         "limit": market.distinct},
        {"id": "COVER", "kind": "coverage", "count": "contracts",
         "where": {"segment": every, "area": wide}, "per": ["lot", "care_type"],
         "at_least": market.at_least, "if_short": "as_available"},
        {"id": "DEMAND", "kind": "capacity", "where": {"segment": every, "area": wide},
         "per": ["lot", "care_type"], "demand": demand},
        {"id": "BUDGET", "kind": "budget", "where": {"segment": every}, "per": ["segment"],
         "ceiling": ceiling},
        {"id": "SMALL", "kind": "min_share", "where": {"segment": every}, "per": "segment",
         "of": {"scale": ["small"]}, "share": Decimal("7.5")},
    ]  # fmt: skip
    if market.limit != NONE:
        linked = {"segment": every}
        rules.append({"id": "LOTS", "kind": "max_lots", "where": linked, "limit": market.limit})
    return made_model(market.family, segments, rules, areas=AREAS, care_types=market.care_types)

"""A bid book: plain tables that every competitor gets, and the tender that governs them.

Money is in thousands of euro, scores in hundredths of a point, shares in basis points. -1 stands
for "none" in every table. The best award has the highest total score; where least money is the
goal, the score is minus the value.

======== ======================================================================================
table    columns
======== ======================================================================================
bids     provider, lot, score, value, capacity, small_bp, package, draw
offers   bid, care, capacity
parties  bid, provider, role, share_bp
lots     cap, open (every bid wins), region, distinct (the group whose bidders are counted)
cells    lot, care, at_least (winning bids that offer it), demand (capacity)
regions  ceiling (money), small_bp (of the money to small providers)
groups   cap (distinct bidders over the lots of the group)
limits   lots (for each bidder), goods (1: at most one winner for each care type)
======== ======================================================================================
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np

from award_opt.columns import Codes, Columns, Ints, Numbered, Numbers, Offers, Parties
from award_opt.domain import SCALES, Bid, Instance, Party, Provider, Scale
from award_opt.tender import Tender, parse_tender

Table: TypeAlias = Mapping[str, Ints]
Tables: TypeAlias = Mapping[str, Table]

NONE: Final = -1
CENTS: Final = 100_000  # of a thousand euro
SMALL: Final[Scale] = "small"
LARGE: Final[Scale] = "large"
BID, PROVIDER, PACKAGE, CARE = "b%07d", "p%06d", "k%06d", "c%04d"
SOURCE: Final = {"document": "benchmark", "quote": "as the family is defined"}


@dataclass(frozen=True)
class Book:
    """One bid book of a family.

    Parameters
    ----------
    model
        The tender, in the words of a model file.
    lots
        The segment and the area of each lot; the area is absent where there is none.
    small
        1 for each provider that is small, else 0.
    """

    family: str
    seed: int
    tables: Tables
    model: Mapping[str, Any] = field(repr=False)
    lots: Sequence[tuple[str, str | None]] = field(repr=False)
    small: Ints = field(repr=False)

    @property
    def name(self) -> str:
        """The family and the seed."""
        return f"{self.family}-{self.seed}"

    @property
    def n(self) -> int:
        """The number of bids."""
        return len(self.tables["bids"]["score"])

    @cached_property
    def tender(self) -> Tender:
        """The tender, checked as a model file is."""
        return parse_tender(dict(self.model), self.name)

    @property
    def least_money(self) -> bool:
        """Whether the goal is the lowest value rather than the highest total score."""
        return bool(self.model["award"]["goals"] == ["lowest_value"])

    def digest(self) -> str:
        """SHA-256 of all tables, by name; columns as 64-bit little-endian integers."""
        whole = hashlib.sha256()
        for name in sorted(self.tables):
            for column in sorted(self.tables[name]):
                held = self.tables[name][column].astype("<i8")
                whole.update(f"{name}.{column}:{len(held)};".encode() + held.tobytes())
        return whole.hexdigest()

    def bids(self) -> tuple[Bid, ...]:
        """Every bid as an object, in the order of the table."""
        return tuple(self._each())

    def columns(self) -> Columns:
        """The bids as columns, made from the tables without any bid object."""
        bids, parties, offers = (self.tables[name] for name in ("bids", "parties", "offers"))
        lots, package, n = self.lots, bids["package"], self.n
        segment = _coded([name for name, _ in lots], bids["lot"])
        area = _coded([name for _, name in lots], bids["lot"])
        provider = _used(parties["provider"], PROVIDER)
        scale = ints([SCALES.index(LARGE), SCALES.index(SMALL)])[self.small]
        every = np.ones(n, np.bool_)
        scored = not self.least_money
        return Columns.made(
            texts={
                "bid": Codes(np.arange(n), Numbered(BID, n)),
                "bidder": _used(bids["provider"], PROVIDER),
                "segment": segment,
                "area": area,
                "package": _used(package, PACKAGE),
            },
            numbers={
                **({"score": Numbers(bids["score"], every)} if scored else {}),
                "value": Numbers(bids["value"] * CENTS, every),
                "capacity": Numbers(bids["capacity"], every),
                "draw": Numbers(bids["draw"], every),
            },
            offers=Offers(offers["bid"], _used(offers["care"], CARE), offers["capacity"]),
            parties=Parties(
                bid=parties["bid"],
                provider=provider,
                owner=provider,
                role=parties["role"],
                scale=scale[parties["provider"]],
                share_bp=parties["share_bp"],
            ),
        )

    def instance(self) -> Instance:
        """The bids as an opened instance."""
        bids = self.bids()
        used = sorted({party.provider for bid in bids for party in bid.parties})
        return Instance(
            tender=self.tender.id,
            title=self.name,
            origin="synthetic",
            providers={one: Provider(one, one, one, self._scale(int(one[1:]))) for one in used},
            bids=bids,
            made_by="benchmarks.families",
            seed=self.seed,
        )

    def value(self, wins: Ints) -> int:
        """The total score of the winning bids, in hundredths; ``wins`` is 0 or 1 for each bid."""
        return int((self.tables["bids"]["score"] * wins[: self.n]).sum())

    def _scale(self, provider: int) -> Scale:
        return SMALL if self.small[provider] else LARGE

    def _each(self) -> Iterator[Bid]:
        table = {name: column.tolist() for name, column in self.tables["bids"].items()}
        offers, parties = self._by_bid("offers"), self._by_bid("parties")
        for b in range(self.n):
            segment, area = self.lots[table["lot"][b]]
            package = table["package"][b]
            yield Bid(
                id=bid_id(b),
                bidder=provider_id(table["provider"][b]),
                segment=segment,
                area=area,
                score=None if self.least_money else table["score"][b],
                value_cents=table["value"][b] * CENTS,
                capacity=table["capacity"][b],
                package=None if package == NONE else package_id(package),
                draw=table["draw"][b],
                offers={care_id(care): held for care, held in offers[b]},
                parties=tuple(
                    Party(
                        provider=provider_id(provider),
                        owner=provider_id(provider),
                        role="member" if role else "lead",
                        share_bp=share,
                        scale=self._scale(provider),
                    )
                    for provider, role, share in parties[b]
                ),
            )

    def _by_bid(self, name: str) -> list[list[tuple[int, ...]]]:
        found: list[list[tuple[int, ...]]] = [[] for _ in range(self.n)]
        bid, *rest = (column.tolist() for column in self.tables[name].values())
        for b, *facts in zip(bid, *rest, strict=True):
            found[b].append(tuple(facts))
        return found


def bid_id(code: int) -> str:
    """The id of a bid; ids sort as the codes do."""
    return BID % code


def provider_id(code: int) -> str:
    """The id of a provider; ids sort as the codes do."""
    return PROVIDER % code


def package_id(code: int) -> str:
    """The id of a package; ids sort as the codes do."""
    return PACKAGE % code


def care_id(code: int) -> str:
    """The id of a care type; ids sort as the codes do."""
    return CARE % code


def made_model(
    family: str,
    segments: Mapping[str, Mapping[str, Any]],
    rules: Sequence[Mapping[str, Any]],
    *,
    areas: Sequence[str] = (),
    care_types: int,
    highest: int = 100,
    goal: str = "total_score",
) -> dict[str, Any]:
    """The words of a model file: the best total score wins, places may stay open."""
    towns = [f"town {area}" for area in areas] or ["everywhere"]
    return {
        "format": 1,
        "id": family.lower(),
        "title": _both(f"family {family}"),
        "authority": "benchmarks",
        "municipalities": towns,
        "documents": [{"id": "benchmark", "title": f"family {family}"}],
        "areas": [
            {"id": area, "name": area, "municipalities": [town]}
            for area, town in zip(areas, towns, strict=False)
        ],
        "care_types": [
            {"id": care_id(care), "name": _both(care_id(care))} for care in range(care_types)
        ],
        "segments": [
            {"id": name, "name": _both(name), **facts} for name, facts in segments.items()
        ],
        "scoring": {"maximum": highest},
        "rules": [{**rule, "source": SOURCE} for rule in rules],
        "award": {
            "goals": [goal],
            "fill": "may_stay_open",
            "ties": ["score", "draw"],
        },
    }


def ints(values: Any) -> Ints:
    """A column of whole numbers."""
    return np.asarray(values, np.int64)


def nothing(many: int) -> Ints:
    """A column that says "none" in every row."""
    return np.full(many, NONE, np.int64)


def _used(codes: Ints, name: str) -> Codes:
    """A text column from codes whose names sort as they do; only the codes in use get a label."""
    most = int(codes.max(initial=NONE)) + 1
    used = np.zeros(most + 1, np.bool_)  # the last one is for NONE
    used[codes] = True
    if used[:most].all():
        return Codes(codes, Numbered(name, most))
    place = np.append(np.cumsum(used[:most]) - 1, NONE)
    labels = tuple(map(name.__mod__, np.flatnonzero(used[:most]).tolist()))
    return Codes(place[codes], labels)


def _coded(texts: Sequence[str | None], codes: Ints) -> Codes:
    """A text column from codes into ``texts``, which come in any order."""
    used = np.zeros(len(texts), np.bool_)
    used[codes] = True
    named = Codes.of([text if held else None for text, held in zip(texts, used, strict=True)])
    return Codes(named.codes[codes], named.labels)


def _both(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}

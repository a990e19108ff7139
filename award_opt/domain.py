"""What bids, parties and lots are. No rules, no files, no solver.

Units: money in euro cents, scores in units of ``10**-decimals`` points as the tender publishes
them, shares in basis points (0.01%).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["lead", "member", "subcontractor"]
Scale: TypeAlias = Literal["micro", "small", "medium", "large"]
Unit: TypeAlias = Literal["contracts", "bidders", "providers", "owners"]
Procedure: TypeAlias = Literal["competition", "open_house"]

ROLES: tuple[Role, ...] = ("lead", "member", "subcontractor")
SCALES: tuple[Scale, ...] = ("micro", "small", "medium", "large")
BASIS_POINTS = 10_000
EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation; ``owner`` is the provider at the top of its group, or itself."""

    id: str
    name: str
    owner: str
    scale: Scale | None = None
    kvk: str | None = None
    agb: str | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A provider's part in a bid; ``share_bp`` of the bid's value goes to it."""

    provider: str
    owner: str
    role: Role = "lead"
    share_bp: int | None = BASIS_POINTS
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Bid:
    """One bidder's offer for one lot, as opened and scored."""

    id: str
    bidder: str
    segment: str
    area: str | None = None
    score: int | None = None
    value_cents: int | None = None
    capacity: int | None = None
    status: str = "valid"
    package: str | None = None
    draw: int | None = None
    offers: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))
    parties: tuple[Party, ...] = ()
    criteria: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    attributes: Mapping[str, str] = field(default_factory=lambda: EMPTY)

    @property
    def lot(self) -> str:
        """The lot that the bid is for: ``4/tilburg``, or ``1`` where the segment has no areas."""
        return lot_id(self.segment, self.area)


def lot_id(segment: str, area: str | None) -> str:
    """The name of a lot, as ``lot_order`` and the award write it."""
    return segment if area is None else f"{segment}/{area}"


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """What the rules need to know of a segment."""

    id: str
    areas: tuple[str, ...]
    care_types: tuple[str, ...]
    budget_cents: int | None = None
    procedure: Procedure = "competition"

    @property
    def lots(self) -> tuple[str, ...]:
        """The lots of the segment, in the published order."""
        return tuple(lot_id(self.id, area) for area in self.areas) or (self.id,)


@dataclass(frozen=True, slots=True)
class Landscape:
    """The published ground on which rules stand: segments with areas, care types and budgets."""

    segments: tuple[SegmentFacts, ...]
    score_decimals: int = 2
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.segments, self.score_decimals)))

    def __hash__(self) -> int:
        """The hash, worked out once: every rule asks for it."""
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        """What another process makes the same ground of; hashes of texts are its own."""
        return Landscape, (self.segments, self.score_decimals)

    def cells(self, *, by_care_type: bool = True) -> Iterator[dict[str, str]]:
        """Every published combination of segment, area, lot and, unless left out, care type.

        ``area`` is missing where the segment has no areas, ``care_type`` where it has none.
        """
        for segment in self.segments:
            for area in segment.areas or (None,):
                for care_type in (by_care_type and segment.care_types) or (None,):
                    cell = {"segment": segment.id, "lot": lot_id(segment.id, area)}
                    if area is not None:
                        cell["area"] = area
                    if care_type is not None:
                        cell["care_type"] = care_type
                    yield cell


@dataclass(frozen=True, slots=True)
class Instance:
    """The opened and scored bids of one tender, sorted by bid id."""

    tender: str
    title: str
    origin: Literal["public", "synthetic", "hypothesis"]
    providers: Mapping[str, Provider]
    bids: tuple[Bid, ...]
    made_by: str | None = None
    seed: int | None = None

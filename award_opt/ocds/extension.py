"""``x_award``: what an award rests on and the Open Contracting Data Standard has no home for.

One object at the top of a release. Numbers are decimal texts, as in the tables of an instance.
``x_award.schema.json`` beside this module is its JSON Schema.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from award_opt.domain import Role


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Head(_Part):
    """Where the bids come from."""

    tender: str
    title: str
    origin: Literal["public", "synthetic", "hypothesis"]
    made_by: str | None = None
    seed: int | None = None
    note: str | None = None
    digest: str
    """SHA-256 of the whole instance."""


class LotPlace(_Part):
    """The segment and the area that a lot stands for."""

    lot: str
    segment: str
    area: str | None = None


class ProviderMore(_Part):
    """What a party has beside its identifier, place and scale."""

    provider: str
    owner: str | None = None
    """The provider at the top of its group."""
    agb: str | None = None


class PartyPart(_Part):
    """A provider's part in the bids of a bidder."""

    provider: str
    role: Role
    share: str | None = None
    """Percent of the bid's value; left out for all: unknown."""


class Bidder(_Part):
    """A bidder that is more than one provider on its own."""

    bidder: str
    parties: tuple[PartyPart, ...]


class CareOffer(_Part):
    """A care type that a bid offers."""

    care_type: str
    capacity: str | None = None


class CriterionScore(_Part):
    """The score of a bid on a criterion."""

    criterion: str
    score: str


class Attribute(_Part):
    """A further column of the bids."""

    column: str
    value: str


class BidMore(_Part):
    """What a bid has beside its status, tenderers, value and lot."""

    bid: str
    bidder: str
    score: str | None = None
    capacity: str | None = None
    package: str | None = None
    draw: str | None = None
    offers: tuple[CareOffer, ...] | None = None
    """Left out: every care type of the segment."""
    scores: tuple[CriterionScore, ...] | None = None
    attributes: tuple[Attribute, ...] | None = None


class Extension(_Part):
    """The whole of ``x_award``."""

    format: Literal[1]
    instance: Head
    model: dict[str, Any]
    """The published tender: rules with their sources, goals, order of ties, scale, budgets."""
    lots: tuple[LotPlace, ...]
    providers: tuple[ProviderMore, ...]
    bidders: tuple[Bidder, ...]
    bids: tuple[BidMore, ...]
    award: dict[str, Any] | None = None
    """The award file: goal values, bounds, ties, ledger and engine."""


def schema() -> dict[str, Any]:
    """The JSON Schema of ``x_award``."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **Extension.model_json_schema(), "title": "x_award"}

"""The part of the Open Contracting Data Standard 1.1.5 that a tender and its bids fill.

The objects and their fields are those of the standard and of its extensions lots, bids, award
criteria and organization scale. Money is an exact decimal in the currency that stands beside it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from award_opt.instance.bids import Status

Scale: TypeAlias = Literal["micro", "sme", "small", "medium", "large", "selfEmployed"]
AwardStatus: TypeAlias = Literal["pending", "active", "cancelled", "unsuccessful"]
Weight: TypeAlias = Literal["percentageExact", "decimalExact", "pointsExact"]

PLACEHOLDER = "ocds-000000"
"""Stands for the prefix that the standard's registry gives to a publisher; it is not one."""


class Part(BaseModel):
    """An object of a release; field names are written in camel case there."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )

    def plain(self) -> dict[str, Any]:
        """The object as the standard writes it, without what is absent."""
        return self.model_dump(by_alias=True, exclude_none=True)


class Identifier(Part):
    """A number in a register, such as ``NL-KVK``."""

    scheme: str | None = None
    id: str | None = None


class Address(Part):
    """Where an organisation is."""

    locality: str | None = None


class Details(Part):
    """How large an organisation is."""

    scale: Scale | None = None


class Organization(Part):
    """A party of the procedure, with the roles that it has anywhere in it."""

    id: str | None = None
    name: str | None = None
    roles: tuple[str, ...] | None = None
    identifier: Identifier | None = None
    additional_identifiers: tuple[Identifier, ...] | None = None
    address: Address | None = None
    details: Details | None = None


class Reference(Part):
    """A party, named where it acts."""

    id: str | None = None
    name: str | None = None


class Value(Part):
    """An amount of money."""

    amount: Decimal | None = None
    currency: str | None = None


class CriterionNumber(Part):
    """The weight of a criterion, or the score below which a bid is out."""

    number: Decimal
    weight: Weight | None = None
    threshold: Literal["minimumScore"] | None = None


class AwardCriterion(Part):
    """A published award criterion."""

    name: str
    numbers: tuple[CriterionNumber, ...]


class AwardCriteria(Part):
    """The published award criteria of a lot."""

    criteria: tuple[AwardCriterion, ...]


class Lot(Part):
    """A lot."""

    id: str | None = None
    title: str | None = None
    status: Literal["active"] | None = None
    award_criteria: AwardCriteria | None = None


class LotDetails(Part):
    """How many lots one supplier can be awarded (eForms BT-33)."""

    maximum_lots_awarded_per_supplier: int


class Document(Part):
    """A published document."""

    id: str
    title: str
    url: str | None = None


class Tender(Part):
    """What was published before any bid came in."""

    id: str | None = None
    title: str | None = None
    title_en: str | None = Field(default=None, alias="title_en")
    status: Literal["active"] | None = None
    procuring_entity: Reference | None = None
    procurement_method_details: str | None = None
    documents: tuple[Document, ...] | None = None
    lots: tuple[Lot, ...] | None = None
    lot_details: LotDetails | None = None


class Bid(Part):
    """A bid for one lot."""

    id: str | None = None
    status: Status | None = None
    tenderers: tuple[Reference, ...] | None = None
    value: Value | None = None
    related_lots: tuple[str, ...] | None = None
    has_subcontracting: bool | None = None


class Bids(Part):
    """All bids."""

    details: tuple[Bid, ...] | None = None


class Award(Part):
    """A bid that wins; ``pending`` until the standstill period has passed."""

    id: str | None = None
    status: AwardStatus | None = None
    value: Value | None = None
    suppliers: tuple[Reference, ...] | None = None
    related_lots: tuple[str, ...] | None = None
    related_bids: tuple[str, ...] | None = None
    related_bid: str | None = None


class Release(Part):
    """One release: a tender with its bids, and the award where there is one."""

    ocid: str | None = None
    id: str | None = None
    date: str | None = None
    tag: tuple[str, ...] | None = None
    initiation_type: Literal["tender"] | None = None
    language: str | None = None
    buyer: Reference | None = None
    parties: tuple[Organization, ...] | None = None
    tender: Tender | None = None
    bids: Bids | None = None
    awards: tuple[Award, ...] | None = None
    x_award: dict[str, Any] | None = Field(default=None, alias="x_award")

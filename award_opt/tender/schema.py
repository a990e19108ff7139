"""A tender: everything that is known on the day of publication, as frozen objects."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from award_opt.award import canonical
from award_opt.domain import Landscape, Procedure, SegmentFacts
from award_opt.exact import plain
from award_opt.rules import AnyRule

Identifier: TypeAlias = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=64)
]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=500)]
Points: TypeAlias = Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=6)]
Weight: TypeAlias = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=6)]
Euros: TypeAlias = Annotated[Decimal, Field(ge=0, le=10**13, decimal_places=2)]
Goal: TypeAlias = Literal[
    "total_score",
    "ranking",
    "lowest_value",
    "fewest_partners",
    "fewest_contracts",
    "most_coverage",
    "least_transfers",
]
Rounding: TypeAlias = Literal["half_up", "half_even", "down"]

CELL = ("segment", "area", "lot", "care_type")


class Part(BaseModel):
    """A table of a model file: frozen, and without unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        ignored_types=(cached_property,),
    )


class Bilingual(Part):
    """A name in Dutch and in English."""

    nl: Name
    en: Name


class Document(Part):
    """A published document that rules quote."""

    id: Identifier
    title: Name
    url: Name | None = None
    date: datetime.date | Name | None = None
    note: Name | None = None


class Area(Part):
    """A named group of municipalities."""

    id: Identifier
    name: Name
    municipalities: Annotated[tuple[Name, ...], Field(min_length=1)]


class CareType(Part):
    """A form of care that segments ask for."""

    id: Identifier
    name: Bilingual
    codes: tuple[Name, ...] = ()
    """iJw or iWmo product categories or codes."""


class Segment(Part):
    """A part of the tender that is bought separately."""

    id: Identifier
    name: Bilingual
    procedure: Procedure = "competition"
    financing: Literal["task", "pxq"] | None = None
    """A lump sum for a task, or price times quantity."""
    areas: tuple[str, ...] = ()
    """Left out: one lot for the whole segment."""
    care_types: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    """Left out: all municipalities of the tender."""
    following: tuple[str, ...] = ()
    """Municipalities that follow the outcome without joining."""
    budget: Euros | None = None
    """Euro a year."""


class Criterion(Part):
    """A published award criterion with its weight."""

    id: Identifier
    name: Bilingual | None = None
    weight: Weight
    threshold: Points | None = None
    """Bids that score less on this criterion are out."""
    segments: tuple[str, ...] = ()
    """Left out: all scored segments."""


class Scoring(Part):
    """The published scale of the scores."""

    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    minimum: Points = Decimal(0)
    maximum: Points = Decimal(100)
    rounding: Rounding = "half_up"
    levels: tuple[Points, ...] = ()
    """The only scores that an assessor may give; left out: every score on the scale."""


class Award(Part):
    """The published award method."""

    goals: tuple[Goal, ...]
    """What makes one lawful award better than another, most important first."""
    lot_order: tuple[str, ...] = ()
    """Every scored lot once; left out: the lots as published."""
    fill: Literal["up_to_cap", "may_stay_open"] = "up_to_cap"
    ties: tuple[str, ...]
    """What separates equal bids: `score`, a criterion, `value`, `draw`."""
    on_misfit: Literal["skip", "stop"] = "skip"
    lot_weights: dict[str, Annotated[int, Field(ge=1, le=1_000_000)]] = Field(default_factory=dict)


class Tender(Part):
    """A whole model file.

    ``read_tender`` makes one that is checked as a whole and whose ``award.lot_order`` is filled in.
    """

    format: Literal[1]
    id: Identifier
    title: Bilingual
    authority: Name
    municipalities: Annotated[tuple[Name, ...], Field(min_length=1)]
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]
    areas: tuple[Area, ...] = ()
    care_types: tuple[CareType, ...] = ()
    segments: Annotated[tuple[Segment, ...], Field(min_length=1)]
    criteria: tuple[Criterion, ...] = ()
    scoring: Scoring = Scoring()
    rules: tuple[AnyRule, ...] = ()
    award: Award
    standstill_days: Annotated[int, Field(ge=0, le=365)] = 20
    note: Name | None = None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed copy, which works out anew what the original has worked out and kept."""
        copied = super().model_copy(update=update, deep=deep)
        for kept in ("_landscape", "_unscored"):
            copied.__dict__.pop(kept, None)
        return copied

    def landscape(self) -> Landscape:
        """The ground on which rules stand: segments, areas, care types and budgets."""
        return self._landscape

    @cached_property
    def _landscape(self) -> Landscape:
        return Landscape(
            segments=tuple(
                SegmentFacts(
                    id=segment.id,
                    areas=segment.areas,
                    care_types=segment.care_types,
                    budget_cents=None if segment.budget is None else int(segment.budget * 100),
                    procedure=segment.procedure,
                )
                for segment in self.segments
            ),
            score_decimals=self.scoring.decimals,
        )

    def in_scope(self, rule: AnyRule) -> tuple[str, ...]:
        """The segments that a rule's ``where`` can select bids from, as published."""
        found: dict[str, None] = {}
        for cell in self.landscape().cells():
            named = [
                (cell.get(column), rule.where[column]) for column in CELL if column in rule.where
            ]
            if all(value in wanted for value, wanted in named):
                found[cell["segment"]] = None
        return tuple(found)

    @cached_property
    def _unscored(self) -> frozenset[str]:
        open_house = {segment.id for segment in self.segments if segment.procedure == "open_house"}
        for rule in self.rules:
            if rule.kind == "all_qualifying":
                open_house.update(self.in_scope(rule))
        return frozenset(open_house)

    def scored(self, segment_id: str) -> bool:
        """Whether bids for the segment are scored; not where every qualifying bid wins."""
        return segment_id not in self._unscored

    def scored_lots(self) -> tuple[str, ...]:
        """The lots of the scored segments, as published."""
        return tuple(
            lot
            for segment in self.landscape().segments
            if self.scored(segment.id)
            for lot in segment.lots
        )

    def criteria_of(self, segment_id: str) -> tuple[Criterion, ...]:
        """The criteria by which bids for the segment are scored, as published."""
        if not self.scored(segment_id):
            return ()
        return tuple(c for c in self.criteria if not c.segments or segment_id in c.segments)

    def content(self) -> bytes:
        """The content as canonical JSON; comments and layout of the file do not matter."""
        return canonical(_plain(self.model_dump(exclude_none=True)))

    def digest(self) -> str:
        """SHA-256 of the content as hexadecimal."""
        return hashlib.sha256(self.content()).hexdigest()


def _plain(value: Any) -> Any:
    """``value`` in what canonical JSON can hold: texts, whole numbers, lists and objects."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, datetime.date) else value

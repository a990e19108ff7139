"""The reasons in a record as data: read strictly, written canonically."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from award_opt.award import canonical
from award_opt.errors import Fact
from award_opt.texts import Lang


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Evidence(_Part):
    """What a rule says of the bid."""

    rule: str
    code: str
    facts: dict[str, Fact]
    group: str
    before: bool


class Gap(_Part):
    """The goal on which an award with the bid falls short."""

    goal: str
    award: str
    with_bid: str


class Swap(_Part):
    """The rules that break, or the goal that suffers, when the bid takes the place of a winner.

    Records of version 0.1 say nothing of the goal.
    """

    winner: str
    rules: tuple[str, ...]
    gap: Gap | None = None

    def says(self, other: Swap) -> bool:
        """Whether it says the same as ``other``, as far as it says it."""
        silent = "gap" not in self.model_fields_set
        same = (self.winner, self.rules) == (other.winner, other.rules)
        return same and (silent or self.gap == other.gap)


class Passing(_Part):
    """Why a bid was passed over."""

    swaps: tuple[Swap, ...]
    sequence: tuple[str, ...] | None
    unavoidable: bool


class Told(_Part):
    """One reason as ``reasons.json`` holds it, with its paragraph in each language."""

    bid: str
    bidder: str
    lot: str
    kind: str
    code: str
    rank: int | None
    ranked: int
    measure: str
    score: str | None
    value: str | None
    criteria: dict[str, str]
    winners: tuple[str, ...]
    rules: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    passing: Passing | None
    gap: Gap | None
    step: str | None
    lowest: str | None
    margin: None
    text: dict[Lang, str]
    behind: tuple[Swap, ...] = ()  # not in records of version 0.1


_REASONS = TypeAdapter(tuple[Told, ...])


def written(reasons: Sequence[Mapping[str, Any]]) -> bytes:
    """``reasons.json``: canonical JSON of what ``report.reasons.content`` gives."""
    return canonical(list(reasons)) + b"\n"


def read(data: bytes) -> tuple[Told, ...]:
    """The reasons in ``reasons.json``.

    Raises
    ------
    ValueError
        They are not what ``written`` writes.
    """
    reasons = _REASONS.validate_json(data)
    if data != written([reason.model_dump(exclude_unset=True) for reason in reasons]):
        raise ValueError("not canonical")
    return reasons

"""The award file: what was awarded, under which inputs, and how far it is proven."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from award_opt.errors import Finding, InputError

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Mode = Literal["award", "simulation"]
Number = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MAX_BYTES = 512 * 1024 * 1024


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class GoalValue(_Part):
    """The value reached for a goal, the bound that no award can pass, and whether they meet.

    Exact decimal strings: points, euro, contracts, cells or clients. For ``ranking`` the
    value is the number of ranked bids that win. ``bound`` is absent where no bound is known.
    """

    goal: str
    value: Number
    bound: Number | None
    proven: bool


class Ties(_Part):
    """Whether goals alone decided; else the published step that did, and the tied bids."""

    decided_by: str
    tied_bids: list[str]


class Winner(_Part):
    """A winning bid with the facts that the award rests on."""

    bid: str
    bidder: str
    segment: str
    area: str | None
    score: Number | None
    value: Number | None


class LedgerLine(_Part):
    """What a rule counted in the award beside its limit, and how much room is left."""

    rule: str
    group: str
    found: Number
    limit: Number
    slack: Number
    binding: bool


class AwardFile(_Part):
    """An award as canonical JSON (RFC 8785), free of times and paths."""

    format: Literal[1]
    tender: str
    instance: str
    mode: Mode
    what_if: list[str]
    inputs: dict[str, Digest]
    status: Status
    goals: list[GoalValue]
    ties: Ties | None
    winners: list[Winner]
    ledger: list[LedgerLine]
    engine: dict[str, str]

    def to_bytes(self) -> bytes:
        """The canonical bytes; equal awards give equal bytes on every machine."""
        return canonical(self.model_dump()) + b"\n"

    def digest(self) -> str:
        """SHA-256 of the canonical bytes, as hexadecimal."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @classmethod
    def read(cls, path: Path) -> AwardFile:
        """Read an award file.

        Raises
        ------
        InputError
            The file is absent, too large or no canonical award file; all faults at once.
        """
        return cls.from_bytes(_bytes(path), str(path))

    @classmethod
    def from_bytes(cls, data: bytes, place: str) -> AwardFile:
        """Read an award from bytes; ``place`` names them in messages."""
        try:
            award = cls.model_validate(_loads(data))
        except (ValueError, RecursionError) as error:
            raise InputError(_findings(error, place)) from error
        if award.to_bytes() != data:
            raise InputError([Finding(place, "award_not_canonical", {})])
        return award


def canonical(content: Any) -> bytes:
    """JSON as RFC 8785 writes it, for strings, integers, booleans and null under ASCII keys."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError([Finding(str(path), "award_too_large", {"limit": MAX_BYTES})])
        return path.read_bytes()
    except OSError as error:
        facts = {"reason": error.strerror or type(error).__name__}
        raise InputError([Finding(str(path), "award_unreadable", facts)]) from error


def _loads(data: bytes) -> Any:
    return json.loads(
        data.decode(), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
    )


def _once(pairs: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is not allowed: numbers are written as decimal strings")


def _findings(error: ValueError | RecursionError, place: str) -> list[Finding]:
    if isinstance(error, ValidationError):
        return [
            Finding(
                f"{place}: {'.'.join(str(step) for step in fault['loc'])}",
                "award_field",
                {"reason": fault["msg"]},
            )
            for fault in error.errors(include_url=False)
        ]
    return [Finding(place, "award_not_json", {"reason": str(error)})]

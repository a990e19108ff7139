"""The conflicts in the record of a tender without lawful award: each named with its proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, TypeAdapter

from award_opt import certificate
from award_opt.award import canonical
from award_opt.errors import CheckError, Finding


class Member(BaseModel):
    """A rule, in one of its groups where it has several."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    rule: str
    group: str

    @property
    def name(self) -> str:
        """As certificates name it."""
        return f"{self.rule} {self.group}".rstrip()


class Conflict(BaseModel):
    """Members that no award keeps together, and the file that proves it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    certificate: str
    members: tuple[Member, ...]


_CONFLICTS = TypeAdapter(tuple[Conflict, ...])


def written(conflicts: Sequence[Conflict]) -> bytes:
    """``conflicts.json``: canonical JSON."""
    return canonical([conflict.model_dump() for conflict in conflicts]) + b"\n"


def read(data: bytes) -> tuple[Conflict, ...]:
    """The conflicts in ``conflicts.json``.

    Raises
    ------
    ValueError
        They are not what ``written`` writes.
    """
    conflicts = _CONFLICTS.validate_json(data)
    if data != written(conflicts):
        raise ValueError("not canonical")
    return conflicts


def check_conflicts(
    place: str, program: bytes, data: bytes, proofs: Mapping[str, bytes]
) -> Iterator[Conflict]:
    """The conflicts whose proofs were accepted, each for exactly the members that it names.

    Raises
    ------
    CheckError
        The first conflict that is not proven, or a proof that belongs to none.
    """
    try:
        conflicts = read(data)
    except ValueError as error:
        raise _wrong(f"{place}conflicts.json", "record_conflicts_malformed") from error
    names = [conflict.certificate for conflict in conflicts]
    if sorted(names) != sorted(proofs):
        raise _wrong(f"{place}conflicts.json", "record_conflicts_differ")
    for conflict in conflicts:
        file = f"{place}{conflict.certificate}"
        try:
            verdict = certificate.judged(program, proofs[conflict.certificate])
        except certificate.Refused as refusal:
            raise CheckError([Finding(file, f"refused_{refusal.code}", refusal.facts)]) from refusal
        members = sorted(member.name for member in conflict.members)
        if verdict.claim != "infeasible" or verdict.named != members:
            raise _wrong(file, "record_conflict_differs")
        yield conflict


def _wrong(place: str, code: str) -> CheckError:
    return CheckError([Finding(place, code)])

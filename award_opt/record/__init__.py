"""The record of an award: a folder that lets anyone check it without us, signed and sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from award_opt import __version__
from award_opt.errors import CheckError, Finding
from award_opt.record import bag, contents
from award_opt.record.conflicts import Conflict, Member
from award_opt.record.conflicts import written as conflicts_written
from award_opt.record.contents import Decision
from award_opt.record.examine import Examined, examine, verify
from award_opt.record.facts import Retell
from award_opt.record.seal import Seal, read_draws, read_seal, sealed
from award_opt.record.signature import sign
from award_opt.record.told import Told, written


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the inputs were read, and what goes into a record beside them.

    ``certificate`` is empty where nothing could be proven; ``conflicts`` are those proven where no
    award is lawful, each with its proof.
    """

    model: Path
    instance: Path
    certificate: bytes
    reasons: Sequence[Mapping[str, Any]]
    seal: Path | None = None
    key: Path | None = None
    conflicts: Sequence[tuple[Conflict, bytes]] = ()


def require_new(target: Path, seal: Path | None = None, key: Path | None = None) -> None:
    """Refuse, before any long work, a record that could not be written afterwards.

    Raises
    ------
    InputError
        The target exists, its parent folder does not, or the seal or the key cannot be read.
    """
    bag.require_new(target)
    if seal is not None:
        read_seal(seal)
    if key is not None:
        sign(b"", key)


def write(target: Path, decision: Decision, sources: Sources, retell: Retell) -> Examined:
    """Write the record of a decision, all or nothing, once its own check finds nothing against it.

    A change after sealing does not stop it: the record is there to show that.

    Raises
    ------
    InputError
        The target exists, or a key or seal cannot be read.
    CheckError
        The inputs or the award changed while the record was made.
    """
    award = decision.award
    files = {
        **contents.copied(sources.model, sources.instance, award),
        **contents.following(decision),
        **contents.own(decision),
        contents.AWARD: award.to_bytes(),
        contents.REASONS: written(sources.reasons),
        contents.VERSIONS: contents.versions(award).to_bytes(),
    }
    if sources.certificate:
        files[contents.CERTIFICATE] = sources.certificate
    if sources.conflicts:
        files[contents.CONFLICTS] = conflicts_written([own for own, _ in sources.conflicts])
        for own, proof in sources.conflicts:
            files[contents.PROOF + own.certificate] = proof
    if sources.seal is not None:
        files[contents.SEAL] = read_seal(sources.seal).to_bytes()
    agent = {"Bag-Software-Agent": f"award-opt {__version__}"}
    whole = bag.bagged(files, {**agent, "External-Identifier": award.tender})
    if sources.key is not None:
        whole |= sign(whole[bag.TAG_MANIFEST], sources.key)
    seen: list[Examined] = []

    def stands(partial: Path) -> None:
        seen.append(examine(partial, retell))
        if seen[0].found and seen[0].step != "seal":
            raise CheckError(_renamed(seen[0].found, partial, target))

    bag.write(target, whole, stands)
    return seen[0]


def _renamed(found: Sequence[Finding], partial: Path, target: Path) -> list[Finding]:
    """The findings, told of the folder that the user named."""
    return [Finding(f.place.replace(str(partial), str(target)), f.code, f.facts) for f in found]


__all__ = [
    "Conflict",
    "Decision",
    "Examined",
    "Member",
    "Retell",
    "Seal",
    "Sources",
    "Told",
    "read_draws",
    "read_seal",
    "require_new",
    "sealed",
    "verify",
    "write",
]

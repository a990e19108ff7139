"""A certificate for each conflict: shown in whole numbers, checked by anyone without a solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from award_opt.conflict.find import Conflict, Conflicts, Unmeetable
from award_opt.conflict.members import Member
from award_opt.engines import Clock
from award_opt.errors import Finding, SolverError
from award_opt.program.program import Program
from award_opt.program.program_file import described
from award_opt.prove.award import prove
from award_opt.prove.refuter import BetterFound


def certified(found: Conflicts, program: Program, clock: Clock | None = None) -> Conflicts:
    """The same conflicts, each with a certificate that no award keeps its members together.

    So are the cells that the bids cannot meet. A certificate names exactly the members and was
    accepted by the checker; it stays empty where a limit struck first.

    Parameters
    ----------
    program
        The program in which the conflicts were found.

    Raises
    ------
    SolverError
        The members can be kept together after all, or fewer of them clash.
    """
    if not found.unmeetable and not found.conflicts:
        return found
    data, clock = described(program), clock or Clock()
    cells = [
        replace(cell, certificate=_proof(data, cell.members, clock)) for cell in found.unmeetable
    ]
    conflicts = [
        replace(own, certificate=_proof(data, own.members, clock)) for own in found.conflicts
    ]
    return replace(found, unmeetable=tuple(cells), conflicts=tuple(conflicts))


def _proof(program: bytes, members: Sequence[Member], clock: Clock) -> bytes:
    names = {member.name for member in members}
    try:
        proven = prove(program, None, clock, rules=names)
    except BetterFound as found:
        raise SolverError([Finding("conflict", "conflict_refuted", {})]) from found
    if proven.data and {*proven.verdict.named} != names:
        raise SolverError([Finding("conflict", "conflict_refuted", {})])
    return proven.data


def numbered(found: Conflicts) -> list[tuple[str, Unmeetable | Conflict]]:
    """All that was found with the name of its certificate's file: cells first, then conflicts."""
    every: list[Unmeetable | Conflict] = [*found.unmeetable, *found.conflicts]
    return [(f"conflict-{number:03}.json.gz", own) for number, own in enumerate(every, start=1)]

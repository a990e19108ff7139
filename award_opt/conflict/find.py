"""Why nothing is lawful: the cells that no bid can meet, all smallest conflicts, least repairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from award_opt.columns import Mask
from award_opt.conflict.change import Change
from award_opt.conflict.filters import Lifted, lifted, openings
from award_opt.conflict.ladders import Wishes
from award_opt.conflict.members import Member, Struck, Trial
from award_opt.conflict.repairs import Bench, Repair, least
from award_opt.conflict.search import minimal
from award_opt.domain import Instance
from award_opt.program.parts import Part, impossible, split
from award_opt.program.program import Program, compile_program
from award_opt.reading import admission
from award_opt.rules._base import Measure
from award_opt.search.judge import Judge
from award_opt.search.stages import Search
from award_opt.solve import Options
from award_opt.tender import Tender

Standing: TypeAlias = Literal["lawful", "conflict", "unknown"]
LIMIT = 20  # conflicts and repairs that are listed


@dataclass(frozen=True, slots=True)
class Unmeetable:
    """What a rule asks for in a group beside what all admitted bids offer together.

    ``without`` names the filters that each alone stand in the way: without it the bids suffice.
    ``certificate`` is the proof that ``certified`` adds; empty where it was not found in time.
    """

    measure: Measure
    without: tuple[str, ...]
    certificate: bytes | None = None

    @property
    def members(self) -> tuple[Member, ...]:
        """The cell as the one member that no award keeps."""
        return (Member(self.measure.rule, self.measure.group),)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Members that no award keeps together, while without any one of them some award does.

    ``without`` names the filters that each alone stand in the way of keeping them together.
    ``certificate`` is the proof that ``certified`` adds; empty where it was not found in time.
    """

    members: tuple[Member, ...]
    without: tuple[str, ...]
    certificate: bytes | None = None


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All that stands in the way of a lawful award.

    ``complete`` says that there are no other conflicts, ``all_repairs`` that no other repair weighs
    as little. ``filters`` are changes of filters that each alone would open an award; repairs leave
    filters as they are. ``confirmed`` says that a second engine agrees with every refutation that
    the answer stands on. ``standing`` is ``unknown`` where a limit struck before it was clear.
    """

    standing: Standing
    unmeetable: tuple[Unmeetable, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    complete: bool = True
    repairs: tuple[Repair, ...] = ()
    all_repairs: bool = True
    filters: tuple[Change, ...] = ()
    confirmed: bool = True


def conflicts(
    tender: Tender,
    instance: Instance,
    among: frozenset[str] | None = None,
    limit: int = LIMIT,
    wishes: Wishes | None = None,
    judge: Judge | None = None,
) -> Conflicts:
    """Every smallest set of rules that no award keeps together, and the least repairs.

    Parameters
    ----------
    among
        The bidders selected in an earlier phase; ``None`` admits all.
    limit
        How many conflicts, and how many repairs, are listed at most.
    wishes
        Weights of the rules, and which may not be changed; default weights where left out.
    judge
        The engines; by default CP-SAT with every claim confirmed by the second engine.

    Raises
    ------
    SolverError
        An engine fails its gate, or its claim does not stand.
    """
    judge = judge or Options().judge()
    bench = Bench(tender, instance, among, judge)
    program = compile_program(tender, instance, among)
    try:
        parts = [part for part in split(program) if not _lawful(part, judge)]
    except Struck:
        return Conflicts("unknown")
    bare = impossible(program.rows)
    if not parts and not len(bare):
        return Conflicts("lawful")
    unmeetable = _unmeetable(tender, instance, among)
    found, complete = _smallest(program, parts, bare.tolist(), judge, limit + len(unmeetable))
    cells = {(measure.rule, measure.group) for measure in unmeetable}
    open_ = [members for members in found if not _is_cell(members, cells)]
    filters = lifted(bench)
    repairs, every = least(bench, program, _concerned(program, parts), wishes or Wishes(), limit)
    return Conflicts(
        standing="conflict",
        unmeetable=tuple(
            Unmeetable(cell, tuple(each.rule for each in filters if each.meets(cell)))
            for cell in unmeetable
        ),
        conflicts=tuple(
            Conflict(members, tuple(each.rule for each in filters if each.opens(members)))
            for members in open_[:limit]
        ),
        complete=complete and len(open_) <= limit,
        repairs=tuple(repairs),
        all_repairs=every,
        filters=tuple(_openings(bench, filters)),
        confirmed=judge.second is not None and not judge.unconfirmed,
    )


def _openings(bench: Bench, filters: Sequence[Lifted]) -> list[Change]:
    try:
        return openings(bench, filters)
    except Struck:
        return []


def _lawful(part: Part, judge: Judge) -> bool:
    verdict = Search(part, judge).start().verdict
    if verdict == "unknown":
        raise Struck
    return verdict != "infeasible"


def _is_cell(members: Sequence[Member], cells: set[tuple[str, str]]) -> bool:
    return len(members) == 1 and (members[0].rule, members[0].group) in cells


def _unmeetable(tender: Tender, instance: Instance, among: frozenset[str] | None) -> list[Measure]:
    admitted, landscape = admission(tender, instance, among).admitted, tender.landscape()
    return [cell for rule in tender.rules for cell in rule.unmeetable(admitted, landscape)]


def _smallest(
    program: Program, parts: Sequence[Part], bare: Sequence[int], judge: Judge, limit: int
) -> tuple[list[tuple[Member, ...]], bool]:
    """The irreducible conflicts, smallest first, then as the rules stand in the model."""
    rows, complete = program.rows, True
    found = [frozenset([Member(program.rules[rows.rule[k]], rows.group[k])]) for k in bare]
    for part in parts:
        trial = Trial(part, program.rules, judge)
        masks, whole = minimal(trial, limit)
        complete = complete and whole
        found += [frozenset(trial.members[k] for k in np.flatnonzero(mask)) for mask in masks]
    place = {rule: k for k, rule in enumerate(program.rules)}

    def order(member: Member) -> tuple[int, str]:
        return place[member.rule], member.group

    # a member with rows in several parts may need fewer companions in one of them
    least_sets = [own for own in found if not any(other < own for other in found)]
    ordered = {tuple(sorted(own, key=order)) for own in least_sets}
    return sorted(ordered, key=lambda own: (len(own), [order(m) for m in own])), complete


def _concerned(program: Program, parts: Sequence[Part]) -> Mask:
    """The rows of the parts without lawful award, and the bare rows that nobody can keep."""
    rows = program.rows
    inside = np.zeros(program.size, np.bool_)
    for part in parts:
        inside[part.variables] = True
    found = np.zeros(len(rows.bound), np.bool_)
    found[rows.owner[inside[rows.column]]] = True
    found[impossible(rows)] = True
    return found

"""The least repairs: the cheapest relaxations of the rules under which an award becomes lawful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from award_opt.admission import admitted
from award_opt.columns import Mask
from award_opt.conflict.change import Change, patch
from award_opt.conflict.ladders import WHOLE, Ladder, Value, Wishes, ladders
from award_opt.conflict.members import Struck
from award_opt.conflict.relaxed import Relaxed, relaxed_program
from award_opt.domain import Bid, Instance
from award_opt.errors import Finding, InputError, SolverError
from award_opt.program.parts import impossible, split
from award_opt.program.program import Program, compile_program
from award_opt.reading import admission
from award_opt.rules._base import AT_LEAST
from award_opt.search.judge import Judge
from award_opt.search.stages import Search
from award_opt.tender import Tender
from award_opt.what_if import WhatIf, apply


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that together make an award lawful; ``what_if`` is the same as a patch."""

    weight: int
    changes: tuple[Change, ...]
    what_if: WhatIf


@dataclass(frozen=True, slots=True)
class Bench:
    """Where repairs are tried out: the inputs and the engines."""

    tender: Tender
    instance: Instance
    among: frozenset[str] | None
    judge: Judge

    def award(self, tender: Tender) -> list[Bid] | None:
        """Some lawful award of a changed tender, ``None`` where there is none.

        Raises
        ------
        Struck
            A limit struck first.
        """
        program = compile_program(tender, self.instance, self.among)
        if len(impossible(program.rows)):
            return None
        values = np.zeros(program.size, np.int64)
        for part in split(program):
            answer = Search(part, self.judge).start()
            if answer.verdict == "infeasible":
                return None
            if answer.values is None:
                raise Struck
            values[part.variables] = answer.values
        bids = program.columns.bids
        return [bids[j] for j in np.flatnonzero(values[: len(bids)]).tolist()]

    def opened(self, changes: Sequence[Change]) -> bool:
        """Whether the changes make some award lawful."""
        return self.award(apply(self.tender, patch(self.tender, changes))) is not None


def least(
    bench: Bench, program: Program, concerned: Mask, wishes: Wishes, limit: int
) -> tuple[list[Repair], bool]:
    """Up to ``limit`` cheapest repairs, and whether there are no others of that weight.

    ``concerned`` are the rows of the parts that have no lawful award; shape ``(m,)``. Each repair
    is applied to the tender and a lawful award found by both readings of the rules.
    """
    bids = tuple(program.columns.bids)
    every = [
        ladder
        for ladder in ladders(bench.tender, program.columns, wishes)
        if _applies(bench, bids, ladder)
    ]
    relaxed = relaxed_program(program, bench.tender.landscape(), every, concerned)
    found: list[Repair] = []
    try:
        climbs, complete = _cheapest(relaxed, bench.judge, limit)
        found.extend(_repair(bench, relaxed, climbed) for climbed in sorted(climbs, key=_order))
    except Struck:
        return found, False
    return found, complete


def _applies(bench: Bench, bids: tuple[Bid, ...], ladder: Ladder) -> bool:
    """Whether the tender without a whole rule is a tender still, with the same bids admitted."""
    if ladder.rule.kind not in WHOLE:
        return True
    gone = Change(ladder.rule.id, None, "", None, None)
    try:
        tender = apply(bench.tender, patch(bench.tender, [gone]))
    except InputError:
        return False
    return tuple(admitted(tender, bench.instance, bench.among)) == bids


def _cheapest(relaxed: Relaxed, judge: Judge, limit: int) -> tuple[list[tuple[int, ...]], bool]:
    """The cheapest climbs, and whether there are no others."""
    problem, found = relaxed.problem, list[tuple[int, ...]]()
    steps = np.concatenate([np.zeros(0, np.int64), *relaxed.steps])
    while True:
        answer = judge.solve(problem, None)
        if answer.verdict == "infeasible":
            return found, True
        if answer.verdict != "optimal" or answer.values is None:
            raise Struck
        if not found:
            weight = problem.value(answer.values)
            problem = problem.also(steps, problem.objective[steps], AT_LEAST, weight)
        if len(found) == limit:
            return found, False
        found.append(relaxed.climbed(answer.values))
        now = answer.values[steps]
        problem = problem.also(steps, 1 - 2 * now, AT_LEAST, 1 - int(now.sum()))


def _order(climbed: Sequence[int]) -> tuple[int, list[tuple[int, int]]]:
    """Fewest changes first, then as the rules stand in the model."""
    moved = [(place, rung) for place, rung in enumerate(climbed) if rung]
    return len(moved), moved


def _repair(bench: Bench, relaxed: Relaxed, climbed: Sequence[int]) -> Repair:
    changes = [
        Change.to(ladder, ladder.rungs[rung - 1].value)
        for ladder, rung in zip(relaxed.ladders, climbed, strict=True)
        if rung
    ]
    weight = sum(
        ladder.rungs[rung - 1].weight
        for ladder, rung in zip(relaxed.ladders, climbed, strict=True)
        if rung
    )
    fine = _refined(bench, relaxed, climbed, changes)
    repair = Repair(weight, tuple(fine), patch(bench.tender, fine))
    _verify(bench, repair)
    return repair


def _refined(
    bench: Bench, relaxed: Relaxed, climbed: Sequence[int], changes: Sequence[Change]
) -> list[Change]:
    """The changes with each amount or share moved no further than needed, rule after rule."""
    found, place = list(changes), 0
    for ladder, rung in zip(relaxed.ladders, climbed, strict=True):
        if not rung:
            continue
        if ladder.places is not None:
            below = ladder.rungs[rung - 2].value if rung > 1 else ladder.published
            found[place] = _smallest(bench, ladder, below, found, place)
        place += 1
    return found


def _smallest(
    bench: Bench, ladder: Ladder, below: Value | None, changes: Sequence[Change], place: int
) -> Change:
    """The change at ``place`` with the value nearest to ``below`` that still opens an award.

    Halving; every value beyond one that opens an award opens it too.
    """
    places = ladder.places or 0

    def at(units: int) -> list[Change]:
        value = Decimal(units).scaleb(-places) if isinstance(ladder.published, Decimal) else units
        return [*changes[:place], Change.to(ladder, value), *changes[place + 1 :]]

    wrong = int(Fraction(below or 0) * 10**places)
    to = changes[place].after
    right = _far(bench, at, wrong) if to is None else int(Fraction(to) * 10**places)
    while abs(right - wrong) > 1:
        middle = (wrong + right) // 2
        wrong, right = (wrong, middle) if bench.opened(at(middle)) else (middle, right)
    return at(right)[place]


def _far(bench: Bench, at: Callable[[int], list[Change]], wrong: int) -> int:
    """Units far enough beyond ``wrong`` to open an award; some are, for without limit one opens."""
    right = max(1, 2 * wrong)
    while not bench.opened(at(right)):
        right *= 2
    return right


def _verify(bench: Bench, repair: Repair) -> None:
    """Refuse a repair under which the plain reading of the rules finds the award unlawful."""
    tender = apply(bench.tender, repair.what_if)
    award = bench.award(tender)
    if award is None:
        raise SolverError([Finding("conflict", "repair_refuted", {})])
    standing, landscape = admission(tender, bench.instance, bench.among), tender.landscape()
    for rule in tender.rules:
        for breach in rule.breaches(standing.admitted, award, landscape):
            facts = {"rule": breach.rule, "group": breach.group or "-"}
            raise SolverError([Finding("conflict", "repair_breached", facts)])

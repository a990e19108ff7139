"""Filters that stand in the way: which cell or conflict would vanish if one were left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from award_opt.admission import every_rule, without
from award_opt.conflict.change import Change
from award_opt.conflict.members import Member, Struck, Trial
from award_opt.conflict.repairs import Bench
from award_opt.domain import Bid
from award_opt.exact import decimals
from award_opt.program.parts import Part, Problem, impossible
from award_opt.program.program import Program, compile_program
from award_opt.reading import admission
from award_opt.rules import AnyRule
from award_opt.rules._base import Measure, Refusal
from award_opt.tender import Tender

EASED = {"min_share": ("share", "percent"), "min_score": ("threshold", "found")}


@dataclass(frozen=True, slots=True)
class Lifted:
    """The tender without one filter: who is admitted then, and whether members can be kept."""

    rule: str
    tender: Tender
    admitted: tuple[Bid, ...]
    program: Program
    trial: Trial

    def meets(self, measure: Measure) -> bool:
        """Whether the bids admitted now suffice for a cell."""
        cells = (
            (cell.rule, cell.group)
            for rule in self.tender.rules
            for cell in rule.unmeetable(self.admitted, self.tender.landscape())
        )
        return measure.rule != self.rule and (measure.rule, measure.group) not in cells

    def opens(self, members: Sequence[Member]) -> bool:
        """Whether some award now keeps all the members of a conflict."""
        rows = self.program.rows
        bare = {
            Member(self.program.rules[rows.rule[k]], rows.group[k])
            for k in impossible(rows).tolist()
        }
        if any(member.rule == self.rule or member in bare for member in members):
            return False
        chosen = np.array([member in members for member in self.trial.members], np.bool_)
        try:
            return self.trial.lawful(chosen, confirm=True)
        except Struck:
            return False


def lifted(bench: Bench) -> list[Lifted]:
    """The tender without each of its filters that keeps any bid out."""
    refusals = admission(bench.tender, bench.instance, bench.among).refusals
    active = {refusal.rule for refusal in refusals}
    found = []
    for rule in every_rule(bench.tender):
        if rule.id not in active:
            continue
        tender = without(bench.tender, [rule.id])
        program = compile_program(tender, bench.instance, bench.among)
        admitted = admission(tender, bench.instance, bench.among).admitted
        trial = Trial(_whole(program), program.rules, bench.judge)
        found.append(Lifted(rule.id, tender, admitted, program, trial))
    return found


def _whole(program: Program) -> Part:
    """The whole program as one part, without its bare rows."""
    filled = np.flatnonzero(np.diff(program.rows.start) > 0)
    none = np.zeros(program.size, np.int64)
    problem = Problem(program.rows.only(filled), none, none + 1, none)
    return Part(problem, np.arange(program.size), program.indicators)


def openings(bench: Bench, filters: Sequence[Lifted]) -> list[Change]:
    """For each filter that alone stands in the way of every award, the mildest change of it.

    A share or a threshold comes down no further than needed, rounded down to as many decimals as
    were published; any other filter is dropped.

    Raises
    ------
    Struck
        A limit struck first.
    """
    refusals = admission(bench.tender, bench.instance, bench.among).refusals
    rules = {rule.id: rule for rule in bench.tender.rules}
    found = []
    for each in filters:
        if bench.award(each.tender) is not None:
            own = [refusal for refusal in refusals if refusal.rule == each.rule]
            eased = _eased(bench, rules[each.rule], own) if each.rule in rules else None
            found.append(eased or Change(each.rule, None, "", None, None))
    return found


def _eased(bench: Bench, rule: AnyRule, refusals: Sequence[Refusal]) -> Change | None:
    """The highest share or threshold under which the bids refused so far allow an award."""
    if rule.kind not in EASED:
        return None
    field, fact = EASED[rule.kind]
    published: Decimal = getattr(rule, field)
    unit = Decimal(1).scaleb(-decimals(published))
    reached = {
        Decimal(refusal.facts[fact]).quantize(unit, ROUND_FLOOR)
        for refusal in refusals
        if fact in refusal.facts
    }
    for value in sorted(reached, reverse=True):
        change = Change(rule.id, None, field, published, value)
        if bench.opened([change]):
            return change
    return None

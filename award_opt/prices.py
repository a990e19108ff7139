"""What each rule costs: the goals without it, who would win and who would not.

A price is the difference between two proven awards, the published one and the one without the
rule (or with a rule added), goal by goal in exact numbers. Two rules that each cost nothing may
cost much together, because each stands guard when the other is gone: hence pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from award_opt import check
from award_opt.admission import every_rule, without
from award_opt.award import AwardFile, Status
from award_opt.columns import Mask
from award_opt.domain import Instance
from award_opt.errors import CheckError, Finding
from award_opt.exact import unscaled
from award_opt.program.parts import split
from award_opt.program.program import Program, Rows, compile_program
from award_opt.reading import selected
from award_opt.rules import Coverage
from award_opt.search import outcome
from award_opt.search.judge import Judge
from award_opt.search.outcome import Outcome
from award_opt.solve import Options
from award_opt.tender import Tender
from award_opt.what_if import WhatIf, apply

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Move:
    """One goal in two awards, in units of ``10**-places``.

    ``before`` is the published award, ``after`` the other one.
    """

    goal: str
    before: int
    after: int
    places: int

    @property
    def change(self) -> str:
        """``after`` minus ``before``, as an exact decimal string."""
        return self.exact(self.after - self.before)

    def exact(self, value: int) -> str:
        """A value of this goal as an exact decimal string."""
        return unscaled(value, self.places)


@dataclass(frozen=True, slots=True)
class Price:
    """What a rule costs.

    ``moves`` go from the award under the published rules to the one without the rule, or with a
    rule of ``what_if`` added; they are empty unless ``status`` is ``optimal``. ``enters`` and
    ``leaves`` are the bids that win only then, and that then win no longer.
    """

    rule: str
    status: Status
    moves: tuple[Move, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    what_if: str | None = None

    @property
    def free(self) -> bool:
        """Whether the award stays the same."""
        return self.status == "optimal" and not self.enters and not self.leaves


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rules left out together.

    In ``moves``, ``before`` is the sum of their single prices and ``after`` their joint price, so
    that the change is what they cost together beyond what each costs alone.
    """

    rules: tuple[str, str]
    status: Status
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """All prices; ``pairs`` holds those whose joint price is not the sum of the single ones.

    ``priced`` pairs were solved, ``apart`` pairs are proven to add up without a solve: nothing
    links them, or one of them can never bind. ``None`` where pairs were not asked for.
    """

    rules: tuple[Price, ...]
    added: tuple[Price, ...]
    pairs: tuple[Pair, ...]
    priced: int | None
    apart: int | None

    @property
    def proven(self) -> bool:
        """Whether no limit struck."""
        statuses = [price.status for price in (*self.rules, *self.added)]
        statuses += [pair.status for pair in self.pairs]
        return all(status in ("optimal", "infeasible") for status in statuses)


def prices(
    tender: Tender,
    instance: Instance,
    award: AwardFile | None = None,
    *,
    among: AwardFile | None = None,
    pairs: bool = False,
    add: Sequence[WhatIf] = (),
    judge: Judge | None = None,
    progress: Progress | None = None,
) -> Prices:
    """The price of each rule, of each rule that could be added, and of each pair of rules.

    Parameters
    ----------
    award
        The award whose rules are priced; it must be the proven one. Solved where left out.
    among
        The award of an earlier phase, if there was one.
    add
        What-ifs; each rule that they add is priced by itself.
    progress
        Called with the number of awards done and to do.

    Raises
    ------
    CheckError
        No award is lawful, a limit struck before it was proven, or ``award`` is another one.
    """
    desk = _Desk(tender, instance, selected(among), judge or Options().judge())
    if award is not None:
        _demand_same(desk, award, check.verify(tender, instance, award, among))
    rules = [rule.id for rule in every_rule(tender)]
    known = set(rules)
    extra = [(w, rule) for w in add for rule in w.add if rule.id not in known]
    joint = list(combinations(rules, 2)) if pairs else []
    meeting = [pair for pair in joint if desk.meet(*pair)]
    count = _Count(progress, len(rules) + len(extra) + len(meeting))
    single = {}
    for rule in rules:
        single[rule] = desk.price(rule)
        count.one()
    added = []
    for what_if, more in extra:
        only = what_if.model_copy(update={"set": {}, "drop": (), "add": (more,)})
        added.append(desk.added(only, more.id))
        count.one()
    together = []
    for one, other in meeting:
        together.append(desk.pair(single[one], single[other]))
        count.one()
    return Prices(
        rules=tuple(single.values()),
        added=tuple(added),
        pairs=tuple(
            pair
            for pair in together
            if pair.status != "optimal" or any(m.after != m.before for m in pair.moves)
        ),
        priced=len(meeting) if pairs else None,
        apart=len(joint) - len(meeting) if pairs else None,
    )


class _Count:
    """Tells whoever looks on how far the work is."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def one(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total)


def _demand_same(desk: _Desk, award: AwardFile, wrong: Sequence[Finding]) -> None:
    if wrong:
        raise CheckError(wrong)
    if [winner.bid for winner in award.winners] != sorted(desk.winners):
        raise CheckError([Finding("prices", "prices_other_award", {})])


class _Desk:
    """The published program and its award, beside which others are laid."""

    def __init__(
        self, tender: Tender, instance: Instance, among: frozenset[str] | None, judge: Judge
    ) -> None:
        self.tender, self.instance, self.among, self.judge = tender, instance, among, judge
        self.program = compile_program(tender, instance, among)
        self.base = outcome.best(self.program, judge)
        if self.base.status != "optimal":
            raise CheckError([Finding("prices", f"prices_{self.base.status}", {})])
        self.winners = _winning(self.base)
        self.reach = _reach(self.program)
        self.recompiled = {
            rule.id
            for rule in every_rule(tender)
            if rule.STAGE is not None
            or rule.kind == "all_qualifying"
            or (isinstance(rule, Coverage) and rule.if_short == "goal")
        }

    def meet(self, one: str, other: str) -> bool:
        """Whether two rules can matter to each other: a part of the program holds rows of both.

        Filters and rules that shape the goals may matter to all.
        """
        if {one, other} & self.recompiled:
            return True
        return bool(self.reach.get(one, set()) & self.reach.get(other, set()))

    def price(self, rule: str) -> Price:
        """The price of one rule."""
        if rule not in self.recompiled and not self.reach.get(rule):
            moves = tuple(
                Move(r.objective.goal, r.value, r.value, r.objective.places)
                for r in self.base.reached
            )
            return Price(rule, "optimal", moves, (), ())
        return self._beside(rule, self._without([rule]), None)

    def added(self, what_if: WhatIf, rule: str) -> Price:
        """The price of a rule that is not published."""
        tender = apply(self.tender, what_if)
        program = compile_program(tender, self.instance, self.among)
        return self._beside(rule, program, what_if.id)

    def pair(self, one: Price, other: Price) -> Pair:
        """The joint price of two rules beside the sum of their single prices."""
        names = (one.rule, other.rule)
        both = self._beside(f"{one.rule} + {other.rule}", self._without(names), None)
        for price in (one, other, both):
            if price.status != "optimal":
                return Pair(names, price.status, ())
        moves = tuple(
            Move(c.goal, a.after - a.before + b.after - b.before, c.after - c.before, c.places)
            for a, b, c in zip(one.moves, other.moves, both.moves, strict=True)
        )
        return Pair(names, "optimal", moves)

    def _without(self, rules: Collection[str]) -> Program:
        if self.recompiled.isdisjoint(rules):
            return self.program.without(rules)
        return compile_program(without(self.tender, rules), self.instance, self.among)

    def _beside(self, rule: str, program: Program, what_if: str | None) -> Price:
        """The best award of another program beside the published one."""
        found = outcome.best(program, self.judge)
        if found.status != "optimal":
            return Price(rule, found.status, (), (), (), what_if)
        moves = tuple(
            Move(a.objective.goal, *_same_unit(a, b))
            for a, b in zip(self.base.reached, found.reached, strict=True)
        )
        winners = _winning(found)
        enters = tuple(bid for bid in winners if bid not in self.winners)
        leaves = tuple(bid for bid in self.winners if bid not in winners)
        return Price(rule, "optimal", moves, enters, leaves, what_if)


def _same_unit(before: outcome.Reached, after: outcome.Reached) -> tuple[int, int, int]:
    """Two values of one goal, and the decimals behind both."""
    places = max(before.objective.places, after.objective.places)
    low = before.value * 10 ** (places - before.objective.places)
    return low, after.value * 10 ** (places - after.objective.places), places


def _winning(found: Outcome) -> dict[str, None]:
    return dict.fromkeys(bid.id for bid in found.winners())


def _reach(program: Program) -> dict[str, set[int]]:
    """The parts, by number, in which each rule has a row that can bind."""
    found: dict[str, set[int]] = {}
    for number, part in enumerate(split(program)):
        rows = part.problem.rows
        for rule in np.unique(rows.rule[_binding(rows) & (rows.rule >= 0)]).tolist():
            found.setdefault(program.rules[rule], set()).add(number)
    return found


def _binding(rows: Rows) -> Mask:
    """Which rows some 0/1 vector breaks; shape ``(m,)``."""
    most, least = np.zeros(len(rows.bound), np.int64), np.zeros(len(rows.bound), np.int64)
    np.add.at(most, rows.owner, np.maximum(rows.coefficient, 0))
    np.add.at(least, rows.owner, np.minimum(rows.coefficient, 0))
    over, under = most > rows.bound, least < rows.bound
    can: Mask = ((rows.sense <= 0) & over) | ((rows.sense >= 0) & under)
    return can

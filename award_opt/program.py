"""A tender and its bids as one integer program: sparse rows, each tagged with its rule and group.

Variables are 0/1. The first ``n`` are the admitted bids in the order of their ids; the others are
indicators, each defined by rows: it is 1 exactly when at least ``threshold`` of its terms are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

import numpy as np

from award_opt import order
from award_opt.admission import admitted
from award_opt.columns import Columns, Ints
from award_opt.domain import Instance
from award_opt.errors import Finding, SolverError
from award_opt.exact import decimals
from award_opt.rules import Coverage
from award_opt.rules._base import AT_LEAST, AT_MOST, EQUAL, Block
from award_opt.rules._vector import counted
from award_opt.tender import Tender

DEFINITION = -1  # the rule of rows that define an indicator
EXACT_LIMIT = 2**53


@dataclass(frozen=True, slots=True)
class Rows:
    """``m`` rows: ``coefficient[k] * x[column[k]]`` summed over k in ``start[r]:start[r + 1]``.

    The sum is at most, equal to or at least ``bound[r]``.
    ``sense`` is -1 (at most), 0 (equal) or 1 (at least); ``rule`` indexes the tender's rules.
    """

    start: Ints
    column: Ints
    coefficient: Ints
    sense: Ints
    bound: Ints
    rule: Ints
    group: tuple[str, ...]

    @property
    def owner(self) -> Ints:
        """The row of each entry; shape ``(nonzeros,)``."""
        return np.repeat(np.arange(len(self.bound)), np.diff(self.start))

    def activity(self, values: Ints) -> Ints:
        """The left-hand side of each row; shape ``(m,)``. Exact: rows stay below 2**53."""
        held = np.zeros(len(self.bound), np.int64)
        np.add.at(held, self.owner, self.coefficient * values[self.column])
        return held

    def broken(self, values: Ints) -> Ints:
        """The rows that ``values`` break."""
        gap = self.activity(values) - self.bound
        wrong = np.where(self.sense == EQUAL, gap != 0, gap * self.sense < 0)
        return np.flatnonzero(wrong)

    def also(self, column: Ints, coefficient: Ints, sense: int, bound: int) -> Rows:
        """The same rows and one more, which belongs to no rule."""
        return Rows(
            start=np.r_[self.start, self.start[-1] + len(column)],
            column=np.r_[self.column, column],
            coefficient=np.r_[self.coefficient, coefficient],
            sense=np.r_[self.sense, sense],
            bound=np.r_[self.bound, bound],
            rule=np.r_[self.rule, DEFINITION],
            group=(*self.group, ""),
        )

    def only(self, chosen: Ints) -> Rows:
        """The ``chosen`` rows, in that order."""
        many = np.diff(self.start)[chosen]
        start = np.r_[0, np.cumsum(many)].astype(np.int64)
        entry = np.repeat(self.start[chosen] - start[:-1], many) + np.arange(start[-1])
        return Rows(
            start=start,
            column=self.column[entry],
            coefficient=self.coefficient[entry],
            sense=self.sense[chosen],
            bound=self.bound[chosen],
            rule=self.rule[chosen],
            group=tuple(self.group[row] for row in chosen),
        )


@dataclass(frozen=True, slots=True)
class Indicator:
    """Variable ``column`` is 1 exactly when at least ``threshold`` of ``terms`` are."""

    column: int
    terms: Ints
    threshold: int = 1


@dataclass(frozen=True, slots=True)
class Objective:
    """One goal as a vector to maximise, shape ``(size,)``.

    The goal's value, in units of ``10**-places``, is ``offset`` plus the objective, or minus it
    where ``minimise`` holds.
    """

    goal: str
    coefficient: Ints
    places: int = 0
    minimise: bool = False
    offset: int = 0

    def value(self, objective: int) -> int:
        """The goal's value, in units of ``10**-places``."""
        return self.offset + (-objective if self.minimise else objective)


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled program; ``ranked`` and ``tied`` are bid variables in published orders."""

    columns: Columns
    size: int
    rows: Rows
    rules: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    objectives: tuple[Objective, ...]
    ranked: Ints
    tied: Ints

    def without(self, rules: Collection[str]) -> Program:
        """The same program with the rows of some rules left out; filters stay as they were."""
        gone = [place for place, rule in enumerate(self.rules) if rule in rules]
        kept = np.flatnonzero(~np.isin(self.rows.rule, np.array(gone, np.int64)))
        return replace(self, rows=self.rows.only(kept))

    def forcing(self, fates: Mapping[int, int]) -> Program:
        """The same program with some bids made to win (1) or lose (0)."""
        rows, one = self.rows, np.ones(1, np.int64)
        for bid, fate in fates.items():
            rows = rows.also(np.array([bid]), one, EQUAL, fate)
        return replace(self, rows=rows)

    def complete(self, wins: Ints) -> Ints:
        """All variables, given those of the bids; shape ``(n,)`` to ``(size,)``."""
        values = np.zeros(self.size, np.int64)
        values[: self.columns.n] = wins
        for indicator in self.indicators:
            values[indicator.column] = values[indicator.terms].sum() >= indicator.threshold
        return values


class _Assembly:
    """Collects rows and indicators; equal indicators are made once."""

    def __init__(self, n: int) -> None:
        self.n = self.size = n
        self.indicators: list[Indicator] = []
        self._known: dict[tuple[bytes, int], int] = {}
        self._row: list[Ints] = []
        self._column: list[Ints] = []
        self._coefficient: list[Ints] = []
        self._sense: list[Ints] = []
        self._bound: list[Ints] = []
        self._rule: list[Ints] = []
        self._group: list[str] = []
        self.m = 0

    def add(self, block: Block, rule: int) -> None:
        """Append the rows of a block, its sets turned into variables."""
        self._append(
            block.row,
            self.columns_of(block)[block.term],
            block.coefficient,
            block.sense,
            block.bound,
            rule,
        )
        self._group += block.labels

    def row(self, column: Ints, coefficient: Ints, sense: int, bound: int, rule: int) -> None:
        """Append one row."""
        none = np.zeros(len(column), np.int64)
        self._append(none, column, coefficient, np.array([sense]), np.array([bound]), rule)
        self._group.append("")

    def indicator(self, terms: Ints, threshold: int = 1) -> int:
        """The variable that says whether at least ``threshold`` of the ``terms`` are 1."""
        terms = np.unique(terms) if threshold == 1 else np.sort(terms)
        if threshold == 1 and len(terms) == 1:
            return int(terms[0])
        known = (terms.tobytes(), threshold)
        if known not in self._known:
            self._known[known] = self._define(terms, threshold)
        return self._known[known]

    def _define(self, terms: Ints, threshold: int) -> int:
        column, many = self.size, len(terms)
        self.size += 1
        self.indicators.append(Indicator(column, terms, threshold))
        if threshold == 1:
            # one row per term keeps the relaxation tight: no term without the indicator
            pair = np.stack([terms, np.full(many, column)], axis=1).ravel()
            self._append(
                np.repeat(np.arange(many), 2),
                pair,
                np.tile(np.array([1, -1]), many),
                np.full(many, AT_MOST),
                np.zeros(many, np.int64),
                DEFINITION,
            )
            self._group += [""] * many
        else:
            over = many - threshold + 1
            ones = np.ones(many, np.int64)
            self.row(np.r_[terms, column], np.r_[ones, -over], AT_MOST, threshold - 1, DEFINITION)
        ones = np.ones(many, np.int64)
        self.row(np.r_[terms, column], np.r_[ones, -threshold], AT_LEAST, 0, DEFINITION)
        return column

    def columns_of(self, block: Block) -> Ints:
        """The variable of each term of a block: its bids first, then the indicators of its sets."""
        if not len(block.set_id):
            return np.arange(self.n)
        by_set = np.argsort(block.set_id, kind="stable")
        cut = np.flatnonzero(np.diff(block.set_id[by_set])) + 1
        sets = [self.indicator(members) for members in np.split(block.set_member[by_set], cut)]
        return np.concatenate([np.arange(self.n), np.array(sets, np.int64)])

    def _append(
        self, row: Ints, column: Ints, coefficient: Ints, sense: Ints, bound: Ints, rule: int
    ) -> None:
        self._row.append(row + self.m)
        self._column.append(column)
        self._coefficient.append(coefficient)
        self._sense.append(sense)
        self._bound.append(bound)
        self._rule.append(np.full(len(bound), rule, np.int64))
        self.m += len(bound)

    def rows(self) -> Rows:
        """All rows so far, entries of one variable in one row added up, zeros dropped."""
        key = _joined(self._row) * max(self.size, 1) + _joined(self._column)
        kept, inverse = np.unique(key, return_inverse=True)
        coefficient = np.zeros(len(kept), np.int64)
        np.add.at(coefficient, inverse, _joined(self._coefficient))
        kept, coefficient = kept[coefficient != 0], coefficient[coefficient != 0]
        row, column = np.divmod(kept, max(self.size, 1))
        many = np.bincount(row, minlength=self.m)
        return Rows(
            start=np.concatenate([np.zeros(1, np.int64), np.cumsum(many)]),
            column=column,
            coefficient=coefficient,
            sense=_joined(self._sense),
            bound=_joined(self._bound),
            rule=_joined(self._rule),
            group=tuple(self._group),
        )


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *parts]).astype(np.int64)


def compile_program(
    tender: Tender, instance: Instance, among: frozenset[str] | None = None
) -> Program:
    """The program of a tender and its bids.

    Parameters
    ----------
    among
        The bidders selected in an earlier phase; only their bids are admitted. ``None`` admits all.

    Raises
    ------
    InputError
        A row or goal whose numbers do not fit exact 53-bit arithmetic.
    """
    landscape = tender.landscape()
    columns = Columns.of(admitted(tender, instance, among))
    assembly = _Assembly(columns.n)
    for position, rule in enumerate(tender.rules):
        assembly.add(rule.rows(columns, landscape), position)
    ranked = _positions(columns, [bid.id for bid in order.rank_order(tender, columns.bids)])
    if "ranking" in tender.award.goals and tender.award.on_misfit == "stop":
        _stop_rows(assembly, columns, ranked, len(tender.rules))
    goals = [
        _Goal(tender, instance, columns, assembly).objective(goal) for goal in order.stages(tender)
    ]
    rows = assembly.rows()
    return Program(
        columns=columns,
        size=assembly.size,
        rows=rows,
        rules=(*(rule.id for rule in tender.rules), "ranking"),
        indicators=tuple(assembly.indicators),
        objectives=tuple(_widened(goal, assembly.size) for goal in goals),
        ranked=ranked,
        tied=_positions(columns, [bid.id for bid in order.tie_order(tender, columns.bids)]),
    )


def _positions(columns: Columns, ids: Sequence[str]) -> Ints:
    index = {bid.id: position for position, bid in enumerate(columns.bids)}
    return np.array([index[bid] for bid in ids], np.int64)


def _stop_rows(assembly: _Assembly, columns: Columns, ranked: Ints, rule: int) -> None:
    """``on_misfit = "stop"``: in a lot nobody wins after the first ranked bid that does not fit."""
    lot = columns.texts["lot"].codes
    for above, below in pairwise(ranked):
        if lot[above] == lot[below]:
            assembly.row(np.array([below, above]), np.array([1, -1]), AT_MOST, 0, rule)


def _widened(objective: Objective, size: int) -> Objective:
    coefficient = np.zeros(size, np.int64)
    coefficient[: len(objective.coefficient)] = objective.coefficient
    if int(np.abs(coefficient).astype(object).sum()) >= EXACT_LIMIT:
        raise SolverError([Finding(objective.goal, "goal_too_large", {"limit": EXACT_LIMIT})])
    return Objective(
        objective.goal, coefficient, objective.places, objective.minimise, objective.offset
    )


@dataclass(frozen=True, slots=True)
class _Goal:
    tender: Tender
    instance: Instance
    columns: Columns
    assembly: _Assembly

    def objective(self, goal: str) -> Objective:
        made: Objective = getattr(self, f"_{goal}")()
        return made

    def _total_score(self) -> Objective:
        weight = [self.tender.award.lot_weights.get(bid.lot, 1) for bid in self.columns.bids]
        score = self.columns.score * np.array(weight, np.int64)
        return Objective("total_score", score, self.tender.scoring.decimals)

    def _ranking(self) -> Objective:
        lots = np.isin(self.columns.texts["lot"].labels, order.ranked_lots(self.tender))
        return Objective("ranking", lots[self.columns.texts["lot"].codes].astype(np.int64))

    def _lowest_value(self) -> Objective:
        return Objective("lowest_value", -self.columns.value_cents, 2, minimise=True)

    def _fewest_contracts(self) -> Objective:
        return Objective("fewest_contracts", -np.ones(self.columns.n, np.int64), minimise=True)

    def _fill(self) -> Objective:
        return Objective("fill", np.ones(self.columns.n, np.int64))

    def _fewest_partners(self) -> Objective:
        bidder = self.columns.texts["bidder"]
        partners = [
            self.assembly.indicator(np.flatnonzero(bidder.codes == code))
            for code in range(len(bidder.labels))
        ]
        coefficient = np.zeros(self.assembly.size, np.int64)
        coefficient[partners] = -1
        return Objective("fewest_partners", coefficient, minimise=True)

    def _most_coverage(self) -> Objective:
        landscape = self.tender.landscape()
        reached: list[int] = []
        for rule in self.tender.rules:
            if isinstance(rule, Coverage) and rule.if_short == "goal":
                grouped, terms = rule.terms(self.columns, landscape)
                none = np.zeros(len(grouped.names), np.int64)
                block = counted(grouped.labels, terms, AT_LEAST, none)
                reached += self._cells(block, rule.at_least)
        coefficient = np.zeros(self.assembly.size, np.int64)
        np.add.at(coefficient, reached, 1)
        return Objective("most_coverage", coefficient)

    def _cells(self, block: Block, threshold: int) -> list[int]:
        assembly = self.assembly
        column = assembly.columns_of(block)
        every = (column[block.term[block.row == row]] for row in range(len(block.labels)))
        return [assembly.indicator(terms, threshold) for terms in every if len(terms) >= threshold]

    def _least_transfers(self) -> Objective:
        held = [Decimal(bid.attributes["clients"]) for bid in self.columns.bids]
        every = [
            Decimal(bid.attributes["clients"])
            for bid in self.instance.bids
            if "clients" in bid.attributes
        ]
        places = max((decimals(number) for number in every), default=0)
        coefficient = np.array([int(number.scaleb(places)) for number in held], np.int64)
        total = int(sum(every, Decimal(0)).scaleb(places))
        return Objective("least_transfers", coefficient, places, minimise=True, offset=total)

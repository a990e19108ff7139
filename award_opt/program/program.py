"""A tender and its bids as one integer program: sparse rows, each tagged with its rule and group.

Variables are 0/1. The first ``n`` are the admitted bids in the order of their ids; the others are
indicators, each defined by rows: it is 1 exactly when at least ``threshold`` of its terms are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from award_opt import order
from award_opt.admission import standing
from award_opt.columns import Columns, Ints
from award_opt.domain import Instance
from award_opt.program.assembly import Assembly
from award_opt.program.goals import EXACT_LIMIT, Goals, Objective
from award_opt.program.rows import DEFINITION, Indicator, Indicators, Rows
from award_opt.rules._base import AT_MOST, EQUAL, Block
from award_opt.tender import Tender

__all__ = [
    "DEFINITION",
    "EXACT_LIMIT",
    "Indicator",
    "Objective",
    "Program",
    "Rows",
    "assembled",
    "blocks_of",
    "compile_columns",
    "compile_program",
]


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled program; ``ranked`` and ``tied`` are bid variables in published orders."""

    columns: Columns
    size: int
    rows: Rows
    rules: tuple[str, ...]
    indicators: Indicators
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
        return self.indicators.complete(values)


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
    every = Columns.of(instance.bids)
    return compile_columns(tender, every.only(standing(tender, every, among)), every)


def compile_columns(tender: Tender, columns: Columns, every: Columns | None = None) -> Program:
    """The program of a tender and its admitted bids, given as columns.

    Parameters
    ----------
    every
        All submitted bids, where some were not admitted: the goal ``least_transfers`` counts the
        clients of all. ``admission.standing`` says which are admitted.

    Raises
    ------
    InputError
        A row or goal whose numbers do not fit exact 53-bit arithmetic.
    """
    return assembled(tender, columns, blocks_of(tender, columns), every or columns)


def blocks_of(tender: Tender, columns: Columns) -> Iterator[Block]:
    """The rows of each rule over the admitted bids, in the order of the rules."""
    landscape = tender.landscape()
    return (rule.rows(columns, landscape) for rule in tender.rules)


def assembled(tender: Tender, columns: Columns, blocks: Iterable[Block], every: Columns) -> Program:
    """The program that the blocks of the rules and the goals of the tender make."""
    assembly = Assembly(columns.n)
    for position, block in enumerate(blocks):
        assembly.add(block, position)
    ranked, tied = order.rows(tender, columns)
    if stops(tender):
        _stop_rows(assembly, columns, ranked, len(tender.rules))
    goals = Goals(tender, columns, every, assembly)
    objectives = [goals.objective(goal) for goal in order.stages(tender)]
    return Program(
        columns=columns,
        size=assembly.size,
        rows=assembly.rows(),
        rules=(*(rule.id for rule in tender.rules), "ranking"),
        indicators=assembly.indicators(),
        objectives=tuple(objective.over(assembly.size) for objective in objectives),
        ranked=ranked,
        tied=tied,
    )


def stops(tender: Tender) -> bool:
    """Whether in a lot nobody wins after the first ranked bid that does not fit."""
    return "ranking" in tender.award.goals and tender.award.on_misfit == "stop"


def _stop_rows(assembly: Assembly, columns: Columns, ranked: Ints, rule: int) -> None:
    lot = columns.texts["lot"].codes
    above, below = ranked[:-1], ranked[1:]
    same = lot[above] == lot[below]
    above, below = above[same], below[same]
    many = len(above)
    row, one = np.arange(many), np.ones(many, np.int64)
    assembly.append(
        row=np.concatenate([row, row]),
        column=np.concatenate([below, above]),
        coefficient=np.concatenate([one, -one]),
        sense=np.full(many, AT_MOST, np.int64),
        bound=np.zeros(many, np.int64),
        rule=rule,
    )

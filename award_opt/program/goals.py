"""The goals of an award method as vectors over the variables of a program."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from award_opt import order
from award_opt.columns import MISSING, Codes, Columns, Ints
from award_opt.errors import Finding, SolverError
from award_opt.exact import decimals
from award_opt.program.assembly import Assembly
from award_opt.rules import Coverage
from award_opt.rules._base import AT_LEAST, Block
from award_opt.rules._vector import counted
from award_opt.stretches import picked, starts
from award_opt.tender import Tender

EXACT_LIMIT = 2**53
SAFE = 2**62  # sums of 64-bit integers stay below this


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

    def over(self, size: int) -> Objective:
        """The same goal over ``size`` variables, of which the further ones count for nothing.

        Raises
        ------
        SolverError
            The goal leaves exact 53-bit arithmetic (``goal_too_large``).
        """
        if not _exact(self.coefficient):
            raise SolverError([Finding(self.goal, "goal_too_large", {"limit": EXACT_LIMIT})])
        whole = np.zeros(size, np.int64)
        whole[: len(self.coefficient)] = self.coefficient
        return Objective(self.goal, whole, self.places, self.minimise, self.offset)


def _exact(coefficient: Ints) -> bool:
    size = np.abs(coefficient)
    if int(size.max(initial=0)) * max(len(size), 1) >= SAFE:
        size = size.astype(object)
    return int(size.sum()) < EXACT_LIMIT


@dataclass(frozen=True, slots=True)
class Goals:
    """What the goals of a tender are worth bid by bid.

    ``columns`` holds the admitted bids, ``every`` all that were submitted; indicators that a goal
    counts are added to the ``assembly``.
    """

    tender: Tender
    columns: Columns
    every: Columns
    assembly: Assembly

    def objective(self, goal: str) -> Objective:
        """One goal as a vector over the variables that there are so far."""
        made: Objective = getattr(self, f"_{goal}")()
        return made

    def _total_score(self) -> Objective:
        return total_score(self.tender, self.columns)

    def _ranking(self) -> Objective:
        inside = self.columns.texts["lot"].among(order.ranked_lots(self.tender))
        return Objective("ranking", inside.astype(np.int64))

    def _lowest_value(self) -> Objective:
        return Objective("lowest_value", -self.columns.value_cents, 2, minimise=True)

    def _fewest_contracts(self) -> Objective:
        return Objective("fewest_contracts", -np.ones(self.columns.n, np.int64), minimise=True)

    def _fill(self) -> Objective:
        return Objective("fill", np.ones(self.columns.n, np.int64))

    def _fewest_partners(self) -> Objective:
        codes = self.columns.texts["bidder"].codes
        partners = self.assembly.any_of(codes, np.arange(self.columns.n))
        coefficient = np.zeros(self.assembly.size, np.int64)
        coefficient[partners] = -1
        return Objective("fewest_partners", coefficient, minimise=True)

    def _most_coverage(self) -> Objective:
        landscape = self.tender.landscape()
        reached: list[Ints] = []
        for rule in self.tender.rules:
            if isinstance(rule, Coverage) and rule.if_short == "goal":
                grouped, terms = rule.terms(self.columns, landscape)
                none = np.zeros(len(grouped.names), np.int64)
                block = counted(grouped.labels, terms, AT_LEAST, none)
                reached.append(self._cells(block, rule.at_least))
        coefficient = np.zeros(self.assembly.size, np.int64)
        for cells in reached:
            np.add.at(coefficient, cells, 1)
        return Objective("most_coverage", coefficient)

    def _cells(self, block: Block, threshold: int) -> Ints:
        """The variables that say which rows of a block reach ``threshold``, if they ever can."""
        column = self.assembly.columns_of(block)
        by_row = np.argsort(block.row, kind="stable")
        row, column = block.row[by_row], column[by_row]
        if threshold == 1:
            return self.assembly.any_of(row, column)
        start = starts(np.bincount(row, minlength=len(block.labels)))
        start, entry = picked(start, np.flatnonzero(np.diff(start) >= threshold))
        return self.assembly.at_least(start, column[entry], threshold)

    def _least_transfers(self) -> Objective:
        """Clients of bids that lose have to move: all clients less those of the winners.

        Raises
        ------
        KeyError
            An admitted bid does not say how many clients it has.
        """
        every, held = self._clients(self.every), self._clients(self.columns)
        if (held.codes == MISSING).any():
            raise KeyError("clients")
        read = [Decimal(label) for label in every.labels]
        places = max((decimals(number) for number in read), default=0)
        whole = {
            label: int(number.scaleb(places))
            for label, number in zip(every.labels, read, strict=True)
        }
        many = np.bincount(every.codes[every.codes != MISSING], minlength=len(read)).tolist()
        total = sum(n * clients for n, clients in zip(many, whole.values(), strict=True))
        clients = np.array([whole[label] for label in held.labels], np.int64)[held.codes]
        return Objective("least_transfers", clients, places, minimise=True, offset=total)

    @staticmethod
    def _clients(columns: Columns) -> Codes:
        return columns.texts.get("clients") or Codes.absent(columns.n)


def total_score(tender: Tender, columns: Columns) -> Objective:
    """The goal ``total_score``: the score of each bid times the weight of its lot."""
    lot, weights = columns.texts["lot"], tender.award.lot_weights
    weight = np.array([weights.get(label, 1) for label in lot.labels], np.int64)
    score = columns.score * weight[lot.codes] if columns.n else columns.score
    return Objective("total_score", score, tender.scoring.decimals)

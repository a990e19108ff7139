"""Rules by group, and whether an award can keep a chosen set of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.engines.relaxation import relax
from award_opt.errors import Finding, SolverError
from award_opt.program.parts import Part, Problem
from award_opt.program.program import DEFINITION, Rows
from award_opt.search.judge import Judge

ZERO = 1e-7  # multipliers below this are none; a hint, nothing rests on it
FAR = 10**6  # more than any row of a relaxation has to give


class Struck(Exception):  # noqa: N818 - a limit is no error
    """A limit struck before the question was answered."""


@dataclass(frozen=True, slots=True)
class Member:
    """A rule in one of its groups; ``group`` is empty where the rule has but one."""

    rule: str
    group: str

    @property
    def name(self) -> str:
        """As certificates name it."""
        return f"{self.rule} {self.group}".rstrip()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a choice of members, over the variables ``columns`` that they use.

    ``home[r]`` is the member of row ``r``, or ``DEFINITION``.
    """

    problem: Problem
    columns: Ints
    home: Ints


class Trial:
    """Puts sets of members of one part on trial.

    ``members[k]`` is the k-th member; a set of members is a mask of shape ``(len(members),)``.
    The definitions of indicators always hold.
    """

    def __init__(self, part: Part, rules: tuple[str, ...], judge: Judge) -> None:
        self.part, self.judge, self.rows = part, judge, part.problem.rows
        names: dict[tuple[int, str], int] = {}
        home = [
            DEFINITION if rule == DEFINITION else names.setdefault((rule, group), len(names))
            for rule, group in zip(self.rows.rule.tolist(), self.rows.group, strict=True)
        ]
        self.home = np.array(home, np.int64)
        self.members = tuple(Member(rules[rule], group) for rule, group in names)
        # an indicator is made after its terms, so that it is the last variable of its rows
        self._defines = np.maximum.reduceat(self.rows.column, self.rows.start[:-1])
        self._kept: list[Mask] = []

    def everything(self) -> Mask:
        """The set of all members."""
        return np.ones(len(self.members), np.bool_)

    def lawful(self, chosen: Mask, *, confirm: bool = False) -> bool:
        """Whether some award keeps all the chosen members; a "yes" always has a witness.

        Raises
        ------
        Struck
            A limit struck first.
        """
        if any(bool((kept | ~chosen).all()) for kept in self._kept):
            return True
        asked = self.chosen(chosen)
        answer = self.judge.solve(asked.problem, None, confirm=confirm)
        if answer.values is not None:
            self._note(asked, answer.values, chosen)
            return True
        if answer.verdict != "infeasible":
            raise Struck
        return False

    def kept(self, chosen: Mask) -> Mask:
        """All members that the witness for a lawful set of members keeps."""
        return next(kept for kept in reversed(self._kept) if bool((kept | ~chosen).all()))

    def _note(self, asked: Chosen, values: Ints, chosen: Mask) -> None:
        whole = np.zeros(self.part.problem.size, np.int64)
        whole[asked.columns] = values
        for indicator in self.part.indicators:
            whole[indicator.column] = whole[indicator.terms].sum() >= indicator.threshold
        broken = self.home[self.rows.broken(whole)]
        kept = self.everything()
        kept[broken[broken != DEFINITION]] = False
        if (broken == DEFINITION).any() or (chosen & ~kept).any():
            raise SolverError([Finding("conflict", "conflict_witness", {})])
        self._kept.append(kept)

    def chosen(self, members: Mask) -> Chosen:
        """The rows of some members and the definitions of the indicators that they use."""
        rows, owner = self.rows, self.rows.owner
        defined = self.home == DEFINITION
        wanted = ~defined & members[self.home]
        used = np.zeros(self.part.problem.size, np.bool_)
        while True:
            used[rows.column[wanted[owner]]] = True
            more = defined & ~wanted & used[self._defines]
            if not more.any():
                break
            wanted |= more
        columns = np.flatnonzero(used)
        local = np.cumsum(used) - 1
        own = rows.only(np.flatnonzero(wanted))
        problem = _free(replace(own, column=local[own.column]), len(columns))
        return Chosen(problem, columns, self.home[wanted])

    def suspects(self, members: Mask) -> Mask:
        """The members to which the relaxation lays the conflict; all where it sees none.

        A hint: the rows with a multiplier in the relaxation that pays for every excess.
        """
        asked = self.chosen(members)
        elastic = _elastic(asked)
        relaxed = relax(elastic, self.judge.clock)
        if relaxed is None or -float(elastic.objective @ relaxed.values) < ZERO:
            return members
        guilty = asked.home[np.abs(relaxed.duals) > ZERO]
        found = np.zeros(len(members), np.bool_)
        found[guilty[guilty != DEFINITION]] = True
        return found


def _free(rows: Rows, size: int) -> Problem:
    none = np.zeros(size, np.int64)
    return Problem(rows, none, none + 1, none)


def _elastic(asked: Chosen) -> Problem:
    """The same rows, where every row of a member may be exceeded at a price.

    One unit of excess is the largest coefficient of the row, so that cents and contracts compare.
    """
    rows, size = asked.problem.rows, asked.problem.size
    largest = np.maximum.reduceat(np.abs(rows.coefficient), rows.start[:-1])
    up = np.flatnonzero((asked.home != DEFINITION) & (rows.sense >= 0))
    down = np.flatnonzero((asked.home != DEFINITION) & (rows.sense <= 0))
    row = np.r_[up, down]
    excess = np.r_[largest[up], -largest[down]]
    at = rows.start[row + 1]
    start = rows.start + np.searchsorted(np.sort(row), np.arange(len(rows.start)))
    elastic = replace(
        rows,
        start=start,
        column=np.insert(rows.column, at, size + np.arange(len(row))),
        coefficient=np.insert(rows.coefficient, at, excess),
    )
    price = np.r_[np.zeros(size, np.int64), np.full(len(row), -1)]
    return Problem(
        elastic,
        np.zeros(size + len(row), np.int64),
        np.r_[np.ones(size, np.int64), np.full(len(row), FAR)],
        price,
    )

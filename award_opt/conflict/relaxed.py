"""A program whose rules may be relaxed at a price: the rows of every rung, and what to minimise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

import numpy as np

from award_opt.columns import Columns, Ints, Mask
from award_opt.conflict.ladders import WHOLE, Ladder
from award_opt.domain import Landscape
from award_opt.program.parts import Problem
from award_opt.program.program import DEFINITION, Program, Rows
from award_opt.rules import AnyRule
from award_opt.rules._base import AT_MOST, EQUAL


@dataclass(frozen=True, slots=True)
class _Line:
    """``sum entries[j] * x[j] <= bound``."""

    entries: Mapping[int, int]
    bound: int

    @property
    def most(self) -> int:
        """The most that the left-hand side can reach."""
        return sum(a for a in self.entries.values() if a > 0)

    @property
    def reach(self) -> int:
        """The bound, no further than what decides over the left-hand side."""
        least = sum(a for a in self.entries.values() if a < 0)
        return max(least - 1, min(self.most, self.bound))


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The problem, and which variables say how far each ladder is climbed.

    Variable ``steps[k][r]`` is 1 where ladder ``k`` stands on rung ``r`` or beyond; the objective
    is minus the weight of all steps.
    """

    problem: Problem
    ladders: tuple[Ladder, ...]
    steps: tuple[Ints, ...]

    def climbed(self, values: Ints) -> tuple[int, ...]:
        """How many rungs of each ladder ``values`` climb."""
        return tuple(int(values[steps].sum()) for steps in self.steps)


def relaxed_program(
    program: Program, landscape: Landscape, ladders: Sequence[Ladder], concerned: Mask
) -> Relaxed:
    """The ``concerned`` rows of a program (shape ``(m,)``), relaxed along the ladders."""
    places = {rule: place for place, rule in enumerate(program.rules)}
    untouched = concerned.copy()
    lines: list[_Line] = []
    steps: list[Ints] = []
    weights: list[int] = []
    climbing: list[Ladder] = []
    for whole in ladders:
        own = concerned & _own(program.rows, places[whole.rule.id], whole.group)
        if not own.any():
            continue
        untouched &= ~own
        ladder = whole.thinned(int(own[program.rows.owner].sum()))
        variables = program.size + len(weights) + np.arange(len(ladder.rungs))
        lines += _ordered(variables.tolist())
        for levels in _levels(ladder, program, landscape, np.flatnonzero(own).tolist()):
            lines += _climbing(levels, variables.tolist())
        weights += np.diff([0, *(rung.weight for rung in ladder.rungs)]).tolist()
        steps.append(variables)
        climbing.append(ladder)
    rows = _joined(program.rows.only(np.flatnonzero(untouched)), lines)
    price = np.r_[np.zeros(program.size, np.int64), -np.array(weights, np.int64)]
    return _compressed(rows, price, climbing, steps)


def _own(rows: Rows, place: int, group: str | None) -> Mask:
    """The rows of a rule, or of one of its groups; shape ``(m,)``."""
    mine: Mask = rows.rule == place
    if group is not None:
        mine &= np.array([name == group for name in rows.group], np.bool_)
    return mine


def _ordered(variables: Sequence[int]) -> list[_Line]:
    """A rung is climbed only after the one below."""
    return [_Line({above: 1, below: -1}, 0) for below, above in pairwise(variables)]


def _levels(
    ladder: Ladder, program: Program, landscape: Landscape, own: Sequence[int]
) -> Iterator[list[_Line | None]]:
    """Each row of a ladder as it is published and on every rung; ``None`` where it is gone."""
    rows = program.rows
    values = [] if ladder.rule.kind in WHOLE else [rung.value for rung in ladder.rungs]
    published = _block(ladder.rule, program.columns, landscape)
    rungs = [_block(ladder.relaxed(value), program.columns, landscape) for value in values]
    for row in own:
        terms, bound = _entries(rows, row), int(rows.bound[row])
        sense, name = int(rows.sense[row]), rows.group[row]
        for sign in (1, -1) if sense == EQUAL else (-sense,):
            levels: list[_Line | None] = [_signed(sign, terms, bound)]
            for block in rungs:
                if name not in block:
                    levels.append(None)
                    continue
                moved, to = block[name]
                entries = terms if moved == published[name][0] else moved
                levels.append(_signed(sign, entries, to))
            yield levels if rungs else [*levels, None]


def _entries(rows: Rows, row: int) -> dict[int, int]:
    cut = slice(rows.start[row], rows.start[row + 1])
    return dict(zip(rows.column[cut].tolist(), rows.coefficient[cut].tolist(), strict=True))


def _block(
    rule: AnyRule, columns: Columns, landscape: Landscape
) -> dict[str, tuple[dict[int, int], int]]:
    """The rows of a rule by group: coefficients by term, and the bound."""
    block = rule.rows(columns, landscape)
    found = {
        name: (dict[int, int](), bound)
        for name, bound in zip(block.labels, block.bound.tolist(), strict=True)
    }
    for row, term, coefficient in zip(
        block.row.tolist(), block.term.tolist(), block.coefficient.tolist(), strict=True
    ):
        entries = found[block.labels[row]][0]
        entries[term] = entries.get(term, 0) + coefficient
    return found


def _signed(sign: int, entries: Mapping[int, int], bound: int) -> _Line:
    return _Line({j: sign * a for j, a in entries.items()}, sign * bound)


def _climbing(levels: Sequence[_Line | None], variables: Sequence[int]) -> Iterator[_Line]:
    """One row on all its levels: level ``k`` holds unless variable ``k`` says "further"."""
    first = levels[0]
    assert first is not None
    if all(level is None or level.entries == first.entries for level in levels):
        bounds = [first.most if level is None else level.reach for level in levels]
        given = {v: low - high for v, (low, high) in zip(variables, pairwise(bounds), strict=True)}
        yield _Line({**first.entries, **given}, bounds[0])
        return
    for level, further in zip_longest(levels, variables):
        if level is not None:
            given = {} if further is None else {further: min(0, level.reach - level.most)}
            yield _Line({**level.entries, **given}, level.reach)


def _joined(rows: Rows, lines: Sequence[_Line]) -> Rows:
    """The rows, and the lines after them."""
    many = [len(line.entries) for line in lines]
    none = np.full(len(lines), DEFINITION, np.int64)
    return Rows(
        start=np.r_[rows.start, rows.start[-1] + np.cumsum(many, dtype=np.int64)],
        column=np.r_[rows.column, _ints(j for line in lines for j in line.entries)],
        coefficient=np.r_[rows.coefficient, _ints(a for e in lines for a in e.entries.values())],
        sense=np.r_[rows.sense, np.full(len(lines), AT_MOST, np.int64)],
        bound=np.r_[rows.bound, _ints(line.bound for line in lines)],
        rule=np.r_[rows.rule, none],
        group=(*rows.group, *("" for _ in lines)),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)


def _compressed(
    rows: Rows, price: Ints, ladders: Sequence[Ladder], steps: Sequence[Ints]
) -> Relaxed:
    """The problem over the variables that its rows use."""
    used = np.zeros(len(price), np.bool_)
    used[rows.column] = True
    used[np.concatenate([np.zeros(0, np.int64), *steps])] = True
    local = np.cumsum(used) - 1
    none = np.zeros(int(used.sum()), np.int64)
    problem = Problem(replace(rows, column=local[rows.column]), none, none + 1, price[used])
    return Relaxed(problem, tuple(ladders), tuple(local[each] for each in steps))

"""Programs by vector operations are the programs that plain loops make, row by row."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from plain_program import PlainAssembly, plain_parts, plain_rows
from random_tenders import random_case

from award_opt import order
from award_opt.instance import read_instance
from award_opt.program import assembly
from award_opt.program.assembly import Assembly
from award_opt.program.parts import Problem, split
from award_opt.program.program import blocks_of, compile_program, stops
from award_opt.program.rows import DEFINITION, Indicator, Indicators, Rows
from award_opt.rules import AT_LEAST, AT_MOST
from award_opt.stretches import summed
from award_opt.tender import read_tender

ROOT = Path(__file__).parents[1]
SHIPPED = ["hvb-youth-2022", "hvb-youth-2022-outcome", "alphen-2018", "utrecht-2020-territories"]
BY_INDICATOR = {"most_coverage", "fewest_partners"}


def plainly(tender, columns):
    made = PlainAssembly(columns.n)
    for place, block in enumerate(blocks_of(tender, columns)):
        made.add(block, place)
    return made


def counts_apart(tender):
    """Whether more than the rules makes rows."""
    return stops(tender) or not BY_INDICATOR.isdisjoint(order.stages(tender))


@pytest.mark.parametrize("seed", range(150))
def test_rows_and_indicators_are_those_of_plain_loops(seed):
    tender, instance = random_case(seed, most=24)
    program = compile_program(tender, instance)
    made = plainly(tender, program.columns)
    found = [(each.column, each.terms.tolist(), each.threshold) for each in program.indicators]

    assert plain_rows(program)[: len(made.rows)] == made.rows
    assert found[: len(made.indicators)] == made.indicators
    assert counts_apart(tender) or len(program.rows.bound) == len(made.rows)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_programs_are_those_of_plain_loops(name):
    tender = read_tender(ROOT / f"models/{name}.toml")
    program = compile_program(tender, read_instance(ROOT / f"instances/{name}", tender))
    made = plainly(tender, program.columns)

    assert plain_rows(program)[: len(made.rows)] == made.rows
    assert program.size >= made.size


def any_of(assembly, *sets):
    pairs = [(k, member) for k, members in enumerate(sets) for member in members]
    return assembly.any_of(*np.array(pairs, np.int64).T).tolist()


@pytest.mark.parametrize("same_marks", [False, True])
def test_equal_sets_have_one_indicator_whatever_their_marks(same_marks, monkeypatch):
    if same_marks:
        alike = lambda start, member: np.zeros(len(start) - 1, np.uint64)  # noqa: E731
        monkeypatch.setattr(assembly, "marks", alike)
    made, pairs = Assembly(6), Assembly(4)

    assert any_of(pairs, [0, 1], [2, 3], [1, 0]) == [4, 5, 4]
    assert any_of(made, [0, 1], [2, 3], [1, 0], [4], [0, 1, 2]) == [6, 7, 6, 4, 8]
    assert any_of(made, [3, 2], [1, 5], [0, 1], [5, 1, 1]) == [7, 9, 6, 9]
    assert [(i.column, i.terms.tolist()) for i in made.indicators()] == [
        (6, [0, 1]),
        (7, [2, 3]),
        (8, [0, 1, 2]),
        (9, [1, 5]),
    ]


def test_a_set_is_held_by_one_row_per_member_and_one_for_all():
    made = Assembly(3)
    any_of(made, [0, 2])
    rows = made.rows()

    assert rows.start.tolist() == [0, 2, 4, 7]
    assert rows.column.tolist() == [0, 3, 2, 3, 0, 2, 3]
    assert rows.coefficient.tolist() == [1, -1, 1, -1, 1, 1, -1]
    assert rows.sense.tolist() == [AT_MOST, AT_MOST, AT_LEAST]
    assert rows.rule.tolist() == [DEFINITION] * 3
    assert rows.group == ("", "", "")


def test_entries_of_one_variable_are_added_up_and_zeros_dropped():
    made = Assembly(4)
    made.append(
        row=np.array([1, 0, 1, 0, 1]),
        column=np.array([2, 3, 2, 1, 0]),
        coefficient=np.array([2, 1, -2, 5, 7]),
        sense=np.array([AT_MOST, AT_LEAST]),
        bound=np.array([4, 5]),
        rule=0,
    )
    rows = made.rows()

    assert rows.start.tolist() == [0, 2, 3]
    assert rows.column.tolist() == [1, 3, 0]
    assert rows.coefficient.tolist() == [5, 1, 7]


def test_a_threshold_is_met_exactly_by_its_two_rows():
    made = Assembly(3)
    column = made.at_least(np.array([0, 3]), np.array([2, 0, 1]), 2)[0]
    rows, indicators = made.rows(), made.indicators()

    for wins in np.ndindex(2, 2, 2):
        for value in (0, 1):
            values = np.array([*wins, value])
            assert (not len(rows.broken(values))) == (value == (sum(wins) >= 2))
        assert indicators.complete(np.array([*wins, 0]))[column] == (sum(wins) >= 2)
    assert made.at_least(np.array([0, 3, 6]), np.array([0, 1, 2, 1, 0, 2]), 2).tolist() == [3, 3]


def test_indicators_of_indicators_are_completed():
    made = Indicators.of(
        [
            Indicator(3, np.array([0, 1])),
            Indicator(4, np.array([2, 3]), 2),
            Indicator(5, np.array([4])),
        ]
    )

    assert made.complete(np.array([1, 0, 1, 0, 0, 0])).tolist() == [1, 0, 1, 1, 1, 1]
    assert made.complete(np.array([0, 0, 1, 1, 1, 1])).tolist() == [0, 0, 1, 0, 0, 0]
    assert [each.threshold for each in made[1:]] == [2, 1]


@pytest.mark.parametrize("seed", range(100))
def test_parts_hold_each_variable_row_and_indicator_once(seed):
    tender, instance = random_case(seed, most=14)
    program = compile_program(tender, instance)
    parts = list(split(program))
    rows = [(part, row) for part in parts for row in plain_rows_of(part)]

    assert [part.variables.tolist() for part in parts] == plain_parts(program)
    assert sorted(row for _, row in rows) == sorted(
        (rule, group, tuple(entries.items()), sense, bound)
        for rule, group, entries, sense, bound in plain_rows(program)
        if entries
    )
    assert sorted(
        (int(part.variables[each.column]), part.variables[each.terms].tolist(), each.threshold)
        for part in parts
        for each in part.indicators
    ) == [(each.column, each.terms.tolist(), each.threshold) for each in program.indicators]


def plain_rows_of(part):
    rows = part.problem.rows
    for k in range(len(rows.bound)):
        entry = slice(rows.start[k], rows.start[k + 1])
        names = part.variables[rows.column[entry]].tolist()
        entries = tuple(zip(names, rows.coefficient[entry].tolist(), strict=True))
        yield int(rows.rule[k]), rows.group[k], entries, int(rows.sense[k]), int(rows.bound[k])


def test_all_variables_without_a_row_are_one_part():
    tender, instance = random_case(59, most=14)
    program = compile_program(tender.model_copy(update={"rules": ()}), instance)

    (part,) = split(program)

    assert part.problem.bare
    assert part.problem.size == program.size


def test_each_variable_of_a_bare_problem_goes_its_own_way():
    every = np.array(list(product((-2, 0, 3), ((0, 0), (0, 1), (1, 1)), (0, 1))), dtype=object)
    objective, values = (every[:, k].astype(np.int64) for k in (0, 2))
    lower, upper = np.array([*every[:, 1]]).T
    problem = Problem(Assembly(0).rows(), lower, upper, objective)

    best = problem.one_by_one(values)
    held = problem.holding(objective, best)

    assert problem.bare
    assert problem.lawful(best)
    assert problem.value(best) == int(np.maximum(objective * lower, objective * upper).sum())
    assert all(
        best[j] == min(max(values[j], lower[j]), upper[j]) for j in np.flatnonzero(objective == 0)
    )
    assert held.lower.tolist() == [
        b if c else low for b, c, low in zip(best, objective, lower, strict=True)
    ]
    assert held.upper.tolist() == [
        b if c else high for b, c, high in zip(best, objective, upper, strict=True)
    ]


def test_sums_of_rows_are_whole_numbers_beyond_what_floats_hold():
    large = 2**60
    rows = Rows(
        start=np.array([0, 2, 2, 3]),
        column=np.array([0, 1, 1]),
        coefficient=np.array([large, 1, -large]),
        sense=np.array([AT_MOST, AT_MOST, AT_LEAST]),
        bound=np.array([large, 0, -large]),
        rule=np.zeros(3, np.int64),
        group=("", "", ""),
    )

    assert rows.activity(np.array([1, 1])).tolist() == [large + 1, 0, -large]
    assert rows.broken(np.array([1, 1])).tolist() == [0]
    assert summed(np.array([0]), np.zeros(0, np.int64)).tolist() == []

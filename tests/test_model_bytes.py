"""The bytes of a model are those of one that is made term by term."""

from __future__ import annotations

import random

import numpy as np
import pytest
from brute import random_problem, rows_of
from ortools.sat import cp_model_pb2
from small_problems import SEEDS, boxed

from award_opt.engines.cut_off import cut_off
from award_opt.engines.wire import HIGHEST, LOWEST, model_bytes, varints
from award_opt.program.parts import Problem


def looped(problem: Problem, hint) -> cp_model_pb2.CpModelProto:
    """The model of a problem, one Python object after the other."""
    proto = cp_model_pb2.CpModelProto()
    for low, high in zip(problem.lower.tolist(), problem.upper.tolist(), strict=True):
        proto.variables.add().domain.extend((low, high))
    rows = problem.rows
    for row, (sense, bound) in enumerate(
        zip(rows.sense.tolist(), rows.bound.tolist(), strict=True)
    ):
        entries = slice(rows.start[row], rows.start[row + 1])
        linear = proto.constraints.add().linear
        linear.vars.extend(rows.column[entries].tolist())
        linear.coeffs.extend(rows.coefficient[entries].tolist())
        linear.domain.extend((LOWEST if sense < 0 else bound, HIGHEST if sense > 0 else bound))
    used = np.flatnonzero(problem.objective)
    if len(used):
        proto.objective.vars.extend(used.tolist())
        proto.objective.coeffs.extend((-problem.objective[used]).tolist())
        proto.objective.scaling_factor = -1.0
    if hint is not None:
        proto.solution_hint.vars.extend(range(problem.size))
        proto.solution_hint.values.extend(hint.tolist())
    return proto


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bytes_are_those_of_a_model_made_term_by_term(seed):
    rng = random.Random(seed)
    problem = random_problem(rng, most=rng.choice([4, 300]))
    if seed % 3 == 0:
        problem = problem.within(problem.lower, problem.lower)
    if seed % 5 == 0:
        problem = problem.towards(problem.objective * 0)
    hint = None if seed % 2 else problem.upper

    read = cp_model_pb2.CpModelProto.FromString(model_bytes(problem, hint))

    assert read == looped(problem, hint)


def test_a_problem_without_rows_and_variables_has_a_model():
    none = np.zeros(0, np.int64)
    empty = Problem(rows_of([]), none, none, none)

    assert cp_model_pb2.CpModelProto.FromString(model_bytes(empty)) == cp_model_pb2.CpModelProto()


@pytest.mark.parametrize("bits", [0, 1, 6, 7, 8, 13, 14, 15, 31, 32, 62])
@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_keep_their_value_at_every_width(bits, off, sign):
    number = sign * (2**bits + off)
    problem = boxed([({0: number, 1: 1}, 0, number)], [1, 0])

    read = cp_model_pb2.CpModelProto.FromString(model_bytes(problem))

    assert list(read.constraints[0].linear.coeffs) == [number, 1]
    assert list(read.constraints[0].linear.domain) == [number, number]


def test_a_varint_carries_seven_bits_a_byte_and_a_mark_on_all_but_the_last():
    assert varints(np.array([300]), 3).tolist() == [[0xAC, 0x82, 0x00]]


def test_what_the_objective_must_reach_is_its_domain_and_no_row():
    problem = boxed([({0: 1, 1: 1, 2: 1}, -1, 2)], [5, 0, 7])
    wanted = problem.reaching(problem.objective, 8)

    read = cp_model_pb2.CpModelProto.FromString(model_bytes(wanted))

    assert len(read.constraints) == 1
    assert list(read.objective.domain) == [LOWEST, -8]


@pytest.mark.parametrize(
    ("last", "found"),
    [
        (({0: 5, 2: 7}, 1, 8), 8),
        (({0: 5, 2: 7}, -1, 8), None),
        (({0: 5, 2: 7}, 0, 8), None),
        (({0: 5, 2: 6}, 1, 8), None),
        (({0: 5}, 1, 8), None),
        (({0: 5, 1: 1, 2: 7}, 1, 8), None),
    ],
)
def test_only_a_row_of_the_objective_itself_is_a_cut_off(last, found):
    problem = boxed([({0: 1, 1: 1}, -1, 1), last], [5, 0, 7])

    bare, worth = cut_off(problem)

    assert worth == found
    assert len(bare.rows.bound) == (2 if found is None else 1)

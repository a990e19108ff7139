"""The OPB file holds the program: the same vectors are lawful, and worth the same."""

from __future__ import annotations

import random

import numpy as np
import pytest
from cli import YOUTH, call
from random_tenders import random_case

from award_opt.program.opb import to_opb
from award_opt.program.program import compile_program


def read(text):
    """The objective and the rows of an OPB file: terms, relation, bound."""
    lines = [line for line in text.splitlines() if not line.startswith("*")]
    rows = []
    goal = None
    for line in lines:
        words = line.rstrip(" ;").split()
        if words[0] == "min:":
            goal = terms(words[1:])
        else:
            rows.append((terms(words[:-2]), words[-2], int(words[-1])))
    return goal, rows


def terms(words):
    return [(int(a), int(x[1:]) - 1) for a, x in zip(words[::2], words[1::2], strict=True)]


def worth(terms_, values):
    return sum(a * int(values[j]) for a, j in terms_ if a)


@pytest.mark.parametrize("seed", range(40))
def test_the_same_vectors_are_lawful_and_worth_the_same(seed):
    program = compile_program(*random_case(seed))
    goal, rows = read(to_opb(program))
    rng = random.Random(seed)
    assert len(rows) == len(program.rows.bound)
    for _ in range(50):
        values = np.array([rng.randint(0, 1) for _ in range(program.size)], np.int64)
        kept = [
            worth(left, values) >= right if relation == ">=" else worth(left, values) == right
            for left, relation, right in rows
        ]
        assert kept == [row not in program.rows.broken(values) for row in range(len(rows))]
        assert worth(goal, values) == -(program.objectives[0].coefficient * values).sum()


def test_the_head_counts_and_the_comments_name_every_rule_and_bid():
    program = compile_program(*random_case(3))
    text = to_opb(program)

    assert text.startswith(f"* #variable= {program.size} #constraint= {len(program.rows.bound)}\n")
    for bid in program.columns.bids:
        assert f": bid {bid.id}\n" in text
    for rule in {program.rules[rule] for rule in program.rows.rule if rule >= 0}:
        assert f"* rule {rule}" in text


def test_convert_writes_the_program(tmp_path, capsys):
    target = tmp_path / "youth.opb"

    done = call(capsys, "convert", "instances/hvb-youth-2022", "--model", YOUTH, "-o", target)

    assert done.code == 0
    assert target.read_text("utf-8").startswith("* #variable= 162 #constraint= 38\n")

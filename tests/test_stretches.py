"""Orders, tables and sums on stretches of arrays are those of plain lists."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from random_tenders import random_case

from award_opt.columns import Codes, Numbered, same
from award_opt.program import rows
from award_opt.program.parts import Split
from award_opt.program.program import compile_program
from award_opt.rules._scope import grouping
from award_opt.stretches import distinct, ordered, runs, sorted_codes, starts, summed

HIGHEST = (0, 1, 7, 300, 2**20, 2**25, 2**26, 2**27, 2**58, 2**62)


@pytest.mark.parametrize("highest", HIGHEST)
def test_places_come_in_the_order_of_codes_and_equals_as_they_stand(highest):
    dice = random.Random(highest)
    for many in (0, 1, 2, 33):
        codes = [dice.randint(0, highest) for _ in range(many)]
        codes += codes[: many // 2]
        plain = sorted(range(len(codes)), key=codes.__getitem__)
        places, held = sorted_codes(np.array(codes, np.int64))
        assert (places.tolist(), held.tolist()) == (plain, sorted(codes))
        assert (places.dtype, held.dtype) == (np.int64, np.int64)
        assert ordered(np.array(codes, np.int64)).tolist() == plain


@pytest.mark.parametrize("highest", HIGHEST[:-1])
def test_distinct_codes_are_those_of_a_set(highest):
    dice = random.Random(highest)
    for many in (0, 1, 2, 40):
        codes = [dice.randint(0, highest) for _ in range(many)]
        used, place = distinct(np.array(codes, np.int64))
        assert used.tolist() == sorted(set(codes))
        assert used[place].tolist() == codes


def test_sums_of_marks_are_counts():
    marks = np.array([True, True, False, True])
    assert summed(np.array([0, 2, 2, 4]), marks).tolist() == [2, 0, 1]
    assert summed(np.array([0, 4]), marks).tolist() == [3]


def test_numbered_texts_are_those_that_they_stand_for():
    texts = tuple(f"b{k:03d}" for k in range(12))
    numbered = Numbered("b%03d", 12)
    assert (len(numbered), tuple(numbered), numbered[3], numbered[-1]) == (
        12,
        texts,
        "b003",
        "b011",
    )
    assert numbered[2:5] == texts[2:5]
    with pytest.raises(IndexError):
        numbered[12]
    held = Codes(np.arange(12), numbered)
    assert held.among(["b004", "c"]).nonzero()[0].tolist() == [4]
    assert held.only(np.array([3, 5])).labels == ("b003", "b005")


def test_a_column_of_one_number_cannot_be_changed():
    column = same(4, 3)
    assert column.tolist() == [4, 4, 4]
    with pytest.raises(ValueError, match="read-only"):
        column[0] = 5


# --- programs in pieces


@pytest.mark.parametrize("chunk", [1, 2, 7])
def test_pieces_of_rows_give_the_same_sums_and_parts(chunk, monkeypatch):
    for seed in range(40):
        program = compile_program(*random_case(seed))
        dice = np.random.default_rng(seed)
        values = dice.integers(0, 2, program.size)
        activity = program.rows.activity(values).tolist()
        parts = Split(program.rows, program.size).part.tolist()
        with monkeypatch.context() as patch:
            patch.setattr(rows, "CHUNK", chunk)
            pieces = list(program.rows.chunks())
            assert [first for first, _ in pieces] == [0, *(last for _, last in pieces)][:-1]
            assert [last for _, last in pieces][-1:] == [len(program.rows.bound)] * bool(pieces)
            assert program.rows.activity(values).tolist() == activity
            assert Split(program.rows, program.size).part.tolist() == parts


def test_parts_are_the_sets_that_rows_link():
    for seed in range(40):
        program = compile_program(*random_case(seed))
        home = {j: {j} for j in range(program.size)}
        for low, high in pairwise(program.rows.start.tolist()):
            merged = set().union(*(home[j] for j in program.rows.column[low:high].tolist()))
            for j in merged:
                home[j] = merged
        part = Split(program.rows, program.size).part.tolist()
        rowed = set(program.rows.column.tolist())
        for j in rowed:
            assert {k for k in rowed if part[k] == part[j]} == home[j]


def test_a_part_is_laid_out_anew_after_a_rest():
    program = compile_program(*random_case(3))
    split = Split(program.rows, program.size)
    for place, part in enumerate(split.parts(program.indicators)):
        before = part.problem
        assert part.problem is before
        part.rest()
        after = part.problem
        assert after is not before
        for name in ("start", "column", "coefficient", "sense", "bound"):
            one, other = getattr(before.rows, name), getattr(after.rows, name)
            assert one.tolist() == other.tolist()
        whole = split.rows.between(int(split.cut[place]), int(split.cut[place + 1]))
        assert whole.column.tolist() == after.rows.column.tolist()
        assert len(part.indicators) == (part.variables >= program.columns.n).sum()


def test_a_grouping_is_found_once_for_rules_that_ask_for_the_same():
    tender, instance = random_case(5)
    columns = compile_program(tender, instance).columns
    landscape = tender.landscape()
    once = grouping(columns, landscape, {}, ("lot",))
    assert grouping(columns, landscape, {}, ("lot",)) is once
    other = columns.only(np.arange(columns.n) > 0)
    assert len(grouping(other, landscape, {}, ("lot",)).bid) == other.n
    assert len(grouping(columns, landscape, {}, ()).bid) == columns.n
    again = grouping(columns, landscape, {}, ("lot",))
    assert again is not once
    assert again.group.tolist() == once.group.tolist()


def test_runs_and_starts_take_each_other_back():
    many = np.array([2, 1, 3])
    assert starts(many)[:-1].tolist() == runs(np.repeat(np.arange(3), many)).tolist()

"""Rows stay exact: lowest terms, whole bounds, and a refusal before any number overflows."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape, Party, SegmentFacts
from award_opt.errors import InputError
from award_opt.rules import AT_LEAST, AT_MOST, EQUAL, Budget, MaxShare, MinShare, Source
from award_opt.rules._vector import LARGEST, exact_rows

SENSES = [AT_MOST, EQUAL, AT_LEAST]
GROUND = Landscape((SegmentFacts("1", (), ()),))
SOURCE = Source(document="d", quote="q")


def block(coefficients, sense, bound, dtype=np.int64):
    n = len(coefficients)
    entries = (np.zeros(n, np.int64), np.arange(n), np.array(coefficients, dtype))
    return exact_rows("R", ["g"], sense, [bound], entries)


def bids(values):
    parties = (Party("p", "p", "lead", 3_333, "small"), Party("q", "q", "member", 6_667, "large"))
    return [
        Bid(f"b{k}", f"b{k}", "1", value_cents=value, parties=parties[k % 2 :])
        for k, value in enumerate(values)
    ]


@given(
    st.lists(st.integers(-50, 50).map(lambda k: k * 12), max_size=5),
    st.sampled_from(SENSES),
    st.integers(-700, 700),
)
def test_lowest_terms_keep_the_meaning(coefficients, sense, bound):
    made = block(coefficients, sense, bound)
    columns = Columns.of(bids([0] * len(coefficients)))

    for winners in oracle.subsets(columns.bids):
        total = sum(coefficients[columns.bids.index(bid)] for bid in winners)
        lawful = {AT_MOST: total <= bound, EQUAL: total == bound, AT_LEAST: total >= bound}[sense]
        assert lawful == (not oracle.broken_rows(made, columns, winners))


def test_a_row_is_divided_by_what_its_coefficients_share():
    made = block([6, -9, 0, 15], AT_MOST, 10)

    assert made.term.tolist() == [0, 1, 3]
    assert made.coefficient.tolist() == [2, -3, 5]
    assert made.bound.tolist() == [3]
    assert block([6, 9], AT_LEAST, 10).bound.tolist() == [4]


def test_entries_of_one_term_are_added_up():
    row, term = np.array([0, 0, 0]), np.array([1, 0, 1])

    made = exact_rows("R", ["g"], AT_MOST, [7], (row, term, np.array([2, 3, 4])))

    assert (made.term.tolist(), made.coefficient.tolist()) == ([0, 1], [1, 2])


def test_entries_that_cancel_leave_no_trace():
    made = exact_rows(
        "R", ["g"], AT_MOST, [7], (np.array([0, 0]), np.array([0, 0]), np.array([5, -5]))
    )

    assert len(made.term) == 0


@pytest.mark.parametrize("sense", SENSES)
@pytest.mark.parametrize("bound", [10**30, -(10**30)])
def test_a_bound_beyond_every_sum_keeps_its_answer(sense, bound):
    made = block([1, 2], sense, bound)
    columns = Columns.of(bids([0, 0]))
    lawful = {AT_MOST: bound > 0, EQUAL: False, AT_LEAST: bound < 0}[sense]

    for winners in oracle.subsets(columns.bids):
        assert lawful == (not oracle.broken_rows(made, columns, winners))


def test_a_row_of_exactly_the_largest_size_is_kept():
    made = block([LARGEST - 1, 1], AT_MOST, 5)

    assert int(made.coefficient.sum()) == LARGEST


def test_a_row_one_beyond_the_largest_size_is_refused():
    with pytest.raises(InputError) as caught:
        block([LARGEST, 1], AT_MOST, 5)

    (finding,) = caught.value.findings
    assert finding.code == "row_too_large"
    assert finding.facts == {"rule": "R", "group": "g", "size": LARGEST + 1}


def test_numbers_that_wrap_in_64_bits_are_seen_before_they_wrap():
    with pytest.raises(InputError) as caught:
        block([2**62, 2**62 + 1, 2**62, 2**62], AT_MOST, 5)

    assert caught.value.findings[0].facts["size"] == 2**64 + 1


def test_a_common_factor_is_taken_out_before_the_size_is_judged():
    made = block([10**15 * 10**9, 3 * 10**15 * 10**9], AT_MOST, 10**24, object)

    assert (made.coefficient.tolist(), made.bound.tolist()) == ([1, 3], [1])


LARGE = 10**17  # the largest amount that the files can hold, in cents
RULES = [
    Budget(id="R", source=SOURCE, ceiling=Decimal(10**10)),
    MinShare(id="R", source=SOURCE, of={"scale": "small"}, share=Decimal("7.5"), per="tender"),
    MaxShare(id="R", source=SOURCE, limit=Decimal(40)),
    MaxShare(id="R", source=SOURCE, limit=Decimal(40), count="bidders"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_large_round_amounts_are_read_exactly(rule):
    opened = bids([LARGE, 3 * LARGE // 4, LARGE // 2])
    columns = Columns.of(opened)
    made = rule.rows(columns, GROUND)

    for winners in oracle.subsets(opened):
        broken = {breach.group for breach in rule.breaches(opened, winners, GROUND)}
        assert broken == oracle.broken_rows(made, columns, winners)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_large_odd_amounts_are_refused_by_name(rule):
    with pytest.raises(InputError) as caught:
        rule.rows(Columns.of(bids([LARGE - 1, LARGE - 2, LARGE - 3])), GROUND)

    assert {finding.code for finding in caught.value.findings} == {"row_too_large"}

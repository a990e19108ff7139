"""The reason for each rejected project of real elections is the one that their rule gives."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from benchmarks.cases.case import folder
from benchmarks.cases.rejections import Compared, compared, rejections, share, table

ELECTIONS = 30
SAMPLE = Compared("e", "p", "ceiling", "ceiling", Decimal(5), Decimal(5))

published = pytest.mark.skipif(
    not (folder() / "pabulib" / "expected_rejections.csv").is_file(),
    reason=f"the published cases are not at {folder()}; AWARD_OPT_CASES says where they are",
)


@published
def test_the_reasons_of_a_sample_of_elections_agree() -> None:
    found = share(0, 1, folder(), ELECTIONS)
    assert len({each.election for each in found}) == ELECTIONS
    assert [each for each in found if not each.agrees] == []


@published
def test_every_kind_of_rejection_agrees_with_the_budget_that_was_left() -> None:
    every = rejections(folder())
    seen: Counter[str] = Counter()
    for reason in ("after_first_that_did_not_fit", "below_minimum_score"):
        name = next(n for n, lines in every.items() if any(x["reason"] == reason for x in lines))
        for each in compared(folder(), name, every[name]):
            assert each.agrees, each
            seen[each.expected] += 1
            assert (each.found_left is None) == (each.expected != "cost_exceeds_remaining_budget")
    assert len(seen) == 3


def test_another_reason_or_another_budget_left_is_a_difference() -> None:
    assert SAMPLE.agrees
    assert not Compared("e", "p", "ceiling", "tie", Decimal(5), None).agrees
    assert not Compared("e", "p", "ceiling", "ceiling", Decimal(5), Decimal(6)).agrees


def test_the_table_counts_what_agrees_and_what_differs() -> None:
    wrong = Compared("e", "q", "ceiling", "tie", Decimal(5), None)
    assert table([SAMPLE, wrong]).splitlines()[-1] == "| ceiling | 2 | 1 | 1 |"

"""What a sweep varies: the grammar of ranges, and grids of rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from laid_out import laid

from award_opt.domain import Instance
from award_opt.errors import InputError
from award_opt.sweep.grammar import axis, grounds
from award_opt.sweep.patch import typed, written
from award_opt.sweep.plan import Plan
from award_opt.sweep.scenario import Axis, Ground, Scenario, Space
from award_opt.tender import Tender
from award_opt.texts import render


def names(plan: Plan) -> list[str]:
    return [scenario.name() for scenario in plan.scenarios]


# --- ranges


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("R.limit=10..13", ["10", "11", "12", "13"]),
        ("R.limit=80..110:10", ["80", "90", "100", "110"]),
        ("R.limit=80..109:10", ["80", "90", "100"]),
        ("R.limit=10,12,15", ["10", "12", "15"]),
        ("R.limit=1..3,7,5..6", ["1", "2", "3", "7", "5", "6"]),
        ("R.limit=3,1..4", ["3", "1", "2", "4"]),
        ("R.limit=5..5", ["5"]),
        ("R.limit = 5 .. 6 , 8", ["5", "6", "8"]),
        ("R.share=5..6:0.5", ["5", "5.5", "6"]),
        ("R.share=7.5..9.5", ["7.5", "8.5", "9.5"]),
        ("R.share=0.1..0.3:0.1", ["0.1", "0.2", "0.3"]),
        ("R.share=7.50", ["7.5"]),
        ("R.limit=-1..1", ["-1", "0", "1"]),
        ("R.count=contracts,bidders", ["contracts", "bidders"]),
    ],
)
def test_a_range_stands_for_exactly_these_values(text: str, values: list[str]) -> None:
    assert axis(text).values == tuple(values)
    assert axis(text).rule == "R"


def test_the_field_is_what_stands_behind_the_last_point() -> None:
    assert axis("A.b-C.limit=1") == Axis("A.b-C.limit", ("1",))
    assert axis("A.b-C.limit=1").rule == "A.b-C"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("R.limit", "sweep_set_form"),
        ("limit=3", "sweep_set_form"),
        (".limit=3", "sweep_set_form"),
        ("R.=3", "sweep_set_form"),
        ("=3", "sweep_set_form"),
        ("R.limit=", "sweep_value_missing"),
        ("R.limit=1,,2", "sweep_value_missing"),
        ("R.limit=1..", "sweep_range_form"),
        ("R.limit=..3", "sweep_range_form"),
        ("R.limit=a..b", "sweep_range_form"),
        ("R.limit=1..3:x", "sweep_range_form"),
        ("R.limit=1,5..2,5", "sweep_range_empty"),
        ("R.limit=3..1", "sweep_range_empty"),
        ("R.limit=1..3:0", "sweep_range_empty"),
        ("R.limit=1..3:-1", "sweep_range_empty"),
        ("R.limit=0..100000", "sweep_range_long"),
        ("R.limit=0..1:0.000001", "sweep_range_long"),
    ],
)
def test_a_text_that_is_no_range_is_refused_in_both_languages(text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        axis(text)
    (finding,) = refused.value.findings
    assert finding.code == code
    assert render(finding, "nl") != render(finding, "en")


@pytest.mark.parametrize("text", ["18", "7.5", "-3", "contracts", "true", "false", "0"])
def test_a_value_is_written_as_it_was_read(text: str) -> None:
    assert written(typed(text)) == text


# --- grids


def test_several_ranges_make_a_grid_with_the_published_rules_in_front(
    tender: Tender, instance: Instance
) -> None:
    settings = ["S3-MAX.limit=10..20", "S4-MAX-REGION.limit=80..110:5"]
    plan = laid(tender, instance, settings=settings)
    pairs = product(range(10, 21), range(80, 111, 5))
    grid = [f"S3-MAX.limit={low} S4-MAX-REGION.limit={high}" for low, high in pairs]
    assert names(plan) == ["published", *grid]
    assert plan.published == 0


def test_a_range_for_a_rule_of_a_what_if_is_swept_there_alone(
    tender: Tender, instance: Instance
) -> None:
    plan = laid(
        tender,
        instance,
        what_ifs=["small-share", "cap-18"],
        settings=["SMALL.share=5,10", "S1-MAX.limit=2"],
    )
    assert names(plan) == [
        "published",
        "S1-MAX.limit=2",
        "small-share",
        "small-share SMALL.share=5 S1-MAX.limit=2",
        "small-share SMALL.share=10 S1-MAX.limit=2",
        "cap-18",
        "cap-18 S1-MAX.limit=2",
    ]


def test_two_what_ifs_can_hold_together(tender: Tender, instance: Instance) -> None:
    plan = laid(tender, instance, what_ifs=["cap-18+no-coverage"])
    changed = plan.of(plan.scenarios[1])
    rules = {rule.id: rule for rule in changed.rules}
    assert getattr(rules["S3-MAX"], "limit", None) == 18
    assert "S4-COVER" not in rules


def test_a_rule_that_is_left_out_has_no_range(tender: Tender, instance: Instance) -> None:
    plan = laid(tender, instance, settings=["S3-MAX.limit=10,11"], drop=["S3-MAX", "S4-COVER"])
    assert names(plan) == [
        "published",
        "S3-MAX.limit=10",
        "S3-MAX.limit=11",
        "-S3-MAX",
        "-S4-COVER",
        "S3-MAX.limit=10 -S4-COVER",
        "S3-MAX.limit=11 -S4-COVER",
        "-S3-MAX -S4-COVER",
    ]


def test_every_point_sees_the_scores_as_given_and_then_the_same_draws(
    tender: Tender, instance: Instance
) -> None:
    plan = laid(tender, instance, settings=["S3-MAX.limit=10"], draws=2)
    assert names(plan) == [
        "published",
        "draw=0",
        "draw=1",
        "S3-MAX.limit=10",
        "S3-MAX.limit=10 draw=0",
        "S3-MAX.limit=10 draw=1",
    ]


def test_withdrawals_are_each_winner_and_each_bidder_that_won_more(
    tender: Tender, instance: Instance
) -> None:
    plan = laid(tender, instance, withdrawals=True)
    singles = [scenario.gone for scenario in plan.scenarios if len(scenario.gone) == 1]
    whole = [scenario.gone for scenario in plan.scenarios if len(scenario.gone) > 1]
    assert len(singles) == 124
    bidder = {bid.id: bid.bidder for bid in instance.bids}
    assert all(len({bidder[bid] for bid in gone}) == 1 for gone in whole)
    assert len(plan.scenarios) == 1 + len(singles) + len(whole)


def test_books_stand_in_for_the_bids(tender: Tender) -> None:
    plan = laid(tender, None, books=2, seed=7, providers=20, settings=["S3-MAX.limit=10"])
    assert names(plan) == [
        "book=7",
        "S3-MAX.limit=10 book=7",
        "book=8",
        "S3-MAX.limit=10 book=8",
    ]
    assert plan.published is None


def test_methods_are_those_that_the_bids_allow(tender: Tender, instance: Instance) -> None:
    assert names(laid(tender, instance, methods=True)) == [
        "published",
        "method=ranking-skip",
        "method=ranking-stop",
        "method=lowest_value",
        "method=total_score+lowest_value",
    ]
    blank = tuple(replace(bid, value_cents=None) for bid in instance.bids)
    fewer = names(laid(tender, replace(instance, bids=blank), methods=True))
    assert fewer == ["published", "method=ranking-skip", "method=ranking-stop"]


def test_all_faults_of_what_is_asked_come_at_once(tender: Tender, instance: Instance) -> None:
    with pytest.raises(InputError) as refused:
        laid(
            tender,
            instance,
            what_ifs=["cap-81"],
            settings=["S3-MAXX.limit=1", "S3-MAX.limt=1", "S3-MAX.limit=x", "S3-MAX.limit=2", "?"],
            drop=["S4-COVERS"],
            books=2,
            withdrawals=True,
        )
    found = {(finding.place, finding.code) for finding in refused.value.findings}
    assert found == {
        ("what_if", "unknown_name_near"),
        ("--set S3-MAXX.limit", "unknown_name_near"),
        ("--set S3-MAX.limt", "unknown_key_near"),
        ("--set S3-MAX.limit=2", "sweep_set_twice"),
        ("--set ?", "sweep_set_form"),
        ("--drop S4-COVERS", "unknown_name_near"),
        ("--books", "sweep_books_and_bids"),
        ("--withdrawals", "sweep_books_withdrawals"),
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("S3-MAX.limit=-2..3", "out_of_bounds"),
        ("S3-MAX.limit=7.5", "want_integer"),
        ("S3-MAX.count=contract", "not_one_of_near"),
        ("S3-MAX.id=other", "set_fixed"),
        ("S4-COVER.at_least=words", "want_integer"),
    ],
)
def test_a_value_that_the_schema_refuses_is_refused_before_any_work(
    text: str, code: str, tender: Tender
) -> None:
    with pytest.raises(InputError) as refused:
        grounds({(): tender}, [text], [])
    assert [finding.code for finding in refused.value.findings] == [code]


# --- a space is a list that is never made


def test_a_space_is_its_list() -> None:
    space = Space(
        grounds=(
            Ground((), (), (Axis("A.x", ("1", "2")), Axis("B.y", ("3", "4", "5"))), True),
            Ground(("w",), ("A",), (Axis("B.y", ("3",)),)),
            Ground(("v",)),
        ),
        methods=(None, "ranking-skip"),
        gone=((), ("b1",), ("b1", "b2")),
        books=range(4, 6),
        draws=3,
    )
    whole = list(space)
    assert len(whole) == len(space) == 2 * (7 + 1 + 1) * 2 * 3 * 4
    assert [space[k] for k in range(len(space))] == whole
    assert space[-1] == whole[-1]
    assert space[5:60:7] == whole[5:60:7]
    assert len(set(whole)) == len(whole)
    assert len({scenario.name() for scenario in whole}) == len(whole)
    with pytest.raises(IndexError):
        space[len(space)]


def test_a_million_scenarios_cost_no_memory() -> None:
    space = Space((Ground((), (), (Axis("A.x", tuple(map(str, range(1000)))),)),), draws=999)
    assert len(space) == 1_000_000
    assert space[999_999] == Scenario(settings=(("A.x", "999"),), draw=998)

"""The answers of a sweep: tables, frontiers and chances, against plain recounting."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sweep_cases import BIDS, CAP, answers, plan, result, rows, rule, tender

from award_opt.errors import CheckError, InputError
from award_opt.interval import wilson
from award_opt.sweep.answers import Answers
from award_opt.sweep.chances import chances
from award_opt.sweep.frontier import Reach, frontiers, trace
from award_opt.sweep.scenario import Axis, Scenario
from award_opt.sweep.table import Table

LIMITS = Axis("CAP.limit", ("0", "1", "2", "3"))


def lines(table: Table) -> list[dict]:
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    return [dict(zip(names, line, strict=True)) for line in table.rows()]


@pytest.fixture(scope="module")
def grid() -> Answers:
    return answers(plan(LIMITS))


# --- tables


def test_a_row_for_every_scenario_in_the_order_of_the_plan(grid):
    scenarios = lines(grid.tables()[0])
    assert [row["scenario"] for row in scenarios] == [s.name() for s in grid.plan.scenarios]
    assert {row["mode"] for row in scenarios} == {"simulation"}


def test_a_scenario_that_sets_nothing_shows_the_published_value(grid):
    assert [row["CAP.limit"] for row in lines(grid.tables()[0])] == [2, 0, 1, 2, 3]


def test_the_measures_of_a_row_are_those_of_its_award(grid):
    published = lines(grid.tables()[0])[0]
    held = {name: published[name] for name in ("score", "contracts", "partners", "money")}
    # b1 and b2 in A, b5 and b6 (of one bidder) in B
    assert held == {"score": "310.00", "contracts": 4, "partners": 3, "money": "90.00"}
    assert published["small_share"] == "22.22"
    assert published["goal.total_score"] == "310.00"
    assert published["slack.CAP"] == 0
    assert published["winners"] == ("b1", "b2", "b5", "b6")
    assert published["proven"] is True


def test_winners_and_slack_stand_in_long_tables(grid):
    _, winners, slack, *_ = grid.tables()
    one = [row for row in lines(winners) if row["scenario"] == "CAP.limit=1"]
    assert [(row["bid"], row["bidder"], row["lot"]) for row in one] == [
        ("b1", "p1", "A"),
        ("b5", "p5", "B/noord"),
        ("b6", "p5", "B/zuid"),
    ]
    assert {row["mode"] for row in lines(winners)} == {"simulation"}
    assert [row["slack"] for row in lines(slack)] == ["0"] * 5


def test_no_award_and_no_answer_leave_the_measures_empty():
    chosen = plan(Axis("CAP.limit", ("1", "2")))
    held = [result(), replace(result(), status="infeasible", winners=(), score=None), None]
    first, second, third = lines(Answers(chosen, lambda: held).tables()[0])
    assert first["status"] == "optimal"
    assert (second["status"], second["proven"], second["score"]) == ("infeasible", True, None)
    assert (third["status"], third["proven"], third["contracts"]) == ("open", None, None)


def test_a_setting_is_typed_by_all_its_values():
    share = rule("SMALL", "min_share", of={"scale": "small"}, share=Decimal("7.5"), per="tender")
    chosen = plan(Axis("SMALL.share", ("5", "10")), tender=tender(CAP, share))
    table = answers(chosen).tables()[0]
    (column,) = [c for c in table.columns if c.name == "SMALL.share"]
    assert (column.kind, column.places) == ("decimal", 1)
    assert [row["SMALL.share"] for row in lines(table)] == ["7.5", "5", "10"]


def test_the_decimals_of_a_setting_are_those_of_its_longest_value():
    share = rule("SMALL", "min_share", of={"scale": "small"}, share=1, per="tender")
    chosen = plan(Axis("SMALL.share", ("7.25", "10")), tender=tender(CAP, share))
    (column,) = [c for c in answers(chosen).tables()[0].columns if c.name == "SMALL.share"]
    assert (column.kind, column.places) == ("decimal", 2)


def test_the_room_of_a_rule_is_that_of_its_tightest_group():
    cover = rule("COVER", "coverage", where={"segment": "A"}, per=["care_type"], at_least=0)
    lot = (*BIDS[:1], *BIDS[3:4])  # b1 offers both forms of care, b4 one of them
    table = answers(plan(Axis("COVER.at_least", ("1",)), tender=tender(cover), bids=lot)).tables()
    assert lines(table[0])[1]["slack.COVER"] == 0
    found = {row["group"]: row["slack"] for row in lines(table[2]) if "=1" in row["scenario"]}
    assert found == {"hulp": "1", "zorg": "0"}


def test_a_setting_in_words_is_text():
    cover = rule("COVER", "coverage", where={"segment": "B"}, if_short="fail")
    chosen = plan(Axis("COVER.if_short", ("fail", "goal")), tender=tender(CAP, cover))
    table = answers(chosen).tables()[0]
    (column,) = [c for c in table.columns if c.name == "COVER.if_short"]
    assert column.kind == "text"


def test_draws_withdrawals_and_methods_have_their_own_columns():
    chosen = plan(draws=1, gone=((), ("b1",)), methods=(None, "lowest_value"))
    names = [column.name for column in answers(chosen).tables()[0].columns]
    assert names[:5] == ["scenario", "mode", "method", "gone", "draw"]


def test_the_goals_of_all_methods_have_a_column():
    table = answers(plan(methods=(None, "lowest_value"))).tables()[0]
    goals = [c.name for c in table.columns if c.name.startswith("goal.")]
    assert {"goal.total_score", "goal.lowest_value"} <= set(goals)
    by_points, by_money = lines(table)
    assert by_points["goal.lowest_value"] is None
    assert by_money["goal.lowest_value"] == by_money["money"]


def test_results_must_be_as_many_as_scenarios():
    with pytest.raises(ValueError, match="shorter"):
        list(Answers(plan(LIMITS), lambda: [result()]).rows())


# --- frontiers


def points(*pairs):
    """Results with a score and partners."""
    return rows(*[result(f"{score}.00", partners=many) for score, many in pairs])


PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12)


@given(PAIRS)
def test_the_frontier_is_what_no_other_point_passes(pairs):
    (found,) = [f for f in frontiers(points(*pairs)) if f.measure == "partners"]
    expected = {
        (score, many)
        for score, many in pairs
        if not any((s >= score and m <= many) and (s > score or m < many) for s, m in pairs)
    }
    assert {(int(p.score), p.measured) for p in found.best} == expected
    assert {(int(p.score), p.measured) for p in found.points} == set(pairs)
    assert sum(p.count for p in found.points) == len(pairs)


@given(PAIRS)
def test_more_for_small_providers_is_better(pairs):
    held = rows(*[result(f"{score}.00", small_bp=share) for score, share in pairs])
    (found,) = [f for f in frontiers(held) if f.measure == "small_share"]
    expected = {
        (score, share)
        for score, share in pairs
        if not any((s >= score and b >= share) and (s > score or b > share) for s, b in pairs)
    }
    assert {(int(p.score), p.measured) for p in found.best} == expected


def test_scores_are_compared_exactly_not_as_they_are_written():
    held = rows(result("10.0", partners=3), result("10.00", partners=3), result("9.99", partners=3))
    (found,) = [f for f in frontiers(held) if f.measure == "partners"]
    assert [(p.score, p.count) for p in found.points] == [(Decimal(10), 2), (Decimal("9.99"), 1)]


def test_a_point_is_proven_when_a_solve_behind_it_is():
    goals = (("total_score", "5.00", True), ("fill", "3", False))
    open_ = replace(result("5.00"), goals=goals)
    (found, *_) = frontiers(rows(open_, result("7.00", partners=1)))
    assert {(p.score, p.proven) for p in found.points} == {
        (Decimal("5.00"), False),
        (Decimal("7.00"), True),
    }
    (both, *_) = frontiers(rows(open_, result("5.00")))
    assert [p.proven for p in both.points] == [True]


def test_only_the_bids_as_given_are_compared():
    held = [
        (Scenario(draw=1), result("99.00")),
        (Scenario(gone=("b1",)), result("98.00")),
        (Scenario(book=1), result("97.00")),
        (Scenario(), result("5.00")),
    ]
    (found, *_) = frontiers(held)
    assert [p.score for p in found.points] == [Decimal("5.00")]


def test_scenarios_without_an_answer_leave_the_frontier_open():
    found = frontiers(rows(None, result(), replace(result(), status="infeasible", score=None)))
    assert [f.open for f in found] == [1] * len(found)


def test_awards_without_points_make_no_frontier():
    assert frontiers(rows(replace(result(), score=None))) == ()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12), st.booleans())
def test_a_trace_finds_every_point_that_no_award_passes(pairs, more):
    awards = sorted(set(pairs))
    sign = 1 if more else -1

    def solve(bound):
        allowed = [(s, m) for s, m in awards if bound is None or sign * m >= sign * bound]
        best = max(allowed, key=lambda pair: (pair[0], sign * pair[1]), default=None)
        return None if best is None else Reach(*best, ())

    found = trace(solve, most=99, more=more)
    expected = {
        (score, m)
        for score, m in awards
        if not any(s >= score and sign * o >= sign * m and (s, o) != (score, m) for s, o in awards)
    }
    assert found.complete
    assert {(p.score, p.measured) for p in found.points} == expected


def test_a_trace_that_stops_early_says_so():
    found = trace(lambda bound: Reach(bound or 9, bound or 9, ()), most=3)
    assert (len(found.points), found.complete) == (3, False)


# --- chances


def drawn(*winners, given=("b1",)):
    held = [(Scenario(), None if given is None else result(winners=given))]
    return held + [
        (Scenario(draw=k), w if w is None or not isinstance(w, tuple) else result(winners=w))
        for k, w in enumerate(winners)
    ]


def test_wins_are_counted_for_every_bid_that_wins_somewhere():
    (found,) = chances(drawn(("b1",), ("b2",), ("b1", "b3")))
    assert [(c.bid, c.won, c.wins, c.draws) for c in found.bids] == [
        ("b1", True, 2, 3),
        ("b2", False, 1, 3),
        ("b3", False, 1, 3),
    ]
    assert (found.draws, found.same, found.lawless, found.missing) == (3, 1, 0, 0)
    assert found.bids[0].interval == wilson(2, 3)
    assert found.identical == wilson(1, 3)


def test_a_draw_without_a_lawful_award_is_a_draw_in_which_nobody_wins():
    none = replace(result(), status="infeasible", winners=(), score=None)
    (found,) = chances(drawn(("b1",), none))
    assert (found.draws, found.lawless) == (2, 1)
    assert found.bids[0].wins == 1


def test_a_draw_without_an_answer_is_left_out_and_counted():
    (found,) = chances(drawn(("b1",), None, replace(result(), status="refused", winners=())))
    assert (found.draws, found.missing) == (1, 2)


def test_without_the_award_as_given_nothing_is_said_of_it():
    (found,) = chances(drawn(("b1",), given=None))
    assert found.same is None
    assert found.identical is None
    assert [c.won for c in found.bids] == [None]


def test_every_point_of_a_grid_has_its_own_chances():
    held = []
    for value, draw in product("12", (None, 0, 1)):
        scenario = Scenario(settings=(("CAP.limit", value),), draw=draw)
        held.append((scenario, result(winners=("b1", "b2")[: int(value)])))
    found = chances(held)
    assert [f.scenario.settings[0][1] for f in found] == ["1", "2"]
    assert [len(f.bids) for f in found] == [1, 2]


def test_the_edge_begins_with_the_bids_nearest_to_half():
    (found,) = chances(drawn(("b1", "b2"), ("b1", "b3"), ("b1", "b2"), ("b1", "b2")))
    assert [(c.bid, c.wins) for c in found.edge()] == [("b2", 3), ("b3", 1)]
    assert found.edge()[0].doubtful


def test_a_winner_that_every_draw_refuses_is_at_the_edge():
    (found,) = chances(drawn(("b2",), ("b2",)))
    assert [c.bid for c in found.edge()] == ["b1", "b2"]


def test_real_draws_agree_with_counting_winners():
    chosen = answers(plan(draws=12))
    (found,) = chosen.chances
    held = [r for _, r in chosen.rows()][1:]
    assert found.draws == 12
    for chance in found.bids:
        assert chance.wins == sum(chance.bid in r.winners for r in held)


@pytest.mark.parametrize(
    ("hits", "draws", "low", "high"),
    [(0, 10, "0.0000", "0.2776"), (5, 10, "0.2365", "0.7635"), (10, 10, "0.7224", "1.0000")],
)
def test_the_interval_is_wilsons(hits, draws, low, high):
    found = wilson(hits, draws)
    assert (found.low, found.high) == (low, high)


# --- what is asked of a plan


def test_a_scenario_is_found_by_its_name(grid):
    assert grid.find("CAP.limit=3") == 4
    assert grid.find("published") == 0
    with pytest.raises(InputError) as refused:
        grid.find("CAP.limit=9")
    assert refused.value.findings[0].code == "answers_no_scenario"


def test_a_scenario_without_an_award_cannot_be_compared():
    chosen = Answers(plan(Axis("CAP.limit", ("1",))), lambda: [result(), None])
    with pytest.raises(CheckError) as refused:
        chosen.compared(0, 1)
    assert refused.value.findings[0].code == "answers_no_award"


def test_bids_are_the_opened_ones(grid):
    assert grid.bids_by_id.keys() == {bid.id for bid in BIDS}
    assert grid.setting(Scenario(), "CAP.limit") == "2"
    assert grid.setting(Scenario(drop=("CAP",)), "CAP.limit") is None

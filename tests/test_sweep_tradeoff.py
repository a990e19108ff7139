"""Every point of a frontier: against all lawful awards, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sweep_cases import BIDS, CAP, plan, random_plan, rule, tender
from test_solve import lawful_awards

from award_opt.errors import InputError
from award_opt.reading import goal_value
from award_opt.solve import Options
from award_opt.sweep.tradeoff import tradeoff

JUDGE = Options(cross_check=False).judge()
SIGN = {"partners": -1, "money": -1, "small_share": 1}


def measured(chosen, award, measure):
    if measure == "partners":
        return len({bid.bidder for bid in award})
    if measure == "money":
        return sum(bid.value_cents for bid in award)
    return chosen.yardstick.small_bp(award) or 0


def passes(other, one, sign):
    """Whether one pair is at least as good on both and better on one."""
    better = (other[0] - one[0], sign * (other[1] - one[1]))
    return min(better) >= 0 and max(better) > 0


@pytest.mark.parametrize("measure", SIGN)
@pytest.mark.parametrize("seed", range(30))
def test_the_points_are_those_that_no_lawful_award_passes(seed, measure):
    chosen = random_plan(seed)
    pairs = {
        (sum(bid.score for bid in award), measured(chosen, award, measure))
        for award in lawful_awards(chosen.tender, chosen.instance)
    }
    sign = SIGN[measure]
    expected = {one for one in pairs if not any(passes(other, one, sign) for other in pairs)}
    found = tradeoff(chosen, measure, JUDGE).trace
    assert found.complete
    assert {(point.score, point.measured) for point in found.points} == expected
    assert len(found.points) == len(expected)


@pytest.mark.parametrize("measure", SIGN)
@pytest.mark.parametrize("seed", range(30))
def test_where_coverage_is_a_goal_only_awards_that_cover_most_are_compared(seed, measure):
    chosen = random_plan(seed)
    own = [each.model_dump(exclude_none=True) for each in chosen.tender.rules]
    goal = rule("GOAL", "coverage", at_least=1, if_short="goal")
    model = tender(*own, goal, goals=["most_coverage", "total_score"])
    chosen = replace(chosen, tender=model)
    lawful = list(lawful_awards(model, chosen.instance))
    cells = [int(goal_value(model, chosen.instance, award, "most_coverage")) for award in lawful]
    pairs = {
        (sum(bid.score for bid in award), measured(chosen, award, measure))
        for award, reached in zip(lawful, cells, strict=True)
        if reached == max(cells)
    }
    sign = SIGN[measure]
    expected = {one for one in pairs if not any(passes(other, one, sign) for other in pairs)}
    found = tradeoff(chosen, measure, JUDGE).trace
    assert {(point.score, point.measured) for point in found.points} == expected


@pytest.mark.parametrize("measure", SIGN)
def test_every_point_is_a_lawful_award_with_the_values_it_states(measure):
    chosen = plan()
    bids = {bid.id: bid for bid in BIDS}
    landscape = chosen.tender.landscape()
    for point in tradeoff(chosen, measure, JUDGE).trace.points:
        award = [bids[bid] for bid in point.award]
        broken = [b for r in chosen.tender.rules for b in r.breaches(BIDS, award, landscape)]
        assert broken == []
        assert point.score == sum(bid.score for bid in award)
        assert point.measured == measured(chosen, award, measure)


def test_a_search_that_stops_early_says_so():
    found = tradeoff(plan(), "money", JUDGE, most=2).trace
    assert (len(found.points), found.complete) == (2, False)


def test_another_measure_is_refused():
    with pytest.raises(InputError) as refused:
        tradeoff(plan(), "colour", JUDGE)  # type: ignore[arg-type]
    assert refused.value.findings[0].code == "tradeoff_measure"


def test_bids_without_a_value_cannot_be_weighed_against_money():
    bare = tuple(replace(bid, value_cents=None) for bid in BIDS)
    chosen = plan(bids=bare)
    with pytest.raises(InputError) as refused:
        tradeoff(chosen, "money", JUDGE)
    assert refused.value.findings[0].code == "tradeoff_unknown"
    assert tradeoff(chosen, "partners", JUDGE).trace.complete


def test_bids_whose_parties_hide_their_shares_cannot_be_weighed_against_small_providers():
    hidden = replace(BIDS[0], parties=(replace(BIDS[0].parties[0], share_bp=None),))
    with pytest.raises(InputError) as refused:
        tradeoff(plan(bids=(hidden, *BIDS[1:])), "small_share", JUDGE)
    assert refused.value.findings[0].code == "tradeoff_unknown"


def test_where_nothing_is_lawful_there_is_no_point():
    least = rule("LEAST", "min_winners", where={"segment": "A"}, at_least=3)
    assert tradeoff(plan(tender=tender(CAP, least)), "partners", JUDGE).trace.points == ()

"""Break points: exact, against brute force over every value or over every award."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_tenders import random_case
from sweep_cases import BIDS, CAP, bid, instance, plan, random_plan, rule, tender
from test_solve import lawful_awards

from award_opt import order
from award_opt.errors import CheckError, InputError
from award_opt.program.program import compile_program
from award_opt.solve import Options
from award_opt.sweep.breaks import (
    Corners,
    Line,
    Standing,
    Steps,
    Stretch,
    by_line,
    by_unit,
    nested,
)
from award_opt.sweep.linear import family
from award_opt.sweep.scenario import Scenario
from award_opt.sweep.seek import breaks
from award_opt.sweep.work import Worker

JUDGE = Options(cross_check=False).judge()

# --- whole units


def walls(values):
    """The best award at each value where awards become lawful one after another."""
    return lambda value: Standing((f"b{sum(wall <= value for wall in values)}",))


@given(st.lists(st.integers(0, 200), max_size=8), st.integers(0, 100), st.integers(100, 200))
def test_halving_finds_every_change_to_one_unit(values, low, high):
    solve = walls(values)
    asked = []
    found = by_unit(low, high, solve, nested=True, asked=asked.append)
    for stretch in found:
        for value in range(stretch.low, stretch.high + 1):
            assert solve(value).award == stretch.award
    assert (found[0].low, found[-1].high) == (low, high)
    assert all(after.low == before.high + 1 for before, after in pairwise(found))
    assert all(before.award != after.award for before, after in pairwise(found))
    inside = {wall for wall in values if low < wall <= high}
    assert len(asked) <= 2 + 8 * len(inside)  # at most log2(200) solves for each change


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_where_awards_are_not_nested_every_unit_is_solved(truths):
    solve = lambda value: Standing(("b1",) if truths[value] else None)  # noqa: E731
    asked = []
    found = by_unit(0, len(truths) - 1, solve, nested=False, asked=asked.append)
    said = [s.award is not None for s in found for _ in range(s.low, s.high + 1)]
    assert said == truths
    assert len(asked) == len(truths)


def test_a_single_value_is_one_stretch():
    assert by_unit(3, 3, walls([]), nested=True) == (Stretch(3, 3, ("b0",), True),)


def test_when_solves_run_out_the_gap_stays_visible():
    found = by_unit(0, 1000, walls([500]), nested=True, most=5)
    assert len(found) == 2
    assert found[1].low - found[0].high > 1


def test_a_stretch_with_an_unproven_award_is_not_proven():
    solve = lambda value: Standing(("b1",), value != 4)  # noqa: E731
    assert by_unit(4, 6, solve, nested=True) == (Stretch(4, 6, ("b1",), False),)


@pytest.mark.parametrize(
    ("kind", "fields", "field", "expected"),
    [
        ("max_winners", {"limit": 2}, "limit", True),
        ("max_winners", {"limit": 2}, "count", False),
        ("coverage", {"where": {"segment": "B"}}, "at_least", True),
        ("coverage", {"where": {"segment": "B"}, "if_short": "goal"}, "at_least", False),
        ("min_share", {"of": {"scale": "small"}, "share": 5, "per": "tender"}, "share", True),
        ("min_share", {"of": {"scale": "small"}, "share": 5, "per": "contract"}, "share", False),
        ("min_score", {"threshold": 60}, "threshold", False),
    ],
)
def test_only_limits_on_all_winners_are_nested(kind, fields, field, expected):
    model = tender(rule("R", kind, **fields))
    assert nested(model, model.rules[0], field) is expected


FIELDS = {
    "CAP": "limit=0..6",
    "ALL": "limit=0..8",
    "LOTS": "limit=0..3",
    "COVER": "at_least=0..4",
    "LEAST": "at_least=0..7",
    "MONEY": "ceiling=0..60",
    "SMALL": "share=0..100",
}


@pytest.mark.parametrize("seed", range(40))
def test_limits_break_where_solving_every_value_says(seed):
    chosen = random_plan(seed)
    name = chosen.tender.rules[seed % len(chosen.tender.rules)].id
    path = f"{name}.{FIELDS[name].partition('=')[0]}"
    found = breaks(chosen, f"{name}.{FIELDS[name]}")
    assert isinstance(found, Steps)
    worker = Worker(chosen)
    for stretch in found.stretches:
        for value in range(stretch.low, stretch.high + 1):
            one = worker.answer(Scenario(settings=((path, str(value)),)))
            assert (one.winners if one.status == "optimal" else None) == stretch.award


# --- linear parameters

LINES = st.lists(st.tuples(st.integers(-9, 9), st.integers(-5, 5)), min_size=1, max_size=9)


def upper(lines, at):
    """The best worth at a value, and the first line that has it."""
    best = max(start + slope * at for start, slope in lines)
    return best, next(k for k, (a, b) in enumerate(lines) if a + b * at == best)


@given(LINES, st.fractions(-6, 0, max_denominator=9), st.fractions(0, 6, max_denominator=9))
def test_the_chain_is_the_upper_hull_of_all_lines(lines, low, high):
    def solve(at):
        k = upper(lines, at)[1]
        return Line(*lines[k], (f"b{k}",))

    asked = []
    found = by_line(low, high, solve, asked.append)
    turns = [turn.at for turn in found.turns]
    assert turns == sorted(turns)
    for piece in found.pieces:
        middle = (piece.low + piece.high) / 2
        best, first = upper(lines, middle)
        assert piece.line.at(middle) == best
        assert piece.line.award == (f"b{first}",)
    for turn in found.turns:
        best, first = upper(lines, turn.at)
        assert turn.award == (f"b{first}",)
        slopes = {b for a, b in lines if a + b * turn.at == best}
        assert len(slopes) > 1
    assert (found.pieces[0].low, found.pieces[-1].high) == (low, high)
    assert all(before.high == after.low for before, after in pairwise(found.pieces))
    assert found.solves == len(asked) <= 2 * len(found.turns) + len(set(lines)) + 2


def test_three_awards_that_tie_at_one_value_make_one_turn():
    lines = [(0, 0), (-1, 1), (-2, 2)]  # all meet at 1
    found = by_line(Fraction(0), Fraction(2), lambda at: Line(*lines[upper(lines, at)[1]], ("x",)))
    assert [turn.at for turn in found.turns] == [1]
    assert len(found.pieces) == 2


def test_without_a_lawful_award_there_is_no_chain():
    assert by_line(Fraction(0), Fraction(1), lambda _: None).pieces == ()


@pytest.mark.parametrize("seed", range(60))
def test_weights_and_points_turn_where_brute_force_says(seed):
    model, bids = random_case(seed, 7)
    program = compile_program(model, bids)
    scored = [b for b in program.columns.bids if b.score is not None]
    if "total_score" not in model.award.goals or not scored:
        return
    if order.stages(model)[0] != "total_score":
        return  # earlier goals would have to be kept in the brute force as well
    names = [f"weight:{scored[0].lot}", f"points:{scored[-1].id}"]
    awards = list(lawful_awards(model, bids))
    for name in names:
        found = family(program, model, name)
        chain = by_line(Fraction(0), Fraction(3), lambda v, f=found: f.line(v, JUDGE))
        assert bool(chain.pieces) == bool(awards)
        for piece in chain.pieces:
            for at in (piece.low, (2 * piece.low + piece.high) / 3, piece.high):
                best = max(_worth(found, program, award, at) for award in awards)
                assert piece.line.at(at) == best
        ends = [piece.high for piece in chain.pieces[:-1]]
        assert set(ends) <= {turn.at for turn in chain.turns}


def _worth(found, program, award, at):
    won = {b.id for b in award}
    places = [k for k, b in enumerate(program.columns.bids) if b.id in won]
    return sum(int(found.start[k]) + int(found.slope[k]) * at for k in places)


def test_the_published_weight_gives_the_published_goal():
    program = compile_program(tender(CAP), instance(*BIDS))
    found = family(program, tender(CAP), "weight:A")
    (total,) = [o for o in found.at(found.published).objectives if o.goal == "total_score"]
    (own,) = [o for o in program.objectives if o.goal == "total_score"]
    shares = {
        a * int(own.coefficient.sum()) == b * int(total.coefficient.sum())
        for a, b in zip(total.coefficient.tolist(), own.coefficient.tolist(), strict=True)
    }
    assert shares == {True}


def test_at_half_the_weight_a_lot_counts_half():
    program = compile_program(tender(CAP), instance(*BIDS))
    (total,) = [
        o
        for o in family(program, tender(CAP), "weight:A").at(Fraction(1, 2)).objectives
        if o.goal == "total_score"
    ]
    # 90, 80, 70 and 60 points in lot A, 75 and 65 elsewhere, as 45 : 40 : 35 : 30 : 75 : 65
    assert total.coefficient.tolist() == [9, 8, 7, 6, 15, 13]


def test_a_criterion_turns_where_two_bids_weigh_the_same():
    one = rule("CAP", "max_winners", where={"segment": "A"}, limit=1)
    bids = (
        bid("b1", "A", 60, criteria=(90, 30)),
        bid("b2", "A", 60, criteria=(50, 70)),
    )
    found = breaks(plan(bids=bids, tender=tender(one)), "criterion:plan=0..5")
    assert isinstance(found, Corners)
    # 90 w + 30 = 50 w + 70 at w = 1
    assert [turn.at for turn in found.chain.turns] == [1]
    assert [piece.line.award for piece in found.chain.pieces] == [("b2",), ("b1",)]
    assert found.published == 1


def test_points_of_one_bid_turn_at_the_score_of_its_rival():
    found = breaks(plan(), "points:b3=50..100")
    assert isinstance(found, Corners)
    assert [turn.at for turn in found.chain.turns] == [80]
    assert found.published == 70


def test_decimals_that_are_written_are_the_unit():
    share = rule("SMALL", "min_share", of={"scale": ["micro", "small"]}, share=0, per="tender")
    found = breaks(plan(tender=tender(CAP, share)), "SMALL.share=0.00..30.00")
    assert isinstance(found, Steps)
    assert found.places == 2
    edges = [stretch.low for stretch in found.stretches]
    # the best award without the rule gives 20 of 90 euro to small providers: 22.22%
    assert edges[:2] == [0, 2223]
    assert found.published == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("CAP.limit", "breaks_form"),
        ("CAP.limit=5..2", "breaks_form"),
        ("CAP.limit=a..b", "breaks_form"),
        ("CPA.limit=1..2", "unknown_name_near"),
        ("CAP.limt=1..2", None),
        ("wieght:A=0..1", None),
        ("weight:Z=0..1", "breaks_name"),
        ("points:zz=0..1", "breaks_name"),
        ("criterion:zz=0..1", "breaks_name"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(asked, code):
    with pytest.raises(InputError) as refused:
        breaks(plan(), asked)
    if code is not None:
        assert refused.value.findings[0].code == code


def test_a_method_without_points_has_no_weights():
    model = tender(CAP, goals=["lowest_value"])
    with pytest.raises(InputError) as refused:
        breaks(plan(tender=model), "weight:A=0..1")
    assert refused.value.findings[0].code == "breaks_no_score"


def test_a_long_range_of_a_filter_is_refused():
    model = tender(rule("LOW", "min_score", threshold=60))
    with pytest.raises(InputError) as refused:
        breaks(plan(tender=model), "LOW.threshold=0.00..100.00")
    assert refused.value.findings[0].code == "breaks_too_long"


def test_a_filter_is_solved_unit_by_unit():
    model = tender(CAP, rule("LOW", "min_score", threshold=60))
    found = breaks(plan(tender=model), "LOW.threshold=58..92")
    assert isinstance(found, Steps)
    assert [stretch.low for stretch in found.stretches] == [58, 66, 76, 81, 91]


def test_a_value_of_too_many_digits_is_refused():
    found = family(compile_program(tender(CAP), instance(*BIDS)), tender(CAP), "weight:A")
    with pytest.raises(CheckError):
        found.at(Fraction(10**16 + 1, 10**16))

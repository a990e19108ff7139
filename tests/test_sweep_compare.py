"""Two awards side by side: every change has a reason, and the reason is what the rules say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sweep_cases import BIDS, CAP, answers, bid, instance, plan, random_plan, rule, tender

from award_opt.report.sweep import comparison_content, comparison_lines
from award_opt.sweep.compare import Side, compare
from award_opt.sweep.scenario import Axis, Scenario
from award_opt.sweep.work import Worker


def sides(before, after):
    """Two worlds, each a tender with its bids, and their awards."""
    found = []
    for name, (model, bids) in {"before": before, "after": after}.items():
        award = Worker(plan(tender=model, bids=bids)).answer(Scenario())
        assert award.status == "optimal"
        found.append((Side(name, model, instance(*bids), award.winners), award))
    (one, first), (other, second) = found
    return compare(one, other, (first, second))


def codes(changes):
    return {change.bid: [why.code for why in change.why] for change in changes}


def capped(limit, *more):
    return tender(rule("CAP", "max_winners", where={"segment": "A"}, limit=limit), *more)


def test_a_higher_limit_gives_a_place():
    found = sides((capped(2), BIDS), (capped(3), BIDS))
    assert codes(found.enters) == {"b3": ["place"]}
    assert found.leaves == ()
    (why,) = found.enters[0].why
    assert (why.rule, why.field, why.before, why.after) == ("CAP", "limit", "2", "3")
    assert found.stays == 4


def test_a_lower_limit_takes_one():
    found = sides((capped(3), BIDS), (capped(2), BIDS))
    assert codes(found.leaves) == {"b3": ["limit"]}
    (why,) = found.leaves[0].why
    assert (why.told, why.facts["found"], why.facts["limit"]) == ("breach", 3, 2)


def test_a_dropped_rule_gives_places_and_a_new_one_takes_them():
    found = sides((capped(2), BIDS), (tender(), BIDS))
    assert codes(found.enters) == {"b3": ["place"], "b4": ["place"]}
    assert {why.after for change in found.enters for why in change.why} == {None}
    back = sides((tender(), BIDS), (capped(2), BIDS))
    assert codes(back.leaves) == {"b3": ["limit"], "b4": ["limit"]}


def test_a_bid_that_is_needed_displaces_a_better_one():
    share = rule("SMALL", "min_share", of={"scale": ["micro", "small"]}, share=30, per="tender")
    rich = (bid("b1", "A", 90, value=50), bid("b2", "A", 80, value=40), BIDS[3], BIDS[1])
    bids = tuple(replace(b, id=f"b{k}", draw=k) for k, b in enumerate(rich, start=1))
    found = sides((capped(2), bids), (capped(2, share), bids))
    assert codes(found.enters) == {"b4": ["needed", "instead"]}
    # beside b2 and b4 the dearest bid breaks the new rule, and the cap as well
    assert codes(found.leaves) == {"b1": ["limit", "displaced"]}
    (first,) = [why for why in found.enters[0].why if why.code == "needed"]
    assert first.rule == "SMALL"


def test_coverage_names_the_group_that_a_bid_is_needed_for():
    cover = rule("COVER", "coverage", where={"segment": "B"})
    bids = (
        bid("b1", "B/noord", 90, offers=("hulp",)),
        bid("b2", "B/noord", 50, offers=("hulp", "zorg")),
        bid("b3", "B/zuid", 70),
    )
    one = rule("ONE", "max_winners", where={"segment": "B"}, per=["area"], limit=1)
    found = sides((tender(one), bids), (tender(one, cover), bids))
    (entered,) = found.enters
    assert entered.bid == "b2"
    needed = [why for why in entered.why if why.code == "needed"]
    assert ("COVER", "noord/zorg") in [(why.rule, why.group) for why in needed]
    (left,) = found.leaves
    assert [why.code for why in left.why] == ["displaced"]
    assert left.why[0].bids == ("b2",)
    back = sides((tender(one, cover), bids), (tender(one), bids))
    assert codes(back.enters) == {"b1": ["instead"]}
    assert codes(back.leaves) == {"b2": ["displaced", "unneeded", "unneeded"]}  # two groups


def test_a_bid_under_a_new_threshold_is_out_and_another_has_its_place():
    low = rule("LOW", "min_score", threshold=65, where={"segment": "A"})
    bids = (bid("b1", "A", 60), bid("b2", "A", 70), bid("b3", "A", 80))
    found = sides((capped(3), bids), (capped(3, low), bids))
    assert codes(found.leaves) == {"b1": ["out"]}
    (why,) = found.leaves[0].why
    assert (why.rule, why.told) == ("LOW", "refused")
    back = sides((capped(3, low), bids), (capped(3), bids))
    assert codes(back.enters) == {"b1": ["admitted"]}


def test_a_withdrawn_winner_leaves_its_place_to_the_next():
    gone = (replace(BIDS[0], status="withdrawn"), *BIDS[1:])
    found = sides((capped(2), BIDS), (capped(2), gone))
    assert codes(found.leaves) == {"b1": ["out"]}
    assert found.leaves[0].why[0].before == "withdrawn"
    (entered,) = found.enters
    assert (entered.bid, [why.code for why in entered.why]) == ("b3", ["instead"])
    assert entered.why[0].bids == ("b1",)


def test_a_bid_that_is_not_there_on_the_other_side_is_absent():
    found = sides((capped(3), BIDS[:2]), (capped(3), BIDS[:3]))
    (entered,) = found.enters
    assert [(why.code, why.before) for why in entered.why] == [("admitted", "absent")]


def test_other_points_are_said_of_both_who_enter_and_leave():
    better = (*BIDS[:2], replace(BIDS[2], score=8500), *BIDS[3:])
    found = sides((capped(2), BIDS), (capped(2), better))
    assert codes(found.enters) == {"b3": ["instead", "points"]}
    assert codes(found.leaves) == {"b2": ["displaced"]}
    (points,) = [why for why in found.enters[0].why if why.code == "points"]
    assert (points.before, points.after) == ("70.00", "85.00")
    assert found.enters[0].score == "85.00"


def test_where_no_rule_stands_in_the_way_the_goals_chose():
    cheap = tender(goals=["lowest_value"], fill="may_stay_open")
    found = sides((tender(), BIDS), (cheap, BIDS))
    assert codes(found.leaves) == {bid.id: ["method"] for bid in BIDS}


def test_where_several_leave_for_one_bid_no_single_exchange_makes_room():
    money = rule("MONEY", "budget", ceiling=70)
    bids = (
        bid("b1", "A", 50, value=35),
        bid("b2", "A", 50, value=35),
        bid("b3", "A", 90, value=70),
    )
    better = (*bids[:2], replace(bids[2], score=12000))
    found = sides((tender(money), bids), (tender(money), better))
    assert codes(found.enters) == {"b3": ["no_room", "points"]}
    assert codes(found.leaves) == {"b1": ["displaced"], "b2": ["displaced"]}


def test_the_same_award_has_no_changes():
    found = sides((capped(2), BIDS), (capped(2), BIDS))
    assert found.same
    assert found.stays == 4


def test_measures_are_set_beside_each_other_exactly():
    found = sides((capped(2), BIDS), (capped(3), BIDS))
    deltas = {delta.name: delta for delta in found.deltas}
    assert (deltas["goal.total_score"].before, deltas["goal.total_score"].after) == (
        "310.00",
        "380.00",
    )
    assert deltas["goal.total_score"].change == "70"
    assert deltas["money"].change == "30"
    assert deltas["contracts"].change == "1"
    assert "score" not in deltas  # the goal says it


def test_a_measure_that_one_side_lacks_has_no_change():
    cheap = tender(CAP, goals=["lowest_value"])
    found = sides((capped(2), BIDS), (cheap, BIDS))
    deltas = {delta.name: delta for delta in found.deltas}
    assert deltas["goal.total_score"].after is None
    assert deltas["goal.total_score"].change is None
    assert deltas["score"].change is not None


@pytest.mark.parametrize("seed", range(25))
def test_every_change_between_random_awards_has_a_true_reason(seed):
    chosen = random_plan(seed)
    axes = [Axis("CAP.limit", ("0", "1", "4"))] if "CAP" in _rules(chosen) else []
    laid = replace(chosen, scenarios=plan(*axes, draws=2).scenarios)
    found = answers(laid)
    lawful = [k for k, (_, r) in enumerate(found.rows()) if r.status == "optimal"]
    for other in lawful[1:]:
        comparison = found.compared(lawful[0], other)
        for change in (*comparison.enters, *comparison.leaves):
            assert change.why
            for why in change.why:
                _require_true(comparison, change, why)


def _rules(chosen):
    return {one.id for one in chosen.tender.rules}


def _require_true(comparison, change, why):
    """The reason, recounted."""
    side = getattr(comparison, why.on)
    other = comparison.before if change.way == "enters" else comparison.after
    if why.code in ("place", "limit", "instead", "displaced", "no_room"):
        assert side is other
        assert why.rule in {b.rule for b in side.breaches(enters=[change.bid])}
    if why.code in ("instead", "displaced"):
        moved = comparison.leaves if why.code == "instead" else comparison.enters
        assert set(why.bids) <= {each.bid for each in moved}
    if why.code in ("needed", "unneeded"):
        assert (why.rule, why.group) in {
            (b.rule, b.group) for b in side.breaches(leaves=[change.bid])
        }
    if why.code in ("admitted", "out"):
        assert change.bid not in side.admitted


# --- in words


def test_the_comparison_in_words():
    found = answers(plan(Axis("CAP.limit", ("1", "3")))).compared(0, 2)
    said = "\n".join(comparison_lines(found, "nl"))
    assert said.startswith("gepubliceerd naast CAP.limit=3\n")
    assert "Inschrijvingen die in beide winnen: 4; erbij: 1; eraf: 0." in said
    assert (
        "Er is plaats: CAP (Maximaal aantal contracten: 2 (segment Dag)) ging van 2 naar 3." in said
    )
    english = "\n".join(comparison_lines(found, "en"))
    assert english.startswith("published beside CAP.limit=3\n")
    assert "There is a place: CAP (Maximum number of contracts: 2 (segment Day))" in english
    assert "+€ 30.00" in english


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_reason_has_words(lang):
    share = rule("SMALL", "min_share", of={"scale": ["micro", "small"]}, share=30, per="tender")
    cover = rule("COVER", "coverage", where={"segment": "B"}, at_least=1)
    low = rule("LOW", "min_score", threshold=85, where={"segment": "A"})
    worlds = [capped(2), capped(1, share), capped(3, cover), capped(4, low), tender(cover, share)]
    gone = (replace(BIDS[0], status="withdrawn"), *BIDS[1:])
    other = (
        BIDS[0],
        replace(BIDS[1], score=500),
        *BIDS[2:4],
        BIDS[4],
        replace(BIDS[5], score=9000),
    )
    seen = set()
    for one in worlds:
        for bids in (BIDS, gone, other, BIDS[1:]):
            for two in worlds:
                found = sides((one, BIDS), (two, bids))
                said = "\n".join(comparison_lines(found, lang))
                assert "{" not in said
                seen |= {w.code for c in (*found.enters, *found.leaves) for w in c.why}
    assert {"admitted", "place", "needed", "instead", "out", "limit", "displaced"} <= seen


def test_the_comparison_for_machines_is_stamped_and_names_codes():
    found = answers(plan(Axis("CAP.limit", ("1", "3")))).compared(0, 2)
    held = comparison_content(found)
    assert held["mode"] == "simulation"
    assert held["enters"][0]["why"][0]["code"] == "place"
    assert held["measures"][0]["change"] == "70"

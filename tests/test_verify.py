"""The checker names every change that matters, with no solver on the machine."""

from __future__ import annotations

import subprocess
import sys

import pytest
from random_tenders import random_case

from award_opt import check
from award_opt.award import AwardFile
from award_opt.errors import InputError
from award_opt.solve import solve
from award_opt.texts import say


def won_case():
    """A case with winners and a loser that is admitted."""
    for seed in range(400):
        tender, instance = random_case(seed)
        award = solve(tender, instance)
        if tender.award.goals == ("total_score",) and len(award.winners) >= 3 and award.ledger:
            return tender, instance, award
    raise AssertionError("no such case")


TENDER, INSTANCE, AWARD = won_case()
GOAL = AWARD.goals[0]


def with_winner(**fields):
    first, *rest = AWARD.winners
    return {"winners": [first.model_copy(update=fields), *rest]}


def with_goal(**fields):
    return {"goals": [GOAL.model_copy(update=fields), *AWARD.goals[1:]]}


def with_line(**fields):
    first, *rest = AWARD.ledger
    return {"ledger": [first.model_copy(update=fields), *rest]}


CHANGES = {
    "a winner is dropped": ({"winners": AWARD.winners[1:]}, "verify_goal_value"),
    "a winner stands twice": (
        {"winners": [AWARD.winners[0], *AWARD.winners]},
        "verify_winner_twice",
    ),
    "an unknown winner": (with_winner(bid="ghost"), "verify_winner_unknown"),
    "winners in another order": ({"winners": AWARD.winners[::-1]}, "verify_winners_unsorted"),
    "a score is raised": (with_winner(score="99.99"), "verify_winner_fact"),
    "a value is lowered": (with_winner(value="0.01"), "verify_winner_fact"),
    "another bidder": (with_winner(bidder="p9"), "verify_winner_fact"),
    "another segment": (with_winner(segment="9"), "verify_winner_fact"),
    "another area": (with_winner(area="moon"), "verify_winner_fact"),
    "a goal value is raised": (with_goal(value="999.00"), "verify_goal_value"),
    "a bound is raised": (with_goal(bound="999.00"), "verify_goal_bound"),
    "a proof is denied": (with_goal(proven=False), "verify_goal_bound"),
    "another goal": (with_goal(goal="lowest_value"), "verify_field"),
    "a ledger count is changed": (with_line(found="77"), "verify_ledger"),
    "a ledger limit is changed": (with_line(limit="77"), "verify_ledger"),
    "a ledger line is dropped": ({"ledger": AWARD.ledger[1:]}, "verify_field"),
    "status feasible": ({"status": "feasible"}, "verify_status"),
    "status infeasible": ({"status": "infeasible"}, "verify_status"),
    "status unknown": ({"status": "unknown"}, "verify_status"),
    "the tender's digest": ({"inputs": {**AWARD.inputs, "tender": "0" * 64}}, "verify_digest"),
    "the instance's digest": ({"inputs": {**AWARD.inputs, "instance": "0" * 64}}, "verify_digest"),
    "a digest too many": ({"inputs": {**AWARD.inputs, "among": "0" * 64}}, "verify_digest"),
    "another tender": ({"tender": "other"}, "verify_field"),
    "another instance": ({"instance": "other"}, "verify_field"),
    "a what-if without simulation": ({"what_if": ["cap-18"]}, "verify_field"),
    "ties decided by something else": (
        {"ties": AWARD.ties.model_copy(update={"decided_by": "coin"})},
        "verify_field",
    ),
    "ties of an unknown bid": (
        {"ties": AWARD.ties.model_copy(update={"tied_bids": ["ghost"]})},
        "verify_tied_unknown",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_award_is_caught_and_the_change_named(change):
    fields, code = CHANGES[change]

    found = check.verify(TENDER, INSTANCE, AWARD.model_copy(update=fields))

    assert code in [finding.code for finding in found]
    for finding in found:
        assert say(finding.code, "nl", finding.facts) != say(finding.code, "en", finding.facts)


def test_the_unchanged_award_stands():
    assert check.verify(TENDER, INSTANCE, AWARD) == ()


def test_a_worse_award_that_keeps_all_rules_is_refuted_by_an_exchange():
    refuted = 0
    for seed in range(200):
        tender, instance = random_case(seed)
        award = solve(tender, instance)
        for winner in award.winners:
            rest = [w for w in award.winners if w != winner]
            worse = redrafted(tender, instance, award, {w.bid for w in rest})
            codes = {finding.code for finding in check.verify(tender, instance, worse)}
            if "rule" not in codes and tender.award.goals[0] == "total_score":
                assert "verify_better_exists" in codes
                refuted += 1
    assert refuted > 20


def redrafted(tender, instance, award, bids):
    """The award with other winners, everything that depends on them recomputed."""
    from award_opt import reading

    winners = [bid for bid in instance.bids if bid.id in bids]
    goals = []
    for goal in award.goals:
        value = reading.goal_value(tender, instance, winners, goal.goal)
        goals.append(goal.model_copy(update={"value": value, "bound": value}))
    return reading.draft(
        tender,
        instance,
        winners,
        status=award.status,
        goals=goals,
        ties=award.ties,
        mode=award.mode,
        what_if=(),
        among=None,
        engine=award.engine,
    )


def test_award_files_survive_a_round_trip(tmp_path):
    path = tmp_path / "award.json"
    path.write_bytes(AWARD.to_bytes())

    assert AwardFile.read(path) == AWARD


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "award_not_json"),
        (b"\xff\xfe", "award_not_json"),
        (b"[1, 2]", "award_field"),
        (b'{"format": 1, "format": 1}', "award_not_json"),
        (b'{"format": NaN}', "award_not_json"),
        (b'{"format": 1.5}', "award_not_json"),
        (b"[" * 100_000, "award_not_json"),
        (b'{"format": 2}', "award_field"),
        (AWARD.to_bytes().replace(b'",', b'", ', 1), "award_not_canonical"),
        (AWARD.to_bytes()[:-20], "award_not_json"),
    ],
)
def test_a_damaged_award_file_is_refused(tmp_path, data, code):
    path = tmp_path / "award.json"
    path.write_bytes(data)

    with pytest.raises(InputError) as caught:
        AwardFile.read(path)

    assert code in [finding.code for finding in caught.value.findings]


def test_a_missing_award_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.json"):
        AwardFile.read(tmp_path / "nowhere.json")


def test_checking_needs_neither_solver_nor_pandas():
    blocked = ("ortools", "pandas", "scipy", "highspy")
    code = f"import sys\nfor name in {blocked!r}: sys.modules[name] = None\nimport award_opt.check"

    subprocess.run([sys.executable, "-c", code], check=True)

"""What the published outcome shows, and what each planted instance was made to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from write_expected import ROOT, read, unmeetable

from award_opt.award import AwardFile
from award_opt.check import verify
from award_opt.domain import Bid, Instance
from award_opt.rules import AnyRule
from award_opt.solve import Options, solve
from award_opt.tender import Tender
from award_opt.what_if import WhatIf, apply, read_what_ifs

OUTCOME = "hvb-youth-2022-outcome"


def case(name: str) -> tuple[Tender, Instance, AwardFile]:
    folder = ROOT / "instances" / name
    return *read(folder), AwardFile.read(folder / "expected.json")


def what_if(model: str, name: str) -> WhatIf:
    return read_what_ifs(ROOT / f"models/{model}.whatif.toml")[name]


def dropped(tender: Tender, *rules: str) -> Tender:
    change = {"id": "x", "title": {"nl": "x", "en": "x"}, "drop": rules}
    return apply(tender, WhatIf.model_validate(change))


def winners(award: AwardFile) -> set[str]:
    return {winner.bid for winner in award.winners}


def ledger(award: AwardFile, rule: str) -> dict[str, tuple[str, str]]:
    return {line.group: (line.found, line.limit) for line in award.ledger if line.rule == rule}


def broken(rules: Iterable[AnyRule], tender: Tender, bids: tuple[Bid, ...]) -> list[str]:
    return [b.rule for rule in rules for b in rule.breaches(bids, bids, tender.landscape())]


# --- the published outcome of Hart van Brabant


def test_the_published_outcome_keeps_every_published_cap() -> None:
    tender, instance, award = case(OUTCOME)
    assert verify(tender, instance, award) == ()
    assert Counter(w.segment for w in award.winners) == {"1": 1, "2": 5, "3": 18, "4": 94, "5": 1}


@pytest.mark.parametrize(
    ("rule", "found", "limit"),
    [
        ("S1-MAX", "1", "1"),
        ("S3-MAX", "12", "15"),
        ("S4-MAX-REGION", "94", "100"),
        ("S4-MAX-REGION-BIDDERS", "35", "100"),
        ("S5-MAX", "1", "1"),
        ("OUTCOME-S3-DAY", "10", "10"),
        ("OUTCOME-S3-RESPITE", "8", "8"),
        ("OUTCOME-S4-TILBURG", "29", "29"),
        ("OUTCOME-S4-WEST", "20", "20"),
        ("OUTCOME-S4-EAST", "20", "20"),
        ("OUTCOME-S4-NORTH", "25", "25"),
    ],
)
def test_the_ledger_counts_the_outcome_in_the_unit_of_each_rule(
    rule: str, found: str, limit: str
) -> None:
    _, _, award = case(OUTCOME)
    assert ledger(award, rule) == {"": (found, limit)}


@pytest.mark.parametrize(
    ("rule", "unit"),
    [
        ("S1-MAX", "contracts"),
        ("S3-MAX", "bidders"),
        ("S4-MAX-REGION", "contracts"),
        ("S4-MAX-REGION-BIDDERS", "bidders"),
        ("S5-MAX", "contracts"),
    ],
)
def test_the_counting_units_of_the_caps_are_named(rule: str, unit: str) -> None:
    tender, _, _ = case(OUTCOME)
    (found,) = [each for each in tender.rules if each.id == rule]
    assert found.kind == "max_winners"
    assert found.count == unit


def test_segment_3_breaks_its_cap_when_it_is_counted_by_care_type() -> None:
    tender, instance, _ = case(OUTCOME)
    patched = apply(tender, what_if(OUTCOME, "count-by-care-type"))
    assert broken(patched.rules, patched, instance.bids) == ["S3-MAX"]
    assert solve(patched, instance).status == "infeasible"


@pytest.mark.parametrize("hypothesis", ["area-maxima-h1", "area-maxima-h2"])
def test_the_outcome_would_keep_both_hypotheses_on_the_maxima_of_areas(hypothesis: str) -> None:
    tender, instance, _ = case(OUTCOME)
    added = what_if("hvb-youth-2022", hypothesis).add
    assert len(added) == 4
    assert broken(added, tender, instance.bids) == []


def test_the_outcome_refutes_25_for_each_area() -> None:
    tender, instance, _ = case(OUTCOME)
    caps = [
        rule.model_copy(update={"limit": 25})
        for rule in what_if("hvb-youth-2022", "area-maxima-h1").add
    ]
    assert broken(caps, tender, instance.bids) == ["S4-MAX-TILBURG"]


# --- invented instances, each made to show something


def test_coverage_passes_over_better_bids_in_the_youth_tender() -> None:
    tender, instance, award = case("hvb-youth-2022")
    free = solve(dropped(tender, "S4-COVER"), instance)
    assert winners(free) != winners(award)
    assert float(free.goals[0].value) > float(award.goals[0].value)
    assert award.ties is not None
    assert award.ties.decided_by != "goals"


def test_the_share_of_small_providers_costs_points_and_is_kept() -> None:
    tender, instance, award = case("hvb-youth-2022-small-share")
    free = solve(dropped(tender, "SMALL"), instance)
    assert float(free.goals[0].value) > float(award.goals[0].value)
    rule = [each for each in tender.rules if each.id == "SMALL"]
    won = {bid.id: bid for bid in instance.bids}
    kept = tuple(won[name] for name in sorted(winners(award)))
    lost = tuple(won[name] for name in sorted(winners(free)))
    assert broken(rule, tender, kept) == []
    assert broken(rule, tender, lost) == ["SMALL"]


def test_exactly_seven_and_a_half_percent_is_enough_and_less_is_not() -> None:
    tender, instance, award = case("alphen-2018")
    assert winners(award) == {"A1"}
    assert winners(solve(dropped(tender, "SMALL"), instance)) == {"A2"}


def test_without_a_bid_that_keeps_the_share_there_must_or_may_be_no_award() -> None:
    tender, instance = read(ROOT / "instances/alphen-2018-none-reaches")
    assert [gap["rule"] for gap in unmeetable(tender, instance)] == ["MUST-AWARD"]
    empty = solve(apply(tender, what_if("alphen-2018", "may-fail")), instance)
    assert (empty.status, empty.winners) == ("optimal", [])


@pytest.mark.parametrize(
    ("rule", "status"),
    [("S4-MAX-WEST", "optimal"), ("S4-COVER", "optimal"), ("S4-MAX-TILBURG", "infeasible")],
)
def test_the_planted_conflict_is_between_coverage_and_the_maximum_in_west(
    rule: str, status: str
) -> None:
    tender, instance = read(ROOT / "instances/hvb-youth-2022-conflict")
    assert unmeetable(tender, instance) == []
    assert solve(dropped(tender, rule), instance).status == status


def test_one_place_more_in_west_repairs_the_planted_conflict() -> None:
    tender, instance = read(ROOT / "instances/hvb-youth-2022-conflict")
    change = {"id": "x", "title": {"nl": "x", "en": "x"}, "set": {"S4-MAX-WEST.limit": 3}}
    assert solve(apply(tender, WhatIf.model_validate(change)), instance).status == "optimal"


def test_a_cell_that_nobody_offers_is_named() -> None:
    tender, instance = read(ROOT / "instances/hvb-youth-2022-scarce")
    assert [gap["rule"] for gap in unmeetable(tender, instance)] == ["S4-COVER"]


def test_the_selection_phase_limits_who_may_win_in_the_award_phase() -> None:
    tender, instance, alone = case("hvb-wmo-2022")
    _, _, selection = case("hvb-wmo-2022-selection")
    chained = solve(tender, instance, Options(among=selection))
    selected = {winner.bidder for winner in selection.winners}
    assert {winner.bidder for winner in chained.winners} <= selected
    assert not {winner.bidder for winner in alone.winners} <= selected
    assert verify(tender, instance, chained, selection) == ()


def test_each_area_of_the_sketch_has_one_winner_who_covers_all_needs() -> None:
    tender, instance, award = case("hvb-guidance-2021")
    bids = {bid.id: bid for bid in instance.bids}
    assert len({winner.area for winner in award.winners}) == len(award.winners) == 12
    (segment,) = tender.segments
    for name in winners(award):
        assert set(bids[name].offers) == set(segment.care_types)


def test_open_house_admits_every_valid_bid_and_ranks_none() -> None:
    _, instance, award = case("nob-2020")
    valid = {b.id for b in instance.bids if b.segment == "light" and b.status == "valid"}
    admitted = [winner for winner in award.winners if winner.segment == "light"]
    assert {winner.bid for winner in admitted} == valid
    assert {winner.score for winner in admitted} == {None}


def test_territories_are_disjoint_whole_and_of_two_bidders() -> None:
    tender, instance, award = case("utrecht-2020-territories")
    assert Counter(w.bidder for w in award.winners) == {"wolkbocht": 4, "lepelduin": 6}
    assert len({winner.area for winner in award.winners}) == 10
    three = solve(dropped(tender, "TWO"), instance)
    assert len({winner.bidder for winner in three.winners}) == 3


def test_49_foster_places_are_too_few_and_50_are_enough() -> None:
    tender, instance, award = case("zuid-limburg-housing-2022")
    assert winners(award) == {"Z1", "Z4"}
    assert winners(solve(dropped(tender, "FOSTER-50"), instance)) == {"Z1", "Z3"}
    (rule,) = [each for each in tender.rules if each.id == "FOSTER-50"]
    refused = [refusal.bid for refusal in rule.refusals(instance.bids, tender.landscape())]
    assert refused == ["Z3"]


def test_each_sub_lot_takes_its_own_sort_of_provider() -> None:
    _, instance, award = case("zkij-2a-2b")
    sort = {bid.id: bid.attributes["provider_type"] for bid in instance.bids}
    found = {(winner.segment, sort[winner.bid]) for winner in award.winners}
    assert found == {("2a", "institution"), ("2b", "freelancer")}
    assert award.ties is not None
    assert award.ties.decided_by == "draw"


def test_a_gap_is_reported_and_the_reopened_lot_closes_it() -> None:
    tender, instance, award = case("lekstroom-2024-gap")
    assert [goal.value for goal in award.goals[:1]] == ["2"]
    strict = apply(tender, what_if("lekstroom-2024-gap", "must-cover"))
    gaps = [gap["group"] for gap in unmeetable(strict, instance)]
    assert gaps == ["respite-stay", "school-replacing-group"]
    _, _, reopened = case("lekstroom-2024-reopened")
    assert set(ledger(reopened, "COVER")) == set(gaps)

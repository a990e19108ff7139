"""Each reason, at each of its levels, is the one that brute force over all awards gives."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache, cached_property
from itertools import compress, product
from pathlib import Path

import pytest
from cli import YOUTH, call
from random_tenders import random_case
from readme_blocks import ROOT
from test_margins import FAST, solved, youth
from test_solve import skips, worth
from write_expected import read

from award_opt import order, reading
from award_opt.award import AwardFile
from award_opt.cli import explain as explain_command
from award_opt.domain import Bid, Instance
from award_opt.engines.exhaustive import Exhaustive
from award_opt.errors import CheckError
from award_opt.exact import unscaled
from award_opt.margins import Margin, margins
from award_opt.reasons import STOP, Reason, explain, stand_of
from award_opt.reasons.codes import CODES
from award_opt.report import reasons as report
from award_opt.rules import Fixed
from award_opt.solve import Options, solve
from award_opt.tender import Tender
from award_opt.texts import Lang, say
from award_opt.texts.reasons import REASONS

SEEDS = (*range(240), 327, 731)  # the last two: a higher-ranked loser would make a place
GOLDEN_BIDS = ("B00001", "B00002", "B00036", "B00072", "B00112", "B00151", "B00180")
GOALS = ("as drawn", "ranking", "total_score")


class Case:
    """A proven award with its reasons, and every set of winners with the rules that it breaks."""

    def __init__(self, seed: int, goal: str) -> None:
        self.tender, self.instance, self.award = solved(seed, goal)
        self.admitted = reading.admission(self.tender, self.instance, None).admitted
        ids = {winner.bid for winner in self.award.winners}
        self.winners = frozenset(bid.id for bid in self.admitted if bid.id in ids)
        self.bids = {bid.id: bid for bid in self.instance.bids}
        goals = set(self.tender.award.goals)
        money = "lowest_value" in goals and not goals & {"total_score", "ranking"}
        self.measure = "value" if money else "score"

    @property
    def told(self) -> bool:
        """Whether there is something to explain: winners, and losers that took part."""
        proven = self.award.status == "optimal"
        return proven and 0 < len(self.winners) < len(self.admitted)

    @cached_property
    def every(self) -> dict[frozenset[str], frozenset[str]]:
        """Every set of admitted bids with the rules that it breaks, by the second reading."""
        choices = product((0, 1), repeat=len(self.admitted))
        sets = [tuple(compress(self.admitted, choice)) for choice in choices]
        return {frozenset(bid.id for bid in chosen): self.breaks(chosen) for chosen in sets}

    def breaks(self, winners: tuple[Bid, ...]) -> frozenset[str]:
        landscape = self.tender.landscape()
        broken = {
            rule.id
            for rule in self.tender.rules
            if next(rule.breaches(self.admitted, winners, landscape), None) is not None
        }
        stop = self.tender.award.on_misfit == "stop" and "ranking" in self.tender.award.goals
        if stop and skips(self.tender, self.admitted, winners):
            broken.add(STOP)
        return frozenset(broken)

    def merit(self, bid: str) -> int | None:
        if self.measure == "value":
            return -self.bids[bid].value_cents
        return self.bids[bid].score

    def lower(self, bid: str) -> set[str]:
        """The winners of the bid's lot that stand strictly lower."""
        own = self.merit(bid)
        return {
            other
            for other in self.winners
            if self.bids[other].lot == self.bids[bid].lot
            and self.bids[other].lot in order.ranked_lots(self.tender)
            and None not in (own, self.merit(other))
            and own > self.merit(other)
        }

    def above(self, bid: str) -> list[str]:
        """The admitted bids that are decided before the bid."""
        ranked = order.rank_order(self.tender, self.admitted)
        lots = order.lot_positions(self.tender)
        chain = ("lot", self.measure, *self.tender.award.ties)
        if self.measure == "value":
            ranked.sort(key=lambda b: (order.key(b, chain, lots), b.id))
        ids = [b.id for b in ranked]
        return ids[: ids.index(bid)]


@cache
def cases(by_engine: bool = False) -> tuple[tuple[Case, tuple[Reason, ...]], ...]:
    """Every case with something to explain; small parts by enumeration, or all by the engine."""
    made = [Case(seed, goal) for seed in SEEDS for goal in GOALS]
    with pytest.MonkeyPatch.context() as patch:
        if by_engine:
            patch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
        return tuple(
            (case, explain(case.tender, case.instance, case.award)) for case in made if case.told
        )


def passed_over(by_engine: bool = False) -> Iterator[tuple[Case, Reason]]:
    for case, reasons in cases(by_engine) if by_engine else cases():
        for reason in reasons:
            if reason.kind == "passed_over":
                yield case, reason


def test_every_code_is_a_known_one() -> None:
    seen = {reason.code for _, reasons in cases() for reason in reasons}
    assert seen <= set(CODES)
    assert len(seen) >= 18, seen


def test_every_bid_has_exactly_one_reason() -> None:
    for case, reasons in cases():
        assert [reason.bid for reason in reasons] == [bid.id for bid in case.instance.bids]


def test_the_kind_says_whether_the_bid_took_part_won_or_lost() -> None:
    seen = set()
    for case, reasons in cases():
        admitted = {bid.id for bid in case.admitted}
        for reason in reasons:
            assert (reason.kind == "filtered") == (reason.bid not in admitted)
            assert (reason.kind == "won") == (reason.bid in case.winners)
            assert (reason.kind == "passed_over") == (
                reason.bid in admitted - case.winners and bool(case.lower(reason.bid))
            ), reason
            seen.add(reason.kind)
    assert seen == {"filtered", "won", "passed_over", "tie", "outranked"}


def test_a_filtered_bid_names_exactly_the_rules_that_refused_it() -> None:
    for case, reasons in cases():
        refusals = reading.admission(case.tender, case.instance, None).refusals
        for reason in reasons:
            if reason.kind == "filtered":
                refused = {refusal.rule for refusal in refusals if refusal.bid == reason.bid}
                assert set(reason.rules) == refused
                assert bool(refused) == (case.bids[reason.bid].status == "valid")


def test_an_outranked_bid_names_exactly_the_rules_that_adding_it_breaks() -> None:
    told = 0
    for case, reasons in cases():
        every = case.every
        for reason in reasons:
            if reason.kind == "outranked":
                broken = every[case.winners | {reason.bid}]
                if reason.code == "after_stop":
                    assert STOP in broken
                else:
                    assert set(reason.rules) == broken - {STOP}
                told += bool(reason.rules)
    assert told >= 40


def test_a_winner_names_exactly_the_rules_that_break_without_it() -> None:
    for case, reasons in cases():
        every = case.every
        for reason in reasons:
            if reason.kind == "won":
                assert set(reason.rules) == every[case.winners - {reason.bid}]


def test_each_swap_names_exactly_the_rules_that_the_exchange_breaks() -> None:
    told = 0
    for case, reason in passed_over():
        every = case.every
        assert {swap.winner for swap in reason.passing.swaps} == case.lower(reason.bid)
        for swap in reason.passing.swaps:
            assert set(swap.rules) == every[case.winners - {swap.winner} | {reason.bid}]
            told += 1
    assert told >= 12


@pytest.mark.parametrize("by_engine", [False, True])
def test_the_sequence_is_a_smallest_set_of_rules_that_leaves_no_place(by_engine: bool) -> None:
    told = {True: 0, False: 0}
    for case, reason in passed_over(by_engine):
        above = frozenset(case.above(reason.bid))
        fits = [
            broken
            for chosen, broken in case.every.items()
            if reason.bid in chosen and chosen & above == case.winners & above
        ]
        sequence = reason.passing.sequence
        told[sequence is None] += 1
        if sequence is None:
            assert frozenset() in fits
            continue
        rules = set(sequence)
        assert not any(broken.isdisjoint(rules) for broken in fits), reason
        for rule in sequence:
            assert any(broken.isdisjoint(rules - {rule}) for broken in fits), (reason, rule)
    assert min(told.values()) >= 8, told


@pytest.mark.parametrize("by_engine", [False, True])
def test_unavoidable_means_that_no_lawful_award_of_full_size_holds_the_bid(by_engine: bool) -> None:
    told = {True: 0, False: 0}
    for case, reason in passed_over(by_engine):
        full = [
            chosen
            for chosen, broken in case.every.items()
            if not broken and reason.bid in chosen and len(chosen) >= len(case.winners)
        ]
        assert reason.passing.unavoidable == (not full), reason
        told[reason.passing.unavoidable] += 1
    assert min(told.values()) >= 5, told


def test_a_gap_is_the_first_goal_on_which_the_best_award_with_the_bid_is_worse() -> None:
    told = 0
    for case, reasons in cases():
        for reason in reasons:
            if reason.gap is None:
                continue
            goals = order.stages(case.tender)
            lawful = [
                tuple(case.bids[bid] for bid in sorted(chosen))
                for chosen, broken in case.every.items()
                if not broken and reason.bid in chosen
            ]
            best = max(lawful, key=lambda won: worth(case.tender, case.instance, won))
            own = tuple(case.bids[bid] for bid in sorted(case.winners))
            values = [
                [reading.goal_value(case.tender, case.instance, won, goal) for goal in goals]
                for won in (own, best)
            ]
            stage = next(
                k for k, pair in enumerate(zip(*values, strict=True)) if len(set(pair)) > 1
            )
            assert (reason.gap.goal, reason.gap.award, reason.gap.with_bid) == (
                goals[stage],
                values[0][stage],
                values[1][stage],
            )
            told += 1
    assert told >= 10


def test_a_tie_names_a_published_step_that_separates_the_bid() -> None:
    steps = []
    for case, reasons in cases():
        for reason in reasons:
            assert (reason.step is not None) == (reason.code == "tie"), reason
            if reason.code == "tie":
                assert reason.step in (*case.tender.award.ties, "lot", "bid")
                steps.append(reason.step)
    assert len(steps) >= 3


def test_ranks_count_the_admitted_bids_of_the_lot() -> None:
    for case, reasons in cases():
        for reason in reasons:
            if reason.rank is not None:
                better = [
                    b
                    for b in case.admitted
                    if b.lot == reason.lot and (case.merit(b.id) or 0) > case.merit(reason.bid)
                ]
                assert len(better) < reason.rank <= reason.ranked
                assert (reason.score is None) or reason.score == unscaled(
                    case.bids[reason.bid].score, case.tender.scoring.decimals
                )


def test_an_award_that_a_single_exchange_improves_is_refused() -> None:
    refused = 0
    for seed in SEEDS:
        tender, instance, award = solved(seed, "total_score")
        if award.status != "optimal" or not award.winners:
            continue
        worse = shortened(tender, instance, award)
        with pytest.raises(CheckError):
            explain(tender, instance, worse)
        refused += 1
    assert refused >= 10


def shortened(tender: Tender, instance: Instance, award):
    """The award without its first winner, and with that winner's facts gone everywhere."""
    kept = award.winners[1:]
    return award.model_copy(update={"winners": kept})


def test_only_a_proven_award_is_explained() -> None:
    tender, instance = youth()
    stopped = solve(tender, instance, Options(cross_check=False, time_limit=1e-9))
    assert stopped.status in ("feasible", "unknown")
    with pytest.raises(CheckError, match="award_not_proven"):
        stand_of(tender, instance, stopped)


def test_where_no_award_is_lawful_the_next_step_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    done = call(
        capsys,
        "explain",
        ROOT / "models" / "alphen-2018.toml",
        ROOT / "instances" / "alphen-2018-none-reaches",
    )
    assert (done.code, done.out) == (1, "")
    assert "award-opt conflict" in done.err


def test_bidders_that_an_earlier_phase_left_out_are_told_so() -> None:
    tender, instance = random_case(7)
    phase = next(solved(seed)[2] for seed in SEEDS if 0 < len(solved(seed)[2].winners) < 4)
    chosen = {winner.bidder for winner in phase.winners}
    options = Options(cross_check=False, among=phase)
    for seed in SEEDS:
        tender, instance = random_case(seed)
        award = solve(tender, instance, options)
        if award.status != "optimal":
            continue
        for reason in explain(tender, instance, award, among=phase):
            bid = next(b for b in instance.bids if b.id == reason.bid)
            left_out = bid.status == "valid" and bid.bidder not in chosen
            assert (reason.code == "not_selected") == left_out
            text = report.Letters(tender, instance, len(award.winners), "nl").paragraph(reason)
            assert ("niet geselecteerd" in text) == left_out


# --- the sentences


def told_cases() -> Iterator[tuple[Tender, Instance, int, tuple[Reason, ...], dict[str, Margin]]]:
    """The random cases and every shipped instance with a proven award, and what is said of them."""
    for case, reasons in cases()[::2]:
        found = {m.bid: m for m in margins(case.tender, case.instance, case.award)}
        yield case.tender, case.instance, len(case.winners), reasons, found
    for folder in sorted(path.parent for path in ROOT.glob("instances/*/expected.json")):
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        if expected["status"] == "optimal":
            tender, instance = read(folder)
            award = AwardFile.read(folder / "expected.json")
            reasons = explain(tender, instance, award)
            found = {m.bid: m for m in margins(tender, instance, award)}
            yield tender, instance, len(award.winners), reasons, found
    yield from other_methods()


def other_methods() -> Iterator[
    tuple[Tender, Instance, int, tuple[Reason, ...], dict[str, Margin]]
]:
    """A high share for small providers, by points and by money; and a method without scores."""
    tender, instance = read(ROOT / "instances" / "hvb-youth-2022-small-share")
    high = tuple(
        rule.model_copy(update={"share": Decimal(20)}) if rule.id == "SMALL" else rule
        for rule in tender.rules
    )
    bare = replace(instance, bids=tuple(replace(bid, score=None) for bid in instance.bids))
    for goal, rules, opened in (
        ("total_score", high, instance),
        ("lowest_value", high, instance),
        ("fewest_contracts", tender.rules, bare),
    ):
        method = tender.award.model_copy(update={"goals": (goal,)})
        changed = tender.model_copy(update={"award": method, "rules": rules})
        award = solve(changed, opened, FAST)
        yield changed, opened, len(award.winners), explain(changed, opened, award), {}


@pytest.fixture(scope="module")
def told() -> list[tuple[Tender, Instance, int, tuple[Reason, ...], dict[str, Margin]]]:
    return list(told_cases())


LANGUAGES: tuple[Lang, ...] = ("nl", "en")


def test_every_text_is_told_of_a_real_case(told, monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    monkeypatch.setattr(report, "say", lambda *words: used.add(words[0]) or say(*words))
    for tender, instance, contracts, reasons, found in told:
        for lang in LANGUAGES:
            letters = report.Letters(tender, instance, contracts, lang)
            for line in report.lines(letters, reasons, found):
                assert "{" not in line
    rare = {"reason_override", "reason_not_selected"}  # each has its own test below
    assert {code for code in REASONS if code.startswith("reason_")} - used <= rare


def test_no_paragraph_names_another_losing_bidder(told) -> None:
    for tender, instance, contracts, reasons, found in told:
        winners = {reason.bid for reason in reasons if reason.kind == "won"}
        bids = {bid.id: bid for bid in instance.bids}
        public = set().union(*(names_in(bids[bid], instance) for bid in winners))
        for lang in LANGUAGES:
            letters = report.Letters(tender, instance, contracts, lang)
            for reason in reasons:
                own = names_in(bids[reason.bid], instance)
                text = letters.paragraph(reason, found.get(reason.bid))
                words = set(re.findall(r"\w+", text))
                others = (b for b in instance.bids if b.id not in {*winners, reason.bid})
                hidden = set().union(*(names_in(b, instance) for b in others)) - public - own
                assert not [n for n in hidden if n in words or (" " in n and n in text)], text


def names_in(bid: Bid, instance: Instance) -> set[str]:
    """The bidder, its parties, their owners: ids and names."""
    ids = {bid.bidder} | {p.provider for p in bid.parties} | {p.owner for p in bid.parties}
    named = {instance.providers[each].name for each in ids if each in instance.providers}
    return ids | named


def test_an_override_is_shown_with_its_reason_and_who_signed() -> None:
    tender, instance = youth()
    award = solve(tender, instance, FAST)
    loser = next(r.bid for r in explain(tender, instance, award) if r.kind == "outranked")
    by_hand = Fixed.model_validate(
        {
            "id": "BY-HAND",
            "source": {"document": "case", "quote": "q"},
            "bid": loser,
            "outcome": "wins",
            "reason": "court order",
            "signed_by": "the alderman",
        }
    )
    changed = tender.model_copy(update={"rules": (*tender.rules, by_hand)})
    award = solve(changed, instance, FAST)

    reason = next(r for r in explain(changed, instance, award) if r.bid == loser)

    assert (reason.kind, reason.code) == ("won", "override")
    text = report.Letters(changed, instance, len(award.winners), "en").paragraph(reason)
    assert "departs by hand" in text
    assert "court order" in text
    assert "the alderman" in text


GOLDEN = ROOT / "tests" / "golden"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_paragraphs_of_the_small_share_instance_are_the_golden_ones(
    lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "hvb-youth-2022-small-share"
    wanted = [word for bid in GOLDEN_BIDS for word in ("--bid", bid)]
    folder = ROOT / "instances" / name
    model = ROOT / "models" / f"{name}.toml"
    done = call(capsys, "explain", model, folder, folder / "expected.json", "--lang", lang, *wanted)
    assert (done.code, done.err) == (0, "")
    golden = GOLDEN / f"reasons.{lang}.txt"
    if not golden.is_file() or golden.read_text(encoding="utf-8") != done.out:
        golden.with_suffix(".txt.new").write_text(done.out, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == done.out, f"{golden.name}.new holds what is said"


# --- the command


def test_all_reasons_come_out_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "reasons.json"
    done = call(capsys, "explain", ROOT / YOUTH, "--json", "-o", target)
    assert (done.code, done.out, done.err) == (0, "", "")
    content = json.loads(target.read_text(encoding="utf-8"))
    with (ROOT / "instances" / "hvb-youth-2022" / "bids.csv").open(encoding="utf-8") as file:
        assert [entry["bid"] for entry in content["reasons"]] == sorted(
            line.split(",")[0] for line in file.read().splitlines()[1:]
        )
    assert all(entry["text"]["nl"] and entry["text"]["en"] for entry in content["reasons"])


def test_margins_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "explain", ROOT / YOUTH, "--no-margins", "--json", "--bid", "B00054")
    (entry,) = json.loads(done.out)["reasons"]
    assert (entry["bid"], entry["margin"]) == ("B00054", None)


def test_an_unknown_bid_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "explain", ROOT / YOUTH, "--bid", "B00549")
    assert done.code == 2
    assert "Probably meant: `B00" in done.err


def test_an_award_that_does_not_stand_is_not_explained(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = ROOT / "instances" / "hvb-youth-2022"
    award = AwardFile.read(folder / "expected.json")
    broken = tmp_path / "award.json"
    broken.write_bytes(award.model_copy(update={"winners": award.winners[1:]}).to_bytes())
    done = call(capsys, "explain", ROOT / YOUTH, folder, broken)
    assert (done.code, done.out) == (1, "")


def test_margins_show_a_bar_where_a_person_is_looking(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with explain_command._progress() as report_nobody:
        assert report_nobody is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with explain_command._progress() as report_bar:
        report_bar(1, 2)
    assert capsys.readouterr().out == ""

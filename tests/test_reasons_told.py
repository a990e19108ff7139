"""The sentences of reasons say what is true, name nobody else, and read as the golden ones."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from cli import YOUTH, call
from readme_blocks import ROOT
from reasons_cases import cases
from test_margins import FAST, youth
from write_expected import read

from award_opt.award import AwardFile
from award_opt.cli import explain as explain_command
from award_opt.domain import Bid, Instance
from award_opt.margins import Margin, margins
from award_opt.reasons import Reason, explain
from award_opt.report import reasons as report
from award_opt.rules import Fixed, MinWinners
from award_opt.solve import solve
from award_opt.tender import Tender
from award_opt.texts import Lang, say
from award_opt.texts.reasons import REASONS

GOLDEN_BIDS = ("B00001", "B00002", "B00036", "B00072", "B00112", "B00151", "B00180")

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
    yield from blind_methods()


def blind_methods() -> Iterator[
    tuple[Tender, Instance, int, tuple[Reason, ...], dict[str, Margin]]
]:
    """One contract, whoever gets it: by draw, and where nobody drew."""
    tender, opened = read(ROOT / "instances" / "lekstroom-2024-gap")
    one = MinWinners(
        kind="min_winners", id="ONE", per="lot", at_least=1, source=tender.rules[0].source
    )
    goals = {"goals": ("fewest_contracts",), "fill": "may_stay_open", "ties": ("draw",)}
    changed = tender.model_copy(
        update={"award": tender.award.model_copy(update=goals), "rules": (one,)}
    )
    bare = replace(opened, bids=tuple(replace(bid, draw=None) for bid in opened.bids))
    for instance in (opened, bare):
        award = solve(changed, instance, FAST)
        yield changed, instance, 1, explain(changed, instance, award), {}


def test_no_paragraph_calls_an_award_both_as_good_and_less_good(told) -> None:
    for tender, instance, contracts, reasons, _ in told:
        letters = report.Letters(tender, instance, contracts, "en")
        for reason in reasons:
            text = letters.paragraph(reason)
            assert ("less good" in text) + ("equally good" in text) <= 1, text
            assert ("published beforehand decided" in text) <= (reason.step != "bid"), text


def test_what_a_model_notes_on_a_source_goes_with_the_rule_wherever_it_is_quoted(told) -> None:
    noted = 0
    for tender, instance, contracts, reasons, _ in told:
        letters = report.Letters(tender, instance, contracts, "nl")
        notes = {rule.id: rule.source.note for rule in tender.rules if rule.source.note}
        for reason in reasons:
            text = letters.paragraph(reason)
            for rule in {*reason.rules} & {*notes}:
                assert notes[rule] in text
                noted += 1
    assert noted >= 50


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

"""Each remark of the linter has a case that calls for it and one that just does not."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from cli import YOUTH, blocked, call, process
from random_tenders import random_case
from readme_blocks import ROOT
from test_solve import lawful_awards

from award_opt.domain import Bid, Instance, Party, Provider
from award_opt.lint import IMPOSSIBLE, impossible, invented, lint
from award_opt.tender import Tender, parse_tender, read_tender
from award_opt.texts import TEXTS, render
from award_opt.texts.lint import LINT

SOURCE = {"document": "d", "quote": "q"}
CARE = ("guidance", "therapy")
MODELS = sorted(
    path.stem
    for path in (ROOT / "models").glob("*.toml")
    if not path.stem.endswith((".whatif", "area-typo"))
)
TEXT = {"nl": "x", "en": "y"}


def rule(id_: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "kind": kind, "source": SOURCE, **fields}


def cap(limit: int, id_: str = "CAP", **fields: Any) -> dict[str, Any]:
    return rule(id_, "max_winners", limit=limit, **fields)


def bid(number: int, score: int, lot: str = "1", **fields: Any) -> Bid:
    """A bid of its own bidder, a small provider, unless the fields say otherwise."""
    segment, _, area = lot.partition("/")
    bidder = fields.pop("bidder", f"p{number}")
    scale = fields.pop("scale", "small")
    parties = fields.pop("parties", (Party(bidder, bidder, "lead", 10_000, scale),))
    offered = fields.pop("offers", CARE)
    return Bid(
        id=f"b{number}",
        bidder=bidder,
        segment=segment,
        area=area or None,
        score=score,
        value_cents=fields.pop("value", 10_000),
        draw=number,
        offers=MappingProxyType(dict.fromkeys(offered)),
        parties=parties,
        **fields,
    )


def coalition(*names: str) -> tuple[Party, ...]:
    return tuple(Party(name, name, "member" if k else "lead", 5000) for k, name in enumerate(names))


@dataclass
class Case:
    """A small tender: segment 1 without areas, segment 4 with two; and its bids."""

    rules: list[dict[str, Any]]
    bids: list[Bid]
    award: dict[str, Any] = field(default_factory=dict)
    criteria: list[dict[str, Any]] = field(default_factory=list)
    imagined: bool = False

    def tender(self) -> Tender:
        raw = {
            "format": 1,
            "id": "small",
            "title": TEXT,
            "authority": "a",
            "municipalities": ["E", "W"],
            "documents": [{"id": "d", "title": "d"}],
            "areas": [
                {"id": "east", "name": "East", "municipalities": ["E"]},
                {"id": "west", "name": "West", "municipalities": ["W"]},
            ],
            "care_types": [{"id": care, "name": TEXT} for care in CARE],
            "segments": [
                {"id": "1", "name": TEXT, "care_types": list(CARE), "budget": 1000},
                {"id": "4", "name": TEXT, "care_types": list(CARE), "areas": ["east", "west"]},
            ],
            "criteria": self.criteria,
            "rules": self.rules,
            "award": {"goals": ["total_score"], "ties": ["score", "draw"], **self.award},
        }
        return parse_tender(raw, "small.toml")

    def findings(self):
        parties = [party for one in self.bids for party in one.parties]
        providers = {p.provider: Provider(p.provider, p.provider, p.owner) for p in parties}
        instance = Instance("small", "small", "synthetic", MappingProxyType(providers), ())
        bids = tuple(sorted(self.bids, key=lambda one: one.id))
        whole = Instance("small", "small", "synthetic", instance.providers, bids)
        return lint(self.tender(), whole, imagined=self.imagined)

    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings()}


THREE = [bid(1, 9000), bid(2, 8000), bid(3, 7000)]
BY_AREA = [bid(1, 9000, "4/east"), bid(2, 8000, "4/east"), bid(3, 7000, "4/west")]
HALF = [bid(1, 9000, offers=CARE[:1]), bid(2, 8000, offers=CARE[:1]), bid(3, 7000)]
COVER = {"where": {"segment": "1"}, "per": ["care_type"]}
SMALL = {"of": {"scale": ["small"]}, "share": 50}
AWARDED = {**SMALL, "per": "tender", "where": {"segment": "1"}}
LARGE = [bid(1, 9000, scale="large"), bid(2, 8000, scale="large")]
FIXED = {"bid": "b1", "outcome": "wins", "reason": "r", "signed_by": "s"}
RANKING = {"goals": ["ranking"]}
PAIR = [bid(1, 9000, package="x"), bid(2, 8000, package="x", bidder="p1"), bid(3, 7000)]
TWIN = [bid(1, 9000), bid(2, 8000, parties=coalition("p2", "p3"))]
CLOSE = [bid(k, [9000, 8000][k > 3]) for k in range(1, 7)]
FINE = [bid(k, 9000 - 100 * k) for k in range(1, 7)]
SAME_DRAW = [Bid(**{**{f: getattr(b, f) for f in b.__slots__}, "draw": 1}) for b in THREE]

CASES = {
    "unmeetable": (
        Case([rule("Q", "min_winners", at_least=4)], THREE),
        Case([rule("Q", "min_winners", at_least=3)], THREE),
    ),
    "lint_thin": (
        Case([rule("Q", "min_winners", at_least=4)], THREE, imagined=True),
        Case([rule("Q", "min_winners", at_least=4)], THREE),
    ),
    "lint_quota_above_cap": (
        Case([cap(1), rule("Q", "min_winners", at_least=2, count="bidders")], THREE),
        Case([cap(2), rule("Q", "min_winners", at_least=2, count="bidders")], THREE),
    ),
    "rule": (
        Case([rule("HAND", "fixed", **FIXED)], THREE),
        Case([cap(1)], THREE),
    ),
    "lint_package_unread": (
        Case([], PAIR),
        Case([rule("P", "package")], PAIR),
    ),
    "lint_package_alone": (
        Case([rule("P", "package")], [bid(1, 9000, package="x"), bid(2, 8000)]),
        Case([rule("P", "package")], PAIR),
    ),
    "lint_package_bidders": (
        Case([rule("P", "package")], [bid(1, 9000, package="x"), bid(2, 8000, package="x")]),
        Case([rule("P", "package")], PAIR),
    ),
    "order_not_strict": (
        Case([], SAME_DRAW, {"ties": ["draw"]}),
        Case([], THREE, {"ties": ["draw"]}),
    ),
    "lint_tie_at_cut": (
        Case([cap(2)], CLOSE),
        Case([cap(3)], CLOSE),
    ),
    "lint_ties_likely": (
        Case([cap(3)], CLOSE),
        Case([cap(3)], FINE),
    ),
    "lint_cap_above_bids": (
        Case([cap(3)], THREE),
        Case([cap(2)], THREE),
    ),
    "lint_cap_above_caps": (
        Case([cap(2), cap(1, "AREA", where={"segment": "4"}, per=["area"])], BY_AREA),
        Case([cap(2), cap(2, "AREA", where={"segment": "4"}, per=["area"])], BY_AREA),
    ),
    "lint_share_always": (
        Case([rule("S", "min_share", **AWARDED)], THREE),
        Case([rule("S", "min_share", **AWARDED)], [*THREE, bid(4, 6000, scale="large")]),
    ),
    "lint_share_never": (
        Case([rule("S", "min_share", **AWARDED)], LARGE),
        Case([rule("S", "min_share", **AWARDED)], [*LARGE, bid(3, 7000)]),
    ),
    "lint_share_vacuous": (
        Case([rule("S", "min_share", **AWARDED)], THREE),
        Case([rule("S", "min_share", **AWARDED), rule("Q", "min_winners", at_least=1)], THREE),
    ),
    "lint_share_too_few": (
        Case([rule("S", "max_share", limit=33)], THREE),
        Case([rule("S", "max_share", limit=34)], THREE),
    ),
    "lint_quota_passes_over": (
        Case([cap(2), rule("Q", "coverage", **COVER)], HALF),
        Case([cap(2), rule("Q", "coverage", **COVER)], THREE),
    ),
    "lint_quota_can_pass_over": (
        Case([cap(2), rule("Q", "coverage", **COVER)], THREE),
        Case([cap(3), rule("Q", "coverage", **COVER)], THREE),
    ),
    "lint_rank_not_kept": (
        Case([rule("MONEY", "budget", ceiling=299)], THREE),
        Case([rule("MONEY", "budget", ceiling=300)], THREE),
    ),
    "lint_score_not_counted": (
        Case([cap(1)], THREE, {"goals": ["lowest_value"]}),
        Case([cap(1)], THREE, {"goals": ["lowest_value", "total_score"]}),
    ),
    "lint_unit_matters": (
        Case([cap(2)], TWIN),
        Case([cap(3)], TWIN),
    ),
    "lint_relative_scoring": (
        Case([cap(1)], THREE, criteria=[{"id": "Prijs", "weight": 40}]),
        Case([cap(1)], THREE, criteria=[{"id": "quality", "weight": 40}]),
    ),
}
ELSEWHERE = {  # solved, or said of no rule; each has a test of its own
    "lint_unit_changes",
    "lint_unit_fails",
    "lint_invented",
    "lint_same_name",
}


@pytest.mark.parametrize("code", CASES)
def test_a_remark_is_made_where_it_is_due_and_just_not_beside(code: str) -> None:
    due, beside = CASES[code]
    assert code in due.codes()
    assert code not in beside.codes()


def test_every_text_of_the_linter_comes_from_a_case() -> None:
    assert set(LINT) - ELSEWHERE == {code for code in CASES if code.startswith("lint_")}
    for code, (due, _) in CASES.items():
        for finding in due.findings():
            said = {lang: render(finding, lang) for lang in ("nl", "en")}
            assert "{" not in said["nl"] + said["en"], code
            assert said["nl"] != said["en"], code


def test_only_rules_that_nothing_can_keep_are_impossible() -> None:
    for code, (due, _) in CASES.items():
        found = [finding for finding in due.findings() if finding.code == code]
        assert all(impossible(finding) == (code in IMPOSSIBLE) for finding in found)


@pytest.mark.parametrize("seed", range(150))
def test_what_is_called_impossible_is_impossible(seed: int) -> None:
    tender, instance = random_case(seed, 6)
    if any(map(impossible, lint(tender, instance))):
        assert next(lawful_awards(tender, instance), None) is None


@pytest.mark.parametrize("seed", range(150))
def test_what_never_binds_can_be_left_out(seed: int) -> None:
    tender, instance = random_case(seed, 6)
    loose = [f.facts["rule"] for f in lint(tender, instance) if f.code.startswith("lint_cap_")]
    for name in loose[:2]:
        kept = tuple(each for each in tender.rules if each.id != name)
        without = tender.model_copy(update={"rules": kept})
        assert list(lawful_awards(tender, instance)) == list(lawful_awards(without, instance))


@pytest.mark.parametrize("seed", range(100))
def test_a_share_that_always_holds_can_be_left_out(seed: int) -> None:
    tender, instance = random_case(seed, 6)
    for finding in lint(tender, instance):
        if finding.code == "lint_share_always":
            kept = tuple(each for each in tender.rules if each.id != finding.facts["rule"])
            without = tender.model_copy(update={"rules": kept})
            assert list(lawful_awards(tender, instance)) == list(lawful_awards(without, instance))


# --- rule by rule


def test_of_two_equal_caps_only_the_later_one_is_superfluous() -> None:
    found = Case([cap(2, "A"), cap(2, "B")], THREE).findings()
    named = [finding.facts["rule"] for finding in found if finding.code == "lint_cap_above_caps"]
    assert named == ["B"]


@pytest.mark.parametrize(
    ("unit", "clash"),
    [("contracts", True), ("bidders", True), ("providers", False), ("owners", False)],
)
def test_a_minimum_above_a_maximum_must_count_the_same_winners(unit: str, clash: bool) -> None:
    rules = [cap(1), rule("Q", "min_winners", at_least=2, count=unit)]
    assert ("lint_quota_above_cap" in Case(rules, THREE).codes()) == clash


def test_a_minimum_for_one_area_lies_within_a_maximum_for_the_segment() -> None:
    quota = rule("Q", "coverage", where={"segment": "4"}, at_least=2, count="bidders")
    inside = Case([cap(1, where={"segment": "4"}), quota], BY_AREA)
    apart = Case([cap(1, where={"segment": "1"}), quota], BY_AREA)
    assert "lint_quota_above_cap" in inside.codes()
    assert "lint_quota_above_cap" not in apart.codes()
    none = Case([cap(1, where={"segment": "4"}), quota], [])
    assert "lint_quota_above_cap" in none.codes()  # known before any bid exists


@pytest.mark.parametrize(
    ("rules", "bids"),
    [
        ([rule("X", "max_lots", limit=1)], [bid(1, 9000), bid(2, 8000, "4/east", bidder="p1")]),
        ([rule("X", "exclusive")], THREE),
        ([rule("X", "package")], PAIR),
        ([rule("X", "max_share", limit=40)], THREE),
        ([rule("X", "min_share", **AWARDED)], THREE),
        ([rule("X", "requires", where={"segment": "1"}, needs={"segment": "4"})], THREE),
        ([cap(2, "X", count="providers")], TWIN),
    ],
)
def test_every_rule_that_weighs_more_than_places_sets_rank_aside(rules, bids) -> None:
    found = [f for f in Case(rules, bids).findings() if f.code == "lint_rank_not_kept"]
    assert [finding.facts["rules"] for finding in found] == ["X"]
    assert "lint_rank_not_kept" not in Case(rules, bids, RANKING).codes()


def test_a_goal_before_the_score_sets_rank_aside() -> None:
    found = Case([cap(1)], THREE, {"goals": ["lowest_value", "total_score"]}).findings()
    facts = [finding.facts for finding in found if finding.code == "lint_rank_not_kept"]
    assert facts == [{"rules": "lowest_value"}]


def test_a_number_of_contracts_out_of_all_that_a_cap_counts_passes_over_nobody() -> None:
    quota = rule("Q", "min_winners", at_least=1, where={"segment": "4"})
    within = Case([cap(2, where={"segment": "4"}), quota], BY_AREA)
    apart = Case([cap(2), quota], [*BY_AREA, bid(4, 9500)])
    assert not {code for code in within.codes() if code.startswith("lint_quota")}
    assert "lint_quota_can_pass_over" in apart.codes()


def test_what_nobody_offers_passes_over_nobody() -> None:
    quota = rule("Q", "coverage", **COVER, at_least=2)
    assert "lint_quota_passes_over" not in Case([cap(2), quota], HALF).codes()


# --- the command


def test_a_model_without_bids_is_looked_at_with_invented_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "models" / "nob-2020.toml"
    model.parent.mkdir()
    model.write_bytes((ROOT / "models/nob-2020.toml").read_bytes())
    for lang, start in (
        ("en", "Looked at with invented bids: "),
        ("nl", "Nagekeken met verzonnen"),
    ):
        done = call(capsys, "check", model, "--lang", lang)
        assert (done.code, done.err) == (0, "")
        assert [line for line in done.out.splitlines() if line.startswith(start)]
    told = json.loads(call(capsys, "check", model, "--json").out)
    assert told["invented"] is True
    assert {finding["severity"] for finding in told["findings"]} <= {"remark"}


@pytest.mark.parametrize("name", MODELS)
def test_bids_can_be_invented_for_every_model(name: str) -> None:
    tender = read_tender(ROOT / f"models/{name}.toml")
    for finding in lint(tender, invented(tender, 20), imagined=True):
        assert not impossible(finding)
        assert render(finding, "nl") != render(finding, "en")


def test_either_bids_or_invented_ones(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("check", ROOT / YOUTH, ROOT / "instances/hvb-youth-2022", "--generated", "20")
    assert call(capsys, *words).code == 2
    dutch = call(capsys, *words, "--lang", "nl")
    assert "niet allebei" in dutch.err


def test_a_minimum_above_a_maximum_exits_1(capsys, tmp_path: Path) -> None:
    model = tmp_path / "youth.toml"
    text = (ROOT / YOUTH).read_text()
    added = 'kind = "min_winners"\nwhere = { segment = "5" }\nat_least = 2\n'
    quoted = 'source = { document = "case", quote = "twee" }\n'
    model.write_text(text.replace("[award]", f'[[rules]]\nid = "X"\n{added}{quoted}\n[award]'))
    done = call(capsys, "check", model, "--json")
    assert done.code == 1
    severe = [f for f in json.loads(done.out)["findings"] if f["severity"] == "impossible"]
    assert [finding["code"] for finding in severe] == ["lint_quota_above_cap"]


def test_deep_says_what_another_counting_unit_would_change(capsys) -> None:
    words = ("check", ROOT / "models/alphen-2018.toml", "--deep", "--json")
    codes = {finding["code"] for finding in json.loads(call(capsys, *words).out)["findings"]}
    assert codes & {"lint_unit_changes", "lint_unit_fails"}
    assert "lint_unit_matters" not in codes
    for lang in ("nl", "en"):
        shown = call(capsys, "check", ROOT / "models/alphen-2018.toml", "--deep", "--lang", lang)
        assert shown.code == 0
        assert "{" not in shown.out


def test_every_text_names_the_same_facts_in_both_languages() -> None:
    for code in LINT:
        facts = [set(_named(TEXTS[code][lang])) for lang in ("nl", "en")]
        same = [
            {name.removesuffix(f"_{lang}") for name in each}
            for each, lang in zip(facts, ("nl", "en"), strict=True)
        ]
        assert same[0] == same[1], code


def _named(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]


def test_checking_needs_no_solver() -> None:
    done = process("check", YOUTH, "--generated", "20", before=blocked("ortools", "highspy"))
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("shared", [1, 2, 5])
def test_a_name_of_several_providers_is_remarked(shared: int) -> None:
    tender = read_tender(ROOT / YOUTH)
    instance = invented(tender, 9, 1)
    ids = sorted(instance.providers)[:shared]
    for place in ids:
        known = instance.providers[place]
        renamed = {**instance.providers, place: replace(known, name="Zorg Samen")}
        instance = replace(instance, providers=MappingProxyType(renamed))
    found = [each for each in lint(tender, instance) if each.code == "lint_same_name"]
    named = ", ".join(ids[:4]) + (", ..." if shared > 4 else "")
    facts = {"name": "Zorg Samen", "count": shared, "providers": named}
    assert [each.facts for each in found if each.facts["name"] == "Zorg Samen"] == (
        [facts] if shared > 1 else []
    )
    for each in found:
        assert "Zorg Samen" in render(each, "nl")

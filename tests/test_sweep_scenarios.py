"""What a sweep varies: the grammar of ranges, grids of rules, and keys that say what matters."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

import pytest
from random_tenders import random_case
from readme_blocks import ROOT

from award_opt import __version__
from award_opt.award import canonical
from award_opt.domain import Instance
from award_opt.errors import InputError
from award_opt.instance import read_instance
from award_opt.noise import Noise
from award_opt.solve import Options
from award_opt.sweep.grammar import axis, grounds
from award_opt.sweep.lay import Asked, lay_out
from award_opt.sweep.patch import typed, written
from award_opt.sweep.plan import FORMAT, Plan
from award_opt.sweep.scenario import Axis, Ground, Scenario, Space
from award_opt.tender import Tender, read_tender
from award_opt.texts import render
from award_opt.what_if import read_what_ifs

YOUTH = ROOT / "models" / "hvb-youth-2022.toml"
WHAT_IFS = ROOT / "models" / "hvb-youth-2022.whatif.toml"


@pytest.fixture(scope="module")
def tender() -> Tender:
    return read_tender(YOUTH)


@pytest.fixture(scope="module")
def instance(tender: Tender) -> Instance:
    return read_instance(ROOT / "instances" / "hvb-youth-2022", tender)


def laid(tender: Tender, instance: Instance | None, **asked: object) -> Plan:
    known = read_what_ifs(WHAT_IFS)
    return lay_out(tender, instance, Asked(**asked), what_ifs=known)  # type: ignore[arg-type]


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


# --- plans as bytes


def test_a_plan_reads_back_whole(tender: Tender, instance: Instance) -> None:
    plan = laid(
        tender,
        instance,
        what_ifs=["small-share"],
        settings=["SMALL.share=5..10:0.5"],
        drop=["S4-COVER"],
        noise=Noise.read("percent=20,points=2.5"),
        draws=3,
        withdrawals=True,
        methods=True,
    )
    again = Plan.from_bytes(plan.to_bytes())
    assert again.to_bytes() == plan.to_bytes()
    assert list(again.scenarios) == list(plan.scenarios)
    assert (again.tender, again.instance) == (plan.tender, plan.instance)
    some = plan.scenarios[:: len(plan.scenarios) // 40]
    assert [again.key(each) for each in some] == [plan.key(each) for each in some]


@pytest.mark.parametrize("seed", range(30))
def test_a_plan_of_any_tender_reads_back_whole(seed: int) -> None:
    tender, instance = random_case(seed)
    plan = Plan(tender, Space(), instance, among=("p1",))
    again = Plan.from_bytes(plan.to_bytes())
    assert again.to_bytes() == plan.to_bytes()
    assert again.key(Scenario()) == plan.key(Scenario())


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format":2}', b"\xff"])
def test_bytes_that_are_no_plan_are_refused(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        Plan.from_bytes(data)
    assert refused.value.findings[0].code == "sweep_no_plan"


# --- keys


def test_two_grids_that_overlap_share_their_keys(tender: Tender, instance: Instance) -> None:
    one = laid(tender, instance, settings=["S3-MAX.limit=10..15"])
    other = laid(
        tender, instance, settings=["S3-MAX.limit=13..18", "S1-MAX.limit=1"], draws=1, seed=5
    )
    keys, others = ({p.key(s): s.name() for s in p.scenarios} for p in (one, other))
    shared = sorted(keys[key] for key in keys.keys() & others.keys())
    assert shared == ["S3-MAX.limit=13", "S3-MAX.limit=14", "S3-MAX.limit=15"]


def test_a_setting_to_the_published_value_is_the_published_scenario(
    tender: Tender, instance: Instance
) -> None:
    plan = laid(tender, instance, settings=["S3-MAX.limit=15,18"], what_ifs=["cap-18"])
    keys = {scenario.name(): plan.key(scenario) for scenario in plan.scenarios}
    assert keys["published"] == keys["S3-MAX.limit=15"] == keys["cap-18 S3-MAX.limit=15"]
    assert keys["cap-18"] == keys["S3-MAX.limit=18"] == keys["cap-18 S3-MAX.limit=18"]
    assert keys["published"] != keys["cap-18"]


def renamed(tender: Tender) -> Tender:
    titles = [r.model_copy(update={"source": tender.rules[0].source}) for r in tender.rules]
    return tender.model_copy(
        update={
            "id": "other",
            "title": tender.segments[0].name,
            "authority": "somebody else",
            "note": None,
            "rules": tuple(titles),
            "standstill_days": 3,
        }
    )


def spelled_out(plan: Plan, scenario: Scenario) -> str:
    """A key from all its parts at once."""
    among = None if plan.among is None else sorted(plan.among)
    fixed = [FORMAT, dict(plan.engines), among, plan.yardstick.content()]
    rules = plan._book(scenario).digest(scenario.settings, scenario.drop, scenario.method)
    bids = plan._bids(scenario)
    if scenario.draw is not None:
        bids.append([plan._assessed, plan.seed, scenario.draw])
    return hashlib.sha256(canonical([fixed, rules, bids])).hexdigest()


@pytest.mark.parametrize("among", [None, ("A", "B")])
def test_a_key_is_the_digest_of_all_its_parts_whatever_was_asked_before(
    tender: Tender, instance: Instance, among: tuple[str, ...] | None
) -> None:
    asked = {"settings": ["S3-MAX.limit=14..16"], "drop": ["S4-COVER"], "methods": True}
    opened = laid(tender, instance, **asked, draws=3, seed=7)
    invented = laid(tender, None, draws=2, books=2, settings=["S3-MAX.limit=14..15"])
    for plan in (replace(opened, among=among), replace(invented, among=among)):
        every = [*plan.scenarios, *(replace(s, gone=("B00001",)) for s in plan.scenarios)]
        keys = {scenario: spelled_out(plan, scenario) for scenario in every}
        Random(3).shuffle(every)
        assert [plan.key(each) for each in every] == [keys[each] for each in every]
        assert len(set(keys.values())) > len(every) / 2


def test_a_plan_names_the_engines_that_answer(tender: Tender, instance: Instance) -> None:
    judge = Options().judge()
    assert judge.second is not None
    known = {engine.name: engine.version for engine in (judge.engine, judge.second)}
    assert laid(tender, instance).engines == {"award_opt": __version__, **known}


def test_a_key_does_not_depend_on_titles_names_and_sources(
    tender: Tender, instance: Instance
) -> None:
    plan = Plan(tender, Space(draws=1), instance)
    other = Plan(renamed(tender), Space(draws=1), replace(instance, title="x", made_by="y"))
    for scenario in plan.scenarios:
        assert plan.key(scenario) == other.key(scenario)
    book = Scenario(book=3)
    assert plan.key(book) == other.key(book)


def changes(plan: Plan) -> dict[str, Plan]:
    tender, instance = plan.tender, plan.instance
    assert instance is not None
    first = instance.bids[0]
    award = tender.award.model_copy(update={"fill": "may_stay_open"})
    scored = tender.scoring.model_copy(update={"rounding": "down"})
    return {
        "a bid": replace(
            plan,
            instance=replace(instance, bids=(replace(first, draw=999), *instance.bids[1:])),
        ),
        "method": replace(plan, tender=tender.model_copy(update={"award": award})),
        "scale": replace(plan, tender=tender.model_copy(update={"scoring": scored})),
        "a rule": replace(plan, tender=tender.model_copy(update={"rules": tender.rules[1:]})),
        "engine": replace(plan, engines={"cp_sat": "0"}),
        "among": replace(plan, among=("P0001",)),
    }


def test_a_key_changes_with_all_that_an_answer_depends_on(
    tender: Tender, instance: Instance
) -> None:
    plan = Plan(tender, Space(), instance)
    keys = {"as it is": plan.key(Scenario())}
    keys |= {name: other.key(Scenario()) for name, other in changes(plan).items()}
    assert len(set(keys.values())) == len(keys)


def test_every_change_of_a_scenario_changes_its_key(tender: Tender, instance: Instance) -> None:
    plan = replace(
        laid(tender, instance, what_ifs=["no-coverage"], methods=True), scenarios=Space()
    )
    every = [
        Scenario(),
        Scenario(what_ifs=("no-coverage",)),
        Scenario(settings=(("S3-MAX.limit", "3"),)),
        Scenario(settings=(("S1-MAX.limit", "3"),)),
        Scenario(drop=("S3-MAX",)),
        Scenario(draw=0),
        Scenario(draw=1),
        Scenario(gone=("B00001",)),
        Scenario(book=1),
        Scenario(book=2),
        Scenario(method="ranking-skip"),
        Scenario(method="ranking-stop"),
    ]
    assert len({plan.key(scenario) for scenario in every}) == len(every)
    # a rule left out is left out, whoever says so
    assert plan.key(Scenario(drop=("S4-COVER",))) == plan.key(every[1])


def test_noise_and_seed_matter_to_draws_alone(tender: Tender, instance: Instance) -> None:
    plan = Plan(tender, Space(), instance)
    draw = Scenario(draw=0)
    for other in (replace(plan, seed=2), replace(plan, noise=Noise(percent=20))):
        assert other.key(Scenario()) == plan.key(Scenario())
        assert other.key(draw) != plan.key(draw)
    assert replace(plan, providers=9).key(draw) == plan.key(draw)


def test_withdrawals_count_whatever_their_order(tender: Tender, instance: Instance) -> None:
    plan = Plan(tender, Space(), instance)
    keys = {plan.key(Scenario(gone=gone)) for gone in [(), ("B00001",), ("B00001", "B00002")]}
    assert len(keys) == 3
    assert plan.key(Scenario(gone=("B00002", "B00001"))) in keys


def test_the_model_on_disk_gives_the_same_keys_everywhere(tmp_path: Path) -> None:
    text = YOUTH.read_text(encoding="utf-8")
    (tmp_path / "m.toml").write_text("# a comment\n" + text, encoding="utf-8")
    keys = {
        Plan(read_tender(path), Space()).key(Scenario(book=1))
        for path in (YOUTH, tmp_path / "m.toml")
    }
    assert len(keys) == 1

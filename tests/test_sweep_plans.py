"""Plans as bytes, and keys of scenarios that say what an answer depends on."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from laid_out import YOUTH, laid
from random_tenders import random_case

from award_opt import __version__
from award_opt.award import canonical
from award_opt.domain import Instance
from award_opt.errors import InputError
from award_opt.noise import Noise
from award_opt.solve import Options
from award_opt.sweep.plan import FORMAT, Plan
from award_opt.sweep.scenario import Scenario, Space
from award_opt.tender import Tender, read_tender

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

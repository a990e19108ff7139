"""Invented instances read well, repeat exactly, and have the shapes that real tenders have."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from write_expected import ROOT, unmeetable

from award_opt.domain import Bid, Instance
from award_opt.generate import generate
from award_opt.generate.dice import Dice
from award_opt.instance import read_instance
from award_opt.tender import Tender, parse_tender, read_tender

MODELS = sorted(
    path
    for path in ROOT.glob("models/*.toml")
    if not path.name.endswith((".whatif.toml", "area-typo.toml"))
)
YOUTH = read_tender(ROOT / "models/hvb-youth-2022.toml")
SOURCE = {"document": "d", "quote": "q"}
BOTH = {"nl": "x", "en": "x"}


@pytest.fixture(scope="module")
def youth(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    folder = tmp_path_factory.mktemp("youth") / "x"
    generate(YOUTH, 1092, 5, folder)
    return read_instance(folder, YOUTH)


def rule(name: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "source": SOURCE, **fields}


def every_column() -> Tender:
    """A tender whose rules name attributes, providers, bidders, bids, capacities and packages."""
    segments = [
        {"id": name, "name": BOTH, "areas": ["n", "s"], "care_types": ["a", "b"], "budget": 500_000}
        for name in ("1", "2")
    ]
    rules = [
        rule("PLACES", "requirement", column="places", at_least=50),
        rule("YEARS", "requirement", column="years", at_most=20, where={"segment": "1"}),
        rule("SORT", "requirement", column="sort", one_of=["institution", "practice"]),
        rule("COLOUR", "max_winners", where={"colour": "green"}, limit=3),
        rule("STREET", "exclusive", per=["territory"]),
        rule("ROOM", "capacity", demand=20, per=["care_type"], if_short="as_available"),
        rule("BEDS", "capacity", demand=20, if_short="as_available"),
        rule("MONEY", "budget", ceiling=900_000),
        rule("CARS", "budget", column="cars", ceiling=40),
        rule("SMALL", "min_share", of={"provider": ["first-one"]}, share=0, per="tender"),
        rule("WHO", "max_winners", where={"bidder": "second-one"}, limit=1),
        rule("WHOLE", "package"),
        rule("BY-HAND", "fixed", bid="B00002", outcome="loses", reason="r", signed_by="s"),
    ]
    areas = [{"id": name, "name": name, "municipalities": [name]} for name in ("n", "s")]
    content = {
        "format": 1,
        "id": "every-column",
        "title": BOTH,
        "authority": "x",
        "municipalities": ["n", "s"],
        "documents": [{"id": "d", "title": "d"}],
        "areas": areas,
        "care_types": [{"id": name, "name": BOTH} for name in ("a", "b")],
        "segments": segments,
        "rules": rules,
        "award": {"goals": ["total_score", "least_transfers"], "ties": ["score", "value", "draw"]},
    }
    return parse_tender(content, "test")


def scored(instance: Instance) -> list[Bid]:
    return [bid for bid in instance.bids if bid.segment == "4" and bid.status == "valid"]


@pytest.mark.parametrize("providers", [1, 2, 3, 17, 60])
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_an_instance_for_any_model_is_accepted_by_its_reader(
    path: Path, providers: int, tmp_path: Path
) -> None:
    tender = read_tender(path)
    for seed in range(3):
        folder = tmp_path / str(seed)
        generate(tender, providers, seed, folder, scarce=seed)
        assert read_instance(folder, tender).origin == "synthetic"


@pytest.mark.parametrize("providers", [1, 3, 40])
def test_columns_and_names_that_rules_ask_for_are_there(providers: int, tmp_path: Path) -> None:
    tender = every_column()
    for seed in range(5):
        folder = tmp_path / str(seed)
        generate(tender, providers, seed, folder)
        instance = read_instance(folder, tender)
        assert {"first-one", "second-one"} <= set(instance.providers)
        asked = {"places", "years", "sort", "colour", "territory", "cars", "clients"}
        assert asked <= set(instance.bids[0].attributes)


def test_every_lot_has_a_valid_bid(youth: Instance) -> None:
    lots = {lot for segment in YOUTH.landscape().segments for lot in segment.lots}
    assert {bid.lot for bid in youth.bids if bid.status == "valid"} == lots


def test_the_same_seed_gives_the_same_files_and_another_seed_others() -> None:
    assert generate(YOUTH, 50, 1) == generate(YOUTH, 50, 1)
    assert generate(YOUTH, 50, 1)["bids.csv"] != generate(YOUTH, 50, 2)["bids.csv"]


def test_the_dice_fall_the_same_on_every_machine_and_version() -> None:
    dice = Dice.of(7, "a test")
    throws = [(dice.below(10**6), dice.bell(), dice.long_tailed(1000, 1500)) for _ in range(50)]
    digest = hashlib.sha256(repr(throws).encode()).hexdigest()
    assert digest == "43bec4da41bc862621a8610983141368662e9cdc5523ca9766fb800a7e4e3879"


def test_a_weight_of_nothing_is_never_drawn() -> None:
    dice = Dice.of(1, "weights")
    assert {dice.weighted({"a": 0, "b": 3, "c": 0}) for _ in range(200)} == {"b"}


def test_the_national_scale_is_made_within_bounds() -> None:
    files = generate(YOUTH, 8515, 1)
    rows = {name: text.count("\n") for name, text in files.items()}
    assert rows["providers.csv"] == 8516
    assert 8_000 < rows["bids.csv"] < 12_000
    names = [line.split(",")[1] for line in files["providers.csv"].splitlines()[1:]]
    assert len(set(names)) == len(names)


def test_scores_stand_on_the_published_levels_and_often_tie(youth: Instance) -> None:
    levels = {int(level * 100) for level in YOUTH.scoring.levels}
    assert {score for bid in youth.bids for score in bid.criteria.values()} <= levels
    lots = Counter((bid.lot, bid.score) for bid in scored(youth))
    assert sum(count for count in lots.values() if count > 1) > len(scored(youth)) // 2


def test_criteria_agree_with_each_other_but_not_wholly(youth: Instance) -> None:
    pairs = [(bid.criteria["vision"], bid.criteria["approach"]) for bid in scored(youth)]
    count = len(pairs)
    x, y = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    both = count * sum(a * b for a, b in pairs) - x * y
    across = count * sum(a * a for a, _ in pairs) - x * x
    assert 30 < 100 * both // across < 80


def test_totals_bunch_between_60_and_85_and_few_are_low(youth: Instance) -> None:
    totals = sorted(bid.score or 0 for bid in scored(youth))
    assert 6000 <= totals[len(totals) // 2] <= 8000
    low = sum(total < 4500 for total in totals)
    assert len(totals) // 50 < low < len(totals) // 4


def test_the_first_area_draws_most_bids(youth: Instance) -> None:
    areas = Counter(bid.area for bid in scored(youth))
    assert areas.most_common(1)[0][0] == "tilburg"


def test_most_providers_are_small_and_earn_little(youth: Instance) -> None:
    small = [p for p in youth.providers.values() if p.scale in ("micro", "small")]
    assert 60 <= 100 * len(small) // len(youth.providers) <= 75
    held = {p.id for p in small}
    value = sum(bid.value_cents or 0 for bid in scored(youth))
    part = sum(bid.value_cents or 0 for bid in scored(youth) if bid.bidder in held)
    assert 5 <= 100 * part // value <= 25


def test_some_providers_have_owners_and_some_bid_alone_and_in_coalitions(youth: Instance) -> None:
    owned = sum(provider.owner != provider.id for provider in youth.providers.values())
    assert 20 <= 1000 * owned // len(youth.providers) <= 60
    alone = {bid.bidder for bid in youth.bids if len(bid.parties) == 1}
    together = {p.provider for bid in youth.bids if len(bid.parties) > 1 for p in bid.parties}
    assert 4 <= 100 * len(alone & together) // len(youth.providers) <= 12


def test_one_contract_is_wanted_by_few_and_mostly_by_coalitions() -> None:
    coalitions = bids = 0
    for seed in range(40):
        rows = [line.split(",") for line in generate(YOUTH, 160, seed)["bids.csv"].splitlines()]
        bidders = [row[1] for row in rows if row[2] in ("1", "5")]
        assert 2 <= len(bidders) <= 6
        bids += len(bidders)
        coalitions += sum(bidder.startswith("C") for bidder in bidders)
    assert 75 <= 100 * coalitions // bids <= 95


def test_shares_of_a_coalition_add_up(youth: Instance) -> None:
    for bid in youth.bids:
        assert sum(party.share_bp or 0 for party in bid.parties) == 10_000


@pytest.mark.parametrize("scarce", [0, 1, 3])
def test_scarce_cells_are_exactly_those_that_cannot_be_met(scarce: int, tmp_path: Path) -> None:
    generate(YOUTH, 160, 3, tmp_path / "x", scarce=scarce)
    found = unmeetable(YOUTH, read_instance(tmp_path / "x", YOUTH))
    assert [gap["rule"] for gap in found] == ["S4-COVER"] * scarce


def test_some_cells_have_a_single_bidder(youth: Instance, tmp_path: Path) -> None:
    generate(YOUTH, 160, 9, tmp_path / "x")
    cells = Counter(
        (bid.area, care_type)
        for bid in scored(read_instance(tmp_path / "x", YOUTH))
        for care_type in bid.offers
    )
    assert min(cells.values()) == 1
    assert len(cells) == 24

"""Random tenders with all rule kinds, coalitions, packages and large sums in euro cents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from award_opt.domain import Bid, Instance, Party, Provider
from award_opt.tender import Tender

SOURCE = {"document": "d", "quote": "q"}
SEGMENTS = {"1": (), "2": (), "3": (), "4": ("east", "west")}  # segment 2 awards every valid bid
CARE_TYPES = ("guidance", "therapy")
GOALS = [
    ["total_score"],
    ["ranking"],
    ["lowest_value"],
    ["total_score", "lowest_value"],
    ["fewest_partners", "total_score"],
    ["fewest_contracts", "lowest_value"],
    ["least_transfers", "total_score"],
    ["most_coverage", "total_score"],
]


def random_case(seed: int, most: int = 9) -> tuple[Tender, Instance]:
    """A tender and an instance of at most ``most`` bids; the same for the same seed, everywhere."""
    rng = random.Random(seed)
    goals = rng.choice(GOALS)
    rules = list(_rules(rng, goals))
    tender = Tender.model_validate(
        {
            "format": 1,
            "id": f"random-{seed}",
            "title": {"nl": "toeval", "en": "random"},
            "authority": "nobody",
            "municipalities": ["A"],
            "documents": [{"id": "d", "title": "d"}],
            "areas": [{"id": a, "name": a, "municipalities": ["A"]} for a in SEGMENTS["4"]],
            "care_types": [{"id": c, "name": {"nl": c, "en": c}, "codes": []} for c in CARE_TYPES],
            "segments": [
                {
                    "id": segment,
                    "name": {"nl": segment, "en": segment},
                    "procedure": "competition",
                    "financing": "pxq",
                    "care_types": list(CARE_TYPES),
                    "budget": 40_000_000,
                    **({"areas": list(areas)} if areas else {}),
                }
                for segment, areas in SEGMENTS.items()
            ],
            "rules": rules,
            "award": {
                "goals": goals,
                "ties": rng.choice([["score", "draw"], ["score", "value", "draw"], ["draw"]]),
                "fill": "may_stay_open"
                if goals[0] in ("fewest_partners", "fewest_contracts")
                else rng.choice(["up_to_cap", "may_stay_open"]),
                "on_misfit": rng.choice(["skip", "stop"]),
            },
        }
    )
    return tender, _instance(rng, tender, most)


def _rules(rng: random.Random, goals: list[str]) -> Iterator[dict[str, Any]]:
    def rule(kind: str, **fields: Any) -> dict[str, Any]:
        return {"id": f"R{next(number)}", "kind": kind, "source": SOURCE, **fields}

    number = iter(range(100))
    some = {"segment": rng.choice(["1", "3", "4"])}
    count = rng.choice(["contracts", "bidders", "providers", "owners"])
    percent = rng.choice(["7.5", "10", "33.33", "50"])
    yield rule("all_qualifying", where={"segment": "2"})
    if goals[0] == "most_coverage":
        yield rule("coverage", where={"segment": "4"}, at_least=rng.randint(1, 2), if_short="goal")
    pool = [
        rule("max_winners", where=some, count=count, limit=rng.randint(1, 3)),
        rule("max_winners", where={"segment": "4"}, per=["area"], count=count, limit=1),
        rule("max_winners", where={"segment": ["1", "3"]}, per=["lot"], limit=rng.randint(0, 2)),
        rule(
            "min_winners",
            where=some,
            at_least=rng.randint(1, 2),
            if_short=rng.choice(["fail", "as_available"]),
        ),
        rule(
            "coverage",
            where={"segment": "4"},
            at_least=rng.randint(1, 2),
            if_short=rng.choice(["fail", "as_available", "as_available"]),
        ),
        rule("capacity", where=some, demand=rng.randint(1, 60)),
        rule(
            "min_share",
            of={"scale": ["micro", "small"]},
            share=percent,
            per=rng.choice(["contract", "segment", "tender"]),
            base=rng.choice(["awarded", "awarded", "budget"]),
        ),
        rule(
            "max_share",
            count=rng.choice(["bidders", "providers", "owners"]),
            limit=rng.choice(["40", "60.5"]),
        ),
        rule("max_lots", count=rng.choice(["bidders", "providers"]), limit=rng.randint(1, 2)),
        rule("budget", where=some, ceiling=rng.randint(100_000, 60_000_000)),
        rule("min_score", where={"segment": ["1", "3", "4"]}, threshold=rng.randint(10, 60)),
        rule("requirement", where={"segment": "3"}, column="capacity", at_least=5),
        rule(
            "one_role",
            scope=rng.choice(["lot", "tender"]),
            resolution=rng.choice(["flag", "keep_own_bid", "exclude_all"]),
        ),
        rule("exclusive", per=["territory"]),
        rule("requires", where={"segment": "3"}, needs={"segment": "1"}),
    ]
    yield rule("package")
    yield from rng.sample(pool, rng.randint(1, 5))


def _instance(rng: random.Random, tender: Tender, most: int) -> Instance:
    providers = [f"p{k}" for k in range(5)]
    owner = {p: p if rng.random() < 0.7 else "p0" for p in providers}
    scale = {p: rng.choice(["micro", "small", "medium", "large"]) for p in providers}

    def party(provider: str, role: str, share: int) -> Party:
        return Party(provider, owner[provider], role, share, scale[provider])  # type: ignore[arg-type]

    bidders: dict[str, tuple[Party, ...]] = {p: (party(p, "lead", 10_000),) for p in providers}
    for k in range(2):
        lead, other = rng.sample(providers, 2)
        share = rng.randrange(0, 10_001, 25)
        role = rng.choice(["member", "subcontractor"])
        bidders[f"c{k}"] = (party(lead, "lead", 10_000 - share), party(other, role, share))
    size = rng.randint(1, most)
    draws = rng.sample(range(1, size + 1), size)
    bids = tuple(_bid(rng, k, bidders, draws[k]) for k in range(size))
    return Instance(
        tender=tender.id,
        title="random",
        origin="synthetic",
        providers=MappingProxyType(
            {p: Provider(p, p, owner[p], scale[p]) for p in providers}  # type: ignore[arg-type]
        ),
        bids=bids,
    )


def _bid(rng: random.Random, k: int, bidders: dict[str, tuple[Party, ...]], draw: int) -> Bid:
    segment = rng.choice(["1", "2", "3", "4", "4", "4"])
    bidder = rng.choice(sorted(bidders))
    offered = rng.sample(CARE_TYPES, rng.randint(1, 2))
    large = rng.choice([100, 1_000_000, 30_000_000_00])
    return Bid(
        id=f"b{k:03}",
        bidder=bidder,
        segment=segment,
        area=rng.choice(["east", "west"]) if segment == "4" else None,
        score=None if segment == "2" else 100 * rng.randint(0, 9) * 10,
        value_cents=rng.randint(1, large),
        capacity=rng.randint(0, 30),
        status=rng.choice(["valid"] * 7 + ["withdrawn"]),
        package=rng.choice([None] * 5 + ["x"]),
        draw=draw,
        offers=MappingProxyType(dict.fromkeys(sorted(offered))),
        parties=bidders[bidder],
        attributes=MappingProxyType(
            {"clients": str(rng.randint(0, 40)), "territory": rng.choice(["north", "south"])}
        ),
    )

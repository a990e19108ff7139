"""A small tender to sweep over, its scenarios, and results made by hand."""

from __future__ import annotations

import random
from types import MappingProxyType
from typing import Any

from award_opt.domain import Bid, Instance, Party, Provider
from award_opt.sweep.answers import Answers
from award_opt.sweep.lay import engines
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Axis, Ground, Scenario, Space
from award_opt.sweep.work import Worker
from award_opt.tender import Tender

SOURCE = {"document": "d", "quote": "zo staat het er"}


def rule(name: str, kind: str, **fields: Any) -> dict[str, Any]:
    """A rule as the model writes it."""
    return {"id": name, "kind": kind, "source": SOURCE, **fields}


def tender(*rules: dict[str, Any], **award: Any) -> Tender:
    """Segment A in one lot, segment B in two areas, two care types, two criteria."""
    return Tender.model_validate(
        {
            "format": 1,
            "id": "klein",
            "title": {"nl": "Klein", "en": "Small"},
            "authority": "Gemeente",
            "municipalities": ["Noord", "Zuid"],
            "documents": [{"id": "d", "title": "Leidraad"}],
            "areas": [{"id": a, "name": a.title(), "municipalities": [a.title()]} for a in AREAS],
            "care_types": [{"id": c, "name": {"nl": c, "en": c}} for c in ("hulp", "zorg")],
            "segments": [
                {"id": "A", "name": {"nl": "Dag", "en": "Day"}, "care_types": ["hulp", "zorg"]},
                {
                    "id": "B",
                    "name": {"nl": "Nacht", "en": "Night"},
                    "areas": list(AREAS),
                    "care_types": ["hulp", "zorg"],
                },
            ],
            "criteria": [{"id": "plan", "weight": 1}, {"id": "team", "weight": 1}],
            "rules": list(rules),
            "award": {"goals": ["total_score"], "ties": ["score", "draw"], **award},
        }
    )


AREAS = ("noord", "zuid")
CAP = rule("CAP", "max_winners", where={"segment": "A"}, limit=2)


def bid(name: str, lot: str, score: int, **facts: Any) -> Bid:
    """A bid of a bidder of its own; its score in whole points, its value in whole euros."""
    segment, _, area = lot.partition("/")
    number = int(name[1:])
    bidder = facts.pop("bidder", f"p{number}")
    scale = facts.pop("scale", "large")
    offers = facts.pop("offers", ("hulp", "zorg"))
    criteria = facts.pop("criteria", (score, score))
    return Bid(
        id=name,
        bidder=bidder,
        segment=segment,
        area=area or None,
        score=100 * score,
        value_cents=100 * facts.pop("value", 10),
        draw=number,
        offers=MappingProxyType(dict.fromkeys(offers)),
        parties=(Party(bidder, bidder, scale=scale),),
        criteria=MappingProxyType(
            dict(zip(("plan", "team"), (100 * c for c in criteria), strict=True))
        ),
        **facts,
    )


def instance(*bids: Bid) -> Instance:
    """These bids, with a provider for each bidder."""
    names = dict.fromkeys(bid.bidder for bid in bids)
    return Instance(
        tender="klein",
        title="klein",
        origin="synthetic",
        providers=MappingProxyType({n: Provider(n, f"Zorg {n}", n, "large") for n in names}),
        bids=tuple(sorted(bids, key=lambda bid: bid.id)),
    )


BIDS = (
    bid("b1", "A", 90, value=50),
    bid("b2", "A", 80, scale="small", value=20),
    bid("b3", "A", 70, value=30),
    bid("b4", "A", 60, scale="micro", value=5, offers=("hulp",)),
    bid("b5", "B/noord", 75),
    bid("b6", "B/zuid", 65, bidder="p5"),
)


def answers(plan: Plan) -> Answers:
    """The plan solved here and now."""
    worker = Worker(plan)
    results = [worker.answer(scenario) for scenario in plan.scenarios]
    return Answers(plan, lambda: results)


def plan(*axes: Axis, bids: tuple[Bid, ...] = BIDS, **facts: Any) -> Plan:
    """A plan over the small tender."""
    space = {name: facts.pop(name) for name in ("draws", "gone", "methods") if name in facts}
    chosen = facts.pop("tender", tender(CAP))
    ground = Ground(axes=axes, bare=bool(axes))
    return Plan(
        tender=chosen,
        scenarios=Space((ground,), **space),
        instance=instance(*bids),
        engines=engines(),
        **facts,
    )


def result(score: str = "10.00", **facts: Any) -> Result:
    """A result by hand."""
    held = {"goals": (("total_score", score, True),), "winners": ("b1",), "score": score}
    return Result(**{"status": "optimal", **held, **facts})


def rows(*results: Result | None) -> list[tuple[Scenario, Result | None]]:
    """Results under settings that count up."""
    return [
        (Scenario(settings=(("CAP.limit", str(place)),)), found)
        for place, found in enumerate(results)
    ]


def random_plan(seed: int) -> Plan:
    """A small tender with a few random limits and bids; the same for the same seed."""
    rng = random.Random(seed)
    pool = [
        rule("CAP", "max_winners", where={"segment": "A"}, limit=2),
        rule("ALL", "max_winners", count=rng.choice(["contracts", "bidders"]), limit=4),
        rule("LOTS", "max_lots", count="bidders", limit=1),
        rule("COVER", "coverage", where={"segment": "B"}, at_least=1, if_short="as_available"),
        rule("LEAST", "min_winners", at_least=1, if_short=rng.choice(["fail", "as_available"])),
        rule("MONEY", "budget", ceiling=60),
        rule("SMALL", "min_share", of={"scale": "small"}, share=10, per="tender"),
    ]
    chosen = rng.sample(pool, rng.randint(2, 4))
    bids = tuple(
        bid(
            f"b{k}",
            rng.choice(["A", "B/noord", "B/zuid"]),
            rng.randint(1, 6) * 10,
            bidder=f"p{rng.randint(1, 4)}",
            value=rng.randint(1, 30),
            scale=rng.choice(["small", "large"]),
            offers=tuple(sorted(rng.sample(["hulp", "zorg"], rng.randint(1, 2)))),
        )
        for k in range(1, rng.randint(3, 8))
    )
    goals = rng.choice([["total_score"], ["ranking"], ["total_score", "lowest_value"]])
    return plan(tender=tender(*chosen, goals=goals), bids=bids)

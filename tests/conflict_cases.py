"""Small tenders whose rules often clash, and brute force over their rules and relaxations."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, compress, product

import pytest
from pydantic import TypeAdapter
from random_tenders import SOURCE, random_case
from readme_blocks import ROOT

from award_opt import order, reading
from award_opt.conflict import Member, Wishes
from award_opt.domain import Bid, Instance
from award_opt.errors import InputError
from award_opt.instance import read_instance
from award_opt.rules import AnyRule
from award_opt.tender import Tender, read_tender
from award_opt.what_if import WhatIf, apply, read_what_ifs

RULE: TypeAdapter[AnyRule] = TypeAdapter(AnyRule)
Named = tuple[str, str]
CAPS = ("max_winners", "max_lots", "exclusive")


def tight_case(seed: int, most: int = 7) -> tuple[Tender, Instance]:
    """A random tender with a few more rules than it can bear."""
    tender, instance = random_case(seed, most)
    rng = random.Random(f"tight-{seed}")
    pool = [
        {"kind": "min_winners", "at_least": rng.randint(1, 3), "count": "contracts"},
        {"kind": "max_winners", "limit": rng.randint(0, 2), "per": ["lot"]},
        {"kind": "coverage", "where": {"segment": "4"}, "at_least": 1},
        {"kind": "capacity", "demand": rng.randint(10, 80)},
        {"kind": "budget", "ceiling": rng.choice([50, 5_000, 5_000_000])},
        {"kind": "max_share", "limit": rng.choice([30, 45]), "count": "bidders"},
        {
            "kind": "min_share",
            "share": rng.choice(["40", "62.5"]),
            "of": {"scale": ["small"]},
            "per": "tender",
        },
        {"kind": "exclusive", "per": ["territory"]},
        {
            "kind": "fixed",
            "bid": rng.choice(instance.bids).id,
            "outcome": rng.choice(["wins", "loses"]),
            "reason": "r",
            "signed_by": "s",
        },
    ]
    added = [
        RULE.validate_python({"id": f"T{k}", "source": SOURCE, **fields})
        for k, fields in enumerate(rng.sample(pool, rng.randint(1, 4)))
    ]
    return _readable(tender, (*tender.rules, *added)), instance


def _readable(tender: Tender, rules: tuple[AnyRule, ...]) -> Tender:
    """The tender with these rules, such that the reader of models accepts most of them."""
    scored = {"segment": ("1", "3", "4")}
    narrowed = tuple(
        rule.model_copy(update={"where": scored}) if rule.kind in CAPS and not rule.where else rule
        for rule in rules
    )
    areas = tuple(
        area.model_copy(update={"municipalities": (town,)})
        for area, town in zip(tender.areas, ("A", "B"), strict=True)
    )
    update = {"rules": narrowed, "areas": areas, "municipalities": ("A", "B")}
    return tender.model_copy(update=update)


def awards(tender: Tender, instance: Instance) -> Iterator[tuple[Bid, ...]]:
    """Every set of admitted bids."""
    admitted = reading.admission(tender, instance, None).admitted
    for choice in product((0, 1), repeat=len(admitted)):
        yield tuple(compress(admitted, choice))


def breaches(
    tender: Tender, admitted: tuple[Bid, ...], winners: tuple[Bid, ...]
) -> Iterator[Named]:
    """The rules, by group, that an award breaks, by the plain reading."""
    for rule in tender.rules:
        for breach in rule.breaches(admitted, winners, tender.landscape()):
            yield breach.rule, breach.group
    if "ranking" in tender.award.goals and tender.award.on_misfit == "stop":
        lost = set()
        for bid in order.rank_order(tender, admitted):
            if bid not in winners:
                lost.add(bid.lot)
            elif bid.lot in lost:
                yield "ranking", ""


def brute_conflicts(tender: Tender, instance: Instance) -> set[frozenset[Named]]:
    """Every irreducible conflict: all sets of rules and groups are tried, smallest first."""
    admitted = reading.admission(tender, instance, None).admitted
    every = {frozenset(breaches(tender, admitted, winners)) for winners in awards(tender, instance)}
    if frozenset() in every:
        return set()
    least = [own for own in every if not any(other < own for other in every)]
    members = sorted(set().union(*least))
    found: set[frozenset[Named]] = set()
    for size in range(1, len(members) + 1):
        for chosen in map(frozenset, combinations(members, size)):
            if not any(known <= chosen for known in found) and all(chosen & own for own in least):
                found.add(chosen)
    return found


def unmeetable(tender: Tender, instance: Instance) -> set[Named]:
    """The cells for which all admitted bids together do not suffice."""
    admitted = reading.admission(tender, instance, None).admitted
    return {
        (cell.rule, cell.group)
        for rule in tender.rules
        for cell in rule.unmeetable(admitted, tender.landscape())
    }


def has_award(tender: Tender, instance: Instance) -> bool:
    """Whether any award keeps all rules, by the plain reading."""
    admitted = reading.admission(tender, instance, None).admitted
    return any(
        next(breaches(tender, admitted, winners), None) is None
        for winners in awards(tender, instance)
    )


@cache
def patchable(seed: int) -> bool:
    """Whether a tight case is a tender that the reader accepts, so that what-ifs apply to it."""
    nothing = WhatIf.model_validate({"id": "w", "title": {"nl": "w", "en": "w"}})
    try:
        apply(tight_case(seed)[0], nothing)
    except InputError:
        return False
    return True


def named(members: Iterable[Member]) -> frozenset[Named]:
    """Members as rule and group."""
    return frozenset((member.rule, member.group) for member in members)


def keeping_all(tender: Tender) -> Wishes:
    """No rule may be changed, so that no repair is sought."""
    return Wishes(keep=frozenset(rule.id for rule in tender.rules))


def shipped(
    model: str, instance: str | None = None, what_if: str | None = None
) -> tuple[Tender, Instance]:
    """A shipped tender, under a what-if where one is named, and an instance."""
    path = ROOT / "models" / f"{model}.toml"
    tender = read_tender(path)
    if what_if is not None:
        tender = apply(tender, read_what_ifs(path.with_suffix(".whatif.toml"))[what_if])
    return tender, read_instance(ROOT / "instances" / (instance or model), tender)


def stopping() -> tuple[Tender, Instance]:
    """A tender that stops at the best bid in west, which loses by hand while another wins."""
    tender, instance = shipped("hvb-youth-2022-conflict")
    source = {"document": "case", "quote": "q"}
    by_hand = {"kind": "fixed", "source": source, "reason": "r", "signed_by": "s"}
    rules = [
        RULE.validate_python({"id": "OUT", "bid": "X04", "outcome": "loses", **by_hand}),
        RULE.validate_python({"id": "IN", "bid": "X02", "outcome": "wins", **by_hand}),
    ]
    method = tender.award.model_copy(update={"goals": ("ranking",), "on_misfit": "stop"})
    return tender.model_copy(update={"rules": tuple(rules), "award": method}), instance


SLOW = (4, 16, 17, 29, 33, 46)  # for brute force
SEEDS = [
    seed if seed < 36 and seed not in SLOW else pytest.param(seed, marks=pytest.mark.long)
    for seed in filter(patchable, range(60))
]

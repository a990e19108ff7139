"""A price is the difference between two optima that brute force finds."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from cli import YOUTH, call
from pydantic import TypeAdapter
from random_tenders import SOURCE, random_case
from readme_blocks import ROOT
from test_solve import lawful_awards, places, worth

from award_opt import order, reading
from award_opt.admission import without
from award_opt.engines import Clock
from award_opt.engines.exhaustive import Exhaustive
from award_opt.errors import CheckError
from award_opt.instance import read_instance
from award_opt.prices import prices
from award_opt.report import prices as report
from award_opt.report.names import Names
from award_opt.rules import AnyRule
from award_opt.solve import Options, solve
from award_opt.tender import read_tender
from award_opt.texts import say
from award_opt.texts.prices import PRICES
from award_opt.what_if import read_what_ifs

SEEDS = [seed for seed in range(70) if any(True for _ in lawful_awards(*random_case(seed, 6)))]


def brute(tender, instance):
    """The best award by brute force, and its goal values."""
    admitted = reading.admission(tender, instance, None).admitted
    lawful = list(lawful_awards(tender, instance))
    if not lawful:
        return None, None
    best = max(worth(tender, instance, winners) for winners in lawful)
    ties = [winners for winners in lawful if worth(tender, instance, winners) == best]
    chosen = max(ties, key=lambda winners: places(tender, winners, admitted))
    values = [
        Decimal(reading.goal_value(tender, instance, chosen, goal)) for goal in order.stages(tender)
    ]
    return {bid.id for bid in chosen}, values


def changes(moves):
    return [Decimal(move.change) for move in moves]


def minus(after, before):
    return [a - b for a, b in zip(after, before, strict=True)]


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_are_the_differences_of_brute_force_optima(seed):
    tender, instance = random_case(seed, 6)
    winners, values = brute(tender, instance)

    found = prices(tender, instance)

    assert [price.rule for price in found.rules] == [rule.id for rule in tender.rules]
    for price in found.rules:
        other, reached = brute(without(tender, [price.rule]), instance)
        assert price.status == ("infeasible" if other is None else "optimal")
        if other is not None:
            assert changes(price.moves) == minus(reached, values)
            assert set(price.enters) == other - winners
            assert set(price.leaves) == winners - other
            assert price.free == (other == winners)


def capped_case(seed):
    """A random tender whose rules are caps on the same bids, so that they stand in for another."""
    tender, instance = random_case(seed, 6)
    rng = random.Random(f"capped-{seed}")
    scored = {"segment": ["1", "3", "4"]}
    pool = [
        {"kind": "max_winners", "limit": rng.randint(1, 2), "per": ["lot"]},
        {"kind": "max_winners", "limit": rng.randint(1, 3)},
        {"kind": "max_winners", "limit": 1, "count": "owners", "where": {"segment": "4"}},
        {"kind": "max_lots", "limit": 1},
        {"kind": "budget", "ceiling": rng.choice(["500", "600000", "2000000000"])},
        {"kind": "exclusive", "per": ["territory"]},
        {"kind": "min_score", "threshold": 30},
    ]
    rules = [
        {"id": f"R{k}", "source": SOURCE, "where": scored, **fields}
        for k, fields in enumerate(rng.sample(pool, 4))
    ]
    rules.append({"id": "ALL", "source": SOURCE, "kind": "all_qualifying", "where": OPEN})
    adapter = TypeAdapter(AnyRule)
    made = tuple(adapter.validate_python(rule) for rule in rules)
    return tender.model_copy(update={"rules": made}), instance


OPEN = {"segment": "2"}


@pytest.mark.parametrize("seed", range(24))
def test_pairs_are_priced_beyond_the_sum_of_both(seed):
    tender, instance = capped_case(seed)
    _, values = brute(tender, instance)
    single = {rule.id: brute(without(tender, [rule.id]), instance)[1] for rule in tender.rules}

    found = prices(tender, instance, pairs=True)

    for price in found.rules:
        assert changes(price.moves) == minus(single[price.rule], values)
    pairs = {pair.rules: changes(pair.moves) for pair in found.pairs}
    every = list(combinations(single, 2))
    assert found.priced + found.apart == len(every)
    for one, other in every:
        joint = brute(without(tender, [one, other]), instance)[1]
        prices_alone = [minus(single[rule], values) for rule in (one, other)]
        alone = [a + b for a, b in zip(*prices_alone, strict=True)]
        beyond = minus(minus(joint, values), alone)
        assert pairs.get((one, other), [0] * len(values)) == beyond
        assert ((one, other) in pairs) == any(beyond)


def test_the_pairs_tried_are_of_every_kind():
    found = [prices(*capped_case(seed), pairs=True) for seed in range(24)]

    assert sum(bool(each.pairs) for each in found) >= 10
    assert sum(each.apart > 0 for each in found) >= 10
    free = [{price.rule for price in each.rules if price.free} for each in found]
    assert any(
        free[k].issuperset(pair.rules) for k, each in enumerate(found) for pair in each.pairs
    )


def youth():
    tender = read_tender(ROOT / YOUTH)
    return tender, read_instance(ROOT / "instances" / "hvb-youth-2022", tender)


def test_a_rule_that_could_be_added_is_priced_by_itself():
    tender, instance = youth()
    what_ifs = read_what_ifs((ROOT / YOUTH).with_suffix(".whatif.toml"))

    found = prices(tender, instance, add=list(what_ifs.values()))

    names = [(price.what_if, price.rule) for price in found.added]
    assert names == [(w.id, rule.id) for w in what_ifs.values() for rule in w.add]
    added = dict(zip(names, found.added, strict=True))
    east = added["area-maxima-h1", "S4-MAX-EAST"]
    assert [move.change for move in east.moves] == ["-12.50", "0"]
    assert added["threshold-60", "S4-THRESHOLD"].status == "infeasible"


def test_progress_reaches_its_end():
    seen = []

    prices(*youth(), pairs=True, progress=lambda done, total: seen.append((done, total)))

    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] == seen[-1][1]


def test_another_award_than_the_proven_one_is_refused():
    tender, instance = youth()
    award = solve(tender, instance, Options(cross_check=False))
    fewer = award.model_copy(update={"winners": award.winners[1:]})

    assert prices(tender, instance, award).proven
    with pytest.raises(CheckError):
        prices(tender, instance, fewer)


ENGLISH = """\
What changes when one rule is left out
  Rule           Total score  Places filled  in  out
  S1-MAX              +31.25             +1   1    0
  S2-ALL                   0              0   0    0
  S3-MAX              +92.50             +3   3    0
  S4-MAX-REGION    +1,306.25            +30  30    0
  S4-COVER            +22.50              0   2    2
  S5-MAX              +66.25             +1   1    0
"""
DUTCH = """\
Wat twee regels samen anders kosten dan elk apart opgeteld
  Regel                     Totaal aantal punten  Gevulde plaatsen
  S4-MAX-REGION + S4-COVER                -22,50                 0
6 paren uitgerekend; van 9 paren is zonder rekenen bewezen dat hun prijzen optellen.

BEWEZEN: elk verschil is dat tussen twee bewezen gunningen. SIMULATIE, geen gunning.
"""


def test_the_table_reads_well_in_both_languages(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    english = call(capsys, "prices", YOUTH)
    dutch = call(capsys, "prices", YOUTH, "--pairs", "--lang", "nl")
    assert (english.code, english.err, dutch.code) == (0, "", 0)
    assert english.out.startswith(ENGLISH)
    assert "\nS3-MAX in: B00026 Buro Pluimgracht, B00029 Praktijk Jojosluis" in english.out
    assert dutch.out.endswith(DUTCH)


def test_the_command_takes_an_award_file(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    path = tmp_path / "award.json"
    path.write_bytes(solve(*youth()).to_bytes())

    done = call(capsys, "prices", YOUTH, path, "--json")

    assert done.code == 0
    assert '"mode":"simulation"' in done.out
    assert (
        '{"after":"8960.00","before":"8937.50","change":"22.50","goal":"total_score"}' in done.out
    )
    assert call(capsys, "prices", YOUTH, path, path).code == 2


@pytest.mark.parametrize(("lang", "said"), [("nl", "welke regels botsen"), ("en", "rules clash")])
def test_without_any_lawful_award_the_command_points_to_conflict(lang, said, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    done = call(capsys, "prices", "models/hvb-youth-2022-conflict.toml", "--lang", lang)
    assert (done.code, done.out) == (1, "")
    assert said in done.err


def test_every_text_is_said_of_a_real_case(monkeypatch):
    said = set()

    def heard(code, lang, facts):
        said.add((code, lang))
        return say(code, lang, facts)

    monkeypatch.setattr(report, "say", heard)
    tender, instance = youth()
    added = list(read_what_ifs((ROOT / YOUTH).with_suffix(".whatif.toml")).values())
    found = prices(tender, instance, pairs=True, add=added)
    struck = replace(found.rules[0], status="unknown", moves=(), enters=(), leaves=())
    for lang in ("nl", "en"):
        names = Names(tender, instance, lang)
        report.lines(found, names)
        report.lines(replace(found, pairs=()), names)
        report.lines(replace(found, rules=(struck, *found.rules[1:])), names)
    spoken = {code for code in PRICES if code not in FAULTS}
    assert {(code, lang) for code in spoken for lang in ("nl", "en")} - said == set()


FAULTS = (
    "prices_infeasible",
    "prices_feasible",
    "prices_unknown",
    "prices_other_award",
    "prices_working",
)


def test_a_limit_is_no_price(monkeypatch):
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    clock = Clock()
    clock.stopped.set()

    with pytest.raises(CheckError) as refused:
        prices(*youth(), judge=Options(clock=clock).judge())

    (finding,) = refused.value.findings
    assert finding.code in ("prices_feasible", "prices_unknown")


def test_a_simulation_has_prices_of_its_own(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    plain = call(capsys, "prices", YOUTH)
    wider = call(capsys, "prices", YOUTH, "--what-if", "cap-18")
    assert (plain.code, wider.code) == (0, 0)
    assert plain.out != wider.out

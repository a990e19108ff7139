"""Conflicts and repairs are those that brute force finds."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from cli import call
from conflict_cases import (
    RULE,
    brute_conflicts,
    has_award,
    patchable,
    tight_case,
    unmeetable,
)
from readme_blocks import ROOT

from award_opt.admission import admitted
from award_opt.columns import Columns
from award_opt.conflict import Wishes, conflicts
from award_opt.conflict.change import Change, patch
from award_opt.conflict.ladders import WHOLE, ladders
from award_opt.engines import Answer, Clock
from award_opt.engines.exhaustive import Exhaustive
from award_opt.engines.highs import Highs
from award_opt.errors import InputError, SolverError
from award_opt.instance import read_instance
from award_opt.judge import Judge
from award_opt.report import conflict as report
from award_opt.report.names import Names
from award_opt.solve import Options
from award_opt.tender import read_tender
from award_opt.texts import say
from award_opt.texts.conflict import CONFLICT
from award_opt.what_if import apply, read_what_ifs

EVERY = [seed for seed in range(60) if patchable(seed)]
SLOW = (4, 16, 17, 29, 33, 46)  # for brute force
SEEDS = [
    seed if seed < 36 and seed not in SLOW else pytest.param(seed, marks=pytest.mark.long)
    for seed in EVERY
]


def named(members):
    return frozenset((member.rule, member.group) for member in members)


@pytest.fixture(params=[True, False], ids=["enumerated", "solved"])
def enumerated(request, monkeypatch):
    """Small questions by enumeration, and the same by the engine."""
    if not request.param:
        monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))


# --- conflicts


@pytest.mark.parametrize("seed", SEEDS)
def test_the_conflicts_are_those_of_brute_force(seed, enumerated):
    tender, instance = tight_case(seed)
    every = brute_conflicts(tender, instance)
    cells = unmeetable(tender, instance) if every else set()

    found = conflicts(tender, instance, limit=200, wishes=keeping_all(tender))

    assert found.standing == ("conflict" if every else "lawful")
    assert {(u.measure.rule, u.measure.group) for u in found.unmeetable} == cells
    got = [named(conflict.members) for conflict in found.conflicts]
    assert set(got) == every - {frozenset([cell]) for cell in cells}
    assert len(set(got)) == len(got)
    assert [len(own) for own in got] == sorted(len(own) for own in got)
    assert found.complete


def keeping_all(tender):
    return Wishes(keep=frozenset(rule.id for rule in tender.rules))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_cut_short_says_so(seed):
    tender, instance = tight_case(seed)
    cells = {frozenset([cell]) for cell in unmeetable(tender, instance)}
    every = brute_conflicts(tender, instance) - cells

    found = conflicts(tender, instance, limit=2, wishes=keeping_all(tender))

    assert len(found.conflicts) == min(2, len(every))
    assert {named(conflict.members) for conflict in found.conflicts} <= every
    assert found.complete == (len(every) <= 2)


def test_the_cases_hold_conflicts_of_many_kinds():
    found = [brute_conflicts(*tight_case(seed)) for seed in EVERY]

    assert sum(not every for every in found) >= 8
    assert sum(len(every) > 3 for every in found) >= 8
    assert {len(own) for every in found for own in every} >= {1, 2, 3, 4}


def test_a_limit_is_not_called_an_answer(monkeypatch):
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    tender, instance = shipped("hvb-youth-2022-conflict")
    clock = Clock()
    clock.stopped.set()

    found = conflicts(tender, instance, judge=Options(clock=clock).judge())

    assert (found.standing, found.conflicts, found.repairs) == ("unknown", (), ())


@pytest.mark.parametrize(
    ("model", "instance", "what_if", "planted", "cells"),
    [
        (
            "hvb-youth-2022-conflict",
            "hvb-youth-2022-conflict",
            None,
            [
                {
                    ("S4-MAX-WEST", ""),
                    ("S4-COVER", "west/adhd"),
                    ("S4-COVER", "west/dyslexia"),
                    ("S4-COVER", "west/therapy"),
                }
            ],
            [],
        ),
        ("hvb-youth-2022", "hvb-youth-2022-scarce", None, [], [("S4-COVER", "north/guidance")]),
        ("alphen-2018", "alphen-2018-none-reaches", None, [], [("MUST-AWARD", "")]),
        (
            "lekstroom-2024-gap",
            "lekstroom-2024-gap",
            "must-cover",
            [],
            [("MUST-COVER", "respite-stay"), ("MUST-COVER", "school-replacing-group")],
        ),
    ],
)
def test_the_planted_conflicts_are_named_exactly(model, instance, what_if, planted, cells):
    found = conflicts(*shipped(model, instance, what_if))

    assert [named(conflict.members) for conflict in found.conflicts] == planted
    assert [(u.measure.rule, u.measure.group) for u in found.unmeetable] == cells
    assert found.complete


def shipped(model, instance=None, what_if=None):
    path = ROOT / "models" / f"{model}.toml"
    tender = read_tender(path)
    if what_if is not None:
        tender = apply(tender, read_what_ifs(path.with_suffix(".whatif.toml"))[what_if])
    return tender, read_instance(ROOT / "instances" / (instance or model), tender)


def stopping():
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


def test_the_award_method_can_be_part_of_a_conflict():
    found = conflicts(*stopping())

    assert [named(conflict.members) for conflict in found.conflicts] == [
        {("OUT", "X04"), ("IN", "X02"), ("ranking", "")}
    ]
    assert [[change.rule for change in repair.changes] for repair in found.repairs] == [
        ["OUT"],
        ["IN"],
    ]


def test_a_lawful_tender_has_no_conflict():
    found = conflicts(*shipped("hvb-youth-2022"))

    assert (found.standing, found.conflicts, found.repairs) == ("lawful", (), ())


# --- repairs


def scales(tender, instance, wishes):
    """The ladders that a repair may climb."""
    bids = admitted(tender, instance)
    found = []
    for ladder in ladders(tender, Columns.of(bids), wishes):
        if ladder.rule.kind in WHOLE:
            gone = Change(ladder.rule.id, None, "", None, None)
            try:
                changed = apply(tender, patch(tender, [gone]))
            except InputError:
                continue
            if admitted(changed, instance) != bids:
                continue
        found.append(ladder)
    return found


def climbs(scale, most):
    """Every way to climb the ladders within a weight, as (weight, rungs)."""
    found = [(0, ())]
    for ladder in scale:
        steps = [(0, 0), *((rung.weight, k) for k, rung in enumerate(ladder.rungs, start=1))]
        found = [
            (weight + more, (*rungs, k))
            for weight, rungs in found
            for more, k in steps
            if weight + more <= most
        ]
    return found


def relaxed(tender, scale, rungs):
    """The tender with its ladders climbed."""
    changes = [
        Change.to(ladder, ladder.rungs[rung - 1].value)
        for ladder, rung in zip(scale, rungs, strict=True)
        if rung
    ]
    return apply(tender, patch(tender, changes))


def climbed(scale, repair):
    """How far a repair climbs each ladder; finer values belong to the rung above them."""
    found = [0] * len(scale)
    for change in repair.changes:
        place, ladder = next(
            (k, ladder)
            for k, ladder in enumerate(scale)
            if (ladder.rule.id, ladder.group, ladder.field)
            == (change.rule, change.group, change.field)
        )
        found[place] = 1 + sum(passed(ladder, rung.value, change.after) for rung in ladder.rungs)
    return tuple(found)


def passed(ladder, rung, value):
    """Whether a value lies beyond a rung."""
    if rung is None:
        return False
    start = Decimal(ladder.published)
    return value is None or abs(Decimal(value) - start) > abs(Decimal(rung) - start)


def cheapest(tender, instance, scale, weight):
    """All cheapest climbs within a weight under which some award is lawful, by brute force."""
    every = climbs(scale, weight)
    for tried in sorted({own for own, _ in every}):
        found = {
            rungs
            for own, rungs in every
            if own == tried and has_award(relaxed(tender, scale, rungs), instance)
        }
        if found:
            return tried, found
    return None, set()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_repairs_are_the_cheapest_of_brute_force(seed):
    tender, instance = tight_case(seed, 5)
    rules = [rule.id for rule in tender.rules]
    wishes = Wishes(
        weights={rule: 1 + k % 3 for k, rule in enumerate(rules)}, most=dict.fromkeys(rules, 2)
    )
    scale = scales(tender, instance, wishes)

    found = conflicts(tender, instance, limit=500, wishes=wishes)

    weights = {repair.weight for repair in found.repairs}
    most = max(weights, default=10 if found.standing == "conflict" else 0)
    weight, expected = cheapest(tender, instance, scale, most)
    if found.standing == "lawful":
        assert (weight, found.repairs) == (0, ())
        return
    assert weights == ({weight} - {None})
    assert {climbed(scale, repair) for repair in found.repairs} == expected
    assert found.all_repairs


@pytest.mark.parametrize("seed", SEEDS)
def test_an_amount_moves_no_further_than_needed(seed):
    tender, instance = tight_case(seed, 5)

    for repair in conflicts(tender, instance, limit=3).repairs:
        assert has_award(apply(tender, repair.what_if), instance)
        fine = [change for change in repair.changes if change.field in ("ceiling", "share")]
        for change in fine[-1:]:
            unit = Decimal("0.01") if change.field == "ceiling" else _unit(change.before)
            back = change.after + (unit if change.after < change.before else -unit)
            less = [
                replace(each, after=back) if each == change else each for each in repair.changes
            ]
            assert not has_award(apply(tender, patch(tender, less)), instance)


def _unit(published):
    return Decimal(1).scaleb(published.normalize().as_tuple().exponent)


def test_a_ladder_of_very_many_terms_keeps_its_last_rung():
    tender, instance = shipped("hvb-youth-2022-small-share")
    every = ladders(tender, Columns.of(admitted(tender, instance)), Wishes())
    (cap,) = [ladder for ladder in every if ladder.rule.id == "S4-MAX-REGION"]

    assert len(cap.rungs) == 30
    for terms, left in ((10, 30), (20_000, 15), (10**9, 1)):
        thin = cap.thinned(terms)
        assert len(thin.rungs) == left
        assert thin.rungs[-1] == cap.rungs[-1]


def test_a_table_of_limits_is_changed_by_group():
    tender, instance = shipped("hvb-youth-2022-conflict")
    table = {"4/west": "700000", "4/east": "900000"}
    rule = {"id": "B", "kind": "budget", "per": ["lot"], "ceiling": table}
    source = {"document": "case", "quote": "q"}
    rules = (
        RULE.validate_python({**rule, "source": source}),
        *(rule for rule in tender.rules if rule.id == "S4-COVER"),
    )
    tender = tender.model_copy(update={"rules": rules})

    found = conflicts(tender, instance, wishes=Wishes(keep=frozenset({"S4-COVER"})))

    # X01, X02 and X03 cover west together, for 1,040,000 euro
    (repair,) = found.repairs
    assert dict(repair.what_if.set) == {
        "B.ceiling": {"4/west": Decimal("1040000.00"), "4/east": Decimal("900000")}
    }


@pytest.mark.parametrize("kind", ["min_share", "max_share"])
def test_a_share_moves_to_its_very_end_where_it_must(kind):
    tender, instance = shipped("hvb-youth-2022-conflict")
    source = {"document": "case", "quote": "q"}
    by_hand = {"outcome": "wins", "reason": "r", "signed_by": "s"}
    shares = {
        "min_share": {"share": "2.5", "of": {"provider": "bloem"}, "per": "tender"},
        "max_share": {"limit": "97.5"},
    }
    rules = [
        {"id": "IN", "kind": "fixed", "bid": "X01", **by_hand},
        {"id": "SHARE", "kind": kind, **shares[kind]},
    ]
    made = tuple(RULE.validate_python({**rule, "source": source}) for rule in rules)
    alone = replace(instance, bids=tuple(bid for bid in instance.bids if bid.id == "X01"))

    found = conflicts(tender.model_copy(update={"rules": made}), alone)

    (repair,) = found.repairs
    (change,) = repair.changes
    assert (repair.weight, change.rule) == (3, "SHARE")
    assert change.after == (0 if kind == "min_share" else 100)


def test_a_rule_to_be_kept_is_not_changed():
    found = conflicts(
        *shipped("hvb-youth-2022-conflict"), wishes=Wishes(keep=frozenset({"S4-COVER"}))
    )

    (repair,) = found.repairs
    assert dict(repair.what_if.set) == {"S4-MAX-WEST.limit": 3}


def test_a_heavier_rule_is_changed_later():
    found = conflicts(
        *shipped("hvb-youth-2022-conflict"), wishes=Wishes(weights={"S4-MAX-WEST": 2})
    )

    assert [change.group for repair in found.repairs for change in repair.changes] == [
        "west/therapy",
        "west/adhd",
        "west/dyslexia",
    ]


def test_a_share_for_each_contract_comes_down_to_the_largest_that_is_reached():
    tender, instance = shipped("alphen-2018", "alphen-2018-none-reaches")

    found = conflicts(tender, instance)

    (change,) = found.filters
    assert (change.rule, change.before, change.after) == ("SMALL", Decimal("7.5"), Decimal("7.4"))
    assert found.unmeetable[0].without == ("SMALL",)


# --- the command

ENGLISH = """\
Conflict 1 of 1: no award keeps these 4 together; without any one of them, some award does.
  S4-MAX-WEST: {S4-MAX-WEST}
  S4-COVER: {S4-COVER}: {west}, ADHD and diagnostics
  S4-COVER: {S4-COVER}: {west}, severe dyslexia
  S4-COVER: {S4-COVER}: {west}, arts and movement therapy

All conflicts are listed.

Least repairs (weight 1): any one of these 4
  1.  S4-MAX-WEST: {S4-MAX-WEST}: maximum from 2 to 3
  2.  S4-COVER: {S4-COVER}: {west}, arts and movement therapy: demand nothing in this cell
  3.  S4-COVER: {S4-COVER}: {west}, ADHD and diagnostics: demand nothing in this cell
  4.  S4-COVER: {S4-COVER}: {west}, severe dyslexia: demand nothing in this cell
No other repair is as small.

NO AWARD: it is proven that no award keeps all rules.
"""
DUTCH = """\
Wat alle inschrijvingen samen niet halen:
  MUST-AWARD: {MUST-AWARD}: 0 aangeboden, 1 gevraagd.
    Dit verdwijnt zonder het filter SMALL.

Verder zijn er geen regels die elkaar uitsluiten.

Kleinste herstel (gewicht 1)
  -   MUST-AWARD: {MUST-AWARD}: minimum van 1 naar 0
Geen ander herstel is zo klein.

Of wijzig één filter; elk hiervan is op zich genoeg:
  SMALL: {SMALL}: aandeel (%) van 7,5 naar 7,4

GEEN GUNNING: bewezen dat geen gunning alle regels volgt.
"""
WEST = "Dongen, Gilze en Rijen, Alphen-Chaam en Baarle-Nassau"


@pytest.mark.parametrize(
    ("lang", "model", "instance", "golden"),
    [
        ("en", "hvb-youth-2022-conflict", "hvb-youth-2022-conflict", ENGLISH),
        ("nl", "alphen-2018", "alphen-2018-none-reaches", DUTCH),
    ],
)
def test_the_command_tells_it_in_both_languages(lang, model, instance, golden, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    tender, _ = shipped(model, instance)
    said = {rule.id: rule.say("rule", lang, {}).rstrip(".") for rule in tender.rules}

    done = call(capsys, "conflict", f"models/{model}.toml", f"instances/{instance}", "--lang", lang)

    assert (done.code, done.err) == (1, "")
    assert done.out == golden.format(west=WEST, **said)


def test_the_command_says_that_there_is_no_conflict(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    done = call(capsys, "conflict", "models/hvb-youth-2022.toml")
    assert done.code == 0
    assert done.out.startswith("NO CONFLICT:")


def test_the_command_gives_json_with_the_repair_as_a_what_if(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    words = ("models/hvb-youth-2022-conflict.toml", "--json", "--keep", "S4-COVER")
    done = json.loads(call(capsys, "conflict", *words).out)
    assert done["standing"] == "conflict"
    assert len(done["conflicts"][0]["members"]) == 4
    assert done["repairs"][0]["what_if"]["set"] == {"S4-MAX-WEST.limit": 3}


def test_every_text_is_said_of_a_real_case(monkeypatch):
    said = set()

    def heard(code, lang, facts):
        said.add((code, lang))
        return say(code, lang, facts)

    monkeypatch.setattr(report, "say", heard)
    strict = shipped("hvb-youth-2022-conflict")
    found = conflicts(*strict)
    every = [
        *((case, conflicts(*case)) for case in map(tight_case, CASES)),
        *((case, conflicts(*case)) for case in (shipped(*names) for names in SHIPPED)),
        (stopping(), conflicts(*stopping())),
        (strict, found),
        (strict, conflicts(*strict, limit=1)),
        (strict, replace(found, complete=False, repairs=(), all_repairs=False)),
        (strict, conflicts(*strict, wishes=keeping_all(strict[0]))),
        (strict, replace(found, standing="unknown", confirmed=False)),
        (strict, replace(found, standing="lawful")),
    ]
    for lang in ("nl", "en"):
        for (tender, instance), answer in every:
            report.lines(answer, Names(tender, instance, lang))
    spoken = {code for code in CONFLICT if code not in FAULTS}
    assert {(code, lang) for code in spoken for lang in ("nl", "en")} - said == set()


CASES = (0, 2, 4, 6, 33, 208)
SHIPPED = [
    ("alphen-2018", "alphen-2018-none-reaches"),
    ("hvb-youth-2022", "hvb-youth-2022", "threshold-60"),
]
FAULTS = (
    "conflict_witness",
    "conflict_refuted",
    "repair_refuted",
    "repair_breached",
    "rule_number_form",
)


class Liar:
    """An engine that finds nothing possible, or everything."""

    name, version = "liar", "1"

    def __init__(self, verdict):
        self.verdict = verdict

    def solve(self, problem, clock, hint=None):
        values = None if self.verdict == "infeasible" else np.zeros(problem.size, np.int64)
        return Answer(self.verdict, values, 0)


@pytest.mark.parametrize("verdict", ["infeasible", "optimal"])
def test_a_lying_engine_is_caught(verdict, monkeypatch):
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    judge = Judge(Liar(verdict), Highs(), Clock())

    with pytest.raises(SolverError):
        conflicts(*shipped("hvb-youth-2022-conflict"), judge=judge)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--keep", "S4-COVR"), "S4-COVER"),
        (("--weight", "S4-COVER"), "RULE=N"),
        (("--weight", "S4-COVER=0"), "RULE=N"),
        (("--most", "S4-COVER=two"), "RULE=N"),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_wrong_wish_is_named(words, said, lang, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    model = "models/hvb-youth-2022-conflict.toml"
    done = call(capsys, "conflict", model, *words, "--lang", lang)
    assert (done.code, done.out) == (2, "")
    assert said in done.err

"""What the command ``conflict`` says."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cli import call
from conflict_cases import (
    keeping_all,
    shipped,
    stopping,
    tight_case,
)
from readme_blocks import ROOT

from award_opt.conflict import certified, conflicts
from award_opt.program.program import compile_program
from award_opt.report import conflict as report
from award_opt.report.names import Names
from award_opt.texts import say
from award_opt.texts.conflict import CONFLICT

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

Each conflict above is proven in whole numbers; -o FOLDER writes the proofs, which anyone can \
check without a solver.
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

Elk conflict hierboven is bewezen in hele getallen; -o FOLDER schrijft de bewijzen, die ieder \
zonder rekenmotor kan nagaan.
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
        (strict, certified(found, compile_program(*strict))),
        (strict, replace(found, conflicts=(replace(found.conflicts[0], certificate=b""),))),
    ]
    for lang in ("nl", "en"):
        for (tender, instance), answer in every:
            report.lines(answer, Names(tender, instance, lang))
            report.written(answer, "proofs", Names(tender, instance, lang))
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

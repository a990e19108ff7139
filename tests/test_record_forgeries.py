"""Forgeries whose digests were made right again are found where they stand."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from random_tenders import random_case
from records import checked, edit, rebag, swapped

from award_opt import reasons, record
from award_opt.award import canonical
from award_opt.record import contents, told
from award_opt.record.facts import check_reasons
from award_opt.report.reasons import content
from award_opt.report.record import Retelling
from award_opt.solve import Options, solve


def with_award(**fields: object) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        return canonical({**json.loads(data), **fields}) + b"\n"

    return change


def with_reason(place: int, **fields: object) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        told_all = json.loads(data)
        told_all[place] |= fields
        return canonical(told_all) + b"\n"

    return change


FORGERIES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "the award": (contents.AWARD, with_award(winners=[]), "award"),
    "no award": (contents.AWARD, lambda data: b"{", "inputs"),
    "a rule": (contents.MODEL, swapped(b"limit = ", b"limit = 1"), "award"),
    "no model": (contents.MODEL, lambda data: b"format = 1\n", "inputs"),
    "a bid": (f"{contents.FOLDER}/bids.csv", swapped(b",8.5,", b",8.4,"), "award"),
    "a table": (f"{contents.FOLDER}/bids.csv", lambda data: b"", "inputs"),
    "canonical inputs": (contents.TENDER, lambda data: data + b" ", "following"),
    "the ledger": (contents.LEDGER, lambda data: b"[]\n", "following"),
    "the program": (contents.PROGRAM, lambda data: data + b" ", "following"),
    "no proof at all": (contents.CERTIFICATE, lambda data: b"{}", "proof"),
    "a broken proof": (contents.CERTIFICATE, lambda data: data[:-9], "proof"),
    "the checker": (contents.CHECKER, lambda data: b"print('VERIFIED optimal')\n", "own"),
    "the readme": (contents.README, lambda data: b"Trust us.\n", "own"),
    "versions": (contents.VERSIONS, lambda data: b"[]", "own"),
    "no reasons": (contents.REASONS, lambda data: b"[]\n", "reasons"),
    "reasons as text": (contents.REASONS, lambda data: b"because", "reasons"),
    "a reason too many": (
        contents.REASONS,
        lambda data: canonical([*json.loads(data), json.loads(data)[0]]) + b"\n",
        "reasons",
    ),
    "the order of reasons": (
        contents.REASONS,
        lambda data: canonical(json.loads(data)[::-1]) + b"\n",
        "reasons",
    ),
    "a kind": (contents.REASONS, with_reason(1, kind="filtered"), "reasons"),
    "an unknown kind": (contents.REASONS, with_reason(1, kind="whim"), "reasons"),
    "a code": (contents.REASONS, with_reason(1, code="after_stop"), "reasons"),
    "a code of a winner": (contents.REASONS, with_reason(0, code="goal"), "reasons"),
    "a step": (contents.REASONS, with_reason(0, step="draw"), "reasons"),
    "an engine": (
        contents.VERSIONS,
        lambda data: canonical({**json.loads(data), "engines": {}}) + b"\n",
        "own",
    ),
    "a rank": (contents.REASONS, with_reason(1, rank=99), "reasons"),
    "a score": (contents.REASONS, with_reason(1, score="1.00"), "reasons"),
    "a winner": (contents.REASONS, with_reason(1, winners=[]), "reasons"),
    "rules": (contents.REASONS, with_reason(1, rules=["NO-RULE"]), "reasons"),
    "rules of a winner": (contents.REASONS, with_reason(0, rules=["NO-RULE"]), "reasons"),
    "a pass-over": (contents.REASONS, with_reason(1, passing=None), "reasons"),
    "evidence": (
        contents.REASONS,
        with_reason(
            1, evidence=[{"rule": "X", "code": "x", "facts": {}, "group": "", "before": False}]
        ),
        "reasons",
    ),
    "a gap": (
        contents.REASONS,
        with_reason(1, gap={"goal": "whim", "award": "x", "with_bid": "y"}, passing=None),
        "reasons",
    ),
    "a text": (contents.REASONS, with_reason(1, text={"nl": "Nee.", "en": "No."}), "reasons"),
    "one language": (contents.REASONS, with_reason(1, text={"nl": "Nee."}), "reasons"),
    "the seal": (contents.SEAL, lambda data: b"{}\n", "seal"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_with_right_digests_is_found_where_it_stands(name: str, unsigned: Path) -> None:
    file, change, step = FORGERIES[name]
    edit(unsigned, file, change)
    rebag(unsigned)
    found = checked(unsigned)
    assert found.step == step, found.found


def test_every_forged_step_of_a_pass_over_is_found(unsigned: Path) -> None:
    data = (unsigned / contents.REASONS).read_bytes()
    place, told_one = next(
        (place, one) for place, one in enumerate(json.loads(data)) if one["passing"]
    )
    passing = told_one["passing"]
    assert passing["swaps"]
    first = passing["swaps"][0]
    gap = {"goal": "total_score", "award": "2", "with_bid": "1"}
    for swaps in (
        [],
        [*passing["swaps"], first],
        [{"winner": "L1", "rules": [], "gap": None}],
        [{**first, "gap": gap}, *passing["swaps"][1:]],
    ):
        change = with_reason(place, passing={**passing, "swaps": swaps})
        (unsigned / contents.REASONS).write_bytes(change(data))
        rebag(unsigned)
        found = checked(unsigned)
        assert (found.step, found.found[0].code) == ("reasons", "record_reason_differs")


def test_a_forged_winner_behind_the_bid_is_found(unsigned: Path) -> None:
    data = (unsigned / contents.REASONS).read_bytes()
    forged = [{"winner": json.loads(data)[0]["bid"], "rules": [], "gap": None}]
    (unsigned / contents.REASONS).write_bytes(with_reason(1, behind=forged)(data))
    rebag(unsigned)
    found = checked(unsigned)
    assert found.found[0].facts["field"] == "behind"


def test_the_reasons_in_a_record_have_the_fields_of_a_reason() -> None:
    for kept, made in (
        (told.Evidence, reasons.Evidence),
        (told.Swap, reasons.Swap),
        (told.Passing, reasons.Passing),
        (told.Gap, reasons.Gap),
        (told.Told, reasons.Reason),
    ):
        more = {"lowest", "margin", "text"} if kept is told.Told else set()
        assert set(kept.model_fields) - more == {f.name for f in dataclasses.fields(made)}


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_right_reasons_of_random_tenders_are_accepted(first: int) -> None:
    for seed in range(first, first + 10):
        tender, instance = random_case(seed)
        award = solve(tender, instance, Options(cross_check=False))
        told_all: list[dict[str, object]] = []
        if award.status == "optimal":
            found = reasons.explain(tender, instance, award)
            told_all = content(tender, instance, len(award.winners), found, {})
        decision = record.Decision(tender, instance, award)
        assert check_reasons(decision, told.written(told_all), Retelling()) == len(told_all)


def test_a_record_of_another_version_is_read_without_comparing_its_checker(unsigned: Path) -> None:
    versions = {**json.loads((unsigned / contents.VERSIONS).read_bytes()), "award_opt": "0.0.1"}
    (unsigned / contents.VERSIONS).write_bytes(canonical(versions) + b"\n")
    edit(unsigned, contents.README, lambda data: b"Of an earlier version.\n")
    rebag(unsigned)
    found = checked(unsigned)
    assert not found.found
    assert "record_other_version" in [line.code for line in found.checked]


def test_reasons_that_say_nothing_yet_of_equal_winners_and_goals_are_read(unsigned: Path) -> None:
    def older(data: bytes) -> bytes:
        kept = json.loads(data)
        for one in kept:
            del one["behind"]
            for swap in (one["passing"] or {"swaps": []})["swaps"]:
                del swap["gap"]
        return canonical(kept) + b"\n"

    edit(
        unsigned,
        contents.VERSIONS,
        lambda data: data.replace(b'"award_opt":"0.2.0"', b'"award_opt":"0.1.0"'),
    )
    edit(unsigned, contents.REASONS, older)
    rebag(unsigned)
    assert checked(unsigned).found == ()

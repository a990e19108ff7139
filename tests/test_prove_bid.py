"""What is proven of one bid in every award at least as good."""

from __future__ import annotations

import gzip
import json
import random
from functools import cache

import numpy as np
import pytest
from cli import call
from random_tenders import random_case
from readme_blocks import ROOT
from small_programs import best, change, fares_so, holds, lawful, random_program, worth, written

from award_opt.certificate import Refused, check, judged
from award_opt.engines import Clock
from award_opt.errors import InputError
from award_opt.instance import read_instance
from award_opt.prove import AsGood, BetterFound, certify_bid, prove, prove_bid
from award_opt.reading import admission
from award_opt.solve import Options, solve
from award_opt.tender import read_tender

FAST = Options(cross_check=False)
SEEDS = range(150)
MODEL = "models/hvb-youth-2022-small-share.toml"
FOLDER = ROOT / "instances/hvb-youth-2022-small-share"


@cache
def proofs(seed: int) -> list[tuple[int, dict | None]]:
    """Each bid of a small program with its certificate, ``None`` where an award is as good."""
    program, told = random_program(seed), []
    truth = best(program)
    for bid in range(len(program["bids"])) if truth is not None else ():
        try:
            proven = prove_bid(written(program), truth, bid, Clock())
        except AsGood as tie:
            told.append((bid, None if as_good(program, truth, tie.winners, bid) else {}))
        else:
            assert judged(written(program), proven.data).named == [f"B{bid}"]
            told.append((bid, json.loads(gzip.decompress(proven.data))))
    return told


def as_good(program, award, other, bid):
    """Whether another lawful vector reaches the same goals while the bid fares otherwise."""
    vectors = [np.isin(np.arange(program["size"]), own).astype(np.int64) for own in (award, other)]
    bids = len(program["tied"])
    own, theirs = (worth(program, vector[None, :])[0][:-bids] for vector in vectors)
    kept = (lawful(program) == vectors[1]).all(axis=1).any()
    return bool(kept) and own == theirs and vectors[0][bid] != vectors[1][bid]


def test_a_bid_is_proven_exactly_where_brute_force_agrees():
    told = {True: 0, False: 0}
    for seed in SEEDS:
        program = random_program(seed)
        for bid, content in proofs(seed):
            assert fares_so(program, best(program), bid) == (content is not None)
            told[content is not None] += 1
    assert min(told.values()) > 20


def test_no_single_change_shows_what_is_false_of_a_bid():
    rng, still, refused = random.Random(3), 0, 0
    for seed in SEEDS:
        program = random_program(seed)
        for _, content in proofs(seed):
            for other in (change(rng, content) for _ in range(12) if content is not None):
                try:
                    judged(written(program), written(other))
                except Refused:
                    refused += 1
                else:
                    assert holds(program, other)
                    still += 1
    assert min(refused, still) > 200


def test_a_proof_about_one_bid_shows_nothing_of_another():
    others = 0
    for seed in SEEDS:
        program = random_program(seed)
        for bid, content in proofs(seed):
            for other in range(len(program["bids"])) if content is not None else ():
                if other != bid:
                    moved = {**content, "bid": other}
                    try:
                        judged(written(program), written(moved))
                    except Refused:
                        others += 1
                    else:
                        assert holds(program, moved)
    assert others > 100


def test_bounds_that_the_award_reaches_show_nothing_of_a_bid():
    tried = 0
    for seed in SEEDS:
        program, truth = random_program(seed), best(random_program(seed))
        for bid, content in proofs(seed):
            if content is not None:
                continue
            proven = prove(written(program), truth, Clock())
            known = json.loads(gzip.decompress(proven.data))
            values = [*known["values"], 0]
            for many in range(1, len(values) + 1):
                claim = {"claim": "bid", "bid": bid, "values": values, "bounds": values[:many]}
                with pytest.raises(Refused):
                    judged(written(program), written({**known, **claim}))
                tried += 1
    assert tried > 40


def test_nothing_is_proven_of_a_bid_against_a_worse_award():
    wrong = 0
    for seed in range(80):
        program, truth = random_program(seed), best(random_program(seed))
        for vector in lawful(program) if truth is not None else ():
            award = np.flatnonzero(vector).tolist()
            goals = [worth(program, vector[None, :])[0][: -len(program["tied"])]]
            goals.append(worth(program, np.isin(np.arange(len(vector)), truth)[None, :] * 1)[0])
            if goals[0] < goals[1][: len(goals[0])]:
                wrong += 1
                for bid in range(len(program["bids"])):
                    try:
                        proven = prove_bid(written(program), award, bid, Clock())
                    except (AsGood, BetterFound):
                        continue
                    content = json.loads(gzip.decompress(proven.data))
                    assert holds(program, content)
    assert wrong > 50


@pytest.mark.parametrize("seed", range(40))
def test_every_bid_of_a_random_tender_is_settled(seed):
    tender, instance = random_case(seed)
    award = solve(tender, instance, FAST)
    won = {winner.bid for winner in award.winners}
    admitted = {bid.id for bid in admission(tender, instance, None).admitted}
    for bid in instance.bids if award.status == "optimal" else ():
        try:
            proven = certify_bid(tender, instance, award, bid.id)
        except AsGood as found:
            tie = found
        except InputError as found:
            fault = found
        else:
            assert check(tender, instance, award, proven.data).named == [bid.id]
            continue
        if bid.id in admitted:
            assert (bid.id in tie.bids) != (bid.id in won)
            assert bid.id in award.ties.tied_bids
        else:
            assert [each.code for each in fault.findings] == ["prove_bid_not_admitted"]


def test_a_limit_is_no_proof():
    program = next(p for p in map(random_program, SEEDS) if p["size"] > 5 and best(p))
    clock = Clock()
    clock.stopped.set()
    rungs = set()
    for bid in range(len(program["bids"])):
        try:
            rungs.add(prove_bid(written(program), best(program), bid, clock).rung)
        except AsGood:
            continue

    assert rungs <= {"exact", "unproven"}


# --- commands


@pytest.fixture(scope="module")
def award(tmp_path_factory):
    path = tmp_path_factory.mktemp("award") / "award.json"
    tender = read_tender(ROOT / MODEL)
    found = solve(tender, read_instance(FOLDER, tender))
    path.write_bytes(found.to_bytes())
    return path, found, tender


def bids_of(award):
    _, found, tender = award
    instance = read_instance(FOLDER, tender)
    admitted = [bid.id for bid in admission(tender, instance, None).admitted]
    won = [winner.bid for winner in found.winners]
    return won, [bid for bid in admitted if bid not in won]


@pytest.mark.parametrize(
    ("lang", "lost", "won"),
    [
        ("nl", "wint in geen gunning die minstens zo goed is", "wint in elke gunning"),
        ("en", "wins in no award that is at least as good", "wins in every award"),
    ],
)
def test_a_bidder_reads_what_is_proven(award, capsys, tmp_path, lang, lost, won):
    winners, losers = bids_of(award)
    for bid, said in ((losers[0], lost), (winners[0], won)):
        words = (ROOT / MODEL, FOLDER, award[0])
        to = ("-o", tmp_path / bid, "--lang", lang)
        done = call(capsys, "prove", *words, "--bid", bid, *to)
        assert done.code == 0
        assert bid in done.out
        assert said in done.out
        words = (*words, "--certificate", tmp_path / bid, "--lang", lang)
        verified = call(capsys, "verify", *words)
        assert verified.code == 0
        assert bid in verified.out.splitlines()[-1]


def test_the_json_says_what_was_proven(award, capsys):
    _, losers = bids_of(award)

    done = call(capsys, "prove", ROOT / MODEL, FOLDER, award[0], "--bid", losers[0], "--json")

    found = json.loads(done.out)
    assert (found["claim"], found["rung"], found["bid"]) == ("bid", "exact", losers[0])


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_bid_that_does_not_exist_is_named(award, capsys, lang):
    done = call(capsys, "prove", ROOT / MODEL, FOLDER, award[0], "--bid", "B99", "--lang", lang)

    assert done.code == 2
    assert "B99" in done.err


@pytest.mark.parametrize("as_json", [True, False])
def test_an_award_as_good_is_named(tmp_path, capsys, monkeypatch, award, as_json):
    def tie(*_given, **_named):
        raise AsGood([1], ["B00001"])

    monkeypatch.setattr("award_opt.prove.certify_bid", tie)
    words = (
        "prove",
        ROOT / MODEL,
        FOLDER,
        award[0],
        "--bid",
        "B00002",
        *(["--json"] if as_json else []),
    )

    done = call(capsys, *words)

    assert done.code == 1
    assert "B00001" in done.out


def test_the_time_limit_covers_the_award_as_well(capsys):
    done = call(capsys, "prove", ROOT / MODEL, "--time-limit", "1e-9")

    assert done.code == 3
    assert done.out

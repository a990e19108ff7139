"""What is proven of an award, and what the checker says when anything about it changes."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from operator import ge

import pytest
from cli import call, environment
from random_tenders import random_case
from readme_blocks import ROOT
from small_programs import best, change, lawful, random_program, written

from award_opt.certificate import Refused, check, judged
from award_opt.engines import Clock
from award_opt.errors import InputError, SolverError
from award_opt.generate import generate
from award_opt.instance import read_instance
from award_opt.program.program import compile_program
from award_opt.program.program_file import described, rebuilt
from award_opt.prove import BetterFound, again, certify, prove
from award_opt.prove.refuter import Refuter
from award_opt.solve import Options, solve
from award_opt.tender import Tender, read_tender

INSTANCES = sorted(path.name for path in (ROOT / "instances").iterdir())
YOUTH = "hvb-youth-2022-small-share"
FAST = Options(cross_check=False)
CHANGES = int(os.environ.get("AWARD_OPT_CHANGES", "40"))  # 1,000 make the ten thousand


def inputs(name: str):
    """The tender and the bids of a shipped instance."""
    folder = ROOT / "instances" / name
    head = folder.joinpath("instance.toml").read_text("utf-8")
    model = head.partition('tender = "')[2].partition('"')[0]
    tender = read_tender(ROOT / "models" / f"{model}.toml")
    return tender, read_instance(folder, tender)


@pytest.fixture(scope="module")
def youth():
    tender, instance = inputs(YOUTH)
    award = solve(tender, instance, FAST)
    return tender, instance, award, certify(tender, instance, award)


@pytest.mark.parametrize("name", INSTANCES)
def test_every_shipped_instance_is_proven_exactly(name):
    tender, instance = inputs(name)
    award = solve(tender, instance, FAST)

    proven = certify(tender, instance, award)

    assert proven.rung == "exact"
    assert len(proven.data) < 4000
    verdict = check(tender, instance, award, proven.data)
    assert verdict.claim == ("infeasible" if award.status == "infeasible" else "optimal")
    assert verdict.winners == [winner.bid for winner in award.winners]


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_random_tenders_are_proven_exactly(first):
    for seed in range(first, first + 20):
        tender, instance = random_case(seed)
        award = solve(tender, instance, FAST)
        proven = certify(tender, instance, award)
        assert proven.rung == "exact"
        assert check(tender, instance, award, proven.data).winners == [
            winner.bid for winner in award.winners
        ]


def test_the_same_award_gives_the_same_bytes(youth):
    tender, instance, award, proven = youth

    assert certify(tender, instance, award).data == proven.data


def test_a_conflict_is_proven_from_the_rules_that_clash():
    tender, instance = inputs("hvb-youth-2022-conflict")

    proven = certify(tender, instance, solve(tender, instance, FAST))

    assert proven.rules == ("S4-COVER", "S4-MAX-WEST")


@pytest.mark.parametrize("seed", range(60))
def test_any_set_of_rules_that_clashes_is_proven_from_those_rules_alone(seed):
    program = random_program(seed)
    groups = {"CAP", "COVER east", "COVER west/adhd", "SHARE"}
    for rules in ({"CAP"}, {"CAP", "COVER"}, {"COVER", "SHARE"}, {"CAP", "COVER", "SHARE"}, groups):
        if len(lawful(program, rules)):
            with pytest.raises(BetterFound):
                prove(written(program), None, Clock(), rules=rules)
        else:
            proven = prove(written(program), None, Clock(), rules=rules)
            assert set(proven.rules) <= rules
            assert judged(written(program), proven.data).claim == "infeasible"


def test_every_cut_that_is_written_is_used(youth):
    content = json.loads(gzip.decompress(youth[3].data))
    assert any(proof["steps"] for part in content["parts"].values() for proof in part.values())
    rows = len(json.loads(rebuilt(*youth[:2]))["rows"])
    for part in content["parts"].values():
        proof = part["0"]
        cuts = [step for step in proof["steps"] if step[0] == "cut"]
        sums = [
            *proof["pool"],
            *(step[-1] if step[0] != "cut" else step[1] for step in proof["steps"]),
        ]
        used = {number for given in sums for number in given[::2]}
        first = rows + 1
        assert set(range(first, first + len(cuts))) <= used


# --- claims that are false


def test_a_worse_award_is_never_proven(youth):
    tender, instance, award, _ = youth
    worse = award.model_copy(update={"winners": award.winners[:-1]})
    program = compile_program(tender, instance)
    won = {winner.bid for winner in worse.winners}
    values = [j for j, bid in enumerate(program.columns.bids) if bid.id in won]

    with pytest.raises((BetterFound, Refused)):
        prove(described(program), values, Clock())


@pytest.mark.parametrize("seed", range(60))
def test_no_other_award_of_a_small_program_is_proven(seed):
    program = random_program(seed)
    truth = best(program)
    for number in range(2 ** program["size"]):
        winners = [j for j in range(program["size"]) if number >> j & 1]
        bids = [j for j in winners if j < len(program["bids"])]
        if truth is not None and bids == [j for j in truth if j < len(program["bids"])]:
            continue
        with pytest.raises((BetterFound, Refused)):
            prove(written(program), winners, Clock())


def test_that_nothing_is_lawful_is_not_proven_where_something_is(youth):
    tender, instance, award, _ = youth
    none = award.model_copy(
        update={"status": "infeasible", "winners": [], "goals": [], "ties": None, "ledger": []}
    )

    with pytest.raises(SolverError) as refusal:
        certify(tender, instance, none)

    assert [finding.code for finding in refusal.value.findings] == ["prove_better_found"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"status": "unknown"}, "prove_nothing_claimed"), ({"winners": 3}, "prove_unlawful")],
)
def test_an_award_that_claims_nothing_or_breaks_a_rule_is_not_proven(youth, change, code):
    tender, instance, award, _ = youth
    if change.get("winners"):
        lost = sorted({bid.id for bid in instance.bids} - {w.bid for w in award.winners})
        entry = award.winners[0]
        more = [entry.model_copy(update={"bid": bid}) for bid in lost]
        change = {"winners": [*award.winners, *more]}

    with pytest.raises(InputError) as refusal:
        certify(tender, instance, award.model_copy(update=change))

    assert [finding.code for finding in refusal.value.findings] == [code]


# --- anything else that changes is refused


def test_a_proof_stands_for_its_own_inputs_only(youth):
    _tender, _instance, _award, proven = youth
    other, bids = inputs("hvb-youth-2022")

    with pytest.raises(Refused, match="program differs"):
        check(other, bids, solve(other, bids, FAST), proven.data)


def test_a_proof_stands_for_its_own_winners_only(youth):
    tender, instance, award, proven = youth
    fewer = award.model_copy(update={"winners": award.winners[1:]})

    with pytest.raises(Refused, match="winners differ"):
        check(tender, instance, fewer, proven.data)


def test_a_proof_of_an_award_is_none_that_there_is_none(youth):
    tender, instance, award, proven = youth

    with pytest.raises(Refused, match="status differs"):
        check(tender, instance, award.model_copy(update={"status": "infeasible"}), proven.data)


def changed(tender: Tender, rule: str, **fields: object) -> Tender:
    rules = [each.model_copy(update=fields) if each.id == rule else each for each in tender.rules]
    return tender.model_copy(update={"rules": tuple(rules)})


def test_another_cap_or_score_is_refused(youth):
    tender, instance, award, proven = youth
    cap = changed(tender, "S3-MAX", limit=16)
    bid = max(instance.bids, key=lambda bid: bid.score or 0)
    bids = tuple(
        each if each.id != bid.id else type(each)(**{**fields(each), "score": each.score + 1})
        for each in instance.bids
    )
    scored = type(instance)(**{**fields(instance), "bids": bids})

    for inputs_ in ((cap, instance), (tender, scored)):
        with pytest.raises(Refused, match="program differs"):
            check(*inputs_, award, proven.data)


def fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}


@pytest.mark.parametrize("seed", range(1, 11))
def test_no_single_change_of_a_real_proof_shows_another_award(seed, tmp_path):
    tender = read_tender(ROOT / "models" / f"{YOUTH}.toml")
    generate(tender, 160, seed, tmp_path)
    instance = read_instance(tmp_path, tender)
    award = solve(tender, instance, FAST)
    program = rebuilt(tender, instance)
    content = json.loads(gzip.decompress(certify(tender, instance, award).data))
    rng = random.Random(seed)
    for _ in range(CHANGES):
        other = change(rng, content)
        try:
            verdict = judged(program, written(other))
        except Refused:
            continue
        if content["claim"] == "infeasible":
            assert verdict.claim == "infeasible"
            continue
        assert verdict.winners == [winner.bid for winner in award.winners]
        assert verdict.values == content["values"]
        assert all(map(ge, verdict.bounds, verdict.values))


# --- on a changed program


@pytest.mark.parametrize("seed", range(150))
def test_an_old_proof_that_still_stands_names_the_best_award_of_the_changed_program(seed):
    program = random_program(seed)
    rng = random.Random(seed)
    proven = prove(written(program), best(program), Clock())
    for _ in range(8):
        changed_one = other_limit_or_score(rng, program)
        found = again(proven.data, written(changed_one))
        if found is not None:
            truth = best(changed_one)
            bids = range(len(program["bids"]))
            names = [f"B{j}" for j in bids if truth is not None and j in truth]
            assert found[1].winners == names
            assert (found[1].claim == "infeasible") == (truth is None)


def other_limit_or_score(rng, program):
    changed_one = json.loads(json.dumps(program))
    terms = [term for _, goal in changed_one["goals"] for term in goal]
    if changed_one["rows"] and (rng.random() < 0.5 or not terms):
        rng.choice(changed_one["rows"])[4] += rng.choice((-2, -1, 1, 2))
    elif terms:
        rng.choice(terms)[1] += rng.choice((-2, -1, 1, 2))
    return changed_one


def test_an_old_proof_settles_what_if_a_loser_scores_less(youth):
    tender, instance, award, proven = youth
    won = {winner.bid for winner in award.winners}
    content = json.loads(rebuilt(tender, instance))
    stands = 0
    for j, weight in content["goals"][0][1][:40]:
        if content["bids"][j] in won:
            continue
        goal = [[k, w - 100 if k == j else w] for k, w in content["goals"][0][1]]
        lower = {**content, "goals": [["total_score", goal], *content["goals"][1:]]}
        assert weight > 100
        stands += again(proven.data, written(lower)) is not None
    assert stands > 3


def test_an_old_proof_says_nothing_where_the_award_is_no_longer_lawful(youth):
    tender, instance, _, proven = youth
    smaller = changed(tender, "S3-MAX", limit=14)

    assert again(proven.data, rebuilt(smaller, instance)) is None


# --- the ladder


def test_without_time_the_bound_of_the_relaxation_is_proven(youth):
    tender, instance, award, _ = youth

    proven = certify(tender, instance, award, clock=Clock(1e-9))

    assert proven.rung == "root"
    verdict = check(tender, instance, award, proven.data)
    assert verdict.claim == "goals"
    assert verdict.bounds[0] > verdict.values[0]
    assert len(verdict.bounds) == 1


def test_a_smaller_gap_is_proven_where_the_exact_tree_grows_too_large(youth, monkeypatch):
    tender, instance, award, _exact = youth
    root = certify(tender, instance, award, clock=Clock(1e-9))
    clock = Clock(60)
    monkeypatch.setattr("award_opt.prove.award.EXACT_SHARE", 1e-12)

    proven = certify(tender, instance, award, clock=clock)

    assert proven.rung == "gap"
    verdict = check(tender, instance, award, proven.data)
    assert verdict.values[0] < verdict.bounds[0] < root.verdict.bounds[0]


def test_a_worthless_hint_costs_time_and_never_truth(monkeypatch):
    monkeypatch.setattr(Refuter, "_sum", lambda *_, **__: [])
    for seed in range(40):
        program = random_program(seed)
        proven = prove(written(program), best(program), Clock())
        assert judged(written(program), proven.data).claim in ("optimal", "infeasible")


# --- commands


@pytest.fixture
def files(youth, tmp_path):
    (tmp_path / "award.json").write_bytes(youth[2].to_bytes())
    (tmp_path / "proof").write_bytes(youth[3].data)
    model, folder = ROOT / "models" / f"{YOUTH}.toml", ROOT / "instances" / YOUTH
    return tmp_path, (model, folder, tmp_path / "award.json")


def test_prove_writes_what_verify_and_the_checker_alone_accept(files, capsys):
    folder, words = files
    to = ("-o", folder / "own", "--program", folder / "program.json")

    done = call(capsys, "prove", *words, *to)
    assert done.code == 0
    assert done.out.startswith("Proven exactly")

    verified = call(capsys, "verify", *words, "--certificate", folder / "own")
    assert verified.code == 0
    assert "The proof stands" in verified.out
    alone = subprocess.run(
        [sys.executable, "-I", "award_opt/certificate.py", folder / "program.json", folder / "own"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert alone.returncode == 0
    assert alone.stdout.startswith("VERIFIED optimal")


def test_prove_says_which_rung_it_reached(files, capsys):
    _, words = files

    done = call(capsys, "prove", *words, "--time-limit", "1e-9", "--json")

    assert done.code == 3
    assert json.loads(done.out)["rung"] == "root"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_verify_says_when_a_proof_shows_bounds_only(files, capsys, lang):
    folder, words = files
    call(capsys, "prove", *words, "--time-limit", "1e-9", "-o", folder / "weak")

    done = call(capsys, "verify", *words, "--certificate", folder / "weak", "--lang", lang)

    assert done.code == 1
    assert "total_score" in done.out


def test_verify_names_why_a_proof_is_refused(files, capsys):
    folder, words = files
    (folder / "proof").write_bytes(gzip.compress(b"{}"))

    done = call(capsys, "verify", *words, "--certificate", folder / "proof", "--json")

    assert done.code == 1
    assert [finding["code"] for finding in json.loads(done.out)["findings"]] == [
        "refused_malformed"
    ]


BLOCKED = """
import sys
for name in ("ortools", "highspy", "pandas", "scipy"):
    sys.modules[name] = None
from award_opt.cli import main
main()
"""


def test_a_proof_is_checked_where_no_solver_is_installed(files):
    folder, words = files

    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, "verify", *words, "--certificate", folder / "proof"],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "The proof stands" in done.stdout

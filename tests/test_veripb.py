"""Proofs for VeriPB show what they claim: replayed here, and by VeriPB itself where installed."""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import subprocess
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from cli import call
from readme_blocks import ROOT
from small_programs import best, change, lawful, random_program, worth, written
from veripb_replay import HEADER, Wrong, read_opb, replay

from award_opt.certificate import Refused
from award_opt.engines import Clock
from award_opt.generate import generate
from award_opt.instance import read_instance
from award_opt.program.program_file import rebuilt
from award_opt.prove import AsGood, certify, prove, prove_bid, told
from award_opt.solve import Options, solve
from award_opt.tender import read_tender

FAST = Options(cross_check=False)
SMALL_SHARE = "hvb-youth-2022-small-share"
INSTANCES = sorted(path.name for path in (ROOT / "instances").iterdir())
VERIPB = shutil.which("veripb")


def inputs(name):
    folder = ROOT / "instances" / name
    head = folder.joinpath("instance.toml").read_text("utf-8")
    model = head.partition('tender = "')[2].partition('"')[0]
    tender = read_tender(ROOT / "models" / f"{model}.toml")
    return tender, read_instance(folder, tender)


@cache
def shipped(name) -> dict[str, bytes]:
    tender, instance = inputs(name)
    award = solve(tender, instance, FAST)
    return told(rebuilt(tender, instance), certify(tender, instance, award).data)


@cache
def small(seed) -> dict[str, bytes]:
    program = written(random_program(seed))
    return told(program, prove(program, best(random_program(seed)), Clock()).data)


def pairs(files):
    for entry in json.loads(files["index.json"]):
        yield entry, files[entry["opb"]].decode(), files[entry["proof"]].decode()


# --- the proofs stand


@pytest.mark.parametrize("name", INSTANCES)
def test_the_proofs_of_every_shipped_instance_are_replayed(name):
    shown = [(entry, replay(opb, proof)) for entry, opb, proof in pairs(shipped(name))]

    assert shown
    claims = {claim for _, (claim, _) in shown}
    assert claims == ({"UNSAT"} if "infeasible" in shown[0][0] else {"BOUNDS"})


@pytest.mark.parametrize("name", INSTANCES)
def test_the_bounds_of_the_parts_add_up_to_the_value_of_each_goal(name):
    tender, instance = inputs(name)
    content = json.loads(
        gzip.decompress(certify(tender, instance, solve(tender, instance, FAST)).data)
    )
    goals = {}
    for entry, opb, proof in pairs(shipped(name)):
        if "goal" in entry:
            _, bound = replay(opb, proof)
            assert bound == -entry["at_most"]
            goals[entry["goal"]] = goals.get(entry["goal"], 0) + entry["at_most"]
    for goal, value in goals.items():
        assert value == content["values"][int(goal.removeprefix("goal-")) - 1]


def test_the_proofs_of_small_programs_are_replayed():
    cuts = 0
    for seed in range(400):
        for _, opb, proof in pairs(small(seed)):
            replay(opb, proof)
            cuts += proof.count("pbc ")
    assert cuts > 30


def test_a_real_proof_with_many_cuts_and_leaves_is_replayed(tmp_path):
    tender = read_tender(ROOT / "models" / f"{SMALL_SHARE}.toml")
    generate(tender, 160, 1, tmp_path)
    instance = read_instance(tmp_path, tender)
    award = solve(tender, instance, FAST)

    files = told(rebuilt(tender, instance), certify(tender, instance, award).data)

    assert sum(proof.count("pbc ") for _, _, proof in pairs(files)) > 5
    for _, opb, proof in pairs(files):
        replay(opb, proof)


def test_the_proof_of_a_bid_is_replayed():
    claims = set()
    for seed in range(120):
        program, truth = random_program(seed), best(random_program(seed))
        for bid in range(len(program["bids"])) if truth is not None else ():
            try:
                proven = prove_bid(written(program), truth, bid, Clock())
            except AsGood:
                continue
            for _, opb, proof in pairs(told(written(program), proven.data)):
                claims.add(replay(opb, proof)[0])
    assert claims == {"UNSAT", "BOUNDS"}


def test_the_same_certificate_gives_the_same_bytes():
    program = written(random_program(3))
    proven = prove(program, best(random_program(3)), Clock())

    assert told(program, proven.data) == told(program, proven.data)


@pytest.mark.skipif(VERIPB is None, reason="the command veripb is not installed")
@pytest.mark.parametrize("name", INSTANCES)
def test_veripb_itself_accepts_the_proofs(name, tmp_path):
    for entry, _, _ in pairs(shipped(name)):
        for file in (entry["opb"], entry["proof"]):
            (tmp_path / file).write_bytes(shipped(name)[file])
        words = [str(VERIPB), entry["opb"], entry["proof"]]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


# --- what the formulas say


def test_the_formulas_say_together_what_the_award_is():
    for seed in range(150):
        program, truth = random_program(seed), best(random_program(seed))
        for entry, opb, _ in pairs(small(seed)):
            values = feasible(opb)
            if "infeasible" in entry:
                assert not values
                assert not len(lawful(program, set(entry["infeasible"])))
            elif "goal" in entry:
                assert min(values) == -entry["at_most"]
            elif "order" in entry:
                bids = [program["bids"].index(bid) for bid in entry["order"]]
                weights = [2 ** (len(bids) - 1 - k) for k in range(len(bids))]
                chosen = sum(w for w, j in zip(weights, bids, strict=True) if j in truth)
                assert min(values) == -chosen
            else:
                assert min(values) == 0


def feasible(opb) -> list[int]:
    """The objective of every solution, by brute force."""
    formula = read_opb(opb)
    objective = formula.objective or {}
    names = sorted({name for row in formula.rows for name in row.terms} | {*objective})
    found = []
    for choice in product((0, 1), repeat=len(names)):
        values = dict(zip(names, choice, strict=True))
        if all(
            sum(a * values[n] for n, a in row.terms.items()) >= row.bound for row in formula.rows
        ):
            found.append(sum(c * values[n] for n, c in objective.items()))
    return found


# --- any change that makes a claim false is refused


def test_no_change_of_a_formula_or_a_proof_shows_what_is_false():
    rng, still, refused = random.Random(5), 0, 0
    for seed in range(250):
        for _, opb, proof in pairs(small(seed)):
            for _ in range(6):
                texts = [opb, proof]
                which = rng.randrange(2)
                texts[which] = tampered(rng, texts[which])
                try:
                    claim, bound = replay(*texts)
                except Wrong:
                    refused += 1
                    continue
                still += 1
                values = feasible(texts[0])
                assert (not values) if claim == "UNSAT" else min(values) == bound
    assert refused > 1000
    assert still > 300


def tampered(rng, text):
    """The text with a number changed, a literal turned, or a line dropped or doubled."""
    lines = text.splitlines()
    place = rng.randrange(1, len(lines))
    kind = rng.choice(("number", "number", "literal", "drop", "double"))
    if kind == "drop":
        del lines[place]
    elif kind == "double":
        lines.insert(place, lines[place])
    else:
        pattern = r"(?<![x\d])-?\d+" if kind == "number" else r"~?x\d+"
        found = list(re.finditer(pattern, lines[place]))
        if found:
            one = rng.choice(found)
            new = turned(rng, one[0])
            lines[place] = lines[place][: one.start()] + new + lines[place][one.end() :]
    return "\n".join(lines) + "\n"


def turned(rng, word):
    if word.lstrip("~").startswith("x"):
        return word[1:] if word[0] == "~" else f"~{word}"
    return str(int(word) + rng.choice((-2, -1, 1, 2)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version 3.0", "version 2.0"),
        ("conclusion BOUNDS -2", "conclusion BOUNDS -3"),
        ("BOUNDS -2 : 3 -2", "BOUNDS -2 : 2 -2"),
        ("soli x1 x2 ~x3", "soli x1 x2 x3"),
        ("soli x1 x2 ~x3", "soli x1 x2"),
        ("end pseudo-Boolean proof ;", "end"),
        ("rup >= 1 ;\n", ""),
        ("f 1 ;", "f 2 ;"),
        ("rup >= 1 ;", "a >= 1 ;"),
    ],
)
def test_the_replayer_of_these_tests_is_strict(old, new):
    opb = "* #variable= 3 #constraint= 1\nmin: -1 x1 -1 x2 -1 x3 ;\n-1 x1 -1 x2 -1 x3 >= -2 ;\n"
    steps = "f 1 ;\nsoli x1 x2 ~x3 ;\nrup >= 1 ;\noutput NONE ;\nconclusion BOUNDS -2 : 3 -2 ;\n"
    proof = f"{HEADER}\n{steps}end pseudo-Boolean proof ;\n"
    assert replay(opb, proof) == ("BOUNDS", -2)
    assert old in proof

    with pytest.raises(Wrong):
        replay(opb, proof.replace(old, new))


def test_a_certificate_that_does_not_stand_is_not_told():
    program = random_program(7)
    content = json.loads(gzip.decompress(prove(written(program), best(program), Clock()).data))
    rng, refused = random.Random(7), 0
    for _ in range(200):
        other = gzip.compress(written(change(rng, content)))
        try:
            files = told(written(program), other)
        except (Refused, LookupError, TypeError, ValueError, AttributeError, OSError):
            refused += 1
            continue
        for _, opb, proof in pairs(files):
            try:
                claim, bound = replay(opb, proof)
            except Wrong:
                refused += 1
            else:
                assert claim == "UNSAT" or min(feasible(opb)) == bound
    assert refused > 20


def test_an_award_that_is_not_the_best_is_never_told_as_such():
    for seed in range(60):
        program, truth = random_program(seed), best(random_program(seed))
        every = lawful(program)
        if truth is None or len(every) < 2:
            continue
        content = json.loads(gzip.decompress(prove(written(program), truth, Clock()).data))
        other = next(row for row in every if worth(program, row[None, :]) != worth_of(program))
        content["award"] = [j for j, value in enumerate(other.tolist()) if value]
        try:
            files = told(written(program), gzip.compress(written(content)))
            for _, opb, proof in pairs(files):
                replay(opb, proof)
        except (Refused, Wrong, LookupError):
            continue
        pytest.fail("a worse award was told as the best")


def worth_of(program):
    every = lawful(program)
    return [max(worth(program, every))]


# --- the command


def test_prove_writes_a_folder_for_veripb(tmp_path, capsys):
    target = tmp_path / "proofs"
    words = ("prove", ROOT / "models" / f"{SMALL_SHARE}.toml", "--format", "veripb")

    done = call(capsys, *words, "-o", target)

    assert done.code == 0
    written_files = {path.name: path.read_bytes() for path in target.iterdir()}
    assert written_files == shipped(SMALL_SHARE)


def test_a_folder_in_use_is_left_alone(tmp_path, capsys):
    (tmp_path / "file").touch()
    words = ("prove", ROOT / "models" / f"{SMALL_SHARE}.toml", "--format", "veripb")

    done = call(capsys, *words, "-o", tmp_path)

    assert done.code == 2
    assert [path.name for path in Path(tmp_path).iterdir()] == ["file"]


def test_less_than_an_exact_proof_is_not_written_for_veripb(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("award_opt.prove.award.EXACT_SHARE", 1e-12)
    words = ("prove", ROOT / "models" / f"{SMALL_SHARE}.toml", "--format", "veripb")

    done = call(capsys, *words, "-o", tmp_path / "proofs", "--time-limit", "60")

    assert done.code == 3
    assert not (tmp_path / "proofs").exists()

"""Every conflict has a certificate that the checker accepts for exactly its members."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from cli import blocked, call, process
from conflict_cases import brute_conflicts, keeping_all, patchable, shipped, tight_case
from readme_blocks import ROOT
from small_programs import change, written

from award_opt import record
from award_opt.certificate import Refused, judged
from award_opt.conflict import certified, conflicts, numbered
from award_opt.engines import Clock
from award_opt.errors import SolverError
from award_opt.program.program import compile_program
from award_opt.program.program_file import described
from award_opt.record import bag
from award_opt.record import verify as check_record
from award_opt.record.contents import CONFLICTS, PROOF
from award_opt.report.record import Retelling

SHIPPED = [
    ("hvb-youth-2022-conflict", "hvb-youth-2022-conflict", None),
    ("hvb-youth-2022", "hvb-youth-2022-scarce", None),
    ("alphen-2018", "alphen-2018-none-reaches", None),
    ("lekstroom-2024-gap", "lekstroom-2024-gap", "must-cover"),
]
SEEDS = [seed for seed in range(40) if patchable(seed)]


def found_in(tender, instance):
    """The conflicts with their certificates, and the program that these are about."""
    program = compile_program(tender, instance)
    found = conflicts(tender, instance, limit=200, wishes=keeping_all(tender))
    return certified(found, program), described(program)


def names(own):
    return sorted(f"{member.rule} {member.group}".rstrip() for member in own.members)


@pytest.mark.parametrize(("model", "instance", "what_if"), SHIPPED)
def test_every_conflict_of_a_shipped_tender_is_proven_for_its_members(model, instance, what_if):
    found, program = found_in(*shipped(model, instance, what_if))

    assert numbered(found)
    for _, own in numbered(found):
        verdict = judged(program, own.certificate)
        assert (verdict.claim, verdict.named) == ("infeasible", names(own))
        assert len(own.certificate) < 400


@pytest.mark.parametrize("seed", SEEDS)
def test_every_conflict_of_a_random_tender_is_proven_for_its_members_alone(seed):
    tender, instance = tight_case(seed)
    found, program = found_in(tender, instance)

    every = [frozenset((m.rule, m.group) for m in own.members) for _, own in numbered(found)]
    assert set(every) == brute_conflicts(tender, instance)
    for _, own in numbered(found):
        assert judged(program, own.certificate).named == names(own)
        for name in names(own):
            assert not stands_without(program, own.certificate, name)


def stands_without(program, certificate, name):
    """Whether the certificate is accepted when one member is named no longer."""
    content = json.loads(gzip.decompress(certificate))
    content["rules"] = [rule for rule in content["rules"] if rule != name]
    try:
        judged(program, written(content))
    except Refused:
        return False
    return True


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_no_change_of_a_proof_shows_other_rules_to_clash(seed):
    tender, instance = tight_case(seed)
    every = brute_conflicts(tender, instance)
    found, program = found_in(tender, instance)
    rng, told = random.Random(seed), {f"{r} {g}".rstrip(): (r, g) for own in every for r, g in own}
    for _, own in numbered(found):
        content = json.loads(gzip.decompress(own.certificate))
        for _ in range(60):
            try:
                verdict = judged(program, written(change(rng, content)))
            except Refused:
                continue
            assert any(known <= {told[name] for name in verdict.named} for known in every)


def test_a_conflict_that_is_none_is_not_certified():
    tender, instance = shipped(*SHIPPED[0])
    program = compile_program(tender, instance)
    found = conflicts(tender, instance)
    (own,) = found.conflicts
    fewer = type(own)(own.members[1:], ())

    with pytest.raises(SolverError):
        certified(type(found)("conflict", conflicts=(fewer,)), program)


def test_a_conflict_without_proof_in_time_says_so(monkeypatch, capsys):
    monkeypatch.setattr("award_opt.conflict.proofs.prove", unproven)

    done = call(capsys, "conflict", "models/hvb-youth-2022-conflict.toml")

    assert "without proof: 1" in done.out


def unproven(program, winners, clock, rules):
    from award_opt.prove.award import prove

    stopped = Clock()
    stopped.stopped.set()
    return prove(program, winners, stopped, rules=rules)


# --- what an auditor is given


@pytest.mark.parametrize(("model", "instance", "what_if"), SHIPPED)
def test_the_folder_is_checked_without_the_package(model, instance, what_if, tmp_path, capsys):
    words = ("conflict", ROOT / f"models/{model}.toml", ROOT / f"instances/{instance}")
    if what_if is not None:
        words = (*words, "--what-if", what_if)

    done = call(capsys, *words, "-o", tmp_path / "proofs")

    assert done.code == 1
    listed = json.loads((tmp_path / "proofs/conflicts.json").read_bytes())
    assert listed
    for own in listed:
        alone = subprocess.run(
            [sys.executable, "-I", "certificate.py", "program.json", own["certificate"]],
            cwd=tmp_path / "proofs",
            capture_output=True,
            text=True,
            check=False,
        )
        assert (alone.returncode, alone.stderr) == (0, "")
        told = ", ".join(sorted(f"{m['rule']} {m['group']}".rstrip() for m in own["members"]))
        assert alone.stdout.startswith(f"VERIFIED infeasible ({told})")


def test_a_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    (tmp_path / "file").touch()

    done = call(capsys, "conflict", "models/hvb-youth-2022-conflict.toml", "-o", tmp_path)

    assert done.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_is_written_where_an_award_is_lawful(tmp_path, capsys):
    done = call(capsys, "conflict", "models/hvb-youth-2022.toml", "-o", tmp_path / "proofs")

    assert done.code == 0
    assert not (tmp_path / "proofs").exists()


def test_the_json_holds_the_certificates(capsys):
    model = "models/hvb-youth-2022-conflict.toml"
    found = json.loads(call(capsys, "conflict", model, "--json").out)
    program = described(compile_program(*shipped(*SHIPPED[0])))

    (own,) = found["conflicts"]

    assert judged(program, written(own["certificate"])).claim == "infeasible"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_verify_accepts_the_proof_of_a_conflict_and_names_its_rules(lang, tmp_path, capsys):
    model = "models/hvb-youth-2022-conflict.toml"
    call(capsys, "solve", model, "-o", tmp_path / "award.json")
    call(capsys, "conflict", model, "-o", tmp_path / "proofs")
    proof = tmp_path / "proofs/conflict-001.json.gz"
    words = ("verify", model, tmp_path / "award.json", "--certificate", proof, "--lang", lang)

    done = call(capsys, *words)

    assert done.code == 0
    assert "S4-COVER west/adhd, S4-COVER west/dyslexia" in done.out


# --- in a record


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("records") / "record"
    done = process("record", "models/hvb-youth-2022-conflict.toml", "-o", target)
    assert (done.code, done.err) == (0, "")
    return target


def codes(folder: Path) -> list[str]:
    return [finding.code for finding in check_record(folder, Retelling()).found]


def forged(made: Path, folder: Path, **changes: bytes | None) -> Path:
    """The record with some files changed, added or left out, and its digests made right again."""
    files = {
        path.relative_to(made).as_posix(): path.read_bytes()
        for path in made.rglob("*")
        if path.is_file() and path.parent != made
    }
    for name, data in changes.items():
        files[name] = data or b""
    kept = {name: data for name, data in files.items() if data}
    plain = {"README.md": (made / "README.md").read_bytes()}
    info = dict(
        line.split(": ", 1)
        for line in (made / bag.INFO_FILE).read_text().splitlines()
        if not line.startswith("Payload")
    )
    bag.write(folder, bag.bagged({**kept, **plain}, info), lambda partial: None)
    return folder


def test_a_record_proves_each_conflict_where_no_solver_is_installed(made):
    done = process("verify", made, before=blocked("ortools", "highspy", "pandas", "scipy"))

    assert (done.code, done.err) == (0, "")
    assert "conflicts: 1, each proven" in done.out


def test_the_forger_of_these_tests_can_make_a_right_record(made, tmp_path):
    assert codes(forged(made, tmp_path / "same")) == []


def listing(made: Path) -> list[dict]:
    return json.loads((made / CONFLICTS).read_bytes())


def test_a_conflict_in_a_record_cannot_lose_or_gain_a_rule(made, tmp_path):
    for k, members in enumerate(
        (
            listing(made)[0]["members"][1:],
            [*listing(made)[0]["members"], {"rule": "S3-MAX", "group": ""}],
        )
    ):
        data = written([{**listing(made)[0], "members": members}]) + b"\n"
        folder = forged(made, tmp_path / str(k), **{CONFLICTS: data})
        assert codes(folder) == ["record_conflict_differs"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("conflict-001.json.gz", None, "record_conflicts_differ"),
        ("conflict-002.json.gz", b"x", "record_conflicts_differ"),
        ("conflict-001.json.gz", gzip.compress(b"{}"), "refused_malformed"),
        ("conflicts.json", b"[]", "record_conflicts_malformed"),
        ("conflicts.json", b"[1]\n", "record_conflicts_malformed"),
        ("conflicts.json", None, "record_file_unknown"),
    ],
)
def test_what_is_wrong_with_conflicts_in_a_record_is_named(made, tmp_path, name, data, code):
    assert codes(forged(made, tmp_path / "forged", **{PROOF + name: data})) == [code]


def test_a_proof_in_a_record_that_stands_weaker_is_refused(made, tmp_path):
    whole = (made / PROOF / "certificate.json.gz").read_bytes()
    folder = forged(made, tmp_path / "forged", **{f"{PROOF}conflict-001.json.gz": whole})

    assert codes(folder) == ["record_conflict_differs"]


def test_a_lawful_award_has_no_conflicts_beside_it(made, tmp_path):
    target = tmp_path / "lawful"
    assert process("record", "models/lekstroom-2024-gap.toml", "-o", target).code == 0
    files = {
        name: (made / name).read_bytes() for name in (CONFLICTS, f"{PROOF}conflict-001.json.gz")
    }

    assert codes(forged(target, tmp_path / "forged", **files)) == ["record_file_unknown"]
    only = {CONFLICTS: b"[]\n"}
    assert codes(forged(target, tmp_path / "empty", **only)) == ["record_file_unknown"]


def test_a_listed_conflict_is_canonical(made):
    read = record.conflicts.read((made / CONFLICTS).read_bytes())

    assert record.conflicts.written(read) == (made / CONFLICTS).read_bytes()

"""The checker of certificates accepts nothing that brute force refutes, and never crashes."""

from __future__ import annotations

import ast
import gzip
import hashlib
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from readme_blocks import ROOT
from small_programs import (
    best,
    change,
    dot,
    holds,
    lawful,
    random_program,
    vectors,
    written,
)

from award_opt import certificate
from award_opt.certificate import Case, Refused, Row, judged
from award_opt.engines import Clock
from award_opt.prove import prove
from award_opt.texts import TEXTS

SYSTEMS = int(os.environ.get("AWARD_OPT_CUTS", "2000"))
PROGRAMS = int(os.environ.get("AWARD_OPT_CERTIFICATES", "400"))
CHANGES = 12  # of each certificate
CHECKER = ROOT / "award_opt" / "certificate.py"


# --- steps, one by one


def random_case(rng: random.Random) -> Case:
    size = rng.randint(1, 6)
    rows = [random_row(rng, size) for _ in range(rng.randint(1, 4))]
    return Case(rows, size)


def random_row(rng: random.Random, size: int) -> Row:
    largest = rng.choice((1, 5, 40))
    entries = [(j, rng.randint(-largest, largest)) for j in range(size) if rng.random() < 0.8]
    return Row(entries, rng.randint(-largest, largest), rng.random() < 0.2)


def keeping(case: Case) -> np.ndarray:
    """The vectors that keep all rows of a case and what is settled."""
    every = vectors(case.size)
    kept = np.ones(len(every), bool)
    for row in case.rows:
        over = dot(every, row.entries) - row.bound
        kept &= (over == 0) if row.equal else (over >= 0)
    for j, value in case.settled.items():
        kept &= every[:, j] == value
    return every[kept]


def random_sum(rng: random.Random, case: Case, *, signed: bool) -> list[int]:
    rows = rng.sample(range(len(case.rows)), rng.randint(1, len(case.rows)))
    lowest = {row: -6 if signed or case.rows[row].equal else 0 for row in rows}
    return [number for row in rows for number in (row, rng.randint(lowest[row], 6))]


def test_a_cut_keeps_every_vector_of_the_case():
    rng, sharp = random.Random(1), 0
    for _ in range(SYSTEMS):
        case = random_case(rng)
        kept = keeping(case)
        if len(kept) and rng.random() < 0.4:
            j = rng.randrange(case.size)
            case.settled[j] = int(kept[0, j])
            kept = keeping(case)
        flipped = [j for j in range(case.size) if rng.random() < 0.4]
        given = random_sum(rng, case, signed=True)
        case.cut(given, rng.randint(1, 12), flipped, rng.choice((1, 1, 2, 3)))
        cut = case.rows[-1]
        assert (dot(kept, cut.entries) >= cut.bound).all()
        sharp += bool((dot(vectors(case.size), cut.entries) < cut.bound).any())
    assert sharp > SYSTEMS / 4


def test_what_a_fix_settles_is_so_in_every_vector_of_the_case():
    rng, settled = random.Random(2), 0
    for _ in range(SYSTEMS):
        case = random_case(rng)
        kept = keeping(case)
        case.fix(random_sum(rng, case, signed=False))
        settled += len(case.settled)
        for j, value in case.settled.items():
            assert (kept[:, j] == value).all()
    assert settled > SYSTEMS / 10


def test_a_leaf_is_excluded_only_where_no_vector_is_left():
    rng, empty = random.Random(3), 0
    for _ in range(SYSTEMS):
        case = random_case(rng)
        if case.room(random_sum(rng, case, signed=False))[0] < 0:
            assert not len(keeping(case))
            empty += 1
    assert empty > SYSTEMS / 20


def test_what_a_probe_settles_is_so_in_every_vector_of_the_case():
    rng, settled = random.Random(4), 0
    for _ in range(SYSTEMS):
        case = random_case(rng)
        kept = keeping(case)
        j, value = rng.randrange(case.size), rng.randint(0, 1)
        given = random_sum(rng, case, signed=rng.random() < 0.3)
        try:
            case.probe(j, value, given)
        except Refused:
            continue
        assert case.settled == {j: 1 - value}
        assert (kept[:, j] == 1 - value).all()
        settled += 1
    assert settled > SYSTEMS / 20


def forged(case: Case) -> tuple[list[int], list[list[int]]]:
    """A tree over all open variables; each leaf by whichever row excludes it, rightly or not."""
    pool = [[row, times] for row in range(len(case.rows)) for times in (1, -1)]
    nodes: list[int] = []

    def split(j: int, values: dict[int, int]) -> None:
        while j < case.size and j in case.settled:
            j += 1
        if j == case.size:
            nodes.append(-1 - min(range(len(pool)), key=lambda k: excluding(case, pool[k], values)))
            return
        nodes.append(j)
        for value in (0, 1):
            split(j + 1, {**values, j: value})

    split(0, dict(case.settled))
    return nodes, pool


def excluding(case: Case, given: list[int], values: dict[int, int]) -> tuple[bool, bool]:
    """First the rows that such a vector breaks, then those that a wrong sign makes it break."""
    row, times = case.rows[given[0]], given[1]
    over = times * (sum(a * values[j] for j, a in row.entries) - row.bound)
    return not (over < 0 and (times > 0 or row.equal)), not over < 0


def test_a_forged_tree_stands_only_where_no_vector_is_left():
    rng, empty = random.Random(6), 0
    for _ in range(SYSTEMS // 4):
        case = random_case(rng)
        none = not len(keeping(case))
        try:
            case.tree(*forged(case))
        except Refused:
            assert not none
        else:
            assert none
            empty += 1
    assert empty > SYSTEMS / 80


def test_a_forged_order_stands_only_where_the_award_comes_first():
    rng, first = random.Random(8), 0
    for _ in range(SYSTEMS // 2):
        case = random_case(rng)
        kept = keeping(case)
        if not len(kept):
            continue
        award = kept[rng.randrange(len(kept))].tolist()
        order = rng.sample(range(case.size), case.size)
        best_one = max(kept.tolist(), key=lambda values: [values[j] for j in order])
        try:
            case.in_order(order, award, forged_order(rng, case, order, award))
        except Refused:
            continue
        assert best_one == award
        first += 1
    assert first > SYSTEMS / 40


def forged_order(rng: random.Random, case: Case, order: list[int], award: list[int]) -> dict:
    losers = [j for j in order if not award[j]]
    never = [j for j in losers if rng.random() < 0.3]
    trees, now = [], Case([*case.rows], case.size, dict.fromkeys(never, 0))
    for j in order:
        if j not in now.settled and not award[j]:
            now.settled[j] = 1
            trees.append(forged(now)[0])
        now.settled[j] = award[j]
    proof = {"steps": [], "pool": forged(case)[1], "trees": trees}
    if never:
        tree, pool = forged(case.also(Row([(j, 1) for j in never], 1)))
        proof["never"] = [never, {"steps": [], "pool": pool, "tree": tree}]
    return proof


# --- whole certificates


def certified(program: dict) -> dict:
    proven = prove(written(program), best(program), Clock())
    return json.loads(gzip.decompress(proven.data))


@pytest.fixture(scope="module")
def proofs() -> list[tuple[dict, dict]]:
    programs = [random_program(seed) for seed in range(PROGRAMS)]
    return [(program, certified(program)) for program in programs]


def accepted(program: dict, content: dict) -> bool:
    """Whether the checker accepts; anything but a verdict or a refusal is a crash."""
    try:
        judged(written(program), written(content))
    except Refused:
        return False
    return True


def test_every_small_program_is_proven_and_what_is_proven_is_true(proofs):
    claims = {"optimal": 0, "infeasible": 0}
    for program, content in proofs:
        assert holds(program, content)
        assert accepted(program, content)
        claims[content["claim"]] += 1
    assert min(claims.values()) > PROGRAMS / 20


@pytest.mark.parametrize("what", ["certificate", "program"])
def test_no_single_change_makes_the_checker_accept_what_is_false(proofs, what):
    rng = random.Random(what)
    still = refused = 0
    for program, content in proofs:
        for _ in range(CHANGES):
            if what == "certificate":
                changed, other = change(rng, content), program
            else:
                other = tampered(rng, program)
                digest = hashlib.sha256(written(other)).hexdigest()
                changed = {**content, "program": digest}
            if accepted(other, changed):
                still += 1
                assert holds(other, changed)
            else:
                refused += 1
    assert still > 0
    assert refused > still / 4


def tampered(rng: random.Random, program: dict) -> dict:
    """Another cap, score or coefficient."""
    changed = json.loads(json.dumps(program))
    terms = [term for _, goal in changed["goals"] for term in goal]
    terms += [term for row in changed["rows"] for term in row[2]]
    if changed["rows"] and (rng.random() < 0.5 or not terms):
        rng.choice(changed["rows"])[4] += rng.choice((-3, -1, 1, 3))
    elif terms:
        rng.choice(terms)[1] += rng.choice((-5, -1, 1, 5))
    return changed


def test_another_award_is_not_accepted_with_the_proof_of_the_best(proofs):
    rng = random.Random(5)
    for program, content in proofs:
        if content["claim"] == "optimal":
            award = [j for j in range(program["size"]) if rng.random() < 0.5]
            vector = np.isin(np.arange(program["size"]), award)[None, :].astype(np.int64)
            values = [int(dot(vector, terms)[0]) for _, terms in program["goals"]]
            other = {**content, "award": award, "values": values, "bounds": values}
            assert not accepted(program, other) or holds(program, other)


def test_bounds_that_are_proven_too_high_show_no_optimum(proofs):
    rng, false = random.Random(9), 0
    for program, content in proofs:
        if content["claim"] == "optimal":
            every = lawful(program)
            award = np.flatnonzero(every[rng.randrange(len(every))]).tolist()
            vector = np.isin(np.arange(program["size"]), award)[None, :].astype(np.int64)
            values = [int(dot(vector, terms)[0]) for _, terms in program["goals"]]
            claim = {**content, "award": award, "values": values, "bounds": values}
            changed = {**claim, "claim": "goals", "parts": too_high(program)}
            false += not holds(program, changed)
            assert not accepted(program, changed) or holds(program, changed)
    assert false > PROGRAMS / 10


def too_high(program: dict) -> dict:
    """For each part a bound so high that the goal alone shows it."""
    parts = certificate.read_program(written(program)).parts()
    number, goals = len(program["rows"]), range(len(program["goals"]))
    proof = {"steps": [], "tree": [-1], "bound": 10**6}
    return {
        str(part[0]): {str(k): {**proof, "pool": [[number + k, 1]]} for k in goals}
        for part in parts
    }


# --- what is no certificate at all


@pytest.fixture(scope="module")
def small() -> tuple[bytes, dict]:
    program = next(p for p in map(random_program, range(50)) if p["size"] > 4 and best(p))
    return written(program), certified(program)


def deep(content: dict) -> bytes:
    return b"[" * 1_000_000 + b"]" * 1_000_000


def long_tree(content: dict) -> bytes:
    nodes = list(range(1_000_000))
    proof = {"steps": [], "pool": [], "tree": nodes, "bound": 10**9}
    parts = {"0": {"0": proof}}
    return written({**content, "claim": "goals", "bounds": [10**9], "parts": parts})


def bomb(content: dict) -> bytes:
    return gzip.compress(b" " * 100 * 2**20)


BAD: dict[str, tuple[Callable[[dict], bytes], str]] = {
    "empty": (lambda content: b"", "malformed"),
    "a list": (lambda content: b"[]", "malformed"),
    "a number": (lambda content: b"5", "malformed"),
    "cut short": (lambda content: gzip.compress(written(content))[:-9], "unreadable"),
    "no gzip": (lambda content: b"\x1f\x8b" + b"x" * 50, "unreadable"),
    "not text": (lambda content: b"\xff\xfe\xff", "malformed"),
    "unpacks to 100 MB": (bomb, "file_too_large"),
    "100 MB": (lambda content: b" " * 100 * 2**20, "file_too_large"),
    "nested a million deep": (deep, "unreadable"),
    "a path of a million": (long_tree, "not_a_number_in_range"),
    "a long number": (lambda content: b'{"format":' + b"9" * 10**5 + b"}", "malformed"),
    "another format": (lambda content: written({**content, "format": "x"}), "format_unknown"),
    "another program": (
        lambda content: written({**content, "program": "0" * 64}),
        "program_differs",
    ),
    "another claim": (lambda content: written({**content, "claim": "best"}), "claim_unknown"),
    "a claim that is a list": (lambda content: written({**content, "claim": []}), "malformed"),
    "no claim": (
        lambda content: written({k: v for k, v in content.items() if k != "claim"}),
        "malformed",
    ),
    "a float": (lambda content: written({**content, "award": [0.0]}), "not_a_number_in_range"),
    "a truth value": (lambda content: written({**content, "award": [True]}), "not_a_number"),
    "a part too many": (
        lambda content: written({**content, "parts": {"99": {}}}),
        "part_unknown",
    ),
}


@pytest.mark.parametrize(("make", "code"), BAD.values(), ids=BAD)
def test_what_is_no_certificate_is_refused_with_its_reason(small, make, code):
    program, content = small
    assert content["claim"] == "optimal"

    with pytest.raises(Refused) as refusal:
        judged(program, make(content))

    assert refusal.value.code.startswith(code)


def test_a_tree_a_million_deep_is_refused_at_once(small):
    rows = [["CAP", "", [[j, 1] for j in range(40)], -1, 20]]
    everything = list(range(40))
    program = {
        "format": "award-program/1",
        "bids": [f"B{j}" for j in everything],
        "size": 40,
        "rows": rows,
        "goals": [["g", [[j, 1] for j in everything]]],
        "ranked": [],
        "tied": everything,
    }
    nodes = everything * 25_000
    proof = {"steps": [], "pool": [], "tree": nodes, "bound": 20}
    content = {
        "format": certificate.CERTIFICATE,
        "program": hashlib.sha256(written(program)).hexdigest(),
        "claim": "goals",
        "award": everything[:20],
        "values": [20],
        "bounds": [20],
        "parts": {"0": {"0": proof}},
    }

    with pytest.raises(Refused, match="variable settled"):
        judged(written(program), written(content))


def test_a_proof_that_takes_too_long_is_refused(monkeypatch):
    case = Case([Row([(j, 1) for j in range(1000)], 1)], 1000)
    case.count.limit = 10_000

    with pytest.raises(Refused, match="too much work"):
        case.take([["fix", [0, 1]]] * 20)


def test_numbers_that_grow_without_end_are_refused():
    case = Case([Row([(0, 3), (1, 2)], 1)], 2)

    with pytest.raises(Refused, match="not a number in range"):
        case.take(["cut", [number, 10**9], 2 * 10**9 + 1, [], 1] for number in range(200))


# --- it stands alone


def test_the_checker_imports_only_the_standard_library():
    tree = ast.parse(CHECKER.read_text("utf-8"))
    names = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    inner = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    typing_only = {"award_opt.award", "award_opt.domain", "award_opt.tender"}
    package = {name for name in inner if name and name.startswith("award_opt")}
    assert package == {"award_opt.program.program_file", *typing_only}


def test_the_checker_is_short_enough_to_be_read():
    tree = ast.parse(CHECKER.read_text("utf-8"))
    told: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        ):
            told |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(CHECKER.read_text("utf-8").splitlines(), 1)
    assert sum(bool(line.strip()) and number not in told for number, line in lines) <= 300


def test_every_reason_to_refuse_has_its_text():
    source = CHECKER.read_text("utf-8")
    codes = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source)) - {"award_opt"}
    codes |= {"malformed", "unreadable"}
    used = {code for code in codes if f'"{code}"' in source}
    assert {f"refused_{code}" for code in used} == {c for c in TEXTS if c.startswith("refused_")}


@pytest.mark.parametrize("name", ["program", "other"])
def test_the_checker_runs_alone(small, tmp_path, name):
    program, content = small
    (tmp_path / "program").write_bytes(program)
    (tmp_path / "other").write_bytes(written(random_program(8)))
    (tmp_path / "proof").write_bytes(gzip.compress(written(content)))

    done = alone(tmp_path / name, tmp_path / "proof")

    assert done.returncode == (name != "program")
    assert done.stdout.startswith("VERIFIED optimal" if name == "program" else "REFUSED: program")
    assert done.stderr == ""


@pytest.mark.parametrize("words", [[], ["nowhere", "nothing"], ["a", "b", "c"]])
def test_the_checker_alone_refuses_other_words(words, tmp_path):
    done = alone(*(tmp_path / word for word in words))

    assert done.returncode == 1
    assert done.stdout.startswith("REFUSED")
    assert done.stderr == ""


def alone(*files: Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-I", str(CHECKER), *map(str, files)]
    return subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)

"""The command line answers: results, exit codes, JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli import YOUTH, call
from readme_blocks import ROOT

from award_opt.award import AwardFile, canonical


def test_a_proven_award_exits_0_and_says_so_last(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "solve", "models/veendorp.toml", "instances/veendorp")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("PROVEN OPTIMAL")
    assert "Stichting De Turfschuit" in done.out


def test_no_lawful_award_exits_1(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = own / "models/veendorp.toml"
    more = 'kind = "min_winners"\nat_least = 3\nsource = { document = "guide", quote = "drie" }\n'
    model.write_text(model.read_text().replace("[award]", f'[[rules]]\nid = "X"\n{more}\n[award]'))
    done = call(capsys, "solve", model, "-o", "award.json")
    assert done.code == 1
    assert done.out.splitlines()[-1].startswith("NO AWARD")
    assert AwardFile.read(own / "award.json").status == "infeasible"


def test_an_unmeetable_rule_makes_check_exit_1(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = own / "models/veendorp.toml"
    more = 'kind = "min_winners"\nat_least = 9\nsource = { document = "guide", quote = "negen" }\n'
    model.write_text(model.read_text().replace("[award]", f'[[rules]]\nid = "X"\n{more}\n[award]'))
    done = call(capsys, "check", model)
    assert done.code == 1
    assert "X" in done.out


def test_a_limit_before_the_proof_exits_3_and_marks_the_award(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "award.json"
    done = call(capsys, "solve", ROOT / YOUTH, "--time-limit", "0.000001", "-o", target)
    assert done.code == 3
    assert done.out.splitlines()[-1].startswith(("NOT PROVEN", "NO ANSWER"))
    assert AwardFile.read(target).status in ("feasible", "unknown")


def test_verify_accepts_what_solve_wrote(award: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["instances/veendorp", award], [award]):
        done = call(capsys, "verify", "models/veendorp.toml", *words)
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[-1].startswith("IN ORDER")


def test_verify_names_a_changed_score_and_exits_1(
    award: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = award.read_text()
    stated = re.search(r'"score":"([0-9.]+)"', text)
    assert stated is not None
    award.write_text(text.replace(stated[0], '"score":"99.99"', 1))
    done = call(capsys, "verify", "models/veendorp.toml", award)
    assert done.code == 1
    assert "99.99" in done.out
    assert done.out.splitlines()[-1].startswith("NOT IN ORDER")


def test_verify_notices_that_an_input_changed(
    award: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bids = own / "instances/veendorp/bids.csv"
    bids.write_text(bids.read_text().replace("71.25", "71.50"))
    assert call(capsys, "verify", "models/veendorp.toml", award).code == 1


def test_a_second_run_gives_the_same_file(award: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = award.read_bytes()
    assert call(capsys, "solve", "models/veendorp.toml", "-o", award).code == 0
    assert award.read_bytes() == before
    names = sorted(path.name for path in award.parent.iterdir())
    assert names == ["award.json", "instances", "models"]


def test_a_what_if_makes_a_simulation_that_verifies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "award.json"
    words = ("--what-if", "no-coverage", "--what-if", "cap-18")
    done = call(capsys, "solve", ROOT / YOUTH, *words, "-o", target)
    assert done.code == 0
    assert "SIMULATION" in done.out
    made = AwardFile.read(target)
    assert (made.mode, made.what_if) == ("simulation", ["no-coverage", "cap-18"])
    assert call(capsys, "verify", ROOT / YOUTH, target).code == 0


def test_an_unknown_what_if_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "solve", ROOT / YOUTH, "--what-if", "cap-81")
    assert done.code == 2
    assert "cap-18" in done.err


def test_a_second_phase_admits_only_the_selected(
    award: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    selected = {winner.bidder for winner in AwardFile.read(award).winners}
    done = call(capsys, "solve", "models/veendorp.toml", "--among", award, "-o", "second.json")
    assert done.code == 0
    second = own / "second.json"
    assert {winner.bidder for winner in AwardFile.read(second).winners} <= selected
    among = ("--among", award)
    assert call(capsys, "verify", "models/veendorp.toml", second, *among).code == 0
    assert call(capsys, "verify", "models/veendorp.toml", second).code == 1


def test_all_lists_tied_awards_and_says_whether_the_list_is_complete(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bids = own / "instances/veendorp/bids.csv"
    bids.write_text(bids.read_text().replace("82.50", "80.00").replace("90.00", "71.25"))
    both = call(capsys, "solve", "models/veendorp.toml", "--all", "5", "--json")
    one = call(capsys, "solve", "models/veendorp.toml", "--all", "1", "--json")
    assert (both.code, one.code) == (0, 0)
    listed = json.loads(both.out)
    assert listed["complete"]
    assert len(listed["awards"]) > 1
    assert json.loads(one.out) == {"awards": listed["awards"][:1], "complete": False}
    assert "NOT complete" in call(capsys, "solve", "models/veendorp.toml", "--all", "1").out


def test_doctor_passes_and_names_the_versions(capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "doctor")
    assert done.code == 0
    assert "ortools" in done.out
    assert done.out.splitlines()[-1].startswith("IN ORDER")


# --- JSON


@pytest.mark.parametrize(
    "words",
    [
        ["check", YOUTH],
        ["solve", YOUTH],
        ["rules"],
        ["doctor"],
        ["rules", "coverage", "--lang", "nl"],
    ],
)
def test_json_is_canonical(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, *words, "--json")
    assert done.code == 0
    assert canonical(json.loads(done.out)).decode() + "\n" == done.out


def test_solve_prints_as_json_what_it_writes(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "solve", "models/veendorp.toml", "--json", "-o", "award.json")
    assert done.out.encode() == (own / "award.json").read_bytes()


def test_verify_reports_findings_as_json(award: Path, capsys: pytest.CaptureFixture[str]) -> None:
    award.write_text(award.read_text().replace('"status":"optimal"', '"status":"feasible"'))
    done = call(capsys, "verify", "models/veendorp.toml", award, "--json")
    assert done.code == 1
    answer = json.loads(done.out)
    assert not answer["verified"]
    assert all({"place", "code", "facts", "text"} == set(found) for found in answer["findings"])

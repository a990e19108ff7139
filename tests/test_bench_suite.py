"""What a run of the benchmarks measures, what it says it leaves out, and its gate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from award_opt.bench import PHASES, Desk, compare, gate
from benchmarks import answers, suite
from benchmarks import compare as gate_command
from benchmarks.families import ASKED, FAMILIES

# --- what a run measures, and what it says it leaves out


@pytest.mark.parametrize("full", [True, False])
def test_every_phase_of_every_book_is_measured_or_said_to_be_left_out(full: bool) -> None:
    said = list(suite.left_out(full))
    measured = {case.name: set(case.phases) for case in suite.cases(full)}
    taken = set(suite.names(full))
    for family in FAMILIES.values():
        lines = [line for line in said if family.name in line.split(":")[0][12:].split(", ")]
        for seed in range(family.seeds):
            name = f"{family.name}-{seed}"
            if name not in taken:
                assert any("in a full run" in line or "not at hand" in line for line in lines)
                continue
            for phase in set(ASKED) - measured.get(name, set()):
                assert any(phase in line for line in lines), (name, phase)
            if answers.value_of(name) is None:
                assert any(name in line and "nobody has proven" in line for line in said)


def test_a_full_run_takes_every_book_and_names_the_published_cases_that_are_absent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for family in FAMILIES.values():
        if family.cases is None:
            assert family.names() == [f"{family.name}-{seed}" for seed in range(family.seeds)]
            assert family.names(1) == [f"{family.name}-0"]
    monkeypatch.setenv("AWARD_OPT_CASES", str(tmp_path))
    assert not [name for name in suite.names(full=True) if name.startswith(("CATS", "SCP"))]
    assert [line for line in suite.left_out(full=True) if "CATS, SCP: all" in line]


def test_bids_are_made_as_objects_only_where_they_are_few() -> None:
    for name in ("G1-0", "G4-0", "G16-0", "S-0", "T1-0", "W-0"):
        assert suite.book(name).n <= 30_000
    for name in ("M", "M-linked", "L", "G64", "G256", "G1150"):
        assert FAMILIES[name].phases_of(0) == ()


@pytest.mark.parametrize("phase", ["build", "solve", "check", "explain", "margins", "what_if"])
def test_a_phase_alone_counts_what_it_counts_after_the_others(phase: str) -> None:
    source = next(case for case in suite.cases(full=False)).source
    alone, after = Desk(source), Desk(source)
    for name in PHASES[: PHASES.index(phase)]:
        after.prepare(name)
        getattr(after, name)()
    found = []
    for desk in (alone, after):
        desk.prepare(phase)
        found.append(getattr(desk, phase)())
    assert found[0] == found[1]


# --- the gate


def measured(**counts: int) -> dict[str, object]:
    return {"cases": {"S-0": {"solve": {"counts": counts, "micros": [5, 7, 6]}}}}


@pytest.mark.parametrize(
    ("before", "now", "fails"),
    [
        ({"rows": 100}, {"rows": 100}, False),
        ({"rows": 100}, {"rows": 105}, False),
        ({"rows": 100}, {"rows": 106}, True),
        ({"rows": 100}, {"rows": 1}, False),
        ({"rows": 0}, {"rows": 1}, True),
        ({"rows": 1}, {}, True),
        ({}, {"rows": 1}, False),
        ({"nodes": 1, "branched": 1}, {"nodes": 9, "branched": 9}, False),
        ({"iterations": 20}, {"iterations": 22}, True),
        ({"peak_kib": 100}, {"peak_kib": 356}, False),
        ({"peak_kib": 100}, {"peak_kib": 357}, True),
        ({"peak_kib": 10_000}, {"peak_kib": 11_500}, False),
        ({"peak_kib": 10_000}, {"peak_kib": 11_501}, True),
    ],
)
def test_a_count_more_than_five_percent_worse_fails(
    before: dict[str, int], now: dict[str, int], fails: bool
) -> None:
    assert bool(gate(compare(measured(**now), measured(**before)))) == fails


def test_time_is_never_judged_but_a_missing_case_is() -> None:
    slow = measured(rows=1)
    slow["cases"]["S-0"]["solve"]["micros"] = [900]  # type: ignore[index]
    assert gate(compare(slow, measured(rows=1))) == ()
    assert gate(compare({"cases": {}}, measured(rows=1)))
    assert gate(compare(measured(rows=1), {"cases": {}})) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file"),
        ("{", "this is not JSON"),
        ('{"value": 5}', "this file holds no measurements"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_the_gate_command_refuses_a_wrong_file_in_one_line(
    text: str | None, said: str, first: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(json.dumps({"kind": "award-opt bench", **measured(rows=1)}), encoding="utf-8")
    if text is not None:
        wrong.write_text(text, encoding="utf-8")
    files = [str(wrong), str(right)] if first else [str(right), str(wrong)]
    assert gate_command.main(files) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{wrong}: ")
    assert said in told.err
    assert len(told.err.splitlines()) == 1


def test_the_gate_command_says_what_got_worse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, rows in (("old", 10), ("new", 11)):
        held = {"kind": "award-opt bench", **measured(rows=rows)}
        (tmp_path / name).write_text(json.dumps(held), encoding="utf-8")
    assert gate_command.main([str(tmp_path / "old"), str(tmp_path / "old")]) == 0
    assert gate_command.main([str(tmp_path / "new"), str(tmp_path / "old")]) == 1
    said = capsys.readouterr().out
    assert "WORSE" in said
    assert "+10%" in said

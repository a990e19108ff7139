"""`award-opt bench`: every phase is measured, counts are compared, time is not judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli import YOUTH, call

from award_opt.bench import PHASES, measure
from award_opt.bench.measure import moved
from award_opt.domain import Instance
from award_opt.errors import CheckError
from award_opt.instance import read_instance
from award_opt.tender import Tender, read_tender

SMALL = ("models/hvb-wmo-2022.toml", "instances/hvb-wmo-2022")
UNTIMED = ("peak_kib",)


def inputs() -> tuple[Tender, Instance]:
    tender = read_tender(Path(SMALL[0]))
    return tender, read_instance(Path(SMALL[1]), tender)


def test_every_phase_has_a_time_for_each_run_and_its_counts() -> None:
    found = measure("wmo", inputs, runs=2)
    assert [phase.name for phase in found.phases] == list(PHASES)
    for phase in found.phases:
        assert len(phase.micros) == 2
        assert phase.counts["peak_kib"] >= 0
    counts = {phase.name: phase.counts for phase in found.phases}
    assert counts["read"]["bids"] == 10
    assert {"rows", "columns", "nonzeros"} <= set(counts["compile"])
    assert {"calls", "nodes", "iterations", "work", "solves"} <= set(counts["solve"])
    assert counts["margins"]["margins"] == counts["explain"]["reasons"] == 10


def test_counts_are_the_same_each_time() -> None:
    first, second = (measure("wmo", inputs, runs=1) for _ in range(2))
    for one, other in zip(first.phases, second.phases, strict=True):
        kept = [{k: v for k, v in p.counts.items() if k not in UNTIMED} for p in (one, other)]
        assert kept[0] == kept[1], one.name


def test_only_the_phases_asked_for_are_measured() -> None:
    found = measure("wmo", inputs, runs=1, phases=("compile", "build", "solve", "check"))
    assert [phase.name for phase in found.phases] == ["compile", "build", "solve", "check"]


def test_the_what_if_moves_the_first_limit_by_one() -> None:
    tender, _ = inputs()
    changed = moved(tender)
    different = [
        (old.id, getattr(new, "limit") - getattr(old, "limit"))  # noqa: B009
        for old, new in zip(tender.rules, changed.rules, strict=True)
        if old != new
    ]
    assert len(different) == 1
    assert different[0][1] == 1
    bare = tender.model_copy(update={"rules": changed.rules[:0]})
    assert moved(bare).rules == ()


def test_without_a_proven_award_there_is_nothing_to_measure() -> None:
    tender = read_tender(Path("models/hvb-youth-2022-conflict.toml"))
    instance = read_instance(Path("instances/hvb-youth-2022-conflict"), tender)
    with pytest.raises(CheckError) as raised:
        measure("conflict", lambda: (tender, instance), runs=1)
    assert raised.value.findings[0].code == "bench_infeasible"


def test_the_same_tender_against_itself_passes_and_a_lower_count_before_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tmp_path / "before.json"
    assert call(capsys, "bench", *SMALL, "--runs", "1", "-o", before).code == 0
    again = call(capsys, "bench", *SMALL, "--runs", "1", "--against", before)
    assert again.code == 0
    assert "No count is more than 5% worse" in again.out
    held = json.loads(before.read_text(encoding="utf-8"))
    held["cases"]["hvb-wmo-2022"]["compile"]["counts"]["rows"] //= 2
    before.write_text(json.dumps(held), encoding="utf-8")
    worse = call(capsys, "bench", *SMALL, "--runs", "1", "--against", before, "--lang", "nl")
    assert worse.code == 1
    assert "SLECHTER" in worse.out
    assert "tellingen" in worse.out


@pytest.mark.parametrize(("lang", "said"), [("nl", "wel van: other"), ("en", "but of: other")])
def test_a_file_of_another_tender_is_refused_by_its_name(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "before.json"
    held = {"kind": "award-opt bench", "cases": {"other": {}}}
    file.write_text(json.dumps(held), encoding="utf-8")
    done = call(capsys, "--lang", lang, "bench", *SMALL, "--against", file)
    assert (done.code, done.out) == (2, "")
    assert "hvb-wmo-2022" in done.err
    assert said in done.err


def test_measurements_are_whole_numbers_and_texts(capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "bench", *SMALL, "--runs", "1", "--json")
    held = json.loads(done.out, parse_float=pytest.fail)
    assert held["kind"] == "award-opt bench"
    assert set(held["cases"]["hvb-wmo-2022"]) == set(PHASES)
    assert held["versions"]["ortools"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bench"),
        ("[]", "bench"),
        ('{"kind": "award-opt bench"}', "bench"),
        ('{"kind": "award-opt bench", "cases": {"a": {"solve": {"counts": {"x": "1"}}}}}', "bench"),
        ('{"kind": "other", "cases": {}}', "bench"),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_file_without_measurements_is_refused(
    text: str, code: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "before.json"
    file.write_text(text, encoding="utf-8")
    done = call(capsys, "--lang", lang, "bench", YOUTH, "--against", file)
    assert (done.code, done.out) == (2, "")
    assert f"award-opt {code}" in done.err

"""Every instance says where it comes from, and solves to the answer that stands beside it."""

from __future__ import annotations

import csv
import json
import shlex
import tomllib
from pathlib import Path

import pytest
from write_expected import FOLDERS, ROOT, read, unmeetable

from award_opt.award import AwardFile
from award_opt.check import verify
from award_opt.generate import generate
from award_opt.reading import inputs
from award_opt.solve import solve

TABLES = {"providers.csv", "parties.csv", "bids.csv", "scores.csv", "offers.csv"}
PUBLIC = {"hvb-youth-2022-outcome"}
INFEASIBLE = {"alphen-2018-none-reaches", "hvb-youth-2022-conflict", "hvb-youth-2022-scarce"}


def head(folder: Path) -> dict[str, str]:
    return tomllib.loads((folder / "instance.toml").read_text(encoding="utf-8"))


def names(folder: Path) -> set[str]:
    delimiter = head(folder)["delimiter"]
    with (folder / "providers.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"] for row in csv.DictReader(stream, delimiter=delimiter)}


def lawful() -> list[Path]:
    return [folder for folder in FOLDERS if folder.name not in INFEASIBLE]


GENERATED = [f for f in FOLDERS if head(f).get("made_by", "").startswith("award-opt generate")]
each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
each_lawful = pytest.mark.parametrize("folder", lawful(), ids=lambda folder: folder.name)


@each
def test_an_instance_says_where_it_comes_from(folder: Path) -> None:
    facts = head(folder)
    if folder.name in PUBLIC:
        assert facts["origin"] == "public"
    else:
        assert facts["origin"] == "synthetic"
        assert facts["made_by"] == "written by hand" or folder in GENERATED


@each
def test_a_folder_holds_tables_a_head_and_an_answer(folder: Path) -> None:
    found = {path.name for path in folder.iterdir()}
    assert found - TABLES == {"instance.toml", "expected.json"}


@pytest.mark.parametrize("folder", GENERATED, ids=lambda folder: folder.name)
def test_generate_makes_the_instance_again_byte_for_byte(folder: Path) -> None:
    words = shlex.split(head(folder)["made_by"])
    options = dict(zip(words[3::2], words[4::2], strict=True))
    count, seed = int(options["--providers"]), int(options["--seed"])
    tender, _ = read(folder)
    files = generate(tender, count, seed, scarce=int(options.get("--scarce", "0")))
    for name, text in files.items():
        assert (folder / name).read_bytes() == text.encode(), name
    assert {path.name for path in folder.iterdir()} == {*files, "expected.json"}


def test_real_names_stand_in_public_instances_alone() -> None:
    real = {name for folder in FOLDERS if folder.name in PUBLIC for name in names(folder)}
    for folder in FOLDERS:
        if folder.name not in PUBLIC:
            assert not real & names(folder), folder.name


def test_the_instances_together_stay_small() -> None:
    size = sum(path.stat().st_size for path in ROOT.glob("instances/*/*"))
    assert size < 1_000_000


@each_lawful
def test_the_expected_award_passes_the_checker_without_a_solver(folder: Path) -> None:
    tender, instance = read(folder)
    award = AwardFile.read(folder / "expected.json")
    assert (award.mode, award.status) == ("award", "optimal")
    assert verify(tender, instance, award) == ()


@each_lawful
def test_the_solver_finds_the_expected_award(folder: Path) -> None:
    """``engine`` says who solved, not what was awarded, so it may differ."""
    tender, instance = read(folder)
    award = AwardFile.read(folder / "expected.json")
    found = solve(tender, instance).model_copy(update={"engine": award.engine})
    assert found.to_bytes() == award.to_bytes()


@pytest.mark.parametrize("name", sorted(INFEASIBLE))
def test_what_cannot_be_met_is_named_and_nothing_is_awarded(name: str) -> None:
    folder = ROOT / "instances" / name
    tender, instance = read(folder)
    answer = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert answer["inputs"] == inputs(tender, instance, None)
    assert answer["unmeetable"] == unmeetable(tender, instance)
    found = solve(tender, instance)
    assert (found.status, found.winners) == (answer["status"], [])


def test_every_infeasible_instance_is_known_as_such() -> None:
    found = {
        folder.name
        for folder in FOLDERS
        if json.loads((folder / "expected.json").read_text(encoding="utf-8"))["status"] != "optimal"
    }
    assert found == INFEASIBLE

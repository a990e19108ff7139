"""A release that we wrote comes back as the same instance and award."""

from __future__ import annotations

from pathlib import Path

import pytest
from inputs import Inputs
from readme_blocks import ROOT
from releases import DATED, award_of, each, imported, released
from write_expected import read

from award_opt.award import AwardFile
from award_opt.generate import generate
from award_opt.instance import instance_digest, read_instance
from award_opt.ocds import export, to_bytes
from award_opt.tender import read_tender


@each
def test_an_instance_comes_back_with_the_same_digest_and_award(
    folder: Path, tmp_path: Path
) -> None:
    tender, instance = read(folder)
    found = imported(released(folder), tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)
    assert found.notes == ()
    target = tmp_path / "again"
    target.mkdir()
    for name, text in found.files.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    assert instance_digest(read_instance(target, tender)) == instance_digest(instance)
    award = award_of(folder)
    if award is not None:
        assert AwardFile.read(target / "award.json").to_bytes() == award.to_bytes()


def test_every_column_comes_back(tmp_path: Path) -> None:
    tender, instance = Inputs().column("bids", "soort één", "x").read(tmp_path)
    found = imported(to_bytes(export(tender, instance, DATED)).decode(), tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)


def test_columns_that_a_rule_asks_for_come_back_blank_as_they_were(tmp_path: Path) -> None:
    capacity = """
[[rules]]
id = "ROOM"
kind = "capacity"
where = { segment = "4" }
per = ["care_type"]
demand = 0
source = { document = "guide", quote = "genoeg plaatsen" }

[award]
goals"""
    inputs = Inputs().say("\n[award]\ngoals", capacity).cell("offers", 2, "capacity", "")
    tender, instance = inputs.read(tmp_path)
    found = imported(to_bytes(export(tender, instance, DATED)).decode(), tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)
    assert found.files["offers.csv"] == "bid,care_type,capacity\n"


@pytest.mark.parametrize("seed", range(4))
def test_generated_instances_come_back(seed: int, tmp_path: Path) -> None:
    tender = read_tender(ROOT / "models/hvb-youth-2022.toml")
    generate(tender, 30 + seed, seed, tmp_path / "made")
    instance = read_instance(tmp_path / "made", tender)
    release = to_bytes(export(tender, instance, DATED)).decode()
    found = imported(release, tender, tmp_path)
    assert instance_digest(found.instance) == instance_digest(instance)


def test_an_edited_release_says_so_and_gives_what_it_holds(tmp_path: Path) -> None:
    folder = ROOT / "instances/alphen-2018"
    release = released(folder)
    release["bids"]["details"][0]["value"]["amount"] = 1
    tender, _ = read(folder)
    found = imported(release, tender, tmp_path)
    assert [note.code for note in found.notes] == ["ocds_changed"]
    assert found.instance.bids[0].value_cents == 100

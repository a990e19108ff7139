"""The same inputs give the same bytes, whatever the hash seed, locale, row order and layout."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli import YOUTH, process
from readme_blocks import ROOT, write_own_tender

from award_opt.instance import instance_digest, read_instance
from award_opt.tender import read_tender

ENVIRONMENTS = [
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "COLUMNS": "40"},
    {"PYTHONHASHSEED": "3", "PYTHONIOENCODING": "latin-1", "NO_COLOR": "1"},
]


def instances() -> list[str]:
    """The instances that belong to a model of the same name."""
    names = sorted(path.name for path in (ROOT / "instances").iterdir())
    return [name for name in names if (ROOT / f"models/{name}.toml").exists()]


def test_hash_seed_locale_and_time_zone_do_not_matter(tmp_path: Path) -> None:
    seen = set()
    for number, env in enumerate(ENVIRONMENTS):
        target = tmp_path / f"award-{number}.json"
        done = process("solve", YOUTH, "-o", target, env=env)
        assert (done.code, done.err) == (0, "")
        seen.add((target.read_bytes(), done.out))
    assert len(seen) == 1


@pytest.mark.parametrize("command", [["rules"], ["schema"], ["check", YOUTH]])
def test_texts_do_not_depend_on_the_hash_seed(command: list[str]) -> None:
    seen = {process(*command, env=env).out for env in ENVIRONMENTS}
    assert len(seen) == 1


def test_the_order_of_rows_and_the_layout_of_the_model_do_not_matter(tmp_path: Path) -> None:
    write_own_tender(tmp_path / "a")
    write_own_tender(tmp_path / "b")
    for table in (tmp_path / "b/instances/veendorp").glob("*.csv"):
        head, *rows = table.read_text().splitlines()
        table.write_text("\r\n".join([head, *reversed(rows), ""]), encoding="utf-8-sig")
    model = tmp_path / "b/models/veendorp.toml"
    model.write_text("# a remark\n\n" + model.read_text(), encoding="utf-8")
    for side in "ab":
        folder = tmp_path / side
        assert process("solve", "models/veendorp.toml", "-o", "x.json", cwd=folder).code == 0
    assert (tmp_path / "a/x.json").read_bytes() == (tmp_path / "b/x.json").read_bytes()


@pytest.mark.parametrize("name", instances())
def test_the_digest_of_an_instance_does_not_depend_on_the_order_of_its_rows(
    name: str, tmp_path: Path
) -> None:
    tender = read_tender(ROOT / f"models/{name}.toml")
    shutil.copytree(ROOT / "instances" / name, tmp_path / name)
    for table in (tmp_path / name).glob("*.csv"):
        head, *rows = table.read_text(encoding="utf-8-sig").splitlines()
        table.write_text("\n".join([head, *reversed(rows), ""]), encoding="utf-8")
    before = read_instance(ROOT / "instances" / name, tender)
    after = read_instance(tmp_path / name, tender)
    assert instance_digest(after) == instance_digest(before)


def test_generate_gives_the_same_files_for_the_same_seed(tmp_path: Path) -> None:
    for number in (1, 2):
        words = ("--providers", "20", "--seed", "7", "-o", tmp_path / str(number))
        assert process("generate", YOUTH, *words, env=ENVIRONMENTS[number]).code == 0
    for file in (tmp_path / "1").iterdir():
        assert file.read_bytes() == (tmp_path / "2" / file.name).read_bytes(), file.name

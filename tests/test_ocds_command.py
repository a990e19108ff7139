"""Releases by the command: out, in again, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli import call
from readme_blocks import ROOT
from releases import FOREIGN, one_lot


def test_the_command_goes_out_and_in_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, model = ROOT / "instances/alphen-2018", ROOT / "models/alphen-2018.toml"
    out, back = tmp_path / "r.json", tmp_path / "back"
    words = ["--model", model, "--award", folder / "expected.json", "--date", "2026-11-22"]
    done = call(capsys, "convert", folder, "-o", out, *words)
    assert (done.code, "ocds-000000-alphen-2018" in done.out) == (0, True)
    assert "--ocid" in done.err
    done = call(capsys, "convert", out, "-o", back, "--model", model)
    assert (done.code, done.err) == (0, "")
    assert "4 bids of 17 providers" in done.out
    note = "No valid bid" if "none" in folder.name else "A1 promises exactly 7.5%"
    assert note in (back / "instance.toml").read_text(encoding="utf-8")
    assert call(capsys, "verify", model, back, back / "award.json").code == 0


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_command_names_what_it_needs(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, model = ROOT / "instances/alphen-2018", ROOT / "models/alphen-2018.toml"
    words = ["--lang", lang, "convert"]
    done = call(capsys, *words, folder, "-o", tmp_path / "r.json", "--model", model)
    assert (done.code, "--date 2026-01-31" in done.err) == (2, True)
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    done = call(capsys, *words, tmp_path / "x.json", "-o", tmp_path / "back")
    assert (done.code, "--model" in done.err) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.json"]


def test_a_refused_release_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one_lot(tmp_path)
    (tmp_path / "r.json").write_text(json.dumps(FOREIGN["no tenderers"]), encoding="utf-8")
    words = ["convert", tmp_path / "r.json", "-o", tmp_path / "f", "--model"]
    done = call(capsys, *words, tmp_path / "one-lot.toml")
    assert (done.code, (tmp_path / "f").exists()) == (2, False)
    assert "Traceback" not in done.err

"""The floors of the package: who may import whom, and what runs without a solver."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli import YOUTH, blocked, process
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
from readme_blocks import ROOT

from award_opt.cli import COMMANDS

PACKAGE = ROOT / "award_opt"
SOLVERS = ("ortools", "pandas", "scipy", "highspy")
HEAVY = (*SOLVERS, "numpy", "pydantic", "rich")


def contract(name: str) -> dict[str, Any]:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    return next(found for found in tool["importlinter"]["contracts"] if found["name"] == name)


def modules(folder: Path) -> set[str]:
    """The modules and packages directly in a folder, by dotted name."""
    inside = ".".join(folder.relative_to(ROOT).parts)
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return {f"{inside}.{name}" for name in files | packages}


def test_no_module_imports_from_a_floor_above(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


def test_every_rule_kind_is_independent_of_the_others() -> None:
    kinds = {name for name in modules(PACKAGE / "rules") if "._" not in name}
    assert set(contract("Rule kinds do not know each other")["modules"]) == kinds


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_nothing_heavy(command: str) -> None:
    words = [command, "--help"] if command else ["--help"]
    done = process(*words, before=blocked(*HEAVY))
    assert (done.code, done.err) == (0, "")


def test_verify_and_check_run_without_any_solver(tmp_path: Path) -> None:
    award = tmp_path / "award.json"
    assert process("solve", YOUTH, "-o", award).code == 0
    for words in (("verify", YOUTH, award), ("check", YOUTH)):
        done = process(*words, before=blocked(*SOLVERS))
        assert (done.code, done.err) == (0, ""), words


@pytest.mark.parametrize("words", [("rules",), ("schema",), ("schema", "award")])
def test_documentation_is_printed_without_any_solver(words: tuple[str, ...]) -> None:
    assert process(*words, before=blocked(*SOLVERS)).code == 0

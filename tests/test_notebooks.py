"""The notebooks run from top to bottom, hold no output, and use public names alone."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from cli import environment
from nbclient import NotebookClient
from nbformat import NotebookNode
from readme_blocks import ROOT

import award_opt

NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
QUIET = r"ignore:.*:DeprecationWarning"
SECONDS = 120


def notebook(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code(path: Path) -> list[str]:
    return [cell.source for cell in notebook(path).cells if cell.cell_type == "code"]


def test_there_are_four() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "how_robust_is_the_award",
        "reproduce_hart_van_brabant",
        "sweep_rules_and_scores",
        "what_does_each_rule_cost",
    ]


@pytest.mark.filterwarnings(QUIET)
@each
def test_a_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment({}).items():
        monkeypatch.setenv(name, value)
    book = notebook(path)
    client = NotebookClient(book, timeout=SECONDS, resources={"metadata": {"path": path.parent}})
    client.execute()
    last = [cell for cell in book.cells if cell.cell_type == "code"][-1]
    assert last.outputs


@each
def test_a_notebook_holds_no_output(path: Path) -> None:
    cells = [cell for cell in notebook(path).cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)


@each
def test_a_notebook_uses_the_public_names_alone(path: Path) -> None:
    tree = ast.parse("\n".join(code(path)))
    imported = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    imported += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [name for name in imported if name.startswith("award_opt.")] == []
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "ao"
    }
    assert used - set(award_opt.__all__) == set()


@each
def test_a_notebook_is_short(path: Path) -> None:
    assert sum(len(source.splitlines()) for source in code(path)) <= 60

"""How a good input is broken, and what a user must read then."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inputs import TABLES, Inputs

TABLE_BOUND = 512 * 1024 * 1024


@dataclass(frozen=True)
class Bad:
    """A broken input: the finding's code, its place below the folder, and a part of its text."""

    name: str
    broken: Callable[[Inputs], object]
    code: str
    place: str
    text: str


def raw(name: str, data: bytes | str) -> Callable[[Inputs], object]:
    """Replace a whole file."""
    content = data.encode() if isinstance(data, str) else data
    return lambda inputs: inputs.raw.update({name: content})


def then(change: Callable[[Path], object]) -> Callable[[Inputs], object]:
    """Change the folder after the files were written."""
    return lambda inputs: inputs.after.append(change)


def say(old: str, new: str) -> Callable[[Inputs], object]:
    """Replace a text in the model."""
    return lambda inputs: inputs.say(old, new)


def cell(table: str, row: int, column: str, value: str) -> Callable[[Inputs], object]:
    """Change one cell."""
    return lambda inputs: inputs.cell(table, row, column, value)


def row(table: str, *cells: str) -> Callable[[Inputs], object]:
    """Add a row."""
    return lambda inputs: inputs.row(table, *cells)


def head(key: str, value: str) -> Callable[[Inputs], object]:
    """Change a line of instance.toml."""
    return lambda inputs: inputs.head.update({key: value})


def header(table: str, old: str, new: str) -> Callable[[Inputs], object]:
    """Rename a column."""
    return lambda inputs: inputs.cell(table, 1, old, new)


def link_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe_instead(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def huge(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.truncate(TABLE_BOUND + 1)


def open_house_only(inputs: Inputs) -> None:
    """Every segment by open house, and still the goal of points."""
    inputs.say('where = { segment = "L" }\n', "")
    start, end = inputs.model.index("[[rules]]"), inputs.model.index("[award]")
    rule = next(r for r in inputs.model[start:end].split("[[rules]]\n") if "L-ALL" in r)
    inputs.model = f"{inputs.model[:start]}[[rules]]\n{rule}[award]\n" + (
        'goals = ["total_score"]\nties = []\n'
    )


def no_rows(table: str) -> Callable[[Inputs], object]:
    return raw(f"care/{table}.csv", TABLES[table].splitlines()[0] + "\n")


RULE = """
[[rules]]
id = "NEW"
kind = "%s"
source = { document = "guide", quote = "x" }
%s

[award]
"""


def rule(kind: str, rest: str = "") -> Callable[[Inputs], object]:
    """Add a rule to the model."""
    return say("[award]\n", RULE[1:] % (kind, rest))


def without_criteria(inputs: Inputs) -> None:
    """A tender whose bids carry their score."""
    start, end = inputs.model.index("[[criteria]]"), inputs.model.index("[scoring]")
    inputs.model = inputs.model[:start] + inputs.model[end:]
    inputs.say('"vision", ', "")

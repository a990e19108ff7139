"""The fenced blocks of the README: which files they hold and which commands they run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`((?:models|instances)/[^`]+\.(?:toml|csv))`")


@dataclass(frozen=True)
class Block:
    """One fenced block; ``file`` is the path that the line above it names for its content."""

    kind: str
    text: str
    file: str | None
    line: int

    def steps(self) -> list[tuple[str, str]]:
        """The commands of a ``console`` block, each with the output shown under it."""
        found: list[tuple[str, str]] = []
        for line in self.text.splitlines(keepends=True):
            if line.startswith("$ "):
                found.append((line[2:].rstrip("\n"), ""))
            else:
                found[-1] = (found[-1][0], found[-1][1] + line)
        return found

    def commands(self) -> list[str]:
        """The commands that a ``bash`` or ``console`` block runs."""
        if self.kind == "console":
            return [command for command, _ in self.steps()]
        return [line for line in self.text.splitlines() if line and not line.startswith("#")]


def blocks() -> list[Block]:
    """All fenced blocks, in order."""
    text = README.read_text(encoding="utf-8")
    found = []
    for match in _BLOCK.finditer(text):
        above = text[: match.start()].rstrip().rsplit("\n", 1)[-1]
        named = _FILE.findall(above) if match[1] in ("toml", "csv") else []
        line = text[: match.start()].count("\n") + 1
        found.append(Block(match[1], match[2], named[-1] if named else None, line))
    return found


def write_own_tender(folder: Path) -> None:
    """Write the model and the instance that the README shows in full."""
    for block in blocks():
        if block.file is not None:
            target = folder / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")

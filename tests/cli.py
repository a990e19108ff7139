"""Runs of the command line for tests: in this process, or as a user's own process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from readme_blocks import ROOT

from award_opt.cli import main

YOUTH = "models/hvb-youth-2022.toml"
LONG = 300  # seconds; a run that takes longer hangs


@dataclass(frozen=True)
class Done:
    """A finished run."""

    code: int
    out: str
    err: str


def call(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Done:
    """Run a command in this process."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    printed = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return Done(code, printed.out, printed.err)


def process(
    *words: str | Path, env: Mapping[str, str] | None = None, before: str = "", cwd: Path = ROOT
) -> Done:
    """Run a command in a process of its own; ``before`` is Python that runs first."""
    program = [sys.executable, "-c", f"{before}\nfrom award_opt.cli import main\nmain()"]
    done = subprocess.run(
        [*program, *map(str, words)],
        cwd=cwd,
        env=environment(env or {}),
        capture_output=True,
        timeout=LONG,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with the checkout importable and no language set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWARD_OPT")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def blocked(*names: str) -> str:
    """Python that makes the import of packages fail."""
    return f"import sys\nsys.modules.update(dict.fromkeys({names!r}))"

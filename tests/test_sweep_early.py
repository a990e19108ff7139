"""What a sweep loads, where and when."""

from __future__ import annotations

import re
import subprocess
import sys
from signal import SIGINT

import pytest
from cli import environment
from readme_blocks import ROOT

from award_opt.sweep import early, work

SOLVERS = ("highspy", "ortools", "pandas")


def loaded(code: str) -> set[str]:
    """The names of all modules that some code loads."""
    words = [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"]
    told = subprocess.run(
        words, check=True, capture_output=True, text=True, cwd=ROOT, env=environment({})
    )
    return set(told.stdout.split())


def test_a_sweep_loads_no_solver_beside_those_of_its_workers() -> None:
    found = loaded("import award_opt.cli.sweeping, award_opt.sweep.lay")
    assert "award_opt.sweep.local" in found
    assert not found & {*SOLVERS, early.WORK}


def test_a_solver_comes_without_tables_of_its_own() -> None:
    found = loaded("import award_opt.sweep.work")
    assert "ortools" in found
    assert "pandas" not in found


def test_a_head_start_loads_nothing_here() -> None:
    found = loaded("from award_opt.sweep import early\nearly.load()")
    assert "award_opt.sweep.early" in found
    assert not found & {"numpy", "pydantic", early.WORK}


@pytest.mark.parametrize("modules", [early.LOCAL, early.CLUSTER])
def test_what_workers_load_early_is_what_they_need(modules: tuple[str, ...]) -> None:
    assert early.loaded_for(early.answered) in modules
    assert early.loaded_for(work.chunk) == early.WORK


def test_the_work_of_a_sweep_is_that_of_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("key", b"result")]
    monkeypatch.setattr(work, "chunk", lambda plan, numbers: rows * len(numbers))
    assert early.answered(b"", [1, 2]) == rows * 2


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ctrl_c_does_not_strike_the_process_that_workers_come_from() -> None:
    words = [
        "from multiprocessing import forkserver",
        "from award_opt.sweep import early",
        "early.load(())",
        "print(open(f'/proc/{forkserver._forkserver._forkserver_pid}/status').read())",
        "print(open('/proc/self/status').read())",
    ]
    told = subprocess.run(
        [sys.executable, "-c", "\n".join(words)],
        check=True, capture_output=True, text=True, cwd=ROOT, env=environment({}),
    )  # fmt: skip
    held = [int(mask, 16) for mask in re.findall(r"SigBlk:\s*(\w+)", told.stdout)]
    assert [mask >> (SIGINT - 1) & 1 for mask in held] == [1, 0]

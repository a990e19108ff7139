"""The lines with which the README starts a cluster, run as they stand but for names and sizes."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time

import pytest
from cli import YOUTH
from readme_blocks import README, ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="process groups")
LINES = re.compile(
    r"^(?: {4}|)((?:openssl|dask|award-opt sweep MODEL) .*(?:\\\n.*)*)\n", re.MULTILINE
)
NAMES = {"MODEL": str(ROOT / YOUTH), "INSTANCE": str(ROOT / "instances" / "hvb-youth-2022")}
NAMES |= {"HOST": "127.0.0.1", "10000": "30", "8": "1", "4096": "2048"}
PROGRAMS = {"dask": [sys.executable, "-m", "dask"]}
PROGRAMS |= {"award-opt": [sys.executable, "-m", "award_opt.cli"], "openssl": ["openssl"]}


def groups():
    """The lines of each cluster: those up to and with a sweep."""
    found = [[]]
    for line in LINES.findall(README.read_text(encoding="utf-8")):
        found[-1].append(line.replace("\\\n", " "))
        if line.startswith("award-opt"):
            found.append([])
    return [lines for lines in found if any(line.startswith("dask") for line in lines)]


def words(line, port):
    named = re.sub(r"\b8786\b", str(port), line)
    program, *rest = (
        re.sub(r"\bHOST\b", "127.0.0.1", NAMES.get(word, word)) for word in shlex.split(named)
    )
    return [*PROGRAMS[program], *rest]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def await_port(port, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


@pytest.mark.parametrize("lines", groups(), ids=lambda lines: str(len(lines)))
def test_the_lines_of_the_readme_run_a_sweep(lines, tmp_path):
    port, running = free_port(), []
    options = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
    options |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    try:
        for line in lines:
            if line.startswith("dask"):
                running.append(
                    subprocess.Popen(words(line, port), start_new_session=True, **options)
                )
                continue
            if running:
                await_port(port)
            done = subprocess.run(words(line, port), check=False, timeout=120, **options)
            assert done.returncode == 0, done.stdout
    finally:
        for each in running:
            os.killpg(each.pid, signal.SIGKILL)
            each.communicate()
    assert "31 scenarios" in done.stdout
    assert (tmp_path / "sweep" / "scenarios.csv").exists()


def test_there_are_such_lines():
    kinds = {line.split()[1] for lines in groups() for line in lines}
    assert {"scheduler", "worker", "sweep"} <= kinds

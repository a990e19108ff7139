"""Every block of the README runs, and shows what really comes out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from readme_blocks import README, ROOT, Block, blocks

from award_opt.cli import COMMANDS

TEXT = README.read_text(encoding="utf-8")
SHIM = '#!/bin/sh\nexec "{python}" -m award_opt.cli "$@"\n'


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a user has, under a path with a space, and `award-opt` to run there."""
    folder = tmp_path_factory.mktemp("read me") / "award opt"
    folder.mkdir()
    for name in ("models", "instances"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("Makefile", "README.md", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, text in (("award-opt", SHIM), ("python", '#!/bin/sh\nexec "{python}" "$@"\n')):
        (programs / name).write_text(text.format(python=sys.executable))
        (programs / name).chmod(0o755)
    return folder


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run a command as a user would, but for the making of an environment."""
    command = re.sub(r"^make (demo)\b", r"make -o setup \1", command, flags=re.MULTILINE)
    command = re.sub(r"^make (test)\b", r"make -n \1", command, flags=re.MULTILINE)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWARD_OPT", "MAKE"))}
    path = f"{folder / '.venv' / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"set -eo pipefail\n{command}"],
        cwd=folder,
        env={**kept, "PATH": path, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=500,
        check=False,
    )
    return done.returncode, done.stdout


def outcome(command: str, folder: Path) -> str:
    """What a block shows under a command: the output, and the exit code where it is not 0."""
    code, output = run(command, folder)
    return output + (f"[exit code {code}]\n" if code else "")


def as_it_comes_out(block: Block, folder: Path) -> str:
    """The text of a console block with the outputs of this run."""
    return "".join(f"$ {command}\n{outcome(command, folder)}" for command, _ in block.steps())


def test_every_block_runs_and_shows_what_comes_out(copy: Path) -> None:
    written = TEXT
    for block in blocks():
        if block.file is not None:
            (copy / block.file).parent.mkdir(parents=True, exist_ok=True)
            (copy / block.file).write_text(block.text, encoding="utf-8")
        elif block.kind == "bash":
            code, output = run(block.text, copy)
            assert code == 0, f"README line {block.line}: {output}"
        else:
            fresh = as_it_comes_out(block, copy)
            written = written.replace(f"```{block.kind}\n{block.text}", f"```{block.kind}\n{fresh}")
    if written != TEXT:
        README.with_suffix(".md.new").write_text(written, encoding="utf-8")
    assert written == TEXT, "README.md.new holds what comes out now"


def test_every_block_is_of_a_kind_that_is_run() -> None:
    for block in blocks():
        assert block.kind in ("bash", "console") or block.file is not None, block.line


def test_the_readme_names_every_command_and_no_other() -> None:
    table = TEXT.partition("## Commands and exit codes")[2].partition("| exit code |")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(COMMANDS)


def test_the_readme_names_every_exit_code() -> None:
    table = TEXT.partition("| exit code |")[2]
    assert re.findall(r"^\| (\d) \|", table, re.MULTILINE) == ["0", "1", "2", "3"]


def test_every_make_target_that_the_documents_name_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    documents = TEXT + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"(?:^|`)make ([a-z-]+)", documents, re.MULTILINE)
    assert {"demo", "test"} <= set(named)
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.M)] == []


def test_no_file_of_the_setup_names_a_package_host() -> None:
    for name in ("pyproject.toml", "constraints.txt", "Makefile", ".ci/run", "README.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.findall(r"https?://|index.url|find.links|trusted-host", text) == [], name


def test_every_pinned_package_carries_digests() -> None:
    pins = re.split(r"^(?=[a-z0-9])", (ROOT / "constraints.txt").read_text(), flags=re.MULTILINE)
    assert [pin.partition("==")[0] for pin in pins[1:] if "--hash=sha256:" not in pin] == []


def test_every_declared_package_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = (name for extra in project["optional-dependencies"].values() for name in extra)
    wanted = [*project["dependencies"], *(n for n in extras if not n.startswith("award-opt["))]
    pinned = re.findall(r"^([a-z0-9-]+)==", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert {re.split(r"[<>=~]", name)[0] for name in wanted} <= set(pinned)

"""Write ``expected.json`` beside every instance: ``python tests/write_expected.py [ID ...]``.

The award is solved and checked before it is written. Read the difference before you commit it.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from award_opt.award import canonical
from award_opt.domain import Instance
from award_opt.instance import read_instance
from award_opt.lint import lint
from award_opt.reading import inputs
from award_opt.solve import Options, solve
from award_opt.tender import Tender, read_tender

ROOT = Path(__file__).parent.parent
FOLDERS = tuple(sorted(path.parent for path in ROOT.glob("instances/*/instance.toml")))


def read(folder: Path) -> tuple[Tender, Instance]:
    """An instance with the tender that it names."""
    head = tomllib.loads((folder / "instance.toml").read_text(encoding="utf-8"))
    tender = read_tender(ROOT / f"models/{head['tender']}.toml")
    return tender, read_instance(folder, tender)


def unmeetable(tender: Tender, instance: Instance) -> list[dict[str, str | int]]:
    """The rules and groups for which less is on offer than they demand."""
    found = [finding for finding in lint(tender, instance) if finding.code == "unmeetable"]
    return [dict(finding.facts) for finding in found]


def expected(folder: Path) -> bytes:
    """The award file of an instance; where no award is lawful, what cannot be met at all."""
    tender, instance = read(folder)
    award = solve(tender, instance, Options(cross_check=True))
    if award.status == "optimal":
        return award.to_bytes()
    if award.status != "infeasible":
        raise SystemExit(f"{folder.name}: {award.status}, so there is nothing to expect")
    content = {
        "inputs": inputs(tender, instance, None),
        "status": award.status,
        "unmeetable": unmeetable(tender, instance),
    }
    return canonical(content) + b"\n"


def main(names: Sequence[str]) -> None:
    """Write the files of the instances named, or of all."""
    for folder in FOLDERS:
        if not names or folder.name in names:
            (folder / "expected.json").write_bytes(expected(folder))


if __name__ == "__main__":
    main(sys.argv[1:])

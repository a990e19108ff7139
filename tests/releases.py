"""Releases for tests: exported, read back, refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from readme_blocks import ROOT
from write_expected import FOLDERS, read

from award_opt.award import AwardFile
from award_opt.errors import Finding, InputError
from award_opt.ocds import Dated, Imported, export, read_release, to_bytes
from award_opt.tender import Tender, read_tender

DATA = ROOT / "tests/data/ocds"
DATED = Dated("2026-11-22", "ocds-abc123-1")
FOREIGN: dict[str, Any] = json.loads((DATA / "foreign.json").read_text(encoding="utf-8"))


ONE_LOT = """\
format = 1
id = "one-lot"
title = { nl = "Eén perceel", en = "One lot" }
authority = "Regio Voorbeeld"
municipalities = ["Dongen"]

[[documents]]
id = "guide"
title = "Inkoopdocument"

[[segments]]
id = "1"
name = { nl = "Alles", en = "All" }

[award]
goals = ["fewest_contracts"]
fill = "may_stay_open"
ties = ["draw"]
"""


each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def award_of(folder: Path) -> AwardFile | None:
    path = folder / "expected.json"
    optimal = json.loads(path.read_text(encoding="utf-8"))["status"] == "optimal"
    return AwardFile.read(path) if optimal else None


def released(folder: Path) -> dict[str, Any]:
    tender, instance = read(folder)
    release: dict[str, Any] = json.loads(
        to_bytes(export(tender, instance, DATED, award_of(folder)))
    )
    return release


def imported(content: object, tender: Tender, root: Path, currency: str = "EUR") -> Imported:
    path = root / "release.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_release(path, tender, currency)


def refused(
    content: object, tender: Tender, root: Path, currency: str = "EUR"
) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as error:
        imported(content, tender, root, currency)
    return error.value.findings


def one_lot(root: Path) -> Tender:
    (root / "one-lot.toml").write_text(ONE_LOT, encoding="utf-8")
    return read_tender(root / "one-lot.toml")


def bid(name: str, **more: object) -> dict[str, Any]:
    return {"id": name, "status": "valid", "tenderers": [{"id": "T"}], **more}


def amount(number: object) -> dict[str, Any]:
    return {"amount": number, "currency": "EUR"}

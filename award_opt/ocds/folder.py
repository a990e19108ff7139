"""A release read back into the folder of an instance."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from award_opt.award import AwardFile
from award_opt.domain import Instance
from award_opt.errors import Finding, InputError
from award_opt.instance import instance_digest, read_instance
from award_opt.ocds.canonical import to_bytes
from award_opt.ocds.fill import fill
from award_opt.ocds.reading import Read, read
from award_opt.ocds.tables import Tables
from award_opt.tender import Tender
from award_opt.toml import join

AWARD = "award.json"


@dataclass(frozen=True, slots=True)
class Imported:
    """The files of an instance folder, what they hold, and what the reader should know."""

    files: dict[str, str]
    instance: Instance
    notes: tuple[Finding, ...]


def read_release(path: Path, tender: Tender, currency: str = "EUR") -> Imported:
    """The instance in a release of ``tender``, with its award file where the release has one.

    Raises
    ------
    InputError
        Everything that the release lacks or contradicts, each with its path in the release;
        nothing is half-read.
    """
    found = read(path)
    tables = fill(found, tender, currency)
    files = tables.files(tender)
    instance, faults = _read_back(files, tender, tables)
    if instance is None or tables.faults:
        raise InputError(_placed(path, [*tables.faults, *faults]))
    files |= _award_file(found, path)
    notes = [*tables.notes, *_changed(found, instance)]
    return Imported(files, instance, tuple(_placed(path, notes)))


def _placed(path: Path, findings: list[Finding]) -> list[Finding]:
    return [replace(one, place=join(str(path), one.place)) for one in findings]


def _read_back(
    files: dict[str, str], tender: Tender, tables: Tables
) -> tuple[Instance | None, list[Finding]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8", newline="\n")
        try:
            return read_instance(folder, tender), []
        except InputError as error:
            here = [
                replace(one, place=one.place.removeprefix(f"{folder}/")) for one in error.findings
            ]
    return None, [moved for one in here for moved in _moved(one, tables)]


def _moved(finding: Finding, tables: Tables) -> Iterator[Finding]:
    """A finding about a table, told of the place in the release that filled it."""
    if finding.code == "no_rows" and tables.faults:
        return
    table = tables.tables.get(finding.place.removesuffix(".csv"))
    row, column = finding.facts.get("row"), str(finding.facts.get("column"))
    if table is None or not isinstance(row, int) or row > len(table.origins) + 1:
        yield finding
        return
    origin = table.origins[row - 2]
    if (origin, column) not in tables.broken:
        facts = {key: value for key, value in finding.facts.items() if key != "row"}
        yield Finding(f"{origin} ({column})", finding.code, facts)


def _award_file(found: Read, path: Path) -> dict[str, str]:
    if found.extension is None or found.extension.award is None:
        return {}
    award = AwardFile.from_bytes(to_bytes(found.extension.award), f"{path}: x_award.award")
    return {AWARD: award.to_bytes().decode()}


def _changed(found: Read, instance: Instance) -> Iterator[Finding]:
    extension = found.extension
    if extension is not None and extension.instance.digest != instance_digest(instance):
        yield Finding("", "ocds_changed")

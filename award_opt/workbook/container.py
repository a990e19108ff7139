"""The container of a workbook: what it declares to hold, looked at before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TypeAlias

MEBIBYTE = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 512 * MEBIBYTE
MAX_RATIO = 200
SMALL = 4 * MEBIBYTE  # below this no ratio does harm
OPENING = 4_096

WORKBOOK = "xl/workbook.xml"
STRICT = b"purl.oclc.org/ooxml"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MACROS = ("xl/vbaproject", "xl/macrosheets/", "xl/activex/", "xl/embeddings/", "xl/ctrlprops/")
LINKS = ("xl/externallinks/", "xl/connections", "xl/querytables/")

Fault: TypeAlias = tuple[str, dict[str, str | int]]


def faults(archive: zipfile.ZipFile) -> Iterator[Fault]:
    """Why the container may not be unpacked or read, each as a code with facts."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        yield "workbook_entries", {"count": len(entries), "limit": MAX_ENTRIES}
        return
    yield from _sizes(entries)
    yield from _contents(entries)
    yield from _form(archive)


def _sizes(entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        facts = {"size": -(-unpacked // MEBIBYTE), "limit": MAX_UNPACKED // MEBIBYTE}
        yield "workbook_unpacks", dict(facts)
        return
    for entry in entries:
        ratio = entry.file_size // max(entry.compress_size, 1)
        if entry.file_size > SMALL and ratio > MAX_RATIO:
            yield "workbook_ratio", {"value": entry.filename, "ratio": ratio, "limit": MAX_RATIO}


def _contents(entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.casefold()
        if name in seen:
            yield "workbook_twice", {"value": entry.filename}
        seen.add(name)
        if name.startswith(MACROS):
            yield "workbook_macros", {"value": entry.filename}
        if name.startswith(LINKS):
            yield "workbook_links", {"value": entry.filename}
        if entry.flag_bits & 1:
            yield "workbook_password", {}
        elif entry.compress_type not in METHODS:
            yield "workbook_packing", {"value": entry.filename}


def _form(archive: zipfile.ZipFile) -> Iterator[Fault]:
    names = archive.namelist()
    if WORKBOOK not in names:
        other = "mimetype" in names or "xl/workbook.bin" in names
        yield ("workbook_other" if other else "workbook_none"), {}
        return
    entry = archive.getinfo(WORKBOOK)
    if entry.flag_bits & 1 or entry.compress_type not in METHODS:
        return
    with archive.open(WORKBOOK) as stream:
        if STRICT in stream.read(OPENING):
            yield "workbook_strict", {}

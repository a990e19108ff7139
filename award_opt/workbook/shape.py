"""A second reading of a workbook's sheets: what is hidden or merged, and how many cells are filled.

It shares no code with the library that reads the cells, so that a row lost there is noticed.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field

from defusedxml.ElementTree import DefusedXMLParser, fromstring

from award_opt.workbook.container import WORKBOOK

RELATIONS = "xl/_rels/workbook.xml.rels"
CHUNK = 1024 * 1024
MOST = 1_000
YES = ("1", "true")
FILLING = ("f", "is")


class _Strings:
    """Listens to the XML of the texts that cells share; runs in several styles are put together."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.parts: list[str] = []
        self.in_text = self.in_reading = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "si":
            self.parts = []
        elif name == "rPh":  # how an East Asian text is pronounced, not what it says
            self.in_reading = True
        self.in_text = name == "t" and not self.in_reading

    def data(self, text: str) -> None:
        if self.in_text:
            self.parts.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        self.in_text = False
        if name == "rPh":
            self.in_reading = False
        elif name == "si":
            self.found.append("".join(self.parts))


@dataclass(slots=True)
class Shape:
    """What the XML of one sheet says, but for the contents of its cells."""

    name: str
    hidden: bool
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    filled: int = 0


class _Target:
    """Listens to the XML of a sheet and keeps no tree."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.row = 0
        self.full = self.in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self.full = False
        elif name == "v":
            self.in_value = True
        elif name in FILLING:
            self.full = True
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            if attributes.get("hidden") in YES and len(self.shape.hidden_rows) < MOST:
                self.shape.hidden_rows.append(self.row)
        elif name == "col" and attributes.get("hidden") in YES:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.shape.hidden_columns.extend(range(first, min(last, first + MOST) + 1))
        elif name == "mergeCell" and len(self.shape.merged) < MOST:
            self.shape.merged.append(attributes["ref"])

    def data(self, text: str) -> None:
        self.full = self.full or (self.in_value and bool(text))

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "v":
            self.in_value = False
        elif name == "c" and self.full:
            self.shape.filled += 1


def shapes(archive: zipfile.ZipFile) -> list[Shape]:
    """The shape of every sheet, in the order of the workbook."""
    links = _links(archive)
    found = []
    for element in fromstring(archive.read(WORKBOOK), forbid_dtd=True).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        hidden = element.get("state", "visible") != "visible"
        shape = Shape(str(element.get("name")), hidden)
        link = next((value for key, value in element.items() if key.endswith("}id")), "")
        _read(archive, links.get(link, ("", ""))[0], _Target(shape))
        found.append(shape)
    return found


def strings(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells share, letter for letter as they stand in the file."""
    listener = _Strings()
    for part, kind in _links(archive).values():
        if kind.endswith("/sharedStrings"):
            _read(archive, part, listener)
    return listener.found


def _links(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """The part of the container that each link of the workbook leads to, and its kind."""
    root = fromstring(archive.read(RELATIONS), forbid_dtd=True)
    base = posixpath.dirname(WORKBOOK)
    return {
        element.get("Id", ""): (
            posixpath.normpath(posixpath.join("/", base, element.get("Target", ""))).lstrip("/"),
            element.get("Type", ""),
        )
        for element in root.iter()
        if element.get("TargetMode") != "External"
    }


def _read(archive: zipfile.ZipFile, part: str, listener: _Strings | _Target) -> None:
    if part not in archive.namelist():
        return
    parser = DefusedXMLParser(target=listener, forbid_dtd=True)
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.feed(chunk)
    parser.close()

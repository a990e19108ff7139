"""Tables as text: every cell with its row and column, and every fault in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from award_opt.errors import Fact, Finding, InputError
from award_opt.exact import MAX_DECIMALS, Mark, parse, plain, scaled
from award_opt.toml import listed, near, odd_character, shown

MAX_FINDINGS = 10_000
MAX_COMPARISONS = 200_000
MAX_CELL = 10_000


class Faults:
    """Findings as they are met: the first 10,000 of them, and how many more there are."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self.left_out = 0

    def add(self, *findings: Finding) -> None:
        """Keep findings."""
        for finding in findings:
            if len(self.found) < MAX_FINDINGS:
                self.found.append(finding)
            else:
                self.left_out += 1

    def end(self, place: str) -> None:
        """Raise all findings at once, if there are any."""
        if self.left_out:
            self.found.append(Finding(place, "more_findings", {"count": self.left_out}))
        if self.found:
            raise InputError(self.found)


@dataclass(frozen=True, slots=True)
class Range:
    """Which numbers a column holds: ``places`` decimals at most, between two bounds."""

    places: int
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None

    def fault(self, value: Decimal) -> str | None:
        """The code of what is wrong with ``value``, or ``None`` where it may stand."""
        low = self.minimum is not None and value < self.minimum
        high = self.maximum is not None and value > self.maximum
        if low or high:
            return "negative" if self.maximum is None else "off_range"
        return "too_many_decimals" if scaled(value, self.places) is None else None


WHOLE = Range(0)
EUROS = Range(2)
PERCENT = Range(2, maximum=Decimal(100))
AMOUNT = Range(MAX_DECIMALS)
ANY_NUMBER = Range(MAX_DECIMALS, minimum=None)


@dataclass(slots=True)
class Sheet:
    """A table whose cells are clean texts; ``lines[i]`` is the line of row ``i`` in the file."""

    place: str
    header: tuple[str, ...]
    mark: Mark
    faults: Faults
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    broken: set[tuple[int, str]] = field(default_factory=set)
    compared: int = 0
    _at: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._at = {name: position for position, name in enumerate(self.header)}

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, line: int, record: Sequence[str]) -> None:
        """Append a row that stands at ``line`` of the file; its cells are cleaned."""
        self.lines.append(line)
        self.rows.append(self._cells(record))

    def _cells(self, record: Sequence[str]) -> list[str]:
        line = "".join(record)
        if line.isascii() and line.isprintable() and len(line) <= MAX_CELL:
            return [cell.strip() for cell in record]
        return [
            self._odd_cell(len(self), column, cell)
            for column, cell in zip(self.header, record, strict=True)
        ]

    def _odd_cell(self, row: int, column: str, cell: str) -> str:
        """A cell that may not be plain ASCII; blank, and reported, where it cannot be used."""
        if len(cell) > MAX_CELL:
            length: dict[str, Fact] = {"length": len(cell), "limit": MAX_CELL}
            self.fault(row, column, "cell_too_long", value=shown(cell), **length)
            return ""
        text = unicodedata.normalize("NFC", cell).strip()
        if odd := odd_character(text):
            facts: dict[str, Fact] = {"position": odd[0], "character": odd[1]}
            self.fault(row, column, "odd_character", value=shown(text), **facts)
            return ""
        return text

    def has(self, column: str) -> bool:
        """Whether the table has the column."""
        return column in self._at

    def text(self, row: int, column: str) -> str:
        """The text of a cell; empty where it is blank, faulty or not there."""
        at = self._at.get(column)
        return "" if at is None else self.rows[row][at]

    def fault(self, row: int, column: str, code: str, **facts: Fact) -> None:
        """Report a cell once, with its row and column."""
        if (row, column) not in self.broken:
            self.broken.add((row, column))
            where: dict[str, Fact] = {"row": self.lines[row], "column": column}
            self.faults.add(Finding(self.place, code, {**where, **facts}))

    def unknown(
        self, row: int, column: str, code: str, known: Sequence[str], **facts: Fact
    ) -> None:
        """Report a cell that names nothing known, with the nearest name while that is cheap."""
        self.compared += len(known)
        searched = known if self.compared <= MAX_COMPARISONS else ()
        found = near("", code, self.text(row, column), searched)
        self.fault(row, column, found.code, **{**found.facts, "allowed": listed(known), **facts})

    def needed(self, row: int, column: str) -> str | None:
        """The text of a cell that may not be blank."""
        text = self.text(row, column)
        if not text and self.has(column):
            self.fault(row, column, "blank")
        return text or None

    def choice(self, row: int, column: str, allowed: Sequence[str]) -> str | None:
        """The text of a cell that must be one of ``allowed``, or ``None`` where it is blank."""
        text = self.text(row, column)
        if text and text not in allowed:
            self.unknown(row, column, "not_a_choice", allowed)
            return None
        return text or None

    def number(self, row: int, column: str, allowed: Range) -> int | None:
        """The number in a cell in units of ``10**-places``, or ``None`` where it is blank."""
        value = self.decimal(row, column, allowed)
        return None if value is None else scaled(value, allowed.places)

    def decimal(self, row: int, column: str, allowed: Range) -> Decimal | None:
        """The exact number in a cell, or ``None`` where it is blank or faulty."""
        text = self.text(row, column)
        if not text:
            return None
        value = parse(text, self.mark)
        code = self._unreadable(text) if value is None else allowed.fault(value)
        if code is not None:
            self.fault(row, column, code, **self._facts(text, allowed))
            return None
        return value

    def _unreadable(self, text: str) -> str:
        return "not_a_number" if parse(text, self._other) is None else "wrong_mark"

    @property
    def _other(self) -> Mark:
        return "." if self.mark == "," else ","

    def _facts(self, text: str, allowed: Range) -> dict[str, Fact]:
        bounds = {"minimum": allowed.minimum, "maximum": allowed.maximum}
        known = {name: plain(bound) for name, bound in bounds.items() if bound is not None}
        marks = {"mark": self.mark, "other": self._other}
        step = plain(Decimal(1).scaleb(-allowed.places))
        return {"value": shown(text), "step": step, **marks, **known}

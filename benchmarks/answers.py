"""The proven value of each book of the families, and who proved it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

PLACE: Final = Path(__file__).with_name("answers.json")


def known() -> dict[str, Any]:
    """``value`` and ``proven_by`` of every book, by its name."""
    held: dict[str, Any] = json.loads(PLACE.read_text("utf-8")) if PLACE.exists() else {}
    return held


def value_of(book: str) -> int | None:
    """The proven value of a book; ``None`` where nobody has proven one."""
    held = known().get(book)
    return None if held is None else int(held["value"])


def agree(book: str, value: int) -> None:
    """Accept a proven value.

    Raises
    ------
    AssertionError
        Another value was proven before.
    """
    before = value_of(book)
    if before is not None and before != value:
        raise AssertionError(f"{book}: {value} is proven now, and {before} was before")


def record(proven: Mapping[str, tuple[int, Iterable[str]]]) -> None:
    """Add values that were proven, with the names and versions of those who proved them."""
    held = known()
    for book, (value, names) in proven.items():
        agree(book, value)
        before = held.get(book, {"proven_by": []})["proven_by"]
        held[book] = {"value": value, "proven_by": sorted({*before, *names})}
    text = json.dumps(held, indent=1, sort_keys=True)
    PLACE.write_text(f"{text}\n", encoding="utf-8")

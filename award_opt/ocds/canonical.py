"""Canonical JSON (RFC 8785) in which exact decimals are numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from award_opt.exact import plain

DIGITS = 15
"""What every reader of JSON numbers keeps; RFC 8785 writes such a number as it stands here."""


def to_bytes(content: Mapping[str, Any]) -> bytes:
    """The canonical bytes of ``content``: texts, whole numbers, exact decimals, lists, objects."""
    return _written(content).encode() + b"\n"


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        entries = sorted(value.items(), key=lambda entry: entry[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_written(key)}:{_written(inner)}" for key, inner in entries) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_written(inner) for inner in value) + "]"
    if isinstance(value, Decimal):
        return plain(value)
    return json.dumps(value, ensure_ascii=False)

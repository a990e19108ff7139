"""A release from a JSON file: bounded, strict, and only what an instance has a place for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from award_opt.errors import Finding, InputError
from award_opt.files import MEBIBYTE, read_utf8
from award_opt.ocds.extension import Extension
from award_opt.ocds.standard import Release
from award_opt.toml import fit, listed, shown

Wanted: TypeAlias = Any

MAX_BYTES = 512 * MEBIBYTE
ALL: dict[str, Any] = {"": None}
_REFERENCE: Wanted = {"id": None, "name": None}
_IDENTIFIER: Wanted = {"scheme": None, "id": None}
_VALUE: Wanted = {"amount": None, "currency": None}
_PARTY: Wanted = {
    **_REFERENCE,
    "roles": None,
    "identifier": _IDENTIFIER,
    "additionalIdentifiers": [_IDENTIFIER],
    "address": {"locality": None},
    "details": {"scale": None},
}
_BID: Wanted = {
    "id": None,
    "status": None,
    "tenderers": [_REFERENCE],
    "value": _VALUE,
    "relatedLots": None,
}
_AWARD: Wanted = {
    "id": None,
    "status": None,
    "suppliers": [_REFERENCE],
    "relatedLots": None,
    "relatedBids": None,
    "relatedBid": None,
}
WANTED: Wanted = {
    "ocid": None,
    "buyer": _REFERENCE,
    "parties": [_PARTY],
    "tender": {"lots": [{"id": None}]},
    "bids": {"details": [_BID]},
    "awards": [_AWARD],
    "x_award": ALL,
}
HEAD = ("id", "date", "tag", "initiationType", "language")


@dataclass(slots=True)
class Read:
    """A release, its extension where it has one, and the paths that have no place."""

    release: Release
    extension: Extension | None
    left_out: list[str] = field(default_factory=list)


def read(path: Path) -> Read:
    """The release in a file.

    Addresses in it, such as those of extensions, are never followed.

    Raises
    ------
    InputError
        The file is absent, too large, not JSON, or not one release; all faults at once.
    """
    raw = _loads(read_utf8(path, MAX_BYTES), str(path))
    place = str(path)
    content = _one_release(raw, place)
    left_out: dict[str, None] = {}
    try:
        release = fit(Release, _taken(content, WANTED, "", left_out), place)
        extension = None
        if release.x_award is not None:
            extension = fit(Extension, dict(release.x_award), f"{place}: x_award")
    except RecursionError as error:
        raise InputError([Finding(place, "ocds_deep")]) from error
    return Read(release, extension, list(left_out) if extension is None else [])


class _NumberError(ValueError):
    """``NaN`` and the like, which are no numbers of JSON."""


class _TwiceError(ValueError):
    """A key that stands twice in one object."""


def _loads(text: str, place: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_float=_exact, parse_constant=_refuse)
    except _TwiceError as error:
        raise InputError([Finding(place, "ocds_key_twice", {"value": str(error)})]) from error
    except _NumberError as error:
        raise InputError([Finding(place, "ocds_number", {"value": str(error)})]) from error
    except json.JSONDecodeError as error:
        raise InputError([_syntax(place, error)]) from error
    except (ValueError, RecursionError) as error:
        raise InputError([Finding(place, "ocds_deep")]) from error


def _syntax(place: str, error: json.JSONDecodeError) -> Finding:
    code = "ocds_lines" if error.msg == "Extra data" else "ocds_not_json"
    return Finding(place, code, {"line": error.lineno, "character": error.colno})


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(shown(next(name for name in names if names.count(name) > 1)))
    return found


def _exact(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except ArithmeticError as error:
        raise _NumberError(shown(text)) from error
    return number


def _refuse(text: str) -> None:
    raise _NumberError(text)


def _one_release(raw: object, place: str) -> dict[str, Any]:
    if isinstance(raw, dict):
        for package in ("releases", "records"):
            inside = raw.get(package)
            if isinstance(inside, list):
                facts = {"count": len(inside), "key": package}
                raise InputError([Finding(place, "ocds_package", facts)])
        if isinstance(raw.get("ocid"), str):
            return raw
    seen = listed(list(raw)) if isinstance(raw, dict) else type(raw).__name__
    raise InputError([Finding(place, "ocds_not_release", {"seen": seen})])


def _taken(raw: object, wanted: Wanted, path: str, left_out: dict[str, None]) -> Any:
    """``raw`` without what is not wanted or ``null``; ids that are whole numbers as text."""
    if wanted is ALL or wanted is None:
        return raw
    if isinstance(wanted, list):
        if not isinstance(raw, list):
            return raw
        return [_taken(inner, wanted[0], f"{path}[]", left_out) for inner in raw]
    if not isinstance(raw, dict):
        return raw
    _note(raw, wanted, path, left_out)
    return {
        key: _taken(_text_id(key, raw[key]), inner, f"{path}.{key}" if path else key, left_out)
        for key, inner in wanted.items()
        if raw.get(key) is not None
    }


def _note(raw: Mapping[str, Any], wanted: Wanted, path: str, left_out: dict[str, None]) -> None:
    known = (*wanted, *HEAD) if not path else tuple(wanted)
    for key, value in raw.items():
        if key not in known and value is not None:
            left_out[f"{path}.{shown(key)}" if path else shown(key)] = None


def _text_id(key: str, value: object) -> object:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if key == "id" and whole else value

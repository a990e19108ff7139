"""TOML files as frozen objects: exact decimals, strict types, and every fault with its place."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import ErrorDetails, core_schema

from award_opt.errors import Fact, Finding, InputError, nearest
from award_opt.exact import plain
from award_opt.files import MEBIBYTE, read_utf8

Step: TypeAlias = str | int
Node: TypeAlias = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)

MAX_TOML_BYTES = 16 * MEBIBYTE
SHOWN = 60
LISTED = 30
_AT = re.compile(r"\(at line (\d+), column (\d+)\)$")
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")
_ALLOWED = {"quote": "\n\r\t", "note": "\n\r\t", "delimiter": "\t"}
_CODES = {
    "int_type": "want_integer",
    "int_from_float": "want_integer",
    "is_instance_of": "want_number",
    "string_type": "want_text",
    "tuple_type": "want_list",
    "dict_type": "want_table",
    "model_type": "want_table",
    "model_attributes_type": "want_table",
    "bool_type": "want_boolean",
    "date_type": "want_date",
    "string_pattern_mismatch": "want_id",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "string_too_long": "too_long",
    "union_tag_not_found": "kind_missing",
    "greater_than": "out_of_bounds",
    "greater_than_equal": "out_of_bounds",
    "less_than": "out_of_bounds",
    "less_than_equal": "out_of_bounds",
    "finite_number": "out_of_bounds",
    "decimal_max_digits": "out_of_bounds",
    "decimal_whole_digits": "out_of_bounds",
    "decimal_max_places": "too_fine",
}
_BOUNDS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; numbers with a point as exact decimals.

    Raises
    ------
    InputError
        The file cannot be read, is not UTF-8 or not TOML; the finding names line and character.
    """
    text = read_utf8(path, MAX_TOML_BYTES)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise InputError([_syntax(str(path), text, error)]) from error


def _syntax(place: str, text: str, error: Exception) -> Finding:
    lines = text.splitlines() or [""]
    at = _AT.search(str(error))
    if at is None and "end of document" not in str(error):
        return Finding(place, "toml_too_much")
    line, character = (int(at[1]), int(at[2])) if at else (len(lines), len(lines[-1]) + 1)
    code = "toml_twice" if str(error).startswith(_TWICE) else "toml_syntax"
    found = shown(lines[min(line, len(lines)) - 1].strip())
    return Finding(place, code, {"line": line, "character": character, "found": found})


def fit(model: type[Model], raw: dict[str, Any], place: str) -> Model:
    """``raw`` as a ``model``, strictly: nothing is coerced, no key is unknown.

    Raises
    ------
    InputError
        Every fault of the schema at once, each with the dotted path of its place.
    """
    schema = schema_of(model)
    faults = [*_odd_characters(raw, (), raw, place)]
    try:
        fitted = model.model_validate(_prepared(raw, schema, schema), strict=True)
    except ValidationError as error:
        known = {finding.place for finding in faults}
        for detail in error.errors(include_url=False):
            if detail["type"] == "too_short" and detail["input"]:
                continue  # its entries have faults of their own
            finding = _finding(detail, raw, schema, place)
            if finding.place not in known:
                faults.append(finding)
                known.add(finding.place)
    if faults:
        raise InputError(faults)
    return fitted


class _ExactSchema(GenerateJsonSchema):
    """A decimal is a number in these files, never a text."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        names = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum"}
        bounds = {theirs: schema.get(ours) for ours, theirs in names.items() if ours in schema}
        whole = {
            theirs: int(bound) if bound == int(bound) else str(bound)
            for theirs, bound in bounds.items()
            if isinstance(bound, int | Decimal)
        }
        return {"type": "number", **whole}


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of ``model``."""
    return model.model_json_schema(schema_generator=_ExactSchema)


def shown(value: object) -> str:
    """A value as a message shows it: at most 60 characters, none of them invisible."""
    text = str(value)
    if len(text) > SHOWN:
        text = f"{text[: SHOWN - 1]}…"
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


def listed(names: Sequence[str]) -> str:
    """Names as a message lists them, the first thirty of them."""
    more = ", …" if len(names) > LISTED else ""
    return ", ".join(f"`{shown(name)}`" for name in names[:LISTED]) + more


def near(place: str, code: str, wrong: str, known: Sequence[str], **facts: Fact) -> Finding:
    """A finding about an unknown name; code ``<code>_near`` where a known name comes close."""
    facts = {"value": shown(wrong), "allowed": listed(known), **facts}
    found = nearest(wrong, known)
    if found is None:
        return Finding(place, code, facts)
    return Finding(place, f"{code}_near", {**facts, "nearest": found})


def odd_character(text: str, allowed: str = "") -> tuple[int, str] | None:
    """The first control or format character of ``text``: its position (from 1) and its name."""
    if text.isprintable():
        return None
    for position, character in enumerate(text, 1):
        if unicodedata.category(character)[0] == "C" and character not in allowed:
            return position, f"U+{ord(character):04X}"
    return None


# --- places


def dotted(raw: object, path: Sequence[Step]) -> str:
    """A path as users read it: ``rules[S3-MAX].limit``; elements of lists by their id."""
    text, node = "", raw
    for step in path:
        child = _child(node, step)
        if isinstance(step, int):
            name = child.get("id") if isinstance(child, dict) else None
            text += f"[{shown(name)}]" if isinstance(name, str) else f"[{step + 1}]"
        else:
            text += f".{shown(step)}" if text else shown(step)
        node = child
    return text


def _child(node: object, step: Step) -> object:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list | tuple) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _real(raw: object, path: Sequence[Step], *, missing: bool) -> list[Step]:
    """``path`` without the steps that pydantic adds for the members of a union."""
    real: list[Step] = []
    node = raw
    for number, step in enumerate(path):
        inside = isinstance(node, dict) and step in node
        inside = inside or (isinstance(node, list | tuple) and isinstance(step, int))
        if inside or (missing and number == len(path) - 1):
            real.append(step)
            node = _child(node, step)
    return real


def join(place: str, path: str) -> str:
    """A place inside a file: ``models/x.toml: rules[S3-MAX].limit``."""
    return f"{place}: {path}" if path else place


# --- schema


def _options(node: Node, raw: object, root: Node) -> Iterator[Node]:
    """The alternatives of a schema node that could hold ``raw``."""
    if "$ref" in node:
        yield from _options(root["$defs"][node["$ref"].rpartition("/")[2]], raw, root)
    elif "discriminator" in node:
        kind = raw.get("kind") if isinstance(raw, dict) else None
        target = node["discriminator"]["mapping"].get(kind) if isinstance(kind, str) else None
        if target is not None:
            yield from _options({"$ref": target}, raw, root)
    elif "anyOf" in node:
        for option in node["anyOf"]:
            yield from _options(option, raw, root)
    else:
        yield node


def _inner(node: Node, step: Step, raw: object, root: Node) -> Node:
    """The schema of what stands at ``step`` below ``node``; empty where anything may stand."""
    found: Node = {}
    for option in _options(node, raw, root):
        properties, rest = option.get("properties", {}), option.get("additionalProperties")
        if isinstance(step, int):
            found = option.get("items", found)
        elif step in properties:
            found = properties[step]
        elif isinstance(rest, dict):
            found = rest
    return found


def _prepared(raw: object, node: Node, root: Node) -> object:
    """``raw`` with tuples for lists, NFC texts, and decimals where the schema says number."""
    if isinstance(raw, dict):
        return {
            key: _prepared(value, _inner(node, key, raw, root), root) for key, value in raw.items()
        }
    if isinstance(raw, list | tuple):
        inner = _inner(node, 0, raw, root)
        return tuple(_prepared(value, inner, root) for value in raw)
    if isinstance(raw, str):
        return unicodedata.normalize("NFC", raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        kinds = {option.get("type") for option in _options(node, raw, root)}
        return Decimal(raw) if "number" in kinds and "integer" not in kinds else raw
    return raw


def _names(raw: object, path: Sequence[Step], schema: Node) -> list[str]:
    """The keys that may stand in the table at ``path``."""
    node, inside = schema, raw
    for step in path:
        node, inside = _inner(node, step, inside, schema), _child(inside, step)
    return [
        name for option in _options(node, inside, schema) for name in option.get("properties", ())
    ]


# --- findings


def _finding(detail: ErrorDetails, raw: dict[str, Any], schema: Node, place: str) -> Finding:
    kind = detail["type"]
    path = _real(raw, detail["loc"], missing=kind == "missing")
    where = join(place, dotted(raw, path))
    context = detail.get("ctx", {})
    value = shown(_value(detail["input"]))
    named = _named(kind, path, context)
    if named is not None:
        code, wrong, known = named
        return near(
            where, code, wrong or str(detail["input"]), known or _names(raw, path[:-1], schema)
        )
    if kind == "missing":
        return Finding(where, "missing_key", {"key": str(path[-1])})
    if kind not in _CODES:
        return Finding(where, "invalid", {"value": value, "reason": detail["msg"]})
    return Finding(where, _CODES[kind], {"value": value, **_limits(kind, context)})


def _named(
    kind: str, path: Sequence[Step], context: dict[str, Any]
) -> tuple[str, str, list[str]] | None:
    """Code, wrong name and known names of a fault about a name; empty where the input tells."""
    if kind == "extra_forbidden":
        return "unknown_key", str(path[-1]), []
    if kind == "union_tag_invalid":
        return "unknown_kind", str(context["tag"]), _quoted(context["expected_tags"])
    if kind == "literal_error":
        return "not_one_of", "", _quoted(context["expected"])
    return None


def _limits(kind: str, context: dict[str, Any]) -> dict[str, Fact]:
    if kind == "decimal_max_places":
        return {"step": plain(Decimal(1).scaleb(-context["decimal_places"]))}
    if kind == "string_too_long":
        return {"limit": context["max_length"]}
    if _CODES[kind] == "out_of_bounds":
        return {"bounds": _bounds(context) or "< 10^15"}
    return {}


def _bounds(context: dict[str, Any]) -> str:
    return ", ".join(
        f"{_BOUNDS[name]} {bound}" for name, bound in context.items() if name in _BOUNDS
    )


def _quoted(expected: str) -> list[str]:
    """The names in pydantic's ``'a', 'b' or 'c'``; a number stands there without quotes."""
    return re.findall(r"'([^']*)'", expected) or [expected]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{" + ", ".join(str(key) for key in value) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return str(value)


def _odd_characters(
    node: object, path: tuple[Step, ...], raw: dict[str, Any], place: str
) -> Iterator[Finding]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _odd_characters(value, (*path, key), raw, place)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _odd_characters(value, (*path, number), raw, place)
    elif isinstance(node, str) and (found := odd_character(node, _ALLOWED.get(str(path[-1]), ""))):
        facts: dict[str, Fact] = {"value": shown(node), "position": found[0]}
        where = join(place, dotted(raw, path))
        yield Finding(where, "odd_character", {**facts, "character": found[1]})

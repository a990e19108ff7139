"""The documentation of rule kinds, made from their classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import Any

from award_opt.errors import InputError
from award_opt.report.words import word
from award_opt.rules import KINDS, Rule
from award_opt.texts import Lang
from award_opt.toml import near, schema_of

SHARED = ("id", "kind", "source")


def chosen(kind: str | None) -> tuple[type[Rule], ...]:
    """The rule class of ``kind``, or all of them, as published in the union.

    Raises
    ------
    InputError
        There is no such kind; the nearest is named.
    """
    known = {_kind(rule): rule for rule in KINDS}
    if kind is None:
        return KINDS
    if kind not in known:
        raise InputError([near("award-opt rules", "unknown_kind", kind, list(known))])
    return (known[kind],)


def facts(rule: type[Rule], lang: Lang) -> dict[str, Any]:
    """What a program may want to know of a kind."""
    return {
        "kind": _kind(rule),
        "dutch": rule.DUTCH,
        "meaning": cleandoc(rule.__doc__ or ""),
        "fields": [
            {"name": name, "type": kind, "default": default} for name, kind, default in fields(rule)
        ],
        "texts": {code: texts[lang] for code, texts in rule.TEXTS.items()},
    }


def markdown(rule: type[Rule], lang: Lang) -> str:
    """A kind as a section of Markdown: meaning, fields, texts."""
    parts = [
        f"## `{_kind(rule)}` ({rule.DUTCH})",
        cleandoc(rule.__doc__ or ""),
        "\n".join(
            [
                f"| {word('field', lang)} | {word('type', lang)} | {word('default', lang)} |",
                "|---|---|---|",
                *(f"| `{name}` | {kind} | {default} |" for name, kind, default in fields(rule)),
            ]
        ),
        "\n".join(f"- {code}: {texts[lang]}" for code, texts in rule.TEXTS.items()),
    ]
    return "\n\n".join(parts)


def fields(rule: type[Rule]) -> Iterator[tuple[str, str, str]]:
    """The fields of a kind beside those that every rule has: name, type, default."""
    schema = schema_of(rule)
    for name, node in schema["properties"].items():
        if name not in SHARED:
            default = _default(node["default"]) if "default" in node else "-"
            yield name, _type(node, schema), default


def _kind(rule: type[Rule]) -> str:
    kind: str = rule.model_fields["kind"].default
    return kind


def _default(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_default, value)) + "]"
    if isinstance(value, dict):
        return "{}"
    return "-" if value is None else f"`{value}`"


def _type(node: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    if "$ref" in node:
        return _type(root["$defs"][node["$ref"].rpartition("/")[2]], root)
    if "anyOf" in node:
        inner = [_type(option, root) for option in node["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(inner))
    if "enum" in node or "const" in node:
        return ", ".join(f"`{name}`" for name in node.get("enum", [node.get("const")]))
    if node.get("type") == "array":
        return f"list of {_type(node.get('items', {}), root)}"
    if node.get("type") == "object":
        return "table"
    return _number(node) if node.get("type") in ("integer", "number") else str(node.get("type"))


def _number(node: Mapping[str, Any]) -> str:
    kind = {"integer": "whole number", "number": "number"}[node["type"]]
    signs = {"minimum": ">=", "exclusiveMinimum": ">", "maximum": "<=", "exclusiveMaximum": "<"}
    bounds = [f"{sign} {node[name]}" for name, sign in signs.items() if name in node]
    return f"{kind} {', '.join(bounds)}".rstrip()

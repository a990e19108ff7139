"""The rules of a scenario: the tender with fields set, rules left out or another method."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from pydantic import BaseModel

from award_opt.award import canonical
from award_opt.errors import InputError
from award_opt.exact import parse, plain
from award_opt.methods import under
from award_opt.rules import AnyRule
from award_opt.tender import Tender
from award_opt.tender.checks import faults
from award_opt.toml import fit
from award_opt.what_if import WhatIf, apply

Settings: TypeAlias = tuple[tuple[str, str], ...]

MOST_TENDERS = 512
MOST_RULES = 4096
TITLE = {"nl": "scenario", "en": "scenario"}
UNDECISIVE = ("format", "id", "title", "authority", "municipalities", "documents", "areas")
UNDECISIVE_MORE = ("care_types", "standstill_days", "note", "rules")


def typed(text: str) -> int | Decimal | bool | str:
    """The value that a text on the command line stands for."""
    if text in ("true", "false"):
        return text == "true"
    number = parse(text)
    if number is None:
        return text
    return int(text) if "." not in text else number


def written(value: object) -> str:
    """A value of a rule's field as a text on the command line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else str(value)


def patched(tender: Tender, settings: Settings, drop: Sequence[str] = ()) -> Tender:
    """The tender with fields set and rules left out, checked as a what-if is.

    Raises
    ------
    InputError
        A rule, field or value that the tender does not allow.
    """
    change = {path: typed(text) for path, text in settings}
    fields: dict[str, Any] = {"title": TITLE, "set": change, "drop": tuple(drop)}
    return apply(tender, WhatIf(id="sweep", **fields))


@dataclass
class Rulebook:
    """The tender of every scenario that starts from one set of rules, made once each.

    ``digest`` tells scenarios apart by what can change an award: titles, names and sources do not.
    """

    tender: Tender
    _tenders: dict[tuple[Settings, tuple[str, ...], str | None], Tender] = field(
        default_factory=dict
    )
    _rules: dict[tuple[str, Settings], tuple[AnyRule, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = faults(self.tender, "")
        self._base: dict[str | None, str] = {}
        self._by_default = self.tender.award.lot_order == self.tender.scored_lots()

    def under(self, settings: Settings, drop: tuple[str, ...], method: str | None) -> Tender:
        """The tender with the changes.

        Raises
        ------
        InputError
            The changes together make no tender.
        """
        key = (settings, drop, method)
        if key not in self._tenders:
            if len(self._tenders) >= MOST_TENDERS:
                self._tenders.clear()
            self._tenders[key] = self._made(settings, drop, method)
        return self._tenders[key]

    def digest(self, settings: Settings, drop: tuple[str, ...], method: str | None) -> list[str]:
        """SHA-256 of everything in the changed rules that can change an award, part by part."""
        if method not in self._base:
            self._base[method] = self._digest(method)
        kept = (rule for rule in self.tender.rules if rule.id not in drop)
        return [self._base[method], *(self._rule(rule, _of(rule, settings))[1] for rule in kept)]

    def _made(self, settings: Settings, drop: tuple[str, ...], method: str | None) -> Tender:
        rules = tuple(
            self._rule(rule, _of(rule, settings))[0]
            for rule in self.tender.rules
            if rule.id not in drop
        )
        # a fresh object: copies would carry along what was worked out from the other rules
        made = Tender.model_construct(**{**dict(self.tender), "rules": rules})
        if self._by_default:
            award = made.award.model_copy(update={"lot_order": made.scored_lots()})
            made = Tender.model_construct(**{**dict(made), "award": award})
        if found := [fault for fault in faults(made, "") if fault not in self._known]:
            raise InputError(found)
        return made if method is None else under(made, method)

    def _rule(self, rule: AnyRule, settings: Settings) -> tuple[AnyRule, str]:
        """A rule with fields set, and its digest."""
        key = (rule.id, settings)
        if key not in self._rules:
            if len(self._rules) >= MOST_RULES:
                self._rules.clear()
            changed = self._changed(rule, settings) if settings else rule
            self._rules[key] = changed, _sha(_decisive_rule(changed))
        return self._rules[key]

    def _changed(self, rule: AnyRule, settings: Settings) -> AnyRule:
        fields = {path.rpartition(".")[2]: typed(value) for path, value in settings}
        return fit(_One, {"rule": {**rule.model_dump(exclude_none=True), **fields}}, "").rule

    def _digest(self, method: str | None) -> str:
        tender = self.tender if method is None else under(self.tender, method)
        return _sha(decisive(tender))


class _One(BaseModel):
    rule: AnyRule


def decisive(tender: Tender) -> dict[str, Any]:
    """All of a tender but its rules that can change an award."""
    content = json.loads(tender.content())
    for name in (*UNDECISIVE, *UNDECISIVE_MORE):
        content.pop(name, None)
    for segment in content["segments"]:
        for name in ("name", "financing", "municipalities", "following"):
            segment.pop(name, None)
    for criterion in content.get("criteria", ()):
        criterion.pop("name", None)
    return dict(content)


def _decisive_rule(rule: AnyRule) -> dict[str, Any]:
    content: dict[str, Any] = rule.model_dump(mode="json", exclude={"source"})
    return content


def _of(rule: AnyRule, settings: Settings) -> Settings:
    """The settings of one rule."""
    return tuple(pair for pair in settings if pair[0].rpartition(".")[0] == rule.id)


def _sha(content: Any) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()

"""What-if files: named changes to a tender, checked by the same schema as the tender itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from award_opt.errors import Finding, InputError
from award_opt.rules import AnyRule
from award_opt.tender import Bilingual, Tender, parse_tender
from award_opt.toml import fit, join, near, read_toml


class WhatIf(BaseModel):
    """One named change of the rules; every award made with it is a simulation."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=64)]
    title: Bilingual
    note: str | None = None
    set: dict[str, Any] = Field(default_factory=dict)
    """New values by rule and field, such as ``"S3-MAX.limit" = 18``."""
    drop: tuple[str, ...] = ()
    """The ids of rules that are left out."""
    add: tuple[AnyRule, ...] = ()

    _place: str = PrivateAttr("")

    @property
    def place(self) -> str:
        """Where messages say that the change stands."""
        return join(self._place, f"what_if[{self.id}]") if self._place else f"what_if[{self.id}]"


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    what_if: Annotated[tuple[WhatIf, ...], Field(min_length=1)]


def read_what_ifs(path: Path) -> dict[str, WhatIf]:
    """The changes in a what-if file by id, in the order of the file.

    Raises
    ------
    InputError
        Every fault of the file at once. Names of rules are checked when a change is applied.
    """
    found: dict[str, WhatIf] = {}
    faults: list[Finding] = []
    for what_if in fit(_File, read_toml(path), str(path)).what_if:
        if what_if.id in found:
            faults.append(Finding(f"{path}: what_if", "id_twice", {"value": what_if.id}))
        what_if._place = str(path)
        found[what_if.id] = what_if
    if faults:
        raise InputError(faults)
    return found


def apply(tender: Tender, what_if: WhatIf) -> Tender:
    """The tender as it would be with the change.

    Raises
    ------
    InputError
        The change names rules or fields that are not there, or the changed tender has faults.
    """
    content = tender.model_dump(exclude_none=True)
    if tender.award.lot_order == tender.scored_lots():
        del content["award"]["lot_order"]
    rules: dict[str, dict[str, Any]] = {rule["id"]: rule for rule in content["rules"]}
    faults = [*_set(rules, what_if), *_drop(rules, what_if)]
    if faults:
        raise InputError(faults)
    kept = [rule for name, rule in rules.items() if name not in what_if.drop]
    added = [rule.model_dump(exclude_none=True) for rule in what_if.add]
    return parse_tender({**content, "rules": [*kept, *added]}, what_if.place)


def _set(rules: dict[str, dict[str, Any]], what_if: WhatIf) -> list[Finding]:
    faults = []
    for path, value in what_if.set.items():
        place = f"{what_if.place}.set.{path}"
        name, _, field = path.rpartition(".")
        if not name:
            faults.append(Finding(place, "set_form", {"value": path}))
        elif name not in rules:
            faults.append(near(place, "unknown_name", name, list(rules), table="rules"))
        elif name in what_if.drop:
            faults.append(Finding(place, "set_and_drop", {"value": name}))
        elif field in ("id", "kind"):
            faults.append(Finding(place, "set_fixed", {"value": field}))
        else:
            rules[name][field] = value
    return faults


def _drop(rules: dict[str, dict[str, Any]], what_if: WhatIf) -> list[Finding]:
    place = f"{what_if.place}.drop"
    return [
        near(place, "unknown_name", name, list(rules), table="rules")
        for name in what_if.drop
        if name not in rules
    ]

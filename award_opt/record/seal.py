"""The seal: what stood fixed before the bids were opened, as digests that can be published."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from award_opt.award import Digest, canonical
from award_opt.domain import Instance
from award_opt.errors import Fact, Finding, InputError
from award_opt.files import MEBIBYTE, read_utf8
from award_opt.record.bag import sha256
from award_opt.tender import Tender

LARGEST_SEAL, LARGEST_DRAWS = MEBIBYTE, 512 * MEBIBYTE
METHOD = ("award", "criteria", "scoring")


class Draws(BaseModel):
    """How many draw numbers there are, and the SHA-256 of their list."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    count: Annotated[int, Field(ge=0)]
    digest: Digest


class Seal(BaseModel):
    """The digests of a tender as it was published.

    Parameters
    ----------
    rules
        The SHA-256 of each rule, by its id.
    method
        That of goals, lot order, criteria and scoring; ties apart.
    draws
        Of the draw numbers by bid; absent where they were not sealed.
    model
        Of the whole tender.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["award-seal/1"]
    tender: str
    rules: dict[str, Digest]
    method: Digest
    ties: Digest
    draws: Draws | None
    model: Digest

    def to_bytes(self) -> bytes:
        """The canonical bytes; their own digest is what to publish."""
        return canonical(self.model_dump()) + b"\n"

    def digest(self) -> str:
        """SHA-256 of the canonical bytes, as hexadecimal."""
        return sha256(self.to_bytes())


def sealed(tender: Tender, draws: Mapping[str, int] | None = None) -> Seal:
    """The seal of a tender, and of the draw numbers by bid where they are given."""
    content = json.loads(tender.content())
    method = {name: content[name] for name in METHOD if name in content}
    method["award"] = {key: value for key, value in content["award"].items() if key != "ties"}
    return Seal(
        format="award-seal/1",
        tender=tender.id,
        rules={rule["id"]: _digest(rule) for rule in content.get("rules", [])},
        method=_digest(method),
        ties=_digest(content["award"]["ties"]),
        draws=None if draws is None else _draws(draws),
        model=tender.digest(),
    )


def _digest(content: Any) -> str:
    return sha256(canonical(content))


def _draws(draws: Mapping[str, int]) -> Draws:
    return Draws(count=len(draws), digest=_digest(dict(draws)))


def read_seal(path: Path) -> Seal:
    """The seal in a file.

    Raises
    ------
    InputError
        The file cannot be read, or is no seal as ``Seal.to_bytes`` writes it.
    """
    text = read_utf8(path, LARGEST_SEAL)
    try:
        seal = Seal.model_validate_json(text)
    except ValidationError as error:
        raise InputError([Finding(str(path), "seal_malformed")]) from error
    if seal.to_bytes() != text.encode():
        raise InputError([Finding(str(path), "seal_malformed")])
    return seal


def changes(seal: Seal, tender: Tender, instance: Instance) -> tuple[Finding, ...]:
    """What differs from the seal: rules, method, ties and draw numbers, each apart."""
    return tuple(_changes(seal, tender, instance))


def _changes(seal: Seal, tender: Tender, instance: Instance) -> Iterator[Finding]:
    now = sealed(tender)
    if seal.tender != now.tender:
        yield _found("seal_other_tender", sealed=seal.tender, found=now.tender)
        return
    named = False
    for rule in dict.fromkeys((*seal.rules, *now.rules)):
        code = _rule_code(seal.rules.get(rule), now.rules.get(rule))
        if code is not None:
            named = True
            yield _found(code, rule=rule)
    for name, then, later in (
        ("method", seal.method, now.method),
        ("ties", seal.ties, now.ties),
    ):
        if then != later:
            named = True
            yield _found(f"seal_{name}_changed")
    if not named and seal.model != now.model:
        yield _found("seal_model_changed")
    drawn = _draws({bid.id: bid.draw for bid in instance.bids if bid.draw is not None})
    if seal.draws is not None and seal.draws != drawn:
        yield _found("seal_draws_changed", sealed=seal.draws.count, found=drawn.count)


def _rule_code(then: str | None, now: str | None) -> str | None:
    if then is None:
        return "seal_rule_added"
    if now is None:
        return "seal_rule_dropped"
    return None if then == now else "seal_rule_changed"


def _found(code: str, **facts: Fact) -> Finding:
    return Finding("seal", code, facts)


def read_draws(path: Path) -> dict[str, int]:
    """The draw number of each bid in a CSV file with columns ``bid`` and ``draw``.

    Other columns do not matter, so that ``bids.csv`` itself will do. Bids without a number are
    left out.

    Raises
    ------
    InputError
        The file cannot be read, lacks a column, or holds what is no draw number; all at once.
    """
    text = read_utf8(path, LARGEST_DRAWS)
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    names = rows.fieldnames or ()
    faults = [
        Finding(str(path), "draws_no_column", {"name": name})
        for name in ("bid", "draw")
        if name not in names
    ]
    if faults:
        raise InputError(faults)
    draws: dict[str, int] = {}
    for row in rows:
        bid, number = (row["bid"] or "").strip(), (row["draw"] or "").strip()
        if not bid or bid in draws or not re.fullmatch(r"[0-9]{0,15}", number):
            faults.append(Finding(str(path), "draws_wrong", {"line": rows.line_num, "bid": bid}))
        elif number:
            draws[bid] = int(number)
    if faults:
        raise InputError(faults)
    return draws

"""Model files: read, fitted to the schema, checked as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from award_opt.errors import InputError
from award_opt.tender.checks import faults
from award_opt.tender.schema import Tender
from award_opt.toml import fit, read_toml, schema_of


def read_tender(path: Path) -> Tender:
    """The tender in a model file, with ``award.lot_order`` filled in.

    Raises
    ------
    InputError
        Every fault of the file at once, each with its place; nothing is half-read.
    """
    return parse_tender(read_toml(path), str(path))


def parse_tender(raw: dict[str, Any], place: str) -> Tender:
    """The tender in the tables of a model file; ``place`` names the file in messages.

    Raises
    ------
    InputError
        Every fault at once.
    """
    tender = fit(Tender, raw, place)
    if found := faults(tender, place):
        raise InputError(found)
    order = tender.award.lot_order or tender.scored_lots()
    return tender.model_copy(update={"award": tender.award.model_copy(update={"lot_order": order})})


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a model file, with descriptions, for editors and validators."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema_of(Tender),
        "title": "award_opt model",
    }

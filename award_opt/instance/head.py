"""``instance.toml``: which tender, where the data comes from, and how the tables are written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from award_opt.errors import InputError
from award_opt.toml import fit, read_toml


class Dialect(BaseModel):
    """How the tables of an instance are written."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    delimiter: Literal[",", ";", "\t", "|"] = ","
    decimal: Literal[",", "."] = "."
    encoding: Literal["utf-8", "windows-1252"] = "utf-8"


class Head(Dialect):
    """The whole of ``instance.toml``."""

    format: Literal[1]
    tender: str
    title: Annotated[str, Field(min_length=1, max_length=500)]
    origin: Literal["public", "synthetic", "hypothesis"]
    made_by: str | None = None
    seed: int | None = None
    note: str | None = None


def read_head(path: Path) -> tuple[Head | None, Dialect | None, InputError | None]:
    """The head of an instance; where it has faults, at least how the tables are written."""
    try:
        raw = read_toml(path)
    except InputError as error:
        return None, None, error
    try:
        head = fit(Head, raw, str(path))
    except InputError as error:
        written = {key: raw[key] for key in Dialect.model_fields if key in raw}
        try:
            return None, fit(Dialect, written, str(path)), error
        except InputError:
            return None, None, error
    return head, head, None

"""The tender that a command is about: the model, changed by the what-ifs that were named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from award_opt.errors import InputError
from award_opt.tender import Tender, read_tender
from award_opt.toml import near
from award_opt.what_if import apply, read_what_ifs


def read_patched(model: Path, names: Sequence[str]) -> Tender:
    """The tender of ``model`` with the named what-ifs of ``<model>.whatif.toml`` applied in turn.

    Raises
    ------
    InputError
        A file has faults, there is no what-if of that name, or it does not fit the tender.
    """
    tender = read_tender(model)
    if not names:
        return tender
    path = model.with_suffix(".whatif.toml")
    known = read_what_ifs(path)
    unknown = [name for name in names if name not in known]
    if unknown:
        options = list(known)
        raise InputError(
            near(str(path), "unknown_name", n, options, table="what_if") for n in unknown
        )
    for name in names:
        tender = apply(tender, known[name])
    return tender

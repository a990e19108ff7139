"""Whether two columns or programs are the same, array by array."""

from __future__ import annotations

import numpy as np

from award_opt.columns import Codes, Columns, Numbers
from award_opt.program.program import Program
from award_opt.program.program_file import described


def same_columns(one: Columns, other: Columns) -> bool:
    """Whether two columns hold the same bids in the same codes."""
    return plain_columns(one) == plain_columns(other)


def same_program(one: Program, other: Program) -> bool:
    """Whether two programs are the same down to the last bound, offset and label."""
    return described(one) == described(other) and _parts(one) == _parts(other)


def plain_columns(columns: Columns) -> object:
    """Columns as lists, to compare."""
    return _plain(columns)


def _parts(program: Program) -> list[object]:
    goals = [(goal.goal, goal.places, goal.minimise, goal.offset) for goal in program.objectives]
    indicators = [(i.column, i.terms.tolist(), i.threshold) for i in program.indicators]
    return [program.rules, goals, indicators, _plain(program.columns)]


def _plain(held: object) -> object:
    if isinstance(held, np.ndarray):
        return (str(held.dtype), held.tolist())
    if isinstance(held, Columns):
        names = ("texts", "numbers", "criteria", "offers", "parties")
        return [list(held.bids), *(_plain(getattr(held, name)) for name in names)]
    if isinstance(held, dict):
        return {name: _plain(value) for name, value in held.items()}
    if isinstance(held, Codes):
        return _plain(held.codes), held.labels
    if isinstance(held, Numbers):
        return _plain(held.values), _plain(held.known)
    return [_plain(getattr(held, name)) for name in held.__slots__]

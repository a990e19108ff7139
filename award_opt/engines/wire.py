"""A problem as the bytes of a CP-SAT model, written from arrays.

The bytes are the published wire format of protocol buffers. Every repeated number takes as many
bytes as the widest of its kind (a varint may be longer than needed), so that all positions follow
by arithmetic and no Python object is made per term.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.engines.cut_off import cut_off
from award_opt.program.parts import Problem

Bytes: TypeAlias = NDArray[np.uint8]

LOWEST, HIGHEST = -(2**63), 2**63 - 1
FULL: Final = 10  # bytes of the widest varint, which every negative number needs
LENGTH: Final = 4  # bytes for the length of a row: below 2**28
MINIMISE_NEGATIVE: Final = b"\x19" + np.array([-1.0], "<f8").tobytes()


def model_bytes(problem: Problem, hint: Ints | None = None) -> bytes:
    """The serialised ``CpModelProto`` of a problem, with a vector to start from.

    A row that asks for a least value of the objective itself becomes the domain of the objective:
    as a row it makes proofs slower by a factor of ten and more.
    """
    problem, worth = cut_off(problem)
    parts = [_variables(problem), _rows(problem)]
    used = np.flatnonzero(problem.objective)
    if len(used):
        terms = _field(0x0A, used) + _field(0x22, -problem.objective[used]) + MINIMISE_NEGATIVE
        domain = b"" if worth is None else _field(0x2A, np.array([LOWEST, -worth]))
        parts.append(_nested(0x22, terms + domain))
    if hint is not None:
        parts.append(_nested(0x32, _field(0x0A, np.arange(len(hint))) + _field(0x12, hint)))
    return b"".join(parts)


def _variables(problem: Problem) -> bytes:
    """One ``IntegerVariableProto`` for each variable, with its two bounds."""
    every = np.empty((problem.size, 6), np.uint8)
    every[:] = (0x12, 4, 0x12, 2, 0, 0)
    every[:, 4], every[:, 5] = problem.lower, problem.upper
    return every.tobytes()


def _rows(problem: Problem) -> bytes:
    """One linear ``ConstraintProto`` for each row: its variables, coefficients and domain."""
    rows = problem.rows
    many, wide = np.diff(rows.start), _width(rows.column)
    thick = np.ones(len(many), np.int64)
    thick[rows.owner[(rows.coefficient < 0) | (rows.coefficient > 127)]] = _width(rows.coefficient)
    inner = (1 + LENGTH + wide * many) + (1 + LENGTH + thick * many) + (2 + 2 * FULL)
    head = np.hstack(
        [
            _tag(len(many), 0x1A),
            varints(inner + 1 + LENGTH, LENGTH),
            _tag(len(many), 0x62),
            varints(inner, LENGTH),
            _tag(len(many), 0x0A),
            varints(wide * many, LENGTH),
        ]
    )
    middle = np.hstack([_tag(len(many), 0x12), varints(thick * many, LENGTH)])
    low = np.where(rows.sense < 0, LOWEST, rows.bound)
    high = np.where(rows.sense > 0, HIGHEST, rows.bound)
    tail = np.hstack(
        [_tag(len(many), 0x1A), _tag(len(many), 2 * FULL), varints(low, FULL), varints(high, FULL)]
    )
    size = head.shape[1] + wide * many + middle.shape[1] + thick * many + tail.shape[1]
    at = np.cumsum(size) - size
    out = np.empty(int(size.sum()), np.uint8)
    at = _put(out, at, head)
    _put_terms(out, at, rows.start, rows.column, np.full(len(many), wide))
    at = _put(out, at + wide * many, middle)
    _put_terms(out, at, rows.start, rows.coefficient, thick)
    _put(out, at + thick * many, tail)
    return out.tobytes()


def varints(numbers: Ints, width: int) -> Bytes:
    """Each number as a varint of exactly ``width`` bytes; shape ``(n, width)``.

    The numbers must fit in ``7 * width`` bits; negative ones need a width of 10.
    """
    out = np.empty((len(numbers), width), np.uint8)
    rest = numbers.astype(np.uint64)
    for k in range(width):
        out[:, k] = (rest >> np.uint64(7 * k)) & np.uint64(255)
    out |= 128
    out[:, -1] &= 127
    return out


def _width(numbers: Ints) -> int:
    """The bytes that the widest of the numbers needs as a varint."""
    if not len(numbers):
        return 1
    if numbers.min() < 0:
        return FULL
    return max(1, -(-int(numbers.max()).bit_length() // 7))


def _tag(many: int, byte: int) -> Bytes:
    return np.full((many, 1), byte, np.uint8)


def _put(out: Bytes, at: Ints, block: Bytes) -> Ints:
    """Write one line of a block at each position; the positions behind them."""
    for k in range(block.shape[1]):
        out[at + k] = block[:, k]
    behind: Ints = at + block.shape[1]
    return behind


def _put_terms(out: Bytes, at: Ints, start: Ints, numbers: Ints, width: Ints) -> None:
    """Write the numbers of every row from ``at`` on, ``width`` bytes each, both by row."""
    many = np.diff(start)
    for each in np.unique(width).tolist():
        chosen = np.repeat(width == each, many)
        place = np.repeat(at - each * start[:-1], many) + each * np.arange(len(numbers))
        _put(out, place[chosen], varints(numbers[chosen], each))


def _field(tag: int, numbers: Ints) -> bytes:
    """A packed repeated field."""
    return _nested(tag, varints(numbers, _width(numbers)).tobytes())


def _nested(tag: int, content: bytes) -> bytes:
    """A field with its length and its content."""
    length = np.array([len(content)])
    return bytes([tag]) + varints(length, _width(length)).tobytes() + content

"""The program in the OPB format, which pseudo-Boolean solvers and proof checkers read.

References
----------
Roussel and Manquinho (2012), Input/output format and solver requirements for the competitions of
pseudo-Boolean solvers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from award_opt.columns import Ints
from award_opt.program.program import Objective, Program

SENSES = {-1: ">=", 0: "=", 1: ">="}


def to_opb(program: Program) -> str:
    """The rows of a program under its first goal; rules, groups and bids stand in the comments.

    OPB knows one objective. Later goals stand in comments; add the value reached for a goal as a
    row before minimising the next. At-most rows are turned round into at-least rows.
    """
    return "\n".join(_lines(program)) + "\n"


def _lines(program: Program) -> Iterator[str]:
    rows = program.rows
    yield f"* #variable= {program.size} #constraint= {len(rows.bound)}"
    for j, bid in enumerate(program.columns.bids):
        yield f"* x{j + 1} : bid {_plain(bid.id)}"
    for indicator in program.indicators:
        terms = " ".join(f"x{j + 1}" for j in indicator.terms.tolist())
        yield f"* x{indicator.column + 1} : at least {indicator.threshold} of {terms}"
    yield from _goals(program.objectives)
    rule = None
    for number, sense in enumerate(rows.sense.tolist()):
        name = program.rules[rows.rule[number]] if rows.rule[number] >= 0 else "definition"
        if (name, rows.group[number]) != rule:
            rule = (name, rows.group[number])
            yield f"* rule {_plain(name)} {_plain(rows.group[number])}".rstrip()
        entry = slice(rows.start[number], rows.start[number + 1])
        yield _row(rows.column[entry], rows.coefficient[entry], sense, int(rows.bound[number]))


def _plain(text: str) -> str:
    """A name that cannot end its comment."""
    return " ".join(text.split())


def _goals(objectives: Iterable[Objective]) -> Iterator[str]:
    for place, objective in enumerate(objectives):
        terms = _terms(enumerate((-objective.coefficient).tolist()))
        yield f"* goal {place + 1} : {objective.goal}"
        yield f"min: {terms} ;" if place == 0 else f"* min: {terms} ;"


def _row(column: Ints, coefficient: Ints, sense: int, bound: int) -> str:
    side = -1 if sense < 0 else 1
    pairs = zip(column.tolist(), (side * coefficient).tolist(), strict=True)
    return f"{_terms(pairs) or '+0 x1'} {SENSES[sense]} {side * bound} ;"


def _terms(pairs: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{a:+d} x{j + 1}" for j, a in pairs if a)

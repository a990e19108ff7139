"""A sweep as a workbook: every sheet a table, the first one saying that it is a simulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Final

from award_opt.errors import Fact, Finding, InputError
from award_opt.report.sweep.view import View
from award_opt.report.workbook import MONEY
from award_opt.workbook.write import (
    ANY,
    LAST_ROW,
    TEXT,
    Cell,
    Column,
    Form,
    fits,
    workbook_bytes,
)

if TYPE_CHECKING:
    from award_opt.sweep import table as tidy

LONGEST: Final = 32_767  # letters that Excel holds in a cell


def sweep_workbook(view: View, tables: Sequence[tidy.Table]) -> bytes:
    """The tables as sheets, in the same bytes for the same rows; no formulas.

    The winners of a scenario stand in their own sheet, one to a row.

    Raises
    ------
    InputError
        A table has more rows than Excel holds.
    """
    forms = [_about(view), *(_form(view, table) for table in tables)]
    return workbook_bytes(forms, view.answers.plan.tender.id)


def _about(view: View) -> Form:
    columns = [Column(view.say("part"), width=24), Column(view.say("stated"), width=90)]
    plan = view.answers.plan
    rows: list[Sequence[Cell]] = [
        (view.say("scenario"), view.say("banner")),
        (view.say("rests_tender"), plan.tender.digest()),
        (view.say("rests_plan"), plan.digest()),
    ]
    return Form(view.say("sheet_about"), columns, rows)


def _form(view: View, table: tidy.Table) -> Form:
    kept = [k for k, column in enumerate(table.columns) if column.kind != "texts"]
    columns = [
        Column(
            _header(view, table.columns[k].name),
            shown=_shown(table.columns[k]),
            width=44 if table.columns[k].name == "scenario" else 16,
        )
        for k in kept
    ]
    return Form(view.say(f"sheet_{table.name}"), columns, list(_rows(table, kept)))


def _rows(table: tidy.Table, kept: Sequence[int]) -> Iterator[Sequence[Cell]]:
    rows = table.rows()
    for line in islice(rows, LAST_ROW):
        yield [_cell(line[k], table.columns[k]) for k in kept]
    if next(rows, None) is not None:
        facts: dict[str, Fact] = {"value": table.name, "limit": LAST_ROW}
        raise InputError([Finding("--export", "answers_too_long", facts)])


def _header(view: View, name: str) -> str:
    known = {
        "score", "contracts", "partners", "small_share", "money", "covered", "passed_over",
        "scenario", "status", "proven", "bid", "bidder", "lot", "measure",
    }  # fmt: skip
    return view.say(name) if name in known else name


def _shown(column: tidy.Column) -> str:
    if column.name == "money":
        return MONEY
    return ANY if column.kind in ("count", "decimal") else TEXT


def _cell(cell: tidy.Cell, column: tidy.Column) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if cell is None or isinstance(cell, tuple):
        return None
    if column.kind in ("count", "decimal"):
        exact = Decimal(cell)
        return exact if fits(exact) else str(cell)
    return str(cell)[:LONGEST]

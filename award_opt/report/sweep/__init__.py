"""The answers of a sweep for people and machines: tables as files, figures, one page.

Everything here is stamped as a simulation, so that it never passes for an award.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from award_opt.errors import Finding, InputError
from award_opt.report.sweep import together, turns
from award_opt.report.sweep.beside import content as comparison_content
from award_opt.report.sweep.beside import lines as comparison_lines
from award_opt.report.sweep.files import csv_chunks, json_chunks
from award_opt.report.sweep.page import sweep_page
from award_opt.report.sweep.parquet import write_parquet
from award_opt.report.sweep.sheets import sweep_workbook
from award_opt.report.sweep.turns import content as break_content
from award_opt.report.sweep.view import View
from award_opt.sweep import extra
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.sweep.answers import Answers
    from award_opt.sweep.breaks import Corners, Steps
    from award_opt.sweep.compare import Comparison
    from award_opt.sweep.table import Table
    from award_opt.sweep.tradeoff import Tradeoff

Write: TypeAlias = Callable[[IO[bytes]], None]
KINDS: Final = (".csv", ".json", ".parquet", ".xlsx")
FIGURES: Final = "figures"
SMALL: Final = (
    "scenarios",
    "frontier",
    "chances",
    "breaks",
    "tradeoff",
)  # tables that stand beside every page


def files(
    answers: Answers,
    lang: Lang,
    breaks: Sequence[Steps | Corners] = (),
    comparisons: Sequence[Comparison] = (),
    tradeoffs: Sequence[Tradeoff] = (),
) -> Mapping[str, Write]:
    """What a sweep leaves beside its store: page, figures and small tables, by file name.

    Each writes itself to an open file, so that long tables are never held in memory.
    """
    report = sweep_page(answers, lang, breaks, comparisons, tradeoffs)
    found: dict[str, Write] = {"report.html": _bytes(report.html.encode())}
    tables = (*answers.tables(), *_more(answers, breaks, tradeoffs))
    found |= {f"{t.name}.csv": _writer(t, ".csv") for t in tables if t.name in SMALL}
    for name, drawing in report.figures.items():
        found[f"{FIGURES}/{name}.svg"] = _bytes(drawing.svg.encode())
    return found


def require_kind(target: Path) -> None:
    """Refuse a file whose name ends otherwise than a kind of table does.

    Raises
    ------
    InputError
        It is none of .csv, .json, .parquet and .xlsx.
    """
    if target.suffix not in KINDS:
        facts = {"value": target.suffix or target.name, "known": ", ".join(KINDS)}
        raise InputError([Finding(str(target), "answers_kind", facts)])


def exports(
    answers: Answers,
    target: Path,
    lang: Lang,
    breaks: Sequence[Steps | Corners] = (),
    tradeoffs: Sequence[Tradeoff] = (),
) -> Mapping[Path, Write]:
    """All tables in the format of ``target``, by file.

    Excel and JSON hold them all in one file; CSV and Parquet have the scenarios in ``target`` and
    each other table beside it: ``sweep.csv``, ``sweep.winners.csv``, ``sweep.slack.csv``.

    Raises
    ------
    InputError
        A name that ends otherwise, or a library that is not installed.
    """
    require_kind(target)
    tables = (*answers.tables(), *_more(answers, breaks, tradeoffs))
    if target.suffix == ".xlsx":
        return {target: _bytes(sweep_workbook(View(answers, lang), tables))}
    if target.suffix == ".json":
        about = {"format": 1, "mode": "simulation", "plan": answers.plan.digest()}
        return {target: _chunks(lambda: json_chunks(tables, about))}
    first, *others = tables
    names = {target: first, **{_beside(target, table): table for table in others}}
    return {path: _writer(table, target.suffix) for path, table in names.items()}


def _more(
    answers: Answers, breaks: Sequence[Steps | Corners], tradeoffs: Sequence[Tradeoff]
) -> Iterator[Table]:
    """The tables of what was asked for beside the scenarios."""
    if breaks:
        yield extra.break_table(breaks)
    if tradeoffs:
        yield extra.tradeoff_table(tradeoffs, answers.plan.tender.scoring.decimals)


def break_lines(answers: Answers, found: Steps | Corners, lang: Lang) -> list[str]:
    """Where the award changes along one parameter, for a terminal."""
    return turns.lines(View(answers, lang), found)


def tradeoff_lines(answers: Answers, found: Tradeoff, lang: Lang) -> list[str]:
    """Every point there is under one measure, for a terminal."""
    return together.tradeoff_lines(View(answers, lang), found)


def tradeoff_content(answers: Answers, found: Tradeoff) -> dict[str, Any]:
    """The same for machines."""
    return together.tradeoff_content(View(answers, "en"), found)


def _beside(target: Path, table: Table) -> Path:
    return target.with_name(f"{target.stem}.{table.name}{target.suffix}")


def _writer(table: Table, suffix: str) -> Write:
    if suffix == ".parquet":
        return lambda stream: write_parquet(table, stream)
    return _chunks(lambda: csv_chunks(table))


def _chunks(make: Callable[[], Iterable[bytes]]) -> Write:
    def write(stream: IO[bytes]) -> None:
        for chunk in make():
            stream.write(chunk)

    return write


def _bytes(data: bytes) -> Write:
    return _chunks(lambda: [data])


def in_memory(write: Write) -> bytes:
    """What a file holds."""
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


__all__ = [
    "break_content",
    "break_lines",
    "comparison_content",
    "comparison_lines",
    "exports",
    "files",
    "in_memory",
    "require_kind",
    "sweep_page",
    "tradeoff_content",
    "tradeoff_lines",
]

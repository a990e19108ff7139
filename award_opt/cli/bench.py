"""``bench``: how long each phase takes on a tender of your own, and what changed since."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from award_opt.cli.shape import (
    described,
    instance_argument,
    instance_of,
    json_option,
    lang_option,
    model_argument,
    option,
    output_option,
    what_if_option,
)
from award_opt.cli.stream import deliver_json, emit, require_folder
from award_opt.texts import Lang


@described(
    en="""Measure each phase on your own tender, and compare with a measurement before.

    Reading, compiling, filling the solver's model, solving to proof, checking, reasons, margins and
    one what-if: the time of each, and counts that are the same on every machine (rows, questions
    put to a solver, simplex steps, deterministic time) with the peak memory. With --against the
    exit code is 1 where a count grew by more than 5%; time is shown and not judged.""",
    nl="""Meet elke fase op uw eigen aanbesteding, en vergelijk met een eerdere meting.

    Lezen, regels omzetten, het model vullen, de gunning bewijzen, controleren, redenen, marges en
    één verlegde grens: de tijd van elk, en tellingen die op elke machine gelijk zijn (rijen, vragen
    aan de rekenmotor, simplexstappen, vaste rekentijd) met het meeste geheugen. Met --against is de
    uitgangscode 1 als een telling meer dan 5% groeide; tijd staat erbij en telt niet mee.""",
    example="award-opt bench models/hvb-youth-2022.toml instances/hvb-youth-2022 --runs 1",
)
@model_argument
@instance_argument
@option(
    "--runs",
    type=click.IntRange(1, 1000),
    default=5,
    metavar="N",
    en="Measure N times and show the median (5).",
    nl="Meet N keer en toon de mediaan (5).",
)
@option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="Compare with the measurements in this file.",
    nl="Vergelijk met de metingen in dit bestand.",
)
@output_option(
    en="Write the measurements here, all or nothing.",
    nl="Schrijf de metingen hier, geheel of niet.",
)
@what_if_option
@json_option
@lang_option
@click.pass_obj
def bench(
    lang: Lang,
    model: Path,
    instance: Path | None,
    runs: int,
    against: Path | None,
    output: Path | None,
    what_if: tuple[str, ...],
    as_json: bool,
) -> int:
    """Print the table; with ``-o`` write the measurements as well."""
    from award_opt import bench as measuring
    from award_opt.bench.compare import TOLERANCE
    from award_opt.cli.inputs import read_patched
    from award_opt.instance import read_instance
    from award_opt.report import bench as report

    if output is not None:
        require_folder(output)
    folder = instance_of(model, instance)
    before = None if against is None else measuring.read(against, case=folder.name)

    def source() -> measuring.Inputs:
        tender = read_patched(model, what_if)
        return tender, read_instance(folder, tender)

    with _counting() as progress:
        found = measuring.measure(folder.name, source, runs, progress=progress)
    content = measuring.content([found])
    differences = () if before is None else measuring.compare(content, before)
    if output is not None:
        deliver_json(content, output)
    if as_json:
        deliver_json(content)
    else:
        emit("\n".join(report.lines(found, lang)))
        if against is not None:
            said = report.changes(differences, str(against), TOLERANCE, lang)
            emit("\n".join(["", *said]))
    return 1 if measuring.gate(differences) else 0


@contextmanager
def _counting() -> Iterator[Callable[[int, int], None] | None]:
    """Show on stderr how many runs are done, where a person is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)

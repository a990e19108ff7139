"""``solve``: the award under the published rules and method."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from award_opt.cli.shape import (
    among_option,
    described,
    instance_argument,
    instance_of,
    json_option,
    lang_option,
    model_argument,
    option,
    output_option,
    time_limit_option,
    what_if_option,
)
from award_opt.cli.stream import (
    deliver_json,
    emit,
    require_folder,
    working,
    write_atomically,
)
from award_opt.interrupts import strike
from award_opt.texts import Lang

if TYPE_CHECKING:
    from types import FrameType

    from award_opt.award import Status
    from award_opt.engines import Clock
    from award_opt.solve import EngineName

EXIT: dict[Status, int] = {"optimal": 0, "infeasible": 1, "feasible": 3, "unknown": 3}


@described(
    en="""Find the award, prove it best, and print it as a table.

    The exit code is 0 when the award is proven best, 1 when no award keeps all rules, and 3 when
    a limit or Ctrl-C struck first; the award so far is then printed and marked.""",
    nl="""Bepaal de gunning, bewijs dat zij de beste is, en toon haar als tabel.

    De uitgangscode is 0 als de gunning bewezen de beste is, 1 als geen gunning alle regels volgt,
    en 3 als een grens of Ctrl-C eerder kwam; de gunning tot dan toe verschijnt met die melding.""",
    example="award-opt solve models/hvb-youth-2022.toml instances/hvb-youth-2022",
)
@model_argument
@instance_argument
@output_option(
    en="Write the award file here, all or nothing.",
    nl="Schrijf het gunningsbestand hier, geheel of niet.",
)
@option(
    "--all",
    "limit",
    type=click.IntRange(min=1),
    metavar="N",
    en="List up to N awards that tie on all goals, and say whether there are more.",
    nl="Noem tot N gunningen die op alle doelen gelijk zijn, en zeg of er meer zijn.",
)
@among_option
@what_if_option
@time_limit_option(
    en="Stop after so many seconds with the best award so far.",
    nl="Stop na zoveel seconden met de beste gunning tot dan toe.",
)
@option(
    "--engine",
    type=click.Choice(["auto", "cp_sat", "highs"]),
    default="auto",
    show_default=True,
    en="Who searches: CP-SAT, HiGHS, or whichever proves its answer first. The award is the same.",
    nl="Wie zoekt: CP-SAT, HiGHS, of wie het eerst een bewijs heeft. De gunning is dezelfde.",
)
@option(
    "--cross-check/--no-cross-check",
    default=True,
    show_default=True,
    en="Have a second engine confirm every claim.",
    nl="Laat een tweede rekenmotor elke uitkomst bevestigen.",
)
@json_option
@lang_option
@click.pass_obj
def solve(
    lang: Lang,
    model: Path,
    instance: Path | None,
    output: Path | None,
    limit: int | None,
    among: Path | None,
    what_if: tuple[str, ...],
    time_limit: float | None,
    engine: EngineName,
    cross_check: bool,
    as_json: bool,
) -> int:
    """Print the award; with ``-o`` write it as well."""
    from award_opt.award import AwardFile
    from award_opt.cli.inputs import read_patched
    from award_opt.engines import Clock
    from award_opt.instance import read_instance
    from award_opt.report import award as report
    from award_opt.solve import Options, all_awards
    from award_opt.solve import solve as best

    if output is not None:
        require_folder(output)
    tender = read_patched(model, what_if)
    bids = read_instance(instance_of(model, instance), tender)
    clock = Clock(time_limit)
    options = Options(
        cross_check=cross_check,
        engine=engine,
        among=None if among is None else AwardFile.read(among),
        mode="simulation" if what_if else "award",
        what_if=what_if,
        clock=clock,
    )
    with working(lang), stopped_by_ctrl_c(clock):
        tied = None if limit is None else all_awards(tender, bids, limit, options)
        award = best(tender, bids, options) if tied is None else tied.chosen
    if output is not None:
        write_atomically(output, award.to_bytes())
    if as_json and tied is not None:
        deliver_json({"awards": tied.awards, "complete": tied.complete})
    elif as_json:
        emit(award.to_bytes().decode().rstrip("\n"))
    elif tied is not None:
        emit("\n".join(report.several(tied, tender, bids, lang)))
    else:
        emit("\n".join(report.lines(award, tender, bids, lang)))
    return EXIT[award.status]


@contextmanager
def stopped_by_ctrl_c(clock: Clock) -> Iterator[None]:
    """The first Ctrl-C stops the search, which then gives its best award; a second one ends all."""

    def stop(number: int, frame: FrameType | None) -> None:
        if clock.stopped.is_set():
            strike(number, frame)
        clock.stopped.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

"""``robust``: how much hangs on the scores, on each winner and on the method."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from award_opt.cli.shape import (
    among_option,
    described,
    json_option,
    lang_option,
    model_argument,
    noise_option,
    option,
    output_option,
    time_limit_option,
)
from award_opt.cli.solve import stopped_by_ctrl_c
from award_opt.cli.stream import complain, deliver, deliver_json, require_folder
from award_opt.errors import CheckError, Finding
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.award import AwardFile

STRUCK = 3  # a limit, before the answer was there


@described(
    en="""Shake the award: score noise, each winner gone, each other method.

    All bids are scored once more, again and again, by assessors with a declared error; the share
    of draws in which a bid wins comes with its 95% interval. Then the award without each winner,
    and without each bidder with several contracts, and the award under each other defensible
    method. The exit code is 1 where there is no proven award to shake, 3 when a limit struck.""",
    nl="""Schud aan de gunning: ruis op de punten, elke winnaar weg, elke andere methode.

    Alle inschrijvingen krijgen telkens opnieuw punten van beoordelaars met een opgegeven fout; het
    aandeel trekkingen waarin een inschrijving wint heeft een 95%-interval. Dan de gunning zonder
    elke winnaar, zonder elke inschrijver met meer contracten, en onder elke andere verdedigbare
    methode. De uitgangscode is 1 zonder bewezen gunning, en 3 als een grens eerder kwam.""",
    example="award-opt robust models/hvb-youth-2022.toml instances/hvb-youth-2022 --draws 20",
)
@model_argument
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[INSTANCE] [AWARD]")
@option(
    "--draws",
    type=click.IntRange(0, 10_000_000),
    default=200,
    metavar="N",
    en="Score all bids N times more (200).",
    nl="Geef alle inschrijvingen N maal opnieuw punten (200).",
)
@noise_option
@option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=1,
    metavar="N",
    en="The same seed gives the same answer everywhere (1).",
    nl="Hetzelfde startgetal geeft overal hetzelfde antwoord (1).",
)
@option(
    "--withdrawals/--no-withdrawals",
    default=True,
    en="Also solve without each winner (on by default).",
    nl="Bepaal ook de gunning zonder elke winnaar (staat aan).",
)
@time_limit_option(
    en="Stop after so many seconds with what was found.",
    nl="Stop na zoveel seconden met wat gevonden is.",
)
@output_option(
    en="Write the answer here, all or nothing.",
    nl="Schrijf het antwoord hier, geheel of niet.",
)
@among_option
@json_option
@lang_option
@click.pass_context
def robust(
    ctx: click.Context,
    model: Path,
    files: tuple[Path, ...],
    draws: int,
    noise_text: str,
    seed: int,
    withdrawals: bool,
    time_limit: float | None,
    output: Path | None,
    among: Path | None,
    as_json: bool,
) -> int:
    """Print what moves."""
    from award_opt.cli.decided import decided
    from award_opt.engines import Clock
    from award_opt.report import robust as report
    from award_opt.report.names import Names
    from award_opt.robust import Noise
    from award_opt.robust import robust as shaken
    from award_opt.solve import Options

    lang: Lang = ctx.obj
    if output is not None:
        require_folder(output)
    noise = Noise.read(noise_text)
    clock = Clock(time_limit)
    with counting(lang) as progress, stopped_by_ctrl_c(clock):
        base = decided(model, files, among, ctx, clock)
        try:
            found = shaken(
                base.tender,
                base.instance,
                proven(base.award),
                noise,
                draws,
                seed,
                among=base.among,
                withdrawals=withdrawals,
                judge=Options(cross_check=False, clock=clock).judge(),
                progress=progress,
            )
        except CheckError as error:
            if not clock.over():
                raise
            complain(error.findings, lang)
            return STRUCK
    if as_json:
        content = {"award": base.award.digest(), **report.content(found)}
        deliver_json(content, output)
    else:
        names = Names(base.tender, base.instance, lang)
        deliver("\n".join(report.lines(found, names)), output)
    return 0 if found.proven else STRUCK


def proven(award: AwardFile) -> AwardFile:
    """The award, where it is proven.

    Raises
    ------
    CheckError
        It is not, or there is none.
    """
    if award.status != "optimal":
        raise CheckError([Finding("robust", f"robust_{award.status}")])
    return award


@contextmanager
def counting(lang: Lang) -> Iterator[Callable[[int, int], None] | None]:
    """Show on stderr how many awards are done, where a person is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say("robust_working", lang, {}), total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)

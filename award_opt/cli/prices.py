"""``prices``: what each rule, and each pair of rules, costs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from award_opt.cli.shape import (
    among_option,
    described,
    instance_of,
    json_option,
    lang_option,
    model_argument,
    option,
    time_limit_option,
    what_if_option,
)
from award_opt.cli.solve import stopped_by_ctrl_c
from award_opt.cli.stream import deliver_json, emit
from award_opt.texts import Lang, say


@described(
    en="""Price each rule: what the goals would be without it, who would win and who would not.

    A price is the exact difference between two proven awards. With --pairs, also every two rules
    that cost together something else than the sum of each alone; with --add, every rule that
    <model>.whatif.toml adds. The exit code is 1 when no award keeps all rules or AWARD is not the
    proven award, and 3 when a limit struck first.""",
    nl="""Bepaal de prijs van elke regel: de doelen zonder die regel, wie dan wint en wie niet meer.

    Een prijs is het exacte verschil tussen twee bewezen gunningen. Met --pairs ook elke twee regels
    die samen iets anders kosten dan elk apart opgeteld; met --add elke regel die
    <model>.whatif.toml toevoegt. De uitgangscode is 1 als geen gunning alle regels volgt of AWARD
    niet de bewezen gunning is, en 3 als een grens eerder kwam.""",
    example="award-opt prices models/hvb-youth-2022.toml instances/hvb-youth-2022 --pairs",
)
@model_argument
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[INSTANCE] [AWARD]")
@option(
    "--pairs",
    is_flag=True,
    en="Price every two rules together as well.",
    nl="Bepaal ook de prijs van elke twee regels samen.",
)
@option(
    "--add",
    is_flag=True,
    en="Price every rule that the what-if file adds, each by itself.",
    nl="Bepaal ook de prijs van elke regel die het wat-als-bestand toevoegt, elk apart.",
)
@among_option
@what_if_option
@time_limit_option(
    en="Stop after so many seconds with what was found.",
    nl="Stop na zoveel seconden met wat gevonden is.",
)
@json_option
@lang_option
@click.pass_context
def prices(
    ctx: click.Context,
    model: Path,
    files: tuple[Path, ...],
    pairs: bool,
    add: bool,
    among: Path | None,
    what_if: tuple[str, ...],
    time_limit: float | None,
    as_json: bool,
) -> int:
    """Print the prices."""
    from award_opt.award import AwardFile
    from award_opt.cli.inputs import read_patched
    from award_opt.engines import Clock
    from award_opt.instance import read_instance
    from award_opt.prices import prices as priced
    from award_opt.report import prices as report
    from award_opt.report.names import Names
    from award_opt.solve import Options
    from award_opt.what_if import read_what_ifs

    lang: Lang = ctx.obj
    instance, path = _split(files, ctx)
    award = None if path is None else AwardFile.read(path)
    tender = read_patched(model, what_if if award is None else award.what_if)
    bids = read_instance(instance_of(model, instance), tender)
    earlier = None if among is None else AwardFile.read(among)
    what_ifs = read_what_ifs(model.with_suffix(".whatif.toml")) if add else {}
    clock = Clock(time_limit)
    with counting(lang) as progress, stopped_by_ctrl_c(clock):
        found = priced(
            tender,
            bids,
            award,
            among=earlier,
            pairs=pairs,
            add=tuple(what_ifs.values()),
            judge=Options(clock=clock).judge(),
            progress=progress,
        )
    if as_json:
        deliver_json(report.content(found))
    else:
        emit("\n".join(report.lines(found, Names(tender, bids, lang))))
    return 0 if found.proven else 3


def _split(files: tuple[Path, ...], ctx: click.Context) -> tuple[Path | None, Path | None]:
    """The instance and the award file, each where it is given; an award file ends in ``.json``."""
    awards = [path for path in files if path.suffix == ".json"]
    instances = [path for path in files if path.suffix != ".json"]
    if len(awards) > 1 or len(instances) > 1 or list(files) != instances + awards:
        texts = {
            "nl": "Geef MODEL, dan eventueel INSTANCE, dan eventueel AWARD (een .json-bestand).",
            "en": "Give MODEL, then INSTANCE if you like, then AWARD (a .json file) if you like.",
        }
        raise click.UsageError(texts[ctx.obj], ctx)
    return next(iter(instances), None), next(iter(awards), None)


@contextmanager
def counting(lang: Lang) -> Iterator[Callable[[int, int], None] | None]:
    """Show on stderr how many awards are done, where a person is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say("prices_working", lang, {}), total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)

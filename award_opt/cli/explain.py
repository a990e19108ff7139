"""``explain``: why each bid won or lost, and by how much."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
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
    option,
    output_option,
)
from award_opt.cli.stream import deliver, deliver_json, require_folder, working
from award_opt.errors import Finding, InputError, nearest
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.domain import Instance
    from award_opt.margins import Margin
    from award_opt.search.fates import Stand


@described(
    en="""Say why each bid won or lost, with its margin.

    The award is checked first; without AWARD it is solved. Every bid gets one reason: set aside,
    outranked, passed over (with the exchanges that the rules refuse), tied or won. No other losing
    bidder is ever named, so that each paragraph can stand in a letter. The exit code is 1 where
    the award does not stand.""",
    nl="""Zeg waarom elke inschrijving won of verloor, met haar marge.

    De gunning wordt eerst gecontroleerd; zonder AWARD wordt zij bepaald. Elke inschrijving krijgt
    één reden: terzijde gelegd, lager geplaatst, gepasseerd (met de ruilen die de regels weigeren),
    gelijk geëindigd of gegund. Een andere verliezende inschrijver wordt nooit genoemd, zodat elke
    alinea in een brief kan staan. De uitgangscode is 1 als de gunning niet klopt.""",
    example="award-opt explain models/hvb-youth-2022.toml instances/hvb-youth-2022 --bid B00054",
)
@model_argument
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[INSTANCE] [AWARD]")
@option(
    "--bid",
    "bids",
    multiple=True,
    metavar="ID",
    en="Only this bid (repeatable).",
    nl="Alleen deze inschrijving (mag vaker).",
)
@option(
    "--margins/--no-margins",
    "with_margins",
    default=True,
    en="Say how far each bid is from another fate (on by default).",
    nl="Zeg hoe ver elke inschrijving van een andere uitkomst af is (staat aan).",
)
@output_option(
    en="Write the reasons here, all or nothing.",
    nl="Schrijf de redenen hier, geheel of niet.",
)
@among_option
@json_option
@lang_option
@click.pass_context
def explain(
    ctx: click.Context,
    model: Path,
    files: tuple[Path, ...],
    bids: tuple[str, ...],
    with_margins: bool,
    output: Path | None,
    among: Path | None,
    as_json: bool,
) -> int:
    """Print a reason for each bid."""
    from award_opt import reasons as questions
    from award_opt.cli.decided import decided
    from award_opt.report import reasons as report

    lang: Lang = ctx.obj
    if output is not None:
        require_folder(output)
    with working(lang):
        found = decided(model, files, among, ctx)
        _known(found.instance, bids)
        stand = questions.stand_of(found.tender, found.instance, found.award, found.among)
    margins = _margins(stand, bids) if with_margins else {}
    with working(lang):  # reasons take from what the margins found
        reasons = questions.of_stand(stand, found.award, found.among, bids or None)
    contracts = len(found.award.winners)
    if as_json:
        told = report.content(found.tender, found.instance, contracts, reasons, margins)
        award = {"award": found.award.digest(), "mode": found.award.mode}
        deliver_json({**award, "reasons": told}, output)
    else:
        letters = report.Letters(found.tender, found.instance, contracts, lang)
        deliver("\n".join(report.lines(letters, reasons, margins)), output)
    return 0


def _known(instance: Instance, bids: Sequence[str]) -> None:
    """Refuse a bid that does not exist."""
    every = [bid.id for bid in instance.bids]
    findings = []
    for bid in bids:
        if bid not in every:
            near = nearest(bid, every)
            facts = {"bid": bid} if near is None else {"bid": bid, "nearest": near}
            code = "no_such_bid" if near is None else "no_such_bid_near"
            findings.append(Finding("--bid", code, facts))
    if findings:
        raise InputError(findings)


def _margins(stand: Stand, bids: Sequence[str]) -> dict[str, Margin]:
    from award_opt.margins import of_stand

    with _progress() as report:
        found = of_stand(stand, report, bids or None)
    return {margin.bid: margin for margin in found}


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr where a person is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

"""``prove``: a certificate that anyone can check without a solver."""

from __future__ import annotations

import sys
import time
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
from award_opt.cli.solve import stopped_by_ctrl_c
from award_opt.cli.stream import (
    deliver_json,
    emit,
    require_folder,
    require_new_folder,
    write_atomically,
    write_folder,
)
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.award import AwardFile, Mode
    from award_opt.prove import Proven
    from award_opt.prove.parts import Tell


@described(
    en="""Prove in whole numbers that no lawful award is better, or that none is lawful.

    The certificate can be checked without a solver: by verify --certificate, or by
    certificate.py alone together with the program file that --program writes. Without AWARD the
    award is solved first. What could be proven is always said: exactly, within a gap, the bound of
    the relaxation, or nothing. The exit code is 0 for an exact proof and 3 for less.

    With --bid the proof is about one bid: that it wins, or loses, in every award at least as good.
    Where an award as good decides otherwise, that is said, and the exit code is 1.

    --format veripb tells an exact proof for the proof checker VeriPB: OPB files and proofs in a new
    folder, for auditors who trust that tool more.""",
    nl="""Bewijs in hele getallen dat geen gunning beter is, of dat er geen gunning kan zijn.

    Het bewijs is na te gaan zonder rekenmotor: met verify --certificate, of met alleen
    certificate.py en het bestand dat --program schrijft. Zonder AWARD wordt de gunning eerst
    bepaald. Er staat altijd bij wat bewezen is: alles, tot op een verschil na, de grens van de
    versoepeling, of niets. De uitgangscode is 0 bij een volledig bewijs en 3 bij minder.

    Met --bid gaat het bewijs over één inschrijving: dat zij wint, of verliest, in elke gunning die
    minstens zo goed is. Is een andere gunning even goed en beslist die anders, dan staat dat er, en
    is de uitgangscode 1.

    --format veripb vertelt een volledig bewijs voor de bewijscontroleur VeriPB: OPB-bestanden en
    bewijzen in een nieuwe map, voor wie dat programma meer vertrouwt.""",
    example="award-opt prove models/hvb-youth-2022.toml instances/hvb-youth-2022 -o proof.json.gz",
)
@model_argument
@instance_argument
@click.argument("award", type=click.Path(path_type=Path), required=False)
@option(
    "--bid",
    metavar="ID",
    en="Prove that this bid wins, or loses, in every award at least as good.",
    nl="Bewijs dat deze inschrijving wint, of verliest, in elke gunning die minstens zo goed is.",
)
@option(
    "--format",
    "form",
    type=click.Choice(["json", "veripb"]),
    default="json",
    show_default=True,
    en="Write a certificate for verify, or a folder for VeriPB.",
    nl="Schrijf een bewijs voor verify, of een map voor VeriPB.",
)
@output_option(
    metavar="PATH",
    en="Write the certificate to this file, or to this new folder; all or nothing.",
    nl="Schrijf het bewijs in dit bestand, of in deze nieuwe map; geheel of niet.",
)
@option(
    "--program",
    "program_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="Write the program as canonical JSON, for the checker that stands alone.",
    nl="Schrijf het programma als canonieke JSON, voor de controleur die los werkt.",
)
@among_option
@what_if_option
@time_limit_option(
    en="Solve and prove for so many seconds, then settle for less.",
    nl="Neem zoveel seconden voor gunning en bewijs, en daarna genoegen met minder.",
)
@json_option
@lang_option
@click.pass_obj
def prove(
    lang: Lang,
    model: Path,
    instance: Path | None,
    award: Path | None,
    bid: str | None,
    form: str,
    output: Path | None,
    program_file: Path | None,
    among: Path | None,
    what_if: tuple[str, ...],
    time_limit: float | None,
    as_json: bool,
) -> int:
    """Print what was proven; with ``-o`` write the certificate."""
    from award_opt import prove as prover
    from award_opt.award import AwardFile
    from award_opt.cli.inputs import read_patched
    from award_opt.engines import Clock
    from award_opt.instance import read_instance
    from award_opt.program.program_file import rebuilt
    from award_opt.reading import selected
    from award_opt.solve import Options, solve

    folder = output if form == "veripb" else None
    for target in (None if folder else output, program_file):
        if target is not None:
            require_folder(target)
    if folder is not None:
        require_new_folder(folder)
    given = None if award is None else AwardFile.read(award)
    first = None if among is None else AwardFile.read(among)
    tender = read_patched(model, what_if if given is None else given.what_if)
    bids = read_instance(instance_of(model, instance), tender)
    mode: Mode = "simulation" if what_if else "award"
    clock = Clock(time_limit)
    with _proving(lang) as tell, stopped_by_ctrl_c(clock):
        if given is None:
            options = Options(among=first, mode=mode, what_if=what_if, clock=clock)
            given = solve(tender, bids, options)
            if given.status == "unknown":
                emit(say("prove_nothing_found", lang, {}))
                return 3
        start = time.monotonic()
        try:
            proven = (
                prover.certify(tender, bids, given, first, clock, tell)
                if bid is None
                else prover.certify_bid(tender, bids, given, bid, first, clock, tell)
            )
        except prover.AsGood as tie:
            return _tied(bid or "", tie.bids, lang, as_json=as_json)
    program = rebuilt(tender, bids, selected(first))
    if folder is not None and proven.rung == "exact":
        write_folder(folder, prover.told(program, proven.data))
    elif output is not None and folder is None and proven.data:
        write_atomically(output, proven.data)
    if program_file is not None:
        write_atomically(program_file, program)
    _print(proven, given, bid, time.monotonic() - start, lang, as_json=as_json)
    return 0 if proven.rung == "exact" else 3


def _tied(bid: str, winners: list[str], lang: Lang, *, as_json: bool) -> int:
    """Say that an award as good decides otherwise on a bid."""
    if as_json:
        deliver_json({"claim": "bid", "rung": "refuted", "bid": bid, "winners": winners})
    else:
        emit(say("prove_bid_ties", lang, {"bid": bid, "bids": ", ".join(winners)}))
    return 1


def _print(
    proven: Proven,
    award: AwardFile,
    bid: str | None,
    seconds: float,
    lang: Lang,
    *,
    as_json: bool,
) -> None:
    from award_opt.report import certificate as report

    done = proven.verdict.done
    if as_json:
        figures: dict[str, int] = {"steps": done.steps, "cuts": done.cuts, "leaves": done.leaves}
        claims = {"claim": proven.verdict.claim, "rung": proven.rung, "rules": list(proven.rules)}
        if bid is not None:
            claims["bid"] = bid
        deliver_json({**claims, **figures, "bytes": len(proven.data)})
    else:
        emit("\n".join(report.lines(proven, award, f"{seconds:.2f}", lang, bid)))


@contextmanager
def _proving(lang: Lang) -> Iterator[Tell | None]:
    """Show on stderr, where a person is looking, which goal and part is being proven."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def tell(goal: str, part: int, parts: int) -> None:
            text = say("prove_progress", lang, {"goal": goal, "part": part + 1, "parts": parts})
            progress.update(task, description=text)

        yield tell

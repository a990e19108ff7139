"""``sweep``: many scenarios beside each other, on this machine or on a cluster, resumable."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from award_opt.cli.shape import (
    Seconds,
    among_option,
    described,
    instance_of,
    json_option,
    lang_option,
    noise_option,
    option,
    output_option,
)
from award_opt.errors import Finding, InputError
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.sweep.frontier import Measure
    from award_opt.sweep.lay import Asked
    from award_opt.sweep.plan import Plan


@described(
    en="""Lay many scenarios beside each other: a table, frontiers, break points and figures.

    Every option that varies something is combined with all others, and the published rules are
    always there too. Values: 10..20, 80..110:5, 5..10:0.5 or 10,12,15. A range for a rule that
    only a what-if adds is swept there alone. Results are kept in FOLDER as they come; the same
    command goes on where it stopped, and solves nothing that is known. Everything is a simulation.
    The exit code is 3 when it was stopped or a scenario had to be set aside.""",
    nl="""Leg veel scenario's naast elkaar: een tabel, grenslijnen, omslagpunten en figuren.

    Elke optie die iets varieert wordt met alle andere gecombineerd; de gepubliceerde regels staan
    er altijd bij. Waarden: 10..20, 80..110:5, 5..10:0.5 of 10,12,15. Een bereik voor een regel die
    alleen een wat-als toevoegt, geldt alleen daar. Uitkomsten worden meteen bewaard in FOLDER;
    dezelfde opdracht gaat verder waar zij stopte en rekent niets over. Alles is simulatie.
    De uitgangscode is 3 als er gestopt is of een scenario opzij moest.""",
    example="award-opt sweep models/hvb-youth-2022.toml instances/hvb-youth-2022"
    " --set S3-MAX.limit=14..16 -o sweep",
)
@click.argument("model", type=click.Path(path_type=Path), required=False)
@click.argument("instance", type=click.Path(path_type=Path), required=False)
@option(
    "--set",
    "settings",
    multiple=True,
    metavar="RULE.FIELD=VALUES",
    en="Give a field of a rule these values (repeatable; several make a grid).",
    nl="Geef een veld van een regel deze waarden (mag vaker; meer maken een rooster).",
)
@option(
    "--what-if",
    "what_if",
    multiple=True,
    metavar="NAME",
    en="Also under what-if NAME of <model>.whatif.toml; A+B applies both (repeatable).",
    nl="Ook onder wat-als NAME van <model>.whatif.toml; A+B past beide toe (mag vaker).",
)
@option(
    "--drop",
    multiple=True,
    metavar="RULE",
    en="Also without this rule (repeatable).",
    nl="Ook zonder deze regel (mag vaker).",
)
@option(
    "--draws",
    type=click.IntRange(0, 10_000_000),
    default=0,
    metavar="N",
    en="Score all bids N times more at every point; each point sees the same draws.",
    nl="Geef op elk punt alle inschrijvingen N maal opnieuw punten; overal dezelfde trekkingen.",
)
@noise_option
@option(
    "--seed",
    type=click.IntRange(0, 2**53),
    default=1,
    metavar="K",
    en="Of the draws, and of the first invented book (1).",
    nl="Van de trekkingen en van het eerste verzonnen stel inschrijvingen (1).",
)
@option(
    "--withdrawals",
    is_flag=True,
    en="Also without each winner of the published award, and without each bidder that won more.",
    nl="Ook zonder elke winnaar van de gunning, en zonder elke inschrijver die meer won.",
)
@option(
    "--methods",
    is_flag=True,
    en="Also under every other defensible method.",
    nl="Ook onder elke andere verdedigbare methode.",
)
@option(
    "--books",
    type=click.IntRange(0, 10_000_000),
    default=0,
    metavar="N",
    en="Before publication: invent bids N times, in place of INSTANCE.",
    nl="Vóór publicatie: verzin N maal inschrijvingen, in plaats van INSTANCE.",
)
@option(
    "--providers",
    type=click.IntRange(1, 100_000),
    default=160,
    metavar="P",
    en="How many organisations take an interest in an invented book (160).",
    nl="Hoeveel organisaties belangstelling hebben bij verzonnen inschrijvingen (160).",
)
@output_option(
    metavar="FOLDER",
    en="Keep the results, and write table, frontiers, figures and report here.",
    nl="Bewaar hier de uitkomsten, en schrijf er tabel, grenslijnen, figuren en verslag.",
)
@option(
    "--compare",
    nargs=2,
    multiple=True,
    metavar="A B",
    en="Two scenarios side by side, by the names in the table: who enters, leaves and why.",
    nl="Twee scenario's naast elkaar, met hun naam in de tabel: wie erin, wie eruit, waarom.",
)
@option(
    "--breaks",
    multiple=True,
    metavar="NAME=LOW..HIGH",
    en="Where exactly the award changes: RULE.FIELD, weight:LOT, criterion:ID or points:BID.",
    nl="Waar de gunning omslaat: REGEL.VELD, weight:PERCEEL, criterion:ID, points:INSCHRIJVING.",
)
@option(
    "--frontier",
    multiple=True,
    type=click.Choice(["partners", "small_share", "money"]),
    metavar="MEASURE",
    en="Every point that the published rules allow: points against partners, small_share or money.",
    nl="Alle punten die de gepubliceerde regels toelaten: tegen partners, small_share of money.",
)
@option(
    "--status",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    en="Say how far the sweep in FOLDER is; solves nothing, and needs no MODEL.",
    nl="Zeg hoe ver de doorrekening in FOLDER is; rekent niets en vraagt geen MODEL.",
)
@option(
    "--export",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="Also write the tables as .csv, .xlsx, .parquet or .json.",
    nl="Schrijf de tabellen ook als .csv, .xlsx, .parquet of .json.",
)
@option(
    "--jobs",
    type=click.IntRange(1, 4096),
    metavar="N",
    en="How many processes on this machine (all cores).",
    nl="Hoeveel processen op deze machine (alle kernen).",
)
@option(
    "--cluster",
    metavar="ADDRESS",
    en="Run on dask.distributed: local, tcp://127.0.0.1:8786 or tls://host:8786.",
    nl="Reken op dask.distributed: local, tcp://127.0.0.1:8786 of tls://host:8786.",
)
@option(
    "--tls-ca",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="The certificate of the authority, for tls://.",
    nl="Het certificaat van de autoriteit, voor tls://.",
)
@option(
    "--tls-cert",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="Your own certificate, for tls://.",
    nl="Uw eigen certificaat, voor tls://.",
)
@option(
    "--tls-key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="The key of your own certificate, for tls://.",
    nl="De sleutel van uw eigen certificaat, voor tls://.",
)
@option(
    "--limit-seconds",
    type=Seconds(min=0, min_open=True, max=10_000_000),
    default=300.0,
    metavar="S",
    en="Set a scenario aside that takes longer (300).",
    nl="Zet een scenario opzij dat langer duurt (300).",
)
@option(
    "--limit-memory",
    type=click.IntRange(64, 10_000_000),
    default=4096,
    metavar="MB",
    en="Set a scenario aside that takes more memory (4096).",
    nl="Zet een scenario opzij dat meer geheugen vraagt (4096).",
)
@among_option
@json_option
@lang_option
@click.pass_context
def sweep(
    ctx: click.Context,
    model: Path | None,
    instance: Path | None,
    settings: tuple[str, ...],
    what_if: tuple[str, ...],
    drop: tuple[str, ...],
    draws: int,
    noise_text: str,
    seed: int,
    withdrawals: bool,
    methods: bool,
    books: int,
    providers: int,
    output: Path | None,
    compare: tuple[tuple[str, str], ...],
    breaks: tuple[str, ...],
    frontier: tuple[Measure, ...],
    status: Path | None,
    export: Path | None,
    jobs: int | None,
    cluster: str | None,
    tls_ca: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    limit_seconds: float,
    limit_memory: int,
    among: Path | None,
    as_json: bool,
) -> int:
    """Run the sweep, or say how far it is."""
    from award_opt.sweep import early

    if status is None and cluster in (None, "local"):
        early.load(early.LOCAL if cluster is None else early.CLUSTER)
    from award_opt.cli.sweeping import Machine, Told, told_of, worked
    from award_opt.noise import Noise
    from award_opt.sweep.lay import Asked

    lang: Lang = ctx.obj
    told = Told(lang, as_json, compare, breaks, frontier, export)
    if status is not None:
        return told_of(status, told)
    if model is None:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    asked = Asked(
        what_ifs=what_if,
        settings=settings,
        drop=drop,
        noise=Noise.read(noise_text),
        draws=draws,
        seed=seed,
        withdrawals=withdrawals,
        methods=methods,
        books=books,
        providers=providers,
    )
    folder = _folder(output, asked, noise_text)
    tls = (tls_ca, tls_cert, tls_key)
    machine = Machine(jobs, cluster, tls, limit_seconds, limit_memory)
    plan = _plan(model, instance, asked, among)
    return worked(plan, folder, machine, told)


def _folder(output: Path | None, asked: Asked, noise_text: str) -> Path:
    """The folder of the sweep, once everything that is asked makes sense together."""
    faults = []
    if output is None:
        faults.append(Finding("-o", "sweep_needs_output"))
    if noise_text and not asked.draws:
        faults.append(Finding("--noise", "sweep_noise_without_draws"))
    if not asked.varies():
        faults.append(Finding("sweep", "sweep_nothing"))
    if faults or output is None:
        raise InputError(faults)
    return output


def _plan(model: Path, instance: Path | None, asked: Asked, among: Path | None) -> Plan:
    from award_opt.award import AwardFile
    from award_opt.instance import read_instance
    from award_opt.sweep.lay import lay_out
    from award_opt.tender import read_tender
    from award_opt.what_if import read_what_ifs

    tender = read_tender(model)
    path = model.with_suffix(".whatif.toml")
    known = read_what_ifs(path) if asked.what_ifs else {}
    real = instance is not None or not asked.books
    bids = read_instance(instance_of(model, instance), tender) if real else None
    earlier = None if among is None else AwardFile.read(among)
    return lay_out(tender, bids, asked, what_ifs=known, place=str(path), among=earlier)

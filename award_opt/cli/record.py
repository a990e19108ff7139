"""``record``: the folder that lets a third party check an award; and the seal before opening."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from award_opt.cli.shape import (
    among_option,
    described,
    instance_of,
    lang_option,
    option,
    output_option,
    time_limit_option,
)
from award_opt.cli.stream import complain, emit, require_folder, working, write_atomically
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.errors import Fact
    from award_opt.record import Conflict, Decision, Examined

SEAL = "seal"
FEW_WORDS: dict[Lang, str] = {
    "nl": "Geef MODEL, dan eventueel INSTANCE, dan eventueel AWARD, en -o RECORD;"
    " of `seal` MODEL, en -o FILE als het naar een bestand moet.",
    "en": "Give MODEL, then INSTANCE if you like, then AWARD if you like, and -o RECORD;"
    " or `seal` MODEL, and -o FILE if it should go to a file.",
}
SEAL_ALONE: dict[Lang, str] = {
    "nl": "--draws hoort bij `record seal`; --sign, --seal en --among horen bij een dossier.",
    "en": "--draws belongs to `record seal`; --sign, --seal and --among belong to a record.",
}


@described(
    en="""Write the record of an award: all that an auditor needs to check it without us.

    A BagIt folder with the inputs, the award, the reasons in Dutch and English, the ledger, the
    proof with its stand-alone checker, versions, digests of all, and a README. It is written whole
    or not at all, the same inputs give the same bytes, and `award-opt verify RECORD` checks it
    without a solver. The exit code is 3 where the proof shows less than the best award.

    `award-opt record seal MODEL -o seal.json`, before opening, writes the digests of rules, method
    and ties, and with --draws of the draw numbers. A record made with --seal then shows what
    changed after; the exit code is 1 where anything did.""",
    nl="""Schrijf het dossier van een gunning: alles om haar zonder ons na te gaan.

    Een BagIt-map met de invoer, de gunning, de redenen in het Nederlands en Engels, de stand van
    elke regel, het bewijs met een controleur die los werkt, versies, controlegetallen van alles en
    een README. Geheel geschreven of niet, bij gelijke invoer met gelijke bytes; `award-opt verify
    RECORD` gaat het na zonder rekenmotor. De uitgangscode is 3 als het bewijs minder toont dan de
    beste gunning.

    `award-opt record seal MODEL -o seal.json` schrijft voor de opening de controlegetallen van
    regels, methode en volgorde, en met --draws van de lotnummers. Een dossier met --seal toont dan
    wat daarna gewijzigd is; de uitgangscode is 1 als dat zo is.""",
    example="award-opt record models/hvb-youth-2022.toml instances/hvb-youth-2022 -o record",
)
@click.argument(
    "words",
    type=click.Path(path_type=Path),
    nargs=-1,
    required=True,
    metavar="[seal] MODEL [INSTANCE] [AWARD]",
)
@output_option(
    metavar="PATH",
    en="The new folder of the record, or the file of the seal.",
    nl="De nieuwe map van het dossier, of het bestand van het zegel.",
)
@option(
    "--sign",
    "key",
    type=click.Path(path_type=Path),
    metavar="KEY",
    en="Sign the digests with this Ed25519 key (OpenSSH or PEM).",
    nl="Teken de controlegetallen met deze Ed25519-sleutel (OpenSSH of PEM).",
)
@option(
    "--seal",
    "seal",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="Refer to this seal, made before opening.",
    nl="Verwijs naar dit zegel, gemaakt voor de opening.",
)
@option(
    "--draws",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="Seal the draw numbers in this CSV file (columns bid and draw) as well.",
    nl="Verzegel ook de lotnummers in dit CSV-bestand (kolommen bid en draw).",
)
@time_limit_option(
    en="Prove for so many seconds, then settle for less.",
    nl="Bewijs zoveel seconden lang, en neem dan genoegen met minder.",
)
@among_option
@lang_option
@click.pass_context
def record(
    ctx: click.Context,
    words: tuple[Path, ...],
    output: Path | None,
    key: Path | None,
    seal: Path | None,
    draws: Path | None,
    time_limit: float | None,
    among: Path | None,
) -> int:
    """Write a record or a seal."""
    lang: Lang = ctx.obj
    sealing = str(words[0]) == SEAL
    if (key or seal or among) if sealing else draws:
        raise click.UsageError(SEAL_ALONE[lang], ctx)
    if sealing:
        if len(words) != 2:
            raise click.UsageError(FEW_WORDS[lang], ctx)
        return _seal(words[1], output, draws, lang)
    if output is None:
        raise click.UsageError(FEW_WORDS[lang], ctx)
    return _record(ctx, words, output, key, seal, time_limit, among)


def _seal(model: Path, output: Path | None, draws: Path | None, lang: Lang) -> int:
    from award_opt.record import read_draws, sealed
    from award_opt.tender import read_tender

    if output is not None:
        require_folder(output)
    made = sealed(read_tender(model), None if draws is None else read_draws(draws))
    data = made.to_bytes()
    if output is None:
        emit(data.decode().rstrip("\n"))
        return 0
    write_atomically(output, data)
    count = 0 if made.draws is None else made.draws.count
    facts: dict[str, Fact] = {"path": str(output), "digest": made.digest()}
    facts |= {"rules": len(made.rules), "draws": count}
    emit(say("seal_written", lang, facts))
    return 0


def _record(
    ctx: click.Context,
    words: tuple[Path, ...],
    output: Path,
    key: Path | None,
    seal: Path | None,
    time_limit: float | None,
    among: Path | None,
) -> int:
    from award_opt.cli.decided import decided
    from award_opt.record import Decision, Sources, require_new, write
    from award_opt.report.record import Retelling

    lang: Lang = ctx.obj
    require_new(output, seal, key)
    model, files = words[0], words[1:]
    given = next((path for path in files if path.suffix.casefold() != ".json"), None)
    with working(lang):
        found = decided(model, files, among, ctx)
        decision = Decision(found.tender, found.instance, found.award, found.among)
        proof = _proof(decision, time_limit)
        told, clashing = _reasons(decision), _conflicts(decision, time_limit)
        sources = Sources(model, instance_of(model, given), proof, told, seal, key, clashing)
        examined = write(output, decision, sources, Retelling())
    return _told(output, examined, lang)


def _proof(decision: Decision, time_limit: float | None) -> bytes:
    """The certificate, packed; empty where the award claims nothing or nothing could be proven."""
    from award_opt.engines import Clock
    from award_opt.prove import certify

    if decision.award.status == "unknown":
        return b""
    made = decision
    clock = Clock(time_limit)
    return certify(made.tender, made.instance, made.award, made.among, clock).data


def _conflicts(decision: Decision, time_limit: float | None) -> list[tuple[Conflict, bytes]]:
    """The conflicts and their proofs where no award is lawful."""
    from award_opt.conflict import Wishes, certified, conflicts, numbered
    from award_opt.engines import Clock
    from award_opt.program.program import compile_program
    from award_opt.reading import selected
    from award_opt.record import Conflict, Member
    from award_opt.solve import Options

    made = decision
    if made.award.status != "infeasible":
        return []
    chosen, clock = selected(made.among), Clock(time_limit)
    keep = Wishes(keep=frozenset(rule.id for rule in made.tender.rules))  # no repairs asked for
    judge = Options(clock=clock).judge()
    found = conflicts(made.tender, made.instance, chosen, wishes=keep, judge=judge)
    every = numbered(certified(found, compile_program(made.tender, made.instance, chosen), clock))
    return [
        (
            Conflict(
                certificate=name,
                members=tuple(Member(rule=m.rule, group=m.group) for m in own.members),
            ),
            own.certificate,
        )
        for name, own in every
        if own.certificate
    ]


def _reasons(decision: Decision) -> list[dict[str, object]]:
    """The reasons as JSON; none where the award is not proven."""
    from award_opt.reasons import of_stand, stand_of
    from award_opt.report.reasons import content

    made = decision
    if made.award.status != "optimal":
        return []
    stand = stand_of(made.tender, made.instance, made.award, made.among)
    reasons = of_stand(stand, made.award, made.among)
    return content(made.tender, made.instance, len(made.award.winners), reasons, {})


def _told(output: Path, examined: Examined, lang: Lang) -> int:
    """Say what was written; the exit code says what it shows."""
    facts: dict[str, Fact] = {"path": str(output), "digest": examined.digest}
    facts["files"] = examined.files
    emit(say("record_written", lang, facts))
    if examined.found:
        complain(examined.found, lang)
        return 1
    if not examined.proven:
        click.echo(say("record_proof_short", lang, {}), err=True)
        return 3
    return 0

"""``verify``: recompute an award from the inputs, without a solver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from award_opt.cli.shape import (
    among_option,
    described,
    instance_of,
    json_option,
    lang_option,
    option,
)
from award_opt.cli.stream import deliver_json, emit, findings_json
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.award import AwardFile
    from award_opt.certificate import Verdict
    from award_opt.domain import Instance
    from award_opt.errors import Finding
    from award_opt.tender import Tender

RECORD_ONLY: dict[Lang, str] = {
    "nl": "--signer en --seal horen bij een dossier; geef alleen de map daarvan.",
    "en": "--signer and --seal belong to a record; give its folder alone.",
}
RECORD_ALONE: dict[Lang, str] = {
    "nl": "--among en --certificate horen bij een gunningsbestand; een dossier bevat ze zelf.",
    "en": "--among and --certificate belong to an award file; a record holds them itself.",
}


@described(
    en="""Check an award file: every rule, every goal value, the tie order and both digests.

    No solver takes part. The exit code is 1 where anything differs, and everything that differs
    is named. Without INSTANCE, the folder instances/<id> beside the models is taken. An award
    made with a what-if or with --among is checked under the same what-if and the same AWARD.

    `award-opt verify RECORD` checks a record as `record` writes it: digests, signature, inputs,
    award, proof, reasons and seal. It names the first thing that differs; the exit code is 3 where
    nothing does but the proof shows less than the best award.""",
    nl="""Controleer een gunningsbestand: regels, doelen, volgorde en controlegetallen.

    Er komt geen rekenmotor aan te pas. De uitgangscode is 1 als er iets afwijkt, en alles wat
    afwijkt wordt genoemd. Zonder INSTANCE geldt de map instances/<id> naast de modellen. Een
    gunning die met een wat-als of met --among gemaakt is, wordt daarmee ook gecontroleerd.

    `award-opt verify RECORD` gaat een dossier na zoals `record` dat schrijft: controlegetallen,
    handtekening, invoer, gunning, bewijs, redenen en zegel. Het noemt het eerste dat afwijkt; de
    uitgangscode is 3 als er niets afwijkt maar het bewijs minder toont dan de beste gunning.""",
    example="award-opt verify models/hvb-youth-2022.toml instances/hvb-youth-2022 award.json",
)
@click.argument("model", type=click.Path(path_type=Path), metavar="MODEL|RECORD")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[INSTANCE] [AWARD]")
@among_option
@option(
    "--certificate",
    "certificate",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="Check this proof as well: that no other award is as good, or that none is lawful.",
    nl="Ga ook dit bewijs na: dat geen andere gunning zo goed is, of dat er geen kan zijn.",
)
@option(
    "--signer",
    type=click.Path(path_type=Path),
    metavar="PUBKEY",
    en="Demand that the record is signed with the key of this public key file.",
    nl="Eis dat het dossier getekend is met de sleutel van dit bestand.",
)
@option(
    "--seal",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="Demand that the record refers to this seal.",
    nl="Eis dat het dossier naar dit zegel verwijst.",
)
@json_option
@lang_option
@click.pass_context
def verify(
    ctx: click.Context,
    model: Path,
    files: tuple[Path, ...],
    among: Path | None,
    certificate: Path | None,
    signer: Path | None,
    seal: Path | None,
    as_json: bool,
) -> int:
    """Print the findings of the checker, or that there are none."""
    if not files and model.is_dir():
        _alone(ctx, among, certificate)
        return _record(model, signer, seal, ctx.obj, as_json=as_json)
    if signer is not None or seal is not None:
        raise click.UsageError(RECORD_ONLY[ctx.obj], ctx)
    if not files:
        _require_record(model)
    return _award(ctx, model, files, among, certificate, as_json=as_json)


def _require_record(path: Path) -> None:
    """Refuse what can be no record, unless it is a model that was given without its award."""
    from award_opt.errors import Finding, InputError
    from award_opt.files import fault

    if not path.exists() and (missing := fault(path, 0)):
        raise InputError([missing])
    if path.suffix.casefold() != ".toml":
        raise InputError([Finding(str(path), "verify_no_record")])


def _alone(ctx: click.Context, among: Path | None, certificate: Path | None) -> None:
    """Refuse options that a record answers itself."""
    if among is not None or certificate is not None:
        raise click.UsageError(RECORD_ALONE[ctx.obj], ctx)


def _record(
    folder: Path, signer: Path | None, seal: Path | None, lang: Lang, *, as_json: bool
) -> int:
    """Check a record; 3 where it stands but proves less than the best award."""
    from award_opt import record
    from award_opt.report.record import Retelling, verdict

    done = record.verify(folder, Retelling(), signer, seal)
    if as_json:
        checked = findings_json(done.checked, lang)
        facts = {"proven": done.proven, "digest": done.digest, "checked": checked}
        found = findings_json(done.found, lang)
        deliver_json({"verified": not done.found, "findings": found, **facts})
    else:
        emit("\n".join(verdict(done, lang)))
    if done.found:
        return 1
    return 0 if done.proven else 3


def _award(
    ctx: click.Context,
    model: Path,
    files: tuple[Path, ...],
    among: Path | None,
    certificate: Path | None,
    *,
    as_json: bool,
) -> int:
    from award_opt import check
    from award_opt.award import AwardFile
    from award_opt.cli.inputs import read_patched
    from award_opt.instance import read_instance
    from award_opt.report import findings as report
    from award_opt.report.certificate import stands

    lang: Lang = ctx.obj
    instance, path = _split(files, ctx)
    award = AwardFile.read(path)
    tender = read_patched(model, award.what_if)
    bids = read_instance(instance_of(model, instance), tender)
    first = None if among is None else AwardFile.read(among)
    found = check.verify(tender, bids, award, first)
    shown = None
    if certificate is not None:
        against, shown = _proof(tender, bids, award, certificate, first)
        found += against
    if as_json:
        told = {} if shown is None else {"claim": shown.claim, "named": shown.named}
        deliver_json({"verified": not found, "findings": findings_json(found, lang), **told})
    else:
        proven = [] if shown is None or found else [stands(shown, lang)]
        emit("\n".join([*report.verdict(found, award, lang), *proven]))
    return 1 if found else 0


def _proof(
    tender: Tender, instance: Instance, award: AwardFile, path: Path, among: AwardFile | None
) -> tuple[tuple[Finding, ...], Verdict | None]:
    """What the checker of certificates has against a proof, and what it shows."""
    from award_opt.certificate import LARGEST_FILE, Refused, check
    from award_opt.errors import Finding
    from award_opt.report.certificate import gaps

    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    try:
        verdict = check(tender, instance, award, data, among)
    except Refused as refusal:
        return (Finding(str(path), f"refused_{refusal.code}", refusal.facts),), None
    if verdict.claim == "goals" and award.status == "optimal":
        facts = {"bounds": gaps(verdict, award)}
        return (Finding(str(path), "certificate_too_weak", facts),), verdict
    return (), verdict


def _split(files: tuple[Path, ...], ctx: click.Context) -> tuple[Path | None, Path]:
    """The instance, where it is given, and the award file, which always stands last."""
    if len(files) not in (1, 2):
        texts = {
            "nl": "Geef MODEL, dan eventueel INSTANCE, dan AWARD; of alleen een dossier.",
            "en": "Give MODEL, then INSTANCE if you like, then AWARD; or a record alone.",
        }
        raise click.UsageError(texts[ctx.obj], ctx)
    return (None if len(files) == 1 else files[0]), files[-1]

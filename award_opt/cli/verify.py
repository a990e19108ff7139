"""``verify``: recompute an award from the inputs, without a solver."""

from __future__ import annotations

from pathlib import Path

import click

from award_opt.cli.shape import (
    among_option,
    described,
    instance_of,
    json_option,
    lang_option,
    model_argument,
)
from award_opt.cli.stream import deliver_json, emit, findings_json
from award_opt.texts import Lang


@described(
    en="""Check an award file: every rule, every goal value, the tie order and both digests.

    No solver takes part. The exit code is 1 where anything differs, and everything that differs
    is named. Without INSTANCE, the folder instances/<id> beside the models is taken. An award
    made with a what-if or with --among is checked under the same what-if and the same AWARD.""",
    nl="""Controleer een gunningsbestand: regels, doelen, volgorde en controlegetallen.

    Er komt geen rekenmotor aan te pas. De uitgangscode is 1 als er iets afwijkt, en alles wat
    afwijkt wordt genoemd. Zonder INSTANCE geldt de map instances/<id> naast de modellen. Een
    gunning die met een wat-als of met --among gemaakt is, wordt daarmee ook gecontroleerd.""",
    example="award-opt verify models/hvb-youth-2022.toml instances/hvb-youth-2022 award.json",
)
@model_argument
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[INSTANCE] AWARD")
@among_option
@json_option
@lang_option
@click.pass_context
def verify(
    ctx: click.Context, model: Path, files: tuple[Path, ...], among: Path | None, as_json: bool
) -> int:
    """Print the findings of the checker, or that there are none."""
    from award_opt import check
    from award_opt.award import AwardFile
    from award_opt.cli.inputs import read_patched
    from award_opt.instance import read_instance
    from award_opt.report import findings as report

    lang: Lang = ctx.obj
    instance, path = _split(files, ctx)
    award = AwardFile.read(path)
    tender = read_patched(model, award.what_if)
    bids = read_instance(instance_of(model, instance), tender)
    found = check.verify(tender, bids, award, None if among is None else AwardFile.read(among))
    if as_json:
        deliver_json({"verified": not found, "findings": findings_json(found, lang)})
    else:
        emit("\n".join(report.verdict(found, award, lang)))
    return 1 if found else 0


def _split(files: tuple[Path, ...], ctx: click.Context) -> tuple[Path | None, Path]:
    """The instance, where it is given, and the award file, which always stands last."""
    if len(files) not in (1, 2):
        texts = {
            "nl": "Geef MODEL, dan eventueel INSTANCE, dan AWARD.",
            "en": "Give MODEL, then INSTANCE if you like, then AWARD.",
        }
        raise click.UsageError(texts[ctx.obj], ctx)
    return (None if len(files) == 1 else files[0]), files[-1]

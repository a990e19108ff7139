"""``check``: read both inputs and look at the rules, before or after bids exist."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from award_opt.cli.shape import (
    described,
    instance_argument,
    instance_of,
    json_option,
    lang_option,
    model_argument,
    option,
)
from award_opt.cli.stream import deliver_json, emit, findings_json
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.domain import Instance
    from award_opt.errors import Finding
    from award_opt.tender import Tender

EITHER: dict[Lang, str] = {
    "nl": "Geef INSTANCE of --generated, niet allebei.",
    "en": "Give INSTANCE or --generated, not both.",
}


@described(
    en="""Read and validate a model and its instance, and lint the rules.

    All faults are listed at once, each with its place and what to do. The exit code is 1 where no
    award can keep the rules, because one asks for more than all bids together offer or than
    another allows; all else is a remark. Without INSTANCE, the folder instances/<id> beside the
    models is taken; where there is none yet, the rules are looked at with invented bids. Scores
    are fixed for each bid: relative scoring cannot be written in a model, so no withdrawal
    reverses ranks.""",
    nl="""Lees en controleer een model en zijn inschrijvingen, en kijk de regels na.

    Alle fouten komen in één keer, elk met plaats en remedie. De uitgangscode is 1 als geen gunning
    aan de regels kan voldoen, omdat een regel meer vraagt dan alle inschrijvingen samen bieden of
    dan een andere toelaat; al het overige is een opmerking. Zonder INSTANCE geldt de map
    instances/<id> naast de modellen; is die er nog niet, dan worden de regels nagekeken met
    verzonnen inschrijvingen. Punten staan vast per inschrijving: relatieve beoordeling past niet
    in een model, dus een afvaller keert geen rangorde om.""",
    example="award-opt check models/hvb-youth-2022.toml instances/hvb-youth-2022",
)
@model_argument
@instance_argument
@option(
    "--generated",
    type=click.IntRange(1, 100_000),
    metavar="N",
    en="Look at the rules with invented bids of N providers instead of an instance.",
    nl="Kijk de regels na met verzonnen inschrijvingen van N aanbieders in plaats van met echte.",
)
@option(
    "--deep",
    is_flag=True,
    en="Also solve under each other counting unit, and say where the award changes.",
    nl="Bepaal ook de gunning onder elke andere teleenheid, en zeg waar zij verandert.",
)
@json_option
@lang_option
@click.pass_context
def check(
    ctx: click.Context,
    model: Path,
    instance: Path | None,
    generated: int | None,
    deep: bool,
    as_json: bool,
) -> int:
    """Print what the linter finds; faults in the inputs end the command before."""
    from award_opt.instance import read_instance
    from award_opt.lint import PROVIDERS, impossible, invented, lint
    from award_opt.report import inputs
    from award_opt.tender import read_tender

    lang: Lang = ctx.obj
    if generated is not None and instance is not None:
        raise click.UsageError(EITHER[lang], ctx)
    tender, folder = read_tender(model), instance_of(model, instance)
    early = generated is not None or (instance is None and not folder.exists())
    bids = invented(tender, generated or PROVIDERS) if early else read_instance(folder, tender)
    findings = lint(tender, bids, imagined=early)
    if deep:
        findings = _deeper(tender, bids, findings)
    fatal = [impossible(finding) for finding in findings]
    if as_json:
        told = findings_json(findings, lang)
        severity = ({"severity": "impossible" if each else "remark"} for each in fatal)
        marked = [{**one, **more} for one, more in zip(told, severity, strict=True)]
        deliver_json({"tender": tender.id, "invented": early, "findings": marked})
    else:
        shown = inputs.model_lines if early else inputs.lines
        emit("\n".join(shown(tender, bids, findings, lang)))
    return 1 if any(fatal) else 0


def _deeper(tender: Tender, bids: Instance, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What solving says of counting units, in place of what counting says."""
    from award_opt.robust import unit_findings

    rest = [finding for finding in findings if finding.code != "lint_unit_matters"]
    return (*rest, *unit_findings(tender, bids))

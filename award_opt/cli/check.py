"""``check``: read both inputs and look at the rules, before or after bids exist."""

from __future__ import annotations

from pathlib import Path

import click

from award_opt.cli.shape import (
    described,
    instance_argument,
    instance_of,
    json_option,
    lang_option,
    model_argument,
)
from award_opt.cli.stream import deliver_json, emit, findings_json
from award_opt.texts import Lang


@described(
    en="""Read and validate a model and its instance, and lint the rules.

    All faults are listed at once, each with its place and what to do. The exit code is 1 where a
    rule asks for more than all bids together offer. Without INSTANCE, the folder instances/<id>
    beside the models is taken; where there is none yet, the model alone is checked.""",
    nl="""Lees en controleer een model en zijn inschrijvingen, en kijk de regels na.

    Alle fouten komen in één keer, elk met plaats en remedie. De uitgangscode is 1 als een regel
    meer vraagt dan alle inschrijvingen samen bieden. Zonder INSTANCE geldt de map instances/<id>
    naast de modellen; is die er nog niet, dan wordt alleen het model gecontroleerd.""",
    example="award-opt check models/hvb-youth-2022.toml instances/hvb-youth-2022",
)
@model_argument
@instance_argument
@json_option
@lang_option
@click.pass_obj
def check(lang: Lang, model: Path, instance: Path | None, as_json: bool) -> int:
    """Print what the linter finds; faults in the inputs end the command before."""
    from award_opt.check import lint
    from award_opt.instance import read_instance
    from award_opt.report import inputs
    from award_opt.tender import read_tender

    tender, folder = read_tender(model), instance_of(model, instance)
    early = instance is None and not folder.exists()
    bids = None if early else read_instance(folder, tender)
    findings = () if bids is None else lint(tender, bids)
    if as_json:
        deliver_json({"tender": tender.id, "findings": findings_json(findings, lang)})
    elif bids is None:
        emit("\n".join(inputs.model_lines(tender, lang)))
    else:
        emit("\n".join(inputs.lines(tender, bids, findings, lang)))
    return 1 if any(finding.code == "unmeetable" for finding in findings) else 0

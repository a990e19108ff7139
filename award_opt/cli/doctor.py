"""``doctor``: whether the installed solvers may be used."""

from __future__ import annotations

import click

from award_opt.cli.shape import described, json_option, lang_option
from award_opt.cli.stream import deliver_json, emit, findings_json
from award_opt.texts import Lang


@described(
    en="""Run the solver gate and print the versions in use.

    The gate holds programs whose best award is known. A solver that gets one wrong is refused,
    here (exit code 1) and at the start of every solve.""",
    nl="""Draai de toets voor rekenmotoren en toon de versies.

    De toets bestaat uit opgaven waarvan de beste gunning bekend is. Een rekenmotor die er een
    fout heeft, wordt geweigerd, hier (uitgangscode 1) en aan het begin van elke berekening.""",
    example="award-opt doctor",
)
@json_option
@lang_option
@click.pass_obj
def doctor(lang: Lang, as_json: bool) -> int:
    """Print versions and faults."""
    from award_opt.engines.gate import cp_sat_faults
    from award_opt.report import health

    faults, versions = cp_sat_faults(), health.versions()
    if as_json:
        deliver_json({"faults": findings_json(faults, lang), "versions": versions})
    else:
        emit("\n".join(health.lines(versions, faults, lang)))
    return 1 if faults else 0

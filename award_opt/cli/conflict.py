"""``conflict``: which rules no award keeps together, and the least repairs."""

from __future__ import annotations

from collections.abc import Sequence
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
from award_opt.cli.stream import deliver_json, emit, require_new_folder, working, write_folder
from award_opt.errors import Finding, InputError
from award_opt.texts import Lang

if TYPE_CHECKING:
    from award_opt.conflict import Conflicts

EXIT = {"lawful": 0, "conflict": 1, "unknown": 3}


@described(
    en="""Name every smallest set of rules that no award keeps together, and the least repairs.

    What all bids together cannot meet comes first. Each conflict is re-checked by two engines: no
    award keeps all its rules, and without any one of them some award does. A repair is weighed: one
    place on a cap, one provider fewer in one cell, a percentage point of a share, a percent of a
    ceiling each weigh 1, a dropped rule 10. Each conflict is proven in whole numbers: -o writes the
    proofs, which anyone can check without a solver. The exit code is 1 where there is a conflict, 0
    where some award keeps all rules, and 3 when a limit struck first.""",
    nl="""Noem elke kleinste groep regels die geen gunning samen volgt, en het kleinste herstel.

    Wat alle inschrijvingen samen niet halen, staat vooraan. Twee rekenmotoren trekken elk conflict
    na: geen gunning volgt al die regels, en laat er één weg, dan kan het wel. Een herstel heeft een
    gewicht: een plaats onder een maximum, een aanbieder minder in een onderdeel, een procentpunt
    van een aandeel en een procent van een plafond wegen 1, een regel laten vallen 10. Elk conflict
    is bewezen in hele getallen: -o schrijft de bewijzen, die ieder zonder rekenmotor nagaat. De
    uitgangscode is 1 bij een conflict, 0 als een gunning alle regels volgt, en 3 als een grens
    eerder kwam.""",
    example="award-opt conflict models/hvb-youth-2022.toml instances/hvb-youth-2022",
)
@model_argument
@instance_argument
@option(
    "--limit",
    type=click.IntRange(min=1, max=1000),
    default=20,
    metavar="N",
    en="List up to N conflicts and N repairs (20), and say whether there are more.",
    nl="Noem tot N conflicten en N herstellen (20), en zeg of er meer zijn.",
)
@option(
    "--keep",
    multiple=True,
    metavar="RULE",
    en="This rule may not be changed by a repair (repeatable).",
    nl="Een herstel mag deze regel niet wijzigen (mag vaker).",
)
@option(
    "--weight",
    multiple=True,
    metavar="RULE=N",
    en="A change of this rule weighs N times as much (repeatable).",
    nl="Een wijziging van deze regel weegt N keer zo zwaar (mag vaker).",
)
@option(
    "--most",
    multiple=True,
    metavar="RULE=N",
    en="Move this rule at most N steps (repeatable).",
    nl="Verschuif deze regel ten hoogste N stappen (mag vaker).",
)
@output_option(
    metavar="FOLDER",
    en="Write the proof of each conflict to this new folder, with program and checker.",
    nl="Schrijf het bewijs van elk conflict in deze nieuwe map, met programma en controleur.",
)
@among_option
@what_if_option
@time_limit_option(
    en="Stop after so many seconds with what was found.",
    nl="Stop na zoveel seconden met wat gevonden is.",
)
@json_option
@lang_option
@click.pass_obj
def conflict(
    lang: Lang,
    model: Path,
    instance: Path | None,
    limit: int,
    keep: tuple[str, ...],
    weight: tuple[str, ...],
    most: tuple[str, ...],
    output: Path | None,
    among: Path | None,
    what_if: tuple[str, ...],
    time_limit: float | None,
    as_json: bool,
) -> int:
    """Print conflicts and repairs."""
    from award_opt.award import AwardFile
    from award_opt.cli.inputs import read_patched
    from award_opt.conflict import Wishes, certified, conflicts
    from award_opt.engines import Clock
    from award_opt.instance import read_instance
    from award_opt.program.program import compile_program
    from award_opt.program.program_file import described as program_file
    from award_opt.reading import selected
    from award_opt.report import conflict as report
    from award_opt.report.names import Names
    from award_opt.solve import Options

    if output is not None:
        require_new_folder(output)
    tender = read_patched(model, what_if)
    rules = [rule.id for rule in tender.rules]
    _known("--keep", keep, rules)
    wishes = Wishes(
        _numbers("--weight", weight, rules, 1), _numbers("--most", most, rules, 0), frozenset(keep)
    )
    bids = read_instance(instance_of(model, instance), tender)
    earlier = selected(None if among is None else AwardFile.read(among))
    clock = Clock(time_limit)
    with working(lang), stopped_by_ctrl_c(clock):
        found = conflicts(tender, bids, earlier, limit, wishes, Options(clock=clock).judge())
        program = compile_program(tender, bids, earlier)
        found = certified(found, program, clock)
    if output is not None and found.standing == "conflict":
        write_folder(output, _files(found, program_file(program)))
    if as_json:
        deliver_json(report.content(found))
    else:
        names = Names(tender, bids, lang)
        emit("\n".join(report.lines(found, names)))
        if output is not None and found.standing == "conflict":
            emit(report.written(found, str(output), names))
    return EXIT[found.standing]


def _files(found: Conflicts, program: bytes) -> dict[str, bytes]:
    """What an auditor needs to check each conflict: proofs, program, checker and a list."""
    from award_opt import certificate
    from award_opt.award import canonical
    from award_opt.conflict import numbered
    from award_opt.report.conflict import listed

    every = numbered(found)
    return {
        "certificate.py": Path(certificate.__file__).read_bytes(),
        "conflicts.json": canonical(listed(every)) + b"\n",
        "program.json": program,
        **{name: own.certificate for name, own in every if own.certificate},
    }


def _known(place: str, names: Sequence[str], rules: Sequence[str]) -> None:
    from award_opt.toml import near

    unknown = [name for name in names if name not in rules]
    if unknown:
        raise InputError(
            near(place, "unknown_name", n, list(rules), table="rules") for n in unknown
        )


def _numbers(place: str, words: Sequence[str], rules: Sequence[str], least: int) -> dict[str, int]:
    """``RULE=N`` as a number by rule."""
    found: dict[str, int] = {}
    for word in words:
        rule, _, text = word.rpartition("=")
        if not rule or not text.isdecimal() or not least <= int(text) <= 10**6:
            raise InputError([Finding(place, "rule_number_form", {"value": word, "least": least})])
        found[rule] = int(text)
    _known(place, list(found), rules)
    return found

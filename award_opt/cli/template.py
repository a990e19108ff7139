"""``template``: an empty workbook for the bids of a tender."""

from __future__ import annotations

from pathlib import Path

import click

from award_opt.cli.shape import (
    described,
    lang_option,
    model_argument,
    output_option,
)
from award_opt.cli.stream import emit, require_new_workbook, write_atomically
from award_opt.texts import Lang


@described(
    en="""Make an empty Excel workbook to fill in the bids of a tender.

    One sheet for each table, with drop-downs for segments, areas, care types and criteria, and
    help on every column. Every command takes the filled workbook as its INSTANCE.""",
    nl="""Maak een lege Excel-werkmap om de inschrijvingen van een aanbesteding in te vullen.

    Eén blad per tabel, met keuzelijsten voor segmenten, gebieden, zorgvormen en criteria, en
    uitleg bij elke kolom. Elke opdracht neemt de gevulde werkmap aan als INSTANCE.""",
    example="award-opt template models/hvb-youth-2022.toml -o empty.xlsx",
)
@model_argument
@output_option(
    required=True,
    en="Write this new workbook (.xlsx).",
    nl="Schrijf deze nieuwe werkmap (.xlsx).",
)
@lang_option
@click.pass_obj
def template(lang: Lang, model: Path, output: Path) -> int:
    """Write the workbook; a file that is there already is left as it is."""
    from award_opt.template import template as empty
    from award_opt.tender import read_tender
    from award_opt.texts import say

    require_new_workbook(output)
    tender = read_tender(model)
    write_atomically(output, empty(tender, lang))
    made = say("template_made", lang, {"title": getattr(tender.title, lang)})
    emit(f"{output}: {made}")
    return 0

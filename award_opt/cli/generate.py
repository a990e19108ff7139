"""``generate``: invented bids for a tender, to try its rules before any bid exists."""

from __future__ import annotations

from pathlib import Path

import click

from award_opt.cli.shape import (
    described,
    lang_option,
    model_argument,
    option,
    output_option,
)
from award_opt.cli.stream import emit, require_new_folder, write_folder
from award_opt.texts import Lang


@described(
    en="""Write an instance with invented bids that behave like those of real tenders.

    The same seed gives the same files everywhere. The files say that they are synthetic.""",
    nl="""Schrijf een map met verzonnen inschrijvingen die zich gedragen als echte.

    Dezelfde seed geeft overal dezelfde bestanden. De bestanden zeggen dat ze verzonnen zijn.""",
    example="award-opt generate models/hvb-youth-2022.toml --providers 160 --seed 7 -o try-out",
)
@model_argument
@option(
    "--providers",
    type=click.IntRange(1, 100_000),
    required=True,
    metavar="N",
    en="How many organisations take an interest.",
    nl="Hoeveel organisaties belangstelling hebben.",
)
@option(
    "--seed",
    type=click.IntRange(min=0),
    required=True,
    metavar="S",
    en="Which of all possible instances.",
    nl="Welke van alle mogelijke.",
)
@option(
    "--scarce",
    type=click.IntRange(min=0),
    default=0,
    metavar="CELLS",
    en="So many care types in a lot that no valid bid offers.",
    nl="Zoveel zorgvormen in een perceel die geen geldige inschrijving biedt.",
)
@output_option(
    required=True,
    metavar="FOLDER",
    en="Write the files into this new folder.",
    nl="Schrijf de bestanden in deze nieuwe map.",
)
@lang_option
@click.pass_obj
def generate(lang: Lang, model: Path, providers: int, seed: int, scarce: int, output: Path) -> int:
    """Write the files, all or none, and read them back."""
    from award_opt.generate import generate as invent
    from award_opt.instance import read_instance
    from award_opt.report.words import word
    from award_opt.tender import read_tender

    require_new_folder(output)
    tender = read_tender(model)
    write_folder(output, invent(tender, providers, seed, scarce=scarce))
    bids = read_instance(output, tender)
    count = word("generated", lang, bids=len(bids.bids), providers=len(bids.providers))
    emit(f"{output}: {count}")
    return 0

"""``letters``: a Word letter for each bidder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from award_opt.cli.shape import (
    DATE,
    Day,
    among_option,
    described,
    lang_option,
    model_argument,
    option,
    output_option,
)
from award_opt.cli.stream import emit, require_new_folder, working, write_folder
from award_opt.texts import Lang, say


@described(
    en="""Write a Word letter for each bidder: award, rejection, or both.

    Each holds the bidder's own scores, the winners' advantages, the reason with the rule that
    decided and its source, and the end of the standstill. No other losing bidder is named. A
    template of your own may use the fields that award_opt/letters/fields.py describes.""",
    nl="""Schrijf een Word-brief aan elke inschrijver: gunning, afwijzing, of allebei.

    Elke brief geeft de eigen punten, de voordelen van de winnaars, de reden met de regel die
    besliste en haar bron, en het einde van de opschortende termijn. Een andere afgewezen
    inschrijver wordt nooit genoemd. Een eigen sjabloon kan de velden gebruiken die in
    award_opt/letters/fields.py beschreven staan.""",
    example="award-opt letters models/hvb-wmo-2022.toml --date 2022-03-01 -o letters",
)
@model_argument
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[INSTANCE] [AWARD]")
@output_option(
    required=True,
    metavar="FOLDER",
    en="Write the letters into this new folder, one for each bidder.",
    nl="Schrijf de brieven in deze nieuwe map, één per inschrijver.",
)
@option(
    "--date",
    "day",
    type=Day(),
    required=True,
    metavar=DATE["en"],
    en="The date of the letters, from which the standstill runs.",
    nl="De datum van de brieven, waarna de opschortende termijn loopt.",
)
@option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    en="A Word template in your own house style.",
    nl="Een Word-sjabloon in uw eigen huisstijl.",
)
@among_option
@lang_option
@click.pass_context
def letters(
    ctx: click.Context,
    model: Path,
    files: tuple[Path, ...],
    output: Path,
    day: datetime,
    template: Path | None,
    among: Path | None,
) -> int:
    """Write the letters, all or none."""
    from award_opt.cli.decided import decided
    from award_opt.letters import bidder_letters, file_names

    lang: Lang = ctx.obj
    require_new_folder(output)
    with working(lang):
        case = decided(model, files, among, ctx)
        written = bidder_letters(
            case.tender,
            case.instance,
            case.award,
            case.reasons(),
            day.date(),
            lang=lang,
            template=template,
        )
    names = file_names(written)
    write_folder(output, {names[bidder]: data for bidder, data in written.items()})
    emit(f"{output}: {say('letters_written', lang, {'count': len(written)})}")
    return 0

"""``report``: an award as one HTML page with figures."""

from __future__ import annotations

from pathlib import Path

import click

from award_opt.cli.shape import (
    among_option,
    described,
    lang_option,
    model_argument,
    option,
    output_option,
)
from award_opt.cli.stream import (
    emit,
    require_folder,
    require_new_folder,
    working,
    write_atomically,
    write_folder,
)
from award_opt.texts import Lang


@described(
    en="""Write one HTML page about an award: decision, lots, coverage, rules, money, reasons.

    The page needs nothing from outside and prints well. Without AWARD the award is solved first;
    an award file is checked first. Without INSTANCE, instances/<id> beside the models is taken.""",
    nl="""Schrijf één HTML-pagina over een gunning: besluit, percelen, dekking, regels en geld.

    De pagina heeft niets van buiten nodig en is goed te printen. Zonder AWARD wordt de gunning
    eerst bepaald; een gunningsbestand wordt eerst gecontroleerd. Zonder INSTANCE geldt de map
    instances/<id> naast de modellen.""",
    example="award-opt report models/hvb-youth-2022.toml instances/hvb-youth-2022 -o report.html",
)
@model_argument
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[INSTANCE] [AWARD]")
@output_option(
    required=True,
    en="Write the page here, all or nothing.",
    nl="Schrijf de pagina hier, geheel of niet.",
)
@option(
    "--figures",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    en="Write each figure as PNG and SVG into this new folder as well.",
    nl="Schrijf elke figuur ook als PNG en SVG in deze nieuwe map.",
)
@option(
    "--prices",
    "with_prices",
    is_flag=True,
    en="Also say what each rule costs (one more solve for each).",
    nl="Zeg ook wat elke regel kost (voor elke regel nog een berekening).",
)
@option(
    "--methods",
    "with_methods",
    is_flag=True,
    en="Also show the award under each other method (one more solve for each).",
    nl="Toon ook de gunning onder elke andere methode (telkens nog een berekening).",
)
@option(
    "--margins/--no-margins",
    "with_margins",
    default=True,
    en="Say how far each bid is from another fate (on by default).",
    nl="Zeg hoe ver elke inschrijving van een andere uitkomst af is (staat aan).",
)
@among_option
@lang_option
@click.pass_context
def report(
    ctx: click.Context,
    model: Path,
    files: tuple[Path, ...],
    output: Path,
    figures: Path | None,
    with_prices: bool,
    with_methods: bool,
    with_margins: bool,
    among: Path | None,
) -> int:
    """Write the page, and the figures where a folder is named."""
    from award_opt.cli.decided import decided
    from award_opt.cli.solve import EXIT
    from award_opt.report.html import html_report

    lang: Lang = ctx.obj
    require_folder(output)
    if figures is not None:
        require_new_folder(figures)
    with working(lang):
        case = decided(model, files, among, ctx)
        made = html_report(
            case.tender,
            case.instance,
            case.award,
            lang=lang,
            among=case.among,
            reasons=case.reasons(),
            margins=case.margins() if with_margins else (),
            prices=case.prices() if with_prices else None,
            methods=case.methods() if with_methods else (),
        )
    write_atomically(output, made.html.encode())
    if figures is not None:
        drawn = {f"{name}.svg": drawing.svg for name, drawing in made.figures.items()}
        pixels = {f"{name}.png": drawing.png for name, drawing in made.figures.items()}
        write_folder(figures, {**drawn, **pixels})
    emit(str(output))
    return EXIT[case.award.status]

"""``rules``: what each rule kind means and which fields it has, from the classes themselves."""

from __future__ import annotations

from pathlib import Path

import click

from award_opt.cli.shape import described, json_option, lang_option, output_option
from award_opt.cli.stream import deliver, deliver_json
from award_opt.texts import Lang


@described(
    en="""Print the documentation of all rule kinds, or of one, as Markdown.

    It is made from the rule classes, so it holds for this version.""",
    nl="""Toon de uitleg van alle soorten regels, of van één, als Markdown.

    Zij komt uit de regels zelf, dus zij klopt voor deze versie.""",
    example="award-opt rules max_winners",
)
@click.argument("kind", required=False)
@output_option(en="Write the documentation here.", nl="Schrijf de uitleg hier.")
@json_option
@lang_option
@click.pass_obj
def rules(lang: Lang, kind: str | None, output: Path | None, as_json: bool) -> int:
    """Print the kinds asked for."""
    from award_opt.report import rule_kinds

    kinds = rule_kinds.chosen(kind)
    if as_json:
        deliver_json([rule_kinds.facts(cls, lang) for cls in kinds], output)
    else:
        deliver("\n\n".join(rule_kinds.markdown(cls, lang) for cls in kinds), output)
    return 0

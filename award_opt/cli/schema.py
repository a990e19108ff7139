"""``schema``: what the files may hold, for editors and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from award_opt.cli.shape import Argument, described, lang_option, output_option
from award_opt.cli.stream import deliver

FILES = ("model", "award")


@described(
    en="""Print the JSON Schema of a model or of an award file.

    FILE is model (the default) or award. Editors that know the schema complete names
    and mark mistakes while a tender is being written.""",
    nl="""Toon het JSON-schema van een model of van een gunningsbestand.

    FILE is model (als er niets staat) of award. Een editor die het schema kent, vult
    namen aan en wijst fouten aan tijdens het schrijven.""",
    example="award-opt schema model",
)
@click.argument("file", cls=Argument, type=click.Choice(FILES), default="model")
@output_option(en="Write the schema here.", nl="Schrijf het schema hier.")
@lang_option
def schema(file: str, output: Path | None) -> int:
    """Print one schema, indented: people read it too."""
    import json

    deliver(json.dumps(_schema(file), indent=2, ensure_ascii=False, sort_keys=True), output)
    return 0


def _schema(file: str) -> dict[str, Any]:
    from award_opt.award import AwardFile
    from award_opt.tender import json_schema

    return json_schema() if file == "model" else AwardFile.model_json_schema()

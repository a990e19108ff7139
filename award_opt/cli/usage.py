"""What is wrong with the words of a command, in the language of the user."""

from __future__ import annotations

from typing import Any

import click

from award_opt.cli.shape import DATE, LAST_YEAR, BadValue
from award_opt.texts import Lang

SAID: dict[str, dict[Lang, str]] = {
    "bad": {
        "nl": "{name} heeft een verkeerde waarde '{found}'; {allowed}.",
        "en": "{name} has a wrong value '{found}'; {allowed}.",
    },
    "choice": {"nl": "kies uit {choices}", "en": "choose from {choices}"},
    "day": {
        "nl": f"geef een dag als {DATE['nl']}, tot en met het jaar {LAST_YEAR}",
        "en": f"give a day as {DATE['en']}, up to and including the year {LAST_YEAR}",
    },
    "range": {
        "nl": "geef een {kind} van {low} tot en met {high}",
        "en": "give a {kind} from {low} up to and including {high}",
    },
    "from": {"nl": "geef een {kind} vanaf {low}", "en": "give a {kind} from {low}"},
    "open_range": {
        "nl": "geef een {kind} groter dan {low}, tot en met {high}",
        "en": "give a {kind} above {low}, up to and including {high}",
    },
    "open_from": {"nl": "geef een {kind} groter dan {low}", "en": "give a {kind} above {low}"},
    "whole": {"nl": "geheel getal", "en": "whole number"},
    "number": {"nl": "getal", "en": "number"},
    "help": {"nl": "kijk in de uitleg", "en": "see the help"},
}


def refuse(error: click.ClickException, lang: Lang) -> None:
    """Print on stderr how a command is used and what was wrong."""
    if isinstance(error, BadValue):
        error = click.UsageError(_bad(error, lang), error.ctx)
    if lang == "en":
        error.show()
        return
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is not None:
        click.echo(ctx.get_usage(), err=True)
        click.echo(f"Uitleg: {ctx.command_path} --help --lang nl\n", err=True)
    click.echo(f"Fout: {_dutch(error)}", err=True)


def _bad(error: BadValue, lang: Lang) -> str:
    name = "" if error.param is None else _name(error.param, error)
    allowed = "" if error.param is None else _allowed(error.param.type, lang)
    return SAID["bad"][lang].format(name=name, found=error.found, allowed=allowed)


def _dutch(error: click.ClickException) -> str:
    match error:
        case click.MissingParameter(param=click.Parameter() as missing):
            return f"{_name(missing, error)} ontbreekt."
        case click.NoSuchOption(option_name=name, possibilities=near):
            meant = f" Bedoelt u {' of '.join(sorted(near))}?" if near else ""
            return f"Er is geen optie {name}.{meant}"
        case click.BadOptionUsage(option_name=name):
            return f"{name} vraagt een waarde erachter."
        case _:
            return _common(error.format_message())


def _common(text: str) -> str:
    if text.startswith("Missing command"):
        return "noem een opdracht; de uitleg noemt ze alle."
    if text.startswith("Got unexpected extra"):
        return f"er staat te veel achter de opdracht: {text.partition('(')[2].rstrip(')')}."
    return text


def _name(parameter: click.Parameter, error: click.UsageError) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.human_readable_name
    return parameter.get_error_hint(error.ctx).replace("'", "")


def _allowed(kind: click.ParamType[Any], lang: Lang) -> str:
    if isinstance(kind, click.Choice):
        return SAID["choice"][lang].format(choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.DateTime):
        return SAID["day"][lang]
    if isinstance(kind, click.IntRange | click.FloatRange):
        word = "whole" if isinstance(kind, click.IntRange) else "number"
        form = ("open_" if kind.min_open else "") + ("from" if kind.max is None else "range")
        return SAID[form][lang].format(kind=SAID[word][lang], low=kind.min, high=kind.max)
    return SAID["help"][lang]

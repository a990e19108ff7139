"""What is wrong with the words of a command, in the language of the user."""

from __future__ import annotations

from typing import Any

import click

from award_opt.texts import Lang


def refuse(error: click.ClickException, lang: Lang) -> None:
    """Print on stderr how a command is used and what was wrong."""
    if lang == "en":
        error.show()
        return
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is not None:
        click.echo(ctx.get_usage(), err=True)
        click.echo(f"Uitleg: {ctx.command_path} --help --lang nl\n", err=True)
    click.echo(f"Fout: {_dutch(error)}", err=True)


def _dutch(error: click.ClickException) -> str:
    match error:
        case click.MissingParameter(param=click.Parameter() as missing):
            return f"{_name(missing, error)} ontbreekt."
        case click.NoSuchOption(option_name=name, possibilities=near):
            meant = f" Bedoelt u {' of '.join(sorted(near))}?" if near else ""
            return f"Er is geen optie {name}.{meant}"
        case click.BadOptionUsage(option_name=name):
            return f"{name} vraagt een waarde erachter."
        case click.BadParameter(param=click.Parameter() as wrong):
            return f"{_name(wrong, error)} heeft een verkeerde waarde; {_allowed(wrong.type)}."
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


def _allowed(kind: click.ParamType[Any]) -> str:
    if isinstance(kind, click.Choice):
        return f"kies uit {', '.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange | click.FloatRange):
        whole = "geheel getal" if isinstance(kind, click.IntRange) else "getal"
        above = "groter dan" if kind.min_open else "vanaf"
        return f"geef een {whole} {above} {kind.min}" + (f" tot {kind.max}" if kind.max else "")
    return "kijk in de uitleg"

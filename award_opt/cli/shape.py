"""The shape that all commands share: arguments, options, and help in Dutch and English."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from math import isnan
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import click

from award_opt.texts import Lang

Spoken: TypeAlias = dict[Lang, str]
F = TypeVar("F", bound=Callable[..., Any])

LANGUAGES: tuple[Lang, ...] = ("en", "nl")
VARIABLE = "AWARD_OPT_LANG"
DATE: Spoken = {"en": "YYYY-MM-DD", "nl": "JJJJ-MM-DD"}
LAST_YEAR = 2999
DUTCH_HEADINGS = {
    "Usage: ": "Gebruik: ",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Example": "Voorbeeld",
    "Show this message and exit.": "Toon deze uitleg.",
    "Show the version and exit.": "Toon de versie.",
}


def spoken(arguments: Sequence[str]) -> Lang:
    """The language asked for, known before parsing because a refusal to parse is said in it too."""
    asked = os.environ.get(VARIABLE, "en")
    for word, following in pairwise([*arguments, ""]):
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return "nl" if asked == "nl" else "en"


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, DUTCH_HEADINGS["Usage: "])

    def write_heading(self, heading: str) -> None:
        super().write_heading(DUTCH_HEADINGS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        dutch = [(term, DUTCH_HEADINGS.get(text, text)) for term, text in rows]
        super().write_dl(dutch, col_max, col_spacing)


class Context(click.Context):
    """A click context whose ``obj`` is the language."""

    def make_formatter(self) -> click.HelpFormatter:
        kind = _Formatter if self.obj == "nl" else click.HelpFormatter
        return kind(width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command with help in both languages and an example that runs from the project's folder."""

    context_class = Context

    def __init__(self, *, en: str, nl: str, example: str, **rest: Any) -> None:
        self.about: Spoken = {"en": en, "nl": nl}
        self.example = example
        super().__init__(**rest)

    def get_short_help_str(self, limit: int = 45) -> str:
        ctx = click.get_current_context(silent=True)  # none while a shell completes
        return self.about[ctx.obj if ctx else spoken([])].split("\n\n", maxsplit=1)[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.about[ctx.obj]
        super().format_help_text(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Example"):
            formatter.write(f"{'':{formatter.current_indent}}{self.example}\n")


class BadValue(click.BadParameter):
    """A value that an option or argument cannot have, and what it was."""

    def __init__(self, found: Any, ctx: click.Context, param: click.Parameter) -> None:
        super().__init__(f"{found!r}", ctx, param)
        self.found = found


class _Telling(click.Parameter):
    """What refuses a value and says which."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            for each in value if isinstance(value, list | tuple) else [value]:
                if self._bad(each, ctx):
                    raise BadValue(each, ctx, self) from error
            raise

    def _bad(self, value: Any, ctx: click.Context) -> bool:
        try:
            self.type(value, self, ctx)
        except click.BadParameter:
            return True
        return False


class Argument(_Telling, click.Argument):
    """An argument that says which value it refuses."""


class Option(_Telling, click.Option):
    """An option with help in both languages."""

    def __init__(self, *words: Any, en: str, nl: str, **rest: Any) -> None:
        self.about: Spoken = {"en": en, "nl": nl}
        super().__init__(*words, **rest)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.about[ctx.obj]
        told = super().get_help_record(ctx)
        if told is None or ctx.obj != "nl":
            return told
        return told[0].replace(DATE["en"], DATE["nl"]), told[1]


class Day(click.DateTime):
    """A day, far enough from the end of the calendar for any standstill."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        day: datetime = super().convert(value, param, ctx)
        if day.year > LAST_YEAR:
            self.fail(f"{value!r}", param, ctx)
        return day


class Seconds(click.FloatRange):
    """A number of seconds; NaN is none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        seconds = float(super().convert(value, param, ctx))
        if isnan(seconds):
            self.fail(f"{value!r}", param, ctx)
        return seconds


def described(*, en: str, nl: str, example: str) -> Callable[[F], Command]:
    """Make a function a command; help in both languages, and an example that runs."""
    made: Callable[[F], Command] = click.command(cls=Command, en=en, nl=nl, example=example)
    return made


def option(*words: str, en: str, nl: str, **rest: Any) -> Callable[[F], F]:
    """Add an option with help in both languages."""
    return click.option(*words, cls=Option, en=en, nl=nl, **rest)


lang_option = option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar=VARIABLE,
    expose_value=False,
    en=f"Language of the texts (or set {VARIABLE}).",
    nl=f"Taal van de teksten (of zet {VARIABLE}).",
)
json_option = option(
    "--json",
    "as_json",
    is_flag=True,
    en="Print the result as canonical JSON.",
    nl="Toon het resultaat als canonieke JSON.",
)
among_option = option(
    "--among",
    type=click.Path(path_type=Path),
    metavar="AWARD",
    en="Admit only the bidders that this award of an earlier phase selected.",
    nl="Laat alleen de inschrijvers toe die deze gunning van een eerdere fase koos.",
)
what_if_option = option(
    "--what-if",
    multiple=True,
    metavar="NAME",
    en="Change the rules as NAME in <model>.whatif.toml says (repeatable).",
    nl="Wijzig de regels zoals NAME in <model>.whatif.toml zegt (mag vaker).",
)
noise_option = option(
    "--noise",
    "noise_text",
    default="",
    metavar="TEXT",
    en="The error of the assessors: assessors=3,percent=15,points=2.5.",
    nl="De fout van de beoordelaars: assessors=3,percent=15,points=2.5.",
)


def time_limit_option(*, en: str, nl: str) -> Callable[[F], F]:
    """``--time-limit``: after how many seconds the command stops, and with what."""
    seconds = Seconds(min=0, min_open=True, max=10_000_000)
    return option("--time-limit", type=seconds, metavar="SECONDS", en=en, nl=nl)


def output_option(
    *, en: str, nl: str, metavar: str = "FILE", required: bool = False
) -> Callable[[F], F]:
    """``-o``: where the command writes."""
    path = click.Path(path_type=Path)
    return option("-o", "--output", type=path, metavar=metavar, required=required, en=en, nl=nl)


model_argument = click.argument("model", type=click.Path(path_type=Path))
instance_argument = click.argument("instance", type=click.Path(path_type=Path), required=False)


def instance_of(model: Path, instance: Path | None) -> Path:
    """The instance given, or else the model's own: ``instances/<id>`` beside the models."""
    return instance or Path(os.path.normpath(model.parent / ".." / "instances" / model.stem))

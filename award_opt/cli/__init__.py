"""The command line: each command parses, calls one function and prints.

Exit codes: 0 done; 1 the answer is no; 2 bad input or usage; 3 a limit struck before proof.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from award_opt import __version__
from award_opt.cli.shape import Context, lang_option, spoken
from award_opt.cli.stream import complain, utf8
from award_opt.cli.usage import refuse
from award_opt.errors import AwardOptError, Finding, nearest
from award_opt.interrupts import noted, noting
from award_opt.texts import Lang

COMMANDS = (
    "check",
    "solve",
    "verify",
    "prove",
    "explain",
    "conflict",
    "prices",
    "robust",
    "sweep",
    "report",
    "letters",
    "record",
    "template",
    "convert",
    "generate",
    "schema",
    "rules",
    "bench",
    "doctor",
)
USAGE, UNPROVEN = 2, 3
ABOUT = {
    "en": (
        "Find the award of a tender by its published rules, prove it best, and check it without"
        " a solver."
    ),
    "nl": (
        "Bepaal de gunning van een aanbesteding volgens de gepubliceerde regels, bewijs dat zij"
        " de beste is, en controleer haar zonder rekenmotor."
    ),
}


class Commands(click.Group):
    """All commands, each loaded when it is called, so that ``--help`` stays quick."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"award_opt.cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not (args[0] in COMMANDS or args[0].startswith("-") or ctx.resilient_parsing):
            lang: Lang = ctx.obj
            raise click.UsageError(_no_such_command(args[0], lang), ctx)
        return super().resolve_command(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = ABOUT[ctx.obj]
        super().format_help_text(ctx, formatter)


def _no_such_command(name: str, lang: Lang) -> str:
    near = nearest(name, COMMANDS)
    if lang == "nl":
        return f"Er is geen opdracht '{name}'." + (f" Bedoelt u '{near}'?" if near else "")
    return f"There is no command '{name}'." + (f" Do you mean '{near}'?" if near else "")


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="award-opt")
@lang_option
def commands() -> None:
    """Hold the commands."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code; every refusal is a message, never a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    utf8()
    with noting(to_the_end=arguments is None):
        sys.exit(_ended(given, spoken(given)))


def _ended(arguments: list[str], lang: Lang) -> int:
    """The exit code; what comes after the end, or after an interrupt, is not interrupted."""
    try:
        code = _run(arguments, lang)
        noted.ending = True
    except (click.Abort, KeyboardInterrupt):
        noted.ending = True
        complain([Finding("award-opt", "interrupted")], lang)
        return UNPROVEN
    return code


def _run(arguments: list[str], lang: Lang) -> int:
    try:
        code = commands.main(arguments, "award-opt", standalone_mode=False, obj=lang)
    except click.ClickException as error:
        refuse(error, lang)
        return USAGE
    except AwardOptError as error:
        complain(error.findings, lang)
        return error.exit_code
    except OSError as error:
        place, reason = str(error.filename or "award-opt"), error.strerror or str(error)
        complain([Finding(place, "file_trouble", {"reason": reason})], lang)
        return USAGE
    return code if isinstance(code, int) else 0

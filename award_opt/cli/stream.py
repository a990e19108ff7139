"""Results go to stdout, everything else to stderr; files are written whole or not at all."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from award_opt.errors import Finding, InputError
from award_opt.interrupts import require_none
from award_opt.report.words import word
from award_opt.texts import Lang, say


def utf8() -> None:
    """Write UTF-8 whatever the locale, so that the same inputs give the same bytes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def emit(text: str) -> None:
    """Print a result; a reader that stopped reading is no fault of the answer."""
    require_none()
    try:
        click.echo(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def deliver_json(content: Any, target: Path | None = None) -> None:
    """Print canonical JSON, or write it to a file where one is named."""
    from award_opt.award import canonical

    deliver(canonical(content).decode(), target)


def deliver(text: str, target: Path | None) -> None:
    """Print a result, or write it to a file where one is named."""
    if target is None:
        emit(text)
        return
    require_folder(target)
    write_atomically(target, f"{text}\n".encode())


def findings_json(findings: Iterable[Finding], lang: Lang) -> list[dict[str, Any]]:
    """Findings for machines: code and facts, and the text for whoever reads along."""
    return [
        {
            "place": finding.place,
            "code": finding.code,
            "facts": dict(finding.facts),
            "text": say(finding.code, lang, finding.facts),
        }
        for finding in findings
    ]


def complain(findings: Iterable[Finding], lang: Lang) -> None:
    """Print each finding on stderr."""
    from award_opt.report.findings import lines

    for line in lines(findings, lang):
        click.echo(line, err=True)


@contextmanager
def working(lang: Lang) -> Iterator[None]:
    """Show on stderr that something is being done, and for how long, where a person is looking."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(word("working", lang), total=None)
        yield


def require_folder(target: Path) -> None:
    """Refuse, before any long work, a file that could not be written afterwards.

    Raises
    ------
    InputError
        ``target`` is a folder, or the folder that should hold it does not exist.
    """
    if target.is_dir():
        raise InputError([Finding(str(target), "output_is_folder")])
    if not target.resolve().parent.is_dir():
        raise InputError([Finding(str(target), "output_folder_missing")])


def write_atomically(target: Path, data: bytes) -> None:
    """Write all of ``data`` or nothing: an interrupted write leaves the old file as it was."""
    if target.exists() and not target.is_file():
        require_none()
        target.write_bytes(data)  # a pipe or a device must not be replaced by a file
        return
    stream_atomically(target, lambda file: file.write(data))


def stream_atomically(target: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Let ``write`` fill a new file, all of it or nothing, without holding it in memory."""
    real = target.resolve()
    partial = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        with partial.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        require_none()
        partial.replace(real)
    except OSError as error:
        raise _about(target, error) from error
    finally:
        partial.unlink(missing_ok=True)


def require_new_folder(target: Path) -> None:
    """Refuse to mix new files with those that a folder already holds.

    Raises
    ------
    InputError
        ``target`` is a file or holds something, or its parent folder does not exist.
    """
    if not target.resolve().parent.is_dir():
        raise InputError([Finding(str(target), "output_folder_missing")])
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise InputError([Finding(str(target), "output_not_empty")])


def require_new_workbook(target: Path) -> None:
    """Refuse to write over a workbook: it may have been filled in by hand.

    Raises
    ------
    InputError
        ``target`` exists, is not named as a workbook, or its folder does not exist.
    """
    require_folder(target)
    if target.suffix.casefold() != ".xlsx":
        raise InputError([Finding(str(target), "output_not_xlsx")])
    if target.exists():
        raise InputError([Finding(str(target), "output_exists")])


def write_folder(target: Path, files: Mapping[str, str | bytes]) -> None:
    """Write all files of a new folder, or none."""
    real = target.resolve()
    partial = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        partial.mkdir()
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (partial / name).write_bytes(data)
        require_none()
        partial.replace(real)
    except OSError as error:
        raise _about(target, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _about(target: Path, error: OSError) -> OSError:
    """The same trouble, told of the file that the user named."""
    return OSError(error.errno, error.strerror, str(target))

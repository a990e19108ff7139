"""Letters as Word files, from a template that a team can replace with its own house style."""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Final

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from award_opt.errors import Finding, InputError
from award_opt.files import MEBIBYTE, fault
from award_opt.letters.fields import Letter
from award_opt.texts import Lang

MAX_BYTES: Final = 20 * MEBIBYTE
EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def template_bytes(template: Path | None, lang: Lang) -> bytes:
    """The template that is given, or the one of the language that comes with the program.

    Raises
    ------
    InputError
        The file is absent, unreadable or too large.
    """
    if template is None:
        return (files("award_opt.letters") / "templates" / f"{lang}.docx").read_bytes()
    if found := fault(template, MAX_BYTES):
        raise InputError([found])
    return template.read_bytes()


def filled(template: bytes, letter: Letter, place: str) -> bytes:
    """The template with the fields of a letter in it; equal letters give equal bytes.

    The template's tags run in a sandbox, and what they show is escaped.

    Raises
    ------
    InputError
        The template is no Word file, or a tag in it cannot be filled; ``place`` names it.
    """
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    target = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(asdict(letter), environment)
        document.save(target)
    except (TemplateError, PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError([Finding(place, "letter_template", {"reason": reason})]) from error
    return _timeless(target.getvalue())


def _timeless(docx: bytes) -> bytes:
    """The same package with every file at one fixed time."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, source.read(name))
    return target.getvalue()

"""Sections as one HTML file that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from award_opt.report.html.case import Case
from award_opt.report.html.parts import Section

TEMPLATES = files("award_opt.report.html") / "templates"


def page(case: Case, sections: Sequence[Section]) -> str:
    """The whole page; equal sections give equal text."""
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_source),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("report.html").render(
        lang=case.lang,
        title=getattr(case.tender.title, case.lang),
        sections=sections,
        style=_source("report.css"),
        say=case.speech.phrase,
    )


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")

"""Sections as one HTML file that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from award_opt.report.html.case import Case
from award_opt.report.html.parts import Section
from award_opt.texts import Lang
from award_opt.texts.report_html import phrase

TEMPLATES = files("award_opt.report.html") / "templates"


def page(case: Case, sections: Sequence[Section]) -> str:
    """The whole page about an award; equal sections give equal text."""
    heading = case.speech.phrase("title", tender=getattr(case.tender.title, case.lang))
    return rendered(case.lang, heading, sections)


def rendered(lang: Lang, heading: str, sections: Sequence[Section], banner: str = "") -> str:
    """A page with these sections; ``banner`` stands above all of it where there is one."""
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_source),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("report.html").render(
        lang=lang,
        heading=heading,
        banner=banner,
        contents=phrase("contents", lang),
        sections=sections,
        style=_source("report.css"),
    )


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")

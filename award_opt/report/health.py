"""Whether the solvers may be used, and which versions are in use."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from award_opt import __version__
from award_opt.errors import Finding
from award_opt.report import findings
from award_opt.report.table import aligned
from award_opt.report.words import word
from award_opt.texts import Lang

PACKAGES = ("ortools", "highspy", "numpy", "pydantic")


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that an award may depend on."""
    found = {"award_opt": __version__, "python": platform.python_version()}
    return {**found, **{name: version(name) for name in PACKAGES}}


def lines(versions: Mapping[str, str], faults: Sequence[Finding], lang: Lang) -> list[str]:
    """The versions as a table, the faults, and the verdict on the last line."""
    table = aligned([[name, version] for name, version in versions.items()], "<<")
    verdict = word("gate_failed" if faults else "gate_passed", lang)
    return [*table, "", *findings.lines(faults, lang), verdict]

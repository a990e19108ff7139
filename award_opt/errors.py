"""What can go wrong, as a tree.

AwardOptError
|- InputError       bad files, cells, models or options: exit code 2
|- CheckError       a check says no: exit code 1
`- SolverError      a solver failed its gate or contradicts the integers: exit code 1

Every error carries its findings: codes with facts, which ``award_opt.texts`` puts into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, TypeAlias

Fact: TypeAlias = str | int
Facts: TypeAlias = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where it stands, what it is (a code of ``award_opt.texts``) and its facts."""

    place: str
    code: str
    facts: Facts = field(default_factory=dict)


class AwardOptError(Exception):
    """The root of all errors of this package; holds at least one finding."""

    exit_code = 1

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("; ".join(f"{f.place}: {f.code} {dict(f.facts)}" for f in self.findings))

    def __reduce__(self) -> tuple[type[AwardOptError], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)


class InputError(AwardOptError):
    """A file, cell, model or option that cannot be used as it stands."""

    exit_code = 2


class CheckError(AwardOptError):
    """A check that was carried out and says no."""


class SolverError(AwardOptError):
    """A solver that failed its gate, or whose answer the integers contradict."""


ALIKE: Final = 0.65  # below this a name is another one, and not the same one misspelt


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known name closest to a misspelt one, or ``None`` where none is close."""
    names = {name.casefold(): name for name in known}
    found = get_close_matches(wrong.casefold(), sorted(names), n=1, cutoff=ALIKE)
    return names[found[0]] if found else None

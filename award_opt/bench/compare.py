"""Two measurements side by side: which counts grew, and by how much time changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final, TypeAlias

from award_opt.errors import Finding, InputError

Content: TypeAlias = Mapping[str, Any]

TOLERANCE: Final = 5  # percent
MEMORY: Final = "peak_kib"
MEMORY_TOLERANCE: Final = 15  # threads that meet or not hold different things at the same time
MEMORY_SLACK: Final = 256  # what memory may always grow: it comes in pages and pools
KIND: Final = "award-opt bench"
TIME: Final = "median_micros"
# how work was divided between methods, which differ in what one of these costs
DIVIDED: Final = frozenset({"branched", "enumerated", "nodes", "relaxed"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One number before and now; ``None`` where a side does not have it."""

    case: str
    phase: str
    count: str
    before: int | None
    now: int | None

    @property
    def gated(self) -> bool:
        """Whether the gate looks at it: not at time, nor at how work was divided."""
        return self.count != TIME and self.count not in DIVIDED

    @property
    def worse(self) -> bool:
        """Whether the gate fails: more than the tolerance above before, or no longer measured."""
        if not self.gated or self.before is None:
            return False
        if self.now is None:
            return True
        memory = self.count == MEMORY
        grown, percent = self.now - self.before, MEMORY_TOLERANCE if memory else TOLERANCE
        return grown > (MEMORY_SLACK if memory else 0) and grown * 100 > self.before * percent

    @property
    def percent(self) -> int | None:
        """By how many percent it grew, rounded; absent where that says nothing."""
        if not self.before or self.now is None:
            return None
        return round(100 * (self.now - self.before) / self.before)


def read(path: Path, case: str | None = None) -> Content:
    """The measurements of a file, which must hold ``case`` where one is named.

    Raises
    ------
    InputError
        The file is not one that ``award-opt bench`` wrote, or it measured other cases.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError([Finding(str(path), "bench_not_json")]) from error
    if not isinstance(held, dict) or held.get("kind") != KIND or not _is_whole(held.get("cases")):
        raise InputError([Finding(str(path), "bench_not_measured")])
    if case is not None and case not in held["cases"]:
        facts = {"case": case, "known": ", ".join(sorted(held["cases"])) or "-"}
        raise InputError([Finding(str(path), "bench_other_case", facts)])
    return held


def compare(now: Content, before: Content) -> tuple[Difference, ...]:
    """Every number of both, by case, phase and name; the baseline's order first."""
    return tuple(_differences(now["cases"], before["cases"]))


def gate(differences: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """The differences that fail the gate; none when nothing got worse."""
    return tuple(each for each in differences if each.worse)


def _differences(now: Content, before: Content) -> Iterator[Difference]:
    for case in (*before, *(name for name in now if name not in before)):
        old, new = before.get(case, {}), now.get(case, {})
        for phase in (*old, *(name for name in new if name not in old)):
            was, is_now = _numbers(old.get(phase)), _numbers(new.get(phase))
            for count in (*was, *(name for name in is_now if name not in was)):
                yield Difference(case, phase, count, was.get(count), is_now.get(count))


def _numbers(phase: Content | None) -> dict[str, int]:
    if phase is None:
        return {}
    micros = phase["micros"]
    return {**phase["counts"], **({TIME: int(median(micros))} if micros else {})}


def _is_whole(cases: Any) -> bool:
    """Whether the cases have the shape that ``content`` gives them."""
    if not isinstance(cases, dict):
        return False
    phases = [phase for case in cases.values() if isinstance(case, dict) for phase in case.values()]
    return all(isinstance(case, dict) for case in cases.values()) and all(
        isinstance(phase, dict)
        and isinstance(phase.get("counts"), dict)
        and isinstance(phase.get("micros"), list)
        and all(isinstance(number, int) for number in (*phase["counts"].values(), *phase["micros"]))
        for phase in phases
    )

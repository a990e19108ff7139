"""Measurements as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from award_opt.errors import Fact
from award_opt.report.numbers import number
from award_opt.report.table import aligned, clean
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.bench import Bench, Difference, Phase

HEAD: Final = ("phase", "median", "least", "most", "ratio", "memory", "counts")
SIDES: Final = "<>>>>><"
HIDDEN: Final = ("peak_kib",)  # has a column of its own


def lines(bench: Bench, lang: Lang) -> list[str]:
    """A line for each phase: its times, how many solves they are, its memory and its counts."""
    solve = next((each.median_micros for each in bench.phases if each.name == "solve"), 0)
    head = [say(f"bench_{code}", lang, {}) for code in HEAD]
    rows = [head, *(_row(each, solve, lang) for each in bench.phases)]
    return [clean(bench.case), *aligned(rows, SIDES, "  ")]


def changes(differences: Sequence[Difference], name: str, tolerance: int, lang: Lang) -> list[str]:
    """The counts that changed, the worse ones marked; then the times and the verdict."""
    moved = [each for each in differences if each.gated and each.before != each.now]
    times = [each for each in differences if not each.gated and each.before and each.now]
    worse = sum(each.worse for each in differences)
    facts: dict[str, Fact] = {"tolerance": tolerance, "file": name, "count": worse}
    verdict = say("bench_failed" if worse else "bench_same", lang, facts)
    head = ["", say("bench_phase", lang, {}), "", say("bench_before", lang, {}),
            say("bench_now", lang, {}), say("bench_change", lang, {}), ""]  # fmt: skip
    rows = [head, *(_change(each, lang) for each in (*moved, *times))]
    shown = aligned(rows, "<<<>>><", "  ") if len(rows) > 1 else []
    return [*shown, verdict, say("bench_time", lang, {})]


def _row(phase: Phase, solve: int, lang: Lang) -> list[str]:
    counts = ", ".join(f"{name} {value}" for name, value in _shown(phase))
    return [
        say(f"bench_phase_{phase.name}", lang, {}),
        *(_millis(micros, lang) for micros in (phase.median_micros, *_ends(phase.micros))),
        number(f"{phase.median_micros * 100 // solve / 100:.2f}", lang) if solve else "",
        number(str(phase.counts["peak_kib"]), lang),
        counts,
    ]


def _shown(phase: Phase) -> Iterator[tuple[str, int]]:
    for name, value in phase.counts.items():
        if name not in HIDDEN and value:
            yield name, value


def _ends(micros: Sequence[int]) -> tuple[int, int]:
    return min(micros), max(micros)


def _millis(micros: int, lang: Lang) -> str:
    return number(f"{micros // 1000}.{micros // 100 % 10}", lang)


def _change(each: Difference, lang: Lang) -> list[str]:
    mark = say("bench_worse", lang, {}) if each.worse else ""
    percent = "" if each.percent is None else f"{each.percent:+d}%"
    values = [_value(value, lang) for value in (each.before, each.now)]
    phase = say(f"bench_phase_{each.phase}", lang, {})
    return [each.case, phase, each.count, *values, percent, mark]


def _value(value: int | None, lang: Lang) -> str:
    return say("bench_gone", lang, {}) if value is None else number(str(value), lang)

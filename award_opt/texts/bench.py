"""Texts about how long each phase takes, and what changed since a measurement before."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

BENCH: Final[Texts] = {
    # --- faults
    "bench_infeasible": {
        "nl": "geen gunning volgt alle regels, dus er is niets te meten; "
        "'award-opt conflict' zegt welke regels botsen.",
        "en": "no award keeps all rules, so there is nothing to measure; "
        "'award-opt conflict' says which rules clash.",
    },
    "bench_not_json": {
        "nl": "dit is geen JSON; geef een bestand dat 'award-opt bench ... -o' schreef.",
        "en": "this is not JSON; give a file that 'award-opt bench ... -o' wrote.",
    },
    "bench_not_measured": {
        "nl": "dit bestand bevat geen metingen; geef een bestand dat 'award-opt bench ... -o' "
        "schreef.",
        "en": "this file holds no measurements; give a file that 'award-opt bench ... -o' wrote.",
    },
    "bench_other_case": {
        "nl": "dit bestand bevat geen metingen van {case}, wel van: {known}.",
        "en": "this file holds no measurements of {case}, but of: {known}.",
    },
    # --- the table of times
    "bench_phase": {"nl": "Fase", "en": "Phase"},
    "bench_median": {"nl": "mediaan, ms", "en": "median, ms"},
    "bench_least": {"nl": "minste", "en": "least"},
    "bench_most": {"nl": "meeste", "en": "most"},
    "bench_ratio": {"nl": "in bewijzen", "en": "in solves"},
    "bench_memory": {"nl": "geheugen, kB", "en": "memory, kB"},
    "bench_counts": {"nl": "tellingen", "en": "counts"},
    "bench_phase_read": {"nl": "lezen", "en": "read"},
    "bench_phase_compile": {"nl": "regels omzetten", "en": "compile"},
    "bench_phase_build": {"nl": "model vullen", "en": "build"},
    "bench_phase_solve": {"nl": "gunning bewijzen", "en": "solve to proof"},
    "bench_phase_check": {"nl": "controleren", "en": "check"},
    "bench_phase_explain": {"nl": "redenen", "en": "explain"},
    "bench_phase_margins": {"nl": "marges", "en": "margins"},
    "bench_phase_what_if": {"nl": "een grens verlegd", "en": "what-if"},
    # --- what changed
    "bench_before": {"nl": "was", "en": "before"},
    "bench_now": {"nl": "nu", "en": "now"},
    "bench_change": {"nl": "verschil", "en": "change"},
    "bench_worse": {"nl": "SLECHTER", "en": "WORSE"},
    "bench_gone": {"nl": "ontbreekt", "en": "missing"},
    "bench_same": {
        "nl": "Geen telling is meer dan {tolerance}% slechter dan in {file}.",
        "en": "No count is more than {tolerance}% worse than in {file}.",
    },
    "bench_failed": {
        "nl": "Meer dan {tolerance}% slechter dan in {file}: {count} {count:telling|tellingen}.",
        "en": "More than {tolerance}% worse than in {file}: {count} {count:count|counts}.",
    },
    "bench_time": {
        "nl": "Tijd hangt af van de machine en telt niet mee voor het oordeel.",
        "en": "Time depends on the machine and is not judged.",
    },
}

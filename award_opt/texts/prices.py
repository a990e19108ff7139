"""Texts about what rules cost."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

PRICES: Final[Texts] = {
    # --- faults
    "prices_infeasible": {
        "nl": "geen gunning volgt alle regels, dus er is niets te vergelijken; "
        "'award-opt conflict' zegt welke regels botsen.",
        "en": "no award keeps all rules, so there is nothing to compare with; "
        "'award-opt conflict' says which rules clash.",
    },
    "prices_feasible": {
        "nl": "de tijd was op voordat de gunning bewezen was; geef meer tijd (--time-limit).",
        "en": "a limit struck before the award was proven; allow more time (--time-limit).",
    },
    "prices_unknown": {
        "nl": "de tijd was op voordat een gunning gevonden was; geef meer tijd (--time-limit).",
        "en": "a limit struck before any award was found; allow more time (--time-limit).",
    },
    "prices_other_award": {
        "nl": "dit gunningsbestand is niet de bewezen beste gunning van deze invoer; maak het "
        "opnieuw met 'award-opt solve ... -o'.",
        "en": "this award file is not the proven best award of these inputs; make it again with "
        "'award-opt solve ... -o'.",
    },
    # --- the answer
    "prices_heading": {
        "nl": "Wat verandert als één regel wegvalt",
        "en": "What changes when one rule is left out",
    },
    "prices_added_heading": {
        "nl": "Wat verandert als één regel erbij komt",
        "en": "What changes when one rule is added",
    },
    "prices_rule": {"nl": "Regel", "en": "Rule"},
    "prices_in": {"nl": "erin", "en": "in"},
    "prices_out": {"nl": "eruit", "en": "out"},
    "prices_no_award": {"nl": "geen gunning meer", "en": "no award is left"},
    "prices_not_proven": {"nl": "niet bewezen", "en": "not proven"},
    "prices_enters": {"nl": "{rule} erin: {bids}", "en": "{rule} in: {bids}"},
    "prices_leaves": {"nl": "{rule} eruit: {bids}", "en": "{rule} out: {bids}"},
    "prices_pairs_heading": {
        "nl": "Wat twee regels samen anders kosten dan elk apart opgeteld",
        "en": "What two rules cost together beyond the sum of each alone",
    },
    "prices_pairs_none": {
        "nl": "Geen twee regels kosten samen iets anders dan elk apart opgeteld.",
        "en": "No two rules cost together anything but the sum of each alone.",
    },
    "prices_pairs_count": {
        "nl": "{priced} paren uitgerekend; van {apart} paren is zonder rekenen bewezen dat hun "
        "prijzen optellen.",
        "en": "{priced} pairs were solved; {apart} pairs are proven to add up without a solve.",
    },
    "prices_proven": {
        "nl": "BEWEZEN: elk verschil is dat tussen twee bewezen gunningen. SIMULATIE, geen "
        "gunning.",
        "en": "PROVEN: each difference is between two proven awards. SIMULATION, not an award.",
    },
    "prices_open": {
        "nl": "NIET ALLES BEWEZEN: de tijd was op. SIMULATIE, geen gunning.",
        "en": "NOT ALL PROVEN: a limit struck. SIMULATION, not an award.",
    },
    "prices_working": {"nl": "Gunningen vergeleken", "en": "Awards compared"},
}

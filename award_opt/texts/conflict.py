"""Texts about conflicts between rules, and how to repair them."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

CONFLICT: Final[Texts] = {
    # --- faults
    "conflict_witness": {
        "nl": "een uitkomst van de rekenmotor houdt de regels niet die zij zou houden; er is geen "
        "antwoord gegeven. Bewaar de invoer en meld dit.",
        "en": "an answer of the solver breaks rules that it should keep; no answer is given. Keep "
        "the input and report this.",
    },
    "conflict_refuted": {
        "nl": "een gevonden conflict houdt geen stand bij natrekken; er is geen antwoord gegeven. "
        "Bewaar de invoer en meld dit.",
        "en": "a conflict that was found does not stand when re-checked; no answer is given. Keep "
        "the input and report this.",
    },
    "repair_refuted": {
        "nl": "een gevonden herstel levert bij natrekken geen gunning op; er is geen antwoord "
        "gegeven. Bewaar de invoer en meld dit.",
        "en": "a repair that was found gives no award when re-checked; no answer is given. Keep "
        "the input and report this.",
    },
    "repair_breached": {
        "nl": "een gevonden herstel overtreedt bij natrekken regel {rule}, groep {group}; er is "
        "geen antwoord gegeven. Bewaar de invoer en meld dit.",
        "en": "a repair that was found breaks rule {rule}, group {group}, when re-checked; no "
        "answer is given. Keep the input and report this.",
    },
    "rule_number_form": {
        "nl": "`{value}` is niet van de vorm RULE=N met een geheel getal N vanaf {least}.",
        "en": "`{value}` is not of the form RULE=N with a whole number N from {least}.",
    },
    # --- the answer
    "conflict_lawful": {
        "nl": "GEEN CONFLICT: er is een gunning die alle regels volgt. 'award-opt solve' geeft "
        "de beste.",
        "en": "NO CONFLICT: some award keeps all rules. 'award-opt solve' gives the best.",
    },
    "conflict_standing": {
        "nl": "GEEN GUNNING: bewezen dat geen gunning alle regels volgt.",
        "en": "NO AWARD: it is proven that no award keeps all rules.",
    },
    "conflict_unknown": {
        "nl": "GEEN ANTWOORD: de tijd was op voordat bleek of er een gunning is.",
        "en": "NO ANSWER: a limit struck before it was clear whether any award is lawful.",
    },
    "conflict_unconfirmed": {
        "nl": "De tweede rekenmotor kwam niet overal op tijd klaar en bevestigt dus niet alles.",
        "en": "The second engine did not finish everywhere in time, so it does not confirm all.",
    },
    "conflict_unmeetable": {
        "nl": "Wat alle inschrijvingen samen niet halen:",
        "en": "What all bids together cannot meet:",
    },
    "conflict_cell": {
        "nl": "{member}: {found} aangeboden, {limit} gevraagd.",
        "en": "{member}: {found} on offer, {limit} demanded.",
    },
    "conflict_none": {
        "nl": "Verder zijn er geen regels die elkaar uitsluiten.",
        "en": "No other rules stand in each other's way.",
    },
    "conflict_heading": {
        "nl": "Conflict {position} van {count}: geen gunning volgt deze {size} samen; laat er één "
        "weg, en het kan wel.",
        "en": "Conflict {position} of {count}: no award keeps these {size} together; without any "
        "one of them, some award does.",
    },
    "conflict_alone": {
        "nl": "Conflict {position} van {count}: geen gunning volgt deze regel, ook niet op zich.",
        "en": "Conflict {position} of {count}: no award keeps this rule, even by itself.",
    },
    "conflict_without": {
        "nl": "Dit verdwijnt zonder het filter {rules}.",
        "en": "This would vanish without the filter {rules}.",
    },
    "conflict_complete": {
        "nl": "Alle conflicten zijn genoemd.",
        "en": "All conflicts are listed.",
    },
    "conflict_cut": {
        "nl": "De lijst van conflicten is NIET volledig.",
        "en": "The list of conflicts is NOT complete.",
    },
    "conflict_certified": {
        "nl": "Elk conflict hierboven is bewezen in hele getallen; -o FOLDER schrijft de bewijzen, "
        "die ieder zonder rekenmotor kan nagaan.",
        "en": "Each conflict above is proven in whole numbers; -o FOLDER writes the proofs, which "
        "anyone can check without a solver.",
    },
    "conflict_uncertified": {
        "nl": "De tijd was op voordat alles in hele getallen bewezen was; aantal zonder bewijs: "
        "{count}.",
        "en": "A limit struck before all was proven in whole numbers; without proof: {count}.",
    },
    "conflict_written": {
        "nl": "{path}: geschreven, aantal bewijzen: {proofs}. Nagaan, in die map: "
        "python3 -I certificate.py program.json conflict-001.json.gz",
        "en": "{path}: written, number of proofs: {proofs}. To check, in that folder: "
        "python3 -I certificate.py program.json conflict-001.json.gz",
    },
    "conflict_ranking": {
        "nl": "gunningsmethode: in een perceel wint niemand na de eerste die niet past",
        "en": "award method: in a lot nobody wins after the first that does not fit",
    },
    # --- repairs
    "repair_heading": {
        "nl": "Kleinste herstel (gewicht {weight}): één van deze {count}",
        "en": "Least repairs (weight {weight}): any one of these {count}",
    },
    "repair_one": {
        "nl": "Kleinste herstel (gewicht {weight})",
        "en": "Least repair (weight {weight})",
    },
    "repair_complete": {
        "nl": "Geen ander herstel is zo klein.",
        "en": "No other repair is as small.",
    },
    "repair_cut": {
        "nl": "Er kunnen meer herstellen zijn die zo klein zijn.",
        "en": "There may be more repairs as small.",
    },
    "repair_none": {
        "nl": "Binnen wat gewijzigd mag worden is er geen herstel.",
        "en": "There is no repair within what may be changed.",
    },
    "repair_unknown": {
        "nl": "De tijd was op voordat een herstel gevonden was.",
        "en": "A limit struck before a repair was found.",
    },
    "repair_filters": {
        "nl": "Of wijzig één filter; elk hiervan is op zich genoeg:",
        "en": "Or change one filter; each of these is enough by itself:",
    },
    "change_moved": {
        "nl": "{member}: {field} van {before} naar {after}",
        "en": "{member}: {field} from {before} to {after}",
    },
    "change_cell": {
        "nl": "{member}: in dit onderdeel niets meer eisen",
        "en": "{member}: demand nothing in this cell",
    },
    "change_dropped": {
        "nl": "{member}: laten vallen",
        "en": "{member}: drop it",
    },
    "field_limit": {"nl": "maximum", "en": "maximum"},
    "field_at_least": {"nl": "minimum", "en": "minimum"},
    "field_share": {"nl": "aandeel (%)", "en": "share (%)"},
    "field_demand": {"nl": "gevraagde capaciteit", "en": "capacity demanded"},
    "field_ceiling": {"nl": "plafond", "en": "ceiling"},
    "field_threshold": {"nl": "drempel", "en": "threshold"},
}

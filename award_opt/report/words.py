"""The fixed words of tables, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from award_opt.texts import Lang
from award_opt.texts.shape import filled

WORDS: Mapping[str, Mapping[Lang, str]] = {
    "bid": {"nl": "Inschrijving", "en": "Bid"},
    "bidder": {"nl": "Inschrijver", "en": "Bidder"},
    "score": {"nl": "Punten", "en": "Score"},
    "value": {"nl": "Waarde", "en": "Value"},
    "rules": {"nl": "Regels", "en": "Rules"},
    "found": {"nl": "bereikt", "en": "found"},
    "limit": {"nl": "grens", "en": "limit"},
    "slack": {"nl": "ruimte", "en": "slack"},
    "binding": {"nl": "knelt", "en": "binding"},
    "coalition": {"nl": "combinatie", "en": "coalition"},
    "goal": {"nl": "Doel", "en": "Goal"},
    "bound": {"nl": "hoogst haalbaar", "en": "bound"},
    "no_winner": {"nl": "niet gegund", "en": "not awarded"},
    "one_winner": {"nl": "1 winnaar", "en": "1 winner"},
    "winners": {"nl": "{count} winnaars", "en": "{count} winners"},
    "others": {"nl": "nog {count} onderdelen met ruimte", "en": "{count} more groups with slack"},
    "simulation": {
        "nl": "SIMULATIE, geen gunning: met {what_if}",
        "en": "SIMULATION, not an award: with {what_if}",
    },
    "origin_synthetic": {
        "nl": "verzonnen inschrijvingen",
        "en": "invented bids",
    },
    "origin_public": {"nl": "gepubliceerde gegevens", "en": "published data"},
    "origin_hypothesis": {"nl": "veronderstelde gegevens", "en": "assumed data"},
    "goal_total_score": {"nl": "Totaal aantal punten", "en": "Total score"},
    "goal_ranking": {"nl": "Gerangschikte winnaars", "en": "Ranked winners"},
    "goal_lowest_value": {"nl": "Totale waarde", "en": "Total value"},
    "goal_fewest_partners": {"nl": "Aantal partners", "en": "Partners"},
    "goal_fewest_contracts": {"nl": "Aantal contracten", "en": "Contracts"},
    "goal_most_coverage": {"nl": "Gedekte onderdelen", "en": "Groups covered"},
    "goal_least_transfers": {"nl": "Cliënten die overstappen", "en": "Clients who move"},
    "goal_fill": {"nl": "Gevulde plaatsen", "en": "Places filled"},
    "proven": {"nl": "bewezen", "en": "proven"},
    "not_proven": {"nl": "niet bewezen", "en": "not proven"},
    "not_proven_bound": {
        "nl": "niet bewezen, uiterste grens {bound}",
        "en": "not proven, cannot pass {bound}",
    },
    "decided_by_goals": {
        "nl": "De gunningsmethode alleen bepaalt deze gunning; geen andere haalt hetzelfde.",
        "en": "The goals alone decide this award; no other award equals it.",
    },
    "decided_by_ties": {
        "nl": "Andere gunningen halen hetzelfde; de volgorde besliste tussen {bids} ({step}).",
        "en": "Other awards equal it; the order of ties decided between {bids} ({step}).",
    },
    "decided_by_number": {
        "nl": "Andere gunningen halen hetzelfde en de gepubliceerde volgorde scheidt ze niet; het "
        "nummer van de inschrijving besliste tussen {bids}.",
        "en": "Other awards equal it, and the published order does not separate them; the number "
        "of the bid decided between {bids}.",
    },
    "status_optimal": {
        "nl": "BEWEZEN DE BESTE: geen gunning die de regels volgt, is beter.",
        "en": "PROVEN OPTIMAL: no award that keeps the rules is better.",
    },
    "status_feasible": {
        "nl": "NIET BEWEZEN: de gunning volgt de regels; de tijd was op en er kan een betere zijn.",
        "en": "NOT PROVEN: this award keeps the rules, but a limit struck; a better one may exist.",
    },
    "status_infeasible": {
        "nl": "GEEN GUNNING: bewezen dat geen gunning alle regels volgt.",
        "en": "NO AWARD: it is proven that no award keeps all rules.",
    },
    "status_unknown": {
        "nl": "GEEN ANTWOORD: de tijd was op voordat een gunning gevonden was.",
        "en": "NO ANSWER: a limit struck before any award was found.",
    },
    "working": {
        "nl": "Bezig; Ctrl-C geeft de beste gunning tot nu toe",
        "en": "Working; Ctrl-C gives the best award so far",
    },
    "generated": {
        "nl": "{bids} verzonnen {bids:inschrijving|inschrijvingen} van {providers} "
        "{providers:aanbieder|aanbieders}",
        "en": "{bids} invented {bids:bid|bids} of {providers} {providers:provider|providers}",
    },
    "lot": {"nl": "Perceel", "en": "Lot"},
    "bids": {"nl": "inschrijvingen", "en": "bids"},
    "valid": {"nl": "geldig", "en": "valid"},
    "field": {"nl": "veld", "en": "field"},
    "type": {"nl": "soort", "en": "type"},
    "default": {"nl": "als het ontbreekt", "en": "default"},
    "lint_none": {
        "nl": "In orde: niets op te merken over de bestanden en de regels.",
        "en": "In order: nothing to remark on files and rules.",
    },
    "model_only": {
        "nl": "Het model is in orde; er zijn nog geen inschrijvingen.",
        "en": "The model is in order; there are no bids yet.",
    },
    "lint_one": {
        "nl": "Leesbaar, met 1 opmerking over de regels.",
        "en": "Readable, with 1 remark on the rules.",
    },
    "lint_some": {
        "nl": "Leesbaar, met {count} opmerkingen over de regels.",
        "en": "Readable, with {count} remarks on the rules.",
    },
    "gate_passed": {
        "nl": "IN ORDE: deze rekenmotor heeft alle opgaven van de toets goed.",
        "en": "IN ORDER: this solver gets every program of the gate right.",
    },
    "gate_failed": {
        "nl": "GEWEIGERD: deze rekenmotor heeft een opgave van de toets fout.",
        "en": "REFUSED: this solver gets a program of the gate wrong.",
    },
    "claim": {"nl": "Het bestand zegt: {status}", "en": "The file says: {status}"},
    "verified": {
        "nl": "IN ORDE: narekenen zonder rekenmotor bevestigt invoer, winnaars, regels en doelen.",
        "en": "IN ORDER: recomputing without a solver confirms inputs, winners, rules and goals.",
    },
    "not_verified": {
        "nl": "NIET IN ORDE: {count} {count:afwijking|afwijkingen}.",
        "en": "NOT IN ORDER: {count} {count:difference|differences}.",
    },
    "step_score": {"nl": "punten", "en": "score"},
    "step_value": {"nl": "laagste waarde", "en": "lowest value"},
    "step_draw": {"nl": "loting", "en": "draw"},
    "step_lot": {"nl": "volgorde van percelen", "en": "order of lots"},
    "step_bid": {
        "nl": "nummer van de inschrijving, want de gepubliceerde volgorde beslist niet",
        "en": "bid id, for the published order does not decide",
    },
    "in_total": {"nl": "in totaal", "en": "in total"},
    "and_more": {"nl": "{bids} en nog {count}", "en": "{bids} and {count} more"},
    "others_binding": {
        "nl": "nog {count} onderdelen, ook die knellen; het gunningsbestand noemt ze alle",
        "en": "{count} more groups, some of them binding; the award file names all",
    },
    "tied_award": {
        "nl": "1 gunning haalt de beste waarden van alle doelen.",
        "en": "1 award reaches the best values of all goals.",
    },
    "tied_awards": {
        "nl": "{count} gunningen halen de beste waarden van alle doelen.",
        "en": "{count} awards reach the best values of all goals.",
    },
    "tied_one": {
        "nl": "Gunning {position}: winnaars: {count}; niet in alle andere gunningen: {own}",
        "en": "Award {position}: winners: {count}; not in every other award: {own}",
    },
    "list_complete": {"nl": "De lijst is volledig.", "en": "The list is complete."},
    "list_cut": {
        "nl": "De lijst is NIET volledig: er kunnen er meer zijn.",
        "en": "The list is NOT complete: there may be more.",
    },
}


def word(code: str, lang: Lang, **facts: str | int) -> str:
    """A fixed word or line of a table."""
    return filled(WORDS[code][lang], facts)

"""What proving and checking a certificate says."""

from __future__ import annotations

from award_opt.texts.shape import Texts

CERTIFICATE: Texts = {
    "prove_nothing_claimed": {
        "nl": "het bestand zegt niet wat de gunning is, dus er valt niets te bewijzen;"
        " bepaal de gunning eerst.",
        "en": "the file does not say what the award is, so there is nothing to prove;"
        " solve it first.",
    },
    "prove_unlawful": {
        "nl": "dit is geen geldige gunning van deze inschrijvingen; `verify` zegt waarom.",
        "en": "this is no lawful award of these bids; `verify` says why.",
    },
    "prove_better_found": {
        "nl": "de bewering klopt niet: er is een betere gunning, of een die volgens de volgorde"
        " voorgaat. In een deel van de aanbesteding winnen daarin: {bids}. Er is niets bewezen.",
        "en": "the claim is wrong: there is a better award, or one that comes first in the order."
        " In one part of the tender its winners are: {bids}. Nothing was proven.",
    },
    "prove_refused": {
        "nl": "de controleur weigert het bewijs; er is niets geschreven.",
        "en": "the checker refuses the proof; nothing was written.",
    },
    "prove_exact": {
        "nl": "Volledig bewezen: volgens de gepubliceerde methode is er geen andere gunning.",
        "en": "Proven exactly: under the published method there is no other award.",
    },
    "prove_infeasible": {
        "nl": "Volledig bewezen: geen gunning volgt al deze regels: {rules}.",
        "en": "Proven exactly: no award keeps all of these rules: {rules}.",
    },
    "prove_gap": {
        "nl": "Deels bewezen binnen de tijd; per doel is de gunning hoogstens zo ver van de beste: "
        "{gaps}. De volgorde bij gelijke uitkomst is niet bewezen.",
        "en": "Proven in part within the time; goal by goal the award is at most this far from the"
        " best: {gaps}. The order of ties is not proven.",
    },
    "prove_root": {
        "nl": "Alleen de grens van de lineaire versoepeling is bewezen; per doel is de gunning"
        " hoogstens zo ver van de beste: {gaps}.",
        "en": "Only the bound of the linear relaxation is proven; goal by goal the award is at most"
        " this far from the best: {gaps}.",
    },
    "prove_unproven": {
        "nl": "Toegestaan, maar niet bewezen de beste; twee rekenmotoren zijn het eens: {engines}.",
        "en": "Lawful, but not proven best; two engines agree: {engines}.",
    },
    "prove_unproven_one": {
        "nl": "Toegestaan, maar niet bewezen de beste.",
        "en": "Lawful, but not proven best.",
    },
    "prove_unknown": {
        "nl": "Niet bewezen dat geen gunning alle regels volgt; de tijd was op.",
        "en": "Not proven that no award keeps all rules; time ran out.",
    },
    "prove_figures": {
        "nl": "{bytes} bytes, {steps} stappen, waarvan {cuts} afgeleide regels, {leaves} bladeren,"
        " {seconds} s",
        "en": "{bytes} bytes, {steps} steps of which {cuts} cuts, {leaves} leaves, {seconds} s",
    },
    "prove_progress": {
        "nl": "Bewijs van {goal}, deel {part} van {parts}",
        "en": "Proving {goal}, part {part} of {parts}",
    },
    "program_written": {
        "nl": "programma met {variables} variabelen en {rows} voorwaarden.",
        "en": "program with {variables} variables and {rows} conditions.",
    },
    "certificate_stands": {
        "nl": "Het bewijs klopt, in hele getallen nagerekend.",
        "en": "The proof stands, checked in whole numbers.",
    },
    "certificate_too_weak": {
        "nl": "het bewijs klopt, maar toont niet dat de gunning de beste is; het toont alleen"
        " grenzen: {bounds}.",
        "en": "the proof stands, but does not show that the award is best; it shows bounds only:"
        " {bounds}.",
    },
    "refused_not_a_number_in_range": {
        "nl": "geweigerd: er staat iets anders dan een geheel getal binnen de grenzen.",
        "en": "refused: something stands there that is no whole number within the limits.",
    },
    "refused_too_much_work": {
        "nl": "geweigerd: nagaan kost meer dan {limit} bewerkingen.",
        "en": "refused: checking takes more than {limit} operations.",
    },
    "refused_file_too_large": {
        "nl": "geweigerd: uitgepakt groter dan {limit} bytes.",
        "en": "refused: larger than {limit} bytes when unpacked.",
    },
    "refused_malformed": {
        "nl": "geweigerd: dit is geen bewijs zoals het hoort ({reason}).",
        "en": "refused: this is no well-formed certificate ({reason}).",
    },
    "refused_unreadable": {
        "nl": "geweigerd: niet te lezen ({reason}).",
        "en": "refused: it cannot be read ({reason}).",
    },
    "refused_format_unknown": {
        "nl": "geweigerd: onbekend formaat.",
        "en": "refused: unknown format.",
    },
    "refused_program_differs": {
        "nl": "geweigerd: het bewijs gaat over andere regels of andere inschrijvingen; deze hebben"
        " controlegetal {found}.",
        "en": "refused: the proof is about other rules or other bids; these have digest {found}.",
    },
    "refused_claim_unknown": {
        "nl": "geweigerd: onbekende bewering.",
        "en": "refused: unknown claim.",
    },
    "refused_claim_without_proof": {
        "nl": "geweigerd: een bewering mist haar bewijs.",
        "en": "refused: a claim lacks its proof.",
    },
    "refused_order_incomplete": {
        "nl": "geweigerd: de volgorde bij gelijke uitkomst noemt niet elke inschrijving één keer.",
        "en": "refused: the order of ties does not name each bid once.",
    },
    "refused_award_breaks_row": {
        "nl": "geweigerd: de gunning breekt voorwaarde {number}.",
        "en": "refused: the award breaks condition {number}.",
    },
    "refused_value_differs": {
        "nl": "geweigerd: de gunning haalt niet de doelwaarden die er staan.",
        "en": "refused: the award does not reach the goal values stated.",
    },
    "refused_bound_differs": {
        "nl": "geweigerd: de grenzen die er staan, worden niet bewezen.",
        "en": "refused: the bounds stated are not what is proven.",
    },
    "refused_part_unknown": {
        "nl": "geweigerd: een bewijs voor een deel dat er niet is.",
        "en": "refused: a proof for a part that does not exist.",
    },
    "refused_rule_unknown": {
        "nl": "geweigerd: een regel die er niet is.",
        "en": "refused: a rule that does not exist.",
    },
    "refused_status_differs": {
        "nl": "geweigerd: het bewijs en de gunning zijn het niet eens of er een gunning is.",
        "en": "refused: proof and award differ on whether there is an award.",
    },
    "refused_winners_differ": {
        "nl": "geweigerd: het bewijs gaat over andere winnaars.",
        "en": "refused: the proof is about other winners.",
    },
    "refused_sum_not_in_pairs": {
        "nl": "geweigerd: een som noemt niet bij elke voorwaarde een getal.",
        "en": "refused: a sum does not give each condition a number.",
    },
    "refused_multiplier_negative": {
        "nl": "geweigerd: voorwaarde {number} wordt met een negatief getal vermenigvuldigd.",
        "en": "refused: condition {number} is multiplied by a negative number.",
    },
    "refused_probe_not_excluded": {
        "nl": "geweigerd: de som sluit de waarde van variabele {variable} niet uit.",
        "en": "refused: the sum does not exclude that value of variable {variable}.",
    },
    "refused_variable_settled": {
        "nl": "geweigerd: variabele {variable} lag al vast.",
        "en": "refused: variable {variable} was settled already.",
    },
    "refused_step_unknown": {
        "nl": "geweigerd: onbekende stap.",
        "en": "refused: unknown step.",
    },
    "refused_tree_goes_on": {
        "nl": "geweigerd: de boom gaat door na zijn laatste blad (knoop {node}).",
        "en": "refused: the tree goes on after its last leaf (node {node}).",
    },
    "refused_tree_unfinished": {
        "nl": "geweigerd: de boom is niet af.",
        "en": "refused: the tree is not finished.",
    },
    "refused_tree_left_over": {
        "nl": "geweigerd: er staat een boom te veel.",
        "en": "refused: there is one tree too many.",
    },
    "refused_leaf_not_excluded": {
        "nl": "geweigerd: knoop {node} van een boom sluit niets uit.",
        "en": "refused: node {node} of a tree excludes nothing.",
    },
}

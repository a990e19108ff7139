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
    "prove_nothing_found": {
        "nl": "De tijd was op voordat een gunning gevonden was; er is niets bewezen.",
        "en": "Time ran out before an award was found; nothing was proven.",
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
    "prove_bid_lost": {
        "nl": "Volledig bewezen: inschrijving {bid} wint in geen gunning die minstens zo goed is. "
        "Elke gunning waarin zij wint, breekt een regel of is minder goed ({goal}: ten minste "
        "{gap} slechter).",
        "en": "Proven exactly: bid {bid} wins in no award that is at least as good. Every award in "
        "which it wins breaks a rule or is less good ({goal}: worse by at least {gap}).",
    },
    "prove_bid_lost_lawful": {
        "nl": "Volledig bewezen: inschrijving {bid} wint in geen gunning die minstens zo goed is. "
        "Elke gunning waarin zij wint en die alle doelen zo goed haalt, breekt een regel.",
        "en": "Proven exactly: bid {bid} wins in no award that is at least as good. Every award in "
        "which it wins and which is as good on all goals breaks a rule.",
    },
    "prove_bid_won_lawful": {
        "nl": "Volledig bewezen: inschrijving {bid} wint in elke gunning die minstens zo goed is. "
        "Elke gunning waarin zij verliest en die alle doelen zo goed haalt, breekt een regel.",
        "en": "Proven exactly: bid {bid} wins in every award that is at least as good. Every award "
        "in which it loses and which is as good on all goals breaks a rule.",
    },
    "prove_bid_won": {
        "nl": "Volledig bewezen: inschrijving {bid} wint in elke gunning die minstens zo goed is. "
        "Elke gunning waarin zij verliest, breekt een regel of is minder goed ({goal}: ten minste "
        "{gap} slechter).",
        "en": "Proven exactly: bid {bid} wins in every award that is at least as good. Every award "
        "in which it loses breaks a rule or is less good ({goal}: worse by at least {gap}).",
    },
    "prove_bid_ranked": {
        "nl": "Volledig bewezen: de rangorde beslist over inschrijving {bid}. Wie haar anders "
        "beoordeelt, breekt een regel of gaat voorbij aan een inschrijving die hoger staat.",
        "en": "Proven exactly: the ranking decides on bid {bid}. To decide otherwise breaks a rule "
        "or passes over a bid that ranks higher.",
    },
    "prove_bid_ties": {
        "nl": "Niet zo: een andere gunning is op alle doelen even goed, en daarin gaat het met "
        "inschrijving {bid} andersom. De gepubliceerde volgorde beslist dan; het bewijs van de "
        "gunning zelf toont dat. In die andere gunning winnen: {bids}.",
        "en": "Not so: another award is as good on every goal, and in it bid {bid} fares otherwise."
        " The published order of ties then decides; the proof of the award itself shows that. In "
        "that other award the winners are: {bids}.",
    },
    "prove_bid_unproven": {
        "nl": "Niet bewezen wat er in andere gunningen met inschrijving {bid} gebeurt; de tijd was "
        "op.",
        "en": "Not proven how bid {bid} fares in other awards; time ran out.",
    },
    "prove_bid_unknown": {
        "nl": "een inschrijving {bid} is er niet.",
        "en": "there is no bid {bid}.",
    },
    "prove_bid_not_admitted": {
        "nl": "inschrijving {bid} is niet toegelaten en dingt dus niet mee; `explain` zegt waarom.",
        "en": "bid {bid} was not admitted, so it does not compete; `explain` says why.",
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
    "certificate_stands_infeasible": {
        "nl": "Het bewijs klopt, in hele getallen nagerekend: geen gunning volgt al deze regels: "
        "{named}.",
        "en": "The proof stands, checked in whole numbers: no award keeps all of these: {named}.",
    },
    "certificate_stands_bid": {
        "nl": "Het bewijs klopt, in hele getallen nagerekend: in elke gunning die minstens zo goed "
        "is, gaat het met inschrijving {named} zoals in deze.",
        "en": "The proof stands, checked in whole numbers: in every award at least as good, bid "
        "{named} fares as it does in this one.",
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
    "refused_bid_not_excluded": {
        "nl": "geweigerd: het bewijs sluit niet uit dat het met de inschrijving anders gaat in een"
        " gunning die even goed is.",
        "en": "refused: the proof does not exclude that the bid fares otherwise in an award as"
        " good.",
    },
    "refused_status_differs": {
        "nl": "geweigerd: het bewijs en de gunning zijn het niet eens of er een gunning is.",
        "en": "refused: proof and award differ on whether there is an award.",
    },
    "refused_winners_differ": {
        "nl": "geweigerd: het bewijs gaat over andere winnaars.",
        "en": "refused: the proof is about other winners.",
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

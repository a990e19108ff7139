"""Texts about awards: solving, checking, award files."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

AWARD: Final[Texts] = {
    # --- solving
    "gate": {
        "nl": "de rekenmotor {engine} {version} zakt voor de toets {found} waar {right} goed is "
        "({verdict}); installeer de vastgelegde versie en probeer opnieuw.",
        "en": "the solver {engine} {version} fails its gate: {found} where {right} is right "
        "({verdict}); install the pinned version and try again.",
    },
    "solver_broke_rows": {
        "nl": "{engine} {version} noemt een uitkomst '{verdict}' die een regel overtreedt; "
        "er is niets gegund. Bewaar de invoer en meld dit.",
        "en": "{engine} {version} calls an award '{verdict}' that breaks a rule; nothing is "
        "awarded. Keep the input and report this.",
    },
    "solver_denies_award": {
        "nl": "{engine} {version} zegt dat geen gunning mogelijk is, terwijl er een bekend is; "
        "er is niets gegund. Bewaar de invoer en meld dit.",
        "en": "{engine} {version} says that no award is possible while one is known; nothing is "
        "awarded. Keep the input and report this.",
    },
    "solver_missed_better": {
        "nl": "{engine} {version} noemt een gunning '{verdict}' terwijl een betere bekend is; "
        "er is niets gegund. Bewaar de invoer en meld dit.",
        "en": "{engine} {version} calls an award '{verdict}' while a better one is known; nothing "
        "is awarded. Keep the input and report this.",
    },
    "engines_disagree": {
        "nl": "{engine} {version} zegt '{verdict}', en {second} vindt iets beters; er is niets "
        "gegund. Bewaar de invoer en meld dit.",
        "en": "{engine} {version} says '{verdict}', and {second} finds better; nothing is awarded. "
        "Keep the input and report this.",
    },
    "solver_failed": {
        "nl": "{engine} is vastgelopen ({said}); er is niets gegund. Bewaar de invoer en meld dit.",
        "en": "{engine} broke down ({said}); nothing is awarded. Keep the input and report this.",
    },
    "worker_lost": {
        "nl": "een rekenproces is voortijdig beëindigd, misschien door geheugengebrek; er is niets "
        "gegund. Probeer het opnieuw, of met één rekenkern.",
        "en": "a worker process ended before its time, perhaps for want of memory; nothing is "
        "awarded. Try again, or with a single core.",
    },
    "box_denies_award": {
        "nl": "het doorrekenen van de regels spreekt een gevonden gunning tegen; er is niets "
        "gegund. Bewaar de invoer en meld dit.",
        "en": "propagating the rules contradicts an award that was found; nothing is awarded. "
        "Keep the input and report this.",
    },
    "check_denies_award": {
        "nl": "de controle spreekt de uitkomst van de rekenmotor tegen; er is niets gegund. "
        "Bewaar de invoer en meld dit.",
        "en": "the checker contradicts the solver's award; nothing is awarded. Keep the input and "
        "report this.",
    },
    "goal_too_large": {
        "nl": "de getallen van dit doel tellen op tot meer dan {limit} en passen niet in exact "
        "rekenen; publiceer minder decimalen of een grovere eenheid.",
        "en": "the numbers of this goal add up to more than {limit} and do not fit exact "
        "arithmetic; publish fewer decimals or a coarser unit.",
    },
    # --- looking before awarding
    "unmeetable": {
        "nl": "regel {rule} vraagt {limit} (onderdeel: {group}) en er is maar {found} geldig "
        "aangeboden; geen enkele gunning kan eraan voldoen. Verruim de regel of stel het perceel "
        "opnieuw open.",
        "en": "rule {rule} asks for {limit} (group: {group}) and only {found} is validly on offer; "
        "no award can meet it. Relax the rule or open the lot again.",
    },
    "order_not_strict": {
        "nl": "de gepubliceerde volgorde scheidt deze inschrijvingen niet: {bids}. Leg vóór "
        "opening lotnummers vast (kolom draw).",
        "en": "the published order does not separate these bids: {bids}. Fix draw numbers before "
        "opening (column draw).",
    },
    # --- award files
    "award_unreadable": {
        "nl": "kan niet worden gelezen ({reason}); geef het pad van een gunningsbestand.",
        "en": "cannot be read ({reason}); give the path of an award file.",
    },
    "award_too_large": {
        "nl": "is groter dan {limit} bytes en dus geen gunningsbestand.",
        "en": "is larger than {limit} bytes, so it is no award file.",
    },
    "award_not_json": {
        "nl": "is geen JSON zoals een gunningsbestand die heeft ({reason}); maak het opnieuw met "
        "'award-opt solve ... -o'.",
        "en": "is no JSON as an award file holds it ({reason}); make it again with "
        "'award-opt solve ... -o'.",
    },
    "award_field": {
        "nl": "dit veld hoort zo niet in een gunningsbestand ({reason}).",
        "en": "this field does not belong in an award file like this ({reason}).",
    },
    "award_not_canonical": {
        "nl": "is niet in canonieke vorm (RFC 8785): het bestand is na het maken bewerkt; maak "
        "het opnieuw met 'award-opt solve ... -o'.",
        "en": "is not in canonical form (RFC 8785): the file was edited after it was made; make "
        "it again with 'award-opt solve ... -o'.",
    },
    # --- verification
    "rule": {"nl": "regel {rule}: {nl}", "en": "rule {rule}: {en}"},
    "verify_digest": {
        "nl": "de invoer '{input}' is een andere dan waarop is gegund: controlegetal {stated} in "
        "de gunning, {found} nu.",
        "en": "the input '{input}' is not the one that was awarded on: digest {stated} in the "
        "award, {found} now.",
    },
    "verify_field": {
        "nl": "'{field}' is {stated}, en moet {found} zijn.",
        "en": "'{field}' is {stated}, and must be {found}.",
    },
    "verify_winner_twice": {
        "nl": "inschrijving {bid} staat meer dan eens bij de winnaars.",
        "en": "bid {bid} stands among the winners more than once.",
    },
    "verify_winners_unsorted": {
        "nl": "de winnaars staan niet op volgorde van inschrijving.",
        "en": "the winners are not in the order of their bid ids.",
    },
    "verify_winner_unknown": {
        "nl": "winnaar {bid} is geen inschrijving in deze invoer.",
        "en": "winner {bid} is no bid in this input.",
    },
    "verify_winner_fact": {
        "nl": "bij winnaar {bid} staat {field} = {stated}, en de invoer zegt {found}.",
        "en": "winner {bid} has {field} = {stated}, and the input says {found}.",
    },
    "verify_winner_invalid": {
        "nl": "winnaar {bid} heeft status '{status}'; alleen geldige inschrijvingen doen mee.",
        "en": "winner {bid} has status '{status}'; only valid bids take part.",
    },
    "verify_winner_not_selected": {
        "nl": "winnaar {bid} is van {bidder}, die in de eerdere fase niet is geselecteerd.",
        "en": "winner {bid} is of {bidder}, who was not selected in the earlier phase.",
    },
    "verify_won_after_stop": {
        "nl": "{bid} wint, terwijl de rangorde in dit perceel bij {stop} is gestopt.",
        "en": "{bid} wins although the ranking of this lot stopped at {stop}.",
    },
    "verify_goal_value": {
        "nl": "doel {goal}: {stated} in de gunning, {found} bij narekenen.",
        "en": "goal {goal}: {stated} in the award, {found} when recomputed.",
    },
    "verify_goal_bound": {
        "nl": "doel {goal}: waarde {value}, grens {bound} en 'bewezen' spreken elkaar tegen.",
        "en": "goal {goal}: value {value}, bound {bound} and 'proven' contradict each other.",
    },
    "verify_ledger": {
        "nl": "regel {rule}, groep {group}: {stated} in de gunning, {found} bij narekenen.",
        "en": "rule {rule}, group {group}: {stated} in the award, {found} when recomputed.",
    },
    "verify_status": {
        "nl": "status '{status}' past niet bij de doelen, de winnaars en de uitslag bij gelijke "
        "stand in dit bestand.",
        "en": "status '{status}' does not fit the goals, winners and ties of this file.",
    },
    "verify_tied_unknown": {
        "nl": "{bid} staat bij de gelijke standen en is geen inschrijving in deze invoer.",
        "en": "{bid} stands among the ties and is no bid in this input.",
    },
    "verify_better_exists": {
        "nl": "er is een betere gunning: {bid} erin en {leaves} eruit blijft binnen alle regels "
        "en is beter volgens {by}.",
        "en": "there is a better award: {bid} in and {leaves} out keeps every rule and is better "
        "by {by}.",
    },
}

"""Texts about laying out and running a sweep."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

SWEEP: Final[Texts] = {
    # --- what is asked
    "sweep_set_form": {
        "nl": "'{value}' is geen bereik. Schrijf REGEL.veld=waarden, bijvoorbeeld "
        "S3-MAX.limit=10..20, S4-MAX.limit=80..110:5 of SMALL.share=5,7.5,10.",
        "en": "'{value}' is no range. Write RULE.field=values, for instance S3-MAX.limit=10..20, "
        "S4-MAX.limit=80..110:5 or SMALL.share=5,7.5,10.",
    },
    "sweep_value_missing": {
        "nl": "tussen twee komma's, of achter het =-teken, staat niets. Schrijf bijvoorbeeld "
        "10,12,15.",
        "en": "there is nothing between two commas, or behind the equals sign. Write for instance "
        "10,12,15.",
    },
    "sweep_range_form": {
        "nl": "'{value}' is geen bereik van getallen. Schrijf bijvoorbeeld 10..20, 80..110:5 of "
        "5..10:0.5, met een decimale punt.",
        "en": "'{value}' is no range of numbers. Write for instance 10..20, 80..110:5 or "
        "5..10:0.5, with a decimal point.",
    },
    "sweep_range_empty": {
        "nl": "'{value}' bevat geen enkele waarde: zet het laagste getal eerst en maak de stap "
        "groter dan 0.",
        "en": "'{value}' holds no value at all: put the lowest number first and make the step "
        "greater than 0.",
    },
    "sweep_range_long": {
        "nl": "dit bereik heeft {value} waarden; meer dan {limit} kan niet. Maak de stap groter.",
        "en": "this range has {value} values; {limit} is the most. Make the step larger.",
    },
    "sweep_set_twice": {
        "nl": "{value} staat er twee keer. Schrijf alle waarden achter één --set, met komma's.",
        "en": "{value} is given twice. Write all its values behind one --set, with commas.",
    },
    "sweep_drop_many": {
        "nl": "{value} regels wel of niet weglaten geeft te veel combinaties; het maximum is "
        "{limit}.",
        "en": "leaving {value} rules in or out makes too many combinations; {limit} is the most.",
    },
    "sweep_no_bids": {
        "nl": "er zijn geen inschrijvingen om door te rekenen. Noem een INSTANCE, of verzin "
        "inschrijvingen met --books.",
        "en": "there are no bids to sweep over. Name an INSTANCE, or invent bids with --books.",
    },
    "sweep_books_and_bids": {
        "nl": "verzonnen inschrijvingen komen in de plaats van echte: laat INSTANCE weg, of laat "
        "--books weg.",
        "en": "invented bids take the place of real ones: leave out INSTANCE, or leave out "
        "--books.",
    },
    "sweep_books_withdrawals": {
        "nl": "zonder gunning is er geen winnaar die zich kan terugtrekken; --withdrawals gaat "
        "niet samen met --books.",
        "en": "without an award there is no winner that could withdraw; --withdrawals does not go "
        "together with --books.",
    },
    "sweep_nobody_won": {
        "nl": "de gepubliceerde regels geven geen gunning, dus er is geen winnaar die zich kan "
        "terugtrekken; 'award-opt conflict' zegt welke regels botsen.",
        "en": "the published rules give no award, so there is no winner that could withdraw; "
        "'award-opt conflict' says which rules clash.",
    },
    "sweep_noise_without_draws": {
        "nl": "ruis zonder trekkingen verandert niets: zeg met --draws hoe vaak.",
        "en": "noise without draws changes nothing: say with --draws how often.",
    },
    "sweep_too_many": {
        "nl": "dit zijn {value} scenario's; meer dan {limit} kan niet. Neem grotere stappen of "
        "minder trekkingen.",
        "en": "these are {value} scenarios; {limit} is the most. Take larger steps or fewer draws.",
    },
    "sweep_nothing": {
        "nl": "er is niets gevraagd dat verandert. Geef ten minste één van --set, --what-if, "
        "--drop, --draws, --withdrawals, --methods of --books.",
        "en": "nothing was asked that changes. Give at least one of --set, --what-if, --drop, "
        "--draws, --withdrawals, --methods or --books.",
    },
    "sweep_tls_incomplete": {
        "nl": "voor TLS zijn drie bestanden nodig: --tls-ca, --tls-cert en --tls-key.",
        "en": "TLS needs three files: --tls-ca, --tls-cert and --tls-key.",
    },
    "sweep_folder_taken": {
        "nl": "deze map bevat al iets anders dan een doorrekening. Kies met -o een nieuwe map.",
        "en": "this folder holds something else than a sweep. Choose a new folder with -o.",
    },
    "sweep_needs_output": {
        "nl": "zeg met -o in welke map de uitkomsten komen.",
        "en": "say with -o into which folder the results go.",
    },
    # --- what cannot be
    "sweep_no_plan": {
        "nl": "hierin staat geen plan van een doorrekening dat dit programma kan lezen. Begin "
        "opnieuw in een nieuwe map.",
        "en": "this holds no plan of a sweep that this program can read. Start again in a new "
        "folder.",
    },
    "sweep_unproven": {
        "nl": "dit scenario is niet tot het einde bewezen ({status}).",
        "en": "this scenario was not proven to the end ({status}).",
    },
    "sweep_denied": {
        "nl": "de tweede lezing spreekt de gunning tegen: {field} is {stated} volgens de eerste en "
        "{found} volgens de tweede. Meld dit: het is een fout in dit programma.",
        "en": "the second reading contradicts the award: {field} is {stated} by the first and "
        "{found} by the second. Please report this: it is a fault of this program.",
    },
    # --- what is said
    "sweep_simulation": {
        "nl": "SIMULATIE, geen gunning: {total} scenario's van {tender}.",
        "en": "SIMULATION, not an award: {total} scenarios of {tender}.",
    },
    "sweep_tally": {
        "nl": "Nu berekend: {solved}; al bekend of gelijk aan een ander: {reused}; opzijgezet: "
        "{aside}.",
        "en": "Solved now: {solved}; known before or the same as another: {reused}; set aside: "
        "{aside}.",
    },
    "sweep_nothing_solved": {
        "nl": "Er was niets te berekenen: alle {total} scenario's stonden al in de opslag.",
        "en": "Nothing to solve: all {total} scenarios were in the store already.",
    },
    "sweep_stopped": {
        "nl": "GESTOPT: {done} van {total} scenario's zijn bewaard. Geef dezelfde opdracht nog "
        "eens om verder te gaan waar het stopte.",
        "en": "STOPPED: {done} of {total} scenarios are kept. Give the same command again to go "
        "on where it stopped.",
    },
    "sweep_asked_stopped": {
        "nl": "GESTOPT: de punten en breekpunten die gevonden zijn, zijn bewaard. Geef dezelfde "
        "opdracht nog eens om verder te gaan waar het stopte.",
        "en": "STOPPED: the points and break points that were found are kept. Give the same "
        "command again to go on where it stopped.",
    },
    "sweep_set_aside": {
        "nl": "Opzijgezet zijn {count} scenario's; geef dezelfde opdracht nog eens om ze opnieuw "
        "te proberen:",
        "en": "Set aside: {count} scenarios; give the same command again to try them once more:",
    },
    "sweep_status": {
        "nl": "Klaar: {done}; opzijgezet: {aside}; nog te doen: {todo}.",
        "en": "Done: {done}; set aside: {aside}; to do: {todo}.",
    },
    "sweep_written": {
        "nl": "Geschreven in {folder}: {files}; bestanden met figuren: {figures}.",
        "en": "Written into {folder}: {files}; files of figures: {figures}.",
    },
    "sweep_exported": {"nl": "Geschreven: {file}.", "en": "Written: {file}."},
    "sweep_working": {"nl": "Scenario's", "en": "Scenarios"},
    "sweep_rate": {
        "nl": "{rate} per seconde; {solved} berekend, {reused} bekend, {aside} opzij",
        "en": "{rate} a second; {solved} solved, {reused} known, {aside} aside",
    },
}

"""Texts about how much hangs on scores, winners and the method."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

ROBUST: Final[Texts] = {
    # --- faults
    "noise_name": {
        "nl": "ruis kent geen '{value}'; bedoeld is misschien '{nearest}'. Schrijf bijvoorbeeld "
        "assessors=3,percent=15,points=2.5.",
        "en": "noise has no '{value}'; perhaps '{nearest}' is meant. Write for instance "
        "assessors=3,percent=15,points=2.5.",
    },
    "noise_number": {
        "nl": "{name} is een getal van {least} tot en met {most}, niet '{value}'; assessors en "
        "percent zijn gehele getallen.",
        "en": "{name} is a number from {least} to {most}, not '{value}'; assessors and percent are "
        "whole.",
    },
    "noise_decimals": {
        "nl": "points = {value} heeft meer decimalen dan de {decimals} van de schaal.",
        "en": "points = {value} has more decimals than the {decimals} of the published scale.",
    },
    "robust_infeasible": {
        "nl": "geen gunning volgt alle regels, dus er is niets om aan te schudden; "
        "'award-opt conflict' zegt welke regels botsen.",
        "en": "no award keeps all rules, so there is nothing to shake; 'award-opt conflict' says "
        "which rules clash.",
    },
    "robust_feasible": {
        "nl": "de tijd was op voordat de gunning bewezen was; geef meer tijd (--time-limit).",
        "en": "a limit struck before the award was proven; allow more time (--time-limit).",
    },
    "robust_unknown": {
        "nl": "de tijd was op voordat een gunning gevonden was; geef meer tijd (--time-limit).",
        "en": "a limit struck before any award was found; allow more time (--time-limit).",
    },
    "robust_other_award": {
        "nl": "dit gunningsbestand is niet de bewezen beste gunning van deze invoer; maak het "
        "opnieuw met 'award-opt solve ... -o'.",
        "en": "this award file is not the proven best award of these inputs; make it again with "
        "'award-opt solve ... -o'.",
    },
    # --- score noise
    "robust_noise": {
        "nl": "Ruis op de punten: {assessors} beoordelaars zitten per criterium elk in {percent} "
        "van de 100 gevallen één niveau te hoog of te laag; hun consensus is het gemiddelde, "
        "afgerond. Zonder criteria is een niveau {points} punten. Startgetal {seed}.",
        "en": "Score noise: each of {assessors} assessors is one level too high or too low in "
        "{percent} of 100 cases for each criterion; their consensus is the mean, rounded. Without "
        "criteria a level is {points} points. Seed {seed}.",
    },
    "robust_same": {
        "nl": "De hele gunning blijft gelijk in {same} van de {draws} {draws:trekking|trekkingen}: "
        "{share}, 95%-interval {low} tot {high}.",
        "en": "The whole award stays the same in {same} of {draws} "
        "{draws:draw|draws}: {share}, 95% interval {low} to {high}.",
    },
    "robust_lawless": {
        "nl": "Trekkingen waarin geen gunning alle regels volgt: {lawless}.",
        "en": "Draws in which no award keeps all rules: {lawless}.",
    },
    "robust_no_draws": {
        "nl": "Er is geen trekking gedaan.",
        "en": "No draw was made.",
    },
    "robust_steady": {
        "nl": "Winnaars die in elke trekking winnen: {winners}; verliezers die in geen enkele "
        "winnen: {losers}.",
        "en": "Winners that win in every draw: {winners}; losers that win in none: {losers}.",
    },
    "robust_rest": {
        "nl": "De andere, de twijfelachtigste eerst:",
        "en": "The others, the most doubtful first:",
    },
    "robust_bid": {"nl": "Inschrijving", "en": "Bid"},
    "robust_bidder": {"nl": "inschrijver", "en": "bidder"},
    "robust_fate": {"nl": "nu", "en": "now"},
    "robust_won": {"nl": "wint", "en": "wins"},
    "robust_lost": {"nl": "verliest", "en": "loses"},
    "robust_wins": {"nl": "wint in", "en": "wins in"},
    "robust_share": {"nl": "aandeel", "en": "share"},
    "robust_interval": {"nl": "95%-interval", "en": "95% interval"},
    "robust_between": {"nl": "{low} tot {high}", "en": "{low} to {high}"},
    "robust_more": {
        "nl": "en nog {count}; --json noemt ze alle",
        "en": "and {count} more; --json names all",
    },
    # --- withdrawals
    "robust_withdrawals": {
        "nl": "Zonder een winnaar (teruggetrokken of uitgesloten); de anderen houden hun punten:",
        "en": "Without a winner (withdrawn or excluded); the others keep their points:",
    },
    "robust_gone_bids": {
        "nl": "zonder een van deze {count} inschrijvingen: {bids}",
        "en": "without one of these {count} bids: {bids}",
    },
    "robust_gone_bid": {"nl": "zonder {bids}", "en": "without {bids}"},
    "robust_gone_bidder": {
        "nl": "zonder alle inschrijvingen van {bidder} ({bids})",
        "en": "without all bids of {bidder} ({bids})",
    },
    "robust_then": {
        "nl": "  erin: {enters}; eruit: {leaves}",
        "en": "  in: {enters}; out: {leaves}",
    },
    "robust_then_nothing": {
        "nl": "  de plaats blijft leeg; verder verandert niets",
        "en": "  the place stays empty; nothing else changes",
    },
    "robust_then_no_award": {
        "nl": "  geen gunning volgt dan alle regels",
        "en": "  then no award keeps all rules",
    },
    "robust_then_not_proven": {"nl": "  niet bewezen", "en": "  not proven"},
    "robust_nobody": {"nl": "niemand", "en": "nobody"},
    # --- methods
    "robust_methods": {
        "nl": "De gunning onder elke andere verdedigbare methode:",
        "en": "The award under each other defensible method:",
    },
    "robust_method": {"nl": "Methode", "en": "Method"},
    "robust_published": {"nl": "{method} (gepubliceerd)", "en": "{method} (published)"},
    "robust_skip": {"nl": "{method}, overslaan", "en": "{method}, skip"},
    "robust_stop": {"nl": "{method}, stoppen", "en": "{method}, stop"},
    "robust_filled": {"nl": "{method}, plaatsen gevuld", "en": "{method}, places filled"},
    "robust_in": {"nl": "erin", "en": "in"},
    "robust_out": {"nl": "eruit", "en": "out"},
    "robust_no_award": {"nl": "geen gunning", "en": "no award"},
    "robust_not_proven": {"nl": "niet bewezen", "en": "not proven"},
    "robust_method_moves": {
        "nl": "{method}: erin {enters}; eruit {leaves}",
        "en": "{method}: in {enters}; out {leaves}",
    },
    # --- last line
    "robust_proven": {
        "nl": "BEWEZEN: elke gunning hierachter is de beste. SIMULATIE, geen gunning.",
        "en": "PROVEN: every award behind these numbers is the best one. SIMULATION, not an award.",
    },
    "robust_open": {
        "nl": "NIET ALLES BEWEZEN: de tijd was op na {draws} van {asked} trekkingen. SIMULATIE, "
        "geen gunning.",
        "en": "NOT ALL PROVEN: a limit struck after {draws} of {asked} draws. SIMULATION, not an "
        "award.",
    },
    "robust_working": {"nl": "Gunningen vergeleken", "en": "Awards compared"},
}

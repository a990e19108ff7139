"""Texts of the linter: remarks on rules and on the award method."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

LINT: Final[Texts] = {
    # --- no award possible
    "lint_quota_above_cap": {
        "nl": "regel {rule} vraagt er {needed} (onderdeel: {group}) en regel {cap} laat er voor "
        "dezelfde winnaars {limit} toe; geen enkele gunning kan aan beide voldoen, wie er ook "
        "inschrijft. Verruim een van beide.",
        "en": "rule {rule} asks for {needed} (group: {group}) and rule {cap} allows {limit} of the "
        "same winners; no award can keep both, whoever bids. Widen one of them.",
    },
    # --- invented bids
    "lint_thin": {
        "nl": "regel {rule} vraagt {limit} (onderdeel: {group}) en van de verzonnen inschrijvingen "
        "bieden er {found} dat aan; met echte inschrijvingen kan dat anders zijn. Overweeg "
        "if_short.",
        "en": "rule {rule} asks for {limit} (group: {group}) and of the invented bids {found} "
        "offer it; real bids may differ. Consider if_short.",
    },
    # --- packages
    "lint_package_unread": {
        "nl": "geen regel leest het pakket van deze inschrijvingen: {bids}. Voeg een regel "
        'kind = "package" toe of laat de kolom leeg.',
        "en": "no rule reads the package of these bids: {bids}. Add a rule with "
        'kind = "package" or leave the column empty.',
    },
    "lint_package_alone": {
        "nl": "pakket {package} bestaat uit één inschrijving ({bid}); regel {rule} zegt er dan "
        "niets over. Controleer het label.",
        "en": "package {package} holds one bid ({bid}), so rule {rule} says nothing about it. "
        "Check the label.",
    },
    "lint_package_bidders": {
        "nl": "pakket {package} is van meer dan één inschrijver: {bidders}; volgens regel {rule} "
        "winnen zij samen of niet. Controleer het label.",
        "en": "package {package} belongs to several bidders: {bidders}; by rule {rule} they win "
        "together or not at all. Check the label.",
    },
    # --- ties
    "lint_tie_at_cut": {
        "nl": "regel {rule} laat er {limit} toe (onderdeel: {group}) en die grens valt midden "
        "tussen {bids} inschrijvingen met {points} punten; de volgorde bij gelijke punten beslist "
        "dan.",
        "en": "rule {rule} allows {limit} (group: {group}) and that cut falls among {bids} bids "
        "with {points} points; the order of ties then decides.",
    },
    "lint_ties_likely": {
        "nl": "rond de grens van regel {rule} ({limit}; onderdeel: {group}) hebben {bids} "
        "inschrijvingen samen maar {totals} verschillende totalen; gelijke punten zijn daar "
        "waarschijnlijk. Een fijnere schaal voorkomt dat.",
        "en": "around the cut of rule {rule} ({limit}; group: {group}) {bids} bids share only "
        "{totals} different totals; ties are likely there. A finer scale avoids that.",
    },
    # --- rules that say nothing
    "lint_cap_above_bids": {
        "nl": "regel {rule} kan niet knellen: alle inschrijvingen samen komen op {found} "
        "(onderdeel: {group}) en {limit} mag.",
        "en": "rule {rule} can never bind: all bids together come to {found} (group: {group}) and "
        "{limit} is allowed.",
    },
    "lint_cap_above_caps": {
        "nl": "regel {rule} kan niet knellen: door andere maxima winnen er ten hoogste {found} "
        "(onderdeel: {group}) en {limit} mag.",
        "en": "rule {rule} can never bind: by other maximums at most {found} win (group: {group}) "
        "and {limit} is allowed.",
    },
    "lint_share_always": {
        "nl": "regel {rule} geldt altijd: elke inschrijving ({bids} in totaal) haalt zelf al "
        "{share}%.",
        "en": "rule {rule} always holds: each bid ({bids} in all) reaches {share}% by itself.",
    },
    "lint_share_never": {
        "nl": "geen enkele inschrijving ({bids} in totaal) haalt de {share}% van regel "
        "{rule}; wat zij gegund krijgen, haalt het samen ook niet.",
        "en": "no bid ({bids} in all) reaches the {share}% of rule {rule}; nor does what they are "
        "awarded together.",
    },
    "lint_share_vacuous": {
        "nl": "regel {rule} geldt ook als er niets wordt gegund, en niets dwingt een winnaar af in "
        "segment {segments}. Voeg een minimum toe, of meet tegen het budget "
        '(base = "budget").',
        "en": "rule {rule} also holds when nothing is awarded, and nothing forces a winner in "
        'segment {segments}. Add a minimum, or measure against the budget (base = "budget").',
    },
    "lint_share_too_few": {
        "nl": "regel {rule} staat elk ten hoogste {share}% toe; dan moeten er ten minste {needed} "
        "winnen (onderdeel: {group}) en er doen er {found} mee. Alleen een lege gunning voldoet.",
        "en": "rule {rule} allows each at most {share}%; then at least {needed} must win (group: "
        "{group}) and {found} take part. Only an empty award keeps it.",
    },
    # --- rules that set rank aside
    "lint_quota_passes_over": {
        "nl": "regel {rule} dwingt hier passeringen af: op rang alleen wordt zij niet gehaald "
        "(onderdeel: {group}) en de plaatsen zijn beperkt door {caps}. Publiceer dat een lager "
        "geplaatste inschrijving dan voorgaat.",
        "en": "rule {rule} forces pass-overs here: rank alone does not meet it (group: {group}) "
        "and places are limited by {caps}. Publish that a lower-ranked bid then goes first.",
    },
    "lint_quota_can_pass_over": {
        "nl": "regel {rule} kan passeringen afdwingen, want de plaatsen zijn beperkt door {caps}; "
        "met deze inschrijvingen volstaat de rang.",
        "en": "rule {rule} can force pass-overs, for places are limited by {caps}; with these bids "
        "rank suffices.",
    },
    "lint_rank_not_kept": {
        "nl": "hierdoor kan een lager geplaatste inschrijving winnen van een betere in haar "
        "perceel: {rules}. Wie de rang wil volgen, kiest het doel ranking en een lot_order.",
        "en": "because of these a lower-ranked bid can win over a better one of its lot: {rules}. "
        "To respect rank, choose the goal ranking and a lot_order.",
    },
    "lint_score_not_counted": {
        "nl": "de doelen ({goals}) kijken niet naar punten; wie wint, staat los van de rang.",
        "en": "the goals ({goals}) do not look at points; who wins has nothing to do with rank.",
    },
    # --- what the wording leaves open
    "lint_unit_matters": {
        "nl": "de teleenheid van regel {rule} maakt uit (onderdeel: {group}). Wie alles "
        "telt, komt bij contracten op {contracts}, bij inschrijvers op {bidders}, bij aanbieders "
        "op {providers}, bij moederorganisaties op {owners}. Publiceer welke geldt.",
        "en": "the counting unit of rule {rule} matters (group: {group}). Counting all bids gives, "
        "in contracts, {contracts}; in bidders, {bidders}; in providers, {providers}; in owners, "
        "{owners}. Publish which one holds.",
    },
    "lint_unit_changes": {
        "nl": "telt regel {rule} {unit_nl} in plaats van {count_nl}, dan verandert de "
        "gunning (erbij: {enters}, eraf: {leaves}). Publiceer welke eenheid geldt.",
        "en": "if rule {rule} counts {unit_en} instead of {count_en}, the award "
        "changes (in: {enters}, out: {leaves}). Publish which unit holds.",
    },
    "lint_unit_fails": {
        "nl": "telt regel {rule} {unit_nl} in plaats van {count_nl}, dan volgt geen enkele "
        "gunning alle regels. Publiceer welke eenheid geldt.",
        "en": "if rule {rule} counts {unit_en} instead of {count_en}, no award keeps all rules. "
        "Publish which unit holds.",
    },
    "lint_relative_scoring": {
        "nl": "criterium {criterion} lijkt een prijs. Hangen de punten af van de laagste prijs, "
        "dan kan een afvaller de rangorde omkeren; een model kent alleen vaste punten per "
        "inschrijving. Publiceer vaste grenzen, of dat de punten niet opnieuw worden berekend.",
        "en": "criterion {criterion} looks like a price. Where its points depend on the lowest "
        "price, one bid less can reverse ranks; a model knows fixed points for each bid only. "
        "Publish fixed bounds, or that points are not computed again.",
    },
    "lint_same_name": {
        "nl": "{count} aanbieders heten {name}: {providers}. Verslag en brieven noemen hen "
        "bij die naam; zet in de naam wat hen onderscheidt.",
        "en": "{count} providers are called {name}: {providers}. Report and letters call them "
        "by that name; put in the name what tells them apart.",
    },
    # --- what was looked at
    "lint_invented": {
        "nl": "Nagekeken met verzonnen inschrijvingen: {bids} van "
        "{providers} aanbieders (startgetal {seed}).",
        "en": "Looked at with invented bids: {bids} of {providers} providers (seed {seed}).",
    },
}

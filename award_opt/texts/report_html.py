"""Texts of the report and of everything else that names lots, money and rules for people."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Lang, Texts, filled

REPORT_HTML: Final[Texts] = {
    # --- names and numbers
    "coalition_of": {"nl": "{lead} (combinatie)", "en": "{lead} (coalition)"},
    "coalition_of_id": {"nl": "{lead} (combinatie {id})", "en": "{lead} (coalition {id})"},
    "or": {"nl": " of ", "en": " or "},
    "per": {"nl": "per {columns}", "en": "per {columns}"},
    "whole_region": {"nl": "hele regio", "en": "whole region"},
    "none": {"nl": "geen", "en": "none"},
    "yes": {"nl": "ja", "en": "yes"},
    "no": {"nl": "nee", "en": "no"},
    # --- the page
    "title": {"nl": "Gunningsverslag: {tender}", "en": "Award report: {tender}"},
    "contents": {"nl": "Inhoud", "en": "Contents"},
    # --- the decision
    "decision": {"nl": "Het besluit in het kort", "en": "The decision in brief"},
    "decided": {
        "nl": "{authority} gunt {contracts} {contracts:contract|contracten} aan {bidders} "
        "{bidders:contractpartner|contractpartners}, in "
        "{all_lots:het enige perceel|{lots} van de {all_lots} percelen}.",
        "en": "{authority} awards {contracts} {contracts:contract|contracts} to {bidders} "
        "{bidders:partner|partners}, in {all_lots:the only lot|{lots} of the {all_lots} lots}.",
    },
    "noted": {
        "nl": "{title}; het model tekent daarbij aan: {note}",
        "en": "{title}; the model notes on this: {note}",
    },
    "decided_nothing": {
        "nl": "{authority} gunt niets: er is geen gunning om te tonen.",
        "en": "{authority} awards nothing: there is no award to show.",
    },
    "by_goal": {"nl": "{goal}: {value} ({proof}).", "en": "{goal}: {value} ({proof})."},
    "by_ties": {
        "nl": "De doelen alleen scheiden {count} inschrijvingen niet; de gepubliceerde volgorde "
        "besliste ({step}).",
        "en": "The goals alone do not separate {count} bids; the published order decided ({step}).",
    },
    "by_number": {
        "nl": "De doelen alleen scheiden {count} inschrijvingen niet en de gepubliceerde volgorde "
        "ook niet; het nummer van de inschrijving besliste.",
        "en": "Neither the goals nor the published order separate {count} bids; the number of the "
        "bid decided.",
    },
    "bids_line": {
        "nl": "Er {bids:was|waren} {bids} {bids:inschrijving|inschrijvingen}; {admitted} "
        "{admitted:deed|deden} mee aan de vergelijking, {out} {out:viel|vielen} daarvoor af.",
        "en": "There {bids:was|were} {bids} {bids:bid|bids}; {admitted} took part in the "
        "comparison, {out} {out:was|were} out before.",
    },
    "rules_line": {
        "nl": "{rules:De ene gunningsregel is|Alle {rules} gunningsregels zijn} gevolgd; op "
        "{tight} van de {counts} {counts:onderdeel|onderdelen} is geen ruimte over.",
        "en": "{rules:The one award rule is|All {rules} award rules are} kept; {tight} of the "
        "{counts} {counts:count has|counts have} no room left.",
    },
    "short_line": {
        "nl": "Minder aanbieders dan gevraagd: {groups}.",
        "en": "Fewer providers than asked for: {groups}.",
    },
    "money_line": {
        "nl": "De gegunde waarde is {value} per jaar.",
        "en": "The awarded value is {value} a year.",
    },
    "money_budget_line": {
        "nl": "De gegunde waarde is {value}, {share} van de budgetten die het model voor die "
        "segmenten noemt ({budget}).",
        "en": "The awarded value is {value}, {share} of the budgets that the model names for those "
        "segments ({budget}).",
    },
    "small_line": {
        "nl": "Kleine aanbieders (micro en klein) krijgen {share} van de gegunde waarde.",
        "en": "Small providers (micro and small) get {share} of the awarded value.",
    },
    "empty_line": {"nl": "Zonder winnaar: {lots}.", "en": "Without a winner: {lots}."},
    "simulation_line": {
        "nl": "SIMULATIE, geen gunning: de regels zijn gewijzigd met {what_if}.",
        "en": "SIMULATION, not an award: the rules were changed by {what_if}.",
    },
    "origin_synthetic": {
        "nl": "De inschrijvingen zijn verzonnen; de namen horen bij niemand.",
        "en": "The bids are invented; the names belong to nobody.",
    },
    "origin_public": {
        "nl": "De inschrijvingen komen uit gepubliceerde gegevens.",
        "en": "The bids come from published data.",
    },
    "origin_hypothesis": {
        "nl": "De inschrijvingen zijn een veronderstelling.",
        "en": "The bids are a hypothesis.",
    },
    # --- the award per lot
    "lots": {"nl": "Gunning per perceel", "en": "Award per lot"},
    "lot_won": {"nl": "{lot}: {count} winnaars", "en": "{lot}: {count} winners"},
    "lot_won_one": {"nl": "{lot}: 1 winnaar", "en": "{lot}: 1 winner"},
    "lot_empty": {"nl": "{lot}: geen winnaar.", "en": "{lot}: no winner."},
    "bid": {"nl": "Inschrijving", "en": "Bid"},
    "bidder": {"nl": "Inschrijver", "en": "Bidder"},
    "parties": {"nl": "Partijen", "en": "Parties"},
    "coalitions": {
        "nl": "Combinaties en onderaannemers van de winnaars",
        "en": "Coalitions and subcontractors of the winners",
    },
    "party": {"nl": "{name} ({role})", "en": "{name} ({role})"},
    "score": {"nl": "Punten", "en": "Score"},
    "value": {"nl": "Waarde", "en": "Value"},
    "care_types": {"nl": "Zorgvormen", "en": "Care types"},
    "care_type": {"nl": "Zorgvorm", "en": "Care type"},
    "scores_caption": {
        "nl": "Punten per perceel: winnaars en andere inschrijvingen",
        "en": "Scores per lot: winners and other bids",
    },
    "scores_alt": {
        "nl": "Punten van {winners} winnende en {others} andere inschrijvingen in {lots} percelen; "
        "de laagste winnaar heeft {lowest}, de hoogste andere {highest} punten.",
        "en": "Scores of {winners} winning and {others} other bids in {lots} lots; the lowest "
        "winner has {lowest}, the highest other bid {highest} points.",
    },
    "winners": {"nl": "winnaars", "en": "winners"},
    "others": {"nl": "andere", "en": "others"},
    # --- coverage
    "coverage": {"nl": "Dekking van zorgvormen", "en": "Coverage of care types"},
    "coverage_about": {
        "nl": "Het aantal gecontracteerde aanbieders (zelfstandig of als lid van een combinatie) "
        "dat de zorgvorm biedt; achter de streep het gevraagde aantal.",
        "en": "The number of contracted providers (alone or as member of a coalition) that offer "
        "the care type; behind the stroke the number demanded.",
    },
    "coverage_caption": {"nl": "{segment}: zorgvorm per gebied", "en": "{segment}: by area"},
    "coverage_alt": {
        "nl": "Kaart van {rows} zorgvormen in {columns} gebieden: {short} vakken onder het "
        "gevraagde aantal, {tight} precies erop, {bare} zonder aanbieder.",
        "en": "Map of {rows} care types in {columns} areas: {short} cells below the number "
        "demanded, {tight} exactly on it, {bare} without a provider.",
    },
    "coverage_key": {
        "nl": "Oranje: precies het gevraagde aantal. Rood: te weinig. Wit: geen aanbieder.",
        "en": "Orange: exactly the number demanded. Red: too few. White: no provider.",
    },
    "tight_mark": {"nl": "{text} (precies)", "en": "{text} (exactly)"},
    "short_mark": {"nl": "{text} (te weinig)", "en": "{text} (too few)"},
    # --- rules
    "rules": {"nl": "Gunningsregels en hun ruimte", "en": "Award rules and their room"},
    "ledger": {
        "nl": "Wat elke regel telt, naast de grens",
        "en": "What each rule counts, beside its limit",
    },
    "ledger_cut": {
        "nl": "De {shown} krapste van {count} onderdelen; het gunningsbestand noemt ze alle.",
        "en": "The {shown} tightest of {count} counts; the award file names them all.",
    },
    "rule": {"nl": "Regel", "en": "Rule"},
    "group": {"nl": "Onderdeel", "en": "Part"},
    "found": {"nl": "Bereikt", "en": "Found"},
    "limit": {"nl": "Grens", "en": "Limit"},
    "slack": {"nl": "Ruimte", "en": "Room"},
    "binding": {"nl": "Knelt", "en": "Binding"},
    "caps_caption": {
        "nl": "Maxima: hoeveel ervan gebruikt is",
        "en": "Caps: how much of them is used",
    },
    "caps_alt": {
        "nl": "{count} maxima, waarvan {tight} geheel gebruikt.",
        "en": "{count} caps, {tight} of them used in full.",
    },
    "caps_axis": {"nl": "procent van het maximum", "en": "percent of the cap"},
    "sources": {"nl": "De regels en hun bron", "en": "The rules and their source"},
    "code": {"nl": "Code", "en": "Code"},
    "quote": {"nl": "Gepubliceerde tekst", "en": "Published text (as published)"},
    "document": {"nl": "Document", "en": "Document"},
    "unmeetable": {"nl": "Wat niemand kan nakomen", "en": "What nobody can meet"},
    "unmeetable_row": {
        "nl": "{group}: gevraagd {limit}, geldig aangeboden {found}.",
        "en": "{group}: {limit} demanded, {found} validly on offer.",
    },
    # --- reasons and margins
    "reasons": {"nl": "Redenen per inschrijving", "en": "Reasons for each bid"},
    "reasons_about": {
        "nl": "Elke inschrijving heeft één reden. De genoemde regels staan hierboven met hun bron.",
        "en": "Every bid has one reason. The rules that are named stand above with their source.",
    },
    "place": {"nl": "Plaats", "en": "Place"},
    "outcome": {"nl": "Uitslag", "en": "Outcome"},
    "reason": {"nl": "Reden", "en": "Reason"},
    "kind_won": {"nl": "gegund", "en": "awarded"},
    "kind_filtered": {"nl": "terzijde gelegd", "en": "set aside"},
    "kind_outranked": {"nl": "lager geplaatst", "en": "outranked"},
    "kind_passed_over": {"nl": "gepasseerd", "en": "passed over"},
    "kind_tie": {"nl": "gelijk geëindigd", "en": "tied"},
    "lost": {"nl": "niet gegund", "en": "not awarded"},
    "margins": {"nl": "Waar het op aankomt", "en": "What it hangs on"},
    "margins_about": {
        "nl": "De inschrijvingen waarvan de uitslag het eerst zou omslaan als alleen hun eigen "
        "getal anders was en al het andere gelijk bleef.",
        "en": "The bids whose outcome would turn first if their own number alone were another and "
        "all else stayed.",
    },
    "margins_caption": {"nl": "De kleinste marges", "en": "The smallest margins"},
    "own": {"nl": "Eigen", "en": "Own"},
    "changes_at": {"nl": "Slaat om bij", "en": "Turns at"},
    "short_by": {"nl": "Marge", "en": "Margin"},
    # --- prices
    "prices": {"nl": "Wat elke regel kost", "en": "What each rule costs"},
    "prices_about": {
        "nl": "Het verschil tussen deze gunning en de bewezen beste gunning zonder de regel. "
        "Twee regels die elk niets kosten, kunnen samen veel kosten.",
        "en": "The difference between this award and the proven best award without the rule. Two "
        "rules that each cost nothing may cost much together.",
    },
    "prices_caption": {
        "nl": "Verandering als de regel vervalt",
        "en": "Change when the rule is dropped",
    },
    "enter": {"nl": "Erbij", "en": "Enter"},
    "leave": {"nl": "Eraf", "en": "Leave"},
    "no_award": {"nl": "geen gunning", "en": "no award"},
    "no_price": {"nl": "niet bewezen", "en": "not proven"},
    # --- other methods
    "methods": {"nl": "Dezelfde regels, een andere methode", "en": "Same rules, another method"},
    "methods_about": {
        "nl": "Wat elke andere verdedigbare gunningsmethode zou opleveren, en hoeveel "
        "inschrijvingen daarbij komen en afvallen. Elke rij is een simulatie, geen gunning.",
        "en": "What each other defensible method would give, and how many bids enter and leave. "
        "Each line is a simulation, not an award.",
    },
    "methods_caption": {"nl": "Gunning per methode", "en": "Award by method"},
    "method": {"nl": "Methode", "en": "Method"},
    "published_method": {"nl": "{method} (gepubliceerd)", "en": "{method} (published)"},
    "misfit_skip": {
        "nl": "wie niet past wordt overgeslagen",
        "en": "who does not fit is skipped",
    },
    "misfit_stop": {"nl": "stopt bij wie niet past", "en": "stops at who does not fit"},
    # --- money
    "money": {"nl": "Geld per perceel", "en": "Money by lot"},
    "lot": {"nl": "Perceel", "en": "Lot"},
    "contracts": {"nl": "Contracten", "en": "Contracts"},
    "budget": {"nl": "Budget van het segment", "en": "Budget of the segment"},
    "of_total": {"nl": "Deel van het totaal", "en": "Share of the total"},
    "total": {"nl": "Totaal", "en": "Total"},
    "money_caption": {"nl": "Gegunde waarde per perceel", "en": "Awarded value by lot"},
    "money_alt": {
        "nl": "Gegunde waarde van {lots} percelen; het grootste is {lot} met {value}.",
        "en": "Awarded value of {lots} lots; the largest is {lot} with {value}.",
    },
    "money_axis": {"nl": "miljoen euro", "en": "million euro"},
    # --- small providers
    "small": {"nl": "Aandeel van kleine aanbieders", "en": "Share of small providers"},
    "small_about": {
        "nl": "De waarde van elk contract is verdeeld over zijn partijen, onderaannemers "
        "inbegrepen, naar hun opgegeven aandeel. Klein is hier: micro en klein.",
        "en": "The value of each contract is divided over its parties, subcontractors included, "
        "by their stated share. Small means micro and small here.",
    },
    "segment": {"nl": "Segment", "en": "Segment"},
    "scale_micro": {"nl": "micro", "en": "micro"},
    "scale_small": {"nl": "klein", "en": "small"},
    "scale_medium": {"nl": "middelgroot", "en": "medium"},
    "scale_large": {"nl": "groot", "en": "large"},
    "scale_unknown": {"nl": "niet opgegeven", "en": "not stated"},
    "small_and_micro": {"nl": "Klein en micro samen", "en": "Small and micro together"},
    "small_caption": {
        "nl": "Gegunde waarde naar grootte van de aanbieder",
        "en": "Awarded value by size of provider",
    },
    "small_alt": {
        "nl": "Per segment het deel van de waarde naar grootte; micro en klein samen {share}.",
        "en": "For each segment the share of the value by size; micro and small together {share}.",
    },
    "percent_axis": {"nl": "procent van de gegunde waarde", "en": "percent of the awarded value"},
    # --- inputs
    "inputs": {"nl": "Invoer en controlegetallen", "en": "Inputs and digests"},
    "inputs_about": {
        "nl": "Dezelfde invoer geeft op elke machine hetzelfde gunningsbestand en dit verslag.",
        "en": "The same inputs give the same award file and this report on every machine.",
    },
    "part": {"nl": "Onderdeel", "en": "Part"},
    "stated": {"nl": "Gegeven", "en": "Value"},
    "input_tender": {"nl": "Model (SHA-256)", "en": "Model (SHA-256)"},
    "input_instance": {"nl": "Inschrijvingen (SHA-256)", "en": "Bids (SHA-256)"},
    "input_among": {"nl": "Eerdere fase (SHA-256)", "en": "Earlier phase (SHA-256)"},
    "award_digest": {"nl": "Gunningsbestand (SHA-256)", "en": "Award file (SHA-256)"},
    "made_by": {"nl": "Gemaakt door", "en": "Made by"},
    "engine": {"nl": "Rekenmotor {name}", "en": "Engine {name}"},
    "instance_title": {"nl": "Titel van de inschrijvingen", "en": "Title of the bids"},
    "verify_about": {
        "nl": "Narekenen vraagt geen rekenmotor: het vergelijkt de controlegetallen en rekent "
        "regels, doelen en volgorde na uit de invoer.",
        "en": "Checking needs no solver: it compares the digests and recomputes rules, goals and "
        "ties from the inputs.",
    },
    "note": {"nl": "Toelichting bij het model", "en": "Note to the model"},
}


def phrase(code: str, lang: Lang, **facts: str | int) -> str:
    """A fixed text of the report with its facts."""
    return filled(REPORT_HTML[code][lang], facts)

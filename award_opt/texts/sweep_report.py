"""Texts of the answers of a sweep: its report, figures and comparisons, and what can be wrong."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Lang, Texts, filled

SWEEP_FAULTS: Final[Texts] = {
    "answers_no_scenario": {
        "nl": "geen scenario heet '{value}'; bedoeld is misschien '{nearest}'. De namen staan in "
        "de kolom scenario van de tabel.",
        "en": "no scenario is called '{value}'; perhaps '{nearest}' is meant. The names stand in "
        "the column scenario of the table.",
    },
    "answers_no_award": {
        "nl": "'{value}' heeft geen gunning om te vergelijken.",
        "en": "'{value}' has no award to compare.",
    },
    "answers_no_parquet": {
        "nl": "voor Parquet is een extra onderdeel nodig: pip install 'award-opt[parquet]'; CSV, "
        "Excel en JSON kunnen zonder.",
        "en": "Parquet needs an extra part: pip install 'award-opt[parquet]'; CSV, Excel and JSON "
        "do without.",
    },
    "answers_kind": {
        "nl": "een tabel kan als {known}, niet als '{value}'.",
        "en": "a table can be {known}, not '{value}'.",
    },
    "answers_too_long": {
        "nl": "Excel houdt {limit} rijen vast en de tabel '{value}' heeft er meer; kies .csv of "
        ".parquet.",
        "en": "Excel holds {limit} rows and the table '{value}' has more; choose .csv or .parquet.",
    },
    "tradeoff_measure": {
        "nl": "'{value}' is geen maat om tegen af te wegen; er is {known}.",
        "en": "'{value}' is no measure to weigh points against; there is {known}.",
    },
    "tradeoff_unknown": {
        "nl": "niet elke inschrijving heeft de getallen die een afweging tegen {value} vraagt.",
        "en": "not every bid carries the numbers that weighing points against {value} asks for.",
    },
    "breaks_form": {
        "nl": "'{value}' is geen bereik; schrijf bijvoorbeeld S3-MAX.limit=10..20 of "
        "weight:4/tilburg=0..3.",
        "en": "'{value}' is no range; write for instance S3-MAX.limit=10..20 or "
        "weight:4/tilburg=0..3.",
    },
    "breaks_kind": {
        "nl": "'{value}' kent de doorrekening niet; bedoeld is misschien '{nearest}'. Er is "
        "weight:PERCEEL, criterion:CRITERIUM en points:INSCHRIJVING.",
        "en": "'{value}' is not known; perhaps '{nearest}' is meant. There is weight:LOT, "
        "criterion:CRITERION and points:BID.",
    },
    "breaks_name": {
        "nl": "'{value}' staat niet in het model of doet niet mee; bedoeld is misschien "
        "'{nearest}'.",
        "en": "'{value}' is not in the model or takes no part; perhaps '{nearest}' is meant.",
    },
    "breaks_no_score": {
        "nl": "de gunningsmethode telt geen punten op, dus gewichten en punten hebben geen "
        "omslagpunten.",
        "en": "the award method adds up no points, so weights and points have no break points.",
    },
    "breaks_mixed": {
        "nl": "het gewicht van '{value}' telt niet in elk perceel op dezelfde wijze mee, of niet "
        "elke inschrijving heeft er punten voor.",
        "en": "the weight of '{value}' does not count alike in every lot, or not every bid has "
        "points for it.",
    },
    "breaks_too_fine": {
        "nl": "de waarde {value} heeft te veel cijfers om exact mee te rekenen; neem een kleiner "
        "bereik.",
        "en": "the value {value} has too many digits for exact arithmetic; take a smaller range.",
    },
    "breaks_too_long": {
        "nl": "bij {value} moet elke waarde worden doorgerekend, en meer dan {limit} is te veel; "
        "neem een kleiner bereik of minder decimalen.",
        "en": "every value of {value} has to be solved, and more than {limit} is too many; take a "
        "smaller range or fewer decimals.",
    },
    "breaks_open": {
        "nl": "bij {value} was de tijd op voordat de gunning bewezen was.",
        "en": "at {value} a limit struck before the award was proven.",
    },
}

SWEEP_REPORT: Final[Texts] = {
    # --- the page
    "heading": {"nl": "Doorrekening: {tender}", "en": "Sweep: {tender}"},
    "banner": {
        "nl": "SIMULATIE. Niets op deze pagina is een gunning.",
        "en": "SIMULATION. Nothing on this page is an award.",
    },
    "published": {"nl": "gepubliceerd", "en": "published"},
    "unchanged": {"nl": "zonder wijziging", "en": "without a change"},
    "no_award": {"nl": "geen gunning", "en": "no award"},
    "none": {"nl": "niemand", "en": "nobody"},
    "yes": {"nl": "ja", "en": "yes"},
    "no": {"nl": "nee", "en": "no"},
    "more": {"nl": "{items} en nog {count}", "en": "{items} and {count} more"},
    "part_of": {"nl": "{item}; met {ground}", "en": "{item}; with {ground}"},
    # --- in brief
    "brief": {"nl": "In het kort", "en": "In brief"},
    "brief_simulation": {
        "nl": "Dit is een simulatie over de aanbesteding van {authority}; geen enkele uitkomst "
        "hier is een gunning.",
        "en": "This is a simulation about the tender of {authority}; no outcome here is an award.",
    },
    "brief_count": {
        "nl": "Doorgerekend: {total} scenario's. Bewezen beste gunning: {optimal}; bewezen dat er "
        "geen gunning is: {infeasible}; regels die samen geen model vormen: {refused}; zonder "
        "uitkomst: {open}.",
        "en": "Scenarios: {total}. Proven best award: {optimal}; proven that there is none: "
        "{infeasible}; rules that together make no model: {refused}; without an outcome: {open}.",
    },
    "brief_base": {
        "nl": "De gunning volgens de gepubliceerde regels: {contracts} contracten met {partners} "
        "partners, {score} punten.",
        "en": "The award under the published rules: {contracts} contracts with {partners} "
        "partners, {score} points.",
    },
    "brief_range": {
        "nl": "Met de punten zoals gegeven loopt de totale score van {low} ({low_name}) tot {high} "
        "({high_name}).",
        "en": "With the scores as given the total score runs from {low} ({low_name}) to {high} "
        "({high_name}).",
    },
    "brief_same": {
        "nl": "Met dezelfde regels en opnieuw getrokken punten blijft de hele gunning gelijk in "
        "{same} van de {draws} {draws:trekking|trekkingen}: {share}, "
        "95%-interval {low} tot {high}.",
        "en": "With the same rules and scores drawn again the whole award stays the same in {same} "
        "of {draws} {draws:draw|draws}: {share}, 95% interval {low} to {high}.",
    },
    "brief_small": {
        "nl": "Klein betekent hier: {of}. Het aandeel is een deel van de gegunde waarde.",
        "en": "Small means here: {of}. The share is a part of the awarded value.",
    },
    # --- measures
    "score": {"nl": "Totaal aantal punten", "en": "Total score"},
    "contracts": {"nl": "Contracten", "en": "Contracts"},
    "partners": {"nl": "Partners", "en": "Partners"},
    "small_share": {
        "nl": "Aandeel van kleine aanbieders",
        "en": "Share of small providers",
    },
    "money": {"nl": "Gegunde waarde", "en": "Awarded value"},
    "covered": {"nl": "Gedekte onderdelen", "en": "Groups covered"},
    "passed_over": {"nl": "Gepasseerd", "en": "Passed over"},
    "in_percent": {"nl": "{name} (%)", "en": "{name} (%)"},
    "in_millions": {"nl": "{name} (miljoen euro)", "en": "{name} (million euro)"},
    # --- columns
    "scenario": {"nl": "Scenario", "en": "Scenario"},
    "status": {"nl": "Uitkomst", "en": "Outcome"},
    "status_optimal": {"nl": "bewezen", "en": "proven"},
    "status_infeasible": {"nl": "geen gunning", "en": "no award"},
    "status_refused": {"nl": "geen model", "en": "no model"},
    "status_open": {"nl": "nog niet", "en": "not yet"},
    "enters": {"nl": "Erbij", "en": "Enter"},
    "leaves": {"nl": "Eraf", "en": "Leave"},
    "bid": {"nl": "Inschrijving", "en": "Bid"},
    "bidder": {"nl": "Inschrijver", "en": "Bidder"},
    "lot": {"nl": "Perceel", "en": "Lot"},
    "value": {"nl": "Waarde", "en": "Value"},
    "measure": {"nl": "Maat", "en": "Measure"},
    "change": {"nl": "Verschil", "en": "Change"},
    "reason": {"nl": "Reden", "en": "Reason"},
    "points": {"nl": "Punten", "en": "Points"},
    "proven": {"nl": "Bewezen", "en": "Proven"},
    "how_many": {"nl": "Scenario's", "en": "Scenarios"},
    # --- along a parameter
    "along": {"nl": "Wat volgt op {path}", "en": "What follows {path}"},
    "along_about": {
        "nl": "De regel zonder wijziging: {rule}",
        "en": "The rule without a change: {rule}",
    },
    "along_fixed": {
        "nl": "Al het andere blijft gelijk: {fixed}.",
        "en": "All else stays the same: {fixed}.",
    },
    "along_books": {
        "nl": "Elk punt is het middelste van {books} verzonnen boeken met inschrijvingen; de band "
        "loopt van het laagste tot het hoogste.",
        "en": "Every point is the middle one of {books} invented bid books; the band runs from "
        "the lowest to the highest.",
    },
    "along_caption": {"nl": "De gunning naar {path}", "en": "The award by {path}"},
    "along_alt": {
        "nl": "Vier lijnen bij {path} van {low} tot {high}; punten van {least} tot {most}.",
        "en": "Four lines for {path} from {low} to {high}; points from {least} to {most}.",
    },
    "along_alt_none": {
        "nl": "Bij {path} van {low} tot {high} is er nergens een gunning met punten.",
        "en": "For {path} from {low} to {high} there is nowhere an award with points.",
    },
    # --- grids
    "grid": {"nl": "{across} en {down} samen", "en": "{across} and {down} together"},
    "grid_about": {
        "nl": "Donkerder is meer. Gearceerd: geen gunning volgt dan alle regels.",
        "en": "Darker is more. Hatched: then no award keeps all rules.",
    },
    "grid_caption": {
        "nl": "{measure} bij {across} en {down}",
        "en": "{measure} by {across} and {down}",
    },
    "grid_alt": {
        "nl": "Een rooster van {columns} bij {rows} vakken, van {least} tot {most}; {lawless} "
        "vakken zonder gunning.",
        "en": "A grid of {columns} by {rows} cells, from {least} to {most}; {lawless} cells "
        "without an award.",
    },
    # --- frontiers
    "frontier": {"nl": "Wat samen kan", "en": "What can be had together"},
    "frontier_about": {
        "nl": "Een punt is niet te overtreffen als geen ander scenario op beide minstens even goed "
        "is en op één beter. Dicht is bewezen, open is niet bewezen. Alleen scenario's met de "
        "inschrijvingen en punten zoals gegeven tellen mee.",
        "en": "A point cannot be passed when no other scenario is at least as good on both and "
        "better on one. Filled is proven, hollow is not. Only scenarios with the bids and scores "
        "as given count.",
    },
    "frontier_open": {
        "nl": "Nog {count} scenario's zonder uitkomst kunnen punten hierboven geven.",
        "en": "Another {count} scenarios without an outcome may give points above these.",
    },
    "frontier_caption": {
        "nl": "Punten tegen: {measure}",
        "en": "Points against: {measure}",
    },
    "frontier_alt": {
        "nl": "{count} punten, waarvan {best} niet te overtreffen en {proven} daarvan bewezen.",
        "en": "{count} points, {best} of them cannot be passed, {proven} of those proven.",
    },
    "frontier_best": {"nl": "niet te overtreffen", "en": "cannot be passed"},
    "frontier_unproven": {"nl": "niet bewezen", "en": "not proven"},
    "frontier_other": {"nl": "overtroffen", "en": "passed by another"},
    "tradeoff": {
        "nl": "Alles wat de gepubliceerde regels toelaten",
        "en": "All that the published rules allow",
    },
    "tradeoff_about": {
        "nl": "Elk punt is een gunning waarvan bewezen is dat geen enkele gunning die de "
        "gepubliceerde regels volgt op beide minstens even goed is en op één beter.",
        "en": "Each point is an award of which it is proven that no award that keeps the published "
        "rules is at least as good on both and better on one.",
    },
    "tradeoff_cut": {
        "nl": "Voor {measure} zijn de eerste {count} punten gezocht; er kunnen er meer zijn.",
        "en": "For {measure} the first {count} points were sought; there may be more.",
    },
    "tradeoff_caption": {
        "nl": "Punten tegen {measure}, alle punten die er zijn",
        "en": "Points against {measure}, every point there is",
    },
    # --- chances
    "chances": {"nl": "Hoe waarschijnlijk elk wint", "en": "How likely each wins"},
    "chances_about": {
        "nl": "Alle inschrijvingen kregen {draws} maal opnieuw punten, met de opgegeven fout van "
        "beoordelaars; trekkingen zonder gunning: {lawless}, zonder uitkomst: {missing}. Winnaars "
        "in elke trekking: {always}.",
        "en": "All bids were scored again {draws} times, with the declared error of assessors; "
        "draws without an award: {lawless}, without an outcome: {missing}. Winners in every draw: "
        "{always}.",
    },
    "chances_point": {"nl": "Kansen bij {point}", "en": "Chances at {point}"},
    "chances_caption": {
        "nl": "De inschrijvingen op de rand, met 95%-interval",
        "en": "The bids at the edge, with 95% interval",
    },
    "chances_alt": {
        "nl": "{count} inschrijvingen van wie de uitslag van de trekking afhangt, de "
        "twijfelachtigste bovenaan: {bid} met {share}.",
        "en": "{count} bids whose fate hangs on the draw, the most doubtful on top: {bid} with "
        "{share}.",
    },
    "chances_axis": {
        "nl": "procent van de trekkingen waarin de inschrijving wint",
        "en": "percent of the draws in which the bid wins",
    },
    "chances_more": {
        "nl": "Nog {count} punten met trekkingen staan in de tabel chances.",
        "en": "Another {count} points with draws stand in the table chances.",
    },
    "wins_now": {"nl": "wint met de punten zoals gegeven", "en": "wins with the scores as given"},
    "loses_now": {
        "nl": "verliest met de punten zoals gegeven",
        "en": "loses with the scores as given",
    },
    "share": {"nl": "Aandeel", "en": "Share"},
    "interval": {"nl": "95%-interval", "en": "95% interval"},
    "between": {"nl": "{low} tot {high}", "en": "{low} to {high}"},
    # --- break points
    "breaks": {"nl": "Waar de gunning omslaat", "en": "Where the award changes"},
    "breaks_exact": {
        "nl": "De waarden zijn exact: tussen twee omslagpunten is de gunning overal dezelfde.",
        "en": "The values are exact: between two break points the award is the same everywhere.",
    },
    "breaks_at": {
        "nl": "Precies op een omslagpunt van een gewicht of van punten zijn twee gunningen even "
        "goed; daar beslissen de latere doelen en de gepubliceerde volgorde.",
        "en": "Right at a break point of a weight or of points two awards are equally good; there "
        "the later goals and the published order decide.",
    },
    "breaks_rest": {
        "nl": "Voor {name} was het aantal berekeningen op; waar twee waarden niet aansluiten, ligt "
        "er een omslag tussen.",
        "en": "For {name} the number of solves ran out; where two values do not join, a change "
        "lies in between.",
    },
    "breaks_caption": {"nl": "De gunning langs {name}", "en": "The award along {name}"},
    "breaks_alt": {
        "nl": "{count} gunningen langs {name}, van {low} tot {high}.",
        "en": "{count} awards along {name}, from {low} to {high}.",
    },
    "breaks_from": {"nl": "Van", "en": "From"},
    "breaks_until": {"nl": "Tot", "en": "Until"},
    "breaks_to": {"nl": "Tot en met", "en": "Up to"},
    "breaks_weight": {"nl": "gewicht van perceel {name}", "en": "weight of lot {name}"},
    "breaks_criterion": {
        "nl": "gewicht van criterium {name}, zonder afronding",
        "en": "weight of criterion {name}, without rounding",
    },
    "breaks_points": {
        "nl": "punten van inschrijving {name}, alleen in het doel",
        "en": "points of bid {name}, in the goal alone",
    },
    # --- comparisons
    "compared": {"nl": "{before} naast {after}", "en": "{before} beside {after}"},
    "compared_same": {
        "nl": "In beide winnen dezelfde inschrijvingen: {stays}.",
        "en": "The same bids win in both: {stays}.",
    },
    "compared_moves": {
        "nl": "Inschrijvingen die in beide winnen: {stays}; erbij: {enters}; eraf: {leaves}.",
        "en": "Bids that win in both: {stays}; that enter: {enters}; that leave: {leaves}.",
    },
    "compared_measures": {"nl": "De maten naast elkaar", "en": "The measures side by side"},
    "compared_enters": {"nl": "Wie erbij komt", "en": "Who enters"},
    "compared_leaves": {"nl": "Wie afvalt", "en": "Who leaves"},
    # --- reasons for changes
    "why_admitted_rule": {
        "nl": "Viel eerst af voor de vergelijking ({rule}): {told}",
        "en": "Was out before the comparison ({rule}): {told}",
    },
    "why_admitted": {
        "nl": "Deed eerst niet mee: {status}.",
        "en": "Took no part before: {status}.",
    },
    "why_out_rule": {
        "nl": "Valt nu af voor de vergelijking ({rule}): {told}",
        "en": "Is out before the comparison now ({rule}): {told}",
    },
    "why_out": {"nl": "Doet nu niet mee: {status}.", "en": "Takes no part now: {status}."},
    "why_place": {
        "nl": "Er is plaats: {rule} ging van {before} naar {after}.",
        "en": "There is a place: {rule} went from {before} to {after}.",
    },
    "why_place_rule": {
        "nl": "Er is plaats: {rule} geldt hier niet.",
        "en": "There is a place: {rule} does not apply here.",
    },
    "why_limit": {
        "nl": "Geen plaats meer: {rule} ging van {before} naar {after}. {told}",
        "en": "No place any more: {rule} went from {before} to {after}. {told}",
    },
    "why_limit_rule": {
        "nl": "Geen plaats meer: {rule} geldt hier wel. {told}",
        "en": "No place any more: {rule} applies here. {told}",
    },
    "why_needed": {
        "nl": "Nu nodig voor {rule}: zonder deze inschrijving geldt: {told}",
        "en": "Needed now for {rule}: without this bid: {told}",
    },
    "why_needed_group": {
        "nl": "Nu nodig voor {rule} ({group}): zonder deze inschrijving geldt: {told}",
        "en": "Needed now for {rule} ({group}): without this bid: {told}",
    },
    "why_unneeded": {
        "nl": "Was eerst nodig voor {rule}, en is dat nu niet meer.",
        "en": "Was needed before for {rule}, and is no longer.",
    },
    "why_unneeded_group": {
        "nl": "Was eerst nodig voor {rule} ({group}), en is dat nu niet meer.",
        "en": "Was needed before for {rule} ({group}), and is no longer.",
    },
    "why_instead": {
        "nl": "Heeft de plaats die {rule} aan {bids} gaf.",
        "en": "Has the place that {rule} left to {bids}.",
    },
    "why_displaced": {
        "nl": "De plaats die {rule} laat, gaat naar {bids}.",
        "en": "The place that {rule} leaves goes to {bids}.",
    },
    "why_no_room": {
        "nl": "{rule} laat naast de andere winnaars geen plaats: {told}",
        "en": "{rule} leaves no place beside the other winners: {told}",
    },
    "why_points": {
        "nl": "De eigen punten gingen van {before} naar {after}.",
        "en": "Its own points went from {before} to {after}.",
    },
    "why_method": {
        "nl": "Geen regel staat in de weg; de doelen kiezen een andere gunning.",
        "en": "No rule stands in the way; the goals choose another award.",
    },
    "with_points": {
        "nl": "{bid} {bidder} ({score} punten)",
        "en": "{bid} {bidder} ({score} points)",
    },
    "without_points": {"nl": "{bid} {bidder}", "en": "{bid} {bidder}"},
    "absent": {"nl": "er is geen inschrijving", "en": "there is no bid"},
    "withdrawn": {"nl": "teruggetrokken", "en": "withdrawn"},
    "disqualified": {"nl": "uitgesloten", "en": "disqualified"},
    "not_selected": {
        "nl": "niet gekozen in de eerdere fase",
        "en": "not selected in the earlier phase",
    },
    "other_status": {"nl": "geen geldige inschrijving", "en": "no valid bid"},
    # --- all scenarios, and what they rest on
    "all": {"nl": "De scenario's", "en": "The scenarios"},
    "all_cut": {
        "nl": "De eerste {shown} van {count} scenario's met de punten zoals gegeven; de tabel "
        "scenarios bevat ze alle.",
        "en": "The first {shown} of {count} scenarios with the scores as given; the table "
        "scenarios holds all.",
    },
    "all_caption": {
        "nl": "Elk scenario met de punten zoals gegeven; erbij en eraf naast het eerste",
        "en": "Every scenario with the scores as given; enter and leave against the first",
    },
    "rests": {"nl": "Waar dit op rust", "en": "What this rests on"},
    "rests_about": {
        "nl": "Dezelfde invoer geeft op elke machine, en op een cluster, dezelfde bytes.",
        "en": "The same inputs give the same bytes on every machine, and on a cluster.",
    },
    "part": {"nl": "Onderdeel", "en": "Part"},
    "stated": {"nl": "Gegeven", "en": "Value"},
    "rests_plan": {"nl": "Plan (SHA-256)", "en": "Plan (SHA-256)"},
    "rests_tender": {"nl": "Model (SHA-256)", "en": "Model (SHA-256)"},
    "rests_instance": {"nl": "Inschrijvingen (SHA-256)", "en": "Bids (SHA-256)"},
    "rests_books": {
        "nl": "Verzonnen inschrijvingen: aanbieders en startgetallen",
        "en": "Invented bids: providers and seeds",
    },
    "rests_noise": {
        "nl": "Ruis: beoordelaars, procent, startgetal",
        "en": "Noise: assessors, percent, seed",
    },
    "rests_engine": {"nl": "Rekenmotor {name}", "en": "Engine {name}"},
    # --- the workbook
    "sheet_about": {"nl": "simulatie", "en": "simulation"},
    "sheet_scenarios": {"nl": "scenario's", "en": "scenarios"},
    "sheet_winners": {"nl": "winnaars", "en": "winners"},
    "sheet_slack": {"nl": "ruimte", "en": "slack"},
    "sheet_frontier": {"nl": "wat samen kan", "en": "frontier"},
    "sheet_breaks": {"nl": "omslagpunten", "en": "break points"},
    "sheet_tradeoff": {"nl": "alle punten", "en": "all points"},
    "sheet_chances": {"nl": "kansen", "en": "chances"},
}


def told(code: str, lang: Lang, **facts: str | int) -> str:
    """A fixed text of the answers with its facts."""
    return filled(SWEEP_REPORT[code][lang], facts)

"""Texts of reasons: sentences that can stand in a letter. They name winners, never other losers."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

REASONS: Final[Texts] = {
    "award_not_proven": {
        "nl": "deze gunning is niet bewezen de beste (status '{status}'), dus valt zij niet uit te "
        "leggen; los de aanbesteding op zonder tijdslimiet.",
        "en": "this award is not proven best (status '{status}'), so it cannot be explained; solve "
        "the tender without a time limit.",
    },
    "no_award_to_explain": {
        "nl": "er is geen gunning om uit te leggen: geen enkele volgt alle regels. "
        "'award-opt conflict' zegt welke regels strijdig zijn.",
        "en": "there is no award to explain: none keeps all rules. 'award-opt conflict' says which "
        "rules are in conflict.",
    },
    "award_not_best": {
        "nl": "deze gunning is niet de beste: een gunning met een andere uitkomst voor {bid} is "
        "beter volgens {goal}. Los de aanbesteding opnieuw op.",
        "en": "this award is not the best: one with another fate for {bid} is better by {goal}. "
        "Solve the tender again.",
    },
    "no_such_bid": {
        "nl": "er is geen inschrijving '{bid}' in deze invoer.",
        "en": "there is no bid '{bid}' in this input.",
    },
    "no_such_bid_near": {
        "nl": "er is geen inschrijving '{bid}' in deze invoer. Waarschijnlijk bedoeld: "
        "`{nearest}`.",
        "en": "there is no bid '{bid}' in this input. Probably meant: `{nearest}`.",
    },
    # --- what became of the bid
    "reason_opening_won": {
        "nl": "De inschrijving van {bidder} voor {lot} ({bid}) is gegund.",
        "en": "The bid of {bidder} for {lot} ({bid}) is awarded.",
    },
    "reason_opening_lost": {
        "nl": "De inschrijving van {bidder} voor {lot} ({bid}) is niet gegund.",
        "en": "The bid of {bidder} for {lot} ({bid}) is not awarded.",
    },
    "reason_opening_filtered": {
        "nl": "De inschrijving van {bidder} voor {lot} ({bid}) is terzijde gelegd en niet met de "
        "andere vergeleken.",
        "en": "The bid of {bidder} for {lot} ({bid}) was set aside and not compared with the "
        "others.",
    },
    # --- its place, and the winners
    "reason_place_score": {
        "nl": "Zij behaalde {score} punten en staat op plaats {rank} van {ranked}.",
        "en": "It scored {score} points and ranks {rank} of {ranked}.",
    },
    "reason_place_value": {
        "nl": "Zij vraagt {value} en staat op plaats {rank} van {ranked}.",
        "en": "It asks {value} and ranks {rank} of {ranked}.",
    },
    "reason_criteria": {
        "nl": "Per criterium behaalde zij: {own}.",
        "en": "By criterion it scored: {own}.",
    },
    "reason_criteria_beside": {
        "nl": "Per criterium behaalde zij: {own}; de laagst geplaatste winnaar: {lowest}.",
        "en": "By criterion it scored: {own}; the lowest-ranked winner: {lowest}.",
    },
    "reason_winners_none": {
        "nl": "In dit perceel is niets gegund.",
        "en": "Nothing is awarded in this lot.",
    },
    "reason_winners_one": {
        "nl": "In dit perceel won {lowest}.",
        "en": "In this lot {lowest} won.",
    },
    "reason_winners_more": {
        "nl": "In dit perceel wonnen {count} inschrijvingen; de laagst geplaatste is {lowest}.",
        "en": "In this lot {count} bids won; the lowest-ranked is {lowest}.",
    },
    "reason_winner_score": {
        "nl": "{bidder} ({score} punten)",
        "en": "{bidder} ({score} points)",
    },
    "reason_winner_value": {"nl": "{bidder} ({value})", "en": "{bidder} ({value})"},
    "reason_winner_bare": {"nl": "{bidder}", "en": "{bidder}"},
    "reason_and_more": {"nl": "{named} en nog {count}", "en": "{named} and {count} more"},
    "reason_and": {"nl": "{named} en {last}", "en": "{named} and {last}"},
    "reason_rule": {"nl": "regel {rules}", "en": "rule {rules}"},
    "reason_rules": {"nl": "de regels {rules}", "en": "rules {rules}"},
    # --- set aside
    "reason_invalid": {
        "nl": "Zij is geen geldige inschrijving.",
        "en": "It is not a valid bid.",
    },
    "reason_withdrawn": {
        "nl": "De inschrijver heeft haar ingetrokken.",
        "en": "The bidder withdrew it.",
    },
    "reason_excluded": {
        "nl": "Zij is bij de beoordeling uitgesloten.",
        "en": "It was excluded in the assessment.",
    },
    "reason_not_selected": {
        "nl": "De inschrijver is in de eerdere fase niet geselecteerd.",
        "en": "The bidder was not selected in the earlier phase.",
    },
    "reason_conflict_of_roles": {
        "nl": "Een organisatie in deze inschrijving neemt ook via een andere inschrijver deel; "
        "regel {rule} laat dat niet toe.",
        "en": "An organisation in this bid also takes part through another bidder, which rule "
        "{rule} does not allow.",
    },
    "reason_incomplete_package": {
        "nl": "Zij hoort bij een pakket dat niet compleet is: niet elke inschrijving ervan doet "
        "mee (regel {rule}).",
        "en": "It belongs to a package that is not complete: not every bid of it takes part (rule "
        "{rule}).",
    },
    "reason_refused": {
        "nl": "Zij voldoet niet aan regel {rule}. {evidence}",
        "en": "It does not meet rule {rule}. {evidence}",
    },
    # --- took part and lost
    "reason_full": {
        "nl": "Naast de winnaars is voor haar geen plaats.",
        "en": "There is no place for it beside the winners.",
    },
    "reason_added": {
        "nl": "Met haar erbij geldt voor regel {rule}: {evidence}",
        "en": "With it added, rule {rule} counts: {evidence}",
    },
    "reason_after_stop": {
        "nl": "De rangorde van dit perceel eindigt bij de eerste inschrijving die niet past, en "
        "zij staat daarachter.",
        "en": "The ranking of this lot ends at the first bid that does not fit, and it stands "
        "behind that one.",
    },
    "reason_tie": {
        "nl": "Een gunning met haar is volgens de gunningsmethode even goed; de vooraf "
        "gepubliceerde volgorde besliste ({step}).",
        "en": "An award with it is equally good under the award method; the order published "
        "beforehand decided ({step}).",
    },
    "reason_tie_unsettled": {
        "nl": "Een gunning met haar is volgens de gunningsmethode even goed, en de vooraf "
        "gepubliceerde volgorde maakt geen verschil; daarom besliste het nummer van de "
        "inschrijving.",
        "en": "An award with it is equally good under the award method, and the order published "
        "beforehand makes no difference; so the number of the bid decided.",
    },
    "reason_goal": {
        "nl": "De regels laten haar toe, maar de beste gunning met haar komt uit op {with_bid} en "
        "deze gunning op {award} ({goal}).",
        "en": "The rules admit it, but the best award with it reaches {with_bid} and this award "
        "{award} ({goal}).",
    },
    # --- passed over
    "reason_passed_score": {
        "nl": "Zij scoorde hoger dan {count} van de winnaars van dit perceel en is toch "
        "gepasseerd.",
        "en": "It scored higher than {count} of the winners of this lot and was passed over.",
    },
    "reason_passed_score_one": {
        "nl": "Zij scoorde hoger dan één van de winnaars van dit perceel en is toch gepasseerd.",
        "en": "It scored higher than one of the winners of this lot and was passed over.",
    },
    "reason_passed_value_one": {
        "nl": "Zij vraagt minder dan één van de winnaars van dit perceel en is toch gepasseerd.",
        "en": "It asks less than one of the winners of this lot and was passed over.",
    },
    "reason_passed_value": {
        "nl": "Zij vraagt minder dan {count} van de winnaars van dit perceel en is toch "
        "gepasseerd.",
        "en": "It asks less than {count} of the winners of this lot and was passed over.",
    },
    "reason_swap": {
        "nl": "Zij kan niet in de plaats komen van {winners}: dat is in strijd met {rules}.",
        "en": "It cannot take the place of {winners}: that would break {rules}.",
    },
    "reason_swap_lawful": {
        "nl": "In de plaats van {winners} mag zij van de regels komen, maar die gunning komt uit "
        "op {with_bid} en deze gunning op {award} ({goal}).",
        "en": "The rules let it take the place of {winners}, but that award reaches {with_bid} and "
        "this award {award} ({goal}).",
    },
    "reason_swap_equal": {
        "nl": "In de plaats van {winners} mag zij van de regels komen, en die gunning is volgens "
        "de gunningsmethode even goed.",
        "en": "The rules let it take the place of {winners}, and that award is equally good under "
        "the award method.",
    },
    "reason_behind": {
        "nl": "Bij gelijke stand is zij hoger geplaatst dan {winners}.",
        "en": "With an equal result it is ranked above {winners}.",
    },
    "reason_sequence_one": {
        "nl": "Nadat alle hoger geplaatste inschrijvingen waren beslist, laat {rules} haar geen "
        "plaats.",
        "en": "Once all higher-ranked bids were decided, {rules} leaves it no place.",
    },
    "reason_sequence": {
        "nl": "Nadat alle hoger geplaatste inschrijvingen waren beslist, laten {rules} haar samen "
        "geen plaats; geen van deze regels kan daarbij worden gemist.",
        "en": "Once all higher-ranked bids were decided, {rules} together leave it no place; none "
        "of these rules can be missed in that.",
    },
    "reason_at_that_moment": {
        "nl": "Op dat moment geldt met haar erbij voor regel {rule}: {evidence}",
        "en": "At that moment, with it added, rule {rule} counts: {evidence}",
    },
    "reason_unavoidable": {
        "nl": "Geen enkele toegestane gunning met ten minste {count} contracten biedt haar plaats.",
        "en": "No lawful award with at least {count} contracts has a place for it.",
    },
    "reason_avoidable": {
        "nl": "Toegestane gunningen met ten minste {count} contracten waarin zij wint bestaan wel, "
        "maar zij zijn volgens de gunningsmethode niet beter.",
        "en": "Lawful awards with at least {count} contracts in which it wins do exist, but they "
        "are not better under the award method.",
    },
    # --- won
    "reason_all_qualifying": {
        "nl": "Elke inschrijving op dit perceel die aan de eisen voldoet, wint.",
        "en": "Every bid for this lot that meets the requirements wins.",
    },
    "reason_override": {
        "nl": "Dit is een handmatige afwijking van de gepubliceerde regels. {rule}",
        "en": "This departs by hand from the published rules. {rule}",
    },
    "reason_needed": {
        "nl": "Zonder haar houdt deze gunning zich niet aan {rules}.",
        "en": "Without it this award does not keep {rules}.",
    },
    # --- sources
    "reason_source": {
        "nl": "Regel {rule}: {statement} Bron: {document}, “{quote}”",
        "en": "Rule {rule}: {statement} Source: {document}, “{quote}”",
    },
    "reason_note": {
        "nl": "(Het model tekent daarbij aan: {note})",
        "en": "(The model notes on this: {note})",
    },
    # --- margins
    "reason_margin_lost_score": {
        "nl": "Met {changes} punten had zij gewonnen, met {keeps} punten nog niet.",
        "en": "With {changes} points it would have won, with {keeps} points not yet.",
    },
    "reason_margin_won_score": {
        "nl": "Zij wint ook nog met {keeps} punten, en niet meer met {changes} punten.",
        "en": "It still wins with {keeps} points, and no longer with {changes} points.",
    },
    "reason_margin_lost_value": {
        "nl": "Voor {changes} had zij gewonnen, voor {keeps} nog niet.",
        "en": "At {changes} it would have won, at {keeps} not yet.",
    },
    "reason_margin_won_value": {
        "nl": "Zij wint ook nog voor {keeps}, en niet meer voor {changes}.",
        "en": "It still wins at {keeps}, and no longer at {changes}.",
    },
    "reason_margin_lost_own": {
        "nl": "Met {changes} had zij gewonnen; met haar {own} besliste het volgende doel of de "
        "volgorde bij gelijke stand.",
        "en": "With {changes} it would have won; with its {own} the next goal or the order of ties "
        "decided.",
    },
    "reason_margin_won_own": {
        "nl": "Met {changes} wint zij niet meer; met haar {own} besliste het volgende doel of de "
        "volgorde bij gelijke stand.",
        "en": "With {changes} it no longer wins; with its {own} the next goal or the order of ties "
        "decided.",
    },
    "reason_margin_equal": {
        "nl": "Bij precies {equal} beslist het volgende doel of de volgorde bij gelijke stand.",
        "en": "At exactly {equal} the next goal or the order of ties decides.",
    },
    "reason_points": {"nl": "{score} punten", "en": "{score} points"},
    "reason_margin_lost_off": {
        "nl": "Binnen de gepubliceerde schaal is er geen score waarmee zij zeker had gewonnen.",
        "en": "On the published scale there is no score with which it would surely have won.",
    },
    "reason_margin_won_off": {
        "nl": "Zij wint met elke score binnen de gepubliceerde schaal.",
        "en": "It wins with every score on the published scale.",
    },
    "reason_margin_lost_fixed": {
        "nl": "Ook een betere score had dit niet veranderd.",
        "en": "A better score would not have changed this either.",
    },
    "reason_margin_note": {
        "nl": "Bij deze marges verandert alleen het getal in de gunningsmethode; drempels, regels "
        "en andere inschrijvingen blijven gelijk.",
        "en": "In these margins only the number in the award method changes; thresholds, rules and "
        "other bids stay as they are.",
    },
}

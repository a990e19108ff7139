"""Faults between the parts of a tender, and in what-if changes."""

from award_opt.texts.shape import Texts, with_nearest

TENDER: Texts = {
    **with_nearest(
        {
            "unknown_name": {
                "nl": "`{value}` staat niet in {table}. Toegestaan: {allowed}. Verbeter de naam "
                "of voeg hem daar toe.",
                "en": "`{value}` is not in {table}. Allowed: {allowed}. Correct the name or add "
                "it there.",
            },
        }
    ),
    "id_twice": {
        "nl": "De id `{value}` staat er meer dan één keer. Geef elk onderdeel een eigen id.",
        "en": "The id `{value}` stands here more than once. Give each entry an id of its own.",
    },
    "twice": {
        "nl": "`{value}` staat er meer dan één keer. Houd er één.",
        "en": "`{value}` stands here more than once. Keep one.",
    },
    "reserved_word": {
        "nl": "`{value}` heeft in de volgorde bij gelijke stand al een betekenis. Kies een andere "
        "id voor dit criterium.",
        "en": "`{value}` already has a meaning in the order of ties. Choose another id for this "
        "criterion.",
    },
    "joins_and_follows": {
        "nl": "{value} doet mee en volgt ook. Een gemeente staat in municipalities of in "
        "following, niet in beide.",
        "en": "{value} both joins and follows. A municipality stands in municipalities or in "
        "following, not in both.",
    },
    "municipality_in_two": {
        "nl": "{municipality} ligt in twee gebieden: {areas}. Laat de gemeente in één gebied "
        "staan.",
        "en": "{municipality} is in two areas: {areas}. Leave the municipality in one area.",
    },
    "municipality_in_many": {
        "nl": "{municipality} ligt in meer dan twee gebieden: {areas}. Laat de gemeente in één "
        "gebied staan.",
        "en": "{municipality} is in more than two areas: {areas}. Leave the municipality in one "
        "area.",
    },
    "municipality_in_none": {
        "nl": "{municipality} ligt in geen enkel gebied van dit segment ({areas}). Voeg de "
        "gemeente toe aan één gebied, of noem de gemeenten van het segment in municipalities.",
        "en": "{municipality} is in none of the areas of this segment ({areas}). Add the "
        "municipality to one area, or list the municipalities of the segment in municipalities.",
    },
    "municipality_outside": {
        "nl": "{municipality} ligt in gebied {areas}, maar doet niet mee aan segment {segment}. "
        "Voeg de gemeente toe aan het segment of haal haar uit het gebied.",
        "en": "{municipality} is in area {areas} but does not join segment {segment}. Add the "
        "municipality to the segment or take it out of the area.",
    },
    "scale_empty": {
        "nl": "Het minimum ({minimum}) ligt niet onder het maximum ({maximum}). Verbeter de "
        "schaal.",
        "en": "The minimum ({minimum}) is not below the maximum ({maximum}). Correct the scale.",
    },
    "points_off_scale": {
        "nl": "Gevonden: {value}. Toegestaan: {minimum} tot en met {maximum}, volgens [scoring] "
        "in stappen van {step}. Verbeter dit getal of de schaal.",
        "en": "Found: {value}. Allowed: {minimum} up to and including {maximum}, by [scoring] in "
        "steps of {step}. Correct this number or the scale.",
    },
    "where_misspelt": {
        "nl": "De kolom `{value}` lijkt een verschrijving van `{nearest}`. Verbeter de naam, of "
        "noem de kolom anders als er iets anders is bedoeld.",
        "en": "The column `{value}` looks like a slip of `{nearest}`. Correct the name, or rename "
        "the column if something else is meant.",
    },
    "where_empty": {
        "nl": "Geen enkel perceel van de aanbesteding voldoet aan deze voorwaarden samen. "
        "Controleer welke gebieden en zorgvormen het segment heeft.",
        "en": "No lot of the tender meets these conditions together. Check which areas and care "
        "types the segment has.",
    },
    "rule_fault": {"nl": "{nl}", "en": "{en}"},
    "open_house_without_rule": {
        "nl": 'Een segment met procedure = "open_house" vraagt om een regel met kind = '
        '"all_qualifying". Voeg die toe, met haar bron.',
        "en": 'A segment with procedure = "open_house" needs a rule with kind = "all_qualifying". '
        "Add it, with its source.",
    },
    "cap_on_open_house": {
        "nl": "In {segments} wint elke geldige inschrijving; een regel {kind} kan daar niet "
        "gelden. Beperk where tot andere segmenten, of laat een van beide regels weg.",
        "en": "In {segments} every valid bid wins; a rule {kind} cannot hold there. Narrow where "
        "to other segments, or drop one of the two rules.",
    },
    "criterion_on_open_house": {
        "nl": "In {segments} wint elke geldige inschrijving en worden geen punten gegeven. Haal "
        "deze segmenten weg bij het criterium.",
        "en": "In {segments} every valid bid wins and no points are given. Take these segments "
        "out of the criterion.",
    },
    "lot_unscored": {
        "nl": "In perceel {value} wint elke geldige inschrijving, dus het heeft hier geen plaats. "
        "Haal het weg.",
        "en": "In lot {value} every valid bid wins, so it has no place here. Take it out.",
    },
    "lots_missing": {
        "nl": "De volgorde noemt niet: {lots}. Noem elk perceel met punten precies één keer, of "
        "laat lot_order weg om de gepubliceerde volgorde te houden.",
        "en": "The order leaves out: {lots}. Name each scored lot exactly once, or leave "
        "lot_order out to keep the published order.",
    },
    "goals_empty": {
        "nl": 'Er is geen gunningsmethode. Noem er ten minste één, zoals goals = ["total_score"]; '
        "een methode wordt nooit aangenomen.",
        "en": 'There is no award method. Name at least one goal, such as goals = ["total_score"]; '
        "a method is never assumed.",
    },
    "ties_empty": {
        "nl": "Er is geen volgorde bij gelijke stand. Noem er ten minste één stap van, zoals ties "
        '= ["score", "draw"].',
        "en": 'There is no order for ties. Name at least one step of it, such as ties = ["score", '
        '"draw"].',
    },
    "goal_on_open_house": {
        "nl": "Elke geldige inschrijving wint, dus er zijn geen punten om `{value}` op te "
        "bepalen. Haal dit doel weg.",
        "en": "Every valid bid wins, so there are no points to base `{value}` on. Take this goal "
        "out.",
    },
    "ranking_alone": {
        "nl": "Gevonden: {goals}. `ranking` beslist alles en staat alleen. Kies goals = "
        '["ranking"], of haal ranking weg.',
        "en": "Found: {goals}. `ranking` decides everything and stands alone. Choose goals = "
        '["ranking"], or take ranking out.',
    },
    "coverage_goal_without_rule": {
        "nl": "`most_coverage` telt de onderdelen van dekkingsregels die een doel zijn, en die "
        'zijn er niet. Zet if_short = "goal" bij een regel coverage, of haal dit doel weg.',
        "en": "`most_coverage` counts the cells of coverage rules that are a goal, and there are "
        'none. Put if_short = "goal" in a coverage rule, or take this goal out.',
    },
    "coverage_rule_without_goal": {
        "nl": "Deze dekkingsregel is een doel, maar `most_coverage` staat niet in award.goals. "
        'Voeg dat toe, of kies if_short = "fail" of "as_available".',
        "en": "This coverage rule is a goal, but `most_coverage` is not in award.goals. Add it, "
        'or choose if_short = "fail" or "as_available".',
    },
    "fill_contradicts": {
        "nl": 'fill = "up_to_cap" wil alle plaatsen vullen, en het eerste doel `{goal}` wil er zo '
        'min mogelijk. Zet fill = "may_stay_open" of kies een ander eerste doel.',
        "en": 'fill = "up_to_cap" wants all places filled, and the first goal `{goal}` as few as '
        'possible. Put fill = "may_stay_open" or choose another first goal.',
    },
    "set_form": {
        "nl": "Gevonden: `{value}`. Schrijf de id van de regel, een punt en het veld, zoals "
        '"S3-MAX.limit" = 18.',
        "en": "Found: `{value}`. Write the id of the rule, a point and the field, such as "
        '"S3-MAX.limit" = 18.',
    },
    "set_and_drop": {
        "nl": "De regel {value} wordt hier gewijzigd en ook weggelaten. Kies een van beide.",
        "en": "The rule {value} is both changed and dropped here. Choose one of the two.",
    },
    "set_fixed": {
        "nl": "Het veld `{value}` ligt vast. Laat de regel weg met drop en voeg een nieuwe toe "
        "met add.",
        "en": "The field `{value}` is fixed. Leave the rule out with drop and add a new one with "
        "add.",
    },
}

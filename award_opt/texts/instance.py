"""Instances whose tables contradict each other or the tender."""

from award_opt.texts.shape import Texts, with_nearest

INSTANCE: Texts = {
    **with_nearest(
        {
            "tender_differs": {
                "nl": "Deze instantie hoort bij `{value}`, en het model is {allowed}. Kies de map "
                "van deze aanbesteding of verbeter de id.",
                "en": "This instance belongs to `{value}`, and the model is {allowed}. Choose the "
                "folder of this tender or correct the id.",
            },
            "unknown_provider": {
                "nl": "`{value}` staat niet in de tabel providers. Daar staan: {allowed}. "
                "Verbeter de id of voeg de aanbieder toe.",
                "en": "`{value}` is not in the table providers, which holds: {allowed}. "
                "Correct the id or add the provider.",
            },
            "unknown_bidder": {
                "nl": "`{value}` staat niet als bidder in de tabel parties en niet als aanbieder "
                "in de tabel providers. Bekend zijn: {allowed}. Verbeter de id of voeg haar toe.",
                "en": "`{value}` is neither a bidder in the table parties nor a provider in "
                "the table providers. Known are: {allowed}. Correct the id or add it.",
            },
            "unknown_bid": {
                "nl": "De inschrijving `{value}` staat niet in de tabel bids. Daar staan: "
                "{allowed}. Verbeter de id of verwijder de rij.",
                "en": "The bid `{value}` is not in the table bids, which holds: {allowed}. Correct "
                "the id or remove the row.",
            },
            "unknown_segment": {
                "nl": "Het segment `{value}` staat niet in het model. Toegestaan: {allowed}. "
                "Verbeter de cel.",
                "en": "The segment `{value}` is not in the model. Allowed: {allowed}. Correct the "
                "cell.",
            },
            "unknown_area": {
                "nl": "`{value}` is geen gebied van segment {segment}. Toegestaan: {allowed}. "
                "Verbeter de cel.",
                "en": "`{value}` is no area of segment {segment}. Allowed: {allowed}. Correct the "
                "cell.",
            },
            "unknown_care_type": {
                "nl": "`{value}` is geen zorgvorm van segment {segment}. Toegestaan: {allowed}. "
                "Verbeter de cel of verwijder de rij.",
                "en": "`{value}` is no care type of segment {segment}. Allowed: {allowed}. "
                "Correct the cell or remove the row.",
            },
            "unknown_criterion": {
                "nl": "`{value}` is geen criterium van segment {segment}. Toegestaan: {allowed}. "
                "Verbeter de cel of verwijder de rij.",
                "en": "`{value}` is no criterion of segment {segment}. Allowed: {allowed}. "
                "Correct the cell or remove the row.",
            },
            "rule_names_unknown": {
                "nl": "De regel {rule} noemt `{value}`, en dat staat niet in kolom {column}. Daar "
                "staan: {allowed}. Verbeter de tabel, of de regel in het model.",
                "en": "The rule {rule} names `{value}`, and that is not in column {column}, which "
                "holds: {allowed}. Correct the table, or the rule in the model.",
            },
        }
    ),
    "not_eight_digits": {
        "nl": "Gevonden: `{value}`. Een KvK-nummer of AGB-code heeft acht cijfers. Excel laat "
        "nullen vooraan weg; maak de kolom tekst en zet ze terug.",
        "en": "Found: `{value}`. A KvK number or AGB code has eight digits. Excel drops leading "
        "zeros; make the column text and put them back.",
    },
    "owner_circle": {
        "nl": "De eigenaren vormen een kring: {value}. Maak owner leeg bij de bovenste aanbieder.",
        "en": "The owners form a circle: {value}. Clear owner at the topmost provider.",
    },
    "provider_again": {
        "nl": "`{value}` staat al bij inschrijver {bidder}. Noem elke aanbieder één keer per "
        "inschrijver.",
        "en": "`{value}` already stands with bidder {bidder}. Name each provider once for each "
        "bidder.",
    },
    "two_leads": {
        "nl": "Deze inschrijver heeft al een penvoerder in rij {first}. Toegestaan is één lead; "
        "maak de andere member of subcontractor.",
        "en": "This bidder already has a lead in row {first}. One lead is allowed; make the other "
        "a member or subcontractor.",
    },
    "shares_above": {
        "nl": "De aandelen van {bidder} zijn samen {sum}%. Toegestaan is 100%. Verbeter de "
        "aandelen.",
        "en": "The shares of {bidder} add up to {sum}%. 100% is allowed. Correct the shares.",
    },
    "shares_below": {
        "nl": "De aandelen van {bidder} zijn samen {sum}% en horen samen 100% te zijn. Verbeter "
        "ze, of laat één cel leeg: die aanbieder krijgt de rest.",
        "en": "The shares of {bidder} add up to {sum}% and should be 100%. Correct them, or leave "
        "one cell blank: that provider gets the rest.",
    },
    "shares_blank": {
        "nl": "Meer dan één aandeel van {bidder} is leeg, naast aandelen van samen {sum}%. Laat "
        "er ten hoogste één leeg (dat krijgt de rest), of allemaal (dan zijn ze onbekend).",
        "en": "More than one share of {bidder} is blank, beside shares of {sum}% together. Leave "
        "at most one blank (it gets the rest), or all (then they are unknown).",
    },
    "shares_unknown": {
        "nl": "De aandelen van {bidder} zijn niet ingevuld, en {reader} heeft ze nodig. Vul voor "
        "elke aanbieder van deze inschrijver het percentage van de waarde in.",
        "en": "The shares of {bidder} are not filled in, and {reader} needs them. Fill in the "
        "percentage of the value for each provider of this bidder.",
    },
    "bidder_without_bid": {
        "nl": "De inschrijver `{value}` heeft geen inschrijving in de tabel bids. Verbeter de id "
        "of verwijder de rijen van deze inschrijver.",
        "en": "The bidder `{value}` has no bid in the table bids. Correct the id or remove the "
        "rows of this bidder.",
    },
    "pair_again": {
        "nl": "`{value}` staat al bij inschrijving {bid}. Houd er één.",
        "en": "`{value}` already stands with bid {bid}. Keep one.",
    },
    "area_unwanted": {
        "nl": "Gevonden: `{value}`. Segment {segment} heeft geen gebieden. Maak de cel leeg.",
        "en": "Found: `{value}`. Segment {segment} has no areas. Clear the cell.",
    },
    "area_blank": {
        "nl": "De cel is leeg, en segment {segment} is verdeeld in gebieden. Kies: {allowed}.",
        "en": "The cell is blank, and segment {segment} is divided into areas. Choose: {allowed}.",
    },
    "score_unwanted": {
        "nl": "In segment {segment} wint elke geldige inschrijving en worden geen punten gegeven. "
        "Maak de cel leeg.",
        "en": "In segment {segment} every valid bid wins and no points are given. Clear the cell.",
    },
    "score_differs": {
        "nl": "Gevonden: {value}. Uit de tabel scores volgt {computed}, met de gepubliceerde "
        "gewichten en afronding. Maak de cel leeg of verbeter de scores.",
        "en": "Found: {value}. The table scores gives {computed}, by the published weights and "
        "rounding. Clear the cell or correct the scores.",
    },
    "not_a_level": {
        "nl": "Gevonden: {value}. Toegestaan zijn de gepubliceerde scores: {allowed}. Kies er een "
        "van.",
        "en": "Found: {value}. The published scores are allowed: {allowed}. Choose one of them.",
    },
    "criterion_missing": {
        "nl": "Inschrijving {value} heeft in de tabel scores geen score voor {criteria}. Voeg die "
        "rijen toe.",
        "en": "Bid {value} has no score for {criteria} in the table scores. Add those rows.",
    },
    "scores_needed": {
        "nl": "De scores per criterium zijn nodig voor {reader}. Voeg de tabel scores toe, met "
        "de kolommen bid, criterion en score.",
        "en": "The scores by criterion are needed by {reader}. Add the table scores, with the "
        "columns bid, criterion and score.",
    },
    "draw_again": {
        "nl": "Lotnummer {value} van perceel {lot} is al van inschrijving {other}. Elk lotnummer "
        "komt in een perceel één keer voor.",
        "en": "Draw number {value} of lot {lot} already belongs to bid {other}. A draw number "
        "stands once in a lot.",
    },
    "package_unruled": {
        "nl": "Gevonden: `{value}`. Het model heeft geen regel package, dus een label heeft geen "
        "betekenis. Maak de cel leeg of voeg de regel toe.",
        "en": "Found: `{value}`. The model has no package rule, so a label means nothing. Clear "
        "the cell or add the rule.",
    },
}

"""TOML files that do not parse, or do not fit their schema."""

from award_opt.texts.shape import Texts, with_nearest

TOML: Texts = {
    "toml_syntax": {
        "nl": "Dit is geen geldige TOML: {found}. Tekst staat tussen aanhalingstekens, een lijst "
        "tussen [ ], een tabel tussen {{ }}, en getallen staan los met een punt als decimaalteken.",
        "en": "This is not valid TOML: {found}. Text stands in quotation marks, a list in [ ], a "
        "table in {{ }}, and numbers stand bare with a decimal point.",
    },
    "toml_twice": {
        "nl": "Deze sleutel of tabel staat er twee keer: {found}. Houd er één.",
        "en": "This key or table stands here twice: {found}. Keep one.",
    },
    "toml_too_much": {
        "nl": "Een getal is te lang of de lijsten staan te diep in elkaar. Een getal heeft ten "
        "hoogste 15 cijfers voor de komma.",
        "en": "A number is too long, or lists are nested too deeply. A number has at most 15 "
        "digits before the decimal mark.",
    },
    "missing_key": {
        "nl": "Dit verplichte veld ontbreekt. Voeg `{key} = ...` toe.",
        "en": "This required field is missing. Add `{key} = ...`.",
    },
    **with_nearest(
        {
            "unknown_key": {
                "nl": "Het veld `{value}` bestaat hier niet. Toegestaan: {allowed}.",
                "en": "There is no field `{value}` here. Allowed: {allowed}.",
            },
            "unknown_kind": {
                "nl": "De regelsoort `{value}` bestaat niet. Toegestaan: {allowed}.",
                "en": "There is no rule kind `{value}`. Allowed: {allowed}.",
            },
            "not_one_of": {
                "nl": "Gevonden: `{value}`. Toegestaan: {allowed}. Kies een van deze waarden.",
                "en": "Found: `{value}`. Allowed: {allowed}. Choose one of these values.",
            },
        }
    ),
    "kind_missing": {
        "nl": 'Deze regel heeft geen soort. Voeg `kind = "..."` toe; `award-opt rules` noemt alle '
        "soorten.",
        "en": 'This rule has no kind. Add `kind = "..."`; `award-opt rules` lists all kinds.',
    },
    "want_integer": {
        "nl": "Gevonden: {value}. Hier hoort een geheel getal, zonder aanhalingstekens.",
        "en": "Found: {value}. A whole number belongs here, without quotation marks.",
    },
    "want_number": {
        "nl": "Gevonden: {value}. Hier hoort een getal, zonder aanhalingstekens en met een punt "
        "als decimaalteken.",
        "en": "Found: {value}. A number belongs here, without quotation marks and with a decimal "
        "point.",
    },
    "want_text": {
        "nl": "Gevonden: {value}. Hier hoort tekst tussen aanhalingstekens.",
        "en": "Found: {value}. Text in quotation marks belongs here.",
    },
    "want_list": {
        "nl": 'Gevonden: {value}. Hier hoort een lijst, zoals ["a", "b"].',
        "en": 'Found: {value}. A list belongs here, such as ["a", "b"].',
    },
    "want_table": {
        "nl": "Gevonden: {value}. Hier hoort een tabel, zoals {{ sleutel = waarde }}.",
        "en": "Found: {value}. A table belongs here, such as {{ key = value }}.",
    },
    "want_boolean": {
        "nl": "Gevonden: {value}. Hier hoort true of false, zonder aanhalingstekens.",
        "en": "Found: {value}. true or false belongs here, without quotation marks.",
    },
    "want_date": {
        "nl": "Gevonden: {value}. Hier hoort een datum, zoals 2024-02-01, zonder aanhalingstekens.",
        "en": "Found: {value}. A date belongs here, such as 2024-02-01, without quotation marks.",
    },
    "want_id": {
        "nl": "Gevonden: {value}. Een id begint met een letter of cijfer en bestaat uit letters, "
        "cijfers en de tekens _ . : - (geen spaties of accenten).",
        "en": "Found: {value}. An id starts with a letter or digit and consists of letters, "
        "digits and the characters _ . : - (no spaces or accents).",
    },
    "too_short": {
        "nl": "Gevonden: {value}. Leeg is hier niet toegestaan; vul ten minste één waarde in.",
        "en": "Found: {value}. Empty is not allowed here; give at least one value.",
    },
    "too_long": {
        "nl": "Gevonden: {value}. Toegestaan zijn {limit} tekens; kort de tekst in.",
        "en": "Found: {value}. {limit} characters are allowed; shorten the text.",
    },
    "out_of_bounds": {
        "nl": "Gevonden: {value}. Toegestaan: {bounds}. Vul een getal binnen deze grens in.",
        "en": "Found: {value}. Allowed: {bounds}. Give a number within this bound.",
    },
    "too_fine": {
        "nl": "Gevonden: {value}. De kleinste stap is {step}; rond af zoals gepubliceerd.",
        "en": "Found: {value}. The smallest step is {step}; round as published.",
    },
    "invalid": {
        "nl": "Gevonden: {value}. Dat past hier niet: {reason}.",
        "en": "Found: {value}. That does not fit here: {reason}.",
    },
    "odd_character": {
        "nl": "Teken {position} van `{value}` is het onzichtbare teken {character}. Typ de tekst "
        "opnieuw, zonder dat teken.",
        "en": "Character {position} of `{value}` is the invisible character {character}. Type the "
        "text again, without it.",
    },
}

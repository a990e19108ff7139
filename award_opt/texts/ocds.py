"""Releases of the Open Contracting Data Standard that cannot be read or written."""

from award_opt.texts.shape import Texts, with_nearest

OCDS: Texts = {
    # --- the file
    "ocds_not_json": {
        "nl": "Hier houdt het op JSON te zijn. Geef een release zoals die gepubliceerd is.",
        "en": "Here this stops being JSON. Give a release as it was published.",
    },
    "ocds_lines": {
        "nl": "Na de eerste release staat er nog meer. Geef één release per bestand.",
        "en": "More follows after the first release. Give one release in each file.",
    },
    "ocds_key_twice": {
        "nl": "De sleutel `{value}` staat twee keer in één object. Houd er één.",
        "en": "The key `{value}` stands twice in one object. Keep one.",
    },
    "ocds_number": {
        "nl": "`{value}` is geen getal in JSON. Schrijf het getal uit, of laat het veld weg.",
        "en": "`{value}` is no number in JSON. Write the number out, or leave the field out.",
    },
    "ocds_deep": {
        "nl": "Een getal is te lang of de objecten staan te diep in elkaar. Een release is enkele "
        "tientallen lagen diep.",
        "en": "A number is too long, or objects are nested too deeply. A release is a few dozen "
        "layers deep.",
    },
    "ocds_package": {
        "nl": "Dit is een pakket (`{key}`) met {count} onderdelen. Geef één release daaruit.",
        "en": "This is a package (`{key}`) of {count} entries. Give one release out of it.",
    },
    "ocds_not_release": {
        "nl": "Dit is geen release: er is geen `ocid`. Gevonden: {seen}.",
        "en": "This is no release: there is no `ocid`. Found: {seen}.",
    },
    # --- what a release lacks or contradicts
    "ocds_missing": {
        "nl": "Dit ontbreekt, en zonder is de inschrijving niet te lezen. Vul het in de release "
        "aan.",
        "en": "This is missing, and the bid cannot be read without it. Add it to the release.",
    },
    "ocds_no_bids": {
        "nl": "De release heeft geen inschrijvingen, dus er valt niets over te nemen.",
        "en": "The release has no bids, so there is nothing to take over.",
    },
    "ocds_twice": {
        "nl": "`{value}` staat er twee keer. Geef elk een eigen id.",
        "en": "`{value}` stands here twice. Give each an id of its own.",
    },
    "ocds_lot_blank": {
        "nl": "De inschrijving noemt geen perceel, en het model heeft er meer dan één: {allowed}.",
        "en": "The bid names no lot, and the model has more than one: {allowed}.",
    },
    "ocds_lots_many": {
        "nl": "Eén inschrijving op {lots} samen. Geef elke inschrijving één perceel; wat alleen "
        "samen gegund mag worden, krijgt hetzelfde kenmerk in de kolom package.",
        "en": "One bid for {lots} together. Give each bid one lot; what may only be awarded "
        "together gets the same label in the column package.",
    },
    **with_nearest(
        {
            "ocds_unknown_lot": {
                "nl": "Het model heeft geen perceel `{value}`. Het heeft: {allowed}.",
                "en": "The model has no lot `{value}`. It has: {allowed}.",
            },
        }
    ),
    "ocds_currency": {
        "nl": "De munt is {value}; verwacht is {currency}. Geef met --currency de ene munt van "
        "deze release; bedragen worden niet omgerekend.",
        "en": "The currency is {value}; {currency} is expected. Give the one currency of this "
        "release with --currency; amounts are not converted.",
    },
    "ocds_currency_code": {
        "nl": "`{value}` is geen munt. Schrijf de drie hoofdletters, zoals EUR.",
        "en": "`{value}` is no currency. Write its three capitals, such as EUR.",
    },
    "ocds_amount": {
        "nl": "Het bedrag {value} is negatief, te groot of fijner dan een cent.",
        "en": "The amount {value} is negative, too large or finer than a cent.",
    },
    "ocds_award_without_bid": {
        "nl": "Deze gunning aan {suppliers} hoort bij geen enkele geldige inschrijving. Noem de "
        "inschrijving in relatedBids.",
        "en": "This award to {suppliers} belongs to no valid bid. Name the bid in relatedBids.",
    },
    "ocds_differs": {
        "nl": "De release noemt {here}, en x_award noemt {there}. Herstel wat verkeerd is.",
        "en": "The release says {here}, and x_award says {there}. Mend the one that is wrong.",
    },
    "ocds_only_one": {
        "nl": "{value}: staat in de release of in x_award, maar niet in allebei.",
        "en": "{value}: stands in the release or in x_award, but not in both.",
    },
    # --- what a reader should know
    "ocds_numbered": {
        "nl": "De inschrijvingen hebben geen id; zij zijn genummerd op volgorde.",
        "en": "The bids have no ids; they are numbered in their order.",
    },
    "ocds_scale": {
        "nl": "`{value}` zegt niet of dit micro, klein, middelgroot of groot is; leeg gelaten.",
        "en": "`{value}` does not say micro, small, medium or large; left blank.",
    },
    "ocds_left_out": {
        "nl": "Niet overgenomen, want een instantie heeft er geen plaats voor: {paths}.",
        "en": "Not taken over, because an instance has no place for it: {paths}.",
    },
    "ocds_changed": {
        "nl": "De release is na het maken bewerkt: het controlegetal van de inschrijvingen is "
        "anders.",
        "en": "The release was edited after it was made: the digest of the bids differs.",
    },
    "ocds_imported": {
        "nl": "{bids} {bids:inschrijving|inschrijvingen} van {providers} "
        "{providers:aanbieder|aanbieders}, controlegetal {digest}",
        "en": "{bids} {bids:bid|bids} of {providers} {providers:provider|providers}, "
        "digest {digest}",
    },
    # --- writing
    "ocds_date_missing": {
        "nl": "Een release heeft een datum, en die verandert niet met de klok. Geef "
        "--date 2026-01-31.",
        "en": "A release has a date, which does not follow the clock. Give --date 2026-01-31.",
    },
    "ocds_date": {
        "nl": "`{value}` is geen datum. Schrijf 2026-01-31 of 2026-01-31T12:00:00+01:00.",
        "en": "`{value}` is no date. Write 2026-01-31 or 2026-01-31T12:00:00+01:00.",
    },
    "ocds_simulation": {
        "nl": "Dit is een simulatie en geen gunning. Maak de gunning zonder wat-als.",
        "en": "This is a simulation, not an award. Make the award without a what-if.",
    },
    "ocds_award_differs": {
        "nl": "De gunning is met een andere invoer gemaakt ({input}). Maak haar opnieuw met solve.",
        "en": "The award was made from another input ({input}). Make it again with solve.",
    },
    "ocds_value_long": {
        "nl": "Een bedrag in JSON houdt {limit} cijfers vast; dit heeft er meer.",
        "en": "An amount in JSON keeps {limit} digits; this one has more.",
    },
    "ocds_exported": {
        "nl": "release {ocid} met {bids} {bids:inschrijving|inschrijvingen} en {awards} "
        "{awards:gunning|gunningen}",
        "en": "release {ocid} with {bids} {bids:bid|bids} and {awards} {awards:award|awards}",
    },
    "ocds_placeholder": {
        "nl": "ocds-000000 is geen geregistreerd voorvoegsel. Geef voor publicatie --ocid met dat "
        "van uw organisatie.",
        "en": "ocds-000000 is no registered prefix. Give --ocid with that of your organisation "
        "before publishing.",
    },
    "ocds_needs_model": {
        "nl": "Geef met --model de aanbesteding waar deze inschrijvingen bij horen.",
        "en": "Give with --model the tender to which these bids belong.",
    },
}

"""Tables whose form is wrong, and cells that do not hold what their column asks."""

from award_opt.texts.shape import Texts, with_nearest

TABLES: Texts = {
    "table_empty": {
        "nl": "Het bestand is leeg. De eerste rij noemt de kolommen; mogelijk zijn {columns}.",
        "en": "The file is empty. The first row names the columns; possible are {columns}.",
    },
    "no_rows": {
        "nl": "De tabel heeft kolomnamen maar geen rijen. Vul ten minste één rij in.",
        "en": "The table has column names but no rows. Fill in at least one row.",
    },
    "sep_line": {
        "nl": "De eerste rij is `sep=...`, een aanwijzing voor Excel. Verwijder die rij en zet "
        "het scheidingsteken als delimiter in instance.toml.",
        "en": "The first row is `sep=...`, a hint for Excel. Remove that row and put the "
        "separator as delimiter in instance.toml.",
    },
    "one_column": {
        "nl": "De kopregel is één kolom: `{seen}`. Het scheidingsteken is nu `{delimiter}`; zet "
        'delimiter = "{other}" in instance.toml.',
        "en": "The header is one column: `{seen}`. The separator is now `{delimiter}`; put "
        'delimiter = "{other}" in instance.toml.',
    },
    "column_nameless": {
        "nl": "Kolom {number} heeft geen naam: `{seen}`. Geef haar een naam of verwijder de kolom.",
        "en": "Column {number} has no name: `{seen}`. Give it a name or remove the column.",
    },
    "column_twice": {
        "nl": "De kolom `{value}` staat er twee keer. Houd er één.",
        "en": "The column `{value}` stands here twice. Keep one.",
    },
    "column_missing": {
        "nl": "De verplichte kolom `{value}` ontbreekt. Gevonden: {seen}. Voeg de kolom toe of "
        "verbeter haar naam.",
        "en": "The required column `{value}` is missing. Found: {seen}. Add the column or correct "
        "its name.",
    },
    **with_nearest(
        {
            "column_unknown": {
                "nl": "De kolom `{value}` bestaat hier niet. Toegestaan: {allowed}. Verbeter de "
                "naam of verwijder de kolom.",
                "en": "There is no column `{value}` here. Allowed: {allowed}. Correct the name or "
                "remove the column.",
            },
            "column_needed": {
                "nl": "De kolom `{value}` is nodig voor {reader} en ontbreekt. Gevonden: "
                "{allowed}. Voeg de kolom toe.",
                "en": "The column `{value}` is needed by {reader} and is missing. Found: "
                "{allowed}. Add the column.",
            },
            "not_a_choice": {
                "nl": "Gevonden: `{value}`. Toegestaan: {allowed}. Kies een van deze waarden.",
                "en": "Found: `{value}`. Allowed: {allowed}. Choose one of these values.",
            },
        }
    ),
    "column_misspelt": {
        "nl": "De kolom `{value}` lijkt een verschrijving van `{nearest}`. Verbeter de naam, of "
        "noem de kolom anders als er iets anders is bedoeld.",
        "en": "The column `{value}` looks like a slip of `{nearest}`. Correct the name, or rename "
        "the column if something else is meant.",
    },
    "column_derived": {
        "nl": "Een kolom `{value}` is hier niet toegestaan: een perceel volgt uit segment en "
        "area, en zorgvormen staan in de tabel offers. Verwijder of hernoem de kolom.",
        "en": "A column `{value}` is not allowed here: a lot follows from segment and area, and "
        "care types stand in the table offers. Remove or rename the column.",
    },
    "ragged": {
        "nl": "Deze rij heeft {found} cellen, de kopregel {wanted}. Staat er een `{delimiter}` in "
        "een cel, zet die cel dan tussen aanhalingstekens.",
        "en": "This row has {found} cells, the header {wanted}. If a cell holds a `{delimiter}`, "
        "put that cell in quotation marks.",
    },
    "quotes_broken": {
        "nl": "Een aanhalingsteken opent hier een cel die niet goed sluit; de rest van het "
        'bestand is niet te lezen. Sluit de cel met ", en schrijf een aanhalingsteken in een cel '
        'als "".',
        "en": "A quotation mark opens a cell here that does not close well; the rest of the file "
        'cannot be read. Close the cell with ", and write a quotation mark inside a cell as "".',
    },
    "record_too_long": {
        "nl": "In deze rij staat een cel van meer dan {limit} tekens, of een aanhalingsteken dat "
        "niet sluit; de rest van het bestand is niet gelezen. Kort de cel in of sluit haar.",
        "en": "This row holds a cell of more than {limit} characters, or a quotation mark that "
        "does not close; the rest of the file was not read. Shorten the cell or close it.",
    },
    "too_many_rows": {
        "nl": "De tabel heeft meer dan {limit} rijen. Splits de aanbesteding.",
        "en": "The table has more than {limit} rows. Split the tender.",
    },
    "cell_too_long": {
        "nl": "De cel heeft {length} tekens: `{value}`. Toegestaan zijn {limit}; kort de cel in.",
        "en": "The cell has {length} characters: `{value}`. {limit} are allowed; shorten the cell.",
    },
    "blank": {
        "nl": "De cel is leeg. Vul haar in, of verwijder de rij.",
        "en": "The cell is blank. Fill it in, or remove the row.",
    },
    "scale_blank": {
        "nl": "De cel is leeg, en {reader} heeft de grootte van deze aanbieder nodig. Kies: "
        "{allowed}.",
        "en": "The cell is blank, and {reader} needs the scale of this provider. Choose: "
        "{allowed}.",
    },
    "blank_needed": {
        "nl": "De cel is leeg, en {reader} heeft haar nodig. Vul haar in; niets schrijf je als 0.",
        "en": "The cell is blank, and {reader} needs it. Fill it in; nothing is written as 0.",
    },
    "wrong_mark": {
        "nl": "Gevonden: `{value}`. Het decimaalteken is `{mark}` volgens instance.toml. Schrijf "
        'het getal zo en zonder teken voor duizendtallen, of zet decimal = "{other}" in '
        "instance.toml.",
        "en": "Found: `{value}`. The decimal mark is `{mark}` by instance.toml. Write the number "
        'so and without thousands marks, or put decimal = "{other}" in instance.toml.',
    },
    "not_a_number": {
        "nl": "Gevonden: `{value}`. Hier hoort een getal: ten hoogste 15 cijfers, dan eventueel "
        "`{mark}` en ten hoogste 9 cijfers; geen teken voor duizendtallen, geen €, geen %, geen "
        "exponent. Verbeter de cel of maak haar leeg.",
        "en": "Found: `{value}`. A number belongs here: at most 15 digits, then optionally "
        "`{mark}` and at most 9 digits; no thousands marks, no €, no %, no exponent. Correct the "
        "cell or clear it.",
    },
    "negative": {
        "nl": "Gevonden: `{value}`. Toegestaan is 0 of meer. Verbeter het getal.",
        "en": "Found: `{value}`. 0 or more is allowed. Correct the number.",
    },
    "off_range": {
        "nl": "Gevonden: `{value}`. Toegestaan: {minimum} tot en met {maximum}. Verbeter het "
        "getal.",
        "en": "Found: `{value}`. Allowed: {minimum} up to and including {maximum}. Correct the "
        "number.",
    },
    "too_many_decimals": {
        "nl": "Gevonden: `{value}`. De kleinste stap is {step}. Rond af zoals gepubliceerd.",
        "en": "Found: `{value}`. The smallest step is {step}. Round as published.",
    },
    "id_again": {
        "nl": "`{value}` staat al in rij {first}. Geef elke rij een eigen id, of verwijder er een.",
        "en": "`{value}` already stands in row {first}. Give each row an id of its own, or remove "
        "one.",
    },
}

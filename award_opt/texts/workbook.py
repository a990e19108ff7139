"""Excel workbooks: what is wrong with one from outside, and the help in one of our own."""

from award_opt.texts.shape import Texts, with_nearest

WORKBOOK: Texts = {
    # --- the file
    "workbook_none": {
        "nl": "Dit is geen Excel-werkmap. Sla het bestand in Excel op als Excel-werkmap (.xlsx).",
        "en": "This is no Excel workbook. Save the file in Excel as an Excel workbook (.xlsx).",
    },
    "workbook_old": {
        "nl": "Dit is een werkmap in het oude formaat (.xls). Sla haar op als Excel-werkmap "
        "(.xlsx).",
        "en": "This is a workbook in the old format (.xls). Save it as an Excel workbook (.xlsx).",
    },
    "workbook_other": {
        "nl": "Dit is een rekenblad in een ander formaat (.ods of .xlsb). Sla het op als "
        "Excel-werkmap (.xlsx).",
        "en": "This is a spreadsheet in another format (.ods or .xlsb). Save it as an Excel "
        "workbook (.xlsx).",
    },
    "workbook_strict": {
        "nl": "De werkmap is opgeslagen als 'Strict Open XML'. Sla haar op als gewone "
        "Excel-werkmap (.xlsx).",
        "en": "The workbook was saved as 'Strict Open XML'. Save it as an ordinary Excel workbook "
        "(.xlsx).",
    },
    "workbook_password": {
        "nl": "De werkmap is met een wachtwoord versleuteld. Haal het weg in Excel: Bestand, "
        "Info, Werkmap beveiligen, Versleutelen met wachtwoord.",
        "en": "The workbook is encrypted with a password. Remove it in Excel: File, Info, Protect "
        "Workbook, Encrypt with Password.",
    },
    "workbook_macros": {
        "nl": "De werkmap bevat een macro of een ingesloten object (`{value}`). Sla haar op als "
        "Excel-werkmap zonder macro's (.xlsx) en verwijder ingesloten objecten.",
        "en": "The workbook holds a macro or an embedded object (`{value}`). Save it as an Excel "
        "workbook without macros (.xlsx) and remove embedded objects.",
    },
    "workbook_links": {
        "nl": "De werkmap haalt gegevens van elders (`{value}`). Verbreek de koppelingen in Excel: "
        "Gegevens, Koppelingen bewerken, Koppeling verbreken.",
        "en": "The workbook takes data from elsewhere (`{value}`). Break the links in Excel: Data, "
        "Edit Links, Break Link.",
    },
    "workbook_unpacks": {
        "nl": "Uitgepakt wordt deze werkmap {size} MiB; toegestaan is {limit} MiB. Er is niets "
        "uitgepakt. Laat alleen de tabellen staan, of geef een map met CSV-bestanden.",
        "en": "Unpacked, this workbook takes {size} MiB; {limit} MiB is allowed. Nothing was "
        "unpacked. Keep only the tables, or give a folder with CSV files.",
    },
    "workbook_ratio": {
        "nl": "Het onderdeel `{value}` wordt bij het uitpakken {ratio} keer zo groot; toegestaan "
        "is {limit} keer. Er is niets uitgepakt. Kopieer de tabellen naar een nieuwe werkmap.",
        "en": "The part `{value}` grows {ratio} times when unpacked; {limit} times is allowed. "
        "Nothing was unpacked. Copy the tables to a new workbook.",
    },
    "workbook_entries": {
        "nl": "De werkmap bestaat uit {count} onderdelen; toegestaan zijn {limit}. Kopieer de "
        "tabellen naar een nieuwe werkmap.",
        "en": "The workbook consists of {count} parts; {limit} are allowed. Copy the tables to a "
        "new workbook.",
    },
    "workbook_twice": {
        "nl": "Het onderdeel `{value}` zit twee keer in de werkmap. Kopieer de tabellen naar een "
        "nieuwe werkmap.",
        "en": "The part `{value}` is in the workbook twice. Copy the tables to a new workbook.",
    },
    "workbook_packing": {
        "nl": "Het onderdeel `{value}` is ingepakt op een manier die Excel niet gebruikt. Open de "
        "werkmap in Excel en sla haar opnieuw op.",
        "en": "The part `{value}` is packed in a way that Excel does not use. Open the workbook in "
        "Excel and save it again.",
    },
    "workbook_broken": {
        "nl": "De werkmap is beschadigd ({reason}). Open haar in Excel en sla haar opnieuw op.",
        "en": "The workbook is damaged ({reason}). Open it in Excel and save it again.",
    },
    "workbook_memory": {
        "nl": "Het lezen van de werkmap vraagt meer dan {limit} MiB geheugen en is gestopt. Laat "
        "alleen de tabellen staan, of geef een map met CSV-bestanden.",
        "en": "Reading the workbook takes more than {limit} MiB of memory and was stopped. Keep "
        "only the tables, or give a folder with CSV files.",
    },
    "workbook_slow": {
        "nl": "Het lezen van de werkmap duurde langer dan {limit} seconden of brak af, en is "
        "gestopt. Laat alleen de tabellen staan, of geef een map met CSV-bestanden.",
        "en": "Reading the workbook took more than {limit} seconds or broke off, and was stopped. "
        "Keep only the tables, or give a folder with CSV files.",
    },
    "workbook_too_much": {
        "nl": "De cellen van de werkmap bevatten samen meer dan {limit} miljoen tekens. Geef een "
        "map met CSV-bestanden.",
        "en": "The cells of the workbook hold more than {limit} million characters together. Give "
        "a folder with CSV files.",
    },
    "workbook_disagree": {
        "nl": "Twee manieren om dit blad te lezen vinden niet evenveel cellen. Open de werkmap in "
        "Excel en sla haar opnieuw op.",
        "en": "Two ways of reading this sheet do not find the same number of cells. Open the "
        "workbook in Excel and save it again.",
    },
    # --- sheets
    **with_nearest(
        {
            "sheet_unknown": {
                "nl": "Het blad `{value}` hoort niet bij een instantie en zou niet worden gelezen. "
                "Toegestaan: {allowed}. Hernoem of verwijder het blad.",
                "en": "The sheet `{value}` is no part of an instance and would stay unread. "
                "Allowed: {allowed}. Rename or remove the sheet.",
            },
        }
    ),
    "sheet_missing": {
        "nl": "Het verplichte blad `{value}` ontbreekt. Gevonden: {seen}. Voeg het blad toe, of "
        "begin met `award-opt template`.",
        "en": "The required sheet `{value}` is missing. Found: {seen}. Add the sheet, or start "
        "from `award-opt template`.",
    },
    "sheet_hidden": {
        "nl": "Dit blad is verborgen. Maak het zichtbaar (rechtsklik op een tabblad, Zichtbaar "
        "maken) en kijk het na, of verwijder het.",
        "en": "This sheet is hidden. Unhide it (right-click a tab, Unhide) and look it over, or "
        "remove it.",
    },
    "row_hidden": {
        "nl": "Deze rij is verborgen maar zou meetellen. Maak haar zichtbaar, ook door een filter "
        "te wissen, of verwijder haar.",
        "en": "This row is hidden but would count. Unhide it, also by clearing a filter, or remove "
        "it.",
    },
    "column_hidden": {
        "nl": "Deze kolom is verborgen maar zou meetellen. Maak haar zichtbaar of verwijder haar.",
        "en": "This column is hidden but would count. Unhide or remove it.",
    },
    # --- cells
    "blank_field": {
        "nl": "De cel is leeg, en dit gegeven is verplicht. Vul haar in.",
        "en": "The cell is blank, and this fact is required. Fill it in.",
    },
    "cell_merged": {
        "nl": "Deze cellen zijn samengevoegd, en alleen de eerste heeft inhoud. Splits ze en vul "
        "elke cel.",
        "en": "These cells are merged, and only the first one holds anything. Unmerge them and "
        "fill each cell.",
    },
    "cell_formula": {
        "nl": "De cel bevat een formule. Plak haar als waarde: kopieer, en plak met Plakken "
        "speciaal, Waarden.",
        "en": "The cell holds a formula. Paste it as a value: copy, then Paste Special, Values.",
    },
    "cell_error": {
        "nl": "De cel bevat de fout `{value}`. Vul de juiste waarde in of maak de cel leeg.",
        "en": "The cell holds the error `{value}`. Fill in the right value or clear the cell.",
    },
    "cell_truth": {
        "nl": "De cel bevat WAAR of ONWAAR; hier hoort een tekst of een getal. Typ de waarde zelf.",
        "en": "The cell holds TRUE or FALSE; a text or a number belongs here. Type the value "
        "itself.",
    },
    "cell_date": {
        "nl": "De cel bevat een datum (`{value}`); hier hoort een getal. Excel maakt van `7-5` een "
        "datum. Zet de celeigenschap op Getal en typ het getal opnieuw.",
        "en": "The cell holds a date (`{value}`); a number belongs here. Excel turns `7-5` into a "
        "date. Format the cell as Number and type the number again.",
    },
    "cell_date_name": {
        "nl": "De cel bevat een datum (`{value}`); hier hoort een tekst. Excel maakt van `1-2` een "
        "datum. Zet de celeigenschap op Tekst en typ de waarde opnieuw.",
        "en": "The cell holds a date (`{value}`); a text belongs here. Excel turns `1-2` into a "
        "date. Format the cell as Text and type the value again.",
    },
    "cell_percent": {
        "nl": "De cel is een percentage: Excel bewaart `{value}` en toont honderd keer zo veel. "
        "Zet de celeigenschap op Getal en typ het getal zonder %.",
        "en": "The cell is a percentage: Excel keeps `{value}` and shows a hundred times as much. "
        "Format the cell as Number and type the number without %.",
    },
    "cell_text_number": {
        "nl": "De cel bevat de tekst `{value}`; hier hoort een getal. Zet de celeigenschap op "
        "Getal en typ het getal opnieuw, of kies Converteren naar getal.",
        "en": "The cell holds the text `{value}`; a number belongs here. Format the cell as Number "
        "and type the number again, or choose Convert to Number.",
    },
    "cell_number_name": {
        "nl": "De cel bevat het getal {value}; hier hoort een naam, en Excel kan nullen hebben "
        "weggelaten. Zet de celeigenschap op Tekst en typ de naam opnieuw.",
        "en": "The cell holds the number {value}; a name belongs here, and Excel may have dropped "
        "zeros. Format the cell as Text and type the name again.",
    },
    "cell_inexact": {
        "nl": "De cel bevat {value}, met meer cijfers dan Excel toont; zo'n getal komt uit een "
        "berekening. Rond af zoals gepubliceerd en typ het getal opnieuw.",
        "en": "The cell holds {value}, with more digits than Excel shows; such a number comes from "
        "a calculation. Round as published and type the number again.",
    },
    "number_beyond_excel": {
        "nl": "Gevonden: `{value}`. Excel bewaart ten hoogste 15 cijfers van een getal. Houd deze "
        "instantie in een map met CSV-bestanden.",
        "en": "Found: `{value}`. Excel keeps at most 15 digits of a number. Keep this instance in "
        "a folder with CSV files.",
    },
    # --- convert and template
    "output_exists": {
        "nl": "bestaat al en wordt niet overschreven; kies een nieuwe naam of verwijder het eerst.",
        "en": "exists and is not overwritten; choose a new name or remove it first.",
    },
    "output_not_xlsx": {
        "nl": "een werkmap krijgt een naam die eindigt op .xlsx; kies een andere naam.",
        "en": "a workbook has a name that ends in .xlsx; choose another name.",
    },
    "convert_no_model": {
        "nl": "Het model van deze invoer staat niet in {value}. Noem het met --model.",
        "en": "The model of this input is not at {value}. Name it with --model.",
    },
    "convert_differs": {
        "nl": "Wat geschreven zou worden, leest niet terug als dezelfde instantie; er is niets "
        "geschreven. Meld dit als fout in award-opt.",
        "en": "What would be written does not read back as the same instance; nothing was written. "
        "Report this as a fault of award-opt.",
    },
    "converted": {
        "nl": "{bids} {bids:inschrijving|inschrijvingen} van {providers} "
        "{providers:aanbieder|aanbieders}; controlegetal {digest}",
        "en": "{bids} {bids:bid|bids} of {providers} {providers:provider|providers}; "
        "digest {digest}",
    },
    "template_made": {
        "nl": "een lege werkmap voor {title}",
        "en": "an empty workbook for {title}",
    },
    "award_made": {
        "nl": "gunning met {winners} {winners:winnaar|winnaars} als werkmap",
        "en": "an award with {winners} {winners:winner|winners} as a workbook",
    },
    "award_inputs_differ": {
        "nl": "Deze gunning is gemaakt met andere invoer dan dit model en deze inschrijvingen. "
        "Geef de juiste, of laat --model weg.",
        "en": "This award was made from other inputs than this model and these bids. Give the "
        "right ones, or leave --model out.",
    },
    # --- what may be typed
    "choose": {
        "nl": "Kies een waarde uit de lijst; het blad lists noemt ze alle.",
        "en": "Choose a value from the list; the sheet lists names them all.",
    },
    "number_between": {
        "nl": "Geef een getal van {minimum} tot en met {maximum}.",
        "en": "Give a number from {minimum} up to and including {maximum}.",
    },
    "number_from": {
        "nl": "Geef een getal van {minimum} of meer.",
        "en": "Give a number of {minimum} or more.",
    },
    "whole_from": {
        "nl": "Geef een geheel getal van {minimum} of meer.",
        "en": "Give a whole number of {minimum} or more.",
    },
    # --- an award as a workbook
    "result_field": {"nl": "Gegeven", "en": "Fact"},
    "result_content": {"nl": "Inhoud", "en": "Content"},
    "result_tender": {"nl": "Aanbesteding", "en": "Tender"},
    "result_instance": {"nl": "Inschrijvingen", "en": "Bids"},
    "result_mode": {"nl": "Soort", "en": "Kind"},
    "result_award": {"nl": "gunning", "en": "award"},
    "result_simulation": {
        "nl": "SIMULATIE, geen gunning",
        "en": "SIMULATION, not an award",
    },
    "result_what_if": {"nl": "Wat-als", "en": "What-if"},
    "result_status": {"nl": "Uitkomst", "en": "Status"},
    "result_decided_by": {"nl": "Beslist door", "en": "Decided by"},
    "result_goals": {"nl": "de doelen", "en": "the goals"},
    "result_input": {"nl": "SHA-256 van {name}", "en": "SHA-256 of {name}"},
    "result_engine": {"nl": "Rekenmotor {name}", "en": "Engine {name}"},
    "result_segment": {"nl": "Segment", "en": "Segment"},
    "result_area": {"nl": "Gebied", "en": "Area"},
    "result_lot": {"nl": "Perceel", "en": "Lot"},
    "result_name": {"nl": "Naam", "en": "Name"},
    "result_rule": {"nl": "Regel", "en": "Rule"},
    "result_group": {"nl": "Onderdeel", "en": "Group"},
    "result_bid": {"nl": "Inschrijving", "en": "Bid"},
    "result_rank": {"nl": "Plaats", "en": "Rank"},
    "result_reason": {"nl": "Reden", "en": "Reason"},
    "result_yes": {"nl": "ja", "en": "yes"},
    "result_no": {"nl": "nee", "en": "no"},
    "result_found": {"nl": "Bereikt", "en": "Found"},
    "result_limit": {"nl": "Grens", "en": "Limit"},
    "result_slack": {"nl": "Ruimte", "en": "Slack"},
    "result_binding": {"nl": "Knelt", "en": "Binding"},
    "result_bound": {"nl": "Uiterste grens", "en": "Bound"},
    "result_proven": {"nl": "Bewezen", "en": "Proven"},
}

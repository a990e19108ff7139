"""Files and folders that cannot be read."""

from award_opt.texts.shape import Texts, with_nearest

FILES: Texts = {
    **with_nearest(
        {
            "file_missing": {
                "nl": "Dit bestand is er niet. Controleer de naam en de map.",
                "en": "There is no such file. Check its name and folder.",
            },
            "unknown_table": {
                "nl": "De tabel `{value}` hoort niet bij een instantie en zou niet worden "
                "gelezen. Toegestaan: {allowed}. Hernoem of verwijder het bestand.",
                "en": "The table `{value}` is no part of an instance and would stay unread. "
                "Allowed: {allowed}. Rename or remove the file.",
            },
        }
    ),
    "folder_missing": {
        "nl": "Deze map is er niet. Geef de map waarin instance.toml, providers.csv en bids.csv "
        "staan.",
        "en": "There is no such folder. Give the folder that holds instance.toml, providers.csv "
        "and bids.csv.",
    },
    "not_a_folder": {
        "nl": "Dit is een bestand; hier hoort een map met instance.toml, providers.csv en "
        "bids.csv, of een werkmap (.xlsx). Geef de map waarin het bestand staat.",
        "en": "This is a file; a folder with instance.toml, providers.csv and bids.csv, or a "
        "workbook (.xlsx), belongs here. Give the folder that holds the file.",
    },
    "is_folder": {
        "nl": "Dit is een map; hier hoort een bestand. Geef het bestand zelf.",
        "en": "This is a folder; a file belongs here. Give the file itself.",
    },
    "not_regular": {
        "nl": "Dit is geen gewoon bestand, maar bijvoorbeeld een apparaat of een pijp. Kopieer de "
        "inhoud naar een gewoon bestand.",
        "en": "This is no ordinary file but, for instance, a device or a pipe. Copy the content "
        "to an ordinary file.",
    },
    "link_loop": {
        "nl": "Deze koppeling verwijst in een kring naar zichzelf. Vervang haar door het bestand.",
        "en": "This link points to itself in a circle. Replace it by the file.",
    },
    "forbidden": {
        "nl": "Geen leesrechten. Geef deze gebruiker leesrechten op het bestand en de map.",
        "en": "No permission to read. Give this user permission to read the file and its folder.",
    },
    "unreadable": {
        "nl": "Het besturingssysteem kan dit niet lezen ({reason}). Controleer de schijf of maak "
        "een nieuwe kopie.",
        "en": "The operating system cannot read this ({reason}). Check the disk or make a new "
        "copy.",
    },
    "too_large": {
        "nl": "Het bestand is {size} MiB groot; toegestaan is {limit} MiB. Laat weg wat er niet "
        "in hoort.",
        "en": "The file is {size} MiB; {limit} MiB is allowed. Leave out what does not belong in "
        "it.",
    },
    "not_utf8": {
        "nl": "Byte {byte} op positie {offset} is geen UTF-8. Sla het bestand op als UTF-8.",
        "en": "Byte {byte} at offset {offset} is not UTF-8. Save the file as UTF-8.",
    },
    "not_utf8_table": {
        "nl": "Byte {byte} op positie {offset} is geen UTF-8. Sla het bestand in Excel op als "
        "'CSV UTF-8', of zet encoding = \"windows-1252\" in instance.toml als alle tabellen zo "
        "zijn opgeslagen.",
        "en": "Byte {byte} at offset {offset} is not UTF-8. Save the file in Excel as 'CSV "
        'UTF-8\', or put encoding = "windows-1252" in instance.toml if all tables were saved '
        "that way.",
    },
    "not_windows_1252": {
        "nl": "Byte {byte} op positie {offset} bestaat niet in Windows-1252, de codering die "
        "instance.toml noemt. Sla de tabellen op als 'CSV UTF-8' en laat encoding weg.",
        "en": "Byte {byte} at offset {offset} does not exist in Windows-1252, the encoding that "
        "instance.toml names. Save the tables as 'CSV UTF-8' and leave encoding out.",
    },
    "utf16_table": {
        "nl": "Het bestand is opgeslagen als UTF-16, dat Excel 'Unicode-tekst' noemt. Sla het in "
        "Excel op als 'CSV UTF-8'.",
        "en": "The file was saved as UTF-16, which Excel calls 'Unicode Text'. Save it in Excel as "
        "'CSV UTF-8'.",
    },
    "utf8_under_windows_1252": {
        "nl": "Het bestand begint met het kenmerk van UTF-8, maar instance.toml noemt "
        "windows-1252. Laat encoding weg uit instance.toml, of sla de tabel op als Windows-1252.",
        "en": "The file starts with the mark of UTF-8, but instance.toml names windows-1252. "
        "Leave encoding out of instance.toml, or save the table as Windows-1252.",
    },
    "more_findings": {
        "nl": "Er {count:is|zijn} nog {count} {count:bevinding|bevindingen} meer. "
        "Herstel eerst de bovenstaande.",
        "en": "There {count:is|are} {count} more {count:finding|findings}. Mend those above first.",
    },
}

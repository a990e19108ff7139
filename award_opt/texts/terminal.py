"""What the command line says of its own: interrupts and files that it writes."""

from __future__ import annotations

from award_opt.texts.shape import Texts

TERMINAL: Texts = {
    "interrupted": {
        "nl": "onderbroken voordat er een antwoord was; er is niets geschreven.",
        "en": "interrupted before there was an answer; nothing was written.",
    },
    "file_trouble": {
        "nl": "dit lukt niet ({reason}); er is niets geschreven.",
        "en": "this cannot be done ({reason}); nothing was written.",
    },
    "output_is_folder": {
        "nl": "is een map; noem een bestand om in te schrijven.",
        "en": "is a folder; name a file to write to.",
    },
    "output_folder_missing": {
        "nl": "de map waarin dit moet komen, bestaat niet; maak haar eerst.",
        "en": "the folder that should hold this does not exist; make it first.",
    },
    "output_no_folder_name": {
        "nl": "dit wordt een map, en {suffix} is de naam van een soort bestand. Noem een werkmap "
        "(.xlsx), een release (.json), een programma (.opb), of een map zonder {suffix}.",
        "en": "this becomes a folder, and {suffix} names a kind of file. Name a workbook (.xlsx), "
        "a release (.json), a program (.opb), or a folder without {suffix}.",
    },
    "verify_no_record": {
        "nl": "is geen map; een dossier is de map die `award-opt record` schrijft. Pak een zip "
        "eerst uit; geef bij een gunningsbestand eerst het model.",
        "en": "is not a folder; a record is the folder that `award-opt record` writes. Unpack a "
        "zip first; before an award file, give the model.",
    },
    "output_not_empty": {
        "nl": "bestaat al en is geen lege map; kies een nieuwe naam.",
        "en": "exists and is no empty folder; choose a new name.",
    },
}

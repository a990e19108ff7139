"""Texts about the store of a sweep, its workers, and the scenarios that were set aside."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Texts

SWEEP_STORE: Final[Texts] = {
    # --- the store
    "store_missing": {
        "nl": "hier is nog geen opslag van een doorrekening; begin er een met 'award-opt sweep "
        "... -o'.",
        "en": "there is no store of a sweep here yet; start one with 'award-opt sweep ... -o'.",
    },
    "store_foreign": {
        "nl": "dit bestand is geen opslag van een doorrekening; er is niets aan veranderd. Kies "
        "een andere map met -o.",
        "en": "this file is no store of a sweep; it was left as it is. Choose another folder with "
        "-o.",
    },
    "store_version": {
        "nl": "deze opslag heeft indeling {found} en dit programma kent {known}; er is niets aan "
        "veranderd. Kies een andere map met -o, of gebruik de versie die haar maakte.",
        "en": "this store has format {found} and this program knows {known}; it was left as it "
        "is. Choose another folder with -o, or use the version that made it.",
    },
    "store_corrupt": {
        "nl": "de opslag is beschadigd ({reason}); er is niets aan veranderd. Zet een reservekopie "
        "terug, of zet haar opzij en reken opnieuw: alles is na te rekenen.",
        "en": "the store is damaged ({reason}); it was left as it is. Put back a copy, or move it "
        "aside and sweep again: everything can be computed anew.",
    },
    "store_row_corrupt": {
        "nl": "uitkomst {key} is beschadigd. Draai de doorrekening nog eens: wat beschadigd is "
        "wordt opnieuw berekend, de rest blijft.",
        "en": "result {key} is damaged. Run the sweep again: what is damaged is computed anew, "
        "the rest stays.",
    },
    "store_busy": {
        "nl": "een andere doorrekening (proces {process}) schrijft in deze opslag. Wacht tot zij "
        "klaar is, stop haar, of kies een andere map met -o; --status en --export mogen altijd.",
        "en": "another sweep (process {process}) is writing to this store. Wait until it is done, "
        "stop it, or choose another folder with -o; --status and --export are always allowed.",
    },
    "store_full": {
        "nl": "de schijf is vol; alles wat al berekend was staat in de opslag. Maak ruimte en "
        "geef dezelfde opdracht nog eens: zij gaat verder waar zij was.",
        "en": "the disk is full; everything computed so far is in the store. Make room and give "
        "the same command again: it goes on where it was.",
    },
    "store_read_only": {
        "nl": "hier mag niet geschreven worden. Kies een map met -o waarin dat mag.",
        "en": "this place cannot be written to. Choose a folder with -o that can.",
    },
    "store_trouble": {
        "nl": "de opslag is niet te gebruiken: {reason}.",
        "en": "the store cannot be used: {reason}.",
    },
    "store_gone": {
        "nl": "de opslag is verwijderd terwijl de doorrekening liep. Zet een kopie terug, of begin "
        "opnieuw in een nieuwe map: alles is opnieuw te berekenen.",
        "en": "the store was removed while the sweep ran. Put back a copy, or start again in a new "
        "folder: everything can be computed anew.",
    },
    "store_differs": {
        "nl": "uitkomst {key} staat al anders in de opslag, en dezelfde invoer hoort dezelfde "
        "uitkomst te geven. Er is niets vervangen; meld dit.",
        "en": "result {key} is in the store with other content, and the same input should give "
        "the same result. Nothing was replaced; please report this.",
    },
    # --- scenarios that were set aside
    "aside_crash": {
        "nl": "het werkproces viel om ({exit}); opzij gezet",
        "en": "the worker process crashed ({exit}); set aside",
    },
    "aside_time": {
        "nl": "niet klaar binnen {seconds} seconden; opzij gezet",
        "en": "not done within {seconds} seconds; set aside",
    },
    "aside_memory": {
        "nl": "meer dan {megabytes} MB geheugen nodig; opzij gezet",
        "en": "needs more than {megabytes} MB of memory; set aside",
    },
    "aside_error": {
        "nl": "mislukt: {reason}; opzij gezet",
        "en": "failed: {reason}; set aside",
    },
    # --- workers
    "workers_lost": {
        "nl": "de werkprocessen vallen steeds om voordat zij iets uitrekenen ({reason}); wat al "
        "berekend was staat in de opslag.",
        "en": "the worker processes keep ending before they compute anything ({reason}); what was "
        "computed is in the store.",
    },
    "cluster_absent": {
        "nl": "voor --cluster is het pakket 'distributed' nodig: pip install 'award-opt[cluster]'. "
        "Zonder --cluster rekent deze machine met al haar kernen.",
        "en": "--cluster needs the package 'distributed': pip install 'award-opt[cluster]'. "
        "Without --cluster all cores of this machine are used.",
    },
    "cluster_address": {
        "nl": "'{value}' is geen adres: schrijf local, tcp://127.0.0.1:8786 of tls://host:8786.",
        "en": "'{value}' is no address: write local, tcp://127.0.0.1:8786 or tls://host:8786.",
    },
    "cluster_needs_tls": {
        "nl": "{value} ligt buiten deze machine, en inschrijvingen reizen niet onversleuteld: "
        "start scheduler en workers met --tls-ca-file, --tls-cert en --tls-key, en schrijf "
        "tls://{value}.",
        "en": "{value} is beyond this machine, and bids do not travel unencrypted: start scheduler "
        "and workers with --tls-ca-file, --tls-cert and --tls-key, and write tls://{value}.",
    },
    "cluster_tls_files": {
        "nl": "tls:// vraagt --tls-ca, --tls-cert en --tls-key, alle drie.",
        "en": "tls:// needs --tls-ca, --tls-cert and --tls-key, all three.",
    },
    "cluster_tls_refused": {
        "nl": "deze sleutel en certificaten zijn niet te gebruiken: {reason}.",
        "en": "this key and these certificates cannot be used: {reason}.",
    },
    "cluster_unreachable": {
        "nl": "op dit adres antwoordt geen scheduler binnen {seconds} seconden. Start er een met "
        "'dask scheduler', of rekent u op deze machine: --cluster local.",
        "en": "no scheduler answers at this address within {seconds} seconds. Start one with "
        "'dask scheduler', or use this machine: --cluster local.",
    },
    "cluster_no_workers": {
        "nl": "de scheduler heeft na {seconds} seconden nog geen workers. Start er met 'dask "
        "worker ADRES --nthreads 1'.",
        "en": "the scheduler has no workers after {seconds} seconds. Start some with 'dask worker "
        "ADDRESS --nthreads 1'.",
    },
    "cluster_versions": {
        "nl": "worker {worker} heeft {name} {found}, hier is het {wanted}; de uitkomsten zouden "
        "kunnen verschillen. Installeer overal dezelfde versie.",
        "en": "worker {worker} has {name} {found}, here it is {wanted}; results could differ. "
        "Install the same version everywhere.",
    },
    "cluster_no_package": {
        "nl": "een worker kent dit pakket niet ({reason}). Installeer award-opt[cluster] overal in "
        "dezelfde versie.",
        "en": "a worker does not know this package ({reason}). Install award-opt[cluster] of the "
        "same version everywhere.",
    },
    "cluster_deserted": {
        "nl": "al {seconds} seconden geen workers, of een scheduler die niet antwoordt; wat al "
        "berekend was staat in de opslag. Start workers en geef dezelfde opdracht nog eens: zij "
        "gaat verder waar zij was.",
        "en": "no workers for {seconds} seconds, or a scheduler that does not answer; what was "
        "computed is in the store. Start workers and give the same command again: it goes on "
        "where it was.",
    },
    "cluster_lost": {
        "nl": "de verbinding met de scheduler is weg ({reason}); wat al berekend was staat in de "
        "opslag. Geef dezelfde opdracht nog eens: zij gaat verder waar zij was.",
        "en": "the scheduler is gone ({reason}); what was computed is in the store. Give the same "
        "command again: it goes on where it was.",
    },
}

"""What writing, sealing and checking a record says, and the README inside it."""

from __future__ import annotations

from award_opt.texts.record_readme import README_EN, README_NL
from award_opt.texts.shape import Texts

RECORD: Texts = {
    "record_readme": {"nl": README_NL, "en": README_EN},
    "record_written": {
        "nl": "{path}: dossier geschreven, {files} bestanden.\n"
        "Maak dit controlegetal bekend (SHA-256 van tagmanifest-sha256.txt): {digest}",
        "en": "{path}: record written, {files} files.\n"
        "Publish this digest (SHA-256 of tagmanifest-sha256.txt): {digest}",
    },
    "record_proof_short": {
        "nl": "het bewijs in dit dossier toont minder dan de beste gunning; geef --time-limit meer"
        " seconden.",
        "en": "the proof in this record shows less than the best award; give --time-limit more"
        " seconds.",
    },
    "record_stands": {
        "nl": "Het dossier klopt.",
        "en": "The record stands.",
    },
    "record_stands_unproven": {
        "nl": "Niets in het dossier wijkt af, maar het bewijst niet dat deze gunning de beste is.",
        "en": "Nothing in the record differs, but it does not prove that this award is best.",
    },
    "record_fails": {
        "nl": "Het dossier klopt niet; verder dan hier is niet gekeken.",
        "en": "The record does not stand; nothing beyond this was checked.",
    },
    # --- what was checked
    "record_bag_stands": {
        "nl": "map: {files} bestanden, elk met het controlegetal dat erbij hoort, niets ernaast",
        "en": "bag: {files} files, each with its digest, and nothing beside them",
    },
    "record_digest": {
        "nl": "controlegetal van het dossier: {digest}",
        "en": "digest of the record: {digest}",
    },
    "record_no_signature": {
        "nl": "handtekening: geen; wie dit dossier maakte, blijkt er niet uit",
        "en": "signature: none; the record does not show who made it",
    },
    "record_signed": {
        "nl": "handtekening: van de gevraagde ondertekenaar, {fingerprint}",
        "en": "signature: by the signer asked for, {fingerprint}",
    },
    "record_signed_unchecked": {
        "nl": "handtekening: past bij sleutel {fingerprint}; geef --signer om te weten van wie",
        "en": "signature: fits key {fingerprint}; give --signer to know whose it is",
    },
    "record_inputs_read": {
        "nl": "invoer: aanbesteding {id}, {bids} inschrijvingen ({title})",
        "en": "inputs: tender {id}, {bids} bids ({title})",
    },
    "record_award_stands": {
        "nl": "gunning: {winners} winnaars; {rules} regels, {goals} doelen, volgorde en"
        " controlegetallen nagerekend",
        "en": "award: {winners} winners; {rules} rules, {goals} goals, ties and digests recomputed",
    },
    "record_follows": {
        "nl": "afgeleid: {files} bestanden opnieuw gemaakt en gelijk (programma, stand per regel,"
        " canonieke invoer)",
        "en": "derived: {files} files made again and equal (program, ledger, canonical inputs)",
    },
    "record_proof_optimal": {
        "nl": "bewijs: de methode kiest geen andere gunning ({steps} stappen, {leaves} bladeren)",
        "en": "proof: the method selects no other award ({steps} steps, {leaves} leaves)",
    },
    "record_proof_infeasible": {
        "nl": "bewijs: geen gunning volgt alle regels ({steps} stappen, {leaves} bladeren)",
        "en": "proof: no award keeps all rules ({steps} steps, {leaves} leaves)",
    },
    "record_proof_within": {
        "nl": "bewijs: alleen grenzen; hoogstens zo ver van de beste: {bounds}",
        "en": "proof: bounds alone; at most this far from the best: {bounds}",
    },
    "record_no_proof": {
        "nl": "bewijs: geen; de gunning noemt zich {status}",
        "en": "proof: none; the award calls itself {status}",
    },
    "record_conflicts_stand": {
        "nl": "conflicten: {conflicts}, elk bewezen voor precies de regels die het noemt; dat elk"
        " daarvan nodig is, is niet nagegaan",
        "en": "conflicts: {conflicts}, each proven for exactly the rules that it names; whether"
        " each is needed was not checked",
    },
    "record_ours": {
        "nl": "controleur en README: die van versie {version}",
        "en": "checker and README: those of version {version}",
    },
    "record_other_version": {
        "nl": "controleur, README en zinnen: van versie {version}, dit is {own}; niet vergeleken",
        "en": "checker, README and sentences: of version {version}, this is {own}; not compared",
    },
    "record_reasons_stand": {
        "nl": "redenen: {reasons}, één per inschrijving, nagegaan zover het zonder rekenmotor kan",
        "en": "reasons: {reasons}, one for each bid, recomputed as far as that takes no solver",
    },
    "record_reasons_none": {
        "nl": "redenen: geen, want er is geen bewezen gunning",
        "en": "reasons: none, as there is no proven award",
    },
    "record_sealed": {
        "nl": "zegel {digest}: regels, methode en volgorde zijn niet gewijzigd; lotnummers waren"
        " niet verzegeld",
        "en": "seal {digest}: rules, method and ties are unchanged; draw numbers were not sealed",
    },
    "record_sealed_draws": {
        "nl": "zegel {digest}: regels, methode, volgorde en lotnummers zijn niet gewijzigd",
        "en": "seal {digest}: rules, method, ties and draw numbers are unchanged",
    },
    "record_no_seal": {
        "nl": "zegel: geen; dat de regels voor de opening vaststonden, blijkt er niet uit",
        "en": "seal: none; the record does not show that the rules were fixed before opening",
    },
    # --- what is wrong with the folder
    "record_unfinished": {
        "nl": "dit is een dossier waarvan het schrijven is afgebroken; maak het opnieuw.",
        "en": "the writing of this record was interrupted; make it again.",
    },
    "record_no_folder": {
        "nl": "er is geen map met deze naam; geef de map van een dossier.",
        "en": "there is no folder of this name; give the folder of a record.",
    },
    "record_too_many_files": {
        "nl": "er staan meer dan {limit} bestanden in; een dossier heeft er veel minder.",
        "en": "it holds more than {limit} files; a record holds far fewer.",
    },
    "record_too_large": {
        "nl": "de bestanden zijn samen groter dan {limit} MiB.",
        "en": "the files are larger than {limit} MiB together.",
    },
    "record_link": {
        "nl": "dit is een koppeling; in een dossier staan alleen gewone bestanden.",
        "en": "this is a link; a record holds plain files only.",
    },
    "record_not_a_file": {
        "nl": "dit is een lege map of iets anders dan een gewoon bestand; dat hoort er niet in.",
        "en": "this is an empty folder or no plain file; it does not belong here.",
    },
    "record_not_a_bag": {
        "nl": "dit zegt niet dat de map een BagIt-map van versie 1.0 is.",
        "en": "this does not say that the folder is a BagIt bag of version 1.0.",
    },
    "record_file_missing": {
        "nl": "dit bestand ontbreekt; het hoort in {manifest} en in de map te staan.",
        "en": "this file is missing; it should stand in {manifest} and in the folder.",
    },
    "record_file_unlisted": {
        "nl": "dit bestand staat in de map, maar niet in {manifest}.",
        "en": "this file stands in the folder, but not in {manifest}.",
    },
    "record_file_differs": {
        "nl": "dit bestand past niet bij zijn controlegetal in {manifest}: een van beide is"
        " gewijzigd.",
        "en": "this file does not fit its digest in {manifest}: one of the two was changed.",
    },
    "record_file_unknown": {
        "nl": "dit bestand hoort niet in een dossier.",
        "en": "this file does not belong in a record.",
    },
    "record_manifest_malformed": {
        "nl": "dit is geen lijst van controlegetallen zoals een dossier die heeft.",
        "en": "this is no list of digests as a record has it.",
    },
    # --- signatures
    "record_key_unreadable": {
        "nl": "hierin staat geen Ed25519-sleutel die te lezen is, of hij is met een wachtwoord"
        " beveiligd; maak er een met ssh-keygen -t ed25519.",
        "en": "this holds no Ed25519 key that can be read, or it is protected by a passphrase; make"
        " one with ssh-keygen -t ed25519.",
    },
    "record_key_kind": {
        "nl": "dit is een sleutel van een andere soort; alleen Ed25519 gaat.",
        "en": "this is a key of another kind; only Ed25519 will do.",
    },
    "record_file_missing_signature": {
        "nl": "dit bestand van de handtekening ontbreekt.",
        "en": "this file of the signature is missing.",
    },
    "record_signature_malformed": {
        "nl": "dit bestand van de handtekening klopt niet, of past niet bij de sleutel.",
        "en": "this file of the signature is not as it should be, or does not fit the key.",
    },
    "record_signature_wrong": {
        "nl": "de handtekening past niet bij tagmanifest-sha256.txt: een van beide is gewijzigd.",
        "en": "the signature does not fit tagmanifest-sha256.txt: one of the two was changed.",
    },
    "record_unsigned": {
        "nl": "het dossier is niet getekend, en er is om een ondertekenaar gevraagd.",
        "en": "the record is not signed, and a signer was asked for.",
    },
    "record_other_signer": {
        "nl": "getekend met {fingerprint}; gevraagd was {wanted}.",
        "en": "signed with {fingerprint}; {wanted} was asked for.",
    },
    # --- contents
    "record_no_what_if": {
        "nl": "de gunning noemt de wat-als {name}; die staat hier niet.",
        "en": "the award names the what-if {name}, which does not stand here.",
    },
    "record_does_not_follow": {
        "nl": "dit bestand volgt niet uit de invoer en de gunning in dit dossier.",
        "en": "this file does not follow from the inputs and the award in this record.",
    },
    "record_versions_malformed": {
        "nl": "hier staat niet welke versie het dossier maakte.",
        "en": "this does not say which version made the record.",
    },
    "record_conflicts_malformed": {
        "nl": "dit is geen lijst van conflicten in canonieke JSON.",
        "en": "this is no list of conflicts in canonical JSON.",
    },
    "record_conflicts_differ": {
        "nl": "de conflicten die hier staan, en de bewijzen in deze map, horen niet bij elkaar.",
        "en": "the conflicts listed here and the proofs in this folder do not belong together.",
    },
    "record_conflict_differs": {
        "nl": "dit bewijst niet dat precies deze regels niet samengaan.",
        "en": "this does not prove that exactly these rules cannot be kept together.",
    },
    "record_not_ours": {
        "nl": "dit bestand is niet dat van versie {version}, die het dossier zou hebben gemaakt.",
        "en": "this file is not that of version {version}, which the record says it was made by.",
    },
    "record_reasons_malformed": {
        "nl": "dit is geen lijst van redenen in canonieke JSON.",
        "en": "this is no list of reasons in canonical JSON.",
    },
    "record_reason_missing": {
        "nl": "de reden voor inschrijving {bid} staat niet op haar plaats.",
        "en": "the reason for bid {bid} does not stand in its place.",
    },
    "record_reasons_number": {
        "nl": "er staan {found} redenen; het horen er {bids} te zijn.",
        "en": "it holds {found} reasons; there should be {bids}.",
    },
    "record_reason_differs": {
        "nl": "de reden voor inschrijving {bid} klopt niet: {field} wijkt af.",
        "en": "the reason for bid {bid} is not right: {field} differs.",
    },
    # --- seals
    "seal_written": {
        "nl": "{path}: zegel geschreven: {rules} regels, methode, volgorde, {draws} lotnummers.\n"
        "Maak dit controlegetal bekend voor de opening (SHA-256 van het bestand): {digest}",
        "en": "{path}: seal written: {rules} rules, method, ties, {draws} draw numbers.\n"
        "Publish this digest before opening (SHA-256 of the file): {digest}",
    },
    "seal_malformed": {
        "nl": "dit is geen zegel; `award-opt record seal` schrijft er een.",
        "en": "this is no seal; `award-opt record seal` writes one.",
    },
    "seal_other_tender": {
        "nl": "het zegel is van aanbesteding {sealed}; dit is {found}.",
        "en": "the seal is of tender {sealed}; this is {found}.",
    },
    "seal_rule_changed": {
        "nl": "regel {rule} is na de verzegeling gewijzigd.",
        "en": "rule {rule} was changed after sealing.",
    },
    "seal_rule_added": {
        "nl": "regel {rule} is na de verzegeling toegevoegd.",
        "en": "rule {rule} was added after sealing.",
    },
    "seal_rule_dropped": {
        "nl": "regel {rule} is na de verzegeling geschrapt.",
        "en": "rule {rule} was dropped after sealing.",
    },
    "seal_method_changed": {
        "nl": "de gunningsmethode (doelen, volgorde van percelen, criteria of scores) is na de"
        " verzegeling gewijzigd.",
        "en": "the award method (goals, lot order, criteria or scoring) was changed after sealing.",
    },
    "seal_ties_changed": {
        "nl": "de volgorde bij gelijke uitkomst is na de verzegeling gewijzigd.",
        "en": "the order of ties was changed after sealing.",
    },
    "seal_draws_changed": {
        "nl": "de lotnummers zijn na de verzegeling gewijzigd (verzegeld {sealed}, nu {found}).",
        "en": "the draw numbers were changed after sealing (sealed {sealed}, now {found}).",
    },
    "seal_model_changed": {
        "nl": "iets anders in het model (percelen, gebieden, namen of bronnen) is na de verzegeling"
        " gewijzigd.",
        "en": "something else in the model (segments, areas, names or sources) was changed after"
        " sealing.",
    },
    "record_unsealed": {
        "nl": "het dossier verwijst naar geen zegel, en er is er een gegeven.",
        "en": "the record refers to no seal, and one was given.",
    },
    "record_other_seal": {
        "nl": "dit is een ander zegel dan het gegevene.",
        "en": "this is another seal than the one given.",
    },
    "draws_no_column": {
        "nl": "de kolom {name} ontbreekt; nodig zijn bid en draw.",
        "en": "there is no column {name}; bid and draw are needed.",
    },
    "draws_wrong": {
        "nl": "inschrijving {bid} staat er twee keer, heeft geen naam of geen heel lotnummer.",
        "en": "bid {bid} stands twice, has no name, or its draw number is no whole number.",
    },
}

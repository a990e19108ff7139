"""What writing, sealing and checking a record says, and the README inside it."""

from __future__ import annotations

from award_opt.texts.shape import Texts

_README_NL = """# Dossier van een gunning

- Aanbesteding: {title} (`{id}`)
- Inschrijvingen: {instance}
- Controlegetal van de gunning (SHA-256 van `data/award.json`): `{award}`

Met deze map kan iedereen de gunning nagaan, zonder de rekenmotor te vertrouwen die haar bepaalde.
Een Engelse versie staat hieronder (*English version below*).

## Wat erin zit
| bestand | inhoud |
|---|---|
| `data/inputs/model.toml` | regels, methode en volgorde zoals gepubliceerd, met hun bronnen |
| `data/inputs/model.whatif.toml` | alleen bij een simulatie: de wijzigingen van de regels |
| `data/inputs/instance/` of `instance.xlsx` | de inschrijvingen, zoals aangeleverd |
| `data/inputs/among.json` | alleen na een selectie: de gunning van de eerdere fase |
| `data/inputs/tender.json`, `instance.json` | dezelfde inhoud als canonieke JSON |
| `data/award.json` | de gunning: winnaars, doelwaarden, volgorde, stand van elke regel |
| `data/ledger.json` | per regel en groep: geteld, grens, ruimte |
| `data/reasons.json` | de reden voor elke inschrijving, in het Nederlands en het Engels |
| `data/proof/` | het programma, het bewijs en de controleur `certificate.py` |
| `data/seal.json` | alleen als er verzegeld is: wat voor de opening vaststond |
| `data/versions.json` | waarmee gunning en dossier gemaakt zijn |
| `signature/` | alleen als er getekend is: handtekeningen en publieke sleutel |

## Nagaan zonder ons pakket
Werk in deze map; nodig zijn `sha256sum` en Python 3.11 of nieuwer.

1. Alle bestanden ongewijzigd? Beide opdrachten moeten overal `OK` geven:
   `sha256sum -c tagmanifest-sha256.txt` en `sha256sum -c manifest-sha256.txt`
2. Vergelijk `sha256sum tagmanifest-sha256.txt` met het getal dat bij de gunning bekend is gemaakt.
3. Klopt het bewijs? De controleur rekent in hele getallen en gebruikt alleen Python zelf:
   `python3 -I data/proof/certificate.py data/proof/program.json data/proof/certificate.json.gz`
   Er moet `VERIFIED optimal` staan (of `VERIFIED infeasible`: geen gunning volgt alle regels).
   Staat er `VERIFIED goals`, dan zijn alleen grenzen bewezen. Ontbreekt het bewijs, dan is niets
   bewezen.
4. Gaat het bewijs over deze winnaars? Dit moet `True` geven:
   `python3 -I -c "import gzip, json; p = json.load(open('data/proof/program.json')); \
c = json.load(gzip.open('data/proof/certificate.json.gz')); \
a = json.load(open('data/award.json')); \
print(sorted(p['bids'][j] for j in c.get('award', []) if j < len(p['bids'])) \
== [w['bid'] for w in a['winners']])"`
5. Gaat de gunning over deze inschrijvingen? `sha256sum data/inputs/tender.json` en
   `sha256sum data/inputs/instance.json` moeten de getallen onder `inputs` in `data/award.json`
   geven.
6. Handtekening, als de map `signature` er is. Zet de publieke sleutel die u van de aanbesteder
   kreeg, in een bestand `signers` op één regel: `award SLEUTEL`. Daarna:
   `ssh-keygen -Y verify -f signers -I award -n award-opt -s \
signature/tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt`
   of met OpenSSL 3:
   `openssl pkeyutl -verify -pubin -inkey signature/signer.pem -rawin -in tagmanifest-sha256.txt \
-sigfile signature/tagmanifest-sha256.txt.ed25519`

Wat dan nog vertrouwd wordt: de controleur (lees hem, hij is kort), en de vertaling van regels en
inschrijvingen naar `program.json`. Die rij voor rij nalezen kan: elke rij noemt haar regel.

## Nagaan met ons pakket
`award-opt verify DEZE_MAP` doet al het bovenstaande, bouwt het programma opnieuw uit de
inschrijvingen, leest elke regel een tweede keer op een andere manier, en gaat de redenen na. Er
komt geen rekenmotor aan te pas. Geef met `--signer` de sleutel en met `--seal` het zegel dat u zelf
bewaarde. De uitgangscode is 0 als alles klopt, 1 als er iets afwijkt en 3 als het bewijs minder
toont dan de beste gunning. Niet nagegaan wordt de bewering in een reden dat een passering niet te
vermijden was.
"""

_README_EN = """# Record of an award

- Tender: {title} (`{id}`)
- Bids: {instance}
- Digest of the award (SHA-256 of `data/award.json`): `{award}`

With this folder anyone can check the award without trusting the solver that found it.

## What is in it
| file | content |
|---|---|
| `data/inputs/model.toml` | rules, method and order of ties as published, with their sources |
| `data/inputs/model.whatif.toml` | for a simulation only: the changes of the rules |
| `data/inputs/instance/` or `instance.xlsx` | the bids, as they were handed in |
| `data/inputs/among.json` | after a selection only: the award of the earlier phase |
| `data/inputs/tender.json`, `instance.json` | the same content as canonical JSON |
| `data/award.json` | the award: winners, goal values, ties, the state of each rule |
| `data/ledger.json` | by rule and group: counted, limit, room |
| `data/reasons.json` | the reason for each bid, in Dutch and in English |
| `data/proof/` | the program, the proof and the checker `certificate.py` |
| `data/seal.json` | only where sealed: what was fixed before the bids were opened |
| `data/versions.json` | what award and record were made with |
| `signature/` | only where signed: signatures and public key |

## Check it without our package
Work in this folder, with `sha256sum` and Python 3.11 or newer.

1. Are all files unchanged? Both commands must say `OK` everywhere:
   `sha256sum -c tagmanifest-sha256.txt` and `sha256sum -c manifest-sha256.txt`
2. Compare `sha256sum tagmanifest-sha256.txt` with the number that was published with the award.
3. Does the proof stand? The checker works in whole numbers and needs nothing but Python:
   `python3 -I data/proof/certificate.py data/proof/program.json data/proof/certificate.json.gz`
   It must say `VERIFIED optimal` (or `VERIFIED infeasible`: no award keeps all rules). Where it
   says `VERIFIED goals`, bounds alone are proven. Where there is no proof, nothing is proven.
4. Is the proof about these winners? This must say `True`:
   `python3 -I -c "import gzip, json; p = json.load(open('data/proof/program.json')); \
c = json.load(gzip.open('data/proof/certificate.json.gz')); \
a = json.load(open('data/award.json')); \
print(sorted(p['bids'][j] for j in c.get('award', []) if j < len(p['bids'])) \
== [w['bid'] for w in a['winners']])"`
5. Is the award about these bids? `sha256sum data/inputs/tender.json` and
   `sha256sum data/inputs/instance.json` must give the numbers under `inputs` in `data/award.json`.
6. Signature, where there is a folder `signature`. Put the public key that the buyer gave you into a
   file `signers`, on one line: `award KEY`. Then:
   `ssh-keygen -Y verify -f signers -I award -n award-opt -s \
signature/tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt`
   or with OpenSSL 3:
   `openssl pkeyutl -verify -pubin -inkey signature/signer.pem -rawin -in tagmanifest-sha256.txt \
-sigfile signature/tagmanifest-sha256.txt.ed25519`

What is still trusted then: the checker (read it, it is short), and the translation of rules and
bids into `program.json`. That can be read row by row: each row names its rule.

## Check it with our package
`award-opt verify THIS_FOLDER` does all of the above, builds the program again from the bids, reads
each rule a second time in another way, and checks the reasons. No solver takes part. Give the key
with `--signer` and the seal that you kept yourself with `--seal`. The exit code is 0 where all is
right, 1 where anything differs, and 3 where the proof shows less than the best award. Not checked
is what a reason says of a pass-over that could not be avoided.
"""

RECORD: Texts = {
    "record_readme": {"nl": _README_NL, "en": _README_EN},
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

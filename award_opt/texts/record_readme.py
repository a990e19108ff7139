"""The README inside a record, for the auditor."""

from __future__ import annotations

README_NL = """# Dossier van een gunning

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
| `data/proof/conflicts.json`, `conflict-*` | alleen als geen gunning alle regels volgt: \
regels die niet samengaan, met bewijs |
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
   bewezen. Een bestand `conflict-*` gaat op dezelfde manier na; tussen haakjes staan de regels.
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

README_EN = """# Record of an award

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
| `data/proof/conflicts.json`, `conflict-*` | only where no award keeps all rules: \
rules that cannot be kept together, with proof |
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
   A file `conflict-*` is checked in the same way; its rules stand between brackets.
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

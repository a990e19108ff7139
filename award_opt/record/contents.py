"""What a record holds: its files by name, those copied and those that follow from them."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from award_opt import __version__, certificate
from award_opt.award import AwardFile, canonical
from award_opt.domain import Instance
from award_opt.instance import LAYOUTS, instance_content
from award_opt.program.program_file import rebuilt
from award_opt.reading import selected
from award_opt.record.bag import DECLARATION_FILE, INFO_FILE, MANIFEST, TAG_MANIFEST
from award_opt.record.signature import FILES as SIGNATURE_FILES
from award_opt.tender import Tender
from award_opt.texts import say

INPUTS, PROOF = "data/inputs/", "data/proof/"
MODEL, WHAT_IFS = f"{INPUTS}model.toml", f"{INPUTS}model.whatif.toml"
FOLDER, WORKBOOK = f"{INPUTS}instance", f"{INPUTS}instance.xlsx"
TABLES: Final = ("instance.toml", *(f"{name}.csv" for name in LAYOUTS))
AMONG, TENDER, INSTANCE = (f"{INPUTS}{name}.json" for name in ("among", "tender", "instance"))
AWARD, LEDGER, REASONS = "data/award.json", "data/ledger.json", "data/reasons.json"
PROGRAM, CERTIFICATE = f"{PROOF}program.json", f"{PROOF}certificate.json.gz"
CHECKER = f"{PROOF}certificate.py"
CONFLICTS, CONFLICT = f"{PROOF}conflicts.json", re.compile(rf"{PROOF}conflict-\d+\.json\.gz")
SEAL, VERSIONS, README = "data/seal.json", "data/versions.json", "README.md"
REQUIRED: Final = (MODEL, AWARD, REASONS, VERSIONS, TENDER, INSTANCE, LEDGER, PROGRAM)
OWN: Final = (CHECKER, README)  # of the version that wrote the record
OPTIONAL: Final = (WHAT_IFS, WORKBOOK, AMONG, CERTIFICATE, CONFLICTS, SEAL)
KNOWN: Final = frozenset(
    (
        *(*REQUIRED, *OWN, *OPTIONAL, *SIGNATURE_FILES),
        *(DECLARATION_FILE, INFO_FILE, MANIFEST, TAG_MANIFEST),
        *(f"{FOLDER}/{name}" for name in TABLES),
    )
)
PACKAGES = ("numpy", "pydantic")


@dataclass(frozen=True, slots=True)
class Decision:
    """An award with what it was made from."""

    tender: Tender
    instance: Instance
    award: AwardFile
    among: AwardFile | None = None


def copied(model: Path, instance: Path, award: AwardFile) -> dict[str, bytes]:
    """The input files as they are: model, what-ifs where used, instance."""
    files = {MODEL: model.read_bytes()}
    if award.what_if:
        files[WHAT_IFS] = model.with_suffix(".whatif.toml").read_bytes()
    if instance.is_dir():
        tables = [name for name in TABLES if (instance / name).is_file()]
        return {**files, **{f"{FOLDER}/{name}": (instance / name).read_bytes() for name in tables}}
    return {**files, WORKBOOK: instance.read_bytes()}


def following(decision: Decision) -> dict[str, bytes]:
    """The files that follow from the inputs and the award, whichever version writes them."""
    award, among = decision.award, decision.among
    program = rebuilt(decision.tender, decision.instance, selected(among))
    return {
        TENDER: decision.tender.content(),
        INSTANCE: instance_content(decision.instance),
        LEDGER: canonical([line.model_dump() for line in award.ledger]) + b"\n",
        PROGRAM: program,
        **({} if among is None else {AMONG: among.to_bytes()}),
    }


def own(decision: Decision) -> dict[str, bytes]:
    """The files of this version of the package: the checker and the README for the auditor."""
    award = decision.award
    facts = {"award": award.digest(), "instance": award.instance, "id": award.tender}
    title = decision.tender.title
    readme = [
        say("record_readme", "nl", {**facts, "title": title.nl}),
        say("record_readme", "en", {**facts, "title": title.en}),
    ]
    checker = Path(certificate.__file__).read_bytes()
    return {CHECKER: checker, README: "\n".join(readme).encode()}


class Versions(BaseModel):
    """Which versions made the award and the record."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    award_opt: str
    engines: dict[str, str]
    packages: dict[str, str]
    python: str

    def to_bytes(self) -> bytes:
        """The canonical bytes."""
        return canonical(self.model_dump()) + b"\n"


def versions(award: AwardFile) -> Versions:
    """The versions that made an award, and those that run here."""
    return Versions(
        award_opt=__version__,
        engines=award.engine,
        packages={name: metadata.version(name) for name in PACKAGES},
        python=platform.python_version(),
    )


def written_by(data: bytes, award: AwardFile) -> str | None:
    """The version of this package that wrote a record; ``None`` where the file is not right."""
    try:
        found = Versions.model_validate_json(data)
    except ValidationError:
        return None
    right = found.engines == award.engine and sorted(found.packages) == sorted(PACKAGES)
    return found.award_opt if right and found.to_bytes() == data else None

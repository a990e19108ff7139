"""Check a record offline: each step in turn, up to the first thing that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from award_opt import __version__, certificate
from award_opt.award import AwardFile
from award_opt.check import verify as award_findings
from award_opt.errors import AwardOptError, CheckError, Fact, Finding
from award_opt.exact import unscaled
from award_opt.instance import read_instance
from award_opt.record import contents, signature
from award_opt.record.bag import MANIFEST, MOST_LISTED, TAG_MANIFEST, digests, sha256, unfinished
from award_opt.record.conflicts import check_conflicts
from award_opt.record.contents import Decision
from award_opt.record.facts import Retell, check_reasons
from award_opt.record.seal import changes, read_seal
from award_opt.tender import read_tender
from award_opt.what_if import apply, read_what_ifs

STEPS: Final = (
    *("bag", "signature", "inputs", "award", "following"),
    *("proof", "conflicts", "own", "reasons", "seal"),
)


@dataclass(frozen=True, slots=True)
class Examined:
    """What was checked, and the first thing that differs.

    Parameters
    ----------
    checked
        A message for each thing that was found right, in order.
    found
        What the first step that failed has against the record; empty when the record stands.
    step
        That step.
    proven
        Whether the proof shows that the award is best, or that none is lawful.
    digest
        The SHA-256 of the tag manifest, which stands for the whole record; empty where the bag
        itself is not sound.
    files
        How many files the bag holds.
    """

    checked: tuple[Finding, ...]
    found: tuple[Finding, ...]
    step: str | None
    proven: bool
    digest: str = ""
    files: int = 0


def verify(
    folder: Path, retell: Retell, signer: Path | None = None, seal: Path | None = None
) -> Examined:
    """Check a whole record; ``signer`` and ``seal`` are what the auditor holds beside it.

    Raises
    ------
    InputError
        The public key or the seal of the auditor cannot be read.
    """
    if signer is not None:
        signature.public_key(signer)
    if seal is not None:
        read_seal(seal)
    if unfinished(folder):
        return Examined((), (Finding(str(folder), "record_unfinished"),), "bag", False)
    return examine(folder, retell, signer, seal)


def examine(
    folder: Path, retell: Retell, signer: Path | None = None, seal: Path | None = None
) -> Examined:
    """As ``verify``, but for a record that is still being written as well."""
    work = _Record(folder, retell, signer, seal)
    checked: list[Finding] = []
    found: tuple[Finding, ...] = ()
    failed = None
    for step in STEPS:
        try:
            checked += getattr(work, step)()
        except AwardOptError as error:
            found, failed = error.findings, step
            break
    digest = work.names.get(TAG_MANIFEST, "")
    return Examined(tuple(checked), found, failed, work.proven, digest, len(work.names))


def _line(code: str, **facts: Fact) -> Finding:
    return Finding("record", code, facts)


class _Record:
    """A record under examination; each step yields what it found right, or raises."""

    def __init__(
        self, folder: Path, retell: Retell, signer: Path | None, seal: Path | None
    ) -> None:
        self.folder, self.retell, self.signer, self.own_seal = folder, retell, signer, seal
        self.names: dict[str, str] = {}
        self.proven = False

    def _data(self, name: str, most: int = -1) -> bytes:
        """The bytes of a file, or the first ``most`` of them."""
        with (self.folder / name).open("rb") as file:
            return file.read(most)

    def _wrong(self, file: str, code: str, **facts: Fact) -> CheckError:
        return CheckError([Finding(f"{self.folder}/{file}", code, facts)])

    # --- steps

    def bag(self) -> Iterator[Finding]:
        """Every file is listed with its digest, nothing is missing and nothing is there beside."""
        self.names = digests(self.folder)
        for name in contents.REQUIRED + contents.OWN:
            if name not in self.names:
                raise self._wrong(name, "record_file_missing", manifest=MANIFEST)
        for name in self.names:
            if name not in contents.KNOWN and not contents.CONFLICT.fullmatch(name):
                raise self._wrong(name, "record_file_unknown")
        yield _line("record_bag_stands", files=len(self.names))
        yield _line("record_digest", digest=self.names[TAG_MANIFEST])

    def signature(self) -> Iterator[Finding]:
        """The signature fits, and is of the signer that was asked for."""
        files = {
            name: self._data(name, MOST_LISTED) for name in signature.FILES if name in self.names
        }
        if not files:
            if self.signer is not None:
                raise self._wrong(signature.SSH, "record_unsigned")
            yield _line("record_no_signature")
            return
        raw = signature.signer(self._data(TAG_MANIFEST), files)
        fingerprint = signature.fingerprint(raw)
        if self.signer is None:
            yield _line("record_signed_unchecked", fingerprint=fingerprint)
            return
        wanted = signature.public_key(self.signer)
        if wanted != raw:
            facts = {"fingerprint": fingerprint, "wanted": signature.fingerprint(wanted)}
            raise self._wrong(signature.PUBLIC, "record_other_signer", **facts)
        yield _line("record_signed", fingerprint=fingerprint)

    def inputs(self) -> Iterator[Finding]:
        """Model, what-ifs, instance and award can be read."""
        instance = self.decision.instance
        names = {"id": instance.tender, "title": instance.title}
        yield _line("record_inputs_read", bids=len(instance.bids), **names)

    @cached_property
    def decision(self) -> Decision:
        """The award with its inputs, as read from the record."""
        award = AwardFile.read(self.folder / contents.AWARD)
        tender = read_tender(self.folder / contents.MODEL)
        if award.what_if:
            known = read_what_ifs(self.folder / contents.WHAT_IFS)
            for name in award.what_if:
                if name not in known:
                    raise self._wrong(contents.WHAT_IFS, "record_no_what_if", name=name)
                tender = apply(tender, known[name])
        place = contents.WORKBOOK if contents.WORKBOOK in self.names else contents.FOLDER
        instance = read_instance(self.folder / place, tender)
        among = self.folder / contents.AMONG
        earlier = AwardFile.read(among) if contents.AMONG in self.names else None
        return Decision(tender, instance, award, earlier)

    def award(self) -> Iterator[Finding]:
        """The award keeps all rules, and its values, ties and digests are right."""
        made = self.decision
        found = award_findings(made.tender, made.instance, made.award, made.among)
        if found:
            place = f"{self.folder}/{contents.AWARD}"
            raise CheckError(Finding(f"{place}: {f.place}", f.code, f.facts) for f in found)
        facts = {"rules": len(made.tender.rules), "goals": len(made.award.goals)}
        yield _line("record_award_stands", winners=len(made.award.winners), **facts)

    def following(self) -> Iterator[Finding]:
        """The files that follow from inputs and award are what they should be."""
        right = contents.following(self.decision)
        for name, data in right.items():
            if name not in self.names or self.names[name] != sha256(data):
                raise self._wrong(name, "record_does_not_follow")
        for name in (contents.AMONG, contents.WHAT_IFS):
            used = name in right or (name == contents.WHAT_IFS and self.decision.award.what_if)
            if name in self.names and not used:
                raise self._wrong(name, "record_file_unknown")
        yield _line("record_follows", files=len(right))

    def proof(self) -> Iterator[Finding]:
        """The certificate shows what the award claims, or the record says how much it shows."""
        made = self.decision
        if contents.CERTIFICATE not in self.names:
            yield _line("record_no_proof", status=made.award.status)
            return
        data = self._data(contents.CERTIFICATE, certificate.LARGEST_FILE + 1)
        try:
            verdict = certificate.check(made.tender, made.instance, made.award, data, made.among)
        except certificate.Refused as refusal:
            code = f"refused_{refusal.code}"
            raise self._wrong(contents.CERTIFICATE, code, **refusal.facts) from refusal
        if verdict.claim == "goals":
            yield _line("record_proof_within", bounds=_gaps(verdict, made.award))
            return
        self.proven = made.award.status in ("optimal", "infeasible")
        done = verdict.done
        facts = {"steps": done.steps, "leaves": done.leaves}
        yield _line(f"record_proof_{verdict.claim}", **facts)

    def conflicts(self) -> Iterator[Finding]:
        """Every conflict is proven for exactly its members; none stands beside a lawful award."""
        files = [name for name in self.names if contents.CONFLICT.fullmatch(name)]
        listed = contents.CONFLICTS in self.names
        beside = [*([contents.CONFLICTS] if listed else []), *files]
        if beside and not (listed and self.decision.award.status == "infeasible"):
            raise self._wrong(beside[0], "record_file_unknown")
        if not listed:
            return
        most = certificate.LARGEST_FILE + 1
        found = check_conflicts(
            f"{self.folder}/{contents.PROOF}",
            self._data(contents.PROGRAM),
            self._data(contents.CONFLICTS, MOST_LISTED),
            {name.removeprefix(contents.PROOF): self._data(name, most) for name in files},
        )
        yield _line("record_conflicts_stand", conflicts=len(list(found)))

    def own(self) -> Iterator[Finding]:
        """Checker and README are those of this version, where this version wrote the record."""
        version = self._version
        if version is None:
            raise self._wrong(contents.VERSIONS, "record_versions_malformed")
        if version != __version__:
            yield _line("record_other_version", version=version, own=__version__)
            return
        for name, data in contents.own(self.decision).items():
            if self.names[name] != sha256(data):
                raise self._wrong(name, "record_not_ours", version=version)
        yield _line("record_ours", version=version)

    @cached_property
    def _version(self) -> str | None:
        """The version of this package that wrote the record."""
        data = self._data(contents.VERSIONS, MOST_LISTED)
        return contents.written_by(data, self.decision.award)

    def reasons(self) -> Iterator[Finding]:
        """Every bid has one reason, and its facts are right; its sentences are of one version."""
        retell = self.retell if self._version == __version__ else None
        count = check_reasons(self.decision, self._data(contents.REASONS), retell)
        yield _line("record_reasons_stand" if count else "record_reasons_none", reasons=count)

    def seal(self) -> Iterator[Finding]:
        """Nothing that was sealed before opening has changed since."""
        if contents.SEAL not in self.names:
            if self.own_seal is not None:
                raise self._wrong(contents.SEAL, "record_unsealed")
            yield _line("record_no_seal")
            return
        seal = read_seal(self.folder / contents.SEAL)
        digest = self.names[contents.SEAL]
        if self.own_seal is not None and read_seal(self.own_seal).digest() != digest:
            raise self._wrong(contents.SEAL, "record_other_seal")
        changed = changes(seal, self.decision.tender, self.decision.instance)
        if changed:
            raise CheckError(changed)
        code = "record_sealed_draws" if seal.draws is not None else "record_sealed"
        yield _line(code, digest=digest)


def _gaps(verdict: certificate.Verdict, award: AwardFile) -> str:
    """Goal by goal, how much better another award might be."""
    rows = zip(award.goals, verdict.values, verdict.bounds, strict=False)
    return ", ".join(
        f"{goal.goal} {unscaled(bound - value, len(goal.value.partition('.')[2]))}"
        for goal, value, bound in rows
    )

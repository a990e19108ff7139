"""Releases and notices: the forms of ``convert`` that others publish and read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from award_opt.cli.stream import (
    complain,
    require_folder,
    require_new_folder,
    write_atomically,
    write_folder,
)
from award_opt.errors import Finding, InputError
from award_opt.texts import Lang, say

JSON, XML = ".json", ".xml"


@dataclass(frozen=True, slots=True)
class Publishing:
    """What a release needs that neither the model nor the bids hold."""

    date: str | None = None
    ocid: str | None = None
    award: Path | None = None
    currency: str = "EUR"


def to_release(lang: Lang, source: Path, output: Path, model: Path, publishing: Publishing) -> str:
    """Write the release of an instance, and say what it holds."""
    from award_opt.award import AwardFile
    from award_opt.instance import read_tables
    from award_opt.ocds import Dated, export, to_bytes
    from award_opt.tender import read_tender

    require_folder(output)
    if publishing.date is None:
        raise InputError([Finding("--date", "ocds_date_missing")])
    dated = Dated(publishing.date, publishing.ocid, publishing.currency)
    tender = read_tender(model)
    read = read_tables(source, tender)
    award = None if publishing.award is None else AwardFile.read(publishing.award)
    release = export(tender, read.instance, dated, award, read.head.note)
    write_atomically(output, to_bytes(release))
    if publishing.ocid is None:
        complain([Finding(str(output), "ocds_placeholder")], lang)
    count = 0 if award is None else len(award.winners)
    facts = {"ocid": release["ocid"], "bids": len(read.instance.bids), "awards": count}
    return say("ocds_exported", lang, facts)


def from_release(
    lang: Lang, source: Path, output: Path, model: Path | None, publishing: Publishing
) -> str:
    """Write the instance in a release into a new folder, and say what it holds."""
    from award_opt.instance import instance_digest
    from award_opt.ocds import read_release
    from award_opt.tender import read_tender

    require_new_folder(output)
    if model is None:
        raise InputError([Finding("--model", "ocds_needs_model")])
    found = read_release(source, read_tender(model), publishing.currency)
    write_folder(output, found.files)
    complain(found.notes, lang)
    instance = found.instance
    facts = {"bids": len(instance.bids), "providers": len(instance.providers)}
    return say("ocds_imported", lang, {**facts, "digest": instance_digest(instance)})


def from_notice(lang: Lang, source: Path, output: Path) -> str:
    """Write the beginning of a model, and say what is left to do."""
    from award_opt.eforms import read_notice, skeleton
    from award_opt.texts import render

    require_folder(output)
    if output.exists():
        raise InputError([Finding(str(output), "output_exists")])
    notice = read_notice(source)
    begun = skeleton(notice, lang)
    write_atomically(output, begun.text.encode())
    facts = {"lots": len(notice.lots), "criteria": begun.criteria}
    said = say("eforms_imported", lang, facts)
    return "\n".join([said, *(f"- {render(one, lang)}" for one in begun.to_do)])

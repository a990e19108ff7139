"""``convert``: bids between folder, workbook and release; awards and notices into other forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from award_opt.cli.published import (
    JSON,
    XML,
    Publishing,
    from_notice,
    from_release,
    to_release,
)
from award_opt.cli.shape import (
    among_option,
    described,
    instance_of,
    lang_option,
    option,
    output_option,
)
from award_opt.cli.stream import (
    emit,
    require_folder,
    require_new_folder,
    require_new_workbook,
    write_atomically,
    write_folder,
)
from award_opt.errors import Finding, InputError
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.award import AwardFile

XLSX, OPB = ".xlsx", ".opb"
FILE_KINDS = (
    ".csv",
    ".doc",
    ".docx",
    ".htm",
    ".html",
    ".json",
    ".md",
    ".ods",
    ".odt",
    ".pdf",
    ".toml",
    ".tsv",
    ".txt",
    ".xls",
    ".xlsb",
    ".xlsm",
    ".xml",
    ".yaml",
    ".yml",
    ".zip",
)


@described(
    en="""Turn a folder of bids into an Excel workbook, or a workbook into a folder.

    An OUTPUT that ends in .xlsx becomes a workbook, any other a new folder. What is written is
    read back first and is the same instance, by its digest. INPUT may also be an award file, which
    becomes a workbook of results; --model and --instance then add names and reasons. Without
    --model, bids are read under models/<tender>.toml in the current folder.

    An OUTPUT that ends in .json becomes an OCDS release, with --date and, where there is one,
    --award. An INPUT that is a release becomes a folder, under --model. An INPUT that is an
    eForms notice (.xml) becomes the beginning of a model. An OUTPUT that ends in .opb becomes the
    program of all rules in the OPB format, under the first goal.""",
    nl="""Maak van een map met inschrijvingen een Excel-werkmap, of van een werkmap een map.

    Een OUTPUT die eindigt op .xlsx wordt een werkmap, iets anders een nieuwe map. Wat geschreven
    wordt, is eerst teruggelezen en is dezelfde instantie, volgens het controlegetal. INPUT mag ook
    een gunningsbestand zijn; dat wordt een werkmap met uitkomsten, met namen en redenen als
    --model en --instance gegeven zijn. Zonder --model geldt models/<tender>.toml in de huidige map.

    Een OUTPUT die eindigt op .json wordt een OCDS-release, met --date en, als die er is, --award.
    Een INPUT die een release is, wordt een map, onder --model. Een INPUT die een bekendmaking in
    eForms is (.xml), wordt het begin van een model. Een OUTPUT die eindigt op .opb wordt het
    programma van alle regels in het formaat OPB, onder het eerste doel.""",
    example="award-opt convert instances/hvb-youth-2022 -o bids.xlsx",
)
@click.argument("source", type=click.Path(path_type=Path), metavar="INPUT")
@output_option(
    required=True,
    metavar="OUTPUT",
    en="Write this workbook (.xlsx), release (.json), model (.toml) or new folder.",
    nl="Schrijf deze werkmap (.xlsx), release (.json), dit model (.toml) of deze nieuwe map.",
)
@option(
    "--model",
    type=click.Path(path_type=Path),
    metavar="MODEL",
    en="The model of the tender.",
    nl="Het model van de aanbesteding.",
)
@option(
    "--instance",
    type=click.Path(path_type=Path),
    metavar="INSTANCE",
    en="For an award: the bids that it was made from.",
    nl="Bij een gunning: de inschrijvingen waarvan zij gemaakt is.",
)
@option(
    "--award",
    type=click.Path(path_type=Path),
    metavar="AWARD",
    en="For a release: the award of these bids.",
    nl="Bij een release: de gunning van deze inschrijvingen.",
)
@option(
    "--date",
    metavar="DATE",
    en="For a release: its date, such as 2026-01-31.",
    nl="Bij een release: de datum, zoals 2026-01-31.",
)
@option(
    "--ocid",
    metavar="OCID",
    en="For a release: the id of the process (left out: ocds-000000-<tender>).",
    nl="Bij een release: het kenmerk van het proces (anders: ocds-000000-<tender>).",
)
@option(
    "--currency",
    metavar="CODE",
    default="EUR",
    en="For a release: the currency of all its amounts (EUR if left out).",
    nl="Bij een release: de munt van alle bedragen (EUR als er niets staat).",
)
@among_option
@lang_option
@click.pass_obj
def convert(
    lang: Lang,
    source: Path,
    output: Path,
    model: Path | None,
    instance: Path | None,
    award: Path | None,
    date: str | None,
    ocid: str | None,
    currency: str,
    among: Path | None,
) -> int:
    """Write the output, all or nothing."""
    publishing = Publishing(date, ocid, award, currency)
    before, after = source.suffix.casefold(), output.suffix.casefold()
    if after == OPB:
        said = _program(lang, source, output, model)
    elif before == XML:
        said = from_notice(lang, source, output)
    elif after == JSON:
        said = to_release(lang, source, output, model or _model_of(source), publishing)
    elif before == JSON and after != XLSX:
        _require_folder_name(output)
        said = from_release(lang, source, output, model, publishing)
    elif before == JSON:
        said = _award(lang, source, output, model, instance, among)
    else:
        _require_folder_name(output)
        said = _instance(lang, source, output, model)
    emit(f"{output}: {said}")
    return 0


def _require_folder_name(output: Path) -> None:
    """Refuse to make a folder that is named as a file of some kind."""
    suffix = output.suffix.casefold()
    if suffix in FILE_KINDS:
        raise InputError([Finding(str(output), "output_no_folder_name", {"suffix": suffix})])


def _program(lang: Lang, source: Path, output: Path, model: Path | None) -> str:
    from award_opt.instance import read_instance
    from award_opt.program.opb import to_opb
    from award_opt.program.program import compile_program
    from award_opt.tender import read_tender

    require_folder(output)
    tender = read_tender(model or _model_of(source))
    program = compile_program(tender, read_instance(source, tender))
    write_atomically(output, to_opb(program).encode())
    facts = {"variables": program.size, "rows": len(program.rows.bound)}
    return say("program_written", lang, facts)


def _instance(lang: Lang, source: Path, output: Path, model: Path | None) -> str:
    from award_opt.convert import require_same, to_folder, to_workbook
    from award_opt.instance import instance_digest, read_tables
    from award_opt.tender import read_tender

    workbook = output.suffix.casefold() == XLSX
    (require_new_workbook if workbook else require_new_folder)(output)
    tender = read_tender(model or _model_of(source))
    read = read_tables(source, tender)
    if workbook:
        content = to_workbook(read, tender, lang)
        require_same(read, tender, content)
        write_atomically(output, content)
    else:
        files = to_folder(read, tender)
        require_same(read, tender, files)
        write_folder(output, files)
    facts = {"bids": len(read.instance.bids), "providers": len(read.instance.providers)}
    return say("converted", lang, {**facts, "digest": instance_digest(read.instance)})


def _model_of(source: Path) -> Path:
    """The model in the current folder of the tender that the input names."""
    from award_opt.instance import tender_of

    model = Path("models") / f"{Path(tender_of(source) or '<tender>').name}.toml"
    if not model.is_file():
        raise InputError([Finding(str(source), "convert_no_model", {"value": str(model)})])
    return model


def _award(
    lang: Lang,
    source: Path,
    output: Path,
    model: Path | None,
    instance: Path | None,
    among: Path | None,
) -> str:
    from award_opt.award import AwardFile
    from award_opt.report.workbook import award_workbook

    require_new_workbook(output)
    award = AwardFile.read(source)
    earlier = None if among is None else AwardFile.read(among)
    if model is None:
        data = award_workbook(award, lang)
    else:
        data = _explained(lang, source, award, model, instance_of(model, instance), earlier)
    write_atomically(output, data)
    return say("award_made", lang, {"winners": len(award.winners)})


def _explained(
    lang: Lang,
    source: Path,
    award: AwardFile,
    model: Path,
    instance: Path,
    earlier: AwardFile | None,
) -> bytes:
    """The award with names and, where it is proven best, the reason for every bid."""
    from award_opt.cli.inputs import read_patched
    from award_opt.instance import instance_digest, read_instance
    from award_opt.reasons import explain
    from award_opt.report.names import Names
    from award_opt.report.reasons import Letters
    from award_opt.report.workbook import award_workbook, reasons_sheet

    tender = read_patched(model, award.what_if)
    bids = read_instance(instance, tender)
    digests = {"tender": tender.digest(), "instance": instance_digest(bids)}
    if any(award.inputs.get(name) != digest for name, digest in digests.items()):
        raise InputError([Finding(str(source), "award_inputs_differ")])
    sheets = []
    if award.status == "optimal":
        letters = Letters(tender, bids, len(award.winners), lang)
        sheets.append(reasons_sheet(letters, explain(tender, bids, award, earlier)))
    return award_workbook(award, lang, Names(tender, bids, lang), sheets)

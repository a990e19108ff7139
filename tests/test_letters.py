"""Letters: what each bidder is told, and what it is never told."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import asdict, fields, replace
from datetime import date
from functools import cache
from inspect import getdoc
from pathlib import Path
from typing import Any

import pytest
from cli import call, process
from docx import Document
from test_report import LANGUAGES, award
from write_expected import FOLDERS, ROOT, read
from write_letter_templates import template

from award_opt.domain import Bid, Instance
from award_opt.errors import InputError
from award_opt.instance import read_instance
from award_opt.letters import Deciding, Letter, Lot, Scores, compose, file_names
from award_opt.letters.discretion import Discretion
from award_opt.letters.word import filled, template_bytes
from award_opt.reasons import Reason, explain
from award_opt.solve import solve
from award_opt.tender import read_tender
from award_opt.texts import Lang

DAY = date(2022, 2, 20)
PROVEN = [folder for folder in FOLDERS if award(folder).status == "optimal"]
YOUTH = ROOT / "instances/hvb-youth-2022"
ALPHEN = ROOT / "instances/alphen-2018"
each = pytest.mark.parametrize("folder", PROVEN, ids=lambda folder: folder.name)
in_both = pytest.mark.parametrize("lang", LANGUAGES)


@cache
def reasons(folder: Path) -> tuple[Reason, ...]:
    tender, instance = read(folder)
    return explain(tender, instance, award(folder))


@cache
def letters(folder: Path, lang: Lang) -> dict[str, Letter]:
    tender, instance = read(folder)
    return compose(tender, instance, award(folder), reasons(folder), DAY, lang)


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []


def unpacked(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def words(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        xml = package.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))


def leads(instance: Instance, bids: list[Bid]) -> set[str]:
    return {
        instance.providers[party.provider].name
        for bid in bids
        for party in bid.parties
        if party.role == "lead"
    }


def allowed(instance: Instance, bidder: str, won: set[str]) -> set[str]:
    """The bidder's own parties, and who won in the lots that it bid for."""
    own = [bid for bid in instance.bids if bid.bidder == bidder]
    lots = {bid.lot for bid in own}
    winners = [bid for bid in instance.bids if bid.id in won and bid.lot in lots]
    parties = {party.provider for bid in own for party in bid.parties}
    return {instance.providers[name].name for name in parties} | leads(instance, winners)


def betrayed(text: str, instance: Instance, shown: set[str]) -> list[str]:
    for name in sorted(shown, key=len, reverse=True):
        text = text.replace(name, "")
    return [p.name for p in instance.providers.values() if p.name not in shown and p.name in text]


# --- discretion


@in_both
@each
def test_no_letter_names_another_losing_bidder_or_its_providers(folder: Path, lang: Lang) -> None:
    _, instance = read(folder)
    won = {winner.bid for winner in award(folder).winners}
    for bidder, letter in letters(folder, lang).items():
        told = replace(letter, authority="", tender="")
        shown = allowed(instance, bidder, won)
        assert betrayed("\n".join(strings(asdict(told))), instance, shown) == [], bidder


@in_both
def test_no_word_file_names_another_losing_bidder(lang: Lang) -> None:
    _, instance = read(ALPHEN)
    won = {winner.bid for winner in award(ALPHEN).winners}
    paper = template_bytes(None, lang)
    for bidder, letter in letters(ALPHEN, lang).items():
        text = words(filled(paper, replace(letter, authority=""), "built-in"))
        assert betrayed(text, instance, allowed(instance, bidder, won)) == [], bidder


def test_a_name_that_slips_into_a_reason_makes_way() -> None:
    _, instance = read(ALPHEN)
    names = sorted(provider.name for provider in instance.providers.values())
    desk = Discretion.of(instance, "another bidder")
    said = desk.kept(f"{names[0]} shares a director with {names[1]}.", frozenset({names[0]}))
    assert said == f"{names[0]} shares a director with another bidder."


def renamed(folder: Path, inner: dict[str, str], tmp_path: Path) -> Path:
    """The README's tender with other ids or names in its tables."""
    for name in ("models", "instances"):
        shutil.copytree(folder / name, tmp_path / name)
    for table in ("bids", "providers"):
        path = tmp_path / f"instances/veendorp/{table}.csv"
        text = path.read_text()
        for old, new in inner.items():
            text = re.sub(rf"(?m)(^|,){old}(?=,)", rf"\g<1>{new}", text)
        path.write_text(text)
    return tmp_path


def test_bids_that_are_numbers_leave_the_numbers_of_a_letter_alone(
    own: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    numbers = {f"B{k}": str(k) for k in range(1, 5)}
    inner = [letters_at(renamed(own, ids, tmp_path_factory.mktemp("own"))) for ids in ({}, numbers)]
    for bidder, letter in inner[0].items():
        told = [lot.reason for lot in letter.lots], [lot.rules for lot in letter.lots]
        other = inner[1][bidder]
        assert (
            [re.sub(r"\((\d)\)", r"(B\1)", lot.reason, count=1) for lot in other.lots],
            [lot.rules for lot in other.lots],
        ) == told


def letters_at(root: Path) -> dict[str, Letter]:
    tender = read_tender(root / "models/veendorp.toml")
    instance = read_instance(root / "instances/veendorp", tender)
    made = solve(tender, instance)
    return compose(tender, instance, made, explain(tender, instance, made), DAY, "en")


@pytest.mark.parametrize("name", ["punten", "De", "Veendorp", "wonen", "ONE-PER-AREA"])
def test_a_name_that_is_a_word_of_the_letter_is_not_taken_out_of_it(name: str) -> None:
    _, instance = read(ALPHEN)
    some = min(instance.providers.values(), key=lambda provider: provider.id)
    known = {**instance.providers, some.id: replace(some, name=name)}
    public = "De {score} punten. Veendorp begeleid wonen ONE-PER-AREA"
    desk = Discretion.of(replace(instance, providers=known), "another bidder", public)
    said = f"It is {name}."
    assert desk.kept(said, frozenset()) == said
    assert desk.kept(some.id, frozenset()) == "another bidder"


@pytest.mark.parametrize(
    "bidder",
    ["../../x", "/etc/x", "a/b", "a\\b", "..", ".x", "x.", "x ", "CON", "nul.y", "a:b", "=1",
     "n" * 300, "<i>", "€", "a\u202eb"],
)  # fmt: skip
def test_no_letter_is_filed_outside_its_folder_or_under_a_name_that_some_system_refuses(
    bidder: str,
) -> None:
    name = file_names([bidder])[bidder]
    assert re.fullmatch(r"(?:\w+-)*[0-9a-f]{12}\.docx", name)
    assert len(name.encode()) < 255


def test_a_plain_id_is_the_name_of_its_letter_and_capitals_alone_keep_none_apart() -> None:
    names = file_names(["P1", "C0001", "NL-KVK-41160054", "Zoë", "p2", "P2", "x_1 b"])
    plain = {name: f"{name}.docx" for name in ("P1", "C0001", "NL-KVK-41160054", "Zoë", "x_1 b")}
    assert plain.items() <= names.items()
    assert len({name.casefold() for name in names.values()}) == len(names)


# --- content


@in_both
@each
def test_every_bidder_gets_one_letter_about_all_its_bids(folder: Path, lang: Lang) -> None:
    _, instance = read(folder)
    found = letters(folder, lang)
    assert set(found) == {bid.bidder for bid in instance.bids}
    told = sorted(lot.bid for letter in found.values() for lot in letter.lots)
    assert told == [bid.id for bid in instance.bids]


@each
def test_a_letter_is_an_award_a_rejection_or_mixed(folder: Path) -> None:
    won = {winner.bid for winner in award(folder).winners}
    for letter in letters(folder, "nl").values():
        fates = {lot.bid in won for lot in letter.lots}
        assert {lot.won for lot in letter.lots} == fates
        assert letter.kind == {1: "award" if True in fates else "rejection", 2: "mixed"}[len(fates)]


def test_all_three_kinds_occur() -> None:
    assert {letter.kind for letter in letters(YOUTH, "nl").values()} == {
        "award", "rejection", "mixed",
    }  # fmt: skip


def test_a_loser_sees_its_own_scores_and_those_of_every_winner() -> None:
    _, instance = read(YOUTH)
    won = {winner.bid for winner in award(YOUTH).winners}
    bids = {bid.id: bid for bid in instance.bids}
    for letter in letters(YOUTH, "en").values():
        for lot in letter.lots:
            if not lot.won and lot.place:
                winners = [b for b in instance.bids if b.id in won and b.lot == bids[lot.bid].lot]
                assert len(lot.winners) == len(winners)
                assert len(lot.own.parts) == len(lot.criteria) == 3
                assert all(len(line.parts) == 3 and line.total for line in lot.winners)


def test_every_criterion_on_which_a_winner_is_ahead_is_named() -> None:
    for letter in letters(ALPHEN, "en").values():
        for lot in letter.lots:
            best = [max(parts) for parts in zip(*(w.parts for w in lot.winners), strict=True)]
            pairs = list(zip(lot.own.parts, best, strict=True)) if best else []
            assert len(lot.advantages) == sum(float(b) > float(own) for own, b in pairs)


@in_both
def test_a_capped_loser_reads_the_rule_and_its_source(lang: Lang) -> None:
    tender, _ = read(YOUTH)
    quotes = {rule.source.quote for rule in tender.rules}
    capped = {reason.bid for reason in reasons(YOUTH) if reason.code == "region_cap"}
    found = [
        lot for letter in letters(YOUTH, lang).values() for lot in letter.lots if lot.bid in capped
    ]
    assert found
    assert all(rule.quote in quotes and rule.document for lot in found for rule in lot.rules)
    assert all(lot.rules for lot in found)


def test_the_standstill_runs_from_the_date_that_was_given() -> None:
    letter = next(iter(letters(YOUTH, "nl").values()))
    assert (letter.date, letter.standstill_end) == ("20 februari 2022", "12 maart 2022")
    letter = next(iter(letters(YOUTH, "en").values()))
    assert (letter.date, letter.standstill_end) == ("20 February 2022", "12 March 2022")


# --- refusals


def test_an_award_without_proof_gets_no_letters() -> None:
    tender, instance = read(ALPHEN)
    open_ = award(ALPHEN).model_copy(update={"status": "feasible"})
    with pytest.raises(InputError) as refused:
        compose(tender, instance, open_, reasons(ALPHEN), DAY, "nl")
    assert refused.value.findings[0].code == "letter_not_proven"


def test_a_simulation_gets_no_letters() -> None:
    tender, instance = read(ALPHEN)
    simulated = award(ALPHEN).model_copy(update={"mode": "simulation", "what_if": ["cap-18"]})
    with pytest.raises(InputError) as refused:
        compose(tender, instance, simulated, reasons(ALPHEN), DAY, "nl")
    assert refused.value.findings[0].code == "letter_simulation"


# --- templates


def own_template(*paragraphs: str) -> bytes:
    paper, target = Document(), io.BytesIO()
    for text in paragraphs:
        paper.add_paragraph(text)
    paper.save(target)
    return target.getvalue()


def a_letter() -> Letter:
    return next(iter(letters(ALPHEN, "nl").values()))


def test_a_team_can_bring_its_own_house_style() -> None:
    paper = own_template(
        "Gemeente Veendorp", "{%p for lot in lots %}", "{{ lot.reason }}", "{%p endfor %}"
    )
    text = words(filled(paper, a_letter(), "own.docx"))
    assert "Gemeente Veendorp" in text
    assert a_letter().lots[0].reason in text


@pytest.mark.parametrize(
    "tag",
    [
        "{{ secret }}",
        "{{ bidder",
        "{% for lot in lots %}",
        "{{ bidder.__class__.__mro__ }}",
        "{{ lots[0].parties }}",
    ],
)
def test_a_tag_that_cannot_be_filled_is_refused(tag: str) -> None:
    with pytest.raises(InputError) as refused:
        filled(own_template(tag), a_letter(), "own.docx")
    assert refused.value.findings[0].code == "letter_template"
    assert refused.value.findings[0].place == "own.docx"


def test_a_template_that_is_no_word_file_is_refused() -> None:
    for paper in (b"", b"Geachte heer, mevrouw", _zip({"word/other.xml": b"<a/>"})):
        with pytest.raises(InputError):
            filled(paper, a_letter(), "own.docx")


def _zip(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return target.getvalue()


def test_what_looks_like_markup_or_a_tag_stays_text() -> None:
    sly = replace(a_letter(), bidder="<w:p>{{ 7 * 7 }}</w:p> & Zonen")
    text = words(filled(own_template("{{ bidder }}"), sly, "own.docx"))
    assert "&lt;w:p&gt;{{ 7 * 7 }}&lt;/w:p&gt; &amp; Zonen" in text


@in_both
def test_the_built_in_templates_are_what_the_script_writes(lang: Lang) -> None:
    assert unpacked(template_bytes(None, lang)) == unpacked(template(lang))


@in_both
def test_the_built_in_letters_say_all_that_they_must(lang: Lang) -> None:
    for kind in ("award", "rejection", "mixed"):
        letter = next(found for found in letters(YOUTH, lang).values() if found.kind == kind)
        text = words(filled(template_bytes(None, lang), letter, "built-in"))
        assert not re.search(r"[{}]", text)
        for lot in letter.lots:
            wanted = [lot.name, lot.reason, *lot.advantages, *(rule.text for rule in lot.rules)]
            wanted += [line.name for line in lot.winners]
            assert [said for said in wanted if said not in text.replace("&amp;", "&")] == []
        assert letter.standstill_end in text
        assert ("[handtekening]" if lang == "nl" else "[signature]") in text


@pytest.mark.parametrize("part", [Letter, Lot, Scores, Deciding])
def test_every_field_that_a_template_may_name_is_described(part: type) -> None:
    described = (getdoc(part) or "").partition("Attributes")[2]
    for field in fields(part):
        assert re.search(rf"\b{field.name}\b", described), field.name


# --- the command


def test_the_command_writes_a_letter_for_each_bidder(
    own: Path, award: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words_ = ("letters", "models/veendorp.toml", award, "--date", "2026-03-01", "-o", "letters")
    done = call(capsys, *words_, "--lang", "nl")
    assert (done.code, done.err) == (0, "")
    names = sorted(path.name for path in (own / "letters").iterdir())
    assert names
    assert all(Document(str(own / "letters" / name)).paragraphs for name in names)
    again = call(capsys, *words_)
    assert again.code == 2


def test_a_bidder_id_that_is_a_path_stays_in_the_folder(
    own: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    root = renamed(own, {"P2": "../../out", "P3": "../out"}, tmp_path_factory.mktemp("own"))
    before = {path for path in root.parent.rglob("*") if path.is_file()}
    words_ = ("letters", root / "models/veendorp.toml", "--date", "2026-03-01")
    assert call(capsys, *words_, "-o", root / "letters").code == 0
    written = {path for path in root.parent.rglob("*") if path.is_file()} - before
    assert {path.parent for path in written} == {root / "letters"}
    assert len(written) == 3


def test_a_wrong_template_writes_nothing(
    own: Path, award: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "own.docx").write_bytes(own_template("{{ secret }}"))
    words_ = ("letters", "models/veendorp.toml", award, "--date", "2026-03-01", "-o", "letters")
    done = call(capsys, *words_, "--template", "own.docx")
    assert done.code == 2
    assert "own.docx" in done.err
    assert not (own / "letters").exists()


def test_two_hash_seeds_give_the_same_letters(tmp_path: Path) -> None:
    found = []
    for seed in ("1", "2"):
        target = tmp_path / seed
        words_ = ("letters", "models/alphen-2018.toml", "--date", "2022-03-01", "-o", target)
        assert process(*words_, env={"PYTHONHASHSEED": seed}).code == 0
        found.append({path.name: path.read_bytes() for path in sorted(target.iterdir())})
    assert found[0] == found[1]


@pytest.mark.parametrize("day", ["2026-02-30", "1 maart 2026", "9999-12-31", ""])
def test_a_day_that_is_none_is_refused(
    day: str, own: Path, award: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words_ = ("letters", "models/veendorp.toml", award, "--date", day, "-o", "letters")
    done = call(capsys, *words_)
    assert done.code == 2
    assert "--date" in done.err
    assert not (own / "letters").exists()

"""The report: one page that stands alone, speaks both languages and names what it shows."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cli import call, process
from write_expected import FOLDERS, ROOT, read

from award_opt.award import AwardFile
from award_opt.margins import Margin, margins
from award_opt.prices import prices
from award_opt.reasons import Reason, explain
from award_opt.report.html import Report, html_report
from award_opt.robust import robust
from award_opt.solve import solve
from award_opt.texts import Lang
from award_opt.texts.report_html import REPORT_HTML

LANGUAGES: tuple[Lang, ...] = ("nl", "en")
YOUTH = ROOT / "instances/hvb-youth-2022"
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """The tags of a page with their attributes, what is left open, and the text people read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and "code" not in self.open:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        labels = [attributes.get("aria-label") or "" for _, attributes in self.tags]
        return " ".join([*self.words, *labels])


@cache
def award(folder: Path) -> AwardFile:
    tender, instance = read(folder)
    if b'"status":"optimal"' in (folder / "expected.json").read_bytes():
        return AwardFile.read(folder / "expected.json")
    return solve(tender, instance)


@cache
def made(folder: Path, lang: Lang) -> Report:
    tender, instance = read(folder)
    found = award(folder)
    return html_report(
        tender,
        instance,
        found,
        lang=lang,
        reasons=told(folder),
        margins=near(folder) if folder == YOUTH else (),
    )


@cache
def told(folder: Path) -> tuple[Reason, ...]:
    tender, instance = read(folder)
    return explain(tender, instance, award(folder)) if award(folder).status == "optimal" else ()


@cache
def near(folder: Path) -> tuple[Margin, ...]:
    tender, instance = read(folder)
    return margins(tender, instance, award(folder))


PAGES = [(folder, LANGUAGES[k % 2]) for k, folder in enumerate(FOLDERS)]  # half of them in each
PAGES += [(YOUTH, lang) for lang in LANGUAGES if (YOUTH, lang) not in PAGES]
each = pytest.mark.parametrize(
    ("folder", "lang"), PAGES, ids=[f"{folder.name}-{lang}" for folder, lang in PAGES]
)
in_both = pytest.mark.parametrize("lang", LANGUAGES)


@each
def test_a_page_is_whole_and_asks_nothing_of_the_network(folder: Path, lang: Lang) -> None:
    html = made(folder, lang).html
    page = Page(html)
    assert page.open == []
    assert page.all("html") == [{"lang": lang}]
    (policy,) = [a["content"] for a in page.all("meta") if "http-equiv" in a]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    links = [a.get("href") or a.get("xlink:href") or a.get("src") for _, a in page.tags]
    assert [link for link in links if link and not link.startswith("#")] == []
    assert re.findall(r"url\((?!#)|@import", html) == []


@each
def test_every_table_has_a_caption_and_scoped_headers(folder: Path, lang: Lang) -> None:
    page = Page(made(folder, lang).html)
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.all("th"))


@each
def test_every_figure_has_words_that_stand_for_it(folder: Path, lang: Lang) -> None:
    page = Page(made(folder, lang).html)
    pictures = [a for a in page.all("div") if a.get("role") == "img"]
    assert len(pictures) == len(page.all("figure")) == len(made(folder, lang).figures)
    assert all(len(a["aria-label"] or "") > 20 for a in pictures)


@each
def test_no_two_elements_share_an_id_and_every_reference_is_met(folder: Path, lang: Lang) -> None:
    page = Page(made(folder, lang).html)
    ids = Counter(a["id"] for _, a in page.tags if "id" in a)
    assert [known for known, count in ids.items() if count > 1] == []
    named = {a["aria-labelledby"] for _, a in page.tags if "aria-labelledby" in a}
    links = {(a["href"] or "")[1:] for a in page.all("a")}
    assert (named | links) - set(ids) == set()


@each
def test_no_id_stands_where_there_is_a_name(folder: Path, lang: Lang) -> None:
    tender, instance = read(folder)
    text = Page(made(folder, lang).html).text
    known = {area.id: area.name for area in tender.areas}
    known |= {care.id: getattr(care.name, lang) for care in tender.care_types}
    known |= {provider.id: provider.name for provider in instance.providers.values()}
    known |= {c.id: getattr(c.name, lang) for c in tender.criteria if c.name is not None}
    words = text
    for name in sorted({*known.values()}, key=len, reverse=True):
        words = words.replace(name, "")
    quoted = [rule.source.quote for rule in tender.rules] + [tender.note or ""]
    for quote in [
        *quoted,
        instance.title,
        instance.made_by or "",
        *(d.title for d in tender.documents),
        *(rule.source.note or "" for rule in tender.rules),
        *(d.note or "" for d in tender.documents),
    ]:
        words = words.replace(quote.strip(), "")
    whole = [rf"(?<![\w-]){re.escape(found)}(?![\w-])" for found in known]
    shown = {found for found, word in zip(known, whole, strict=True) if re.search(word, words)}
    assert shown == set()


@each
def test_the_decision_takes_at_most_ten_lines(folder: Path, lang: Lang) -> None:
    section = made(folder, lang).html.partition("</ol>")[0]
    assert 3 <= section.partition('class="brief"')[2].count("<li>") <= 10


@in_both
def test_the_page_of_the_youth_tender_has_every_section(lang: Lang) -> None:
    page = Page(made(YOUTH, lang).html)
    names = [a["id"] for a in page.all("section")]
    assert names == [
        "decision", "lots", "coverage", "rules", "reasons", "margins", "small", "money", "inputs",
    ]  # fmt: skip
    tender, instance = read(YOUTH)
    for winner in award(YOUTH).winners:
        assert f"<td>{winner.bid}</td>" in made(YOUTH, lang).html
    for digest in award(YOUTH).inputs.values():
        assert digest in page.text
    assert all(bid.id in page.text for bid in instance.bids)
    assert all(" ".join(rule.source.quote.split()) in page.text for rule in tender.rules)


@in_both
def test_prices_and_methods_stand_on_the_page_when_asked_for(lang: Lang) -> None:
    folder = ROOT / "instances/hvb-wmo-2022"
    tender, instance = read(folder)
    costs = prices(tender, instance, award(folder))
    found = robust(tender, instance, award(folder), draws=0, withdrawals=False)
    page = Page(
        html_report(
            tender, instance, award(folder), lang=lang, prices=costs, methods=found.methods
        ).html
    )
    assert {"prices", "methods"} < {a["id"] for a in page.all("section")}


def test_what_no_bid_offers_is_named_in_the_decision_and_in_the_table() -> None:
    text = Page(made(ROOT / "instances/lekstroom-2024-gap", "nl").html).text
    named = "Minder aanbieders dan gevraagd: logeren; schoolvervangende dagbehandeling groep."
    assert named in text
    assert text.count("0 / 1") == 2
    assert "als doel en niet als eis" in text


def test_an_assumption_of_the_model_goes_with_the_source_of_its_rule() -> None:
    text = Page(made(ROOT / "instances/hvb-youth-2022-small-share", "en").html).text
    assert "the model notes on this: assumption: borrowed from Alphen aan den Rijn" in text
    assert "of the budgets that the model names" in text
    assert "published budgets" not in text


def test_numbers_are_written_in_the_language_of_the_page() -> None:
    assert "8.937,50" in made(YOUTH, "nl").html
    assert "8,937.50" in made(YOUTH, "en").html


def test_where_nothing_is_lawful_the_page_says_what_cannot_be_met() -> None:
    html = made(ROOT / "instances/hvb-youth-2022-scarce", "nl").html
    assert "GEEN GUNNING" in html
    assert "geldig aangeboden" in html


def test_a_name_that_looks_like_markup_stays_text() -> None:
    tender, instance = read(ROOT / "instances/hvb-wmo-2022")
    sly = tender.model_copy(update={"authority": "<script>alert(1)</script>"})
    html = html_report(sly, instance, award(ROOT / "instances/hvb-wmo-2022")).html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_figures_are_drawings_and_pixels(
    own: Path, award: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("models/veendorp.toml", award, "-o", "r.html", "--figures", "figures")
    assert call(capsys, "report", *words).code == 0
    found = sorted(path.name for path in (own / "figures").iterdir())
    assert found
    for name in found:
        data = (own / "figures" / name).read_bytes()
        if name.endswith(".svg"):
            assert ElementTree.fromstring(data).tag.endswith("svg")
        else:
            assert data.startswith(b"\x89PNG")


def test_two_hash_seeds_give_the_same_page(tmp_path: Path) -> None:
    pages = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.html"
        words = ("report", "models/hvb-wmo-2022.toml", "-o", target)
        done = process(*words, env={"PYTHONHASHSEED": seed})
        assert (done.code, done.err) == (0, "")
        pages.append(target.read_bytes())
    assert pages[0] == pages[1]


def test_an_award_that_the_inputs_contradict_gets_no_page(
    own: Path, award: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = award.read_text()
    award.write_text(re.sub(r'"score":"[0-9.]+"', '"score":"99.99"', text, count=1))
    done = call(capsys, "report", "models/veendorp.toml", award, "-o", "r.html")
    assert done.code == 1
    assert "99.99" in done.err
    assert not (own / "r.html").exists()


def test_the_texts_are_complete_and_in_use() -> None:
    folder = ROOT / "award_opt"
    sources = [*folder.glob("report/**/*.py"), *folder.glob("report/**/*.html")]
    sources += [*folder.glob("letters/*.py")]
    used = "".join(path.read_text(encoding="utf-8") for path in sources)
    made_up = ("scale_", "kind_", "input_", "origin_", "misfit_")
    for code, text in REPORT_HTML.items():
        assert text["nl"].strip(), code
        assert text["en"].strip(), code
        assert set(re.findall(r"{(\w+)}", text["nl"])) == set(re.findall(r"{(\w+)}", text["en"]))
        assert code.startswith(made_up) or f'"{code}"' in used or f"'{code}'" in used, code

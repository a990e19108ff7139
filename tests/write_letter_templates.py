"""Write the Word templates of letters anew: ``python tests/write_letter_templates.py``."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from award_opt.letters.word import _timeless

FOLDER = Path(__file__).parent.parent / "award_opt/letters/templates"
WORDS = {
    "nl": {
        "to": "Aan",
        "parties": "combinatie van {{ parties | join(', ') }}",
        "date": "Datum",
        "subject": "Betreft",
        "subject_text": "gunningsbeslissing {{ tender }}",
        "dear": "Geachte heer, mevrouw,",
        "award": "Met plezier delen wij u mee dat wij van plan zijn aan u te gunnen. Hieronder "
        "leest u per perceel uw beoordeling en de reden.",
        "mixed": "Wij delen u mee dat wij van plan zijn een deel van de percelen waarvoor u "
        "inschreef aan u te gunnen, en een ander deel niet. Hieronder leest u per perceel uw "
        "beoordeling en de reden.",
        "rejection": "Wij delen u mee dat wij van plan zijn niet aan u te gunnen. Hieronder leest "
        "u per perceel uw beoordeling en de reden.",
        "won": "Gegund",
        "lost": "Niet gegund",
        "bid": "inschrijving {{ lot.bid }}",
        "place": "plaats {{ lot.place }}",
        "bidder": "Inschrijver",
        "total": "Totaal",
        "you": "Uw inschrijving",
        "advantages": "Kenmerken en voordelen van de gegunde inschrijvingen:",
        "rules": "De gepubliceerde regels waarop dit steunt:",
        "source": "“{{ rule.quote }}” ({{ rule.document }})",
        "standstill": "Tegen deze beslissing kunt u tot en met {{ standstill_end }} opkomen door "
        "een kort geding aan te spannen bij de bevoegde rechter (opschortende termijn van "
        "{{ standstill_days }} dagen na {{ date }}). Doet u dat niet, dan vervalt dat recht. Tot "
        "en met die dag sluiten wij geen overeenkomst.",
        "binding": "Deze brief is nog geen aanvaarding van een aanbod.",
        "regards": "Hoogachtend,",
        "behalf": "namens {{ authority }}",
        "name": "[naam]",
        "role": "[functie]",
        "signature": "[handtekening]",
    },
    "en": {
        "to": "To",
        "parties": "coalition of {{ parties | join(', ') }}",
        "date": "Date",
        "subject": "Subject",
        "subject_text": "award decision {{ tender }}",
        "dear": "Dear Sir or Madam,",
        "award": "We are pleased to tell you that we intend to award to you. Below you find, for "
        "each lot, your assessment and the reason.",
        "mixed": "We intend to award to you some of the lots that you bid for, and others not. "
        "Below you find, for each lot, your assessment and the reason.",
        "rejection": "We regret to tell you that we do not intend to award to you. Below you find, "
        "for each lot, your assessment and the reason.",
        "won": "Awarded",
        "lost": "Not awarded",
        "bid": "bid {{ lot.bid }}",
        "place": "place {{ lot.place }}",
        "bidder": "Bidder",
        "total": "Total",
        "you": "Your bid",
        "advantages": "Characteristics and advantages of the winning bids:",
        "rules": "The published rules that this rests on:",
        "source": "“{{ rule.quote }}” ({{ rule.document }})",
        "standstill": "You may challenge this decision before the competent court until "
        "{{ standstill_end }} inclusive (standstill of {{ standstill_days }} days after "
        "{{ date }}). After that day the right lapses. Up to and including that day we "
        "conclude no contract.",
        "binding": "This letter does not yet accept any offer.",
        "regards": "Yours faithfully,",
        "behalf": "on behalf of {{ authority }}",
        "name": "[name]",
        "role": "[position]",
        "signature": "[signature]",
    },
}
LANGUAGE = {"nl": "nl-NL", "en": "en-GB"}


def template(lang: str) -> bytes:
    """The template of one language; the same bytes each time."""
    paper, words = _paper(lang), WORDS[lang]
    _head(paper, words)
    _opening(paper, words)
    _lot(paper, words)
    _closing(paper, words)
    target = io.BytesIO()
    paper.save(target)
    return _timeless(target.getvalue())


def _paper(lang: str) -> Paper:
    paper = Document()
    facts = paper.core_properties
    facts.author, facts.title, facts.comments = "award_opt", "", ""
    facts.language = LANGUAGE[lang]
    facts.created = facts.modified = datetime(2022, 1, 1)
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10.5)
    style.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE[lang])
    style.element.get_or_add_rPr().append(language)
    heading = paper.styles["Heading 2"]
    heading.font.name, heading.font.size = "Calibri", Pt(12)
    heading.font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)
    fonts = heading.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]  # a theme's font would win over the one above
    return paper


def _head(paper: Paper, words: dict[str, str]) -> None:
    name = _line(paper, "{{ authority }}", bold=True)
    name.runs[0].font.size = Pt(14)
    name.paragraph_format.space_after = Pt(18)
    _tight(_line(paper, f"{words['to']}: {{{{ bidder }}}}"))
    _line(paper, "{%p if parties %}")
    _tight(_line(paper, words["parties"]))
    _line(paper, "{%p endif %}")
    _tight(_line(paper, f"{words['date']}: {{{{ date }}}}"))
    _line(paper, f"{words['subject']}: {words['subject_text']}").paragraph_format.space_after = Pt(
        18
    )


def _opening(paper: Paper, words: dict[str, str]) -> None:
    _line(paper, words["dear"])
    for tag, kind in (("if", "award"), ("elif", "mixed")):
        _line(paper, f'{{%p {tag} kind == "{kind}" %}}')
        _line(paper, words[kind])
    _line(paper, "{%p else %}")
    _line(paper, words["rejection"])
    _line(paper, "{%p endif %}")


def _lot(paper: Paper, words: dict[str, str]) -> None:
    _line(paper, "{%p for lot in lots %}")
    paper.add_heading("{{ lot.name }}", level=2)
    outcome = f"{{% if lot.won %}}{words['won']}{{% else %}}{words['lost']}{{% endif %}}"
    line = _line(paper, outcome, bold=True)
    line.add_run(f" ({words['bid']}{{% if lot.place %}}, {words['place']}{{% endif %}})")
    line.paragraph_format.keep_with_next = True
    _line(paper, "{{ lot.reason }}")
    _line(paper, "{%p if lot.own.total %}")
    _table(paper, words)
    _line(paper, "{%p endif %}")
    _list(paper, words["advantages"], "lot.advantages", "advantage", "{{ advantage }}")
    rule = "{{ rule.text }}{% if rule.quote %} " + words["source"] + "{% endif %}"
    _list(paper, words["rules"], "lot.rules", "rule", rule)
    _line(paper, "{%p endfor %}")


def _list(paper: Paper, head: str, items: str, item: str, text: str) -> None:
    _line(paper, f"{{%p if {items} %}}")
    title = _line(paper, head)
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.space_before = Pt(6)
    _line(paper, f"{{%p for {item} in {items} %}}")
    entry = paper.add_paragraph(text, style="List Bullet")
    entry.paragraph_format.space_after = Pt(2)
    _line(paper, "{%p endfor %}")
    _line(paper, "{%p endif %}")


def _table(paper: Paper, words: dict[str, str]) -> None:
    table = paper.add_table(rows=5, cols=5, style="Light Grid Accent 1")
    table.autofit = False
    lines = (
        (words["bidder"], words["total"], "lot.criteria"),
        (words["you"], "{{ lot.own.total }}", "lot.own.parts"),
        ("{{ winner.name }}", "{{ winner.total }}", "winner.parts"),
    )
    for row, (name, total, parts) in zip((0, 1, 3), lines, strict=True):
        cells = table.rows[row].cells
        loop = (f"{{%tc for part in {parts} %}}", "{{ part }}", "{%tc endfor %}")
        for cell, text in zip(cells, (name, total, *loop), strict=True):
            _cell(cell, text, right=cell is not cells[0])
    _cell(table.rows[2].cells[0], "{%tr for winner in lot.winners %}")
    _cell(table.rows[4].cells[0], "{%tr endfor %}")
    for column, width in zip(table.columns, (5.0, 1.6, 3.1, 3.1, 3.2), strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)


def _cell(cell: _Cell, text: str, *, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).font.size = Pt(8.5)
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _closing(paper: Paper, words: dict[str, str]) -> None:
    _line(paper, "{%p if standstill_days %}")
    _line(paper, words["standstill"]).paragraph_format.space_before = Pt(12)
    _line(paper, "{%p endif %}")
    _line(paper, words["binding"])
    for code in ("regards", "behalf"):
        _line(paper, words[code]).paragraph_format.keep_with_next = True
    signature = _line(paper, words["signature"])
    signature.paragraph_format.space_before = Pt(24)
    signature.paragraph_format.keep_with_next = True
    _tight(_line(paper, words["name"])).paragraph_format.keep_with_next = True
    _line(paper, words["role"])


def _line(paper: Paper, text: str, *, bold: bool = False) -> Paragraph:
    paragraph = paper.add_paragraph()
    paragraph.add_run(text).bold = bold
    return paragraph


def _tight(paragraph: Paragraph) -> Paragraph:
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


if __name__ == "__main__":
    for lang in WORDS:
        (FOLDER / f"{lang}.docx").write_bytes(template(lang))

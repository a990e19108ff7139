"""What the award rests on, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator

from award_opt.report.html.case import Case
from award_opt.report.html.parts import Section, table


def section(case: Case) -> Section:
    """The inputs with their digests, and the commands that check the award."""
    speech = case.speech
    rows = list(_rows(case))
    header = (speech.phrase("part"), speech.phrase("stated"))
    about = table(speech.phrase("inputs"), header, rows, "<<")
    lines = [speech.phrase("inputs_about"), speech.phrase("verify_about")]
    if case.tender.note:
        lines.append(f"{speech.phrase('note')}: {case.tender.note.strip()}")
    name = case.tender.id
    steps = (f"award-opt verify models/{name}.toml instances/{name} award.json",)
    return Section("inputs", speech.phrase("inputs"), tuple(lines), (), (about,), steps)


def _rows(case: Case) -> Iterator[tuple[str, ...]]:
    speech = case.speech
    yield speech.phrase("instance_title"), case.award.instance
    if case.instance.made_by:
        yield speech.phrase("made_by"), case.instance.made_by
    for name in ("tender", "instance", "among"):
        if name in case.award.inputs:
            yield speech.phrase(f"input_{name}"), case.award.inputs[name]
    yield speech.phrase("award_digest"), case.award.digest()
    for name, version in sorted(case.award.engine.items()):
        yield speech.phrase("engine", name=name), version

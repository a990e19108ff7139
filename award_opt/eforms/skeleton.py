"""A notice as the beginning of a model: what it says is filled in, what it lacks is named."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from award_opt.eforms.notice import Criterion, Lot, Notice
from award_opt.errors import Fact, Finding
from award_opt.exact import decimals, parse, plain
from award_opt.tender.checks import TIE_WORDS
from award_opt.texts import Lang, say

EXACT = ("per-exa", "dec-exa", "poi-exa")
LEAST = "min-score"
NAMED = {"nl": "NLD", "en": "ENG"}
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
RESERVED = (*TIE_WORDS, "lot", "bid")
LONGEST_ID, LONGEST_NAME, SLUG, PLACES = 64, 500, 40, 6


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The text of a model file with so many criteria, and what the team has still to do."""

    text: str
    criteria: int
    to_do: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A criterion as a model holds it, and the lots in which it is the same."""

    name: str
    criterion: Criterion
    lots: list[str] = field(default_factory=list)


def skeleton(notice: Notice, lang: Lang) -> Skeleton:
    """The model that ``notice`` begins; comments are in ``lang``.

    Required fields that a notice does not hold are left out, so that the reader of models names
    them; the rest of what there is to do stands in comments and in ``to_do``.
    """
    weighed = _weighed(notice)
    to_do = tuple(_to_do(notice, weighed))
    lines = [
        f"# {say('eforms_made', lang, {'id': notice.id or '-', 'version': notice.version or '-'})}",
        *(f"# - {one.place}: {say(one.code, lang, one.facts)}" for one in to_do),
        "",
        *_top(notice),
        *(line for lot in notice.lots for line in _segment(notice, lot, lang)),
        *(line for one in weighed for line in _criterion(notice, one, lang)),
        *_rules(notice, lang),
        "[award]",
        f"lot_order = {_list([_segment_id(lot) for lot in notice.lots])}",
    ]
    return Skeleton("\n".join(lines) + "\n", len(weighed), to_do)


# --- what is left to do


def _to_do(notice: Notice, weighed: Sequence[_Weighed]) -> Iterator[Finding]:
    yield Finding("municipalities", "eforms_fill_municipalities")
    yield Finding("award.goals", "eforms_fill_goals")
    yield Finding("award.ties", "eforms_fill_ties")
    if not any(notice.buyers):
        yield Finding("authority", "eforms_fill_authority")
    for one in weighed:
        if _weight(one.criterion) is None:
            yield Finding(f"criteria[{one.name}].weight", "eforms_fill_weight")
    yield Finding("scoring", "eforms_scale")
    languages = {language for names in _all_names(notice) for language in names}
    if any(code not in languages for code in NAMED.values()):
        yield Finding("title, name", "eforms_translate", {"language": notice.language or "-"})
    if notice.lots_submitted:
        yield Finding("BT-31", "eforms_lots_submitted", {"limit": notice.lots_submitted})
    if notice.lots_awarded:
        yield Finding("BT-33", "eforms_lots_awarded")
    if notice.groups:
        yield Finding("BT-330", "eforms_groups", {"groups": ", ".join(notice.groups)})
    for lot in notice.lots:
        yield from _lot_to_do(lot)


def _all_names(notice: Notice) -> Iterator[Mapping[str, str]]:
    yield notice.names
    for lot in notice.lots:
        yield lot.names


def _lot_to_do(lot: Lot) -> Iterator[Finding]:
    name = _segment_id(lot)
    if not lot.criteria:
        yield Finding(f"segments[{name}]", "eforms_no_criteria")
    if any(one.kind in ("price", "cost") for one in lot.criteria):
        yield Finding(f"segments[{name}]", "eforms_price")
    if lot.formula:
        yield Finding(f"segments[{name}]", "eforms_formula")
    if lot.framework_value:
        facts: dict[str, Fact] = {"value": lot.framework_value}
        yield Finding(f"segments[{name}]", "eforms_framework_value", facts)


# --- the parts of the model


def _top(notice: Notice) -> Iterator[str]:
    yield "format = 1"
    yield f"id = {_text(_tender_id(notice))}"
    yield f"title = {_both(notice.names, notice, _tender_id(notice))}"
    if any(notice.buyers):
        yield f"authority = {_text(', '.join(name for name in notice.buyers if name))}"
    yield ""
    yield "[[documents]]"
    yield 'id = "notice"'
    yield f"title = {_text(f'eForms {notice.id or _tender_id(notice)} {notice.version}'.strip())}"
    if _is_day(notice.date):
        yield f"date = {notice.date}"
    yield ""


def _segment(notice: Notice, lot: Lot, lang: Lang) -> Iterator[str]:
    yield "[[segments]]"
    yield f"id = {_text(_segment_id(lot))}"
    yield f"name = {_both(lot.names, notice, lot.id)}"
    for code, value in _facts(lot):
        yield f"# {say(code, lang, {'value': value})}"
    for language, formula in lot.formula.items():
        yield f"# BT-543 ({language}): {formula}"
    yield ""


def _facts(lot: Lot) -> Iterator[tuple[str, str]]:
    period = " - ".join(day or "?" for day in (lot.begins, lot.ends))
    known = {
        "eforms_deadline": lot.deadline,
        "eforms_period": period if lot.begins or lot.ends else "",
        "eforms_value": lot.value,
        "eforms_framework": "" if lot.framework == "none" else lot.framework,
        "eforms_framework_most": lot.framework_value,
    }
    yield from ((code, value) for code, value in known.items() if value)


def _weighed(notice: Notice) -> list[_Weighed]:
    """The criteria, each once for all lots in which it has the same name and numbers."""
    found: dict[tuple[str, str, tuple[tuple[str, str], ...], int], _Weighed] = {}
    for lot in notice.lots:
        seen: list[tuple[str, str]] = []
        for criterion in lot.criteria:
            slug = _slug(next(iter(criterion.names.values()), "") or criterion.kind, "criterion")
            seen.append((criterion.kind, slug))
            key = (criterion.kind, slug, criterion.numbers, seen.count((criterion.kind, slug)))
            if key not in found:
                found[key] = _Weighed(
                    _free(slug, lot, [one.name for one in found.values()]), criterion
                )
            found[key].lots.append(_segment_id(lot))
    return list(found.values())


def _free(slug: str, lot: Lot, taken: Sequence[str]) -> str:
    """A name that no criterion has yet."""
    names = [slug, f"{slug}-{_segment_id(lot)}"]
    names += [f"{slug}-{number}" for number in range(2, len(taken) + 3)]
    usable = (name for name in names if IDENTIFIER.fullmatch(name) and name not in RESERVED)
    return next(name for name in usable if name not in taken)


def _criterion(notice: Notice, one: _Weighed, lang: Lang) -> Iterator[str]:
    yield "[[criteria]]"
    yield f"id = {_text(one.name)}"
    if one.criterion.names:
        yield f"name = {_both(one.criterion.names, notice, one.name)}"
    weight = _weight(one.criterion)
    if weight is not None:
        yield f"weight = {plain(weight)}"
    threshold = _number(one.criterion, (LEAST,))
    if threshold is not None:
        yield f"threshold = {plain(threshold)}"
    if len(one.lots) < len(notice.lots):
        yield f"segments = {_list(one.lots)}"
    yield f"# BT-539: {one.criterion.kind or '-'}"
    for language, words in one.criterion.descriptions.items():
        yield f"# BT-540 ({language}): {words}"
    for code, number in one.criterion.numbers:
        if code not in (*EXACT, LEAST):
            yield f"# {say('eforms_number', lang, {'code': code or '-', 'value': number or '-'})}"
    yield ""


def _rules(notice: Notice, lang: Lang) -> Iterator[str]:
    most = _count(notice.lots_awarded)
    if most is not None:
        quote = f"BT-33-Procedure: MaximumLotsAwardedNumeric = {most}"
        yield from _rule("MAX-LOTS", "max_lots", "bidders", most, quote)
    elif notice.lots_awarded:
        yield f"# BT-33: {say('eforms_not_count', lang, {'value': notice.lots_awarded})}"
    for lot in notice.lots:
        most = _count(lot.participants)
        if most is not None:
            name = _segment_id(lot)
            quote = f"BT-113-Lot ({lot.id}): MaximumOperatorQuantity = {most}"
            where = f"where = {{ segment = {_text(name)} }}"
            yield from _rule(
                f"MAX-{name}"[:LONGEST_ID], "max_winners", "bidders", most, quote, where
            )


def _rule(
    name: str, kind: str, count: str, limit: int, quote: str, where: str = ""
) -> Iterator[str]:
    yield "[[rules]]"
    yield f"id = {_text(name)}"
    yield f'kind = "{kind}"'
    if where:
        yield where
    yield f'count = "{count}"'
    yield f"limit = {limit}"
    yield f'source = {{ document = "notice", quote = {_text(quote)} }}'
    yield ""


# --- numbers


def _weight(criterion: Criterion) -> Decimal | None:
    weight = _number(criterion, EXACT)
    return None if weight == 0 else weight


def _number(criterion: Criterion, codes: Sequence[str]) -> Decimal | None:
    """The one number of these codes that a model can hold."""
    found = [parse(number) for code, number in criterion.numbers if code in codes]
    if len(found) != 1 or found[0] is None or found[0] < 0 or found[0] > 10**6:
        return None
    return found[0] if decimals(found[0]) <= PLACES else None


def _count(number: str) -> int | None:
    value = parse(number)
    whole = value is not None and value == value.to_integral_value() and 0 < value <= 10**9
    return int(value) if value is not None and whole else None


# --- names and texts


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _tender_id(notice: Notice) -> str:
    for name in (notice.internal_id, f"notice-{notice.id}"):
        if IDENTIFIER.fullmatch(name):
            return name
    return "notice"


def _segment_id(lot: Lot) -> str:
    return lot.id if IDENTIFIER.fullmatch(lot.id) else _slug(lot.id, "lot")


def _slug(name: str, otherwise: str) -> str:
    plainer = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plainer).strip("-")[:SLUG].strip("-") or otherwise


def _both(names: Mapping[str, str], notice: Notice, fallback: str) -> str:
    """A name in Dutch and English; where the notice lacks one, its own language stands there."""
    own = names.get(notice.language) or next(iter(names.values()), "") or fallback or "-"
    said = {lang: (names.get(code) or own)[:LONGEST_NAME] for lang, code in NAMED.items()}
    return f"{{ nl = {_text(said['nl'])}, en = {_text(said['en'])} }}"


def _text(value: str) -> str:
    return json.dumps(value[:LONGEST_NAME], ensure_ascii=False)


def _list(names: Sequence[str]) -> str:
    return f"[{', '.join(_text(name) for name in names)}]"

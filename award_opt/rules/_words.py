"""How rules say numbers, terms and scopes in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import Formatter
from typing import Any, Literal, TypeAlias

from award_opt.exact import plain

Lang: TypeAlias = Literal["nl", "en"]
Texts: TypeAlias = Mapping[str, Mapping[Lang, str]]

WORDS: Texts = {
    "contracts": {"nl": "contracten", "en": "contracts"},
    "bidders": {"nl": "inschrijvers", "en": "bidders"},
    "providers": {"nl": "aanbieders", "en": "providers"},
    "owners": {"nl": "moederorganisaties", "en": "owners"},
    "contract": {"nl": "contract", "en": "contract"},
    "tender": {"nl": "aanbesteding", "en": "tender"},
    "segment": {"nl": "segment", "en": "segment"},
    "area": {"nl": "gebied", "en": "area"},
    "lot": {"nl": "perceel", "en": "lot"},
    "care_type": {"nl": "zorgvorm", "en": "care type"},
    "bid": {"nl": "inschrijving", "en": "bid"},
    "bidder": {"nl": "inschrijver", "en": "bidder"},
    "package": {"nl": "pakket", "en": "package"},
    "provider": {"nl": "aanbieder", "en": "provider"},
    "owner": {"nl": "moederorganisatie", "en": "owner"},
    "scale": {"nl": "grootte", "en": "scale"},
    "micro": {"nl": "micro", "en": "micro"},
    "small": {"nl": "klein", "en": "small"},
    "medium": {"nl": "middelgroot", "en": "medium"},
    "large": {"nl": "groot", "en": "large"},
    "lead": {"nl": "penvoerder", "en": "lead"},
    "member": {"nl": "lid van een combinatie", "en": "member"},
    "subcontractor": {"nl": "onderaannemer", "en": "subcontractor"},
    "value": {"nl": "waarde in euro", "en": "value in euros"},
    "capacity": {"nl": "capaciteit", "en": "capacity"},
    "score": {"nl": "score", "en": "score"},
    "awarded": {"nl": "de gegunde waarde", "en": "the awarded value"},
    "budget": {"nl": "het budget", "en": "the budget"},
    "wins": {"nl": "wint", "en": "wins"},
    "loses": {"nl": "verliest", "en": "loses"},
}
SHORT: Texts = {
    "fail": {"nl": "", "en": ""},
    "as_available": {
        "nl": ", of zoveel als er geldig is aangeboden",
        "en": ", or as many as are validly on offer",
    },
    "goal": {"nl": ", als doel en niet als eis", "en": ", as a goal and not a demand"},
}
_OR: Mapping[Lang, str] = {"nl": " of ", "en": " or "}


def word(term: str, lang: Lang) -> str:
    """A term of the rule language in words; names that are no term stay as they are."""
    return WORDS[term][lang] if term in WORDS else term


def number(text: str, lang: Lang, grouped: bool = False) -> str:
    """A plain decimal string as it is written in ``lang``; ``grouped`` marks the thousands."""
    whole, _, fraction = text.partition(".")
    if grouped:
        whole = f"{int(whole):,}" if whole.lstrip("-") != "0" else whole
        fraction = fraction.ljust(2, "0") if fraction else ""
    written = f"{whole}.{fraction}" if fraction else whole
    return written.translate(str.maketrans(".,", ",.")) if lang == "nl" else written


def said(value: object, spec: str, lang: Lang) -> str:
    """One value of a text.

    Decimals are always written in the language. ``spec`` says how to read the other values:
    ``number`` and ``sum`` (thousands marked) for decimal strings, ``word`` for terms, ``short`` for
    what holds where too few are on offer.
    """
    if spec == "short":
        return SHORT[str(value)][lang]
    if isinstance(value, Mapping):
        pairs = (f"{said(k, 'word', lang)}: {said(v, spec, lang)}" for k, v in value.items())
        return "; ".join(pairs)
    if isinstance(value, tuple):
        return _OR[lang].join(said(item, spec, lang) for item in value)
    text = plain(value) if isinstance(value, Decimal) else str(value)
    if spec == "sum":
        return number(text, lang, grouped=True)
    if spec == "number" or isinstance(value, Decimal):
        return number(text, lang)
    return word(text, lang) if spec == "word" else text


def within(where: Mapping[str, Sequence[str]], per: Sequence[str], lang: Lang) -> str:
    """The scope and groups of a rule, in brackets after a space; "" for the whole tender."""
    chosen = [
        f"{word(column, lang)} {_OR[lang].join(word(name, lang) for name in names)}"
        for column, names in where.items()
    ]
    parts = [", ".join(chosen)] if chosen else []
    if per:
        parts.append("per " + ", ".join(word(column, lang) for column in per))
    return f" ({'; '.join(parts)})" if parts else ""


class _Wording(Formatter):
    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        return said(value, format_spec, self._lang)


def filled(text: str, lang: Lang, values: Mapping[str, Any]) -> str:
    """``text`` with its ``{name}`` and ``{name:spec}`` places filled from ``values``."""
    return _Wording(lang).vformat(text, (), values)

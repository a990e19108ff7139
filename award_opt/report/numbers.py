"""Exact decimal strings as people write them: ``1.234,56`` in Dutch, ``1,234.56`` in English."""

from __future__ import annotations

from award_opt.texts import Lang

MARKS: dict[Lang, tuple[str, str]] = {"nl": (".", ","), "en": (",", ".")}


def number(exact: str, lang: Lang) -> str:
    """An exact decimal string with the language's marks; every digit stays."""
    thousands, mark = MARKS[lang]
    whole, point, fraction = exact.partition(".")
    grouped = f"{int(whole.lstrip('-')):,}".replace(",", thousands)
    sign = "-" if whole.startswith("-") else ""
    return sign + grouped + (mark + fraction if point else "")


def short(exact: str, lang: Lang) -> str:
    """An exact decimal string without the zeros that end it; cents stay whole."""
    whole, _, fraction = exact.partition(".")
    kept = fraction.rstrip("0")
    return number(f"{whole}.{kept:0<2}" if kept or len(fraction) > 1 else whole, lang)


def euro(exact: str, lang: Lang) -> str:
    """An amount in euro, with cents."""
    whole, _, cents = exact.partition(".")
    return f"€ {number(f'{whole}.{cents:0<2}', lang)}"

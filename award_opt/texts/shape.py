"""The shape of a catalogue of texts."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any, Literal, TypeAlias

Lang: TypeAlias = Literal["nl", "en"]
Texts: TypeAlias = Mapping[str, Mapping[Lang, str]]

_NEAREST: Mapping[Lang, str] = {
    "nl": " Waarschijnlijk bedoeld: `{nearest}`.",
    "en": " Probably meant: `{nearest}`.",
}


class _Counting(Formatter):
    """``{lots:lot|lots}`` is ``lot`` where there is one, and ``lots`` otherwise."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, more = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else more


def filled(text: str, facts: Mapping[str, Any]) -> str:
    """The text with its facts, and each word after a count in the number that goes with it."""
    return _COUNTING.vformat(text, (), facts) if "|" in text else text.format(**facts)


_COUNTING = _Counting()


def with_nearest(texts: Texts) -> Texts:
    """The texts, and for each a second one, ``<code>_near``, that names the nearest known name."""
    near: Texts = {
        f"{code}_near": {lang: text + _NEAREST[lang] for lang, text in both.items()}
        for code, both in texts.items()
    }
    return {**texts, **near}

"""The shape of a catalogue of texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["nl", "en"]
Texts: TypeAlias = Mapping[str, Mapping[Lang, str]]

_NEAREST: Mapping[Lang, str] = {
    "nl": " Waarschijnlijk bedoeld: `{nearest}`.",
    "en": " Probably meant: `{nearest}`.",
}


def with_nearest(texts: Texts) -> Texts:
    """The texts, and for each a second one, ``<code>_near``, that names the nearest known name."""
    near: Texts = {
        f"{code}_near": {lang: text + _NEAREST[lang] for lang, text in both.items()}
        for code, both in texts.items()
    }
    return {**texts, **near}

"""What a letter may not betray: who else lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from award_opt.domain import Bid, Instance

LETTER: Final = re.compile(r"[^\W\d_]")
NOTHING: Final = r"(?!)"


@dataclass(frozen=True, slots=True)
class Discretion:
    """Every name and id in a tender, so that a letter keeps only those that it may show."""

    known: re.Pattern[str]
    instead: str

    @classmethod
    def of(cls, instance: Instance, instead: str, public: str = "") -> Discretion:
        """The names of all providers, and the ids of providers, bidders and bids.

        An id without letters, or one that is a word of the ``public`` texts, betrays nobody where
        it stands: a bid called ``1`` must not take the place of every 1 in a letter.
        """
        names = {provider.name for provider in instance.providers.values()}
        names |= {*instance.providers, *(bid.bidder for bid in instance.bids)}
        names |= {bid.id for bid in instance.bids}
        telling = [name for name in names if LETTER.search(name) and not _stands(name, public)]
        longest_first = sorted(telling, key=lambda name: (-len(name), name))
        choice = "|".join(map(re.escape, longest_first)) or NOTHING
        return cls(re.compile(rf"(?<!\w)(?:{choice})(?!\w)"), instead)

    def kept(self, text: str, shown: frozenset[str]) -> str:
        """The text, in which every known name that is not ``shown`` makes way."""
        return self.known.sub(lambda found: found[0] if found[0] in shown else self.instead, text)


def identities(instance: Instance, bids: Iterable[Bid], *, parties: bool) -> frozenset[str]:
    """The names and ids by which bids are known: those of their lead, or of all their parties."""
    shown: set[str] = set()
    for bid in bids:
        shown |= {bid.id, bid.bidder}
        for party in bid.parties:
            if parties or party.role == "lead":
                shown |= {party.provider, instance.providers[party.provider].name}
    return frozenset(shown)


def _stands(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None

"""What a letter may not betray: who else lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from award_opt.domain import Bid, Instance


@dataclass(frozen=True, slots=True)
class Discretion:
    """Every name and id in a tender, so that a letter keeps only those that it may show."""

    known: re.Pattern[str]
    instead: str

    @classmethod
    def of(cls, instance: Instance, instead: str) -> Discretion:
        """The names of all providers, and the ids of providers, bidders and bids."""
        names = {provider.name for provider in instance.providers.values()}
        names |= {*instance.providers, *(bid.bidder for bid in instance.bids)}
        names |= {bid.id for bid in instance.bids}
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        choice = "|".join(map(re.escape, longest_first))
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

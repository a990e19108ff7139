"""What a letter can say: the fields that a Word template may name.

A template is a .docx file with Jinja tags: ``{{ authority }}``, ``{%p for lot in lots %}``. Loops
and conditions over paragraphs, rows and cells are written ``{%p``, ``{%tr`` and ``{%tc``. All
values are text in the language of the letter, numbers and dates included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Scores:
    """A line of a table of scores.

    Attributes
    ----------
    name
        The bidder that the line is about.
    total
        Its points in total; empty where the bid has none.
    parts
        Its points on each criterion, in the order of ``lot.criteria``.
    """

    name: str
    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deciding:
    """A published rule that decided.

    Attributes
    ----------
    text
        The id of the rule and what it says.
    quote, document
        The published words and where they stand; empty for a threshold of a criterion.
    """

    text: str
    quote: str
    document: str


@dataclass(frozen=True, slots=True)
class Lot:
    """The outcome of one bid of the bidder.

    Attributes
    ----------
    name
        The lot.
    bid
        The number of the bid.
    won
        Whether it is awarded.
    place
        Its place among the bids compared, such as ``3 of 40``; empty where bids are not ranked.
    reason
        The relevant reason, as one paragraph.
    criteria
        The names of the award criteria.
    own
        The bid's own scores.
    winners
        The scores of every winner of the lot; empty where the bid won or was set aside.
    advantages
        On which criteria winners scored higher, one sentence each.
    rules
        The rules that decided, with their source.
    """

    name: str
    bid: str
    won: bool
    place: str
    reason: str
    criteria: tuple[str, ...]
    own: Scores
    winners: tuple[Scores, ...]
    advantages: tuple[str, ...]
    rules: tuple[Deciding, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one bidder; its attributes are the names that a template may use.

    Attributes
    ----------
    authority, tender
        Who decides, and on what.
    bidder
        The bidder; a coalition goes by its lead.
    parties
        The parties of a coalition; empty for a single provider.
    kind
        ``award`` (every lot won), ``rejection`` (none) or ``mixed``.
    date, standstill_end
        The date of the letter, and the last day of the standstill.
    standstill_days
        The length of the standstill.
    lots
        The outcome of each bid, as published.
    """

    authority: str
    tender: str
    bidder: str
    parties: tuple[str, ...]
    kind: Literal["award", "rejection", "mixed"]
    date: str
    standstill_end: str
    standstill_days: int
    lots: tuple[Lot, ...]

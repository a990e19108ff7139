"""Synthetic instances for any tender: invented bidders that behave like those of real tenders.

Nothing here claims to be measured. The shapes follow what is known of Dutch care tenders: few bids,
mostly of coalitions, where one contract is awarded; many small bidders elsewhere; criteria that
agree with each other on a coarse scale, so that ties are many; care types that few offer. Every
number is whole and drawn from ``random.Random.getrandbits``, so that a seed gives the same bytes on
every machine and under every version of Python.
"""

from __future__ import annotations

from pathlib import Path

from award_opt.generate.market import Market
from award_opt.generate.tables import tables
from award_opt.tender import Tender

__all__ = ["generate"]


def generate(
    tender: Tender, providers: int, seed: int, folder: Path | None = None, scarce: int = 0
) -> dict[str, str]:
    """The files of an invented instance, by name; written to ``folder`` where one is given.

    Parameters
    ----------
    providers
        How many organisations there are; some of them bid, alone or in coalitions.
    seed
        The same seed gives the same files everywhere.
    scarce
        So many cells (a care type in a lot) that nobody offers.
    """
    market = Market(tender, providers, seed)
    for segment in tender.segments:
        market.open(segment)
    market.close(scarce)
    files = tables(market, _made_by(tender, providers, seed, scarce))
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return files


def _made_by(tender: Tender, providers: int, seed: int, scarce: int) -> str:
    made_by = f"award-opt generate models/{tender.id}.toml --providers {providers} --seed {seed}"
    return f"{made_by} --scarce {scarce}" if scarce else made_by

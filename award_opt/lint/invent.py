"""Invented bids for a tender that has none yet."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from award_opt.domain import Instance
from award_opt.generate import generate
from award_opt.instance import read_instance
from award_opt.tender import Tender

PROVIDERS, SEED = 160, 1


def invented(tender: Tender, providers: int = PROVIDERS, seed: int = SEED) -> Instance:
    """An instance as ``generate`` makes it; its title says so.

    Raises
    ------
    InputError
        The tender names bidders or columns for which no bids can be invented.
    """
    with TemporaryDirectory() as folder:
        place = Path(folder) / tender.id
        generate(tender, providers, seed, place)
        return read_instance(place, tender)

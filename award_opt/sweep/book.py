"""Invented bid books: what might come in, before anything is published."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from award_opt.domain import Instance
from award_opt.generate import generate
from award_opt.instance import read_instance
from award_opt.tender import Tender


def invented(tender: Tender, providers: int, seed: int) -> Instance:
    """An invented bid book for the published tender, read as any instance is."""
    with TemporaryDirectory(prefix="award-opt-") as folder:
        generate(tender, providers, seed, Path(folder))
        return read_instance(Path(folder), tender)

"""Under which name each letter is filed: the bidder's id where any system takes it as a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from unicodedata import normalize

LONGEST: Final = 60  # the limits of file systems count bytes, of which a letter takes up to four
MARKED: Final = 12  # hexadecimal digits that keep two bidders apart
PLAIN: Final = re.compile(r"\w(?:[\w .-]*[\w-])?")
RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def file_names(bidders: Iterable[str]) -> dict[str, str]:
    """A file name for each bidder, without folders in it and unique whatever the capitals.

    An id that is no plain name, or differs from another in capitals only, keeps the letters and
    digits it has and gets the start of its SHA-256 behind it.
    """
    wanted = sorted(set(bidders))
    alike = Counter(map(_folded, wanted))
    kept = {name for name in wanted if _plain(name) and alike[_folded(name)] == 1}
    return {name: f"{name if name in kept else _marked(name)}.docx" for name in wanted}


def _folded(bidder: str) -> str:
    return normalize("NFC", bidder).casefold()


def _plain(bidder: str) -> bool:
    return (
        len(bidder) <= LONGEST
        and PLAIN.fullmatch(bidder) is not None
        and RESERVED.fullmatch(bidder) is None
    )


def _marked(bidder: str) -> str:
    words = re.findall(r"\w+", bidder)
    mark = sha256(bidder.encode()).hexdigest()[:MARKED]
    return "-".join([*words, mark])[-LONGEST:].lstrip("-")

"""A small good tender with its instance, and the ways in which a test breaks them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from award_opt.domain import Instance
from award_opt.errors import Finding, InputError
from award_opt.instance import read_instance
from award_opt.tender import Tender, read_tender

MODEL = """\
format = 1
id = "care-2024"
title = { nl = "Jeugdhulp", en = "Youth care" }
authority = "Regio Voorbeeld"
municipalities = ["Dongen", "Goirle", "Oisterwijk", "Tilburg"]

[[documents]]
id = "guide"
title = "Inkoopdocument"
date = 2024-02-01

[[areas]]
id = "tilburg"
name = "Tilburg"
municipalities = ["Tilburg"]

[[areas]]
id = "west"
name = "West"
municipalities = ["Dongen", "Goirle", "Oisterwijk"]

[[care_types]]
id = "guidance"
name = { nl = "begeleiding", en = "guidance" }
codes = ["45"]

[[care_types]]
id = "treatment"
name = { nl = "behandeling", en = "treatment" }

[[segments]]
id = "1"
name = { nl = "Hoogspecialistisch", en = "Highly specialised" }
financing = "task"
care_types = ["treatment"]
budget = 1_000_000

[[segments]]
id = "4"
name = { nl = "Ambulant", en = "Ambulatory" }
areas = ["tilburg", "west"]
care_types = ["guidance", "treatment"]

[[segments]]
id = "L"
name = { nl = "Licht", en = "Light" }
procedure = "open_house"
care_types = ["guidance"]

[[criteria]]
id = "vision"
weight = 40

[[criteria]]
id = "quality"
weight = 60

[scoring]
decimals = 1
maximum = 10

[[rules]]
id = "S1-MAX"
kind = "max_winners"
where = { segment = "1" }
limit = 1
source = { document = "guide", quote = "maximaal een contractpartner" }

[[rules]]
id = "S4-COVER"
kind = "coverage"
where = { segment = "4" }
per = ["area", "care_type"]
source = { document = "guide", quote = "dekkend aanbod" }

[[rules]]
id = "L-ALL"
kind = "all_qualifying"
where = { segment = "L" }
source = { document = "guide", quote = "alle geschikte aanbieders" }

[[rules]]
id = "SMALL"
kind = "min_share"
where = { segment = "4" }
of = { scale = ["micro", "small"] }
share = 7.5
per = "segment"
source = { document = "guide", quote = "ten minste 7,5 procent" }

[[rules]]
id = "PLACES"
kind = "requirement"
where = { segment = "1" }
column = "places"
at_least = 50
source = { document = "guide", quote = "ten minste 50 plaatsen" }

[award]
goals = ["total_score"]
lot_order = ["1", "4/tilburg", "4/west"]
ties = ["score", "vision", "value", "draw"]
"""

HEAD = {
    "format": "1",
    "tender": '"care-2024"',
    "title": '"Voorbeeld"',
    "origin": '"synthetic"',
    "made_by": '"a test"',
    "seed": "7",
}

TABLES = {
    "providers": """\
provider,name,scale,owner,kvk,agb,municipality
P1,Zorg Één,large,,12345678,,Tilburg
P2,De Brug,small,P1,00345678,04000001,Dongen
P3,Hulp aan huis,micro,,,,Goirle
""",
    "parties": """\
bidder,provider,role,share
C1,P1,lead,60
C1,P2,member,
""",
    "bids": """\
bid,bidder,segment,area,score,value,capacity,status,package,draw,places
B1,C1,1,,7.6,500000,80,valid,,1,60
B2,P1,4,tilburg,,250000.50,,,,2,
B3,P2,4,west,,125000,,,,1,
B4,P3,4,west,,99999.99,40,pending,,2,
B5,P3,L,,,10000,,,,1,
""",
    "scores": """\
bid,criterion,score
B1,vision,7
B1,quality,8
B2,vision,6
B2,quality,6.5
B3,vision,9
B3,quality,8
""",
    "offers": """\
bid,care_type,capacity
B3,guidance,10
B3,treatment,
""",
}


@dataclass
class Inputs:
    """Files that a test may break before they are written."""

    model: str = MODEL
    head: dict[str, str] = field(default_factory=lambda: dict(HEAD))
    tables: dict[str, list[list[str]]] = field(
        default_factory=lambda: {
            name: list(csv.reader(io.StringIO(text))) for name, text in TABLES.items()
        }
    )
    raw: dict[str, bytes] = field(default_factory=dict)
    after: list[Callable[[Path], object]] = field(default_factory=list)
    delimiter: str = ","
    encoding: str = "utf-8"
    newline: str = "\n"

    def say(self, old: str, new: str) -> Inputs:
        """Replace a text that stands in the model once."""
        assert self.model.count(old) == 1, old
        self.model = self.model.replace(old, new)
        return self

    def cell(self, table: str, row: int, column: str, value: str) -> Inputs:
        """Change a cell; ``row`` is the line in the file, the header is 1."""
        rows = self.tables[table]
        rows[row - 1][rows[0].index(column)] = value
        return self

    def row(self, table: str, *cells: str) -> Inputs:
        """Add a row."""
        self.tables[table].append(list(cells))
        return self

    def column(self, table: str, name: str, value: str = "") -> Inputs:
        """Add a column."""
        for number, row in enumerate(self.tables[table]):
            row.append(value if number else name)
        return self

    def without(self, table: str, column: str) -> Inputs:
        """Drop a column."""
        at = self.tables[table][0].index(column)
        for row in self.tables[table]:
            del row[at]
        return self

    def write(self, root: Path) -> tuple[Path, Path]:
        """Write the files; the model file and the folder of the instance."""
        model, folder = root / "care.toml", root / "care"
        folder.mkdir()
        model.write_text(self.model, encoding="utf-8")
        head = "".join(f"{key} = {value}\n" for key, value in self.head.items())
        (folder / "instance.toml").write_text(head, encoding="utf-8")
        for name, rows in self.tables.items():
            text = io.StringIO()
            csv.writer(text, delimiter=self.delimiter, lineterminator=self.newline).writerows(rows)
            (folder / f"{name}.csv").write_bytes(text.getvalue().encode(self.encoding))
        for name, data in self.raw.items():
            (root / name).write_bytes(data)
        for change in self.after:
            change(root)
        return model, folder

    def read(self, root: Path) -> tuple[Tender, Instance]:
        """Write the files and read them."""
        model, folder = self.write(root)
        tender = read_tender(model)
        return tender, read_instance(folder, tender)


def findings(inputs: Inputs, root: Path) -> tuple[Finding, ...]:
    """The findings of broken inputs; none where they are read."""
    try:
        inputs.read(root)
    except InputError as error:
        return error.findings
    return ()

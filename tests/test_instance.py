"""Instance folders: what a reader gets from a good one, whatever wrote the files."""

from __future__ import annotations

import random
import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import TABLES, Inputs

from award_opt.domain import Bid, Instance
from award_opt.errors import InputError
from award_opt.instance import instance_digest, read_instance, weighted_mean
from award_opt.tender import read_tender
from award_opt.tender.schema import Criterion, Rounding

MODELS = Path(__file__).parent.parent / "models"
INSTANCES = Path(__file__).parent.parent / "instances"
NUMBERS = {"parties": ("share",), "bids": ("score", "value"), "scores": ("score",)}


def instance_of(inputs: Inputs) -> Instance:
    with tempfile.TemporaryDirectory() as root:
        return inputs.read(Path(root))[1]


def bid_of(inputs: Inputs, name: str) -> Bid:
    (bid,) = [bid for bid in instance_of(inputs).bids if bid.id == name]
    return bid


DIGEST = instance_digest(instance_of(Inputs()))


# --- what is read


def test_money_is_read_in_cents() -> None:
    assert bid_of(Inputs(), "B2").value_cents == 250_000_50


def test_a_score_is_computed_by_the_published_weights_and_rounding() -> None:
    assert bid_of(Inputs(), "B2").score == 63
    assert dict(bid_of(Inputs(), "B2").criteria) == {"vision": 60, "quality": 65}


def test_the_blank_share_is_the_rest() -> None:
    assert [(p.provider, p.share_bp) for p in bid_of(Inputs(), "B1").parties] == [
        ("P1", 6000),
        ("P2", 4000),
    ]


def test_all_shares_blank_are_unknown() -> None:
    inputs = Inputs()
    inputs.cell("parties", 2, "share", "")
    assert [party.share_bp for party in bid_of(inputs, "B1").parties] == [None, None]


def test_a_bidder_without_parties_is_its_own_provider() -> None:
    (party,) = bid_of(Inputs(), "B3").parties
    assert (party.provider, party.role, party.share_bp, party.scale) == (
        "P2",
        "lead",
        10_000,
        "small",
    )


def test_the_owner_is_the_top_of_the_chain() -> None:
    inputs = Inputs()
    inputs.cell("providers", 4, "owner", "P2")
    assert instance_of(inputs).providers["P3"].owner == "P1"


def test_a_bid_without_offers_offers_every_care_type_of_its_segment() -> None:
    assert dict(bid_of(Inputs(), "B2").offers) == {"guidance": None, "treatment": None}
    assert dict(bid_of(Inputs(), "B3").offers) == {"guidance": 10, "treatment": None}


def test_a_number_that_a_rule_reads_is_kept_plain() -> None:
    inputs = Inputs()
    inputs.cell("bids", 2, "places", "060.50")
    assert bid_of(inputs, "B1").attributes["places"] == "60.5"


def test_a_column_that_no_rule_reads_stays_text() -> None:
    inputs = Inputs()
    inputs.column("bids", "remark", "060.50")
    assert bid_of(inputs, "B1").attributes["remark"] == "060.50"


def test_bids_carry_their_score_where_the_tender_has_no_criteria() -> None:
    inputs = Inputs()
    start, end = inputs.model.index("[[criteria]]"), inputs.model.index("[scoring]")
    inputs.model = inputs.model[:start] + inputs.model[end:]
    inputs.say('"vision", ', "")
    inputs.tables.pop("scores")
    inputs.cell("bids", 3, "score", "6.3").cell("bids", 4, "score", "8.4")
    assert bid_of(inputs, "B2").score == 63


def test_only_valid_bids_need_scores() -> None:
    assert bid_of(Inputs(), "B4").score is None


def test_empty_further_tables_are_as_good_as_none() -> None:
    inputs = Inputs()
    for name in ("parties", "offers"):
        inputs.tables[name] = inputs.tables[name][:1]
    inputs.cell("bids", 2, "bidder", "P1")
    other = Inputs()
    other.tables.pop("parties")
    other.tables.pop("offers")
    other.cell("bids", 2, "bidder", "P1")
    assert instance_digest(instance_of(inputs)) == instance_digest(instance_of(other))


def test_blank_rows_at_the_end_are_passed_by() -> None:
    inputs = Inputs()
    inputs.row("offers", "", " ", "")
    assert instance_digest(instance_of(inputs)) == DIGEST


@pytest.mark.parametrize("model", sorted(MODELS.glob("*.toml")), ids=lambda path: path.name)
def test_every_shipped_instance_is_read(model: Path) -> None:
    folder = INSTANCES / model.stem
    if (folder / "instance.toml").exists():
        try:
            tender = read_tender(model)
        except InputError:
            assert model.stem.endswith("-typo")
        else:
            assert read_instance(folder, tender).tender == tender.id


# --- the digest


@given(
    st.randoms(use_true_random=False),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([",", "."]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_digest_does_not_depend_on_how_the_tables_were_written(
    shuffle: random.Random, delimiter: str, decimal: str, encoding: str, newline: str
) -> None:
    inputs = Inputs(delimiter=delimiter, encoding=encoding, newline=newline)
    names = {",": '","', ";": '";"', "\t": r'"\t"', "|": '"|"'}
    inputs.head |= {"delimiter": names[delimiter], "decimal": f'"{decimal}"'}
    if encoding == "cp1252":
        inputs.head["encoding"] = '"windows-1252"'
    for name, (header, *rows) in inputs.tables.items():
        for column in NUMBERS.get(name, ()):
            for row in rows:
                row[header.index(column)] = row[header.index(column)].replace(".", decimal)
        order = list(range(len(header)))
        shuffle.shuffle(rows)
        shuffle.shuffle(order)
        inputs.tables[name] = [[row[at] for at in order] for row in (header, *rows)]
    assert instance_digest(instance_of(inputs)) == DIGEST


def test_names_are_composed_before_they_are_compared() -> None:
    inputs = Inputs()
    inputs.raw["care/providers.csv"] = TABLES["providers"].replace("É", "E\u0301").encode()
    assert instance_digest(instance_of(inputs)) == DIGEST


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("bids", 3, "value", "250000.51"),
        ("bids", 2, "places", "61"),
        ("bids", 5, "status", "withdrawn"),
        ("parties", 2, "share", "61"),
        ("providers", 4, "name", "Hulp"),
        ("offers", 2, "capacity", "11"),
    ],
)
def test_every_cell_counts_in_the_digest(table: str, row: int, column: str, value: str) -> None:
    inputs = Inputs()
    inputs.cell(table, row, column, value)
    assert instance_digest(instance_of(inputs)) != DIGEST


# --- the weighted mean


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**5)), min_size=1, max_size=6),
    st.sampled_from(["half_up", "half_even", "down"]),
)
def test_the_weighted_mean_is_the_exact_one_rounded(
    pairs: list[tuple[int, int]], rounding: Rounding
) -> None:
    criteria = [
        Criterion.model_validate({"id": f"c{n}", "weight": weight})
        for n, (weight, _) in enumerate(pairs)
    ]
    scores = [score for _, score in pairs]
    exact = Fraction(sum(w * s for w, s in pairs), sum(w for w, _ in pairs))
    found = weighted_mean(criteria, scores, rounding)
    expected = {
        "half_up": (exact + Fraction(1, 2)).__floor__(),
        "half_even": round(exact),
        "down": exact.__floor__(),
    }
    assert found == expected[rounding]


@pytest.mark.parametrize(
    ("rounding", "expected"), [("half_up", 13), ("half_even", 12), ("down", 12)]
)
def test_a_half_is_rounded_as_published(rounding: Rounding, expected: int) -> None:
    criteria = [Criterion.model_validate({"id": name, "weight": 1}) for name in "ab"]
    assert weighted_mean(criteria, [12, 13], rounding) == expected

"""``where``, ``per`` and ``count``: both readings alone, for a shared fault would be invisible."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape, Party, SegmentFacts
from award_opt.rules import _base, _scope, _vector
from award_opt.rules.requires import Requires

GROUND = Landscape(
    (
        SegmentFacts("1", (), ()),
        SegmentFacts("4", ("north", "west"), ("day", "guidance")),
    )
)
COALITION = (Party("p", "top"), Party("q", "top", "member"), Party("r", "r", "subcontractor"))
BIDS = (
    Bid("a", "A", "4", "north", offers={"day": None, "guidance": 3}, parties=COALITION),
    Bid("b", "A", "4", "west", offers={"day": None}, parties=COALITION[:1]),
    Bid("c", "C", "1", attributes={"territory": "heath"}, package="K"),
)
COLUMNS = Columns.of(BIDS)


@pytest.mark.parametrize(
    ("where", "chosen"),
    [
        ({}, "abc"),
        ({"segment": ("4",)}, "ab"),
        ({"segment": ("1", "4")}, "abc"),
        ({"area": ("north",)}, "a"),
        ({"area": ("north",), "segment": ("1",)}, ""),
        ({"lot": ("1", "4/west")}, "bc"),
        ({"care_type": ("guidance",)}, "a"),
        ({"care_type": ("day", "guidance")}, "ab"),
        ({"bidder": ("A",)}, "ab"),
        ({"bid": ("a", "c")}, "ac"),
        ({"package": ("K",)}, "c"),
        ({"status": ("valid",)}, "abc"),
        ({"territory": ("heath", "river")}, "c"),
        ({"absent": ("x",)}, ""),
    ],
)
def test_where_selects_by_every_column(where, chosen):
    assert [bid.id for bid in BIDS if _base.in_scope(bid, where)] == list(chosen)
    assert [BIDS[k].id for k in np.flatnonzero(_scope.mask(COLUMNS, where))] == list(chosen)


@pytest.mark.parametrize(
    ("where", "per", "expected"),
    [
        ({}, (), {"": "abc"}),
        ({"segment": ("7",)}, (), {"": ""}),
        ({}, ("segment",), {"1": "c", "4": "ab"}),
        ({}, ("area",), {"north": "a", "west": "b"}),
        ({}, ("lot",), {"1": "c", "4/north": "a", "4/west": "b"}),
        (
            {},
            ("area", "care_type"),
            {"north/day": "a", "north/guidance": "a", "west/day": "b", "west/guidance": ""},
        ),
        ({"care_type": ("guidance",)}, ("care_type",), {"guidance": "a"}),
        ({"area": ("west",)}, ("care_type",), {"day": "b", "guidance": ""}),
        ({}, ("territory",), {"heath": "c"}),
        ({"segment": ("4",)}, ("territory",), {}),
        ({}, ("territory", "segment"), {"heath/1": "c"}),
        ({}, ("bidder",), {"A": "ab", "C": "c"}),
    ],
)
def test_per_makes_groups_of_published_cells_and_of_named_attributes(where, per, expected):
    names = _base.groups(GROUND, where, per, BIDS)
    plain = _base.by_group(BIDS, where, per)
    grouped = _scope.grouping(COLUMNS, GROUND, where, per)

    assert [_base.label(name) for name in names] == list(expected)
    assert {_base.label(n): "".join(b.id for b in plain.get(n, ())) for n in names} == expected
    assert grouped.labels == tuple(expected)
    pairs = zip(grouped.group.tolist(), grouped.bid.tolist(), strict=True)
    found = dict.fromkeys(expected, "")
    for group, bid in sorted(pairs):
        found[grouped.labels[group]] += BIDS[bid].id
    assert found == expected


@pytest.mark.parametrize(
    ("count", "roles", "expected"),
    [
        ("contracts", ("lead",), "a:a b:b c:c"),
        ("bidders", ("lead",), "a:A b:A c:C"),
        ("providers", ("lead",), "a:p b:p"),
        ("providers", ("lead", "member"), "a:p a:q b:p"),
        ("providers", ("subcontractor",), "a:r"),
        ("owners", ("lead", "member"), "a:top b:top"),
        ("owners", ("lead", "member", "subcontractor"), "a:r a:top b:top"),
    ],
)
def test_count_says_what_a_winner_counts_as(count, roles, expected):
    plain = {f"{bid.id}:{unit}" for bid in BIDS for unit in _base.units(bid, count, roles)}
    bid, unit = _vector.unit_pairs(COLUMNS, count, roles)
    names = _vector.unit_labels(COLUMNS, count)
    vector = {f"{BIDS[i].id}:{names[u]}" for i, u in zip(bid, unit, strict=True)}

    assert plain == set(expected.split())
    assert vector == set(expected.split())


def test_equal_grounds_have_one_hash_in_every_process():
    same = Landscape(tuple(GROUND.segments), GROUND.score_decimals)
    other = Landscape(GROUND.segments, 3)
    stale = Landscape(GROUND.segments, GROUND.score_decimals)
    object.__setattr__(stale, "_hash", hash(GROUND) + 1)  # as of a process that hashes otherwise

    assert len({GROUND, same, pickle.loads(pickle.dumps(stale))}) == 1
    assert len({GROUND, other}) == 2
    assert repr(GROUND) == repr(same)


def test_rows_of_needs_come_bid_by_bid():
    lots = [("4", "west"), ("1", None), ("4", "north"), ("1", None), ("4", "west")]
    bids = [
        Bid(f"b{k}", "A", segment, area, offers={"guidance": None, "day": None})
        for k, (segment, area) in enumerate(lots)
    ]
    columns = Columns.of(bids)
    source = {"document": "d", "quote": "q"}
    for per in ((), ("segment",), ("lot",), ("care_type",), ("segment", "care_type")):
        rule = Requires(id="R", source=source, needs={"area": "north"}, per=per)
        block = rule.rows(columns, GROUND)
        there = _base.groups(GROUND, {}, per, bids)
        asked = [
            (bid, _base.label(key))
            for bid in range(5)
            for key in _base.keys(bids[bid], per, {})
            if key in there
        ]
        found = block.term[: len(block.labels)].tolist()
        assert [*zip(found, block.labels, strict=True)] == asked


@pytest.mark.parametrize("room", [10, 2**61])
def test_codes_are_found_in_small_and_in_large_rooms(room):
    codes, wanted = np.array([7, 2, 9]), np.array([9, -1, 3, 2, 7, 0])

    assert _scope._found(codes, room, wanted).tolist() == [2, -1, -1, 1, 0, -1]
    assert _scope._found(codes[:0], room, wanted).tolist() == [-1] * 6


@given(data=st.data())
def test_both_readings_of_where_and_per_agree(data):
    landscape = data.draw(strategies.landscapes())
    bids = data.draw(strategies.instances(landscape)).bids
    where, per = data.draw(strategies.wheres()), data.draw(strategies.pers())
    columns = Columns.of(bids)

    plain = {
        (name, bid.id)
        for name, members in _base.by_group(bids, where, per).items()
        for bid in members
        if name in _base.groups(landscape, where, per, bids)
    }
    grouped = _scope.grouping(columns, landscape, where, per)
    pairs = [*zip(grouped.group.tolist(), grouped.bid.tolist(), strict=True)]

    assert [bid.id for bid in bids if _base.in_scope(bid, where)] == [
        bids[k].id for k in np.flatnonzero(_scope.mask(columns, where))
    ]
    assert pairs == sorted(pairs)
    assert plain == {(grouped.names[group], bids[bid].id) for group, bid in pairs}

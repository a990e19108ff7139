"""Results that were read once come back as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sweep_cases import CAP, answers, plan, rule, tender

from award_opt.report import sweep as report
from award_opt.sweep import shelf as shelves
from award_opt.sweep.answers import Answers
from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Axis
from award_opt.sweep.shelf import Shelf

texts = st.text(max_size=4)
counts = st.integers(0, 2**70)
results = st.builds(
    Result,
    status=st.sampled_from(["optimal", "infeasible", "refused"]),
    goals=st.lists(st.tuples(texts, texts, st.booleans()), max_size=3).map(tuple),
    winners=st.sets(texts, max_size=12).map(lambda names: tuple(sorted(names))),
    score=st.none() | texts,
    partners=counts,
    money_cents=st.none() | counts,
    small_bp=st.none() | counts,
    covered=counts,
    cells=counts,
    passed_over=counts,
    slack=st.lists(st.tuples(texts, texts, texts), max_size=4).map(tuple),
)


def kept(found: list[Result | None], names: tuple[str, ...] = ()) -> Shelf:
    shelf = Shelf(names)
    for result in found:
        shelf.add(result)
    return shelf


@given(st.lists(st.none() | results, max_size=12), st.sets(texts, max_size=5).map(tuple))
def test_results_come_back_as_they_were(found: list[Result | None], names: tuple[str, ...]) -> None:
    shelf = kept(found, names)
    assert list(shelf) == found
    assert list(shelf) == found
    assert len(shelf) == len(found)


def test_names_that_come_later_stand_in_their_order() -> None:
    found = [Result("optimal", winners=names) for names in (("c",), ("a", "c"), ("a", "b", "c"))]
    assert list(kept(found)) == found


def test_a_shelf_that_is_full_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Result("optimal", winners=("a",), score="1.00", slack=(("CAP", "", "0"),))
    monkeypatch.setattr(shelves, "MOST", kept([one] * 3).size)
    assert not kept([one] * 3).full
    full = kept([one] * 4)
    assert full.full
    assert list(full) == []
    full.add(one)
    assert len(full) == 0


def test_what_scenarios_have_in_common_is_kept_once() -> None:
    one = Result("optimal", winners=("a", "b"), score="1.00", slack=(("CAP", "", "0"),) * 40)
    each = kept([one] * 1001).size - kept([one]).size
    assert each / 1000 < len(one.to_bytes()) / 3


# --- what answers read


def counted(found: Answers) -> tuple[Answers, list[int]]:
    """The same answers, and how often their results were begun to be read."""
    begun: list[int] = []

    def read() -> Iterator[Result | None]:
        begun.append(1)
        yield from found.results()

    return replace(found, results=read), begun


def grid() -> Answers:
    model = tender(CAP, rule("BOTH", "max_winners", where={"segment": "B"}, limit=2))
    axes = (Axis("CAP.limit", ("1", "2", "3")), Axis("BOTH.limit", ("0", "2")))
    return answers(plan(*axes, tender=model, draws=2))


def written(found: Answers) -> dict[str, bytes]:
    held = report.files(found, "en")
    return {name: report.in_memory(write) for name, write in held.items()}


def test_page_figures_and_tables_read_all_results_once(monkeypatch: pytest.MonkeyPatch) -> None:
    once, begun = counted(grid())
    found = written(once)
    assert len(begun) == 1
    monkeypatch.setattr(shelves, "MOST", 0)
    anew, often = counted(grid())
    assert written(anew) == found
    assert len(often) > 1


def test_results_that_were_read_in_part_are_read_again() -> None:
    found, begun = counted(grid())
    rows = iter(found.rows())
    first = next(rows)
    assert next(iter(found.rows())) == first
    every = list(found.rows())
    assert every[0] == first
    assert len(begun) == 3
    assert list(found.rows()) == every
    assert len(begun) == 3

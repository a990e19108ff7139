"""Every bad input is refused with its place, what was found, what is allowed and what to do."""

from __future__ import annotations

import datetime
import re
import tempfile
import tomllib
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from bad_instances import INSTANCES
from bad_models import MODELS
from breaking import Bad
from hypothesis import given
from hypothesis import strategies as st
from inputs import MODEL, Inputs, findings
from inputs import TABLES as GOOD
from pydantic import BaseModel, ConfigDict, field_validator

from award_opt.errors import Finding, InputError
from award_opt.instance import read_instance
from award_opt.tender import parse_tender, read_tender
from award_opt.texts import TEXTS, render
from award_opt.texts.files import FILES
from award_opt.texts.instance import INSTANCE
from award_opt.texts.tables import TABLES
from award_opt.texts.tender import TENDER
from award_opt.texts.toml import TOML
from award_opt.toml import fit

EVERY = [*MODELS, *INSTANCES]
ELSEWHERE = {  # what a test cannot provoke on every machine, or provokes in a test of its own
    "forbidden",
    "unreadable",
    "more_findings",
    "too_many_rows",
    "invalid",
    "want_boolean",
    "want_date",
    "set_form",
    "set_and_drop",
    "set_fixed",
}


def found_in(bad: Bad, root: Path) -> tuple[Finding, ...]:
    inputs = Inputs()
    bad.broken(inputs)
    return findings(inputs, root)


@pytest.mark.parametrize("bad", EVERY, ids=lambda bad: bad.name)
def test_a_bad_input_is_named_with_place_and_remedy(bad: Bad, tmp_path: Path) -> None:
    found = found_in(bad, tmp_path)
    lines = [render(finding, "en") for finding in found if finding.code == bad.code]
    place = "/".join([str(tmp_path), bad.place])
    assert [line for line in lines if line.startswith(f"{place}: ") and bad.text in line], found


@pytest.mark.parametrize("bad", EVERY, ids=lambda bad: bad.name)
def test_every_finding_reads_in_both_languages(bad: Bad, tmp_path: Path) -> None:
    for finding in found_in(bad, tmp_path):
        for lang in ("nl", "en"):
            text = render(finding, lang)
            assert not re.search(r"\{\w+\}", text.removeprefix(finding.place)), text
            assert text[-1] in ".`", text


@pytest.mark.parametrize("bad", EVERY, ids=lambda bad: bad.name)
def test_one_fault_does_not_make_a_heap_of_findings(bad: Bad, tmp_path: Path) -> None:
    assert len(found_in(bad, tmp_path)) <= 8


def test_there_are_sixty_bad_inputs_and_more() -> None:
    assert len(EVERY) >= 120
    assert len({bad.name for bad in MODELS}) == len(MODELS)
    assert len({bad.name for bad in INSTANCES}) == len(INSTANCES)


def test_every_text_about_inputs_is_shown_by_a_bad_input() -> None:
    written = {*FILES, *TOML, *TENDER, *TABLES, *INSTANCE}
    assert sorted(written - {bad.code for bad in EVERY} - ELSEWHERE) == []


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_both_languages_say_the_same_facts(code: str) -> None:
    # a fact that is a word comes as ``unit_nl`` and ``unit_en``, a whole text as ``nl`` and ``en``
    fields = {
        lang: {
            re.sub(rf"(^|_){lang}$", "", name) for _, name, _, _ in Formatter().parse(text) if name
        }
        for lang, text in TEXTS[code].items()
    }
    assert set(fields) == {"nl", "en"}
    assert fields["nl"] == fields["en"]


def test_all_faults_of_a_model_are_found_at_once(tmp_path: Path) -> None:
    inputs = Inputs()
    inputs.say("limit = 1", "limt = 1").say("share = 7.5", "share = 200").say('"max_w', '"mx_w')
    inputs.say("weight = 40", 'weight = "40"').say("maximum = 10", "maximum = -1")
    codes = [finding.code for finding in findings(inputs, tmp_path)]
    assert codes == [
        "want_number",
        "out_of_bounds",
        "unknown_kind_near",
        "out_of_bounds",
    ]


def test_all_faults_between_the_parts_of_a_model_are_found_at_once(tmp_path: Path) -> None:
    inputs = Inputs()
    inputs.say('areas = ["tilburg", "west"]', 'areas = ["tilburg", "wst"]')
    inputs.say('"4/west"]', '"4/wst"]').say('"guide", quote = "alle', '"gids", quote = "alle')
    inputs.say('"vision", "value"', '"visie", "value"')
    places = [finding.place.partition(": ")[2] for finding in findings(inputs, tmp_path)]
    assert places == [
        "segments[4].areas",
        "rules[L-ALL].source.document",
        "award.ties",
    ]


def test_all_faults_of_an_instance_are_found_at_once(tmp_path: Path) -> None:
    inputs = Inputs()
    inputs.head["origin"] = '"real"'
    inputs.cell("providers", 3, "scale", "tiny").cell("parties", 3, "share", "90")
    inputs.cell("bids", 3, "value", "1e400").cell("bids", 4, "area", "wst")
    inputs.cell("bids", 4, "draw", "-1").cell("scores", 2, "score", "11")
    inputs.cell("offers", 2, "capacity", "ten")
    found = findings(inputs, tmp_path)
    assert {
        (Path(f.place.partition(": ")[0]).name, f.facts.get("row"), f.facts.get("column"))
        for f in found
    } == {
        ("instance.toml", None, None),
        ("providers.csv", 3, "scale"),
        ("parties.csv", 3, "share"),
        ("bids.csv", 3, "value"),
        ("bids.csv", 4, "area"),
        ("bids.csv", 4, "draw"),
        ("scores.csv", 2, "score"),
        ("offers.csv", 2, "capacity"),
    }


class Small(BaseModel):
    """A schema with the kinds of field that the shipped ones may get."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    flag: bool = False
    day: datetime.date | None = None
    even: int = 0

    @field_validator("even")
    @classmethod
    def check_even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("odd")
        return value


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            {"flag": "yes"},
            'x.toml: flag: Found: "yes". true or false belongs here, without quotation',
        ),
        (
            {"day": 2024},
            "x.toml: day: Found: 2024. A date belongs here, such as 2024-02-01, without",
        ),
        ({"even": 3}, "x.toml: even: Found: 3. That does not fit here: Value error, odd."),
    ],
)
def test_further_kinds_of_field_are_asked_for_by_name(raw: dict[str, object], text: str) -> None:
    with pytest.raises(InputError) as caught:
        fit(Small, raw, "x.toml")
    (finding,) = caught.value.findings
    assert render(finding, "en").startswith(text)
    assert render(finding, "nl").startswith("x.toml: ")


FILES_WRITTEN = ("care.toml", "care/instance.toml", *(f"care/{name}.csv" for name in GOOD))


@given(
    st.sampled_from(FILES_WRITTEN),
    st.floats(0, 1),
    st.integers(0, 40),
    st.binary(max_size=8) | st.sampled_from([b'"', b"[", b"{", b"\n", b",", b";", b"=", b"-"]),
)
def test_no_damage_to_a_file_ends_in_anything_but_findings(
    name: str, where: float, gone: int, put: bytes
) -> None:
    with tempfile.TemporaryDirectory() as root:
        inputs = Inputs()
        inputs.after.append(lambda path: _damage(path / name, where, gone, put))
        for finding in findings(inputs, Path(root)):
            assert render(finding, "nl")
            assert render(finding, "en")


def _steps(node: object) -> list[tuple[Any, Any]]:
    """Every place below ``node``: the table or list that holds it, and its key or number."""
    inner = node.items() if isinstance(node, dict) else enumerate(node)  # type: ignore[arg-type]
    pairs = [(node, key, value) for key, value in inner]
    return [(holder, key) for holder, key, _ in pairs] + [
        step for _, _, value in pairs if isinstance(value, dict | list) for step in _steps(value)
    ]


VALUES = st.recursive(
    st.integers()
    | st.booleans()
    | st.text(max_size=5)
    | st.decimals(allow_nan=True)
    | st.dates()
    | st.sampled_from(["1", "4", "west", "guidance", "score", "max_winners", "bid", "package"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@given(st.integers(0, 10**6), VALUES)
def test_no_value_in_a_model_ends_in_anything_but_findings(where: int, value: object) -> None:
    raw = tomllib.loads(MODEL, parse_float=Decimal)
    steps = _steps(raw)
    holder, key = steps[where % len(steps)]
    holder[key] = value
    try:
        parse_tender(raw, "care.toml").digest()
    except InputError as error:
        for finding in error.findings:
            assert render(finding, "nl")
            assert render(finding, "en")


def _damage(path: Path, where: float, gone: int, put: bytes) -> None:
    data = path.read_bytes()
    at = int(where * len(data))
    path.write_bytes(data[:at] + put + data[at + gone :])


def test_a_bad_input_changes_no_file(tmp_path: Path) -> None:
    inputs = Inputs()
    inputs.cell("bids", 3, "value", "1e400")
    model, folder = inputs.write(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(InputError) as caught:
        read_instance(folder, read_tender(model))
    assert caught.value.exit_code == 2
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_ten_thousand_findings_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    inputs = Inputs()
    for number in range(10_500):
        inputs.row("offers", f"X{number}", "guidance", "")
    found = findings(inputs, tmp_path)
    assert len(found) == 10_001
    assert render(found[-1], "en").endswith("There are 500 more findings. Mend those above first.")

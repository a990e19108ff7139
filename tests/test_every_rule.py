"""What holds for every rule kind; a new kind is tested here the moment it exists."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import oracle
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from award_opt import rules
from award_opt.columns import Columns

KINDS = sorted(strategies.CLASSES)
FILES = sorted(Path(rules.__file__).parent.glob("[!_]*.py"))
LANGS = ("nl", "en")
ALLOWED = {
    *("__future__", "collections", "dataclasses", "decimal", "math", "typing"),
    *("award_opt", "numpy", "pydantic"),
}


@st.composite
def cases(draw, kind, most=6):
    """A rule with a landscape, the bids that stand and those that are out."""
    landscape = draw(strategies.landscapes())
    bids = draw(strategies.instances(landscape, most)).bids
    standing = tuple(bid for bid in bids if bid.status == "valid")
    out = tuple(bid for bid in bids if bid.status != "valid")
    return draw(strategies.rules(kind)), landscape, standing, out


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_both_readings_keep_the_same_bids_out(kind, data):
    rule, landscape, standing, out = data.draw(cases(kind))

    refused = oracle.refused(rule, standing, landscape, out)

    assert refused == oracle.removed(rule, standing, landscape, out)
    assert not refused or rule.STAGE


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_both_readings_find_the_same_groups_broken_in_every_award(kind, data):
    rule, landscape, standing, out = data.draw(cases(kind))
    refused = oracle.refused(rule, standing, landscape, out)
    admitted = tuple(bid for bid in standing if bid.id not in refused)
    columns = Columns.of(admitted)
    block = rule.rows(columns, landscape)

    for winners in oracle.subsets(admitted):
        broken = {breach.group for breach in rule.breaches(admitted, winners, landscape)}

        assert broken == oracle.broken_rows(block, columns, winners)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_group_is_unmeetable_when_every_award_breaks_it(kind, data):
    rule, landscape, admitted, _ = data.draw(cases(kind, most=4))
    unmeetable = {measure.group for measure in rule.unmeetable(admitted, landscape)}

    broken = [
        {breach.group for breach in rule.breaches(admitted, winners, landscape)}
        for winners in oracle.subsets(admitted)
    ]

    if kind in ("capacity", "coverage", "min_winners"):
        assert unmeetable == set.intersection(*broken)
    else:
        assert not unmeetable


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_the_order_of_the_bids_does_not_matter(kind, data):
    rule, landscape, standing, out = data.draw(cases(kind, most=4))
    turned = standing[::-1]

    assert oracle.refused(rule, standing, landscape, out) == oracle.refused(
        rule, turned, landscape, out[::-1]
    )
    for winners in oracle.subsets(standing):
        assert {
            (m.group, m.found, m.limit) for m in rule.measures(standing, winners, landscape)
        } == {(m.group, m.found, m.limit) for m in rule.measures(turned, winners[::-1], landscape)}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_everything_a_rule_says_can_be_said_in_both_languages(kind, data):
    rule, landscape, standing, out = data.draw(cases(kind, most=4))
    said = [("rule", {}), *rule.faults(landscape)]
    said += [(refusal.code, refusal.facts) for refusal in rule.refusals(standing, landscape, out)]
    said += [(flag.code, flag.facts) for flag in rule.flagged(standing, landscape)]
    for winners in oracle.subsets(standing):
        breaches = rule.breaches(standing, winners, landscape)
        said += [(breach.code, breach.facts) for breach in breaches]

    for code, facts in said:
        dutch, english = (rule.say(code, lang, facts) for lang in LANGS)
        assert dutch.strip()
        assert english.strip()
        assert "{" not in dutch + english


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_stands_in_both_languages_and_differs(kind):
    texts = strategies.CLASSES[kind].TEXTS

    assert "rule" in texts
    assert {"breach", "refused", "flagged"} & set(texts)
    for code, said in texts.items():
        assert set(said) == set(LANGS), code
        assert said["nl"] != said["en"] or said["nl"] == "{one_of}", code


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_rule_reads_only_the_columns_that_it_names(kind, data):
    rule, landscape, standing, out = data.draw(cases(kind, most=4))
    used = {column for column, _ in rule.uses()}
    bare_standing, bare_out = ([bare(bid, used) for bid in bids] for bids in (standing, out))

    assert oracle.refused(rule, standing, landscape, out) == oracle.refused(
        rule, bare_standing, landscape, bare_out
    )
    for k, winners in enumerate(oracle.subsets(standing)):
        bare_winners = list(oracle.subsets(bare_standing))[k]
        assert oracle.lawful([rule], standing, winners, landscape) == oracle.lawful(
            [rule], bare_standing, bare_winners, landscape
        )


def bare(bid, used):
    """The bid without the columns that are not in use."""
    gone = {"value": "value_cents", "capacity": "capacity", "score": "score", "package": "package"}
    return replace(
        bid,
        attributes={name: value for name, value in bid.attributes.items() if name in used},
        offers={
            name: held if "offers.capacity" in used else None for name, held in bid.offers.items()
        },
        **{field: None for column, field in gone.items() if column not in used},
    )


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_rule_mentions_every_name_of_its_scope(kind, data):
    rule = data.draw(strategies.rules(kind))

    named = {(column, name) for column, names in rule.where.items() for name in names}

    assert named <= set(rule.mentions())


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_rule_survives_the_union_and_a_field_too_many_does_not(kind, data):
    rule = data.draw(strategies.rules(kind))
    reader = TypeAdapter(rules.AnyRule)
    fields = rule.model_dump()

    assert reader.validate_python(fields) == rule
    assert reader.validate_json(reader.dump_json(rule)) == rule
    with pytest.raises(ValidationError):
        reader.validate_python({**fields, "limmit": 3})


def test_every_rule_file_is_in_the_union():
    assert [path.stem for path in FILES] == KINDS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_file_imports_no_other_kind_and_no_solver(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [str(node.module)]
        for name in names:
            assert name.split(".")[0] in ALLOWED, name
            assert not name.startswith("award_opt.rules.") or name.split(".")[2].startswith("_")

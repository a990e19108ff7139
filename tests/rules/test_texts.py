"""What rules say: numbers, terms and scopes in both languages, and the faults they name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from award_opt.domain import Bid, Landscape, Party, SegmentFacts
from award_opt.rules import AnyRule, Rule
from award_opt.rules._words import number, said

GROUND = Landscape(
    (
        SegmentFacts("1", (), ()),
        SegmentFacts("4", ("north", "west"), ("day", "guidance"), budget_cents=300_000),
    )
)
READER: TypeAdapter[Rule] = TypeAdapter(AnyRule)
SOURCE = {"document": "d", "quote": "q"}


def rule(kind, **fields):
    return READER.validate_python({"id": "R", "kind": kind, "source": SOURCE, **fields})


@pytest.mark.parametrize(
    ("text", "grouped", "dutch", "english"),
    [
        ("7.5", False, "7,5", "7.5"),
        ("-7.25", False, "-7,25", "-7.25"),
        ("41280000", False, "41280000", "41280000"),
        ("41280000", True, "41.280.000", "41,280,000"),
        ("1234.5", True, "1.234,50", "1,234.50"),
        ("-0.5", True, "-0,50", "-0.50"),
        ("0", True, "0", "0"),
    ],
)
def test_numbers_follow_the_language(text, grouped, dutch, english):
    assert number(text, "nl", grouped) == dutch
    assert number(text, "en", grouped) == english


def test_decimals_are_plain_without_being_asked():
    assert said(Decimal("7.50"), "", "nl") == "7,5"
    assert said(Decimal("1E+3"), "", "en") == "1000"


SAID = [
    (
        rule("max_winners", where={"segment": "4"}, limit=100),
        "Maximaal aantal contracten: 100 (segment 4).",
        "Maximum number of contracts: 100 (segment 4).",
    ),
    (
        rule("coverage", where={"segment": "4", "area": ["north", "west"]}, at_least=2),
        "Minimaal aantal aanbieders: 2 (segment 4, gebied north of west; per gebied, zorgvorm).",
        "Minimum number of providers: 2 (segment 4, area north or west; per area, care type).",
    ),
    (
        rule("min_share", of={"scale": ["micro", "small"]}, share=Decimal("7.50"), per="contract"),
        "Ten minste 7,5% van de gegunde waarde gaat naar aanbieders met grootte: micro of klein "
        "(per contract).",
        "At least 7.5% of the awarded value goes to providers with scale: micro or small "
        "(per contract).",
    ),
    (
        rule("capacity", per=["area"], demand={"north": 120, "west": 80}),
        "Capaciteit van ten minste north: 120; west: 80 (per gebied).",
        "Capacity of at least north: 120; west: 80 (per area).",
    ),
    (
        rule("requirement", column="places", at_least=50, at_most=Decimal("99.5")),
        "Eis aan places: ten minste 50, ten hoogste 99,5.",
        "Requirement on places: at least 50, at most 99.5.",
    ),
    (
        rule("min_score", threshold=Decimal("59.5")),
        "Ten minste 59,5 punten op score.",
        "At least 59.5 points on score.",
    ),
    (
        rule("requires", where={"segment": "1"}, needs={"segment": "4"}),
        "Winnaars (segment 1) vragen om een winnaar (segment 4).",
        "Winners (segment 1) need a winner (segment 4).",
    ),
    (
        rule("fixed", bid="b7", outcome="loses", reason="vonnis", signed_by="het college"),
        "Handmatige afwijking: b7 verliest. Reden: vonnis. Getekend: het college.",
        "Override by hand: b7 loses. Reason: vonnis. Signed: het college.",
    ),
]


@pytest.mark.parametrize(("rule", "dutch", "english"), SAID, ids=[r.kind for r, _, _ in SAID])
def test_a_rule_reads_as_it_was_published(rule, dutch, english):
    assert rule.say("rule", "nl", {}) == dutch
    assert rule.say("rule", "en", {}) == english


OPENED = (
    Bid("a", "A", "4", "north", value_cents=7_499, parties=(Party("p", "p", scale="small"),)),
    Bid("b", "B", "4", "west", value_cents=92_501, parties=(Party("q", "q", scale="large"),)),
)
SMALL = {"of": {"scale": "small"}, "share": Decimal("7.5")}


def said_of_breach(rule, lang):
    (breach,) = rule.breaches(OPENED, OPENED, GROUND)
    return rule.say(breach.code, lang, breach.facts)


def test_a_share_a_cent_short_is_not_rounded_to_the_limit():
    short = rule("min_share", per="tender", **SMALL)

    assert said_of_breach(short, "nl") == (
        "€ 74,99 (7,499%) van de gegunde waarde gaat naar aanbieders met grootte: klein; "
        "€ 75 (7,5%) is nodig."
    )
    assert said_of_breach(short, "en").startswith("€74.99 (7.499%) of the awarded value")


def test_a_share_over_the_limit_names_the_party_and_both_percentages():
    over = rule("max_share", limit=Decimal("92.5"))

    assert said_of_breach(over, "en") == (
        "q gets €925.01 (92.501%) of the awarded value, and €925 (92.5%) is the maximum."
    )


def test_a_budget_speaks_in_euros():
    assert said_of_breach(rule("budget", ceiling=Decimal("999.995")), "nl") == (
        "Som van waarde in euro: 1.000, en 999,995 is het plafond."
    )


FAULTS = [
    (rule("min_share", per="segment", base="budget", **SMALL), [("segment_without_budget", "1")]),
    (rule("min_share", per="tender", base="budget", where={"segment": "4"}, **SMALL), []),
    (
        rule("min_share", per="contract", base="budget", where={"segment": "4"}, **SMALL),
        [("budget_not_by_group", "contract")],
    ),
    (rule("min_share", per="contract", of={"scale": "smal"}, share=1), [("unknown_scale", "smal")]),
    (
        rule("max_share", per="area", base="budget", where={"segment": "4"}, limit=40),
        [("budget_not_by_group", "area")],
    ),
    (rule("max_share", per="care_type", limit=40), [("not_by_care_type", "value")]),
    (rule("max_share", limit=40), []),
    (rule("budget", per="care_type", ceiling=1), [("not_by_care_type", "value")]),
    (rule("budget", per="care_type", column="capacity", ceiling=1), []),
    (rule("budget", ceiling={"4": 1}), [("table_without_groups", None)]),
    (rule("capacity", per="area", demand={"east": 1, "north": 2}), [("unknown_group", "east")]),
    (rule("capacity", per="territory", demand={"heath": 1}), []),
    (rule("requirement", column="places"), [("no_demand", None)]),
    (rule("coverage", at_least=0, if_short="goal"), [("goal_of_none", None)]),
    (rule("coverage", at_least=0), []),
    (
        rule("fixed", bid="a", outcome="wins", reason="r", signed_by="s", where={"bid": "a"}),
        [("no_where", None)],
    ),
]


@pytest.mark.parametrize(("rule", "expected"), FAULTS)
def test_a_rule_names_what_it_cannot_mean(rule, expected):
    found = list(rule.faults(GROUND))

    assert [(code, next(iter(facts.values()), None)) for code, facts in found] == expected
    for code, facts in found:
        assert rule.say(code, "nl", facts) != rule.say(code, "en", facts)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("max_winners", {"limit": -1}),
        ("max_winners", {"limit": Decimal("15.5")}),
        ("max_winners", {"limit": "15"}),
        ("max_winners", {"limit": True}),
        ("max_winners", {"limit": 10**30}),
        ("max_winners", {"limit": 1, "count": "partners"}),
        ("max_winners", {"limit": 1, "roles": []}),
        ("max_winners", {"limit": 1, "where": {"segment": []}}),
        ("coverage", {"at_least": 0.5}),
        ("min_share", {"of": {}, "share": 5, "per": "tender"}),
        ("min_share", {"of": {"scael": "small"}, "share": 5, "per": "tender"}),
        ("min_share", {"of": {"scale": "small"}, "share": Decimal("7.12345"), "per": "tender"}),
        ("min_share", {"of": {"scale": "small"}, "share": Decimal("100.1"), "per": "tender"}),
        ("min_share", {"of": {"scale": "small"}, "share": Decimal("NaN"), "per": "tender"}),
        ("budget", {"ceiling": Decimal("1e400")}),
        ("budget", {"ceiling": -1}),
        ("requires", {"needs": {}}),
        ("fixed", {"bid": "a", "outcome": "wins", "reason": "", "signed_by": "s"}),
        ("one_role", {}),
        ("at_most", {"limit": 1}),
    ],
)
def test_a_rule_that_says_something_else_is_refused(kind, fields):
    with pytest.raises(ValidationError):
        rule(kind, **fields)


def test_only_an_override_is_marked_as_one():
    marked = {kind for kind in Rule.__subclasses__() if kind.OVERRIDE}

    assert {kind.__name__ for kind in marked} == {"Fixed"}

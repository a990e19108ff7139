"""Faults between the parts of a tender: references, partitions, lots, goals and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches

from award_opt.errors import Fact, Finding
from award_opt.exact import plain, scaled
from award_opt.rules import AnyRule
from award_opt.tender.schema import Segment, Tender
from award_opt.toml import join, listed, near

BID_COLUMNS = ("bid", "bidder", "segment", "area", "lot", "status", "package", "care_type")
TIE_WORDS = ("score", "value", "draw")
CAPS = ("max_winners", "max_lots", "min_score", "exclusive")
MISSPELT = 0.75


def faults(tender: Tender, place: str) -> list[Finding]:
    """Every fault between the parts of ``tender``; ``place`` names the file."""
    checks = (_ids, _references, _partitions, _scales, _rules, _open_house, _lots, _award)
    found = [finding for check in checks for finding in check(tender)]
    return [Finding(join(place, f.place), f.code, f.facts) for f in found]


def misspelt(name: str, known: Sequence[str]) -> str | None:
    """The known column that ``name`` is most likely a slip of, or ``None``."""
    if name in known:
        return None
    close = get_close_matches(name.casefold(), known, n=1, cutoff=MISSPELT)
    return close[0] if close else None


def _twice(place: str, names: Iterable[str], code: str = "twice") -> Iterator[Finding]:
    seen: dict[str, bool] = {}
    for name in names:
        if seen.get(name) is False:
            seen[name] = True
            yield Finding(place, code, {"value": name})
        seen.setdefault(name, False)


def _unknown(
    place: str, names: Iterable[str], known: Sequence[str], table: str
) -> Iterator[Finding]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield near(place, "unknown_name", name, known, table=table)


def _ids(tender: Tender) -> Iterator[Finding]:
    for table in ("documents", "areas", "care_types", "segments", "criteria", "rules"):
        yield from _twice(table, (entry.id for entry in getattr(tender, table)), "id_twice")
    yield from _twice("municipalities", tender.municipalities)
    for area in tender.areas:
        yield from _twice(f"areas[{area.id}].municipalities", area.municipalities)
    for segment in tender.segments:
        for field in ("areas", "care_types", "municipalities", "following"):
            yield from _twice(f"segments[{segment.id}].{field}", getattr(segment, field))
    for criterion in tender.criteria:
        if criterion.id in (*TIE_WORDS, "lot", "bid"):
            yield Finding(f"criteria[{criterion.id}].id", "reserved_word", {"value": criterion.id})


def _references(tender: Tender) -> Iterator[Finding]:
    areas, care_types = [a.id for a in tender.areas], [c.id for c in tender.care_types]
    segments = [segment.id for segment in tender.segments]
    for area in tender.areas:
        place = f"areas[{area.id}].municipalities"
        yield from _unknown(place, area.municipalities, tender.municipalities, "municipalities")
    for segment in tender.segments:
        place = f"segments[{segment.id}]"
        yield from _unknown(f"{place}.areas", segment.areas, areas, "areas")
        yield from _unknown(f"{place}.care_types", segment.care_types, care_types, "care_types")
        for field in ("municipalities", "following"):
            names = getattr(segment, field)
            yield from _unknown(f"{place}.{field}", names, tender.municipalities, "municipalities")
        both = [name for name in segment.following if name in segment.municipalities]
        for name in both:
            yield Finding(f"{place}.following", "joins_and_follows", {"value": name})
    for criterion in tender.criteria:
        place = f"criteria[{criterion.id}].segments"
        yield from _unknown(place, criterion.segments, segments, "segments")


# --- areas


def _partitions(tender: Tender) -> Iterator[Finding]:
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for segment in tender.segments:
        joins = segment.municipalities or tuple(
            name for name in tender.municipalities if name not in segment.following
        )
        if segment.areas and (segment.areas, joins) not in seen:
            seen.add((segment.areas, joins))
            yield from _partition(tender, segment, joins)


def _partition(tender: Tender, segment: Segment, joins: Sequence[str]) -> Iterator[Finding]:
    place = f"segments[{segment.id}].areas"
    homes: dict[str, list[str]] = {}
    for area in tender.areas:
        if area.id in segment.areas:
            for name in dict.fromkeys(area.municipalities):
                homes.setdefault(name, []).append(area.id)
    for name, found in homes.items():
        facts: dict[str, Fact] = {"municipality": name, "areas": listed(found)}
        if len(found) > 1:
            code = "municipality_in_two" if len(found) == 2 else "municipality_in_many"
            yield Finding(place, code, facts)
        elif name in tender.municipalities and name not in joins:
            yield Finding(place, "municipality_outside", {**facts, "segment": segment.id})
    if all(area in {known.id for known in tender.areas} for area in segment.areas):
        for name in joins:
            if name in tender.municipalities and name not in homes:
                facts = {"municipality": name, "areas": listed(segment.areas)}
                yield Finding(place, "municipality_in_none", facts)


# --- scores


def _scales(tender: Tender) -> Iterator[Finding]:
    scale = tender.scoring
    if scale.minimum >= scale.maximum:
        facts: dict[str, Fact] = {
            "minimum": plain(scale.minimum),
            "maximum": plain(scale.maximum),
        }
        yield Finding("scoring", "scale_empty", facts)
        return
    yield from _twice("scoring.levels", (plain(level) for level in scale.levels))
    points = [("scoring.minimum", scale.minimum), ("scoring.maximum", scale.maximum)]
    points += [("scoring.levels", level) for level in scale.levels]
    points += [
        (f"criteria[{criterion.id}].threshold", criterion.threshold)
        for criterion in tender.criteria
        if criterion.threshold is not None
    ]
    for place, value in points:
        yield from _on_scale(tender, place, value)


def _on_scale(tender: Tender, place: str, value: Decimal) -> Iterator[Finding]:
    scale = tender.scoring
    outside = not scale.minimum <= value <= scale.maximum
    if outside or scaled(value, scale.decimals) is None:
        facts: dict[str, Fact] = {
            "value": plain(value),
            "minimum": plain(scale.minimum),
            "maximum": plain(scale.maximum),
            "step": plain(Decimal(1).scaleb(-scale.decimals)),
        }
        yield Finding(place, "points_off_scale", facts)


# --- rules


def _rules(tender: Tender) -> Iterator[Finding]:
    documents = [document.id for document in tender.documents]
    for rule in tender.rules:
        place = f"rules[{rule.id}]"
        source = (rule.source.document,)
        yield from _unknown(f"{place}.source.document", source, documents, "documents")
        yield from _columns(f"{place}.where", rule.where)
        yield from _columns(f"{place}.per", _per(rule))
        yield from _mentions(tender, rule)
        for code, facts in rule.faults(tender.landscape()):
            texts: dict[str, Fact] = {
                "nl": rule.say(code, "nl", facts),
                "en": rule.say(code, "en", facts),
            }
            yield Finding(place, "rule_fault", texts)


def _per(rule: AnyRule) -> tuple[str, ...]:
    per = getattr(rule, "per", ())
    return per if isinstance(per, tuple) else ()


def _columns(place: str, columns: Iterable[str]) -> Iterator[Finding]:
    for column in columns:
        if close := misspelt(column, BID_COLUMNS):
            facts: dict[str, Fact] = {"value": column, "nearest": close}
            yield Finding(place, "where_misspelt", facts)


def _mentions(tender: Tender, rule: AnyRule) -> Iterator[Finding]:
    """Names of published things that a rule speaks of, and that the tender does not have."""
    known = {
        "segment": [segment.id for segment in tender.segments],
        "area": [area.id for area in tender.areas],
        "care_type": [care_type.id for care_type in tender.care_types],
        "criterion": [criterion.id for criterion in tender.criteria],
        "lot": [lot for segment in tender.landscape().segments for lot in segment.lots],
    }
    tables = {"lot": "segments, areas", "criterion": "criteria"}
    complete = True
    for column, name in dict.fromkeys(rule.mentions()):
        inside = "where." if name in rule.where.get(column, ()) else ""
        if column in known and name not in known[column]:
            place = f"rules[{rule.id}].{inside}{column}"
            complete = False
            yield near(
                place, "unknown_name", name, known[column], table=tables.get(column, f"{column}s")
            )
    if complete and not tender.in_scope(rule):
        yield Finding(f"rules[{rule.id}].where", "where_empty")


def _open_house(tender: Tender) -> Iterator[Finding]:
    ruled = {
        name
        for rule in tender.rules
        if rule.kind == "all_qualifying"
        for name in tender.in_scope(rule)
    }
    for segment in tender.segments:
        if segment.procedure == "open_house" and segment.id not in ruled:
            yield Finding(f"segments[{segment.id}].procedure", "open_house_without_rule")
    for rule in tender.rules:
        inside = [name for name in tender.in_scope(rule) if not tender.scored(name)]
        if rule.kind in CAPS and inside:
            facts: dict[str, Fact] = {"kind": rule.kind, "segments": listed(inside)}
            yield Finding(f"rules[{rule.id}]", "cap_on_open_house", facts)
    for criterion in tender.criteria:
        inside = [s.id for s in tender.segments if s.id in criterion.segments]
        inside = [name for name in inside if not tender.scored(name)]
        if inside:
            place = f"criteria[{criterion.id}].segments"
            yield Finding(place, "criterion_on_open_house", {"segments": listed(inside)})


# --- the award method


def _lots(tender: Tender) -> Iterator[Finding]:
    every = [lot for segment in tender.landscape().segments for lot in segment.lots]
    scored, order = tender.scored_lots(), tender.award.lot_order
    for field, names in (("lot_order", order), ("lot_weights", tuple(tender.award.lot_weights))):
        place = f"award.{field}"
        yield from _unknown(place, names, every, "segments, areas")
        for name in dict.fromkeys(names):
            if name in every and name not in scored:
                yield Finding(place, "lot_unscored", {"value": name})
    yield from _twice("award.lot_order", order)
    missing = [lot for lot in scored if order and lot not in order]
    if missing:
        yield Finding("award.lot_order", "lots_missing", {"lots": listed(missing)})


def _award(tender: Tender) -> Iterator[Finding]:
    goals, ties = tender.award.goals, tender.award.ties
    yield from _twice("award.goals", goals)
    yield from _twice("award.ties", ties)
    steps = [*TIE_WORDS, *(criterion.id for criterion in tender.criteria)]
    yield from _unknown("award.ties", ties, steps, "criteria")
    if tender.scored_lots():
        for field in ("goals", "ties"):
            if not getattr(tender.award, field):
                yield Finding(f"award.{field}", f"{field}_empty")
    else:
        for goal in ("total_score", "ranking"):
            if goal in goals:
                yield Finding("award.goals", "goal_on_open_house", {"value": goal})
    if "ranking" in goals and len(set(goals)) > 1:
        yield Finding("award.goals", "ranking_alone", {"goals": listed(goals)})
    yield from _coverage_goal(tender)
    fewest = goals[:1] in (("fewest_contracts",), ("fewest_partners",))
    if fewest and tender.award.fill == "up_to_cap":
        yield Finding("award.fill", "fill_contradicts", {"goal": goals[0]})


def _coverage_goal(tender: Tender) -> Iterator[Finding]:
    rules = [
        rule.id for rule in tender.rules if rule.kind == "coverage" and rule.if_short == "goal"
    ]
    wanted = "most_coverage" in tender.award.goals
    if wanted and not rules:
        yield Finding("award.goals", "coverage_goal_without_rule")
    if rules and not wanted:
        for rule in rules:
            yield Finding(f"rules[{rule}].if_short", "coverage_rule_without_goal")

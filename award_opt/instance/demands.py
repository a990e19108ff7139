"""What rules, goals and ties of the tender demand of the tables, and where it is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from award_opt.domain import SCALES, Bid, Provider
from award_opt.errors import Fact, Finding
from award_opt.instance.bids import Bids
from award_opt.instance.providers import Coalition
from award_opt.instance.sheet import Faults, Sheet
from award_opt.instance.tables import LAYOUTS
from award_opt.rules import AnyRule
from award_opt.rules._base import in_scope
from award_opt.tender.schema import Tender
from award_opt.toml import listed, near, shown

PUBLISHED = ("bid", "bidder", "segment", "area", "lot", "care_type", "status", "package")
BLANK_MEANS_NONE = ("requirement", "capacity")


@dataclass(frozen=True, slots=True)
class Tables:
    """What was read, as far as it could be read."""

    tender: Tender
    faults: Faults
    bids: Bids
    built: Sequence[Bid]
    providers: Mapping[str, Provider] | None
    coalitions: Mapping[str, Coalition] | None
    sheets: Mapping[str, Sheet | None]
    places: Mapping[str, str]


def check(tables: Tables) -> None:
    """Report every demand of the tender that the tables do not meet."""
    _bidders(tables)
    _areas(tables)
    _scores(tables)
    _method(tables)
    _draws(tables)
    _packages(tables)
    for rule in tables.tender.rules:
        concerned = [b for b in tables.built if b.status == "valid" and in_scope(b, rule.where)]
        _columns(tables, rule, concerned)
        _names(tables, rule)


def _bidders(tables: Tables) -> None:
    sheet, bidders = tables.sheets.get("parties"), tables.bids.bidders()
    if sheet is not None and tables.coalitions is not None:
        for bidder, coalition in tables.coalitions.items():
            if bidder not in bidders:
                sheet.fault(coalition.row, "bidder", "bidder_without_bid", value=shown(bidder))


def _areas(tables: Tables) -> None:
    split = [segment.id for segment in tables.bids.segments.values() if segment.areas]
    if split and not tables.bids.sheet.has("area"):
        _column(tables, "bids", "area", f"segments[{split[0]}].areas")


def _column(tables: Tables, table: str, column: str, reader: str) -> None:
    sheet = tables.sheets.get(table)
    if sheet is None or not sheet.has(column):
        header = () if sheet is None else sheet.header
        further = [name for name in header if name not in LAYOUTS[table].columns]
        found = near(tables.places[table], "column_needed", column, further, reader=reader)
        found = replace(found, facts={**found.facts, "allowed": listed(header)})
        if found not in tables.faults.found:
            tables.faults.add(found)


def _scores(tables: Tables) -> None:
    tender, bids = tables.tender, tables.bids
    scored = [segment.id for segment in bids.segments.values() if tender.scored(segment.id)]
    if bids.scores is not None or bids.scores_unread or not scored:
        return
    if not bids.sheet.has("score") and score_read(tender):
        _column(tables, "bids", "score", f"segments[{scored[0]}]")
    for reader in criteria_read(tender):
        tables.faults.add(Finding(tables.places["scores"], "scores_needed", {"reader": reader}))


def score_read(tender: Tender) -> bool:
    """Whether anything reads the scores; a published outcome, for one, has none."""
    goals = {"total_score", "ranking"} & set(tender.award.goals)
    uses = any(column == "score" for rule in tender.rules for column, _ in rule.uses())
    return bool(goals) or uses or "score" in tender.award.ties


def criteria_read(tender: Tender) -> Iterator[str]:
    """What reads scores by criterion: ties, thresholds and rules."""
    for criterion in tender.criteria:
        if criterion.id in tender.award.ties:
            yield f"award.ties: {criterion.id}"
        if criterion.threshold is not None:
            yield f"criteria[{criterion.id}].threshold"
    for rule in tender.rules:
        if any(column == "criterion" for column, _ in rule.mentions()):
            yield f"rules[{rule.id}]"


def _method(tables: Tables) -> None:
    """The columns that goals and ties read."""
    award = tables.tender.award
    readers = {
        "award.goals: lowest_value": "value" if "lowest_value" in award.goals else "",
        "award.goals: least_transfers": "clients" if "least_transfers" in award.goals else "",
        "award.ties: value": "value" if "value" in award.ties else "",
    }
    valid = [bid for bid in tables.built if bid.status == "valid"]
    for reader, column in readers.items():
        if column:
            _filled(tables, column, valid, reader)


def _filled(tables: Tables, column: str, bids: Sequence[Bid], reader: str) -> None:
    _column(tables, "bids", column, reader)
    sheet, rows = tables.bids.sheet, tables.bids.rows
    for bid in bids if sheet.has(column) else ():
        if not sheet.text(rows[bid.id], column):
            sheet.fault(rows[bid.id], column, "blank_needed", reader=reader)


def _draws(tables: Tables) -> None:
    sheet, rows = tables.bids.sheet, tables.bids.rows
    first: dict[tuple[str, int], str] = {}
    for bid in tables.built:
        unplaced = bid.area is None and bool(tables.bids.segments[bid.id].areas)
        if bid.draw is None or unplaced:
            continue
        other = first.setdefault((bid.lot, bid.draw), bid.id)
        if other != bid.id:
            facts: dict[str, Fact] = {"value": bid.draw, "lot": bid.lot, "other": shown(other)}
            sheet.fault(rows[bid.id], "draw", "draw_again", **facts)


def _packages(tables: Tables) -> None:
    if any(rule.kind == "package" for rule in tables.tender.rules):
        return
    for bid in tables.built:
        if bid.package is not None:
            row = tables.bids.rows[bid.id]
            tables.bids.sheet.fault(row, "package", "package_unruled", value=shown(bid.package))


# --- what rules read


def _columns(tables: Tables, rule: AnyRule, concerned: Sequence[Bid]) -> None:
    reader = f"rules[{rule.id}]"
    for column, kind in dict.fromkeys(rule.uses()):
        table, _, name = column.rpartition(".")
        if column in PUBLISHED or column == "score":
            continue
        if column == "parties.share":
            _known_shares(tables, concerned, reader)
        elif column == "providers.scale":
            _known_scales(tables, concerned, reader)
        elif table or kind == "text" or rule.kind in BLANK_MEANS_NONE:
            _column(tables, table or "bids", name, reader)
        else:
            _filled(tables, name, concerned, reader)


def _known_shares(tables: Tables, concerned: Sequence[Bid], reader: str) -> None:
    sheet = tables.sheets.get("parties")
    unknown = {
        bid.bidder: None for bid in concerned if any(p.share_bp is None for p in bid.parties)
    }
    if sheet is None or tables.coalitions is None or not unknown:
        return
    if not sheet.has("share"):
        _column(tables, "parties", "share", reader)
        return
    for bidder in unknown:
        row = tables.coalitions[bidder].row
        sheet.fault(row, "share", "shares_unknown", bidder=shown(bidder), reader=reader)


def _known_scales(tables: Tables, concerned: Sequence[Bid], reader: str) -> None:
    sheet = tables.sheets.get("providers")
    if sheet is None:
        return
    _column(tables, "providers", "scale", reader)
    parties = {party.provider for bid in concerned for party in bid.parties}
    for row in range(len(sheet)) if sheet.has("scale") else ():
        again = (row, "provider") in sheet.broken
        if sheet.text(row, "provider") in parties and not again and not sheet.text(row, "scale"):
            sheet.fault(row, "scale", "scale_blank", reader=reader, allowed=listed(SCALES))


def _names(tables: Tables, rule: AnyRule) -> None:
    """Bids, bidders and providers that a rule names and that are not there."""
    providers = None if tables.providers is None else list(tables.providers)
    known = {
        "bid": ("bids", "bid", list(tables.bids.rows)),
        "bidder": ("bids", "bidder", sorted(tables.bids.bidders())),
        "provider": ("providers", "provider", providers),
        "owner": ("providers", "provider", providers),
    }
    for column, name in dict.fromkeys(rule.mentions()):
        table, inside, names = known.get(column, ("", "", None))
        if names is not None and name not in names:
            facts = {"column": inside, "rule": rule.id}
            tables.faults.add(
                near(tables.places[table], "rule_names_unknown", name, names, **facts)
            )

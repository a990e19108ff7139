"""What the two inputs hold, and what the linter found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from award_opt.domain import Instance
from award_opt.errors import Finding
from award_opt.report import findings
from award_opt.report.names import Names
from award_opt.report.numbers import number
from award_opt.report.table import aligned
from award_opt.report.words import word
from award_opt.tender import Tender
from award_opt.texts import Lang, say

NO_GROUP = "-"  # a rule that counts once
AMOUNTS = frozenset({"found", "limit", "points", "share"})


def lines(tender: Tender, instance: Instance, found: Sequence[Finding], lang: Lang) -> list[str]:
    """The inputs in figures, then the findings, then the verdict on the last line."""
    names = Names(tender, instance, lang)
    return [
        getattr(tender.title, lang),
        "",
        *_lots(tender, instance, names),
        "",
        *_rules(tender, lang),
        "",
        *findings.lines((_named(finding, names) for finding in found), lang),
        _verdict(found, "lint_none", lang),
    ]


def model_lines(
    tender: Tender, instance: Instance, found: Sequence[Finding], lang: Lang
) -> list[str]:
    """A model that has no bids yet: its rules, and what invented bids show of them."""
    facts = {
        "bids": len(instance.bids),
        "providers": len(instance.providers),
        "seed": instance.seed or 0,
    }
    names = Names(tender, instance, lang)
    return [
        getattr(tender.title, lang),
        "",
        *_rules(tender, lang),
        "",
        say("lint_invented", lang, facts),
        *findings.lines((_named(finding, names) for finding in found), lang),
        _verdict(found, "model_only", lang),
    ]


def _verdict(found: Sequence[Finding], none: str, lang: Lang) -> str:
    if len(found) == 1:
        return word("lint_one", lang)
    return word("lint_some", lang, count=len(found)) if found else word(none, lang)


def _named(finding: Finding, names: Names) -> Finding:
    """A remark with its group by name, and its numbers as the language writes them."""
    facts = dict(finding.facts)
    rule, group = str(facts.get("rule", "")), facts.get("group")
    if group is not None:
        total = word("in_total", names.lang)
        facts["group"] = total if group == NO_GROUP else names.group(rule, str(group))
    for name in AMOUNTS & facts.keys():
        facts[name] = number(str(facts[name]), names.lang)
    return Finding(finding.place, finding.code, facts)


def _lots(tender: Tender, instance: Instance, names: Names) -> list[str]:
    lang = names.lang
    bids = Counter((bid.segment, bid.area) for bid in instance.bids)
    valid = Counter((bid.segment, bid.area) for bid in instance.bids if bid.status == "valid")
    rows = [[word("lot", lang), word("bids", lang), word("valid", lang)]]
    for segment in tender.segments:
        for area in segment.areas or (None,):
            key = (segment.id, area)
            rows.append([names.lot(*key), str(bids[key]), str(valid[key])])
    return aligned(rows, "<>>")


def _rules(tender: Tender, lang: Lang) -> list[str]:
    rows = [[word("rules", lang), ""]]
    rows += [[rule.id, rule.say("rule", lang, {})] for rule in tender.rules]
    return aligned(rows, "<<")

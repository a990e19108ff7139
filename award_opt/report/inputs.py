"""What the two inputs hold, and what the linter found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from award_opt.domain import Instance
from award_opt.errors import Finding
from award_opt.report import findings
from award_opt.report.names import Names
from award_opt.report.table import aligned
from award_opt.report.words import word
from award_opt.tender import Tender
from award_opt.texts import Lang, say


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
        *findings.lines(found, lang),
        word("lint_some" if found else "lint_none", lang, count=len(found)),
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
    verdict = word("lint_some", lang, count=len(found)) if found else word("model_only", lang)
    return [
        getattr(tender.title, lang),
        "",
        *_rules(tender, lang),
        "",
        say("lint_invented", lang, facts),
        *findings.lines(found, lang),
        verdict,
    ]


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

"""The linter: what a tender team should look at in its rules, before or after bids exist.

Nothing is solved. A rule is judged by what is published, and by what the bids at hand, real or
invented, could make of it. Scores are absolute here: a model cannot say that the points of one bid
depend on another bid, so no withdrawal changes the points of those who stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from award_opt.admission import enters, every_rule
from award_opt.award import AwardFile
from award_opt.check import said
from award_opt.domain import Instance
from award_opt.errors import Fact, Finding
from award_opt.exact import unscaled
from award_opt.lint import caps, method, quotas, shares, ties, units
from award_opt.lint.ground import Ground
from award_opt.lint.invent import PROVIDERS, SEED, invented
from award_opt.reading import admission, selected
from award_opt.tender import Tender

NAMED = 4  # of the providers that share a name
IMPOSSIBLE = frozenset({"unmeetable", "lint_quota_above_cap"})


def lint(
    tender: Tender,
    instance: Instance,
    among: AwardFile | None = None,
    *,
    imagined: bool = False,
) -> tuple[Finding, ...]:
    """What a tender team should look at before it awards: nothing here is an error of a file.

    Findings whose code is in ``IMPOSSIBLE`` say that no award can be lawful; the others are
    remarks.

    Parameters
    ----------
    imagined
        The bids are invented: a rule that they cannot meet is then a remark.
    """
    found = admission(tender, instance, selected(among))
    valid = [bid for bid in instance.bids if enters(bid, selected(among))]
    ground = Ground(tender, valid, found.admitted)
    return (*_unmeetable(ground, imagined), *_remarks(ground), *_same_name(instance))


def impossible(finding: Finding) -> bool:
    """Whether a finding says that no award can be lawful."""
    return finding.code in IMPOSSIBLE


def _unmeetable(ground: Ground, imagined: bool) -> Iterator[Finding]:
    for rule in ground.tender.rules:
        for measure in rule.unmeetable(ground.admitted, ground.landscape):
            facts = {
                "rule": rule.id,
                "group": measure.group or "-",
                "found": unscaled(measure.found, measure.places),
                "limit": unscaled(measure.limit, measure.places),
            }
            yield Finding("instance", "lint_thin" if imagined else "unmeetable", facts)


def _same_name(instance: Instance) -> Iterator[Finding]:
    """Each name that providers share: texts that go by name do not tell those apart."""
    known: dict[str, list[str]] = {}
    for provider in sorted(instance.providers.values(), key=lambda each: each.id):
        known.setdefault(provider.name, []).append(provider.id)
    for name, ids in sorted(known.items()):
        if len(ids) > 1:
            some = ", ".join(ids[:NAMED]) + (", ..." if len(ids) > NAMED else "")
            facts: dict[str, Fact] = {"name": name, "count": len(ids), "providers": some}
            yield Finding("providers.csv", "lint_same_name", facts)


def _remarks(ground: Ground) -> Iterator[Finding]:
    yield from quotas.above_caps(ground.tender)
    yield from method.overrides(ground)
    for rule in every_rule(ground.tender):
        for breach in rule.flagged(ground.valid, ground.landscape):
            yield said(rule, breach.code, breach.facts, breach.group)
    yield from method.packages(ground)
    yield from ties.not_strict(ground)
    yield from ties.likely(ground)
    yield from caps.never_binding(ground)
    yield from shares.vacuous(ground)
    yield from quotas.passing_over(ground)
    yield from method.against_rank(ground)
    yield from units.mattering(ground)
    yield from method.relative(ground)


__all__ = ["IMPOSSIBLE", "PROVIDERS", "SEED", "impossible", "invented", "lint"]

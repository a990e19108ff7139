"""What a certificate proves, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from award_opt.award import AwardFile
from award_opt.errors import Fact
from award_opt.exact import unscaled
from award_opt.report.numbers import number
from award_opt.report.words import word
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.certificate import Verdict
    from award_opt.prove import Proven  # checking a certificate needs no prover


def gaps(verdict: Verdict, award: AwardFile) -> str:
    """Goal by goal, how much better another award might be."""
    rows = zip(award.goals, verdict.values, verdict.bounds, strict=False)
    return ", ".join(
        f"{goal.goal} {unscaled(bound - value, len(goal.value.partition('.')[2]))}"
        for goal, value, bound in rows
    )


def lines(
    proven: Proven, award: AwardFile, seconds: str, lang: Lang, bid: str | None = None
) -> list[str]:
    """Which rung of the ladder applies, or how the bid fares; and what the proof took."""
    done = proven.verdict.done
    figures: dict[str, Fact] = {"bytes": len(proven.data), "seconds": seconds}
    figures |= {"steps": done.steps, "cuts": done.cuts, "leaves": done.leaves}
    said = _rung(proven, award, lang) if bid is None else _fate(proven, award, bid, lang)
    return [said, say("prove_figures", lang, figures)]


def _fate(proven: Proven, award: AwardFile, bid: str, lang: Lang) -> str:
    """How a bid fares in every award at least as good, as far as that is proven."""
    verdict = proven.verdict
    if proven.rung != "exact":
        return say("prove_bid_unproven", lang, {"bid": bid})
    last = len(verdict.bounds) - 1
    short = verdict.values[last] - verdict.bounds[last]
    fate = "won" if any(winner.bid == bid for winner in award.winners) else "lost"
    if not short:
        return say("prove_bid_ranked", lang, {"bid": bid})
    if last == len(award.goals):
        return say(f"prove_bid_{fate}_lawful", lang, {"bid": bid})
    goal = award.goals[last]
    gap = number(unscaled(short, len(goal.value.partition(".")[2])), lang)
    facts = {"bid": bid, "goal": word(f"goal_{goal.goal}", lang), "gap": gap}
    return say(f"prove_bid_{fate}", lang, facts)


def stands(verdict: Verdict, lang: Lang) -> str:
    """What a certificate shows that was accepted."""
    code = {"infeasible": "_infeasible", "bid": "_bid"}.get(verdict.claim, "")
    return say(f"certificate_stands{code}", lang, {"named": ", ".join(verdict.named)})


def _rung(proven: Proven, award: AwardFile, lang: Lang) -> str:
    if proven.rung == "exact":
        named = "infeasible" if proven.verdict.claim == "infeasible" else "exact"
        return say(f"prove_{named}", lang, {"rules": ", ".join(proven.rules)})
    if proven.rung == "unproven":
        code = "unknown" if award.status == "infeasible" else "unproven"
        alone = code == "unproven" and len(award.engine) < 2
        return say(f"prove_{code}_one" if alone else f"prove_{code}", lang, _engines(award))
    return say(f"prove_{proven.rung}", lang, {"gaps": gaps(proven.verdict, award)})


def _engines(award: AwardFile) -> dict[str, str]:
    named = " + ".join(f"{name} {version}" for name, version in sorted(award.engine.items()))
    return {"engines": named}

"""What a certificate proves, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from award_opt.award import AwardFile
from award_opt.errors import Fact
from award_opt.exact import unscaled
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


def lines(proven: Proven, award: AwardFile, seconds: str, lang: Lang) -> list[str]:
    """Which rung of the ladder applies, and what the proof took."""
    done = proven.verdict.done
    figures: dict[str, Fact] = {"bytes": len(proven.data), "seconds": seconds}
    figures |= {"steps": done.steps, "cuts": done.cuts, "leaves": done.leaves}
    return [_rung(proven, award, lang), say("prove_figures", lang, figures)]


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

"""The award that a command is about: the file that is given, or else solved first; checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from award_opt.award import AwardFile
from award_opt.cli.inputs import read_patched
from award_opt.cli.shape import instance_of
from award_opt.domain import Instance
from award_opt.errors import CheckError
from award_opt.instance import read_instance
from award_opt.tender import Tender

if TYPE_CHECKING:
    from award_opt.engines import Clock
    from award_opt.margins import Margin
    from award_opt.prices import Prices
    from award_opt.reasons import Reason
    from award_opt.robust import Method
    from award_opt.texts import Lang

MOST_FILES = 2
FEW_WORDS: dict[Lang, str] = {
    "nl": "Geef MODEL, dan eventueel INSTANCE, dan eventueel AWARD.",
    "en": "Give MODEL, then INSTANCE if you like, then AWARD if you like.",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """An award that the checker found nothing against, with what it was made from."""

    tender: Tender
    instance: Instance
    award: AwardFile
    among: AwardFile | None

    def reasons(self) -> tuple[Reason, ...]:
        """One reason for each bid of a proven award; none without proof."""
        from award_opt.reasons import explain

        if self.award.status != "optimal":
            return ()
        return explain(self.tender, self.instance, self.award, self.among)

    def margins(self) -> tuple[Margin, ...]:
        """The margin of each admitted bid of a proven award; none without proof."""
        from award_opt.margins import margins

        if self.award.status != "optimal":
            return ()
        return margins(self.tender, self.instance, self.award, self.among)

    def prices(self) -> Prices | None:
        """What each rule costs in a proven award; ``None`` without proof."""
        from award_opt.prices import prices

        if self.award.status != "optimal":
            return None
        return prices(self.tender, self.instance, self.award, among=self.among)

    def methods(self) -> tuple[Method, ...]:
        """The award under each other method; none without proof."""
        from award_opt.robust import robust

        if self.award.status != "optimal":
            return ()
        found = robust(
            self.tender, self.instance, self.award, draws=0, among=self.among, withdrawals=False
        )
        return found.methods


def decided(
    model: Path,
    files: tuple[Path, ...],
    among: Path | None,
    ctx: click.Context,
    clock: Clock | None = None,
) -> Decided:
    """The award of ``[INSTANCE] [AWARD]``; a single ``.json`` file is the award.

    Where it has to be solved first, ``clock`` says when to stop.

    Raises
    ------
    CheckError
        The inputs contradict the award that was given.
    """
    if len(files) > MOST_FILES:
        raise click.UsageError(FEW_WORDS[ctx.obj], ctx)
    given = files[-1] if files and files[-1].suffix.casefold() == ".json" else None
    instance = files[0] if files and files[0] is not given else None
    if given is None and len(files) == MOST_FILES:
        given = files[1]
    earlier = None if among is None else AwardFile.read(among)
    return (
        _solved(model, instance, earlier, clock)
        if given is None
        else _read(model, instance, AwardFile.read(given), earlier)
    )


def _read(model: Path, instance: Path | None, award: AwardFile, among: AwardFile | None) -> Decided:
    from award_opt import check

    tender = read_patched(model, award.what_if)
    bids = read_instance(instance_of(model, instance), tender)
    found = check.verify(tender, bids, award, among)
    if found:
        raise CheckError(found)
    return Decided(tender, bids, award, among)


def _solved(
    model: Path, instance: Path | None, among: AwardFile | None, clock: Clock | None
) -> Decided:
    from award_opt.solve import Options, solve

    tender = read_patched(model, ())
    bids = read_instance(instance_of(model, instance), tender)
    award = solve(tender, bids, Options(among=among, clock=clock))
    return Decided(tender, bids, award, among)

"""Every rule kind, one file each, and the one union that reads them."""

from __future__ import annotations

from typing import Annotated, TypeAlias, get_args

from pydantic import Field

from award_opt.rules._base import (
    AT_LEAST,
    AT_MOST,
    EQUAL,
    Block,
    Breach,
    Measure,
    Refusal,
    Rule,
    Source,
    shown,
)
from award_opt.rules.all_qualifying import AllQualifying
from award_opt.rules.budget import Budget
from award_opt.rules.capacity import Capacity
from award_opt.rules.coverage import Coverage
from award_opt.rules.exclusive import Exclusive
from award_opt.rules.fixed import Fixed
from award_opt.rules.max_lots import MaxLots
from award_opt.rules.max_share import MaxShare
from award_opt.rules.max_winners import MaxWinners
from award_opt.rules.min_score import MinScore
from award_opt.rules.min_share import MinShare
from award_opt.rules.min_winners import MinWinners
from award_opt.rules.one_role import OneRole
from award_opt.rules.package import Package
from award_opt.rules.requirement import Requirement
from award_opt.rules.requires import Requires

AnyRule: TypeAlias = Annotated[
    AllQualifying
    | Budget
    | Capacity
    | Coverage
    | Exclusive
    | Fixed
    | MaxLots
    | MaxShare
    | MaxWinners
    | MinScore
    | MinShare
    | MinWinners
    | OneRole
    | Package
    | Requirement
    | Requires,
    Field(discriminator="kind"),
]

KINDS: tuple[type[Rule], ...] = get_args(get_args(AnyRule)[0])

__all__ = [
    "AT_LEAST",
    "AT_MOST",
    "EQUAL",
    "KINDS",
    "AllQualifying",
    "AnyRule",
    "Block",
    "Breach",
    "Budget",
    "Capacity",
    "Coverage",
    "Exclusive",
    "Fixed",
    "MaxLots",
    "MaxShare",
    "MaxWinners",
    "Measure",
    "MinScore",
    "MinShare",
    "MinWinners",
    "OneRole",
    "Package",
    "Refusal",
    "Requirement",
    "Requires",
    "Rule",
    "Source",
    "shown",
]

"""Shares of value: the group of parties that a rule speaks of, read twice."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import numpy as np
from pydantic import Field

from award_opt.columns import Columns, Mask
from award_opt.domain import SCALES, Bid, Party
from award_opt.rules._base import Names, Roles, parties
from award_opt.rules._vector import in_roles

Of: TypeAlias = Annotated[dict[Literal["scale", "provider", "owner"], Names], Field(min_length=1)]
Base: TypeAlias = Literal["awarded", "budget"]


def belongs(party: Party, of: Of) -> bool:
    """Whether a party is in the group that ``of`` describes; an unknown scale never is."""
    return all(getattr(party, column) in names for column, names in of.items())


def share_bp(bid: Bid, of: Of, roles: Roles) -> int:
    """The share of a bid that goes to the group, in basis points; unknown shares count as none."""
    return sum(party.share_bp or 0 for party in parties(bid, roles) if belongs(party, of))


def wanted(columns: Columns, of: Of, roles: Roles) -> Mask:
    """Which parties are in the group and in one of the roles; one per pair (bid, provider)."""
    held = columns.parties
    chosen = in_roles(columns, roles)
    if "scale" in of:
        scales = [code for code, scale in enumerate(SCALES) if scale in of["scale"]]
        chosen = chosen & np.isin(held.scale, np.array(scales, np.int64))
    if "provider" in of:
        chosen = chosen & held.provider.among(of["provider"])
    if "owner" in of:
        chosen = chosen & held.owner.among(of["owner"])
    return chosen

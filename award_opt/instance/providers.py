"""Providers with their owners, and the parties of each bidder with their shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from award_opt.domain import BASIS_POINTS, ROLES, SCALES, Party, Provider, Role, Scale
from award_opt.exact import plain
from award_opt.instance.sheet import PERCENT, Sheet
from award_opt.toml import shown

REGISTER_DIGITS = 8


def read_providers(sheet: Sheet) -> dict[str, Provider]:
    """The providers by id, each with the provider at the top of its group as owner."""
    rows = identified(sheet, "provider")
    owners = {name: _owner(sheet, row, rows) for name, row in rows.items()}
    tops = _tops(sheet, rows, owners)
    return {
        name: Provider(
            id=name,
            name=sheet.needed(row, "name") or name,
            owner=tops[name],
            scale=cast(Scale | None, sheet.choice(row, "scale", SCALES)),
            kvk=_register(sheet, row, "kvk"),
            agb=_register(sheet, row, "agb"),
            municipality=sheet.text(row, "municipality") or None,
        )
        for name, row in sorted(rows.items())
    }


def identified(sheet: Sheet, column: str) -> dict[str, int]:
    """The rows by their id; an id may stand once."""
    found: dict[str, int] = {}
    for row in range(len(sheet)):
        name = sheet.needed(row, column)
        if name is None:
            continue
        if name in found:
            sheet.fault(row, column, "id_again", value=shown(name), first=sheet.lines[found[name]])
        else:
            found[name] = row
    return found


def _register(sheet: Sheet, row: int, column: str) -> str | None:
    text = sheet.text(row, column)
    if text and not (text.isascii() and text.isdigit() and len(text) == REGISTER_DIGITS):
        sheet.fault(row, column, "not_eight_digits", value=shown(text))
        return None
    return text or None


def _owner(sheet: Sheet, row: int, known: Mapping[str, int]) -> str | None:
    owner = sheet.text(row, "owner")
    if owner and owner not in known:
        sheet.unknown(row, "owner", "unknown_provider", list(known))
        return None
    return owner or None


def _tops(
    sheet: Sheet, rows: Mapping[str, int], owners: Mapping[str, str | None]
) -> dict[str, str]:
    tops: dict[str, str] = {}
    for start in rows:
        chain: dict[str, None] = {}
        name = start
        while name not in tops and name not in chain:
            chain[name] = None
            name = owners[name] or name
        if name in chain and owners[name] not in (None, name):
            circle = [*list(chain)[list(chain).index(name) :], name]
            text = shown(" → ".join(circle))
            sheet.fault(rows[name], "owner", "owner_circle", value=text)
        top = tops.get(name, name)
        tops.update(dict.fromkeys(chain, top))
    return tops


@dataclass(frozen=True, slots=True)
class Coalition:
    """The parties of a bidder, and the row of the parties table where it first stands."""

    row: int
    parties: tuple[Party, ...]


def read_parties(sheet: Sheet, providers: Mapping[str, Provider] | None) -> dict[str, Coalition]:
    """The parties of each bidder in the table; ``None``: the providers could not be read."""
    rows: dict[str, list[int]] = {}
    for row in range(len(sheet)):
        bidder = sheet.needed(row, "bidder")
        if bidder is not None:
            rows.setdefault(bidder, []).append(row)
    return {
        bidder: Coalition(own[0], _parties(sheet, bidder, own, providers))
        for bidder, own in sorted(rows.items())
    }


def _parties(
    sheet: Sheet, bidder: str, rows: Sequence[int], providers: Mapping[str, Provider] | None
) -> tuple[Party, ...]:
    shares = _shares(sheet, bidder, rows)
    found: dict[str, Party] = {}
    first: dict[str, int] = {}
    for row, share in zip(rows, shares, strict=True):
        name, role = sheet.needed(row, "provider"), _role(sheet, row, first)
        if name is None:
            continue
        if name in found:
            sheet.fault(row, "provider", "provider_again", value=shown(name), bidder=shown(bidder))
        if providers is not None and name not in providers:
            sheet.unknown(row, "provider", "unknown_provider", list(providers))
        provider = (providers or {}).get(name)
        owner, scale = (name, None) if provider is None else (provider.owner, provider.scale)
        found[name] = Party(name, owner, role, share, scale)
    return tuple(
        sorted(found.values(), key=lambda party: (ROLES.index(party.role), party.provider))
    )


def _role(sheet: Sheet, row: int, first: dict[str, int]) -> Role:
    sheet.needed(row, "role")
    role = cast(Role | None, sheet.choice(row, "role", ROLES))
    if role == "lead" and first.setdefault(role, row) != row:
        sheet.fault(row, "role", "two_leads", first=sheet.lines[first[role]])
    return role or "member"


def _shares(sheet: Sheet, bidder: str, rows: Sequence[int]) -> list[int | None]:
    """The shares in basis points; one blank is the rest, and all blank are unknown."""
    shares = [sheet.number(row, "share", PERCENT) for row in rows]
    if any((row, "share") in sheet.broken for row in rows):
        return shares
    blank = [position for position, share in enumerate(shares) if share is None]
    total = sum(share for share in shares if share is not None)
    facts = {"bidder": shown(bidder), "sum": plain(Decimal(total).scaleb(-2))}
    if total > BASIS_POINTS:
        sheet.fault(rows[-1], "share", "shares_above", **facts)
    elif not blank and total < BASIS_POINTS:
        sheet.fault(rows[-1], "share", "shares_below", **facts)
    elif len(blank) == 1:
        shares[blank[0]] = BASIS_POINTS - total
    elif 1 < len(blank) < len(rows):
        sheet.fault(rows[blank[1]], "share", "shares_blank", **facts)
    return shares

"""The plan of a sweep: everything that its answers depend on, as canonical JSON, and their keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from award_opt.award import canonical
from award_opt.domain import Bid, Instance, Party, Provider
from award_opt.errors import Finding, InputError
from award_opt.exact import plain
from award_opt.instance import instance_content
from award_opt.noise import Noise
from award_opt.sweep.patch import Rulebook, decisive
from award_opt.sweep.result import SIMULATION
from award_opt.sweep.scenario import Axis, Ground, Scenario, Space
from award_opt.sweep.yardstick import Yardstick
from award_opt.tender import Tender

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

_but_draw = attrgetter("what_ifs", "settings", "drop", "gone", "book", "method")
FORMAT: Final = 1  # of plans, keys and results; a store of another format is another store
PROVIDERS: Final = 160


@dataclass(frozen=True)
class Plan:
    """A sweep: the published tender, the bids, and the scenarios that are laid over them.

    Parameters
    ----------
    tender
        The published tender.
    scenarios
        All scenarios in their order; made one by one, so that a million cost no memory.
    instance
        The opened and scored bids; ``None`` before publication, where books are invented.
    what_ifs
        The tender under each what-if that scenarios name.
    noise, seed
        The assessors' declared error, and the seed of its draws and of the invented books.
    providers
        How many organisations take an interest in an invented book.
    among
        The bidders that an earlier phase selected; ``None`` where there was none.
    engines
        Names and versions of all that has a hand in an answer.
    """

    tender: Tender
    scenarios: Space
    instance: Instance | None = None
    what_ifs: Mapping[tuple[str, ...], Tender] = field(default_factory=dict)
    noise: Noise = field(default_factory=Noise)
    seed: int = 1
    providers: int = PROVIDERS
    among: tuple[str, ...] | None = None
    engines: Mapping[str, str] = field(default_factory=dict)

    # --- scenarios

    @property
    def published(self) -> int | None:
        """The place of the published scenario; ``None`` where all bids are invented."""
        return 0 if len(self.scenarios) and self.scenarios[0] == Scenario() else None

    def of(self, scenario: Scenario) -> Tender:
        """The tender under a scenario.

        Raises
        ------
        InputError
            The changes together make no tender.
        """
        book = self._book(scenario)
        return book.under(scenario.settings, scenario.drop, scenario.method)

    def key(self, scenario: Scenario) -> str:
        """SHA-256 over all that the scenario's answer depends on, and over nothing else.

        Scenarios that come to the same rules and the same bids share their key, whatever they are
        called; titles, names, sources and the other scenarios of the plan do not matter.
        """
        digest = self._point(scenario).copy()
        if scenario.draw is not None:
            digest.update(self._drawn + str(scenario.draw).encode() + b"]")
        digest.update(b"]]")
        return digest.hexdigest()

    def _point(self, scenario: Scenario) -> Hash:
        """The digest of a scenario's key up to its draw; the latest one, which its draws share."""
        point = _but_draw(scenario)
        known = self._points.get(point)
        if known is None:
            rules = self._book(scenario).digest(scenario.settings, scenario.drop, scenario.method)
            known = self._fixed.copy()
            known.update(canonical(rules) + b"," + canonical(self._bids(scenario))[:-1])
            self._points.clear()
            self._points[point] = known
        return known

    @cached_property
    def _points(self) -> dict[tuple[Any, ...], Hash]:
        return {}

    @cached_property
    def yardstick(self) -> Yardstick:
        """What every scenario is measured by: the published shares and cells."""
        return Yardstick.from_tenders([self.tender, *self.what_ifs.values()])

    @cached_property
    def selected(self) -> frozenset[str] | None:
        """The bidders that an earlier phase selected; ``None`` where there was none."""
        return None if self.among is None else frozenset(self.among)

    @cached_property
    def _rulebooks(self) -> dict[tuple[str, ...], Rulebook]:
        tenders = {(): self.tender, **self.what_ifs}
        return {names: Rulebook(tender) for names, tender in tenders.items()}

    def _book(self, scenario: Scenario) -> Rulebook:
        return self._rulebooks[scenario.what_ifs]

    @cached_property
    def _fixed(self) -> Hash:
        """The digest of what all keys begin with."""
        among = None if self.among is None else sorted(self.among)
        content = [FORMAT, dict(self.engines), among, self.yardstick.content()]
        return hashlib.sha256(b"[" + canonical(content) + b",")

    def _bids(self, scenario: Scenario) -> list[Any]:
        """What the bids of a scenario come from, but for the draw of their scores."""
        found: list[Any] = [self._opened] if scenario.book is None else [self._invented]
        if scenario.book is not None:
            found += [self.providers, scenario.book]
        if scenario.gone:
            found.append({"gone": sorted(scenario.gone)})
        return found

    @cached_property
    def _drawn(self) -> bytes:
        """What the keys of draws have between their point and their number."""
        return b"," + canonical([self._assessed, self.seed])[:-1] + b","

    @cached_property
    def _opened(self) -> str:
        return _sha(None if self.instance is None else _loaded(self.instance)["bids"])

    @cached_property
    def _invented(self) -> str:
        """What invented bids depend on: the whole published tender but its words."""
        rules = [rule.model_dump(mode="json", exclude={"source"}) for rule in self.tender.rules]
        return _sha([decisive(self.tender), rules])

    @cached_property
    def _assessed(self) -> str:
        """What a draw of noise depends on beside the bids: the published criteria and scale."""
        content = decisive(self.tender)
        scored = [each.id for each in self.tender.segments if self.tender.scored(each.id)]
        return _sha([content.get("criteria"), content.get("scoring"), scored, _noise(self.noise)])

    # --- as bytes

    def digest(self) -> str:
        """SHA-256 of the canonical bytes, as hexadecimal."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """The canonical bytes, from which any process on any machine makes the same plan."""
        what_ifs = [[list(n), json.loads(t.content())] for n, t in self.what_ifs.items()]
        return canonical(
            {
                "format": FORMAT,
                "mode": SIMULATION,
                "tender": json.loads(self.tender.content()),
                "instance": None if self.instance is None else _loaded(self.instance),
                "what_ifs": what_ifs,
                "noise": _noise(self.noise),
                "seed": self.seed,
                "providers": self.providers,
                "among": None if self.among is None else list(self.among),
                "engines": dict(self.engines),
                "scenarios": _space(self.scenarios),
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Plan:
        """Read a plan that ``to_bytes`` wrote.

        Raises
        ------
        InputError
            The bytes are no plan, or one of another format.
        """
        try:
            return cls._of(json.loads(data))
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:
            raise InputError([Finding("sweep", "sweep_no_plan", {})]) from error

    @classmethod
    def _of(cls, held: Mapping[str, Any]) -> Plan:
        if held["format"] != FORMAT or held["mode"] != SIMULATION:
            raise ValueError(held["format"])
        return cls(
            tender=Tender.model_validate(held["tender"]),
            scenarios=_space_of(held["scenarios"]),
            instance=None if held["instance"] is None else _instance_of(held["instance"]),
            what_ifs={tuple(n): Tender.model_validate(t) for n, t in held["what_ifs"]},
            noise=_noise_of(held["noise"]),
            seed=held["seed"],
            providers=held["providers"],
            among=None if held["among"] is None else tuple(held["among"]),
            engines=held["engines"],
        )


def _sha(content: Any) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


# --- noise, bids and scenarios as JSON and back


def _noise(noise: Noise) -> dict[str, Any]:
    points = None if noise.points is None else plain(noise.points)
    return {"assessors": noise.assessors, "percent": noise.percent, "points": points}


def _noise_of(held: Mapping[str, Any]) -> Noise:
    points = None if held["points"] is None else Decimal(held["points"])
    return Noise(held["assessors"], held["percent"], points)


def _loaded(instance: Instance) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(instance_content(instance))
    return content


def _instance_of(held: Mapping[str, Any]) -> Instance:
    return Instance(
        tender=held["tender"],
        title=held["title"],
        origin=held["origin"],
        providers={facts[0]: Provider(*facts) for facts in held["providers"]},
        bids=tuple(_bid_of(bid) for bid in held["bids"]),
        made_by=held["made_by"],
        seed=held["seed"],
    )


def _bid_of(held: Mapping[str, Any]) -> Bid:
    parties = tuple(Party(*facts) for facts in held["parties"])
    own = {name: value for name, value in held.items() if name not in ("bid", "parties")}
    return Bid(id=held["bid"], parties=parties, **own)


def _space(space: Space) -> dict[str, Any]:
    return {
        "grounds": [
            {
                "what_ifs": list(ground.what_ifs),
                "drop": list(ground.drop),
                "axes": [[axis.path, list(axis.values)] for axis in ground.axes],
                "bare": ground.bare,
            }
            for ground in space.grounds
        ],
        "methods": list(space.methods),
        "gone": [list(bids) for bids in space.gone],
        "books": None if space.books == (None,) else [space.books[0], len(space.books)],
        "draws": space.draws,
    }


def _space_of(held: Mapping[str, Any]) -> Space:
    books = held["books"]
    return Space(
        grounds=tuple(_ground_of(ground) for ground in held["grounds"]),
        methods=tuple(held["methods"]),
        gone=tuple(tuple(bids) for bids in held["gone"]),
        books=(None,) if books is None else range(books[0], books[0] + books[1]),
        draws=held["draws"],
    )


def _ground_of(held: Mapping[str, Any]) -> Ground:
    axes = tuple(Axis(path, tuple(values)) for path, values in held["axes"])
    return Ground(tuple(held["what_ifs"]), tuple(held["drop"]), axes, held["bare"])

"""Invented organisations: names that nobody bears, sizes, owners, and how good they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from award_opt.domain import Scale
from award_opt.generate.dice import Dice

SCALE_WEIGHT: Mapping[Scale, int] = {"micro": 35, "small": 32, "medium": 23, "large": 10}
TURNOVER: Mapping[Scale, int] = {
    "micro": 60_000,
    "small": 250_000,
    "medium": 1_200_000,
    "large": 6_000_000,
}
SPREAD = 900  # a factor of 2**0.9 for one standard deviation, within a scale
GROUPED_PERCENT = 4
STRIDE = 1_009  # walks through all names once: prime to their number
# fmt: off
STEM = (
    "Paraplu", "Theepot", "Lantaarn", "Knikker", "Vlieger", "Sleutel", "Kwikstaart", "Stuiver",
    "Krijt", "Hinkel", "Pannenkoek", "Regenjas", "Zeepbel", "Wasknijper", "Kikker", "Eekhoorn",
    "Mosterd", "Ratel", "Tinnen", "Zoutvat", "Wolk", "Slinger", "Schommel", "Ladder", "Rietje",
    "Potlood", "Gieter", "Bromtol", "Fietsbel", "Handschoen", "Klapstoel", "Lucifer",
    "Mandarijn", "Nachtuil", "Ooievaar", "Peper", "Raap", "Sneeuwklok", "Tuimel", "Uurwerk",
    "Vingerhoed", "Wafel", "Zandloper", "Augurk", "Bezem", "Dobber", "Emmer", "Fluit",
    "Garnaal", "Haspel", "Inktpot", "Jojo", "Karnemelk", "Lepel", "Muts", "Noot", "Oorbel",
    "Pluim", "Radijs", "Strik", "Tamboer", "Vuurvlieg", "Waaier", "Zegel",
)
END = (
    "akker", "beek", "berg", "bocht", "boog", "bos", "brug", "burcht", "dal", "dijk", "duin",
    "eiland", "erf", "gaard", "gracht", "haven", "heuvel", "hoek", "hof", "kade", "kamp",
    "kelder", "kreek", "laan", "land", "markt", "molen", "oever", "pad", "plein", "poort",
    "rand", "sluis", "spoor", "steeg", "straat", "toren", "tuin", "veld", "vijver", "vlakte",
    "wal", "weg", "werf", "wijk", "zicht", "zolder", "zoom",
)
# fmt: on
FORM: Mapping[Scale, tuple[str, ...]] = {
    "micro": ("Praktijk", "Atelier"),
    "small": ("Buro", "Huis"),
    "medium": ("Stichting", "Hulpgroep"),
    "large": ("Zorggroep", "Federatie"),
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """An invented provider.

    ``quality`` is in thousandths of a standard deviation, ``turnover`` in euro a year.
    """

    id: str
    name: str
    scale: Scale
    owner: str
    municipality: str
    quality: int
    turnover: int

    @property
    def small(self) -> bool:
        """Whether it is micro or small."""
        return self.scale in ("micro", "small")


def organisations(
    count: int, ids: Sequence[str], municipalities: Sequence[str], dice: Dice
) -> list[Organisation]:
    """``count`` organisations; some belong to the one before; the first ones bear the ``ids``."""
    first = dice.below(len(STEM) * len(END))
    others = (name for k in range(1, count + len(ids) + 1) if (name := f"P{k:04}") not in ids)
    names = [*ids, *islice(others, max(count - len(ids), 0))]
    found = [_organisation(k, name, first, municipalities, dice) for k, name in enumerate(names)]
    for k in range(1, len(found)):
        if dice.chance(GROUPED_PERCENT):
            found[k] = replace(found[k], owner=found[k - 1].owner)
    return found


def _organisation(
    k: int, name: str, first: int, municipalities: Sequence[str], dice: Dice
) -> Organisation:
    scale = dice.weighted(SCALE_WEIGHT)
    return Organisation(
        id=name,
        name=f"{dice.one(FORM[scale])} {_name(first + k * STRIDE, k)}",
        scale=scale,
        owner=name,
        municipality=dice.one(municipalities),
        quality=dice.bell(),
        turnover=dice.long_tailed(TURNOVER[scale], SPREAD),
    )


def _name(place: int, k: int) -> str:
    every = len(STEM) * len(END)
    stem, end = divmod(place % every, len(END))
    again = k // every
    return f"{STEM[stem]}{END[end]} {again + 1}" if again else f"{STEM[stem]}{END[end]}"

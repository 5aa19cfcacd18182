"""Cities by the fields that their ties name, put in an order in which like ones stand together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cityties.store import IRI

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Fields", "chained", "fields"]

_NAMED: Final = """SELECT DISTINCT ?city ?sector ?tie WHERE {
  ?step ct:ofTie ?tie ; ct:sector ?sector . ?tie ct:party/ct:governs ?city .
}"""


@dataclass(frozen=True)
class Fields:
    """Cities and fields by IRI in their order, and the ties of a city that name a field."""

    cities: list[str]
    sectors: list[str]
    named: Mapping[tuple[str, str], set[str]]

    def of_city(self, city: str) -> list[str]:
        """The fields of a city."""
        return [sector for sector in self.sectors if (city, sector) in self.named]

    def of_sector(self, sector: str) -> list[str]:
        """The cities of a field."""
        return [city for city in self.cities if (city, sector) in self.named]

    def ties(self, sector: str) -> int:
        """How many ties name a field."""
        return len({tie for (_, one), some in self.named.items() if one == sector for tie in some})


def fields(request: Request) -> Fields:
    """Read which ties name which fields: fields by how many cities they join, cities by likeness."""
    named: dict[tuple[str, str], set[str]] = {}
    for city, sector, tie in request.store.select(_NAMED):
        if isinstance(city, IRI) and isinstance(sector, IRI) and isinstance(tie, IRI):
            named.setdefault((city.value, sector.value), set()).add(tie.value)
    cities: dict[str, set[str]] = {}
    sectors: dict[str, set[str]] = {}
    for city_, sector_ in named:
        cities.setdefault(city_, set()).add(sector_)
        sectors.setdefault(sector_, set()).add(city_)
    request.labels.learn([*cities, *sectors])
    label = request.labels.label
    order = sorted(sectors, key=lambda one: (-len(sectors[one]), label(one), one))
    return Fields(chained(cities), order, named)


def chained(sets: Mapping[str, set[str]]) -> list[str]:
    """Put keys in a chain that begins with the largest set; each is the one most like the one before.

    >>> chained({"a": {"x"}, "b": {"x", "y", "z"}, "c": {"z"}, "d": {"y", "z"}})
    ['b', 'd', 'c', 'a']
    """
    left = sorted(sets, key=lambda key: (-len(sets[key]), key))
    order: list[str] = []
    while left:
        last = sets[order[-1]] if order else set()
        best = max(left, key=lambda key: (_alike(last, sets[key]), len(sets[key]))) if order else left[0]
        left.remove(best)
        order.append(best)
    return order


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0

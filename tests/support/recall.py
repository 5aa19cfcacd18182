"""How many names of cities become a thing for certain, and how many of these rightly: against the points of Wikidata.

To see the figures: `python tests/support/recall.py FOLDER`. A name is right where what it was taken for lies
within 40 km of the point that Wikidata tells for its item. A city counts as one of more than 100,000 people by
Wikidata's own figure; districts, counties and regions, which the data twins as well, are told apart by a town of the
gazetteer of that name at their point.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cityties.model.folding import fold
from cityties.names.gazetteer import Gazetteer, distance
from cityties.names.identity import Identity
from cityties.store import LocalStore, Store

__all__ = ["City", "Figure", "measure", "names_alone", "names_with_countries"]

LARGE: Final = 100_000
_NEAR: Final = 40.0  # km
_POINT: Final = re.compile(r"Point\((\S+) (\S+)\)")
Point = tuple[float, float]


@dataclass(frozen=True)
class City:
    """A city of Wikidata: what it is called, its country as told, its point, how many live there (0: not told)."""

    number: str
    name: str
    country: str
    point: Point
    population: int


@dataclass(frozen=True)
class Figure:
    """How many cities there were, how many were certain, how many of these right; of all, and of the large ones."""

    cities: int
    certain: int
    right: int
    large: int
    large_certain: int
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        """The share of the large cities that were certain."""
        return self.large_certain / self.large

    @property
    def precision(self) -> float:
        """The share of what was certain that was right."""
        return self.right / self.certain


def names_with_countries(data: Path) -> list[City]:
    """Give the cities that sets of data tell with a country: seats of missions, cities of Germany and of Europe."""
    found = {city.number: city for city in (*_missions(data), *_cities(data), *_mayors(data))}
    return [city for city in found.values() if _is_town(city)]


def names_alone(data: Path, most: int = 2000) -> list[City]:
    """Give so many cities by their names alone: of the sister cities, the largest; none whose name two have."""
    cities = {city.number: city for city in _sisters(data)}.values()
    counted = Counter(fold(city.name) for city in cities)
    single = [city for city in cities if counted[fold(city.name)] == 1 and _is_town(city)]
    return sorted(single, key=lambda city: (-city.population, city.number))[:most]


def measure(cities: Iterable[City], store: Store) -> Figure:
    """Look every name up, and hold what is certain against the city's own point."""
    identity, gazetteer = Identity(store), Gazetteer()
    told = certain = right = large = large_certain = 0
    wrong = []
    for city in cities:
        match = identity.match(city.name, country=city.country or None)
        told += 1
        large += city.population >= LARGE
        if match.thing is None:
            continue
        certain += 1
        large_certain += city.population >= LARGE
        town = match.town or gazetteer.town(match.thing.rsplit("geonames-", 1)[-1])
        if town is not None and distance(town.point, city.point) < _NEAR:
            right += 1
        else:
            wrong.append(f"{city.name} ({city.country or 'alone'}, {city.number})")
    return Figure(told, certain, right, large, large_certain, tuple(wrong))


def _is_town(city: City) -> bool:
    """Say whether the gazetteer has a town of that name at the point: what is none is a district or a region."""
    return any(distance(town.point, city.point) < _NEAR for town in Gazetteer().towns(city.name))


def _sisters(data: Path) -> Iterator[City]:
    with (data / "wikidata-query-results" / "sister-cities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for one, which in (("city", "city"), ("sister", "sister")):
                point = _POINT.fullmatch(row[f"{which}_coordinate_location"] or "")
                name, people = row[f"{one}Label"], row[f"{which}_population"] or "0"
                if point and not re.fullmatch(r"Q\d+", name):
                    yield City(row[one].rsplit("/", 1)[-1], name, "", _point(point), int(float(people)))


def _mayors(data: Path) -> Iterator[City]:
    with (data / "officials" / "european_mayors.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["city_lat"]:
                point = (float(row["city_lat"]), float(row["city_lon"]))
                people = int(float(row["population"] or 0))
                yield City(row["city"].rsplit("/", 1)[-1], row["cityLabel"], row["country"], point, people)


def _missions(data: Path) -> Iterator[City]:
    with (data / "embassies" / "database_of_embassies_2021-08-24.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["city"] and row["latitude"] and "|" not in row["city"] + row["country"]:
                point = (float(row["latitude"]), float(row["longitude"]))
                yield City(row["cityQID"].rsplit("/", 1)[-1], row["city"], row["country"], point, 0)


def _cities(data: Path) -> Iterator[City]:
    for name in ("german-cities.json", "european-cities.json"):
        told = json.loads((data / "wikidata-query-results" / name).read_text(encoding="utf-8"))
        for row in told["results"]["bindings"]:
            cell = {key: value["value"] for key, value in row.items()}
            point = _POINT.fullmatch(cell.get("location", ""))
            if point and cell.get("countryLabel"):
                people = int(float(cell.get("inhabitants") or 0))
                called = cell["cityLabel"]
                yield City(
                    cell.get("city", called).rsplit("/", 1)[-1], called, cell["countryLabel"], _point(point), people
                )


def _point(found: re.Match[str]) -> Point:
    return float(found[2]), float(found[1])


def main() -> None:
    """Print the figures."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    for what, cities in (("with countries", names_with_countries(data)), ("alone", names_alone(data))):
        told = measure(cities, LocalStore())
        print(
            f"{what}: {told.cities} names, {told.certain} certain, {told.right} right: precision {told.precision:.4f};"
        )
        print(f"  of {told.large} over 100,000 people {told.large_certain} certain: {told.recall:.4f}")
        print("  wrong: " + "; ".join(told.wrong))


if __name__ == "__main__":
    main()

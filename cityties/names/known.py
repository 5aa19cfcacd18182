"""The places that a store knows, by all of their names; what a source that is read anew said is no evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cityties.model.folding import fold
from cityties.model.vocabulary import WD
from cityties.names.country import of_number, same_land
from cityties.names.gazetteer import Town, distance
from cityties.names.weight import NEAR
from cityties.store import IRI, Literal, Store

__all__ = ["Known", "KnownPlaces", "merged", "same_place"]

_NAMES: Final = """SELECT DISTINCT ?place ?name WHERE {
  VALUES ?type { ct:City ct:Region } ?place a ?type .
  VALUES ?property { rdfs:label skos:altLabel skos:hiddenLabel }
  GRAPH ?teller { ?place ?property ?name } FILTER(?teller != ?source)
}"""
_COUNTRIES: Final = """SELECT DISTINCT ?place ?country ?teller WHERE {
  VALUES ?type { ct:City ct:Region } ?place a ?type .
  GRAPH ?teller { ?place ct:country ?country } FILTER(?teller != ?source)
}"""
_POINTS: Final = """SELECT DISTINCT ?place ?lat ?long ?people WHERE {
  VALUES ?type { ct:City ct:Region } ?place a ?type .
  GRAPH ?teller { ?place geo:lat ?lat ; geo:long ?long } FILTER(?teller != ?source)
  OPTIONAL { GRAPH ?counter { ?place ct:population ?people } FILTER(?counter != ?source) }
}"""
_SAME: Final = """SELECT DISTINCT ?thing ?other WHERE {
  GRAPH ?teller { ?thing owl:sameAs ?other } FILTER(?teller != ?source)
}"""
_GEONAMES: Final = re.compile(r"https?://sws\.geonames\.org/(\d+)/?")


@dataclass(frozen=True)
class Known:
    """A place of the store: its names, its country by two letters, where it is, how many live there (0: not told)."""

    thing: str
    names: frozenset[str]
    country: str | None
    point: tuple[float, float] | None
    population: int = 0


class KnownPlaces:
    """Finds the places of a store. ``source`` is the one that is being read."""

    def __init__(self, store: Store, source: str) -> None:
        self._store, self._source = store, IRI(source)

    def named(self, name: str) -> Sequence[Known]:
        """Give the places that go by a name."""
        return self._index.get(fold(name), ())

    def by_geonames(self, number: str) -> str | None:
        """Give the place that is told to be the one of a GeoNames number."""
        return self._numbers.get(number)

    @cached_property
    def same(self) -> Mapping[str, str]:
        """Say by what other IRIs things are known: the other, and the thing."""
        found: dict[str, str] = {}
        for thing, other in self._store.select(_SAME, source=self._source):
            if isinstance(thing, IRI) and isinstance(other, IRI):
                found.setdefault(other.value, thing.value)
        return found

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {found[1]: thing for other, thing in self.same.items() if (found := _GEONAMES.fullmatch(other))}

    @cached_property
    def _index(self) -> Mapping[str, list[Known]]:
        names: dict[str, set[str]] = {}
        for place, name in self._store.select(_NAMES, source=self._source):
            if isinstance(place, IRI) and isinstance(name, Literal):
                names.setdefault(place.value, set()).add(name.value)
        countries, points = self._countries(), self._points()
        index: dict[str, list[Known]] = {}
        for place_iri, called in names.items():
            point, people = points.get(place_iri, (None, 0))
            known = Known(place_iri, frozenset(called), countries.get(place_iri), point, people)
            for form in sorted({fold(name) for name in called}):
                index.setdefault(form, []).append(known)
        return index

    def _countries(self) -> Mapping[str, str]:
        """Give the country of each place: where sources differ, the one that most of them tell."""
        votes: dict[str, Counter[str]] = {}
        for place, country, _ in self._store.select(_COUNTRIES, source=self._source):
            if isinstance(place, IRI) and isinstance(country, IRI):
                tail = country.value.rsplit("/", 1)[-1]
                code = of_number(tail) or (tail.upper() if len(tail) == 2 else None)
                if code:
                    votes.setdefault(place.value, Counter())[code] += 1
        return {place: min(told, key=lambda code: (-told[code], code)) for place, told in votes.items()}

    def _points(self) -> Mapping[str, tuple[tuple[float, float], int]]:
        found: dict[str, tuple[tuple[float, float], int]] = {}
        for place, lat, long, people in self._store.select(_POINTS, source=self._source):
            if isinstance(place, IRI) and isinstance(lat, Literal) and isinstance(long, Literal):
                count = int(float(people.value)) if isinstance(people, Literal) else 0
                there = found.get(place.value, (None, 0))[1]
                found[place.value] = ((float(lat.value), float(long.value)), max(count, there))
        return found


def same_place(known: Known, town: Town) -> bool:
    """Say whether a town of the gazetteer is the known place of its name: of its country, and near where told."""
    if known.country is not None and not same_land(known.country, town.country):
        return False
    if known.point is None:
        return known.country is not None
    return distance(known.point, town.point) < NEAR


def merged(known: Sequence[Known]) -> list[Known]:
    """Where two imports brought the same city of a country under two IRIs, take the one of Wikidata."""
    first = min(known, key=lambda one: (not one.thing.startswith(WD), one.thing), default=None)
    if first is None or first.point is None or first.country is None:
        return list(known)
    rest = [one for one in known if one is not first]
    if all(one.point and one.country == first.country and distance(one.point, first.point) < NEAR for one in rest):
        return [first]
    return list(known)

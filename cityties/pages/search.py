"""Finding things by name, in all languages at once: as one types, and by what sounds nearly the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import orjson

from cityties.model.folding import fold, fold_all
from cityties.model.vocabulary import CT
from cityties.pages.address import address
from cityties.pages.frame import Frame, first
from cityties.store import IRI, Literal, Store

__all__ = ["page", "search", "suggest"]

_SUGGESTED: Final = 8
_FOUND: Final = 60
_NEAR: Final = 78.0  # of 100
_NAMED: Final = """SELECT DISTINCT ?thing ?name ?class ?partners WHERE {
  ?thing rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name .
  GRAPH ?source { ?thing a ?class }
  FILTER(STRSTARTS(STR(?class), STR(ct:)) && ?class NOT IN (ct:Step, ct:Tenure, ct:Participation, ct:Signature,
    ct:NetworkMembership, ct:Remark, ct:Publisher, ct:StepKind, ct:TieKind, ct:SourceKind))
  OPTIONAL { ?thing ct:partnerCount ?partners }
}"""
# The classes that a type of parameter takes.
_TYPES: Final = {
    "city": ("City", "Region"),
    "country": ("Country",),
    "network": ("CityNetwork",),
    "person": ("Person",),
    "sector": ("Sector",),
}
# Which things come first among those that are called alike.
_ORDER: Final = ("City", "Region", "Country", "Person", "Embassy", "Sector", "CityNetwork", "LocalGovernment")


@dataclass(frozen=True)
class Found:
    """One thing that is called so."""

    iri: str
    label: str
    kind: str
    name: str


class _Index:
    """All names, folded, one a line: looked through in one go."""

    def __init__(self, store: Store) -> None:
        rows = [row for row in store.select(_NAMED) if isinstance(row[0], IRI) and isinstance(row[1], Literal)]
        self.things = [row[0].value for row in rows if isinstance(row[0], IRI)]
        self.names = [row[1].value for row in rows if isinstance(row[1], Literal)]
        self.classes = [row[2].value.removeprefix(CT) if isinstance(row[2], IRI) else "" for row in rows]
        self.partners = [int(row[3].value) if isinstance(row[3], Literal) else 0 for row in rows]
        self.folded = fold_all(self.names)
        self.text = "\n" + "\n".join(self.folded) + "\n"
        self.starts: list[int] = []
        place = 1
        for name in self.folded:
            self.starts.append(place)
            place += len(name) + 1

    def matching(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Give the places of names that are, begin with, or have a word that begins with a text, and how well."""
        from bisect import bisect_right

        for mark in ("\n", " "):
            place = self.text.find(mark + wanted)
            while place >= 0:
                number = bisect_right(self.starts, place + 1) - 1
                whole = self.folded[number] == wanted
                yield number, 0 if whole else 1 if mark == "\n" else 2
                place = self.text.find(mark + wanted, place + 1)

    def near(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Give the places of names that sound nearly so; nothing where rapidfuzz is absent."""
        try:
            from rapidfuzz import fuzz, process
        except ImportError:
            return
        for _, score, number in process.extract(
            wanted, self.folded, scorer=fuzz.ratio, limit=_FOUND, score_cutoff=_NEAR
        ):
            yield number, 200 - round(score)


_INDEXES: WeakKeyDictionary[Store, _Index] = WeakKeyDictionary()


def search(frame: Frame, text: str, kind: str = "", most: int = _FOUND) -> list[Found]:
    """Find things by name, best first, each once; of one kind only where a type of parameter is told."""
    wanted = fold(text)
    if not wanted:
        return []
    if frame.store not in _INDEXES:
        _INDEXES[frame.store] = _Index(frame.store)
    index = _INDEXES[frame.store]
    classes = _TYPES.get(kind)
    best: dict[str, tuple[tuple[int, int, int, str], int]] = {}
    for found in (index.matching(wanted), index.near(wanted)):
        for number, rank in found:
            cls = index.classes[number]
            if classes and cls not in classes:
                continue
            order = _ORDER.index(cls) if cls in _ORDER else len(_ORDER)
            key = (rank, -index.partners[number], order, index.folded[number])
            if index.things[number] not in best or key < best[index.things[number]][0]:
                best[index.things[number]] = (key, number)
        if best:
            break
    chosen = sorted(best.items(), key=lambda item: item[1][0])[:most]
    frame.labels.learn([iri for iri, _ in chosen] + [CT + index.classes[number] for _, (_, number) in chosen])
    return [
        Found(iri, frame.label(iri), frame.label(CT + index.classes[number]), index.names[number])
        for iri, (_, number) in chosen
    ]


def suggest(frame: Frame) -> bytes:
    """Give suggestions for what is being typed, as JSON: label, kind, name found, IRI, address."""
    found = search(frame, first(frame.fields, "q"), first(frame.fields, "type"), _SUGGESTED)
    return orjson.dumps(
        [
            {"label": one.label, "kind": one.kind, "name": one.name, "iri": one.iri, "address": address(one.iri)}
            for one in found
        ]
    )


def page(frame: Frame) -> bytes:
    """Write what a search found."""
    text = first(frame.fields, "q")
    found = search(frame, text)
    return frame.page("search", frame.word("found", text=text), text=text, found=found, fold=fold)

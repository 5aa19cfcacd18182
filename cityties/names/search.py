"""Finding things by name, in all languages at once: as one types, and by what is spelled nearly the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from cityties.model.folding import fold
from cityties.names.catalogue import Catalogue, catalogue
from cityties.names.nearness import near_places
from cityties.store import Store

__all__ = ["Found", "find"]

_FOUND: Final = 60
_NEAR: Final = 0.78
# What bears a name only to be told apart from its like, and words of the ontology.
_ASIDE: Final = frozenset({
    "Step", "Tenure", "Participation", "Signature", "NetworkMembership", "Remark", "Publisher", "StepKind", "TieKind",
    "SourceKind",
})  # fmt: skip
# Which things come first among those that are called alike.
_ORDER: Final = ("City", "Region", "Country", "Person", "Embassy", "Sector", "CityNetwork", "LocalGovernment")


@dataclass(frozen=True)
class Found:
    """One thing that is called so: its class without the namespace, and the name that was found."""

    iri: str
    class_: str
    name: str


class _Index:
    """All names, folded, one a line: looked through in one go."""

    def __init__(self, known: Catalogue) -> None:
        shown = [[kind for kind in kinds if kind not in _ASIDE] for kinds in known.narrowest]
        rows = [
            (owner, place, kind)
            for place, owner in enumerate(known.owners)
            if shown[owner] and not known.titles[place]
            for kind in shown[owner]
        ]
        self.things = [known.things[owner] for owner, _, _ in rows]
        self.names = [known.names[place] for _, place, _ in rows]
        self.classes = [kind for _, _, kind in rows]
        self.partners = [known.partners[owner] for owner, _, _ in rows]
        self.folded = [known.folded[place] for _, place, _ in rows]
        self.text = "\n" + "\n".join(self.folded) + "\n"
        self.starts: list[int] = []
        place = 1
        for name in self.folded:
            self.starts.append(place)
            place += len(name) + 1

    def matching(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Give the places of names that are, begin with, or have a word that begins with a text, and how well."""
        for mark in ("\n", " "):
            place = self.text.find(mark + wanted)
            while place >= 0:
                number = bisect_right(self.starts, place + 1) - 1
                whole = self.folded[number] == wanted
                yield number, 0 if whole else 1 if mark == "\n" else 2
                place = self.text.find(mark + wanted, place + 1)

    def near(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Give the places of names that sound nearly so; nothing where rapidfuzz is absent."""
        for number, score in near_places(wanted, self.folded, _FOUND, _NEAR):
            yield number, 200 - round(100 * score)


_INDEXES: WeakKeyDictionary[Store, _Index] = WeakKeyDictionary()


def find(store: Store, text: str, classes: Collection[str] = (), most: int = _FOUND) -> list[Found]:
    """Find things by name, best first, each once; of some classes only where they are told."""
    wanted = fold(text)
    if not wanted:
        return []
    if store not in _INDEXES:
        _INDEXES[store] = _Index(catalogue(store))
    index = _INDEXES[store]
    best: dict[str, tuple[tuple[int, int, int, str], int]] = {}
    for found in (index.matching(wanted), index.near(wanted)):
        for number, rank in found:
            class_ = index.classes[number]
            if classes and class_ not in classes:
                continue
            order = _ORDER.index(class_) if class_ in _ORDER else len(_ORDER)
            key = (rank, -index.partners[number], order, index.folded[number])
            if index.things[number] not in best or key < best[index.things[number]][0]:
                best[index.things[number]] = (key, number)
        if best:
            break
    chosen = sorted(best.items(), key=lambda item: item[1][0])[:most]
    return [Found(iri, index.classes[number], index.names[number]) for iri, (_, number) in chosen]

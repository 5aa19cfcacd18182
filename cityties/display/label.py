"""Labels: what things are called in one language, with a kind way out where it has no word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cityties.model.vocabulary import DCTERMS, RDFS, SKOS, compact
from cityties.store import IRI, Literal, Store, Term

__all__ = ["Labels"]

_NAMING: Final = (IRI(f"{SKOS}prefLabel"), IRI(f"{RDFS}label"))
_TITLE: Final = IRI(f"{DCTERMS}title")  # of what has no name


class Labels:
    """What things are called in one language, with a kind way out where it has no word."""

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.lang = lang
        self._store = store
        self._known: dict[str, str] = {}

    def label(self, term: Term | str | None) -> str:
        """Name a thing: in the language, else in English, else in any; a literal is its own name."""
        if term is None:
            return ""
        if isinstance(term, Literal):
            return term.value
        iri = term if isinstance(term, str) else getattr(term, "value", str(term))
        if iri not in self._known:
            self.learn([iri])
        return self._known[iri]

    def learn(self, iris: Iterable[str]) -> None:
        """Look up many names at once."""
        wanted = sorted({iri for iri in iris if iri not in self._known})
        things = [IRI(iri) for iri in wanted if _is_iri(iri)]
        found = self._best(things, _NAMING)
        found |= self._best([thing for thing in things if thing.value not in found], [_TITLE])
        for iri in wanted:
            self._known[iri] = found[iri][1] if iri in found else compact(iri)

    def _best(self, things: Sequence[IRI], properties: Sequence[IRI]) -> dict[str, tuple[int, str]]:
        order = [self.lang, "en", None]
        found: dict[str, tuple[int, str]] = {}
        for thing, _, name in self._store.values(things, properties) if things else ():
            if isinstance(name, Literal):
                rank = order.index(name.language) if name.language in order else len(order)
                best = found.get(thing.value)
                if best is None or (rank, name.value) < best:
                    found[thing.value] = (rank, name.value)
        return found


def _is_iri(text: str) -> bool:
    try:
        IRI(text)
    except ValueError:
        return False
    return True

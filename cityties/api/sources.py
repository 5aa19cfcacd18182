"""The sources of things: who told what an answer is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from cityties.api.reply import say
from cityties.display.label import Labels
from cityties.dossier.notes import Note, Notes
from cityties.model.vocabulary import CT, PROV, RDF
from cityties.store import IRI, Literal, Store

__all__ = ["count_sources", "of_notes", "sources_of"]

_MOST: Final = 100
_DERIVED: Final = IRI(f"{PROV}wasDerivedFrom")
_TYPE: Final = IRI(f"{RDF}type")
_SOURCE: Final = f"{CT}Source"
_TOTAL: Final = "SELECT (COUNT(DISTINCT ?source) AS ?n) WHERE { ?source a ct:Source }"


def sources_of(store: Store, iris: Iterable[str], lang: str, first: Iterable[str] = ()) -> tuple[list[Any], list[str]]:
    """List the sources among some things, and those that the others derive from; say where the list is cut.

    Those of ``first``, known to be sources, stand before the others.
    """
    things = [IRI(iri) for iri in dict.fromkeys(iris)]
    found = dict.fromkeys(first)
    for node, property_, value in store.values(things, [_TYPE, _DERIVED]):
        if property_ == _DERIVED and isinstance(value, IRI):
            found.setdefault(value.value)
        elif isinstance(value, IRI) and value.value == _SOURCE:
            found.setdefault(node.value)
    notes = Notes()
    notes.numbers(list(found)[:_MOST])
    missing = [say("cut", lang, n=_MOST, all=len(found))] if len(found) > _MOST else []
    return of_notes(notes.listed(store, Labels(store, lang))), missing


def of_notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Give numbered sources as data: what is not told of one is left out."""
    return [{name: value for name, value in vars(note).items() if value != ""} for note in notes]


def count_sources(store: Store) -> int:
    """Count the sources of a store."""
    (number,) = store.select(_TOTAL).rows[0]
    return int(number.value) if isinstance(number, Literal) else 0

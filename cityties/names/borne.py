"""The names that things bear: read whole, a property at a time, and joined here; a store joins them far slower."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cityties.model.vocabulary import RDFS, SKOS
from cityties.store import IRI, Literal, Store
from cityties.store.column import Columns

__all__ = ["NAMING", "borne", "things_of"]

NAMING: Final = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel")


def borne(store: Store, naming: Iterable[str] = NAMING) -> Mapping[str, list[Literal]]:
    """Give the names of every thing, each once, those of the first property first."""
    columns, found = Columns(store), dict[str, dict[Literal, None]]()
    for property_ in naming:
        for thing, values in columns.whole(property_).items():
            names = [value for value in values if isinstance(value, Literal)]
            if names:
                found.setdefault(thing, {}).update(dict.fromkeys(names))
    return {thing: list(names) for thing, names in found.items()}


def things_of(store: Store, class_: str) -> Iterator[str]:
    """Give the things of a class that have an IRI."""
    for (thing,) in store.select(f"SELECT DISTINCT ?thing WHERE {{ ?thing a {IRI(class_)} }}"):
        if isinstance(thing, IRI):
            yield thing.value

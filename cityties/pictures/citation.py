"""What a picture says of its sources: the title of each, and where it can be read."""

from __future__ import annotations

from collections.abc import Iterable

from cityties.model.vocabulary import CT, DCTERMS
from cityties.store import IRI, Literal, Store

__all__ = ["cited"]

_ADDRESS = IRI(f"{CT}address")
_TITLE = IRI(f"{DCTERMS}title")


def cited(store: Store, sources: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give the title and the address of each source, empty where it has none."""
    found = {source: ["", ""] for source in sources}
    for source, property_, value in store.values([IRI(source) for source in sorted(found)], (_TITLE, _ADDRESS)):
        if isinstance(value, Literal):
            place = int(property_ == _ADDRESS)
            found[source.value][place] = min(filter(None, (found[source.value][place], value.value)))
    return {source: (one, other) for source, (one, other) in found.items()}

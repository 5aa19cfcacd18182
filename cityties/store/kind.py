"""Classes: which is wider than which, and the narrowest of those that a thing is of."""

from __future__ import annotations

from collections.abc import Iterable

from cityties.model.vocabulary import CT
from cityties.store import IRI, Store

__all__ = ["Classes"]

_WIDER = "SELECT DISTINCT ?class ?wider WHERE { ?class rdfs:subClassOf+ ?wider }"


class Classes:
    """What the ontology in a store says of its classes. Facts are of wider classes too; people want the narrowest."""

    def __init__(self, store: Store) -> None:
        self._wider: dict[str, set[str]] = {}
        for one, other in store.model.select(_WIDER):
            if isinstance(one, IRI) and isinstance(other, IRI) and one != other:
                self._wider.setdefault(one.value, set()).add(other.value)

    def narrowest(self, classes: Iterable[str]) -> list[str]:
        """Give those of some classes that are wider than no other of them, sorted."""
        mine = set(classes)
        return sorted(mine - {wider for one in mine for wider in self._wider.get(one, ())})

    def narrowest_own(self, classes: Iterable[str]) -> list[str]:
        """Give the narrowest of some classes, of those that cityties declares, sorted."""
        return self.narrowest(one for one in classes if one.startswith(CT))

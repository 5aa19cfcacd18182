"""What people decided of accounts: that two are one thing, or that they are not. It stands in a graph of its own."""

from __future__ import annotations

from typing import Final

from cityties.facts.account import Verdicts
from cityties.model.vocabulary import CT, ID, RDF
from cityties.store import IRI, Store

__all__ = ["IDENTITY_GRAPH", "read_verdicts"]

IDENTITY_GRAPH: Final = f"{ID}graph/identity"
_KEPT: Final = f"{CT}kept"
_AWAY: Final = f"{CT}mergedAway"
_APART: Final = f"{CT}apartFrom"


def read_verdicts(store: Store) -> Verdicts:
    """Read what is recorded in a store: each decision names what was kept and what became it, or what it is not."""
    told: dict[str, dict[str, str]] = {}
    for quad in store.quads(IDENTITY_GRAPH):
        if isinstance(quad.subject, IRI) and quad.predicate.value != f"{RDF}type":
            told.setdefault(quad.subject.value, {})[quad.predicate.value] = getattr(quad.object, "value", "")
    same: set[frozenset[str]] = set()
    different: set[frozenset[str]] = set()
    away: set[str] = set()
    for row in told.values():
        if _KEPT in row and _AWAY in row:
            same.add(frozenset((row[_KEPT], row[_AWAY])))
            away.add(row[_AWAY])
        elif _KEPT in row and _APART in row:
            different.add(frozenset((row[_KEPT], row[_APART])))
    return Verdicts(frozenset(same), frozenset(different), frozenset(away))

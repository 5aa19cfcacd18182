"""Columns: what things have for a property, read whole by one query, or looked up where few are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress

from cityties.store import IRI, BlankNode, Store, Term

__all__ = ["Columns", "nodes_of"]

_FEW = 5_000  # things that are looked up one by one


class Columns:
    """Properties of a store by thing. What was read whole is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._whole: dict[str, dict[str, list[Term]]] = {}
        self._turned: dict[str, dict[str, list[Term]]] = {}

    def whole(self, property_: str) -> Mapping[str, list[Term]]:
        """Give a property of all things, each value once."""
        if property_ not in self._whole:
            found: dict[str, dict[Term, None]] = {}
            for thing, value in self._store.select(f"SELECT ?s ?o WHERE {{ ?s {IRI(property_)} ?o }}"):
                if isinstance(thing, IRI | BlankNode) and value is not None:
                    found.setdefault(thing.value, {})[value] = None
            self._whole[property_] = {thing: list(values) for thing, values in found.items()}
        return self._whole[property_]

    def turned(self, property_: str) -> Mapping[str, list[Term]]:
        """Give a property the other way: by value, the things that have it."""
        if property_ not in self._turned:
            found: dict[str, list[Term]] = {}
            for thing, values in self.whole(property_).items():
                (node,) = nodes_of([thing])
                for value in values:
                    if isinstance(value, IRI | BlankNode):
                        found.setdefault(value.value, []).append(node)
            self._turned[property_] = found
        return self._turned[property_]

    def of(self, things: Collection[str], property_: str) -> Mapping[str, list[Term]]:
        """Give a property of at least some things."""
        if property_ in self._whole or len(things) > _FEW:
            return self.whole(property_)
        found: dict[str, dict[Term, None]] = {}
        for thing, _, value in self._store.values(nodes_of(things), [IRI(property_)]):
            found.setdefault(thing.value, {})[value] = None
        return {thing: list(values) for thing, values in found.items()}

    def back(self, values: Collection[str], property_: str) -> Mapping[str, list[Term]]:
        """Give a property the other way, of at least some values: the things that have each."""
        if property_ in self._whole or len(values) > _FEW:
            return self.turned(property_)
        found: dict[str, dict[Term, None]] = {}
        for value, _, thing in self._store.bearers(nodes_of(values), [IRI(property_)]):
            found.setdefault(value.value, {})[thing] = None
        return {value: list(things) for value, things in found.items()}


def nodes_of(names: Iterable[str]) -> Iterator[IRI | BlankNode]:
    """Give the nodes that `Term.value` names: what is no IRI is a node without a name, or none."""
    for name in names:
        try:
            yield IRI(name)
        except ValueError:
            with suppress(ValueError):
                yield BlankNode(name)

"""Documents of a store: one graph, or what is said of one thing, in an RDF syntax."""

from __future__ import annotations

from typing import IO

import pyoxigraph

from cityties.store.protocol import Store
from cityties.store.rdf import known_prefixes
from cityties.store.term import IRI, BlankNode, RdfFormat, Triple

__all__ = ["write_about", "write_graph"]


def write_graph(store: Store, graph: str | None, target: IO[bytes], form: RdfFormat) -> None:
    """Write one named graph, or the facts, in an RDF syntax."""
    triples = store.facts() if graph is None else (quad.triple for quad in store.quads(graph))
    pyoxigraph.serialize(triples, target, format=form, prefixes=known_prefixes(form))


def write_about(store: Store, node: IRI, target: IO[bytes], form: RdfFormat) -> None:
    """Write the facts of a node, with what its nodes without a name hold, in an RDF syntax."""
    found: dict[Triple, None] = {}
    waiting: list[IRI | BlankNode] = [node]
    while waiting:
        for quad in store.about(waiting.pop()):
            if quad.triple not in found and isinstance(quad.object, BlankNode):
                waiting.append(quad.object)
            found[quad.triple] = None
    pyoxigraph.serialize(list(found), target, format=form, prefixes=known_prefixes(form))

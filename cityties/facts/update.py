"""SPARQL Update on a store on disk: sources change, what they say is checked, facts follow; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cityties.facts.build import renew
from cityties.facts.check import check_source
from cityties.facts.infer import infer
from cityties.facts.rule import rules
from cityties.facts.settle import Thing, gather
from cityties.model.errors import DataError
from cityties.model.vocabulary import ONTOLOGY_GRAPH
from cityties.store import IRI, BlankNode, Store, Term, generation
from cityties.store.operation import refuse_default_graph

__all__ = ["apply_update"]

_SIZES: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
# Until they are settled, the facts are those of before: what they lack came, what nobody says any more went.
_CAME: Final = "SELECT DISTINCT ?g ?s WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
_WENT: Final = (
    "SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER(?p NOT IN (rdf:type, %s)) "
    "FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }",
    "SELECT DISTINCT ?s WHERE { ?s a ?class FILTER NOT EXISTS { GRAPH ?g { ?s a ?class } } "
    "FILTER NOT EXISTS { GRAPH ?g { ?s a ?narrower } ?narrower rdfs:subClassOf+ ?class } }",
    "SELECT DISTINCT ?s WHERE { ?s ct:validUntil ?day FILTER NOT EXISTS { GRAPH ?g { ?s ct:validUntil ?day } } }",
)


def apply_update(folder: Path, text: str, base: str | None = None) -> None:
    """Change a store as an update says.

    Raises RequestError where the text is no update, or would write the default graph; DataError where what a source
    would say of what the update touches does not pass the shapes and checks. The store is then as it was.
    """
    refuse_default_graph(text)
    with generation.next_generation(folder) as fresh:
        store = renew(folder, fresh)
        try:
            before = _sizes(store)
            store.update(text, base)
            touched, sources = _changes(store, before)
            gather(store, None if ONTOLOGY_GRAPH in sources else touched)
            _refuse_findings(store, sources & set(store.graphs()), touched)
            infer(store)
            store.flush()
        finally:
            store.close()


def _sizes(store: Store) -> dict[str, str]:
    return {str(getattr(graph, "value", "")): str(number) for graph, number in store.select(_SIZES)}


def _changes(store: Store, before: dict[str, str]) -> tuple[list[Thing], set[str]]:
    """Give the things that are told of otherwise now, and the graphs that tell otherwise."""
    after = _sizes(store)
    sources = {graph for graph in before | after if before.get(graph) != after.get(graph)}
    came = store.select(_CAME)
    sources |= {graph.value for graph, _ in came if isinstance(graph, IRI)}
    things: dict[Term | None, None] = {thing: None for _, thing in came}
    concluded = {str(one) for by_thing in (True, False) for rule in rules(by_thing=by_thing) for one in rule.properties}
    for query in _WENT:
        text = query % ", ".join(sorted(concluded)) if "%s" in query else query
        things.update((thing, None) for (thing,) in store.select(text))
    return [thing for thing in things if isinstance(thing, IRI | BlankNode)], sources


def _refuse_findings(store: Store, sources: Iterable[str], touched: Iterable[Thing]) -> None:
    names = {thing.value for thing in touched}
    for source in sorted(sources):
        found = [one for one in check_source(store, source).errors if one.node in names]
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            first = found[0]
            raise DataError(f"{first.label} ({first.node}): {first.message}{more}; the store is as it was")

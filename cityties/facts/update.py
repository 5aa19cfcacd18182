"""SPARQL Update on a store on disk: sources change, what they say is checked, facts follow; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from cityties.facts.build import renew
from cityties.facts.check import check_source
from cityties.facts.infer import infer
from cityties.facts.settle import Thing, gather
from cityties.model.errors import DataError
from cityties.model.vocabulary import ONTOLOGY_GRAPH
from cityties.store import IRI, BlankNode, Store, generation, open_store
from cityties.store.operation import operations, refuse_default_graph

__all__ = ["apply_update"]


def apply_update(folder: Path, text: str, base: str | None = None) -> None:
    """Change a store as an update says.

    Raises RequestError where the text is no update, or would write the default graph; DataError where what a source
    would say of what the update touches does not pass the shapes and checks. The store is then as it was.
    """
    refuse_default_graph(text)
    with generation.next_generation(folder) as fresh:
        store = renew(folder, fresh)
        old = open_store(folder, read_only=True, outdated=True)
        try:
            store.update(text, base)
            changed = _changes(old, store)
            touched = list(dict.fromkeys(chain.from_iterable(changed.values())))
            whole = ONTOLOGY_GRAPH in changed or any(one.may_empty_default_graph for one in operations(text))
            gather(store, None if whole else touched)
            for source, things in changed.items():
                _refuse_findings(store, source, things)
            infer(store)
            store.flush()
        finally:
            old.close()
            store.close()


def _changes(old: Store, new: Store) -> dict[str, set[Thing]]:
    """Say of which things each graph tells otherwise now."""
    found = {}
    for graph in sorted({*old.graphs(), *new.graphs()}):
        if things := set(_told_otherwise(old, new, graph)):
            found[graph] = things
    return found


def _told_otherwise(old: Store, new: Store, graph: str) -> Iterator[Thing]:
    """Walk through a graph of two stores side by side: what one of them alone holds has come, or has gone.

    Stores on disk keep their statements in one order, so that few of them have to be looked up.
    """
    before, after = old.quads(graph), new.quads(graph)
    one, other = next(before, None), next(after, None)
    while one is not None or other is not None:
        if one == other:
            one, other = next(before, None), next(after, None)
            continue
        went = one is not None and not new.holds(one)
        came = other is not None and not old.holds(other)
        for quad, differs in ((one, went), (other, came)):
            if quad is not None and differs and isinstance(quad.subject, IRI | BlankNode):
                yield quad.subject
        if went or not came:  # where one side alone differs, the other waits for it
            one = next(before, None)
        if came or not went:
            other = next(after, None)


def _refuse_findings(store: Store, source: str, things: set[Thing]) -> None:
    if next(iter(store.quads(source)), None) is None:
        return  # it says nothing any more
    names = {thing.value for thing in things}
    found = [one for one in check_source(store, source).errors if one.node in names]
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        first = found[0]
        raise DataError(f"{first.label} ({first.node}): {first.message}{more}; the store is as it was")

"""What follows from what is said: rules/*.rq, in a graph of its own, never mixed with the facts."""

from __future__ import annotations

from cityties import resources
from cityties.errors import CitytiesError, ModelError
from cityties.store import Store, Triple
from cityties.vocabulary import INFERRED_GRAPH

_MOST_ROUNDS = 10


def infer(store: Store) -> int:
    """Draw every conclusion of ontology/rules anew; say how many statements followed.

    Rules may build on each other: they run in the order of their names, again and again until
    nothing new follows. Raises ModelError where a rule is not a CONSTRUCT, or never comes to rest.
    """
    store.drop(INFERRED_GRAPH)
    rules = [(path.name, path.read_text(encoding="utf-8")) for path in resources.files("ontology", "rules/*.rq")]
    known: set[Triple] = set()
    for _ in range(_MOST_ROUNDS):
        before = len(known)
        for name, text in rules:
            try:
                fresh = set(store.construct(text)) - known
            except CitytiesError as error:
                raise ModelError(f"ontology/rules/{name}: {error}") from error
            if fresh:
                known |= fresh
                store.add(INFERRED_GRAPH, fresh)
        if len(known) == before:
            return len(known)
    raise ModelError(f"ontology/rules: the rules did not come to rest in {_MOST_ROUNDS} rounds")

"""From accounts to facts: the default graph holds what the sources say, each statement once, and what follows.

Named graphs are never touched here. Which rules are drawn of a thing by itself (its wider classes, days that
compare), and which of all facts together, `cityties.facts.rule` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeAlias

from cityties.facts.infer import infer
from cityties.facts.rule import conclude, rules
from cityties.model.vocabulary import RDFS
from cityties.store import IRI, BlankNode, Quad, Store, Triple, as_stored, canonical

__all__ = ["Thing", "complete", "gather", "put_sources", "settle"]

Thing: TypeAlias = IRI | BlankNode

_AT_ONCE: Final = 10_000  # things
_SUBCLASS: Final = IRI(f"{RDFS}subClassOf")


def settle(store: Store, touched: Iterable[Thing] | None = None) -> int:
    """Make the default graph right after named graphs were written; say how many statements it holds.

    ``touched`` names what the writing told of, anew or no longer; without it, all is settled anew.
    """
    gather(store, touched)
    infer(store, anew=touched is not None)
    return store.count()


def gather(store: Store, touched: Iterable[Thing] | None = None) -> None:
    """Let the default graph say of some things, or of all, what the sources say, each statement once.

    Wider classes and days that compare are there too, what follows by ontology/rules is not: `infer` is next.
    """
    if touched is None:
        store.gather()
        complete(store)
        return
    for some in _slices(touched):
        store.gather(some)
        complete(store, some)


def complete(store: Store, things: Iterable[Thing] | None = None) -> None:
    """Add to what was put among the facts, of some things or of all, what is settled thing by thing."""
    for some in _slices(things) if things is not None else (None,):
        for rule in rules(by_thing=True):
            conclude(store, rule, some)


def _slices(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    remaining = iter(things)
    while some := list(dict.fromkeys(islice(remaining, _AT_ONCE))):
        yield some


def put_sources(store: Store, graphs: Mapping[str, Sequence[Triple]]) -> None:
    """Put whole graphs in the place of what stood under their names, and settle what that touches.

    A graph that says the same already is passed over. Where the classes themselves change, all is settled anew.
    """
    begun = store.count() > 0
    touched: dict[Thing, None] = {}
    fresh: dict[str, Sequence[Triple]] = {}
    whole = not begun
    for name, triples in graphs.items():
        changed = _changed(list(store.quads(name)), triples) if begun else set(triples)
        if not changed:
            continue
        fresh[name] = triples
        whole = whole or any(t.predicate == _SUBCLASS and isinstance(t.object, IRI) for t in changed)
        touched.update((t.subject, None) for t in changed if isinstance(t.subject, IRI | BlankNode))
    if fresh:
        store.replace(fresh)
        settle(store, None if whole else touched)


def _changed(old: Sequence[Quad], new: Sequence[Triple]) -> set[Triple]:
    """Give the statements that came and went; none where only the names of what has no name differ."""
    new = as_stored(new)
    changed = {quad.triple for quad in old} ^ set(new)
    nameless = any(isinstance(end, BlankNode) for t in changed for end in (t.subject, t.object))
    if nameless and len(old) == len(new) and _alike([quad.triple for quad in old], new):
        return set()
    return changed


def _alike(one: Sequence[Triple], other: Sequence[Triple]) -> bool:
    first, second = (canonical(Quad(t.subject, t.predicate, t.object) for t in some) for some in (one, other))
    return first == second

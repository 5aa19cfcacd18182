"""From accounts to facts: the default graph holds what the sources say, each statement once, and what follows.

Named graphs are never touched here. Which rules are drawn of a thing by itself (its wider classes, days that
compare), and which of all facts together, `cityties.facts.rule` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeAlias

from cityties.facts.infer import infer
from cityties.facts.join import affected, join, reword
from cityties.facts.rule import conclude, rules
from cityties.facts.single import choose_values
from cityties.facts.verdict import read_verdicts
from cityties.model.vocabulary import RDFS
from cityties.store import IRI, BlankNode, LocalStore, Quad, Store, Triple, as_stored, canonical

__all__ = ["Thing", "complete", "gather", "join_facts", "put_sources", "settle", "take_in"]

Thing: TypeAlias = IRI | BlankNode

_AT_ONCE: Final = 10_000  # things
_SUBCLASS: Final = IRI(f"{RDFS}subClassOf")


def settle(store: Store, touched: Iterable[Thing] | None = None) -> int:
    """Make the default graph right after named graphs were written; say how many statements it holds.

    ``touched`` names what the writing told of, anew or no longer; without it, all is settled anew.
    """
    if store.far:
        _settle_far(store, touched)
        return store.count()
    gather(store, touched)
    infer(store, anew=touched is not None)
    return store.count()


def gather(store: Store, touched: Iterable[Thing] | None = None, *, joined: bool = True) -> None:
    """Let the default graph hold what the sources say of some things, or of all: accounts of one fact as one.

    Wider classes and days that compare are there too, what follows by ontology/rules is not: `infer` is next.
    Where accounts are not ``joined``, each stands for itself, as a check of what files say wants it.
    """
    if touched is None:
        store.gather()
        complete(store)
        if joined:
            join_facts(store, None)
        return
    things = affected(store, touched)
    for some in _slices(things):
        store.gather(some)
    reword(store, things)
    complete(store, things)
    join_facts(store, things)


def take_in(store: Store, things: Iterable[Thing]) -> None:
    """Do as `gather` where what sources say of things stands among the facts already, just loaded."""
    fresh = dict.fromkeys(things)
    near = [thing for thing in affected(store, fresh) if thing not in fresh]
    for some in _slices(near):
        store.gather(some)
    reword(store, [*fresh, *near])
    complete(store, [*fresh, *near])
    join_facts(store, [*fresh, *near])


def join_facts(store: Store, things: Sequence[Thing] | None = None) -> None:
    """Let accounts of one thing be one fact, which takes one value where there can be but one."""
    facts = join(store, read_verdicts(store), things)
    wanted = None if things is None else [*(thing for thing in things if isinstance(thing, IRI)), *facts]
    changed = choose_values(store, wanted)
    if changed:
        complete(store, changed)


def _settle_far(store: Store, touched: Iterable[Thing] | None) -> None:
    """Settle what a server holds here, and write there what is other: servers reckon with days each in their way."""
    store.gather(touched)
    near = LocalStore()
    for name in store.graphs():
        near.add(name, (quad.triple for quad in store.quads(name)))
    settle(near)
    settled, held = (
        {triple for triple in facts if not any(isinstance(end, BlankNode) for end in (triple.subject, triple.object))}
        for facts in (near.facts(), store.facts())
    )
    store.remove_facts(held - settled)
    store.add_facts(settled - held)


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

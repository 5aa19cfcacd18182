"""Which source says what, where a file has no named graphs: by prov:wasDerivedFrom, as our own exports keep it.

A fact belongs to each source that it is derived from. What is derived from none by itself, such as the post that a
tenure is of, belongs to the sources of what leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from cityties.model.errors import DataError
from cityties.model.vocabulary import CT, OWL, PROV, RDF
from cityties.store import IRI, BlankNode, Triple

__all__ = ["take_apart"]

_TYPE: Final = IRI(f"{RDF}type")
_SOURCE: Final = IRI(f"{CT}Source")
_DERIVED: Final = IRI(f"{PROV}wasDerivedFrom")
_ACCOUNT: Final = IRI(f"{CT}accountOf")  # found anew
_MOST: Final = 8  # sources that something without a source of its own is put down to

Node = IRI | BlankNode


def take_apart(
    triples: Iterable[Triple], terms: Collection[Node], known: Collection[Triple]
) -> dict[str, list[Triple]]:
    """Give the triples of a file by source.

    What is said of ``terms``, those of the ontology, and what is ``known`` anyway belongs to none. Empty where the
    file has no two sources from which things are derived. Raises DataError on a thing that no source leads to.
    """
    about: dict[Node, list[Triple]] = defaultdict(list)
    for triple in dict.fromkeys(triples):
        if isinstance(triple.subject, IRI | BlankNode) and triple.predicate != _ACCOUNT:
            about[triple.subject].append(triple)
    _leave_out(about, terms)
    derived = _derived(about)
    if len({source for thing, some in derived.items() for source in some if source != thing}) < 2:
        return {}
    homes = _homes(about, derived)
    graphs: dict[str, list[Triple]] = defaultdict(list)
    for thing, all_said in about.items():
        said = [triple for triple in all_said if triple not in known]
        for source in (homes.get(thing) or _through(said, homes)) if said else ():
            own = [t for t in said if t.predicate != _DERIVED or t.object == source or not isinstance(t.object, IRI)]
            graphs[source.value].extend(own)
    return dict(graphs)


def _leave_out(about: dict[Node, list[Triple]], terms: Collection[Node]) -> None:
    """Leave out what is said of some terms, with the nodes without a name that they lead to."""
    waiting: list[Node] = [term for term in terms if term in about]
    waiting += [node for node, said in about.items() if isinstance(node, BlankNode) and any(map(_is_axiom, said))]
    while waiting:
        for triple in about.pop(waiting.pop(), ()):
            if isinstance(triple.object, BlankNode) and triple.object in about:
                waiting.append(triple.object)


def _is_axiom(triple: Triple) -> bool:
    """Say whether this makes a node without a name one of the ontology's: that some classes are disjoint, say."""
    return triple.predicate == _TYPE and isinstance(triple.object, IRI) and triple.object.value.startswith(OWL)


def _derived(about: Mapping[Node, list[Triple]]) -> dict[Node, list[IRI]]:
    """Say from which sources things are derived; a source is so from itself."""
    found: dict[Node, list[IRI]] = {}
    for thing, said in about.items():
        own = [triple.object for triple in said if triple.predicate == _DERIVED and isinstance(triple.object, IRI)]
        if isinstance(thing, IRI) and any(t.predicate == _TYPE and t.object == _SOURCE for t in said):
            own.append(thing)
        if own:
            found[thing] = own
    return found


def _homes(about: Mapping[Node, list[Triple]], derived: Mapping[Node, list[IRI]]) -> dict[Node, list[IRI]]:
    """Say which sources each thing belongs to: its own, else those of what leads to it."""
    of: dict[IRI, list[Node]] = defaultdict(list)
    for thing, sources in derived.items():
        for source in sources:
            of[source].append(thing)
    homes: dict[Node, list[IRI]] = {thing: list(sources) for thing, sources in derived.items()}
    for source in sorted(of, key=lambda iri: iri.value):
        waiting, seen = list(of[source]), set(of[source])
        while waiting:
            named = [one.object for one in about[waiting.pop()] if isinstance(one.object, IRI | BlankNode)]
            for thing in named:
                if thing in seen or thing in derived or thing not in about:
                    continue
                seen.add(thing)
                waiting.append(thing)
                mine = homes.setdefault(thing, [])
                if len(mine) < _MOST:
                    mine.append(source)
    return homes


def _through(said: Iterable[Triple], homes: Mapping[Node, list[IRI]]) -> list[IRI]:
    """Give the sources of what a thing leads to, where nothing leads to it."""
    said = list(said)
    for triple in sorted(said, key=str):
        if isinstance(triple.object, IRI | BlankNode) and (found := homes.get(triple.object)):
            return found[:1]
    raise DataError(
        f"{said[0].subject}: which source says so? add prov:wasDerivedFrom, or hand in a .trig or .nq file, "
        "where each source is a named graph"
    )

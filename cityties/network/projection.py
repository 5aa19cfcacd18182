"""Projections: which classes of things are read as edges, from where to where, as the ontology declares.

The ct:Reading individuals of ontology/readings.ttl say it; this room names no class of the domain.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from cityties.model.errors import ModelError
from cityties.model.vocabulary import RDF, SH
from cityties.store import IRI, BlankNode, Literal, Store, Term
from cityties.store.column import Columns, nodes_of

__all__ = ["Path", "Reading", "Step", "follow", "follow_back", "readings"]

_NIL: Final = f"{RDF}nil"
_PARTS: Final = ("readSource", "readTarget", "readCaption", "readFrom", "readUntil", "readDetail")


@dataclass(frozen=True)
class Step:
    """One property of a path, followed from subject to object or back."""

    property: str
    forward: bool = True


Path: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True)
class Reading:
    """How one class of things is read as edges: the paths from the thing."""

    name: str
    reads: str
    directed: bool
    paths: Mapping[str, Path]
    classes: tuple[str, ...]


def readings(store: Store) -> list[Reading]:
    """Read what the ontology declares of its edges. Raises ModelError where it declares nothing."""
    store = store.model
    found = []
    rows = store.select(
        "SELECT DISTINCT ?reading ?reads ?directed "
        "{ ?reading a ct:Reading ; ct:reads ?reads ; ct:readDirected ?directed } ORDER BY ?reading"
    )
    for reading, reads, directed in rows:
        if not (isinstance(reading, IRI) and isinstance(reads, IRI) and isinstance(directed, Literal)):
            raise ModelError("ontology/readings.ttl: a reading names no class, or not whether it is directed")
        paths = {}
        for part in _PARTS:
            values = store.select(f"SELECT DISTINCT ?path WHERE {{ ?reading ct:{part} ?path }}", reading=reading).rows
            if values and values[0][0] is not None:
                paths[part] = _path(store, values[0][0])
        narrower = store.select("SELECT DISTINCT ?cls WHERE { ?cls rdfs:subClassOf* ?reads }", reads=reads)
        classes = {reads.value} | {cls.value for (cls,) in narrower if isinstance(cls, IRI)}
        name = reading.value.rsplit("#", 1)[-1]
        found.append(Reading(name, reads.value, directed.value == "true", paths, tuple(sorted(classes))))
    if not found:
        raise ModelError("ontology/readings.ttl: declares no reading: the network would have no edges")
    return found


def follow(columns: Columns, things: Collection[str], path: Path) -> dict[str, set[Term]]:
    """Say where a path leads from each of some things that it leads anywhere from."""
    reached: dict[str, set[Term]] = {thing: set(nodes_of([thing])) for thing in things}
    for step in path:
        near = {node.value for nodes in reached.values() for node in nodes if isinstance(node, IRI | BlankNode)}
        column = columns.of(near, step.property) if step.forward else columns.back(near, step.property)
        further = {
            thing: {far for node in nodes if isinstance(node, IRI | BlankNode) for far in column.get(node.value, ())}
            for thing, nodes in reached.items()
        }
        reached = {thing: nodes for thing, nodes in further.items() if nodes}
    return reached


def follow_back(columns: Columns, ends: Collection[str], path: Path) -> set[str]:
    """Name the things from which a path leads to one of some ends."""
    reached = set(ends)
    for step in reversed(path):
        column = columns.back(reached, step.property) if step.forward else columns.of(reached, step.property)
        reached = {node.value for far in reached for node in column.get(far, ()) if isinstance(node, IRI | BlankNode)}
    return reached


def _path(store: Store, node: Term) -> Path:
    """Read a SHACL path: an IRI, a list, an inverse (https://www.w3.org/TR/shacl/#property-paths)."""
    if isinstance(node, IRI):
        return (Step(node.value),)
    if not isinstance(node, BlankNode):
        raise ModelError(f"ontology/readings.ttl: {node}: neither a property nor a list of properties")
    triples: dict[str, Term] = {}
    for quad in store.about(node):
        triples[quad.predicate.value] = quad.object
    if f"{SH}inversePath" in triples:
        inverse = _path(store, triples[f"{SH}inversePath"])
        return tuple(Step(step.property, not step.forward) for step in reversed(inverse))
    if f"{RDF}first" not in triples:
        raise ModelError("ontology/readings.ttl: a path is neither a list nor an inverse")
    first, rest = _path(store, triples[f"{RDF}first"]), triples[f"{RDF}rest"]
    if isinstance(rest, IRI) and rest.value == _NIL:
        return first
    return first + _path(store, rest)

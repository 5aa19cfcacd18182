"""Holds statements against the shapes of ontology/shapes (https://www.w3.org/TR/shacl/).

pySHACL is the judge, thing by thing. Before it, a query a shape finds over all things at once those that
may be at fault (cityties.facts.suspicion), so that the judge sees only them, each with what it leads to.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from cityties.facts.shape_path import path_length
from cityties.facts.suspicion import InUse, suspect_query
from cityties.model.errors import ModelError
from cityties.model.vocabulary import OWL, RDF, RDFS, SH, XSD
from cityties.store import IRI, BlankNode, Store, Term, Triple
from cityties.store import Literal as Value

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["Suspects", "find_suspects", "judge", "to_rdflib"]

Suspects: TypeAlias = dict["Node", list["Node"]]  # by shape

_TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_NESTED: Final = ("property", "node", "not", "qualifiedValueShape")
_LISTED: Final = ("or", "and", "xone")
_DEEPEST: Final = 8
_SUBCLASSES: Final = f"SELECT ?below ?above WHERE {{ ?below <{RDFS}subClassOf> ?above }}"


def find_suspects(store: Store, shapes: rdflib.Graph, used: InUse, errors_only: bool = False) -> Suspects:
    """Find by queries the things that may break a shape, by shape, among the facts of a store."""
    from rdflib import Literal, URIRef

    found: Suspects = {}
    for shape in sorted(_rooted(shapes), key=str):
        query = suspect_query(shapes, shape, used, errors_only)
        if query is None:
            continue
        nodes = {to_rdflib(term) for (term,) in store.select(query) if term is not None}
        told = {one for one in shapes.objects(shape, URIRef(f"{SH}targetNode")) if isinstance(one, Literal)}
        if told:  # values as they were written: the store keeps 4.0 and 4 as one
            nodes = told | {node for node in nodes if not isinstance(node, Literal)}
        if nodes:
            found[shape] = sorted(nodes, key=lambda node: (isinstance(node, URIRef), str(node)))
    return found


def judge(store: Store, shapes: rdflib.Graph, suspects: Mapping[Node, Collection[Node]]) -> rdflib.Graph:
    """Hold suspects against their shapes; give the report as SHACL writes it (section 3 of the standard).

    Raises ModelError where the shapes are no shapes.
    """
    import pyshacl
    import rdflib

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # shapes tell of ill-typed values better
    if not any(suspects.values()):
        return rdflib.Graph()
    reach = _reach(shapes)
    data = rdflib.Graph()
    data.namespace_manager = shapes.namespace_manager
    if reach is None:
        seen: Iterable[Triple] = store.facts()
    else:
        seen = _around(store, {node for some in suspects.values() for node in some}, reach)
    for triple in seen:
        data.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
    _, answer, _ = pyshacl.validate(
        data, shacl_graph=_aimed(shapes, suspects), inference="none", advanced=False, inplace=True
    )
    if not isinstance(answer, rdflib.Graph):
        raise ModelError(f"the shapes cannot be applied: {' '.join(str(answer).split())}")
    return answer


def to_rdflib(term: Term) -> rdflib.term.Node:
    """Give a term to rdflib; values stay as they were written."""
    import rdflib

    match term:
        case IRI():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Value() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case Value() if term.datatype.value == f"{XSD}string":
            return rdflib.Literal(term.value)  # as rdflib's own SPARQL reads a plain text
        case Value():
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise ModelError(f"{term}: a statement about a statement, which shapes cannot hold")


def _rooted(shapes: rdflib.Graph) -> set[Node]:
    """Name the shapes that say by themselves what they are for."""
    from rdflib import URIRef

    rooted = {subject for name in _TARGETS for subject in shapes.subjects(URIRef(f"{SH}{name}"))}
    for kind in ("NodeShape", "PropertyShape"):
        for shape in shapes.subjects(URIRef(f"{RDF}type"), URIRef(f"{SH}{kind}")):
            types = {str(one) for one in shapes.objects(shape, URIRef(f"{RDF}type"))}
            if types & {f"{RDFS}Class", f"{OWL}Class"}:
                rooted.add(shape)
    return rooted


def _aimed(shapes: rdflib.Graph, suspects: Mapping[Node, Collection[Node]]) -> rdflib.Graph:
    """Copy the shapes that have suspects, with what they lead to, each aimed at its suspects alone."""
    import rdflib

    declared = {rdflib.URIRef(f"{SH}{name}") for name in _TARGETS}
    rooted = _rooted(shapes)
    classes = {rdflib.URIRef(f"{RDFS}Class"), rdflib.URIRef(f"{OWL}Class")}
    aimed = rdflib.Graph()
    aimed.namespace_manager = shapes.namespace_manager
    waiting = [shape for shape, some in suspects.items() if some]
    if _reach(shapes) is None:  # constraints of one's own making are declared anywhere
        waiting = list(set(shapes.subjects()))
    known = set(waiting)
    while waiting:
        subject = waiting.pop()
        for predicate, held in shapes.predicate_objects(subject):
            if predicate in declared or (subject in rooted and held in classes):
                continue
            aimed.add((subject, predicate, held))
            if held not in known:
                known.add(held)
                waiting.append(held)
    for shape, some in suspects.items():
        for one in some:
            aimed.add((shape, rdflib.URIRef(f"{SH}targetNode"), one))
    return aimed


def _reach(shapes: rdflib.Graph) -> int | None:
    """Count how many statements away from a thing its shapes look; None where there is no telling."""
    from rdflib import URIRef

    if any(True for name in ("sparql", "parameter", "js") for _ in shapes.subjects(URIRef(f"{SH}{name}"))):
        return None
    farthest = 0
    for shape in _rooted(shapes):
        length = _length(shapes, shape, 0)
        if length is None:
            return None
        farthest = max(farthest, length)
    return farthest + 1  # the class of what stands at the end


def _length(shapes: rdflib.Graph, shape: Node, depth: int) -> int | None:
    from rdflib import URIRef

    path = shapes.value(shape, URIRef(f"{SH}path"))
    own = 0 if path is None else path_length(shapes, path)
    if own is None or depth > _DEEPEST:
        return None
    longest = 0
    for below in _below(shapes, shape):
        length = _length(shapes, below, depth + 1)
        if length is None:
            return None
        longest = max(longest, length)
    return own + longest


def _below(shapes: rdflib.Graph, shape: Node) -> Iterator[Node]:
    from rdflib import URIRef

    for name in _NESTED:
        yield from shapes.objects(shape, URIRef(f"{SH}{name}"))
    for name in _LISTED:
        for head in shapes.objects(shape, URIRef(f"{SH}{name}")):
            yield from shapes.items(head)


def _around(store: Store, nodes: Iterable[Node], reach: int) -> Iterator[Triple]:
    """Give what is said of some things, and of what that leads to, so many statements far; and all subclasses."""
    import rdflib

    below = IRI(f"{RDFS}subClassOf")
    for subject, held in store.select(_SUBCLASSES):
        if isinstance(subject, IRI | BlankNode) and held is not None:
            yield Triple(subject, below, held)
    ahead: set[IRI | BlankNode] = {IRI(str(node)) for node in nodes if isinstance(node, rdflib.URIRef)}
    ahead |= {BlankNode(str(node)) for node in nodes if isinstance(node, rdflib.BNode)}
    known: set[IRI | BlankNode] = set()
    for _ in range(reach + 1):
        known |= ahead
        found = [quad.triple for node in ahead for quad in store.about(node)]
        yield from found
        ahead = {triple.object for triple in found if isinstance(triple.object, IRI | BlankNode)} - known

"""Holds statements against the shapes of ontology/shapes (https://www.w3.org/TR/shacl/).

pySHACL is the judge. rudof judged twice as fast, but found faults in two of the examples where there
are none (sh:lessThan), so it was left out.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from cityties.facts.finding import SEVERITIES, Finding
from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.vocabulary import SH, compact
from cityties.store import IRI, BlankNode, Triple, parse
from cityties.store import Literal as Value

if TYPE_CHECKING:
    import rdflib

__all__ = ["Applied", "apply_shapes"]

Applied: TypeAlias = tuple[int, list[Finding]]  # how many shapes looked, and what they found

_FOLDER: Final = "shapes/*.ttl"


def apply_shapes(triples: Iterable[Triple], focus: Collection[str] | None = None) -> Applied:
    """Count the shapes, and say what they find; only of the things in ``focus`` where it is given."""
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF
    from rdflib.namespace import SH as sh  # noqa: N811

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # shapes tell of ill-typed values better
    shapes, known = _shapes()
    # pySHACL narrows to named nodes only; where a blank one is among them, the choice is made below.
    named = None if focus is None or any(node.startswith("_:") for node in focus) else list(focus)
    _, answer, _ = pyshacl.validate(
        _to_rdflib(triples), shacl_graph=shapes, inference="none", advanced=False, inplace=True, focus_nodes=named
    )
    if not isinstance(answer, rdflib.Graph):
        raise ModelError(f"the shapes cannot be applied: {' '.join(str(answer).split())}")
    findings = []
    for result in answer.subjects(RDF.type, sh.ValidationResult):
        node = cast("rdflib.term.Node", answer.value(result, sh.focusNode))
        name = f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)
        if focus is not None and name not in focus:
            continue
        source = cast("rdflib.term.Node", answer.value(result, sh.sourceShape))
        shape = source if isinstance(source, rdflib.URIRef) else shapes.value(None, sh.property, source)
        severity = str(answer.value(result, sh.resultSeverity)).removeprefix(SH)
        path = answer.value(result, sh.resultPath)
        findings.append(
            Finding(
                SEVERITIES[severity],
                name,
                "",
                compact(str(shape)),
                str(answer.value(result, sh.resultMessage)),
                path=str(path) if isinstance(path, rdflib.URIRef) else None,
                constraint=str(answer.value(result, sh.sourceConstraintComponent)),
            )
        )
    return known, findings


@cache
def _shapes() -> tuple[rdflib.Graph, int]:
    from rdflib.namespace import RDF
    from rdflib.namespace import SH as sh  # noqa: N811

    graph = _to_rdflib(quad.triple for path in resources.files("ontology", _FOLDER) for quad in parse(path))
    known = len(set(graph.subjects(RDF.type, sh.NodeShape)))
    if not known:
        raise ModelError("no shape was read, so nothing would be checked: install cityties again")
    return graph, known


def _to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Copy triples into rdflib's memory, where pySHACL is fastest; values stay as they were written."""
    import rdflib

    def term(given: object) -> rdflib.term.Node:
        match given:
            case IRI():
                return rdflib.URIRef(given.value)
            case BlankNode():
                return rdflib.BNode(given.value)
            case Value() if given.language:
                return rdflib.Literal(given.value, lang=given.language)
            case Value():
                datatype = rdflib.URIRef(given.datatype.value)
                return rdflib.Literal(given.value, datatype=datatype, normalize=False)
        raise ModelError(f"{given}: a statement about a statement, which shapes cannot hold")

    graph = rdflib.Graph()
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph

"""Holds statements against the shapes of ontology/shapes (https://www.w3.org/TR/shacl/).

pySHACL is the judge; rudof (https://rudof-project.github.io, MIT or Apache-2.0, ``cityties[fast]``)
gives the same findings in about half the time, and serves where a source brings much.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from cityties import resources
from cityties.errors import ModelError
from cityties.finding import SEVERITIES, Finding
from cityties.store import IRI, BlankNode, RdfFormat, Triple, parse, serialize
from cityties.store import Literal as Value
from cityties.vocabulary import SH, compact

if TYPE_CHECKING:
    import rdflib

__all__ = ["Applied", "apply_shapes", "fastest"]

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


def fastest() -> Callable[[Iterable[Triple]], Applied]:
    """Give the fastest way here to apply the shapes: rudof where it is installed, else pySHACL."""
    try:
        import pyrudof
    except ImportError:
        return apply_shapes
    session = pyrudof.Rudof(pyrudof.RudofConfig())
    session.read_shacl("\n".join(path.read_text(encoding="utf-8") for path in resources.files("ontology", _FOLDER)))
    _, known = _shapes()

    def apply(triples: Iterable[Triple]) -> Applied:
        data = serialize(list(triples), RdfFormat.N_TRIPLES).decode()
        session.read_data(data, format=pyrudof.RDFFormat.NTriples)
        return known, [_of_rudof(result) for result in session.validate_shacl()]

    return apply


def _of_rudof(result: Any) -> Finding:
    path = str(result.path) if result.path else None
    message = str(result.message)
    # rudof sets its own words before those of the shape, each in quotes.
    told = message.rsplit('", "', 1)[-1].removesuffix("@en").strip('"') if message.endswith('"@en') else message
    return Finding(
        SEVERITIES[str(result.severity)],
        str(result.focus_node),
        "",
        _shape_of(told),
        told.replace('\\"', '"'),
        path=path if path and path.startswith("http") else None,
        constraint=str(result.constraint_component),
    )


@cache
def _messages() -> dict[str, str]:
    from rdflib.namespace import SH as sh  # noqa: N811

    shapes, _ = _shapes()
    found = {}
    for inner, message in shapes.subject_objects(sh.message):
        owner = shapes.value(None, sh.property, inner) or inner
        found[str(message)] = compact(str(owner))
    return found


def _shape_of(message: str) -> str:
    return _messages().get(message.replace('\\"', '"'), "ct:Shape")


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

"""The ontology and the shipped facts under an OWL 2 RL reasoner: consistent, and inside the profile."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from owlrl import OWLRL_Semantics
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, PROV, RDF, RDFS

from cityties.model import resources
from cityties.model.vocabulary import CT

# Constructs that OWL 2 RL leaves out altogether: https://www.w3.org/TR/owl2-profiles/#OWL_2_RL
OUTSIDE = (
    OWL.hasSelf,
    OWL.disjointUnionOf,
    OWL.ReflexiveProperty,
    OWL.topObjectProperty,
    OWL.topDataProperty,
)
# Constructs that it allows only below a subclass axiom, never above it.
ONLY_BELOW = (OWL.someValuesFrom, OWL.unionOf, OWL.oneOf)

# What PROV-O says of what we align with: a thing derived is an entity, and no entity is an activity.
PROV_AXIOMS = (
    (PROV.Activity, OWL.disjointWith, PROV.Entity),
    (PROV.wasDerivedFrom, RDFS.domain, PROV.Entity),
    (PROV.wasDerivedFrom, RDFS.range, PROV.Entity),
)
# What FOAF says of what we align with.
FOAF = "http://xmlns.com/foaf/0.1/"
FOAF_AXIOMS = (
    (URIRef(f"{FOAF}Person"), OWL.disjointWith, URIRef(f"{FOAF}Organization")),
    (URIRef(f"{FOAF}Document"), OWL.disjointWith, URIRef(f"{FOAF}Organization")),
)


def merge(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    assert len(graph)
    return graph


def model() -> Graph:
    return merge(resources.files("ontology", "*.ttl") + resources.files("ontology", "alignments/*.ttl"))


def clashes(graph: Graph) -> list[str]:
    """Say what an OWL 2 RL reasoner finds contradictory; the graph grows by what follows from it."""
    reasoner = OWLRL_Semantics(graph, axioms=False, daxioms=False)
    reasoner.closure()
    return sorted(reasoner.error_messages)


def test_ontology_alignments_and_facts_are_consistent() -> None:
    graph = model()
    facts = resources.files("graph", "*.ttl") + resources.files("graph", "sources/*.ttl")
    graph += merge(facts)
    for axiom in (*PROV_AXIOMS, *FOAF_AXIOMS):
        graph.add(axiom)
    assert clashes(graph) == []


@pytest.mark.parametrize(
    "example", resources.files("ontology", "examples/inconsistent/*.ttl"), ids=lambda path: path.stem
)
def test_a_planted_contradiction_is_found(example: Path) -> None:
    graph = model()
    graph.parse(example)
    found = clashes(graph)
    planted = {str(s) for s in merge([example]).subjects()}
    assert any(subject in clash for clash in found for subject in planted), found


def test_nothing_outside_owl_2_rl_is_used() -> None:
    graph = model()
    used = set(graph.predicates()) | set(graph.objects(None, RDF.type)) | set(graph.objects())
    assert used.isdisjoint(OUTSIDE)


def test_what_stands_above_a_subclass_axiom_is_inside_owl_2_rl() -> None:
    graph = model()
    above = {
        *graph.objects(None, RDFS.subClassOf),
        *graph.objects(None, OWL.equivalentClass),
        *graph.subjects(OWL.equivalentClass, None),
        *graph.objects(None, RDFS.domain),
        *graph.objects(None, RDFS.range),
    }
    assert above
    for construct in ONLY_BELOW:
        assert above.isdisjoint(graph.subjects(construct, None)), construct
    for predicate in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        for node, number in graph.subject_objects(predicate):
            if node in above:
                assert isinstance(number, Literal) and int(number) in (0, 1), node
    for predicate in (
        OWL.cardinality,
        OWL.minCardinality,
        OWL.qualifiedCardinality,
        OWL.minQualifiedCardinality,
    ):
        assert above.isdisjoint(graph.subjects(predicate, None)), predicate


def test_alignments_hold_only_bridges_between_ours_and_theirs() -> None:
    bridging = {"subClassOf", "subPropertyOf", "equivalentProperty", "equivalentClass", "closeMatch"}
    bridging |= {"exactMatch", "broadMatch", "narrowMatch", "relatedMatch"}
    known = {
        term
        for graph in [merge(resources.files("ontology", "*.ttl"))]
        for term in graph.subjects(RDF.type, None)
        if str(term).startswith(CT)
    }
    for path in resources.files("ontology", "alignments/*.ttl"):
        graph = merge([path])
        header = graph.value(None, RDF.type, OWL.Ontology)
        assert str(header) == f"https://w3id.org/cityties/alignments/{path.stem}"
        bridges = [(s, p, o) for s, p, o in graph if s != header]
        assert bridges, path.name
        for subject, predicate, target in bridges:
            assert subject in known, f"{path.name}: {subject} is no term of ours"
            assert str(predicate).rsplit("#", 1)[-1] in bridging, f"{path.name}: {predicate}"
            assert not str(target).startswith(CT) and not isinstance(target, BNode), f"{path.name}: {target}"

"""The ontology's own terms: each with its papers, each declared once, each of use; prefixes kept tidy."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SDO, SKOS
from rdflib.term import Node

from cityties.model import resources
from cityties.model.vocabulary import CT, ONTOLOGY_GRAPH
from cityties.store import IRI, Store

TOPICS = (
    "accounts",
    "places",
    "actors",
    "ties",
    "history",
    "legal-acts",
    "encounters",
    "commitments",
    "certainty",
    "evidence",
    "coverage",
    "days",
    "readings",
    "statistics",
    "inverses",
    "example-queries",
)
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, URIRef(f"{CT}Reading")}
LANGUAGES = ["en", "id", "tr"]
W3C_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
# Superclasses that only gather what facts are made of.
ABSTRACT = {"Place", "DiplomaticMission", "Commitment", "Encounter"}
# Examples that name a term which does not exist, to show that the check finds it.
PLANTED = {"example-unknown-class.ttl", "example-unknown-property.ttl"}

PREFIX = re.compile(r"^(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
NAME = re.compile(r"(?<![\w:/#-])ct:([A-Za-z]\w*)")
STRING = re.compile(r'"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"')


def topic(name: str) -> Graph:
    return Graph().parse(resources.folder("ontology") / f"{name}.ttl")


def own(graph: Graph) -> list[URIRef]:
    """List the terms that a graph declares."""
    return sorted({s for s, o in graph.subject_objects(RDF.type) if o in KINDS and isinstance(s, URIRef)})


def whole() -> Graph:
    graph = Graph()
    for name in TOPICS:
        graph += topic(name)
    return graph


def turtle() -> list[Path]:
    return resources.files("ontology", "**/*.ttl") + resources.files("graph", "**/*.ttl")


def bare(path: Path) -> str:
    """The text of a file without comments, strings and full IRIs."""
    text = STRING.sub('""', path.read_text(encoding="utf-8"))
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return re.sub(r"<[^<>\s]*>", "<>", text)


def names(paths: list[Path]) -> dict[str, str]:
    """Map each name in our namespace to a file that uses it."""
    return {name: path.name for path in paths for name in NAME.findall(bare(path))}


def readable(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("name", TOPICS)
def test_every_term_has_its_papers(name: str) -> None:
    graph = topic(name)
    terms = own(graph)
    assert terms, f"{name}.ttl declares nothing"
    lacking = []
    for term in terms:
        labels = [label for label in graph.objects(term, RDFS.label) if isinstance(label, Literal)]
        if sorted(str(label.language) for label in labels) != LANGUAGES:
            lacking.append(f"{term}: one label in each of en, id, tr")
        texts = list(graph.objects(term, SKOS.definition))
        if len(texts) != 1 or not str(texts[0]).endswith("."):
            lacking.append(f"{term}: one definition that ends with a full stop")
        if graph.value(term, RDFS.isDefinedBy) != URIRef(ONTOLOGY_GRAPH):
            lacking.append(f"{term}: isDefinedBy the ontology")
    assert lacking == []


def test_terms_of_each_kind_are_there() -> None:
    graph = whole()
    for kind in KINDS:
        assert len(set(graph.subjects(RDF.type, kind))) > 1, kind


def test_every_property_says_what_stands_at_its_ends() -> None:
    graph, lacking = whole(), []
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in own(graph):
            if (term, RDF.type, kind) in graph and not ends(graph, term, "domain"):
                lacking.append(term)
            if (term, RDF.type, kind) in graph and kind == OWL.ObjectProperty and not ends(graph, term, "range"):
                lacking.append(term)
    # An identity decision, a review and a remark may be of anything.
    anything = {"about", "accepts", "kept"}
    anything |= {"acceptedIn", "keptIn", "remarkedOnIn"}
    assert {str(term).removeprefix(CT) for term in lacking} == anything


def ends(graph: Graph, term: URIRef, end: str) -> set[Node]:
    """Give the classes that a property names at one end, as an axiom or as what is usual."""
    return {*graph.objects(term, RDFS[end]), *graph.objects(term, SDO[f"{end}Includes"])}


def relations(graph: Graph) -> list[URIRef]:
    """List the relations that lead to things, not to codes, and that are not the same both ways."""
    graph = graph + topic("places")
    codes = set(graph.transitive_subjects(RDFS.subClassOf, SKOS.Concept)) - {URIRef(f"{CT}Sector")}
    return [
        term
        for term in own(graph)
        if (term, RDF.type, OWL.ObjectProperty) in graph
        and (term, RDF.type, OWL.SymmetricProperty) not in graph
        and not ends(graph, term, "range") & codes
    ]


def test_every_relation_of_things_has_a_name_backwards() -> None:
    graph = whole()
    found, told = relations(graph), dict(graph.subject_objects(OWL.inverseOf))
    assert len(found) > 100 and len(told) == len(set(told.values()))
    # What follows by a rule to say again what ct:sector says needs no name of its own.
    lacking = set(found) - set(told) - set(told.values())
    assert {str(term).removeprefix(CT) for term in lacking} == {"coversSector"}
    for name, relation in told.items():
        for end, other in (("domain", "range"), ("range", "domain")):
            assert ends(graph, name, end) == ends(graph, relation, other), name  # type: ignore[arg-type]


def test_nothing_that_is_shipped_states_a_relation_backwards(shipped: Store) -> None:
    names = {IRI(str(name)) for name in whole().subjects(OWL.inverseOf)}
    assert [triple for triple in shipped.facts() if triple.predicate in names] == []


def test_no_term_has_two_homes() -> None:
    homes = Counter(term for name in TOPICS for term in own(topic(name)))
    assert homes
    assert [term for term, count in homes.items() if count > 1] == []


def test_every_term_used_is_declared() -> None:
    paths = [path for path in turtle() if path.name not in PLANTED]
    paths += resources.files("queries", "*.rq") + resources.files("ontology", "**/*.rq")
    used = names(paths)
    assert len(used) > 50
    shapes = Graph()
    for path in resources.files("ontology", "shapes/*.ttl"):
        shapes.parse(path)
    declared = {str(term).removeprefix(CT) for term in [*own(whole()), *shapes.subjects(RDF.type)]}
    assert {name: where for name, where in used.items() if name not in declared} == {}


def test_every_term_is_of_use() -> None:
    paths = [path for path in turtle() if path.parent.name != "ontology" and path.parent.name != "alignments"]
    paths += resources.files("queries", "*.rq") + resources.files("ontology", "**/*.rq")
    used = set(names([path for path in paths if path.name not in PLANTED])) | ABSTRACT
    # A code's class is of use where its codes are; how edges are read, where a reading says so.
    used |= set(names([resources.folder("ontology") / f"{name}.ttl" for name in ("codes", "sectors", "statistics")]))
    readings = topic("readings")
    for reading in readings.subjects(RDF.type, URIRef(f"{CT}Reading")):
        used |= {str(p).removeprefix(CT) for p in readings.predicates(reading)}
        used.add(str(reading).removeprefix(CT))
    # A name of a relation read backwards is of use where the relation is: nothing states it.
    used |= {
        str(o).removeprefix(CT) for o, s in whole().subject_objects(OWL.inverseOf) if str(s).removeprefix(CT) in used
    }
    annotations = set(whole().predicates()) | {URIRef(f"{CT}Reading")}
    used |= {str(term).removeprefix(CT) for term in annotations}
    terms = {str(term).removeprefix(CT) for term in own(whole())}
    assert terms and sorted(terms - used) == []


@pytest.mark.parametrize("path", turtle(), ids=readable)
def test_prefixes_are_sorted_and_used(path: Path) -> None:
    text = re.sub(r'"""(?:.|\n)*?"""', '""', path.read_text(encoding="utf-8"))  # a query has prefixes of its own
    declared = [name for name, _ in PREFIX.findall(text)]
    assert declared == sorted(set(declared))
    body = "\n".join(line for line in bare(path).splitlines() if not line.startswith("@prefix"))
    # Datatypes stand behind a string, so that xsd: is looked for there too.
    unused = [name for name in declared if not re.search(rf"(?<![\w:-]){re.escape(name)}:", body)]
    assert unused == []


@pytest.mark.parametrize("path", turtle(), ids=readable)
def test_namespaces_are_the_right_ones(path: Path) -> None:
    """W3C's WGS84 is http, our schema.org is https; one prefix means one namespace everywhere."""
    found = dict(PREFIX.findall(path.read_text(encoding="utf-8")))
    assert found
    right = {"ct": CT, "geo": W3C_GEO, "schema": "https://schema.org/"}
    assert {name: iri for name, iri in found.items() if name in right and iri != right[name]} == {}
    wrong = ("https://www.w3.org/2003/01/geo/", "http://schema.org/", "http://w3.org/")
    assert [iri for iri in found.values() if iri.startswith(wrong)] == []

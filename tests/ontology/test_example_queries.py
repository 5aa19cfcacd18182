"""A query for each class: whole, with its prefixes, and with rows on the shipped graph, or saying that it has none."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF

from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model import resources
from cityties.model.vocabulary import CT, PREFIXES
from cityties.store import Store

NONE = "# The shipped graph has none."
QUERY = URIRef(f"{CT}exampleQuery")


def model() -> Graph:
    graph = Graph()
    for path in resources.files("ontology", "*.ttl"):
        graph.parse(path)
    return graph


MODEL = model()
CLASSES = sorted(str(one).removeprefix(CT) for one in MODEL.subjects(RDF.type, OWL.Class) if str(one).startswith(CT))


def engine(store: Store) -> pyoxigraph.Store:
    """The facts in a bare engine, which knows none of our prefixes."""
    bare = pyoxigraph.Store()
    bare.extend(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in store.facts())
    return bare


def rows(store: pyoxigraph.Store, query: str) -> int:
    found = store.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return len(list(found))


@pytest.fixture(scope="module")
def bare(shipped: Store) -> pyoxigraph.Store:
    return engine(shipped)


@pytest.fixture(scope="module")
def exemplary() -> pyoxigraph.Store:
    """The shipped graph with the examples of the ontology."""
    store = intake.shipped()
    put_sources(store, intake.read([resources.folder("ontology") / "examples" / "valid"]))
    return engine(store)


def query_of(name: str) -> str:
    (query,) = [str(one) for one in MODEL.objects(URIRef(f"{CT}{name}"), QUERY)]
    return query


def test_there_are_classes() -> None:
    assert len(CLASSES) > 50


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_has_a_query_that_finds_rows(name: str, bare: pyoxigraph.Store, exemplary: pyoxigraph.Store) -> None:
    query, there = query_of(name), rows(bare, f"SELECT ?it {{ ?it a <{CT}{name}> }}")
    if query.startswith(NONE):
        assert there == 0 == rows(bare, query)
        assert rows(exemplary, query) > 0
    else:
        assert there > 0 < rows(bare, query)


@pytest.mark.parametrize("name", CLASSES)
def test_a_query_is_written_as_those_of_the_library(name: str) -> None:
    query = query_of(name)
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", query, re.MULTILINE))
    assert list(declared) == sorted(declared)
    assert {prefix: PREFIXES[prefix] for prefix in declared} == declared
    body = query.rpartition("PREFIX")[2].partition("\n")[2]
    assert set(declared) == set(re.findall(r"\b(\w+):\w", body))
    assert f"ct:{name} " in body and "\nORDER BY " in body
    known = {str(one).removeprefix(CT) for one in MODEL.subjects(RDF.type)}
    assert set(re.findall(r"\bct:(\w+)", body)) <= known


def test_queries_stand_in_one_file_in_order() -> None:
    text = Path(resources.folder("ontology") / "example-queries.ttl").read_text(encoding="utf-8")
    assert re.findall(r"^ct:(\w+) ct:exampleQuery", text, re.MULTILINE) == CLASSES

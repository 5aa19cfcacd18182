"""The codes and sectors: each named in three languages, defined, and at home in one scheme."""

from __future__ import annotations

from collections import defaultdict

import pytest
from checkout import SHARED
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SKOS

from cityties.model import resources
from cityties.model.vocabulary import CODE, CT, SECTOR

ROOMS = ("codes", "sectors")
LANGUAGES = {"en", "id", "tr"}
MAPPINGS = (SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, SKOS.exactMatch)
SDG = "http://metadata.un.org/sdg/"
WORDS = SHARED / "facts" / "SECTORS.tsv"


def read(room: str) -> Graph:
    return Graph().parse(resources.folder("ontology") / f"{room}.ttl")


def concepts(graph: Graph) -> list[URIRef]:
    found = sorted(s for s in graph.subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))
    assert found, "a scheme without concepts checks nothing"
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_concept_has_its_papers(room: str) -> None:
    graph = read(room)
    for concept in concepts(graph):
        labels = [label for label in graph.objects(concept, SKOS.prefLabel) if isinstance(label, Literal)]
        assert sorted(str(label.language) for label in labels) == sorted(LANGUAGES), concept
        assert len(list(graph.objects(concept, SKOS.inScheme))) == 1, concept
        definition = graph.value(concept, SKOS.definition)
        assert definition is not None and str(definition).endswith("."), concept
        kinds = [kind for kind in graph.objects(concept, RDF.type) if str(kind).startswith(CT)]
        assert len(kinds) == 1, concept
        assert (graph.value(concept, SKOS.broader) is None) == (graph.value(concept, SKOS.topConceptOf) is not None), (
            concept
        )


@pytest.mark.parametrize("room", ROOMS)
def test_no_label_names_two_concepts_of_a_scheme(room: str) -> None:
    graph = read(room)
    named: dict[tuple[str, str | None, str], set[URIRef]] = defaultdict(set)
    for concept in concepts(graph):
        for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
            for label in graph.objects(concept, predicate):
                assert isinstance(label, Literal)
                scheme = str(graph.value(concept, SKOS.inScheme))
                named[(str(label).casefold(), label.language, scheme)].add(concept)
    assert {label: ones for label, ones in named.items() if len(ones) > 1} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_schemes_and_top_concepts_point_at_each_other(room: str) -> None:
    graph = read(room)
    down = set(graph.subject_objects(SKOS.hasTopConcept))
    up = {(scheme, concept) for concept, scheme in graph.subject_objects(SKOS.topConceptOf)}
    assert down and down == up


def test_steps_are_numbered_in_the_order_of_a_ties_life() -> None:
    graph = read("codes")
    head = graph.value(URIRef(f"{CODE}life-of-a-tie"), SKOS.memberList)
    assert head is not None
    life = list(Collection(graph, head))
    assert [str(step).removeprefix(CODE) for step in life] == [
        "explored",
        "intent-declared",
        "agreed",
        "renewed",
        "activity",
        "suspended",
        "resumed",
        "ended",
    ]
    assert [str(graph.value(step, SKOS.notation)) for step in life] == list("12345678")
    assert set(life) == set(graph.subjects(RDF.type, URIRef(f"{CT}StepKind")))


def test_sectors_have_two_levels() -> None:
    graph = read("sectors")
    for below, above in graph.subject_objects(SKOS.broader):
        assert graph.value(above, SKOS.topConceptOf) == URIRef(f"{SECTOR}scheme"), below


def test_sectors_reach_every_sustainable_development_goal() -> None:
    graph = read("sectors")
    goals = {str(goal).removeprefix(SDG) for mapping in MAPPINGS for goal in graph.objects(None, mapping)}
    assert goals == {str(number) for number in range(1, 18)}


@pytest.mark.skipif(not WORDS.exists(), reason=f"{WORDS.name} is not here: the words found in texts")
def test_every_word_found_for_a_sector_has_one_home() -> None:
    graph = read("sectors")
    homes: dict[str, set[URIRef]] = defaultdict(set)
    for concept in concepts(graph):
        for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
            for label in graph.objects(concept, predicate):
                if isinstance(label, Literal) and label.language == "en":
                    homes[str(label)].add(concept)
    words = [line.split("\t")[0] for line in WORDS.read_text(encoding="utf-8").splitlines()[1:] if line]
    assert words
    assert {word: homes[word] for word in words if len(homes[word]) != 1} == {}


def test_facts_use_known_codes_and_sectors_only() -> None:
    known = {concept for room in ROOMS for concept in concepts(read(room))}
    used: dict[URIRef, str] = {}
    for path in resources.files("graph", "sources/*.ttl"):
        for node in Graph().parse(path).objects():
            if isinstance(node, URIRef) and str(node).startswith((CODE, SECTOR)):
                used[node] = path.name
    assert used
    assert {node: name for node, name in used.items() if node not in known} == {}

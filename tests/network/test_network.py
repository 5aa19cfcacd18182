"""The network: edges as the ontology declares them, each with what is said for it."""

from __future__ import annotations

from collections import Counter

import pytest

from cityties.date.compare import within
from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model.errors import ModelError, RequestError
from cityties.model.vocabulary import CT, ONTOLOGY_GRAPH, RDF, RDFS
from cityties.network.evidence import tell
from cityties.network.multigraph import city_network, network, readings
from cityties.store import IRI, Literal, LocalStore, Store, Triple

JAKARTA = "http://www.wikidata.org/entity/Q3630"
ANKARA = "http://www.wikidata.org/entity/Q3640"


def test_readings_are_those_of_the_ontology(shipped: Store) -> None:
    declared = {str(row[0]) for row in shipped.select("SELECT DISTINCT ?reading { ?reading a ct:Reading }")}
    found = readings(shipped)
    assert {f"<{CT}{reading.name}>" for reading in found} == declared
    assert len({reading.name for reading in found}) == len(found)
    for reading in found:
        assert reading.reads.startswith(CT)
        assert {"readSource", "readTarget"} & set(reading.paths)


def test_a_new_reading_becomes_edges_without_code() -> None:
    store = intake.shipped()
    before = network(store).number_of_edges()
    reading = IRI(f"{CT}CountryReading")
    new = [
        Triple(reading, IRI(f"{RDF}type"), IRI(f"{CT}Reading")),
        Triple(reading, IRI(f"{RDFS}label"), Literal("lies in", language="en")),
        Triple(reading, IRI(f"{CT}reads"), IRI(f"{CT}City")),
        Triple(reading, IRI(f"{CT}readTarget"), IRI(f"{CT}country")),
        Triple(
            reading,
            IRI(f"{CT}readDirected"),
            Literal("true", datatype=IRI("http://www.w3.org/2001/XMLSchema#boolean")),
        ),
    ]
    put_sources(store, {ONTOLOGY_GRAPH: [*(quad.triple for quad in store.quads(ONTOLOGY_GRAPH)), *new]})
    edges = [edge for *_, edge in network(store).edges(data=True) if edge["reading"] == "CountryReading"]
    assert edges
    assert {edge["relation"] for edge in edges} == {"lies in"}
    assert network(store).number_of_edges() == before + len(edges)


def test_without_readings_there_is_no_network() -> None:
    with pytest.raises(ModelError, match="declares no reading"):
        network(LocalStore())


def test_several_edges_between_two_are_kept(shipped: Store) -> None:
    graph = network(shipped)
    pairs = Counter(frozenset((one, other)) for one, other in graph.edges(keys=False))
    assert max(pairs.values()) > 1
    assert pairs[frozenset((JAKARTA, ANKARA))] > 1
    assert graph.number_of_edges() > len(pairs)


def test_governments_stand_as_what_they_govern(shipped: Store) -> None:
    graph = network(shipped)
    governments = {
        str(row[0])[1:-1] for row in shipped.select("SELECT DISTINCT ?one { ?p ct:foldsInto true . ?one ?p ?other }")
    }
    assert governments
    assert not governments & set(graph)


def test_no_thing_is_tied_with_itself(shipped: Store) -> None:
    assert [edge for edge in network(shipped).edges(keys=True) if edge[0] == edge[1]] == []


def test_undirected_edges_stand_once_from_the_smaller(shipped: Store) -> None:
    for one, other, edge in network(shipped).edges(data=True):
        assert edge["directed"] or one < other


def test_every_thing_and_edge_is_described(shipped: Store) -> None:
    graph = network(shipped)
    for _, node in graph.nodes(data=True):
        assert node["label"] and node["cls"] and node["clsLabel"]
    for one, other, (reading, _), edge in graph.edges(keys=True, data=True):
        assert edge["reading"] == reading
        assert edge["relation"] and edge["caption"] and edge["cls"], (one, other)


def test_every_edge_names_its_sources(shipped: Store) -> None:
    for *_, key, edge in network(shipped).edges(keys=True, data=True):
        assert edge["sources"] == sorted({one["source"] for one in edge["details"]})
        assert edge["sources"], key


def test_evidence_points_into_its_source(shipped: Store) -> None:
    details = [one for *_, edge in network(shipped).edges(data=True) for one in edge["details"]]
    passages = [one["passage"] for one in details if one["passage"]]
    assert passages
    for passage in passages:
        start, end = passage.split("–")
        assert 0 <= int(start) < int(end)
    assert all(one["label"] and one["title"] for one in details)


@pytest.mark.parametrize("day", ["1999", "2016-12", "2020-01-01"])
def test_as_of_leaves_out_what_began_later_or_had_ended(shipped: Store, day: str) -> None:
    whole, then = network(shipped), network(shipped, as_of=day)
    assert 0 < then.number_of_edges() < whole.number_of_edges()
    assert set(then.edges(keys=True)) < set(whole.edges(keys=True))
    left = set(whole.edges(keys=True)) - set(then.edges(keys=True))
    assert all(within(edge["from_"], edge["until"], day) for *_, edge in then.edges(data=True))
    assert not any(within(whole.edges[one]["from_"], whole.edges[one]["until"], day) for one in left)


def test_as_of_wants_a_date(shipped: Store) -> None:
    with pytest.raises(RequestError):
        network(shipped, as_of="soon")


@pytest.mark.parametrize(
    ("begin", "end", "day", "so"),
    [
        ("2017", "", "2016", False),
        ("2017", "", "2017-03-01", True),
        ("2017-08-02", "", "2017-08-01", False),
        ("2017-08-02", "", "2017-08-02", True),
        ("2017-08-02", "", "2017", True),
        ("2017-08", "", "2017", True),
        ("", "", "1800", True),
        ("", "2019", "2019-12-31", True),
        ("", "2019", "2020", False),
        ("", "2019-05-04", "2019-05-05", False),
        ("", "2019-05-04", "2019", True),
        ("2010", "2012", None, True),
    ],
)
def test_within(begin: str, end: str, day: str | None, so: bool) -> None:
    assert within(begin, end, day) is so


def test_the_network_is_the_same_twice(shipped: Store) -> None:
    one, other = network(shipped), network(intake.shipped())
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
def test_languages_change_words_and_nothing_else(shipped: Store, lang: str) -> None:
    assert set(network(shipped, lang=lang).edges(keys=True)) == set(network(shipped).edges(keys=True))


def test_some_readings_give_their_part_of_the_network(shipped: Store) -> None:
    whole, some = network(shipped), network(shipped, only=["TieReading", "SeatReading"])
    kept = [edge for edge in whole.edges(keys=True) if edge[2][0] in ("TieReading", "SeatReading")]
    assert sorted(some.edges(keys=True)) == sorted(kept)
    assert all(some.edges[edge] == whole.edges[edge] for edge in kept)
    with pytest.raises(RequestError, match="FooReading: no reading"):
        network(shipped, only=["FooReading"])


def test_what_is_told_later_is_the_same(shipped: Store) -> None:
    whole, bare = network(shipped, lang="tr"), network(shipped, lang="tr", told=False)
    assert not any("details" in edge for *_, edge in bare.edges(data=True))
    part = bare.edge_subgraph(list(bare.edges(keys=True))[:50]).copy()
    for one, other, key, edge in tell(part, shipped, "tr").edges(keys=True, data=True):
        assert edge == whole.edges[one, other, key]
    assert any("facts" in edge for *_, edge in bare.edges(data=True)) is (bare.number_of_edges() > 50)


def test_city_network_is_simple_and_agreed(shipped: Store) -> None:
    graph = city_network(shipped)
    assert not graph.is_directed()
    assert graph.number_of_edges() > 0
    for one, other in graph.edges:
        assert one != other
        assert shipped.ask("ASK WHERE { ?one ct:tiedWith ?other }", one=IRI(one), other=IRI(other))

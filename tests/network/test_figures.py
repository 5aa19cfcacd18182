"""Figures of the network are networkx's own, and guesses are scored as they deserve."""

from __future__ import annotations

import csv
import doctest
import io
import json
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from cityties.facts.settle import settle
from cityties.model.errors import RequestError
from cityties.model.vocabulary import WD
from cityties.network import figures, measures, setting
from cityties.network.multigraph import city_network
from cityties.store import LocalStore, Store

JAKARTA = f"{WD}Q3630"


def grouped() -> nx.Graph:
    graph = nx.planted_partition_graph(12, 20, 0.5, 0.005, seed=3)
    return nx.relabel_nodes(graph, {node: f"http://x/{node:04}" for node in graph})


def test_examples_run() -> None:
    result = doctest.testmod(figures)
    assert (result.attempted > 1, result.failed) == (True, 0)


def test_the_whole_is_measured_as_networkx_does(shipped: Store) -> None:
    for graph in (city_network(shipped), grouped()):
        country = {node: f"http://land/{len(node) % 3}{node[-1]}" for node in graph}
        said = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")])
        found, notes = figures.whole(graph, country, said, said)
        largest = graph.subgraph(max(nx.connected_components(graph), key=len))
        assert notes == []
        assert found["diameter"] == nx.diameter(largest)
        assert found["mean-distance"] == pytest.approx(nx.average_shortest_path_length(largest))
        assert found["density"] == pytest.approx(nx.density(graph))
        assert found["degree-assortativity"] == pytest.approx(nx.degree_assortativity_coefficient(graph))
        nx.set_node_attributes(graph, country, "country")
        expected = nx.attribute_assortativity_coefficient(graph, "country")
        assert found["country-assortativity"] == pytest.approx(expected)
        assert found["reciprocity"] == found["entries"] == pytest.approx(nx.overall_reciprocity(said))
        assert found["core-cities"] == sum(k == found["core"] for k in nx.core_number(graph).values())
        assert set(found) == set(figures.words("network", "en"))


def test_what_nobody_says_is_not_measured() -> None:
    found, _ = figures.whole(grouped(), {}, nx.DiGraph(), nx.DiGraph())
    assert not {"reciprocity", "entries"} & set(found)


def test_cities_are_measured_as_networkx_does(shipped: Store) -> None:
    for graph in (city_network(shipped), grouped()):
        found, notes = figures.each(graph)
        assert notes == []
        assert found["closeness"] == pytest.approx(nx.closeness_centrality(graph))
        assert found["betweenness"] == pytest.approx(nx.betweenness_centrality(graph))
        assert found["core"] == nx.core_number(graph)
        assert tuple(found) == figures.MEASURES == tuple(figures.words("city", "tr"))


@pytest.mark.parametrize("name", figures.MEASURES)
def test_any_network_is_measured_for_a_picture(name: str) -> None:
    graph = grouped()
    many = nx.MultiDiGraph([*graph.edges, *((other, one) for one, other in graph.edges), ("http://x/0000",) * 2])
    found = figures.measure_values(many, name)
    assert found == pytest.approx(figures.each(measures.simple(graph))[0][name])
    for lang in ("en", "id", "tr"):
        called, meaning = figures.measure_words(name, lang)
        assert called and meaning.endswith(".")


def test_a_measure_that_is_none_is_refused() -> None:
    with pytest.raises(RequestError, match="beauty: no measure of a city: use degree"):
        figures.measure_values(grouped(), "beauty")


def test_degrees_are_counted_as_networkx_does() -> None:
    graph = grouped()
    rows = figures.degrees(graph)
    histogram = nx.degree_histogram(graph)
    assert [(k, n) for k, n, _, _ in rows] == [(k, n) for k, n in enumerate(histogram) if n]
    assert rows[0][3] == 1
    assert sum(row[2] for row in rows) == pytest.approx(1, abs=1e-3)
    assert rows[-1][2] == rows[-1][3]


def test_without_rustworkx_betweenness_is_networkx_s(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "rustworkx", None)
    graph = nx.path_graph(["a", "b", "c", "d"])
    assert measures.betweenness(graph) == (nx.betweenness_centrality(graph), [])


def test_large_networks_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "_EXACT", 100)
    monkeypatch.setattr(measures, "_SAMPLED", 60)
    graph = grouped()
    found, notes = figures.whole(graph, {}, nx.DiGraph(), nx.DiGraph())
    exact = nx.average_shortest_path_length(graph)
    assert found["mean-distance"] == pytest.approx(exact, rel=0.1)
    assert found["diameter"] <= nx.diameter(graph)
    assert len(notes) == 1 and "60 cities chosen by lot" in notes[0]


def test_communities_add_up(shipped: Store) -> None:
    graph = city_network(shipped)
    told = figures.of_communities(shipped, most=9999)
    rows = [dict(zip(figures.words("community", "en"), row, strict=True)) for row in told.rows]
    assert sum(int(row["cities"]) for row in rows) == len(graph)
    ends = sum(2 * int(row["inside"]) + int(row["outside"]) for row in rows)
    assert ends == 2 * graph.number_of_edges()
    assert "Indonesia" in str([row["countries"] for row in rows])


def test_cities_lie_where_a_source_tells_else_where_their_point_is(shipped: Store) -> None:
    graph = city_network(shipped)
    told, notes = setting.countries(shipped, graph)
    assert told[JAKARTA] == "http://www.wikidata.org/entity/Q252"
    store = LocalStore()
    point = "<{}> geo:long {} ; geo:lat {} ; ct:partnerCount 1 ."
    told_elsewhere = "<http://x/told> ct:country wd:Q252 ; ct:partnerCount 1 ; geo:long 32.86 ; geo:lat 39.91 ."
    facts = [point.format("http://x/cankaya", 32.86, 39.91), point.format("http://x/midsea", -30, 0), told_elsewhere]
    store.update(f"INSERT DATA {{ GRAPH <http://x/source> {{ {' '.join(facts)} }} }}")
    settle(store)
    some = nx.path_graph(["http://x/cankaya", "http://x/told", "http://x/midsea", "http://x/pointless"])
    found, notes = setting.countries(store, some)
    assert found == {"http://x/cankaya": WD + "Q43", "http://x/told": WD + "Q252"}
    assert notes == ["countries: of 1 cities by a source, of 1 by the shape of land around their point; of 2 unknown"]


def test_entries_say_who_names_whom() -> None:
    store = LocalStore()
    page = "ct:address 'https://www.wikidata.org/wiki/{}'^^xsd:anyURI"
    facts = "<http://x/g1> ct:governs wd:Q1 . <http://x/g2> ct:governs wd:Q2 . <http://x/g3> ct:governs wd:Q3 ."
    ties = [(1, 2, ("Q1", "Q2")), (2, 3, ("Q3",)), (1, 3, ("Q64",))]
    for number, (one, other, tellers) in enumerate(ties):
        tie = f"<http://x/t{number}>"
        facts += f"{tie} a ct:Tie ; ct:party <http://x/g{one}>, <http://x/g{other}> ."
        for teller in tellers:
            step = f"<http://x/s{number}{teller}>"
            facts += f"{step} ct:ofTie {tie} ; prov:wasDerivedFrom <http://x/{teller}> ."
            facts += f"<http://x/{teller}> {page.format(teller)} ."
    store.update(f"INSERT DATA {{ GRAPH <http://x/source> {{ {facts} }} }}")
    settle(store)
    named = {(one.removeprefix(WD), other.removeprefix(WD)) for one, other in setting.entries(store).edges}
    assert named == {("Q1", "Q2"), ("Q2", "Q1"), ("Q3", "Q2")}
    assert measures.reciprocity(setting.entries(store)) == pytest.approx(2 / 3)


def test_the_command_tells_each_in_every_form(shipped: Store, run: Callable[..., tuple[int, str, str]]) -> None:
    status, told, _ = run("measures")
    assert status == 0 and "mean partners" in told and "Partners a city has on average." in told
    status, told, _ = run("measures", "cities", "--by", "pagerank", "--limit", "3", "--format", "csv")
    rows = list(csv.reader(io.StringIO(told)))
    assert status == 0 and len(rows) == 4 and rows[1][0] == "Jakarta"
    status, told, _ = run("--lang", "tr", "measures", "cities", "--format", "json")
    answer: dict[str, Any] = json.loads(told)
    assert answer["rows"][0]["city"] == "Cakarta"
    status, told, _ = run("--lang", "id", "measures", "communities", "--limit", "2", "--format", "csv")
    rows = list(csv.reader(io.StringIO(told)))
    assert status == 0 and len(rows) == 3 and rows[0][0] == "komunitas" and int(rows[1][1]) >= int(rows[2][1])
    status, told, _ = run("measures", "degrees", "--format", "json")
    assert status == 0 and sum(row["cities"] for row in json.loads(told)["rows"]) == len(city_network(shipped))
    status, _, wrong = run("measures", "cities", "--by", "beauty")
    assert status == 1 and "no measure of a city" in wrong


def test_an_empty_store_is_said() -> None:
    with pytest.raises(RequestError, match="no city is tied"):
        figures.of_network(LocalStore())

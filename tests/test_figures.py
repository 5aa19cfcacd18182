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

from cityties import figures, prediction
from cityties.errors import RequestError
from cityties.network import city_network
from cityties.store import Store


def grouped() -> nx.Graph:
    graph = nx.planted_partition_graph(12, 20, 0.5, 0.005, seed=3)
    return nx.relabel_nodes(graph, {node: f"http://x/{node:04}" for node in graph})


def test_examples_run() -> None:
    for module in (figures, prediction):
        result = doctest.testmod(module)
        assert (result.attempted > 1, result.failed) == (True, 0)


def test_the_whole_is_measured_as_networkx_does(shipped: Store) -> None:
    for graph in (city_network(shipped), grouped()):
        country = {node: f"http://land/{len(node) % 3}{node[-1]}" for node in graph}
        found, notes = figures.whole(graph, country, nx.MultiDiGraph())
        largest = graph.subgraph(max(nx.connected_components(graph), key=len))
        assert notes == []
        assert found["diameter"] == nx.diameter(largest)
        assert found["mean-distance"] == pytest.approx(nx.average_shortest_path_length(largest))
        assert found["density"] == pytest.approx(nx.density(graph))
        assert found["degree-assortativity"] == pytest.approx(nx.degree_assortativity_coefficient(graph))
        nx.set_node_attributes(graph, country, "country")
        expected = nx.attribute_assortativity_coefficient(graph, "country")
        assert found["country-assortativity"] == pytest.approx(expected)
        assert set(found) == set(figures.words("network", "en"))


def test_cities_are_measured_as_networkx_does(shipped: Store) -> None:
    for graph in (city_network(shipped), grouped()):
        found, notes = figures.each(graph)
        assert notes == []
        assert found["closeness"] == pytest.approx(nx.closeness_centrality(graph))
        assert found["betweenness"] == pytest.approx(nx.betweenness_centrality(graph))
        assert found["core"] == nx.core_number(graph)
        assert set(found) == set(figures.words("city", "tr"))


def test_without_rustworkx_betweenness_is_networkx_s(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "rustworkx", None)
    graph = nx.path_graph(["a", "b", "c", "d"])
    assert figures.betweenness(graph) == (nx.betweenness_centrality(graph), [])


def test_large_networks_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_EXACT", 100)
    monkeypatch.setattr(figures, "_SAMPLED", 60)
    graph = grouped()
    found, notes = figures.whole(graph, {}, nx.MultiDiGraph())
    exact = nx.average_shortest_path_length(graph)
    assert found["mean-distance"] == pytest.approx(exact, rel=0.1)
    assert found["diameter"] <= nx.diameter(graph)
    assert len(notes) == 1 and "60 cities chosen by lot" in notes[0]


def test_partners_in_common_tell_ties_of_groups_and_chance_tells_none() -> None:
    found = prediction.evaluate(grouped(), {})
    assert set(found) == set(figures.words("prediction", "id"))
    for name in ("resource-allocation", "adamic-adar", "common-partners", "jaccard"):
        assert found[name].auc > 0.9, name
        assert found[name].precision[100] > found["chance"].precision[100] + 0.03, name
    assert 0.4 < found["chance"].auc < 0.6
    assert found["chance"].precision[100] < 0.1
    assert prediction.evaluate(grouped(), {}) == found  # the same each time


def test_where_there_is_nothing_to_learn_nothing_is_claimed() -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(300, 900, seed=4), lambda node: f"http://x/{node:04}")
    for name, score in prediction.evaluate(graph, {}).items():
        assert 0.35 < score.auc < 0.65, name


def test_countries_tell_ties_where_ties_follow_countries() -> None:
    graph = grouped()
    country = {node: f"land {int(node[-4:]) // 20}" for node in graph}
    assert prediction.evaluate(graph, country)["countries"].auc > 0.9


def test_the_command_tells_each_in_every_form(run: Callable[..., tuple[int, str, str]]) -> None:
    status, told, _ = run("measures")
    assert status == 0 and "mean partners" in told and "Partners a city has on average." in told
    status, told, _ = run("measures", "cities", "--by", "pagerank", "--limit", "3", "--format", "csv")
    rows = list(csv.reader(io.StringIO(told)))
    assert status == 0 and len(rows) == 4 and rows[1][0] == "Jakarta"
    status, told, _ = run("--lang", "tr", "measures", "cities", "--format", "json")
    answer: dict[str, Any] = json.loads(told)
    assert answer["rows"][0]["city"] == "Cakarta"
    status, _, wrong = run("measures", "prediction")
    assert status == 1 and "too few to hold some out" in wrong
    status, _, wrong = run("measures", "cities", "--by", "beauty")
    assert status == 1 and "no measure of a city" in wrong


def test_an_empty_store_is_said() -> None:
    with pytest.raises(RequestError, match="no city is tied"):
        figures.of_network(Store())

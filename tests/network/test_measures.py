"""Measures: their examples, and the numbers of networkx on the shipped cities."""

from __future__ import annotations

import doctest

import networkx as nx
import pytest

from cityties.network import measures
from cityties.network.multigraph import city_network, network
from cityties.store import Store


def test_examples_run() -> None:
    result = doctest.testmod(measures)
    assert result.attempted >= 10
    assert result.failed == 0


def test_degree_counts_partners(shipped: Store) -> None:
    graph = city_network(shipped)
    assert measures.degree(graph) == dict(graph.degree())


def test_betweenness_is_that_of_networkx(shipped: Store) -> None:
    graph = city_network(shipped)
    found, notes = measures.betweenness(graph)
    assert found == pytest.approx(nx.betweenness_centrality(graph))
    assert notes == []


def test_pagerank_adds_up_to_one(shipped: Store) -> None:
    graph = city_network(shipped)
    rank = measures.pagerank(graph)
    assert rank == pytest.approx(nx.pagerank(graph))
    assert sum(rank.values()) == pytest.approx(1)


def test_communities_part_the_cities_the_same_each_time(shipped: Store) -> None:
    graph = city_network(shipped)
    groups = measures.communities(graph)
    assert sorted(node for group in groups for node in group) == sorted(graph)
    assert [len(group) for group in groups] == sorted((len(group) for group in groups), reverse=True)
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from((other, one) for one, other in reversed(list(graph.edges)))
    assert measures.communities(turned) == groups


def test_communities_are_at_least_as_good_as_networkx_s_and_hang_together() -> None:
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(600, 2, seed=5), lambda node: f"http://x/{node:04}")
    groups = [set(group) for group in measures.communities(graph)]
    louvain = nx.community.louvain_communities(graph, seed=7)
    assert nx.community.modularity(graph, groups) >= nx.community.modularity(graph, louvain) - 0.005
    assert all(nx.is_connected(graph.subgraph(group)) for group in groups)


def test_planted_groups_are_found() -> None:
    graph = nx.planted_partition_graph(6, 30, 0.5, 0.01, seed=2)
    named = nx.relabel_nodes(graph, lambda node: f"{node:03}")
    assert sorted(measures.communities(named)) == [[f"{30 * k + n:03}" for n in range(30)] for k in range(6)]


def test_alone_is_a_group_of_one() -> None:
    graph = nx.Graph([("a", "b"), ("c", "c")])
    graph.add_node("d")
    assert measures.communities(graph) == [["a", "b"], ["c"], ["d"]]


@pytest.mark.parametrize("parted", [False, True])
def test_ways_are_walked_as_networkx_walks_them(parted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "_AT_ONCE", 70)  # several blocks, the last of them not full
    graph = nx.gnm_random_graph(300, 420 if parted else 900, seed=8)
    graph.add_edge(0, 0)
    parts = list(nx.connected_components(graph))
    assert (len(parts) > 5) is parted
    plain = measures.simple(graph)
    assert measures.closeness(plain) == pytest.approx(nx.closeness_centrality(plain))
    largest = plain.subgraph(max(parts, key=len))
    far, mean, sampled = measures.distances(largest)
    assert (far, sampled) == (nx.diameter(largest), False)
    assert mean == pytest.approx(nx.average_shortest_path_length(largest))


def test_eigenvectors_are_networkx_s_within_the_largest_part(shipped: Store) -> None:
    graph = city_network(shipped)
    largest = max(nx.connected_components(graph), key=len)
    found = measures.eigenvector(graph)
    expected = nx.eigenvector_centrality(graph.subgraph(largest), max_iter=5000, tol=1e-10)
    assert {node: found[node] for node in largest} == pytest.approx(expected, abs=1e-6)
    assert {value for node, value in found.items() if node not in largest} == {0.0}


def test_inequality_is_gini_s() -> None:
    values = [1, 1, 2, 3, 5, 8, 13]
    apart = sum(abs(one - other) for one in values for other in values)
    assert measures.inequality(values) == pytest.approx(apart / (2 * len(values) * sum(values)))


def test_groups_do_not_cross_gaps(shipped: Store) -> None:
    graph = city_network(shipped)
    parts = list(nx.connected_components(graph))
    for group in measures.communities(graph):
        assert sum(bool(part & set(group)) for part in parts) == 1


def test_reciprocity_is_that_of_networkx(shipped: Store) -> None:
    graph = network(shipped)
    kept = [e for e in graph.edges(keys=True) if e[2][0] == "CommitmentReading"]
    commitments = graph.edge_subgraph(kept)
    assert commitments.number_of_edges() > 0
    assert measures.reciprocity(commitments) == pytest.approx(nx.overall_reciprocity(nx.DiGraph(commitments)))


def test_empty_networks_have_measures() -> None:
    empty = nx.Graph()
    assert measures.degree(empty) == {}
    assert measures.betweenness(empty) == ({}, [])
    assert measures.closeness(empty) == {}
    assert measures.eigenvector(empty) == {}
    assert measures.pagerank(empty) == {}
    assert measures.core(empty) == {}
    assert measures.inequality([]) == 0
    assert measures.communities(empty) == []
    assert measures.reciprocity(nx.MultiDiGraph()) == 0

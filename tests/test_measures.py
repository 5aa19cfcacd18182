"""Measures: their examples, and the numbers of networkx on the shipped cities."""

from __future__ import annotations

import doctest

import networkx as nx
import pytest

from cityties import measures
from cityties.network import city_network, network
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
    assert measures.betweenness(graph) == pytest.approx(nx.betweenness_centrality(graph))


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
    assert measures.betweenness(empty) == {}
    assert measures.pagerank(empty) == {}
    assert measures.communities(empty) == []
    assert measures.reciprocity(nx.MultiDiGraph()) == 0

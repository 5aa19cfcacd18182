"""Measures of the network, stated for cities."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def degree(graph: nx.Graph) -> dict[str, int]:
    """Count the partners of each city.

    >>> import networkx as nx
    >>> degree(nx.path_graph(["a", "b", "c"], nx.Graph()))
    {'a': 1, 'b': 2, 'c': 1}
    """
    return {node: len(set(graph[node])) for node in graph}


def betweenness(graph: nx.Graph) -> dict[str, float]:
    """Say how often a city lies on the shortest chain between two others: a go-between."""
    import networkx as nx

    return dict(nx.betweenness_centrality(graph))


def pagerank(graph: nx.Graph) -> dict[str, float]:
    """Say how well a city is tied, where partners that are well tied count for more."""
    import networkx as nx

    return dict(nx.pagerank(graph))


def communities(graph: nx.Graph) -> list[set[str]]:
    """Group the cities that are tied more among themselves than to others (Louvain, fixed seed)."""
    import networkx as nx

    return sorted(nx.community.louvain_communities(graph, seed=7), key=lambda one: (-len(one), min(one)))


def reciprocity(graph: nx.MultiDiGraph) -> float:
    """Say which share of the directed commitments between two is answered by one the other way."""
    pairs = {(a, b) for a, b, data in graph.edges(data=True) if data["directed"] and data["reading"] == "CommitmentReading"}
    return sum((b, a) in pairs for a, b in pairs) / len(pairs) if pairs else 0.0

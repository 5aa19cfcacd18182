"""Measures of the network, and what each number means for cities."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def degree(graph: nx.Graph) -> dict[str, int]:
    """Count the partners of each city: how widely it is tied.

    >>> import networkx as nx
    >>> degree(nx.Graph([("Jakarta", "Seoul"), ("Jakarta", "Tokyo")]))["Jakarta"]
    2
    """
    return {node: len(set(graph[node])) for node in graph}


def betweenness(graph: nx.Graph) -> dict[str, float]:
    """Say how often a city lies on the shortest way between two others: a broker's place, 0 to 1.

    >>> import networkx as nx
    >>> betweenness(nx.path_graph(["Ankara", "Jakarta", "Seoul"]))["Jakarta"]
    1.0
    """
    import networkx as nx

    return dict(nx.betweenness_centrality(graph))


def pagerank(graph: nx.Graph) -> dict[str, float]:
    """Say how well tied a city is to cities that are well tied themselves; all add up to 1.

    >>> import networkx as nx
    >>> rank = pagerank(nx.star_graph(["Jakarta", "Seoul", "Tokyo"]))
    >>> max(rank, key=rank.get)
    'Jakarta'
    """
    import networkx as nx

    return dict(nx.pagerank(graph)) if len(graph) else {}


def communities(graph: nx.Graph) -> list[list[str]]:
    """Group cities that are tied with each other more than with the rest (Louvain, seeded).

    Largest group first; the same graph gives the same groups.

    >>> import networkx as nx
    >>> communities(nx.Graph([("Ankara", "Jakarta"), ("Bandung", "Cuenca")]))
    [['Ankara', 'Jakarta'], ['Bandung', 'Cuenca']]
    """
    import networkx as nx

    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes))
    ordered.add_edges_from(sorted({(min(edge[:2]), max(edge[:2])) for edge in graph.edges}))
    if not ordered.number_of_edges():
        return [[node] for node in ordered]
    groups = nx.community.louvain_communities(ordered, seed=7)
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def reciprocity(graph: nx.MultiDiGraph) -> float:
    """Say which share of the directed relations between two is answered by one in return, 0 to 1.

    Of commitments: how often who offers or wants something is offered or asked something too.

    >>> import networkx as nx
    >>> round(reciprocity(nx.MultiDiGraph([("A", "B"), ("B", "A"), ("C", "D")])), 3)
    0.667
    """
    pairs = {(edge[0], edge[1]) for edge in graph.edges if edge[0] != edge[1]}
    return sum((other, one) in pairs for one, other in pairs) / len(pairs) if pairs else 0.0

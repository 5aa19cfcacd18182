"""What holds a network together: the things by way of which others reach each other, and the parts it falls into.

A shortest way from one city to another goes from partner to partner. Where several are as short, each
counts for its share, so that a city that alone joins two groups counts all pairs between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cityties.network.measures import betweenness

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RANKED", "Bridge", "bridges", "parts"]

RANKED: Final = 12  # that a picture names


@dataclass(frozen=True)
class Bridge:
    """A thing that joins others: its partners, the pieces that they fall into without it, the pairs it joins."""

    node: str
    partners: int
    pieces: int
    pairs: int


def bridges(graph: nx.Graph, most: int | None = RANKED) -> list[Bridge]:
    """Rank what lies on the shortest ways of most pairs of others.

    >>> import networkx
    >>> [(one.node, one.pieces, one.pairs) for one in bridges(networkx.path_graph(["a", "b", "c"]))]
    [('b', 2, 1)]
    """
    import networkx as nx

    shares, _ = betweenness(graph)
    pairs = (len(graph) - 1) * (len(graph) - 2) / 2
    ranked = sorted((node for node in graph if shares[node] > 0), key=lambda node: (-round(shares[node], 9), node))
    pieces: dict[str, int] = {}
    for component in nx.biconnected_components(graph):
        for node in component:
            pieces[node] = pieces.get(node, 0) + 1
    return [
        Bridge(node, len(graph[node]), pieces.get(node, 1), max(1, round(shares[node] * pairs)))
        for node in ranked[:most]
    ]


def parts(graph: nx.Graph) -> list[list[str]]:
    """Give the parts that nothing joins, the largest first, each with its best tied members first."""
    import networkx as nx

    pieces = [sorted(piece, key=lambda node: (-len(graph[node]), node)) for piece in nx.connected_components(graph)]
    return sorted(pieces, key=lambda piece: (-len(piece), piece[0]))

"""What holds a network together: which things, taken away, cut others off, and in which parts it falls by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Bridge", "bridges", "parts"]

_MOST: Final = 12


@dataclass(frozen=True)
class Bridge:
    """A thing that holds others together: its partners, the pieces without it, the pairs that it alone joins."""

    node: str
    partners: int
    pieces: int
    pairs: int


def bridges(graph: nx.Graph) -> list[Bridge]:
    """Rank what joins most pairs that nothing else joins, the first twelve.

    >>> import networkx
    >>> [(one.node, one.pieces, one.pairs) for one in bridges(networkx.path_graph(["a", "b", "c"]))]
    [('b', 2, 1)]
    """
    import networkx as nx

    found = []
    for node in sorted(nx.articulation_points(graph)):
        inside = nx.node_connected_component(graph, node)
        rest = graph.subgraph(inside - {node})
        sizes = [len(piece) for piece in nx.connected_components(rest)]
        whole = sum(sizes)
        pairs = (whole * whole - sum(size * size for size in sizes)) // 2
        found.append(Bridge(node, len(graph[node]), len(sizes), pairs))
    return sorted(found, key=lambda one: (-one.pairs, -one.partners, one.node))[:_MOST]


def parts(graph: nx.Graph) -> list[list[str]]:
    """Give the parts that nothing joins, the largest first, each with its best tied members first."""
    import networkx as nx

    pieces = [sorted(piece, key=lambda node: (-len(graph[node]), node)) for piece in nx.connected_components(graph)]
    return sorted(pieces, key=lambda piece: (-len(piece), piece[0]))

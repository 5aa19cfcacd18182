"""What a view takes from a network: all of it, what lies around one thing, or what lies between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cityties.pictures.view import View

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["plain", "select"]


def select(whole: nx.MultiDiGraph, view: View, centres: list[str]) -> tuple[nx.MultiDiGraph, set[str]]:
    """Take from a network what a view draws; say which nodes wait to be shown by a click."""
    import networkx as nx

    kept = [
        (one, other, key)
        for one, other, key, edge in whole.edges(keys=True, data=True)
        if not view.readings or edge["reading"] in view.readings
    ]
    if len(kept) == whole.number_of_edges() and not any(True for _ in nx.isolates(whole)):
        graph = whole.copy()  # as below, four times as fast
    else:
        graph = nx.MultiDiGraph(whole.edge_subgraph(kept))
    if not centres:
        return graph, set()
    if any(centre not in graph for centre in centres):
        return nx.MultiDiGraph(), set()
    simple = plain(graph)
    if len(centres) == 1:
        near = nx.single_source_shortest_path_length(simple, centres[0], cutoff=view.reserve or view.hops)
        inner = {node for node, hops in near.items() if hops <= view.hops}
        shown = graph.subgraph(near).copy()
        return shown, set(near) - inner
    # Between two: what lies on a short way from one to the other, not by way of a third such place.
    kinds = {graph.nodes[centre]["cls"] for centre in centres}
    rivals = [node for node, cls in graph.nodes(data="cls") if cls in kinds and node not in centres]
    simple.remove_nodes_from(rivals)
    left, right = (
        nx.single_source_shortest_path_length(simple.subgraph(set(simple) - {other}), centre)
        for centre, other in (centres, centres[::-1])
    )
    between = {node for node in left if node in right and left[node] + right[node] <= view.hops}
    return graph.subgraph(between | set(centres)).copy(), set()


def plain(graph: nx.MultiDiGraph) -> nx.Graph:
    """Give the same network with one line between two things, whatever its direction, in a steady order."""
    import networkx as nx

    found = nx.Graph()
    found.add_nodes_from(sorted(graph.nodes(data=True)))
    found.add_edges_from(sorted({tuple(sorted(edge[:2])) for edge in graph.edges(keys=True)}))
    return found

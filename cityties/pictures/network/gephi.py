"""A network with its places, colours and sizes, as GEXF and GraphML: opened in Gephi it looks as drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from cityties.network.gephi import Look, Part, told_of, write_network
from cityties.pictures.network.layout import Positions
from cityties.pictures.network.scale import Scale, scale
from cityties.pictures.page.files import style
from cityties.pictures.request import Request

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["gephi"]

# The shapes that GEXF knows beside the disc.
_SHAPES: Final = {"square": "square", "diamond": "diamond", "triangle": "triangle", "triangleDown": "triangle"}


def gephi(request: Request, graph: nx.MultiDiGraph, spots: Positions, suffix: str) -> bytes:
    """Write a placed network as ``.gexf`` or ``.graphml``: same network, same bytes."""
    looks = style(request.view.style)
    colours, sizes = scale(request, request.color_by), scale(request, request.size_by)
    nodes = [_node(graph, node, spots, looks, colours, sizes) for node in sorted(graph)]
    edges = [
        _edge(str(number), one, other, data, looks)
        for number, (one, other, _, data) in enumerate(
            sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], str(edge[2])))
        )
    ]
    return write_network(nodes, edges, suffix, f"{request.title}: {request.question}")


def _node(
    graph: nx.MultiDiGraph,
    node: str,
    spots: Positions,
    looks: Mapping[str, Any],
    colours: Scale | None,
    sizes: Scale | None,
) -> Part:
    data = graph.nodes[node]
    look = looks["node"].get(data.get("cls", "")) or looks["node"]["other"]
    colour, size = str(look["light"]), float(look["size"])
    if colours:
        step = colours.step(node)
        colour = colours.steps[step]["light"] if step >= 0 else looks["node"]["other"]["light"]
    size = sizes.size(node) if sizes else size
    told = told_of(data, ("label",))
    for one in (colours, sizes):
        if one and node in one.values:
            told[one.name] = one.values[node]
    shape = _SHAPES.get(look["shape"], "disc")
    x, y = spots[node]
    # Gephi's y grows upwards.
    drawn = Look(_rgb(colour), size, shape, (float(x), 0.0 - float(y)))
    return Part(node, str(data.get("label", node)), told, look=drawn)


def _edge(number: str, one: str, other: str, data: Mapping[str, Any], looks: Mapping[str, Any]) -> Part:
    look = looks["edge"].get(data.get("reading", "")) or looks["edge"]["other"]
    directed = bool(data.get("directed", True))
    told = told_of(data, ("details", "facts", "directed", "weight"))
    weight = {"weight": float(data.get("weight", 1.0))}
    return Part(
        id=number,
        label=str(data.get("caption", "")),
        told={**told, **weight},
        ends=(one, other),
        directed=directed,
        kind=str(data.get("relation", "")),
        look=Look(_rgb(look["light"]), float(look["width"]), str(look["dash"])),
    )


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

"""A network with its places, colours and sizes, as GEXF 1.3 and GraphML: opened in Gephi it looks as drawn.

Where a picture has both lines with and without a direction, GEXF (https://gexf.net/schema.html)
says so line by line; GraphML is then written as directed, since few that read it take both, and
each line says under ``directed`` what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from cityties import __version__
from cityties.pictures.network.layout import Positions
from cityties.pictures.network.scale import Scale, scale
from cityties.pictures.page.files import printable, style
from cityties.pictures.request import Request

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["gephi"]

Value = str | bool | int | float

_GEXF: Final = "http://gexf.net/1.3"
_VIZ: Final = "http://gexf.net/1.3/viz"
_GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
# The shapes that GEXF knows beside the disc.
_SHAPES: Final = {"square": "square", "diamond": "diamond", "triangle": "triangle", "triangleDown": "triangle"}
_TYPES: Final[Mapping[type, tuple[str, str]]] = {
    str: ("string", "string"),
    bool: ("boolean", "boolean"),
    int: ("integer", "int"),
    float: ("double", "double"),
}


@dataclass(frozen=True)
class _Part:
    """A thing or a line as files for Gephi have it: what is told of it, and how it looks."""

    id: str
    label: str
    told: Mapping[str, Value]
    colour: tuple[int, int, int]
    size: float
    spot: tuple[float, float] = (0.0, 0.0)
    ends: tuple[str, str] = ("", "")
    directed: bool = True
    kind: str = ""
    shape: str = ""


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
    root = _gexf(request, nodes, edges) if suffix == ".gexf" else _graphml(nodes, edges)
    ElementTree.indent(root, " ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _node(
    graph: nx.MultiDiGraph,
    node: str,
    spots: Positions,
    looks: Mapping[str, Any],
    colours: Scale | None,
    sizes: Scale | None,
) -> _Part:
    data = graph.nodes[node]
    look = looks["node"].get(data.get("cls", "")) or looks["node"]["other"]
    colour, size = str(look["light"]), float(look["size"])
    if colours:
        step = colours.step(node)
        colour = colours.steps[step]["light"] if step >= 0 else looks["node"]["other"]["light"]
    size = sizes.size(node) if sizes else size
    told = _told(data, ("label",))
    for one in (colours, sizes):
        if one and node in one.values:
            told[one.name] = one.values[node]
    shape = _SHAPES.get(look["shape"], "disc")
    x, y = spots[node]
    # Gephi's y grows upwards.
    return _Part(node, str(data.get("label", node)), told, _rgb(colour), size, (float(x), 0.0 - float(y)), shape=shape)


def _edge(number: str, one: str, other: str, data: Mapping[str, Any], looks: Mapping[str, Any]) -> _Part:
    look = looks["edge"].get(data.get("reading", "")) or looks["edge"]["other"]
    directed = bool(data.get("directed", True))
    told = _told(data, ("details", "facts", "directed", "weight"))
    weight = {"weight": float(data.get("weight", 1.0))}
    return _Part(
        id=number,
        label=str(data.get("caption", "")),
        told={**told, **weight},
        colour=_rgb(look["light"]),
        size=float(look["width"]),
        ends=(one, other),
        directed=directed,
        kind=str(data.get("relation", "")),
        shape=str(look["dash"]),
    )


def _told(data: Mapping[str, Any], without: Iterable[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, value in sorted(data.items()):
        if name in without:
            continue
        if isinstance(value, str | bool | int | float):
            found[name.rstrip("_")] = value
        elif isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            found[name.rstrip("_")] = " ".join(sorted(value))
    return found


def _gexf(request: Request, nodes: list[_Part], edges: list[_Part]) -> ElementTree.Element:
    root = _element(None, "gexf", version="1.3", **{"xmlns": _GEXF, "xmlns:viz": _VIZ})
    meta = _element(root, "meta")
    _element(meta, "creator").text = f"cityties {__version__}"
    _element(meta, "description").text = printable(f"{request.title}: {request.question}")
    ways = {edge.directed for edge in edges}
    default = "undirected" if ways == {False} else "directed"
    graph = _element(root, "graph", defaultedgetype=default, mode="static")
    columns = {name: _columns(parts, graph, name) for name, parts in (("node", nodes), ("edge", edges))}
    inside = _element(graph, "nodes")
    for node in nodes:
        one = _element(inside, "node", id=node.id, label=node.label)
        _values(one, node, columns["node"])
        _element(one, "viz:size", value=_n(node.size))
        _element(one, "viz:position", x=_n(node.spot[0]), y=_n(node.spot[1]), z="0.0")
        _element(one, "viz:color", **_channels(node))
        _element(one, "viz:shape", value=node.shape)
    inside = _element(graph, "edges")
    for edge in edges:
        told = {"source": edge.ends[0], "target": edge.ends[1], "label": edge.label, "kind": edge.kind}
        way = "directed" if edge.directed else "undirected"
        one = _element(inside, "edge", id=edge.id, type=way, **told, weight=_n(float(edge.told["weight"])))
        _values(one, edge, columns["edge"])
        _element(one, "viz:thickness", value=_n(edge.size))
        _element(one, "viz:color", **_channels(edge))
        _element(one, "viz:shape", value=edge.shape)
    return root


def _columns(parts: list[_Part], graph: ElementTree.Element, name: str) -> dict[str, str]:
    """Declare the attributes of things or of lines; give the number of each."""
    types = _types(parts)
    if not types:
        return {}
    inside = _element(graph, "attributes", **{"class": name, "mode": "static"})
    for number, (title, type_) in enumerate(types.items()):
        _element(inside, "attribute", id=str(number), title=title, type=_TYPES[type_][0])
    return {title: str(number) for number, title in enumerate(types)}


def _types(parts: list[_Part]) -> dict[str, type]:
    """Say of which type each attribute is; a column of whole and broken numbers is one of broken ones."""
    found: dict[str, set[type]] = {}
    for part in parts:
        for name, value in part.told.items():
            found.setdefault(name, set()).add(type(value))
    return {
        name: next(iter(types)) if len(types) == 1 else float if types == {int, float} else str
        for name, types in sorted(found.items())
        if name != "weight"
    }


def _values(element: ElementTree.Element, part: _Part, columns: Mapping[str, str]) -> None:
    inside = _element(element, "attvalues")
    for name, value in part.told.items():
        if name in columns:
            _element(inside, "attvalue", **{"for": columns[name], "value": _text(value)})


def _graphml(nodes: list[_Part], edges: list[_Part]) -> ElementTree.Element:
    root = _element(None, "graphml", xmlns=_GRAPHML)
    ways = {edge.directed for edge in edges}
    shown = {"node": [_looks(node) for node in nodes], "edge": [_looks(edge) for edge in edges]}
    keys: dict[tuple[str, str], str] = {}
    for part, rows in shown.items():
        for title, type_ in _types([_Part("", "", row, (0, 0, 0), 0) for row in rows]).items():
            keys[part, title] = f"{part}_{title}"
            _element(
                root, "key", id=keys[part, title],
                **{"for": part, "attr.name": title, "attr.type": _TYPES[type_][1]},
            )  # fmt: skip
        if part == "edge":
            keys[part, "weight"] = "weight"
            told = {"for": "edge", "attr.name": "weight", "attr.type": "double"}
            _element(root, "key", id="weight", **told)
    graph = _element(root, "graph", edgedefault="undirected" if ways == {False} else "directed")
    for node, row in zip(nodes, shown["node"], strict=True):
        _data(_element(graph, "node", id=node.id), row, "node", keys)
    for edge, row in zip(edges, shown["edge"], strict=True):
        one = _element(graph, "edge", id=edge.id, source=edge.ends[0], target=edge.ends[1])
        _data(one, {**row, "weight": edge.told["weight"]}, "edge", keys)
    return root


def _looks(part: _Part) -> dict[str, Value]:
    """Say beside what is told of a thing or a line how it looks, under the names that Gephi takes."""
    red, green, blue = part.colour
    found: dict[str, Value] = {**part.told, "label": part.label, "r": red, "g": green, "b": blue}
    if part.ends == ("", ""):
        return found | {"x": part.spot[0], "y": part.spot[1], "size": part.size}
    return {name: value for name, value in found.items() if name != "weight"} | {"directed": part.directed}


def _data(
    element: ElementTree.Element, row: Mapping[str, Value], part: str, keys: Mapping[tuple[str, str], str]
) -> None:
    for name, value in sorted(row.items()):
        _element(element, "data", key=keys[part, name]).text = printable(_text(value))


def _element(parent: ElementTree.Element | None, name: str, **attributes: str) -> ElementTree.Element:
    clean = {key: printable(value) for key, value in attributes.items()}
    return ElementTree.Element(name, clean) if parent is None else ElementTree.SubElement(parent, name, clean)


def _channels(part: _Part) -> dict[str, str]:
    red, green, blue = (str(channel) for channel in part.colour)
    return {"r": red, "g": green, "b": blue}


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _n(value) if isinstance(value, float) else str(value)


def _n(value: float) -> str:
    return f"{value:.6g}" if value % 1 else f"{value:.1f}"

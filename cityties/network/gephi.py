"""Networks as files for Gephi: GEXF 1.3 (https://gexf.net/schema.html) and GraphML, of what exports and pictures hold.

Where a network has both lines with and without a direction, GEXF says so line by line; GraphML is then written as
directed, since few that read it take both, and each line says under ``directed`` what it is. Days are GEXF's own: from
the first day that a beginning may mean to the last that an end may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

from cityties import __version__
from cityties.date.day import day_of_term
from cityties.model.output import printable

__all__ = ["Look", "Part", "Value", "told_of", "write_network"]

Value = str | bool | int | float

_GEXF: Final = "http://gexf.net/1.3"
_VIZ: Final = "http://gexf.net/1.3/viz"
_GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
_TYPES: Final[Mapping[type, tuple[str, str]]] = {
    str: ("string", "string"),
    bool: ("boolean", "boolean"),
    int: ("integer", "int"),
    float: ("double", "double"),
}


@dataclass(frozen=True)
class Look:
    """How a thing or a line is drawn."""

    colour: tuple[int, int, int]
    size: float
    shape: str
    spot: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Part:
    """A thing or a line as files for Gephi have it: what is told of it, and how it looks, where it is drawn."""

    id: str
    label: str
    told: Mapping[str, Value]
    ends: tuple[str, str] = ("", "")
    directed: bool = True
    kind: str = ""
    look: Look | None = None


def write_network(nodes: Sequence[Part], edges: Sequence[Part], suffix: str, description: str) -> bytes:
    """Write a network as ``.gexf`` or ``.graphml``: same network, same bytes."""
    root = _gexf(nodes, edges, description) if suffix == ".gexf" else _graphml(nodes, edges)
    ElementTree.indent(root, " ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def told_of(data: Mapping[str, Any], without: Iterable[str]) -> dict[str, Value]:
    """Give of a node's or an edge's attributes what such files can hold: texts, numbers, truths."""
    found: dict[str, Value] = {}
    for name, value in sorted(data.items()):
        if name in without:
            continue
        if isinstance(value, str | bool | int | float):
            found[name.rstrip("_")] = value
        elif isinstance(value, list | tuple | set) and all(isinstance(one, str) for one in value):
            found[name.rstrip("_")] = " ".join(sorted(value))
    return found


def _gexf(nodes: Sequence[Part], edges: Sequence[Part], description: str) -> ElementTree.Element:
    drawn = any(part.look for part in (*nodes, *edges))
    root = _element(None, "gexf", version="1.3", **{"xmlns": _GEXF, **({"xmlns:viz": _VIZ} if drawn else {})})
    meta = _element(root, "meta")
    _element(meta, "creator").text = f"cityties {__version__}"
    _element(meta, "description").text = printable(description)
    ways = {edge.directed for edge in edges}
    spans = [_span(edge) for edge in edges]
    time = {"mode": "dynamic", "timeformat": "date"} if any(spans) else {"mode": "static"}
    graph = _element(root, "graph", defaultedgetype="undirected" if ways == {False} else "directed", **time)
    columns = {name: _columns(parts, graph, name) for name, parts in (("node", nodes), ("edge", edges))}
    inside = _element(graph, "nodes")
    for node in nodes:
        one = _element(inside, "node", id=node.id, label=node.label)
        _values(one, node, columns["node"])
        if node.look:
            _element(one, "viz:size", value=_n(node.look.size))
            _element(one, "viz:position", x=_n(node.look.spot[0]), y=_n(node.look.spot[1]), z="0.0")
            _element(one, "viz:color", **_channels(node.look))
            _element(one, "viz:shape", value=node.look.shape)
    inside = _element(graph, "edges")
    for edge, span in zip(edges, spans, strict=True):
        told = {"source": edge.ends[0], "target": edge.ends[1], "label": edge.label, "kind": edge.kind, **span}
        way = "directed" if edge.directed else "undirected"
        one = _element(inside, "edge", id=edge.id, type=way, **told, weight=_n(_weight(edge)))
        _values(one, edge, columns["edge"])
        if edge.look:
            _element(one, "viz:thickness", value=_n(edge.look.size))
            _element(one, "viz:color", **_channels(edge.look))
            _element(one, "viz:shape", value=edge.look.shape)
    return root


def _span(edge: Part) -> dict[str, str]:
    """Give the days between which a line may have been, as far as they are told, and are in order."""
    begin, end = (day_of_term(str(edge.told.get(name, ""))) for name in ("from", "until"))
    if begin and end and end.last < begin.first:
        return {}
    return {**({"start": begin.first.isoformat()} if begin else {}), **({"end": end.last.isoformat()} if end else {})}


def _weight(edge: Part) -> float:
    return float(edge.told.get("weight", 1.0))


def _columns(parts: Sequence[Part], graph: ElementTree.Element, name: str) -> dict[str, str]:
    """Declare the attributes of things or of lines; give the number of each."""
    types = _types(parts)
    if not types:
        return {}
    inside = _element(graph, "attributes", **{"class": name, "mode": "static"})
    for number, (title, type_) in enumerate(types.items()):
        _element(inside, "attribute", id=str(number), title=title, type=_TYPES[type_][0])
    return {title: str(number) for number, title in enumerate(types)}


def _types(parts: Sequence[Part]) -> dict[str, type]:
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


def _values(element: ElementTree.Element, part: Part, columns: Mapping[str, str]) -> None:
    inside = _element(element, "attvalues")
    for name, value in part.told.items():
        if name in columns:
            _element(inside, "attvalue", **{"for": columns[name], "value": _text(value)})


def _graphml(nodes: Sequence[Part], edges: Sequence[Part]) -> ElementTree.Element:
    root = _element(None, "graphml", xmlns=_GRAPHML)
    ways = {edge.directed for edge in edges}
    shown = {"node": [_looks(node) for node in nodes], "edge": [_looks(edge) for edge in edges]}
    keys: dict[tuple[str, str], str] = {}
    for part, rows in shown.items():
        for title, type_ in _types([Part("", "", row) for row in rows]).items():
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
        _data(one, {**row, "weight": _weight(edge)}, "edge", keys)
    return root


def _looks(part: Part) -> dict[str, Value]:
    """Say beside what is told of a thing or a line how it looks, under the names that Gephi takes."""
    found: dict[str, Value] = {**part.told, "label": part.label}
    if part.look:
        found |= dict(zip("rgb", part.look.colour, strict=True))
    if part.ends == ("", ""):
        return found | ({"x": part.look.spot[0], "y": part.look.spot[1], "size": part.look.size} if part.look else {})
    return {name: value for name, value in found.items() if name != "weight"} | {"directed": part.directed}


def _data(
    element: ElementTree.Element, row: Mapping[str, Value], part: str, keys: Mapping[tuple[str, str], str]
) -> None:
    for name, value in sorted(row.items()):
        _element(element, "data", key=keys[part, name]).text = printable(_text(value))


def _element(parent: ElementTree.Element | None, name: str, **attributes: str) -> ElementTree.Element:
    clean = {key: printable(value) for key, value in attributes.items()}
    return ElementTree.Element(name, clean) if parent is None else ElementTree.SubElement(parent, name, clean)


def _channels(look: Look) -> dict[str, str]:
    red, green, blue = (str(channel) for channel in look.colour)
    return {"r": red, "g": green, "b": blue}


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _n(value) if isinstance(value, float) else str(value)


def _n(value: float) -> str:
    return f"{value:.6g}" if value % 1 else f"{value:.1f}"

"""The page of a network small enough to be seen whole: one HTML file that asks the network for nothing.

pyvis holds nodes and edges and brings vis-network; the page around it is viz/page.html.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cityties import __version__
from cityties.display.template import fill, plain_markup, read_markup
from cityties.model.vocabulary import compact
from cityties.network.evidence import Detail
from cityties.pictures.network.bridges import bridges, parts
from cityties.pictures.network.layout import Positions
from cityties.pictures.network.scale import Scale
from cityties.pictures.network.scene import Scene, scene
from cityties.pictures.network.selection import plain
from cityties.pictures.page.files import shortened, style, to_json, words
from cityties.pictures.page.script import linked
from cityties.pictures.renderer import Renderer
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Sketch

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

__all__ = ["RENDERER", "draw", "placed", "sketch"]

_NAMED: Final = 2  # cities that a part is called after
_LIBRARY: Final = "templates/lib/vis-9.1.2/vis-network.min.js"


def draw(request: Request) -> str:
    """Draw a network as one HTML page. Raises RequestError where there is nothing to draw."""
    import pyvis

    shown, told, looks = scene(request), words(request.lang), style(request.view.style)
    net = _network(request, shown, looks)
    shared = _Shared()
    years = sorted({int(edge["begin"][:4]) for edge in net.edges if edge["begin"]})
    numbers = {node: number for number, node in enumerate(sorted(shown.graph))}
    payload: dict[str, Any] = {
        "nodes": net.nodes,
        "edges": [{**edge, "details": shared.places(edge["details"])} for edge in net.edges],
        "bundles": [
            {
                "cls": bundle.cls,
                "kind": bundle.kind,
                "reading": bundle.reading,
                "members": [numbers[member] for member in bundle.members],
                "centre": numbers[request.centres[0]],
                "x": bundle.spot[0],
                "y": bundle.spot[1],
            }
            for bundle in shown.bundles
        ],
        "details": list(shared.details),
        "sources": list(shared.sources),
        "far": shown.far,
        "colours": _told(shown.colours),
        "sizes": _told(shown.sizes),
        "style": {part: looks[part] for part in ("node", "edge")},
        "words": told,
        "bridges": _bridges(request, shown, numbers, told),
        "communities": _parts(request, shown, told),
        "years": [years[0], years[-1]] if years else [],
    }
    library = Path(pyvis.__file__).parent / _LIBRARY
    return fill(
        "network/page.html",
        lang=request.lang,
        title=request.title,
        question=request.question,
        summary=request.view.summary[request.lang],
        words=told,
        as_of=request.as_of or "",
        years=payload["years"],
        nodes=net.nodes,
        edges=net.edges,
        by_number={node["id"]: node for node in net.nodes},
        made=told["made" if request.given is None else "madegiven"].format(version=__version__),
        css=read_markup("network/page.css"),
        js=linked("network/page.js"),
        library=plain_markup(library.read_text(encoding="utf-8")),
        data=plain_markup(to_json(payload)),
    )


def _bridges(request: Request, shown: Scene, numbers: dict[str, int], told: dict[str, str]) -> list[list[Any]]:
    """Rank what holds a network of all cities together; around a city it is the city itself."""
    if request.centres:
        return []
    return [
        [numbers[one.node], told["bridge"].format(partners=one.partners, pieces=one.pieces, pairs=one.pairs)]
        for one in bridges(plain(shown.graph))
    ]


def _parts(request: Request, shown: Scene, told: dict[str, str]) -> list[str]:
    if request.centres:
        return []
    labels = dict(shown.graph.nodes(data="label"))
    pieces = parts(plain(shown.graph))
    return [
        told["community"].format(names=", ".join(labels[node] for node in piece[:_NAMED]), count=len(piece))
        for piece in pieces
        if len(piece) > _NAMED
    ]


def placed(request: Request) -> tuple[nx.MultiDiGraph, Positions]:
    """Give what is drawn at once, all of a bundle told singly, and where each thing stands."""
    shown = scene(request)
    bundled = {member for bundle in shown.bundles for member in bundle.members}
    graph = shown.graph.subgraph(set(shown.graph) - (shown.waiting - bundled)).copy()
    return graph, {node: shown.spots[node] for node in graph}


def sketch(request: Request) -> Sketch:
    """Give the picture that the page opens with as shapes."""
    from cityties.pictures.network.drawn import drawn

    return drawn(request, scene(request))


def _network(request: Request, shown: Scene, looks: dict[str, Any]) -> Network:
    from pyvis.network import Network

    graph, centres = shown.graph, request.centres
    net = Network(directed=True, cdn_resources="in_line")
    numbers = {node: number for number, node in enumerate(sorted(graph.nodes))}
    for node, number in numbers.items():
        data = graph.nodes[node]
        look = looks["node"].get(data["cls"]) or looks["node"]["other"]
        x, y = shown.spots[node]
        net.add_node(
            number,
            label=shortened(data["label"]),
            shape=look["shape"],
            size=shown.size(node, look["size"], node in centres),
            x=x,
            y=y,
            name=data["label"],
            iri=node,
            compact=compact(node),
            cls=data["cls"],
            kind=data["clsLabel"],
            country=data.get("country", ""),
            centre=node in centres,
            waits=node in shown.waiting,
            **_measured(shown, node),
        )
    between: dict[tuple[str, str], int] = {}
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], edge[2]))
    for place_, (one, other, key, data) in enumerate(edges):
        pair = (one, other) if one < other else (other, one)
        nth = between.get(pair, 0)
        between[pair] = nth + 1
        look = looks["edge"].get(data["reading"]) or looks["edge"]["other"]
        net.add_edge(
            numbers[one],
            numbers[other],
            id=f"e{place_}",
            arrows="to" if data["directed"] else "",
            width=shown.width(data, look["width"]),
            dashes=look["dash"] == "dashed",
            smooth=_curve(nth, one < other),
            reading=data["reading"],
            relation=data["relation"],
            caption=data["caption"],
            begin=data["from_"],
            end=data["until"],
            details=data["details"],
            thing=key[1],
        )
    return net


class _Shared:
    """Lists of evidence and of sources that all edges of a page share: each stands there once."""

    def __init__(self) -> None:
        self.details: dict[tuple[str, str, int, str], int] = {}
        self.sources: dict[tuple[str, str], int] = {}

    def places(self, details: list[Detail]) -> list[int]:
        """Say where in the list of evidence some of it stands."""
        found = []
        for one in details:
            source = self.sources.setdefault((one["title"], one["address"]), len(self.sources))
            told = (one["label"], one["date"], source, one["passage"])
            found.append(self.details.setdefault(told, len(self.details)))
        return found


def _measured(shown: Scene, node: str) -> dict[str, Any]:
    """Give what is measured of a thing: the step of its colour, and the values to be told."""
    found: dict[str, Any] = {}
    if shown.colours:
        found["tint"] = shown.colours.step(node)
    told = {one.name: one for one in (shown.colours, shown.sizes) if one and node in one.values}
    if told:
        found["measures"] = [[one.word, round(float(one.values[node]), 5)] for one in told.values()]
    return found


def _told(one: Scale | None) -> dict[str, Any] | None:
    return {"word": one.word, "meaning": one.meaning, "steps": one.steps} if one else None


def _curve(nth: int, forward: bool) -> dict[str, object] | bool:
    """Bend the second and later edges between two nodes, each more than the one before."""
    if nth == 0:
        return False
    side = (nth % 2 == 1) == forward
    return {"enabled": True, "type": "curvedCW" if side else "curvedCCW", "roundness": 0.12 * ((nth + 1) // 2)}


RENDERER: Final = Renderer(page=draw, still=sketch, network=placed)

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
from cityties.pictures.network.bridges import RANKED, Bridge, parts
from cityties.pictures.network.caption import caption
from cityties.pictures.network.drawn import drawn
from cityties.pictures.network.layout import Positions
from cityties.pictures.network.library import pyvis
from cityties.pictures.network.scale import Scale
from cityties.pictures.network.scene import Scene, scene
from cityties.pictures.network.selection import plain
from cityties.pictures.page.counting import counting
from cityties.pictures.page.files import style, to_json, words
from cityties.pictures.page.script import linked
from cityties.pictures.renderer import Renderer
from cityties.pictures.request import Request
from cityties.pictures.shapes.plate import plate
from cityties.pictures.shapes.sketch import Sketch
from cityties.pictures.shapes.vector import svg

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

__all__ = ["RENDERER", "draw", "placed", "sketch"]

_NAMED: Final = 2  # cities that a part is called after
_LIBRARY: Final = "templates/lib/vis-9.1.2/vis-network.min.js"


def draw(request: Request) -> str:
    """Draw a network as one HTML page. Raises RequestError where there is nothing to draw."""
    shown, told = scene(request), words(request.lang) | words(request.lang, "page/words.toml")
    net = _network(request, shown, _looks(request))
    payload = _payload(request, shown, net, told)
    library = Path(pyvis().__file__).parent / _LIBRARY
    return fill(
        "network/page.html",
        lang=request.lang,
        title=request.title,
        question=request.question,
        summary=request.view.summary[request.lang],
        words=told,
        explorer=request.explorer,
        still=plain_markup(svg(plate(drawn(request, shown)))),
        counting=counting(request.view.counts, request.lang),
        as_of=request.as_of or "",
        years=payload["years"],
        **_rows(shown, net),
        communities=payload["communities"],
        made=told["made" if request.given is None else "madegiven"].format(version=__version__),
        css=read_markup("page/bar.css", "network/page.css"),
        js=linked("network/page.js"),
        library=plain_markup(library.read_text(encoding="utf-8")),
        data=plain_markup(to_json(payload)),
    )


def _payload(request: Request, shown: Scene, net: Network, told: dict[str, str]) -> dict[str, Any]:
    """Give what the page holds as data."""
    shared, looks = _Shared(), _looks(request)
    numbers = _numbers(shown)
    years = sorted({int(edge["begin"][:4]) for edge in net.edges if edge["begin"]})
    return {
        "nodes": [{name: value for name, value in node.items() if name != "color"} for node in net.nodes],
        "edges": [{**edge, "details": shared.places(edge["details"])} for edge in net.edges],
        "bundles": _bundles(request, shown, numbers),
        "details": list(shared.details),
        "sources": list(shared.sources),
        "far": shown.far,
        "colours": _told(shown.colours),
        "sizes": _told(shown.sizes),
        "style": {part: looks[part] for part in ("node", "edge")},
        "words": told,
        "bridges": [[numbers[one.node], _joins(one, told)] for one in shown.bridges[:RANKED]],
        "parts": _parts(shown, told),
        "communities": _communities(shown, numbers),
        "years": [years[0], years[-1]] if years else [],
    }


def _rows(shown: Scene, net: Network) -> dict[str, Any]:
    """Give the rows of the tables: first what joins most, the newest lines first; of a large network what leads."""
    listed = [node for node in net.nodes if not shown.communities or not node["waits"]]
    kept = {node["id"] for node in listed}
    edges = [edge for edge in net.edges if edge["from"] in kept and edge["to"] in kept]
    numbers = _numbers(shown)
    return {
        "nodes": sorted(listed, key=lambda node: (node["rank"] or len(numbers), node["name"])),
        "edges": sorted(edges, key=lambda edge: str(edge["begin"]), reverse=True),
        "ranked": {numbers[one.node]: one for one in shown.bridges},
        "by_number": {node["id"]: node for node in net.nodes},
    }


def _numbers(shown: Scene) -> dict[str, int]:
    return {node: number for number, node in enumerate(sorted(shown.graph))}


def _looks(request: Request) -> dict[str, Any]:
    return style(request.view.style)


def _bundles(request: Request, shown: Scene, numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [
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
    ]


def _joins(one: Bridge, told: dict[str, str]) -> str:
    """Say what a city joins."""
    pieces = told["bridge-pieces"].format(pieces=one.pieces) if one.pieces > 1 else ""
    return told["bridge"].format(partners=one.partners, pairs=f"{one.pairs:,}") + pieces


def _parts(shown: Scene, told: dict[str, str]) -> list[str]:
    """Name the parts that nothing joins, of a network that is seen whole."""
    if not shown.bridges or shown.communities:
        return []
    labels = dict(shown.graph.nodes(data="label"))
    firm = plain(shown.graph)
    if shown.agreed is not None:
        firm = firm.edge_subgraph([edge for edge in firm.edges if frozenset(edge) in shown.agreed])
    pieces = parts(firm)
    return [
        told["community"].format(names=", ".join(labels[node] for node in piece[:_NAMED]), count=len(piece))
        for piece in pieces
        if len(piece) > _NAMED
    ]


def _communities(shown: Scene, numbers: dict[str, int]) -> list[dict[str, Any]]:
    labels = dict(shown.graph.nodes(data="label"))
    return [
        {
            "names": ", ".join(labels[node] for node in one.named),
            "members": [numbers[node] for node in one.members],
            "x": one.spot[0],
            "y": one.spot[1],
            "radius": one.radius,
        }
        for one in shown.communities
    ]


def placed(request: Request) -> tuple[nx.MultiDiGraph, Positions]:
    """Give what is drawn at once, all of a bundle told singly, and where each thing stands.

    Of a network too large to be seen whole, all of it, as the atlas places it.
    """
    shown = scene(request)
    if shown.communities:
        from cityties.pictures.atlas.page import placed as all_placed

        return all_placed(request)
    bundled = {member for bundle in shown.bundles for member in bundle.members}
    graph = shown.graph.subgraph(set(shown.graph) - (shown.waiting - bundled)).copy()
    return graph, {node: shown.spots[node] for node in graph}


def sketch(request: Request) -> Sketch:
    """Give the picture that the page opens with as shapes."""
    return drawn(request, scene(request))


def _network(request: Request, shown: Scene, looks: dict[str, Any]) -> Network:
    graph, centres = shown.graph, request.centres
    net = pyvis().network.Network(directed=True, cdn_resources="in_line")
    numbers = {node: number for number, node in enumerate(sorted(graph.nodes))}
    ranks = {one.node: place for place, one in enumerate(shown.bridges[:RANKED], 1)}
    for node, number in numbers.items():
        data = graph.nodes[node]
        look = looks["node"].get(data["cls"]) or looks["node"]["other"]
        x, y = shown.spots.get(node, (None, None))
        net.add_node(
            number,
            label="\n".join(caption(data["label"])),
            shape=look["shape"],
            size=shown.size(node, look["size"], node in centres),
            x=x,
            y=y,
            name=data["label"],
            href=request.address(node),
            compact=compact(node),
            cls=data["cls"],
            kind=data["clsLabel"],
            country=data.get("country", ""),
            centre=node in centres,
            waits=node in shown.waiting,
            rank=ranks.get(node, 0),
            **_measured(shown, node),
        )
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], edge[2]))
    for place_, (one, other, _, data) in enumerate(edges):
        look = looks["edge"].get(data["reading"]) or looks["edge"]["other"]
        net.add_edge(
            numbers[one],
            numbers[other],
            id=f"e{place_}",
            arrows="to" if data["directed"] else "",
            width=shown.width(data, look["width"]),
            dashes=look["dash"] == "dashed" or shown.loose(one, other, data),
            loose=shown.loose(one, other, data),
            reading=data["reading"],
            relation=data["relation"],
            caption=data["caption"],
            begin=data["from_"],
            end=data["until"],
            details=data["details"],
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


RENDERER: Final = Renderer(page=draw, still=sketch, network=placed)

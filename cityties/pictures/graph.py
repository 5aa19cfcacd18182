"""The page of a network small enough to be seen whole: one HTML file that asks the network for nothing.

pyvis holds nodes and edges and brings vis-network; the page around it is viz/page.html.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cityties import __version__, resources
from cityties.evidence import tell
from cityties.pictures.layout import Positions, place
from cityties.pictures.page import shortened, style, to_json, words
from cityties.pictures.request import Request
from cityties.pictures.selection import plain, select
from cityties.vocabulary import compact

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["draw", "placed"]

_LIBRARY: Final = "templates/lib/vis-9.1.2/vis-network.min.js"


def draw(request: Request) -> str:
    """Draw a network as one HTML page. Raises RequestError where there is nothing to draw."""
    graph, waiting = _chosen(request)
    spots = place(plain(graph), request.view.layout, request.centres)
    return _render(request, graph, waiting, spots)


def placed(request: Request) -> tuple[nx.MultiDiGraph, Positions]:
    """Give what is drawn, without what waits for a click, and where each thing stands."""
    graph, waiting = _chosen(request)
    graph = graph.subgraph(set(graph) - waiting).copy()
    return graph, place(plain(graph), request.view.layout, request.centres)


def _chosen(request: Request) -> tuple[nx.MultiDiGraph, set[str]]:
    graph, waiting = select(request.network, request.view, request.centres)
    if not graph.number_of_edges():
        raise request.nothing()
    return tell(graph, request.store, request.lang), waiting


def _render(request: Request, graph: nx.MultiDiGraph, waiting: set[str], spots: Positions) -> str:
    import jinja2
    import pyvis
    from markupsafe import Markup
    from pyvis.network import Network

    looks, told, centres = style(request.view.style), words(request.lang), request.centres
    net = Network(directed=True, cdn_resources="in_line")
    numbers = {node: number for number, node in enumerate(sorted(graph.nodes))}
    degrees = dict(plain(graph).degree())
    for node, number in numbers.items():
        data = graph.nodes[node]
        look = looks["node"].get(data["cls"]) or looks["node"]["other"]
        x, y = spots[node]
        boost = 12 if node in centres else min(10, degrees[node] // 3)
        net.add_node(
            number,
            label=shortened(data["label"]),
            shape=look["shape"],
            size=look["size"] + boost,
            x=x,
            y=y,
            name=data["label"],
            iri=node,
            compact=compact(node),
            cls=data["cls"],
            kind=data["clsLabel"],
            country=data.get("country", ""),
            centre=node in centres,
            waits=node in waiting,
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
            width=look["width"],
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
    folder = resources.folder("viz")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    years = sorted({int(e["begin"][:4]) for e in net.edges if e["begin"]})
    payload: dict[str, Any] = {
        "nodes": net.nodes,
        "edges": net.edges,
        "style": looks,
        "words": told,
        "years": [years[0], years[-1]] if years else [],
    }
    library = Path(pyvis.__file__).parent / _LIBRARY
    return environment.get_template("page.html").render(
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
        made=told["made"].format(version=__version__),
        css=Markup((folder / "page.css").read_text(encoding="utf-8")),
        js=Markup((folder / "page.js").read_text(encoding="utf-8")),
        library=Markup(library.read_text(encoding="utf-8").replace("</script", "<\\/script")),
        data=Markup(to_json(payload)),
    )


def _curve(nth: int, forward: bool) -> dict[str, object] | bool:
    """Bend the second and later edges between two nodes, each more than the one before."""
    if nth == 0:
        return False
    side = (nth % 2 == 1) == forward
    return {"enabled": True, "type": "curvedCW" if side else "curvedCCW", "roundness": 0.12 * ((nth + 1) // 2)}

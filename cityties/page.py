"""Pictures: a view of the network as one HTML page that asks the network for nothing.

Which relations a view draws, around what and in which layout stands in viz/views/*.toml, how
things look in viz/style.toml, what the page says in viz/words.toml. pyvis holds nodes and edges and
brings vis-network; the page around it is viz/page.html.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cityties import __version__, resources
from cityties.errors import ModelError, RequestError
from cityties.layout import place
from cityties.names import Labels
from cityties.network import network
from cityties.store import IRI, Store
from cityties.vocabulary import compact

if TYPE_CHECKING:
    import networkx as nx

_SHORT: Final = 26  # characters of a label on the canvas; the details show it whole
_LIBRARY: Final = "templates/lib/vis-9.1.2/vis-network.min.js"


@dataclass(frozen=True)
class View:
    """One view file."""

    name: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    question: Mapping[str, str]
    parameters: tuple[str, ...]
    readings: tuple[str, ...]
    layout: str
    hops: int
    reserve: int


@cache
def views() -> tuple[View, ...]:
    """Read every view, by name."""
    return tuple(_view(path) for path in resources.files("viz", "views/*.toml"))


def draw(
    store: Store, view: str, *, lang: str = "en", focus: Mapping[str, IRI] | None = None, as_of: str | None = None
) -> str:
    """Draw a view as one HTML page.

    ``focus`` gives the view's parameters (city, other). Raises RequestError on an unknown view, on
    a missing or a needless parameter, and where there is nothing to draw.
    """
    chosen = find(view)
    focus = dict(focus or {})
    for name in chosen.parameters:
        if name not in focus:
            raise RequestError(f"{view}: --{name} is missing: name a city")
    for name in focus:
        if name not in chosen.parameters:
            raise RequestError(f"{view}: takes no --{name}: leave it out")
    centres = [focus[name].value for name in chosen.parameters]
    if len(set(centres)) < len(centres):
        raise RequestError(f"{view}: needs two cities: name another as the second")
    whole = network(store, lang=lang, as_of=as_of)
    graph, waiting = select(whole, chosen, centres)
    labels = Labels(store, lang)
    names = {name: labels.label(iri) for name, iri in focus.items()}
    if not graph.number_of_edges():
        raise RequestError(
            f"{view} {' '.join(names.values())}: nothing to draw: no source tells of any".replace("  ", " ")
        )
    spots = place(_plain(graph), chosen.layout, centres)
    return _render(graph, waiting, spots, chosen, names, centres, lang, as_of)


def find(name: str) -> View:
    """Find one view. Raises RequestError with the nearest names."""
    known = {view.name: view for view in views()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=2) or sorted(known)
        raise RequestError(f"{name}: no such view: there is {', '.join(near)}")
    return known[name]


def select(whole: nx.MultiDiGraph, view: View, centres: list[str]) -> tuple[nx.MultiDiGraph, set[str]]:
    """Take from a network what a view draws; say which nodes wait to be shown by a click."""
    import networkx as nx

    kept = [
        (one, other, key)
        for one, other, key, edge in whole.edges(keys=True, data=True)
        if edge["reading"] in view.readings
    ]
    graph = nx.MultiDiGraph(whole.edge_subgraph(kept))
    if not centres:
        return graph, set()
    if any(centre not in graph for centre in centres):
        return nx.MultiDiGraph(), set()
    plain = _plain(graph)
    if len(centres) == 1:
        near = nx.single_source_shortest_path_length(plain, centres[0], cutoff=view.reserve or view.hops)
        inner = {node for node, hops in near.items() if hops <= view.hops}
        shown = graph.subgraph(near).copy()
        return shown, set(near) - inner
    # Between two: what lies on a short way from one to the other, not by way of a third such place.
    kinds = {graph.nodes[centre]["cls"] for centre in centres}
    rivals = [node for node, cls in graph.nodes(data="cls") if cls in kinds and node not in centres]
    plain.remove_nodes_from(rivals)
    left, right = (
        nx.single_source_shortest_path_length(plain.subgraph(set(plain) - {other}), centre)
        for centre, other in (centres, centres[::-1])
    )
    between = {node for node in left if node in right and left[node] + right[node] <= view.hops}
    return graph.subgraph(between | set(centres)).copy(), set()


def _plain(graph: nx.MultiDiGraph) -> nx.Graph:
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph.nodes(data=True)))
    plain.add_edges_from(sorted({tuple(sorted(edge[:2])) for edge in graph.edges(keys=True)}))
    return plain


def _render(
    graph: nx.MultiDiGraph,
    waiting: set[str],
    spots: Mapping[str, tuple[float, float]],
    view: View,
    names: Mapping[str, str],
    centres: list[str],
    lang: str,
    as_of: str | None,
) -> str:
    import jinja2
    import pyvis
    from markupsafe import Markup
    from pyvis.network import Network

    style, words = _style(), _words(lang)
    net = Network(directed=True, cdn_resources="in_line")
    numbers = {node: number for number, node in enumerate(sorted(graph.nodes))}
    degrees = dict(_plain(graph).degree())
    for node, number in numbers.items():
        data = graph.nodes[node]
        look = style["node"].get(data["cls"]) or style["node"]["other"]
        x, y = spots[node]
        boost = 12 if node in centres else min(10, degrees[node] // 3)
        net.add_node(
            number,
            label=_shortened(data["label"]),
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
        look = style["edge"].get(data["reading"]) or style["edge"]["other"]
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
        "style": style,
        "words": words,
        "years": [years[0], years[-1]] if years else [],
    }
    library = Path(pyvis.__file__).parent / _LIBRARY
    return environment.get_template("page.html").render(
        lang=lang,
        title=view.title[lang].format(**names),
        question=view.question[lang].format(**names),
        summary=view.summary[lang],
        words=words,
        as_of=as_of or "",
        years=payload["years"],
        nodes=net.nodes,
        edges=net.edges,
        by_number={node["id"]: node for node in net.nodes},
        made=words["made"].format(version=__version__),
        css=Markup((folder / "page.css").read_text(encoding="utf-8")),
        js=Markup((folder / "page.js").read_text(encoding="utf-8")),
        library=Markup(library.read_text(encoding="utf-8").replace("</script", "<\\/script")),
        data=Markup(_json(payload)),
    )


def _curve(nth: int, forward: bool) -> dict[str, object] | bool:
    """Bend the second and later edges between two nodes, each more than the one before."""
    if nth == 0:
        return False
    side = (nth % 2 == 1) == forward
    return {"enabled": True, "type": "curvedCW" if side else "curvedCCW", "roundness": 0.12 * ((nth + 1) // 2)}


def _json(value: object) -> str:
    """Write JSON that stays data inside a script element, whatever its texts hold."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _shortened(label: str) -> str:
    line = " ".join(label.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1].rstrip() + "…"


def _view(path: Path) -> View:
    given = _toml(path)
    try:
        return View(
            name=path.stem,
            title=given["title"],
            summary=given["summary"],
            question=given["question"],
            parameters=tuple(given["parameters"]),
            readings=tuple(given["readings"]),
            layout=given["layout"],
            hops=given["hops"],
            reserve=given["reserve"],
        )
    except KeyError as error:
        raise ModelError(f"viz/views/{path.name}: {error} is missing") from error


def _style() -> dict[str, Any]:
    return _toml(resources.folder("viz") / "style.toml")


def _words(lang: str) -> dict[str, str]:
    return {name: words[lang] for name, words in _toml(resources.folder("viz") / "words.toml").items()}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{path}: {error}") from error

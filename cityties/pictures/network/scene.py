"""A scene: what a picture of a network shows at once, what waits, and where each thing stands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cityties.network.evidence import tell
from cityties.pictures.network.bridges import RANKED, Bridge, bridges
from cityties.pictures.network.layout import Positions, place
from cityties.pictures.network.leading import Community, lead
from cityties.pictures.network.scale import Scale, scale
from cityties.pictures.network.selection import plain, select
from cityties.pictures.request import Request
from cityties.pictures.standing import tied_pairs

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Bundle", "Scene", "scene"]

_BUNDLE: Final = "bundle:"
_TIE: Final = "TieReading"


@dataclass(frozen=True)
class Bundle:
    """Many things of a kind that hang by the focus alone, standing as one until it is clicked."""

    cls: str
    kind: str
    reading: str
    members: tuple[str, ...]
    spot: tuple[float, float]


@dataclass(frozen=True)
class Scene:
    """A network with a place for each of its things.

    ``waiting`` are those that a click shows, ``far`` counts those left out for being too many.
    Of a network that is too large to be seen whole, ``communities`` lead, and what waits has no place yet.
    ``agreed`` are the pairs whose tie is agreed and not ended, None where a network was handed in;
    ``bridges`` rank what they are joined by.
    """

    graph: nx.MultiDiGraph
    waiting: frozenset[str]
    bundles: tuple[Bundle, ...]
    far: int
    spots: Positions
    degrees: Mapping[str, int]
    colours: Scale | None
    sizes: Scale | None
    heaviest: float
    agreed: frozenset[frozenset[str]] | None = None
    bridges: tuple[Bridge, ...] = ()
    communities: tuple[Community, ...] = ()

    def loose(self, one: str, other: str, edge: Mapping[str, Any]) -> bool:
        """Say whether a line is a tie that is not agreed, or has ended."""
        is_tie = edge["reading"] == _TIE
        return is_tie and self.agreed is not None and frozenset((one, other)) not in self.agreed

    def width(self, edge: Mapping[str, Any], look: float) -> float:
        """Say how wide a line is drawn: by its weight where it has one, else by its kind."""
        if not edge.get("weight") or not self.heaviest:
            return look
        return round(1 + 5 * math.sqrt(float(edge["weight"]) / self.heaviest), 2)

    def size(self, node: str, look: float, centre: bool) -> float:
        """Say how large a thing is drawn: by its measure, else by its kind and its neighbours."""
        if self.sizes is None:
            return look + (12 if centre else min(10, self.degrees[node] // 3))
        return self.sizes.size(node)


def scene(request: Request) -> Scene:
    """Choose and place what a view of a network shows. Raises RequestError where there is nothing to draw."""
    graph, later = select(request.network, request.view, request.centres)
    if not graph.number_of_edges():
        raise request.nothing()
    agreed = _agreed(request)
    if not request.centres:
        return _whole(request, graph, agreed)
    graph, far = _trimmed(graph, later, request.view.most)
    waiting = later & set(graph)
    groups = _groups(graph, waiting, request)
    simple = plain(graph)
    parents = _parents(simple, waiting)
    for number, ((cls, _), members) in enumerate(groups.items()):
        pole = f"{_BUNDLE}{number}"
        label = f"{len(members)} × {graph.nodes[members[0]]['clsLabel']}"
        simple.add_node(pole, cls=cls, label=label, country="")
        simple.add_edge(pole, request.centres[0])
        parents |= {member: pole for member in members}
        waiting |= set(members)
    spots = place(simple, request.view.layout, request.centres, parents)
    bundles = tuple(
        Bundle(cls, graph.nodes[members[0]]["clsLabel"], reading, tuple(members), spots[f"{_BUNDLE}{number}"])
        for number, ((cls, reading), members) in enumerate(groups.items())
    )
    kept = {node: spots[node] for node in graph}
    return _scene(request, graph, kept, waiting=frozenset(waiting), bundles=bundles, far=far, agreed=agreed)


def _whole(request: Request, graph: nx.MultiDiGraph, agreed: frozenset[frozenset[str]] | None) -> Scene:
    """Place all of a network, or what leads in it; rank what joins it."""
    simple = plain(graph)
    firm = simple if agreed is None else _firm(simple, agreed)
    firm = firm if len(firm) else simple
    ranked = tuple(bridges(firm, None))
    most = request.view.lead
    if not most or len(simple) <= 2 * most:
        spots = place(simple, request.view.layout, [])
        return _scene(request, graph, spots, agreed=agreed, bridges=ranked)
    leading = lead(firm, most, ranked[:RANKED])
    rest = frozenset(set(graph) - set(leading.spots))
    return _scene(
        request, graph, leading.spots,
        waiting=rest, agreed=agreed, bridges=ranked, communities=leading.communities,
    )  # fmt: skip


def _scene(request: Request, graph: nx.MultiDiGraph, spots: Positions, **more: Any) -> Scene:
    simple = plain(graph)
    nothing: dict[str, Any] = {"waiting": frozenset(), "bundles": (), "far": 0}
    return Scene(
        graph=tell(graph, request.store, request.lang),
        spots=spots,
        degrees={node: len(set(simple[node])) for node in graph},
        colours=scale(request, request.color_by),
        sizes=scale(request, request.size_by),
        heaviest=max((float(weight) for *_, weight in graph.edges(data="weight", default=0.0)), default=0.0),
        **(nothing | more),
    )


def _agreed(request: Request) -> frozenset[frozenset[str]] | None:
    """Give the pairs whose tie is agreed and not ended; None of a network that was handed in."""
    return None if request.given is not None else frozenset(tied_pairs(request.store, request.as_of))


def _firm(graph: nx.Graph, agreed: frozenset[frozenset[str]]) -> nx.Graph:
    """Keep the lines that are agreed ties, and what they join."""
    return graph.edge_subgraph(sorted(edge for edge in graph.edges if frozenset(edge) in agreed)).copy()


def _trimmed(graph: nx.MultiDiGraph, later: set[str], most: int) -> tuple[nx.MultiDiGraph, int]:
    """Keep of what waits as much as there is room for: first what links most of the things that are shown."""
    shown = len(graph) - len(later)
    room = max(0, most - shown)
    if not most or len(later) <= room:
        return graph, 0
    near = {node: {*graph.successors(node), *graph.predecessors(node)} for node in later}
    order = sorted(later, key=lambda node: (-len(near[node] - later), -len(near[node]), node))
    return graph.subgraph(set(graph) - set(order[room:])).copy(), len(order) - room


def _groups(graph: nx.MultiDiGraph, waiting: set[str], request: Request) -> dict[tuple[str, str], list[str]]:
    """Find the kinds of things of which more than the view allows hang by the focus alone, by one reading each."""
    if len(request.centres) != 1 or not request.view.bundle:
        return {}
    (centre,) = request.centres
    found: dict[tuple[str, str], list[str]] = {}
    for node, cls in sorted(graph.nodes(data="cls")):
        edges = [*graph.in_edges(node, keys=True), *graph.out_edges(node, keys=True)]
        shown = [(one, other, key) for one, other, key in edges if not {one, other} & waiting]
        ends = {end for one, other, _ in shown for end in (one, other)} - {node}
        readings = {key[0] for *_, key in shown}
        if node not in waiting and ends == {centre} and len(readings) == 1 and cls != graph.nodes[centre]["cls"]:
            found.setdefault((cls, readings.pop()), []).append(node)
    return {group: members for group, members in found.items() if len(members) > request.view.bundle}


def _parents(graph: nx.Graph, waiting: set[str]) -> dict[str, str]:
    """Say beside which thing each of those that wait is to stand: one that is shown, or hangs by one that is."""
    found: dict[str, str] = {}
    for node in sorted(waiting):
        shown = sorted(other for other in graph[node] if other not in waiting)
        further = sorted(far for other in graph[node] for far in graph[other] if far not in waiting)
        found[node] = next(iter([*shown, *further, *(other for other in graph if other not in waiting)]))
    return found

"""The map: cities at their places over land and borders, their ties, and embassies beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from cityties.model import resources
from cityties.model.vocabulary import CT, GEO
from cityties.names.land import lands
from cityties.network.setting import lands_of
from cityties.pictures.atlas import payload
from cityties.pictures.map.chart import chart
from cityties.pictures.map.globe import Globe
from cityties.pictures.page.files import read_toml, words
from cityties.pictures.page.frame import render
from cityties.pictures.renderer import Renderer
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Sketch
from cityties.store import IRI, Literal, Term
from cityties.store.column import Columns

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RENDERER", "draw", "placed", "sketch"]

_SHAPES: Final = {"land110": "countries-110m.json", "land50": "countries-50m.json"}
_LIBRARIES: Final = ("d3.min.js", "topojson-client.min.js")
_SCRIPT: Final = "atlas/map.js"


def draw(request: Request) -> str:
    """Draw a map as one HTML page. Raises RequestError where there is nothing to draw."""
    told = words(request.lang, "atlas/words.toml")
    content, more = _gather(request)
    still = chart(request, content)
    return render(request, told, content, more, still=still, script=_SCRIPT, libraries=_LIBRARIES, data=_SHAPES)


def sketch(request: Request) -> Sketch:
    """Sketch a map for a still. Raises RequestError where there is nothing to draw."""
    return chart(request, _gather(request)[0])


def placed(request: Request) -> tuple[nx.MultiDiGraph, dict[str, tuple[float, float]]]:
    """Give the network and the place of each node on the map; what has no point stands in the south."""
    graph, _ = _tied(request)
    globe = Globe()
    return graph, {
        node: _spot(globe.lay((data["long"], data["lat"]) if "lat" in data else (0.0, -75.0)))
        for node, data in sorted(graph.nodes(data=True))
    }


def _spot(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0] * 500, 2), round(point[1] * 500, 2)


def _tied(request: Request) -> tuple[nx.MultiDiGraph, int]:
    """Give what is drawn, of a city only what leads to it, and how many ties its partners have with each other."""
    graph = payload.tied(request)
    if not request.centres:
        return graph, 0
    others = [edge for edge in graph.edges(keys=True) if request.centres[0] not in edge[:2]]
    graph.remove_edges_from(others)
    return graph, len(others)


def _gather(request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what the page holds, and what it reads on demand."""
    graph, aside = _tied(request)
    order = sorted(graph)
    known = Countries(request)
    columns = payload.nodes(graph, order)
    columns["country"], columns["guessed"] = known.of(graph, order)
    focus = order.index(request.centres[0]) if request.centres else -1
    home = columns["country"][focus] if focus >= 0 else -1
    more = payload.evidence(graph)
    missions, told_of = _missions(request, known, home, {node: place for place, node in enumerate(order)})
    content = {
        "nodes": columns,
        "ties": payload.ties(graph, order, request.labels),
        "countries": known.names,
        "shapes": known.shapes,
        "missions": missions,
        "prefixes": payload.prefixes(columns["iri"], more["things"], told_of["iri"]),
        "focus": focus,
        "home": home,
        "aside": aside,
        "told_by": len(more["sources"]),
        "regions": [[one["name"][request.lang], one["box"]] for one in _regions()],
    }
    return content, more | {"missions": told_of}


class Countries:
    """The countries of a map by number, with their names and the numbers of their shapes."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._lands = {land.key: land for land in lands(request.lang).values()}
        self._keys = payload.Index()

    def of(self, graph: nx.MultiDiGraph, order: list[str]) -> tuple[list[int], int]:
        """Say in which country each node lies (-1: not told), and for how many only their point tells it."""
        found, guessed = lands_of(graph, self._request.store)
        return [self._keys(found[node]) if node in found else -1 for node in order], len(guessed)

    def number(self, key: str) -> int:
        """Number a country by its IRI."""
        return self._keys(key)

    @property
    def names(self) -> list[str]:
        """What the countries are called."""
        labels = self._request.labels
        labels.learn(key for key in self._keys.words if key not in self._lands)
        return [self._lands[key].name if key in self._lands else labels.label(key) for key in self._keys.words]

    @property
    def shapes(self) -> list[str]:
        """The number of each country's shape, or "" where it has none."""
        return [self._lands[key].number if key in self._lands else "" for key in self._keys.words]


def _missions(
    request: Request, known: Countries, home: int, number: dict[str, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the missions as columns, and their names apart; with a ``home`` only those it sends or receives."""
    columns = Columns(request.store)
    sent, hosts = columns.whole(f"{CT}sentBy"), columns.whole(f"{CT}accreditedTo")
    kept = _sent(known, home, sent, hosts)
    sites, kinds_of, begins = (columns.whole(CT + name) for name in ("seat", "missionKind", "from"))
    lats, longs = (
        columns.of({seat for one in sites.values() for seat in _names(one)}, GEO + part) for part in ("lat", "long")
    )
    kinds, seats = payload.Index(), payload.Index()
    found: dict[str, list[Any]] = {name: [] for name in ("from", "to", "seat", "kind", "begin")}
    labels = request.labels
    for mission, country, to in kept:
        site = _least(sites.get(mission))
        found["from"].append(country)
        found["to"].append(to)
        found["seat"].append(seats(site) if site else -1)
        found["kind"].append(kinds(_least(kinds_of.get(mission))))
        found["begin"].append(_year(begins.get(mission)))
    labels.learn({*(row[0] for row in kept), *seats.words, *(kind for kind in kinds.words if kind)})
    facts = {
        **found,
        "kinds": [labels.label(kind) if kind else "" for kind in kinds.words],
        "seats": [labels.label(seat) for seat in seats.words],
        "points": [_point(lats.get(seat), longs.get(seat)) for seat in seats.words],
        "nodes": [number.get(seat, -1) for seat in seats.words],
    }
    return facts, {"label": [labels.label(row[0]) for row in kept], "iri": [payload.compact(row[0]) for row in kept]}


def _least(terms: Collection[Term] | None) -> str:
    """Of several things, always the same one; nothing where there is none."""
    return min(_names(terms), default="")


def _year(terms: Collection[Term] | None) -> int:
    """The year of the first day; 0 where none is told."""
    begin = min((term.value for term in terms or () if isinstance(term, Literal)), default="")
    return int(begin[:4]) if begin[:4].isdigit() else 0


def _sent(
    known: Countries, home: int, sent: Mapping[str, Collection[Term]], hosts: Mapping[str, Collection[Term]]
) -> list[tuple[str, int, list[int]]]:
    """Give the missions with the numbers of their senders and hosts; with a ``home`` only those of or for it."""
    rows = []
    for mission, senders in sorted(sent.items()):
        if sender := _names(senders):
            to = sorted({known.number(host) for host in _names(hosts.get(mission))})
            rows.append((mission, known.number(min(sender)), to))
    return [row for row in rows if home < 0 or home == row[1] or home in row[2]]


def _names(terms: Collection[Term] | None) -> list[str]:
    return [term.value for term in terms or () if isinstance(term, IRI)]


def _point(lats: Collection[Term] | None, longs: Collection[Term] | None) -> tuple[float, float] | None:
    found = [
        min((float(term.value) for term in terms or () if isinstance(term, Literal)), default=None)
        for terms in (lats, longs)
    ]
    return (round(found[0], 3), round(found[1], 3)) if found[0] is not None and found[1] is not None else None


def _regions() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_toml(resources.folder("viz") / "atlas" / "regions.toml")["region"]
    return found


RENDERER: Final = Renderer(page=draw, still=sketch, network=placed)

"""The atlas: a large network as a page that opens as its parts and unfolds where one clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cityties.network.figures import MEASURES, measure_values, measure_words
from cityties.pictures.atlas import payload
from cityties.pictures.atlas.arrangement import ROOM, Arrangement
from cityties.pictures.atlas.overview import overview
from cityties.pictures.page.files import words
from cityties.pictures.page.frame import render
from cityties.pictures.renderer import Renderer
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Sketch

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RENDERER", "draw", "placed", "sketch"]

_SHOWN: Final = ("degree", "core", "betweenness", "pagerank", "clustering", "community")
_DIGITS: Final = 4
_SCRIPT: Final = "atlas/atlas.js"


def draw(request: Request) -> str:
    """Draw a large network as one HTML page. Raises RequestError where there is nothing to draw."""
    atlas = Arrangement(request)
    told = words(request.lang, "atlas/words.toml")
    columns = payload.nodes(atlas.graph, atlas.order)
    tied = payload.ties(atlas.graph, atlas.order, request.labels)
    more = payload.evidence(atlas.graph)
    content = {
        "nodes": columns,
        "ties": tied,
        "folds": [one.columns(told) for one in atlas.folds],
        "opening": atlas.opening,
        "measures": _measures(atlas),
        "prefixes": payload.prefixes(columns["iri"], more["things"]),
        "color": request.color_by or "block",
        "size": request.size_by or "degree",
    }
    return render(request, told, content, more, still=overview(atlas), script=_SCRIPT, libraries=("d3.min.js",))


def sketch(request: Request) -> Sketch:
    """Sketch a large network folded into its parts, for a still. Raises RequestError where there is nothing to draw."""
    return overview(Arrangement(request))


def placed(request: Request) -> tuple[nx.MultiDiGraph, dict[str, tuple[float, float]]]:
    """Give the network and the place of each node, as the atlas shows it with all parts open."""
    atlas = Arrangement(request)
    folded = atlas.folds[atlas.opening]
    reach, spots = folded.place("members")
    inner, of = folded.members(spots), folded.fold.of
    places = {
        node: (
            round(float(spots[of[node]][0] + x * ROOM * reach[of[node]]), 2),
            round(float(spots[of[node]][1] + y * ROOM * reach[of[node]]), 2),
        )
        for node, (x, y) in inner.items()
    }
    return atlas.graph, places


def _measures(atlas: Arrangement) -> dict[str, Any]:
    """Measure every node, for colour and size; what was asked for comes along though it takes longer."""
    asked = [name for name in (atlas.request.color_by, atlas.request.size_by) if name and name not in _SHOWN]
    found: dict[str, Any] = {}
    for name in (*_SHOWN, *(name for name in MEASURES if name in asked)):
        values = measure_values(atlas.graph, name)
        label, meaning = measure_words(name, atlas.request.lang)
        found[name] = {
            "label": label,
            "meaning": meaning,
            "values": [_short(values.get(node, 0)) for node in atlas.order],
        }
    return found


def _short(value: float) -> float:
    return value if isinstance(value, int) else float(f"{value:.{_DIGITS}g}")


RENDERER: Final = Renderer(page=draw, still=sketch, network=placed)

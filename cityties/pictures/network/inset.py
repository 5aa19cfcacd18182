"""A small still picture of a pair of cities, as SVG, for a briefing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from cityties.network.multigraph import network
from cityties.pictures.network.layout import place
from cityties.pictures.network.selection import plain, select
from cityties.pictures.page.files import shortened, style
from cityties.pictures.view import find
from cityties.store import IRI, Store


def small_picture(store: Store, focus: Mapping[str, IRI], lang: str = "en", *, styled: bool = True) -> str:
    """Draw what joins two cities as SVG, without script; empty where nothing joins them.

    Where it is not ``styled`` it bears classes instead of colours: n-City, e-TieReading.
    """
    centres = [iri.value for iri in focus.values()]
    view = find("pair")
    graph, _ = select(network(store, lang=lang, only=view.readings, told=False), view, centres)
    if not graph.number_of_edges():
        return ""
    looked = style()
    simple = plain(graph)
    spots = place(simple, "two-centres", centres)
    xs, ys = [x for x, _ in spots.values()], [y for _, y in spots.values()]
    left, top = min(xs) - 110, min(ys) - 50
    width, height = max(xs) - left + 110, max(ys) - top + 60
    names = ", ".join(graph.nodes[centre]["label"] for centre in centres)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" role="img" '
        f'aria-label="{escape(names)}" font-family="system-ui, sans-serif" font-size="15" fill="currentColor">'
    ]
    for one, other in sorted(simple.edges()):
        readings = {
            edge["reading"]
            for a, b in ((one, other), (other, one))
            for edge in (graph.get_edge_data(a, b) or {}).values()
        }
        looks = [(name if name in looked["edge"] else "other") for name in sorted(readings)]
        chosen = max(looks, key=lambda name: float(looked["edge"][name]["width"]))
        look = looked["edge"][chosen]
        paint = _paint("stroke", look) if styled else f'class="e-{chosen}"'
        dash = ' stroke-dasharray="6 5"' if look["dash"] == "dashed" else ""
        (x1, y1), (x2, y2) = spots[one], spots[other]
        parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {paint} stroke-opacity=".6" '
            f'stroke-width="{look["width"]}"{dash}/>'
        )
    for node, (x, y) in sorted(spots.items()):
        data = graph.nodes[node]
        chosen = data["cls"] if data["cls"] in looked["node"] else "other"
        look = looked["node"][chosen]
        paint = _paint("fill", look) if styled else f'class="n-{chosen}"'
        radius = 15 if node in centres else 8
        weight = ' font-weight="600" font-size="19"' if node in centres else ""
        shape = (
            f'<circle cx="{x}" cy="{y}" r="{radius}" {paint}/>'
            if look["shape"] == "dot"
            else f'<text x="{x}" y="{y + 6}" text-anchor="middle" font-size="20" {paint}>{look["symbol"]}</text>'
        )
        parts.append(
            f"<g><title>{escape(data['label'])} ({escape(data['clsLabel'])})</title>{shape}"
            f'<text x="{x}" y="{y + radius + 17}" text-anchor="middle"{weight}>'
            f"{escape(shortened(data['label']))}</text></g>"
        )
    return "".join([*parts, "</svg>"])


def _paint(what: str, look: Mapping[str, str]) -> str:
    """Colour for a light page, and for a dark one where the viewer knows light-dark()."""
    return f'{what}="{look["light"]}" style="{what}:light-dark({look["light"]},{look["dark"]})"'

"""A scene drawn as a sketch: what the page of a network opens with, as shapes for print."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cityties.pictures.network.bridges import RANKED
from cityties.pictures.network.caption import LINE, caption, reach
from cityties.pictures.network.scale import Scale
from cityties.pictures.network.scene import Scene
from cityties.pictures.page.files import style, words
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Dash, Dot, Entry, Item, Line, Point, Shape, Sketch, Text

__all__ = ["drawn"]

_EDGE: Final = 30.0  # around the outermost labels
_LETTERS: Final = 15.0
_INK: Final = "#1f2421"
_PAPER: Final = "#faf8f2"
_MOST_LETTERS: Final = 400  # things beyond which only the better tied half bear names
_BEND: Final = 14  # pieces of a bent line


def drawn(request: Request, shown: Scene) -> Sketch:
    """Draw what a scene shows at once: lines, marks, names, and a legend of what occurs."""
    looks, told = style(request.view.style), words(request.lang)
    nodes = [node for node in sorted(shown.graph) if node not in shown.waiting]
    sizes = {node: _size(request, shown, looks, node) for node in nodes}
    spots: dict[str, Point] = {node: shown.spots[node] for node in nodes}
    spots |= {f"bundle:{number}": bundle.spot for number, bundle in enumerate(shown.bundles)}
    left, top, right, low = _bounds(shown, spots)
    spots = {node: (x - left, y - top) for node, (x, y) in spots.items()}
    items: list[Item] = [
        *_circles(shown, left, top, told),
        *_lines(request, shown, spots, sizes, looks),
        *_bundle_lines(request, shown, spots, looks),
        *_marks(request, shown, spots, sizes, looks),
        *_names(request, shown, spots, sizes),
        *_titles(shown, left, top, told),
    ]
    hidden = len(shown.graph) - len(nodes)
    note = [told["stillhidden"].format(number=hidden)] if hidden else []
    if shown.communities:
        note = [told["leading"].format(shown=len(nodes), all=f"{len(shown.graph):,}")]
    if shown.bridges:
        note += [_ranked(shown, told)]
    note += [told["far"].format(number=shown.far)] if shown.far else []
    note += [f"{told['asof']} {request.as_of}"] if request.as_of else []
    note += [f"{one.word}: {one.meaning}" for one in _scales(shown)]
    return Sketch(
        width=right - left,
        height=low - top,
        title=request.title,
        question=request.question,
        items=items,
        legend=tuple(_legend(shown, nodes, looks, told)),
        note=" ".join(part if part.endswith(".") else f"{part}." for part in note),
        paper=_PAPER,
    )


def _bounds(shown: Scene, spots: dict[str, Point]) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom of all that is drawn, with some room around."""
    boxes = []
    for node, (x, y) in spots.items():
        bundle = node.startswith("bundle:")
        one = shown.bundles[int(node.removeprefix("bundle:"))] if bundle else None
        side, up, down = reach({"label": f"{len(one.members)} × {one.kind}"} if one else shown.graph.nodes[node])
        boxes.append((x - side, y - up, x + side, y + down))
    for circle in shown.communities:
        if circle.radius:
            (x, y), r = circle.spot, circle.radius
            boxes.append((x - r, y - r - _EDGE, x + r, y + r))
    left, top, right, low = zip(*boxes, strict=True)
    return min(left) - _EDGE, min(top) - _EDGE, max(right) + _EDGE, max(low) + _EDGE


def _circles(shown: Scene, left: float, top: float, told: dict[str, str]) -> Iterator[Dot]:
    for one in shown.communities:
        if one.radius:
            yield Dot(one.spot[0] - left, one.spot[1] - top, one.radius, "#efece2", edge="#dcd8cc")


def _titles(shown: Scene, left: float, top: float, told: dict[str, str]) -> Iterator[Text]:
    labels = shown.graph.nodes(data="label")
    for one in shown.communities:
        if one.radius:
            text = told["circle"].format(name=labels[one.named[0]], count=len(one.members))
            x, y = one.spot[0] - left, one.spot[1] - one.radius - 12 - top
            yield Text(x, y, text, _LETTERS, colour=_INK, halo=_PAPER, weight="bold")


def _ranked(shown: Scene, told: dict[str, str]) -> str:
    """Name what joins most, in order."""
    labels = shown.graph.nodes(data="label")
    named = [f"{place}. {labels[one.node]} ({one.pairs:,})" for place, one in enumerate(shown.bridges[:RANKED], 1)]
    return f"{told['bridges']} ({told['joined']}): {', '.join(named)}"


def _size(request: Request, shown: Scene, looks: dict[str, Any], node: str) -> float:
    look = _look(looks, "node", shown.graph.nodes[node]["cls"])
    return shown.size(node, look["size"], node in request.centres) * 0.62


def _look(looks: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = looks[part].get(name) or looks[part]["other"]
    return found


def _lines(
    request: Request, shown: Scene, spots: dict[str, Point], sizes: dict[str, float], looks: dict[str, Any]
) -> Iterator[Line | Text]:
    """Draw lines of one kind between two things as one, with their number."""
    together: dict[tuple[str, str, str], list[tuple[str, str, dict[str, Any]]]] = {}
    for one, other, _, data in sorted(shown.graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        if one in sizes and other in sizes:
            together.setdefault((min(one, other), max(one, other), data["reading"]), []).append((one, other, data))
    between: dict[tuple[str, str], int] = {}
    for (low, high, reading), some in sorted(together.items()):
        nth = between.get((low, high), 0)
        between[low, high] = nth + 1
        look = _look(looks, "edge", reading)
        one, other, data = some[0]
        bend = 0.12 * ((nth + 1) // 2) * (1 if (nth % 2 == 1) == (one < other) else -1)
        points = _bent(spots[one], spots[other], bend, sizes[other] + 1.5 if data["directed"] else 0.0)
        # Around one city, what its partners have among themselves stands back.
        aside = len(request.centres) == 1 and not {one, other} & set(request.centres)
        if len(points) > 1:
            width = max(shown.width(edge, look["width"]) for *_, edge in some) * 0.6
            dash: Dash = "dashed" if all(shown.loose(*edge) for edge in some) else look["dash"]
            yield Line(points, look["light"], width, dash, data["directed"], 0.3 if aside else 0.75)
            if len(some) > 1:
                x, y = points[len(points) // 2] if bend else _middle(points)
                yield Text(x, y, f"{len(some)} ×", 12.0, colour=_INK, halo=_PAPER)


def _middle(points: Sequence[Point]) -> Point:
    return (points[0][0] + points[-1][0]) / 2, (points[0][1] + points[-1][1]) / 2


def _bent(start: Point, end: Point, bend: float, stop: float) -> list[Point]:
    """Give a line, straight or bent to a side, that ends short of the mark that it points at."""
    (x1, y1), (x2, y2) = start, end
    far = math.hypot(x2 - x1, y2 - y1)
    if not bend:
        keep = max(0.0, 1 - stop / far) if far else 0.0
        return [start, (x1 + (x2 - x1) * keep, y1 + (y2 - y1) * keep)]
    cx, cy = (x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend
    points = []
    for piece in range(_BEND + 1):
        t = piece / _BEND
        x = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * cx + t * t * x2
        y = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * cy + t * t * y2
        if math.hypot(x2 - x, y2 - y) >= stop:
            points.append((x, y))
    return points


def _bundle_lines(request: Request, shown: Scene, spots: dict[str, Point], looks: dict[str, Any]) -> Iterator[Line]:
    for number, bundle in enumerate(shown.bundles):
        look = _look(looks, "edge", bundle.reading)
        ends = (spots[request.centres[0]], spots[f"bundle:{number}"])
        yield Line(ends, look["light"], look["width"] * 1.5, look["dash"], False, 0.75)


def _marks(
    request: Request, shown: Scene, spots: dict[str, Point], sizes: dict[str, float], looks: dict[str, Any]
) -> Iterator[Dot]:
    for number, bundle in enumerate(shown.bundles):
        look = _look(looks, "node", bundle.cls)
        yield Dot(*spots[f"bundle:{number}"], 14.0, look["light"], look["shape"], _PAPER)
    first = {one.node for one in shown.bridges[:RANKED]}
    for node in sorted(sizes, key=lambda node: (-sizes[node], node)):
        look = _look(looks, "node", shown.graph.nodes[node]["cls"])
        colour = look["light"]
        if shown.colours:
            step = shown.colours.step(node)
            colour = shown.colours.steps[step]["light"] if step >= 0 else looks["node"]["other"]["light"]
        shape: Shape = look["shape"]
        ringed = node in request.centres or node in first
        yield Dot(*spots[node], sizes[node], colour, shape, _INK if ringed else _PAPER)


def _names(request: Request, shown: Scene, spots: dict[str, Point], sizes: dict[str, float]) -> Iterator[Text]:
    for number, bundle in enumerate(shown.bundles):
        x, y = spots[f"bundle:{number}"]
        yield Text(x, y + 32, f"{len(bundle.members)} × {bundle.kind}", _LETTERS, halo=_PAPER, colour=_INK)
    named: Sequence[str] = sorted(sizes, key=lambda node: (-shown.degrees[node], node))
    if len(named) > _MOST_LETTERS:
        named = named[: max(_MOST_LETTERS, len(named) // 2)]
    for node in sorted(named):
        x, y = spots[node]
        large = node in request.centres
        size = _LETTERS + 5 if large else _LETTERS
        for number, line in enumerate(caption(shown.graph.nodes[node]["label"])):
            below = y + sizes[node] + 4 + size * 0.6 + number * LINE
            yield Text(x, below, line, size, colour=_INK, halo=_PAPER, weight="bold" if large else "normal")


def _scales(shown: Scene) -> list[Scale]:
    found = {one.name: one for one in (shown.colours, shown.sizes) if one}
    return list(found.values())


def _legend(shown: Scene, nodes: Sequence[str], looks: dict[str, Any], told: dict[str, str]) -> Iterator[Entry]:
    kept = set(nodes)
    kinds = {shown.graph.nodes[node]["cls"]: shown.graph.nodes[node]["clsLabel"] for node in nodes}
    kinds |= {bundle.cls: bundle.kind for bundle in shown.bundles}
    for cls, kind in sorted(kinds.items(), key=lambda item: item[1]):
        look = _look(looks, "node", cls)
        yield Entry(kind or cls, looks["node"]["other"]["light"] if shown.colours else look["light"], look["shape"])
    verbs = {
        data["reading"]: data["relation"]
        for one, other, data in shown.graph.edges(data=True)
        if {one, other} <= kept or any(bundle.reading == data["reading"] for bundle in shown.bundles)
    }
    for reading, verb in sorted(verbs.items(), key=lambda item: item[1]):
        look = _look(looks, "edge", reading)
        yield Entry(verb, look["light"], dash=look["dash"], width=look["width"])
        if any(shown.loose(*edge) for edge in shown.graph.edges(data=True) if edge[2]["reading"] == reading):
            yield Entry(told["loose"], look["light"], dash="dashed", width=look["width"])
    if shown.colours:
        for step in shown.colours.steps:
            yield Entry(f"{shown.colours.word} {step['text']}", step["light"])
        yield Entry(told["unmeasured"], looks["node"]["other"]["light"])

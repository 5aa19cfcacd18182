"""Where things stand in a picture: computed beforehand, the same each time, labels kept apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count as counting
from typing import TYPE_CHECKING, Final

from cityties.model.errors import ModelError
from cityties.model.extra import need
from cityties.pictures.network.caption import Reach, reach

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Positions", "apart", "place"]

Positions = dict[str, tuple[float, float]]

_SEED: Final = 7
_LINE: Final = 66.0  # height of a thing with its label, in pixels
_FLAT: Final = 1.9  # how much wider than high rings are, as screens are
_SCREEN: Final = 1.75  # how much wider than high the room for a picture is
_GAP: Final = 26.0  # between parts that nothing joins
_BLOCK: Final = 24  # things that wait beside one; more of them stand in a block


def place(graph: nx.Graph, layout: str, focus: Sequence[str], waiting: Mapping[str, str] | None = None) -> Positions:
    """Give each node a place, in pixels around the middle. Raises ModelError on an unknown layout.

    ``waiting`` names things that are shown only later, each with the thing beside which it is to
    stand then: they go where room is left, and move nothing that is shown at once.
    """
    layouts: dict[str, Callable[[nx.Graph, Sequence[str]], Positions]] = {
        "rings": _rings,
        "two-centres": _two_centres,
        "spring": _spring,
    }
    if layout not in layouts:
        raise ModelError(f"viz/views: no layout {layout}: there are {', '.join(layouts)}")
    if not len(graph):
        return {}
    later = waiting or {}
    shown = graph.subgraph(set(graph) - set(later))
    found = apart(graph, layouts[layout](shown, focus), set(focus))
    return apart(graph, {**found, **_beside(graph, found, later)}, set(found)) if later else found


def _rings(graph: nx.Graph, focus: Sequence[str]) -> Positions:
    """Put the neighbours on as many ellipses around the focus as their labels need, like by like."""
    import networkx as nx

    found: Positions = {focus[0]: (0.0, 0.0)}
    near = nx.single_source_shortest_path_length(graph, focus[0])
    inner = sorted(
        (node for node, hops in near.items() if hops == 1),
        key=lambda node: (*(graph.nodes[node].get(key, "") for key in ("cls", "country", "label")), node),
    )
    wide = 2 * sum(_half(graph, node) for node in inner) / max(1, len(inner))
    tall, shares = _ellipses(len(inner), wide)
    rooms = [_room(tall * share, wide) for share in shares]
    taken = [0] * len(shares)
    for number, (node, angle) in enumerate(
        zip(inner, _angles([2 * _half(graph, node) for node in inner]), strict=True)
    ):
        ring = max(range(len(shares)), key=lambda k: ((number + 1) * rooms[k] / sum(rooms) - taken[k], k))
        taken[ring] += 1
        radius = tall * shares[ring]
        found[node] = (_FLAT * radius * math.cos(angle), radius * math.sin(angle))
    return {
        **found,
        **_beside(graph, found, {node: _parent(graph, found, node) for node in graph if node not in found}),
    }


def _angles(widths: Sequence[float]) -> list[float]:
    """Turn around an ellipse, beginning at its top, so that each label has the room it needs along the way."""
    count = len(widths)
    angles = [2 * math.pi * number / count - math.pi / 2 for number in range(count)]
    for _ in range(4):
        steps = []
        for angle, wide in zip(angles, widths, strict=True):
            across, down = abs(_FLAT * math.sin(angle)), abs(math.cos(angle))
            # Along the way, labels part sideways or one above the other, whichever takes less room.
            steps.append(min(wide / max(across, 1e-9), _LINE / max(down, 1e-9)))
        whole = sum(steps)
        turn, angles = -math.pi / 2 - math.pi * steps[0] / whole if count else 0.0, []
        for step in steps:
            angles.append(turn + math.pi * step / whole)
            turn += 2 * math.pi * step / whole
    return angles


def _ellipses(count: int, wide: float) -> tuple[float, list[float]]:
    """Choose the flattest rings that hold so many labels: half their height, and the share of each."""
    found = []
    for rings in range(1, 9):
        first = 1.0 if rings == 1 else max(0.36, 0.72 - 0.09 * rings)
        shares = [first + (1 - first) * ring / max(1, rings - 1) for ring in range(rings)]
        least = 230.0 if rings == 1 else 76.0 / (shares[1] - shares[0])
        one = sum(_room(share, wide) for share in shares)
        found.append((max(least, 1.08 * count / one), shares))
    return min(found, key=lambda choice: choice[0])


def _room(tall: float, wide: float) -> float:
    """Say how many labels stand on an ellipse without touching."""
    return 2 * math.pi * tall * math.sqrt(((_FLAT / wide) ** 2 + (1 / _LINE) ** 2) / 2)


def _parent(graph: nx.Graph, found: Positions, node: str) -> str:
    return min((other for other in graph[node] if other in found), default=next(iter(found)))


def _beside(graph: nx.Graph, found: Positions, later: Mapping[str, str]) -> Positions:
    """Put things outward of those that they hang by: a few around them, many as a block outside of all."""
    left, right = min(x for x, _ in found.values()), max(x for x, _ in found.values())
    top, low = min(y for _, y in found.values()), max(y for _, y in found.values())
    by: dict[str, list[str]] = {}
    for node in sorted(later, key=lambda node: (str(graph.nodes[node].get("label", "")), node)):
        by.setdefault(later[node], []).append(node)
    places: Positions = {}
    for parent, nodes in sorted(by.items()):
        x, y = found[parent]
        if len(nodes) > _BLOCK:
            wide = 2 * max(_half(graph, node) for node in nodes) + 8
            rows = max(6, round((low - top) / _LINE))
            side = 1 if x >= (left + right) / 2 else -1
            edge = right if side > 0 else left
            for number, node in enumerate(nodes):
                column, row = divmod(number, rows)
                places[node] = (edge + side * (wide * (column + 0.5) + 130), top + row * (_LINE + 2))
            left, right = min(left, edge + side * wide), max(right, edge + side * wide * math.ceil(len(nodes) / rows))
            continue
        turn = math.atan2(y, x / _FLAT) if (x, y) != (0.0, 0.0) else -math.pi / 2
        for number, node in enumerate(nodes):
            angle = turn + (number - (len(nodes) - 1) / 2) * min(0.5, math.pi / len(nodes))
            places[node] = (x + 190 * math.cos(angle), y + 120 * math.sin(angle))
    return places


def _two_centres(graph: nx.Graph, focus: Sequence[str]) -> Positions:
    import networkx as nx

    one, other = focus[0], focus[-1]
    left = nx.single_source_shortest_path_length(graph, one)
    right = nx.single_source_shortest_path_length(graph, other)
    found: Positions = {one: (-620.0, 0.0), other: (620.0, 0.0)}
    columns: dict[int, list[str]] = {}
    for node in graph:
        if node not in found:
            lean = max(-1, min(1, left.get(node, 9) - right.get(node, 9)))
            columns.setdefault(lean, []).append(node)
    for lean, nodes in columns.items():
        nodes.sort(key=lambda node: (graph.nodes[node].get("cls", ""), graph.nodes[node].get("label", ""), node))
        wide = 3 if len(nodes) > 14 else 2 if len(nodes) > 7 else 1
        rows = math.ceil(len(nodes) / wide)
        for number, node in enumerate(nodes):
            row, side = divmod(number, wide)
            stagger = 24.0 if side % 2 else 0.0
            y = (row - (rows - 1) / 2) * 88.0 + stagger
            found[node] = (lean * 400.0 + (side - (wide - 1) / 2) * 215.0, y + 46.0 if y >= 0 else y - 46.0)
    return found


def _spring(graph: nx.Graph, focus: Sequence[str]) -> Positions:
    need("measures", "a network that finds its own places")
    import networkx as nx

    found: Positions = {}
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    boxes = []
    for part in parts:
        ordered = nx.Graph()
        ordered.add_nodes_from(sorted(part))
        ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.subgraph(part).edges()))
        scale = 48.0 * math.sqrt(len(part)) if len(part) > 2 else 48.0
        spots = nx.spring_layout(ordered, seed=_SEED, iterations=300, k=2.2 / math.sqrt(len(part)), scale=scale)
        spread = {node: (float(x) * 1.5, float(y)) for node, (x, y) in spots.items()}
        spread = apart(graph, spread, set())
        boxes.append((spread, *_bounds(graph, spread)))
    boxes.sort(key=lambda box: -(box[4] - box[2]))
    wide = max([box[3] - box[1] for box in boxes] + [math.sqrt(sum(map(_area, boxes)) * _SCREEN)])
    x = y = tall = 0.0
    for spread, left, top, right, low in boxes:
        if x and x + right - left > wide:
            x, y, tall = 0.0, y + tall + _GAP, 0.0
        for node, (px, py) in spread.items():
            found[node] = (x + px - left, y + py - top)
        x, tall = x + right - left + _GAP, max(tall, low - top)
    return found


def _bounds(graph: nx.Graph, spots: Positions) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom of things with their names."""
    boxes = [(x, y, reach(graph.nodes[node])) for node, (x, y) in spots.items()]
    return (
        min(x - one.side for x, _, one in boxes),
        min(y - one.up for _, y, one in boxes),
        max(x + one.side for x, _, one in boxes),
        max(y + one.down for _, y, one in boxes),
    )


def _area(box: tuple[Positions, float, float, float, float]) -> float:
    return (box[3] - box[1] + _GAP) * (box[4] - box[2] + _GAP)


def _half(graph: nx.Graph, node: str) -> float:
    """Say how far a name reaches to either side, in pixels."""
    return reach(graph.nodes[node]).side


def apart(graph: nx.Graph, places: Positions, fixed: set[str]) -> Positions:
    """Push boxes of marks with their names off each other, a little at a time; what still touches finds a free spot."""
    nodes = sorted(places)
    box = {node: reach(graph.nodes[node]) for node in nodes}
    spots = {node: list(places[node]) for node in nodes}
    tallest = max(one.up + one.down for one in box.values())
    for _ in range(160):
        moved = False
        by_row = sorted(nodes, key=lambda node: spots[node][1])
        for index, one in enumerate(by_row):
            for other in by_row[index + 1 :]:
                dy = spots[other][1] - spots[one][1]
                if dy >= tallest:
                    break
                if not (one in fixed and other in fixed):
                    moved |= _pushed(spots, box, one, other, fixed)
        if not moved:
            break
    return _freed({node: (round(x, 1), round(y, 1)) for node, (x, y) in spots.items()}, box, fixed)


def _pushed(
    spots: Mapping[str, list[float]], box: Mapping[str, Reach], one: str, other: str, fixed: Collection[str]
) -> bool:
    """Push two boxes apart where they touch, the way that is shorter; the first lies above."""
    dx, dy = spots[other][0] - spots[one][0], spots[other][1] - spots[one][1]
    across = box[one].side + box[other].side - abs(dx)
    down = box[one].down + box[other].up - dy
    if across <= 0 or down <= 0:
        return False
    whole = 2.0 if one in fixed or other in fixed else 1.0
    step = (0.0, down / 2 + 0.5) if down < across else (math.copysign(across / 2 + 0.5, dx), 0.0)
    for node, sign in ((one, -1.0), (other, 1.0)):
        if node not in fixed:
            spots[node][0] += sign * step[0] * whole
            spots[node][1] += sign * step[1] * whole
    return True


def _freed(places: Positions, box: Mapping[str, Reach], fixed: Collection[str]) -> Positions:
    """Keep what touches nothing; put the rest, one by one, on the nearest spot where it touches nothing."""
    order = sorted(places, key=lambda node: (node not in fixed, math.hypot(*places[node]), node))
    found: Positions = {node: places[node] for node in order if node in fixed}
    late = []
    for node in order:
        if node not in found:
            if _touches(node, places[node], found, box):
                late.append(node)
            else:
                found[node] = places[node]
    for node in late:
        found[node] = next(spot for spot in _around(places[node]) if not _touches(node, spot, found, box))
    return found


def _touches(node: str, spot: tuple[float, float], found: Positions, box: Mapping[str, Reach]) -> bool:
    (x, y), mine = spot, box[node]
    for other, (ox, oy) in found.items():
        reaches = box[other]
        if abs(ox - x) < mine.side + reaches.side and -reaches.down - mine.up < oy - y < mine.down + reaches.up:
            return True
    return False


def _around(spot: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Give spots around one, ever farther."""
    for ring in counting(1):
        for step in range(8 * ring):
            turn = 2 * math.pi * step / (8 * ring)
            yield round(spot[0] + 30 * ring * math.cos(turn), 1), round(spot[1] + 20 * ring * math.sin(turn), 1)

"""Where things stand in a picture: computed beforehand, the same each time, labels kept apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from cityties.errors import ModelError

if TYPE_CHECKING:
    import networkx as nx

Positions = dict[str, tuple[float, float]]

_SEED: Final = 7
_LINE: Final = 62.0  # height of a thing with its label, in pixels


def place(graph: nx.Graph, layout: str, focus: Sequence[str]) -> Positions:
    """Give each node a place, in pixels around the middle. Raises ModelError on an unknown layout."""
    layouts: dict[str, Callable[[nx.Graph, Sequence[str]], Positions]] = {
        "rings": _rings,
        "two-centres": _two_centres,
        "spring": _spring,
    }
    if layout not in layouts:
        raise ModelError(f"viz/views: no layout {layout}: there are {', '.join(layouts)}")
    if not len(graph):
        return {}
    return _apart(graph, layouts[layout](graph, focus), set(focus))


def _rings(graph: nx.Graph, focus: Sequence[str]) -> Positions:
    import networkx as nx

    found: Positions = {focus[0]: (0.0, 0.0)}
    near = nx.single_source_shortest_path_length(graph, focus[0])
    inner = sorted(
        (node for node, hops in near.items() if hops == 1),
        key=lambda node: (graph.nodes[node].get("cls", ""), graph.nodes[node].get("label", ""), node),
    )
    radius = max(300.0, len(inner) * 68 / (2 * math.pi))
    for number, node in enumerate(inner):
        angle = 2 * math.pi * number / max(1, len(inner)) - math.pi / 2
        shift = 1.0 if number % 2 else 1.24
        found[node] = (1.35 * radius * shift * math.cos(angle), 0.82 * radius * shift * math.sin(angle))
    outer = sorted(node for node in graph if node not in found)
    for node in outer:
        parents = sorted(other for other in graph[node] if other in found and other != focus[0])
        x, y = found[parents[0]] if parents else (radius, radius)
        length = math.hypot(x, y) or 1.0
        found[node] = (x + 190 * x / length, y + 190 * y / length)
    return found


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
        spread = _apart(graph, spread, set())
        xs, ys = [x for x, _ in spread.values()], [y for _, y in spread.values()]
        boxes.append((spread, min(xs), min(ys), max(xs) - min(xs) + 190, max(ys) - min(ys) + 95))
    wide = max(boxes[0][3], math.sqrt(sum(box[3] * box[4] for box in boxes)) * 1.7)
    x = y = tall = 0.0
    for spread, low, top, width, height in boxes:
        if x and x + width > wide:
            x, y, tall = 0.0, y + tall, 0.0
        for node, (px, py) in spread.items():
            found[node] = (x + px - low, y + py - top)
        x, tall = x + width, max(tall, height)
    return found


def _apart(graph: nx.Graph, places: Positions, fixed: set[str]) -> Positions:
    """Push boxes of labels off each other, a little at a time."""
    nodes = sorted(places)
    half = {node: min(26, len(str(graph.nodes[node].get("label", "")))) * 4.2 + 12 for node in nodes}
    spots = {node: list(places[node]) for node in nodes}
    for _ in range(160):
        moved = False
        by_row = sorted(nodes, key=lambda node: spots[node][1])
        for index, one in enumerate(by_row):
            for other in by_row[index + 1 :]:
                dy = spots[other][1] - spots[one][1]
                if dy >= _LINE:
                    break
                dx = spots[other][0] - spots[one][0]
                across = half[one] + half[other] - abs(dx)
                if across <= 0:
                    continue
                moved = True
                down = _LINE - dy
                if down < across:
                    steps = ((one, 0.0, -down / 2 - 0.5), (other, 0.0, down / 2 + 0.5))
                else:
                    sign = 1.0 if dx >= 0 else -1.0
                    steps = ((one, -sign * across / 2, 0.0), (other, sign * across / 2, 0.0))
                for node, mx, my in steps:
                    if node not in fixed:
                        spots[node][0] += mx
                        spots[node][1] += my
        if not moved:
            break
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in spots.items()}

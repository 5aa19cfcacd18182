"""What leads in a network too large to be seen whole: the cities of each large community that have most partners.

Communities are those of the network of agreed ties: cities tied with each other more than with the
rest. Each stands as a circle, called after its largest members, with its leading cities in it; the
rest waits until it is looked for or opened.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cityties.network.measures import communities
from cityties.pictures.network.bridges import Bridge
from cityties.pictures.network.caption import LINE, Reach, reach
from cityties.pictures.network.layout import Positions, apart

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Community", "Leading", "lead"]

_CIRCLES: Final = 12  # communities that are drawn; the others are told in the list
_LEAST: Final = 3  # leading cities of a community
_NAMED: Final = 3  # largest members that a community is called after
_SCREEN: Final = 1.7  # how much wider than high
_PACK: Final = 1.1  # the share of a circle that names fill, when they begin to be pushed apart


@dataclass(frozen=True)
class Community:
    """Cities tied with each other more than with the rest, the best tied first; its circle, where it is drawn."""

    members: tuple[str, ...]
    named: tuple[str, ...]
    spot: tuple[float, float] = (0.0, 0.0)
    radius: float = 0.0


@dataclass(frozen=True)
class Leading:
    """The leading cities with their places, and the communities, the largest first."""

    spots: Positions
    communities: tuple[Community, ...]


def lead(graph: nx.Graph, most: int, first: Sequence[Bridge] = ()) -> Leading:
    """Choose about so many cities of a network, and place them; what ``first`` ranks is among them."""
    groups = [sorted(group, key=lambda node: (-len(graph[node]), node)) for group in communities(graph)]
    of = {node: number for number, group in enumerate(groups) for node in group}
    drawn = groups[:_CIRCLES]
    weight = [math.sqrt(len(group)) for group in drawn]
    bridging = {one.node for one in first}
    circles: list[tuple[Positions, float]] = []
    for group, mine in zip(drawn, weight, strict=True):
        count = max(_LEAST, round(most * mine / sum(weight)))
        circles.append(_circle(graph, [node for at, node in enumerate(group) if at < count or node in bridging]))
    ties = Counter(tuple(sorted((of[one], of[other]))) for one, other in graph.edges)
    middles = _placed([radius for _, radius in circles], ties)
    found: Positions = {}
    told = []
    for number, group in enumerate(groups):
        named = tuple(group[:_NAMED])
        if number >= len(circles):
            told.append(Community(tuple(group), named))
            continue
        (x, y), (inner, radius) = middles[number], circles[number]
        found |= {node: (round(x + dx, 1), round(y + dy, 1)) for node, (dx, dy) in inner.items()}
        told.append(Community(tuple(group), named, (x, y), radius))
    return Leading(found, tuple(told))


def _circle(graph: nx.Graph, members: Sequence[str]) -> tuple[Positions, float]:
    """Place the leading cities of a community around its middle; the first one stands there."""
    from cityties.pictures.atlas.placing import place_members

    boxes = [reach(graph.nodes[node]) for node in members]
    room = sum(2 * box.side * (box.up + box.down) for box in boxes)
    scale = math.sqrt(room / _PACK / math.pi)
    unit = place_members([-place for place in range(len(members))], [None] * len(members)).tolist()
    spots = apart(graph, {node: (x * scale, y * scale) for node, (x, y) in zip(members, unit, strict=True)}, set())
    cx, cy, radius = _around([(spots[node], box) for node, box in zip(members, boxes, strict=True)])
    return {node: (x - cx, y - cy) for node, (x, y) in spots.items()}, round(radius, 1)


def _around(boxes: Sequence[tuple[tuple[float, float], Reach]]) -> tuple[float, float, float]:
    """Give the middle and the radius of a circle around names and marks, about as small as there is."""
    corners = [
        (x + side, y + high) for (x, y), box in boxes for side in (-box.side, box.side) for high in (-box.up, box.down)
    ]
    x, y = (sum(axis) / len(corners) for axis in zip(*corners, strict=True))
    for step in range(1, 200):  # towards the farthest corner, less and less (Bădoiu and Clarkson 2003)
        far = max(corners, key=lambda corner: math.hypot(corner[0] - x, corner[1] - y))
        x, y = x + (far[0] - x) / (step + 1), y + (far[1] - y) / (step + 1)
    return x, y, max(math.hypot(cx - x, cy - y) for cx, cy in corners) + 4


def _placed(sizes: Sequence[float], ties: Counter[tuple[int, ...]]) -> list[tuple[float, float]]:
    """Place circles with their names above them: none over another, linked ones near, in the shape of a screen."""
    import numpy as np

    from cityties.pictures.atlas.placing import place_parts

    links = {(one, other): float(count) for (one, other), count in ties.items() if other < len(sizes)}
    rooms = np.array(sizes) + LINE / 2
    spots = place_parts(rooms, links)
    wide, high = np.ptp(spots, axis=0) + 2 * rooms.mean()
    stretch = math.sqrt(_SCREEN * high / wide)
    # Held where they stand, but stretched: an anchor is a place on earth, of which a degree is so many pixels.
    anchors = [(x * stretch * 360 / 1900, -y / stretch * 150 / 1000) for x, y in spots.tolist()]
    spots = place_parts(rooms, {}, anchors)
    return [(round(x, 1), round(y + LINE / 2, 1)) for x, y in spots.tolist()]

"""A small map of the world: land, and marks at their places with names where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cityties.pictures.map.globe import Globe
from cityties.pictures.shapes.lettering import Lettering
from cityties.pictures.shapes.sketch import Area, Dot, Item, Mark, Shape

__all__ = ["Spot", "world"]

_MIDDLE: Final = 11.0  # the longitude in the middle
_NORTH: Final = 78.0
_SOUTH: Final = -56.0


@dataclass(frozen=True)
class Spot:
    """A mark on the map: the thing it stands for, its place, its name, shape and colour."""

    ref: str
    long: float
    lat: float
    name: str
    shape: Shape
    colour: str


def world(spots: Sequence[Spot], width: float) -> tuple[list[Item], float]:
    """Draw the world at a width; names are written where none runs over another, the first spots first."""
    globe = Globe(_MIDDLE)
    edges = [globe.lay((_MIDDLE + side, lat)) for side in (-179.9, 179.9) for lat in (_NORTH, _SOUTH, 0.0)]
    left, right = min(x for x, _ in edges), max(x for x, _ in edges)
    top, bottom = min(y for _, y in edges), max(y for _, y in edges)
    scale = width / (right - left)
    height = (bottom - top) * scale

    def put(point: tuple[float, float]) -> tuple[float, float]:
        return round((point[0] - left) * scale, 2), round((point[1] - top) * scale, 2)

    items: list[Item] = []
    for _, rings in globe.land("110m"):
        shapes = [[put(corner) for corner in ring] for ring in rings]
        shapes = [ring for ring in shapes if len(ring) > 2 and min(y for _, y in ring) < height]
        if shapes:
            items.append(Area(shapes, "land", edge="border"))
    letters = Lettering(width, height)
    placed = [(spot, put(globe.lay((spot.long, spot.lat)))) for spot in spots]
    for _, (x, y) in placed:
        letters.take((x - 4, y - 4, x + 4, y + 4))
    for spot, (x, y) in placed:
        inside: list[Item] = [Dot(x, y, 4.5, spot.colour, spot.shape, edge="paper")]
        name = letters.write(
            spot.name, x, y, size=11, gap=7, sides=("right", "left", "below", "above"), colour="ink", halo="land"
        )  # fmt: skip
        items.append(Mark((*inside, name) if name else inside, spot.ref, spot.name))
    return items, height

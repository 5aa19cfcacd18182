"""The map laid flat: Natural Earth's projection around a meridian, land cut where it leaves the map, great circles.

The projection is Patterson's, Savric's and Jenny's (2015): a polynomial in the latitude
(https://doi.org/10.1179/1743277414Y.0000000092); the pages use d3's of the same name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from cityties.names.land import shapes
from cityties.pictures.shapes.sketch import Point

__all__ = ["Globe", "clip", "great_circle"]

_ANTARCTICA: Final = "010"
_WHOLE: Final = (-180.0, -90.0, 180.0, 90.0)
_POLAR: Final = 73.0
_STEP: Final = math.radians(1.5)


class Globe:
    """Lays places flat, with a meridian in the middle; the plane is some 5.5 wide and 2.8 high."""

    def __init__(self, meridian: float = 0.0) -> None:
        self.meridian = meridian

    def lay(self, place: Point) -> Point:
        """Give the point of a longitude and a latitude; north is up, so it is negative."""
        longitude = (place[0] - self.meridian + 540) % 360 - 180
        return _flat(longitude, place[1])

    def land(self, scale: str = "110m") -> Iterable[tuple[str, list[list[Point]]]]:
        """Give each land's number and its outlines on the plane, without Antarctica."""
        for number, rings in shapes(scale):
            if number == _ANTARCTICA:
                continue
            parts = [
                cut
                for ring in rings
                for turn in (-720, -360, 0, 360)
                if (cut := clip([(x - self.meridian + turn, y) for x, y in ring], _WHOLE))
            ]
            yield number, [[_flat(*corner) for corner in part] for part in parts]

    def arc(self, one: Point, other: Point) -> list[list[Point]]:
        """Give the shortest way over the globe between two places, in pieces where it leaves the map at the side.

        A way over a pole would run along the edge of the map: it is bent instead.
        """
        places = great_circle(one, other)
        if max(abs(y) for _, y in places) > max(_POLAR, abs(one[1]), abs(other[1])):
            return [_bent(self.lay(one), self.lay(other))]
        pieces: list[list[Point]] = [[]]
        last: float | None = None
        for place in places:
            longitude = (place[0] - self.meridian + 540) % 360 - 180
            if last is not None and abs(longitude - last) > 180:
                pieces.append([])
            pieces[-1].append(_flat(longitude, place[1]))
            last = longitude
        return [piece for piece in pieces if len(piece) > 1]


def clip(ring: Sequence[Point], frame: tuple[float, float, float, float]) -> list[Point]:
    """Keep what of an outline lies in a rectangle (left, top, right, bottom), by Sutherland and Hodgman (1974).

    >>> clip([(0, 0), (4, 0), (4, 4), (0, 4)], (1, 1, 9, 9))
    [(1.0, 1), (4.0, 1), (4, 4), (1, 4.0)]
    """
    kept = list(ring)
    for axis, side, sign in ((0, frame[0], 1), (1, frame[1], 1), (0, frame[2], -1), (1, frame[3], -1)):
        found: list[Point] = []
        for place, corner in enumerate(kept):
            before = kept[place - 1]
            inside, was = (corner[axis] - side) * sign >= 0, (before[axis] - side) * sign >= 0
            if inside != was:
                along = (side - before[axis]) / (corner[axis] - before[axis])
                across = before[1 - axis] + (corner[1 - axis] - before[1 - axis]) * along
                found.append((side, across) if axis == 0 else (across, side))
            if inside:
                found.append(corner)
        kept = found
    return kept if len(kept) > 2 else []


def great_circle(one: Point, other: Point) -> list[Point]:
    """Give places along the shortest way between two.

    >>> [(round(x), round(y)) for x, y in great_circle((0, 0), (0, 90))][-1]
    (0, 90)
    """
    a, b = (_vector(place) for place in (one, other))
    far = math.acos(max(-1.0, min(1.0, sum(p * q for p, q in zip(a, b, strict=True)))))
    count = max(4, math.ceil(far / _STEP))
    if math.sin(far) < 1e-6:
        return [one, other]
    found = []
    for step in range(count + 1):
        t = step / count
        left, right = math.sin((1 - t) * far) / math.sin(far), math.sin(t * far) / math.sin(far)
        x, y, z = (left * p + right * q for p, q in zip(a, b, strict=True))
        found.append((math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))))
    return found


def _vector(place: Point) -> tuple[float, float, float]:
    longitude, latitude = math.radians(place[0]), math.radians(place[1])
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


def _flat(longitude: float, latitude: float) -> Point:
    x, y = math.radians(longitude), math.radians(latitude)
    y2 = y * y
    y4 = y2 * y2
    across = x * (0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4)))
    return across, -y * (1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4)))


def _bent(one: Point, other: Point) -> list[Point]:
    (x1, y1), (x2, y2) = one, other
    top = min(y1, y2) - min(abs(x2 - x1) * 0.22, 0.4)
    steps = [step / 32 for step in range(33)]
    return [((1 - t) * x1 + t * x2, (1 - t) ** 2 * y1 + 2 * t * (1 - t) * top + t * t * y2) for t in steps]

"""Lands: the country in whose shape a point lies, where no source names the country of a city.

Shapes are Natural Earth's (viz/vendor), names and letters stand in viz/lands.toml. What is found
here is shown on pictures as found by the point; it is no fact of the graph and never written there.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Final, TypeAlias

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.language import ENGLISH
from cityties.model.vocabulary import WD
from cityties.names.country import in_language

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]
Frame: TypeAlias = tuple[float, float, float, float]

__all__ = ["Land", "lands", "lands_at", "shapes"]

_NEAR: Final = 0.5  # degrees from a point off every shape to the nearest border: a port, a small island


@dataclass(frozen=True)
class Land:
    """A country or territory with a shape: its number there, its Wikidata IRI ("" where unknown), its name."""

    number: str
    iri: str
    name: str

    @property
    def key(self) -> str:
        """What tells it from all others: its IRI, else its number."""
        return self.iri or f"land:{self.number}"


@cache
def lands(lang: str) -> dict[str, Land]:
    """Give every land by its number, named in one language. Raises ModelError where a name is missing."""
    numbers = _read("graph", "countries/countries.toml")["wikidata"]
    told = {number: one for number, one in _table().items() if number != "disputed"}
    try:
        return {
            number: Land(number, WD + numbers[one["iso"]] if one["iso"] in numbers else "", _name(one, lang))
            for number, one in told.items()
        }
    except KeyError as error:
        raise ModelError(f"viz/lands.toml: {error} is missing: give each land iso, and a name in English") from error


def _name(land: Mapping[str, str], lang: str) -> str:
    """Name a land: as its line does, else as CLDR does, else in English."""
    return land.get(lang) or in_language(lang).get(land["iso"], "") or land[ENGLISH]


def lands_at(points: Sequence[Point]) -> list[str | None]:
    """Say for each point (longitude, latitude) in which land's shape it lies, or None.

    A point off every shape belongs to the nearest within half a degree; one in a disputed
    rectangle to none.
    """
    if not points:
        return []
    known, framed = _table(), _framed("50m")
    disputed = [tuple(one) for one in known["disputed"].values()]
    found = [None if any(_within(spot, one) for one in disputed) else _land_at(spot, framed) for spot in points]
    return [number if number in known else None for number in found]


def _land_at(spot: Point, framed: Sequence[tuple[str, Frame, list[Ring]]]) -> str | None:
    # A shape that reaches over the 180th meridian goes on beyond 180.
    turned = [spot, (spot[0] + 360, spot[1])]
    for number, frame, rings in framed:
        if any(_within(one, frame) and _inside(one, rings) for one in turned):
            return number
    west, south, east, north = spot[0] - _NEAR, spot[1] - _NEAR, spot[0] + _NEAR, spot[1] + _NEAR
    best: tuple[float, str | None] = (_NEAR, None)
    for number, frame, rings in framed:
        if frame[0] <= east and frame[2] >= west and frame[1] <= north and frame[3] >= south:
            far = min(math.hypot(x - spot[0], y - spot[1]) for ring in rings for x, y in ring)
            best = min(best, (far, number), key=lambda one: one[0])
    return best[1]


def shapes(scale: str) -> Iterator[tuple[str, list[Ring]]]:
    """Give each land's number (or name, where it has none) and its rings of longitudes and latitudes."""
    atlas, arcs = _atlas(scale)
    for one in atlas["objects"]["countries"]["geometries"]:
        if one["type"] is None:
            continue
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        rings = [_ring(arcs, ring) for polygon in polygons for ring in polygon]
        yield one.get("id") or one["properties"]["name"], rings


@cache
def _table() -> dict[str, Any]:
    return _read("viz", "lands.toml")


def _read(room: resources.Room, name: str) -> dict[str, Any]:
    return tomllib.loads((resources.folder(room) / name).read_text(encoding="utf-8"))


@cache
def _framed(scale: str) -> list[tuple[str, Frame, list[Ring]]]:
    """Give each shape with the rectangle around it."""
    found = []
    for number, rings in shapes(scale):
        xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
        found.append((number, (min(xs), min(ys), max(xs), max(ys)), rings))
    return found


@cache
def _atlas(scale: str) -> tuple[dict[str, Any], list[Ring]]:
    """Read a TopoJSON file and undo the packing of its arcs (https://github.com/topojson/topojson-specification)."""
    path = resources.folder("viz") / "vendor" / f"countries-{scale}.json"
    atlas = json.loads(path.read_text(encoding="utf-8"))
    (wide, high), (left, top) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        xs, ys = accumulate(x for x, _ in arc), accumulate(y for _, y in arc)
        arcs.append([(x * wide + left, y * high + top) for x, y in zip(xs, ys, strict=True)])
    return atlas, arcs


def _ring(arcs: list[Ring], numbers: Sequence[int]) -> Ring:
    """Join arcs to an outline that does not leap at the 180th meridian."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    ring = [*parts[0], *(corner for part in parts[1:] for corner in part[1:])]
    turns = list(accumulate(round((x - before) / 360) for (before, _), (x, _) in pairwise([ring[0], *ring])))
    last = max(turns)
    return [(x - 360 * (turn - last), y) for (x, y), turn in zip(ring, turns, strict=True)]


def _within(spot: Point, frame: Frame) -> bool:
    return frame[0] <= spot[0] <= frame[2] and frame[1] <= spot[1] <= frame[3]


def _inside(spot: Point, rings: Sequence[Ring]) -> bool:
    """Say whether a point lies inside a shape: a ray to the east crosses its borders an odd number of times."""
    x, y = spot
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd

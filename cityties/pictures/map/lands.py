"""Lands: the country in whose shape a point lies, where no source names the country of a city.

Shapes are Natural Earth's (viz/vendor), names and letters stand in viz/lands.toml. What is found
here is shown on pictures as found by the point; it is no fact of the graph and never written there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.vocabulary import WD
from cityties.pictures.page.files import read_toml

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ring = NDArray[np.float64]

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
    numbers = read_toml(resources.folder("graph") / "countries" / "countries.toml")["wikidata"]
    told = {number: one for number, one in _table().items() if number != "disputed"}
    try:
        return {
            number: Land(number, WD + numbers[one["iso"]] if one["iso"] in numbers else "", one[lang])
            for number, one in told.items()
        }
    except KeyError as error:
        raise ModelError(f"viz/lands.toml: {error} is missing: give each land iso, en, id and tr") from error


def lands_at(points: Sequence[tuple[float, float]]) -> list[str | None]:
    """Say for each point (longitude, latitude) in which land's shape it lies, or None.

    A point off every shape belongs to the nearest within half a degree; one in a disputed
    rectangle to none.
    """
    import numpy as np
    from scipy.spatial import cKDTree

    if not points:
        return []
    known = _table()
    spots = np.asarray(points, dtype=float)
    found: list[str | None] = [None] * len(spots)
    taken = np.zeros(len(spots), dtype=bool)
    corners, owners = [], []
    for number, rings in shapes("50m"):
        outline = np.concatenate(rings)
        corners.append(outline)
        owners += [number] * len(outline)
        low, high = outline.min(axis=0), outline.max(axis=0)
        for turn in (0, 360):  # a shape that reaches over the 180th meridian goes on beyond 180
            seen = np.add(spots, (turn, 0))
            near = np.flatnonzero(~taken & ((seen >= low) & (seen <= high)).all(axis=1))
            for place in near[_inside(seen[near], rings)]:
                taken[place] = True
                found[place] = number
    loose = np.flatnonzero(~taken)
    if len(loose):
        far, which = cKDTree(np.concatenate(corners)).query(spots[loose], distance_upper_bound=_NEAR)
        for place, distance, corner in zip(loose, far, which, strict=True):
            if np.isfinite(distance):
                found[place] = owners[corner]
    for west, south, east, north in known["disputed"].values():
        for place in np.flatnonzero(((spots >= (west, south)) & (spots <= (east, north))).all(axis=1)):
            found[place] = None
    return [number if number in known else None for number in found]


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
    return read_toml(resources.folder("viz") / "lands.toml")


@cache
def _atlas(scale: str) -> tuple[dict[str, Any], list[Ring]]:
    """Read a TopoJSON file and undo the packing of its arcs (https://github.com/topojson/topojson-specification)."""
    import numpy as np

    path = resources.folder("viz") / "vendor" / f"countries-{scale}.json"
    atlas = json.loads(path.read_text(encoding="utf-8"))
    scaled, moved = np.array(atlas["transform"]["scale"]), np.array(atlas["transform"]["translate"])
    return atlas, [np.cumsum(np.array(arc, dtype=float), axis=0) * scaled + moved for arc in atlas["arcs"]]


def _ring(arcs: list[Ring], numbers: Sequence[int]) -> Ring:
    import numpy as np

    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    ring = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
    turns = np.round(np.diff(ring[:, 0], prepend=ring[0, 0]) / 360).cumsum()
    ring[:, 0] -= 360 * (turns - turns.max())
    return ring


def _inside(spots: Ring, rings: Sequence[Ring]) -> NDArray[np.bool_]:
    """Say which points lie inside a shape: a ray to the east crosses its borders an odd number of times."""
    import numpy as np

    odd = np.zeros(len(spots), dtype=bool)
    x, y = spots[:, :1], spots[:, 1:]
    for ring in rings:
        x1, y1, x2, y2 = *ring[:-1].T, *ring[1:].T
        passes = (y1 > y) != (y2 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = (x2 - x1) * (y - y1) / (y2 - y1) + x1
        odd ^= ((passes & (x < crossing)).sum(axis=1) % 2).astype(bool)
    return odd

"""An arrangement: a large network in the parts of its folds, with places for parts and members."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from cityties.model.extra import need
from cityties.pictures.atlas import payload
from cityties.pictures.atlas.folding import FEW, Fold, blocks, fold, links
from cityties.pictures.atlas.placing import place_members, place_parts, radii
from cityties.pictures.request import Request

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ROOM", "Arrangement", "Folded"]

ROOM: Final = 0.9  # of a part's circle, which its members fill
_WAYS: Final = ("country", "community", "kind")  # where a view names none
_SIZES: Final = ("members", "ties")
_DIGITS: Final = 4


class Arrangement:
    """A network with its folds; the one that opens has the number ``opening``."""

    def __init__(self, request: Request) -> None:
        need("measures", f"{request.view.name}: the picture of a whole network")
        self.request = request
        self.graph: nx.MultiDiGraph = payload.tied(request)
        self.order: list[str] = sorted(self.graph)
        ways = request.view.folds or _WAYS
        opening = request.fold or ways[0]
        made = [Folded(self, fold(self.graph, way, request.store, request.labels)) for way in ways]
        # A way that leaves all in one part folds nothing; the first way stays, so that there is one.
        self.folds = [one for one in made if len(one.fold.parts) > 1 or one.fold.way == opening] or made[:1]
        self.opening = next((n for n, one in enumerate(self.folds) if one.fold.way == opening), 0)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The ends of each tie."""
        return [(one, other) for one, other, *_ in payload.steadily(self.graph)]

    @cached_property
    def degree(self) -> dict[str, int]:
        """How many ties each node has."""
        return dict(self.graph.degree())


class Folded:
    """One fold of a network with its links, blocks and places."""

    def __init__(self, whole: Arrangement, fold: Fold) -> None:
        self.whole, self.fold = whole, fold
        self.links: Counter[tuple[int, int]] = links(fold, whole.pairs)
        self.blocks = blocks(self.links, len(fold.parts))

    @cached_property
    def ties(self) -> list[int]:
        """How many ties touch each part."""
        found = [0] * len(self.fold.parts)
        for (one, other), count in self.links.items():
            found[one] += count
            if one != other:
                found[other] += count
        return found

    def place(self, size: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the radius and the place of each part, sized by its members or by its ties."""
        sizes = [len(part.members) for part in self.fold.parts] if size == "members" else self.ties
        reach = radii(sizes)
        return reach, place_parts(reach, self.links, self._anchors())

    def members(self, spots: NDArray[np.float64]) -> dict[str, tuple[float, float]]:
        """Place each node within a circle of radius 1, on the side of the parts that it is tied with."""
        of, degree = self.fold.of, self.whole.degree
        lean: dict[str, list[float]] = {}
        for ends in self.whole.pairs:
            for node, other in (ends, ends[::-1]):
                if of[node] != of[other]:
                    dx, dy = spots[of[other]] - spots[of[node]]
                    far = math.hypot(dx, dy) or 1.0
                    mine = lean.setdefault(node, [0.0, 0.0])
                    mine[0] += dx / far
                    mine[1] += dy / far
        found: dict[str, tuple[float, float]] = {}
        for part in self.fold.parts:
            sides = [math.atan2(lean[node][1], lean[node][0]) if node in lean else None for node in part.members]
            inner = place_members([degree[node] for node in part.members], sides)
            found.update({node: (x, y) for node, (x, y) in zip(part.members, inner.tolist(), strict=True)})
        return found

    def _anchors(self) -> list[tuple[float, float] | None] | None:
        """Give the middle of each country's cities, each city counted by its ties."""
        if self.fold.way != "country":
            return None
        found: list[tuple[float, float] | None] = []
        for part in self.fold.parts:
            rows = [
                (self.whole.degree[node], data["long"], data["lat"])
                for node in part.members
                if "lat" in (data := self.whole.graph.nodes[node])
            ]
            whole = sum(row[0] for row in rows)
            middle = (
                (sum(row[0] * row[1] for row in rows) / whole, sum(row[0] * row[2] for row in rows) / whole)
                if whole
                else None
            )
            found.append(middle if part.key else None)
        return found

    def columns(self, told: Mapping[str, str]) -> dict[str, Any]:
        """Give what the page holds of the fold."""
        of = self.fold.of
        placed = {size: self.place(size) for size in _SIZES}
        inner = self.members(placed["members"][1])
        return {
            "way": self.fold.way,
            "label": told[f"fold_{self.fold.way}"],
            "parts": [
                part.label or told["few" if part.key == FEW else f"none_{self.fold.way}"] for part in self.fold.parts
            ],
            "unplaced": [number for number, part in enumerate(self.fold.parts) if part.key in ("", FEW)],
            "of": [of[node] for node in self.whole.order],
            "block": self.blocks,
            "place": {
                size: [
                    [round(x, 1), round(y, 1), round(r, 1)]
                    for (x, y), r in zip(xy.tolist(), reach.tolist(), strict=True)
                ]
                for size, (reach, xy) in placed.items()
            },
            "inner": [round(value * ROOM, _DIGITS) for node in self.whole.order for value in inner[node]],
            "guessed": len(self.fold.guessed),
            "several": self.fold.several,
        }

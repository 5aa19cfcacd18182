"""Lettering: where names of a sketch stand so that none lies over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from cityties.pictures.shapes.letters import wide
from cityties.pictures.shapes.sketch import Anchor, Text

__all__ = ["Lettering"]

Side = Literal["middle", "below", "above", "right", "left"]
Frame = tuple[float, float, float, float]

_CELL: Final = 64.0
_ANCHORS: Final[dict[Side, Anchor]] = {
    "middle": "middle",
    "below": "middle",
    "above": "middle",
    "right": "start",
    "left": "end",
}


class Lettering:
    """Gives names places, the first come first; what has no free place gets none."""

    def __init__(self, width: float, height: float) -> None:
        self._page: Frame = (0.0, 0.0, width, height)
        self._cells: dict[tuple[int, int], list[Frame]] = {}

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = 11.0,
        gap: float = 0.0,
        sides: Sequence[Side] = ("middle",),
        weight: Literal["normal", "bold"] = "normal",
        colour: str = "#1f2421",
        halo: str = "",
        must: bool = False,
    ) -> Text | None:
        """Place a name around (x, y), ``gap`` from it, on the first of the sides that is free."""
        across, down = wide(text, size) * (1.08 if weight == "bold" else 1.0), size * 1.2
        for side in sides:
            left = {"right": x + gap, "left": x - gap - across}.get(side, x - across / 2)
            top = {"below": y + gap, "above": y - gap - down}.get(side, y - down / 2)
            frame = (left - 2, top, left + across + 2, top + down)
            if must or self._free(frame):
                self.take(frame)
                at = {"right": left, "left": left + across}.get(side, x)
                return Text(at, top + down / 2, text, size, _ANCHORS[side], weight, colour, halo)
        return None

    def take(self, frame: Frame) -> None:
        """Keep a rectangle (left, top, right, bottom) free of names."""
        for cell in _cells(frame):
            self._cells.setdefault(cell, []).append(frame)

    def _free(self, frame: Frame) -> bool:
        left, top, right, bottom = frame
        west, north, east, south = self._page
        if left < west or top < north or right > east or bottom > south:
            return False
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for cell in _cells(frame)
            for other in self._cells.get(cell, ())
        )


def _cells(frame: Frame) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(value // _CELL) for value in frame)
    for across in range(left, right + 1):
        for down in range(top, bottom + 1):
            yield across, down

"""A sketch: a picture as neutral shapes, before anybody has chosen a library to write it with.

Coordinates grow to the right and down, in pixels of a page ``width`` by ``height``; what is later
in ``items`` lies above. Colours are names of the palette, or #rrggbb.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Area", "Box", "Dash", "Dot", "Entry", "Item", "Line", "Mark", "Point", "Shape", "Sketch", "Text", "flat"]

Point: TypeAlias = tuple[float, float]
Shape: TypeAlias = Literal[
    "dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star", "ring", "half", "cross"
]
Dash: TypeAlias = Literal["solid", "dashed", "dotted"]
Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Line:
    """A line through points, with an arrow at its end where there is one."""

    points: Sequence[Point]
    colour: str
    width: float = 1.0
    dash: Dash = "solid"
    arrow: bool = False
    opacity: float = 1.0


@dataclass(frozen=True)
class Dot:
    """A mark at a place, in one of the shapes of viz/style.toml; ``edge`` is the colour of its rim."""

    x: float
    y: float
    radius: float
    colour: str
    shape: Shape = "dot"
    edge: str = ""
    opacity: float = 1.0


@dataclass(frozen=True)
class Box:
    """A rectangle: a bar of a timeline, a cell of a matrix."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    edge: str = ""
    opacity: float = 1.0
    round: float = 0.0


@dataclass(frozen=True)
class Area:
    """A filled outline: land, a community. Several rings make holes."""

    rings: Sequence[Sequence[Point]]
    colour: str
    edge: str = ""
    opacity: float = 1.0


@dataclass(frozen=True)
class Text:
    """Words at a place; ``y`` is their middle. ``halo`` is a colour around the letters."""

    x: float
    y: float
    text: str
    size: float = 12.0
    anchor: Anchor = "middle"
    weight: Literal["normal", "bold"] = "normal"
    colour: str = "ink"
    halo: str = ""
    turn: float = 0.0  # degrees, clockwise, around the place


@dataclass(frozen=True)
class Mark:
    """Shapes that stand for one thing: ``ref`` names what a page tells of it.

    ``label`` is said of it to who does not see it; ``part`` is the kind that the legend switches off
    and on; ``days`` are when it began and ended, as far as sources tell; ``near`` are the refs that
    stand out with it.
    """

    items: Sequence[Item]
    ref: str
    label: str = ""
    part: str = ""
    days: tuple[str, str] = ("", "")
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of the legend: a mark, or a line where ``dash`` is given, and what it stands for.

    ``part`` is the kind of marks that it switches off and on in a page.
    """

    text: str
    colour: str
    shape: Shape = "dot"
    dash: Dash | Literal[""] = ""
    width: float = 2.0
    part: str = ""


Item: TypeAlias = "Line | Dot | Box | Area | Text | Mark"


@dataclass(frozen=True)
class Sketch:
    """A whole picture: its size, its title, the question under it, its shapes and its legend."""

    width: float
    height: float
    title: str
    question: str
    items: Sequence[Item]
    legend: Sequence[Entry] = ()
    note: str = ""  # what a reader must know of it: how much is left out, as of when
    paper: str = "paper"


def flat(items: Iterable[Item]) -> Iterator[Line | Dot | Box | Area | Text]:
    """Give the shapes of a sketch without the marks that they belong to."""
    for item in items:
        if isinstance(item, Mark):
            yield from flat(item.items)
        else:
            yield item

"""A plate: a sketch with its title, its question, its legend and its note put around it as shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from cityties.pictures.shapes.letters import wide, wrapped
from cityties.pictures.shapes.sketch import Area, Dot, Entry, Item, Line, Mark, Point, Sketch, Text, flat

__all__ = ["fitted", "plate", "stacked"]

_COMMON: Final = 1400.0  # the width of a sketch beyond which words grow
_MARGIN: Final = 32.0
_ROW: Final = 22.0
_SMALL: Final = 12.0


def plate(sketch: Sketch) -> Sketch:
    """Put title and question above a sketch, legend and note below, all as shapes of one larger sketch.

    Around a large sketch words grow with it, so that they are read on the same sheet of paper.
    """
    grow = max(1.0, sketch.width / _COMMON)
    margin, small, row = _MARGIN * grow, _SMALL * grow, _ROW * grow
    width = max(sketch.width, 640.0) + 2 * margin
    room = width - 2 * margin
    top: list[Item] = []
    y = margin
    for line in wrapped(sketch.title, 26 * grow, room):
        top.append(Text(margin, y + 13 * grow, line, 26 * grow, "start", colour="ink"))
        y += 33 * grow
    for line in wrapped(sketch.question, 14 * grow, room):
        top.append(Text(margin, y + 9 * grow, line, 14 * grow, "start", colour="soft"))
        y += row
    y += 14 * grow
    left = (width - sketch.width) / 2
    middle = [_moved(item, left, y) for item in sketch.items]
    y += sketch.height + 18 * grow
    below: list[Item] = [Line(((margin, y), (width - margin, y)), "line", grow)]
    y += 20 * grow
    x = margin
    for entry in sketch.legend:
        across = 34 * grow + wide(entry.text, small)
        if x > margin and x + across > width - margin:
            x, y = margin, y + row
        below += _entry(entry, x, y, grow)
        x += across + 22 * grow
    if sketch.legend:
        y += row + 4 * grow
    for line in wrapped(sketch.note, small, room):
        below.append(Text(margin, y, line, small, "start", colour="soft"))
        y += 18 * grow
    height = y + margin - 18 * grow
    return replace(sketch, width=width, height=height, items=(*top, *middle, *below), legend=(), note="")


def _entry(entry: Entry, x: float, y: float, grow: float) -> Iterator[Item]:
    if entry.dash:
        yield Line(((x, y), (x + 24 * grow, y)), entry.colour, entry.width * grow, entry.dash)
    else:
        yield Dot(x + 12 * grow, y, 5.5 * grow, entry.colour, entry.shape)
    yield Text(x + 32 * grow, y, entry.text, _SMALL * grow, "start", colour="ink")


def stacked(parts: Sequence[tuple[str, Sketch]]) -> Sketch:
    """Put sketches below each other, each under its heading, as one: legends and notes are told once."""
    first = parts[0][1]
    items: list[Item] = []
    legend: dict[Entry, None] = {}
    notes: dict[str, None] = {}
    y = 0.0
    for heading, sketch in parts:
        if heading:
            y += 26 if items else 8
            items.append(Text(0, y, heading, 17, "start", "bold"))
            y += 22
        items += [_moved(item, 0, y) for item in sketch.items]
        y += sketch.height
        legend |= dict.fromkeys(sketch.legend)
        notes |= dict.fromkeys([sketch.note] if sketch.note else [])
    return replace(first, height=y, items=items, legend=tuple(legend), note=" · ".join(notes))


def fitted(sketch: Sketch, width: float, height: float, margin: float = 24.0) -> Sketch:
    """Bring a framed sketch onto one sheet of a given size, as large as there is room."""
    grow = min((width - 2 * margin) / sketch.width, (height - 2 * margin) / sketch.height)
    dx = (width - sketch.width * grow) / 2
    items = [_moved(_grown(item, grow), dx, margin) for item in flat(sketch.items)]
    return replace(sketch, width=width, height=height, items=items)


def _grown(item: Item, by: float) -> Item:
    """Enlarge a shape, and all that is measured of it, away from the upper left corner."""
    if isinstance(item, Line):
        return replace(item, points=[(x * by, y * by) for x, y in item.points], width=item.width * by)
    if isinstance(item, Area):
        return replace(item, rings=[[(x * by, y * by) for x, y in ring] for ring in item.rings])
    if isinstance(item, Mark):
        return replace(item, items=[_grown(one, by) for one in item.items])
    moved = replace(item, x=item.x * by, y=item.y * by)
    if isinstance(moved, Text):
        return replace(moved, size=moved.size * by)
    if isinstance(moved, Dot):
        return replace(moved, radius=moved.radius * by)
    return replace(moved, width=moved.width * by, height=moved.height * by, round=moved.round * by)


def _moved(item: Item, dx: float, dy: float) -> Item:
    if isinstance(item, Mark):
        return replace(item, items=[_moved(one, dx, dy) for one in item.items])
    if isinstance(item, Line):
        return replace(item, points=_shifted(item.points, dx, dy))
    if isinstance(item, Area):
        return replace(item, rings=[_shifted(ring, dx, dy) for ring in item.rings])
    return replace(item, x=item.x + dx, y=item.y + dy)


def _shifted(points: Iterable[Point], dx: float, dy: float) -> list[Point]:
    return [(x + dx, y + dy) for x, y in points]

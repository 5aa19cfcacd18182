"""A plate: a sketch with its title, its question, its legend and its note put around it as shapes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from cityties.pictures.shapes.sketch import Area, Dot, Entry, Item, Line, Point, Sketch, Text

__all__ = ["plate", "wide"]

_COMMON: Final = 1400.0  # the width of a sketch beyond which words grow
_MARGIN: Final = 32.0
_ROW: Final = 22.0
_SMALL: Final = 12.0
_INK: Final = "#1f2421"
_SOFT: Final = "#565d58"
_LINE: Final = "#dcd8cc"
_NARROW: Final = frozenset("iIjlt.,:;'|!()[]fr -‘’ıİ")


def wide(text: str, size: float) -> float:
    """Say about how wide a line of words is in DejaVu Sans, without asking a font.

    >>> wide("Ankara", 10) < wide("Mansur Yavaş", 10) < wide("Mansur Yavaş", 20)
    True
    """
    return size * sum(
        0.0 if unicodedata.combining(letter) else
        0.36 if letter in _NARROW else
        1.0 if unicodedata.east_asian_width(letter) in "WF" else
        0.72 if letter.isupper() or letter in "mwMW@%—" else 0.6
        for letter in text
    )  # fmt: skip


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
    for line in _lines(sketch.title, 26 * grow, room):
        top.append(Text(margin, y + 13 * grow, line, 26 * grow, "start", colour=_INK))
        y += 33 * grow
    for line in _lines(sketch.question, 14 * grow, room):
        top.append(Text(margin, y + 9 * grow, line, 14 * grow, "start", colour=_SOFT))
        y += row
    y += 14 * grow
    left = (width - sketch.width) / 2
    middle = [_moved(item, left, y) for item in sketch.items]
    y += sketch.height + 18 * grow
    below: list[Item] = [Line(((margin, y), (width - margin, y)), _LINE, grow)]
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
    for line in _lines(sketch.note, small, room):
        below.append(Text(margin, y, line, small, "start", colour=_SOFT))
        y += 18 * grow
    height = y + margin - 18 * grow
    return replace(sketch, width=width, height=height, items=(*top, *middle, *below), legend=(), note="")


def _entry(entry: Entry, x: float, y: float, grow: float) -> Iterator[Item]:
    if entry.dash:
        yield Line(((x, y), (x + 24 * grow, y)), entry.colour, entry.width * grow, entry.dash)
    else:
        yield Dot(x + 12 * grow, y, 5.5 * grow, entry.colour, entry.shape)
    yield Text(x + 32 * grow, y, entry.text, _SMALL * grow, "start", colour=_INK)


def _lines(text: str, size: float, room: float) -> list[str]:
    """Break words into lines that fit."""
    lines: list[str] = []
    for word in text.split():
        if lines and wide(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _moved(item: Item, dx: float, dy: float) -> Item:
    if isinstance(item, Line):
        return replace(item, points=_shifted(item.points, dx, dy))
    if isinstance(item, Area):
        return replace(item, rings=[_shifted(ring, dx, dy) for ring in item.rings])
    return replace(item, x=item.x + dx, y=item.y + dy)


def _shifted(points: Iterable[Point], dx: float, dy: float) -> list[Point]:
    return [(x + dx, y + dy) for x, y in points]

"""A plate: a sketch with its title, its question, its legend and its note put around it as shapes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from cityties.pictures.sketch import Area, Dot, Entry, Item, Line, Point, Sketch, Text

__all__ = ["plate", "wide"]

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
    """Put title and question above a sketch, legend and note below, all as shapes of one larger sketch."""
    width = max(sketch.width, 640.0) + 2 * _MARGIN
    room = width - 2 * _MARGIN
    top: list[Item] = []
    y = _MARGIN
    for line in _lines(sketch.title, 26, room):
        top.append(Text(_MARGIN, y + 13, line, 26, "start", colour=_INK))
        y += 33
    for line in _lines(sketch.question, 14, room):
        top.append(Text(_MARGIN, y + 9, line, 14, "start", colour=_SOFT))
        y += _ROW
    y += 14
    left = (width - sketch.width) / 2
    middle = [_moved(item, left, y) for item in sketch.items]
    y += sketch.height + 18
    below: list[Item] = [Line(((_MARGIN, y), (width - _MARGIN, y)), _LINE)]
    y += 20
    x = _MARGIN
    for entry in sketch.legend:
        across = 34 + wide(entry.text, _SMALL)
        if x > _MARGIN and x + across > width - _MARGIN:
            x, y = _MARGIN, y + _ROW
        below += _entry(entry, x, y)
        x += across + 22
    if sketch.legend:
        y += _ROW + 4
    for line in _lines(sketch.note, _SMALL, room):
        below.append(Text(_MARGIN, y, line, _SMALL, "start", colour=_SOFT))
        y += 18
    return replace(sketch, width=width, height=y + _MARGIN - 18, items=(*top, *middle, *below), legend=(), note="")


def _entry(entry: Entry, x: float, y: float) -> Iterator[Item]:
    if entry.dash:
        yield Line(((x, y), (x + 24, y)), entry.colour, entry.width, entry.dash)
    else:
        yield Dot(x + 12, y, 5.5, entry.colour, entry.shape)
    yield Text(x + 32, y, entry.text, _SMALL, "start", colour=_INK)


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

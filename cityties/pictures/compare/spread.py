"""Two cities side by side as a still: how far their partners overlap, who they are, in which fields and countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.pictures.shapes.plate import wide
from cityties.pictures.shapes.sketch import Box, Entry, Item, Line, Sketch, Text

__all__ = ["Side", "spread"]

_WIDTH: Final = 1280.0
_COLUMN: Final = 190.0
_ROW: Final = 16.5
_SIZE: Final = 11.5
_BAR: Final = 19.0
_MOST: Final = 14  # bars of a kind
_SOFT: Final = "#565d58"
_LINE: Final = "#dcd8cc"
_PAPER: Final = "#faf8f2"


@dataclass(frozen=True)
class Side:
    """One of the three lists: its title, its colour, and the names of its partners by the name of their country."""

    title: str
    colour: str
    names: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return sum(len(names) for names in self.names.values())


def spread(
    sides: tuple[Side, Side, Side],
    bars: Sequence[tuple[str, Counter[str], Counter[str]]],
    *,
    title: str,
    question: str,
    note: str,
    unknown: str,
) -> Sketch:
    """Draw the lists of the one city, of both and of the other, and bars to the left and right for each count."""
    items: list[Item] = []
    total, x = max(1, sum(len(side) for side in sides)), 0.0
    for side in sides:
        across = _WIDTH * len(side) / total
        if across:
            items.append(Box(x, 0, across, 26, side.colour))
            items.append(Text(x + across / 2, 13, str(len(side)), 12, weight="bold", colour=_PAPER))
        x += across
    top = 48.0
    shares = _shares([len(side) for side in sides])
    bottom, x = top, 0.0
    for side, columns in zip(sides, shares, strict=True):
        across = columns * (_WIDTH + 16) / sum(shares)
        items.append(Line(((x, top), (x + across - 16, top)), side.colour, 2.5))
        items.append(Text(x, top + 18, f"{side.title}  {len(side)}", 13.5, "start", "bold", side.colour))
        listed, low = _listed(side, x, top + 42, columns, across / columns, unknown)
        items += listed
        bottom, x = max(bottom, low), x + across
    y = bottom + 26
    half = (_WIDTH - 40) / 2
    for number, (name, left, right) in enumerate(one for one in bars if one[1] or one[2]):
        if number % 2 == 0 and number:
            y = bottom + 26
        drawn, low = _butterfly(
            name, left, right, (number % 2) * (half + 40), y, half, (sides[0].colour, sides[2].colour)
        )
        items += drawn
        bottom = max(bottom, low)
    legend = [Entry(side.title, side.colour, "square") for side in sides]
    return Sketch(_WIDTH, bottom + 6, title, question, items, legend, note)


def _shares(counts: Sequence[int]) -> list[int]:
    """Part six columns among three lists by their lengths, at least one for each."""
    shares = [1, 1, 1]
    for _ in range(3):
        longest = max(range(3), key=lambda place: counts[place] / shares[place])
        shares[longest] += 1
    return shares


def _listed(side: Side, x: float, y: float, columns: int, across: float, unknown: str) -> tuple[list[Item], float]:
    lines: list[tuple[str, bool]] = []
    for country, names in sorted(side.names.items(), key=lambda one: (not one[0], -len(one[1]), one[0])):
        lines.append((country or unknown, True))
        lines += [(name, False) for name in sorted(names)]
    rows = max(1, -(-len(lines) // columns))
    items: list[Item] = []
    for place, (text, head) in enumerate(lines):
        column, row = divmod(place, rows)
        told = _cut(text, across - 18)
        spot = (x + column * across + (0 if head else 10), y + row * _ROW)
        items.append(Text(*spot, told, _SIZE, "start", "bold" if head else "normal", _SOFT if head else "#1f2421"))
    return items, y + min(rows, len(lines)) * _ROW


def _butterfly(
    name: str, left: Counter[str], right: Counter[str], x: float, y: float, across: float, colours: tuple[str, str]
) -> tuple[list[Item], float]:
    keys = sorted({*left, *right}, key=lambda key: (-min(left[key], right[key]), -left[key] - right[key], key))
    shown = keys[:_MOST]
    most = max([1, *(left[key] for key in shown), *(right[key] for key in shown)])
    middle = max(wide(key, _SIZE) for key in shown) / 2 + 8
    half = across / 2 - middle - 24
    items: list[Item] = [Text(x, y, name, 13.5, "start", "bold")]
    y += 24
    for row, key in enumerate(shown):
        at = y + row * _BAR
        items.append(Text(x + across / 2, at, key, _SIZE))
        for count, colour, way in ((left[key], colours[0], -1), (right[key], colours[1], 1)):
            if not count:
                continue
            length = max(2.0, half * count / most)
            begin = x + across / 2 + way * middle
            items.append(Box(min(begin, begin + way * length), at - 6, length, 12, colour))
            spot = begin + way * (length + 5)
            items.append(Text(spot, at, str(count), 11, "start" if way > 0 else "end", colour=_SOFT))
    rest = len(keys) - len(shown)
    low = y + len(shown) * _BAR
    if rest:
        items.append(Text(x + across / 2, low, f"+ {rest}", 11, colour=_SOFT))
    return items, low + (_BAR if rest else 0)


def _cut(text: str, room: float) -> str:
    if wide(text, _SIZE) <= room:
        return text
    while text and wide(text + "…", _SIZE) > room:
        text = text[:-1]
    return text.rstrip() + "…"

"""The matrix of countries as a still: the first of them, by the groups that link most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from cityties.pictures.request import Request
from cityties.pictures.shapes.plate import wide
from cityties.pictures.shapes.sketch import Box, Dot, Entry, Item, Sketch, Text

if TYPE_CHECKING:
    from cityties.pictures.countries.page import Table

__all__ = ["grid", "ink_on", "steps"]

_MOST: Final = 36  # countries
_CELL: Final = (30.0, 20.0)
_SIZE: Final = 11.0
_INK: Final = "#1f2421"
_SOFT: Final = "#565d58"
_PALE: Final = "#fbf8f1"
_CARD: Final = "#fffefb"
_SLANT: Final = 3  # names above the columns stand in as many rows, so that each has room


def grid(request: Request, found: Table, looks: Mapping[str, Any], words: Mapping[str, str]) -> Sketch:
    """Draw the countries with the most ties, grouped by blocks; what is left out is told in the note."""
    look = looks["light"]
    order = sorted(range(min(_MOST, len(found.keys))), key=lambda row: (found.blocks[row], row))
    across, tall = _CELL
    totals = found.totals
    left = max(wide(found.names[row], _SIZE) for row in order) + 62
    top = _SLANT * 16 + 16
    most = max(found.pairs.values())
    bounds = steps(most, len(look["ramp"]))
    items: list[Item] = []
    for at, row in enumerate(order):
        y = top + (at + 0.5) * tall
        items.append(Text(0, y, found.names[row], _SIZE, "start", colour=_INK))
        items.append(Text(left - 8, y, str(totals[row]), _SIZE, "end", colour=_SOFT))
        x = left + (at + 0.5) * across
        level = at % _SLANT
        items.append(Box(x - 0.4, 10 + level * 16, 0.8, top - 12 - level * 16, "#dcd8cc"))
        items.append(Text(x, 6 + level * 16, _short(found.names[row]), 9.5, colour=_INK, halo="#faf8f2"))
    for at, row in enumerate(order):
        for place, column in enumerate(order):
            x, y = left + place * across, top + at * tall
            count = found.pairs[(min(row, column), max(row, column))]
            fill = _shade(count, bounds, look["ramp"]) if count else _CARD
            items.append(Box(x + 0.5, y + 0.5, across - 1, tall - 1, fill, edge=_SOFT if row == column else ""))
            if count:
                own = row == column
                spot = (x + across / 2, y + tall / 2)
                items.append(Text(*spot, str(count), 10, weight="bold" if own else "normal", colour=ink_on(fill)))
            elif row != column and (found.missions[row, column] or found.missions[column, row]):
                items.append(Dot(x + across / 2, y + tall / 2, 2.6, look["mission"], "diamond"))
    items += _frames(order, found.blocks, left, top, look["block"])
    width, height = left + across * len(order) + 4, top + tall * len(order) + 4
    inside = set(order)
    seen = sum(count for (one, other), count in found.pairs.items() if one in inside and other in inside)
    rest = len(found.keys) - len(order)
    note = [words["counts"].format(ties=seen, countries=len(order))]
    if rest:
        note.append(words["rest"].format(countries=rest, ties=sum(found.pairs.values()) - seen))
    if found.loose:
        note.append(words["loose"].format(count=found.loose))
    legend = [
        Entry(_range(bounds, at, most), _shade(bound, bounds, look["ramp"]), "square")
        for at, bound in enumerate(bounds)
    ]
    legend.append(Entry(words["alone"], look["mission"], "diamond"))
    legend.append(Entry(words["block"], look["block"], "square"))
    return Sketch(width, height, request.title, request.question, items, legend, " · ".join([*note, *found.notes]))


def steps(most: int, many: int) -> list[int]:
    """Part the numbers from 1 to the most into steps, each several times as large as the one before.

    >>> steps(165, 6)
    [1, 3, 8, 21, 59, 165]
    """
    found: list[int] = []
    for at in range(many):
        bound = max(at + 1, round(most ** (at / (many - 1))))
        if bound <= most and (not found or bound > found[-1]):
            found.append(bound)
    return found


def ink_on(fill: str) -> str:
    """Choose dark or pale letters for a ground."""
    red, green, blue = (int(fill[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else _PALE


def _shade(count: int, bounds: Sequence[int], ramp: Sequence[str]) -> str:
    at = max((place for place, bound in enumerate(bounds) if count >= bound), default=0)
    return ramp[round(at * (len(ramp) - 1) / (len(bounds) - 1))] if len(bounds) > 1 else ramp[-1]


def _range(bounds: Sequence[int], at: int, most: int) -> str:
    last = bounds[at + 1] - 1 if at + 1 < len(bounds) else most
    return str(bounds[at]) if last <= bounds[at] else f"{bounds[at]}–{last}"


def _frames(order: Sequence[int], blocks: Sequence[int], left: float, top: float, colour: str) -> list[Item]:
    across, tall = _CELL
    found: list[Item] = []
    begin = 0
    for at in range(1, len(order) + 1):
        if at == len(order) or blocks[order[at]] != blocks[order[begin]]:
            if at - begin > 1:
                size = ((at - begin) * across, (at - begin) * tall)
                found.append(Box(left + begin * across, top + begin * tall, *size, "", edge=colour))
            begin = at
    return found


def _short(name: str) -> str:
    return name if len(name) <= 15 else name[:14].rstrip() + "…"

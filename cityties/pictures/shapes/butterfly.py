"""A butterfly: bars to the left and to the right of names, for two counts of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cityties.pictures.shapes.letters import wide, wrapped
from cityties.pictures.shapes.sketch import Box, Item, Text

__all__ = ["butterfly"]

_SIZE: Final = 11.5
_BAR: Final = 18.0


def butterfly(
    left: Counter[str], right: Counter[str], at: tuple[float, float], width: float, most: int
) -> tuple[list[Item], float]:
    """Draw two counts by name, what both have first; give the shapes and where they end."""
    keys = sorted({*left, *right}, key=lambda key: (-min(left[key], right[key]), -left[key] - right[key], key))
    shown: Sequence[str] = keys[:most]
    x, y = at
    if not shown:
        return [], y
    room = width * 0.42
    names = {key: wrapped(key, _SIZE, room) for key in shown}
    middle = max(wide(line, _SIZE) for lines in names.values() for line in lines) / 2 + 8
    half = width / 2 - middle - 22
    top = max([1, *(left[key] for key in shown), *(right[key] for key in shown)])
    items: list[Item] = []
    for key in shown:
        lines = names[key]
        for number, line in enumerate(lines):
            items.append(Text(x + width / 2, y + 8 + number * 14, line, _SIZE))
        tall = 14 * (len(lines) - 1)
        for count, colour, way in ((left[key], "one", -1), (right[key], "other", 1)):
            if not count:
                continue
            length = max(2.0, half * count / top)
            begin = x + width / 2 + way * middle
            items.append(Box(min(begin, begin + way * length), y + 2 + tall / 2, length, 12, colour))
            side = begin + way * (length + 5)
            items.append(Text(side, y + 8 + tall / 2, str(count), 11, "start" if way > 0 else "end", colour="soft"))
        y += _BAR + tall
    if len(keys) > len(shown):
        items.append(Text(x + width / 2, y + 8, f"+ {len(keys) - len(shown)}", 11, colour="soft"))
        y += _BAR
    return items, y

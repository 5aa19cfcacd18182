"""A table as text that fits its terminal: cells are folded; where there are too many columns, a row is a block."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, Final

__all__ = ["text_table"]

_USUAL: Final = 80  # columns of a terminal that tells nothing, and of a file
_WORD: Final = 14  # letters of a word that are not torn apart
_GAP: Final = "  "


def text_table(heads: Sequence[str], rows: Sequence[Sequence[Any]], room: int = 0) -> str:
    """Write a table no wider than the terminal, or than ``room``; numbers stand to the right.

    >>> print(text_table(["city", "ties"], [["Ankara", 3], ["Sister of Jakarta", 10]], room=16))
    city        ties
    ----------  ----
    Ankara         3
    Sister of     10
    Jakarta
    """
    room = room or max(40, shutil.get_terminal_size((_USUAL, 24)).columns)
    cells = [[" ".join(str("" if cell is None else cell).split()) for cell in row] for row in rows]
    widths = _widths([list(heads), *cells], room - len(_GAP) * (len(heads) - 1))
    if widths is None:
        return _blocks(heads, cells, room)
    right = [bool(rows) and all(isinstance(row[place], int | float) for row in rows) for place in range(len(heads))]
    lines = [*_lines(list(heads), widths, right), _GAP.join("-" * width for width in widths)]
    for row in cells:
        lines += _lines(row, widths, right)
    return "\n".join(line.rstrip() for line in lines)


def _lines(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    folded = [_folded(cell, width) for cell, width in zip(cells, widths, strict=True)]
    return [
        _GAP.join(
            part.rjust(width) if to_right else part.ljust(width)
            for part, width, to_right in zip(parts, widths, right, strict=True)
        )
        for parts in zip_longest(*folded, fillvalue="")
    ]


def _folded(cell: str, width: int) -> list[str]:
    return textwrap.wrap(cell, width, break_on_hyphens=False) or [""]


def _widths(lines: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Share the room out: the widest column gives way first, down to its longest word; None where that is too wide."""
    columns = list(zip(*lines, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [min(_WORD, max(len(word) for cell in column for word in [*cell.split(), ""])) for column in columns]
    while sum(widths) > room:
        spare = [place for place, width in enumerate(widths) if width > least[place]]
        if not spare:
            return None
        widths[max(spare, key=lambda place: widths[place])] -= 1
    return widths


def _blocks(heads: Sequence[str], cells: Sequence[Sequence[str]], room: int) -> str:
    """Write a row as lines of its own, each with the head of its column; what is empty is left out."""
    left = max(len(head) for head in heads) + len(_GAP)
    blocks = []
    for row in cells:
        lines = []
        for head, cell in zip(heads, row, strict=True):
            for number, part in enumerate(_folded(cell, max(20, room - left)) if cell else []):
                lines.append(("" if number else head).ljust(left) + part)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)

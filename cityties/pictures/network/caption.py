"""Captions: the whole name under a mark, broken into lines, and the room that mark and name take together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from cityties.pictures.shapes.letters import wide, wrapped

__all__ = ["LETTERS", "LINE", "Reach", "caption", "reach"]

LETTERS: Final = 17.0  # size of a name on the canvas
LINE: Final = 20.0  # from one line of it to the next
_ROOM: Final = 172.0
_LONG: Final = 290.0  # of a single word
_LINES: Final = 5  # of a name that is longer, the end is told beside the picture
_MARK: Final = 26.0  # how far the largest mark reaches from its middle


class Reach(NamedTuple):
    """How far a thing reaches from its middle: to each side, up, and down to the foot of its name."""

    side: float
    up: float
    down: float


def caption(label: str) -> list[str]:
    """Break a name into lines.

    >>> caption("Embassy of Indonesia in Ankara")
    ['Embassy of', 'Indonesia in', 'Ankara']
    """
    longest = max((wide(word, LETTERS) for word in label.split()), default=0.0)
    lines = wrapped(label, LETTERS, max(_ROOM, min(longest, _LONG))) or [""]
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1][:-1]}…"]


def reach(data: Mapping[str, Any]) -> Reach:
    """Say how much room a thing of a network needs with its name."""
    lines = caption(str(data.get("label", "")))
    side = max(wide(line, LETTERS) for line in lines) / 2 + 5
    return Reach(max(side, _MARK), _MARK, _MARK + 6 + LINE * len(lines))

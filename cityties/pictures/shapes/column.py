"""A column: words and marks one below the other, each whole, broken into lines where they need it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from cityties.pictures.shapes.letters import wide, wrapped
from cityties.pictures.shapes.sketch import Box, Dot, Item, Line, Mark, Shape, Text

__all__ = ["LEADING", "Column", "Said"]

LEADING: Final = 1.36  # from one line of words to the next, of the size of letters


@dataclass(frozen=True)
class Said:
    """Some words of a row: how large, how heavy, in which colour."""

    text: str
    size: float = 12.5
    weight: Literal["normal", "bold"] = "normal"
    colour: str = "ink"


@dataclass
class Column:
    """A column that grows downwards from ``y``; all that is put into it stands within its width."""

    x: float
    y: float
    width: float
    items: list[Item] = field(default_factory=list)

    def space(self, height: float) -> None:
        """Leave room."""
        self.y += height

    def words(self, said: Said, indent: float = 0.0) -> None:
        """Put words, in as many lines as they need."""
        self.items += self._lines(said, indent)

    def heading(self, text: str, colour: str = "ink", size: float = 15.0, count: int | None = None) -> None:
        """Put a heading with a rule above it, and how many things stand below it."""
        self.items.append(Line(((self.x, self.y), (self.x + self.width, self.y)), colour, 2.0))
        self.y += 7
        told = text if count is None else f"{text} · {count}"
        self.words(Said(told, size, "bold", colour))
        self.y += 4

    def row(
        self,
        ref: str,
        said: Sequence[Said],
        *,
        part: str = "",
        days: tuple[str, str] = ("", ""),
        dot: tuple[Shape, str] | None = None,
        gap: float = 5.0,
        indent: float = 0.0,
        label: str = "",
    ) -> tuple[float, float]:
        """Put a row that stands for one thing: a mark before it, its words below each other.

        Gives the height of the middle of its first line and of its end.
        """
        top = self.y
        start = indent + (17.0 if dot else 0.0)
        made: list[Item] = []
        for one in said:
            if one.text:
                made += self._lines(one, start)
        middle = top + said[0].size * LEADING / 2
        if dot:
            made.insert(0, Dot(self.x + indent + 6, middle, 5.5, dot[1], dot[0]))
        back = Box(self.x + indent - 3, top - 1, self.width - indent + 6, self.y - top + 2, "", edge="")
        name = label or " · ".join(one.text for one in said if one.text)
        self.items.append(Mark((back, *made), ref, name, part, days))
        self.y += gap
        return middle, self.y - gap

    def flow(self, blocks: Sequence[Callable[[Column], None]], least: float, gap: float = 18.0) -> None:
        """Put blocks in as many columns beside each other as have room, filled one after the other, of like height."""
        many = max(1, min(len(blocks), int((self.width + gap) // (least + gap))))
        across = (self.width - gap * (many - 1)) / many
        heights = []
        for block in blocks:
            tried = Column(0, 0, across)
            block(tried)
            heights.append(tried.y)
        limit = max([sum(heights) / many, *heights])
        while _columns(heights, limit) > many:
            limit *= 1.03
        column, low, number = Column(self.x, self.y, across), self.y, 0
        for block, height in zip(blocks, heights, strict=True):
            if column.y > self.y and column.y + height > self.y + limit + 0.5 and number + 1 < many:
                self.items += column.items
                number += 1
                column = Column(self.x + number * (across + gap), self.y, across)
            block(column)
            low = max(low, column.y)
        self.items += column.items
        self.y = low

    def chips(self, chips: Sequence[tuple[str, str, str]], size: float = 12.0, indent: float = 0.0) -> None:
        """Put short names beside each other, each in a frame of its own: (ref, text, colour)."""
        x, tall = self.x + indent, size * 1.75
        for ref, text, colour in chips:
            room = self.width - indent - 14
            lines = wrapped(text, size, room)
            across = max(wide(line, size) for line in lines) + 14
            if x > self.x + indent and x + across > self.x + self.width:
                x, self.y = self.x + indent, self.y + tall + 5
            high = tall + (len(lines) - 1) * size * LEADING
            made: list[Item] = [Box(x, self.y, across, high, "card", edge=colour, round=9)]
            for number, line in enumerate(lines):
                made.append(
                    Text(x + 7, self.y + tall / 2 + number * size * LEADING, line, size, "start", colour=colour)
                )
            self.items.append(Mark(made, ref, text))
            x += across + 6
            if len(lines) > 1:
                x, self.y = self.x + indent, self.y + high - tall + tall + 5
        if chips and x > self.x + indent:
            self.y += tall + 6

    def _lines(self, said: Said, indent: float) -> list[Item]:
        found: list[Item] = []
        for line in wrapped(said.text, said.size, self.width - indent, said.weight):
            high = said.size * LEADING
            found.append(Text(self.x + indent, self.y + high / 2, line, said.size, "start", said.weight, said.colour))
            self.y += high
        return found


def _columns(heights: Sequence[float], limit: float) -> int:
    """Say how many columns of a height some blocks fill."""
    many, y = 1, 0.0
    for height in heights:
        if y and y + height > limit + 0.5:
            many, y = many + 1, 0.0
        y += height
    return many

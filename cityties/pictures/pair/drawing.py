"""The drawing of a pair: two banks, and between them what happened, what was promised, and the fields shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cityties.pictures.pair.banks import Bank
from cityties.pictures.pair.promises import Promise
from cityties.pictures.shapes.column import LEADING, Column, Said
from cityties.pictures.shapes.letters import wide
from cityties.pictures.shapes.sketch import Box, Dot, Item, Line, Mark, Point, Text
from cityties.pictures.standing import Standing
from cityties.pictures.timeline.account import ref_of, when
from cityties.pictures.timeline.chronicle import Record
from cityties.pictures.timeline.drawing import shape_of

__all__ = ["Bridge"]

_PHONE: Final = 700.0
_BANK: Final = 280.0
_GAP: Final = 52.0


@dataclass
class Bridge:
    """All that joins two cities, ready to be drawn at any width."""

    banks: tuple[Bank, Bank]
    standing: Standing
    verdict: str
    doubt: str
    events: Sequence[Record]
    promises: Sequence[Promise]
    sectors: Sequence[tuple[str, str, int]]  # IRI, name, how often it is named
    looks: Mapping[str, Any]
    words: Mapping[str, str]

    def draw(self, width: float) -> tuple[list[Item], float]:
        """Draw at a width; give the shapes and the height."""
        top = Column(0, 4, width)
        top.row("tie", [Said(self.verdict, 15, "bold", self.standing.colour)], dot=self.standing.mark)
        if self.doubt:
            top.words(Said(self.doubt, 12, colour="soft"))
        top.space(6)
        if width < _PHONE:
            return self._below(top)
        left, right = Column(0, top.y, _BANK), Column(width - _BANK, top.y, _BANK)
        middle = Column(_BANK + _GAP, top.y, width - 2 * (_BANK + _GAP))
        at = [self._bank(bank, column) for bank, column in zip(self.banks, (left, right), strict=True)]
        rows = self._events(middle)
        middle.space(10)
        self._promises(middle)
        low = max(left.y, middle.y, right.y) + 14
        sectors = Column(0, low, width)
        self._sectors(sectors)
        lines = self._lines(at, rows, (left, middle, right))
        return [*top.items, *lines, *left.items, *middle.items, *right.items, *sectors.items], sectors.y

    def _below(self, column: Column) -> tuple[list[Item], float]:
        """Put everything below each other, as a phone shows it."""
        for bank in self.banks:
            self._bank(bank, column)
            column.space(8)
        self._events(column)
        column.space(8)
        self._promises(column)
        column.space(8)
        self._sectors(column)
        return column.items, column.y

    def _bank(self, bank: Bank, column: Column) -> dict[str, float]:
        """Put a bank; say at which height each of its people and bodies stands."""
        column.heading(bank.name, bank.colour, 19)
        at: dict[str, float] = {}
        for one in (*bank.people, *bank.bodies):
            shape = "part-Tenure" if one.posts else "node-Organisation"
            said = [Said(one.name, 13, "bold"), *(Said(post, 11.5, colour="soft") for post in one.posts)]
            at[one.name], _ = column.row(one.iri, said, dot=("triangle" if one.posts else "square", shape))
        for mission in bank.missions:
            more = ", ".join(filter(None, (mission.head, self.words["helps"] if mission.helps else "")))
            said = [Said(mission.name, 12.5), Said(more, 11.5, colour="soft")]
            at[mission.name], _ = column.row(mission.iri, said, dot=("diamond", "mission"))
            if mission.head:
                at.setdefault(mission.head, at[mission.name])
        if not at:
            column.words(Said(self.words["nosource"], 12, colour="soft"))
        return at

    def _events(self, column: Column) -> dict[str, tuple[float, Record]]:
        """Put what happened in the order of days; say at which height each event stands."""
        column.heading(self.words["events"], count=len(self.events))
        rows: dict[str, tuple[float, Record]] = {}
        phone = column.width < _PHONE and column.x == 0
        days = {record.iri: when(record, self.words) or self.words["no-day"] for record in self.events}
        left = 0.0 if phone else max((wide(day, 11.5) for day in days.values()), default=0) + 14
        for record in self.events:
            shape, part = shape_of(record, self.looks)
            day = days[record.iri]
            told = (record.where, ", ".join(record.who))
            more = " · ".join(filter(None, (day, record.kind_label, *told) if phone else told))
            y = column.y
            inner = Column(column.x + left, y, column.width - left)
            said = [Said(record.label, 12.5), Said(more, 11, colour="soft")]
            middle, _ = inner.row(
                ref_of(record), said, part=part, days=(record.day, record.end), dot=(shape, f"part-{part}"), gap=3,
                label=f"{day}: {record.label}",
            )  # fmt: skip
            if not phone:
                column.items.append(Text(column.x, middle, day, 11.5, "start", colour="soft"))
            column.items += inner.items
            column.y = inner.y
            rows[record.iri] = (middle, record)
        if not self.events:
            column.words(Said(self.words["nosource"], 12, colour="soft"))
        return rows

    def _promises(self, column: Column) -> None:
        """Put each promise as a line from the bank that makes it to the other, its words on it."""
        waits = sum(one.record.open for one in self.promises)
        column.heading(self.words["promised"].format(count=len(self.promises), waits=waits))
        for one in self.promises:
            record = one.record
            state = self._state(record)
            colour = "both" if one.way == "both" else self.banks[0 if one.way == "right" else 1].colour
            y = column.y
            inner = Column(column.x + 8, y, column.width - 16)
            more = " · ".join(filter(None, (", ".join(record.who), state)))
            if wide(record.label, 12.5) + wide(more, 11) + 20 < inner.width:
                end = inner.x + inner.width
                inner.items.append(Text(end, inner.y + 12.5 * LEADING / 2, more, 11, "end", colour="soft"))
                more = ""
            inner.words(Said(record.label, 12.5))
            inner.words(Said(more, 11, colour="soft"))
            low = inner.y + 3
            ends = ((column.x, low), (column.x + column.width, low))
            lines = [Line(ends if one.way != "left" else ends[::-1], colour, 2.0, arrow=True)]
            if one.way == "both":
                lines.append(Line(ends[::-1], colour, 2.0, arrow=True))
            back = Box(column.x, y - 1, column.width, low - y + 4, "")
            shapes: list[Item] = [back, *inner.items, *lines]
            column.items.append(
                Mark(shapes, ref_of(record), f"{record.label}, {state}", "Commitment", (record.day, record.end))
            )
            column.y = low + 7
        if not self.promises:
            column.words(Said(self.words["nosource"], 12, colour="soft"))

    def _state(self, record: Record) -> str:
        """Say of a promise whether it waits, and since when."""
        if not record.open:
            return self.words[record.state]
        word = "waits" if record.begin else "waits-by" if record.bound else "open"
        return self.words[word].format(when=record.day)

    def _sectors(self, column: Column) -> None:
        """Put the fields that both work in as a row of marks, as many dots each as it is named."""
        column.heading(self.words["sectors"], "node-Sector", count=len(self.sectors))
        x, y = column.x, column.y + 4
        for iri, name, times in self.sectors:
            dots = min(times, 8)
            across = wide(name, 12.5) + 12 * dots + 14
            if x > column.x and x + across > column.x + column.width:
                x, y = column.x, y + 24
            shapes: list[Item] = [Box(x - 2, y - 2, across - 6, 20, "")]
            shapes += [Dot(x + 6 + 11 * dot, y + 8, 4.2, "node-Sector") for dot in range(dots)]
            shapes.append(Text(x + 11 * dots + 5, y + 8, name, 12.5, "start"))
            column.items.append(Mark(shapes, iri, f"{name}: {times}"))
            x += across + 10
        column.y = y + 24

    def _lines(
        self, at: Sequence[Mapping[str, float]], rows: Mapping[str, tuple[float, Record]], columns: Sequence[Column]
    ) -> list[Item]:
        """Lead from people to the events in which they took part."""
        left, middle, right = columns
        found: list[Item] = []
        for y, record in rows.values():
            for who in record.who:
                for side, heights in enumerate(at):
                    if who in heights:
                        start = left.x + left.width - 4 if side == 0 else right.x - 8
                        end = middle.x - 8 if side == 0 else middle.x + middle.width + 6
                        colour = self.banks[side].colour
                        found.append(Line(_curve((start, heights[who]), (end, y)), colour, 1.2, opacity=0.4))
        return found


def _curve(start: Point, end: Point) -> list[Point]:
    (x1, y1), (x2, y2) = start, end
    points = []
    for step in range(13):
        t = step / 12
        ease = t * t * (3 - 2 * t)
        points.append((x1 + (x2 - x1) * t, y1 + (y2 - y1) * ease))
    return points

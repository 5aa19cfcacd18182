"""The drawing of a timeline: on a desk rows along one axis, on a phone the days below each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cityties.pictures.shapes.column import LEADING, Column, Said
from cityties.pictures.shapes.letters import wide, wrapped
from cityties.pictures.shapes.sketch import Box, Dot, Item, Line, Mark, Shape, Text
from cityties.pictures.timeline.account import ref_of, when
from cityties.pictures.timeline.axis import Axis
from cityties.pictures.timeline.chronicle import Record
from cityties.pictures.timeline.rows import Group, Row, groups, joined

__all__ = ["Timeline", "shape_of"]

_SIZE: Final = 11.5
_LINE: Final = 17.0
_HEAD: Final = 26.0  # for the years above
_PHONE: Final = 700.0  # a width below which there is no axis
_SIDE: Final = 250.0  # for the names of rows
_MOST: Final = 430.0  # of words beside a mark
_NAMED: Final = ("Encounter", "Agreement", "Step")  # of what happened on one day, what names it first


@dataclass
class _Placed:
    """Marks of one day and their words on a line of a row."""

    group: Group
    x: float
    lines: list[str]
    tx: float
    low: float
    high: float
    last: float = 0.0  # where the last day in a post stands


class Timeline:
    """The rows of a timeline, ready to be drawn at any width."""

    def __init__(self, lines: Sequence[Row], looks: Mapping[str, Any], words: Mapping[str, str], *, pair: bool) -> None:
        dated = [row for row in lines if any(record.day for record in row.records)]
        self._rows = joined(dated)
        self._looks, self._words, self._pair = looks, words, pair

    def draw(self, width: float) -> tuple[list[Item], float]:
        """Draw at a width; give the shapes and the height."""
        return self._list(width) if width < _PHONE else self._axis(width)

    def _axis(self, width: float) -> tuple[list[Item], float]:
        days = [day for rows in self._rows for row in rows for one in row.records for day in (one.day, *one.seen)]
        axis = Axis(days, _SIDE + 20, width - 150)
        items: list[Item] = []
        y = _HEAD
        for rows in self._rows:
            drawn, low = self._row(rows, axis, y, width)
            items += drawn
            items.append(Line(((0, low), (width, low)), "line", 0.8))
            y = low
        return [*axis.rules(0, y), *items], y + 2

    def _row(self, rows: Sequence[Row], axis: Axis, top: float, width: float) -> tuple[list[Item], float]:
        row = rows[0]
        name = Column(0, top + 6, _SIDE)
        name.words(Said(", ".join(one.name for one in rows), 12.5, "bold"))
        if row.note and len(rows) == 1:
            name.words(Said(row.note, 10.5, colour="soft"))
        placed = [self._place(group, axis, width) for group in self._groups(rows)]
        lanes = [[one] for one in placed] if self._pair else _packed(placed)
        items: list[Item] = list(name.items)
        y = top + 5
        for lane in lanes:
            tall = max(max(1, len(one.lines)) for one in lane) * _LINE
            for one in lane:
                items += self._marks(one, y + _LINE / 2)
            y += tall + 2
        bottom = max(y + 3, name.y + 4)
        for begin, end in row.ties:
            x = axis.at(begin)
            high = axis.at(end) if end else width
            items.insert(0, Box(x, top + 1, max(2.0, high - x), bottom - top - 2, "part-Step", opacity=0.1))
        return items, bottom

    def _groups(self, rows: Sequence[Row]) -> list[Group]:
        """Give what is drawn of a row: of a pair each record by itself, for there is room for its words."""
        found = groups(rows[0])
        if len(rows) > 1:
            return [Group(one.day, one.bound, [row.records[0] for row in rows]) for one in found]
        if self._pair or rows[0].kind == "officials":
            return [Group(one.day, one.bound, [record]) for one in found for record in one.records]
        return found

    def _place(self, group: Group, axis: Axis, width: float) -> _Placed:
        x = axis.at(group.day)
        marks = self._shown(group)
        low, high = x - 8 - (22 if group.bound else 0), x + 8 + 13 * (len(marks) - 1)
        seen = [axis.at(day) for record in group.records for day in record.seen]
        last = max([x, *seen])
        high = max(high, last + 8)
        text = self._text(group)
        room = min(_MOST * (1.5 if self._pair else 1), max(width - high - 4, low - _SIDE - 24))
        lines = wrapped(text, _SIZE, room)
        across = max(wide(line, _SIZE) for line in lines)
        if high + across + 4 <= width:
            return _Placed(group, x, lines, high + 2, low, high + across + 12, last)
        return _Placed(group, x, lines, low - across - 2, low - across - 10, high, last)

    def _shown(self, group: Group) -> list[Record]:
        """Give one record of each look: what is alike stands once, with its number in the words."""
        return list({shape_of(one, self._looks): one for one in group.records}.values())

    def _text(self, group: Group) -> str:
        """Say what happened on a day: its events by name, promises by their number."""
        if self._pair or len(group.records) == 1 or group.records[0].part == "Tenure":
            only = group.records[0]
            if self._pair and only.part == "Commitment":
                return f"{only.label} · {', '.join(only.who)}, {self._state(only)}"
            return only.label if self._pair or only.part in ("Encounter", "Tenure", "Commitment") else only.kind_label
        parts: dict[str, int] = {}
        for part in _NAMED:
            for one in group.records:
                if one.part == part:
                    text = _named(one)
                    parts[text] = parts.get(text, 0) + 1
        said = list(parts)
        promises = sum(one.part == "Commitment" for one in group.records)
        said += [self._words["promises"].format(count=promises)] if promises else []
        return ", ".join(said)

    def _state(self, record: Record) -> str:
        """Say of a promise whether it waits, and since when."""
        if not record.open:
            return self._words[record.state]
        return self._words["since-open" if record.begin else "open-by"].format(when=record.day)

    def _marks(self, placed: _Placed, y: float) -> list[Item]:
        group, x = placed.group, placed.x
        items: list[Item] = []
        for number, record in enumerate(self._shown(group)):
            shape, part = shape_of(record, self._looks)
            colour, at = f"part-{part}", x + 13 * number
            inside: list[Item] = [Box(at - 7, y - 8, 14, 16, "", round=3)]
            if record.begin and len(record.begin) < 10:  # some time in that month or year
                inside = [Box(at - 8, y - 8, 16, 16, colour, edge=colour, opacity=0.22, round=4)]
            if group.bound and not number:
                inside.append(Line(((at - 26, y), (at - 7, y)), colour, 1.4, "dotted"))
            if record.part == "Tenure" and len(record.seen) > 1:
                inside.append(Line(((x, y), (placed.last, y)), colour, 1.2, "dotted"))
            inside.append(Dot(at, y, 5.5, colour, shape, opacity=0.35 if record.headline else 1.0))
            if number == 0:
                for place, line in enumerate(placed.lines):
                    inside.append(Text(placed.tx, y + place * _SIZE * LEADING, line, _SIZE, "start", halo="paper"))
            label = f"{when(record, self._words)}: {record.label}"
            near = tuple(ref_of(one) for one in group.records if one is not record)
            items.append(Mark(inside, ref_of(record), label, part, (record.day, record.end), near))
        return items

    def _list(self, width: float) -> tuple[list[Item], float]:
        """Tell the days below each other, the newest first."""
        column = Column(0, 4, width)
        seen: dict[str, tuple[Record, str]] = {}
        for rows in self._rows:
            for row in rows:
                for record in row.records:
                    if record.day and record.part != "Tenure":
                        name = ", ".join(sorted(record.partners.values())) if not self._pair else ""
                        seen.setdefault(record.iri, (record, name))
        day = ""
        for record, name in sorted(seen.values(), key=lambda one: (one[0].day, one[0].label), reverse=True):
            if when(record, self._words) != day:
                day = when(record, self._words)
                column.space(6)
                column.words(Said(day, 13, "bold", "accent"))
            shape, part = shape_of(record, self._looks)
            said = [Said(record.label), Said(" · ".join(filter(None, (record.kind_label, name))), 11, colour="soft")]
            column.row(ref_of(record), said, part=part, days=(record.day, record.end), dot=(shape, f"part-{part}"))
        return column.items, column.y


def shape_of(record: Record, looks: Mapping[str, Any]) -> tuple[Shape, str]:
    """Say in which shape, and as which part, a record is drawn."""
    own = looks["kind"].get(record.kind) if record.part == "Step" else None
    shape: Shape = own or looks["part"][record.part]["shape"]
    return shape, record.part


def _named(record: Record) -> str:
    """Name an event: an encounter by its kind, its place and who was there, all else by its kind."""
    if record.part != "Encounter":
        return record.kind_label
    place = f", {record.where}" if record.where else ""
    who = f" ({', '.join(record.who)})" if record.who else ""
    return f"{record.kind_label}{place}{who}"


def _packed(placed: Sequence[_Placed]) -> list[list[_Placed]]:
    """Put marks on as few lines as they fit on without running over each other."""
    lanes: list[list[_Placed]] = []
    for one in sorted(placed, key=lambda one: (one.low, one.group.day)):
        lane = next((lane for lane in lanes if all(one.low > two.high or one.high < two.low for two in lane)), None)
        if lane is None:
            lanes.append([one])
        else:
            lane.append(one)
    return lanes

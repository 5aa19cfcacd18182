"""A timeline as a still: rows of marks over years, laid out so that names do not run over each other."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from cityties.pictures.shapes.plate import wide
from cityties.pictures.shapes.sketch import Box, Dot, Entry, Item, Line, Sketch, Text
from cityties.pictures.timeline.chronicle import Record, span

__all__ = ["Lane", "several", "strip"]

_WIDTH: Final = 1280.0
_SIZE: Final = 11.5
_LINE: Final = 20.0
_PAD: Final = 5.0
_HEAD: Final = 26.0  # for the years above
_RULE: Final = "#dcd8cc"
_SOFT: Final = "#565d58"
_PAPER: Final = "#faf8f2"
_CARD: Final = "#fffefb"
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100)
_STEPS: Final = ((1, "day"), (2, "day"), (7, "day"), (1, "month"), (3, "month"), *((n, "year") for n in _YEARS))


@dataclass(frozen=True)
class Lane:
    """A row of a still: its name, its records with what each is called, and the times while a tie holds."""

    name: str
    records: Sequence[tuple[Record, str]]
    ties: Sequence[tuple[str, str]] = ()


@dataclass
class _Placed:
    record: Record
    text: str
    x: float
    low: float
    high: float
    tx: float
    anchor: str
    run: tuple[float, float, bool] | None
    inside: bool = False


def strip(
    lanes: Sequence[Lane],
    looks: Mapping[str, Any],
    legend: Sequence[Entry],
    words: Mapping[str, str],
    *,
    title: str,
    question: str,
    as_of: str | None,
    near: bool,
) -> Sketch:
    """Draw lanes of records as a still, as of a day or of the last one on record.

    ``near`` draws only the time in which most happened; what goes on runs out of the picture.
    """
    told = [record for lane in lanes for record, _ in lane.records]
    now = (
        span(as_of)[1] if as_of else max(span(day)[1] for one in told for day in (one.day, one.bound, *one.seen) if day)
    )
    begin, end = _time(told, now, near)
    left = min(230.0, max(wide(lane.name, 14) for lane in lanes) + 26)
    scale = _Scale(begin, end, left, _WIDTH - 12)
    items: list[Item] = []
    y = _HEAD
    above: list[Item] = []
    for lane in lanes:
        placed = [_place(record, text, scale, now, words) for record, text in lane.records if record.day]
        lines = _pack([one for one in placed if one.high > left and one.low < _WIDTH - 12])
        height = max(1, len(lines)) * _LINE + 2 * _PAD
        for one, other in lane.ties:
            low = max(left, scale(_middle(one)))
            high = min(_WIDTH, scale(_middle(other)) if other else scale(now))
            if high > low:
                items.append(Box(low, y + 1, high - low, height - 2, looks["part"]["Step"]["light"], opacity=0.12))
        items.append(Line(((0, y + height), (_WIDTH, y + height)), _RULE))
        above += [Box(0, y + 0.5, left - 10, height - 1, _CARD)]
        above.append(Text(10, y + _PAD + _LINE / 2, _cut(lane.name, left - 20, 12.5), 12.5, "start", "bold"))
        for number, line in enumerate(lines):
            for mark in line:
                items += _draw(mark, y + _PAD + (number + 0.5) * _LINE, scale, looks, left)
        y += height
    rules, heads = _ticks(scale, y)
    if left < scale(now) <= _WIDTH:
        heads.append(Line(((scale(now), _HEAD), (scale(now), y)), looks["part"]["Step"]["light"], 1.2, "dashed"))
    note = words["asof"] + f" {now.isoformat()}"
    return Sketch(_WIDTH, y + 2, title, question, (*rules, *items, *above, *heads), legend, note)


class _Scale:
    def __init__(self, begin: datetime.date, end: datetime.date, left: float, right: float) -> None:
        self.begin, self.end, self._left = begin, end, left
        self._unit = (right - left) / max(1, (end - begin).days)

    def __call__(self, day: datetime.date, part: float = 0.0) -> float:
        return self._left + ((day - self.begin).days + part) * self._unit


def _time(told: Sequence[Record], now: datetime.date, near: bool) -> tuple[datetime.date, datetime.date]:
    days = sorted(_middle(one.day) for one in told if one.day)
    ends = [span(one.end)[1] for one in told if one.end]
    begin, end = min(span(one.day)[0] for one in told if one.day), max([now, *ends])
    if near and len(days) > 3:
        most = max(3, -(-len(days) * 3 // 4))
        width, start = min((days[place + most - 1] - days[place], days[place]) for place in range(len(days) - most + 1))
        begin, end, room = start, start + width, max(datetime.timedelta(days=6), width / 5)
    else:
        room = max(datetime.timedelta(days=4), (end - begin) / 30)
    return begin - room, end + room


def _place(record: Record, text: str, scale: _Scale, now: datetime.date, words: Mapping[str, str]) -> _Placed:
    seen = [scale(_middle(day), 0.5) for day in record.seen] if record.part == "Tenure" else []
    first, last = span(record.day)
    vague = first != last and not seen
    text = _cut(" ".join(text.split()), 420, _SIZE)
    x = scale(last, 0.5) if record.bound and not record.begin else (scale(first) + scale(last, 1)) / 2
    if record.part == "Commitment" and record.open:
        text += f" · {words['open-days'].format(days=max(0, (now - last).days))}"
    run = None
    if record.part == "Tenure" and record.begin:
        run = (scale(first), scale(span(record.end)[1], 1) if record.end else scale(max(now, last)), not record.end)
    elif record.end and record.part != "Tenure":
        run = (x, max(x, scale(span(record.end)[1], 1)), False)
    elif record.open and record.part == "Commitment":
        run = (x, max(x, scale(now)), True)
    tail = 18.0 if seen and not record.begin else 0.0
    low = min([x, *seen, *([scale(first)] if vague else [])]) - 9 - tail
    low -= 22 if record.bound and not record.begin and not vague else 0
    high = max([x, *seen, *([scale(last, 1)] if vague else [])]) + 9 + tail
    room = wide(text, _SIZE) + 6
    end = max(high, run[1] if run else high)
    left = scale(scale.begin)
    if vague and not left < x < _WIDTH - 12:
        begin = max(low, left) + 8
        return _Placed(record, text, x, low, max(end, begin + room), begin, "start", run, True)
    begin = max(high if not run or record.part != "Tenure" else end, left)
    if run and record.part == "Tenure" and run[1] - run[0] > room + 8:
        return _Placed(record, text, x, min(low, run[0]), end + 4, max(run[0], left) + 6, "start", run, True)
    if begin + room > _WIDTH - 4 and low - room > left:
        return _Placed(record, text, x, low - room, end, low - 2, "end", run)
    return _Placed(record, text, x, low, max(begin + room, end), begin + 2, "start", run)


def _pack(placed: Sequence[_Placed]) -> list[list[_Placed]]:
    lines: list[list[_Placed]] = []
    for one in sorted(placed, key=lambda one: (one.low, one.record.iri)):
        line = next((line for line in lines if line[-1].high < one.low), None)
        if line is None:
            lines.append([one])
        else:
            line.append(one)
    return lines


def _draw(one: _Placed, y: float, scale: _Scale, looks: Mapping[str, Any], left: float) -> list[Item]:
    record, look = one.record, looks["part"][one.record.part]
    colour = look["light"]
    found: list[Item] = []
    if one.run:
        begin, end, goes = max(one.run[0], left), min(one.run[1], _WIDTH), one.run[2]
        if record.part == "Tenure":
            found.append(Box(begin, y - 8, max(1, end - begin), 16, colour, opacity=0.3, round=2))
        elif end > begin:
            found.append(Line(((begin, y + 8.5), (end, y + 8.5)), colour, 1.6, arrow=goes))
    first, last = span(record.day)
    if first != last and not record.seen:
        low, high = max(left, scale(first)), min(_WIDTH, scale(last, 1))
        found.append(Box(low, y - 7, max(8, high - low), 14, colour, edge=colour, opacity=0.22, round=3))
    if record.bound and not record.begin and one.x > left:
        found.append(Line(((max(left, one.x - 30), y), (one.x - 7, y)), colour, 1.4, "dotted"))
        found.append(Line(((one.x + 8, y - 6), (one.x + 8, y + 6)), colour, 1.6))
    if record.part == "Tenure":
        seen = [scale(_middle(day), 0.5) for day in record.seen]
        if seen and not record.begin:
            found.append(Line(((seen[0] - 18, y), (seen[-1] + 18, y)), colour, 1.4, "dotted"))
        found += [Dot(x, y, 4.5, colour, "diamond") for x in seen]
    elif left < one.x < _WIDTH:
        found += _mark(record, one.x, y, colour, looks)
    found.append(
        Text(one.tx, y, one.text, _SIZE, "end" if one.anchor == "end" else "start", halo="" if one.inside else _PAPER)
    )
    return found


def _mark(record: Record, x: float, y: float, colour: str, looks: Mapping[str, Any]) -> list[Item]:
    shape = looks["kind"].get(record.kind) if record.part == "Step" else None
    if shape == "cross":
        return [Line(((x - 5, y + way * 5), (x + 5, y - way * 5)), colour, 2.2) for way in (-1, 1)]
    return [Dot(x, y, 5.5, colour, shape or looks["part"][record.part]["shape"], opacity=0.3 if record.headline else 1)]


def _ticks(scale: _Scale, bottom: float) -> tuple[list[Item], list[Item]]:
    """Rule years, months or days, as many as have room."""
    days = (scale.end - scale.begin).days
    length = {"day": 1, "month": 30, "year": 365}
    step, unit = next(((n, unit) for n, unit in _STEPS if days / (n * length[unit]) <= 13), _STEPS[-1])
    marks = []
    day = scale.begin
    while day <= scale.end:
        fits = (
            (day - scale.begin).days % step == 0 if unit == "day"
            else day.day == 1 and (day.month - 1) % step == 0 if unit == "month"
            else (day.month, day.day) == (1, 1) and day.year % step == 0
        )  # fmt: skip
        if fits:
            marks.append(day)
        day += datetime.timedelta(days=1)
    form = {"day": 10, "month": 7, "year": 4}[unit]
    rules: list[Item] = [Line(((scale(day), _HEAD), (scale(day), bottom)), _RULE, 0.8, opacity=0.6) for day in marks]
    heads: list[Item] = [Text(scale(day), 12, day.isoformat()[:form], 11, colour=_SOFT) for day in marks]
    return rules, heads


def several(records: Sequence[tuple[Record, str]]) -> list[tuple[Record, str]]:
    """Make records that are alike in kind, day and state one mark, with their number."""

    def alike(one: tuple[Record, str]) -> tuple[str, ...]:
        record = one[0]
        own = record.iri if record.part == "Tenure" else ""
        return (
            record.part,
            record.kind,
            record.begin,
            record.bound,
            record.end,
            record.state,
            str(record.headline),
            own,
        )

    found = []
    for _, group in groupby(sorted(records, key=lambda one: (alike(one), one[0].iri)), key=alike):
        (record, text), *rest = group
        found.append((record, f"{text} ×{len(rest) + 1}" if rest else text))
    return found


def _middle(day: str) -> datetime.date:
    first, last = span(day)
    return first + (last - first) / 2


def _cut(text: str, room: float, size: float) -> str:
    if wide(text, size) <= room:
        return text
    while text and wide(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"

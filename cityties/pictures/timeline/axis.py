"""A time axis that gives room to days on which something happened, and little to years without."""

from __future__ import annotations

import datetime
import math
from bisect import bisect_right
from collections.abc import Iterable

from cityties.pictures.shapes.letters import wide
from cityties.pictures.shapes.sketch import Item, Line, Text
from cityties.pictures.timeline.chronicle import span

__all__ = ["Axis", "middle"]

_BETWEEN = 6.0  # the least room between two days, before the axis is brought to its width


def middle(day: str) -> datetime.date:
    """Give the middle of a year, a month or a day.

    >>> middle("2025-08")
    datetime.date(2025, 8, 16)
    """
    first, last = span(day)
    return first + (last - first) / 2


class Axis:
    """Places of days from ``left`` to ``right``: the longer nothing happened, the more time a step holds."""

    def __init__(self, days: Iterable[str], left: float, right: float) -> None:
        told = {middle(day): day for day in sorted(days, key=len) if day}  # of equal days the more precise
        self.days = sorted(told)
        self._names = [told[day] for day in self.days]
        steps = [0.0]
        for before, after in zip(self.days, self.days[1:], strict=False):
            steps.append(steps[-1] + _BETWEEN + 9.0 * math.log1p((after - before).days / 20))
        whole = steps[-1] or 1.0
        room = right - left
        self.places = [left + step / whole * room if len(steps) > 1 else left + room * 0.1 for step in steps]

    def at(self, day: str) -> float:
        """Say where a day stands; what lies between two days of the axis stands between them."""
        when = middle(day)
        place = bisect_right(self.days, when) - 1
        if place < 0:
            return self.places[0]
        if place + 1 >= len(self.days) or self.days[place] == when:
            return self.places[place]
        share = (when - self.days[place]).days / (self.days[place + 1] - self.days[place]).days
        return self.places[place] + share * (self.places[place + 1] - self.places[place])

    def rules(self, top: float, bottom: float) -> list[Item]:
        """Rule the first day of each year; name years, and months and days where there is room."""
        items: list[Item] = []
        free, year = -math.inf, ""
        for name, x in zip(self._names, self.places, strict=True):
            if name[:4] != year:
                year, text, weight = name[:4], name[:4], "bold"
                items.append(Line(((x, top + 16), (x, bottom)), "line", 1.0))
                if x >= free:
                    items.append(Text(x, top + 6, text, 11, "start", "bold", "soft"))
                    free = x + wide(text, 11, weight) + 8
                    x += wide(text, 11, weight) + 8
            if name[5:] and x >= free:
                items.append(Text(x, top + 6, name[5:], 10, "start", colour="soft"))
                free = x + wide(name[5:], 10) + 8
        return items

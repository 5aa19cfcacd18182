"""How two dates stand to each other, as drafts and tables hold them: texts, empty where nothing is told.

A text that tells no day of our calendar counts as not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from cityties.date.day import Day, day_of_term

__all__ = ["MONTH", "apart", "around", "before", "earliest", "latest", "same", "within"]

MONTH: Final = 31  # days between two accounts of one thing

_day = lru_cache(maxsize=4096)(day_of_term)


def same(one: str, other: str) -> bool:
    """Say whether two dates agree as far as both are told.

    >>> same("2025", "2025-08-19"), same("2025-08", "2025-09"), same("", "2025")
    (True, False, False)
    """
    this, that = _day(one), _day(other)
    return this is not None and that is not None and this.agrees(that)


def around(one: str, other: str) -> bool:
    """Say whether two dates, one of them only the day of a report, may mean one thing: they lie within a month."""
    if not one or not other:
        return True
    return same(one, other) or (len(one) == len(other) == 10 and apart(one, other) <= MONTH)


def before(one: str, other: str) -> bool:
    """Say whether a date certainly lies before another.

    >>> before("2024", "2025-08-19"), before("2025", "2025-08-19"), before("", "2025")
    (True, False, False)
    """
    this, that = _day(one), _day(other)
    return this is not None and that is not None and this.before(that)


def within(begin: str, end: str, as_of: str | None) -> bool:
    """Say whether something that lasted from begin to end was so on a day; unknown dates do not speak against it.

    >>> within("2020", "", "2020-05"), within("2020-06", "", "2020-05"), within("", "2020", None)
    (True, False, True)
    """
    return as_of is None or not (before(as_of, begin) or before(end, as_of))


def earliest(dates: Iterable[str]) -> str:
    """Give the date that begins first, the more precise of two that begin alike; empty where none is told."""
    told = [day for date in dates if (day := _day(date))]
    return str(min(told, key=lambda day: (day.first, day.last))) if told else ""


def latest(dates: Iterable[str]) -> str:
    """Give the date that ends last, the more precise of two that end alike; empty where none is told."""
    told = [day for date in dates if (day := _day(date))]
    return str(max(told, key=lambda day: (day.last, day.first))) if told else ""


def apart(one: str, other: str) -> int:
    """Count the days between two days, from the first that each can be. Raises DayError where one is no date."""
    return abs((Day.of(one).first - Day.of(other).first).days)

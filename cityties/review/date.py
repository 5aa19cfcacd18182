"""Days, months and years as sources tell them, and how two of them stand to each other."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from cityties.model.errors import DataError

__all__ = ["MONTH", "apart", "around", "before", "day", "same"]

MONTH: Final = 31  # days between two accounts of one thing
_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def day(text: str) -> str:
    """Give a day, month or year as it is. Raises DataError where it is none, or not in the calendar."""
    if _DAY.fullmatch(text) is None:
        raise DataError(f"{text[:40]!r}: not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise DataError(f"{text}: no such day in the calendar: mend the date") from error
    return text


def same(one: str, other: str) -> bool:
    """Say whether two dates agree as far as both are told."""
    length = min(len(one), len(other))
    return length > 0 and one[:length] == other[:length]


def around(one: str, other: str) -> bool:
    """Say whether two dates, one of them only the day of a report, may mean one thing: they lie within a month."""
    if not one or not other:
        return True
    return same(one, other) or (len(one) == len(other) == 10 and apart(one, other) <= MONTH)


def before(one: str, other: str) -> bool:
    """Say whether a date lies before another, as far as both are told."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def apart(one: str, other: str) -> int:
    """Count the days between two days."""
    return abs((date.fromisoformat(day(one)) - date.fromisoformat(day(other))).days)

"""Days that are told only in part: which year, month or day is meant, by the day on which they were written."""

from __future__ import annotations

import datetime
from typing import Final, Literal

from cityties.date.day import Day, DayError

__all__ = ["Lean", "day_near", "middle", "month_near", "moved", "weekday_near"]

# Which way the words around point: to what was, to what is to come, or neither.
Lean = Literal["past", "ahead", ""]
_SOON: Final = 92  # days: without such words, no day without a year lies farther ahead
_LATER: Final = {4: "-07-01", 7: "-15", 10: ""}


def middle(written: str) -> datetime.date | None:
    """Give the day that "near" is measured from: the middle of what is told more coarsely; None where nothing is."""
    return datetime.date.fromisoformat(written + _LATER[len(written)]) if written else None


def day_near(
    day: int, month: int, written: str, weekday: int | None = None, lean: Lean = ""
) -> tuple[Day, bool] | None:
    """Find the year of a day and month, and say whether the weekday decided it; None where nothing can.

    >>> day_near(19, 8, "2025-08-20", weekday=1)
    (Day(year=2025, month=8, day=19), True)

    Raises DayError where no year has such a day.
    """
    Day(2000, month, day)
    near = middle(written)
    if near is None:
        return None
    if len(written) == 4:
        placed = Day(int(written), month, day)
        return (placed, True) if placed.first.weekday() == weekday else None
    around = [one for one in (_there(near.year + away, month, day) for away in (-1, 0, 1)) if one]
    fitting = [one for one in around if one.first.weekday() == weekday]
    return _nearest(fitting or around, near, lean), bool(fitting)


def weekday_near(weekday: int, written: str, lean: Lean = "") -> Day | None:
    """Find the last such day of the week, or the next one where the words point ahead."""
    near = middle(written)
    if near is None or len(written) < 10:
        return None
    back = (near.weekday() - weekday) % 7
    return _day(near + datetime.timedelta(days=7 - back if lean == "ahead" else -back))


def month_near(month: int, written: str, lean: Lean = "") -> Day | None:
    """Find the last such month, or the next one where the words point ahead."""
    near = middle(written)
    if near is None or len(written) < 7:
        return None
    away = (month - near.month) % 12
    return _month(near, away if lean == "ahead" or not away else away - 12)


def moved(unit: Literal["day", "month", "year"], away: int, written: str) -> Day | None:
    """Find what is so many days, months or years away: yesterday, next month, last year."""
    near = middle(written)
    if near is None or len(written) < {"year": 4, "month": 7, "day": 10}[unit]:
        return None
    if unit == "year":
        return Day(near.year + away)
    return _month(near, away) if unit == "month" else _day(near + datetime.timedelta(days=away))


def _nearest(around: list[Day], near: datetime.date, lean: Lean) -> Day:
    def away(one: Day) -> int:
        return (one.first - near).days

    if lean == "past":
        around = [one for one in around if away(one) <= 0] or around
    elif lean == "ahead":
        around = [one for one in around if away(one) >= 0] or around
    else:
        around = [one for one in around if away(one) <= _SOON] or around
    return min(around, key=lambda one: abs(away(one)))


def _month(near: datetime.date, away: int) -> Day:
    months = near.year * 12 + near.month - 1 + away
    return Day(months // 12, months % 12 + 1)


def _day(one: datetime.date) -> Day:
    return Day(one.year, one.month, one.day)


def _there(year: int, month: int, day: int) -> Day | None:
    try:
        return Day(year, month, day)
    except DayError:  # 29 February
        return None

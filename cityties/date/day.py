"""A day of the calendar as precise as its source tells it: a year, a month, or a day."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

from cityties.model.errors import DataError
from cityties.model.vocabulary import XSD

__all__ = ["Day", "DayError", "day_of_parts", "day_of_term"]

_WRITTEN: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_TERM: Final = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_TYPES: Final = {"year": "gYear", "month": "gYearMonth", "day": "date"}


class DayError(DataError):
    """A text that is no date, that can be read as more than one, or that is of another calendar."""


@dataclass(frozen=True)
class Day:
    """A year, a month of a year, or a day of a month: never more precise than its source.

    >>> str(Day(2025, 8)), Day(2025, 8).last.isoformat(), Day(2025, 8).precision
    ('2025-08', '2025-08-31', 'month')

    Raises DayError where the calendar has no such day.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year == 0:
            raise DayError("has the year 0000, which no calendar has")
        if self.day is not None and self.month is None:
            raise DayError("has a day without a month")
        try:
            datetime.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError as error:
            raise DayError("is no day of the calendar") from error

    @classmethod
    def of(cls, text: str) -> Day:
        """Take a day as it is stored: YYYY, YYYY-MM or YYYY-MM-DD. Raises DayError on any other form."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise DayError(f"{text[:40]!r}: not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
        try:
            return cls(*(int(part) for part in found.groups() if part))
        except DayError as error:
            raise DayError(f"{text}: no such day in the calendar: mend the date") from error

    def __str__(self) -> str:
        rest = "".join(f"-{part:02}" for part in (self.month, self.day) if part is not None)
        return f"{self.year:04}{rest}"

    def __lt__(self, other: Day) -> bool:
        """Order by the first day that each can be; what is told more coarsely goes first."""
        return str(self) < str(other)

    @property
    def precision(self) -> str:
        """Say how precise it is: year, month or day."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def first(self) -> datetime.date:
        """The first day that it can be."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day that it can be."""
        if self.day is not None:
            return self.first
        if self.month is None or self.month == 12:
            return datetime.date(self.year, 12, 31)
        return datetime.date(self.year, self.month + 1, 1) - datetime.timedelta(days=1)

    @property
    def datatype(self) -> str:
        """The type of XML Schema that is as precise: its IRI."""
        return XSD + _TYPES[self.precision]

    def coarser(self, parts: int) -> Day:
        """Give it no more precisely than so many of year, month and day: 1, 2 or 3."""
        return Day(self.year, self.month if parts > 1 else None, self.day if parts > 2 else None)

    def covers(self, other: Day) -> bool:
        """Say whether another day lies in it: 2025-08-19 does in 2025-08."""
        return str(other).startswith(str(self))

    def agrees(self, other: Day) -> bool:
        """Say whether two days may be one, as far as both are told."""
        return self.covers(other) or other.covers(self)

    def before(self, other: Day) -> bool:
        """Say whether it certainly lies before another."""
        return self.last < other.first


def day_of_parts(year: str, month: str | None = None, day: str | None = None) -> Day:
    """Make a day of its digits; a month or a day of 00 is not told.

    >>> str(day_of_parts("1967", "00", "00")), str(day_of_parts("1967", "6"))
    ('1967', '1967-06')
    """
    told = int(month or 0) or None
    return Day(int(year), told, (int(day or 0) or None) if told else None)


def day_of_term(text: str) -> Day | None:
    """Take the day of a literal of the graph (xsd:date, dateTime, gYearMonth, gYear); None where it tells none of ours.

    >>> str(day_of_term("2016-05-01+02:00")), day_of_term("-0044-03-15"), day_of_term("2016-02-31")
    ('2016-05-01', None, None)
    """
    found = _TERM.fullmatch(text)
    try:
        return Day.of(found[1]) if found else None
    except DayError:
        return None

"""Dates as tables write them: ISO, day first, month first, names of months; as precise as they are told."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

from cityties.names.resolution import fold

__all__ = ["ORDERS", "DayError", "read_day"]

ORDERS: Final = ("ymd", "dmy", "mdy")
_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d.*)?")
_PLAIN: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_PARTS: Final = re.compile(r"(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})\.?")
_MONTH: Final = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})")
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")
_LANGUAGES: Final = ("en", "id", "tr", "de", "fr", "es", "it", "pt", "nl")


class DayError(ValueError):
    """A text that is no date, or that can be read as more than one."""


def read_day(text: str, order: str | None = None) -> str:
    """Give a date as YYYY, YYYY-MM or YYYY-MM-DD, as precisely as the text tells it.

    >>> read_day("3 Mayıs 2021"), read_day("19.08.2025"), read_day("1967-00-00"), read_day("2021-09")
    ('2021-05-03', '2025-08-19', '1967', '2021-09')

    ``order`` says which of 03/04/2020 comes first: "dmy", "mdy" or "ymd". Where it is not told and
    both readings are dates, the text is refused: DayError says why.
    """
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text) or _PLAIN.fullmatch(text):
        return _day(text, *found.groups())
    if found := _PARTS.fullmatch(text):
        return _of_parts(text, found[1], found[2], found[3], order)
    if found := _MONTH.fullmatch(text):
        return _day(text, found[2], found[1], None)
    words = _WORDS.findall(text)
    months = {month for word in words if (month := _months().get(fold(word)))}
    years = [word for word in words if word.isdigit() and len(word) == 4]
    days = [word for word in words if word.isdigit() and len(word) < 3]
    known = len(months) + len(years) + len(days)
    if len(months) == 1 and len(years) == 1 and len(days) <= 1 and known == len([w for w in words if w != "de"]):
        return _day(text, years[0], str(months.pop()), days[0] if days else None)
    raise DayError("is no date that is known here")


def _of_parts(text: str, one: str, two: str, three: str, order: str | None) -> str:
    if len(one) == 4:
        return _day(text, one, two, three)
    if len(three) != 4:
        raise DayError("has no year of four digits")
    if order == "mdy":
        return _day(text, three, one, two)
    if order in (None, "ymd") and "." not in text and one != two and int(one) <= 12 and int(two) <= 12:
        raise DayError('can be read two ways: tell the map which comes first, order = "dmy" or "mdy"')
    if order is None and int(two) > 12 >= int(one):
        return _day(text, three, one, two)
    return _day(text, three, two, one)


def _day(text: str, year: str, month: str | None, day: str | None) -> str:
    try:
        if month is None or int(month) == 0:
            date(int(year), 1, 1)
            return year
        if day is None or int(day) == 0:
            return date(int(year), int(month), 1).isoformat()[:7]
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise DayError("is no day of the calendar") from error


@cache
def _months() -> dict[str, int]:
    """Names of months from CLDR, through Babel where it is installed; in English always."""
    import calendar

    names = {fold(name): number for number, name in enumerate(calendar.month_name) if name}
    names |= {fold(name): number for number, name in enumerate(calendar.month_abbr) if name}
    try:
        from babel.dates import get_month_names
    except ModuleNotFoundError:
        return names
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names.setdefault(fold(str(name).rstrip(".")), int(number))
    return names

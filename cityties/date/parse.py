"""Reads dates as people write them: in numbers or words, in any language of ours, exact or with open ends.

The one parser of dates. What finds the words of a date in a sentence is the reading's own; what they mean is said here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from cityties.date.date import Date
from cityties.date.day import Day, DayError
from cityties.date.words import check_reason, clean, other_calendar, words

__all__ = ["ORDERS", "Order", "parse_date", "parse_dates", "parse_day", "read_day"]

Order = Literal["ymd", "dmy", "mdy"]
ORDERS: Final = ("ymd", "dmy", "mdy")

_TIME: Final = re.compile(
    r"(?<=\d)(?:t|,?\s+(?:at\s+|pukul\s+|jam\s+|saat\s+)?)\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?"
    r"\s*(?:[ap]\.?m\.?|wib|wita|wit|gmt|utc|z|[+-]\d\d:?\d\d)*$"
    r"|,?\s+(?:pukul|jam|saat)\s+\d{1,2}[.:]\d\d(?:\s*(?:wib|wita|wit))?$"
)
_YMD: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_PLAIN: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NUMBERS: Final = re.compile(r"(\d{1,4})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{1,4})\.?")
_MONTH: Final = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})")
_PAIR: Final = re.compile(r"(\d{1,2})[./](\d{1,2})\.?")
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class _Parts:
    """What a text tells of a date: perhaps not all of it, where another date beside it tells the rest."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekdays: frozenset[int] | None = None

    def filled(self, other: _Parts) -> _Parts:
        """Take the year, and the month, that this one does not tell from another."""
        month = self.month or (other.month if self.day else None)
        return replace(self, year=self.year or other.year, month=month)


def read_day(text: str, order: str | None = None) -> str:
    """Give a day as it is stored: see `parse_day`."""
    return str(parse_day(text, order))


def parse_day(text: str, order: str | None = None) -> Day:
    """Read a year, a month or a day, as precisely as the text tells it.

    >>> [str(parse_day(text)) for text in ("3 Mayıs 2021", "19.08.2025", "1967-00-00", "Senin, 3 Mei 2021", "2021-09")]
    ['2021-05-03', '2025-08-19', '1967', '2021-05-03', '2021-09']

    ``order`` says which of 03/04/2020 comes first: "dmy", "mdy" or "ymd". Where it is not told and both readings
    are dates, the text is refused, as is what another calendar counts: DayError says why.
    """
    return _day(_parts(_bare(text), order))


def parse_date(text: str, order: str | None = None) -> Date:
    """Read a date with closed or open ends: on, by, from, until or between days, exact or about.

    >>> [str(parse_date(text)) for text in ("sejak 2019", "en geç 21 Ağustos 2025", "19–21 August 2025", "c. 1990")]
    ['2019/..', '[..2025-08-21]', '2025-08-19/2025-08-21', '1990~']
    """
    return _date(_bare(text), order)


def parse_dates(text: str, order: str | None = None) -> list[Date]:
    """Read a list of dates; what one of them does not tell, the next one that does tells for it.

    >>> [str(date) for date in parse_dates("19, 20 dan 23 Agustus 2025")]
    ['2025-08-19', '2025-08-20', '2025-08-23']
    """
    bare = _bare(text)
    try:
        return [_date(bare, order)]
    except DayError as error:
        pieces = [piece for piece in words().listing.split(bare) if piece]
        if len(pieces) < 2:
            raise
        try:
            return _listed(pieces, order)
        except DayError:
            raise error from None


def _listed(pieces: list[str], order: str | None) -> list[Date]:
    found: list[Date] = []
    later = _Parts()
    for piece in reversed(pieces):
        try:
            later = _parts(piece, order).filled(later)
            found.append(Date.on(_day(later)))
        except DayError:
            found.append(_date(piece, order))
    return found[::-1]


def _date(bare: str, order: str | None) -> Date:
    try:
        return Date.on(_day(_parts(bare, order)))
    except DayError as error:
        between = _between(bare, order)
        if between is not None:
            return between
        for phrase in words().phrases:
            found = phrase.pattern.fullmatch(bare)
            if found is None:
                continue
            try:
                inner = _date(found[1], order)
            except DayError:
                continue
            if phrase.kind == "about":
                return replace(inner, about=True)
            if inner.kind == "on":
                return replace(inner, kind=phrase.kind)  # type: ignore[arg-type]
        raise error


def _between(bare: str, order: str | None) -> Date | None:
    """Read two ends, each of which may leave to the other what both have: 19-21 August 2025."""
    known = words()
    opening, closing = known.opening.match(bare), re.search(rf"{known.closing.pattern}$", bare)
    inner = bare[opening.end() if opening else 0 : closing.start() if closing else None]
    for pattern in (*known.between, *(known.both if opening or closing else ())):
        if (found := pattern.fullmatch(inner)) is None:
            continue
        try:
            first, last = _parts(found[1], order), _parts(found[2], order)
            if not (first.year or last.year):
                continue
            start, end = _day(first.filled(last)), _day(last.filled(first))
        except DayError:
            continue
        if start.precision == end.precision and start.first < end.first:
            return Date("between", start, end)
    return None


def _bare(text: str) -> str:
    """Give the text of a date without the time of day."""
    return _TIME.sub("", clean(text)).strip()


def _day(parts: _Parts) -> Day:
    if parts.year is None:
        raise DayError("has no year of four digits")
    if parts.day and not parts.month:
        raise DayError("is no date that is known here")
    day = check_reason(Day(parts.year, parts.month, parts.day))
    if parts.weekdays and day.precision == "day" and day.first.weekday() not in parts.weekdays:
        raise DayError("is no such day of the week")
    return day


def _parts(bare: str, order: str | None) -> _Parts:
    if found := _YMD.fullmatch(bare) or _PLAIN.fullmatch(bare):
        return _of_numbers(*found.groups())
    if found := _NUMBERS.fullmatch(bare):
        return _ordered(bare, found[1], found[2], found[3], order)
    if found := _MONTH.fullmatch(bare):
        return _of_numbers(found[2], found[1], None)
    if found := _PAIR.fullmatch(bare):
        return _Parts(month=int(found[1 if order == "mdy" else 2]), day=int(found[2 if order == "mdy" else 1]))
    if calendar := other_calendar(bare):
        raise DayError(f"is of the {calendar} calendar: write the day of the common one")
    return _of_words(bare, order)


def _of_words(bare: str, order: str | None) -> _Parts:
    known = words()
    weekdays: frozenset[int] | None = None
    numbers: list[str] = []
    months: list[int] = []
    for word in _WORDS.findall(bare):
        if word.isdigit():
            numbers.append(word)
        elif (month := known.month(word)) is not None:
            months.append(month)
        elif word in known.weekdays and weekdays is None:
            weekdays = known.weekdays[word]
        elif word not in known.beside:
            raise DayError("is no date that is known here")
    if not months and len(numbers) > 1:
        numeric = re.search(r"\d.*\d", bare)
        if numeric and numeric[0] != bare and not re.search(r"[^\W\d_]", numeric[0]):
            return replace(_parts(numeric[0], order), weekdays=weekdays)
    years = [int(word) for word in numbers if len(word) == 4]
    days = [int(word) for word in numbers if len(word) < 3]
    once = all(len(told) <= 1 for told in (years, months, days)) and len(years) + len(days) == len(numbers)
    if not once or not (years or months or days):
        raise DayError("is no date that is known here")
    return _Parts(next(iter(years), None), next(iter(months), None), next(iter(days), None), weekdays)


def _ordered(bare: str, one: str, two: str, three: str, order: str | None) -> _Parts:
    if len(one) == 4:
        return _of_numbers(one, two, three)
    if len(three) != 4:
        raise DayError("has no year of four digits")
    if order == "mdy":
        return _of_numbers(three, one, two)
    both = one != two and int(one) <= 12 and int(two) <= 12
    if order in (None, "ymd") and "." not in bare and both:
        raise DayError('can be read two ways: tell the map which comes first, order = "dmy" or "mdy"')
    if order is None and int(two) > 12 >= int(one):
        return _of_numbers(three, one, two)
    return _of_numbers(three, two, one)


def _of_numbers(year: str, month: str | None, day: str | None) -> _Parts:
    """Take numbers as they are; a month or a day of 00 is not told."""
    return _Parts(int(year), int(month or 0) or None, int(day or 0) or None if int(month or 0) else None)

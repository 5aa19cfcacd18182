"""Days that a text tells: stated, or found by a weekday and the day of publication, as precise as they are told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cityties.date.day import Day as Date
from cityties.date.day import DayError
from cityties.date.near import Lean, day_near, middle, month_near, moved, weekday_near
from cityties.reading.draft import Article
from cityties.reading.text.surface import Surface
from cityties.reading.time.almanac import Almanac, almanac

__all__ = ["BY_PUBLICATION", "BY_WEEKDAY", "STATED", "Day", "days"]

STATED: Final = "stated"
BY_PUBLICATION: Final = "publication"
BY_WEEKDAY: Final = "weekday and publication"

_NEAR: Final = 45  # days: of two readings, that one is taken which alone lies so near to the publication
_FAR: Final = 100  # characters: how far a clause is looked through for words of what is to come
_CLAUSE: Final = re.compile(r"[.,;:!?\"()\n]")
_BESIDE: Final = 24  # characters: how far a word such as "last" may stand from a day


@dataclass(frozen=True)
class Day:
    """A day, month or year that a text tells: where, and which.

    ``value`` is YYYY, YYYY-MM or YYYY-MM-DD; ``last`` the last day of a stretch, empty for one day; ``basis``
    says what it rests on: "stated", "weekday and publication", "publication".
    """

    start: int
    end: int
    value: str
    last: str = ""
    basis: str = ""


def days(article: Article, surface: Surface) -> list[Day]:
    """Find the days of an article, in the order of the text.

    >>> text = "Mereka bertemu pada Selasa (19/8)."
    >>> days(Article(text, "id", published="2025-08-20"), Surface.of(text))
    [Day(start=20, end=33, value='2025-08-19', last='', basis='weekday and publication')]

    A day whose year neither the text nor the publication decides is left out.
    """
    words = almanac(article.lang)
    taken = bytearray(len(surface.folded))
    found = []
    for kind, pattern in words.patterns:
        for match in pattern.finditer(surface.folded):
            if any(taken[match.start() : match.end()]) or not _is_told(kind, match, surface, words):
                continue
            reading = _Reading(match, words, article.published, surface.folded).read(kind)
            if reading is not None:
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                value, last, basis = reading
                found.append(Day(*surface.span(match.start(), match.end()), value, last, basis))
    return sorted(found, key=lambda day: day.start)


def _is_told(kind: str, match: re.Match[str], surface: Surface, words: Almanac) -> bool:
    """Say whether a match is a day, and not another word or number of the same letters."""
    groups = match.groupdict()
    month = match.start("m") if groups.get("m") and not groups["m"].isdigit() else None
    if month is not None and not (groups.get("y") or groups.get("sure")) and not surface.cased[month].isupper():
        return False
    if kind == "weekday":
        sure = bool(groups["sure"])
        return sure or (surface.cased[match.start()].isupper() and _named(groups["w"], words.unsure) is None)
    if kind in ("year", "years"):
        return not words.less.search(surface.folded, max(0, match.start() - _BESIDE), match.start())
    return True


def _named(word: str, names: Mapping[str, int] | frozenset[str]) -> str | None:
    """Find the name that a word is, or that it begins with where an ending is joined to it."""
    word = " ".join(word.rstrip(".").split())
    return next((word[:length] for length in range(len(word), 2, -1) if word[:length] in names), None)


class _Reading:
    """One match of a pattern, read as a day by the publication and the words around."""

    def __init__(self, match: re.Match[str], words: Almanac, published: str, folded: str) -> None:
        self._groups = match.groupdict()
        self._words = words
        self._published = published
        before = folded[max(0, match.start() - _BESIDE) : match.start()].rstrip()
        after = folded[match.end() : match.end() + _BESIDE].lstrip(" )'")
        self._past = bool(words.past.match(after) or _ends(words.past, before) or words.past.search(match[0]))
        self._future = bool(words.future.match(after) or _ends(words.future, before) or words.future.search(match[0]))
        clause = re.split(_CLAUSE, folded[max(0, match.start() - _FAR) : match.start()])[-1]
        clause += " " + re.split(_CLAUSE, folded[match.end() : match.end() + _FAR].lstrip(" )'"), maxsplit=1)[0]
        ahead = self._future or bool(words.ahead.search(clause))
        self._lean: Lean = "past" if self._past else "ahead" if ahead else ""

    def read(self, kind: str) -> tuple[str, str, str] | None:
        """Give value, last day and basis; None where it is no day, or its year stays open."""
        try:
            if kind in ("numbers", "pair"):
                return self._of_numbers()
            if kind == "relative":
                return self._of_relative()
            if kind == "weekday":
                return self._of_weekday()
            if kind in ("year", "years"):
                first, last = self._groups.get("y1"), self._groups["y"]
                return (first, last, STATED) if first and first < last else (last, "", STATED) if not first else None
            if kind == "month":
                return self._of_month()
            return self._of_day()
        except (ValueError, OverflowError, DayError):  # no day of the calendar
            return None

    @property
    def _month(self) -> int:
        return self._month_of(self._groups["m"])

    def _month_of(self, word: str) -> int:
        if word.isdigit():
            return int(word)
        name = _named(word, self._words.months)
        if name is None:
            raise ValueError(word)
        return self._words.months[name]

    @property
    def _weekday(self) -> int | None:
        word = self._groups.get("w") or self._groups.get("w2")
        name = _named(word, self._words.weekdays) if word else None
        return self._words.weekdays[name] if name else None

    def _number(self, name: str) -> int:
        digits = re.match(r"\d+", self._groups[name])
        return int(digits[0]) if digits else 0

    def _of_day(self) -> tuple[str, str, str] | None:
        groups = self._groups
        day, month = self._number("d"), self._month
        if not groups.get("d2"):
            return self._placed(day, month, groups.get("y"))
        ending = self._month_of(groups["m2"]) if groups.get("m2") else month
        placed = self._placed(self._number("d2"), ending, groups.get("y") or groups.get("y1"), weekday=False)
        if placed is None:
            return None
        last = date.fromisoformat(placed[0])
        year = int(groups.get("y1") or (last.year - 1 if month > ending else last.year))
        first = date(year, month, day)
        return (first.isoformat(), last.isoformat(), placed[2]) if first < last else None

    def _placed(self, day: int, month: int, year: str | None, *, weekday: bool = True) -> tuple[str, str, str] | None:
        """Find the year of a day and month: stated, or by the weekday and the publication."""
        if year:
            return str(Date(_whole(year), month, day)), "", STATED
        placed = day_near(day, month, self._published, self._weekday if weekday else None, self._lean)
        return (str(placed[0]), "", BY_WEEKDAY if placed[1] else BY_PUBLICATION) if placed else None

    def _of_numbers(self) -> tuple[str, str, str] | None:
        one, two, year = int(self._groups["a"]), int(self._groups["b"]), self._groups.get("y")
        readings: list[tuple[str, tuple[str, str, str]]] = []
        for order, day, month in (("dmy", one, two), ("mdy", two, one)):
            placed = self._tried(day, month, year)
            if placed and (not readings or placed[0] != readings[0][1][0]):
                readings.append((order, placed))
        if len(readings) < 2:
            return readings[0][1] if readings else None
        if self._words.order:
            return dict(readings)[self._words.order]
        return self._decided([placed for _, placed in readings])

    def _tried(self, day: int, month: int, year: str | None) -> tuple[str, str, str] | None:
        try:
            return self._placed(day, month, year)
        except (ValueError, DayError):
            return None

    def _decided(self, readings: list[tuple[str, str, str]]) -> tuple[str, str, str] | None:
        """Choose between day first and month first by the weekday, else by how near they lie to the publication."""
        weekday = self._weekday
        if weekday is not None:
            fitting = [one for one in readings if date.fromisoformat(one[0]).weekday() == weekday]
            if len(fitting) == 1:
                return fitting[0]
        near = middle(self._published)
        if near is not None:
            fitting = [one for one in readings if -_NEAR <= (date.fromisoformat(one[0]) - near).days <= 1]
            if len(fitting) == 1:
                return fitting[0]
        years = {one[0][:4] for one in readings}
        return (years.pop(), "", readings[0][2]) if len(years) == 1 else None

    def _of_weekday(self) -> tuple[str, str, str] | None:
        weekday = self._weekday
        found = weekday_near(weekday, self._published, self._lean) if weekday is not None else None
        return (str(found), "", BY_WEEKDAY) if found else None

    def _of_relative(self) -> tuple[str, str, str] | None:
        word = " ".join(self._groups["r"].split())
        units: tuple[tuple[Literal["year", "month", "day"], Mapping[str, int]], ...]
        units = (("year", self._words.year), ("month", self._words.month), ("day", self._words.day))
        for unit, away in units:
            if word in away:
                found = moved(unit, away[word], self._published)
                return (str(found), "", BY_PUBLICATION) if found else None
        return None

    def _of_month(self) -> tuple[str, str, str] | None:
        month, year = self._month, self._groups.get("y")
        if year:
            return str(Date(int(year), month)), "", STATED
        found = month_near(month, self._published, self._lean)
        return (str(found), "", BY_PUBLICATION) if found else None


def _ends(pattern: re.Pattern[str], text: str) -> bool:
    """Say whether a text ends in one of the words of a pattern."""
    return any(found.end() == len(text) for found in pattern.finditer(text))


def _whole(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)

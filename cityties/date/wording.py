"""Dates in words of a language: 20 August 2025, by 21 August 2025, 2019 – 2021."""

from __future__ import annotations

from dataclasses import replace

from cityties.date.date import Date
from cityties.date.day import Day
from cityties.model.language import ENGLISH, languages, read_words

__all__ = ["word_date", "word_day"]


def word_day(day: Day, language: str = ENGLISH) -> str:
    """Write a day in words.

    >>> word_day(Day(2025, 8, 20)), word_day(Day(2025, 8, 20), "id"), word_day(Day(2025, 8), "tr")
    ('20 August 2025', '20 Agustus 2025', 'Ağustos 2025')
    """
    return _worded(day, "" if day.day is None else str(day.day), language)


def word_date(date: Date, language: str = ENGLISH) -> str:
    """Write a date in words, its open ends as well.

    >>> word_date(Date.of("[..2025-08-21]")), word_date(Date.of("2025-08-19/2025-08-21"))
    ('by 21 August 2025', '19–21 August 2025')
    """
    words = read_words(_spoken(language), "dates")
    if date.about:
        return str(words["phrases"]["about"][0]).format(word_date(replace(date, about=False), language))
    day = word_day(date.day, language)
    if date.kind == "on":
        return day
    if date.last is not None:
        if date.last.day and date.day.day and (date.day.year, date.day.month) == (date.last.year, date.last.month):
            return _worded(date.day, f"{date.day.day}–{date.last.day}", language)
        return str(words["phrases"]["between"][0]).format(day, word_day(date.last, language))
    special = words.get("written", {}).get(f"{date.kind}-{date.day.precision}")
    return str(special or words["phrases"][date.kind][0]).format(day)


def _worded(day: Day, number: str, language: str) -> str:
    words = read_words(_spoken(language), "dates")
    month = words["months"][day.month - 1][0] if day.month else ""
    form = str(words.get(day.precision, words.get("day", "{day} {month} {year}")))
    return " ".join(form.format(day=number, month=month, year=f"{day.year:04}").split())


def _spoken(language: str) -> str:
    return language if language in languages() else ENGLISH

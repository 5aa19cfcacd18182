"""What days are told by: names of months and weekdays, words around them (graph/languages/*/dates.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cityties.date.day import Day, DayError
from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.folding import fold, plain
from cityties.model.language import languages, read_words

__all__ = ["Phrase", "Words", "check_reason", "clean", "words"]

_DASHES: Final = re.compile(r"\s*[–—‒―]\s*")
_ORDER: Final = ("by", "until", "from", "about")


@dataclass(frozen=True)
class Phrase:
    """A wording around one date or two, and what it makes of them: by, from, until, about, between."""

    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Words:
    """The words of all languages together, folded: a table does not say in which it is written."""

    months: Mapping[str, int]
    weekdays: Mapping[str, frozenset[int]]
    beside: frozenset[str]
    phrases: tuple[Phrase, ...]
    between: tuple[re.Pattern[str], ...]
    both: tuple[re.Pattern[str], ...]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    listing: re.Pattern[str]

    def month(self, word: str) -> int | None:
        """Say which month a word is, with an ending that its language joins to it or without."""
        if word in self.months:
            return self.months[word]
        stems = (word[:length] for length in range(len(word) - 1, 3, -1) if word[length:] in self.beside)
        return next((self.months[stem] for stem in stems if stem in self.months), None)


def words() -> Words:
    """Give the words for dates of all languages that are there."""
    return _words(languages())


@cache
def _words(known: tuple[str, ...]) -> Words:
    told = [read_words(language, "dates") for language in known]
    months: dict[str, int] = {}
    weekdays: dict[str, set[int]] = {}
    try:
        for names in (*(one["months"] for one in told), *_common()["months"].values()):
            for number, spellings in enumerate(names, 1):
                for spelling in spellings:
                    months.setdefault(fold(spelling), number)
        for one in told:
            for number, spellings in enumerate(one["weekdays"]):
                for spelling in (*spellings, *one.get("short", [])[number : number + 1]):
                    weekdays.setdefault(fold(spelling), set()).add(number)
        beside = [word for one in told for word in (*one.get("beside", ()), *_news(one, "ordinals", "endings"))]
        phrases = [one.get("phrases", {}) for one in told]
        return Words(
            months,
            {word: frozenset(numbers) for word, numbers in weekdays.items()},
            frozenset(map(fold, (*beside, *_common()["beside"]))),
            tuple(Phrase(kind, _pattern(text)) for kind in _ORDER for text in _all(phrases, kind)),
            tuple(_pattern(text) for text in ("{} - {}", "{}-{}", *_all(phrases, "between"))),
            tuple(_pattern(text) for text in _all(phrases, "both")),
            _any(_all(phrases, "opening"), r"(?:{})\s+"),
            _any(_all(phrases, "closing"), r"\s+(?:{})"),
            re.compile(rf"\s*(?:[,;]|/|\s(?:{_either([word for one in told for word in one.get('and', ())])})\s)\s*"),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(
            f"dates.toml of a language: not whole: {error}: see the comments of the English one"
        ) from error


def clean(text: str) -> str:
    """Write a date in plain small letters and digits: full-width and Arabic digits are digits, all dashes one."""
    digits = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)
    spaced = re.sub(r"(?<=\d)[–—‒―](?=\d{1,2}[–—‒―]\d)|(?<=\d[–—‒―]\d)[–—‒―]|(?<=\d[–—‒―]\d\d)[–—‒―]", "-", digits)
    return " ".join(_DASHES.sub(" - ", plain(spaced.replace("’", "'")).casefold()).split())


def check_reason(day: Day) -> Day:
    """Give a day back. Raises DayError where its year is of another calendar, or out of reason."""
    for calendar in _common()["calendars"].values():
        first, last = calendar["years"]
        if first <= day.year <= last:
            ours = calendar["epoch"] + calendar["length"] * day.year
            meant = sorted({int(ours), int(ours + calendar["length"] * 0.99)})
            years = " or ".join(map(str, meant))
            raise DayError(f"has the year {day.year}: of the {calendar['name']} calendar, for {years}? write that")
    reason = _common()["reason"]
    if not reason["earliest"] <= day.year <= reason["latest"]:
        raise DayError(f"has a year out of reason: {day.year}")
    return day


def other_calendar(text: str) -> str | None:
    """Name the calendar that a text says to be of, in a word of it; None where it says none."""
    folded = f" {fold(text)} "
    for calendar in _common()["calendars"].values():
        if any(f" {fold(word)} " in folded for word in calendar["words"]):
            return str(calendar["name"])
    return None


@cache
def _common() -> Mapping[str, Any]:
    path = resources.folder("graph") / "dates.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: no file of words: {error}: mend it, or install cityties again") from error


def _news(told: Mapping[str, Any], *names: str) -> Iterator[str]:
    for name in names:
        yield from told.get("news", {}).get(name, ())


def _all(phrases: Sequence[Mapping[str, Any]], kind: str) -> list[str]:
    """Give the phrases of a kind in all languages, the longest first: "en geç {} tarihine kadar" before "en geç {}"."""
    return sorted((text for one in phrases for text in one.get(kind, ())), key=lambda text: (-len(text), text))


def _pattern(text: str) -> re.Pattern[str]:
    parts = [re.escape(clean(part)) for part in text.split("{}")]
    spaces = [re.escape(" ") if part[-1:].isspace() or part[:1].isspace() else "" for part in text.split("{}")]
    first, *rest = parts
    pattern = first + (r"\s+" if first and spaces[0] else "")
    for number, part in enumerate(rest):
        inner = number < len(rest) - 1
        pattern += r"(.+?)" if inner else r"(.+)"
        gap = r"\s+" if part and spaces[number + 1] else ""
        pattern += gap + part + (gap if inner else "")
    return re.compile(pattern)


def _either(texts: Sequence[str]) -> str:
    return "|".join(re.escape(clean(text)) for text in texts) or r"(?!)"


def _any(texts: Sequence[str], form: str) -> re.Pattern[str]:
    return re.compile(form.replace("{}", _either(texts)))

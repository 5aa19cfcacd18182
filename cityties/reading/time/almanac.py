"""Names of months and weekdays, and the words around dates, in the languages that news is read in.

They stand in graph/languages/LANG/dates.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cityties.model.errors import ModelError
from cityties.model.language import languages, read_words
from cityties.reading.text.surface import Surface

__all__ = ["Almanac", "almanac"]


@dataclass(frozen=True)
class Almanac:
    """What one language calls months and weekdays, and the patterns in which its news writes days.

    Names are folded as `Surface` folds them; months count from 1, weekdays from 0, Monday. ``order`` is "dmy",
    "mdy" or empty: which of 3/4 comes first where nothing else decides.
    """

    order: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    unsure: frozenset[str]
    day: Mapping[str, int]
    month: Mapping[str, int]
    year: Mapping[str, int]
    past: re.Pattern[str]
    future: re.Pattern[str]
    ahead: re.Pattern[str]
    less: re.Pattern[str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def almanac(lang: str) -> Almanac:
    """Give the almanac of a language."""
    try:
        return _almanac(lang, _news(lang))
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{lang}/dates.toml: not whole: {error}: see the comments of the English one") from error


def _news(lang: str) -> Mapping[str, Any]:
    """Give how news tells days; what a language does not have is empty."""
    return {**_EMPTY, **read_words(lang, "dates").get("news", {})}


_EMPTY: Final[Mapping[str, Any]] = {
    **{unit: {} for unit in ("day", "month", "year")},
    **dict.fromkeys(("until", "joined", "parts", "here", "past", "future", "ahead", "alone", "after"), ()),
    **dict.fromkeys(("unsure", "units", "before", "ordinals", "endings"), ()),
    "order": "",
}


def _almanac(lang: str, words: Mapping[str, Any]) -> Almanac:
    months = {name: number for other in languages() for name, number in _months(other, 1).items()} | _months(lang)
    full, short = _weekdays(lang)
    told = {kind: {_fold(name): int(away) for name, away in words[kind].items()} for kind in ("day", "month", "year")}
    ending = rf"(?:'?(?:{_any(words['endings'])}))?" if words["endings"] else ""
    parts = {
        "M": rf"(?:{_any(months)}){ending}(?![a-z])(?:\.(?=\s*\d))?",
        "W": rf"(?:{_any(full)}){ending}\b",
        "WS": rf"(?:{_any({*full, *short})}){ending}\b\.?",
        "D": rf"(?:0?[1-9]|[12]\d|3[01])(?!\d)(?:(?:{_any(words['ordinals'])})(?!\w))?" if words["ordinals"] else _DAY,
        "N": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)",
        "Y": r"(?:19|20)\d\d(?!\d|[.,]\d)",
        "TO": rf"\s?(?:{_any(words['until'])})\s?",
        "AND": rf"\s?(?:{_any([*words['until'], *words['joined']])})\s?",
        "PART": rf"(?:\s(?:{_any([word for one in _AROUND for word in words[one]])})\b)?",
        "ALONE": rf"(?:(?:{_any([*words['alone'], *words['past'], *words['future']])})[\s-])",
        "AFTER": rf"(?:(?:\s(?:{_any(words['after'])})\b)|'d[ae]n?\b)" if words["after"] else r"(?!)",
        "SURE": rf"\s(?:{_any(words['parts'])})\b",
        "UNITS": rf"(?:{_any(words['units'])})\b",
        "RELATIVE": _any({**told["day"], **told["month"], **told["year"]}),
    }
    patterns = tuple((name, re.compile(_fill(text, parts))) for name, text in _PATTERNS)
    return Almanac(
        words["order"],
        months,
        {**short, **full},
        frozenset(map(_fold, words["unsure"])),
        told["day"],
        told["month"],
        told["year"],
        re.compile(rf"(?:{_any(words['past'])})\b"),
        re.compile(rf"(?:{_any(words['future'])})\b"),
        re.compile(rf"(?<![^\W_])(?:{_any(words['ahead'])})\b"),
        re.compile(rf"(?:{_any(words['before'])})\.?\s?(?:\d+\s?\w*\s?)?$"),
        patterns,
    )


_AROUND: Final = ("parts", "here", "past", "future")  # what may stand beside a weekday
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"

# In this order: what a pattern has taken, a later one leaves alone. <W> and the like are filled from the words.
_PATTERNS: Final = (
    ("iso", r"(?<![\d.-])(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d|-\d)"),
    (
        "numbers",
        r"(?:\b(?P<w><WS>)<PART>,?\s?\(?)?(?<![\d./-])(?P<a>\d\d?)(?P<sep>[./-])(?P<b>\d\d?)(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)"
        r"(?![\d/-]|\.\d)\)?",
    ),
    (
        "stretch",
        r"(?:\b(?P<w><WS>)<PART>,?\s?)?\((?P<d><N>)(?:-|<TO>)(?P<d2><N>)/(?P<m>1[0-2]|0?[1-9])(?:/(?P<y><Y>))?\)",
    ),
    ("pair", r"\b(?P<w><WS>)<PART>,?\s?\(?(?<![\d./-])(?P<a>\d\d?)[/.](?P<b>\d\d?)(?![\d/]|[.:,]\d)\)?"),
    ("pair", r"\((?P<a>\d\d?)/(?P<b>\d\d?)\)"),
    ("across", r"\b(?P<d><D>)\s?(?P<m><M>)(?:,?\s(?P<y1><Y>))?<TO>(?P<d2><D>)\s?(?P<m2><M>)(?:,?\s(?P<y><Y>))?"),
    ("across", r"\b(?P<m><M>)\s(?P<d><D>)(?:,?\s(?P<y1><Y>))?<TO>(?P<m2><M>)\s(?P<d2><D>)(?:,?\s(?P<y><Y>))?"),
    ("stretch", r"\b(?P<d><D>)<AND>(?P<d2><D>)\s?(?P<m><M>)(?:,?\s(?P<y><Y>))?"),
    ("stretch", r"\b(?P<m><M>)\s(?P<d><D>)<AND>(?P<d2><D>)(?:,?\s(?P<y><Y>))?"),
    (
        "day",
        r"(?:\b(?P<w><WS>)<PART>,?\s?\(?)?\b(?P<d><D>)\s?(?:of\s)?(?P<m><M>)(?:,?\s?(?P<y><Y>))?\)?"
        r"(?:,?\s(?P<w2><W>)(?:<SURE>)?)?",
    ),
    ("day", r"(?:\b(?P<w><WS>)<PART>,?\s?\(?)?\b(?P<m><M>)\s(?P<d><D>)(?:,?\s(?P<y><Y>))?\)?"),
    ("month", r"\b(?P<m><M>)(?:,?\s|\s?')(?P<y><Y>)"),
    ("relative", r"\b(?P<r><RELATIVE>)\b"),
    ("weekday", r"\b(?P<w><W>)(?P<sure><SURE>)?"),
    ("month", r"\b<ALONE>(?P<m><M>)(?!\s?\d)"),
    ("month", r"\b(?P<m><M>)(?P<sure><AFTER>)"),
    ("years", r"(?<![\d.,/-])(?P<y1><Y>)\s?-\s?(?P<y><Y>)(?![/-])"),
    ("year", r"(?<![\d.,/$€-])(?<![$€]\s)(?P<y><Y>)(?![/%-]|\s?%|'?l[iu]\b|s\b|\s<UNITS>)"),
)


def _fill(text: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"<([A-Z]+)>", lambda found: parts[found[1]], text)


def _any(names: Iterable[str]) -> str:
    """Give an alternation of words, longest first; its spaces are any white space, ~ any letters. Of none: no match."""
    folded = sorted({_fold(name) for name in names}, key=lambda name: (-len(name), name))
    words = [re.escape(name).replace(r"\ ", r"\s+").replace(r"\~", r"[^\W\d_]*") for name in folded]
    return "|".join(words) or "(?!)"


def _fold(name: str) -> str:
    return Surface.of(name).folded


def _months(lang: str, most: int | None = None) -> dict[str, int]:
    """Give the months by their names: all of them, or only so many a month."""
    named = enumerate(read_words(lang, "dates")["months"], 1)
    return {_fold(name): number for number, names in named for name in names[:most]}


def _weekdays(lang: str) -> tuple[dict[str, int], dict[str, int]]:
    told = read_words(lang, "dates")
    full = {_fold(name): number for number, names in enumerate(told["weekdays"]) for name in names}
    return full, {_fold(name): number for number, name in enumerate(told.get("short", ()))}

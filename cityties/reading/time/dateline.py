"""The day that an article says of itself: in its dateline, or on a line of its own about its publication."""

from __future__ import annotations

import re
from typing import Final

from cityties.reading.draft import Article
from cityties.reading.text.surface import Surface
from cityties.reading.time.day import STATED, days

__all__ = ["dateline_day"]

_LINES: Final = 8  # how far from the beginning or the end such a line may stand
_SHORT: Final = 90  # characters
_SHARE: Final = 0.3  # of the line: so much of it is the day
_DASH: Final = re.compile(r"\s?[-–—:|]{1,2}\s")
_CLOCK: Final = re.compile(r"\b\d{1,2}[.:]\d\d\b|\bWIB\b|\bWITA?\b|\bGMT\b")


def dateline_day(article: Article) -> str:
    """Give the day as YYYY-MM-DD, or an empty text where the article does not say when it was published.

    >>> dateline_day(Article("Judul\\nSelasa, 18 Februari 2025 16:20 WIB\\nSurabaya - Tarian remo …", "id"))
    '2025-02-18'
    >>> dateline_day(Article("ANKARA, 20 Ağustos 2025 - Başkan konukları ağırladı.", "tr"))
    '2025-08-20'
    """
    text = article.text
    lines = [found.span() for found in re.finditer(r"[^\n]+", text) if found[0].strip()]
    near = lines[:_LINES] + lines[_LINES:][-_LINES:]
    whole = [
        day for day in days(article, Surface.of(text)) if day.basis == STATED and len(day.value) == 10 and not day.last
    ]
    for start, end in near:
        for day in whole:
            if start <= day.start and day.end <= end and _publishes(text, start, end, day.start, day.end):
                return day.value
    return ""


def _publishes(text: str, start: int, end: int, first: int, last: int) -> bool:
    line = text[start:end]
    if len(line) <= _SHORT and not line.rstrip().endswith((".", "!", "?", "…", '"', "”")):
        return (last - first) / len(line.strip()) >= _SHARE or bool(_CLOCK.search(line))
    # A dateline: the day stands between a place in capital letters and a dash.
    place = text[start:first].strip(" ,(")
    return 0 < len(place) <= 30 and place[0].isupper() and bool(_DASH.match(text[last:end].lstrip(")")[:4] + " "))

"""Days that a text tells: stated, or found by a weekday and the day of publication, as precise as they are told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cityties.reading.draft import Article
from cityties.reading.surface import Surface

__all__ = ["Day", "days"]

_ISO: Final = re.compile(r"(?<![\d.-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])")


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
    """Find the days of an article, in the order of the text."""
    return [
        Day(*surface.span(found.start(), found.end()), value=found[0], basis="stated")
        for found in _ISO.finditer(surface.folded)
    ]

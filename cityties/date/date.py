"""A date as its source tells it: a day, or a stretch with closed or open ends, exact or about.

Its text is that of ISO 8601-2 (EDTF, https://www.loc.gov/standards/datetime/): 2025-08-19, 2019/2021, 2019/..
(from 2019), ../2021 (until 2021), [..2025-08-21] (at some time up to then), 2019~ (about 2019).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from cityties.date.day import Day, DayError

__all__ = ["Date", "Kind"]

Kind = Literal["on", "by", "from", "until", "between"]


@dataclass(frozen=True)
class Date:
    """When something was: on a day, by a day, from or until a day, or between two.

    >>> str(Date.of("[..2025-08-21]")), Date.of("2019/2021").kind, Date.of("2019~").about
    ('[..2025-08-21]', 'between', True)
    """

    kind: Kind
    day: Day
    last: Day | None = None
    about: bool = False

    def __post_init__(self) -> None:
        if (self.last is None) == (self.kind == "between"):
            raise DayError("has one end too many, or too few")
        if self.last is not None and self.last.last < self.day.first:
            raise DayError("ends before it begins")

    @classmethod
    def on(cls, day: Day, *, about: bool = False) -> Date:
        """Make the date of what was on one day."""
        return cls("on", day, about=about)

    @classmethod
    def of(cls, text: str) -> Date:
        """Take a date as it is stored. Raises DayError on any other form."""
        bare, about = text.replace("~", ""), "~" in text
        if bare.startswith("[..") and bare.endswith("]"):
            return cls("by", Day.of(bare[3:-1]), about=about)
        start, stroke, end = bare.partition("/")
        if not stroke:
            return cls("on", Day.of(bare), about=about)
        if start in ("", ".."):
            return cls("until", Day.of(end), about=about)
        if end in ("", ".."):
            return cls("from", Day.of(start), about=about)
        return cls("between", Day.of(start), Day.of(end), about)

    def __str__(self) -> str:
        mark = "~" if self.about else ""
        told = f"{self.day}{mark}"
        match self.kind:
            case "by":
                return f"[..{told}]"
            case "from":
                return f"{told}/.."
            case "until":
                return f"../{told}"
            case "between":
                return f"{told}/{self.last}{mark}"
        return told

    @property
    def earliest(self) -> datetime.date | None:
        """The first day that it can be of; None where that is open."""
        return None if self.kind in ("by", "until") else self.day.first

    @property
    def latest(self) -> datetime.date | None:
        """The last day that it can be of; None where that is open."""
        if self.kind == "from":
            return None
        return (self.last or self.day).last

    def overlaps(self, other: Date) -> bool:
        """Say whether the two have a day in common, as far as both are told."""
        return not (self.before(other) or other.before(self))

    def before(self, other: Date) -> bool:
        """Say whether it certainly ends before the other begins."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

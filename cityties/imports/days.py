"""What a cell says that holds more than one plain day: a stretch of time, an open end, a list of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cityties.date.date import Date
from cityties.imports.spool import KINDS

__all__ = ["SPANS", "Days", "days_in"]

# Fields that are the two ends of one stretch of time.
SPANS: Final = (("start", "end"), ("from", "until"), ("validFrom", "validUntil"), ("date", "endDate"))
# What happens on each day of a list anew.
_EACH: Final = frozenset({("agreement", "signedOn"), ("encounter", "date")})


@dataclass(frozen=True)
class Days:
    """The day for a field, days for others of the same fact, further days on which it happened, what is left out."""

    day: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    further: tuple[str, ...] = ()
    left: str = ""


def days_in(kind: str, name: str, dates: Sequence[Date]) -> Days:
    """Say what dates mean in a field of a kind of fact.

    >>> days_in("tie", "start", [Date.of("2011/2015")])
    Days(day='2011', beside={'end': '2015'}, further=(), left='')
    >>> days_in("tie", "start", [Date.of("2019-05"), Date.of("2011")])
    Days(day='2011', beside={}, further=(), left='further days: the first is taken')
    """
    starts, ends = dict(SPANS), {end: start for start, end in SPANS}
    if any(date.about for date in dates):
        return Days(left="a date that is only about")
    if len(dates) > 1:
        days = sorted(str(date) for date in dates if date.kind == "on")
        if len(days) < len(dates):
            return Days(left="a list of dates that are not all days")
        if (kind, name) in _EACH:
            return Days(days[0], further=tuple(days[1:]))
        if name in starts:
            return Days(days[0], left="further days: the first is taken")
        return Days(left="several dates where there is one")
    date = dates[0]
    end = starts.get(name, "")
    match date.kind:
        case "on":
            return Days(str(date.day))
        case "between" if end in KINDS[kind]:
            return Days(str(date.day), {end: str(date.last)})
        case "from" if name in starts:
            return Days(str(date.day))
        case "until" | "by" if name in ends:
            return Days(str(date.day))
        case "until" if end in KINDS[kind]:
            return Days(beside={end: str(date.day)})
        case "by" if "noLaterThan" in KINDS[kind]:
            return Days(beside={"noLaterThan": str(date.day)})
    return Days(left="a stretch of time where one day is meant")

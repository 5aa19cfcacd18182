"""What falls due as a calendar: iCalendar (https://www.rfc-editor.org/rfc/rfc5545), the same bytes each time."""

from __future__ import annotations

import datetime
import hashlib
from calendar import monthrange
from typing import Final

from cityties.display.answer import Answer
from cityties.dossier.plan import word
from cityties.model.errors import RequestError

__all__ = ["calendar"]

_PRODUCT: Final = "-//cityties//due//EN"
# A tie without a step for years falls due on no day.
_UNDATED: Final = frozenset({"no-step-for-years"})


def calendar(answer: Answer, as_of: str, lang: str = "en") -> bytes:
    """Write the answer of `due` as a calendar: one event a row, over all the days it may fall on.

    Raises RequestError where what writes calendars is not installed.
    """
    try:
        import icalendar
    except ImportError as error:
        raise RequestError("a calendar needs icalendar: pip install 'cityties[calendar]'") from error
    made = icalendar.Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    stamp = datetime.datetime.combine(_days(as_of)[0], datetime.time(), datetime.UTC)
    for row in answer.texts():
        if row["why"] in _UNDATED or not row["date"]:
            continue
        first, last = _days(row["date"])
        event = icalendar.Event()
        name = " ".join(row[column] for column in ("why", "what", "date"))
        event.add("uid", f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@cityties")
        event.add("dtstamp", stamp)
        event.add("dtstart", first)
        event.add("dtend", last + datetime.timedelta(days=1))
        event.add("summary", f"{row['whatLabel']} ({word(row['why'], lang) or row['why']})")
        event.add("description", row.get("sourcesLabel", ""))
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def _days(text: str) -> tuple[datetime.date, datetime.date]:
    """Give the first and the last day of a day, month or year."""
    parts = [int(part) for part in text.split("-")]
    first = datetime.date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return first, first
    months = 12 if len(parts) == 1 else first.month
    return first, datetime.date(first.year, months, monthrange(first.year, months)[1])

"""Who holds or held a post in a city, each person in a post once, with the days on which sources saw them there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cityties.pictures.figure import Passage
from cityties.pictures.timeline.account import when
from cityties.pictures.timeline.chronicle import Record, records
from cityties.pictures.timeline.page import timeline_words

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Official", "officials"]


@dataclass
class Official:
    """A person in a post: when, in words; whether nobody is told to have come after."""

    ref: str
    iri: str
    name: str
    post: str
    told: str
    last: str
    now: bool
    passages: list[Passage]


def officials(request: Request) -> list[Official]:
    """Give the officials of the city in focus, those in office first, then the latest."""
    known = timeline_words(request.lang)
    terms = [record for record in records(request) if record.part == "Tenure"]
    latest: dict[str, Record] = {}
    for record in terms:
        before = latest.get(record.kind)
        if not record.end and (before is None or _last(record) >= _last(before)):
            latest[record.kind] = record
    found = [
        Official(
            record.iri,
            record.iri,
            ", ".join(record.who),
            record.kind_label,
            when(record, known),
            _last(record),
            latest.get(record.kind) is record,
            record.passages,
        )
        for record in terms
    ]
    by_name = sorted(found, key=lambda one: (one.name, one.post))
    return sorted(by_name, key=lambda one: (one.now, one.last), reverse=True)


def _last(record: Record) -> str:
    """Give the last day on which the person is told to be in the post."""
    return max(filter(None, (record.begin, record.bound, *record.seen)), default="")

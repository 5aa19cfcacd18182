"""What a timeline tells: the records of a city, or of a pair, each once, with their days and their sources."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from cityties.network import within
from cityties.pictures.citation import cited
from cityties.pictures.request import Request
from cityties.questions import ask
from cityties.vocabulary import CT

__all__ = ["PARTS", "Passage", "Record", "held", "records", "span"]

PARTS: Final = ("Step", "Agreement", "Encounter", "Commitment", "Tenure")
_DAY: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")
_MAKES: Final = ("agreed", "renewed", "activity")  # the steps after which a tie holds
_HEADLINE: Final = "https://w3id.org/cityties/code/headline"


@dataclass(frozen=True)
class Passage:
    """Where a source says so: its name, title and address, and the characters in it, "19–69", or ""."""

    source: str
    title: str
    address: str
    characters: str


@dataclass
class Record:
    """One thing of a timeline.

    Days are as precise as the source: "2016", "2025-08" or "2025-08-19". ``bound`` is a day by which
    it had happened, ``seen`` are those on which a person was in the post, ``end`` when it ended, or
    was fulfilled or withdrawn. ``owners`` are the cities in whose chronicle it stands.
    """

    iri: str
    part: str
    kind: str
    kind_label: str
    label: str
    begin: str = ""
    end: str = ""
    bound: str = ""
    seen: tuple[str, ...] = ()
    state: str = ""
    headline: bool = False
    where: str = ""
    who: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    partners: dict[str, str] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    @property
    def day(self) -> str:
        """The day by which it is put in order, or "" where none is told."""
        return self.begin or self.bound or (self.seen[0] if self.seen else "")

    @property
    def last(self) -> str:
        """The last day on which anything is told of it, or "" where none is told or it goes on."""
        return self.end or ("" if self.open and self.begin else max((self.bound, *self.seen)) or self.begin)

    @property
    def open(self) -> bool:
        """Say whether it has begun and nothing tells that it ended."""
        return self.part in ("Commitment", "Tenure") and not self.end and self.state in ("", "open")


def records(request: Request) -> list[Record]:
    """Read the chronicle of the city, or of both cities of a pair with the officials of each.

    By day, then by name; what began after ``as_of`` is left out, and what ended after it is open.
    """
    found: dict[str, Record] = {}
    cities = request.centres
    for city in cities:
        for row in ask(request.store, "chronicle", {"city": city}, request.lang):
            if len(cities) < 2 or row["part"] == f"{CT}Tenure" or row["partner"] in cities:
                _take(found, row, city)
    told = cited(request.store, {one.source for record in found.values() for one in record.passages})
    for record in found.values():
        record.passages = [
            replace(one, title=": ".join(filter(None, (one.title, told[one.source][0]))), address=told[one.source][1])
            for one in record.passages
        ]
    kept = [_as_of(record, request.as_of) for record in found.values() if within(record.day, "", request.as_of)]
    tenures = _joined([record for record in kept if record.part == "Tenure"])
    kept = [record for record in kept if record.part != "Tenure"]
    if len(cities) > 1:  # of the officials of a pair, those in office while something was going on
        days = [day for record in kept for day in (record.day, record.last) if day]
        holds = held(kept)[-1:]
        begin, end = min(days, default=""), "" if holds and not holds[0][1] else max(days, default="")
        lasted = [one for one in tenures if within(one.day, "", end or None) and within("", one.last, begin or None)]
        tenures = lasted if kept else []
    return sorted([*kept, *tenures], key=lambda record: (record.day, record.part, record.label, record.iri))


def held(steps: list[Record]) -> list[tuple[str, str]]:
    """Say from which day to which a tie holds, as far as days are told; "" at the end while it holds."""
    turns = [step for step in steps if step.part == "Step" and step.day and not step.headline]
    found: list[tuple[str, str]] = []
    for step in sorted(turns, key=lambda step: (step.day, step.kind == "ended")):
        holds = bool(found) and not found[-1][1]
        if step.kind in _MAKES and not holds:
            found.append((step.day, ""))
        elif step.kind == "ended" and holds:
            found[-1] = (found[-1][0], step.day)
    return found


def span(day: str) -> tuple[datetime.date, datetime.date]:
    """Say the first and the last day of a year, a month or a day.

    >>> span("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    year, month, *rest = [*(int(part) for part in day.split("-")), 1, 1][:3]
    first = datetime.date(year, month, rest[0])
    if day.count("-") == 2:
        return first, first
    whole_year = "-" not in day or month == 12
    after = datetime.date(year + 1, 1, 1) if whole_year else datetime.date(year, month + 1, 1)
    return first, after - datetime.timedelta(days=1)


def _take(found: dict[str, Record], row: Mapping[str, str], city: str) -> None:
    record = found.get(row["what"])
    if record is None:
        record = found[row["what"]] = Record(
            iri=row["what"],
            part=row["part"].rsplit("#", 1)[-1],
            kind=row["kind"].replace("#", "/").rsplit("/", 1)[-1],
            kind_label=row.get("kindLabel", ""),
            label=row["whatLabel"],
            where=row.get("whereLabel", ""),
            who=_several(row["whoLabel"]),
            sectors=_several(row["sectorsLabel"]),
            headline=row["toldIn"] == _HEADLINE,
        )
        if record.part == "Tenure":
            record.label = ": ".join([*record.who, record.kind_label])
        if record.part == "Commitment":
            record.state = "fulfilled" if row["fulfilledBy"] else "withdrawn" if row["withdrawnBy"] else "open"
    # Of several days that sources tell, the first begins it and the last ends it.
    record.begin = min(filter(None, (record.begin, _day(row["begin"]))), default="")
    record.bound = min(filter(None, (record.bound, _day(row["bound"]))), default="")
    record.end = max(record.end, _day(row["end"]))
    record.seen = tuple(sorted({*record.seen, *filter(None, (_day(row["seen"]),))}))
    if row["partner"]:
        record.partners[row["partner"]] = row.get("partnerLabel", "")
    if city not in record.owners:
        record.owners.append(city)
    characters = f"{row['start']}–{row['stop']}" if row["start"] else ""
    passage = Passage(row["source"], row["sourceLabel"], "", characters)
    if passage not in record.passages:
        record.passages.append(passage)


def _joined(tenures: list[Record]) -> list[Record]:
    """Join what several sources tell of one person in one post: a day in office belongs to the term around it."""
    terms = [record for record in tenures if record.begin or record.end]
    rest: dict[tuple[tuple[str, ...], str], Record] = {}
    for record in tenures:
        if record.begin or record.end:
            continue
        same = [one for one in terms if (one.who, one.kind) == (record.who, record.kind)]
        around = [one for one in same if record.seen and within(one.begin, one.end, record.seen[0])]
        into = around[0] if around else rest.setdefault((record.who, record.kind), record)
        if into is not record:
            into.seen = tuple(sorted({*into.seen, *record.seen}))
            into.owners = list(dict.fromkeys([*into.owners, *record.owners]))
            into.passages = list(dict.fromkeys([*into.passages, *record.passages]))
    return [*terms, *rest.values()]


def _day(text: str) -> str:
    """Take what can stand on an axis: a year of our era, a month or a day that there is; else nothing.

    >>> _day("2016-05"), _day("-0044-03-15"), _day("2016-02-31")
    ('2016-05', '', '')
    """
    found = _DAY.match(text)
    try:
        return found[0] if found and span(found[0]) else ""
    except ValueError:
        return ""


def _several(names: str) -> tuple[str, ...]:
    return tuple(filter(None, names.split("; ")))


def _as_of(record: Record, as_of: str | None) -> Record:
    if as_of is not None and record.end and not within(record.end, "", as_of):
        if record.part == "Commitment":
            record.state = "open"
        if record.part != "Agreement":  # how long an agreement is valid was known from the beginning
            record.end = ""
    return record

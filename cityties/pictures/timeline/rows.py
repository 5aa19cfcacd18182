"""The rows of a timeline: one a partner, or of a pair one a kind of record; alike partners stand as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cityties.display.label import Labels
from cityties.model.vocabulary import CT
from cityties.pictures.timeline.chronicle import PARTS, Record, held
from cityties.store import IRI

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Group", "Row", "groups", "joined", "rows"]


@dataclass
class Row:
    """A row: what it is called, its records, and the times while a tie holds."""

    name: str
    kind: str  # officials, alone, partner, or a part such as Step
    iri: str = ""
    note: str = ""
    records: list[Record] = field(default_factory=list)
    ties: list[tuple[str, str]] = field(default_factory=list)

    @property
    def newest(self) -> str:
        """The newest day on record in it."""
        return max((max(one.begin, one.bound, *one.seen) for one in self.records if one.day), default="")


@dataclass(frozen=True)
class Group:
    """What stands together in a row: records of one day."""

    day: str
    bound: bool
    records: Sequence[Record]


def rows(request: Request, told: Sequence[Record], words: Mapping[str, str]) -> list[Row]:
    """Lay records out in rows, the newest partner first; what names no partner, and officials, come last."""
    names = {city: request.labels.label(city) for city in request.centres}
    pair = len(request.centres) > 1
    found: dict[str, Row] = {}
    if pair:
        found = {part: Row(words[part], part) for part in PARTS if part != "Tenure"}
    else:
        found["alone"] = Row(words["alone"].format(city=names[request.centres[0]]), "alone", request.centres[0])
    for city in request.centres:
        found[f"officials {city}"] = Row(words["officials"].format(city=names[city]), "officials", city)
    partners: dict[str, Row] = {}
    for record in told:
        if record.part == "Tenure":
            for city in record.owners:
                found[f"officials {city}"].records.append(record)
        elif record.part in found:
            found[record.part].records.append(record)
        elif not record.partners:
            found["alone"].records.append(record)
        for iri, name in record.partners.items() if "alone" in found else ():
            partners.setdefault(iri, Row(name, "partner", iri)).records.append(record)
    lands = _countries(request, partners)
    for iri, row in partners.items():
        row.note = lands.get(iri, "")
    for row in (*partners.values(), *(row for key, row in found.items() if key == "Step")):
        row.ties = held(row.records)
    by_name = sorted(partners.values(), key=lambda row: (row.name, row.iri))
    ordered = sorted(by_name, key=lambda row: row.newest, reverse=True)
    return [row for row in (*ordered, *found.values()) if row.records]


def groups(row: Row) -> list[Group]:
    """Put together what is told of one day, in the order of days; what has no day is left out."""
    found: dict[tuple[str, bool], list[Record]] = {}
    for record in row.records:
        if record.day:
            found.setdefault((record.day, not record.begin and bool(record.bound)), []).append(record)
    return [Group(day, bound, some) for (day, bound), some in sorted(found.items())]


def joined(lines: Sequence[Row]) -> list[list[Row]]:
    """Put partners together of whom the same single thing is told, as of one day: their names say all."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for number, row in enumerate(lines):
        only = row.records[0] if row.kind == "partner" and len(row.records) == 1 else None
        alike = ("", str(number)) if only is None else (only.part, only.kind, only.begin, only.bound, only.end)
        found.setdefault(alike, []).append(row)
    return list(found.values())


def _countries(request: Request, partners: Mapping[str, Row]) -> dict[str, str]:
    """Name the country of each partner, where a source tells it."""
    found: dict[str, str] = {}
    told = list(request.store.values([IRI(iri) for iri in sorted(partners)], [IRI(f"{CT}country")]))
    labels = Labels(request.store, request.lang)
    labels.learn(country.value for _, _, country in told if isinstance(country, IRI))
    for place, _, country in told:
        found[place.value] = min(filter(None, (found.get(place.value), labels.label(country))))
    return found

"""What a figure tells of one record: its days in words, who took part, in what, and who says so."""

from __future__ import annotations

from collections.abc import Mapping

from cityties.pictures.figure import Detail
from cityties.pictures.timeline.chronicle import Record

__all__ = ["basis", "detail_of", "ref_of", "when"]


def when(record: Record, words: Mapping[str, str]) -> str:
    """Say when, as precisely as the sources do: a day, a day by which, days on which, or nothing."""
    if record.begin:
        return f"{record.begin} – {record.end}" if record.end and record.end != record.begin else record.begin
    if record.bound:
        return words["by-day"].format(when=record.bound)
    if record.seen:
        first, last = record.seen[0], record.seen[-1]
        return words["seen"].format(when=first if first == last else f"{first} – {last}")
    return ""


def ref_of(record: Record) -> str:
    """Name a record within a page: its IRI, by which its marks, its detail and its rows find each other."""
    return record.iri


def detail_of(record: Record, words: Mapping[str, str]) -> Detail:
    """Gather what a page tells of a record."""
    state = words[record.state] if record.state else ""
    facts = [
        (words["when"], when(record, words) or words["no-day"]),
        (words["who"], ", ".join(record.who)),
        (words["where"], record.where),
        (words["with"], ", ".join(sorted(record.partners.values()))),
        (words["sectors"], ", ".join(record.sectors)),
        (words["state"], state),
        (words["headline-only"] if record.headline else "", words["headline"] if record.headline else ""),
    ]
    return Detail(record.label, record.kind_label, facts, record.passages, record.iri)


def basis(told: list[Record], words: Mapping[str, str]) -> str:
    """Say on how many sources a figure rests, and how new the newest day in it is."""
    sources = {one.source for record in told for one in record.passages}
    days = [day for record in told for day in (record.begin, record.bound, *record.seen) if day]
    return words["basis"].format(n=len(sources), day=max(days, default="—"))

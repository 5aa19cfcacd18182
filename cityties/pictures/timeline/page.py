"""The timeline of a city, a row a partner, or of a pair, a row a kind of record: one figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cityties.model import resources
from cityties.pictures.figure import Figure, Panel, Table, renderer_of
from cityties.pictures.page.files import read_toml, words
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Entry, Sketch
from cityties.pictures.timeline.account import basis, detail_of, ref_of, when
from cityties.pictures.timeline.chronicle import PARTS, Record, records, span
from cityties.pictures.timeline.drawing import Timeline
from cityties.pictures.timeline.rows import Row, rows

__all__ = ["RENDERER", "figure", "looks"]


def figure(request: Request) -> Figure:
    """Make the timeline. Raises RequestError where nothing is on record."""
    told = records(request)
    if not told:
        raise request.nothing()
    known = timeline_words(request.lang)
    lines = rows(request, told, known)
    drawn = Timeline(lines, looks(request), known, pair=len(request.centres) > 1)
    note = _note(request, told, known)

    def draw(width: float) -> Sketch:
        items, height = drawn.draw(width)
        return Sketch(width, height, request.title, request.question, items, _legend(told, request, known), note)

    days = sorted(day for record in told for day in (record.day, *record.seen) if day)
    return Figure(
        panels=[Panel(draw)],
        details={ref_of(record): detail_of(record, known) for record in told},
        tables=_tables(lines, known),
        days=(days[0], request.as_of or max(span(day)[1] for day in days).isoformat()) if days else ("", ""),
    )


def timeline_words(lang: str) -> dict[str, str]:
    """Give the words of records: of all figures, and those of time."""
    return words(lang) | words(lang, "page/words.toml") | words(lang, "timeline/words.toml")


def looks(request: Request) -> dict[str, Any]:
    """Say how records look: viz/timeline/look.toml, with what the view has otherwise."""
    found = read_toml(resources.folder("viz") / "timeline" / "look.toml")
    for name, look in request.view.style.get("part", {}).items():
        found["part"][name] = {**found["part"].get(name, {}), **look}
    return found


def _legend(told: list[Record], request: Request, known: Mapping[str, str]) -> list[Entry]:
    look = looks(request)
    kinds = {record.kind: record.kind_label for record in told if record.part == "Step" and record.day}
    found = [Entry(kinds[kind], "part-Step", shape) for kind, shape in look["kind"].items() if kind in kinds]
    parts = [part for part in PARTS if any(record.part == part and record.day for record in told)]
    found += [Entry(known[part], f"part-{part}", look["part"][part]["shape"], part=part) for part in parts]
    if any(record.begin and len(record.begin) < 10 for record in told):
        found.append(Entry(known["key-span"], "line", "square"))
    if any(not record.begin and record.bound for record in told):
        found.append(Entry(known["key-bound"], "soft", dash="dotted"))
    return found


def _note(request: Request, told: list[Record], known: Mapping[str, str]) -> str:
    missing = sum(not record.day for record in told)
    notes = [known["elastic"], basis(told, known)]
    notes += [known["undated"].format(count=missing)] if missing else []
    notes += [f"{known['asof']} {request.as_of}"] if request.as_of else []
    return " · ".join(notes)


def _tables(lines: list[Row], known: Mapping[str, str]) -> list[Table]:
    """Tell the same in rows, the newest first, what has no day last."""
    seen: dict[str, Record] = {record.iri: record for row in lines for record in row.records}
    heads = [known[name] for name in ("what", "when", "kind", "with", "who", "sources")]
    ordered = sorted(seen.values(), key=lambda one: (one.day, one.label), reverse=True)
    cells = [
        (
            ref_of(one),
            (
                one.label,
                when(one, known),
                one.kind_label,
                ", ".join(sorted(one.partners.values())),
                ", ".join(one.who),
                "; ".join(dict.fromkeys(passage.title for passage in one.passages)),
            ),
        )
        for one in ordered
    ]
    return [Table(known["records"], heads, cells)]


RENDERER: Final = renderer_of(figure)

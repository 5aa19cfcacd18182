"""The timeline of a city, a row a partner, or of a pair, a lane a kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cityties.display.label import Labels
from cityties.model import resources
from cityties.model.vocabulary import CT, compact
from cityties.pictures.page.files import read_toml
from cityties.pictures.page.sheet import render, sheet_words
from cityties.pictures.renderer import Renderer
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Entry, Sketch
from cityties.pictures.timeline.chronicle import PARTS, Record, held, records
from cityties.pictures.timeline.strip import Lane, several, strip
from cityties.store import IRI

__all__ = ["RENDERER", "Row", "draw", "looks", "rows", "sketch"]


@dataclass
class Row:
    """A row of a timeline: what it is called, the numbers of its records, and the times while a tie holds."""

    name: str
    kind: str  # officials, alone, partner, or a part such as Step
    iri: str = ""
    note: str = ""
    items: list[int] = field(default_factory=list)
    ties: list[tuple[str, str]] = field(default_factory=list)


def draw(request: Request) -> str:
    """Draw the timeline as one HTML page. Raises RequestError where nothing is on record."""
    told = records(request)
    if not told:
        raise request.nothing()
    lines = rows(request, told)
    dated = [line for line in lines if any(told[number].day for number in line.items)]
    undated = [
        {"row": line.name, "number": number, "name": _short(told[number], len(request.centres) > 1)}
        for line in lines
        for number in line.items
        if not told[number].day
    ]
    payload = {
        "records": [_plain(record) for record in told],
        "rows": [_dated(line, told) for line in dated],
        "pair": len(request.centres) > 1,
        "asof": request.as_of or "",
        "looks": looks(request),
        "turns": list(looks(request)["kind"]),
        "parts": [part for part in PARTS if any(record.part == part for record in told)],
    }
    context = {
        "records": [_cells(record) for record in told],
        "undated": undated,
        "looks": looks(request)["part"],
        "many": len(request.centres) == 1,
    }
    return render("timeline", request, payload, context, ("d3.min.js",))


def sketch(request: Request) -> Sketch:
    """Draw the timeline as a still. Raises RequestError where nothing with a day is on record."""
    told, pair = records(request), len(request.centres) > 1
    lines = [row for row in rows(request, told) if any(told[number].day for number in row.items)]
    if not lines:
        raise request.nothing()
    words, look = sheet_words("timeline", request.lang), looks(request)
    lanes = []
    for row in lines:
        named = [(told[number], _short(told[number], pair)) for number in row.items]
        lanes.append(Lane(row.name, named if pair else several(named), row.ties))
    kinds = {record.kind: record.kind_label for record in told if record.part == "Step"}
    brown = look["part"]["Step"]["light"]
    legend = [
        Entry(kinds[kind], brown, shape) for kind, shape in look["kind"].items() if kind in kinds and shape != "cross"
    ]
    for part in PARTS[1:]:
        if any(record.part == part for record in told):
            legend.append(Entry(words[part], look["part"][part]["light"], look["part"][part]["shape"]))
    missing = sum(not record.day for record in told)
    found = strip(
        lanes, look, legend, words, title=request.title, question=request.question, as_of=request.as_of, near=pair
    )  # fmt: skip
    return replace(found, note=" · ".join([found.note, *([words["undated"].format(count=missing)] if missing else [])]))


def looks(request: Request) -> dict[str, Any]:
    """Say how records look: viz/timeline/look.toml, with what the view has otherwise."""
    found = read_toml(resources.folder("viz") / "timeline" / "look.toml")
    for name, look in request.view.style.get("part", {}).items():
        found["part"][name] = {**found["part"].get(name, {}), **look}
    return found


def rows(request: Request, told: list[Record]) -> list[Row]:
    """Lay records out in rows, in the order of their first day; in a row, in the order of days."""
    words = sheet_words("timeline", request.lang)
    names = {city: request.labels.label(city) for city in request.centres}
    found: dict[str, Row] = {}
    if len(request.centres) > 1:
        found = {part: Row(words[part], part) for part in PARTS if part != "Tenure"}
    else:
        found["alone"] = Row(words["alone"].format(city=names[request.centres[0]]), "alone", request.centres[0])
    for city in request.centres:
        found[f"officials {city}"] = Row(words["officials"].format(city=names[city]), "officials", city)
    partners: dict[str, Row] = {}
    for number, record in enumerate(told):
        if record.part == "Tenure":
            for city in record.owners:
                found[f"officials {city}"].items.append(number)
        elif record.part in found:
            found[record.part].items.append(number)
        elif not record.partners:
            found["alone"].items.append(number)
        for iri, name in record.partners.items() if "alone" in found else ():
            partners.setdefault(iri, Row(name, "partner", iri)).items.append(number)
    lands = _countries(request, partners)
    for iri, row in partners.items():
        row.note = lands.get(iri, "")
    for row in (*partners.values(), *(row for key, row in found.items() if key == "Step")):
        row.ties = held([told[number] for number in row.items])
    last = "9999"
    ordered = sorted(
        partners.values(), key=lambda row: (min(told[n].day or last for n in row.items), row.name, row.iri)
    )
    return [row for row in (*ordered, *found.values()) if row.items]


def _countries(request: Request, partners: Mapping[str, Row]) -> dict[str, str]:
    """Name the country of each partner, where a source tells it."""
    found: dict[str, str] = {}
    told = list(request.store.values([IRI(iri) for iri in sorted(partners)], [IRI(f"{CT}country")]))
    labels = Labels(request.store, request.lang)
    labels.learn(country.value for _, _, country in told if isinstance(country, IRI))
    for place, _, country in told:
        found[place.value] = min(filter(None, (found.get(place.value), labels.label(country))))
    return found


def _short(record: Record, pair: bool) -> str:
    """Say in few words what a mark stands for: in a row of a partner its kind is enough."""
    return record.label if pair or record.part == "Tenure" or not record.kind_label else record.kind_label


def _plain(record: Record) -> dict[str, Any]:
    return {
        "iri": record.iri,
        "compact": compact(record.iri),
        "part": record.part,
        "kind": record.kind,
        "kindLabel": record.kind_label,
        "label": record.label,
        "begin": record.begin,
        "end": record.end,
        "bound": record.bound,
        "seen": record.seen,
        "state": record.state,
        "headline": record.headline,
        "where": record.where,
        "who": record.who,
        "sectors": record.sectors,
        "partners": [{"iri": iri, "name": name} for iri, name in sorted(record.partners.items())],
        "passages": [
            {"title": one.title, "address": one.address, "characters": one.characters} for one in record.passages
        ],
    }


def _dated(row: Row, told: list[Record]) -> dict[str, Any]:
    return {
        "name": row.name,
        "note": row.note,
        "kind": row.kind,
        "iri": row.iri,
        "ties": row.ties,
        "items": [number for number in row.items if told[number].day],
    }


def _cells(record: Record) -> dict[str, str]:
    day = record.begin or (f"≤ {record.bound}" if record.bound else ", ".join(record.seen))
    return {
        "when": f"{day}–{record.end}" if record.end else day,
        "kind": record.kind_label,
        "label": record.label,
        "with": "; ".join(sorted(record.partners.values())),
        "who": "; ".join(record.who),
        "sources": "; ".join(dict.fromkeys(one.title for one in record.passages)),
    }


RENDERER: Final = Renderer(page=draw, still=sketch)

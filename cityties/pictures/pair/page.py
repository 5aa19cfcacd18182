"""A pair of cities: how their tie stands, through whom they met, what happened, what was promised, in which fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cityties.pictures.figure import Detail, Figure, Panel, Table, renderer_of
from cityties.pictures.network.page import placed
from cityties.pictures.page.files import words
from cityties.pictures.pair.banks import Bank, banks
from cityties.pictures.pair.drawing import Bridge
from cityties.pictures.pair.promises import promises
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Entry, Sketch
from cityties.pictures.standing import Standing, standing, tied_pairs
from cityties.pictures.timeline.account import basis, detail_of, ref_of, when
from cityties.pictures.timeline.chronicle import Record, records, span
from cityties.pictures.timeline.page import looks, timeline_words
from cityties.questions.question import ask

__all__ = ["RENDERER", "figure"]

_PARTS: Final = ("Encounter", "Agreement", "Step")


def figure(request: Request) -> Figure:
    """Make the two banks and the bridge. Raises RequestError where nothing joins the two."""
    told = records(request)
    known = timeline_words(request.lang) | words(request.lang, "pair/words.toml")
    made = banks(request)
    if not told and not any(bank.missions for bank in made):
        raise request.nothing()
    held, verdict = _verdict(request, known)
    events = [record for record in told if record.part in _PARTS]
    headline = [record.label for record in told if record.headline]
    drawn = Bridge(
        banks=made,
        standing=held,
        verdict=verdict,
        doubt=known["doubt"].format(what="; ".join(headline)) if headline else "",
        events=[record for record in events if not record.headline],
        promises=promises(request, told),
        sectors=_sectors(request),
        looks=looks(request),
        words=known,
    )
    legend = _legend(drawn, known)
    note = " · ".join([basis(told, known), *([f"{known['asof']} {request.as_of}"] if request.as_of else [])])

    def draw(width: float) -> Sketch:
        items, height = drawn.draw(width)
        return Sketch(width, height, request.title, request.question, items, legend, note)

    days = sorted(record.day for record in told if record.day)
    last = request.as_of or max((span(day)[1] for day in days), default=None)
    return Figure(
        [Panel(draw)], _details(request, drawn, told, known), [_table(told, known)],
        (days[0], str(last)) if days else ("", ""),
    )  # fmt: skip


def _verdict(request: Request, known: Mapping[str, str]) -> tuple[Standing, str]:
    """Say how the tie stands: its standing, its kind, since when, and on how many sources that rests."""
    one, other = request.centres
    given = {"city": one, **({"as-of": request.as_of} if request.as_of else {})}
    names = request.names
    for row in ask(request.store, "ties-of-city", given, request.lang):
        if row["partner"] == other:
            tied = frozenset((one, other)) in tied_pairs(request.store, request.as_of)
            held = standing(row["status"], tied)
            parts = [
                row.get("statusLabel", ""),
                row.get("kindLabel", ""),
                known["since-day"].format(when=row["since"]) if row.get("since") else "",
                known["by-sources"].format(count=len(row["sources"].split())),
            ]
            word = known["verdict-" + held.key]
            return held, f"{names['city']} – {names['other']}: {word} ({', '.join(filter(None, parts))})"
    return standing(""), known["no-tie"].format(city=names["city"], other=names["other"])


def _sectors(request: Request) -> list[tuple[str, str, int]]:
    one, other = request.centres
    rows = ask(request.store, "shared-sectors", {"city": one, "other": other}, request.lang)
    return [(row["sector"], row["sectorLabel"], int(row["times"])) for row in rows]


def _legend(drawn: Bridge, known: Mapping[str, str]) -> list[Entry]:
    parts = [part for part in _PARTS if any(record.part == part for record in drawn.events)]
    found = [Entry(known[part], f"part-{part}", drawn.looks["part"][part]["shape"], part=part) for part in parts]
    if drawn.promises:
        found.append(Entry(known["promise"], "soft", dash="solid", part="Commitment"))
    found += [Entry(known["met"], "part-Tenure", "triangle"), Entry(known["body"], "node-Organisation", "square")]
    return [*found, Entry(known["mission"], "mission", "diamond"), Entry(known["times"], "node-Sector")]


def _details(request: Request, drawn: Bridge, told: list[Record], known: Mapping[str, str]) -> dict[str, Detail]:
    found = {ref_of(record): detail_of(record, known) for record in told}
    found["tie"] = Detail(drawn.verdict, drawn.doubt)
    for bank in drawn.banks:
        found |= _members(bank, told, known)
    for iri, name, times in drawn.sectors:
        facts = [(known["times"], str(times))]
        near = [ref_of(record) for record in told if name in record.sectors]
        found[iri] = Detail(name, known["sectors"], facts, (), iri, near)
    return found


def _members(bank: Bank, told: list[Record], known: Mapping[str, str]) -> dict[str, Detail]:
    found: dict[str, Detail] = {}
    for one in (*bank.people, *bank.bodies):
        near = [ref_of(record) for record in told if one.name in record.who and record.part != "Tenure"]
        found[one.iri] = Detail(one.name, bank.name, [(known["post"], ", ".join(one.posts))], (), one.iri, near)
    for mission in bank.missions:
        facts = [(known["seat"], mission.seat), (known["head"], mission.head)]
        near = [ref_of(record) for record in told if mission.name in record.who or mission.head in record.who]
        found[mission.iri] = Detail(mission.name, mission.side, facts, (), mission.iri, near)
    return found


def _table(told: list[Record], known: Mapping[str, str]) -> Table:
    heads = [known[name] for name in ("what", "when", "kind", "who", "sectors", "sources")]
    ordered = sorted(told, key=lambda one: (one.day, one.label), reverse=True)
    rows = [
        (
            ref_of(one),
            (
                one.label, when(one, known), one.kind_label, ", ".join(one.who), ", ".join(one.sectors),
                "; ".join(dict.fromkeys(passage.title for passage in one.passages)),
            ),
        )
        for one in ordered
    ]  # fmt: skip
    return Table(known["records"], heads, rows)


RENDERER: Final = renderer_of(figure, placed)

"""Two cities side by side: partners in common and apart, sectors, countries, missions, wishes to learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from cityties.pictures.citation import cited
from cityties.pictures.compare.drawing import Comparison, Side
from cityties.pictures.compare.partners import (
    Partner,
    Tie,
    between,
    candidates,
    compared,
    lists,
    missions,
    wishes,
)
from cityties.pictures.figure import Detail, Figure, Panel, Passage, Table, renderer_of
from cityties.pictures.page.files import words
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Entry, Sketch

__all__ = ["RENDERER", "figure"]


def figure(request: Request) -> Figure:
    """Make the comparison. Raises RequestError where neither city is tied."""
    partners, notes = compared(request)
    known = words(request.lang) | words(request.lang, "page/words.toml") | words(request.lang, "compare/words.toml")
    one, other = request.names.values()
    titles = (known["only"].format(city=one), known["both"], known["only"].format(city=other))
    parts = lists(request, partners)
    sides = tuple(
        Side(title, colour, part) for title, colour, part in zip(titles, ("one", "both", "other"), parts, strict=True)
    )
    drawn = Comparison(
        names=(one, other),
        heads=(_head(partners, 0, known), _head(partners, 1, known)),
        sides=(sides[0], sides[1], sides[2]),
        themselves=_themselves(request, partners, known),
        bars=_bars(request, partners, known),
        wishes=wishes(request),
        candidates=candidates(request, partners),
        missions=missions(request),
        words=known,
        label=request.labels.label,
    )
    legend = [Entry(side.title, side.colour, "square") for side in sides]
    note = " · ".join([*([f"{known['asof']} {request.as_of}"] if request.as_of else []), *notes])

    def draw(width: float) -> Sketch:
        items, height = drawn.draw(width)
        return Sketch(width, height, request.title, request.question, items, legend, note)

    return Figure([Panel(draw)], _details(request, partners, drawn, known), [_table(partners, (one, other), known)])


def _head(partners: list[Partner], side: int, known: Mapping[str, str]) -> str:
    ties = [(partner, tie) for partner in partners if (tie := partner.ties[side])]
    lands = {partner.country for partner, _ in ties if partner.country}
    return " · ".join(
        [
            known["partners-count"].format(count=len(ties)),
            known["holds-count"].format(count=sum(tie.holds for _, tie in ties)),
            known["countries-count"].format(count=len(lands)),
        ]
    )


def _themselves(request: Request, partners: list[Partner], known: Mapping[str, str]) -> str:
    tie = between(request, partners)
    one, other = request.names.values()
    how = ", ".join(filter(None, (tie.status_label, tie.kind, tie.since))) if tie else ""
    return known["tied-themselves" if tie else "not-tied"].format(city=one, other=other, how=how)


def _bars(
    request: Request, partners: list[Partner], known: Mapping[str, str]
) -> list[tuple[str, Counter[str], Counter[str]]]:
    label = request.labels.label
    counts = {name: (Counter[str](), Counter[str]()) for name in ("countries", "sectors")}
    for partner in partners:
        for side, tie in enumerate(partner.ties):
            if tie:
                counts["sectors"][side].update(label(sector) for sector in tie.sectors)
                counts["countries"][side].update([partner.country_name] if partner.country_name else [])
    return [(known[name], left, right) for name, (left, right) in counts.items()]


def _details(
    request: Request, partners: list[Partner], drawn: Comparison, known: Mapping[str, str]
) -> dict[str, Detail]:
    found = _partners(request, partners, drawn, known)
    for side in drawn.sides:
        for partner in side.partners:
            ref = f"country {side.colour} {partner.country_name}"
            group = found.setdefault(ref, Detail(partner.country_name or known["unknown"], side.title))
            group.near = [*group.near, partner.iri]
    for one in drawn.missions:
        facts = [(known["seat"], one.seat), (known["head"], one.head)]
        found[one.iri] = Detail(one.name, one.side, facts, (), one.iri)
    for number, wish in enumerate(drawn.wishes):
        facts = [(known["sectors"], wish.sector), (known["when"], wish.day)]
        found[f"wish {number}"] = Detail(f"{wish.learner} ← {wish.teacher}", known["wishes"], facts)
    for colour, name, some in zip(("one", "other"), drawn.names, drawn.candidates, strict=True):
        near = [one.partner.iri for one in some]
        found[f"guess {colour}"] = Detail(f"{known['learn']}: {name}", known["learn-note"], [], (), "", near)
    return found


def _partners(
    request: Request, partners: list[Partner], drawn: Comparison, known: Mapping[str, str]
) -> dict[str, Detail]:
    """Tell of each partner how it is tied with either city, in which fields, and who says so."""
    label = request.labels.label
    sources = cited(request.store, {one for partner in partners for tie in partner.ties if tie for one in tie.sources})
    request.labels.learn(sources)
    found: dict[str, Detail] = {}
    for partner in partners:
        sides = zip(drawn.names, partner.ties, strict=True)
        facts = [(known["with"].format(city=name), _cell(tie)) for name, tie in sides if tie]
        told = [tie for tie in partner.ties if tie]
        sectors = sorted({label(sector) for tie in told for sector in tie.sectors})
        passages = [
            Passage(one, ": ".join(filter(None, (label(one), sources[one][0]))), sources[one][1], "")
            for one in dict.fromkeys(one for tie in told for one in tie.sources)
        ]
        facts.append((known["sectors"], ", ".join(sectors)))
        found[partner.iri] = Detail(partner.name, partner.country_name, facts, passages, partner.iri)
    return found


def _table(partners: list[Partner], names: tuple[str, str], known: Mapping[str, str]) -> Table:
    heads = [known["name"], known["country"], *(known["with"].format(city=name) for name in names)]
    rows = [(one.iri, (one.name, one.country_name, *(_cell(tie) for tie in one.ties))) for one in partners]
    return Table(known["partners"], heads, rows)


def _cell(tie: Tie | None) -> str:
    return "" if tie is None else ", ".join(filter(None, (tie.status_label, tie.kind, tie.since)))


RENDERER: Final = renderer_of(figure)

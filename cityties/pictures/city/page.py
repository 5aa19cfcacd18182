"""A city: whom it is tied with and how firmly, who is in office now, which missions it hosts, in which fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.network.setting import countries, land_names
from cityties.pictures.citation import cited
from cityties.pictures.city.officials import Official, officials
from cityties.pictures.figure import Detail, Figure, Panel, Passage, Table, renderer_of
from cityties.pictures.network.page import placed
from cityties.pictures.page.files import words
from cityties.pictures.request import Request
from cityties.pictures.shapes.column import Column, Said
from cityties.pictures.shapes.sketch import Entry, Item, Sketch
from cityties.pictures.standing import Standing, legend, standing, standings, tied_pairs
from cityties.questions.question import ask

__all__ = ["RENDERER", "figure"]

_PHONE: Final = 700.0
_SIDE: Final = 300.0
_MISSIONS: Final = 12  # missions named; of more the first by name


@dataclass
class Partner:
    """A partner: its place and country, how the tie stands, of what kind it is, since when, in which fields."""

    iri: str
    name: str
    country: str
    standing: Standing
    status: str
    kind: str
    since: str
    sectors: str
    sources: list[str]


@dataclass(frozen=True)
class Candidate:
    """A city that could be asked next, and in words what speaks for it."""

    iri: str
    name: str
    reasons: str


def figure(request: Request) -> Figure:
    """Make the city. Raises RequestError where nothing is told of it."""
    known = words(request.lang) | words(request.lang, "page/words.toml") | words(request.lang, "city/words.toml")
    partners = _partners(request)
    held = officials(request)
    hosted = list(ask(request.store, "missions-in-city", {"city": request.centres[0]}, request.lang))
    if not partners and not held and not hosted:
        raise request.nothing()
    fields = [(row["sectorLabel"], row["partners"]) for row in
              ask(request.store, "sectors-of-city", {"city": request.centres[0]}, request.lang)]  # fmt: skip
    missions = {row["mission"]: row for row in hosted}
    next_ = _candidates(request, known)
    view = _City(request.names["city"], partners, held, list(missions.values()), fields, next_, known, request.lang)
    note = known["counted"].format(
        partners=len(partners), agreed=sum(one.standing.key == "agreed" for one in partners),
        sources=len({source for one in partners for source in one.sources}),
    )  # fmt: skip
    if request.as_of:
        note += f" · {known['asof']} {request.as_of}"
    marks = [
        *legend({one.standing.key for one in partners}, request.lang),
        Entry(known["official"], "part-Tenure", "triangle"),
        Entry(known["mission"], "mission", "diamond"),
    ]

    def draw(width: float) -> Sketch:
        items, height = view.draw(width)
        return Sketch(width, height, request.title, request.question, items, marks, note)

    return Figure([Panel(draw)], _details(request, view), _tables(view))


def _candidates(request: Request, known: Mapping[str, str]) -> list[Candidate]:
    """Give those whom the city could ask next, with what speaks for each: fields, partners, a mission there."""
    found = []
    for row in ask(request.store, "candidate-partners", {"city": request.centres[0], "limit": "6"}, request.lang):
        reasons = [
            known["shares-fields"].format(count=row["sharedSectors"]) if row["sharedSectors"] not in ("", "0") else "",
            known["shares-partners"].format(count=row["commonPartners"])
            if row["commonPartners"] not in ("", "0")
            else "",
            known["mission-there"] if row["missionThere"] not in ("", "0") else "",
        ]
        found.append(Candidate(row["candidate"], row["candidateLabel"], ", ".join(filter(None, reasons))))
    return found


def _partners(request: Request) -> list[Partner]:
    import networkx as nx

    given = {"city": request.centres[0], **({"as-of": request.as_of} if request.as_of else {})}
    rows = list(ask(request.store, "ties-of-city", given, request.lang))
    place, _ = countries(request.store, nx.Graph([(row["partner"], row["partner"]) for row in rows]), request.lang)
    lands, tied = land_names(request.lang), tied_pairs(request.store, request.as_of)
    request.labels.learn(key for key in place.values() if key not in lands)
    found = [
        Partner(
            row["partner"],
            row["partnerLabel"],
            (lands.get(place[row["partner"]]) or request.labels.label(place[row["partner"]]))
            if row["partner"] in place else "",
            standing(row["status"], frozenset((request.centres[0], row["partner"])) in tied),
            row.get("statusLabel", ""),
            row.get("kindLabel", ""),
            row["since"],
            row.get("sectorsLabel", ""),
            row["sources"].split(),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.name, one.iri))


@dataclass
class _City:
    """All that is drawn of a city, at any width."""

    name: str
    partners: Sequence[Partner]
    officials: Sequence[Official]
    missions: Sequence[Mapping[str, str]]
    fields: Sequence[tuple[str, str]]
    candidates: Sequence[Candidate]
    words: Mapping[str, str]
    lang: str

    def draw(self, width: float) -> tuple[list[Item], float]:
        """Draw at a width; give the shapes and the height."""
        if width < _PHONE:
            column = Column(0, 4, width)
            self._ties(column)
            self._side(column)
            return column.items, column.y
        main, side = Column(0, 4, width - _SIDE - 40), Column(width - _SIDE, 4, _SIDE)
        self._ties(main)
        self._side(side)
        return [*main.items, *side.items], max(main.y, side.y)

    def _ties(self, column: Column) -> None:
        if not self.partners:
            column.heading(self.words["partners"], count=0)
            column.words(Said(self.words["nosource"], 12, colour="soft"))
        for held in standings():
            some = [one for one in self.partners if one.standing is held]
            if some:
                column.heading(held.label[self.lang], held.colour, 15, len(some))
                column.flow([self._partner(one) for one in some], 190, 18)
                column.space(10)

        if self.candidates:
            column.heading(self.words["next"], "ink", 15, len(self.candidates))
            column.words(Said(self.words["next-note"], 11, colour="soft"))
            column.space(4)
            column.flow([self._candidate(one) for one in self.candidates], 240, 18)

    def _candidate(self, one: Candidate) -> Callable[[Column], None]:
        def put(column: Column) -> None:
            column.row(f"next {one.iri}", [Said(one.name, 13, "bold"), Said(one.reasons, 11, colour="soft")], gap=6)

        return put

    def _partner(self, one: Partner) -> Callable[[Column], None]:
        def put(column: Column) -> None:
            since = self.words["since-day"].format(when=one.since) if one.since else ""
            said = [
                Said(one.name, 13, "bold"),
                Said(" · ".join(filter(None, (one.country, since))), 11, colour="soft"),
                Said(one.kind, 11, colour="soft"),
            ]
            column.row(one.iri, said, part=one.standing.key, dot=one.standing.mark, gap=6)

        return put

    def _side(self, column: Column) -> None:
        now = [one for one in self.officials if one.now]
        column.heading(self.words["in-office"], "part-Tenure", count=len(now))
        for one in now:
            said = [Said(one.name, 13, "bold"), Said(one.post, 11.5, colour="soft"), Said(one.told, 11, colour="soft")]
            column.row(one.ref, said, dot=("triangle", "part-Tenure"))
        if not now:
            column.words(Said(self.words["nosource"], 12, colour="soft"))
        earlier = len(self.officials) - len(now)
        if earlier:
            column.words(Said(self.words["earlier"].format(count=earlier), 11.5, colour="soft"))
        column.space(10)
        column.heading(self.words["hosted"], "mission", count=len(self.missions))
        for row in self.missions[:_MISSIONS]:
            column.row(row["mission"], [Said(row["missionLabel"], 12.5)], dot=("diamond", "mission"), gap=3)
        if not self.missions:
            column.words(Said(self.words["nosource"], 12, colour="soft"))
        if len(self.missions) > _MISSIONS:
            column.words(Said(f"+ {len(self.missions) - _MISSIONS}", 11.5, colour="soft"))
        if self.fields:
            column.space(10)
            column.heading(self.words["sectors"], "node-Sector", count=len(self.fields))
            column.words(Said(", ".join(f"{name} {count}" for name, count in self.fields), 12.5))


def _details(request: Request, view: _City) -> dict[str, Detail]:
    known, label = view.words, request.labels.label
    sources = cited(request.store, {source for one in view.partners for source in one.sources})
    request.labels.learn(sources)
    found: dict[str, Detail] = {}
    for one in view.partners:
        facts = [(known["status"], one.status), (known["kind"], one.kind), (known["since"], one.since),
                 (known["sectors"], one.sectors)]  # fmt: skip
        passages = [
            Passage(source, ": ".join(filter(None, (label(source), sources[source][0]))), sources[source][1], "")
            for source in one.sources
        ]
        found[one.iri] = Detail(one.name, one.country, facts, passages, one.iri)
    for row in view.missions:
        facts = [(known["kind"], row.get("kindLabel", "")), (known["head"], row.get("headLabel", ""))]
        found[row["mission"]] = Detail(row["missionLabel"], row.get("sentByLabel", ""), facts, (), row["mission"])
    for next_ in view.candidates:
        told = [(known["next"], next_.reasons)]
        found[f"next {next_.iri}"] = Detail(next_.name, known["next-note"], told, (), next_.iri)
    for held in view.officials:
        found[held.ref] = Detail(held.name, held.post, [(known["when"], held.told)], held.passages, held.iri)
    return found


def _tables(view: _City) -> list[Table]:
    known = view.words
    heads = [known[name] for name in ("city", "country", "status", "kind", "since", "sectors")]
    rows = [(one.iri, (one.name, one.country, one.status, one.kind, one.since, one.sectors)) for one in view.partners]
    could = [(f"next {one.iri}", (one.name, one.reasons)) for one in view.candidates]
    posts = [known[name] for name in ("person", "post", "when")]
    held = [(one.ref, (one.name, one.post, one.told)) for one in view.officials]
    next_ = Table(known["next"], [known["city"], known["why"]], could, folded=True)
    return [Table(known["partners"], heads, rows), next_, Table(known["officials"], posts, held, folded=True)]


RENDERER: Final = renderer_of(figure, placed)

"""Where one begins: what the graph holds, its pictures, its terms."""

from __future__ import annotations

from typing import Final

from cityties.model.vocabulary import CODE, CT, ONTOLOGY_GRAPH, SECTOR, SKOS, compact
from cityties.pages import drawing
from cityties.pages.address import address
from cityties.pages.form import title
from cityties.pages.frame import Frame, read
from cityties.pages.section import Link
from cityties.questions.question import ask, questions
from cityties.store import IRI, Literal

__all__ = ["page", "terms"]

_LEADING: Final = (
    "busiest-cities",
    "sector-ranking",
    "ties-of-city",
    "candidate-partners",
    "open-commitments",
    "sources",
)
_COUNTED: Final = ("City", "Country", "Tie", "Agreement", "Encounter", "Person", "Embassy", "Source")
_TERMS: Final = """SELECT DISTINCT ?term ?class ?broader WHERE {
  ?term a ?class . FILTER(STRSTARTS(STR(?term), STR(?start)))
  FILTER(?class IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty)
    || STRSTARTS(STR(?class), STR(ct:)))
  OPTIONAL { ?term skos:broader ?broader } }"""


def page(frame: Frame) -> bytes:
    """Write the page to begin on."""
    counts = {
        row["class"].removeprefix(CT): int(row["count"]) for row in ask(frame.store, "what-is-here", {}, frame.lang)
    }
    most = ask(frame.store, "busiest-cities", {"limit": "12"}, frame.lang)
    rows = [(row["cityLabel"], address(row["city"]), float(row["partners"])) for row in most]
    known = questions()
    cities = [row["city"] for row in most]
    spots = drawing.points(frame.store, cities)
    places = [drawing.Place(*spots[iri], frame.label(iri), address(iri)) for iri in cities if iri in spots]
    return frame.page(
        "start",
        "cityties",
        counts=[(frame.label(CT + name), counts[name], address(CT + name)) for name in _COUNTED if counts.get(name)],
        most=drawing.bars(rows, frame.words["most"]),
        map=drawing.map_of(places, [], frame.words["most"]),
        examples=_examples(frame),
        questions=[(name, title(frame, known[name])) for name in _LEADING if name in known],
        sectors=[
            (row["sectorLabel"], address(row["sector"]), row["ties"])
            for row in list(ask(frame.store, "sector-ranking", {}, frame.lang))[:14]
        ],
    )


def _examples(frame: Frame) -> list[str]:
    """Give sentences that may be asked here: those whose things the store knows."""
    told = read("serve/examples.toml")["example"]
    return [
        one[frame.lang] for one in told if all(next(iter(frame.store.about(IRI(iri))), None) for iri in one["needs"])
    ]


def terms(frame: Frame, start: str) -> bytes:
    """List the terms of the ontology, the sectors or the codes, each with what it means."""
    where = f"{start}#" if start == ONTOLOGY_GRAPH else start
    rows = frame.store.select(_TERMS, start=Literal(where))
    kinds: dict[str, dict[str, str]] = {}
    for term, cls, broader in rows:
        if isinstance(term, IRI) and isinstance(cls, IRI):
            group = cls.value
            if cls.value == f"{CT}Sector" and isinstance(broader, IRI):
                group = broader.value
            kinds.setdefault(group, {})[term.value] = cls.value
    frame.labels.learn([*kinds, *(iri for some in kinds.values() for iri in some)])
    meanings = _meanings(frame, [IRI(iri) for some in kinds.values() for iri in some])
    groups = [
        (
            _heading(frame, kind),
            [
                (Link(frame.label(iri), address(iri)), compact(iri), meanings.get(iri, ""))
                for iri in sorted(some, key=lambda iri: frame.label(iri).casefold())
            ],
        )
        for kind, some in sorted(kinds.items(), key=lambda item: frame.label(item[0]).casefold())
    ]
    name = {ONTOLOGY_GRAPH: "terms", SECTOR: "sectors", CODE: "code"}[start]
    return frame.page("terms", frame.words[name], groups=groups, here=frame.path)


def _heading(frame: Frame, iri: str) -> str:
    name = frame.label(iri)
    return {"owl:Class": frame.words["classes"]}.get(name, name)


def _meanings(frame: Frame, things: list[IRI]) -> dict[str, str]:
    """Say what terms mean: in the language of the page, else in English."""
    found: dict[str, str] = {}
    for thing, _, value in frame.store.values(things, (IRI(f"{SKOS}definition"), IRI(f"{SKOS}scopeNote"))):
        if not isinstance(value, Literal):
            continue
        if value.language == frame.lang or thing.value not in found:
            found[thing.value] = value.value
    return found

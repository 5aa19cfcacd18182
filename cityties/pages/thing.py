"""The page of a thing: what a briefing holds, a small picture, a map, and everything that is told, with who told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from cityties.dossier.profile import Profile, Section, plan_of, profile_of
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CODE, CT, ID, ONTOLOGY_GRAPH, PROV, RDF, RDFS, SECTOR, SKOS
from cityties.pages import drawing
from cityties.pages.address import address
from cityties.pages.frame import Frame, PageError, first
from cityties.pages.paper import both_of, papers, together
from cityties.pages.section import Cell, Link
from cityties.store import IRI, Literal, Quad

__all__ = ["pair", "thing"]

_MANY: Final = 300
_DRAWN: Final = 1000  # ties, beyond which a page has no picture made of the whole network
_NAMING: Final = (f"{RDFS}label", f"{SKOS}prefLabel")
_OTHER: Final = (f"{SKOS}altLabel", f"{SKOS}hiddenLabel")
_SAYING: Final = (f"{SKOS}definition", f"{SKOS}scopeNote", f"{RDFS}comment", "http://purl.org/dc/terms/description")


def thing(frame: Frame, iri: str) -> bytes:
    """Write the page of a thing. Raises PageError where nothing is told of it."""
    node = IRI(iri)
    told = sorted(_told(frame, node), key=lambda quad: (quad.predicate.value, str(quad.object)))
    pointing = _pointing(frame, node)
    if not told and not pointing[1]:
        raise PageError(iri)
    classes = frame.classes(node)
    profile = profile_of(frame.store, node, frame.lang) if plan_of(frame.store, node) else None
    name = frame.label(iri)
    labels = {quad.object.language or "": quad.object.value for quad in told
              if quad.predicate.value in _NAMING and isinstance(quad.object, Literal)}  # fmt: skip
    return frame.page(
        "thing",
        name,
        iri=iri,
        kinds=[Link(frame.label(one), address(one)) for one in classes if one.startswith(CT)],
        names=sorted((set(labels.values()) | _texts(told, _OTHER, None)) - {name})
        if profile is None or profile.plan.names
        else [],
        says=[text for text in sorted(_texts(told, _SAYING, frame.lang) or _texts(told, _SAYING, "en"))],
        facts=_facts(frame, told),
        pointing=pointing[0],
        pointed=pointing[1],
        suffixes=_documents(iri),
        **(_profiled(frame, profile) if profile else {**_EMPTY}),
    )


_EMPTY: Final[dict[str, Any]] = {
    "sentence": "", "sections": (), "notes": (), "both": "", "picture": "", "whole": "", "map": "", "papers": {},
}  # fmt: skip


def _profiled(frame: Frame, profile: Profile) -> dict[str, Any]:
    """Give what a page shows of a profile: its sentence, sections and notes, a picture, a map, where its paper is."""
    plan, things = profile.plan, profile.things
    both = urlencode({name: things[name] for name in ("city", "other")}) if plan.pair and "other" in things else ""
    sections = [one for one in profile.sections if one.rows]
    around = _around(sections) if plan.picture else []
    chief = things.get("this", "")
    return {
        "sentence": profile.sentence,
        "sections": sections,
        "notes": profile.notes,
        "both": f"/pair?{both}" if both else "",
        "picture": drawing.star(profile.title, around, frame.words["neighbours"]) if around else "",
        "whole": f"/pictures/{plan.picture}?{urlencode({'city': chief})}" if around else "",
        "map": _map(frame, things, sections) if plan.map else "",
        "papers": papers({"thing": things["this"]}, frame.lang),
    }


def pair(frame: Frame) -> bytes:
    """Write what is known of two cities or countries together; a form where they are not told yet."""
    given = {name: first(frame.fields, name) for name in ("city", "other")}
    told: dict[str, Any] = {"error": "", "given": given, **_EMPTY}
    title = frame.words["compare"]
    if all(given.values()):
        try:
            kind, one, other = both_of(frame.store, given["city"], given["other"])
            profile = together(frame.store, kind, one, other, frame.lang)
            title, found = profile.title, _pair(frame, profile, one, other)
            told |= found
        except RequestError as error:
            told["error"] = str(error)
            frame.status = 400
    return frame.page("pair", title, **told)


def _pair(frame: Frame, profile: Profile, city: IRI, other: IRI) -> dict[str, Any]:
    from cityties.pictures.network.inset import small_picture

    names = {"city": frame.label(city.value), "other": frame.label(other.value)}
    focus = {"city": city, "other": other}
    cities = profile.kind == "pair"
    asked = urlencode({"city": city.value, "other": other.value})
    return {
        "sentence": profile.sentence,
        "sections": profile.sections,
        "notes": profile.notes,
        "picture": small_picture(frame.store, focus, frame.lang, styled=False) if cities and _small(frame) else "",
        "map": _map(frame, profile.things, []) if cities else "",
        "links": {"city": address(city.value), "other": address(other.value)},
        "names": names,
        "given": names,
        "whole": f"/pictures/pair?{asked}",
        "papers": papers({"city": city.value, "other": other.value}, frame.lang),
    }


def _small(frame: Frame) -> bool:
    """Say whether the whole network can be read for one page."""
    rows = frame.store.select("SELECT ?ties { ct:Tie ct:thingCount ?ties }").rows
    return all(isinstance(ties, Literal) and int(ties.value) <= _DRAWN for (ties,) in rows)


def _around(sections: Sequence[Section]) -> list[tuple[str, str, str]]:
    """Say which partners to draw around a place: from its table of partners."""
    table = next((one for one in sections if one.name == "partners"), None)
    if table is None:
        return []
    codes = {f"{CODE}{name}": name for name in ("agreed", "renewed", "activity")}
    found = []
    for row in table.rows:
        cells = {cell.name: cell.items for cell in row.cells}
        partner, status = cells["partner"][0], cells["status"]
        found.append((partner.text, address(partner.iri), codes.get(status[0].iri, "") if status else ""))
    return found


def _map(frame: Frame, named: Mapping[str, str], sections: Sequence[Section]) -> str:
    cells = [cell for one in sections for row in one.rows for cell in row.cells if cell.name == "partner"]
    partners = [item.iri for cell in cells for item in cell.items]
    chief = [named[who] for who in ("city", "other") if who in named] or [named["this"]]
    spots = drawing.points(frame.store, [*chief, *partners])
    frame.labels.learn(spots)
    shown = list(spots)
    places = [drawing.Place(*spots[iri], frame.label(iri), address(iri), iri in chief) for iri in shown]
    order = {iri: number for number, iri in enumerate(shown)}
    ends = [(chief[0], other) for other in (chief[1:] or partners)]
    lines = sorted({(order[a], order[b]) for a, b in ends if a in order and b in order})
    names = ", ".join(frame.label(iri) for iri in shown[:12])
    return drawing.map_of(places, lines, frame.word("map", names=names)) if chief[0] in order else ""


def _told(frame: Frame, node: IRI) -> list[Quad]:
    """Give what sources say of a thing, each in its graph, and the facts that follow, in none."""
    said = list(frame.store.accounts_of(node))
    known = {quad.triple for quad in said}
    return said + [quad for quad in frame.store.about(node) if quad.triple not in known]


def _texts(told: Sequence[Quad], properties: Sequence[str], lang: str | None) -> set[str]:
    return {
        quad.object.value
        for quad in told
        if quad.predicate.value in properties
        and isinstance(quad.object, Literal)
        and (lang is None or quad.object.language == lang)
    }


def _facts(frame: Frame, told: Sequence[Quad]) -> list[tuple[Link, Cell, Link]]:
    """Say everything that is told: the relation, its value, and who says so."""
    rest = [
        quad
        for quad in told
        if quad.predicate.value not in (f"{RDF}type", f"{RDFS}isDefinedBy", *_NAMING, *_OTHER, *_SAYING)
    ][:_MANY]
    frame.labels.learn(
        [quad.predicate.value for quad in rest]
        + [quad.object.value for quad in rest if isinstance(quad.object, IRI)]
        + [quad.graph_name.value for quad in rest if isinstance(quad.graph_name, IRI)]
    )
    return [
        (
            Link(frame.label(quad.predicate.value), address(quad.predicate.value)),
            Cell("value", "", [_value(frame, quad.object)]),
            _teller(frame, quad),
        )
        for quad in rest
    ]


def _value(frame: Frame, term: object) -> Link:
    if isinstance(term, IRI):
        return Link(frame.label(term.value), address(term.value))
    text = term.value if isinstance(term, Literal) else str(term)
    return Link(text, address(text) if " " not in text else "")


def _teller(frame: Frame, quad: Quad) -> Link:
    graph = quad.graph_name.value if isinstance(quad.graph_name, IRI) else ""
    if not graph:
        return Link(frame.words["inferred"])
    if quad.predicate.value == f"{PROV}wasDerivedFrom":
        return Link("")
    if graph.startswith(f"{ID}graph/"):  # no source, but a file of ours, of which nothing more is told
        return Link(frame.label(graph), f"/graphs?{urlencode({'graph': graph})}")
    return Link(frame.label(graph), address(graph))


def _pointing(frame: Frame, node: IRI) -> tuple[list[tuple[Link, Link]], int]:
    """Say what points at a thing: the relation, and the thing that has it; the first three hundred, and how many."""
    found: dict[tuple[str, str], None] = {}
    for quad in frame.store.accounts_naming(node):
        if isinstance(quad.subject, IRI):
            found.setdefault((quad.predicate.value, quad.subject.value))
        if len(found) > 5000:
            break
    shown = sorted(found)[:_MANY]
    frame.labels.learn([iri for both in shown for iri in both])
    links = [(Link(frame.label(p), address(p)), Link(frame.label(s), address(s))) for p, s in shown]
    return links, len(found)


def _documents(iri: str) -> dict[str, str]:
    """Say where the same stands as data."""
    place = address(iri).partition("?")[0]
    if iri in (ONTOLOGY_GRAPH, SECTOR.rstrip("/"), CODE.rstrip("/")):
        place = "/" + iri.rpartition("/")[2]
    if not place.startswith("/"):
        return {}
    return {
        "Turtle": f"{place}.ttl",
        "JSON-LD": f"{place}.jsonld",
        "N-Triples": f"{place}.nt",
        "RDF/XML": f"{place}.rdf",
    }

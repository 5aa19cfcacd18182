"""The page of a thing: what a briefing holds, a small picture, a map, and everything that is told, with who told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from cityties.dossier import brief
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CODE, CT, INFERRED_GRAPH, ONTOLOGY_GRAPH, PROV, RDF, RDFS, SECTOR, SKOS
from cityties.names.resolution import resolve
from cityties.pages import drawing
from cityties.pages.address import address
from cityties.pages.frame import Frame, PageError, first, read
from cityties.pages.section import Cell, Link, Table, pairs, section
from cityties.questions.question import ask
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
    told = sorted(frame.store.about(node), key=lambda quad: (quad.predicate.value, str(quad.object)))
    pointing = _pointing(frame, node)
    if not told and not pointing[1]:
        raise PageError(iri)
    classes = frame.classes(node)
    plan: dict[str, Any] = next(
        (page for page in read("serve/pages.toml")["page"] if {CT + name for name in page["classes"]} & set(classes)),
        {"section": []},
    )
    named = {"this": iri, **_bound(frame, plan, node)}
    name = frame.label(iri)
    sections = [_section(frame, one, named, {}) for one in plan["section"] if _askable(one, named)]
    sections = [one for one in sections if one.rows]
    both = urlencode({name: named[name] for name in ("city", "other")}) if "other" in named else ""
    around = _around(sections)
    labels = {quad.object.language or "": quad.object.value for quad in told
              if quad.predicate.value in _NAMING and isinstance(quad.object, Literal)}  # fmt: skip
    return frame.page(
        "thing",
        name,
        iri=iri,
        kinds=[Link(frame.label(one), address(one)) for one in classes if one.startswith(CT)],
        names=sorted((set(labels.values()) | _texts(told, _OTHER, None)) - {name}),
        says=[text for text in sorted(_texts(told, _SAYING, frame.lang) or _texts(told, _SAYING, "en"))],
        sections=sections,
        both=f"/pair?{both}" if both and plan.get("pair") else "",
        picture=drawing.star(name, around, frame.words["neighbours"]) if plan.get("picture") else "",
        whole=f"/pictures/{plan['picture']}?{urlencode({'city': iri})}" if plan.get("picture") and around else "",
        map=_map(frame, named, sections) if plan.get("map") else "",
        facts=_facts(frame, told),
        pointing=pointing[0],
        pointed=pointing[1],
        suffixes=_documents(iri),
    )


def pair(frame: Frame) -> bytes:
    """Write what is known of two cities together; a form where they are not told yet."""
    given = {name: first(frame.fields, name) for name in ("city", "other")}
    told: dict[str, Any] = {"error": "", "sections": [], "picture": "", "map": "", "given": given}
    title = frame.words["compare"]
    if all(given.values()):
        try:
            city, other = (resolve(frame.store, given[name], "city") for name in ("city", "other"))
            if city == other:
                raise RequestError(
                    f"{frame.label(city.value)}: a briefing needs two cities: name another as the second"
                )
            title, found = _pair(frame, city, other)
            told |= found
        except RequestError as error:
            told["error"] = str(error)
            frame.status = 400
    return frame.page("pair", title, **told)


def _pair(frame: Frame, city: IRI, other: IRI) -> tuple[str, dict[str, Any]]:
    from cityties.pictures.inset import small_picture

    plan = read("brief/brief.toml")
    names = {"city": frame.label(city.value), "other": frame.label(other.value)}
    ties = sorted(brief.ties(frame.store, city, other))
    named = {"city": city.value, "other": other.value, **({"tie": ties[0]} if ties else {})}
    among = {name: {iri} for name, iri in named.items()} | {"tie": set(ties)}
    sections = [_section(frame, one, named, among, names) for one in plan["section"]]
    return plan["title"][frame.lang].format(**names), {
        "sections": sections,
        "picture": small_picture(frame.store, {"city": city, "other": other}, frame.lang, styled=False)
        if _small(frame)
        else "",
        "map": _map(frame, named, []),
        "links": {"city": address(city.value), "other": address(other.value)},
        "names": names,
        "given": {"city": names["city"], "other": names["other"]},
        "whole": f"/pictures/pair?{urlencode({'city': city.value, 'other': other.value})}",
    }


def _small(frame: Frame) -> bool:
    """Say whether the whole network can be read for one page."""
    rows = frame.store.select("SELECT ?ties { ct:Tie ct:thingCount ?ties }").rows
    return all(isinstance(ties, Literal) and int(ties.value) <= _DRAWN for (ties,) in rows)


def _askable(plan: Mapping[str, Any], named: Mapping[str, str]) -> bool:
    return all(who in named for who in plan["parameters"].values())


def _section(
    frame: Frame,
    plan: Mapping[str, Any],
    named: Mapping[str, str],
    among: Mapping[str, set[str]],
    names: Mapping[str, str] | None = None,
) -> Table:
    arguments = {name: named[who] for name, who in plan["parameters"].items()}
    answer = ask(frame.store, plan["question"], arguments, frame.lang)
    wanted = plan.get("where", {})
    if wanted:
        kept = tuple(
            row
            for row, texts in zip(answer.rows, answer.texts(), strict=True)
            if all(texts.get(column, "") in among[who] for column, who in wanted.items())
        )
        answer = type(answer)(answer.name, answer.columns, kept, answer.shown)
    heading = plan["heading"][frame.lang].format(**(names or {}))
    table = section(frame, plan, answer, heading)
    if "pair" in plan and table.rows:
        pairs(frame, table, named["this"], table.iris[plan["pair"]])
    return table


def _bound(frame: Frame, plan: Mapping[str, Any], node: IRI) -> dict[str, str]:
    if "bind" not in plan:
        return {}
    rows = frame.store.select(plan["bind"], this=node)
    return {
        name: term.value
        for row in rows.rows[:1]
        for name, term in zip(rows.variables, row, strict=True)
        if isinstance(term, IRI) and name != "this"
    }


def _around(sections: Sequence[Table]) -> list[tuple[str, str, str]]:
    """Say which partners to draw around a place: from its table of partners."""
    table = next((one for one in sections if one.name == "partners"), None)
    if table is None:
        return []
    codes = {address(f"{CODE}{name}"): name for name in ("agreed", "renewed", "activity")}
    return [
        (row[0].links[0].text, row[0].links[0].href, codes.get(row[2].links[0].href, "") if row[2].links else "")
        for row in table.rows
    ]


def _map(frame: Frame, named: Mapping[str, str], sections: Sequence[Table]) -> str:
    partners = [iri for one in sections for iri in one.iris.get("partner", [])]
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
    if graph == INFERRED_GRAPH:
        return Link(frame.words["inferred"])
    if quad.predicate.value == f"{PROV}wasDerivedFrom":
        return Link("")
    return Link(frame.label(graph), address(graph)) if graph else Link("")


def _pointing(frame: Frame, node: IRI) -> tuple[list[tuple[Link, Link]], int]:
    """Say what points at a thing: the relation, and the thing that has it; the first three hundred, and how many."""
    found: dict[tuple[str, str], None] = {}
    for quad in frame.store.naming(node):
        if isinstance(quad.subject, IRI) and quad.graph_name != IRI(INFERRED_GRAPH):
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

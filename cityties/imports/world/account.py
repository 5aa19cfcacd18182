"""From the tables to statements: what each source of the world tells, in the words of the ontology."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from cityties.imports.context import Context, slug
from cityties.imports.spool import Body, key_of
from cityties.imports.statements import Statements, called
from cityties.imports.world import table
from cityties.imports.world.table import Row, expand
from cityties.model.vocabulary import CT, DCTERMS, ID, OWL, PROV, RDF, RDFS, WD
from cityties.store import Store
from cityties.store.ntriples import dated, iri, text, typed

__all__ = ["Accounts"]

_CLASSES: Final = {"city": "City", "district": "City", "region": "Region", "country": "Country"}
_KINDS: Final = {"ties": "tie", "missions": "mission", "memberships": "membership"}
_GEO_NAMES: Final = "https://sws.geonames.org/"


class Accounts:
    """Tells what the tables hold, one source after the other. ``base`` is the store that knows the curated facts."""

    def __init__(self, base: Store) -> None:
        self._context = Context(base)
        self._names: dict[str, dict[str, str]] = {}
        self._labelled: set[str] = set()
        self._places = [row for row in table.read("places") if row["place"]]
        for row in self._places:
            self._names[expand(row["place"])] = _labels(row)
        self._rows: dict[str, dict[str, list[Row]]] = {}
        for name in ("ties", "missions", "holders", "memberships"):
            for row in table.read(name):
                for key in row["told"].split(" "):
                    self._rows.setdefault(key, {}).setdefault(name, []).append(row)

        self._keys = ["places", *(key for key in table.sources() if key in self._rows)]

    def sources(self) -> list[str]:
        """Name the sources that tell something, the places first."""
        return list(self._keys)

    @staticmethod
    def graph(key: str) -> str:
        """Name the graph of a source."""
        return f"{ID}source/world-{key}"

    def write(self, key: str, put: Callable[[str], None]) -> None:
        """Write all that a source tells as N-Triples."""
        source, spool = self.graph(key), _Held()
        about = table.sources()[key]
        spool.add("source", _source_body(source, about))
        put(_about(source, about))
        if key == "places":
            for row in self._places:
                self._spool_place(spool, row, put, source)
        else:
            for name, rows in self._rows.pop(key).items():
                for row in rows:
                    _spool_row(spool, name, row, source)
        writer = _Statements(spool, self._context, put, source, self._names, self._labelled)
        writer.write()
        if key == "places":
            writer.govern(self._governed())
            self._places.clear()

    def _spool_place(self, spool: _Held, row: Row, put: Callable[[str], None], source: str) -> None:
        place = expand(row["place"])
        if "same" in row:
            put(f"{iri(place)} <{OWL}sameAs> {iri(WD + row['same'])} .\n")
        if (held := self._context.place_type(place)) is not None:
            if held == "City" and row["kind"] == "country":  # a city-state is both
                put(f"{iri(place)} <{RDF}type> <{CT}Country> .\n")
            if held == "City" and "population" in row:  # which of several places a name means, it helps to tell
                put(f"{iri(place)} <{PROV}wasDerivedFrom> {iri(source)} .\n")
                put(f"{iri(place)} <{CT}population> {typed(int(row['population']), 'integer')} .\n")
            return
        if row["kind"] == "organisation":
            lines = [f"{iri(place)} <{RDF}type> <{CT}Organisation> .\n"]
            lines += [f"{iri(place)} <{RDFS}label> {text(name, tag)} .\n" for tag, name in _labels(row).items()]
            put("".join(lines))
            return
        body: Body = {"iri": place, "type": _CLASSES[row["kind"]], "labels": _labels(row)}
        if "en" in row and "local" in row:
            body["names"] = [row["local"]]
        if "country" in row:
            body["country"] = expand(row["country"])
        body |= {name: row[name] for name in ("lat", "long", "population") if name in row}
        if "geonames" in row:
            put(f"{iri(place)} <{OWL}sameAs> {iri(_GEO_NAMES + row['geonames'] + '/')} .\n")
        spool.add("place", body)

    def _governed(self) -> Iterator[str]:
        """Name the places whose governments have ties or belong to networks."""
        found = {row[end] for rows in self._rows.values() for row in rows.get("ties", ()) for end in ("a", "b")}
        found |= {row["member"] for rows in self._rows.values() for row in rows.get("memberships", ())}
        found |= {row["of"] for rows in self._rows.values() for row in rows.get("holders", ()) if "of" in row}
        return (expand(place) for place in sorted(found))


class _Held:
    """What one source tells, held in memory as a spool on disk would give it back."""

    def __init__(self) -> None:
        self._bodies: dict[str, dict[str, list[Body]]] = {}

    def add(self, kind: str, body: Body) -> None:
        self._bodies.setdefault(kind, {}).setdefault(key_of(kind, body), []).append(body)

    def groups(self, kind: str) -> Iterator[tuple[str, list[Body]]]:
        return iter(sorted(self._bodies.get(kind, {}).items()))

    def tellings(self, kind: str, key: str) -> list[Body]:
        return self._bodies.get(kind, {}).get(key, [])


class _Statements(Statements):
    """Writes a source of the world: places are named, and governments told, by the source of places alone.

    A thing is labelled once, by the first source that tells of it; ties and their steps by the names of both places.
    """

    def __init__(
        self,
        spool: Any,
        context: Context,
        put: Callable[[str], None],
        source: str,
        names: Mapping[str, dict[str, str]],
        labelled: set[str],
    ) -> None:
        super().__init__(spool, context, put, source)
        self._named, self._labelled = names, labelled
        self._governs = source.endswith("-places")

    def govern(self, places: Iterator[str]) -> None:
        """Tell of the governments of places."""
        for place in places:
            super()._government(place)
        self._flush()

    def _government(self, place: str) -> str:
        return super()._government(place) if self._governs else iri(self._context.government(place))

    def _composed(self, template: str, **names: Mapping[str, str]) -> list[tuple[str, str]]:
        if template not in ("tie", "step"):
            return super()._composed(template, **names)
        return [(f"<{RDFS}label>", text(" – ".join(called(names[end], "en") for end in ("a", "b"))))]

    def _describe(self, node: str, statements: Sequence[tuple[str, str]], bodies: Sequence[Body] = ()) -> None:
        if node in self._labelled:
            statements = [one for one in statements if one[0] != f"<{RDFS}label>"]
        self._labelled.add(node)
        super()._describe(node, statements, bodies)

    def _look_up(self, thing: str) -> dict[str, str]:
        return self._named.get(thing) or super()._look_up(thing)


def _labels(row: Row) -> dict[str, str]:
    names: dict[str, str] = {tag: row[tag] for tag in table.NAMED if tag in row}
    return names if "en" in names or "local" not in row else {**names, "": row["local"]}


def _source_body(source: str, about: Mapping[str, Any]) -> Body:
    body: Body = {"iri": source, "title": about["title"], "publisher": about["publisher"], "language": "mul"}
    return body | {"address": about["address"], "published": about.get("day", ""), "sourceKind": "dataset"}


def _about(source: str, about: Mapping[str, Any]) -> str:
    """Tell the licence of a source, and what it holds wholly."""
    lines = [f"{iri(source)} <{DCTERMS}license> {iri(about['licence'])} ."]
    if "covers" in about:
        covered = iri(f"{ID}coverage/{slug(source)}")
        lines += [
            f"{iri(source)} <{CT}coverage> {covered} .",
            f"{covered} <{RDF}type> <{CT}Coverage> .",
            f"{covered} <{RDFS}label> {text(about['title'], 'en')} .",
            f"{covered} <{CT}coversClass> <{CT}{about['covers']}> .",
            f"{covered} <{CT}coversRecordsOf> {iri(ID + 'publisher/wikidata')} .",
            f"{covered} <{CT}asOf> {dated(about['day'])} .",
        ]
    return "\n".join(lines) + "\n"


def _spool_row(spool: _Held, name: str, row: Row, source: str) -> None:
    """Put a row of a table among what its source tells."""
    if name == "holders":
        _spool_holder(spool, row, source)
        return
    body: Body = {"source": source}
    for column, cell in row.items():
        if column in ("told", "from", "until", "start", "end", "kind"):
            body |= {column: cell} if column != "told" else {}
        elif column == "accreditedTo":
            body[column] = [expand(one) for one in cell.split(" ")]
        elif column == "references":
            body[column] = cell.split(" ")
        else:
            body["iri" if column == "mission" else column] = expand(cell)
    if name == "ties":
        body["kind"] = "sister-city"
    if name == "memberships":
        network = body["network"]
        if not spool.tellings("network", network):
            spool.add("network", {"iri": network, "labels": {"": slug(network).capitalize()}})
    spool.add(_KINDS[name], body)


def _spool_holder(spool: _Held, row: Row, source: str) -> None:
    person, post = expand(row["person"]), expand(row["post"])
    if not spool.tellings("person", person):
        spool.add("person", {"iri": person, "labels": {"": row["name"]}})
    if not spool.tellings("post", post):
        told: Body = {"iri": post} | {part: expand(row[part]) for part in ("of", "in") if part in row}
        told |= {"labels": {row["lang"]: row["called"]}} if "called" in row else {"head": True}
        spool.add("post", told)
    days: Body = {part: row[part] for part in ("from", "until", "attestedOn") if part in row}
    spool.add("tenure", {"person": person, "post": post, "source": source, **days})

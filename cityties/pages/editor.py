"""The page to write SPARQL on: the query stands in the address, the answer below it."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import orjson

from cityties.display.answer import Answer
from cityties.model.errors import RequestError
from cityties.model.media import RDF, ROWS
from cityties.model.vocabulary import CODE, CT, PREFIXES, SECTOR, compact
from cityties.pages.frame import Frame
from cityties.pages.section import of_answer
from cityties.store import IRI, RdfFormat, Rows, serialize

__all__ = ["ace", "page", "terms"]

_BEGIN: Final = """SELECT ?city ?partner
WHERE {
  ?city ct:tiedWith ?partner .
}
ORDER BY ?city
LIMIT 20"""
_ROWS: Final = {form.name: form.types[0] for form in ROWS if form.suffix != "xml"}
_GRAPHS: Final = {form.name: form.types[0] for form in RDF if form.suffix in ("ttl", "nt", "jsonld")}
_SHOWN: Final = 400


def page(frame: Frame) -> bytes:
    """Write the page, and the answer where a query is told."""
    text = frame.fields.get("query", "")
    told: dict[str, Any] = {"answer": None, "graph": "", "truth": "", "error": "", "downloads": {}}
    if text.strip():
        try:
            told |= _answered(frame, text)
        except RequestError as error:
            told["error"] = str(error)
            frame.status = 400
    return frame.page(
        "editor",
        frame.words["editor"],
        query=text or _BEGIN,
        fresh=not text.strip(),
        ace=ace() is not None,
        prefixes=sorted(PREFIXES.items()),
        **told,
    )


def _answered(frame: Frame, text: str) -> dict[str, Any]:
    found = frame.store.query(text)
    query = urlencode({"query": text})
    if isinstance(found, bool):
        return {"truth": frame.words["true" if found else "false"]}
    forms = _ROWS if isinstance(found, Rows) else _GRAPHS
    downloads = {name: f"/sparql?{query}&{urlencode({'format': media})}" for name, media in forms.items()}
    if isinstance(found, Rows):
        columns, rows = of_answer(frame, Answer.of_rows(found))
        return {"answer": {"columns": columns, "rows": rows, "whole": len(found)}, "downloads": downloads}
    turtle = serialize(found[:_SHOWN], RdfFormat.TURTLE).decode()
    return {"graph": turtle, "downloads": downloads, "whole": len(found)}


def terms(frame: Frame) -> bytes:
    """Give prefixes and our terms, for the editor to complete, as JSON."""
    rows = frame.store.select(
        "SELECT DISTINCT ?term WHERE { ?term rdfs:label|skos:prefLabel ?label . "
        f'FILTER(STRSTARTS(STR(?term), "{CT}") || STRSTARTS(STR(?term), "{CODE}") || STRSTARTS(STR(?term), "{SECTOR}"))'
        " } ORDER BY ?term"
    )
    iris = [row[0].value for row in rows if isinstance(row[0], IRI)]
    frame.labels.learn(iris)
    return orjson.dumps(
        {"prefixes": PREFIXES, "terms": [{"name": compact(iri), "meaning": frame.label(iri)} for iri in iris]}
    )


@cache
def ace() -> Path | None:
    """Say where the Ace editor lies, which django-ace brings; None where it is absent."""
    found = importlib.util.find_spec("django_ace")
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / "static" / "django_ace" / "ace" if places else None

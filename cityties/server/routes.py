"""Which address asks for what: each leads to a job for a worker, or elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from cityties import __version__
from cityties.model.vocabulary import CODE, ID, ONTOLOGY_GRAPH, SECTOR
from cityties.server.description import describe
from cityties.server.linked import document, thing, version
from cityties.server.negotiation import choose
from cityties.server.protocol import GRAPH_TYPES, RefusedError, fields, is_iri
from cityties.server.request import Request

__all__ = ["OWN", "base_of", "described", "is_api", "job_of", "not_taken", "prefers_page"]

# What the first part of an address may be here, but for a suffix.
OWN: Final = frozenset(
    (
        "alignments", "api", "code", "data", "doc", "docs", "graphs", "health", "id", "ontology", "pair", "paper",
        "pictures", "query", "questions", "search", "sector", "sparql", "static", "suggest", "terms",
    )
)  # fmt: skip

_DOCUMENTS: Final = (*GRAPH_TYPES, "text/html")
_CONTEXT: Final = "/ontology/context.jsonld"
_VOCABULARIES: Final = (ONTOLOGY_GRAPH, SECTOR, CODE)  # each in a graph of its own
_GRAPHS: Final = f"{ID}graph/"  # files of ours that are no source: asked for as data alone


def job_of(request: Request) -> dict[str, Any]:
    """Say which job answers a GET, but for queries. Raises RefusedError where none does."""
    path = request.path
    if request.method not in ("GET", "HEAD"):
        raise not_taken(request.method)
    if is_api(path):
        return {"do": "api", "path": path, "fields": fields(request.query), "lang": request.lang,
                "root": request.root}  # fmt: skip
    if path == _CONTEXT:
        return {"do": "context"}
    if path == "/graphs":
        return _graph(request)
    if path == "/.well-known/void":
        return described(request)
    if not path.isprintable():
        raise RefusedError(404, "nothing here: no address has such letters")
    versioned = version(path)
    if versioned and versioned[1] != __version__:
        return _version(request, *versioned)
    if versioned:
        return job_of(replace(request, path=versioned[0]))
    place = document(path)
    if place:
        raise RefusedError(303, f"see {place}", Location=quote(place))
    found = thing(path)
    page = found is None or (found[1] is None and prefers_page(request) and not found[0].startswith(_GRAPHS))
    if found is None or page:
        return _page(request, found[0] if found else "")
    iri, media = found
    form = media or _form(request)
    if iri in _VOCABULARIES or iri.startswith(_GRAPHS):
        return {"do": "graph", "graph": iri, "triples": form}
    return {"do": "describe", "iri": iri, "triples": form}


def not_taken(method: str) -> RefusedError:
    """Say that a method is not taken where one only reads."""
    return RefusedError(405, f"{method[:20]}: only GET and HEAD here", Allow="GET, HEAD")


def is_api(path: str) -> bool:
    """Say whether an address belongs to the face for programs."""
    return path == "/api" or path.startswith("/api/")


def described(request: Request) -> dict[str, Any]:
    """Ask for what this server tells of itself, at the address by which it was asked."""
    return {"do": "query", "text": describe(base_of(request)), "triples": _form(request)}


def base_of(request: Request) -> str:
    """Say by which address this server was asked, as far as all its addresses begin so."""
    return f"{request.scheme}://{request.headers[b'host'].decode('latin-1')}{request.root}"


def prefers_page(request: Request) -> bool:
    """Say whether a page is wanted rather than data."""
    return choose(request.accept, _DOCUMENTS) == "text/html"


def _page(request: Request, iri: str) -> dict[str, Any]:
    chosen = {name: values[0] for name, values in fields(request.query).items() if name != "lang"}
    return {"do": "page", "path": request.path, "fields": chosen, "lang": request.lang, "iri": iri,
            "root": request.root}  # fmt: skip


def _version(request: Request, path: str, number: str) -> dict[str, Any]:
    """Ask for a version that is not this one: data, where it is kept."""
    iri, media = thing(path) or ("", None)
    return {"do": "version", "graph": iri, "version": number, "triples": media or _form(request)}


def _graph(request: Request) -> dict[str, Any]:
    told = fields(request.query)
    names = told.get("graph", [])
    if ("default" in told) == bool(names) or len(names) > 1:
        raise RefusedError(400, "name one graph: /graphs?graph=IRI, or /graphs?default for the facts")
    if names and not is_iri(names[0]):
        raise RefusedError(400, f"graph: not an IRI: {names[0][:80]!r}")
    return {"do": "graph", "graph": names[0] if names else None, "triples": _form(request)}


def _form(request: Request) -> str:
    media = choose(request.accept, tuple(GRAPH_TYPES))
    if media is None:
        media = choose(request.accept, ("text/html",)) and "text/turtle"
    if media is None:
        raise RefusedError(406, f"no such form: ask for one of {', '.join(GRAPH_TYPES)}")
    return media

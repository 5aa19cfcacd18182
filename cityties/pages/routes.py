"""Which page answers to which path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cityties.model import resources
from cityties.model.errors import CitytiesError
from cityties.model.vocabulary import CODE, ONTOLOGY_GRAPH, SECTOR
from cityties.pages import data, drawing, editor, form, looks, paper, pictures, search, start, thing
from cityties.pages.frame import Frame, PageError
from cityties.store import Store

__all__ = ["respond"]

_HTML: Final = "text/html"
_STATIC: Final = {".css": "text/css", ".js": "text/javascript", ".png": "image/png", ".svg": "image/svg+xml"}
_PAGES: Final[dict[str, Callable[[Frame], bytes]]] = {
    "/": start.page,
    "/search": search.page,
    "/pair": thing.pair,
    "/data": data.page,
    "/questions": form.catalogue,
    "/query": editor.page,
    "/pictures": pictures.gallery,
    "/ontology": lambda frame: start.terms(frame, ONTOLOGY_GRAPH),
    "/sector": lambda frame: start.terms(frame, SECTOR),
    "/code": lambda frame: start.terms(frame, CODE),
}


def respond(
    store: Store, path: str, fields: Mapping[str, str], lang: str, iri: str = "", root: str = ""
) -> tuple[int, str, bytes]:
    """Answer a request for a page: an HTTP status, a media type, a body.

    ``iri`` is the thing a document is about, ``root`` the path below which the server is shown.
    """
    frame = Frame(store, lang, path, fields, root)
    try:
        media, body = _found(frame, path, iri)
    except PageError:
        return 404, _HTML, frame.page("error", frame.words["nowhere"], message=path)
    except CitytiesError as error:
        return 400, _HTML, frame.page("error", frame.words["wrong"], message=str(error))
    return frame.status, media, body


def _found(frame: Frame, path: str, iri: str) -> tuple[str, bytes]:
    if path in _PAGES:
        return _HTML, _PAGES[path](frame)
    if iri:
        return _HTML, thing.thing(frame, iri)
    room, _, name = path.lstrip("/").partition("/")
    if room == "static":
        return _static(name)
    if path == "/suggest":
        return "application/json", search.suggest(frame)
    if path == "/terms.json":
        return "application/json", editor.terms(frame)
    if room == "questions":
        stem, _, suffix = name.partition(".")
        if suffix in form.FORMATS:
            return form.FORMATS[suffix], form.download(frame, stem, suffix)
        return _HTML, form.question(frame, name)
    if room == "pictures":
        return pictures.drawn(frame, name)
    if room == "data":
        return data.download(frame, name)
    if room.startswith("paper.") and room.removeprefix("paper.") in paper.MEDIA and not name:
        suffix = room.removeprefix("paper.")
        return paper.MEDIA[suffix], paper.paper(frame, suffix)
    raise PageError(path)


def _static(name: str) -> tuple[str, bytes]:
    """Give what pages are dressed in: our own files, those of the Ace editor, and the two that are made."""
    if name == "land.svg":
        return _STATIC[".svg"], drawing.land()
    if name == "looks.css":
        return _STATIC[".css"], looks.css()
    room, folder = name, resources.folder("viz") / "serve" / "static"
    if name.startswith("ace/"):
        room, folder = name.removeprefix("ace/"), editor.ace() or folder
    file = (folder / room).resolve()
    if folder.resolve() not in file.parents or not file.is_file() or file.suffix not in _STATIC:
        raise PageError(name)
    return _STATIC[file.suffix], file.read_bytes()

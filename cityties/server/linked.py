"""Things and documents: a thing's own address leads to the document about it (https://www.w3.org/TR/cooluris/)."""

from __future__ import annotations

import re
from typing import Final

from cityties.model.media import type_of
from cityties.model.vocabulary import CODE, CT, ID, ONTOLOGY_GRAPH, SECTOR, WD
from cityties.server.protocol import is_iri

__all__ = ["SUFFIXES", "document", "thing", "version"]

SUFFIXES: Final = {f".{suffix}": type_of(suffix) for suffix in ("ttl", "nt", "jsonld", "rdf")}
_ALIGNMENTS: Final = "https://w3id.org/cityties/alignments/"
# The path of a document, and what the IRI of its thing begins with.
_ROOMS: Final = (
    ("/alignments/", _ALIGNMENTS),
    ("/doc/wd/", WD),
    ("/doc/", ID),
    ("/ontology/", CT),
    ("/sector/", SECTOR),
    ("/code/", CODE),
)
_VERSIONED: Final = re.compile(r"(/ontology|/sector|/code|/alignments/[a-z]+)/(\d+\.\d+\.\d+)(\.[a-z]+)?")
_LOCAL: Final = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")


def thing(path: str) -> tuple[str, str | None] | None:
    """Say which IRI a document's path is about, and which form its suffix asks for.

    >>> thing("/doc/city/jakarta.ttl")
    ('https://w3id.org/cityties/id/city/jakarta', 'text/turtle')
    >>> thing("/doc/wd/Q64")
    ('http://www.wikidata.org/entity/Q64', None)
    >>> thing("/about") is None
    True
    """
    stem, media = path, None
    for suffix, kind in SUFFIXES.items():
        if path.endswith(suffix):
            stem, media = path[: -len(suffix)], kind
    if stem == "/ontology":
        return ONTOLOGY_GRAPH, media
    if stem.rstrip("/") in ("/sector", "/code"):
        return {"/sector": SECTOR, "/code": CODE}[stem.rstrip("/")], media
    for room, start in _ROOMS:
        local = stem[len(room) :]
        if stem.startswith(room) and _LOCAL.fullmatch(local) and is_iri(start + local):
            return start + local, media
    return None


def version(path: str) -> tuple[str, str] | None:
    """Say of which document a path is a version, and which; None for any other path.

    >>> version("/ontology/0.1.0.ttl")
    ('/ontology.ttl', '0.1.0')
    """
    found = _VERSIONED.fullmatch(path)
    suffix = found[3] or "" if found else ""
    return (found[1] + suffix, found[2]) if found and (not suffix or suffix in SUFFIXES) else None


def document(path: str) -> str | None:
    """Say where the document of a thing's own path lies; None for any other path.

    >>> document("/id/city/jakarta")
    '/doc/city/jakarta'
    """
    local = path.removeprefix("/id/")
    named = path != local and _LOCAL.fullmatch(local) and is_iri(ID + local)
    return f"/doc/{local}" if named else None

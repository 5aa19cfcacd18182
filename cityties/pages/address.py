"""Where the page of a thing lies on this server."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from cityties.model.vocabulary import CODE, CT, ID, SECTOR, WD
from cityties.store import is_address

__all__ = ["address"]

_ROOMS: Final = ((WD, "/doc/wd/"), (ID, "/doc/"), (CT, "/ontology/"), (SECTOR, "/sector/"), (CODE, "/code/"))


def address(iri: str) -> str:
    """Say where a thing's page lies; a thing of others keeps its own address, where it is one of the web.

    >>> address("https://w3id.org/cityties/id/city/jakarta")
    '/doc/city/jakarta'
    >>> address("https://example.org/a")
    'https://example.org/a'
    >>> address("javascript:alert(1)")
    ''
    """
    for start, room in _ROOMS:
        if iri.startswith(start) and len(iri) > len(start):
            return room + quote(iri[len(start) :], safe="/:@!$'()*,;~-._")
    return iri if is_address(iri) else ""

"""Writes statements as N-Triples (https://www.w3.org/TR/n-triples/), one a line, straight to a file.

For large imports only: the RDF library's own terms cost ten times as much a statement. What is
written here the library parses again before it enters a store, so a slip cannot pass unseen.
"""

from __future__ import annotations

import re
from typing import Final

from cityties.date.day import Day
from cityties.model.errors import DataError
from cityties.model.vocabulary import XSD

__all__ = ["dated", "iri", "text", "typed"]

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": ""})
_PLAIN: Final = re.compile(r'[\\"\x00-\x1f\ud800-\udfff]')
_IRI: Final = re.compile(r'[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\ud800-\udfff]*')
_TAG: Final = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")


def iri(value: str) -> str:
    """Write an IRI.

    >>> iri("http://www.wikidata.org/entity/Q64")
    '<http://www.wikidata.org/entity/Q64>'

    Raises DataError on what is none.
    """
    if _IRI.fullmatch(value) is None:
        raise DataError(f"{value[:80]!r}: not an address that could name a thing: write http://… without spaces")
    return f"<{value}>"


def text(value: str, language: str | None = None) -> str:
    """Write a text, with its language where one is known.

    >>> text('the "old" city', "en")
    '"the \\\\"old\\\\" city"@en'
    """
    if _PLAIN.search(value):
        value = value.translate(_ESCAPES).encode("utf-8", "replace").decode("utf-8")
    if language and _TAG.fullmatch(language):
        return f'"{value}"@{language}'
    return f'"{value}"'


def typed(value: str | int | float, datatype: str) -> str:
    """Write a value of one of the types of XML Schema, such as integer or anyURI."""
    return f'"{str(value).translate(_ESCAPES)}"^^<{XSD}{datatype}>'


def dated(value: str) -> str:
    """Write a day, month or year, typed by how precise it is.

    >>> dated("1967")
    '"1967"^^<http://www.w3.org/2001/XMLSchema#gYear>'

    Raises DataError on any other form.
    """
    return f'"{value}"^^<{Day.of(value).datatype}>'

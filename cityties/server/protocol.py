"""What a request asks of the endpoint: SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs

from cityties.model.errors import RequestError
from cityties.model.media import GRAPH_TYPES, ROW_TYPES
from cityties.server.negotiation import choose
from cityties.store import IRI
from cityties.store.operation import with_dataset

__all__ = ["GRAPH_TYPES", "ROW_TYPES", "Asked", "RefusedError", "asked", "fields", "is_iri", "name_of", "wanted"]

_FORM: Final = "application/x-www-form-urlencoded"


class RefusedError(Exception):
    """A request that is answered with an error: its HTTP status, and why in plain words."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def telling(self, headers: Mapping[str, str]) -> RefusedError:
        """Add headers to what is answered."""
        self.headers |= headers
        return self


@dataclass(frozen=True)
class Asked:
    """A query or an update, with the dataset that it is asked of. Without one, the default graph answers."""

    text: str
    update: bool = False
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    form: str = ""  # a media type told in the address, for links to an answer

    def job(self, forms: Mapping[str, str]) -> dict[str, Any]:
        """Put it as a job for a worker."""
        return {"do": "query", "text": self.text, "default": self.default, "named": self.named, **forms}


def asked(method: str, query: bytes, kind: str, body: bytes) -> Asked:
    """Read a request: its method, the part of its address behind "?", its content type and its body.

    Raises RefusedError: 400 on what is not in the protocol, 405 on other methods, 415 on other types.
    """
    address = fields(query)
    media = kind.partition(";")[0].strip().lower()
    if method in ("GET", "HEAD"):
        if "update" in address:
            raise RefusedError(400, "an update is sent by POST")
        return _query(address, _one(address, "query"))
    if method != "POST":
        raise RefusedError(405, f"{method}: the endpoint takes GET and POST", Allow="GET, HEAD, POST, OPTIONS")
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", kind, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise RefusedError(415, f"{charset[1]}: queries are sent in UTF-8")
    if media == _FORM:
        told = fields(body)
        for name, values in address.items():
            told.setdefault(name, []).extend(values)
        if "query" in told and "update" in told:
            raise RefusedError(400, "a query and an update at once: send one")
        if "update" in told:
            return _update(told, _one(told, "update"))
        return _query(told, _one(told, "query"))
    if media in ("application/sparql-query", "application/sparql-update"):
        if "query" in address or "update" in address:
            raise RefusedError(400, "the query stands in the body and in the address: send it once")
        text = _text(body)
        return _query(address, text) if media.endswith("query") else _update(address, text)
    raise RefusedError(
        415, f"{media or 'no content type'}: send application/sparql-query, application/sparql-update or {_FORM}"
    )


def wanted(accept: str) -> dict[str, str]:
    """Say in which form rows and graphs are wanted; a form that the header does not take is left out.

    Raises RefusedError with 406 where it takes neither.
    """
    rows, triples = choose(accept, tuple(ROW_TYPES)), choose(accept, tuple(GRAPH_TYPES))
    if rows is None and triples is None:
        raise RefusedError(406, f"no such form: ask for one of {', '.join([*ROW_TYPES, *GRAPH_TYPES])}")
    return {name: media for name, media in (("rows", rows), ("triples", triples)) if media}


def fields(data: bytes) -> dict[str, list[str]]:
    """Read parameters as a form sends them. Raises RefusedError with 400 on what is none."""
    try:
        return parse_qs(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise RefusedError(400, "the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise RefusedError(400, "too many parameters") from error


def _one(told: Mapping[str, list[str]], name: str) -> str:
    values = told.get(name, [])
    if len(values) != 1:
        raise RefusedError(400, f"{'no' if not values else 'more than one'} {name}: send one")
    return values[0]


def name_of(authority: bytes) -> bytes:
    """Give the host of an authority (host, or host:port) in small letters."""
    host, _, port = authority.rpartition(b":")
    return (host if host and port.isdigit() else authority).lower()


def is_iri(text: str) -> bool:
    """Say whether a text is an IRI with a scheme (https://www.rfc-editor.org/rfc/rfc3987).

    >>> is_iri("https://example.org/"), is_iri("example"), is_iri("a:[")
    (True, False, False)
    """
    try:
        IRI(text)
    except ValueError:
        return False
    return True


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "the query is not UTF-8") from error


def _query(told: Mapping[str, list[str]], text: str) -> Asked:
    form = next((value for value in told.get("format", []) if "/" in value), "")  # clients send other words too
    return Asked(text, False, _iris(told, "default-graph-uri"), _iris(told, "named-graph-uri"), form)


def _update(told: Mapping[str, list[str]], text: str) -> Asked:
    default, named = _iris(told, "using-graph-uri"), _iris(told, "using-named-graph-uri")
    try:
        return Asked(with_dataset(text, default, named), True)
    except RequestError as error:
        raise RefusedError(400, str(error)) from error


def _iris(told: Mapping[str, list[str]], name: str) -> list[str]:
    for value in told.get(name, []):
        if not is_iri(value):
            raise RefusedError(400, f"{name}: not an IRI: {value[:80]!r}")
    return list(told.get(name, []))

"""The other end of /api/: asks a far server of ours, page after page, and gives back what the library itself would."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from cityties.display.answer import Answer
from cityties.model.errors import RequestError
from cityties.questions.path import Chain, Hop
from cityties.questions.question import find
from cityties.store import IRI, Literal, Term

__all__ = ["Client"]

_MOST: Final = 500
_SECONDS: Final = 60.0


class Client:
    """A far server, by its address. Raises RequestError where it is none of ours, and with what it says is wrong."""

    def __init__(self, address: str) -> None:
        try:
            import httpx
        except ImportError as error:
            raise RequestError("httpx is not installed: pip install 'cityties[remote]'") from error
        self.address = address.rstrip("/")
        self._http = httpx
        self._line = httpx.Client(timeout=_SECONDS)
        weakref.finalize(self, self._line.close)
        if self._told("health", {}).get("status") != "pass":
            raise RequestError(f"{self.address}: a server of cityties, but it has no graph: ask who runs it")

    def ask(self, name: str, arguments: Mapping[str, str], lang: str) -> Answer:
        """Answer a named question there, all of its pages."""
        question = find(name)
        paged = {} if any(one.name == "limit" for one in question.parameters) else {"limit": str(_MOST)}
        asked = {**paged, **arguments, "lang": lang}
        told = self._told(f"questions/{quote(name)}/answer", asked)
        body, rows = told["told"], list(told["told"]["rows"])
        while told["next"]:
            told = self._told(f"questions/{quote(name)}/answer", {**asked, "cursor": told["next"]})
            rows += told["told"]["rows"]
        return _answer(name, tuple(body["columns"]), frozenset(body["lists"]), rows, lang)

    def path(self, start: str, end: str, as_of: str | None, lang: str) -> list[Chain]:
        """Find the shortest chains between two things there."""
        asked = {"start": start, "end": end, "lang": lang, **({"as-of": as_of} if as_of else {})}
        chains = self._told("path", asked)["told"]["chains"]
        return [
            Chain(tuple(Hop(**{**hop, "sources": tuple(hop["sources"])}) for hop in chain["hops"])) for chain in chains
        ]

    def _told(self, place: str, asked: Mapping[str, str]) -> dict[str, Any]:
        try:
            reply = self._line.get(f"{self.address}/api/{place}", params=dict(asked))
            body = reply.json()
        except (self._http.HTTPError, self._http.InvalidURL) as error:
            raise RequestError(f"{self.address}: cannot be asked: {error or type(error).__name__}") from error
        except ValueError as error:
            raise RequestError(f"{self.address}: no server of cityties: it has no /api/") from error
        if reply.status_code == 200 and isinstance(body, dict):
            return body
        why = body.get("detail") if isinstance(body, dict) else None
        raise RequestError(str(why or f"{self.address}: answered {reply.status_code}"))


def _answer(name: str, shown: tuple[str, ...], lists: frozenset[str], rows: list[Any], lang: str) -> Answer:
    """Make an answer again of its JSON: the columns that hold things have a label beside them."""
    named = [one for one in shown if one in lists or any(row.get(one, {}).get("type") == "uri" for row in rows)]
    columns = (*shown, *(f"{one}Label" for one in named))
    full = []
    for row in rows:
        cells = [_cell(row.get(one)) for one in shown]
        full.append(tuple([*cells, *(_label(row.get(one)) for one in named)]))
    return Answer(name, columns, tuple(full), shown, lang)


def _cell(told: Any) -> Term | None:
    if told is None:
        return None
    if isinstance(told, list):
        return Literal(" ".join(one["value"] for one in told))
    if told["type"] == "uri":
        return IRI(told["value"])
    if "xml:lang" in told:
        return Literal(told["value"], language=told["xml:lang"])
    return Literal(told["value"], datatype=IRI(told["datatype"])) if "datatype" in told else Literal(told["value"])


def _label(told: Any) -> Term | None:
    if told is None:
        return None
    if isinstance(told, list):
        return Literal("; ".join(sorted({one["label"] for one in told})))
    return Literal(told.get("label", told["value"]))

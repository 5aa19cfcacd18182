"""Which address asks for which operation, and how it is answered: JSON, or a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from cityties.api.description import describe
from cityties.api.operations import operate
from cityties.api.paging import MOST
from cityties.api.problem import MEDIA, problem
from cityties.model.errors import CitytiesError, RequestError
from cityties.model.language import languages
from cityties.questions.question import questions
from cityties.store import Store

__all__ = ["respond", "respond_at"]

_JSON: Final = "application/json"
_PLAIN: Final = ("find", "thing", "profile", "path", "evidence", "questions", "ask")
_QUESTION: Final = re.compile(r"questions/([a-z0-9-]+)(/answer)?")
_OWN: Final = ("limit", "cursor")


class _NowhereError(Exception):
    """An address that leads nowhere."""


def respond(store: Store, name: str, told: Mapping[str, Any], lang: str) -> tuple[int, str, bytes]:
    """Do an operation: an HTTP status, a media type, a body."""
    try:
        return 200, _JSON, _written(operate(store, name, told, lang).data(lang))
    except CitytiesError as error:
        return 400, MEDIA, _written(problem(400, str(error)))


def respond_at(
    store: Store, path: str, fields: Mapping[str, Sequence[str]], lang: str, root: str = ""
) -> tuple[int, str, bytes]:
    """Answer a request at an address under /api/; ``root`` is the path below which the server is shown."""
    try:
        told = _single(fields)
        lang = told.pop("lang", lang)
        if lang not in languages():
            raise RequestError(f"lang: use one of {', '.join(languages())}")
        place = path.removeprefix("/api").strip("/")
        if place in ("", "health", "openapi.json"):
            if told:
                raise RequestError(f"{path}: takes no parameter {next(iter(told))}: leave it out")
            return 200, _JSON, _written(_fixed(store, place, root))
        name, given = _operation(place, told)
    except _NowhereError:
        return 404, MEDIA, _written(problem(404, f"{path[:200]}: nothing here: /api/ lists what there is"))
    except CitytiesError as error:
        return 400, MEDIA, _written(problem(400, str(error)))
    return respond(store, name, given, lang)


def _fixed(store: Store, place: str, root: str) -> dict[str, Any]:
    if place == "openapi.json":
        return describe(root)
    if place == "health":
        return {"status": "pass" if store.ask("ASK { ?city a ct:City }") else "fail"}
    addresses = [*_PLAIN, "questions/{name}", "questions/{name}/answer", "health", "openapi.json"]
    return {"addresses": [f"{root}/api/{one}" for one in addresses], "most_at_once": MOST}


def _operation(place: str, told: dict[str, str]) -> tuple[str, dict[str, Any]]:
    if place in _PLAIN:
        return place, dict(told)
    found = _QUESTION.fullmatch(place)
    if found is None or found[1] not in questions():
        raise _NowhereError
    if not found[2]:
        if "name" in told:
            raise RequestError("name: stands in the address already: leave it out")
        return "question", {"name": found[1], **told}
    takes = {one.name for one in questions()[found[1]].parameters}
    own = {name: value for name, value in told.items() if name in _OWN and name not in takes}
    parameters = {name: value for name, value in told.items() if name not in own and value}
    return "answer", {"name": found[1], "parameters": parameters, **own}


def _single(fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    for name, values in fields.items():
        if len(values) > 1:
            raise RequestError(f"{name[:40]}: told more than once: tell it once")
    return {name: values[0] for name, values in fields.items()}


def _written(data: Any) -> bytes:
    return orjson.dumps(data)

"""What can be asked of the graph as plain data: each operation, its paper, what it can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cityties.api import dossiers, questions, things
from cityties.api.paging import MOST, USUAL
from cityties.api.parameter import Parameter, checked
from cityties.api.query import query
from cityties.api.reply import Reply
from cityties.model.errors import RequestError
from cityties.store import Store

__all__ = ["OPERATIONS", "Operation", "operate"]

_LIMIT: Final = Parameter("limit", "how much at once", number=True, most=MOST, default=USUAL)
_CURSOR: Final = Parameter("cursor", "where to go on: the next of the answer before, to the same request", most=200)
_AS_OF: Final = Parameter("as-of", "as things stood on that day: YYYY, YYYY-MM or YYYY-MM-DD", most=40)


def _thing(name: str, what: str, *, required: bool = True) -> Parameter:
    return Parameter(name, f"{what}: a name in any language, a Wikidata number or an IRI", required=required)


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked: what it answers, what it can be told, and what does it.

    ``open`` takes parameters of its own beside, as each named question has them.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    run: Callable[[Store, str, Mapping[str, Any]], Reply]
    open: bool = False


OPERATIONS: Final[Mapping[str, Operation]] = {
    one.name: one
    for one in (
        Operation(
            "find",
            "Find cities, people, missions, ties and other things by name, best first",
            (
                Parameter("text", "a name or its beginning, in any language", required=True),
                Parameter("kind", "only things of this kind", choices=tuple(things.KINDS)),
                _LIMIT,
                _CURSOR,
            ),
            things.found,
        ),
        Operation(
            "thing",
            "Tell what is so of a thing, statement by statement",
            (_thing("thing", "the thing"), _LIMIT, _CURSOR),
            things.thing,
        ),
        Operation(
            "questions",
            "List the named questions: what each answers and what it can be told",
            (Parameter("tag", "only questions with this tag, such as ties, people or sources"), _LIMIT, _CURSOR),
            questions.listed,
        ),
        Operation(
            "question",
            "Show one named question whole: its columns, parameters, an example and its SPARQL",
            (Parameter("name", "a question, such as ties-of-city", required=True),),
            questions.question,
        ),
        Operation(
            "answer",
            "Answer a named question: a sentence, the rows it was made of, and who says so",
            (Parameter("name", "a question, such as ties-of-city", required=True), _LIMIT, _CURSOR),
            questions.answer,
            open=True,
        ),
        Operation(
            "ask",
            "Answer a question in plain words, in English, Indonesian or Turkish, where one of the named ones fits",
            (Parameter("sentence", "the question in words", required=True), _LIMIT, _CURSOR),
            questions.in_words,
        ),
        Operation(
            "profile",
            "Tell what is known of a thing, or of two cities or countries together, the answer first",
            (
                _thing("thing", "a city, person, mission, tie …"),
                _thing("other", "another city, or country", required=False),
                _AS_OF,
            ),
            dossiers.profile,
        ),
        Operation(
            "path",
            "Show how two things are linked: the shortest chains, each hop in words",
            (_thing("start", "where the chain begins"), _thing("end", "where it ends"), _AS_OF),
            dossiers.path,
        ),
        Operation(
            "evidence",
            "Tell which source says what, of a thing or of two cities",
            (_thing("thing", "the thing, or a city"), _thing("other", "another city", required=False), _LIMIT, _CURSOR),
            things.evidence,
        ),
        Operation(
            "query",
            "Run a SPARQL query that only reads, within limits",
            (Parameter("query", "SELECT, ASK, CONSTRUCT or DESCRIBE", required=True, most=20_000), _LIMIT),
            query,
        ),
    )
}


def operate(store: Store, name: str, told: Mapping[str, Any], lang: str = "en") -> Reply:
    """Do one operation. Raises RequestError on what is unknown, missing or wrong."""
    operation = OPERATIONS.get(name)
    if operation is None:
        raise RequestError(f"{name}: no such operation: use one of {', '.join(OPERATIONS)}")
    parameters = told.get("parameters") or {} if operation.open else {}
    own = {key: value for key, value in told.items() if key != "parameters" or not operation.open}
    if not isinstance(parameters, Mapping) or not all(isinstance(value, str) for value in parameters.values()):
        raise RequestError(f"{name}: parameters: a text for each name is wanted, such as city: Jakarta")
    found = checked(name, operation.parameters, own)
    if operation.open:
        each = Parameter("", "", most=500)
        found["parameters"] = {str(key): _text(each, str(key), value) for key, value in parameters.items()}
    return operation.run(store, lang, found)


def _text(each: Parameter, name: str, value: str) -> str | int:
    return Parameter(name, each.description, most=each.most).read(value)

"""Entities out of Wikidata's RDF: its truthy dump in N-Triples, or what it gives of an item as Turtle.

A truthy statement is one of the best rank, without qualifiers: it says that two cities are twinned, not since when.
Each item is handed on in the form of the JSON dump, so that the same code takes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from cityties.imports.input import CUT_SHORT, Input
from cityties.imports.report import Reading
from cityties.model.bounds import read_stream, text_of
from cityties.model.errors import DataError
from cityties.model.vocabulary import RDFS, SKOS, WD
from cityties.store import IRI, Literal, RdfFormat, parse_text

__all__ = ["holds_triples", "truthy_entities"]

_DIRECT: Final = "http://www.wikidata.org/prop/direct/"
_NAMES: Final = frozenset({f"{RDFS}label", f"{SKOS}prefLabel", "http://schema.org/name"})
_LARGEST: Final = 64 << 20  # bytes of a Turtle text, which is read whole
_LINE: Final = re.compile(r"<([^<>\s]+)>\s+<([^<>\s]+)>\s+(.+?)\s*\.\s*$")
_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>\s]+)>)?')
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U(0010[0-9A-Fa-f]{4}|000[0-9A-Fa-f]{5})|(.))")
_SHORT: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_NUMBER: Final = re.compile(rf"{re.escape(WD)}(Q[1-9]\d*)")
_POINT: Final = re.compile(r"Point\((-?[\d.]+) (-?[\d.]+)\)", re.IGNORECASE)

Told = tuple[int, str, str, str, str, str]  # line, item, property, value or number, language, datatype ("iri": an IRI)


def holds_triples(given: Input) -> bool:
    """Say whether an input begins like Wikidata's RDF."""
    return b"wikidata.org/entity/" in given.head and (
        b"wikidata.org/prop/direct/" in given.head or given.head.lstrip().startswith((b"<http", b"@prefix"))
    )


def truthy_entities(
    given: Input, reading: Reading, tick: Callable[[int], None] = lambda done: None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give each item with the line on which it begins. Raises DataError where the input is no RDF."""
    turtle = given.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"@prefix", b"PREFIX", b"@base"))
    told = _of_turtle(given) if turtle else _of_lines(given, reading, tick)
    for item, several in groupby(told, key=lambda one: one[1]):
        facts = list(several)
        reading.read += 1
        yield facts[0][0], _entity(item, facts)


def _entity(item: str, facts: Iterable[Told]) -> dict[str, Any]:
    labels: dict[str, Any] = {}
    claims: dict[str, list[Any]] = {}
    for _, _, property_, value, language, datatype in facts:
        if property_ in _NAMES:
            labels.setdefault(language, {"language": language, "value": value})
        elif (held := _value(value, datatype)) is not None:
            snak = {"snaktype": "value", "datavalue": {"value": held}}
            claims.setdefault(property_.removeprefix(_DIRECT), []).append({"rank": "normal", "mainsnak": snak})
    return {"type": "item", "id": item, "labels": labels, "claims": claims}


def _value(value: str, datatype: str) -> Any:
    """Write a value as the JSON dump does; None where it is of no use."""
    kind = datatype.rsplit("#", 1)[-1]
    if kind == "iri":
        found = _NUMBER.fullmatch(value)
        return {"entity-type": "item", "id": found[1]} if found else value
    if kind == "wktLiteral":
        point = _POINT.fullmatch(value.strip())
        return {"latitude": float(point[2]), "longitude": float(point[1])} if point else None
    if kind == "dateTime":  # how precise it is, a truthy statement does not say: the first of January may be a year
        return {"time": value if value.startswith("-") else f"+{value}", "precision": 9 if "-01-01T" in value else 11}
    if kind in ("decimal", "integer"):
        return {"amount": value}
    return value


def _of_lines(given: Input, reading: Reading, tick: Callable[[int], None]) -> Iterator[Told]:
    number = 0
    with given.open(tick) as stream:
        try:
            for number, raw in enumerate(stream, 1):
                line = raw.decode("utf-8", "replace").strip("\ufeff \t\r\n")
                if not line.startswith(f"<{WD}Q"):
                    continue
                if (told := _told(number, line)) is None:
                    reading.leave("a line that is no triple", line[:80], number)
                elif told[2] in _NAMES or told[2].startswith(_DIRECT):
                    yield told
        except CUT_SHORT as error:
            reading.leave(f"the file ends too early or is damaged ({error})", line=number + 1)


def _told(number: int, line: str) -> Told | None:
    found = _LINE.match(line)
    item = _NUMBER.fullmatch(found[1]) if found else None
    if found is None or item is None:
        return None
    if found[3].startswith("<") and found[3].endswith(">"):
        return number, item[1], found[2], found[3][1:-1], "", "iri"
    literal = _LITERAL.fullmatch(found[3])
    if literal is None:
        return (number, item[1], "", "", "", "") if found[3].startswith("_:") else None  # an unknown value
    return number, item[1], found[2], _ESCAPE.sub(_unescaped, literal[1]), literal[2] or "", literal[3] or ""


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SHORT.get(found[3], found[3])


def _of_turtle(given: Input) -> Iterator[Told]:
    with given.open() as stream:
        data = read_stream(stream, given.name, _LARGEST)
    found: list[Told] = []
    for quad in parse_text(text_of(data, given.name), RdfFormat.TURTLE, given.name):
        item = _NUMBER.fullmatch(quad.subject.value) if isinstance(quad.subject, IRI) else None
        property_, value = quad.predicate.value, quad.object
        if item is None or not (property_ in _NAMES or property_.startswith(_DIRECT)):
            continue
        if isinstance(value, IRI):
            found.append((0, item[1], property_, value.value, "", "iri"))
        elif isinstance(value, Literal):
            found.append((0, item[1], property_, value.value, value.language or "", value.datatype.value))
    if not found:
        raise DataError(f"{given.name}: tells of no item of Wikidata: hand in its truthy dump, or an item as Turtle")
    return iter(sorted(found, key=lambda one: (one[1], one[2])))

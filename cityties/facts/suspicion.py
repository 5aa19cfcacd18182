"""Finds, by a few queries over all things at once, those that may break a shape, so that few need judging.

Each constraint of a shape (https://www.w3.org/TR/shacl/#core-components) becomes a pattern of SPARQL that
holds wherever the constraint may be broken: it may suspect too much, never too little. What is not
understood here, such as a constraint written in SPARQL, makes each thing that the shape is for a suspect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cityties.facts.lexical import WELL_FORMED
from cityties.facts.shape_path import path_text
from cityties.model.vocabulary import OWL, RDF, RDFS, SH
from cityties.store import IRI, Store

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["InUse", "suspect_query", "terms_in_use"]


_PAPER: Final = {
    f"{SH}{name}"
    for name in (
        *("path", "deactivated", "severity", "message", "name", "description", "order", "group", "defaultValue"),
        *("flags", "ignoredProperties", "property", "node"),
        *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"),
    )
}
_VOCABULARIES: Final = (RDF, RDFS, OWL, "http://purl.org/dc/", "http://www.w3.org/2004/02/skos/core#")
_PLAIN_PATTERN: Final = frozenset("^$[](){}?*+|-_ ,:./#&=" + "0123456789")
_ONLY_TEST: Final = re.compile(r"FILTER ?((?:NOT EXISTS )?[({].*)", re.DOTALL)
_MOST_VALUES: Final = 3  # of a minCount or maxCount that is written out; more makes all suspects
_DEEPEST: Final = 6
_ALWAYS: Final = ""
_MILD: Final = (f"{SH}Warning", f"{SH}Info")
_COMPARED: Final = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}
_PAIRED: Final = {"lessThan": "<", "lessThanOrEquals": "<="}
_KINDS: Final = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBlank({0})",
}


@dataclass(frozen=True)
class InUse:
    """Which properties and classes some data use: what they do not use need not be asked for."""

    properties: frozenset[str]
    classes: frozenset[str]
    below: Mapping[str, frozenset[str]]  # by class, those below it in so far as it has such

    def of(self, class_: str) -> list[str]:
        """List the classes in use of which the things are of a class."""
        return sorted(self.classes & ({class_} | self.below.get(class_, frozenset())))


def terms_in_use(store: Store) -> InUse:
    """Find the properties and classes that a store's data use, and which classes are below which."""

    def names(query: str) -> list[tuple[str, ...]]:
        text = f"SELECT DISTINCT ?a ?b WHERE {{ {query} }}"
        return [tuple(term.value for term in row if isinstance(term, IRI)) for row in store.select(text)]

    below: dict[str, set[str]] = {}
    for pair in names(f"?a <{RDFS}subClassOf>+ ?b"):
        if len(pair) == 2:
            below.setdefault(pair[1], set()).add(pair[0])
    return InUse(
        frozenset(name for (name,) in names("?any ?a ?held") if name),
        frozenset(name for found in names("?any a ?a") for name in found),
        {above: frozenset(some) for above, some in below.items()},
    )


def suspect_query(shapes: Graph, shape: Node, used: InUse, errors_only: bool = False) -> str | None:
    """Write the query that lists as ``?node`` the things that may break a shape; None where it is for nothing.

    With ``errors_only`` the constraints of which a warning or a note would tell are left out.
    """
    return _Writer(shapes, used, errors_only).query(shape)


class _Test(str):
    """A test of one value, in contrast to a pattern."""


class _Writer:
    """Writes one query; each variable gets a name of its own."""

    def __init__(self, shapes: Graph, used: InUse, errors_only: bool) -> None:
        self._shapes = shapes
        self._errors_only = errors_only
        self._used = used
        self._count = 0

    def query(self, shape: Node) -> str | None:
        targets = list(self._targets(shape))
        if not targets:
            return None
        breaks = self._breaks(shape, "?node", 0)
        if not breaks:
            return None
        if _ALWAYS in breaks:
            return self._select(targets, _ALWAYS)
        return self._select(targets, " UNION ".join(f"{{ {one} }}" for one in self._held(targets, breaks)))

    def _held(self, targets: list[str], breaks: list[str]) -> Iterator[str]:
        """Put the targets into each branch, where Oxigraph can begin with them, unless it begins so itself."""
        goal = " UNION ".join(f"{{ {target} }}" for target in targets)
        starts = tuple(f"{target.rpartition(' ?')[0]} " for target in targets if target.startswith("?node <"))
        for one in breaks:
            yield one if one.startswith(starts) else f"{goal} {one}"

    def _select(self, targets: list[str], union: str) -> str:
        body = union or " UNION ".join(f"{{ {target} }}" for target in targets)
        return f"SELECT DISTINCT ?node WHERE {{ {body} }}"

    def _targets(self, shape: Node) -> Iterator[str]:
        from rdflib import URIRef

        classes = {str(o) for o in self._objects(shape, "targetClass")}
        kinds = {str(kind) for kind in self._shapes.objects(shape, URIRef(f"{RDF}type"))}
        if isinstance(shape, URIRef) and kinds & {f"{RDFS}Class", f"{OWL}Class"}:
            classes.add(str(shape))
        for one in sorted({lower for told in classes for lower in self._used.of(told)}):
            yield f"?node a <{one}> ."
        for term in self._objects(shape, "targetNode"):
            yield f"BIND({term.n3()} AS ?node)"
        for term in self._objects(shape, "targetSubjectsOf"):
            if str(term) in self._used.properties:
                yield f"?node {term.n3()} {self._new()} ."
        for term in self._objects(shape, "targetObjectsOf"):
            if str(term) in self._used.properties:
                yield f"{self._new()} {term.n3()} ?node ."

    def _breaks(self, shape: Node, focus: str, depth: int) -> list[str]:
        """List the patterns of which one holds where a term may break a shape."""
        from rdflib import URIRef

        if any(str(flag).lower() == "true" for flag in self._objects(shape, "deactivated")):
            return []
        if depth > _DEEPEST:
            return [_ALWAYS]
        path = self._shapes.value(shape, URIRef(f"{SH}path"))
        steps = None if path is None else path_text(self._shapes, path)
        if path is not None and steps is None:
            return [_ALWAYS]
        value = focus if steps is None else self._new()
        reach = "" if steps is None else f"{focus} {steps} {value} . "
        found: list[str] = []
        tests: list[str] = []  # of one value, and so in one walk over the values
        for predicate in sorted(set(self._shapes.predicates(shape)), key=str):
            name = str(predicate)
            if name in _PAPER or name.startswith(_VOCABULARIES):
                continue
            if not name.startswith(SH):
                return [_ALWAYS]
            some = self._one(shape, name.removeprefix(SH), focus, steps, value, reach, depth)
            if some is None:
                return [_ALWAYS]
            tests += (one for one in some if isinstance(one, _Test))
            found += (one for one in some if not isinstance(one, _Test))
        if tests:
            found.append(f"{reach}FILTER({' || '.join(tests)})")
        if self._errors_only and depth < 2 and any(str(told) in _MILD for told in self._objects(shape, "severity")):
            found = []
        for nested in (*self._objects(shape, "property"), *self._objects(shape, "node")):
            found += [f"{reach}{one}" for one in self._breaks(nested, value, depth + 1)]
        return [_ALWAYS] if _ALWAYS in found else found

    def _one(
        self, shape: Node, name: str, focus: str, steps: str | None, value: str, reach: str, depth: int
    ) -> list[str] | None:
        """Write how one constraint may be broken: tests of a value, and patterns; None where there is no telling."""
        given = list(self._objects(shape, name))
        if name in ("minCount", "maxCount", "uniqueLang", "hasValue", "equals", "disjoint", *_PAIRED):
            patterns = [one for each in given for one in self._of_all(name, each, focus, steps, value, reach)]
            return None if _ALWAYS in patterns else patterns
        if name in ("or", "and"):
            return [one for each in given for one in self._of_shapes(name, each, value, reach, depth)]
        if name == "closed":
            closed = str(given[0]).lower() == "true"
            return [_Test(f"EXISTS {{ {self._of_closed(shape, value)} }}")] if closed else []
        tests = [self._test(shape, name, each, value) for each in given]
        return None if None in tests else [_Test(test) for test in tests if test]

    def _test(self, shape: Node, name: str, given: Node, value: str) -> str | None:
        """Write a test that holds of a value that may break a constraint; None for one that is not known here."""
        told = given.n3() if name not in ("in", "languageIn") else ""
        if name == "class":
            lower = [f"EXISTS {{ {value} a <{one}> }}" for one in self._used.of(str(given))]
            return f"(!({' || '.join(lower) or 'false'}))"
        if name == "datatype":
            form = WELL_FORMED.get(str(given))
            ill = "true" if form is None else f"!REGEX(STR({value}), {_quoted(form)})"
            return f"(!isLiteral({value}) || !sameTerm(DATATYPE({value}), {told}) || {ill})"
        if name == "not":
            return self._not_of_a_class(given, value)
        if name == "nodeKind":
            return f"(!({_KINDS[str(given).removeprefix(SH)].format(value)}))"
        if name in _COMPARED:
            return f"(COALESCE(!({value} {_COMPARED[name]} {told}), true))"
        if name in ("minLength", "maxLength"):
            sign = "<" if name == "minLength" else ">"
            return f"(isBlank({value}) || STRLEN(STR({value})) {sign} {told})"
        if name == "pattern":
            plain = all((letter.isalpha() and letter.isascii()) or letter in _PLAIN_PATTERN for letter in str(given))
            if not plain or any(True for _ in self._objects(shape, "flags")):
                return None
            return f"(isBlank({value}) || !REGEX(STR({value}), {_quoted(str(given))}))"
        if name == "in":
            same = " || ".join(f"sameTerm({value}, {item.n3()})" for item in self._items(given))
            return f"(!({same or 'false'}))"
        if name == "languageIn":
            same = " || ".join(f"langMatches(LANG({value}), {_quoted(str(item))})" for item in self._items(given))
            return f"(COALESCE(!({same or 'false'}), true))"
        return None

    def _not_of_a_class(self, given: Node, value: str) -> str | None:
        """Write the one negation that is known: of a shape that asks for nothing but a class."""
        asked = [(str(p), o) for p, o in self._shapes.predicate_objects(given)]
        if [name for name, _ in asked] != [f"{SH}class"]:
            return None
        lower = [f"EXISTS {{ {value} a <{one}> }}" for one in self._used.of(str(asked[0][1]))]
        return f"({' || '.join(lower) or 'false'})"

    def _of_all(self, name: str, given: Node, focus: str, steps: str | None, value: str, reach: str) -> list[str]:
        """Write how all values together may break a constraint."""
        if name == "minCount":
            return self._fewer(int(str(given)), focus, steps)
        if name == "maxCount":
            most = int(str(given))
            return [self._distinct(most + 1, focus, steps)] if most < _MOST_VALUES else [_ALWAYS]
        if name == "hasValue":
            if steps is None:
                return [f"FILTER(!sameTerm({focus}, {given.n3()}))"]
            return [f"FILTER NOT EXISTS {{ {focus} {steps} {given.n3()} }}"]
        other = self._new()
        if name == "uniqueLang":
            if str(given).lower() != "true":
                return []
            tagged = f'LANG({value}) != "" && LCASE(LANG({value})) = LCASE(LANG({other}))'
            return [f"{reach}{focus} {steps} {other} . FILTER(!sameTerm({value}, {other}) && {tagged})"]
        if name == "equals":
            missing = f"{focus} {given.n3()} {other} . "
            if steps is None:
                return [_ALWAYS]
            return [
                f"{reach}FILTER NOT EXISTS {{ {focus} {given.n3()} {value} }}",
                f"{missing}FILTER NOT EXISTS {{ {focus} {steps} {other} }}",
            ]
        if name == "disjoint":
            return [f"{reach}{focus} {given.n3()} {value} ."]
        return [f"{reach}{focus} {given.n3()} {other} . FILTER(COALESCE(!({value} {_PAIRED[name]} {other}), true))"]

    def _fewer(self, least: int, focus: str, steps: str | None) -> list[str]:
        if least <= 0:
            return []
        if least > _MOST_VALUES:
            return [_ALWAYS]
        return [f"FILTER NOT EXISTS {{ {self._distinct(least, focus, steps)} }}"]

    def _distinct(self, number: int, focus: str, steps: str | None) -> str:
        names = [self._new() for _ in range(number)]
        pairs = [f"!sameTerm({a}, {b})" for at, a in enumerate(names) for b in names[:at]]
        apart = f" FILTER({' && '.join(pairs)})" if pairs else ""
        return " ".join(f"{focus} {steps} {name} ." for name in names) + apart

    def _of_shapes(self, name: str, given: Node, value: str, reach: str, depth: int) -> list[str]:
        parts = [self._breaks(item, value, depth + 1) for item in self._items(given)]
        if name == "and":
            return [f"{reach}{one}" if one else _ALWAYS for part in parts for one in part]
        if not all(parts):  # one choice that nothing can break
            return []
        told = [f"({' || '.join(_as_test(one) for one in part)})" for part in parts if _ALWAYS not in part]
        return [_Test(f"({' && '.join(told) or 'true'})")]

    def _of_closed(self, shape: Node, value: str) -> str:
        from rdflib import URIRef

        allowed = {
            str(path)
            for nested in self._objects(shape, "property")
            for path in self._shapes.objects(nested, URIRef(f"{SH}path"))
            if isinstance(path, URIRef)
        }
        for ignored in self._objects(shape, "ignoredProperties"):
            allowed |= {str(item) for item in self._items(ignored)}
        property_, held = self._new(), self._new()
        outside = f"FILTER({property_} NOT IN ({', '.join(f'<{one}>' for one in sorted(allowed))}))" if allowed else ""
        return f"{value} {property_} {held} . {outside}"

    def _objects(self, shape: Node, name: str) -> Iterator[Node]:
        from rdflib import URIRef

        return self._shapes.objects(shape, URIRef(f"{SH}{name}"))

    def _items(self, head: Node) -> list[Node]:
        return list(self._shapes.items(head))

    def _new(self) -> str:
        self._count += 1
        return f"?v{self._count}"


def _as_test(pattern: str) -> str:
    """Turn a pattern into a test of what it begins with; a pattern that only tests is one already."""
    only = _ONLY_TEST.fullmatch(pattern)
    if only and pattern.count("FILTER") == 1:
        return only[1]
    return f"EXISTS {{ {pattern} }}"


def _quoted(text: str) -> str:
    from rdflib import Literal

    return Literal(text).n3()

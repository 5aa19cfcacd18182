"""What the ontology says stands at the two ends of a property, as shapes: who may have it, and what it leads to.

The ontology is the one place where that is told; a reasoner concludes from it, a check holds data against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.language import languages, linked
from cityties.model.multilingual import read_multilingual
from cityties.model.vocabulary import CT, OWL, RDF, RDFS, SH, XSD, compact

if TYPE_CHECKING:
    from rdflib import Graph, URIRef
    from rdflib.term import Node

    _Statement: TypeAlias = tuple[Node, Node, Node]
    _Words: TypeAlias = Mapping[str, Mapping[str, str]]

__all__ = ["SUBJECT_OF", "VALUE_OF", "end_shapes"]

SUBJECT_OF: Final = "https://w3id.org/cityties/check/subject-of-"
VALUE_OF: Final = "https://w3id.org/cityties/check/value-of-"
_SCHEMA: Final = "https://schema.org/"
# Datatypes that are one to the store: it keeps a whole number, whatever kind of whole number it was.
_WIDER: Final = {f"{XSD}{kind}Integer": f"{XSD}integer" for kind in ("nonNegative", "positive")}


def end_shapes(model: Graph) -> Graph:
    """Write the shapes for the properties of an ontology. Raises ModelError where none says what its ends are."""
    from rdflib import Graph

    words = read_multilingual(resources.folder("ontology") / "shapes" / "ends.toml")
    shapes = Graph()
    for property_ in sorted(_properties(model)):
        for triple in (*_subject_shape(model, property_, words), *_value_shape(model, property_, words)):
            shapes.add(triple)
    if not len(shapes):
        raise ModelError("the ontology says of no property what its ends are: install cityties again")
    return shapes


def _properties(model: Graph) -> set[URIRef]:
    from rdflib import URIRef

    kinds = (URIRef(f"{OWL}ObjectProperty"), URIRef(f"{OWL}DatatypeProperty"))
    found = {subject for kind in kinds for subject in model.subjects(URIRef(f"{RDF}type"), kind)}
    found -= set(model.subjects(URIRef(f"{OWL}inverseOf")))  # a name that is never stated, which a check says
    return {one for one in found if isinstance(one, URIRef) and str(one).startswith(CT)}


def _allowed(model: Graph, property_: Node, end: str) -> list[URIRef]:
    """List the classes that may stand at an end: the one of the axiom, else those that are included."""
    from rdflib import URIRef

    told = list(model.objects(property_, URIRef(f"{RDFS}{end}")))
    told = told or list(model.objects(property_, URIRef(f"{_SCHEMA}{end}Includes")))
    return sorted(one for one in told if isinstance(one, URIRef))


def _is_axiom(model: Graph, property_: Node, end: str) -> bool:
    """Say whether an end is an axiom, which data can contradict; what is only included is what is usual."""
    from rdflib import URIRef

    return (property_, URIRef(f"{RDFS}{end}"), None) in model


def _subject_shape(model: Graph, property_: URIRef, words: _Words) -> Iterator[_Statement]:
    from rdflib import BNode, Literal, URIRef

    classes = _allowed(model, property_, "domain")
    if not classes:
        return
    shape, untyped = URIRef(f"{SUBJECT_OF}{str(property_).removeprefix(CT)}"), BNode()
    yield from _head(shape, property_)
    yield shape, URIRef(f"{SH}property"), untyped
    yield untyped, URIRef(f"{SH}path"), URIRef(f"{RDF}type")
    yield untyped, URIRef(f"{SH}minCount"), Literal(1)
    yield from _messages(model, untyped, property_, classes, words["subject"])
    axiom = _is_axiom(model, property_, "domain")
    for name, ask in (*((("contrary", _none_of),) if axiom else ()), ("kind", _one_of)):
        own = URIRef(f"{shape}/{name}")
        statements = list(ask(model, own, classes))
        if statements:
            yield from (*_head(own, property_), *statements)
            yield from _messages(model, own, property_, classes, words["subject"])


def _value_shape(model: Graph, property_: URIRef, words: _Words) -> Iterator[_Statement]:
    from rdflib import BNode, URIRef

    classes = _allowed(model, property_, "range")
    if not classes:
        return
    shape, value = URIRef(f"{VALUE_OF}{str(property_).removeprefix(CT)}"), BNode()
    yield from _head(shape, property_)
    yield shape, URIRef(f"{SH}property"), value
    yield value, URIRef(f"{SH}path"), property_
    if str(classes[0]).startswith(XSD):
        wanted = [URIRef(_WIDER.get(str(classes[0]), str(classes[0])))]
        yield value, URIRef(f"{SH}datatype"), wanted[0]
        yield from _messages(model, value, property_, wanted, words["value"])
        return
    yield value, URIRef(f"{SH}nodeKind"), URIRef(f"{SH}BlankNodeOrIRI")
    yield from _messages(model, value, property_, classes, words["text"])
    ways = (_none_of, _one_of_or_undescribed) if _is_axiom(model, property_, "range") else (_one_of_or_undescribed,)
    for ask in ways:
        part = BNode()
        statements = list(ask(model, part, classes))
        if statements:
            yield shape, URIRef(f"{SH}property"), part
            yield part, URIRef(f"{SH}path"), property_
            yield from statements
            yield from _messages(model, part, property_, classes, words["kind"])


def _none_of(model: Graph, shape: Node, classes: list[URIRef]) -> Iterator[_Statement]:
    """Ask that a thing is of no class that contradicts those that it should be of: else an error."""
    from rdflib import BNode, URIRef

    for one in _contrary(model, classes):
        inner = BNode()
        yield shape, URIRef(f"{SH}not"), inner
        yield inner, URIRef(f"{SH}class"), one


def _contrary(model: Graph, classes: list[URIRef]) -> list[URIRef]:
    """List the classes of which nothing can be that is of one of some classes, as the ontology says."""
    from rdflib import URIRef

    apart: set[tuple[Node, Node]] = set(model.subject_objects(URIRef(f"{OWL}disjointWith")))
    for whole in model.subjects(URIRef(f"{RDF}type"), URIRef(f"{OWL}AllDisjointClasses")):
        for head in model.objects(whole, URIRef(f"{OWL}members")):
            members = list(model.items(head))
            apart |= {(one, other) for one in members for other in members if one != other}
    apart |= {(other, one) for one, other in apart}
    above = [{*model.transitive_objects(one, URIRef(f"{RDFS}subClassOf"))} for one in classes]
    others = [{other for one, other in apart if one in some} for some in above]
    return sorted(one for one in set.intersection(*others) if isinstance(one, URIRef))


def _head(shape: Node, property_: Node) -> Iterator[_Statement]:
    from rdflib import URIRef

    yield shape, URIRef(f"{RDF}type"), URIRef(f"{SH}NodeShape")
    yield shape, URIRef(f"{SH}targetSubjectsOf"), property_


def _one_of(model: Graph, shape: Node, classes: list[URIRef]) -> Iterator[_Statement]:
    """Ask that a thing is of one of some classes: else a warning, since it may be of that class besides its own."""
    from rdflib import BNode, URIRef

    choices: list[Node] = [BNode() for _ in classes]
    for choice, one in zip(choices, classes, strict=True):
        yield choice, URIRef(f"{SH}class"), one
    yield from _choice(shape, choices)


def _one_of_or_undescribed(model: Graph, shape: Node, classes: list[URIRef]) -> Iterator[_Statement]:
    """As above; a thing that nothing is said of may be of any class (sh:closed takes no statement)."""
    from rdflib import BNode, Literal, URIRef

    choices: list[Node] = [BNode() for _ in (*classes, None)]
    for choice, one in zip(choices, classes, strict=False):
        yield choice, URIRef(f"{SH}class"), one
    yield choices[-1], URIRef(f"{SH}closed"), Literal(True)
    yield from _choice(shape, choices)


def _choice(shape: Node, choices: list[Node]) -> Iterator[_Statement]:
    from rdflib import BNode, Graph, URIRef
    from rdflib.collection import Collection

    graph, head = Graph(), BNode()
    Collection(graph, head, choices)
    yield from graph
    yield shape, URIRef(f"{SH}or"), head
    yield shape, URIRef(f"{SH}severity"), URIRef(f"{SH}Warning")


def _messages(
    model: Graph, shape: Node, property_: Node, classes: list[URIRef], words: Mapping[str, str]
) -> Iterator[_Statement]:
    from rdflib import Literal, URIRef

    for language in languages():
        text = words[language].format(
            property=_label(model, property_, language),
            term=" | ".join(compact(str(one)) for one in classes),
            **{"class": linked(language, "or").join(_label(model, one, language) for one in classes)},
        )
        yield shape, URIRef(f"{SH}message"), Literal(text, lang=language)


def _label(model: Graph, term: Node, language: str) -> str:
    from rdflib import Literal, URIRef

    labels = {one.language: str(one) for one in model.objects(term, URIRef(f"{RDFS}label")) if isinstance(one, Literal)}
    return labels.get(language) or labels.get("en") or compact(str(term))

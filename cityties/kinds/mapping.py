"""The kinds of facts that a map of an import tells, each with its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, cast

from cityties.kinds.names import kind_classes, own_classes, told
from cityties.kinds.ontology import Ontology, Property, expanded, ontology
from cityties.model.vocabulary import CT, RDF, RDFS, XSD

__all__ = ["FieldType", "MapField", "MapKind", "map_kinds"]

# place, country, person, mission, network and source stand for an IRI; code for the last part of
# the IRI of a code or sector; date for YYYY, YYYY-MM or YYYY-MM-DD; labels for {language: text}.
FieldType = Literal[
    "class", "code", "country", "date", "iri", "labels", "mission", "network", "number", "person", "place", "post",
    "sector", "source", "text", "truth", "url", "whole",
]  # fmt: skip

_FIELD: Final = re.compile(r"(?P<name>[^*=@]+)(?P<many>\*?)(?:=(?P<path>[^@]+))?(?:@(?P<type>.+))?")
# What a name in a cell is looked up as, by the class that a property leads to; the first that fits.
_THINGS: Final[tuple[tuple[str, FieldType], ...]] = (
    ("Organisation", "place"),
    ("Person", "person"),
    ("Post", "post"),
    ("CityNetwork", "network"),
    ("DiplomaticMission", "mission"),
    ("Source", "source"),
    ("LocalGovernment", "place"),
    ("Country", "country"),
    ("Place", "place"),
)
_DATATYPES: Final[Mapping[str, FieldType]] = {
    "anyURI": "url", "boolean": "truth", "date": "date", "decimal": "number", "double": "number", "gYear": "date",
    "integer": "whole", "nonNegativeInteger": "whole", "positiveInteger": "whole",
}  # fmt: skip
_SINGLE: Final = frozenset({"date", "number", "text", "truth", "url", "whole"})


@dataclass(frozen=True)
class MapField:
    """One field of a kind: what stands in it, whether it takes a list, which property says it.

    ``scheme`` is the class of the codes it takes; ``acting`` says that a place stands for its government.
    ``listed`` says that kinds.toml names the field, so that its kind's own writer writes it; the others are written
    by their property.
    """

    name: str
    type: FieldType
    many: bool
    property: str
    scheme: str = ""
    datatype: str = ""
    listed: bool = True
    acting: bool = False


@dataclass(frozen=True)
class MapKind:
    """A kind of fact of a map: its class and its fields by name."""

    name: str
    iri: str
    fields: Mapping[str, MapField]
    listed: bool = True


def map_kinds() -> Mapping[str, MapKind]:
    """Give the kinds by their names, those of kinds.toml first."""
    return _made(ontology())


@cache
def _made(read: Ontology) -> Mapping[str, MapKind]:
    found, classes = {}, kind_classes(read, "map")
    for name, class_ in classes.items():
        below = own_classes(read, class_, classes.values())
        fresh = ["iri@iri", *(["type=rdf:type"] if below else []), "labels=rdfs:label"]
        texts = told()["map"].get(name, {}).get("fields", fresh)
        listed = {field.name: field for field in (_listed(read, class_, text) for text in texts)}
        free = _free(read, [class_, *below], listed, classes)
        found[name] = MapKind(name, class_, listed | free, name in told()["map"])
    return found


def _listed(read: Ontology, class_: str, text: str) -> MapField:
    parts = _FIELD.fullmatch(text)
    assert parts is not None, text
    path = (parts["path"] or parts["name"]).split("/")
    last = read.property(expanded(path[-1].removeprefix("^")), [class_])
    type_ = cast(FieldType, parts["type"]) if parts["type"] else _type(read, last)
    return MapField(parts["name"], type_, bool(parts["many"]), last.iri, _scheme(read, last, type_))


def _free(
    read: Ontology, own: list[str], listed: Mapping[str, MapField], classes: Mapping[str, str]
) -> dict[str, MapField]:
    """Make the fields that kinds.toml does not name, of the properties that lead to what a map can tell."""
    said = {field.property for field in listed.values()}
    kept = {CT + str(one) for one in told()["aside"]} - {*classes.values()}
    found = {}
    for one in read.properties(own):
        type_ = _type(read, one)
        if one.iri in said or one.name in listed or (type_ == "iri" and set(one.ranges) & kept):
            continue
        many = one.most != 1 and type_ not in _SINGLE
        acting = type_ == "place" and f"{CT}Place" not in one.ranges
        scheme = _scheme(read, one, type_)
        found[one.name] = MapField(one.name, type_, many, one.iri, scheme, _datatype(one), False, acting)
    return found


def _type(read: Ontology, one: Property) -> FieldType:
    if one.iri == f"{RDF}type":
        return "class"
    if one.iri == f"{RDFS}label":
        return "labels"
    if one.day:
        return "date"
    if f"{CT}Sector" in one.ranges:
        return "sector"
    if any(read.is_code(iri) for iri in one.ranges):
        return "code"
    for name, type_ in _THINGS:
        if CT + name in one.ranges:
            return type_
    if one.links:
        return "iri"
    return next((_DATATYPES[t] for iri in one.ranges if (t := iri.removeprefix(XSD)) in _DATATYPES), "text")


def _scheme(read: Ontology, one: Property, type_: FieldType) -> str:
    return next((iri.removeprefix(CT) for iri in one.ranges if type_ == "code" and read.is_code(iri)), "")


def _datatype(one: Property) -> str:
    return next((iri for iri in one.ranges if iri.startswith(XSD)), "")

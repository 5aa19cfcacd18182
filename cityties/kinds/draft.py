"""The kinds of facts that drafts and forms know, each with its slots."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from cityties.kinds.names import kind_classes, own_classes, told
from cityties.kinds.ontology import Ontology, Property, expanded, ontology
from cityties.model.vocabulary import CT, RDFS, XSD

__all__ = ["DraftKind", "DraftSlot", "SlotType", "draft_kinds", "kinds_in_order"]

SlotType = Literal[
    "address", "class", "code", "codes", "country", "date", "number", "ref", "refs", "role", "rows", "term", "text",
    "texts", "truth", "whole",
]  # fmt: skip

# What is said of the governments of places is told of the places.
_STAND_FOR: Final = {f"{CT}Organisation", f"{CT}LocalGovernment"}
_TYPES: Final[Mapping[str, SlotType]] = {
    f"{XSD}anyURI": "address",
    f"{XSD}boolean": "truth",
    f"{XSD}decimal": "number",
    f"{XSD}double": "number",
    f"{XSD}duration": "term",
    f"{XSD}gYear": "date",
    f"{XSD}date": "date",
    f"{XSD}integer": "whole",
    f"{XSD}nonNegativeInteger": "whole",
    f"{XSD}positiveInteger": "whole",
}


@dataclass(frozen=True)
class DraftSlot:
    """One slot of a kind: what may stand in it, and which property of the ontology says it.

    ``scheme`` is the class of the codes that may be chosen, ``kinds`` those of the facts that may be named,
    ``columns`` the slots of a row where there are several rows. ``listed`` says that kinds.toml names the slot, so
    that it comes first in forms and its kind's own writer writes it; the others are written by their property.
    """

    name: str
    type: SlotType
    path: str
    labels: Mapping[str, str]
    least: int = 0
    scheme: str = ""
    datatype: str = ""
    kinds: tuple[str, ...] = ()
    columns: tuple[DraftSlot, ...] = ()
    listed: bool = True

    @property
    def several(self) -> bool:
        """Say whether it holds several values."""
        return self.type in ("codes", "refs", "rows", "texts")


@dataclass(frozen=True)
class DraftKind:
    """A kind of fact: its class, the classes to choose from, its slots in the order of a form, its name and plural.

    ``thing`` says that the graph may know it already, so that a fact of this kind may be linked to it by its IRI;
    ``wanted`` are the slots that a reader would ask for, ``complete`` the classes of which none is lacking.
    """

    name: str
    iri: str
    classes: tuple[str, ...]
    slots: Mapping[str, DraftSlot]
    labels: Mapping[str, str]
    plurals: Mapping[str, str]
    thing: bool = False
    wanted: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()


def draft_kinds() -> Mapping[str, DraftKind]:
    """Give the kinds by their names, those of kinds.toml first."""
    return _made(ontology())


def kinds_in_order() -> list[str]:
    """List the kinds in the order of a review: relations first, for what they name is accepted with them."""
    return list(_ordered(ontology()))


@cache
def _ordered(read: Ontology) -> tuple[str, ...]:
    listed = [str(one) for one in told()["order"]]
    return (*(one for one in _made(read) if one not in listed), *listed)


@cache
def _made(read: Ontology) -> Mapping[str, DraftKind]:
    classes = kind_classes(read, "kind")
    return {name: _Kind(read, name, classes).kind() for name in classes}


class _Kind:
    """Makes one kind, knowing all classes of kinds."""

    def __init__(self, read: Ontology, name: str, classes: Mapping[str, str]) -> None:
        self._read, self._name, self._classes = read, name, classes
        self._own = classes[name]
        names = told()
        self._told: Mapping[str, Any] = names["kind"].get(name, {})
        self._slots: Mapping[str, Any] = names["slot"]
        self._below = own_classes(read, self._own, classes.values())

    def kind(self) -> DraftKind:
        """Make the kind."""
        labels = self._told.get("label") or self._read.labels(self._own)
        plural = self._told.get("plural") or {one: text[:1].upper() + text[1:] for one, text in labels.items()}
        below = [one.removeprefix(CT) for one in self._below]
        slots = {slot.name: slot for slot in self._all(below)}
        chosen = tuple(below) or (self._own.removeprefix(CT),)
        wanted, complete = (tuple(self._told.get(name, ())) for name in ("wanted", "complete"))
        return DraftKind(
            self._name, self._own, chosen, slots, labels, plural, bool(self._told.get("thing")), wanted, complete
        )

    def _all(self, below: list[str]) -> Iterator[DraftSlot]:
        listed = self._told.get("slots")
        first = [self.slot(name) for name in listed or (["name", "class"] if below else ["name"])]
        yield from first
        said = {iri for one in first for iri in one.path.split(" ")}
        taken = {one.name for one in first}
        for one in self._read.properties([self._own, *self._below]):
            if one.iri not in said and (made := self._free(one, taken)):
                yield made

    def slot(self, name: str) -> DraftSlot:
        """Make a slot by the name that kinds.toml has for it, else by the property's."""
        own = {**self._slots.get(name, {}), **self._told.get("of", {}).get(name, {})}
        path = [expanded(one) for one in str(own.get("property", name)).split("/")]
        steps, classes = [], [self._own]
        for iri in path:
            steps.append(self._read.property(iri, classes))
            classes = [one for one in steps[-1].ranges if one.startswith(CT)]
        last = steps[-1]
        least = min(one.least for one in steps)
        if name in self._told.get("must", ()) or name == "class":
            least = max(1, least)
        if path == [f"{RDFS}label"]:  # what is made of its parts needs no name
            least = 0 if self._told.get("composed") else 1
        columns = tuple(self._column(one) for one in own.get("columns", ()))
        type_: SlotType = (
            "rows" if columns else own.get("type") or self._type(last, name in self._told.get("several", ()))
        )
        kinds = tuple(str(own["kinds"]).split()) if "kinds" in own else self._kinds(last) if not columns else ()
        return DraftSlot(
            name,
            type_,
            " ".join(path),
            own.get("label") or last.labels,
            max(least, own.get("least", 0) if least else 0),
            self._scheme(last, type_),
            next((one for one in last.ranges if one.startswith(XSD)), ""),
            kinds if type_ in ("ref", "refs") else (),
            columns,
        )

    def _column(self, name: str) -> DraftSlot:
        """Make a column: who took part or signed must be told, the rest may be."""
        found = _Kind(self._read, "", {**self._classes, "": f"{CT}Participation"}).slot(name)
        return DraftSlot(
            name, found.type, found.path, found.labels, int(name == "participant"), found.scheme, "", found.kinds
        )

    def _free(self, one: Property, taken: Collection[str]) -> DraftSlot | None:
        """Make a slot of a property that kinds.toml does not name; None where it leads to what no draft tells."""
        type_ = self._type(one, one.most != 1)
        kinds = self._kinds(one)
        if type_ in ("ref", "refs") and not kinds:
            return None
        names = (name for name, slot in self._slots.items() if slot.get("property") == one.name and name not in taken)
        name = next(names, one.name)
        labels = self._slots.get(name, {}).get("label") or one.labels
        datatype = next((iri for iri in one.ranges if iri.startswith(XSD)), "")
        scheme = self._scheme(one, type_)
        return DraftSlot(name, type_, one.iri, labels, one.least, scheme, datatype, kinds, (), listed=False)

    def _type(self, one: Property, several: bool) -> SlotType:
        if one.day:
            return "date"
        if one.iri == f"{RDFS}label":
            return "text"
        if any(self._read.is_code(iri) for iri in one.ranges):
            return "codes" if several else "code"
        if one.links or self._kinds(one):
            return "refs" if several else "ref"
        found = next((_TYPES[iri] for iri in one.ranges if iri in _TYPES), None)
        return found or ("texts" if several else "text")

    def _scheme(self, one: Property, type_: SlotType) -> str:
        if type_ == "class":
            return f"{self._name}.class"
        if type_ == "role":
            return "role"
        return next((iri.removeprefix(CT) for iri in one.ranges if type_ in ("code", "codes")), "")

    def _kinds(self, one: Property) -> tuple[str, ...]:
        """Name the kinds of what a property leads to; places, which stand for their governments, come last."""
        classes = {*self._classes.values()}
        wanted = {self._read.nearest(range_, classes) for range_ in one.ranges}
        found = [
            name
            for name, iri in self._classes.items()
            if name and (iri in wanted or any(range_ in self._read.above(iri) for range_ in one.ranges))
        ]
        if "place" not in found and _STAND_FOR & set(one.ranges) and "place" in self._classes:
            found.append("place")
        return tuple(sorted(found, key=lambda name: name == "place"))

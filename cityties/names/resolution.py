"""Which thing of the graph a name means: an IRI, a Wikidata number, or a name in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from cityties.model.errors import RequestError
from cityties.model.folding import fold
from cityties.model.language import languages
from cityties.model.vocabulary import CT, ID, PREFIXES, RDF, WD, compact
from cityties.names.affix import bare
from cityties.names.catalogue import NAMING, catalogue
from cityties.names.country import code_of, number_of, of_number
from cityties.names.nearness import nearest
from cityties.names.weight import Bearer, leading, weight
from cityties.store import IRI, Literal, Store, is_address

__all__ = ["resolve"]

_TYPE: Final = IRI(f"{RDF}type")
_PEOPLE: Final = IRI(f"{CT}population")
# Further languages that a name is looked up in before all names are looked through.
_FURTHER: Final = ("mul", "de", "fr", "es", "it", "pt", "nl")
_KINDS: Final = {
    "city": "ct:City ct:Region",
    "country": "ct:Country",
    "network": "ct:CityNetwork",
    "person": "ct:Person",
    "sector": "ct:Sector",
    "thing": "ct:City ct:Country ct:Region ct:Person ct:Organisation ct:LocalGovernment ct:Embassy "
    "ct:ConsulateGeneral ct:Consulate ct:HonoraryConsulate ct:PermanentMission ct:RepresentativeOffice "
    "ct:CityNetwork ct:Sector ct:Tie ct:Agreement ct:Encounter ct:Post",
}


def resolve(store: Store, text: str, kind: str) -> IRI:
    """Find the one thing that a name means: an IRI, a Wikidata number, or a name in any language.

    ``kind`` is city (places other than countries), country, person, sector, network or thing.
    Raises RequestError that lists candidates where the name is unknown or means several.
    """
    text = text.strip()
    if not text:
        raise RequestError(f"an empty name: name a {kind}")
    direct = _direct(store, text)
    if direct is not None:
        return direct
    exact = _exactly(store, text, kind)
    if (one := _meant(store, exact)) is not None:
        return one
    if kind == "country" and (land := _country(store, text)) is not None:
        return land
    names = _Names(store, kind)
    for form, inside in _forms(text):
        found = names.things(form, inside)
        if (one := _meant(store, map(IRI, found))) is not None:
            return one
        if found:
            candidates = "; ".join(f"{names.shown[iri]} {compact(iri)}" for iri in sorted(found))
            raise RequestError(f"{text}: means several things: {candidates}: give one of these IRIs")
    near: dict[str, str] = {}
    for form in nearest(fold(text), names.by_form):
        for iri in sorted(names.by_form[form]):
            near.setdefault(iri, names.told(iri, form))
    told = ", ".join(dict.fromkeys(near.values()))
    hint = f": did you mean {told}?" if near else f": no {kind} of that name is in this graph"
    raise RequestError(f"{text}: unknown{hint}")


def _forms(text: str) -> Iterable[tuple[str, str | None]]:
    """Give the folded ways to read a name, each with the country that stands behind its comma, if one does."""
    yield fold(text), None
    yield bare(text), None
    head, comma, tail = text.partition(",")
    if comma:
        land = code_of(tail.rpartition(",")[2])
        yield fold(head), land
        yield bare(head), land


@dataclass
class _Names:
    """All names of a kind of thing, folded, with what each thing is shown as and the countries that it lies in."""

    store: Store
    kind: str
    by_form: dict[str, set[str]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    lands: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = catalogue(self.store)
        classes = frozenset(class_.removeprefix("ct:") for class_ in _KINDS[self.kind].split())
        english: dict[str, str] = {}  # of countries
        for place, number in enumerate(known.owners):
            if known.languages[place] == "en" and "Country" in known.classes[number]:
                told = english.get(known.things[number])
                english[known.things[number]] = min(told or known.names[place], known.names[place])
        for place, number in enumerate(known.owners):
            if known.titles[place] or classes.isdisjoint(known.classes[number]):
                continue
            thing, lands = known.things[number], known.countries[number]
            self.by_form.setdefault(known.folded[place], set()).add(thing)
            if known.languages[place] in (None, "en") or thing not in self.shown:
                inside = english.get(lands[0], "") if lands else ""
                self.shown[thing] = known.names[place] + (f" ({inside})" if inside else "")
            for land in lands:
                called = english.get(land)
                code = of_number(land.rsplit("/", 1)[-1]) or (code_of(called) if called else None)
                self.lands.setdefault(thing, set()).add(code or "")

    def told(self, iri: str, form: str) -> str:
        """Name a thing, with the name that was nearly given where that is another."""
        shown = self.shown[iri]
        return shown if fold(shown).startswith(form) else f"{shown}, also called {form}"

    def things(self, form: str, land: str | None) -> set[str]:
        """Give the things of a name, where a country is told those that lie in it or whose country nobody tells."""
        found = self.by_form.get(form, set())
        return {iri for iri in found if not land or land in self.lands.get(iri, {land})}


def _country(store: Store, text: str) -> IRI | None:
    """Find a country by any of its names, where the store has it."""
    code = code_of(text)
    number = number_of(code) if code else None
    land = IRI(WD + number) if number else None
    return land if land is not None and any(store.values([land], [_TYPE])) else None


def _meant(store: Store, things: Iterable[IRI]) -> IRI | None:
    """Give the thing that is meant: the only one, or of several places the one that far outweighs all others."""
    found = list(things)
    if len(found) < 2:
        return found[0] if found else None
    people: dict[IRI, float] = {}
    for thing, _, value in store.values(found, [_PEOPLE]):
        if isinstance(value, Literal):
            people[thing] = max(people.get(thing, 0.0), float(value.value))
    if not people:
        return None
    best = leading([Bearer(thing, weight(int(people.get(thing, 0)), 1.0)) for thing in found])
    return best.thing if best else None


def _exactly(store: Store, text: str, kind: str) -> set[IRI]:
    """Find the things that bear a name to the letter, by looking it up in each language: quick at any size."""
    classes = {class_ for class_ in _KINDS[kind].split()}
    written = dict.fromkeys((text, text[:1].upper() + text[1:], text.title()))
    spoken = dict.fromkeys((*languages(), *_FURTHER))
    names = [Literal(form, language=language) for form in written for language in spoken]
    names += [Literal(form) for form in written]
    found = set()
    for thing in store.named(names, tuple(map(IRI, NAMING))):
        kinds = {compact(value.value) for _, _, value in store.values([thing], [_TYPE]) if isinstance(value, IRI)}
        if kinds & classes:
            found.add(thing)
    return found


def _direct(store: Store, text: str) -> IRI | None:
    iri = ""
    if re.fullmatch(r"Q[1-9]\d*", text):
        iri = WD + text
    elif is_address(text):
        iri = text
    elif (found := re.fullmatch(r"([a-z]+):([\w./-]+)", text)) and found[1] in PREFIXES:
        iri = PREFIXES[found[1]] + found[2]
    if not iri:
        return None
    if not _is_iri(iri) or not store.select("SELECT ?thing WHERE { ?thing ?p ?o } LIMIT 1", thing=IRI(iri)).rows:
        raise RequestError(f"{text}: not in this graph: own IRIs begin with {ID}")
    return IRI(iri)


def _is_iri(text: str) -> bool:
    try:
        IRI(text)
    except ValueError:
        return False
    return True

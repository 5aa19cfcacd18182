"""People and the cities that they brought together, by the encounters and agreements in which they took part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cityties.model.vocabulary import CT
from cityties.pictures.citation import cited
from cityties.pictures.figure import Passage
from cityties.store import IRI, Literal

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Event", "Linker", "linkers"]

_TOOK_PART: Final = """SELECT DISTINCT ?what ?person WHERE {
  { ?what ct:participation/ct:participant ?person } UNION { ?what ct:signature/ct:signatory ?person }
  ?person a ct:Person .
}"""
_CONCERNS: Final = """SELECT DISTINCT ?what ?city WHERE {
  { ?what ct:participation/ct:onBehalfOf/ct:governs ?city }
  UNION { ?what ct:forTie/ct:party/ct:governs ?city }
  UNION { ?what a ct:Agreement ; ct:party/ct:governs ?city }
  UNION { ?what a ct:Agreement ; ct:party/ct:actsFor/ct:governs ?city }
}"""
_POSTS: Final = """SELECT DISTINCT ?person ?post ?city WHERE {
  ?tenure ct:holder ?person ; ct:post ?post .
  OPTIONAL { ?post ct:postIn/ct:governs ?city }
}"""
_DAYS: Final = ("date", "signedOn", "noLaterThan")


@dataclass
class Event:
    """An encounter or an agreement: what it is called, its day or the day by which it was, who says so."""

    iri: str
    name: str
    day: str = ""
    passages: list[Passage] = field(default_factory=list)


@dataclass
class Linker:
    """A person: the posts told of, the cities that these govern, and the other cities with what linked them."""

    iri: str
    name: str
    posts: list[str] = field(default_factory=list)
    home: set[str] = field(default_factory=set)
    cities: dict[str, list[Event]] = field(default_factory=dict)

    @property
    def partners(self) -> dict[str, list[Event]]:
        """The cities that are not the person's own; all of them where a post is in no city."""
        return {city: events for city, events in self.cities.items() if city not in self.home}


def linkers(request: Request) -> list[Linker]:
    """Rank people: first who linked most cities, then by the number of what they took part in, then by name."""
    store, labels = request.store, request.labels
    took: list[tuple[str, str]] = [
        (thing.value, person.value) for thing, person in store.select(_TOOK_PART).rows
        if isinstance(thing, IRI) and isinstance(person, IRI)
    ]  # fmt: skip
    concerns: dict[str, set[str]] = {}
    for thing, city in store.select(_CONCERNS):
        if isinstance(thing, IRI) and isinstance(city, IRI):
            concerns.setdefault(thing.value, set()).add(city.value)
    events = _events(request, {what for what, _ in took if what in concerns})
    labels.learn({who for _, who in took} | {city for some in concerns.values() for city in some})
    found: dict[str, Linker] = {}
    for what, who in sorted(took):
        if what in events:
            one = found.setdefault(who, Linker(who, labels.label(who)))
            for place in concerns[what]:
                one.cities.setdefault(place, []).append(events[what])
    _posts(request, found)
    ranked = [one for one in found.values() if one.partners]
    return sorted(ranked, key=_rank)


def _rank(one: Linker) -> tuple[int, bool, int, str]:
    """Put first who linked most cities, of like ones who did so for a city of their own."""
    own = bool(one.home & set(one.cities))
    return -len(one.partners), not own, -sum(map(len, one.partners.values())), one.name


def _events(request: Request, things: Iterable[str]) -> dict[str, Event]:
    labels = request.labels
    wanted = sorted(things)
    labels.learn(wanted)
    found = {iri: Event(iri, labels.label(iri)) for iri in wanted}
    days = tuple(IRI(CT + name) for name in _DAYS)
    for thing, property_, value in request.store.values([IRI(iri) for iri in wanted], days):
        if isinstance(value, Literal):
            event = found[thing.value]
            bound = property_ == days[-1]
            if not event.day or event.day.startswith("≤") or value.value < event.day:
                event.day = event.day if bound and event.day else f"≤ {value.value}" if bound else value.value
    derived = IRI("http://www.w3.org/ns/prov#wasDerivedFrom")
    told = [
        (thing.value, source.value)
        for thing, _, source in request.store.values([IRI(iri) for iri in wanted], (derived,))
        if isinstance(source, IRI)
    ]
    titles = cited(request.store, {source for _, source in told})
    labels.learn(titles)
    for iri, origin in sorted(told):
        title, address = titles[origin]
        passage = Passage(origin, ": ".join(filter(None, (labels.label(origin), title))), address, "")
        if passage not in found[iri].passages:
            found[iri].passages.append(passage)
    return found


def _posts(request: Request, found: dict[str, Linker]) -> None:
    rows = [row for row in request.store.select(_POSTS).rows if isinstance(row[0], IRI) and row[0].value in found]
    request.labels.learn(row[1].value for row in rows if isinstance(row[1], IRI))
    for who, post, city in rows:
        if isinstance(who, IRI) and isinstance(post, IRI):
            one = found[who.value]
            name = request.labels.label(post)
            one.posts = sorted({*one.posts, name})
            if isinstance(city, IRI):
                one.home.add(city.value)

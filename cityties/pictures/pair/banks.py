"""What stands on each bank of a pair: who met for a city, which bodies act for it, which missions its country has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cityties.model.vocabulary import CT
from cityties.pictures.compare.partners import Mission, missions
from cityties.questions.question import ask
from cityties.store import IRI

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Bank", "Member", "banks", "sides_of"]

_STEPS: Final = 4  # from a thing to a city or its country, at most
_WAYS: Final = tuple(IRI(CT + name) for name in ("governs", "actsFor", "sentBy"))


@dataclass
class Member:
    """A person or a body of a bank: its IRI, its name, its posts."""

    iri: str
    name: str
    posts: list[str] = field(default_factory=list)


@dataclass
class Bank:
    """One bank: the city, its people and bodies that took part, the missions of its country in the other's."""

    iri: str
    name: str
    colour: str
    people: list[Member] = field(default_factory=list)
    bodies: list[Member] = field(default_factory=list)
    missions: list[Mission] = field(default_factory=list)


def banks(request: Request) -> tuple[Bank, Bank]:
    """Fill both banks. Missions of third countries stay out: they are no way from one to the other."""
    one, other = request.centres
    label = request.labels.label
    made = (Bank(one, label(one), "one"), Bank(other, label(other), "other"))
    members: tuple[dict[str, Member], dict[str, Member]] = ({}, {})
    for row in ask(request.store, "who-met-whom", {"city": one, "other": other}, request.lang):
        for side, (who, post) in enumerate((("person", "post"), ("met", "metPost"))):
            member = members[side].setdefault(row[who], Member(row[who], row[f"{who}Label"]))
            told = row.get(f"{post}Label", "")
            if told and told not in member.posts:
                member.posts.append(told)
    sent = missions(request)
    sides = sides_of(request, [mission.iri for mission in sent])
    for side, bank in enumerate(made):
        found = sorted(members[side].values(), key=lambda one: (not one.posts, one.name))
        bank.people = [one for one in found if one.posts]
        bank.bodies = [one for one in found if not one.posts]
        bank.missions = [mission for mission in sent if sides.get(mission.iri) == {side}]
    return made


def sides_of(request: Request, things: Iterable[str]) -> Mapping[str, set[int]]:
    """Say on which bank things stand: governments, bodies, missions and people by what they govern or act for."""
    known: dict[str, set[int]] = {city: {side} for side, city in enumerate(request.centres)}
    for city, _, country in request.store.values([IRI(city) for city in request.centres], (IRI(f"{CT}country"),)):
        if isinstance(country, IRI):
            known.setdefault(country.value, set()).update(known[city.value])
    reached = {thing: {thing} for thing in things}
    found: dict[str, set[int]] = {}
    for _ in range(_STEPS):
        for thing, ends in reached.items():
            if sides := {side for end in ends for side in known.get(end, ())}:
                found.setdefault(thing, sides)
        reached = _further(request, {thing: ends for thing, ends in reached.items() if thing not in found})
    return found


def _further(request: Request, reached: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Go one step on from where each thing has led."""
    led: dict[str, set[str]] = {}
    starts = sorted({end for ends in reached.values() for end in ends})
    for start, _way, end in request.store.values([IRI(one) for one in starts], _WAYS):
        if isinstance(end, IRI):
            led.setdefault(start.value, set()).add(end.value)
    return {thing: {far for end in ends for far in led.get(end, ())} for thing, ends in reached.items()}

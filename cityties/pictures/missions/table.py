"""The missions of a store, each once: who sent it, whom it reaches, where it sits, who heads it, which tie it helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cityties.model.vocabulary import CT, GEO
from cityties.store import IRI, Literal
from cityties.store.column import Columns

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Mission", "missions", "points"]

_HEADS: Final = "SELECT DISTINCT ?post ?holder { ?holder ct:inPostNow ?post }"


@dataclass
class Mission:
    """A mission by IRIs and names; ``hosts`` are the countries it is accredited to, ``helps`` ties on record."""

    iri: str
    name: str
    sender: str
    hosts: list[str]
    seat: str
    seat_name: str
    head: str
    helps: list[str] = field(default_factory=list)


def missions(request: Request) -> list[Mission]:
    """Read all missions that a country sent, by name."""
    columns, labels = Columns(request.store), request.labels
    sent, hosts, seats = (columns.whole(CT + name) for name in ("sentBy", "accreditedTo", "seat"))
    heads, helps = columns.whole(f"{CT}headedBy"), columns.whole(f"{CT}facilitates")
    reaches = columns.whole(f"{CT}reaches")
    holders: dict[str, str] = {}
    for post, holder in request.store.select(_HEADS):
        if isinstance(post, IRI) and isinstance(holder, IRI):
            holders[post.value] = holder.value
    senders = {mission: min(_iris(values)) for mission, values in sent.items() if _iris(values)}
    seated = {mission: min(_iris(seats[mission])) for mission in senders if _iris(seats.get(mission, ()))}
    posts = {mission: min(_iris(heads[mission])) for mission in senders if _iris(heads.get(mission, ()))}
    labels.learn([*senders, *seated.values(), *posts.values(), *holders.values()])
    found = []
    for mission, sender in senders.items():
        to = {*_iris(hosts.get(mission, ())), *_iris(reaches.get(mission, ()))} - {sender}
        leads = posts.get(mission, "")
        head = ", ".join(labels.label(one) for one in filter(None, (holders.get(leads, ""), leads)))
        seat = seated.get(mission, "")
        found.append(
            Mission(
                mission, labels.label(mission), sender, sorted(to), seat, labels.label(seat) if seat else "", head,
                sorted(_iris(helps.get(mission, ()))),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.name, one.iri))


def points(request: Request, things: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Give longitude and latitude of things that have both."""
    wanted = [IRI(thing) for thing in sorted(set(things))]
    found: dict[str, dict[str, float]] = {}
    for thing, property_, value in request.store.values(wanted, (IRI(f"{GEO}long"), IRI(f"{GEO}lat"))):
        if isinstance(value, Literal):
            found.setdefault(thing.value, {})[property_.value.rsplit("#", 1)[-1]] = float(value.value)
    return {thing: (both["long"], both["lat"]) for thing, both in found.items() if len(both) == 2}


def _iris(values: Iterable[object]) -> list[str]:
    return [value.value for value in values if isinstance(value, IRI)]

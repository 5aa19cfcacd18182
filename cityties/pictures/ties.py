"""All ties that a store tells of, each once, with its two places, their countries, its standing and its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cityties.model.vocabulary import CODE
from cityties.network.multigraph import network
from cityties.network.setting import countries, land_names
from cityties.pictures.standing import Standing, standing, standings, tied_pairs
from cityties.store import IRI

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Place", "Tie", "all_ties"]

_KINDS = "SELECT DISTINCT ?tie ?kind { ?tie ct:currentKind ?kind }"


@dataclass(frozen=True)
class Place:
    """A place: its IRI, its name, the key and the name of its country, each empty where it is not told."""

    iri: str
    name: str
    country: str = ""
    country_name: str = ""


@dataclass(frozen=True)
class Tie:
    """A tie of two places: ``ends`` by name; ``since`` the first day on record."""

    iri: str
    ends: tuple[Place, Place]
    standing: Standing
    status: str
    kind: str
    since: str

    def other(self, iri: str) -> Place:
        """Give the place at the other end."""
        return self.ends[1] if self.ends[0].iri == iri else self.ends[0]

    @property
    def name(self) -> str:
        """Both places."""
        return f"{self.ends[0].name} – {self.ends[1].name}"


def all_ties(request: Request) -> tuple[list[Tie], list[str]]:
    """Give the ties of two places, one of each two, by name, and notes on how countries are known."""
    graph = network(request.store, lang=request.lang, as_of=request.as_of, only=("TieReading",), told=False)
    told, notes = countries(request.store, graph, request.lang)
    lands = land_names(request.lang)
    request.labels.learn(key for key in set(told.values()) if key not in lands)
    places = {
        node: Place(
            node,
            data.get("label", node),
            told.get(node, ""),
            (lands.get(told[node]) or request.labels.label(told[node])) if node in told else "",
        )
        for node, data in graph.nodes(data=True)
    }
    codes, tied = _codes(request), tied_pairs(request.store, request.as_of)
    kinds = _kinds(request)
    found: dict[tuple[str, str], Tie] = {}
    for one, other, key, data in graph.edges(keys=True, data=True):
        if one == other or data.get("reading") != "TieReading":
            continue
        ends = sorted((places[one], places[other]), key=lambda place: (place.name, place.iri))
        status = data.get("caption", "")
        tie = Tie(
            key[1],
            (ends[0], ends[1]),
            standing(codes.get(status, ""), frozenset((one, other)) in tied),
            status,
            kinds.get(key[1], ""),
            data["from_"],
        )
        pair = (ends[0].iri, ends[1].iri)
        found[pair] = _one(found[pair], tie) if pair in found else tie
    return sorted(found.values(), key=lambda tie: (tie.name, tie.iri)), notes


def _one(tie: Tie, other: Tie) -> Tie:
    """Make one of what several sources keep as ties of their own: the firmer, since the first day, of a kind told.

    Of two as firm, the one of which a day is told.
    """
    order = standings()
    first, second = sorted((tie, other), key=lambda one: (order.index(one.standing), not one.since, one.iri))
    since = min(filter(None, (first.since, second.since)), default="")
    return replace(first, kind=first.kind or second.kind, since=since)


def _codes(request: Request) -> Mapping[str, str]:
    """Say which kind of step each word of a status stands for, in the language of the request."""
    steps = [row[0].value for row in request.store.model.select("SELECT DISTINCT ?k { ?k a ct:StepKind }")
             if isinstance(row[0], IRI) and row[0].value.startswith(CODE)]  # fmt: skip
    request.labels.learn(steps)
    return {request.labels.label(step): step for step in steps}


def _kinds(request: Request) -> dict[str, str]:
    """Name the kind of each tie that has one."""
    found = {
        tie.value: kind.value
        for tie, kind in request.store.select(_KINDS)
        if isinstance(tie, IRI) and isinstance(kind, IRI)
    }
    request.labels.learn(set(found.values()))
    return {tie: request.labels.label(kind) for tie, kind in found.items()}

"""Countries by number: how many ties join their cities, and where embassies stand without any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cityties.network.multigraph import city_network
from cityties.network.setting import countries, land_names, tied_on
from cityties.pictures.atlas.folding import blocks
from cityties.pictures.request import Request
from cityties.store import IRI, Store

__all__ = ["Table", "table"]

_MISSIONS: Final = """SELECT DISTINCT ?mission ?sender ?host WHERE {
  ?mission ct:sentBy ?sender ; ct:reaches ?host . ?host a ct:Country .
}"""


@dataclass(frozen=True)
class Table:
    """Countries by the number of their ties, the most first, and what joins each two of them.

    ``pairs`` counts ties by the numbers of two countries, the smaller first; (n, n) are those within
    one. ``missions`` counts by sender and host. ``ties`` are pairs of cities; ``loose`` of them have
    an end in no known country and are in no pair.
    """

    keys: list[str]
    names: list[str]
    place: dict[str, int]
    pairs: Counter[tuple[int, int]]
    missions: Counter[tuple[int, int]]
    ties: list[tuple[str, str]]
    loose: int
    notes: list[str]

    @property
    def totals(self) -> list[int]:
        """The ties of each country, each once."""
        found = [0] * len(self.keys)
        for pair, count in self.pairs.items():
            for place in set(pair):
                found[place] += count
        return found

    @property
    def blocks(self) -> list[int]:
        """The block of each country: countries whose cities are tied with each other more than with the rest."""
        return blocks(dict(self.pairs), len(self.keys))


def table(request: Request) -> Table:
    """Count ties and missions by country. Raises RequestError where no tie joins cities of known countries."""
    store = request.store
    graph = city_network(store) if request.as_of is None else tied_on(store, request.as_of)
    place, notes = countries(store, graph, request.lang)
    ties = sorted((min(tie), max(tie)) for tie in graph.edges)
    known = [tie for tie in ties if tie[0] in place and tie[1] in place]
    counted = Counter(_pair(place[one], place[other]) for one, other in known)
    if not counted:
        raise request.nothing()
    missions = _missions(store, {key for pair in counted for key in pair})
    totals = _totals(counted)
    named = _named(request, totals)
    keys = sorted(totals, key=lambda key: (-totals[key], named[key], key))
    number = {key: row for row, key in enumerate(keys)}
    pairs = Counter({_pair(number[one], number[other]): count for (one, other), count in counted.items()})
    return Table(
        keys=keys,
        names=[named[key] for key in keys],
        place={city: number[place[city]] for city in graph if city in place and place[city] in number},
        pairs=pairs,
        missions=Counter({(number[one], number[other]): count for (one, other), count in missions.items()}),
        ties=ties,
        loose=len(ties) - len(known),
        notes=notes,
    )


def _named(request: Request, keys: Iterable[str]) -> dict[str, str]:
    """Say what each country is called."""
    wanted, names = list(keys), land_names(request.lang)
    request.labels.learn(key for key in wanted if key not in names)
    return {key: names.get(key) or request.labels.label(key) for key in wanted}


def _totals(counted: Mapping[tuple[str, str], int]) -> Counter[str]:
    """Count the ties of each country, each once."""
    totals: Counter[str] = Counter()
    for pair, count in counted.items():
        for key in set(pair):
            totals[key] += count
    return totals


def _missions(store: Store, wanted: set[str]) -> Counter[tuple[str, str]]:
    """Count the missions that each country has for each other, where both have tied cities."""
    own = _same(store, wanted)
    found: set[tuple[str, str, str]] = set()
    for mission, sender, host in store.select(_MISSIONS):
        if isinstance(mission, IRI) and isinstance(sender, IRI) and isinstance(host, IRI):
            one, other = own.get(sender.value), own.get(host.value)
            if one and other and one != other:
                found.add((mission.value, one, other))
    return Counter((one, other) for _, one, other in found)


def _same(store: Store, wanted: set[str]) -> Mapping[str, str]:
    """Say under which key a country stands here: its own, or that of the land that bears its name."""
    from cityties.display.label import Labels

    called = {name: key for key, name in land_names().items()}
    labels = Labels(store, "en")
    places = [iri.value for (iri,) in store.select("SELECT DISTINCT ?c { ?c a ct:Country }") if isinstance(iri, IRI)]
    labels.learn(places)
    found = {iri: iri if iri in wanted else called.get(labels.label(iri), iri) for iri in places}
    return {iri: key for iri, key in found.items() if key in wanted}


def _pair(one: Any, other: Any) -> tuple[Any, Any]:
    return (one, other) if one <= other else (other, one)

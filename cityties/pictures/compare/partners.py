"""What two cities side by side are compared by: partners, missions, wishes to learn, and what each could learn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from cityties.network.likely import likely
from cityties.network.multigraph import city_network
from cityties.network.setting import countries, land_names
from cityties.pictures.request import Request
from cityties.pictures.standing import tied_pairs
from cityties.questions.question import ask

__all__ = [
    "Candidate",
    "Mission",
    "Partner",
    "Tie",
    "Wish",
    "between",
    "candidates",
    "compared",
    "lists",
    "missions",
    "wishes",
]

_CANDIDATES: Final = 12


@dataclass
class Tie:
    """What is known of a tie of one of the two cities with a partner."""

    kind: str
    status: str
    status_label: str
    since: str
    sectors: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    holds: bool = False  # agreed and not ended


@dataclass
class Partner:
    """A place that is tied with one of the two cities, or with both; a tie is None where there is none."""

    iri: str
    name: str
    country: str = ""
    country_name: str = ""
    ties: list[Tie | None] = field(default_factory=lambda: [None, None])


@dataclass(frozen=True)
class Candidate:
    """A partner of the other city, how much speaks for it, and the partners in common by IRI."""

    partner: Partner
    score: float
    common: list[str]


@dataclass(frozen=True)
class Mission:
    """A mission: which country sent it, where it sits, who heads it, which tie it helps on record."""

    iri: str
    name: str
    side: str
    seat: str
    head: str
    helps: str


@dataclass(frozen=True)
class Wish:
    """A wish to learn, by names: who from whom, in what, since when."""

    learner: str
    teacher: str
    sector: str
    day: str


def compared(request: Request) -> tuple[list[Partner], list[str]]:
    """Give the partners of either city, by name, and notes on how their countries are known.

    A city is no partner here of the other: whether the two are tied is told apart. Raises
    RequestError where neither has a partner.
    """
    import networkx as nx

    tied = tied_pairs(request.store, request.as_of)
    found: dict[str, Partner] = {}
    for side, city in enumerate(request.centres):
        given = {"city": city, **({"as-of": request.as_of} if request.as_of else {})}
        for row in ask(request.store, "ties-of-city", given, request.lang):
            partner = found.setdefault(row["partner"], Partner(row["partner"], row["partnerLabel"]))
            tie = Tie(
                row.get("kindLabel", ""), row["status"].rsplit("/", 1)[-1], row.get("statusLabel", ""), row["since"]
            )
            tie.sectors, tie.sources = row["sectors"].split(), row["sources"].split()
            tie.holds = frozenset((city, row["partner"])) in tied
            partner.ties[side] = _both(partner.ties[side], tie)
    if not found:
        raise request.nothing()
    place, notes = countries(request.store, nx.Graph([(iri, iri) for iri in found]), request.lang)
    lands = land_names(request.lang)
    for iri, partner in found.items():
        partner.country = place.get(iri, "")
        if partner.country:
            partner.country_name = lands.get(partner.country) or request.labels.label(partner.country)
    return sorted(found.values(), key=lambda one: (one.name, one.iri)), notes


def between(request: Request, partners: Iterable[Partner]) -> Tie | None:
    """Give the tie of the two cities with each other, if any."""
    one, other = request.centres
    ties = [partner.ties[side] for partner in partners for side, city in ((0, other), (1, one)) if partner.iri == city]
    return next((tie for tie in ties if tie), None)


def lists(request: Request, partners: Iterable[Partner]) -> tuple[list[Partner], list[Partner], list[Partner]]:
    """Part partners into those of the one city only, of both, and of the other only."""
    outside = [partner for partner in partners if partner.iri not in request.centres]
    return (
        [one for one in outside if one.ties[0] and not one.ties[1]],
        [one for one in outside if one.ties[0] and one.ties[1]],
        [one for one in outside if one.ties[1] and not one.ties[0]],
    )


def candidates(request: Request, partners: Iterable[Partner]) -> list[list[Candidate]]:
    """Rank, for each city, the partners of the other alone by what speaks for a tie of its own."""
    network = city_network(request.store)
    left, _, right = lists(request, partners)
    country, _ = countries(request.store, network)
    found: list[list[Candidate]] = []
    for city, theirs in zip(request.centres, (right, left), strict=True):
        ranked: list[Candidate] = []
        score = likely(network, country, city) if city in network else {}
        for partner in theirs:
            tie = partner.ties[0] or partner.ties[1]
            if tie and tie.holds and score.get(partner.iri, 0.0) > 0:
                common = sorted(set(network[city]) & set(network[partner.iri]))
                ranked.append(Candidate(partner, round(score[partner.iri], 4), common))
        ranked.sort(key=lambda one: (-one.score, one.partner.iri))
        found.append(ranked[:_CANDIDATES])
    return found


def missions(request: Request) -> list[Mission]:
    """Give the missions that each city's country has in the other's, those that help the tie first."""
    one, other = request.centres
    found: dict[str, Mission] = {}
    for row in ask(request.store, "missions-for-tie", {"city": one, "other": other}, request.lang):
        head = row.get("holderLabel", "") or row.get("headLabel", "")
        found.setdefault(
            row["mission"],
            Mission(
                row["mission"], row["missionLabel"], row.get("sideLabel", ""), row.get("seatLabel", ""), head,
                row.get("facilitatesLabel", ""),
            ),
        )  # fmt: skip
    return sorted(found.values(), key=lambda mission: (not mission.helps, mission.side, mission.name))


def wishes(request: Request) -> list[Wish]:
    """Give what either city, on record, wants to learn from the other."""
    found: list[Wish] = []
    for learner, teacher in (request.centres, request.centres[::-1]):
        for row in ask(request.store, "learning-interests", {"city": learner}, request.lang):
            if row["learner"] == learner and row["teacher"] == teacher:
                found.append(
                    Wish(row["learnerLabel"], row["teacherLabel"], row.get("sectorLabel", ""), row["date"] or row["by"])
                )
    return list(dict.fromkeys(found))


def _both(one: Tie | None, other: Tie) -> Tie:
    """Join two ties with the same partner: the one that holds speaks, the other adds its sectors and sources."""
    if one is None:
        return other
    first, second = (other, one) if other.holds and not one.holds else (one, other)
    days = [day for day in (one.since, other.since) if day]
    first.since = min(days, default="")
    first.sectors = sorted({*first.sectors, *second.sectors})
    first.sources = sorted({*first.sources, *second.sources})
    return first

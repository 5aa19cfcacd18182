"""Two cities side by side: partners in common and apart, sectors, countries, missions, and what each could learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from cityties.model import resources
from cityties.model.vocabulary import compact
from cityties.network.multigraph import city_network
from cityties.network.setting import countries, land_names
from cityties.pictures.citation import cited
from cityties.pictures.compare.spread import Side, spread
from cityties.pictures.page.files import read_toml
from cityties.pictures.page.sheet import render, sheet_words
from cityties.pictures.renderer import Renderer
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Sketch
from cityties.questions.question import ask

__all__ = ["RENDERER", "Partner", "Tie", "compared", "draw", "sketch"]

_HOLDS: Final = frozenset({"agreed", "renewed", "activity"})  # the steps after which a tie holds
_CANDIDATES: Final = 12
_COMMON: Final = 5  # shared partners that are named of a candidate


@dataclass
class Tie:
    """What is known of a tie of one of the two cities with a partner."""

    kind: str
    status: str
    status_label: str
    since: str
    sectors: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say whether it is agreed and not ended."""
        return self.status in _HOLDS


@dataclass
class Partner:
    """A place that is tied with one of the two cities, or with both; a tie is None where there is none."""

    iri: str
    name: str
    country: str = ""
    country_name: str = ""
    ties: list[Tie | None] = field(default_factory=lambda: [None, None])


def draw(request: Request) -> str:
    """Draw two cities side by side as one HTML page. Raises RequestError where neither is tied."""
    partners, notes = compared(request)
    payload = _payload(request, partners)
    names = [one["name"] for one in payload["cities"]]
    context = {
        "cities": payload["cities"],
        "looks": looks(),
        "rows": [
            {
                "number": number,
                "name": partner.name,
                "country": partner.country_name,
                "sides": [_cell(tie) for tie in partner.ties],
            }
            for number, partner in enumerate(partners)
        ],
        "heads": names,
        "notes": notes,
    }
    return render("compare", request, payload, context)


def sketch(request: Request) -> Sketch:
    """Draw two cities side by side as a still. Raises RequestError where neither is tied."""
    partners, notes = compared(request)
    words, look, names = sheet_words("compare", request.lang), looks(), list(request.names.values())
    titles = (words["only"].format(city=names[0]), words["both"], words["only"].format(city=names[1]))
    colours = (look["one"]["light"], look["both"]["light"], look["other"]["light"])
    sides = []
    for title, colour, part in zip(titles, colours, lists(request, partners), strict=True):
        found: dict[str, list[str]] = {}
        for partner in part:
            found.setdefault(partner.country_name, []).append(partner.name)
        sides.append(Side(title, colour, found))
    bars = []
    for name, told in (("sectors", _sectors), ("countries", _country)):
        counts = [Counter[str](key for one in partners for key in told(request, one, side)) for side in (0, 1)]
        bars.append((words[name], counts[0], counts[1]))
    tie = between(request, partners)
    how = ", ".join(filter(None, (tie.status_label, tie.kind, tie.since))) if tie else ""
    told_of = words["tied-themselves" if tie else "not-tied"].format(city=names[0], other=names[1], how=how)
    return spread(
        (sides[0], sides[1], sides[2]), bars, title=request.title, question=request.question,
        note=" ".join([told_of, *(f"{note}." for note in notes)]), unknown=words["unknown"],
    )  # fmt: skip


def looks() -> dict[str, dict[str, str]]:
    """Say in which colours the one city, the other and both are drawn."""
    found: dict[str, dict[str, str]] = read_toml(resources.folder("viz") / "compare" / "look.toml")
    return found


def compared(request: Request) -> tuple[list[Partner], list[str]]:
    """Give the partners of either city, by name, and notes on how their countries are known.

    A city is no partner here of the other: whether the two are tied is told apart. Raises
    RequestError where neither has a partner.
    """
    import networkx as nx

    found: dict[str, Partner] = {}
    for side, city in enumerate(request.centres):
        given = {"city": city, **({"as-of": request.as_of} if request.as_of else {})}
        for row in ask(request.store, "ties-of-city", given, request.lang):
            partner = found.setdefault(row["partner"], Partner(row["partner"], row["partnerLabel"]))
            tie = Tie(
                row.get("kindLabel", ""), row["status"].rsplit("/", 1)[-1], row.get("statusLabel", ""), row["since"]
            )
            tie.sectors, tie.sources = row["sectors"].split(), row["sources"].split()
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


def candidates(request: Request, partners: Iterable[Partner]) -> list[list[dict[str, Any]]]:
    """Rank, for each city, the partners of the other alone by what speaks for a tie of its own."""
    from cityties.network.prediction import guesses

    network = city_network(request.store)
    left, _, right = lists(request, partners)
    country, _ = countries(request.store, network)
    found: list[list[dict[str, Any]]] = []
    nodes, known = guesses(network, country) if len(network) else ([], None)
    number = {node: place for place, node in enumerate(nodes)}
    for city, theirs in zip(request.centres, (right, left), strict=True):
        ranked: list[dict[str, Any]] = []
        if known is not None and city in number:
            import numpy as np

            score = known.rows("together", np.array([number[city]]))[0]
            for partner in theirs:
                tie = partner.ties[0] or partner.ties[1]
                if partner.iri in number and tie and tie.holds and score[number[partner.iri]] > 0:
                    common = sorted(set(network[city]) & set(network[partner.iri]))
                    value = round(float(score[number[partner.iri]]), 4)
                    ranked.append({"iri": partner.iri, "score": value, "common": len(common), "by": common[:_COMMON]})
            ranked.sort(key=lambda one: (-one["score"], one["iri"]))
        found.append(ranked[:_CANDIDATES])
    return found


def _payload(request: Request, partners: list[Partner]) -> dict[str, Any]:
    number = {partner.iri: place for place, partner in enumerate(partners)}
    labels = request.labels
    sectors = sorted({sector for partner in partners for tie in partner.ties if tie for sector in tie.sectors})
    ranked = candidates(request, partners)
    labels.learn([*sectors, *(iri for side in ranked for one in side for iri in one["by"])])
    sources = cited(request.store, {one for partner in partners for tie in partner.ties if tie for one in tie.sources})
    labels.learn(sources)
    cities = []
    for side, city in enumerate(request.centres):
        ties = [(partner, tie) for partner in partners if (tie := partner.ties[side])]
        cities.append(
            {
                "iri": city,
                "compact": compact(city),
                "name": labels.label(city),
                "partners": len(ties),
                "holds": sum(tie.holds for _, tie in ties),
                "countries": len({partner.country for partner, _ in ties if partner.country}),
                "sectors": len({sector for _, tie in ties for sector in tie.sectors}),
                "since": min((tie.since for _, tie in ties if tie.since), default=""),
            }
        )
    return {
        "cities": cities,
        "partners": [_plain(partner, request.centres, sources, labels.label) for partner in partners],
        "sectors": {sector: labels.label(sector) for sector in sectors},
        "missions": _missions(request),
        "candidates": [
            [
                {**one, "number": number[one["iri"]], "by": [labels.label(iri) for iri in one["by"]]}
                for one in side
            ]
            for side in ranked
        ],
        "asof": request.as_of or "",
    }  # fmt: skip


def _plain(partner: Partner, centres: list[str], sources: dict[str, tuple[str, str]], label: Any) -> dict[str, Any]:
    def told(tie: Tie | None) -> dict[str, Any] | None:
        if tie is None:
            return None
        return {
            "kind": tie.kind,
            "status": tie.status_label,
            "holds": tie.holds,
            "since": tie.since,
            "sectors": tie.sectors,
            "passages": [
                {
                    "title": ": ".join(filter(None, (label(one), sources[one][0]))),
                    "address": sources[one][1],
                    "characters": "",
                }
                for one in tie.sources
            ],
        }

    return {
        "iri": partner.iri,
        "compact": compact(partner.iri),
        "name": partner.name,
        "country": partner.country_name,
        "self": partner.iri in centres,
        "ties": [told(tie) for tie in partner.ties],
    }


def _missions(request: Request) -> list[dict[str, str]]:
    one, other = request.centres
    found: dict[str, dict[str, str]] = {}
    for row in ask(request.store, "missions-for-tie", {"city": one, "other": other}, request.lang):
        found.setdefault(
            row["mission"],
            {
                "iri": row["mission"],
                "name": row["missionLabel"],
                "side": row.get("sideLabel", ""),
                "seat": row.get("seatLabel", ""),
                "head": row.get("holderLabel", "") or row.get("headLabel", ""),
                "facilitates": row.get("facilitatesLabel", ""),
            },
        )
    return list(found.values())


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


def _cell(tie: Tie | None) -> str:
    return "" if tie is None else ", ".join(filter(None, (tie.status_label, tie.kind, tie.since)))


def _sectors(request: Request, partner: Partner, side: int) -> list[str]:
    tie = partner.ties[side]
    return [request.labels.label(sector) for sector in tie.sectors] if tie else []


def _country(request: Request, partner: Partner, side: int) -> list[str]:
    return [partner.country_name] if partner.ties[side] and partner.country_name else []


RENDERER: Final = Renderer(page=draw, still=sketch)

"""Which place a name means: the one that bears it, or that far outweighs all others; else candidates, best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.names.country import same_land, sovereign
from cityties.names.decision import Decision
from cityties.names.gazetteer import Gazetteer, Town, distance
from cityties.names.known import Known, KnownPlaces, merged, same_place
from cityties.names.region import regions_of
from cityties.names.told import Told
from cityties.names.weight import NEAR, Bearer, leading, share_of, weight

__all__ = ["Match", "match_name"]

Point = tuple[float, float]

_FAR: Final = 60.0  # km: a point tells towns of a name apart where no other is nearer than this
_MOST: Final = 5
_KNOWN: Final = 20_000  # inhabitants of a place of the store of which nobody tells how many it has
_ALONE: Final = 15_000  # inhabitants: a name alone means no smaller town
_REGION: Final = 50_000  # inhabitants: a name that is a region's as well means no smaller town


@dataclass(frozen=True)
class Match:
    """What a name may mean: a thing, where it is certain, and why; else the candidates, best first."""

    thing: str | None
    evidence: str
    candidates: tuple[Decision, ...] = ()
    town: Town | None = None
    several: bool = False


@dataclass(frozen=True)
class _Place:
    """A place that bears a name: of the store, of the gazetteer, or of both."""

    known: Known | None
    town: Town | None


def match_name(
    told: Told,
    point: Point | None,
    places: KnownPlaces,
    gazetteer: Gazetteer,
    name_of: Callable[[Town], str],
    denied: Callable[[str], bool],
) -> Match:
    """Say what a name means. ``name_of`` names a town as a thing, ``denied`` knows what a person has refused."""
    here, towns = _known(told, point, places), _towns(told, point, gazetteer)
    if told.country:  # what lies in the country of a territory may lie far from the territory
        lands = (told.country, None)
        here = [
            one
            for one in here
            if one.country in lands
            or sovereign(one.country or "") == told.country
            or any(same_place(one, town) for town in towns)
        ]
    if told.regions:  # what a region tells rules out what lies elsewhere
        here = [one for one in here if one.point and any(distance(one.point, t.point) < NEAR for t in towns)]
    here = merged([one for one in here if not denied(one.thing)])
    towns = [town for town in towns if not denied(name_of(town))]
    found = _bearers(told.name, here, towns)
    if not found:
        return Match(None, "an unknown name")
    first = leading(found)
    if first is not None and _is_sure(told, point, first, found):
        return _matched(told, point, first.thing, places, name_of, denied, several=len(found) > 1)
    return Match(None, "a name of several places", _candidates(found, name_of))


def _known(told: Told, point: Point | None, places: KnownPlaces) -> list[Known]:
    def fits(one: Known) -> bool:
        if point and one.point and distance(one.point, point) >= NEAR:
            return False
        return told.country is None or one.country is None or same_land(one.country, told.country)

    return [one for one in places.named(told.name) if fits(one)]


def _towns(told: Told, point: Point | None, gazetteer: Gazetteer) -> list[Town]:
    towns = gazetteer.towns(told.name, told.country, told.regions)
    if not point:
        return towns
    near = [town for town in towns if distance(town.point, point) < NEAR]
    rivals = [town for town in towns if distance(town.point, point) < _FAR]
    return near if len(rivals) == len(near) else rivals


def _bearers(name: str, here: Sequence[Known], towns: Sequence[Town]) -> list[Bearer[_Place]]:
    """Weigh the places that bear a name, each once: a place of the store and its town are one."""
    found: list[Bearer[_Place]] = []
    taken: set[str] = set()
    for known in here:
        own = [town for town in towns if same_place(known, town)]
        taken |= {town.number for town in own}
        town = own[0] if own else None
        heavy = max(known.population, town.population if town else 0) or _KNOWN
        found.append(Bearer(_Place(known, town), heavy, 1.0, known.point or (town.point if town else None)))
    for town in towns:
        if town.number not in taken:
            share = share_of(name, town.name)
            found.append(Bearer(_Place(None, town), weight(town.population, share), share, town.point))
    return sorted(found, key=lambda one: (-one.weight, one.thing.known is None))


def _is_sure(told: Told, point: Point | None, first: Bearer[_Place], found: Sequence[Bearer[_Place]]) -> bool:
    """Say whether the leading place is meant for certain: without a country only a town of some size is."""
    if point or told.regions:
        return True
    place = first.thing
    within = regions_of(told.name, told.country)
    if within and place.known is None and place.town is not None:
        other = told.country is None and all(one[0] != place.town.country for one in within)
        if place.town.population < _REGION or (other and first.weight < place.town.population):
            return False
    if told.country is not None:
        return True
    if place.known is not None or place.town is None:
        return place.known is not None
    untold = place.town.population == 0 and len(found) == 1 and first.share == 1.0
    return place.town.population >= _ALONE or untold


def _matched(
    told: Told,
    point: Point | None,
    place: _Place,
    places: KnownPlaces,
    name_of: Callable[[Town], str],
    denied: Callable[[str], bool],
    *,
    several: bool,
) -> Match:
    where = "name and region" if told.regions else "name and country" if told.country else "name and point"
    where = where if told.regions or told.country or point else "name alone"
    far = ", far larger than the others" if several else ", one place"
    if place.known is not None:
        return Match(place.known.thing, f"{where}{far} of the graph", several=several, town=place.town)
    town = place.town
    assert town is not None
    called = merged([one for one in places.named(town.name) if same_place(one, town)])
    if len(called) == 1 and not denied(called[0].thing):
        return Match(called[0].thing, f"{where}, another name of one place of the graph", several=several)
    return Match(name_of(town), f"{where}{far} of the gazetteer", town=town, several=several)


def _candidates(found: Sequence[Bearer[_Place]], name_of: Callable[[Town], str]) -> tuple[Decision, ...]:
    most = max(one.weight for one in found)
    told = []
    for one in found[:_MOST]:
        known, town = one.thing.known, one.thing.town
        score = round(0.3 + 0.5 * one.weight / most + (0.1 if known else 0.0), 2)
        label = min(known.names) if known else f"{town.name}" if town else ""
        if town:
            label += f" ({town.country} {town.region}, {town.population} people, GeoNames {town.number})"
        told.append(Decision("", known.thing if known else name_of(town) if town else "", score=score, label=label))
    return tuple(sorted(told, key=lambda one: -(one.score or 0)))

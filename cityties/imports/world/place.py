"""Where a place of Wikidata lies, what kind of place it is and what it is called: by its own point, else by its names.

A place with a point is the town of that name near it. One without a point is a town only where its country is told
and one town there far outweighs its namesakes, or where one town on Earth alone bears its name: of 4,189 places of
which the point is known besides, that rule finds 2,888 and misplaces one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from cityties.imports.world.table import NAMED, Row, folder
from cityties.model.errors import ModelError
from cityties.model.folding import fold
from cityties.model.vocabulary import WD
from cityties.names import country as countries
from cityties.names.affix import bare
from cityties.names.gazetteer import Gazetteer, Town, distance
from cityties.names.region import regions_of

__all__ = ["Found", "Told", "place_row", "told_by_hand"]

_NEAR: Final = 25.0  # km from the point told
_AROUND: Final = 40.0  # km: towns so near tell the country of a point, where they all lie in one
_FAR_LARGER: Final = 10


@dataclass
class Told:
    """What the sources tell of a place: names by language ("" where it is not told), countries, points, people."""

    number: str
    labels: dict[str, dict[str, int]] = field(default_factory=dict)  # language: name: how often
    countries: dict[str, int] = field(default_factory=dict)
    points: set[tuple[float, float]] = field(default_factory=set)
    population: int = 0
    type: str = ""
    geonames: str = ""

    def label(self, language: str) -> str:
        """Give the name told most often in a language."""
        names = self.labels.get(language, {})
        return min(names, key=lambda name: (-names[name], name)) if names else ""

    def names(self) -> list[str]:
        """Give all names, those of the place itself first."""
        return list(dict.fromkeys(name for tag in ("", *sorted(self.labels)) for name in self.labels.get(tag, ())))


@dataclass(frozen=True)
class Found:
    """A town of the gazetteer, and the country by two letters, as far as they are certain."""

    town: Town | None
    country: str


def place_row(told: Told, gazetteer: Gazetteer) -> Row:
    """Write a place as a row of the table of places."""
    code = countries.of_number(told.number)
    labels = countries.labels(code) if code else {}
    if labels and told.type in ("", "City", "Country"):
        return {"place": told.number, "kind": "country", **{tag: labels[tag] for tag in NAMED if tag in labels}}
    if told.type == "Country":
        return {
            "place": told.number,
            "kind": _kind_of_host(told),
            **{tag: told.label(tag) for tag in NAMED},
            "local": told.label(""),
        }
    found = find(told, gazetteer)
    town = found.town
    kind = _kind(told, town)
    point = min(told.points) if told.points else town.point if town else None
    row: Row = {"place": told.number, "kind": kind}
    if found.country:
        row["country"] = countries.number_of(found.country) or ""
    if not row.get("country") and told.countries:
        row["country"] = max(sorted(told.countries), key=lambda land: told.countries[land]).removeprefix(WD)
    if point:
        row["lat"], row["long"] = (f"{value:.4f}".rstrip("0").rstrip(".") for value in point)
    people = told.population or (town.population if town else 0)
    if people:
        row["population"] = str(people)
    if town:
        row["geonames"] = town.number
    row |= {tag: name for tag in NAMED if (name := told.label(tag))}
    if town and not row.get("en"):
        row["en"] = town.name
    local = told.label("")
    if local and local != row.get("en"):
        row["local"] = local
    if not row.get("en") and not local:
        row["local"] = next(iter(told.names()), "")
    return row


def told_by_hand() -> dict[str, Told]:
    """Give the things that no source names, as graph/world/kinds.toml names them."""
    return {
        number: Told(number, {tag: {name: 1} for tag, name in names.items()}, type="Country")
        for number, names in _kinds()["named"].items()
    }


def find(told: Told, gazetteer: Gazetteer) -> Found:
    """Find the town that a place is, and its country."""
    land = _country_told(told)
    for form in (fold, bare):
        names = list(dict.fromkeys(form(name) for name in told.names()))
        town = _by_point(names, told.points, gazetteer) if told.points else _by_name(names, land, gazetteer)
        if town:
            return Found(town, land or town.country)
    return Found(None, land or _country_at(told.points, gazetteer))


def _country_told(told: Told) -> str:
    best = sorted(told.countries, key=lambda land: (-told.countries[land], land))
    return (countries.of_number(best[0].removeprefix(WD)) or "") if best else ""


def _by_point(names: Iterable[str], points: Iterable[tuple[float, float]], gazetteer: Gazetteer) -> Town | None:
    towns = {town.number: town for name in names for town in gazetteer.towns(name)}
    near = [town for town in towns.values() if any(distance(town.point, point) < _NEAR for point in points)]
    return max(near, key=lambda town: (town.population, town.number), default=None)


def _by_name(names: Iterable[str], land: str, gazetteer: Gazetteer) -> Town | None:
    for name in names:
        towns = gazetteer.towns(name, land or None)
        if not towns:
            continue
        others = [town for town in towns[1:] if distance(town.point, towns[0].point) > _NEAR]
        if not others:
            return towns[0]
        if land and towns[0].population >= _FAR_LARGER * max(others[0].population, 1):
            return towns[0]
    return None


def _country_at(points: Iterable[tuple[float, float]], gazetteer: Gazetteer) -> str:
    point = min(points, default=None)
    if point is None:
        return ""
    lands = {town.country for town, away in gazetteer.around(point) if away < _AROUND}
    return lands.pop() if len(lands) == 1 else ""


def _kind_of_host(told: Told) -> str:
    """Say what it is that missions come from or go to, where it is no country of ISO 3166: a union, a state of one."""
    names = [fold(name) for name in told.names()]
    if any(_words()["organisation"].search(name) for name in names):
        return "organisation"
    return "region" if any(regions_of(name) for name in told.names()) else "country"


def _kind(told: Told, town: Town | None) -> str:
    """Say whether a place is a region, a district or a city, by what its sources tell and the words of its names."""
    if told.type == "Region":
        return "region"
    for kind, pattern in _words().items():
        if kind != "organisation" and any(pattern.search(fold(name)) for name in told.names()):
            return kind
    return "city"


@cache
def _words() -> dict[str, re.Pattern[str]]:
    table: dict[str, Any] = _kinds()
    found = {}
    for kind, words in table.items():
        if kind == "named":
            continue
        starts, ends = ([fold(word) for word in words.get(side, ())] for side in ("before", "after"))
        parts = [rf"^(?:{'|'.join(starts)}) (?=\S)"] if starts else []
        parts += [rf"(?<=\S) (?:{'|'.join(ends)})$"] if ends else []
        parts += [rf"\b(?:{'|'.join(fold(word) for word in words['within'])})\b"] if "within" in words else []
        found[kind] = re.compile("|".join(parts) or "(?!)")
    return found


def _kinds() -> dict[str, Any]:
    import tomllib

    path = folder() / "kinds.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: no words of kinds of places: {error}: install cityties again") from error

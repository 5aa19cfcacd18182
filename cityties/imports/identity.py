"""Who is who: numbers and names become the things of the graph, certainly or not at all.

What is certain: a number of Wikidata or GeoNames; what a person decided; a name that means one
known place of the country it is told with. All else goes to the review table, with its candidates.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cityties.model import resources
from cityties.model.vocabulary import CT, ID, WD
from cityties.names.decision import Decision
from cityties.names.gazetteer import Gazetteer, Town, distance
from cityties.names.resolution import _AFFIXES, fold
from cityties.store import IRI, Literal, Store

__all__ = ["Identity", "Match"]

_NUMBER: Final = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9]\d{0,11})")
# What the source that is read anew said before is no evidence: reading it twice must find the same.
_PLACES: Final = """SELECT DISTINCT ?place ?name ?country ?lat ?long WHERE {
  VALUES ?type { ct:City ct:Region } ?place a ?type .
  VALUES ?property { rdfs:label skos:altLabel skos:hiddenLabel }
  GRAPH ?teller { ?place ?property ?name } FILTER(?teller != ?source)
  OPTIONAL { GRAPH ?home { ?place ct:country ?country } FILTER(?home != ?source) }
  OPTIONAL { GRAPH ?map { ?place geo:lat ?lat ; geo:long ?long } FILTER(?map != ?source) }
}"""
_COUNTRIES: Final = "SELECT DISTINCT ?country ?name WHERE { ?country a ct:Country ; rdfs:label ?name }"
_SECTORS: Final = """SELECT DISTINCT ?sector ?name WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel skos:hiddenLabel } ?sector a ct:Sector ; ?property ?name
}"""
_CODES: Final = """SELECT DISTINCT ?code ?name WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel skos:hiddenLabel } ?code a ?scheme ; ?property ?name
}"""
_SAME: Final = """SELECT DISTINCT ?thing ?other WHERE {
  GRAPH ?teller { ?thing owl:sameAs ?other } FILTER(?teller != ?source)
}"""
_NEAR: Final = 30.0  # km: a point this far from a town is still of it
_FAR: Final = 60.0  # km: and no other town of the name is nearer than this
_MOST: Final = 5


@dataclass(frozen=True)
class Match:
    """What a name may mean: a thing, where it is certain, and why; else the candidates, best first."""

    thing: str | None
    evidence: str
    candidates: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class _Known:
    thing: str
    names: frozenset[str]
    country: str | None
    point: tuple[float, float] | None


class Identity:
    """Finds the thing that a number or a name means. ``waiting`` gathers what nobody has decided yet.

    ``source`` is the one that is being read: what it said before is no evidence.
    """

    def __init__(
        self,
        store: Store,
        decisions: Iterable[Decision] = (),
        gazetteer: Gazetteer | None = None,
        source: str = f"{ID}source/none",
    ) -> None:
        self._store = store
        self._source = IRI(source)
        self._gazetteer = gazetteer or Gazetteer()
        self._decided: dict[str, str] = {}
        self._denied: set[tuple[str, str]] = set()
        self._merged: dict[str, str] = {}
        for decision in decisions:
            if decision.of_things and decision.same:
                self._merged[decision.subject] = decision.thing
            elif decision.same:
                self._decided[_key_of(decision.subject)] = decision.thing
            else:
                self._denied.add((_key_of(decision.subject), decision.thing))
        for thing, other in store.select(_SAME, source=self._source):
            if isinstance(thing, IRI) and isinstance(other, IRI) and thing.value.startswith(ID):
                self._merged.setdefault(other.value, thing.value)
        self.waiting: dict[str, tuple[Decision, ...]] = {}
        self.evidence: Counter[str] = Counter()
        self.found: dict[str, Town] = {}
        self.countries: dict[str, str] = {}
        self._table = tomllib.loads((resources.folder("graph") / "countries.toml").read_text(encoding="utf-8"))
        self._schemes: dict[str, dict[str, str]] = {}
        self._cache: dict[tuple[object, ...], str | None] = {}

    def item(self, number: str) -> str:
        """Name the thing of a Wikidata number: the item itself, unless it was merged into another thing."""
        return self.canonical(WD + number)

    def canonical(self, thing: str) -> str:
        """Follow what was decided to be the same, to the thing that is kept."""
        seen = {thing}
        while (kept := self._merged.get(thing)) is not None and kept not in seen:
            seen.add(kept)
            thing = kept
        return thing

    def place(
        self,
        name: str | None,
        *,
        country: str | None = None,
        qid: str | None = None,
        geonames: str | None = None,
        point: tuple[float, float] | None = None,
        line: int = 0,
    ) -> str | None:
        """Give the IRI of a place, or None where it is not certain; then it waits for a decision."""
        key = (name, country, qid, geonames, point)
        if key not in self._cache:
            match = self.match(name, country=country, qid=qid, geonames=geonames, point=point)
            if match.thing is None and name:
                named = f"{name.strip()}, {country.strip()}" if country and country.strip() else name.strip()
                told = [
                    Decision(named, c.thing, score=c.score, label=c.label, comment=f"line {line}" if line else "")
                    for c in match.candidates
                ]
                self.waiting.setdefault(named, tuple(told))
            self.evidence[match.evidence] += 1
            self._cache[key] = match.thing
        return self._cache[key]

    def match(
        self,
        name: str | None,
        *,
        country: str | None = None,
        qid: str | None = None,
        geonames: str | None = None,
        point: tuple[float, float] | None = None,
    ) -> Match:
        """Say what a place's number or name means, and by what evidence."""
        if qid and (found := _NUMBER.fullmatch(qid.strip())):
            return Match(self.item(found[1]), "a Wikidata number")
        if geonames and geonames.strip().isdigit():
            return Match(self._of_number(geonames.strip()), "a GeoNames number")
        text = " ".join((name or "").split())
        if not text:
            return Match(None, "no name")
        if found := _NUMBER.fullmatch(text):
            return Match(self.item(found[1]), "a Wikidata number")
        land = self.iso(country) if country and country.strip() else None
        told = f"{text}, {' '.join((country or '').split())}" if country and country.strip() else text
        for form in (told, text):
            if (decided := self._decided.get(_key_of(form))) is not None:
                return Match(self.canonical(decided), "a decision")
        bare, region = text, None
        if land is None and "," in text:
            head, _, tail = text.rpartition(",")
            land = self.iso(tail)
            if land is None and (state := self._gazetteer.region(tail.strip())):
                land, region = state
            bare = head.strip() if land else text
        elif land == "US" and "," in text:
            head, _, tail = text.rpartition(",")
            if state := self._gazetteer.region(tail.strip()):
                bare, region = head.strip(), state[1]
        for form in dict.fromkeys((bare, _AFFIXES.sub("", bare).strip())):
            match = self._by_name(form, land, region, point, _key_of(told))
            if match.thing or match.candidates:
                return match
        return Match(None, "an unknown name")

    def country(self, name: str | None, *, qid: str | None = None, iso: str | None = None, line: int = 0) -> str | None:
        """Give the IRI of a country by its number, its two letters, or its name in any language; else None."""
        if qid and (found := _NUMBER.fullmatch(qid.strip())):
            return self.item(found[1])
        if name and (found := _NUMBER.fullmatch(name.strip())):
            return self.item(found[1])
        decided = self._decided.get(_key_of(name)) if name else None
        if decided:
            return self.canonical(decided)
        code = iso.strip().upper() if iso and iso.strip() else self.iso(name)
        thing = self._country(code) if code else None
        if thing is None and name and name.strip():
            thing = self._country_names.get(fold(name))
            if thing is None:
                self.waiting.setdefault(name.strip(), ())
        return thing

    def iso(self, name: str | None) -> str | None:
        """Give the two letters of a country that is told by name, code or number; None where unknown."""
        text = " ".join((name or "").split())
        if not text:
            return None
        if found := _NUMBER.fullmatch(text):
            return self._codes.get(found[1])
        names: dict[str, str] = self._table["names"]
        return (
            names.get(text)
            or self._gazetteer.country(text)
            or self._gazetteer.country(
                re.sub(r"^(?:the|republic of|kingdom of)\s+", "", text.replace(" and ", " & "), flags=re.IGNORECASE)
            )
        )

    def sector(self, name: str) -> str | None:
        """Give the IRI of a sector by its label in any language; None where no sector is called so."""
        return self._sectors.get(fold(name))

    def code(self, scheme: str, name: str) -> str | None:
        """Give the last part of the IRI of a code by that part or its label in any language; None where unknown.

        ``scheme`` is the class of the code, such as "TieKind".
        """
        if scheme not in self._schemes:
            found: dict[str, set[str]] = {}
            for code, label in self._store.select(_CODES, scheme=IRI(f"{CT}{scheme}")):
                if isinstance(code, IRI) and isinstance(label, Literal):
                    tail = code.value.rsplit("/", 1)[-1]
                    found.setdefault(fold(tail), set()).add(tail)
                    found.setdefault(fold(label.value), set()).add(tail)
            self._schemes[scheme] = {form: next(iter(tails)) for form, tails in found.items() if len(tails) == 1}
        return self._schemes[scheme].get(fold(name))

    def own(self, kind: str, *parts: str) -> str:
        """Make an own IRI of a kind from words."""
        return self.canonical(f"{ID}{kind}/{'-'.join('-'.join(fold(part).split()) for part in parts) or 'unnamed'}")

    # How a name is looked up.

    def _by_name(
        self, name: str, land: str | None, region: str | None, point: tuple[float, float] | None, told: str
    ) -> Match:
        known = [one for one in self._places.get(fold(name), ()) if (told, one.thing) not in self._denied]
        here = [one for one in known if land is None or one.country in (land, None)]
        towns = [t for t in self._gazetteer.towns(name, land, region) if (told, self._town_iri(t)) not in self._denied]
        if region:  # a state of a country rules out what lies elsewhere in it
            here = [
                one for one in here if one.point and any(distance(one.point, (t.lat, t.long)) < _NEAR for t in towns)
            ]
        if point:
            here = [one for one in here if one.point is None or distance(one.point, point) < _NEAR]
            near = [town for town in towns if distance((town.lat, town.long), point) < _NEAR]
            rivals = [town for town in towns if distance((town.lat, town.long), point) < _FAR]
            towns = near if len(rivals) == len(near) else rivals
        here = _one_place(here)
        towns = _without_parts([t for t in towns if not any(_same_place(one, t) for one in here)], name)
        where = "name and country" if land else "name and point" if point else "name alone"
        if len(here) == 1 and not towns and (land or point):
            return Match(here[0].thing, f"{where}, one place of the graph")
        if not here and len(towns) == 1 and (land or point):
            called = _one_place(
                [one for one in self._places.get(fold(towns[0].name), ()) if _same_place(one, towns[0])]
            )
            if len(called) == 1 and (told, called[0].thing) not in self._denied:
                return Match(called[0].thing, f"{where}, another name of one place of the graph")
            return Match(self._town_iri(towns[0], keep=True), f"{where}, one place of the gazetteer")
        if len(here) == 1 and not land and not point and not towns:
            return Match(here[0].thing, "name alone, one place of the graph and none of the gazetteer")
        candidates = [Decision(told, one.thing, score=0.9, label=min(one.names)) for one in here]
        most = max((town.population for town in towns), default=1) or 1
        candidates += [
            Decision(
                told,
                self._town_iri(town),
                score=round(0.3 + 0.5 * town.population / most, 2),
                label=f"{town.name} ({town.country} {town.region}, {town.population} people, GeoNames {town.number})",
            )
            for town in towns
        ]
        return Match(None, "a name of several places" if candidates else "an unknown name", tuple(candidates[:_MOST]))

    def _of_number(self, number: str) -> str:
        same = self._merged.get(f"https://sws.geonames.org/{number}/")
        if same:
            return self.canonical(same)
        by_number = self._geonames.get(number)
        if by_number:
            return self.canonical(by_number)
        town = self._gazetteer.town(number)
        if town:
            return self._town_iri(town, keep=True)
        return self.own("city", f"geonames-{number}")

    def _town_iri(self, town: Town, *, keep: bool = False) -> str:
        thing = self._geonames.get(town.number) or self.own("city", f"geonames-{town.number}")
        if keep and thing.startswith(f"{ID}city/geonames-"):
            self.found[thing] = town
        return thing

    def _country(self, code: str) -> str | None:
        number = self._table["wikidata"].get(code)
        thing = self.item(number) if number else self.own("country", code)
        self.countries[thing] = code
        return thing

    def labels(self, code: str) -> dict[str, str]:
        """Say what a country is called, by its two letters."""
        return self._gazetteer.labels(code)

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {number: code for code, number in self._table["wikidata"].items()}

    @cached_property
    def _places(self) -> dict[str, list[_Known]]:
        names: dict[str, set[str]] = {}
        where: dict[str, tuple[str | None, tuple[float, float] | None]] = {}
        for place, name, country, lat, long in self._store.select(_PLACES, source=self._source):
            if not (isinstance(place, IRI) and isinstance(name, Literal)):
                continue
            names.setdefault(place.value, set()).add(name.value)
            code = self._codes.get(country.value.rsplit("/", 1)[-1]) if isinstance(country, IRI) else None
            at = (
                (float(lat.value), float(long.value))
                if isinstance(lat, Literal) and isinstance(long, Literal)
                else None
            )
            where[place.value] = (code or where.get(place.value, (None, None))[0], at)
        index: dict[str, list[_Known]] = {}
        for place_iri, called in names.items():
            if self.canonical(place_iri) != place_iri:
                continue
            known = _Known(place_iri, frozenset(called), *where[place_iri])
            for form in {fold(name) for name in called}:
                index.setdefault(form, []).append(known)
        return index

    @cached_property
    def _geonames(self) -> dict[str, str]:
        found = {}
        for thing, other in self._store.select(_SAME, source=self._source):
            if isinstance(thing, IRI) and isinstance(other, IRI):
                number = re.fullmatch(r"https?://sws\.geonames\.org/(\d+)/?", other.value)
                if number:
                    found[number[1]] = thing.value
        return found

    @cached_property
    def _country_names(self) -> dict[str, str]:
        return self._labels(_COUNTRIES)

    @cached_property
    def _sectors(self) -> dict[str, str]:
        return self._labels(_SECTORS)

    def _labels(self, query: str) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for thing, name in self._store.select(query):
            if isinstance(thing, IRI) and isinstance(name, Literal):
                found.setdefault(fold(name.value), set()).add(thing.value)
        return {name: next(iter(things)) for name, things in found.items() if len(things) == 1}


def _key_of(name: str) -> str:
    return ", ".join(fold(part) for part in name.split(","))


def _one_place(known: list[_Known]) -> list[_Known]:
    """Where two imports brought the same city of a country under two IRIs, take the one of Wikidata."""
    first = min(known, key=lambda one: (not one.thing.startswith(WD), one.thing), default=None)
    if first is None or first.point is None or first.country is None:
        return known
    rest = [one for one in known if one is not first]
    if all(one.point and one.country == first.country and distance(one.point, first.point) < _NEAR for one in rest):
        return [first]
    return known


def _without_parts(towns: list[Town], name: str) -> list[Town]:
    """Of several towns side by side, take the one that bears the name first, not those that bear it as well."""
    main = [town for town in towns if fold(town.name) == fold(name)]
    if len(towns) > 1 and len(main) == 1:
        point = (main[0].lat, main[0].long)
        if all(distance(point, (town.lat, town.long)) < _FAR for town in towns):
            return main
    return towns


def _same_place(known: _Known, town: Town) -> bool:
    """Say whether a town of the gazetteer is the known place of its name: of its country, and near where told."""
    if known.country is not None and known.country != town.country:
        return False
    if known.point is None:
        return known.country is not None
    return distance(known.point, (town.lat, town.long)) < _NEAR

"""Who is who: numbers and names become the things of the graph, certainly or not at all.

What is certain: a number of Wikidata or GeoNames; what a person decided; a name that means one known place of the
country it is told with, or one that far outweighs all others of its name. All else waits for a person, with its
candidates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from cityties.model.folding import fold, slug
from cityties.model.vocabulary import ID, WD
from cityties.names import country as countries
from cityties.names.affix import bare
from cityties.names.code import Codes
from cityties.names.decision import Decision
from cityties.names.gazetteer import Gazetteer, Town
from cityties.names.known import KnownPlaces
from cityties.names.match import Match, Point, match_name
from cityties.names.told import Told, told
from cityties.store import Store

__all__ = ["Identity", "Match"]

_NUMBER: Final = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9]\d{0,11})")
_OWN: Final = f"{ID}city/geonames-"


class Identity:
    """Finds the thing that a number or a name means. ``waiting`` gathers what nobody has decided yet.

    ``source`` is the one that is being read: what it said before is no evidence. ``found`` are the towns, and
    ``countries`` the countries, that names were found to mean; ``choices`` the names of several places, one of which
    far outweighs the others, with what was chosen.
    """

    def __init__(
        self,
        store: Store,
        decisions: Iterable[Decision] = (),
        gazetteer: Gazetteer | None = None,
        source: str = f"{ID}source/none",
    ) -> None:
        self._gazetteer = gazetteer or Gazetteer()
        self._places = KnownPlaces(store, source)
        self._codes = Codes(store)
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
        for other, thing in self._places.same.items():
            if thing.startswith(ID):
                self._merged.setdefault(other, thing)
        self.waiting: dict[str, tuple[Decision, ...]] = {}
        self.evidence: Counter[str] = Counter()
        self.found: dict[str, Town] = {}
        self.countries: dict[str, str] = {}
        self.choices: dict[str, str] = {}
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
        point: Point | None = None,
        line: int | str = 0,
    ) -> str | None:
        """Give the IRI of a place, or None where it is not certain; then it waits for a decision.

        ``line`` says where it stands, for who decides: the number of a line, or words.
        """
        key = (name, country, qid, geonames, point)
        if key not in self._cache:
            match = self.match(name, country=country, qid=qid, geonames=geonames, point=point)
            named = _named(name or "", country)
            if match.thing is None and name:
                comment = f"line {line}" if isinstance(line, int) and line else line or ""
                asked = tuple(replace(one, subject=named, comment=comment) for one in match.candidates)
                self.waiting.setdefault(named, asked)
            if match.thing and match.several and match.town:
                town = match.town
                self.choices[named] = f"{town.name} ({town.country} {town.region}, {town.population} people)"
            if match.thing:
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
        point: Point | None = None,
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
        named = _named(text, country)
        for form in dict.fromkeys((named, text)):
            if (decided := self._decided.get(_key_of(form))) is not None:
                return Match(self._kept(decided), "a decision")
        return self._by_name(text, country, point, _key_of(named))

    def country(
        self, name: str | None, *, qid: str | None = None, iso: str | None = None, line: int | str = 0
    ) -> str | None:
        """Give the IRI of a country by its number, its letters, or its name in any language; else None."""
        if qid and (found := _NUMBER.fullmatch(qid.strip())):
            return self.item(found[1])
        if name and (found := _NUMBER.fullmatch(name.strip())):
            return self.item(found[1])
        decided = self._decided.get(_key_of(name)) if name else None
        if decided:
            return self.canonical(decided)
        code = (self.iso(iso) if iso else None) or self.iso(name)
        thing = self._country(code) if code else None
        if thing is None and name and name.strip():
            thing = self._codes.country(name)
            if thing is None:
                self.waiting.setdefault(name.strip(), ())
        return thing

    def iso(self, name: str | None) -> str | None:
        """Give the two letters of a country that is told by name, code or number; None where unknown."""
        text = " ".join((name or "").split())
        if found := _NUMBER.fullmatch(text):
            return countries.of_number(found[1])
        if part := countries.part_of(text):
            return part[0]
        return countries.code_of(text) if text else None

    def sector(self, name: str) -> str | None:
        """Give the IRI of a sector by its label in any language; None where no sector is called so."""
        return self._codes.sector(name)

    def code(self, scheme: str, name: str) -> str | None:
        """Give the last part of the IRI of a code by that part or its label in any language; None where unknown.

        ``scheme`` is the class of the code, such as "TieKind".
        """
        return self._codes.code(scheme, name)

    def own(self, kind: str, *parts: str) -> str:
        """Make an own IRI of a kind from words."""
        return self.canonical(f"{ID}{kind}/{'-'.join(slug(part, latin=False) for part in parts) or 'unnamed'}")

    def labels(self, code: str) -> dict[str, str]:
        """Say what a country is called, by its two letters."""
        return countries.labels(code)

    # How a name is looked up.

    def _by_name(self, text: str, country: str | None, point: Point | None, key: str) -> Match:
        """Try each way to read a name; what is not certain in any has the candidates of the most telling one."""
        best = Match(None, "an unknown name")
        given = " ".join((country or "").split())
        unsure = bool(given) and point is None and self.iso(given) is None
        for way in self._ways(text, given):
            match = match_name(
                way, point, self._places, self._gazetteer, self._town_iri, lambda thing: (key, thing) in self._denied
            )
            if match.thing and not unsure:
                thing = self.canonical(match.thing)
                if match.town is not None and thing.startswith(_OWN):
                    self.found[thing] = match.town
                return replace(match, thing=thing)
            if match.thing:
                best = _more(best, _candidate(match, way))
            elif match.candidates and not best.candidates:
                best = match
        return best

    def _ways(self, text: str, country: str) -> Iterator[Told]:
        """Go through the ways to read a name in the country, or the countries, that are told with it."""
        part = countries.part_of(country)
        found = _NUMBER.fullmatch(country)
        code = part[0] if part else countries.of_number(found[1]) if found else None
        lands = (code,) if code else countries.codes_of(country)
        for land in lands or (None,):
            for way in told(text, land, frozenset({part} if part else ())):
                yield way
                if bare(way.name) != fold(way.name):
                    yield replace(way, name=bare(way.name))

    def _kept(self, thing: str) -> str:
        """Follow a decision; a town of the gazetteer keeps its name, country and point."""
        thing = self.canonical(thing)
        if thing.startswith(_OWN) and (town := self._gazetteer.town(thing.removeprefix(_OWN))) is not None:
            self.found[thing] = town
        return thing

    def _of_number(self, number: str) -> str:
        same = self._merged.get(f"https://sws.geonames.org/{number}/")
        if same:
            return self.canonical(same)
        if by_number := self._places.by_geonames(number):
            return self.canonical(by_number)
        return self._kept(self.own("city", f"geonames-{number}"))

    def _town_iri(self, town: Town) -> str:
        return self._places.by_geonames(town.number) or self.own("city", f"geonames-{town.number}")

    def _country(self, code: str) -> str | None:
        number = countries.number_of(code)
        thing = self.item(number) if number else self.own("country", code)
        self.countries[thing] = code
        return thing


def _named(name: str, country: str | None) -> str:
    """Write a name with its country, as it waits and is decided."""
    bare_name, land = " ".join(name.split()), " ".join((country or "").split())
    return f"{bare_name}, {land}" if land else bare_name


def _key_of(name: str) -> str:
    return ", ".join(fold(part) for part in name.split(","))


def _candidate(match: Match, way: Told) -> Decision:
    town = match.town
    label = f"{town.name} ({town.country} {town.region}, {town.population} people)" if town else way.name
    return Decision("", match.thing or "", score=0.9, label=label)


def _more(match: Match, candidate: Decision) -> Match:
    return replace(match, evidence="a name of several places", candidates=(*match.candidates, candidate))

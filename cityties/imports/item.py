"""An item of Wikidata, as its JSON tells it, made into facts.

The form is Wikibase's (https://www.mediawiki.org/wiki/Wikibase/DataModel/JSON): statements with
rank, main value, qualifiers and references. Deprecated statements are never taken; where a thing
has one value (country, point, population) the preferred rank goes before the normal one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from cityties.date.compare import before
from cityties.date.day import Day, DayError
from cityties.imports.report import Reading
from cityties.imports.spool import Body, Spool, key_of
from cityties.model import resources
from cityties.model.vocabulary import ID

__all__ = ["Items", "day_of", "model"]

Claim = dict[str, Any]

_DAY, _MONTH, _YEAR = 11, 10, 9
_JULIAN: Final = "Q1985786"
_TIME: Final = re.compile(r"\+?0*(\d{4})-(\d\d)-(\d\d)T")
_QID: Final = re.compile(r"Q[1-9]\d{0,11}")
_NO_DAY: Final = "a date that is vaguer than a year, before the common era, or no day of the calendar"
_NOTHING: Final = "tells nothing of city diplomacy"


@cache
def model() -> dict[str, dict[str, Any]]:
    """Read which properties, classes and columns of Wikidata mean what."""
    return tomllib.loads((resources.folder("graph") / "wikidata.toml").read_text(encoding="utf-8"))


class Items:
    """Makes facts of items, one after the other.

    ``name`` gives the IRI by which the thing of a number is known here; ``languages`` are those of
    the labels to take. ``wanted`` gathers the numbers that facts name and nothing has described yet.
    """

    def __init__(
        self, spool: Spool, reading: Reading, name: Callable[[str], str], languages: Sequence[str], take: Sequence[str]
    ) -> None:
        self._spool, self._reading, self._name = spool, reading, name
        self.languages = self._languages = tuple(languages)
        self._take = frozenset(take)
        self._properties: dict[str, Any] = model()["properties"]
        self._missions: dict[str, str] = model()["missions"]
        self._countries = frozenset(model()["countries"])
        self._described: set[str] = set()
        self.wanted: dict[str, str] = {}

    def take(self, entity: Claim, line: int = 0) -> None:
        """Take every fact that an item tells; say in the reading what was left out and why."""
        number = entity.get("id")
        if entity.get("type", "item") != "item" or not (isinstance(number, str) and _QID.fullmatch(number)):
            self._reading.pass_over("no item: properties and lexemes tell of no city")
            return
        claims = entity.get("claims")
        claims = claims if isinstance(claims, dict) else {}
        said = _Said(claims, self._properties)
        kinds = set(said.items("class"))
        mission = next((self._missions[kind] for kind in sorted(kinds) if kind in self._missions), None)
        country = number in said.items("country") or bool(kinds & self._countries)
        found = 0
        if mission and "missions" in self._take:
            found += self._mission(number, entity, said, mission, line)
        elif mission is None:
            found += self._ties(number, said, line) if "ties" in self._take else 0
            found += self._heads(number, entity, said, country) if "heads" in self._take else 0
            found += self._positions(number, entity, said) if "positions" in self._take else 0
            if not country and (said.has("twinned") or said.has("head") or said.has("point")):
                found += self._memberships(number, said) if "memberships" in self._take else 0
            place = said.has("twinned") or said.has("head") or (found and not said.has("position"))
            named_as_place = self.wanted.get(number) in ("City", "Country")
            if place or (country and "cities" in self._take) or named_as_place:
                found += self._place(number, entity, said, country)
            elif number in self.wanted:  # as a person, a post or a network: it is that, and no place
                self.describe(entity)
                found += 1
        if not found:
            self._reading.pass_over(_NOTHING)
            return
        self._reading.taken += 1
        self._source(number, entity)

    def describe(self, entity: Claim) -> None:
        """Take what an item is called, and where it lies, because a fact taken before names it."""
        number = str(entity.get("id"))
        kind = self.wanted.get(number)
        if kind is None or number in self._described:
            return
        claims = entity.get("claims")
        said = _Said(claims if isinstance(claims, dict) else {}, self._properties)
        if kind in ("City", "Country"):
            country = kind == "Country" or number in said.items("country")
            self._place(number, entity, said, country)
        else:
            body: Body = {"iri": self._name(number), **self._labels(entity)}
            if kind == "post":
                inside = said.best_item("jurisdiction") or said.best_item("country")
                if inside:
                    body["in"] = self._want(inside, "Country")
            self._put(kind, number, body)
        self._source(number, entity)

    # What an item may be.

    def _place(self, number: str, entity: Claim, said: _Said, country: bool) -> int:
        body: Body = {"iri": self._name(number), "type": "Country" if country else "City", **self._labels(entity)}
        home = said.best_item("country")
        if home and not country:
            body["country"] = self._want(home, "Country")
        point = said.point()
        if point:
            body["lat"], body["long"] = point
        people = said.population()
        if people:
            body["population"] = people[0]
            if people[1]:
                body["populationYear"] = people[1]
        number_there = said.best_text("geonames")
        if number_there and number_there.isdigit():
            body["geonames"] = number_there
        self._put("place", number, body)
        return 1

    def _ties(self, number: str, said: _Said, line: int) -> int:
        place, taken = self._name(number), 0
        for claim in said.claims("twinned"):
            other = _item(claim.get("mainsnak"))
            if other is None:
                self._reading.leave("a twinned body of unknown name", number, line)
                continue
            if other == number or self._name(other) == place:
                self._reading.leave("twinned with itself", number, line)
                continue
            body: Body = {"a": place, "b": self._want(other, "City"), "kind": "sister-city"}
            self._span(claim, body, "start", "end", number, line)
            if "end" not in body and _qualifier(claim, self._properties["end"]) is not None:
                body["ended"] = True
            references = [
                value
                for reference in claim.get("references") or ()
                for snak in (reference.get("snaks") or {}).get(self._properties["address"]) or ()
                if isinstance(value := _value(snak), str)
            ]
            if references:
                body["references"] = references
            self._put("tie", number, body)
            taken += 1
        return taken

    def _heads(self, number: str, entity: Claim, said: _Said, country: bool) -> int:
        taken, post = 0, ""
        for claim in said.claims("head"):
            person = _item(claim.get("mainsnak"))
            if person is None:
                self._reading.leave("a head of government of unknown name", number)
                continue
            if not post:
                post = self._post_of(number, entity, said, country)
            body: Body = {"person": self._want(person, "person"), "post": post}
            self._span(claim, body, "from", "until", number)
            self._put("tenure", number, body)
            taken += 1
        return taken

    def _post_of(self, number: str, entity: Claim, said: _Said, country: bool) -> str:
        place = self._name(number)
        inside = {"in": place} if country else {"of": place}
        own = said.best_item("head-post")
        if own:
            self._put("post", number, {"iri": self._want(own, "post"), **inside})
            return self._name(own)
        post = f"{ID}post/head-of-government-of-{number.lower()}"
        self._put("post", number, {"iri": post, "head": True, **inside})
        return post

    def _positions(self, number: str, entity: Claim, said: _Said) -> int:
        taken = 0
        for claim in said.claims("position"):
            post = _item(claim.get("mainsnak"))
            if post is None:
                self._reading.leave("a position of unknown name", number)
                continue
            body: Body = {"person": self._name(number), "post": self._want(post, "post")}
            self._span(claim, body, "from", "until", number)
            inside = _item(_qualifier(claim, self._properties["jurisdiction"]))
            if inside:
                self._put("post", number, {"iri": self._name(post), "in": self._want(inside, "Country")})
            self._put("tenure", number, body)
            taken += 1
        if taken:
            self._put("person", number, {"iri": self._name(number), **self._labels(entity)})
        return taken

    def _memberships(self, number: str, said: _Said) -> int:
        taken = 0
        for claim in said.claims("member"):
            network = _item(claim.get("mainsnak"))
            if network is None:
                continue
            body: Body = {"member": self._name(number), "network": self._want(network, "network")}
            self._span(claim, body, "from", "until", number)
            self._put("membership", number, body)
            taken += 1
        return taken

    def _mission(self, number: str, entity: Claim, said: _Said, kind: str, line: int) -> int:
        sender = said.best_item("operator")
        if sender is None:
            self._reading.leave("a mission that no country is told to send", number, line)
            return 0
        hosts = [host for host in dict.fromkeys(said.items("jurisdiction") + said.items("country")) if host != sender]
        body: Body = {"iri": self._name(number), "kind": kind, "sentBy": self._want(sender, "Country")}
        body.update(self._labels(entity))
        if hosts:
            body["accreditedTo"] = [self._want(host, "Country") for host in hosts]
        seat = next((found for name in self._properties["seat"] if (found := said.best_item_of(name))), None)
        if seat:
            body["seat"] = self._want(seat, "City")
        for field, name in (("from", "founded"), ("until", "closed")):
            day = said.best_day(name)
            if day:
                body[field] = day
        self._put("mission", number, body)
        return 1

    def _source(self, number: str, entity: Claim) -> None:
        body: Body = {
            "iri": source_of(number),
            "title": f"Wikidata: {_any_label(entity) or number} ({number})",
            "publisher": "Wikidata",
            "address": f"https://www.wikidata.org/wiki/{number}",
        }
        revision, modified = entity.get("lastrevid"), str(entity.get("modified") or "")[:10]
        if revision:
            body["revision"] = str(revision)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", modified):
            body["published"] = modified
        self._spool.put("source", body["iri"], body)

    # What they share.

    def _want(self, number: str, kind: str) -> str:
        if number not in self._described:
            self.wanted.setdefault(number, kind)
        return self._name(number)

    def _put(self, kind: str, number: str, body: Body) -> None:
        body["source"] = source_of(number)
        if kind in ("place", "person", "network", "mission") or (kind == "post" and "labels" in body):
            self._described.add(number)
            self.wanted.pop(number, None)
        self._spool.put(kind, key_of(kind, body), body)

    def _labels(self, entity: Claim) -> Body:
        labels = _texts(entity.get("labels"))
        chosen = {language: labels[language] for language in self._languages if language in labels}
        if not chosen and labels:
            language = "mul" if "mul" in labels else "en" if "en" in labels else min(labels)
            chosen = {language: labels[language]}
        body: Body = {"labels": chosen} if chosen else {}
        aliases = entity.get("aliases")
        names = [
            str(alias.get("value"))
            for language in self._languages
            for alias in (aliases.get(language) or () if isinstance(aliases, dict) else ())
            if isinstance(alias, dict)
        ]
        if names:
            body["names"] = names
        return body

    def _span(self, claim: Claim, body: Body, start: str, end: str, number: str, line: int = 0) -> None:
        for field, name in ((start, "start"), (end, "end")):
            snak = _qualifier(claim, self._properties[name])
            if snak is None:
                continue
            day = day_of(_value(snak))
            if day:
                body[field] = day
            elif snak.get("snaktype") == "value":
                self._reading.leave(_NO_DAY, f"{number} {_time(snak)}", line)
        if start in body and end in body and before(body[end], body[start]):
            self._reading.leave("an end before its beginning: the end is left out", f"{number} {body[end]}", line)
            del body[end]
        if start not in body:
            snak = _qualifier(claim, self._properties["on"])
            day = day_of(_value(snak)) if snak else None
            if day and start == "start":
                body["start"] = day


class _Said:
    """The statements of one item, by the names that cityties gives their properties."""

    def __init__(self, claims: dict[str, Any], properties: dict[str, Any]) -> None:
        self._claims, self._properties = claims, properties

    def has(self, name: str) -> bool:
        return bool(self._claims.get(self._properties[name]))

    def claims(self, name: str) -> Iterator[Claim]:
        """Give the statements that are not deprecated."""
        return self._valid(self._properties[name])

    def items(self, name: str) -> list[str]:
        """Give the numbers that hold today: of the best rank, and not ended."""
        best = list(self._best(self._properties[name]))
        current = [claim for claim in best if _qualifier(claim, self._properties["end"]) is None]
        return [number for claim in current or best if (number := _item(claim.get("mainsnak")))]

    def best_item(self, name: str) -> str | None:
        return next(iter(self.items(name)), None)

    def best_item_of(self, property_: str) -> str | None:
        return next((number for claim in self._best(property_) if (number := _item(claim.get("mainsnak")))), None)

    def best_text(self, name: str) -> str | None:
        values = (_value(claim.get("mainsnak")) for claim in self._best(self._properties[name]))
        return next((value for value in values if isinstance(value, str)), None)

    def best_day(self, name: str) -> str | None:
        values = (day_of(_value(claim.get("mainsnak"))) for claim in self._best(self._properties[name]))
        return next((day for day in values if day), None)

    def point(self) -> tuple[float, float] | None:
        for claim in self._best(self._properties["point"]):
            value = _value(claim.get("mainsnak"))
            if isinstance(value, dict):
                lat, long = value.get("latitude"), value.get("longitude")
                if (
                    isinstance(lat, int | float)
                    and isinstance(long, int | float)
                    and abs(lat) <= 90
                    and abs(long) <= 180
                ):
                    return round(lat, 6), round(long, 6)
        return None

    def population(self) -> tuple[int, str] | None:
        """Give the latest count of the best rank, and its year where that is told."""
        counted = []
        for claim in self._best(self._properties["population"]):
            value = _value(claim.get("mainsnak"))
            try:
                people = int(float(value["amount"])) if isinstance(value, dict) else -1
            except (KeyError, ValueError, OverflowError):
                continue
            snak = _qualifier(claim, self._properties["on"])
            day = day_of(_value(snak)) if snak else None
            if people >= 0:
                counted.append(((day or "")[:4], people))
        if not counted:
            return None
        year, people = max(counted)
        return people, year

    def _best(self, property_: str) -> Iterator[Claim]:
        valid = list(self._valid(property_))
        preferred = [claim for claim in valid if claim.get("rank") == "preferred"]
        return iter(preferred or valid)

    def _valid(self, property_: str) -> Iterator[Claim]:
        claims = self._claims.get(property_)
        for claim in claims if isinstance(claims, list) else ():
            if isinstance(claim, dict) and claim.get("rank") != "deprecated":
                yield claim


def source_of(number: str) -> str:
    """Name the source that an item of Wikidata is."""
    return f"{ID}source/wikidata-{number.lower()}"


def day_of(value: Any) -> str | None:
    """Write a time of Wikibase as precisely as it is told, or None where it is vaguer than a year, or no day.

    >>> day_of({"time": "+1967-06-27T00:00:00Z", "precision": 9})
    '1967'

    Days of the Julian calendar are other days of ours: of them only the year is kept.
    """
    if not isinstance(value, dict):
        return None
    found = _TIME.match(str(value.get("time") or ""))
    precision = value.get("precision", _DAY)
    if found is None or not isinstance(precision, int) or precision < _YEAR:
        return None
    year, month, day = (int(part) for part in found.groups())
    if precision == _YEAR or not month or str(value.get("calendarmodel", "")).endswith(_JULIAN):
        month = day = 0
    if precision == _MONTH:
        day = 0
    try:
        return str(Day(year, month or None, day or None))
    except DayError:
        return None


def _time(snak: Any) -> str:
    value = _value(snak)
    return str(value.get("time") or "")[:40] if isinstance(value, dict) else ""


def _value(snak: Any) -> Any:
    if not isinstance(snak, dict) or snak.get("snaktype", "value") != "value":
        return None
    held = snak.get("datavalue")
    return held.get("value") if isinstance(held, dict) else None


def _item(snak: Any) -> str | None:
    value = _value(snak)
    if not isinstance(value, dict):
        return None
    number = value.get("id") or f"Q{value.get('numeric-id')}"
    return number if isinstance(number, str) and _QID.fullmatch(number) else None


def _qualifier(claim: Claim, property_: str) -> Claim | None:
    held = claim.get("qualifiers")
    snaks = held.get(property_) if isinstance(held, dict) else None
    return snaks[0] if isinstance(snaks, list) and snaks and isinstance(snaks[0], dict) else None


def _texts(labels: Any) -> dict[str, str]:
    if not isinstance(labels, dict):
        return {}
    return {
        language: label["value"]
        for language, label in labels.items()
        if isinstance(label, dict) and isinstance(label.get("value"), str) and label["value"].strip()
    }


def _any_label(entity: Claim) -> str | None:
    labels = _texts(entity.get("labels"))
    return labels.get("en") or labels.get("mul") or (labels[min(labels)] if labels else None)

"""Actors: which bodies an article names, itself or by their officials, and which words stand for them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.telling.assertion import Assertions
from cityties.reading.text.mention import Mention

__all__ = ["Actor", "Actors"]

_SILENT: Final = frozenset({"adjective", "venue", "dateline", "history"})
# How near a region follows a city that lies in it, and what stands between two that act together.
_BESIDE: Final = 45
# How long the name of a body may be that holds a place: "Consulate General of the Republic of … in Los Angeles".
_AROUND: Final = 150
_JOINING: Final = re.compile(r"(?<!\w)(and|with|to|dan|dengan|ke|serta|ve|ile|antara)(?!\w)|[.;:]")
_INSIDE: Final = re.compile(r"(?<!\w)(in|at|di)\s+$")
_BESIDES: Final = re.compile(
    r"(?<!\w)(besides|beside|apart from|aside from|in addition to|other than|selain)\s+(the )?$"
)
_BUT: Final = re.compile(r"('?\w{1,4})? (disinda|haric|yani sira|haricinde)(?!\w)")
_PEOPLE: Final = re.compile(
    r"(?<!\w)(orang|warga|masyarakat|penduduk|(people|residents|natives|children) (of|from))\s+$"
)
_CITY: Final = re.compile(
    r"\s*(port |host |partner |sister |twin )?(city|town|municipality|capital|side|counterpart|kota)(?!\w)"
)
# How far after a Turkish name its case ending may go.
_ENDING: Final = re.compile(r"'?([a-z]{1,9})?")
_CASES: Final = (
    ("locative", re.compile(r"(da|de|ta|te)(ki)?(ler|lar)?[a-z]*")),
    ("ablative", re.compile(r"(dan|den|tan|ten)")),
    ("genitive", re.compile(r"(n?[iu]n)(ki)?")),
    ("with", re.compile(r"y?l[ae]")),
    ("accusative", re.compile(r"[yn]?[iu]")),
    ("dative", re.compile(r"[yn]?[ae]")),
)


@dataclass(frozen=True)
class Actor:
    """A body (government, mission, organisation, network) named at a place of the text, itself or by its person.

    ``own`` says that words such as "the council" stand for it.
    """

    body: str
    person: str
    post: str
    start: int
    end: int
    kind: str
    own: bool = False


@dataclass(frozen=True)
class Actors(Assertions):
    """An article with who acts in it."""

    @cached_property
    def bodies(self) -> dict[str, Fact]:
        """The governments, missions, organisations and networks that the article names, by id."""
        kinds = ("government", "mission", "organisation", "network")
        return {fact.id: fact for fact in self.entities.facts if fact.kind in kinds}

    @cached_property
    def _of_place(self) -> dict[str, str]:
        return {fact.text("place"): fact.id for fact in self.entities.facts if fact.kind == "government"}

    @cached_property
    def tenures(self) -> dict[str, tuple[str, str]]:
        """Post and body of each person who holds one."""
        found: dict[str, tuple[str, str]] = {}
        for fact in self.entities.facts:
            if fact.kind == "tenure":
                post = fact.text("post")
                found.setdefault(fact.text("holder"), (post, self._post_of(post)))
        return found

    def body_of(self, mention: Mention) -> str:
        """Say for which body a mention stands, empty where for none."""
        if mention.kind in ("government", "mission", "organisation", "network"):
            return mention.fact
        if mention.kind == "place" and mention.role == "adjective":
            return self._abroad(mention)
        if mention.kind == "place" and mention.role not in _SILENT:
            return self._of_place.get(mention.fact, "")
        if mention.kind == "person":
            return self.tenures.get(mention.fact, ("", ""))[1]
        return self._post_of(mention.fact) if mention.kind == "post" else ""

    def _abroad(self, mention: Mention) -> str:
        """Say which government "the Chinese city" is: the only one of that country, where the text has one."""
        if not _CITY.match(self.words(mention.end, mention.end + 24)):
            return ""
        country = self.entities.fact(mention.fact)
        names = {mention.fact, country.text("name")} if country else {mention.fact}
        found = [body for body in self.bodies if self.is_government(body) and self.country(body) in names]
        return found[0] if len(found) == 1 else ""

    def _post_of(self, name: str) -> str:
        """Say of which body a post is; a post of a city without a government named is of the city."""
        post = self.entities.fact(name)
        body = post.text("in") if post else ""
        place = self.entities.fact(body) if body.startswith("place:") else None
        if place is not None:
            return self._of_place.get(body, body if place.text("class") != "Country" else "")
        return body if body in self.bodies else ""

    @cached_property
    def _holders(self) -> dict[str, str]:
        """Who holds a post, where it is one person."""
        found: dict[str, list[str]] = {}
        for person, (post, _) in self.tenures.items():
            found.setdefault(post, []).append(person)
        return {post: persons[0] for post, persons in found.items() if len(persons) == 1}

    def actors(self, start: int, end: int) -> list[Actor]:
        """Give the bodies that a stretch names, in their order; a name within another counts once."""
        found = self._actors[bisect_left(self._begun, start) : bisect_right(self._begun, end)]
        return [actor for actor in found if actor.end <= end]

    @cached_property
    def _begun(self) -> list[int]:
        return [actor.start for actor in self._actors]

    @cached_property
    def _actors(self) -> list[Actor]:
        found: list[Actor] = []
        for mention in sorted(self.entities.mentions, key=lambda one: (one.start, -one.end)):
            if mention.kind in ("sector", "both"):
                continue
            body = self.body_of(mention)
            if not body or (found and mention.end <= found[-1].end) or self._locates(mention):
                continue
            person = mention.fact if mention.kind == "person" else ""
            if mention.kind == "post":
                person = self._holders.get(mention.fact, "")
            post = mention.fact if mention.kind == "post" else self.tenures.get(person, ("", ""))[0]
            actor = Actor(body, person, post, mention.start, mention.end, mention.kind, mention.role == "own")
            if found and person and found[-1].person == person and mention.start - found[-1].end <= 3:
                # "Mayor Ana Silva": the post and its holder are one actor.
                found[-1] = replace(actor, start=found[-1].start)
            else:
                found.append(actor)
        return found

    def _locates(self, mention: Mention) -> bool:
        """Say whether a region only tells where the city before it lies: "Windsor, Ontario"."""
        if mention.kind not in ("place", "government"):
            return False
        if self.article.lang == "tr" and self.case(mention.end) == "genitive":
            # "Izmir'in Karsiyaka Belediyesi"
            behind = self.entities.in_span(mention.end, mention.end + 40, "government")
            return bool(behind) and behind[0].start - mention.end <= 6 and behind[0].fact != mention.fact
        if not self._is_region(mention.fact):
            return False
        start = max(0, mention.start - _BESIDE)
        before = self.entities.in_span(start, mention.start, "place", "government")
        if not before or self._is_region(before[-1].fact) or before[-1].role == "adjective":
            return False
        between = self.words(before[-1].end, mention.start).replace("u.s.", "us")
        return not _JOINING.search(between)

    def may_be_partner(self, mention: Mention) -> bool:
        """Say whether a place without a named government may be a partner: a city named as such, not where one is."""
        fact = self.entities.fact(mention.fact)
        if (
            fact is None
            or not self._of_cities
            or fact.text("class") not in ("City", "Region")
            or mention.role not in ("", "history")
            or self.body_of(mention)
        ):
            return False
        people = _PEOPLE.search(self.words(max(0, mention.start - 24), mention.start))
        return not (self.is_part(mention) or people or self.lies_in(mention) or self._locates(mention))

    def is_part(self, mention: Mention) -> bool:
        """Say whether a name stands within a longer one: of a mission, of a post."""
        around = self.entities.in_span(max(0, mention.start - _AROUND), mention.end + _AROUND)
        inside = [one for one in around if one is not mention]
        return any(one.start <= mention.start and mention.end <= one.end for one in inside)

    @cached_property
    def _of_cities(self) -> bool:
        """Whether the text is of cities at all: it names a government, or words of a lasting tie."""
        lasting = any(cue.name in ("sister-city", "friendship") for cue in self.cues)
        return lasting or any(self.is_government(body) for body in self.bodies)

    def takers(self, start: int, end: int) -> list[Actor]:
        """Give the governments of a stretch and the cities in it that no government is named of, as actors."""
        places = [one for one in self.entities.in_span(start, end, "place") if self.may_be_partner(one)]
        found = [actor for actor in self.actors(start, end) if self.is_government(actor.body)]
        found += [Actor(one.fact, "", "", one.start, one.end, "place") for one in places]
        return sorted(found, key=lambda actor: actor.start)

    def _is_region(self, name: str) -> bool:
        fact = self.entities.fact(name)
        place = self.entities.fact(fact.text("place")) if fact and fact.kind == "government" else fact
        return place is not None and place.text("class") == "Region"

    def besides(self, actor: Actor) -> bool:
        """Say whether somebody is named only to be left out: "besides Windsor", "selain Kuching", "Hanau dışında"."""
        before = self.words(max(0, actor.start - 24), actor.start)
        behind = self.words(actor.end, actor.end + 24)
        return bool(_BESIDES.search(before) or (self.article.lang == "tr" and _BUT.match(behind)))

    def governments(self, start: int, end: int) -> list[str]:
        """Give the governments that a stretch names or whose officials it names, each once, in their order."""
        found = [actor for actor in self.actors(start, end) if self.is_government(actor.body)]
        actors = [actor for actor in found if not self.besides(actor)] or found
        named = dict.fromkeys(actor.body for actor in actors if not actor.own)
        # "The council" beside two cities that are named is one of them, whichever.
        return list(named if len(named) > 1 else dict.fromkeys(actor.body for actor in actors))

    def cities(self, start: int, end: int) -> list[str]:
        """Give the governments of a stretch and the cities in it that no government is named of, in their order."""
        return list(dict.fromkeys(actor.body for actor in self.takers(start, end)))

    def is_government(self, body: str) -> bool:
        """Say whether a body is the government of a city, district or province."""
        return body.startswith(("government:", "place:"))

    def is_country(self, body: str) -> bool:
        """Say whether a place is a country."""
        fact = self.entities.fact(body)
        return fact is not None and fact.kind == "place" and fact.text("class") == "Country"

    def state_of(self, person: str) -> str:
        """Give the country for which a person acts as its minister or the like, empty where for none."""
        post = self.entities.fact(self.tenures.get(person, ("", ""))[0])
        home = post.text("in") if post else ""
        return home if self.is_country(home) else ""

    def country(self, body: str) -> str:
        """Say in which country a body is, or which country sent it."""
        fact = self.entities.fact(body)
        if fact is None:
            return ""
        place = fact if fact.kind == "place" else self.entities.fact(fact.text("sentBy") or fact.text("place"))
        return (place.text("country") or place.text("name")) if place else ""

    def case(self, end: int) -> str:
        """Name the case of a Turkish name that ends at a place of the text, "" for a bare one."""
        folded, at = self.surface.folded, self.surface.at(end)
        found = _ENDING.match(folded, at)
        ending = found[1] or "" if found else ""
        if not ending:
            after = folded[at : at + 8].lstrip("' ")
            return "with" if after.startswith(("ile ", "ile,")) else "and" if after.startswith("ve ") else ""
        return next((name for name, pattern in _CASES if pattern.fullmatch(ending)), "")

    def lies_in(self, mention: Mention) -> bool:
        """Say whether a place is one where something is done: "in Ankara", "di Turki", "Konya'da"."""
        if self.article.lang == "tr":
            return self.case(mention.end) == "locative"
        return _INSIDE.search(self.words(max(0, mention.start - 6), mention.start)) is not None

"""People, posts and tenures of an article as facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Protocol

from cityties.model.word_list import read_word_list
from cityties.reading.draft import Value
from cityties.reading.findings import Findings
from cityties.reading.people.identity import Person, find_people, find_short
from cityties.reading.people.known import Known
from cityties.reading.people.mission import headed
from cityties.reading.people.person import Holding, Post
from cityties.reading.places.place import Naming
from cityties.reading.register import Register, slug
from cityties.reading.text.mention import Mention
from cityties.reading.words.country import country_name
from cityties.reading.words.lexicon import Lexicon, key
from cityties.reading.words.page import DIPLOMATIC

__all__ = ["Bodies", "add_people"]

_FULL: Final = 0.9
# Posts of which a body has several: their title names them, not their role.
_SEVERAL: Final = frozenset(
    (
        *("head-of-department", "head-of-bureau", "assistant", "council-member", "head-of-committee"),
        *("minister", "deputy-minister", "director-general", "attache", "counsellor"),
    )
)


class Bodies(Protocol):
    """Who adds the bodies that posts are in."""

    findings: Findings
    graph: Known
    register: Register

    def country(self, code: str, start: int, end: int) -> str: ...
    def place(self, naming: Naming) -> str: ...
    def government(self, naming: Naming) -> str: ...
    def network(self, name: str, start: int, end: int) -> str: ...


def add_people(bodies: Bodies, missions: Mapping[Post, str]) -> None:
    """Add people, their posts and tenures, and each place where one is named. ``missions`` are those of posts."""
    _Office(bodies, missions).add()


class _Office:
    def __init__(self, bodies: Bodies, missions: Mapping[Post, str]) -> None:
        self._bodies, self._missions = bodies, missions
        self._finds, self._register = bodies.findings, bodies.register

    def add(self) -> None:
        findings = self._finds
        people = find_people(findings.page, findings.holdings)
        taken = {
            at
            for _, row in findings.rows
            for one in row
            if one.wording or one.place
            for at in range(one.start, one.end)
        }
        taken |= {at for person in people for start, end in person.places for at in range(start, end)}
        shorts = [one for one in find_short(findings.page, people, taken) if findings.told(one[1])]
        for person, start, end in shorts:
            person.respell(self._register.words(start, end))
        ids = {id(person): self._person(person) for person in people}
        for person, start, end in shorts:
            self._register.mention("person", ids[id(person)], start, end, "short")
        for person in people:
            for start, end in person.places:
                self._register.mention("person", ids[id(person)], start, end)
            self._add_tenures(person, ids[id(person)])
        for post in findings.posts:
            if self._body(post):
                self._register.mention("post", self._post(post), post.start, post.end, post.role)
        self._add_pronouns()

    def _person(self, person: Person) -> str:
        slots: dict[str, Value] = {"name": person.name, "otherNames": list(person.names)}
        slots["iri"] = self._bodies.graph.people.get(key(person.name), "")
        return self._register.add(f"person:{slug(person.name)}", slots, person.places[0], "person.beside-post", _FULL)

    def _add_tenures(self, person: Person, holder: str) -> None:
        told: set[str] = set()
        for one in _telling(person.holdings):
            post = self._post(one.post)
            if one.post.role in told:
                continue
            told.add(one.post.role)
            slots: dict[str, Value] = {"holder": holder, "post": post}
            slots["attestedOn"] = self._finds.page.article.published
            if one.post.acting:
                slots["acting"] = True
            span = (min(one.start, one.post.start), max(one.end, one.post.end))
            name = f"tenure:{holder.partition(':')[2]}-{post.partition(':')[2]}"
            self._register.add(name, slots, span, "tenure.beside", _FULL)

    def _post(self, post: Post) -> str:
        """Add a post, and give its id."""
        body = self._body(post)
        title = self._register.words(post.start, post.end)
        words = slug(title) if post.role in _SEVERAL else post.role
        of = slug(country_name(post.sender)) if post.sender and headed(post) else body.partition(":")[2]
        name = words if not of or of in words else f"{words}-of-{of}"
        seat = post.place.chosen.name if post.place and post.place.chosen else ""
        if post.role in DIPLOMATIC and (post.host or seat):
            to = country_name(post.host) if post.host else seat
            name = f"{name}-{'to' if post.role == 'ambassador' else 'in'}-{slug(to)}"
        slots: dict[str, Value] = {"title": title, "role": post.role, "in": body, "iri": self._bodies.graph.post(name)}
        return self._register.add(f"post:{name}", slots, (post.start, post.end), "post", _FULL)

    def _body(self, post: Post) -> str:
        """Say in which body a post is: a mission, a network, a government, or the place where no government acts."""
        if post in self._missions:
            return self._missions[post]
        if post.network:
            return self._bodies.network(post.network, post.start, post.end)
        if post.place and post.role not in DIPLOMATIC:
            side = post.place.name in self._finds.sides
            return self._bodies.government(post.place) if side else self._bodies.place(post.place)
        return self._bodies.country(post.sender, post.start, post.end) if post.sender else ""

    def _add_pronouns(self) -> None:
        page = self._finds.page
        named = sorted((one for one in self._register.mentions if one.kind == "person"), key=lambda one: one.start)
        for hit in _pronouns(page.lang).find(page.folded):
            start, end = page.surface.span(hit.start, hit.end)
            last = [one for one in named if one.end <= start]
            if last and self._finds.told(hit.start):
                self._register.mentions.append(Mention("person", last[-1].fact, start, end, "pronoun"))


def _telling(holdings: Sequence[Holding]) -> list[Holding]:
    """Give the namings that tell a post, fullest first: a councillor's title tells nothing beside a fuller post."""
    best = [one for one in holdings if one.post.role != "council-member"] or list(holdings)
    full = [one for one in best if one.post.place or one.post.sender or one.post.network] or best[:1]
    return sorted(full, key=lambda one: one.start)


@cache
def _pronouns(lang: str) -> Lexicon:
    return Lexicon((word, "pronoun") for word in read_word_list("titles")["pronouns"].get(lang, ()))

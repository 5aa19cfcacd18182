"""Who and what an article names: places, governments, missions, people with their posts, networks, fields.

The rules of each kind are in place.py, person.py, identity.py, mission.py, participant.py and sector.py; here
their finds become facts, each with the words that say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from cityties.model.word_list import read_word_list
from cityties.reading.draft import Article
from cityties.reading.findings import Findings, find_all
from cityties.reading.offices import add_people
from cityties.reading.people.known import Known, known
from cityties.reading.people.mission import Mission, find_missions, join
from cityties.reading.people.participant import role_of
from cityties.reading.people.person import Post
from cityties.reading.places.place import Naming
from cityties.reading.register import Register, slug
from cityties.reading.relations.sector import find_sectors
from cityties.reading.text.mention import Entities
from cityties.reading.text.sentence import Sentence
from cityties.reading.text.surface import Surface
from cityties.reading.words.country import country_name
from cityties.reading.words.lexicon import Lexicon, key
from cityties.reading.words.page import Wording, open_page
from cityties.store import Store

__all__ = ["find_entities"]

_FULL: Final = 0.9
_LIKELY: Final = 0.7
_WEAK: Final = 0.4
_APART: Final = 8  # letters between a name and the word of its government


def find_entities(article: Article, surface: Surface, sentences: Sequence[Sentence], store: Store) -> Entities:
    """Find what an article names: facts in the order of the text, and each place where one is named."""
    page = open_page(article, surface, sentences)
    writer = _Writer(find_all(page, store), known(store), Register(surface))
    writer.add_places()
    writer.add_governments()
    writer.add_networks()
    headed = writer.add_missions()
    add_people(writer, headed)
    writer.register.mentions.extend(find_sectors(page, store, writer.findings.posts))
    return writer.register.entities()


class _Writer:
    """Writes places and bodies into the register."""

    def __init__(self, findings: Findings, graph: Known, register: Register) -> None:
        self.findings = findings
        self.graph = graph
        self.register = register

    # Places

    def add_places(self) -> None:
        for wording in self.findings.page.of_kind("country", "adjective"):
            if self.findings.told(wording.start):
                name = self.country(wording.code, wording.start, wording.end)
                role = "adjective" if wording.kind == "adjective" else ""
                self.register.mention("place", name, wording.start, wording.end, role)
        for naming in self.findings.places:
            role = role_of(self.findings.page, naming)
            self.register.mention("place", self.place(naming), naming.start, naming.end, role)

    def country(self, code: str, start: int, end: int) -> str:
        """Add a country, and give its id."""
        name = country_name(code)
        slots = {"name": name, "class": "Country", "iri": self.graph.countries.get(key(name), "")}
        return self.register.add(f"place:{slug(name)}", slots, (start, end), "place.country", _FULL)

    def place(self, naming: Naming) -> str:
        """Add a city or region, and give its id."""
        spot = naming.chosen
        if spot is None:
            return ""
        name = f"place:{slug(spot.name)}"
        country = country_name(spot.country) if spot.country else ""
        own = self.register.facts.get(name)
        if own and (own.text("class"), own.text("country")) != (spot.kind, country):
            name = f"{name}-{spot.country.lower() or spot.kind.lower()}"
        slots = {"name": spot.name, "class": spot.kind, "country": country, "iri": spot.iri}
        side = naming.name in self.findings.sides
        score = (_FULL if spot.origin != "text" else _LIKELY) if side else _WEAK
        return self.register.add(name, slots, (naming.start, naming.end), f"place.{naming.cue or 'name'}", score)

    # Governments and networks

    def add_governments(self) -> None:
        for naming in self.findings.places:
            if naming.name in self.findings.sides:
                government, wording = self.government(naming), self._beside(naming)
                if wording and "-government-" in wording.code:
                    start, end = min(wording.start, naming.start), max(wording.end, naming.end)
                    self.register.mention("government", government, start, end)
        self._add_unnamed()

    def _add_unnamed(self) -> None:
        """Add mentions of governments without a name: "the two cities", "our municipality", "Pemkot"."""
        page, main = self.findings.page, self.findings.main
        taken = {at for one in self.register.mentions for at in range(one.start, one.end)}
        for wording in page.of_kind("government"):
            if not self.findings.told(wording.start):
                continue
            if wording.code == "both":
                self.register.mention("both", "", wording.start, wording.end)
            elif (
                main
                and main.name in self.findings.sides
                and page.surface.span(wording.start, wording.end)[0] not in taken
            ):
                word = page.folded[wording.start : wording.end]
                if wording.code == "own" or _own(page.lang).code(word):
                    self.register.mention("government", self.government(main), wording.start, wording.end, "own")

    def government(self, naming: Naming) -> str:
        """Add the government of a place, and give its id."""
        place, wording = self.place(naming), self._beside(naming)
        start, end = naming.start, naming.end
        if wording and "-government-" in wording.code:
            start, end = min(wording.start, start), max(wording.end, end)
        iri = self.graph.governments.get(self.register.iri(place), "")
        slots = {"name": self.register.text(place), "place": place, "iri": iri}
        name = f"government:{place.partition(':')[2]}"
        return self.register.add(name, slots, (start, end), "government", _FULL if wording else _LIKELY)

    def _beside(self, naming: Naming) -> Wording | None:
        for wording in self.findings.page.of_kind("government"):
            gap = naming.start - wording.end if wording.end <= naming.start else wording.start - naming.end
            if 0 <= gap <= _APART and wording.code == naming.code:
                return wording
        return None

    def add_networks(self) -> None:
        for wording in self.findings.page.of_kind("network"):
            if self.findings.told(wording.start):
                self.register.mention(
                    "network", self.network(wording.code, wording.start, wording.end), wording.start, wording.end
                )

    def network(self, name: str, start: int, end: int) -> str:
        """Add a network of cities, and give its id."""
        slots = {"name": name, "iri": self.graph.networks.get(key(name), "")}
        return self.register.add(f"network:{slug(name)}", slots, (start, end), "network", _FULL)

    # Missions

    def add_missions(self) -> dict[Post, str]:
        """Add the missions; say which of them each post belongs to."""
        page = self.findings.page
        seats = [seat for _, row in self.findings.rows for seat in find_missions(page, row)]
        posts = [*(one.post for one in self.findings.holdings), *self.findings.posts]
        headed: dict[Post, str] = {}
        for mission in join(page, seats, posts):
            name = self._mission(mission)
            for seat in mission.wordings:
                self.register.mention("mission", name, seat.start, seat.end)
            headed.update(dict.fromkeys(mission.posts, name))
        return headed

    def _mission(self, mission: Mission) -> str:
        first = max(mission.wordings, key=lambda one: one.end - one.start, default=None)
        span = (first.start, first.end) if first else (mission.posts[0].start, mission.posts[0].end)
        words = [mission.kind.replace("-", " ").capitalize()]
        sender = self.country(mission.sender, *span) if mission.sender else ""
        seat = self.place(mission.place) if mission.place else ""
        hosted = mission.host or (mission.place.chosen.country if mission.place and mission.place.chosen else "")
        host = self.country(hosted, *span) if hosted and mission.kind == "embassy" else ""
        words += [f"of {self.register.text(sender)}"] if sender else []
        if seat or host:
            words.append(f"in {self.register.text(seat)}" if seat else f"to {self.register.text(host)}")
        iri = self.graph.mission(mission.kind, *map(self.register.iri, (sender, seat, host)))
        slots = {
            "name": " ".join(words),
            "missionKind": mission.kind,
            "sentBy": sender,
            "seat": seat,
            "accreditedTo": host,
            "iri": iri,
        }
        rule, score = ("mission", _FULL) if mission.wordings else ("mission.of-post", _WEAK)
        return self.register.add(f"mission:{slug(' '.join(words))}", slots, span, rule, score)


@cache
def _own(lang: str) -> Lexicon:
    return Lexicon((word, "own") for word in read_word_list("governments")["own"].get(lang, ()))

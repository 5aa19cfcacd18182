"""A scene: an article as the rules of relations see it, sentence by sentence, with who acts, who speaks, and for whom.

Rules ask it: which bodies does this sentence name, whose words are these, for which government does this
person act, which two cities is this article about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Final

from cityties.reading.cue import Cue, find_cues
from cityties.reading.day import Day
from cityties.reading.draft import Article, Fact
from cityties.reading.mention import Entities, Mention
from cityties.reading.sentence import Sentence, quotes
from cityties.reading.surface import Surface

__all__ = ["Actor", "Scene"]

_SILENT: Final = frozenset({"adjective", "venue", "dateline", "history"})
_READ: Final = frozenset({"body", "quote-only", "headline"})
_PAIRING: Final = frozenset({"steps", "agreements", "encounters"})
# How many words before and behind a stretch may deny it: Turkish denies at the end.
_REACH: Final = {"en": (7, -1), "id": (7, 1), "tr": (-1, 6)}
_AWAY: Final = 99
_UNDONE: Final = 12
# How near a region follows a city that lies in it, and what stands between two that act together.
_BESIDE: Final = 45
_JOINING: Final = re.compile(r"(?<!\w)(and|with|to|dan|dengan|ke|serta|ve|ile|antara)(?!\w)|[.;:]")
_INSIDE: Final = re.compile(r"(?<!\w)(in|at|di)\s+$")
_CITY: Final = re.compile(
    r"\s*(port |host |partner |sister |twin )?(city|town|municipality|capital|side|counterpart|kota)(?!\w)"
)
# What it weighs that an article is dated from a city.
_HOME: Final = 4
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
class Scene:
    """An article, its sentences, what it names, its days and its cues."""

    article: Article
    surface: Surface
    sentences: Sequence[Sentence]
    entities: Entities
    days: Sequence[Day]
    cues: Sequence[Cue] = field(default=())

    @classmethod
    def of(
        cls,
        article: Article,
        surface: Surface,
        sentences: Sequence[Sentence],
        entities: Entities,
        days: Sequence[Day],
    ) -> Scene:
        """Set the scene: find the cues of the article."""
        return cls(article, surface, sentences, entities, days, tuple(find_cues(surface, article.lang)))

    # What stands where

    @cached_property
    def told(self) -> list[Sentence]:
        """The sentences that tell something: no boilerplate."""
        return [
            sentence
            for sentence in self.sentences
            if sentence.kind in _READ and not (sentence.kind != "headline" and self.asks(sentence))
        ]

    def words(self, start: int, end: int) -> str:
        """Give a stretch of the text, folded."""
        return self.surface.folded[self.surface.at(start) : self.surface.at(end)]

    def cues_in(self, start: int, end: int, *files: str) -> list[Cue]:
        """Give the cues of a stretch, of some files or of all."""
        first = bisect_right(self._starts, start - 1)
        found = []
        for cue in self.cues[first:]:
            if cue.start >= end:
                break
            if cue.end <= end and (not files or cue.file in files):
                found.append(cue)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [cue.start for cue in self.cues]

    def days_in(self, start: int, end: int) -> list[Day]:
        """Give the days that a stretch tells."""
        return [day for day in self.days if start <= day.start and day.end <= end]

    def clause(self, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
        """Say from where to where the clause around a stretch of a sentence goes."""
        first, last = sentence.start, sentence.end
        for place in self._breaks(sentence):
            if place <= start:
                first = place
            elif place >= end:
                last = min(last, place)
        return first, last

    def _breaks(self, sentence: Sentence) -> list[int]:
        found = [
            sentence.start + match.start()
            for match in re.finditer(r";|\s[–—]\s|—", self.article.text[sentence.start : sentence.end])
        ]
        for cue in self.cues_in(sentence.start, sentence.end, "negation"):
            if cue.name == "turns-to" and cue.start > sentence.start:
                found.append(cue.start)
        for start, end in self.quotes:
            found += [place for place in (start, end) if sentence.start < place < sentence.end and end - start > 40]
        return sorted(found)

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """Where the quotations of the article stand."""
        return quotes(self.article.text)

    def quoted(self, place: int) -> tuple[int, int] | None:
        """Give the quotation around a place of the text, None outside of any; a mere title in marks is none."""
        return next((span for span in self.quotes if span[0] <= place < span[1] and span[1] - span[0] > 25), None)

    # Denied, planned, hoped

    def denied(self, sentence: Sentence, start: int, end: int) -> bool:
        """Say whether a stretch is denied in its clause."""
        first, last = self.clause(sentence, start, end)
        told = [one for one in self.cues_in(first, last, "steps") if one.about.get("step")]
        for cue in self.cues_in(first, last, "negation"):
            if any(one.start <= cue.start and cue.end <= one.end for one in told):
                # "Not renewed" is a turn of its own: it denies nothing else.
                continue
            if cue.name == "undoes" and cue.start >= end and self._between(end, cue.start) <= _UNDONE:
                return True
            if cue.name == "neither" and (cue.end <= start or cue.start < end):
                return True
            if cue.name not in ("denies", "denies-doing"):
                continue
            if cue.name == "denies-doing" and cue.start >= end and self.words(start, end).endswith(("an", "en")):
                continue
            if cue.start < end and cue.end > start:
                return True
            before = self._between(cue.end, start) if cue.end <= start else _AWAY
            behind = self._between(end, cue.start) if cue.start >= end else _AWAY
            reach = _REACH[self.article.lang]
            if before <= reach[0] or behind <= reach[1]:
                return True
        return False

    def mood(self, sentence: Sentence, start: int, end: int) -> str:
        """Say how a stretch is told: as a hope, as a plan, as resolved, or as done ("")."""
        first, last = self.clause(sentence, start, end)
        found: set[str] = set()
        for cue in self.cues_in(first, last, "modality"):
            near = (
                self._between(end, cue.start) <= 7
                if cue.start >= end
                else self._between(cue.end, start) <= 6
                if cue.end <= start
                else True
            )
            if not near or (self.article.lang == "tr" and cue.end <= start and cue.name == "plan"):
                continue
            if self.article.lang == "en" and cue.start >= end and self._between(end, cue.start) > 3:
                continue
            found.add(cue.name)
        return next((name for name in ("hope", "plan", "resolved") if name in found), "")

    def _between(self, start: int, end: int) -> int:
        return len(self.article.text[start:end].split())

    # Who

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
        return [actor for actor in self._actors if start <= actor.start and actor.end <= end]

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
        between = self.words(before[-1].end, mention.start)
        return not _JOINING.search(between)

    def may_be_partner(self, mention: Mention) -> bool:
        """Say whether a place without a named government may be a partner: a city named as such, not where one is."""
        fact = self.entities.fact(mention.fact)
        if (
            fact is None
            or fact.text("class") not in ("City", "Region")
            or mention.role not in ("", "history")
            or self.body_of(mention)
        ):
            return False
        inside = [one for one in self.entities.in_span(mention.start - 40, mention.end + 40) if one is not mention]
        part = any(one.start <= mention.start and mention.end <= one.end for one in inside)
        return not part and not self.lies_in(mention) and not self._locates(mention)

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

    def asks(self, sentence: Sentence) -> bool:
        """Say whether a sentence is a question, which tells nothing."""
        return self.article.text[sentence.start : sentence.end].rstrip('"”» ').endswith("?")

    def governments(self, start: int, end: int) -> list[str]:
        """Give the governments that a stretch names or whose officials it names, each once, in their order."""
        actors = [actor for actor in self.actors(start, end) if self.is_government(actor.body)]
        named = dict.fromkeys(actor.body for actor in actors if not actor.own)
        # "The council" beside two cities that are named is one of them, whichever.
        return list(named if len(named) > 1 else dict.fromkeys(actor.body for actor in actors))

    def cities(self, start: int, end: int) -> list[str]:
        """Give the governments of a stretch and the cities in it that no government is named of, in their order."""
        return list(dict.fromkeys(actor.body for actor in self.takers(start, end)))

    def is_government(self, body: str) -> bool:
        """Say whether a body is the government of a city, district or province."""
        return body.startswith(("government:", "place:"))

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

    # Whose article it is

    @cached_property
    def pairs(self) -> Counter[tuple[str, ...]]:
        """How strongly each two governments belong together in this article."""
        found: Counter[tuple[str, ...]] = Counter()
        for sentence in self.told:
            named = self.governments(sentence.start, sentence.end)
            if 2 <= len(named) <= 4:
                weight = 3 if sentence.kind == "headline" else 2 if self._pairing(sentence) else 1
                for one, other in combinations(sorted(named), 2):
                    found[one, other] += weight * (2 if self.country(one) != self.country(other) else 1)
        return found

    def _pairing(self, sentence: Sentence) -> bool:
        return any(cue.file in _PAIRING for cue in self.cues_in(sentence.start, sentence.end))

    @cached_property
    def main(self) -> tuple[str, ...]:
        """The two governments that the article is about, empty where there are none."""
        if self.pairs:
            around = [pair for pair, _ in self.pairs.most_common() if self.hub in pair]
            return around[0] if around else self.pairs.most_common(1)[0][0]
        named = self.named
        if len(named) < 2:
            return ()
        first = named.most_common(1)[0][0]
        abroad = [body for body, _ in named.most_common() if self.country(body) != self.country(first)]
        return tuple(sorted((first, abroad[0]))) if abroad else ()

    @cached_property
    def named(self) -> Counter[str]:
        """How much each government is spoken of: once a sentence, more in the headline and at the beginning."""
        found: Counter[str] = Counter()
        for place, sentence in enumerate(self.told):
            weight = 2 if sentence.kind == "headline" or place < 3 else 1
            for body in self.cities(sentence.start, sentence.end):
                found[body] += weight
        for mention in self.entities.mentions:
            # The newsroom's own city, and "our municipality".
            home = self._of_place.get(mention.fact, mention.fact) if mention.role == "dateline" else ""
            own = mention.fact if mention.kind == "government" and mention.role == "own" else ""
            if (home or own) in found:
                found[home or own] += _HOME if home else 1
        return found

    @cached_property
    def hub(self) -> str:
        """The government that the article turns around: the one most spoken of, of two the one named first."""
        return self.named.most_common(1)[0][0] if self.named else ""

    def lasting(self, parties: Sequence[str]) -> str:
        """Name the kind of lasting tie that the article speaks of where it names all of some parties but the hub."""
        others = {body for body in parties if body != self.hub}
        for sentence in self.told:
            if others & set(self.cities(sentence.start, sentence.end)):
                names = {cue.name for cue in self.cues_in(sentence.start, sentence.end, "steps")}
                for name in ("sister-city", "friendship"):
                    if name in names:
                        return name
        return ""

    # Whose words

    @cached_property
    def speakers(self) -> dict[int, str]:
        """Who speaks in each sentence, by its number; nobody where it is missing."""
        found: dict[int, str] = {}
        for sentence in self.told:
            person = self._says(sentence)
            if person:
                found[sentence.number] = person
        last = ""
        for place, sentence in enumerate(self.told):
            if sentence.number in found:
                last = found[sentence.number]
                continue
            span = self._quote_over(sentence)
            if span:
                inside = [
                    found[one.number]
                    for one in self.told[max(0, place - 6) : place + 7]
                    if one.number in found and one.start < span[1] and one.end > span[0]
                ]
                person = inside[-1] if inside else last
                if person:
                    found[sentence.number] = last = person
            elif last and self._goes_on(sentence):
                found[sentence.number] = last
        return found

    def _quote_over(self, sentence: Sentence) -> tuple[int, int] | None:
        return next((span for span in self.quotes if span[0] < sentence.end and sentence.start < span[1]), None)

    def _goes_on(self, sentence: Sentence) -> bool:
        """Say whether words of saying stand in a sentence without a name beside them: "katanya", "he said"."""
        return any(
            cue.name == "says" and not self.quoted(cue.start)
            for cue in self.cues_in(sentence.start, sentence.end, "commitments")
        )

    def _says(self, sentence: Sentence) -> str:
        persons = [
            mention
            for mention in self.entities.in_span(sentence.start, sentence.end, "person")
            if not self.quoted(mention.start)
        ]
        cues = [
            cue
            for cue in self.cues_in(sentence.start, sentence.end, "commitments")
            if cue.name == "says" and not self.quoted(cue.start)
        ]
        best: tuple[int, str] | None = None
        for cue in cues:
            for mention in persons:
                gap = mention.start - cue.end if mention.start >= cue.end else cue.start - mention.end
                if mention.start >= cue.end:
                    gap = max(0, gap - self._post_length(cue.end, mention.start))
                elif self.article.lang == "tr":
                    gap = 200 if self.case(mention.end) else mention.start - sentence.start
                if gap >= 0 and (best is None or gap < best[0]):
                    best = gap, mention.fact
        return best[1] if best else ""

    def _post_length(self, start: int, end: int) -> int:
        posts = self.entities.in_span(start, end, "post", "mission", "government", "place", "organisation")
        return max((post.end for post in posts), default=start) - min((post.start for post in posts), default=start)

    def speaker(self, sentence: Sentence) -> str:
        """Say which person's words a sentence reports, empty where nobody's."""
        return self.speakers.get(sentence.number, "")

    def voice(self, sentence: Sentence) -> str:
        """Say for which body the speaker of a sentence speaks."""
        return self.tenures.get(self.speaker(sentence), ("", ""))[1]

    # When

    def published(self) -> str:
        """The day of publication."""
        return self.article.published


def slug(parts: Iterable[str]) -> str:
    """Join the slugs of some ids: "government:ankara", "government:jakarta" give "ankara-jakarta"."""
    return "-".join(part.partition(":")[2] for part in parts)

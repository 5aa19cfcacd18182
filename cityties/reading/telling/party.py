"""Parties: between which governments a sentence tells a turn, named in it or carried over from what stands before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cityties.reading.telling.between import country_beside, told_between
from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["Parties", "Thread"]

_MANY: Final = re.compile(
    r"(?<!\w)(three|four|tri(lateral|partite)|three-way|tiga|ketiga\w*|empat|keempat\w*|segitiga|uc|uclu|dort|dortlu)(?!\w)"
)
_AND: Final = re.compile(r"[^.;:]{0,25}(?<!\w)(?:and|dan|serta|ve|ile)(?!\w)[^.;:]{0,25}")
_WITH: Final = re.compile(r"(?<!\w)(?:with|dengan|to)(?!\w)[^.;:,]*$")
_OF: Final = re.compile(r"(?: olan| city| town)?[,:]? ?")
_BETWEEN: Final = re.compile(r"(?<!\w)(?:between|antara|arasi\w*|linking|joining)(?!\w)")
_FAR: Final = 3
# Turns that may be of a city whose government the text does not name otherwise.
_WITH_PLACES: Final = frozenset(
    {
        "renewed",
        "ended",
        "lapsed",
        "suspended",
        "became",
        "stands",
        "explored",
        "approved",
        "sign-done",
        "sister-city",
        "began",
        "friendship",
    }
)
# How near names stand in a row, and what is farther than any.
_ROW: Final = 30
_WIDE: Final = 999


@dataclass(frozen=True)
class Parties:
    """Governments that a turn joins, and how sure it is that it joins these."""

    bodies: tuple[str, ...]
    sure: float


class Thread:
    """Follows an article from sentence to sentence, and remembers which governments it speaks of."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.pair: tuple[str, ...] = context.main
        self.since = -_WIDE

    def follow(self, sentence: Sentence) -> None:
        """Take note of the governments of a sentence that was read."""
        named = self.context.governments(sentence.start, sentence.end)
        if len(named) < 2 and self.context.cues_in(sentence.start, sentence.end, "steps", "agreements"):
            named = self.context.cities(sentence.start, sentence.end)
        hub = self.context.hub
        if len(named) == 2:
            self.pair, self.since = tuple(sorted(named)), sentence.number
        elif len(named) == 1 and hub and named[0] != hub:
            self.pair, self.since = tuple(sorted((hub, named[0]))), sentence.number

    def parties(self, sentence: Sentence, cue: Cue, joined: bool = False) -> list[Parties]:
        """Say between whom a sentence tells the turn that a cue stands for: mostly one group, or none.

        ``joined`` says that all who are named may be parties of one tie, as signatories are.
        """
        if joined and self._by_others(sentence, cue):
            return []
        named = told_between(self.context, sentence, cue) or self._told(sentence, cue)
        if len(named) == 1 and joined and (state := country_beside(self.context, sentence)):
            # "Signed by the mayor of Fingal and the deputy prime minister of Lesotho".
            return [Parties(tuple(sorted((named[0], state))), 0.75)]
        if len(named) == 2:
            return self._of_two(sentence, cue, named)
        if len(named) > 2:
            return self._among(sentence, cue, named, joined)
        return self._of_one(sentence, named, joined)

    def _told(self, sentence: Sentence, cue: Cue) -> list[str]:
        """Give the governments, or the cities, that the clause of a cue names, else its sentence."""
        context = self.context
        first, last = context.clause(sentence, cue.start, cue.end)
        named = context.governments(first, last)
        if len(named) < 2 and cue.name in _WITH_PLACES:
            named = context.cities(first, last)
        if len(named) < 2:
            around = context.governments(sentence.start, sentence.end)
            # "The tie with Queensland ended, while that with Fujian was renewed": each clause has its own partner.
            apart = len(named) == 1 and context.hub and context.hub not in around and named[0] in around
            named = [context.hub, *named] if apart else around or named
        if len(named) < 2 and cue.name == "sign-done" and not self._lasting(sentence):
            # "Signed with a Cologne retailer": what a mere place names signs nothing.
            named = [body for body in named if not body.startswith("place:")]
        return named

    def _of_one(self, sentence: Sentence, named: Sequence[str], joined: bool) -> list[Parties]:
        """Say between whom a sentence tells a step that names one of them, or none: by what stands before it."""
        context = self.context
        if self._others(sentence) and not named:
            return []
        both = bool(context.entities.in_span(sentence.start, sentence.end, "both"))
        near = sentence.number - self.since <= _FAR
        if len(named) == 1:
            # With whom a city signs is told beside it, or just before.
            return (
                self._with_one(named[0], both, sentence)
                if both or near or not joined or named[0] != context.hub
                else []
            )
        if self.pair and (both or near):
            return [Parties(self.pair, 0.8 if both else 0.7)]
        # Who signs is told before or beside it: ministers of two countries are not the two cities named later.
        return [Parties(context.main, 0.5)] if context.main and not joined else []

    def _of_two(self, sentence: Sentence, cue: Cue, named: Sequence[str]) -> list[Parties]:
        """Two that are named are the parties; two from abroad are each a partner of the article's own city."""
        context, hub, pair = self.context, self.context.hub, Parties(tuple(sorted(named)), 1.0)
        home = context.country(hub)
        places = self._named(sentence, named)
        abroad = home and all(context.country(body) not in ("", home) for body in named)
        if not hub or hub in named or not abroad or len(places) < 2 or self._between(sentence, places):
            return [pair]
        one, other = places[0], next((place for place in places if place[2] != places[0][2]), places[-1])
        if _AND.fullmatch(context.words(one[1], other[0])):
            with_both = context.case(other[1]) == "with" or _WITH.search(context.words(max(0, one[0] - _ROW), one[0]))
            return [Parties(tuple(sorted((hub, body))), 0.75) for body in named] if with_both else [pair]
        owns = context.case(one[1]) == "genitive" or context.words(one[1], one[1] + 2) == "'s"
        told = context.cues_in(one[1], other[0], "steps")
        if owns or any(cue.about.get("kind") for cue in told):
            return [pair]
        nearest = min(places, key=lambda place: _gap(place[0], place[1], cue))
        return [Parties(tuple(sorted((hub, nearest[2]))), 0.75)]

    def _between(self, sentence: Sentence, places: Sequence[tuple[int, int, str]]) -> bool:
        """Say whether a sentence tells of what is between two: "ties between A and B", "A ile B arasında"."""
        context = self.context
        around = context.words(max(sentence.start, places[0][0] - _ROW), min(sentence.end, places[-1][1] + _ROW))
        return _BETWEEN.search(around) is not None

    def _lasting(self, sentence: Sentence) -> bool:
        cues = self.context.cues_in(sentence.start, sentence.end, "steps")
        return any(cue.name in ("sister-city", "friendship") for cue in cues)

    def _with_one(self, named: str, both: bool, sentence: Sentence) -> list[Parties]:
        context = self.context
        if named in self.pair and (both or named != context.hub or sentence.number - self.since <= _FAR):
            return [Parties(self.pair, 0.8)]
        if named != context.hub and context.hub:
            return [Parties(tuple(sorted((context.hub, named))), 0.75)]
        if named in context.main:
            return [Parties(context.main, 0.65)]
        return [Parties(self.pair, 0.6)] if named in self.pair else []

    def _among(self, sentence: Sentence, cue: Cue, named: Sequence[str], joined: bool) -> list[Parties]:
        context = self.context
        many = _MANY.search(context.words(sentence.start, sentence.end)) is not None
        apart = self._one_with_each(named)
        if joined and apart and not many:
            return apart
        if joined and (many or self._signing(sentence) >= len(named) or self._in_a_row(sentence, named)):
            return [Parties(tuple(sorted(named)), 0.9)]
        return [self._two_of_many(sentence, cue, named)]

    def _two_of_many(self, sentence: Sentence, cue: Cue, named: Sequence[str]) -> Parties:
        """Choose the two of several that the words of a cue join."""
        context = self.context
        hub = context.hub if context.hub in named else ""
        first, last = self._nearest(sentence, cue, named)
        sister = self._called_sister(sentence, cue)
        if hub and sister and sister != hub:
            return Parties(tuple(sorted((hub, sister))), 0.8)
        if set(context.main) <= set(named) and not self._beside(sentence, cue, {first, last}):
            return Parties(context.main, 0.75)
        if first and last and first != last:
            # "Xiamen, which itself became a sister city of Surabaya": who stands right beside the words.
            return Parties(tuple(sorted((first, last))), 0.75)
        nearest = first or last
        if hub and nearest and nearest != hub:
            return Parties(tuple(sorted((hub, nearest))), 0.7)
        return Parties(tuple(sorted(named[:2])), 0.6)

    def _one_with_each(self, named: Sequence[str]) -> list[Parties]:
        """Give the ties of one city with each of several of another country: "A with B and C of North Macedonia"."""
        context, hub = self.context, self.context.hub
        countries = {context.country(body) for body in named if body != hub}
        if hub not in named or len(countries) != 1 or countries & {"", context.country(hub)}:
            return []
        return [Parties(tuple(sorted((hub, body))), 0.85) for body in named if body != hub]

    def _called_sister(self, sentence: Sentence, cue: Cue) -> str:
        """Give the city that stands right behind the words of a lasting tie nearest to a cue: "its sister city X"."""
        context = self.context
        for one in context.cues_in(sentence.start, sentence.end, "steps"):
            if one.name in ("sister-city", "friendship") and _gap(one.start, one.end, cue) <= _ROW:
                for taker in context.takers(one.end, min(sentence.end, one.end + _ROW)):
                    if _OF.fullmatch(context.words(one.end, taker.start)):
                        return taker.body
        return ""

    def _in_a_row(self, sentence: Sentence, named: Sequence[str]) -> bool:
        """Say whether all are named one after the other: "A, B and C"."""
        places = self._named(sentence, named)[: len(named)]
        gaps = [other[0] - one[1] for one, other in pairwise(places)]
        return len({body for _, _, body in places}) == len(named) and max(gaps, default=_WIDE) <= _ROW

    def _beside(self, sentence: Sentence, cue: Cue, bodies: set[str]) -> bool:
        """Say whether two others stand right beside the words: "Xiamen, which became a sister city of Surabaya"."""
        near = self._named(sentence, list(bodies))
        return len(bodies - {""}) == 2 and all(
            min((_gap(start, end, cue) for start, end, one in near if one == body), default=_WIDE) <= _ROW
            for body in bodies
        )

    def _named(self, sentence: Sentence, bodies: Sequence[str]) -> list[tuple[int, int, str]]:
        """Say where a sentence names some bodies, or the cities that stand for them."""
        takers = self.context.takers(sentence.start, sentence.end)
        return [(one.start, one.end, one.body) for one in takers if one.body in bodies]

    def _nearest(self, sentence: Sentence, cue: Cue, named: Sequence[str]) -> tuple[str, str]:
        """Give who stands nearest before a cue and nearest behind it; in Turkish the two nearest before."""
        actors = self._named(sentence, named)
        before = [body for start, _, body in actors if start < cue.end]
        behind = [body for start, _, body in actors if start >= cue.end]
        if self.context.article.lang == "tr":
            unlike = list(dict.fromkeys(reversed(before)))
            return (unlike[1], unlike[0]) if len(unlike) > 1 else ("", unlike[0] if unlike else "")
        return (before[-1] if before else ""), (behind[0] if behind else "")

    def _signing(self, sentence: Sentence) -> int:
        """Count the governments whose officials a sentence names."""
        actors = self.context.actors(sentence.start, sentence.end)
        return len({actor.body for actor in actors if actor.person and self.context.is_government(actor.body)})

    def _others(self, sentence: Sentence) -> bool:
        cues = self.context.cues_in(sentence.start, sentence.end, "negation")
        return any(cue.name == "others" for cue in cues)

    def _by_others(self, sentence: Sentence, cue: Cue) -> bool:
        """Say whether a company, a university or the like stands nearest to the words of signing."""
        context = self.context
        first, last = context.clause(sentence, cue.start, cue.end)
        others = [one for one in context.cues_in(first, last, "negation") if one.name == "others"]
        if not others:
            return False
        nearest = min(_gap(one.start, one.end, cue) for one in others)
        # "A Cologne retailer" is no city.
        starts = {one.start for one in others}
        actors = [one for one in context.actors(first, last) if not starts & set(range(one.end, one.end + 3))]
        return not actors or nearest < min(_gap(one.start, one.end, cue) for one in actors)


def _gap(start: int, end: int, cue: Cue) -> int:
    return max(0, start - cue.end, cue.start - end)

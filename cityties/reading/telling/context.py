"""Context: an article as the rules of relations see it, with who acts, who speaks, and for whom.

Rules ask it: which bodies does this sentence name, whose words are these, for which government does this
person act, which two cities is this article about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from cityties.model.language import grammar
from cityties.reading.telling.actors import Actors
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.country import country_name

__all__ = ["Context", "slug"]

_PAIRING: Final = frozenset({"steps", "agreements", "encounters"})
# What it weighs that an article is dated from a city.
_HOME: Final = 4


@dataclass(frozen=True)
class Context(Actors):
    """An article with what it turns around, and whose words its sentences report."""

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
            takers = self.takers(sentence.start, sentence.end)
            for body in dict.fromkeys(taker.body for taker in takers if not self.besides(taker)):
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
        """The government that the article turns around: the one most spoken of, of two the one named first.

        News in Indonesian or Turkish is told from home: a city there goes before one abroad that is named more.
        """
        if not self.named:
            return ""
        told = self.named.most_common()
        home = country_name(code) if (code := grammar(self.article.lang, "home")) else ""
        near = [body for body, weight in told if 2 * weight >= told[0][1] and self._in_country(body, home)]
        return near[0] if near else told[0][0]

    def _in_country(self, body: str, name: str) -> bool:
        return bool(name) and self.country(body) == name

    def lasting(self, parties: Sequence[str]) -> str:
        """Name the kind of lasting tie that the article speaks of where it names all of some parties but the hub."""
        others = {body for body in parties if body != self.hub}
        for sentence in self.told:
            if others & set(self.cities(sentence.start, sentence.end)):
                cues = self.cues_in(sentence.start, sentence.end, "steps")
                kinds = [cue for cue in cues if cue.name in ("sister-city", "friendship")]
                told = [cue for cue in kinds if self.mood(sentence, cue.start, cue.end) != "hope"]
                if told:
                    return min((cue.name for cue in told), key=("sister-city", "friendship").index)
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


def slug(parts: Iterable[str]) -> str:
    """Join the slugs of some ids: "government:ankara", "government:jakarta" give "ankara-jakarta"."""
    return "-".join(part.partition(":")[2] for part in parts)

"""Talks: fields of which a diplomat speaks with a city, where no tie of two cities is told: an interest in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cityties.reading.relations.wish import Wish, words_of
from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence

__all__ = ["talked_of"]

_SURE: Final = 0.55
_TALKING: Final = frozenset({"discussed", "explored"})


def talked_of(context: Context, sentence: Sentence) -> Iterator[Wish]:
    """Go through the interests that talks on a cooperation show: of a mission, toward the city, in listed fields."""
    cues = context.cues_in(sentence.start, sentence.end, "steps")
    told = [cue for cue in cues if cue.name in _TALKING and not context.denied(sentence, cue.start, cue.end)]
    cooperates = any(cue.name == "partnership" for cue in cues)
    named = context.entities.in_span(sentence.start, sentence.end, "sector")
    fields = tuple(dict.fromkeys(one.fact for one in named if one.role == "listed"))
    if context.main or not told or not cooperates or not fields:
        return
    mission = _mission(context, sentence)
    cities = [body for body in context.governments(sentence.start, sentence.end) if body != mission]
    toward = tuple(cities[:1]) or ((context.hub,) if context.hub else ())
    if mission and toward:
        what = words_of(context, sentence, told[0])
        yield Wish("Interest", mission, toward, fields, what, context.speaker(sentence), sentence, told[0], _SURE)


def _mission(context: Context, sentence: Sentence) -> str:
    """Give whose diplomat a sentence, or the one before it, tells of; nobody's where there are several."""
    near = [one for one in context.told if 0 <= sentence.number - one.number <= 1 and one.kind != "headline"]
    actors = [actor for one in near for actor in context.actors(one.start, one.end)]
    bodies = {actor.body for actor in actors if actor.person and actor.body.startswith("mission:")}
    return bodies.pop() if len(bodies) == 1 else ""

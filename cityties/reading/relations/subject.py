"""Subjects: of whom a wish is that a sentence tells, and toward whom it goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cityties.model.language import grammar_pattern
from cityties.reading.telling.actors import Actor
from cityties.reading.telling.context import Context
from cityties.reading.telling.party import Thread
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["subject", "toward_whom"]

# How near who offers stands behind "an offer from".
_BESIDE: Final = 12
# What joins two who mean to do something together.
_TOGETHER: Final = re.compile(r"(?<!\w)(and|with|dan|dengan|serta|ve|ile)(?!\w)[^.;]{0,60}$")


def subject(context: Context, thread: Thread, sentence: Sentence, cue: Cue) -> tuple[str, float]:
    """Say which body a wish is of, and how sure that is: the subject of its clause, else the speaker's body."""
    quoted = context.quoted(cue.start)
    first = max(sentence.start, quoted[0]) if quoted else sentence.start
    last = min(sentence.end, quoted[1]) if quoted else sentence.end
    if cue.says("class") == "Intention" and context.hub in context.main and _both(context, first, cue):
        # "Both towns vowed to …": each means it toward the other; it is told of the article's own city.
        return context.hub, 0.9
    if cue.says("by") == "behind":
        return _behind(context, cue, last)
    if cue.says("by") == "hub":
        return (context.hub, 0.7) if context.hub in context.main else ("", 0.0)
    voice = context.voice(sentence)
    if quoted and voice and cue.says("class") == "Offer" and _theirs(context, first, cue):
        others = [body for body in (thread.pair if voice in thread.pair else context.main) if body != voice]
        return (others[0], 0.8) if len(others) == 1 else ("", 0.0)
    return _spoken(context, sentence, cue, first, last) or _unnamed(context, sentence, cue)


def _spoken(context: Context, sentence: Sentence, cue: Cue, first: int, last: int) -> tuple[str, float] | None:
    """Say whose wish a stretch tells by who is named in it, or who speaks; None where nobody does."""
    quoted, voice = context.quoted(cue.start) is not None, context.voice(sentence)
    chosen = _named_subject(context, cue, first, last, quoted)
    own = any(one.name == "we" for one in context.cues_in(first, last, "commitments"))
    if quoted and own and voice and (chosen is None or chosen.kind != "mission"):
        return voice, 0.95
    if chosen is not None:
        return chosen.body, 1.0
    return (voice, 0.9 if quoted or own else 0.85) if voice else None


def _both(context: Context, first: int, cue: Cue) -> bool:
    """Say whether "both cities" stands before a cue, and nobody by name does."""
    return bool(context.entities.in_span(first, cue.start, "both")) and not context.actors(first, cue.start)


def _behind(context: Context, cue: Cue, last: int) -> tuple[str, float]:
    """Give who stands right behind the words of a wish: "to the delight of Kochi"."""
    named = sorted((*context.takers(cue.end, last), *context.actors(cue.end, last)), key=lambda one: one.start)
    chosen = next((one for one in named if one.start - cue.end <= _BESIDE), None)
    return (chosen.body, 0.9) if chosen else ("", 0.0)


def _named_subject(context: Context, cue: Cue, first: int, last: int, quoted: bool) -> Actor | None:
    """Give the actor of a stretch who is the subject of a wish, None where none is."""
    actors = [actor for actor in context.actors(first, last) if not _beside(context, actor)]
    if not quoted:
        actors = [actor for actor in actors if not context.quoted(actor.start)]
    chosen = _turkish(context, actors, cue) if context.article.lang == "tr" else _before(actors, cue)
    if cue.says("class") == "Goal":
        chosen = next((one for one in actors if cue.start <= one.start < cue.end), chosen)
    if cue.says("class") == "Intention" and chosen is not None:
        chosen = _of_both(context, actors, chosen)
    return chosen


def _unnamed(context: Context, sentence: Sentence, cue: Cue) -> tuple[str, float]:
    """Say whose a wish is where its sentence names nobody: the article's city's, or whose the one before was."""
    if cue.says("class") == "Intention" and context.hub:
        # "A delegation will travel there": what is meant of a tie is told of the article's own city.
        return context.hub, 0.7
    previous = _carried(context, sentence)
    if previous:
        return previous, 0.7
    return _pupil(context, sentence, cue), 0.6


def _of_both(context: Context, actors: Sequence[Actor], chosen: Actor) -> Actor:
    """Take the article's own city, where it means to do something together with the one beside the cue."""
    for actor in actors:
        between = context.words(actor.end, chosen.start)
        if actor.body == context.hub and actor.start < chosen.start and _TOGETHER.search(between):
            return actor
    return chosen


def _theirs(context: Context, start: int, cue: Cue) -> bool:
    """Say whether a speaker tells what the others hold out: "They have offered …", "Bize … teklif ettiler"."""
    return grammar_pattern(context.article.lang, "they").search(context.words(start, cue.start)) is not None


def _pupil(context: Context, sentence: Sentence, cue: Cue) -> str:
    """Give the article's own city, where somebody wants to learn and only another city is named to learn from."""
    named = {actor.body for actor in context.takers(sentence.start, sentence.end)}
    return context.hub if cue.says("class") == "LearningInterest" and named and context.hub not in named else ""


def _before(actors: Sequence[Actor], cue: Cue) -> Actor | None:
    """Give the nearest actor that stands before a cue."""
    before = [actor for actor in actors if actor.end <= cue.start + 1 or cue.start <= actor.start < cue.end]
    inside = [actor for actor in before if actor.start >= cue.start]
    outside = [actor for actor in before if actor.start < cue.start]
    return outside[-1] if outside else inside[0] if inside and cue.says("class") == "Offer" else None


def _turkish(context: Context, actors: Sequence[Actor], cue: Cue) -> Actor | None:
    """Give the first actor in the bare case, the subject of a Turkish clause; else one in the genitive."""
    before = [actor for actor in actors if actor.start < cue.end]
    turned = [actor for actor in before if context.words(actor.end, actor.end + 5).startswith(" ise ")]
    if turned:
        # "A is to hear this from B, B ise …": the sentence turns to another subject.
        return turned[-1]
    for case in ("", "and"):
        for actor in before:
            if context.case(actor.end) == case:
                return actor
    return None


def _beside(context: Context, actor: Actor) -> bool:
    """Say whether an actor stands behind a small word that makes it no subject: "from Kochi"."""
    if context.article.lang == "tr":
        return False
    before = context.cues_in(actor.start - 12 if actor.start > 12 else 0, actor.start, "negation")
    words = [cue for cue in before if cue.name == "at"]
    return bool(words) and not context.article.text[words[-1].end : actor.start].strip(" \n")


def _carried(context: Context, sentence: Sentence) -> str:
    """Give the one body of the sentence before, or whose words it was: "it", "they" and mere verbs go on from it."""
    for other in reversed(context.told):
        if other.number == sentence.number - 1 and other.kind == "body":
            bodies = {actor.body for actor in context.actors(other.start, other.end)}
            return bodies.pop() if len(bodies) == 1 else context.voice(other)
    return ""


def toward_whom(
    context: Context, thread: Thread, sentence: Sentence, cue: Cue, by: str, name: str
) -> tuple[tuple[str, ...], float]:
    """Say toward whom a wish goes, and how sure that is: who is named behind it, else the partner spoken of."""
    if name == "Goal":
        return (), 1.0
    actors = _others(context, sentence, cue, by, name)
    chosen = _partner(context, actors, cue)
    if name == "Offer" and not context.is_government(by):
        named = tuple(dict.fromkeys(actor.body for actor in actors))
        return (named[:3], 1.0) if named else (tuple(thread.pair or context.main), 0.9)
    if chosen:
        return (chosen,), 1.0
    if by in thread.pair:
        return tuple(body for body in thread.pair if body != by), 0.85
    if by in context.main:
        return tuple(body for body in context.main if body != by), 0.8
    if context.hub and context.hub != by and context.is_government(by):
        return (context.hub,), 0.7
    return (), 1.0


def _others(context: Context, sentence: Sentence, cue: Cue, by: str, name: str) -> list[Actor]:
    """Give the governments, besides whose a wish is, that its sentence or its quotation names."""
    quoted = context.quoted(cue.start)
    first = max(sentence.start, quoted[0]) if quoted else sentence.start
    actors = [
        actor
        for actor in context.actors(first, sentence.end)
        if actor.body != by
        and context.is_government(actor.body)
        and not (actor.person and not quoted and name != "Offer")
    ]
    if not actors and name in ("LearningInterest", "Interest"):
        # "We want to learn from Kobe": of whom nothing else is told than that.
        actors = [actor for actor in context.takers(first, sentence.end) if actor.body != by]
    return actors


def _partner(context: Context, actors: Sequence[Actor], cue: Cue) -> str:
    if not actors:
        return ""
    if context.article.lang == "tr":
        order = {"ablative": 0, "genitive": 1, "locative": 2, "with": 2, "dative": 3, "accusative": 4, "and": 5, "": 6}
        return min(actors, key=lambda one: (order[context.case(one.end)], abs(one.start - cue.start))).body
    behind = [actor for actor in actors if actor.start >= cue.start]
    return behind[0].body if behind else actors[-1].body

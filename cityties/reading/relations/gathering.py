"""Gatherings: what single sentences tell of encounters, before tellings of one are joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cityties.reading.relations.agreement import idle
from cityties.reading.relations.participation import (
    Participations,
    at_hub,
    bodies_of,
    participation_of,
    parts_of,
    venue_of,
    with_ministers,
    with_neighbours,
)
from cityties.reading.telling.context import Context
from cityties.reading.telling.dating import told_after, when
from cityties.reading.text.sentence import Sentence
from cityties.reading.time.day import Day
from cityties.reading.words.cue import Cue

__all__ = ["FAR", "ToldEncounter", "session_in", "statement_in", "told_in"]

# How many sentences on an encounter is still told.
FAR: Final = 3
_WHOLE: Final = 10  # letters of a whole day
_PLANNED: Final = frozenset({"Meeting", "Visit"})


@dataclass(frozen=True)
class ToldEncounter:
    """One telling of an encounter: by a sentence, with the roles that it gives to people."""

    name: str
    sentence: Sentence
    day: Day | None
    venue: str
    parts: Participations
    spans: tuple[tuple[int, int], ...]
    sure: float
    weak: bool = False
    session: bool = False

    @property
    def bodies(self) -> set[str]:
        return {part["onBehalfOf"] for part in self.parts.values() if part.get("onBehalfOf")}


def told_in(context: Context, sentence: Sentence) -> ToldEncounter | None:
    """Give the encounter of two bodies at least that a sentence tells."""
    cue = _cue(context, sentence)
    if cue is None:
        return None
    signing = cue.file == "agreements" or cue.name == "renewed"
    name = "Signing" if signing else cue.says("class")
    actors = [actor for actor in context.actors(sentence.start, sentence.end) if not context.quoted(actor.start)]
    parts = parts_of(context, sentence, cue, actors)
    if len(bodies_of(parts)) == 1 and not signing:
        parts = with_ministers(context, sentence, cue, parts)
    if len(bodies_of(parts)) < 2:
        helped = any(one.says("part") == "facilitator" for one in context.cues_in(sentence.start, sentence.end))
        if not parts or (helped and not signing):
            return None
        parts = with_neighbours(context, sentence, parts) if cue.name != "delegation" else parts
        parts = parts if signing or len(bodies_of(parts)) > 1 else at_hub(context, parts)
        if len(bodies_of(parts)) < 2:
            return _audience(context, sentence, cue, parts)
    if signing and not any(context.is_government(body) for body in bodies_of(parts)):
        return None
    people = sum(part["participant"].startswith("person:") for part in parts.values())
    governments = sum(context.is_government(body) for body in bodies_of(parts))
    if not people and not signing and (governments < 2 or not _delegation(context, sentence)):
        return None
    if not people and not signing and _of_a_tie(context, sentence):
        return None
    day = when(context, sentence, cue) or _day_beside(context, sentence)
    venue = venue_of(context, sentence, parts)
    sure = 0.9 if people >= 2 and day else 0.8 if people >= 2 else 0.65
    span = ((sentence.start, sentence.end),)
    return ToldEncounter(name, sentence, day, venue, parts, span, sure, cue.name == "delegation")


def _of_a_tie(context: Context, sentence: Sentence) -> bool:
    """Say whether a sentence tells since when a tie stands, and of visits under it at large: "to exchange visits"."""
    return any(cue.name == "stands" for cue in context.cues_in(sentence.start, sentence.end, "steps"))


def _audience(context: Context, sentence: Sentence, cue: Cue, parts: Participations) -> ToldEncounter | None:
    """A government's official who receives private people of another country holds an audience for them."""
    hosts = {key: {**part, "role": "host"} for key, part in parts.items() if key.startswith("person:")}
    guests = any(one.name == "private" for one in context.cues_in(cue.end, sentence.end, "encounters"))
    day = when(context, sentence, cue)
    if cue.name != "received" or not guests or not day or not hosts or not _of_government(context, hosts):
        return None
    venue = venue_of(context, sentence, hosts)
    return ToldEncounter("Reception", sentence, day, venue, hosts, ((sentence.start, sentence.end),), 0.6)


def _of_government(context: Context, parts: Participations) -> bool:
    return all(context.is_government(body) for body in bodies_of(parts))


def _day_beside(context: Context, sentence: Sentence) -> Day | None:
    """Give the one full day (or month) of the sentence after, else before, where that tells of the encounter, too."""
    for step in (1, -1):
        for other in context.told:
            if other.number == sentence.number + step and other.kind == "body":
                cues = context.cues_in(other.start, other.end, "encounters")
                days = [day for day in context.days_in(other.start, other.end) if len(day.value) >= 7]
                if cues and len(days) == 1 and (not context.published() or days[0].value <= context.published()):
                    return days[0]
    return None


def session_in(context: Context, sentence: Sentence) -> ToldEncounter | None:
    """A council that sits and decides on a tie: those of its government whom the sentences around name take part."""
    cues = context.cues_in(sentence.start, sentence.end)
    decides = [
        cue
        for cue in cues
        if cue.name in ("approved", "suspended", "ended", "lapsed") and not context.denied(sentence, cue.start, cue.end)
    ]
    if not decides or not _lasting_near(context, sentence) or not _sits(context, sentence):
        return None
    body = _sitting(context, sentence)
    if not body:
        return None
    people: Participations = {}
    for other in context.told:
        if other.kind != "headline" and 0 <= other.number - sentence.number <= FAR:
            for actor in context.actors(other.start, other.end):
                if actor.person and actor.body == body:
                    people.setdefault(actor.person, participation_of(actor, "participant"))
    parts = people or {body: {"participant": body, "onBehalfOf": body, "role": "participant"}}
    day = when(context, sentence, decides[0]) or told_after(context, sentence)
    if day and len(day.value) < _WHOLE and not context.published().startswith(day.value):
        # What was decided in a year long past is history, no session of now.
        return None
    return ToldEncounter("Meeting", sentence, day, "", parts, ((sentence.start, sentence.end),), 0.6, session=True)


def _lasting_near(context: Context, sentence: Sentence) -> bool:
    """Say whether a sentence or one close to it speaks of a lasting tie."""
    near = [one for one in context.told if 0 <= sentence.number - one.number <= 1]
    cues = [cue for one in near for cue in context.cues_in(one.start, one.end, "steps")]
    return any(cue.name in ("sister-city", "friendship") for cue in cues)


def _sits(context: Context, sentence: Sentence) -> bool:
    """Say whether a council sits in a sentence or in the one before it."""
    near = [one for one in context.told if 0 <= sentence.number - one.number <= 1]
    return any(cue.about.get("session") for one in near for cue in context.cues_in(one.start, one.end, "encounters"))


def _sitting(context: Context, sentence: Sentence) -> str:
    """Say whose council sits: that named right beside the word, else that of the article's own city."""
    actors = [one for one in context.actors(sentence.start, sentence.end) if context.is_government(one.body)]
    for cue in context.cues_in(sentence.start, sentence.end, "encounters"):
        beside = [one for one in actors if one.start < cue.end + 3 and cue.start < one.end + 3]
        if cue.about.get("session") and beside:
            return beside[0].body
    named = [one.body for one in actors]
    return context.hub if context.hub in named or not named else named[0]


def _cue(context: Context, sentence: Sentence) -> Cue | None:
    """Choose the words of a sentence that tell an encounter: a signing before all else, then who received whom."""
    cues = context.cues_in(sentence.start, sentence.end)
    instruments = any(cue.file == "agreements" and cue.about.get("instrument") for cue in cues)
    ties = any(cue.file == "steps" and cue.about.get("kind") for cue in cues)
    signs = [
        cue
        for cue in cues
        if cue.name == "sign-done"
        and not idle(context, sentence, cue)
        and (instruments or ties or _papers_before(context, sentence))
        and not context.quoted(cue.start)
        and not context.denied(sentence, cue.start, cue.end)
        and not context.mood(sentence, cue.start, cue.end)
    ]
    renewals = [cue for cue in cues if cue.name == "renewed" and instruments and not context.quoted(cue.start)]
    for cue in signs + [one for one in renewals if not context.mood(sentence, one.start, one.end)]:
        if not _old(context, sentence, cue) and (cue in signs or _officials(context, sentence) >= 2):
            return cue
    meets = [
        cue
        for cue in cues
        if cue.file == "encounters"
        and cue.about.get("class") not in (None, "", "Signing", "Statement")
        and not context.quoted(cue.start)
        and not context.denied(sentence, cue.start, cue.end)
        and context.mood(sentence, cue.start, cue.end) != "plan"
    ]
    meets = [cue for cue in meets if not _planned_before(context, sentence, cue)]
    order = ("received", "was-received", "visited", "met", "delegation", "reception")
    return min(meets, key=lambda cue: (order.index(cue.name), cue.start), default=None) or _together(context, sentence)


def _planned_before(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether words of a meeting go on from one that is planned: "will meet the mayor and pay visits to …"."""
    first, _ = context.clause(sentence, cue.start, cue.end)
    before = [one for one in context.cues_in(first, cue.start, "encounters") if one.says("class") in _PLANNED]
    planned = [one for one in before if context.mood(sentence, one.start, one.end) == "plan"]
    own = [day for day in context.days_in(first, cue.end) if not _to_come(context, day)]
    return bool(planned) and not own


def _to_come(context: Context, day: Day) -> bool:
    return bool(context.published()) and day.value > context.published()


def _together(context: Context, sentence: Sentence) -> Cue | None:
    """Officials of two countries whom one sentence names with a day were together, whatever the words for it."""
    actors = [actor for actor in context.actors(sentence.start, sentence.end) if actor.person]
    outside = [actor for actor in actors if not context.quoted(actor.start)]
    bodies = {actor.body for actor in outside if context.is_government(actor.body) or actor.body.startswith("mission:")}
    days = [day for day in context.days_in(sentence.start, sentence.end) if len(day.value) == 10]
    told = [day for day in days if not context.published() or day.value <= context.published()]
    if len(bodies) < 2 or len({context.country(body) for body in bodies}) < 2 or not told:
        return None
    first, last = outside[0], outside[-1]
    if context.denied(sentence, first.end, last.start) or context.mood(sentence, first.end, last.start) == "plan":
        return None
    about = {"class": "Meeting", "first": "participant", "second": "participant"}
    return Cue("encounters", "together", first.end, first.end + 1, about)


def _papers_before(context: Context, sentence: Sentence) -> bool:
    before = [one for one in context.told if one.number == sentence.number - 1 and one.kind == "body"]
    return any(
        cue.about.get("instrument") for one in before for cue in context.cues_in(one.start, one.end, "agreements")
    )


def _officials(context: Context, sentence: Sentence) -> int:
    """Count the governments whose officials a sentence names."""
    actors = context.actors(sentence.start, sentence.end)
    return len({actor.body for actor in actors if actor.person and context.is_government(actor.body)})


def _old(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether a signing is told as history: by a year alone."""
    day = when(context, sentence, cue)
    return day is not None and len(day.value) == 4 and day.value < (context.published() or "9999")[:4]


def _delegation(context: Context, sentence: Sentence) -> bool:
    return any(cue.name in ("visited", "received", "led") for cue in context.cues_in(sentence.start, sentence.end))


def statement_in(context: Context, sentence: Sentence) -> ToldEncounter | None:
    """Give the statement to the public that a sentence tells of: "in a written statement"."""
    cues = [
        cue
        for cue in context.cues_in(sentence.start, sentence.end, "encounters")
        if cue.name == "statement" and not context.quoted(cue.start)
    ]
    person = context.speaker(sentence)
    if not cues or not person or not context.voice(sentence):
        return None
    post, body = context.tenures[person]
    part = {"participant": person, "inPost": post, "onBehalfOf": body, "role": "speaker"}
    day, venue = when(context, sentence, cues[0]), venue_of(context, sentence, {})
    return ToldEncounter("Statement", sentence, day, venue, {person: part}, ((sentence.start, sentence.end),), 0.75)

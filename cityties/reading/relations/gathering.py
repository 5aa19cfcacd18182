"""Gatherings: what single sentences tell of encounters, before tellings of one are joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cityties.reading.relations.participation import (
    Parts,
    at_hub,
    bodies_of,
    part_of,
    parts_of,
    venue_of,
    with_neighbours,
)
from cityties.reading.telling.context import Scene
from cityties.reading.telling.dating import told_after, when
from cityties.reading.text.sentence import Sentence
from cityties.reading.time.day import Day
from cityties.reading.words.cue import Cue

__all__ = ["FAR", "Told", "session_in", "statement_in", "told_in"]

# How many sentences on an encounter is still told.
FAR: Final = 3
_WHOLE: Final = 10  # letters of a whole day


@dataclass(frozen=True)
class Told:
    """One telling of an encounter: by a sentence, with the parts that it gives to people."""

    name: str
    sentence: Sentence
    day: Day | None
    venue: str
    parts: Parts
    spans: tuple[tuple[int, int], ...]
    sure: float
    weak: bool = False
    session: bool = False

    @property
    def bodies(self) -> set[str]:
        return {part["onBehalfOf"] for part in self.parts.values() if part.get("onBehalfOf")}


def told_in(scene: Scene, sentence: Sentence) -> Told | None:
    """Give the encounter of two bodies at least that a sentence tells."""
    cue = _cue(scene, sentence)
    if cue is None:
        return None
    signing = cue.file == "agreements" or cue.name == "renewed"
    name = "Signing" if signing else cue.says("class")
    actors = [actor for actor in scene.actors(sentence.start, sentence.end) if not scene.quoted(actor.start)]
    parts = parts_of(scene, sentence, cue, actors)
    if len(bodies_of(parts)) < 2:
        helped = any(one.says("part") == "facilitator" for one in scene.cues_in(sentence.start, sentence.end))
        if not parts or (helped and not signing):
            return None
        parts = with_neighbours(scene, sentence, parts) if cue.name != "delegation" else parts
        parts = parts if signing or len(bodies_of(parts)) > 1 else at_hub(scene, parts)
        if len(bodies_of(parts)) < 2:
            return None
    if signing and not any(scene.is_government(body) for body in bodies_of(parts)):
        return None
    people = sum(part["participant"].startswith("person:") for part in parts.values())
    governments = sum(scene.is_government(body) for body in bodies_of(parts))
    if not people and not signing and (governments < 2 or not _delegation(scene, sentence)):
        return None
    day = when(scene, sentence, cue) or _day_beside(scene, sentence)
    venue = venue_of(scene, sentence, parts)
    sure = 0.9 if people >= 2 and day else 0.8 if people >= 2 else 0.65
    span = ((sentence.start, sentence.end),)
    return Told(name, sentence, day, venue, parts, span, sure, cue.name == "delegation")


def _day_beside(scene: Scene, sentence: Sentence) -> Day | None:
    """Give the one full day (or month) of the sentence after, else before, where that tells of the encounter, too."""
    for step in (1, -1):
        for other in scene.told:
            if other.number == sentence.number + step and other.kind == "body":
                cues = scene.cues_in(other.start, other.end, "encounters")
                days = [day for day in scene.days_in(other.start, other.end) if len(day.value) >= 7]
                if cues and len(days) == 1 and (not scene.published() or days[0].value <= scene.published()):
                    return days[0]
    return None


def session_in(scene: Scene, sentence: Sentence) -> Told | None:
    """A council that sits and decides on a tie: those of its government whom the sentences around name take part."""
    cues = scene.cues_in(sentence.start, sentence.end)
    decides = [
        cue
        for cue in cues
        if cue.name in ("approved", "suspended", "ended", "lapsed") and not scene.denied(sentence, cue.start, cue.end)
    ]
    if not decides or not _lasting_near(scene, sentence) or not _sits(scene, sentence):
        return None
    body = _sitting(scene, sentence)
    if not body:
        return None
    people: Parts = {}
    for other in scene.told:
        if other.kind != "headline" and 0 <= other.number - sentence.number <= FAR:
            for actor in scene.actors(other.start, other.end):
                if actor.person and actor.body == body:
                    people.setdefault(actor.person, part_of(actor, "participant"))
    parts = people or {body: {"participant": body, "onBehalfOf": body, "role": "participant"}}
    day = when(scene, sentence, decides[0]) or told_after(scene, sentence)
    if day and len(day.value) < _WHOLE and not scene.published().startswith(day.value):
        # What was decided in a year long past is history, no session of now.
        return None
    return Told("Meeting", sentence, day, "", parts, ((sentence.start, sentence.end),), 0.6, session=True)


def _lasting_near(scene: Scene, sentence: Sentence) -> bool:
    """Say whether a sentence or one close to it speaks of a lasting tie."""
    near = [one for one in scene.told if 0 <= sentence.number - one.number <= 1]
    cues = [cue for one in near for cue in scene.cues_in(one.start, one.end, "steps")]
    return any(cue.name in ("sister-city", "friendship") for cue in cues)


def _sits(scene: Scene, sentence: Sentence) -> bool:
    """Say whether a council sits in a sentence or in the one before it."""
    near = [one for one in scene.told if 0 <= sentence.number - one.number <= 1]
    return any(cue.about.get("session") for one in near for cue in scene.cues_in(one.start, one.end, "encounters"))


def _sitting(scene: Scene, sentence: Sentence) -> str:
    """Say whose council sits: that named right beside the word, else that of the article's own city."""
    actors = [one for one in scene.actors(sentence.start, sentence.end) if scene.is_government(one.body)]
    for cue in scene.cues_in(sentence.start, sentence.end, "encounters"):
        beside = [one for one in actors if one.start < cue.end + 3 and cue.start < one.end + 3]
        if cue.about.get("session") and beside:
            return beside[0].body
    named = [one.body for one in actors]
    return scene.hub if scene.hub in named or not named else named[0]


def _cue(scene: Scene, sentence: Sentence) -> Cue | None:
    """Choose the words of a sentence that tell an encounter: a signing before all else, then who received whom."""
    cues = scene.cues_in(sentence.start, sentence.end)
    instruments = any(cue.file == "agreements" and cue.about.get("instrument") for cue in cues)
    ties = any(cue.file == "steps" and cue.about.get("kind") for cue in cues)
    signs = [
        cue
        for cue in cues
        if cue.name == "sign-done"
        and (instruments or ties or _papers_before(scene, sentence))
        and not scene.quoted(cue.start)
        and not scene.denied(sentence, cue.start, cue.end)
        and not scene.mood(sentence, cue.start, cue.end)
    ]
    renewals = [cue for cue in cues if cue.name == "renewed" and instruments and not scene.quoted(cue.start)]
    for cue in signs + [one for one in renewals if not scene.mood(sentence, one.start, one.end)]:
        if not _old(scene, sentence, cue) and (cue in signs or _officials(scene, sentence) >= 2):
            return cue
    meets = [
        cue
        for cue in cues
        if cue.file == "encounters"
        and cue.about.get("class") not in (None, "Signing", "Statement")
        and not scene.quoted(cue.start)
        and not scene.denied(sentence, cue.start, cue.end)
        and scene.mood(sentence, cue.start, cue.end) != "plan"
    ]
    order = ("received", "was-received", "visited", "met", "delegation", "reception")
    return min(meets, key=lambda cue: (order.index(cue.name), cue.start), default=None) or _together(scene, sentence)


def _together(scene: Scene, sentence: Sentence) -> Cue | None:
    """Officials of two countries whom one sentence names with a day were together, whatever the words for it."""
    actors = [actor for actor in scene.actors(sentence.start, sentence.end) if actor.person]
    outside = [actor for actor in actors if not scene.quoted(actor.start)]
    bodies = {actor.body for actor in outside if scene.is_government(actor.body) or actor.body.startswith("mission:")}
    days = [day for day in scene.days_in(sentence.start, sentence.end) if len(day.value) == 10]
    told = [day for day in days if not scene.published() or day.value <= scene.published()]
    if len(bodies) < 2 or len({scene.country(body) for body in bodies}) < 2 or not told:
        return None
    first, last = outside[0], outside[-1]
    if scene.denied(sentence, first.end, last.start) or scene.mood(sentence, first.end, last.start) == "plan":
        return None
    about = {"class": "Meeting", "first": "participant", "second": "participant"}
    return Cue("encounters", "together", first.end, first.end + 1, about)


def _papers_before(scene: Scene, sentence: Sentence) -> bool:
    before = [one for one in scene.told if one.number == sentence.number - 1 and one.kind == "body"]
    return any(cue.about.get("instrument") for one in before for cue in scene.cues_in(one.start, one.end, "agreements"))


def _officials(scene: Scene, sentence: Sentence) -> int:
    """Count the governments whose officials a sentence names."""
    actors = scene.actors(sentence.start, sentence.end)
    return len({actor.body for actor in actors if actor.person and scene.is_government(actor.body)})


def _old(scene: Scene, sentence: Sentence, cue: Cue) -> bool:
    """Say whether a signing is told as history: by a year alone."""
    day = when(scene, sentence, cue)
    return day is not None and len(day.value) == 4 and day.value < (scene.published() or "9999")[:4]


def _delegation(scene: Scene, sentence: Sentence) -> bool:
    return any(cue.name in ("visited", "received", "led") for cue in scene.cues_in(sentence.start, sentence.end))


def statement_in(scene: Scene, sentence: Sentence) -> Told | None:
    """Give the statement to the public that a sentence tells of: "in a written statement"."""
    cues = [
        cue
        for cue in scene.cues_in(sentence.start, sentence.end, "encounters")
        if cue.name == "statement" and not scene.quoted(cue.start)
    ]
    person = scene.speaker(sentence)
    if not cues or not person or not scene.voice(sentence):
        return None
    post, body = scene.tenures[person]
    part = {"participant": person, "inPost": post, "onBehalfOf": body, "role": "speaker"}
    day, venue = when(scene, sentence, cues[0]), venue_of(scene, sentence, {})
    return Told("Statement", sentence, day, venue, {person: part}, ((sentence.start, sentence.end),), 0.75)

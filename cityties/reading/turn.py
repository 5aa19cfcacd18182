"""Turns: what single sentences tell of a tie, before they are weighed against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cityties.reading.agreement import LETTER, Signed
from cityties.reading.cue import Cue
from cityties.reading.day import Day
from cityties.reading.encounter import when
from cityties.reading.party import Thread
from cityties.reading.scene import Scene
from cityties.reading.sentence import Sentence

__all__ = ["LASTING", "Turn", "find_turns"]

# Kinds of ties that a word alone tells; the others need more.
LASTING: Final = frozenset({"sister-city", "friendship"})
_ORDER: Final = ("sister-city", "friendship", "project", "partnership")


@dataclass(frozen=True)
class Turn:
    """What one place of the text tells of a tie."""

    parties: tuple[str, ...]
    step: str
    kind: str
    date: str
    sentence: Sentence
    spans: tuple[tuple[int, int], ...]
    rule: str
    sure: float
    realised: str = ""

    @property
    def headline(self) -> bool:
        """Whether the headline tells it."""
        return self.sentence.kind == "headline"


def find_turns(scene: Scene, signed: Sequence[Signed]) -> list[Turn]:
    """Find the turns that the sentences of an article tell."""
    thread = Thread(scene)
    found: list[Turn] = []
    for sentence in scene.told:
        for turn in _of_sentence(scene, thread, sentence):
            if turn not in found:
                found.append(turn)
        thread.follow(sentence)
    found += [_of_document(one) for one in signed]
    return found


def _of_document(one: Signed) -> Turn:
    instrument = one.fact.text("instrument")
    step = "intent-declared" if instrument == LETTER else "renewed" if one.renews else "agreed"
    kind = one.kind or ("sister-city" if instrument == "sister-city-agreement" else "partnership")
    date = one.fact.text("signedOn")
    score = one.fact.score
    return Turn(one.parties, step, kind, date, one.sentence, one.fact.spans, "tie.signed", score, one.fact.id)


def _of_sentence(scene: Scene, thread: Thread, sentence: Sentence) -> Iterator[Turn]:
    cues = scene.cues_in(sentence.start, sentence.end, "steps", "agreements")
    steps = [cue for cue in cues if cue.about.get("step")]
    for cue in steps:
        if scene.denied(sentence, cue.start, cue.end):
            continue
        kind = _kind(scene, sentence, cue)
        step = _step(scene, sentence, cue, kind)
        if not step:
            continue
        day = _day(scene, sentence, cue, steps)
        date = day.value if day and _fits(scene, step, day) else ""
        if day and not date and step not in ("intent-declared", "explored"):
            continue
        for parties in thread.parties(sentence, cue):
            if len(parties.bodies) < 2 or not _may(scene, parties.bodies, kind, step, parties.sure):
                continue
            sure = parties.sure * _SURE[step] * (0.8 if sentence.kind == "headline" else 1)
            span = ((sentence.start, sentence.end),)
            yield Turn(parties.bodies, step, kind, date, sentence, span, f"tie.{cue.name}", round(sure, 3))
    yield from _planned_signing(scene, thread, sentence, cues)
    yield from _in_force(scene, thread, sentence, cues)


_SURE: Final = {
    "renewed": 0.85,
    "ended": 0.8,
    "suspended": 0.85,
    "agreed": 0.8,
    "intent-declared": 0.8,
    "explored": 0.75,
    "activity": 0.65,
}


def _kind(scene: Scene, sentence: Sentence, cue: Cue) -> str:
    """Name the kind of tie that a sentence speaks of, near its cue before anywhere in it; "" for none."""
    for start, end in (scene.clause(sentence, cue.start, cue.end), (sentence.start, sentence.end)):
        names = {one.name for one in scene.cues_in(start, end, "steps") if one.about.get("kind")}
        for name in _ORDER:
            if name in names:
                return name
    papers = scene.cues_in(sentence.start, sentence.end, "agreements")
    if any(one.name == "sister-city-agreement" for one in papers):
        return "sister-city"
    return "partnership" if any(one.about.get("instrument") for one in papers) else ""


def _step(scene: Scene, sentence: Sentence, cue: Cue, kind: str) -> str:
    """Say which step the words of a cue stand for here, "" where for none."""
    mood = scene.mood(sentence, cue.start, cue.end)
    step = cue.says("step")
    if cue.name in ("renewed", "ended", "suspended"):
        if not kind or (kind == "partnership" and not _bound(scene, sentence, cue)):
            return ""
        if cue.name == "renewed" and mood:
            return "intent-declared" if mood == "plan" else ""
        return step if mood != "hope" or cue.name != "ended" else ""
    if cue.name in ("became", "began"):
        outright = cue.name == "became" or bool(scene.days_in(sentence.start, sentence.end))
        return step if kind in LASTING and mood != "plan" and outright else ""
    if cue.name == "approved":
        return step if kind in LASTING or _papers(scene, sentence) else ""
    if cue.name == "planned":
        return "explored" if mood == "hope" else step
    if cue.name == "explored":
        return step if kind and sentence.kind != "headline" else ""
    if cue.name in ("activity", "anniversary"):
        return step if kind in LASTING and mood != "plan" else ""
    return ""


def _bound(scene: Scene, sentence: Sentence, cue: Cue) -> bool:
    """Say whether what is renewed or ended is a tie: its name or its paper stands in the clause."""
    first, last = scene.clause(sentence, cue.start, cue.end)
    cues = scene.cues_in(first, last, "steps", "agreements")
    return any(one.about.get("kind") or one.about.get("instrument") for one in cues if not _within(one, cue))


def _within(one: Cue, other: Cue) -> bool:
    return other.start <= one.start and one.end <= other.end and one.file == other.file


def _papers(scene: Scene, sentence: Sentence) -> bool:
    cues = scene.cues_in(sentence.start, sentence.end, "agreements")
    return any(one.about.get("instrument") for one in cues)


def _day(scene: Scene, sentence: Sentence, cue: Cue, rivals: Sequence[Cue]) -> Day | None:
    """Give the day of a cue: the nearest one that no other cue of the sentence is nearer to."""
    day = when(scene, sentence, cue.start, cue.end)
    if day is None or len(scene.days_in(sentence.start, sentence.end)) > 1:
        return day
    nearer = [one for one in rivals if one.name != cue.name and _gap(one, day) < _gap(cue, day)]
    return None if nearer and cue.name == "explored" and any(one.name in ("became", "began") for one in nearer) else day


def _gap(cue: Cue, day: Day) -> int:
    return max(0, day.start - cue.end, cue.start - day.end)


def _fits(scene: Scene, step: str, day: Day) -> bool:
    """Say whether a step can be of a day: nothing that is done lies after the day of publication."""
    return not scene.published() or day.value <= scene.published() + "~"


def _may(scene: Scene, parties: tuple[str, ...], kind: str, step: str, sure: float) -> bool:
    """Say whether two governments may have this tie: those of one country only where the text says so outright."""
    countries = {scene.country(body) for body in parties}
    if len(countries) > 1 or not all(countries):
        return True
    return sure >= 0.9 and (kind in LASTING or step in ("agreed", "renewed"))


def _planned_signing(scene: Scene, thread: Thread, sentence: Sentence, cues: Sequence[Cue]) -> Iterator[Turn]:
    """A document that is to be signed puts the wish on record."""
    if sentence.kind == "headline":
        return
    for cue in cues:
        if cue.name != "sign-done" or scene.denied(sentence, cue.start, cue.end):
            continue
        if scene.mood(sentence, cue.start, cue.end) != "plan" or not (_papers(scene, sentence)):
            continue
        kind = _kind(scene, sentence, cue) or "partnership"
        for parties in thread.parties(sentence, cue):
            if len(parties.bodies) >= 2 and _may(scene, parties.bodies, kind, "intent-declared", parties.sure):
                span = ((sentence.start, sentence.end),)
                sure = round(0.7 * parties.sure, 3)
                yield Turn(parties.bodies, "intent-declared", kind, "", sentence, span, "tie.to-be-signed", sure)
        return


# Where these stand in a sentence, "sister city" in it may be what is wished for, not what is.
_OTHERWISE: Final = frozenset({"planned", "explored", "approved", "sign-done", "renewed", "ended", "suspended"})


def _in_force(scene: Scene, thread: Thread, sentence: Sentence, cues: Sequence[Cue]) -> Iterator[Turn]:
    """A government called the sister city of another is one, where nothing in the sentence says otherwise."""
    if sentence.kind == "headline":
        return
    for cue in cues:
        if cue.name != "sister-city" or cue.file != "steps" or scene.denied(sentence, cue.start, cue.end):
            continue
        if scene.mood(sentence, cue.start, cue.end):
            continue
        near = [
            actor
            for actor in scene.actors(sentence.start, sentence.end)
            if scene.is_government(actor.body) and (0 <= actor.start - cue.end <= 12 or 0 <= cue.start - actor.end <= 4)
        ]
        others = [
            one for one in cues if one.name in ("planned", "explored", "approved", "sign-done", "renewed", "ended")
        ]
        if not near or others:
            continue
        for parties in thread.parties(sentence, cue):
            if len(parties.bodies) == 2 and parties.sure >= 0.65 and near[0].body in parties.bodies:
                span = ((sentence.start, sentence.end),)
                sure = round(0.55 * parties.sure, 3)
                yield replace(
                    Turn(parties.bodies, "agreed", "sister-city", "", sentence, span, "tie.in-force", sure),
                )
        return

"""Encounters: who met, visited, received whom or signed with whom, when and where, in which part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from cityties.reading.cue import Cue
from cityties.reading.day import Day
from cityties.reading.draft import Fact
from cityties.reading.scene import Actor, Scene
from cityties.reading.sentence import Sentence

__all__ = ["find_encounters", "when"]

# What a class of encounter yields to, where both are told of the same people on the same day.
_STRENGTH: Final = {"Signing": 3, "Visit": 2, "Meeting": 1, "Reception": 1}
_FAR: Final = 3


@dataclass(frozen=True)
class _Told:
    """One telling of an encounter: by a sentence, with the parts that it gives to people."""

    name: str
    sentence: Sentence
    day: Day | None
    venue: str
    parts: dict[str, dict[str, str]]
    spans: tuple[tuple[int, int], ...]
    sure: float
    seats: dict[str, str] = field(default_factory=dict)

    @property
    def bodies(self) -> set[str]:
        return {part["onBehalfOf"] for part in self.parts.values() if part.get("onBehalfOf")}


def find_encounters(scene: Scene) -> list[Fact]:
    """Find the encounters that an article tells, merged where several sentences tell of one."""
    told: list[_Told] = []
    for sentence in scene.told:
        if sentence.kind == "headline":
            continue
        one = _told(scene, sentence)
        if one is None:
            if told and sentence.number - told[-1].sentence.number <= _FAR:
                told[-1] = _joined(scene, told[-1], sentence)
            continue
        for place, other in enumerate(told):
            if _same(other, one):
                told[place] = _merged(other, one)
                break
        else:
            told.append(one)
    told = [one for one in told if len(one.bodies) >= 2 or (one.name != "Signing" and len(one.parts) >= 2)]
    told += _statements(scene, told)
    return _facts(scene, told)


def when(scene: Scene, sentence: Sentence, start: int, end: int) -> Day | None:
    """Give the day that stands nearest to a stretch of a sentence, in its clause before the rest of the sentence."""
    days = scene.days_in(sentence.start, sentence.end)
    if not days:
        return None
    first, last = scene.clause(sentence, start, end)
    inside = [day for day in days if first <= day.start and day.end <= last]
    after_first = scene.article.lang != "tr"

    def distance(day: Day) -> tuple[int, int]:
        follows = day.start >= end
        gap = day.start - end if follows else start - day.end
        return (gap if follows == after_first else gap + 40, day.start)

    return min(inside or days, key=distance)


def _told(scene: Scene, sentence: Sentence) -> _Told | None:
    cue = _cue(scene, sentence)
    if cue is None:
        return None
    name = "Signing" if cue.file == "agreements" else cue.says("class")
    actors = [
        actor for actor in scene.actors(sentence.start, sentence.end) if not scene.quoted(actor.start) or actor.person
    ]
    parts = _parts(scene, sentence, cue, actors)
    bodies = {part.get("onBehalfOf", "") for part in parts.values()} - {""}
    if name == "Signing":
        governments = [body for body in bodies if scene.is_government(body)]
        if len(governments) < 2:
            parts = _with_neighbours(scene, sentence, parts)
            governments = [p["onBehalfOf"] for p in parts.values() if scene.is_government(p.get("onBehalfOf", ""))]
            if len(set(governments)) < 2:
                return None
    elif len(bodies) < 2:
        if not parts:
            return None
        parts = _with_neighbours(scene, sentence, parts)
        bodies = {part.get("onBehalfOf", "") for part in parts.values()} - {""}
        if len(bodies) < 2:
            return None
    people = sum(part["participant"].startswith("person:") for part in parts.values())
    if not people and not _delegation(scene, sentence):
        return None
    day = when(scene, sentence, cue.start, cue.end)
    venue = _venue(scene, sentence, parts)
    sure = 0.9 if people >= 2 and day else 0.8 if people >= 2 else 0.65
    return _Told(name, sentence, day, venue, parts, ((sentence.start, sentence.end),), sure)


def _cue(scene: Scene, sentence: Sentence) -> Cue | None:
    """Choose the words of a sentence that tell an encounter: a signing before all else, then who received whom."""
    cues = scene.cues_in(sentence.start, sentence.end)
    instruments = any(cue.file == "agreements" and cue.about.get("instrument") for cue in cues)
    ties = any(cue.file == "steps" and cue.about.get("kind") for cue in cues)
    signs = [
        cue
        for cue in cues
        if cue.name == "sign-done"
        and (instruments or ties)
        and not scene.quoted(cue.start)
        and not scene.denied(sentence, cue.start, cue.end)
        and not scene.mood(sentence, cue.start, cue.end)
    ]
    if signs and not _old(scene, sentence, signs[0]):
        return signs[0]
    meets = [
        cue
        for cue in cues
        if cue.file == "encounters"
        and cue.about.get("class") not in (None, "Signing", "Statement")
        and not scene.quoted(cue.start)
        and not scene.denied(sentence, cue.start, cue.end)
        and scene.mood(sentence, cue.start, cue.end) != "plan"
    ]
    order = ("received", "was-received", "visited", "met", "reception")
    return min(meets, key=lambda cue: (order.index(cue.name), cue.start), default=None)


def _old(scene: Scene, sentence: Sentence, cue: Cue) -> bool:
    """Say whether a signing is told as history: by a year alone."""
    day = when(scene, sentence, cue.start, cue.end)
    return day is not None and len(day.value) == 4 and day.value < (scene.published() or "9999")[:4]


def _delegation(scene: Scene, sentence: Sentence) -> bool:
    return any(cue.name in ("visited", "received", "led") for cue in scene.cues_in(sentence.start, sentence.end))


def _parts(scene: Scene, sentence: Sentence, cue: Cue, actors: Iterable[Actor]) -> dict[str, dict[str, str]]:
    """Give each actor of a sentence its part in the encounter that a cue tells."""
    found: dict[str, dict[str, str]] = {}
    people = [actor for actor in actors if actor.person]
    spoken_for = {actor.body for actor in people}
    chosen = people + [actor for actor in actors if not actor.person and actor.body not in spoken_for]
    for actor in sorted(chosen, key=lambda one: one.start):
        if not actor.person and actor.kind == "place" and scene.country(actor.body) == "":
            continue
        key = actor.person or actor.body
        if key in found:
            continue
        role = _marked(scene, sentence, actor) or _by_place(scene, cue, actor)
        if cue.file == "agreements":
            role = role if role in ("witness", "accompanying", "facilitator") else "signatory"
            if role == "signatory" and not scene.is_government(actor.body):
                role = "participant"
        found[key] = _part(actor, role)
    return found


def _part(actor: Actor, role: str) -> dict[str, str]:
    part = {"participant": actor.person or actor.body, "inPost": actor.post, "onBehalfOf": actor.body, "role": role}
    return {key: value for key, value in part.items() if value}


def _marked(scene: Scene, sentence: Sentence, actor: Actor) -> str:
    """Give the part that words beside an actor name: accompanying, witness, facilitator."""
    for cue in reversed(scene.cues_in(sentence.start, sentence.end, "encounters")):
        part = cue.says("part")
        if not part or part == "lead":
            continue
        turkish = scene.article.lang == "tr"
        before = cue.name in ("accompanies", "facilitates") or turkish
        if before and actor.end <= cue.start and cue.start - actor.end < (60 if turkish else 40):
            return part
        if (
            not before
            and cue.end <= actor.start
            and "." not in scene.article.text[cue.end : actor.start].replace("Dr.", "")
        ):
            return part
    return ""


def _by_place(scene: Scene, cue: Cue, actor: Actor) -> str:
    first, second = cue.says("first") or "signatory", cue.says("second") or "signatory"
    if scene.article.lang != "tr":
        return first if actor.start < cue.start else second
    case = scene.case(actor.end)
    return second if case in ("accusative", "dative", "with") else first


def _with_neighbours(scene: Scene, sentence: Sentence, parts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Add people of other bodies whom the sentences around name."""
    found = dict(parts)
    bodies = {part.get("onBehalfOf") for part in parts.values()}
    for other in scene.told:
        if other.kind == "body" and 0 < abs(other.number - sentence.number) <= 1:
            for actor in scene.actors(other.start, other.end):
                if actor.person and actor.body not in bodies and actor.person not in found:
                    found[actor.person] = _part(actor, "participant")
    return found


def _venue(scene: Scene, sentence: Sentence, parts: dict[str, dict[str, str]]) -> str:
    venues = [one for one in scene.entities.in_span(sentence.start, sentence.end, "place") if one.role == "venue"]
    if venues:
        return venues[-1].fact
    hosts = [part.get("onBehalfOf", "") for part in parts.values() if part.get("role") == "host"]
    for body in hosts:
        fact = scene.bodies.get(body)
        if fact is not None and fact.kind == "government":
            return fact.text("place")
    return ""


def _joined(scene: Scene, told: _Told, sentence: Sentence) -> _Told:
    """Add to an encounter the people whom a later sentence gives a part in it."""
    cues = scene.cues_in(sentence.start, sentence.end, "encounters")
    if not any(cue.says("part") in ("accompanying", "witness", "facilitator") for cue in cues):
        return told
    parts = dict(told.parts)
    for actor in scene.actors(sentence.start, sentence.end):
        role = _marked(scene, sentence, actor)
        if role and actor.person and actor.person not in parts and not scene.quoted(actor.start):
            parts[actor.person] = _part(actor, role)
    if len(parts) == len(told.parts):
        return told
    return replace(told, parts=parts, spans=(*told.spans, (sentence.start, sentence.end)))


def _same(one: _Told, other: _Told) -> bool:
    """Say whether two tellings are of one encounter."""
    if one.day and other.day and not _agree(one.day.value, other.day.value):
        return False
    shared = one.bodies & other.bodies
    near = other.sentence.number - one.sentence.number <= 4
    return len(shared) >= 2 or (bool(shared) and near and not (one.day and other.day))


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _merged(one: _Told, other: _Told) -> _Told:
    strong, weak = (one, other) if _STRENGTH[one.name] >= _STRENGTH[other.name] else (other, one)
    parts = dict(strong.parts)
    named = {part.get("onBehalfOf") for part in parts.values() if part["participant"].startswith("person:")}
    for key, part in weak.parts.items():
        if key not in parts and not (key == part.get("onBehalfOf") and key in named):
            role = part["role"] if part["role"] in ("host", "guest", "witness", "accompanying") else "participant"
            parts[key] = {**part, "role": role if strong.name != "Signing" else "participant"}
    bare = [key for key, part in parts.items() if not key.startswith("person:") and part.get("onBehalfOf") in named]
    for key in bare:
        del parts[key]
    days = sorted((day for day in (one.day, other.day) if day), key=lambda day: -len(day.value))
    return replace(
        strong,
        sentence=other.sentence,
        day=days[0] if days else None,
        venue=strong.venue or weak.venue,
        parts=parts,
        spans=tuple(sorted({*one.spans, *other.spans})),
        sure=max(one.sure, other.sure),
    )


def _statements(scene: Scene, told: list[_Told]) -> list[_Told]:
    """Find who speaks to the public for a government or a mission, where they did not meet anybody in the text."""
    met = {key for one in told for key in one.parts}
    found: list[_Told] = []
    for sentence in scene.told:
        cues = [
            cue
            for cue in scene.cues_in(sentence.start, sentence.end, "encounters")
            if cue.name == "statement" and not scene.quoted(cue.start)
        ]
        person = scene.speaker(sentence)
        if not cues or not person or person in met or not scene.voice(sentence):
            continue
        post, body = scene.tenures[person]
        part = {"participant": person, "inPost": post, "onBehalfOf": body, "role": "speaker"}
        venues = [one for one in scene.entities.in_span(sentence.start, sentence.end, "place") if one.role == "venue"]
        met.add(person)
        day = when(scene, sentence, cues[0].start, cues[0].end)
        venue = venues[-1].fact if venues else ""
        found.append(_Told("Statement", sentence, day, venue, {person: part}, ((sentence.start, sentence.end),), 0.75))
    return found


def _facts(scene: Scene, told: list[_Told]) -> list[Fact]:
    numbers: dict[str, int] = {}
    facts = []
    for one in sorted(told, key=lambda one: one.spans[0]):
        numbers[one.name] = numbers.get(one.name, 0) + 1
        slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {"class": one.name}
        if one.day:
            slots["date"] = one.day.value
            if one.day.last:
                slots["endDate"] = one.day.last
        elif scene.published():
            slots["noLaterThan"] = scene.published()
        if one.venue:
            slots["venue"] = one.venue
        slots["participants"] = _seated(scene, one)
        name = f"encounter:{one.name.lower()}-{numbers[one.name]}"
        facts.append(Fact(name, "encounter", slots, one.spans, f"encounter.{one.name.lower()}", one.sure))
    return facts


def _seated(scene: Scene, one: _Told) -> list[dict[str, str]]:
    """Give the parts, host and guest by where the encounter was, where the text says no more than that they met."""
    parts = list(one.parts.values())
    venue = scene.entities.fact(one.venue) if one.venue else None
    if venue is None or {part["role"] for part in parts} != {"participant"}:
        return parts
    home = [part for part in parts if _at_home(scene, part.get("onBehalfOf", ""), venue)]
    if not home or len(home) == len(parts):
        return parts
    return [{**part, "role": "host" if part in home else "guest"} for part in parts]


def _at_home(scene: Scene, body: str, venue: Fact) -> bool:
    fact = scene.bodies.get(body)
    if fact is None or fact.kind != "government":
        return False
    country = venue.text("name") if venue.text("class") == "Country" else ""
    return fact.text("place") == venue.id or (bool(country) and scene.country(body) in (country, venue.id))

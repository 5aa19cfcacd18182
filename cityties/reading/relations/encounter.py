"""Encounters: who met, visited, received whom or signed with whom, when and where, in which part."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.relations.gathering import FAR, Told, session_in, statement_in, told_in
from cityties.reading.relations.participation import marked, part_of
from cityties.reading.telling.actors import Actor
from cityties.reading.telling.context import Scene
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["find_encounters"]

# What a class of encounter yields to, where both are told of the same people on the same day.
_STRENGTH: Final = {"Signing": 3, "Visit": 2, "Meeting": 1, "Reception": 1}
# Parts that stay when two tellings are joined.
_BRINGING: Final = re.compile(r"[^\W_][ae]n\s+$")
_KEPT: Final = frozenset({"host", "guest", "witness", "accompanying", "facilitator"})


def find_encounters(scene: Scene) -> list[Fact]:
    """Find the encounters that an article tells, merged where several sentences tell of one."""
    told: list[Told] = []
    for sentence in scene.told:
        if sentence.kind == "headline":
            continue
        one = told_in(scene, sentence) or session_in(scene, sentence)
        if one is None:
            if told and sentence.number - told[-1].sentence.number <= FAR:
                told[-1] = _joined(scene, told[-1], sentence)
            continue
        for place, other in enumerate(told):
            if _same(other, one):
                told[place] = _merged(other, one)
                break
        else:
            told.append(one)
    told = _helped(scene, told)
    told += _statements(scene, told)
    return _facts(scene, told)


def _helped(scene: Scene, told: list[Told]) -> list[Told]:
    """Add the missions and bodies that brought the others together to the encounter told nearest to that."""
    found = list(told)
    for sentence in scene.told:
        if not found or sentence.kind == "headline":
            continue
        for cue in scene.cues_in(sentence.start, sentence.end, "encounters"):
            if cue.says("part") != "facilitator" or scene.denied(sentence, cue.start, cue.end):
                continue
            helper = _helper(scene, sentence, cue)
            if helper is None:
                continue
            place = min(range(len(found)), key=lambda at: (abs(found[at].sentence.number - sentence.number), at))
            one = found[place]
            part = {"participant": helper.body, "role": "facilitator"}
            spans = tuple(sorted({*one.spans, (sentence.start, sentence.end)}))
            found[place] = replace(one, parts={**one.parts, helper.body: part}, spans=spans)
    return found


def _helper(scene: Scene, sentence: Sentence, cue: Cue) -> Actor | None:
    """Give the mission, network or organisation that helped: before words such as "which arranged", else behind."""
    actors = [actor for actor in scene.actors(sentence.start, sentence.end) if not scene.is_government(actor.body)]
    before = [actor for actor in actors if actor.end <= cue.start + 1]
    behind = [actor for actor in actors if actor.start >= cue.end]
    if cue.name == "facilitated":
        return behind[0] if behind else None
    if scene.article.lang == "tr" and behind and _BRINGING.search(scene.words(cue.start, behind[0].start)):
        # "Iki belediyeyi tanistiran Birlik": who is told by what it did stands behind.
        return behind[0]
    return before[-1] if before else behind[0] if behind and scene.article.lang == "tr" else None


def _joined(scene: Scene, told: Told, sentence: Sentence) -> Told:
    """Add to an encounter the people whom a later sentence gives a part in it."""
    cues = scene.cues_in(sentence.start, sentence.end, "encounters")
    if not any(cue.says("part") in ("accompanying", "witness", "facilitator") for cue in cues):
        return told
    parts = dict(told.parts)
    for actor in scene.actors(sentence.start, sentence.end):
        role = marked(scene, sentence, actor)
        if role and actor.person and actor.person not in parts and not scene.quoted(actor.start):
            parts[actor.person] = part_of(actor, role)
    if len(parts) == len(told.parts):
        return told
    return replace(told, parts=parts, spans=(*told.spans, (sentence.start, sentence.end)))


def _same(one: Told, other: Told) -> bool:
    """Say whether two tellings are of one encounter; a council that sits is none of a visit's."""
    if one.session != other.session:
        return False
    if one.day and other.day and not _agree(one.day.value, other.day.value):
        return False
    shared = one.bodies & other.bodies
    near = other.sentence.number - one.sentence.number <= 4
    return len(shared) >= 2 or (bool(shared) and near and not (one.day and other.day))


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _strength(one: Told) -> int:
    return 0 if one.weak else _STRENGTH[one.name]


def _merged(one: Told, other: Told) -> Told:
    strong, weak = (one, other) if _strength(one) >= _strength(other) else (other, one)
    parts = dict(strong.parts)
    named = {part.get("onBehalfOf") for part in parts.values() if part["participant"].startswith("person:")}
    for key, part in weak.parts.items():
        if key not in parts and not (key == part.get("onBehalfOf") and key in named):
            role = part["role"] if part["role"] in _KEPT or strong.name == weak.name == "Signing" else "participant"
            if strong.name == "Signing" and role in ("host", "guest"):
                role = "participant"
            parts[key] = {**part, "role": role}
    bare = [
        key
        for key, part in parts.items()
        if not key.startswith("person:") and part.get("onBehalfOf") in named and part["role"] != "facilitator"
    ]
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


def _statements(scene: Scene, told: list[Told]) -> list[Told]:
    """Find who speaks to the public for a government or a mission, where they did not meet anybody in the text."""
    met = {key for one in told for key in one.parts}
    found: list[Told] = []
    for sentence in scene.told:
        one = statement_in(scene, sentence)
        if one is not None and not met & set(one.parts):
            met |= set(one.parts)
            found.append(one)
    return found


def _facts(scene: Scene, told: list[Told]) -> list[Fact]:
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


def _without_bare(parts: list[dict[str, str]]) -> list[dict[str, str]]:
    """Leave out bodies whose officials take part; these play the part of the body where they have none."""
    found: list[dict[str, str]] = []
    for part in parts:
        body = part.get("onBehalfOf", "")
        bare = next((one for one in parts if one["participant"] == body and one is not part), None)
        officials = [one for one in parts if one.get("onBehalfOf") == body and one["participant"] != body]
        if part["participant"] == body and officials and part["role"] != "facilitator":
            continue
        plain = part["role"] == "participant" and bare is not None and bare["role"] in ("host", "guest")
        found.append({**part, "role": bare["role"]} if plain and bare else part)
    return found


def _seated(scene: Scene, one: Told) -> list[dict[str, str]]:
    """Give the parts, host and guest by where the encounter was, where the text says no more than that they met."""
    parts = _without_bare(list(one.parts.values()))
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

"""Encounters: who met, visited, received whom or signed with whom, when and where, in which part."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.relations.gathering import FAR, ToldEncounter, session_in, statement_in, told_in
from cityties.reading.relations.participation import Participations, marked, participation_of
from cityties.reading.telling.actors import Actor
from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["find_encounters"]

# What a class of encounter yields to, where both are told of the same people on the same day.
_STRENGTH: Final = {"Signing": 3, "Visit": 2, "Meeting": 1, "Reception": 1}
# Parts that stay when two tellings are joined.
_BRINGING: Final = re.compile(r"[^\W_][ae]n\s+$")
_KEPT: Final = frozenset({"host", "guest", "witness", "accompanying", "facilitator"})


def find_encounters(context: Context) -> list[Fact]:
    """Find the encounters that an article tells, merged where several sentences tell of one."""
    told: list[ToldEncounter] = []
    for sentence in context.told:
        if sentence.kind == "headline":
            continue
        one = told_in(context, sentence) or session_in(context, sentence)
        if one is None:
            if told and sentence.number - told[-1].sentence.number <= FAR:
                told[-1] = _joined(context, told[-1], sentence)
            continue
        for place, other in enumerate(told):
            if _same(other, one):
                told[place] = _merged(other, one)
                break
        else:
            told.append(one)
    told = _helped(context, told)
    told += _statements(context, told)
    return _facts(context, told)


def _helped(context: Context, told: list[ToldEncounter]) -> list[ToldEncounter]:
    """Add the missions and bodies that brought the others together to the encounter told nearest to that."""
    found = list(told)
    for sentence in context.told:
        if not found or sentence.kind == "headline":
            continue
        for cue in context.cues_in(sentence.start, sentence.end, "encounters"):
            if cue.says("part") != "facilitator" or context.denied(sentence, cue.start, cue.end):
                continue
            helper = _helper(context, sentence, cue)
            if helper is None:
                continue
            place = min(range(len(found)), key=lambda at: (abs(found[at].sentence.number - sentence.number), at))
            one = found[place]
            part = {"participant": helper.body, "role": "facilitator"}
            spans = tuple(sorted({*one.spans, (sentence.start, sentence.end)}))
            found[place] = replace(one, parts={**one.parts, helper.body: part}, spans=spans)
    return found


def _helper(context: Context, sentence: Sentence, cue: Cue) -> Actor | None:
    """Give the mission, network or organisation that helped: before words such as "which arranged", else behind."""
    actors = [actor for actor in context.actors(sentence.start, sentence.end) if not context.is_government(actor.body)]
    before = [actor for actor in actors if actor.end <= cue.start + 1]
    behind = [actor for actor in actors if actor.start >= cue.end]
    if cue.name == "facilitated":
        return behind[0] if behind else None
    if context.article.lang == "tr" and behind and _BRINGING.search(context.words(cue.start, behind[0].start)):
        # "Iki belediyeyi tanistiran Birlik": who is told by what it did stands behind.
        return behind[0]
    return before[-1] if before else behind[0] if behind and context.article.lang == "tr" else None


def _joined(context: Context, told: ToldEncounter, sentence: Sentence) -> ToldEncounter:
    """Add to an encounter the people whom a later sentence gives a part in it."""
    cues = context.cues_in(sentence.start, sentence.end, "encounters")
    if not any(cue.says("part") in ("accompanying", "witness", "facilitator") for cue in cues):
        return told
    parts = dict(told.parts)
    for actor in context.actors(sentence.start, sentence.end):
        role = marked(context, sentence, actor)
        if role and actor.person and actor.person not in parts and not context.quoted(actor.start):
            parts[actor.person] = participation_of(actor, role)
    if len(parts) == len(told.parts):
        return told
    return replace(told, parts=parts, spans=(*told.spans, (sentence.start, sentence.end)))


def _same(one: ToldEncounter, other: ToldEncounter) -> bool:
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


def _strength(one: ToldEncounter) -> int:
    return 0 if one.weak else _STRENGTH[one.name]


def _merged(one: ToldEncounter, other: ToldEncounter) -> ToldEncounter:
    strong, weak = (one, other) if _strength(one) >= _strength(other) else (other, one)
    days = sorted((day for day in (one.day, other.day) if day), key=lambda day: -len(day.value))
    return replace(
        strong,
        sentence=other.sentence,
        day=days[0] if days else None,
        venue=strong.venue or weak.venue,
        parts=_parts_of_both(strong, weak),
        spans=tuple(sorted({*one.spans, *other.spans})),
        sure=max(one.sure, other.sure),
    )


def _parts_of_both(strong: ToldEncounter, weak: ToldEncounter) -> Participations:
    """Give who took part by either telling of an encounter; the stronger tells the roles."""
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
    return {key: part for key, part in parts.items() if key not in bare}


def _statements(context: Context, told: list[ToldEncounter]) -> list[ToldEncounter]:
    """Find who speaks to the public for a government or a mission, where they did not meet anybody in the text."""
    met = {key for one in told for key in one.parts}
    found: list[ToldEncounter] = []
    for sentence in context.told:
        one = statement_in(context, sentence)
        if one is not None and not met & set(one.parts):
            met |= set(one.parts)
            found.append(one)
    return found


def _facts(context: Context, told: list[ToldEncounter]) -> list[Fact]:
    numbers: dict[str, int] = {}
    facts = []
    for one in sorted(told, key=lambda one: one.spans[0]):
        numbers[one.name] = numbers.get(one.name, 0) + 1
        slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {"class": one.name}
        if one.day:
            slots["date"] = one.day.value
            if one.day.last:
                slots["endDate"] = one.day.last
        elif context.published():
            slots["noLaterThan"] = context.published()
        if one.venue:
            slots["venue"] = one.venue
        slots["participants"] = _seated(context, one)
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


def _seated(context: Context, one: ToldEncounter) -> list[dict[str, str]]:
    """Give the parts, host and guest by where the encounter was, where the text says no more than that they met."""
    parts = _without_bare(list(one.parts.values()))
    venue = context.entities.fact(one.venue) if one.venue else None
    if venue is None or {part["role"] for part in parts} != {"participant"}:
        return parts
    home = [part for part in parts if _at_home(context, part.get("onBehalfOf", ""), venue)]
    if not home or len(home) == len(parts):
        return parts
    return [{**part, "role": "host" if part in home else "guest"} for part in parts]


def _at_home(context: Context, body: str, venue: Fact) -> bool:
    fact = context.bodies.get(body)
    if fact is None or fact.kind != "government":
        return False
    country = venue.text("name") if venue.text("class") == "Country" else ""
    return fact.text("place") == venue.id or (bool(country) and context.country(body) in (country, venue.id))

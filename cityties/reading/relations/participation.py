"""Participations: who takes part in an encounter that a sentence tells, in which role, where, and by which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cityties.reading.telling.actors import Actor
from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = [
    "Participations",
    "at_hub",
    "bodies_of",
    "marked",
    "participation_of",
    "parts_of",
    "venue_of",
    "with_ministers",
    "with_neighbours",
]

# Who takes part, by the id of the person or body: the table that a fact holds.
Participations = dict[str, dict[str, str]]
# How near a doer stands behind a Turkish participle.
_RIGHT = 12


def parts_of(context: Context, sentence: Sentence, cue: Cue, actors: Iterable[Actor]) -> Participations:
    """Give each actor of a sentence its part in the encounter that a cue tells."""
    found: Participations = {}
    signs = cue.file == "agreements" or cue.name == "renewed"
    for actor in _taking_part(context, list(actors), signs):
        role = marked(context, sentence, actor) or _by_place(context, cue, actor)
        role = _signing(actor, role) if signs else role
        found.setdefault(actor.person or actor.body, participation_of(actor, role))
    return _one_side(found, cue) if context.article.lang == "tr" else found


def _taking_part(context: Context, actors: Sequence[Actor], signs: bool) -> list[Actor]:
    """Give the people of a sentence, and the bodies in it for which nobody acts, in their order.

    Where officials of two sides sign, a city that is named beside them signs nothing.
    """
    people = [actor for actor in actors if actor.person]
    spoken_for = {actor.body for actor in people}
    signed = signs and len({body for body in spoken_for if context.is_government(body)}) >= 2
    bare = [actor for actor in actors if not actor.person and actor.body not in spoken_for]
    bare = [actor for actor in bare if actor.kind != "place" or context.country(actor.body)]
    bare = [actor for actor in bare if not signed or not context.is_government(actor.body)]
    return sorted(people + bare, key=lambda one: one.start)


def _signing(actor: Actor, role: str) -> str:
    """Give the part of somebody at a signing: all sign but witnesses, those along, and diplomats."""
    if role in ("witness", "accompanying", "facilitator"):
        return role
    return "participant" if actor.body.startswith("mission:") else "signatory"


def _one_side(parts: Participations, cue: Cue) -> Participations:
    """Let the subject of a Turkish sentence alone play the first part: in "X, Y ve heyetini" Y bears no ending."""
    first, second = cue.says("first"), cue.says("second")
    if first == second:
        return parts
    played = [part.get("onBehalfOf") for part in parts.values() if part["role"] == first]
    return {
        key: {**part, "role": second} if part["role"] == first and part.get("onBehalfOf") != played[0] else part
        for key, part in parts.items()
    }


def participation_of(actor: Actor, role: str) -> dict[str, str]:
    """Give the table of an actor in a role."""
    part = {"participant": actor.person or actor.body, "inPost": actor.post, "onBehalfOf": actor.body, "role": role}
    return {key: value for key, value in part.items() if value}


def bodies_of(parts: Participations) -> set[str]:
    """Give the bodies for which those who take part do so."""
    return {part["onBehalfOf"] for part in parts.values() if part.get("onBehalfOf")}


def marked(context: Context, sentence: Sentence, actor: Actor) -> str:
    """Give the part that words beside an actor name: accompanying, witness, facilitator."""
    for cue in reversed(context.cues_in(sentence.start, sentence.end, "encounters")):
        part = cue.says("part")
        if not part or part == "lead":
            continue
        turkish = context.article.lang == "tr"
        if turkish and cue.name == "facilitates" and context.words(cue.start, cue.end).endswith(("an", "en")):
            # "Iki kenti tanistiran Birlik": who did it stands right behind.
            if 0 <= actor.start - cue.end <= _RIGHT:
                return part
            continue
        before = cue.name in ("accompanies", "facilitates") or turkish
        if before and actor.end <= cue.start and cue.start - actor.end < (60 if turkish else 40):
            return part
        if (
            not before
            and cue.end <= actor.start
            and "." not in context.article.text[cue.end : actor.start].replace("Dr.", "")
        ):
            return part
    return ""


def _by_place(context: Context, cue: Cue, actor: Actor) -> str:
    first, second = cue.says("first") or "signatory", cue.says("second") or "signatory"
    if context.article.lang != "tr":
        return first if actor.start < cue.start else second
    case = context.case(actor.end)
    return second if case in ("accusative", "dative", "with") else first


def with_ministers(context: Context, sentence: Sentence, cue: Cue, parts: Participations) -> Participations:
    """Add ministers of another State whom the sentence of an encounter names beside the officials of a government."""
    found = dict(parts)
    bodies = bodies_of(parts)
    homes = {context.country(body) for body in bodies}
    if not all(context.is_government(body) for body in bodies):
        return parts
    for mention in context.entities.in_span(sentence.start, sentence.end, "person"):
        state = context.state_of(mention.fact)
        name = context.entities.fact(state) if state else None
        if name is None or context.quoted(mention.start) or name.text("name") in homes:
            continue
        role = cue.says("second") if mention.start >= cue.start else cue.says("first")
        post = context.tenures[mention.fact][0]
        found[mention.fact] = {"participant": mention.fact, "inPost": post, "onBehalfOf": state, "role": role}
    return found


def with_neighbours(context: Context, sentence: Sentence, parts: Participations) -> Participations:
    """Add people of other bodies whom the sentences around name."""
    found = dict(parts)
    bodies = {part.get("onBehalfOf") for part in parts.values()}
    for number in (sentence.number - 1, sentence.number + 1):
        for other in context.told_by_number.get(number, ()):
            if other.kind != "body":
                continue
            for actor in context.actors(other.start, other.end):
                if actor.person and actor.body not in bodies and actor.person not in found:
                    found[actor.person] = participation_of(actor, "participant")
    return found


def at_hub(context: Context, parts: Participations) -> Participations:
    """Take the article's own city as host of officials from abroad who come with nobody else named."""
    people = [
        part
        for part in parts.values()
        if part["participant"].startswith("person:") and context.is_government(part.get("onBehalfOf", ""))
    ]
    abroad = context.hub and all(
        context.country(part.get("onBehalfOf", "")) != context.country(context.hub) for part in people
    )
    if not people or not abroad:
        return parts
    guests = {key: {**part, "role": "guest"} for key, part in parts.items()}
    return {**guests, context.hub: {"participant": context.hub, "onBehalfOf": context.hub, "role": "host"}}


def venue_of(context: Context, sentence: Sentence, parts: Participations) -> str:
    """Say where an encounter was: the place that its sentence tells, else the host's."""
    venues = [
        one
        for one in context.entities.in_span(sentence.start, sentence.end, "place")
        if one.role == "venue" or (one.role == "" and context.lies_in(one))
    ]
    if venues:
        return venues[-1].fact
    hosts = [part.get("onBehalfOf", "") for part in parts.values() if part.get("role") == "host"]
    for body in hosts:
        fact = context.bodies.get(body)
        if fact is not None and fact.kind == "government":
            return fact.text("place")
    return ""

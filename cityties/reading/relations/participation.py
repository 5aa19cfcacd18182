"""Parts: who takes part in an encounter that a sentence tells, in which role, where, and by which words."""

from __future__ import annotations

from collections.abc import Iterable

from cityties.reading.telling.actors import Actor
from cityties.reading.telling.context import Scene
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["Parts", "at_hub", "bodies_of", "marked", "part_of", "parts_of", "venue_of", "with_neighbours"]

# Who takes part, by the id of the person or body: the table that a fact holds.
Parts = dict[str, dict[str, str]]
# How near a doer stands behind a Turkish participle.
_RIGHT = 12


def parts_of(scene: Scene, sentence: Sentence, cue: Cue, actors: Iterable[Actor]) -> Parts:
    """Give each actor of a sentence its part in the encounter that a cue tells."""
    found: Parts = {}
    people = [actor for actor in actors if actor.person]
    spoken_for = {actor.body for actor in people}
    signs = cue.file == "agreements" or cue.name == "renewed"
    signed = signs and len({body for body in spoken_for if scene.is_government(body)}) >= 2
    # Where officials of two sides sign, a city that is named beside them signs nothing.
    bare = [actor for actor in actors if not actor.person and actor.body not in spoken_for]
    chosen = people + [actor for actor in bare if not signed or not scene.is_government(actor.body)]
    for actor in sorted(chosen, key=lambda one: one.start):
        if not actor.person and actor.kind == "place" and scene.country(actor.body) == "":
            continue
        key = actor.person or actor.body
        if key in found:
            continue
        role = marked(scene, sentence, actor) or _by_place(scene, cue, actor)
        if signs:
            role = role if role in ("witness", "accompanying", "facilitator") else "signatory"
            if role == "signatory" and actor.body.startswith("mission:"):
                role = "participant"
        found[key] = part_of(actor, role)
    return _one_side(found, cue) if scene.article.lang == "tr" else found


def _one_side(parts: Parts, cue: Cue) -> Parts:
    """Let the subject of a Turkish sentence alone play the first part: in "X, Y ve heyetini" Y bears no ending."""
    first, second = cue.says("first"), cue.says("second")
    if first == second:
        return parts
    played = [part.get("onBehalfOf") for part in parts.values() if part["role"] == first]
    return {
        key: {**part, "role": second} if part["role"] == first and part.get("onBehalfOf") != played[0] else part
        for key, part in parts.items()
    }


def part_of(actor: Actor, role: str) -> dict[str, str]:
    """Give the table of an actor in a role."""
    part = {"participant": actor.person or actor.body, "inPost": actor.post, "onBehalfOf": actor.body, "role": role}
    return {key: value for key, value in part.items() if value}


def bodies_of(parts: Parts) -> set[str]:
    """Give the bodies for which those who take part do so."""
    return {part["onBehalfOf"] for part in parts.values() if part.get("onBehalfOf")}


def marked(scene: Scene, sentence: Sentence, actor: Actor) -> str:
    """Give the part that words beside an actor name: accompanying, witness, facilitator."""
    for cue in reversed(scene.cues_in(sentence.start, sentence.end, "encounters")):
        part = cue.says("part")
        if not part or part == "lead":
            continue
        turkish = scene.article.lang == "tr"
        if turkish and cue.name == "facilitates" and scene.words(cue.start, cue.end).endswith(("an", "en")):
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


def with_neighbours(scene: Scene, sentence: Sentence, parts: Parts) -> Parts:
    """Add people of other bodies whom the sentences around name."""
    found = dict(parts)
    bodies = {part.get("onBehalfOf") for part in parts.values()}
    for other in scene.told:
        if other.kind == "body" and 0 < abs(other.number - sentence.number) <= 1:
            for actor in scene.actors(other.start, other.end):
                if actor.person and actor.body not in bodies and actor.person not in found:
                    found[actor.person] = part_of(actor, "participant")
    return found


def at_hub(scene: Scene, parts: Parts) -> Parts:
    """Take the article's own city as host of officials from abroad who come with nobody else named."""
    people = [
        part
        for part in parts.values()
        if part["participant"].startswith("person:") and scene.is_government(part.get("onBehalfOf", ""))
    ]
    abroad = scene.hub and all(scene.country(part.get("onBehalfOf", "")) != scene.country(scene.hub) for part in people)
    if not people or not abroad:
        return parts
    guests = {key: {**part, "role": "guest"} for key, part in parts.items()}
    return {**guests, scene.hub: {"participant": scene.hub, "onBehalfOf": scene.hub, "role": "host"}}


def venue_of(scene: Scene, sentence: Sentence, parts: Parts) -> str:
    """Say where an encounter was: the place that its sentence tells, else the host's."""
    venues = [
        one
        for one in scene.entities.in_span(sentence.start, sentence.end, "place")
        if one.role == "venue" or (one.role == "" and scene.lies_in(one))
    ]
    if venues:
        return venues[-1].fact
    hosts = [part.get("onBehalfOf", "") for part in parts.values() if part.get("role") == "host"]
    for body in hosts:
        fact = scene.bodies.get(body)
        if fact is not None and fact.kind == "government":
            return fact.text("place")
    return ""

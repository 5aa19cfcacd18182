"""Encounters: who met, visited, received whom or signed with whom, when and where, in which part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from cityties.reading.cast import Actor
from cityties.reading.cue import Cue
from cityties.reading.dating import told_after, when
from cityties.reading.day import Day
from cityties.reading.draft import Fact
from cityties.reading.scene import Scene
from cityties.reading.sentence import Sentence

__all__ = ["find_encounters"]

# What a class of encounter yields to, where both are told of the same people on the same day.
_STRENGTH: Final = {"Signing": 3, "Visit": 2, "Meeting": 1, "Reception": 1}
# Parts that stay when two tellings are joined.
_KEPT: Final = frozenset({"host", "guest", "witness", "accompanying", "facilitator"})
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
    weak: bool = False

    @property
    def bodies(self) -> set[str]:
        return {part["onBehalfOf"] for part in self.parts.values() if part.get("onBehalfOf")}


def find_encounters(scene: Scene) -> list[Fact]:
    """Find the encounters that an article tells, merged where several sentences tell of one."""
    told: list[_Told] = []
    for sentence in scene.told:
        if sentence.kind == "headline":
            continue
        one = _told(scene, sentence) or _session(scene, sentence)
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
    told = _helped(scene, told)
    told += _statements(scene, told)
    return _facts(scene, told)


def _told(scene: Scene, sentence: Sentence) -> _Told | None:
    cue = _cue(scene, sentence)
    if cue is None:
        return None
    signing = cue.file == "agreements" or cue.name == "renewed"
    name = "Signing" if signing else cue.says("class")
    actors = [actor for actor in scene.actors(sentence.start, sentence.end) if not scene.quoted(actor.start)]
    parts = _parts(scene, sentence, cue, actors)
    if len(_bodies(parts)) < 2:
        helped = any(one.says("part") == "facilitator" for one in scene.cues_in(sentence.start, sentence.end))
        if not parts or (helped and not signing):
            return None
        parts = _with_neighbours(scene, sentence, parts) if cue.name != "delegation" else parts
        parts = parts if signing or len(_bodies(parts)) > 1 else _at_hub(scene, parts)
        if len(_bodies(parts)) < 2:
            return None
    if signing and not any(scene.is_government(body) for body in _bodies(parts)):
        return None
    people = sum(part["participant"].startswith("person:") for part in parts.values())
    governments = sum(scene.is_government(body) for body in _bodies(parts))
    if not people and not signing and (governments < 2 or not _delegation(scene, sentence)):
        return None
    day = when(scene, sentence, cue) or _day_beside(scene, sentence)
    venue = _venue(scene, sentence, parts)
    sure = 0.9 if people >= 2 and day else 0.8 if people >= 2 else 0.65
    span = ((sentence.start, sentence.end),)
    return _Told(name, sentence, day, venue, parts, span, sure, cue.name == "delegation")


def _bodies(parts: dict[str, dict[str, str]]) -> set[str]:
    return {part["onBehalfOf"] for part in parts.values() if part.get("onBehalfOf")}


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


def _session(scene: Scene, sentence: Sentence) -> _Told | None:
    """A council that sits and decides on a tie: those of its government whom the sentences around name take part."""
    cues = scene.cues_in(sentence.start, sentence.end)
    decides = [
        cue
        for cue in cues
        if cue.name in ("approved", "suspended", "ended") and not scene.denied(sentence, cue.start, cue.end)
    ]
    lasting = any(cue.name in ("sister-city", "friendship") for cue in cues)
    if not decides or not lasting or not any(cue.about.get("session") for cue in cues):
        return None
    body = _sitting(scene, sentence)
    if not body:
        return None
    people: dict[str, dict[str, str]] = {}
    for other in scene.told:
        if other.kind != "headline" and 0 <= other.number - sentence.number <= _FAR:
            for actor in scene.actors(other.start, other.end):
                if actor.person and actor.body == body:
                    people.setdefault(actor.person, _part(actor, "participant"))
    parts = people or {body: {"participant": body, "onBehalfOf": body, "role": "participant"}}
    day = when(scene, sentence, decides[0]) or told_after(scene, sentence)
    return _Told("Meeting", sentence, day, "", parts, ((sentence.start, sentence.end),), 0.6)


def _sitting(scene: Scene, sentence: Sentence) -> str:
    """Say whose council sits: that named right beside the word, else that of the article's own city."""
    actors = [one for one in scene.actors(sentence.start, sentence.end) if scene.is_government(one.body)]
    for cue in scene.cues_in(sentence.start, sentence.end, "encounters"):
        beside = [one for one in actors if one.start < cue.end + 3 and cue.start < one.end + 3]
        if cue.about.get("session") and beside:
            return beside[0].body
    named = [one.body for one in actors]
    return scene.hub if scene.hub in named or not named else named[0]


def _helped(scene: Scene, told: list[_Told]) -> list[_Told]:
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
    return before[-1] if before else behind[0] if behind and scene.article.lang == "tr" else None


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
        if cue.file == "agreements" or cue.name == "renewed":
            role = role if role in ("witness", "accompanying", "facilitator") else "signatory"
            if role == "signatory" and actor.body.startswith("mission:"):
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


def _at_hub(scene: Scene, parts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Take the article's own city as host of officials from abroad who come with nobody else named."""
    people = [part for part in parts.values() if part["participant"].startswith("person:")]
    abroad = scene.hub and all(scene.country(part.get("onBehalfOf", "")) != scene.country(scene.hub) for part in people)
    if not people or not abroad:
        return parts
    guests = {key: {**part, "role": "guest"} for key, part in parts.items()}
    return {**guests, scene.hub: {"participant": scene.hub, "onBehalfOf": scene.hub, "role": "host"}}


def _venue(scene: Scene, sentence: Sentence, parts: dict[str, dict[str, str]]) -> str:
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


def _strength(one: _Told) -> int:
    return 0 if one.weak else _STRENGTH[one.name]


def _merged(one: _Told, other: _Told) -> _Told:
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
        met.add(person)
        day = when(scene, sentence, cues[0])
        venue = _venue(scene, sentence, {})
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
